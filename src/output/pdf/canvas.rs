//! Plain content of a page, written without a detour: lines, areas and Latin words in black.

use std::fmt::Write as _;

use rusttype::{Font, OutlineBuilder, Scale};
use usvg::tiny_skia_path::PathSegment;

use super::sheaf::convert_real;
use crate::library::Library;

/// The face of what stands beside the artwork: Latin only, so it needs no shaping.
const FACE: &str = "fonts/core/NotoSans-Black.ttf";

/// Capitals of that face, in ems.
const CAPITALS_EM: f64 = 0.714;

/// A content stream in points, `y` upwards.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Canvas(pub String);

impl Canvas {
    /// An operator and its numbers.
    pub fn op(&mut self, operator: &str, numbers: &[f64]) {
        self.op_to(4, operator, numbers);
    }

    fn op_to(&mut self, decimals: usize, operator: &str, numbers: &[f64]) {
        for number in numbers {
            let text = format!("{number:.decimals$}");
            let short = text.trim_end_matches('0').trim_end_matches('.');
            let _ = write!(self.0, "{} ", if short == "-0" { "0" } else { short });
        }
        let _ = writeln!(self.0, "{operator}");
    }

    /// Does something in a coordinate system of its own.
    pub fn within(&mut self, map: [f64; 6], draw: impl FnOnce(&mut Self)) {
        self.op("q", &[]);
        // With four decimals, a scale would put the far corner of an A0 0.2 mm from its place.
        self.op_to(9, "cm", &map);
        draw(self);
        self.op("Q", &[]);
    }

    /// Black or a gray for what follows, 0 to 1.
    pub fn gray(&mut self, gray: f64) {
        self.op("g", &[gray]);
        self.op("G", &[gray]);
    }

    /// A line of a thickness.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), thickness: f64) {
        self.op("w", &[thickness]);
        self.op("m", &[from.0, from.1]);
        self.op("l", &[to.0, to.1]);
        self.op("S", &[]);
    }

    /// A filled polygon.
    pub fn area(&mut self, points: &[(f64, f64)]) {
        for (at, point) in points.iter().enumerate() {
            self.op(if at == 0 { "m" } else { "l" }, &[point.0, point.1]);
        }
        self.op("f", &[]);
    }

    /// A filled rectangle.
    pub fn filled(&mut self, [left, low, right, high]: [f64; 4]) {
        self.op("re", &[left, low, right - left, high - low]);
        self.op("f", &[]);
    }

    /// The outline of a rectangle.
    pub fn frame(&mut self, [left, low, right, high]: [f64; 4], thickness: f64) {
        self.op("w", &[thickness]);
        self.op("re", &[left, low, right - left, high - low]);
        self.op("S", &[]);
    }

    /// A form by its name.
    pub fn form(&mut self, name: &str) {
        let _ = writeln!(self.0, "/{name} Do");
    }

    /// Latin words, capitals of a height, from a point of the baseline; gives their width.
    pub fn words(&mut self, text: &str, height: f64, at: (f64, f64)) -> f64 {
        let mut width = 0.0;
        words(text, height, at, &mut width, &mut |operator, numbers| {
            self.op(operator, numbers);
        });
        width
    }

    /// How wide Latin words are, capitals of a height.
    pub fn width_of(text: &str, height: f64) -> f64 {
        Self::default().words(text, height, (0.0, 0.0))
    }

    /// Everything that a drawing fills, in the current colour.
    pub fn drawing(&mut self, group: &usvg::Group) {
        for node in group.children() {
            match node {
                usvg::Node::Group(inner) => self.drawing(inner),
                usvg::Node::Path(path) => self.path(path),
                usvg::Node::Image(_) | usvg::Node::Text(_) => {}
            }
        }
    }

    fn path(&mut self, path: &usvg::Path) {
        let Some(outline) = path.data().clone().transform(path.abs_transform()) else {
            return;
        };
        let n = |p: usvg::tiny_skia_path::Point| (f64::from(p.x), f64::from(p.y));
        let mut now = (0.0, 0.0);
        for segment in outline.segments() {
            match segment {
                PathSegment::MoveTo(p) => {
                    now = n(p);
                    self.op("m", &[now.0, now.1]);
                }
                PathSegment::LineTo(p) => {
                    now = n(p);
                    self.op("l", &[now.0, now.1]);
                }
                PathSegment::QuadTo(c, p) => {
                    let (c, end) = (n(c), n(p));
                    self.op("c", &raised(now, c, end));
                    now = end;
                }
                PathSegment::CubicTo(a, b, p) => {
                    let (a, b) = (n(a), n(b));
                    now = n(p);
                    self.op("c", &[a.0, a.1, b.0, b.1, now.0, now.1]);
                }
                PathSegment::Close => self.op("h", &[]),
            }
        }
        self.op("f", &[]);
    }
}

