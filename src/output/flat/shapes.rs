//! From a tree of plain shapes to edges on a grid of 1/256 pixel.

use usvg::tiny_skia_path::{Path, PathSegment, PathStroker};

use super::canvas::Rgba;
use crate::units::Pixels;

/// Parts of a pixel along a side.
pub const ONE: i32 = 256;

/// How far a chord may leave its curve, in pixels.
const TOLERANCE: f64 = 0.02;

/// Coordinates are kept within this many pixels, so that arithmetic on them never overflows.
const FARTHEST: f64 = 1e6;

/// A line that goes down, on the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Where it begins.
    pub x0: i32,
    /// Where it begins; less than `y1`.
    pub y0: i32,
    /// Where it ends.
    pub x1: i32,
    /// Where it ends.
    pub y1: i32,
    /// 1 if the outline goes down along it, -1 if it goes up.
    pub sign: i32,
}

/// An outline in one colour.
#[derive(Debug)]
pub struct Shape {
    /// Its edges, by the row in which they begin.
    pub edges: Vec<Edge>,
    /// Where its last edge ends, in pixels.
    pub bottom: i32,
    /// Whether holes are where edges cross an even number of times.
    pub even_odd: bool,
    /// Its colour.
    pub color: Rgba,
}

/// From tree coordinates to the grid.
#[derive(Clone, Copy)]
struct Map {
    sx: f64,
    kx: f64,
    ky: f64,
    sy: f64,
    tx: f64,
    ty: f64,
}

impl Map {
    fn new(ts: usvg::Transform, scale: (f64, f64)) -> Self {
        let (x, y) = scale;
        Self {
            sx: f64::from(ts.sx) * x,
            kx: f64::from(ts.kx) * x,
            tx: f64::from(ts.tx) * x,
            ky: f64::from(ts.ky) * y,
            sy: f64::from(ts.sy) * y,
            ty: f64::from(ts.ty) * y,
        }
    }

    fn apply(self, point: usvg::tiny_skia_path::Point) -> (f64, f64) {
        let (x, y) = (f64::from(point.x), f64::from(point.y));
        (
            self.sx * x + self.kx * y + self.tx,
            self.ky * x + self.sy * y + self.ty,
        )
    }
}

/// The shapes of a tree in the order of painting; `None` if it has anything else.
pub fn of(tree: &usvg::Tree, size: Pixels) -> Option<Vec<Shape>> {
    let scale = (
        f64::from(size.width) / f64::from(tree.size().width()),
        f64::from(size.height) / f64::from(tree.size().height()),
    );
    let mut shapes = Vec::new();
    group(tree.root(), scale, size, &mut shapes)?;
    Some(shapes)
}

fn group(group: &usvg::Group, scale: (f64, f64), size: Pixels, to: &mut Vec<Shape>) -> Option<()> {
    if group.should_isolate() {
        return None;
    }
    for node in group.children() {
        match node {
            usvg::Node::Group(inner) => self::group(inner, scale, size, to)?,
            usvg::Node::Path(one) => path(one, scale, size, to)?,
            usvg::Node::Image(_) | usvg::Node::Text(_) => return None,
        }
    }
    Some(())
}

fn path(path: &usvg::Path, scale: (f64, f64), size: Pixels, to: &mut Vec<Shape>) -> Option<()> {
    if !path.is_visible() {
        return Some(());
    }
    if !path.rendering_mode().use_shape_antialiasing() {
        return None;
    }
    let map = Map::new(path.abs_transform(), scale);
    let fill = |to: &mut Vec<Shape>| {
        let Some(fill) = path.fill() else {
            return Some(());
        };
        let color = flat(fill.paint(), fill.opacity())?;
        let even_odd = fill.rule() == usvg::FillRule::EvenOdd;
        to.extend(shape(path.data(), map, size, even_odd, color));
        Some(())
    };
    let stroke = |to: &mut Vec<Shape>| {
        let Some(stroke) = path.stroke() else {
            return Some(());
        };
        let color = flat(stroke.paint(), stroke.opacity())?;
        if let Some(outline) = outline(path.data(), stroke, path.abs_transform(), scale) {
            to.extend(shape(&outline, map, size, false, color));
        }
        Some(())
    };
    if path.paint_order() == usvg::PaintOrder::FillAndStroke {
        fill(to)?;
        stroke(to)
    } else {
        stroke(to)?;
        fill(to)
    }
}

fn flat(paint: &usvg::Paint, opacity: usvg::Opacity) -> Option<Rgba> {
    match paint {
        usvg::Paint::Color(c) => Some([c.red, c.green, c.blue, opacity.to_u8()]),
        _ => None,
    }
}

