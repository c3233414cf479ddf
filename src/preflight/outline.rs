//! Outlines that are filled, stroked, or kept as a clip; curves are cut into straight pieces.

use std::cell::OnceCell;
use std::rc::Rc;

use super::geometry::{Point, Rect};

/// An outline that is filled or stroked, curves already cut into straight pieces.
#[derive(Clone, Debug)]
pub(super) struct Outline {
    /// Each a line of points; a fill closes it.
    pub lines: Vec<Vec<Point>>,
    /// How the inside is told.
    pub inside: Inside,
    /// The box around each line, once it is asked for.
    boxes: OnceCell<Vec<Rect>>,
}

/// What of an outline carries ink.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Inside {
    /// Where the outline winds around.
    NonZero,
    /// Where it winds around an odd number of times.
    EvenOdd,
    /// Within so much of the line itself: half its width.
    Stroke(f64),
}

/// Outlines with more points than this are taken for their bounds.
const MOST_POINTS: usize = 65_536;

impl Outline {
    pub fn new(lines: Vec<Vec<Point>>, inside: Inside) -> Self {
        Self {
            lines,
            inside,
            boxes: OnceCell::new(),
        }
    }

    /// A filled polygon.
    pub fn polygon(points: Vec<Point>) -> Self {
        Self::new(vec![points], Inside::NonZero)
    }

    fn boxes(&self) -> &[Rect] {
        let around = |line: &Vec<Point>| Rect::around(line.iter().copied());
        self.boxes
            .get_or_init(|| self.lines.iter().map(around).collect())
    }

    pub fn bounds(&self) -> Rect {
        let boxes = self.boxes().iter();
        let bounds = boxes.fold(Rect::NOTHING, |all, line| all.join(*line));
        match self.inside {
            Inside::Stroke(half) if !bounds.is_empty() => bounds.grow(half),
            _ => bounds,
        }
    }

    pub fn points(&self) -> usize {
        self.lines.iter().map(Vec::len).sum()
    }

    /// Whether a point carries ink.
    pub fn contains(&self, point: Point) -> bool {
        if self.points() > MOST_POINTS {
            return self.bounds().contains(point);
        }
        match self.inside {
            Inside::NonZero => self.winding(point).0 != 0,
            Inside::EvenOdd => self.winding(point).1 % 2 == 1,
            Inside::Stroke(half) => self
                .segments(false)
                .any(|(a, b)| distance_to_segment(point, a, b) <= half),
        }
    }

    /// How often the outline winds around a point, and how often it is crossed on the way out.
    fn winding(&self, (x, y): Point) -> (i32, u32) {
        let (mut turns, mut crossings) = (0, 0);
        // A line that a ray to the right cannot cross changes nothing.
        let crossed = |line: &Rect| line.bottom <= y && y <= line.top && line.right >= x;
        let lines = self.lines.iter().zip(self.boxes());
        let lines = lines.filter(|(_, around)| crossed(around));
        for (a, b) in lines.flat_map(|(line, _)| steps(line, true)) {
            if (a.1 <= y) == (b.1 <= y) {
                continue;
            }
            let at = a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0);
            if at > x {
                crossings += 1;
                turns += if a.1 < b.1 { 1 } else { -1 };
            }
        }
        (turns, crossings)
    }

    fn segments(&self, closed: bool) -> impl Iterator<Item = (Point, Point)> {
        self.lines.iter().flat_map(move |line| steps(line, closed))
    }

    /// The straight pieces along which ink ends; those of a stroke lie half its width to each side.
    pub fn ends(&self) -> impl Iterator<Item = (Point, Point)> {
        let half = match self.inside {
            Inside::Stroke(half) => half,
            Inside::NonZero | Inside::EvenOdd => 0.0,
        };
        let both = self.segments(half == 0.0).flat_map(move |(a, b)| {
            let length = (b.0 - a.0).hypot(b.1 - a.1).max(1e-9);
            let (x, y) = ((b.1 - a.1) / length * half, (a.0 - b.0) / length * half);
            let beside = |x: f64, y: f64| ((a.0 + x, a.1 + y), (b.0 + x, b.1 + y));
            [Some(beside(x, y)), (half > 0.0).then(|| beside(-x, -y))]
        });
        both.flatten()
    }

    /// How thick the filled shape is on average: twice its area by its perimeter, which for a bar is
    /// its width. `None` if it has no perimeter.
    pub fn thickness(&self) -> Option<f64> {
        let (mut area, mut perimeter) = (0.0, 0.0);
        for (a, b) in self.segments(true) {
            area += (a.0 * b.1 - b.0 * a.1) / 2.0;
            perimeter += (b.0 - a.0).hypot(b.1 - a.1);
        }
        (perimeter > 0.0).then(|| 2.0 * area.abs() / perimeter)
    }
}

