//! Lengths with units, sizes of sheets and pictures, and rectangles.
//!
//! Numbers inside Pasteup are `f64`. A bare number that remains ends its name in its unit
//! (`font_size_mm`); numbers in the layout's own coordinate system are called *units*.

use std::fmt;
use std::str::FromStr;

/// Millimetres in one inch, by definition.
const MM_PER_INCH: f64 = 25.4;

/// A physical length. Stored in millimetres; units go in and out by name.
#[derive(Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Length(f64);

impl Length {
    /// No length at all.
    pub const ZERO: Self = Self(0.0);

    /// A length in millimetres.
    pub const fn mm(mm: f64) -> Self {
        Self(mm)
    }

    /// A length in centimetres.
    pub const fn cm(cm: f64) -> Self {
        Self(cm * 10.0)
    }

    /// A length in metres.
    pub const fn m(m: f64) -> Self {
        Self(m * 1000.0)
    }

    /// A length in inches of 25.4 mm.
    pub const fn inch(inch: f64) -> Self {
        Self(inch * MM_PER_INCH)
    }

    /// A length in PostScript points, 72 to the inch.
    pub const fn pt(pt: f64) -> Self {
        Self(pt * MM_PER_INCH / 72.0)
    }

    /// This length in millimetres.
    pub const fn to_mm(self) -> f64 {
        self.0
    }

    /// This length in PostScript points, 72 to the inch.
    pub const fn to_pt(self) -> f64 {
        self.0 * 72.0 / MM_PER_INCH
    }

    /// This length in CSS pixels, 96 to the inch: the user unit of SVG.
    pub const fn to_css_px(self) -> f64 {
        self.0 * 96.0 / MM_PER_INCH
    }

    /// This length in metres.
    pub const fn to_m(self) -> f64 {
        self.0 / 1000.0
    }
}

impl fmt::Debug for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}mm", self.0)
    }
}

impl std::ops::Add for Length {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::ops::Sub for Length {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl std::ops::Mul<f64> for Length {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self(self.0 * factor)
    }
}

/// Why a length could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LengthError {
    /// There is no number before the unit.
    #[error("`{0}` does not start with a number")]
    NotANumber(String),
    /// The unit is missing or not one of mm, cm, m, in, pt.
    #[error("`{0}` has no unit that is known: use mm, cm, m, in or pt")]
    UnknownUnit(String),
    /// A length of a sheet or a distance is more than nothing.
    #[error("`{0}` is not a length above zero")]
    NotPositive(String),
}

impl FromStr for Length {
    type Err = LengthError;

    /// Reads `3mm`, `2.5 cm`, `20m`, `24in`, `12pt`. A comma is taken for a decimal point.
    fn from_str(text: &str) -> Result<Self, LengthError> {
        let clean = text.trim().replace(',', ".");
        let split = clean
            .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-' || c == '+'))
            .unwrap_or(clean.len());
        let (number, unit) = clean.split_at(split);
        let value: f64 = number
            .parse()
            .map_err(|_| LengthError::NotANumber(text.to_owned()))?;
        let length = match unit.trim() {
            "mm" => Self::mm(value),
            "cm" => Self::cm(value),
            "m" => Self::m(value),
            "in" | "inch" | "\"" => Self::inch(value),
            "pt" => Self::pt(value),
            _ => return Err(LengthError::UnknownUnit(text.to_owned())),
        };
        if length.0.is_finite() && length.0 > 0.0 {
            Ok(length)
        } else {
            Err(LengthError::NotPositive(text.to_owned()))
        }
    }
}

/// Pixels per inch.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Dpi(pub f64);

impl Dpi {
    /// The resolution that CSS and SVG assume when none is stated.
    pub const CSS: Self = Self(96.0);

    /// Pixels per metre, the unit of the `pHYs` chunk of PNG.
    pub fn per_metre(self) -> f64 {
        self.0 / MM_PER_INCH * 1000.0
    }
}

/// Width and height of a sheet on paper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// From the left edge to the right.
    pub width: Length,
    /// From the top edge to the bottom.
    pub height: Length,
}

impl Size {
    /// A size in millimetres.
    pub const fn mm(width: f64, height: f64) -> Self {
        Self {
            width: Length::mm(width),
            height: Length::mm(height),
        }
    }

    /// A size in inches.
    pub const fn inch(width: f64, height: f64) -> Self {
        Self {
            width: Length::inch(width),
            height: Length::inch(height),
        }
    }
}

/// Width and height of a picture in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

/// How large a poster is asked to be: on paper, or on a screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SheetSize {
    /// A sheet of paper, to the trim.
    Paper(Size),
    /// A picture of exactly so many pixels.
    Screen(Pixels),
}

impl SheetSize {
    /// The physical size; pixels count as CSS pixels, 96 to the inch.
    pub fn to_size(self) -> Size {
        match self {
            Self::Paper(size) => size,
            Self::Screen(px) => Size::inch(f64::from(px.width) / 96.0, f64::from(px.height) / 96.0),
        }
    }

