//! Rectangles and outlines on a page, in its own points with `y` upwards.

use std::rc::Rc;

use crate::units::Affine;

/// A point on the page.
pub(super) type Point = (f64, f64);

/// A rectangle that may be empty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rect {
    pub left: f64,
    pub bottom: f64,
    pub right: f64,
    pub top: f64,
}

impl Rect {
    /// Nothing: joins with any rectangle to that rectangle.
    pub const NOTHING: Self = Self::new(
        f64::INFINITY,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NEG_INFINITY,
    );
    /// Everything: meets any rectangle in that rectangle.
    pub const EVERYTHING: Self = Self::new(
        f64::NEG_INFINITY,
        f64::NEG_INFINITY,
        f64::INFINITY,
        f64::INFINITY,
    );

    pub const fn new(left: f64, bottom: f64, right: f64, top: f64) -> Self {
        Self {
            left,
            bottom,
            right,
            top,
        }
    }

    /// The rectangle between two corners, whichever they are.
    pub fn between(a: Point, b: Point) -> Self {
        Self::new(a.0.min(b.0), a.1.min(b.1), a.0.max(b.0), a.1.max(b.1))
    }

    /// The smallest rectangle around points.
    pub fn around(points: impl IntoIterator<Item = Point>) -> Self {
        points.into_iter().fold(Self::NOTHING, |rect, point| {
            rect.join(Self::between(point, point))
        })
    }

    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn height(&self) -> f64 {
        self.top - self.bottom
    }

    pub fn is_empty(&self) -> bool {
        !(self.left <= self.right && self.bottom <= self.top)
    }

    /// What both cover.
    #[must_use]
    pub fn meet(&self, other: Self) -> Self {
        Self::new(
            self.left.max(other.left),
            self.bottom.max(other.bottom),
            self.right.min(other.right),
            self.top.min(other.top),
        )
    }

    /// What is around both.
    #[must_use]
    pub fn join(&self, other: Self) -> Self {
        Self::new(
            self.left.min(other.left),
            self.bottom.min(other.bottom),
            self.right.max(other.right),
            self.top.max(other.top),
        )
    }

    /// Larger by so much on every side; smaller if negative.
    #[must_use]
    pub fn grow(&self, by: f64) -> Self {
        Self::new(
            self.left - by,
            self.bottom - by,
            self.right + by,
            self.top + by,
        )
    }

    /// Whether another lies inside, give or take a tolerance.
    pub fn holds(&self, inner: Self, tolerance: f64) -> bool {
        let outer = self.grow(tolerance);
        outer.left <= inner.left
            && outer.bottom <= inner.bottom
            && outer.right >= inner.right
            && outer.top >= inner.top
    }

    /// Without the sides that it shares with another: those lie as far out as can be.
    #[must_use]
    pub fn without(&self, other: Self) -> Self {
        let far = Self::EVERYTHING;
        Self::new(
            if self.left <= other.left {
                far.left
            } else {
                self.left
            },
            if self.bottom <= other.bottom {
                far.bottom
            } else {
                self.bottom
            },
            if self.right >= other.right {
                far.right
            } else {
                self.right
            },
            if self.top >= other.top {
                far.top
            } else {
                self.top
            },
        )
    }

    pub fn contains(&self, (x, y): Point) -> bool {
        self.left <= x && x <= self.right && self.bottom <= y && y <= self.top
    }

    /// The corners, counter-clockwise from the lower left, mapped.
    pub fn corners(&self, map: Affine) -> Vec<Point> {
        let corner = |x, y| map.apply(x, y);
        vec![
            corner(self.left, self.bottom),
            corner(self.right, self.bottom),
            corner(self.right, self.top),
            corner(self.left, self.top),
        ]
    }
}

/// An outline that is filled or stroked, curves already cut into straight pieces.
#[derive(Clone, Debug)]
pub(super) struct Outline {
    /// Each a line of points; a fill closes it.
    pub lines: Vec<Vec<Point>>,
    /// How the inside is told.
    pub inside: Inside,
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
const MOST_POINTS: usize = 8192;

impl Outline {
    /// A filled polygon.
    pub fn polygon(points: Vec<Point>) -> Self {
        Self {
            lines: vec![points],
            inside: Inside::NonZero,
        }
    }

    pub fn bounds(&self) -> Rect {
        let bounds = Rect::around(self.lines.iter().flatten().copied());
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
        for (a, b) in self.segments(true) {
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
        self.lines.iter().flat_map(move |line| {
            let back = line
                .last()
                .copied()
                .zip(line.first().copied())
                .filter(|_| closed);
            line.windows(2).map(|pair| (pair[0], pair[1])).chain(back)
        })
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
        let links = std::iter::successors(self.outlines.as_deref(), |link| link.outer.as_deref());
        self.bounds.contains(point) && links.into_iter().all(|link| link.outline.contains(point))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let ring = Outline {
            lines: vec![square(0.0, 10.0), square(3.0, 7.0)],
            inside: Inside::EvenOdd,
        };
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