/// The straight pieces of a line, and the one back to its start where it is closed.
fn steps(line: &[Point], closed: bool) -> impl Iterator<Item = (Point, Point)> {
    let back = line
        .last()
        .copied()
        .zip(line.first().copied())
        .filter(|_| closed);
    line.windows(2).map(|pair| (pair[0], pair[1])).chain(back)
}

fn distance_to_segment(p: Point, a: Point, b: Point) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 {
        ((p.0 - a.0) * dx + (p.1 - a.1) * dy) / length
    } else {
        0.0
    };
    let along = along.clamp(0.0, 1.0);
    (p.0 - a.0 - along * dx).hypot(p.1 - a.1 - along * dy)
}

/// Straight pieces that a curve is cut into: enough for bounds, area and length.
const PIECES: u32 = 8;

/// Appends a cubic curve from the last point of `line`.
pub(super) fn curve_to(line: &mut Vec<Point>, c1: Point, c2: Point, end: Point) {
    let start = line.last().copied().unwrap_or(c1);
    for piece in 1..=PIECES {
        let t = f64::from(piece) / f64::from(PIECES);
        let s = 1.0 - t;
        let mix = |a: f64, b: f64, c: f64, d: f64| {
            s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
        };
        line.push((
            mix(start.0, c1.0, c2.0, end.0),
            mix(start.1, c1.1, c2.1, end.1),
        ));
    }
}

/// What painting is cut to: outlines inside one another.
#[derive(Clone, Debug)]
pub(super) struct Clip {
    /// Around all that is left.
    pub bounds: Rect,
    outlines: Option<Rc<Link>>,
    depth: usize,
    points: usize,
}

#[derive(Debug)]
struct Link {
    outline: Outline,
    outer: Option<Rc<Link>>,
}

/// Clips deeper than this are taken for their bounds.
const DEEPEST_CLIP: usize = 24;

impl Clip {
    /// Cut to a rectangle.
    pub fn rect(bounds: Rect) -> Self {
        Self {
            bounds,
            outlines: None,
            depth: 0,
            points: 0,
        }
    }

    /// Cut to an outline as well.
    #[must_use]
    pub fn with(&self, outline: Outline) -> Self {
        let bounds = self.bounds.meet(outline.bounds());
        if self.depth >= DEEPEST_CLIP {
            return Self {
                bounds,
                ..self.clone()
            };
        }
        let points = self.points + outline.points();
        let outer = self.outlines.clone();
        let outlines = Some(Rc::new(Link { outline, outer }));
        Self {
            bounds,
            outlines,
            depth: self.depth + 1,
            points,
        }
    }

    /// Points of all its outlines: what a test against it costs.
    pub fn points(&self) -> usize {
        self.points
    }

    /// Cut to bounds as well.
    #[must_use]
    pub fn within(&self, bounds: Rect) -> Self {
        Self {
            bounds: self.bounds.meet(bounds),
            ..self.clone()
        }
    }

    /// Whether a point is left.
    pub fn contains(&self, point: Point) -> bool {
        self.bounds.contains(point) && self.outlines().all(|outline| outline.contains(point))
    }

    /// The outlines that it is cut to.
    pub fn outlines(&self) -> impl Iterator<Item = &Outline> {
        let links = std::iter::successors(self.outlines.as_deref(), |link| link.outer.as_deref());
        links.map(|link| &link.outline)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Affine;

    fn bar() -> Outline {
        Outline::polygon(Rect::new(0.0, 0.0, 100.0, 2.0).corners(Affine::IDENTITY))
    }

    #[test]
    fn a_bar_is_as_thick_as_it_is_narrow() {
        assert!((bar().thickness().unwrap() - 1.96).abs() < 0.01);
    }

    #[test]
    fn a_hole_carries_no_ink() {
        let square = |from: f64, to: f64| Rect::new(from, from, to, to).corners(Affine::IDENTITY);
        let ring = Outline::new(vec![square(0.0, 10.0), square(3.0, 7.0)], Inside::EvenOdd);
        assert!(ring.contains((1.0, 5.0)) && !ring.contains((5.0, 5.0)));
        let frame = Outline {
            inside: Inside::Stroke(1.0),
            ..ring
        };
        assert!(frame.contains((5.0, 0.5)) && !frame.contains((5.0, 5.0)));
    }

    #[test]
    fn clips_meet() {
        let clip = Clip::rect(Rect::new(50.0, 0.0, 200.0, 200.0)).with(bar());
        assert_eq!(clip.bounds, Rect::new(50.0, 0.0, 100.0, 2.0));
        assert!(clip.contains((60.0, 1.0)) && !clip.contains((40.0, 1.0)));
    }
}
