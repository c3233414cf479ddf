//! Glyph outlines, their exact ink, and path data.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape as _};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider as _};

use crate::fonts::{FaceId, Fonts};

/// How much a face of which only a regular weight exists is thickened where a slot asks for a
/// heavy one: the width of a stroke around the outline, in ems.
pub const EMBOLDENING_EM: f64 = 0.03;

/// The outline of one glyph, in ems, `y` downwards.
#[derive(Debug, Default)]
pub struct Outline {
    /// The contours; to be filled by the nonzero rule.
    pub path: BezPath,
    /// The exact box around the ink; `None` for a glyph without any.
    pub ink: Option<Rect>,
}

/// Draws glyphs once and remembers them.
#[derive(Debug)]
pub struct Outlines<'a> {
    fonts: &'a Fonts,
    known: RefCell<HashMap<(FaceId, u32), Rc<Outline>>>,
}

impl<'a> Outlines<'a> {
    /// An empty store over some faces.
    pub fn new(fonts: &'a Fonts) -> Self {
        Self {
            fonts,
            known: RefCell::default(),
        }
    }

    /// The outline of a glyph.
    pub fn get(&self, face: FaceId, glyph: u32) -> Rc<Outline> {
        if let Some(known) = self.known.borrow().get(&(face, glyph)) {
            return Rc::clone(known);
        }
        let outline = Rc::new(self.draw(face, glyph).unwrap_or_default());
        self.known
            .borrow_mut()
            .insert((face, glyph), Rc::clone(&outline));
        outline
    }

    fn draw(&self, face: FaceId, glyph: u32) -> Option<Outline> {
        let face = self.fonts.face(face)?;
        let font = FontRef::from_index(face.data(), face.index).ok()?;
        let units = font.head_units_per_em()?;
        let mut pen = Pen {
            path: BezPath::new(),
            scale: 1.0 / units,
        };
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        font.outline_glyphs()
            .get(GlyphId::new(glyph))?
            .draw(settings, &mut pen)
            .ok()?;
        let ink = (!pen.path.is_empty()).then(|| pen.path.bounding_box());
        Some(Outline {
            ink: ink.filter(|ink| ink.width() > 0.0 && ink.height() > 0.0),
            path: pen.path,
        })
    }
}

/// The one number of `head` that outlines need.
trait UnitsPerEm {
    fn head_units_per_em(&self) -> Option<f64>;
}

impl UnitsPerEm for FontRef<'_> {
    fn head_units_per_em(&self) -> Option<f64> {
        use skrifa::raw::TableProvider as _;
        let units = self.head().ok()?.units_per_em();
        (units > 0).then(|| f64::from(units))
    }
}

/// Turns font units with `y` upwards into ems with `y` downwards.
struct Pen {
    path: BezPath,
    scale: f64,
}

impl Pen {
    fn point(&self, x: f32, y: f32) -> Point {
        Point::new(f64::from(x) * self.scale, -f64::from(y) * self.scale)
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.point(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.point(x, y));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to(self.point(cx, cy), self.point(x, y));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.path
            .curve_to(self.point(ax, ay), self.point(bx, by), self.point(x, y));
    }

    fn close(&mut self) {
        self.path.close_path();
    }
}

/// Writes path data with a fixed number of decimals, which is what makes it small and the same on
/// every machine.
#[derive(Debug)]
pub struct PathData {
    data: String,
    /// Ten to the number of decimals.
    unit: u32,
    decimals: usize,
}

impl PathData {
    /// A writer for coordinates that need a precision of `10^-decimals`, 6 at the most.
    pub fn new(decimals: usize) -> Self {
        let decimals = decimals.min(6);
        let unit = (0..decimals).fold(1, |unit, _| unit * 10);
        Self {
            data: String::new(),
            unit,
            decimals,
        }
    }

    /// Adds a glyph, mapped from ems to units.
    pub fn glyph(&mut self, path: &BezPath, map: Affine) {
        let place = |p: Point| map * p;
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(p) => self.command('M', &[place(p)]),
                PathEl::LineTo(p) => self.command('L', &[place(p)]),
                PathEl::QuadTo(c, p) => self.command('Q', &[place(c), place(p)]),
                PathEl::CurveTo(a, b, p) => self.command('C', &[place(a), place(b), place(p)]),
                PathEl::ClosePath => self.data.push('Z'),
            }
        }
    }

    /// The path data so far.
    pub fn into_string(self) -> String {
        self.data
    }

    fn command(&mut self, letter: char, points: &[Point]) {
        self.data.push(letter);
        for (index, point) in points.iter().enumerate() {
            self.number(point.x, index > 0);
            self.number(point.y, true);
        }
    }

    /// Writes a fixed-point number, shortest form, with a separator where one is needed.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "coordinates of a sheet are far below 2^63 even in millionths"
    )]
    fn number(&mut self, value: f64, separated: bool) {
        let fixed = (value * f64::from(self.unit)).round() as i64;
        if fixed < 0 {
            self.data.push('-');
        } else if separated {
            self.data.push(' ');
        }
        let digits = fixed.unsigned_abs();
        let unit = u64::from(self.unit);
        let (whole, part) = (digits / unit, digits % unit);
        let mut buffer = itoa::Buffer::new();
        self.data.push_str(buffer.format(whole));
        if part > 0 {
            self.data.push('.');
            let text = buffer.format(part);
            for _ in text.len()..self.decimals {
                self.data.push('0');
            }
            self.data.push_str(text.trim_end_matches('0'));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_exact() {
        let mut data = PathData::new(2);
        let mut path = BezPath::new();
        path.move_to((0.0, 0.005));
        path.line_to((-1.5, 10.04));
        path.close_path();
        data.glyph(&path, Affine::IDENTITY);
        assert_eq!(data.into_string(), "M0 0.01L-1.5 10.04Z");
    }

    #[test]
    fn ink_is_exact() {
        let fonts = Fonts::new(&crate::library::Library::default()).unwrap();
        let outlines = Outlines::new(&fonts);
        let face = fonts.find("Noto Sans").unwrap();
        let font = FontRef::new(fonts.face(face).unwrap().data()).unwrap();
        let glyph = font.charmap().map('H').unwrap().to_u32();
        let ink = outlines.get(face, glyph).ink.unwrap();
        let cap = fonts.face(face).unwrap().probe.height_em('H').unwrap();
        assert!((ink.y0 + cap).abs() < 1e-6 && ink.y1.abs() < 1e-6);
    }
}
