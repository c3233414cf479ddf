//! Outlines as path operations.

use kurbo::Shape as _;
use printpdf::{DictItem, LinePoint, Op, PaintMode, Point, Polygon, PolygonRing, Pt, WindingOrder};
use usvg::tiny_skia_path::{Path as Outline, PathSegment};

use super::{Pen, fill, stroke};
use crate::output::pdf::sheaf::{Sheaf, Stream, convert_real};
use crate::units::Affine;

/// Paints fill and stroke in the order that the path asks for.
pub fn paint(path: &usvg::Path, pen: Pen, stream: &mut Stream, sheaf: &mut Sheaf) {
    if !path.is_visible() {
        return;
    }
    match path.paint_order() {
        usvg::PaintOrder::FillAndStroke => {
            fill::paint(path, pen, stream, sheaf);
            stroke::paint(path, pen, stream, sheaf);
        }
        usvg::PaintOrder::StrokeAndFill => {
            stroke::paint(path, pen, stream, sheaf);
            fill::paint(path, pen, stream, sheaf);
        }
    }
}

/// Whether there is an area to fill.
pub fn has_area(outline: &Outline) -> bool {
    outline.bounds().width() > 0.0 && outline.bounds().height() > 0.0
}

/// How thick a shape is on average: twice its area by the length of its outline.
pub fn thickness(outline: &Outline) -> f64 {
    let point = |(x, y): (f32, f32)| kurbo::Point::new(f64::from(x), f64::from(y));
    let mut shape = kurbo::BezPath::new();
    for step in steps(outline) {
        match step {
            Step::Move(p) => shape.move_to(point(p)),
            Step::Line(p) => shape.line_to(point(p)),
            Step::Curve(p, q, end) => shape.curve_to(point(p), point(q), point(end)),
            Step::Close => shape.close_path(),
        }
    }
    let edge = shape.perimeter(0.1);
    if edge > 0.0 {
        2.0 * shape.area().abs() / edge
    } else {
        0.0
    }
}

/// To how many decimals coordinates are written: to a hundredth of a point on paper, which is less
/// than the dots of an imagesetter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid(f64);

impl Grid {
    /// The grid for a user space.
    pub fn of(page: Affine) -> Self {
        let scale = page.a.hypot(page.b).max(page.c.hypot(page.d));
        let decimals = (scale * 100.0).log10().ceil().clamp(0.0, 6.0);
        Self(10_f64.powf(decimals))
    }

    /// A coordinate on the grid.
    fn snap(self, value: f32) -> Pt {
        let value = f64::from(value);
        Pt(convert_real((value * self.0).round() / self.0))
    }

    fn point(self, (x, y): (f32, f32)) -> Point {
        Point {
            x: self.snap(x),
            y: self.snap(y),
        }
    }
}

/// A path that is filled, or clips; each of its contours counts as closed.
pub fn area(outline: &Outline, rule: usvg::FillRule, mode: PaintMode, grid: Grid) -> Op {
    Op::DrawPolygon {
        polygon: Polygon {
            rings: rings(outline, grid),
            mode,
            winding_order: match rule {
                usvg::FillRule::NonZero => WindingOrder::NonZero,
                usvg::FillRule::EvenOdd => WindingOrder::EvenOdd,
            },
        },
    }
}

/// The contours of an outline. A control point is marked, and two of them precede a curve's end.
fn rings(outline: &Outline, grid: Grid) -> Vec<PolygonRing> {
    let mut rings: Vec<PolygonRing> = Vec::new();
    for step in steps(outline) {
        if let Step::Move(_) = step {
            rings.push(PolygonRing { points: Vec::new() });
        }
        let Some(ring) = rings.last_mut() else {
            continue;
        };
        let mut add = |p: (f32, f32), bezier: bool| {
            ring.points.push(LinePoint {
                p: grid.point(p),
                bezier,
            });
        };
        match step {
            Step::Move(p) | Step::Line(p) => add(p, false),
            Step::Curve(p, q, end) => {
                add(p, true);
                add(q, true);
                add(end, false);
            }
            Step::Close => {}
        }
    }
    rings.retain(|ring| encloses(&ring.points));
    rings
}

