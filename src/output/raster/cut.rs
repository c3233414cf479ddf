//! Shapes of flat colour as polygons that are cut where bands meet.
//!
//! A rasterizer clips an outline to the picture that it paints and rounds where it does, so a band
//! painted alone would differ from the same rows of the whole picture. Here every outline has
//! corners, on a grid of 1/256 pixel, wherever it crosses the border of a band: nothing is left to
//! clip, and a row comes out the same whoever its neighbours are.

use resvg::tiny_skia::{self, FillRule, Paint, Path, PathBuilder, PathSegment, PixmapMut};
use resvg::usvg;
use tiny_skia::{PathStroker, Transform};

use crate::units::Pixels;

/// Parts of a pixel along a side: what tiny-skia rounds to.
const ONE: i64 = 256;

/// How far a chord may leave its curve, in pixels.
const TOLERANCE: f64 = 0.02;

/// tiny-skia paints a picture that is wider in tiles of this width, and clips at each.
const TILE: u32 = 8191;

/// Something to paint, in the order of painting.
#[derive(Debug)]
pub enum Layer<'a> {
    /// A polygon in one colour.
    Shape(Shape),
    /// Anything else, and where it stands in the picture: left to resvg.
    Node(&'a usvg::Node, Transform),
}

/// Polygons in one colour, in pixels.
#[derive(Debug)]
pub struct Shape {
    path: Path,
    rule: FillRule,
    paint: Paint<'static>,
}

impl Shape {
    /// Paints the rows from `top` that a pixmap has.
    pub fn paint(&self, top: f32, pixmap: &mut PixmapMut<'_>) {
        let bounds = self.path.bounds();
        let bottom = top + convert(f64::from(pixmap.height()));
        if bounds.bottom() > top && bounds.top() < bottom {
            let up = Transform::from_translate(0.0, -top);
            pixmap.fill_path(&self.path, &self.paint, self.rule, up, None);
        }
    }
}

/// Where outlines are cut.
#[derive(Debug)]
pub struct Cuts {
    columns: Vec<i64>,
    rows: Vec<i64>,
}

impl Cuts {
    /// Cuts for bands of some rows.
    pub fn new(size: Pixels, band_rows: u32) -> Self {
        let borders = |side: u32, step: u32| {
            let inner = (0..side).step_by(step as usize);
            inner.chain([side]).map(|at| i64::from(at) * ONE).collect()
        };
        Self {
            columns: borders(size.width, TILE),
            rows: borders(size.height, band_rows),
        }
    }

    /// The layers of a tree at a scale.
    pub fn layers<'a>(&self, tree: &'a usvg::Tree, scale: Transform) -> Vec<Layer<'a>> {
        let mut layers = Vec::new();
        self.group(tree.root(), scale, &mut layers);
        layers
    }

    fn group<'a>(&self, group: &'a usvg::Group, scale: Transform, to: &mut Vec<Layer<'a>>) {
        for node in group.children() {
            match node {
                usvg::Node::Group(inner) if !inner.should_isolate() => self.group(inner, scale, to),
                usvg::Node::Path(path) if is_flat(path) => self.path(path, scale, to),
                // resvg moves a node to the corner of what it is given; this moves it back.
                other => to.extend(other.abs_layer_bounding_box().map(|bounds| {
                    let parent = scale.pre_concat(group.abs_transform());
                    Layer::Node(other, parent.pre_translate(bounds.x(), bounds.y()))
                })),
            }
        }
    }

    fn path(&self, path: &usvg::Path, scale: Transform, to: &mut Vec<Layer<'_>>) {
        if !path.is_visible() {
            return;
        }
        let place = scale.pre_concat(path.abs_transform());
        let fill = path.fill().and_then(|fill| {
            let rule = match fill.rule() {
                usvg::FillRule::NonZero => FillRule::Winding,
                usvg::FillRule::EvenOdd => FillRule::EvenOdd,
            };
            self.shape(
                path.data(),
                place,
                rule,
                paint(fill.paint(), fill.opacity())?,
            )
        });
        let stroke = path.stroke().and_then(|stroke| {
            let outline = outline(path.data(), stroke, place)?;
            let paint = paint(stroke.paint(), stroke.opacity())?;
            self.shape(&outline, place, FillRule::Winding, paint)
        });
        let (first, second) = match path.paint_order() {
            usvg::PaintOrder::FillAndStroke => (fill, stroke),
            usvg::PaintOrder::StrokeAndFill => (stroke, fill),
        };
        to.extend([first, second].into_iter().flatten().map(Layer::Shape));
    }

    fn shape(
        &self,
        path: &Path,
        place: Transform,
        rule: FillRule,
        paint: Paint<'static>,
    ) -> Option<Shape> {
        let mut pen = Pen::new(self);
        kurbo::flatten(curves(path, place), TOLERANCE, |step| match step {
            kurbo::PathEl::MoveTo(to) => pen.move_to(on_grid(to)),
            kurbo::PathEl::LineTo(to) => pen.line_to(on_grid(to)),
            _ => pen.close(),
        });
        pen.close();
        let path = pen.polygons.finish()?;
        Some(Shape { path, rule, paint })
    }
}