/// A quadratic curve as a cubic one.
fn raised(start: (f64, f64), control: (f64, f64), end: (f64, f64)) -> [f64; 6] {
    let third = |from: (f64, f64)| {
        (
            from.0 + (control.0 - from.0) * 2.0 / 3.0,
            from.1 + (control.1 - from.1) * 2.0 / 3.0,
        )
    };
    let (p, q) = (third(start), third(end));
    [p.0, p.1, q.0, q.1, end.0, end.1]
}

/// Latin words as outlines: capitals of a height, from a point of the baseline. They are filled
/// with the current colour; `width` is what they take.
pub fn words(
    text: &str,
    height: f64,
    at: (f64, f64),
    width: &mut f64,
    out: &mut dyn FnMut(&'static str, &[f64]),
) {
    let Ok(Some(bytes)) = Library::default().read(FACE) else {
        return;
    };
    let Some(font) = Font::try_from_bytes(&bytes) else {
        return;
    };
    // rusttype scales the height from descent to ascent.
    let metrics = font.v_metrics_unscaled();
    let em = f64::from(font.units_per_em());
    let size = height / CAPITALS_EM;
    let scale = size * f64::from(metrics.ascent - metrics.descent) / em;
    let scale = Scale::uniform(convert_real(scale));
    let mut pen = Outliner {
        at,
        start: at,
        now: at,
        origin: 0.0,
        out,
    };
    for glyph in font.layout(text, scale, rusttype::point(0.0, 0.0)) {
        pen.origin = f64::from(glyph.position().x);
        let unpositioned = glyph.unpositioned();
        *width = pen.origin + f64::from(unpositioned.h_metrics().advance_width);
        unpositioned.build_outline(&mut pen);
    }
    (pen.out)("f", &[]);
}

/// Writes glyph outlines, `y` upwards.
struct Outliner<'a> {
    at: (f64, f64),
    start: (f64, f64),
    now: (f64, f64),
    origin: f64,
    out: &'a mut dyn FnMut(&'static str, &[f64]),
}

impl Outliner<'_> {
    fn place(&self, x: f32, y: f32) -> (f64, f64) {
        (
            self.at.0 + self.origin + f64::from(x),
            self.at.1 - f64::from(y),
        )
    }
}

impl OutlineBuilder for Outliner<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.now = self.place(x, y);
        self.start = self.now;
        (self.out)("m", &[self.now.0, self.now.1]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.now = self.place(x, y);
        (self.out)("l", &[self.now.0, self.now.1]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (control, end) = (self.place(x1, y1), self.place(x, y));
        (self.out)("c", &raised(self.now, control, end));
        self.now = end;
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (p, q, end) = (self.place(x1, y1), self.place(x2, y2), self.place(x, y));
        (self.out)("c", &[p.0, p.1, q.0, q.1, end.0, end.1]);
        self.now = end;
    }

    fn close(&mut self) {
        self.now = self.start;
        (self.out)("h", &[]);
    }
}