/// Whether a contour encloses anything. SVG fills nothing of a line, PDF draws it a pixel wide.
fn encloses(points: &[LinePoint]) -> bool {
    let [first, rest @ ..] = points else {
        return false;
    };
    let from_first = |point: &LinePoint| {
        (
            f64::from(point.p.x.0 - first.p.x.0),
            f64::from(point.p.y.0 - first.p.y.0),
        )
    };
    let mut steps = rest.iter().map(from_first).skip_while(|&d| d == (0.0, 0.0));
    let Some((dx, dy)) = steps.next() else {
        return false;
    };
    steps.any(|(x, y)| (x * dy - y * dx).abs() > 1e-6 * dx.hypot(dy) * x.hypot(y))
}

/// A path that is stroked. Open and closed contours are written into one path, which printpdf's
/// `Line` and `Polygon` cannot do: apart, they would show through each other when translucent.
pub fn trace(outline: &Outline, grid: Grid, stream: &mut Stream) {
    let numbers = |points: &[(f32, f32)]| -> Vec<DictItem> {
        points
            .iter()
            .flat_map(|&(x, y)| [grid.snap(x), grid.snap(y)])
            .map(|pt| DictItem::Real(pt.0))
            .collect()
    };
    for step in steps(outline) {
        match step {
            Step::Move(p) => stream.raw("m", numbers(&[p])),
            Step::Line(p) => stream.raw("l", numbers(&[p])),
            Step::Curve(p, q, end) => stream.raw("c", numbers(&[p, q, end])),
            Step::Close => stream.raw("h", Vec::new()),
        }
    }
}

/// One step along an outline, as PDF knows them.
enum Step {
    Move((f32, f32)),
    Line((f32, f32)),
    Curve((f32, f32), (f32, f32), (f32, f32)),
    Close,
}

fn steps(outline: &Outline) -> impl Iterator<Item = Step> {
    let mut at = (0.0, 0.0);
    outline.segments().map(move |segment| {
        let step = match segment {
            PathSegment::MoveTo(p) => Step::Move((p.x, p.y)),
            PathSegment::LineTo(p) => Step::Line((p.x, p.y)),
            PathSegment::QuadTo(q, p) => raise(at, (q.x, q.y), (p.x, p.y)),
            PathSegment::CubicTo(p, q, end) => Step::Curve((p.x, p.y), (q.x, q.y), (end.x, end.y)),
            PathSegment::Close => Step::Close,
        };
        if let Step::Move(p) | Step::Line(p) | Step::Curve(_, _, p) = step {
            at = p;
        }
        step
    })
}

/// A quadratic curve as a cubic one: PDF knows no other.
fn raise(start: (f32, f32), control: (f32, f32), end: (f32, f32)) -> Step {
    let toward = |from: (f32, f32)| {
        (
            from.0 + (control.0 - from.0) * 2.0 / 3.0,
            from.1 + (control.1 - from.1) * 2.0 / 3.0,
        )
    };
    Step::Curve(toward(start), toward(end), end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_keep_a_hundredth_of_a_point() {
        let millimetres = Grid::of(Affine::scale(72.0 / 25.4, -72.0 / 25.4));
        assert_eq!(millimetres.snap(1.234_567_8).0, 1.235);
        let unit_square = Grid::of(Affine::scale(800.0, 800.0));
        assert_eq!(unit_square.snap(0.123_456_78).0, 0.123_46);
        let nothing = Grid::of(Affine::scale(0.0, 0.0));
        assert_eq!(nothing.snap(3.25).0, 3.0);
    }

    #[test]
    fn lines_enclose_nothing() {
        let ring = |points: &[(f32, f32)]| -> Vec<LinePoint> {
            let point = |&(x, y): &(f32, f32)| LinePoint {
                p: Point { x: Pt(x), y: Pt(y) },
                bezier: false,
            };
            points.iter().map(point).collect()
        };
        assert!(!encloses(&ring(&[(3.0, 3.0), (9.0, 9.0), (5.0, 5.0)])));
        assert!(!encloses(&ring(&[(3.0, 3.0), (3.0, 3.0)])));
        assert!(encloses(&ring(&[
            (3.0, 3.0),
            (3.0, 3.0),
            (9.0, 9.0),
            (5.0, 6.0)
        ])));
    }

    #[test]
    fn quadratic_curves_are_raised() {
        let Step::Curve(p, q, end) = raise((0.0, 0.0), (3.0, 3.0), (6.0, 0.0)) else {
            panic!("not a curve");
        };
        assert_eq!((p, q, end), ((2.0, 2.0), (4.0, 2.0), (6.0, 0.0)));
    }
}