    /// The number of pixels at a resolution, which only paper asks for.
    pub fn to_pixels(self, dpi: Dpi) -> Pixels {
        match self {
            Self::Screen(px) => px,
            Self::Paper(size) => {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "clamped to the range of u32 first"
                )]
                let count = |length: Length| {
                    (length.to_mm() / MM_PER_INCH * dpi.0)
                        .round()
                        .clamp(1.0, f64::from(u32::MAX)) as u32
                };
                Pixels {
                    width: count(size.width),
                    height: count(size.height),
                }
            }
        }
    }

    /// Width divided by height.
    pub fn aspect(self) -> f64 {
        let size = self.to_size();
        size.width.to_mm() / size.height.to_mm()
    }
}

/// A rectangle with an area, `x` to the right and `y` downwards, in layout units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// More than zero.
    pub width: f64,
    /// More than zero.
    pub height: f64,
}

impl Frame {
    /// A frame, if it has an area.
    pub fn new(x: f64, y: f64, width: f64, height: f64) -> Option<Self> {
        let finite = x.is_finite() && y.is_finite() && width.is_finite() && height.is_finite();
        (finite && width > 0.0 && height > 0.0).then_some(Self {
            x,
            y,
            width,
            height,
        })
    }

    /// The right edge.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// The bottom edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Width divided by height.
    pub fn aspect(&self) -> f64 {
        self.width / self.height
    }
}

/// An affine map of the plane, in the order of SVG's `matrix(a b c d e f)`:
/// `x' = a x + c y + e`, `y' = b x + d y + f`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Affine {
    /// Horizontal scale.
    pub a: f64,
    /// Vertical shear.
    pub b: f64,
    /// Horizontal shear.
    pub c: f64,
    /// Vertical scale.
    pub d: f64,
    /// Shift to the right.
    pub e: f64,
    /// Shift downwards.
    pub f: f64,
}

impl Affine {
    /// The map that changes nothing.
    pub const IDENTITY: Self = Self::new(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);

    /// A map from its six numbers, in SVG's order.
    pub const fn new(a: f64, b: f64, c: f64, d: f64, e: f64, f: f64) -> Self {
        Self { a, b, c, d, e, f }
    }

    /// A shift.
    pub const fn translate(x: f64, y: f64) -> Self {
        Self::new(1.0, 0.0, 0.0, 1.0, x, y)
    }

    /// A scaling around the origin.
    pub const fn scale(x: f64, y: f64) -> Self {
        Self::new(x, 0.0, 0.0, y, 0.0, 0.0)
    }

    /// `self` after `inner`: what `inner` makes is then mapped by `self`, as in nested SVG groups.
    #[must_use]
    pub fn then_inner(self, inner: Self) -> Self {
        Self {
            a: self.a * inner.a + self.c * inner.b,
            b: self.b * inner.a + self.d * inner.b,
            c: self.a * inner.c + self.c * inner.d,
            d: self.b * inner.c + self.d * inner.d,
            e: self.a * inner.e + self.c * inner.f + self.e,
            f: self.b * inner.e + self.d * inner.f + self.f,
        }
    }

    /// Where a point goes.
    pub fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        (
            self.a * x + self.c * y + self.e,
            self.b * x + self.d * y + self.f,
        )
    }

    /// The map that undoes this one, if there is one.
    pub fn inverse(&self) -> Option<Self> {
        let det = self.a * self.d - self.b * self.c;
        if !det.is_finite() || det.abs() < 1e-12 {
            return None;
        }
        let (a, b, c, d) = (self.d / det, -self.b / det, -self.c / det, self.a / det);
        Some(Self {
            a,
            b,
            c,
            d,
            e: -(a * self.e + c * self.f),
            f: -(b * self.e + d * self.f),
        })
    }

    /// How much longer lengths become on average: the square root of the change in area.
    pub fn mean_scale(&self) -> f64 {
        (self.a * self.d - self.b * self.c).abs().sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_with_their_units() {
        assert_eq!("20m".parse(), Ok(Length::m(20.0)));
        assert_eq!("2.5 cm".parse(), Ok(Length::mm(25.0)));
        assert_eq!("97,2mm".parse(), Ok(Length::mm(97.2)));
        assert_eq!(
            "3".parse::<Length>(),
            Err(LengthError::UnknownUnit("3".into()))
        );
        assert_eq!(
            "mm".parse::<Length>(),
            Err(LengthError::NotANumber("mm".into()))
        );
        assert_eq!(
            "-3mm".parse::<Length>(),
            Err(LengthError::NotPositive("-3mm".into()))
        );
    }

    #[test]
    fn an_inch_is_72_points_and_96_css_pixels() {
        assert!((Length::inch(1.0).to_pt() - 72.0).abs() < 1e-12);
        assert!((Length::inch(1.0).to_css_px() - 96.0).abs() < 1e-12);
        assert!((Length::pt(72.0).to_mm() - 25.4).abs() < 1e-12);
    }

    #[test]
    fn a_map_and_its_inverse_cancel() {
        let map = Affine::new(2.0, 1.0, -0.5, 3.0, 7.0, -4.0);
        let back = map.inverse().unwrap().then_inner(map);
        let (x, y) = back.apply(5.0, 6.0);
        assert!((x - 5.0).abs() < 1e-9 && (y - 6.0).abs() < 1e-9);
        assert_eq!(Affine::scale(0.0, 1.0).inverse(), None);
    }
}