/// Whether fill and stroke are plain colours with soft edges.
fn is_flat(path: &usvg::Path) -> bool {
    let color = |paint: &usvg::Paint| matches!(paint, usvg::Paint::Color(_));
    path.rendering_mode().use_shape_antialiasing()
        && path.fill().is_none_or(|fill| color(fill.paint()))
        && path.stroke().is_none_or(|stroke| color(stroke.paint()))
}

fn paint(paint: &usvg::Paint, opacity: usvg::Opacity) -> Option<Paint<'static>> {
    let usvg::Paint::Color(color) = paint else {
        return None;
    };
    let mut paint = Paint::default();
    paint.set_color_rgba8(color.red, color.green, color.blue, opacity.to_u8());
    Some(paint)
}

/// The outline of a stroke, in the coordinates of its path.
fn outline(path: &Path, stroke: &usvg::Stroke, place: Transform) -> Option<Path> {
    let resolution = PathStroker::compute_resolution_scale(&place);
    let stroke = stroke.to_tiny_skia();
    let dashed = match &stroke.dash {
        Some(dash) => Some(path.dash(dash, resolution)?),
        None => None,
    };
    dashed.as_ref().unwrap_or(path).stroke(&stroke, resolution)
}

/// An outline in the pixels of the picture.
fn curves(path: &Path, place: Transform) -> impl Iterator<Item = kurbo::PathEl> + '_ {
    let at = move |p: tiny_skia::Point| {
        let place = [place.sx, place.ky, place.kx, place.sy, place.tx, place.ty];
        kurbo::Affine::new(place.map(f64::from)) * kurbo::Point::new(f64::from(p.x), f64::from(p.y))
    };
    path.segments().map(move |segment| match segment {
        PathSegment::MoveTo(p) => kurbo::PathEl::MoveTo(at(p)),
        PathSegment::LineTo(p) => kurbo::PathEl::LineTo(at(p)),
        PathSegment::QuadTo(a, p) => kurbo::PathEl::QuadTo(at(a), at(p)),
        PathSegment::CubicTo(a, b, p) => kurbo::PathEl::CurveTo(at(a), at(b), at(p)),
        PathSegment::Close => kurbo::PathEl::ClosePath,
    })
}

/// A corner in parts of a pixel.
type Corner = [i64; 2];

#[expect(
    clippy::cast_possible_truncation,
    reason = "no picture is as large as a million pixels along a side"
)]
fn on_grid(point: kurbo::Point) -> Corner {
    let part = |at: f64| (at.clamp(-1e6, 1e6) * ONE as f64).round() as i64;
    [part(point.x), part(point.y)]
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "parts of pixels of pictures of up to 65 536 pixels a side are exact in 24 bits"
)]
const fn convert(at: f64) -> f32 {
    at as f32
}

/// Follows an outline and leaves cut polygons behind.
struct Pen<'c> {
    cuts: &'c Cuts,
    polygons: PathBuilder,
    start: Option<Corner>,
    at: Corner,
    /// Corners of the line at hand.
    corners: Vec<Corner>,
}

impl<'c> Pen<'c> {
    fn new(cuts: &'c Cuts) -> Self {
        Self {
            cuts,
            polygons: PathBuilder::new(),
            start: None,
            at: [0; 2],
            corners: Vec::new(),
        }
    }

    fn move_to(&mut self, to: Corner) {
        self.close();
        self.start = Some(to);
        self.at = to;
        let (x, y) = self.cuts.near(to);
        self.polygons.move_to(x, y);
    }

    fn line_to(&mut self, to: Corner) {
        let from = std::mem::replace(&mut self.at, to);
        self.corners.clear();
        for (axis, borders) in [&self.cuts.columns, &self.cuts.rows]
            .into_iter()
            .enumerate()
        {
            crossings(from, to, axis, borders, &mut self.corners);
        }
        // Along the line: the farther from its start in both directions, the later.
        self.corners.sort_unstable_by_key(|corner| {
            (0..2)
                .map(|axis| (corner[axis] - from[axis]).abs())
                .sum::<i64>()
        });
        for corner in self.corners.drain(..).chain([to]) {
            let (x, y) = self.cuts.near(corner);
            self.polygons.line_to(x, y);
        }
    }

    fn close(&mut self) {
        if let Some(start) = self.start.take() {
            self.line_to(start);
            self.polygons.close();
        }
    }
}

impl Cuts {
    /// A corner in pixels; what is outside of the picture stays outside but comes near, so that
    /// numbers are small enough to be exact.
    fn near(&self, corner: Corner) -> (f32, f32) {
        let pixels = |at: i64, borders: &[i64]| {
            let end = borders.last().copied().unwrap_or_default();
            convert(at.clamp(-ONE, end + ONE) as f64 / ONE as f64)
        };
        (
            pixels(corner[0], &self.columns),
            pixels(corner[1], &self.rows),
        )
    }
}

/// Where a line crosses borders: exactly there on one axis, on the grid on the other.
fn crossings(from: Corner, to: Corner, axis: usize, borders: &[i64], out: &mut Vec<Corner>) {
    let (least, most) = (from[axis].min(to[axis]), from[axis].max(to[axis]));
    let first = borders.partition_point(|&border| border <= least);
    for &border in borders[first..].iter().take_while(|&&border| border < most) {
        let other = 1 - axis;
        let along = (border - from[axis]) * (to[other] - from[other]);
        let mut corner = [border; 2];
        corner[other] = from[other] + along.div_euclid(to[axis] - from[axis]);
        out.push(corner);
    }
}
