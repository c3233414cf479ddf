//! Points and rectangles on a page, in its own points with `y` upwards.

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