/// The outline of a stroke, in the coordinates of its path.
fn outline(
    path: &Path,
    stroke: &usvg::Stroke,
    ts: usvg::Transform,
    (x, y): (f64, f64),
) -> Option<Path> {
    #[expect(clippy::cast_possible_truncation, reason = "how fine curves must be")]
    let ts = ts.post_scale(x as f32, y as f32);
    let resolution = PathStroker::compute_resolution_scale(&ts);
    let stroke = stroke.to_tiny_skia();
    let dashed = match &stroke.dash {
        Some(dash) => Some(path.dash(dash, resolution)?),
        None => None,
    };
    dashed.as_ref().unwrap_or(path).stroke(&stroke, resolution)
}

fn shape(path: &Path, map: Map, size: Pixels, even_odd: bool, color: Rgba) -> Option<Shape> {
    let mut pen = Pen::new(size);
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(to) => pen.move_to(map.apply(to)),
            PathSegment::LineTo(to) => pen.line_to(map.apply(to)),
            PathSegment::QuadTo(a, to) => {
                let (from, a, to) = (pen.at, map.apply(a), map.apply(to));
                // A quadratic curve is a cubic one whose handles are two thirds along.
                let third =
                    |p: (f64, f64)| (p.0 + (a.0 - p.0) * 2.0 / 3.0, p.1 + (a.1 - p.1) * 2.0 / 3.0);
                pen.cubic_to(third(from), third(to), to);
            }
            PathSegment::CubicTo(a, b, to) => {
                pen.cubic_to(map.apply(a), map.apply(b), map.apply(to));
            }
            PathSegment::Close => pen.close(),
        }
    }
    pen.close();
    let mut edges = pen.edges;
    edges.sort_by_key(|edge| edge.y0);
    let bottom = edges.iter().map(|edge| edge.y1).max()?;
    Some(Shape {
        edges,
        bottom: (bottom + ONE - 1) / ONE,
        even_odd,
        color,
    })
}

/// Follows an outline and leaves edges behind.
struct Pen {
    edges: Vec<Edge>,
    start: (f64, f64),
    at: (f64, f64),
    grid: (i32, i32),
    /// The lowest row of the grid; what lies below paints nothing.
    bottom: i32,
}

impl Pen {
    fn new(size: Pixels) -> Self {
        Self {
            edges: Vec::new(),
            start: (0.0, 0.0),
            at: (0.0, 0.0),
            grid: (0, 0),
            bottom: i32::try_from(size.height).unwrap_or(i32::MAX / ONE) * ONE,
        }
    }

    fn move_to(&mut self, to: (f64, f64)) {
        self.close();
        self.start = to;
        self.at = to;
        self.grid = on_grid(to);
    }

    fn line_to(&mut self, to: (f64, f64)) {
        self.at = to;
        let (from, to) = (self.grid, on_grid(to));
        self.grid = to;
        let edge = if from.1 < to.1 {
            (from, to, 1)
        } else {
            (to, from, -1)
        };
        let ((x0, y0), (x1, y1), sign) = edge;
        if y0 < y1 && y1 > 0 && y0 < self.bottom {
            self.edges.push(Edge {
                x0,
                y0,
                x1,
                y1,
                sign,
            });
        }
    }

    fn cubic_to(&mut self, a: (f64, f64), b: (f64, f64), to: (f64, f64)) {
        let from = self.at;
        // The second differences bound how far the curve is from its chords (Sederberg, CAGD 2.6).
        let bend = |p: f64, q: f64, r: f64| (p - 2.0 * q + r).abs();
        let x = bend(from.0, a.0, b.0).max(bend(a.0, b.0, to.0));
        let y = bend(from.1, a.1, b.1).max(bend(a.1, b.1, to.1));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small positive number"
        )]
        let steps = (0.75 * x.hypot(y) / TOLERANCE)
            .sqrt()
            .ceil()
            .clamp(1.0, 500.0) as u32;
        for step in 1..steps {
            let t = f64::from(step) / f64::from(steps);
            let u = 1.0 - t;
            let (c0, c1, c2, c3) = (u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t);
            self.line_to((
                c0 * from.0 + c1 * a.0 + c2 * b.0 + c3 * to.0,
                c0 * from.1 + c1 * a.1 + c2 * b.1 + c3 * to.1,
            ));
        }
        self.line_to(to);
    }

    fn close(&mut self) {
        self.line_to(self.start);
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "clamped to what fits first; halves are rounded alike everywhere"
)]
fn on_grid((x, y): (f64, f64)) -> (i32, i32) {
    let round = |v: f64| (v.clamp(-FARTHEST, FARTHEST) * f64::from(ONE)).round() as i32;
    (round(x), round(y))
}
