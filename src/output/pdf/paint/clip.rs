//! Clip paths: as clipping where one path says it, as a soft mask where shapes must be united.

use printpdf::{Op, PaintMode};
use usvg::tiny_skia_path::Path as Outline;
use usvg::{ClipPath, Group, Node};

use super::fill::{Side, Source};
use super::{Pen, Tone, add_group, convert_transform, fill, path};
use crate::output::pdf::sheaf::{Bounds, MaskKind, Sheaf, SoftMask, State, Stream};
use crate::units::Affine;

/// The operations that clip, for the user space of the group that is clipped. What they cannot say
/// is added to `masks`. `None` means that nothing of the group is left.
pub fn resolve(
    clip: Option<&ClipPath>,
    pen: Pen,
    masks: &mut Vec<SoftMask>,
    sheaf: &mut Sheaf,
) -> Option<Vec<Op>> {
    let Some(clip) = clip else {
        return Some(Vec::new());
    };
    let mut ops = resolve(clip.clip_path(), pen, masks, sheaf)?;

    let map = clip.transform();
    let mut shapes = Vec::new();
    let flat = collect(clip.root(), map, &mut shapes);
    match (flat, shapes.as_slice()) {
        (true, []) => return None,
        (true, [shape]) => ops.push(shape.clip(pen)),
        (true, shapes) if are_apart(shapes) => ops.push(united(shapes)?.clip(pen)),
        _ => masks.push(soft_mask(clip, pen, sheaf)),
    }
    Some(ops)
}

/// One shape of a clip path, in the user space of what is clipped.
struct Shape {
    outline: Outline,
    rule: usvg::FillRule,
}

impl Shape {
    fn clip(&self, pen: Pen) -> Op {
        path::area(
            &self.outline,
            self.rule,
            PaintMode::Clip,
            path::Grid::of(pen.page),
        )
    }
}

/// Collects the shapes of a clip path; `false` when some of them are clipped themselves.
fn collect(group: &Group, map: usvg::Transform, shapes: &mut Vec<Shape>) -> bool {
    group.children().iter().all(|node| match node {
        Node::Group(inner) => {
            inner.clip_path().is_none() && collect(inner, map.pre_concat(inner.transform()), shapes)
        }
        Node::Path(path) => {
            if let Some(rule) = clipping_rule(path)
                && let Some(outline) = path.data().clone().transform(map)
            {
                shapes.push(Shape { outline, rule });
            }
            true
        }
        Node::Image(_) | Node::Text(_) => true,
    })
}

/// The rule of a path that takes part in a clip path: only the filled area counts.
fn clipping_rule(path: &usvg::Path) -> Option<usvg::FillRule> {
    let fill = path.fill()?;
    (path.is_visible() && path::has_area(path.data())).then(|| fill.rule())
}

/// Whether shapes can be one path: apart from each other, their windings cannot cancel out.
fn are_apart(shapes: &[Shape]) -> bool {
    // Each pair is compared, so this is for words, not for a thousand dots.
    const MANY: usize = 200;
    shapes.len() <= MANY
        && shapes.iter().enumerate().all(|(at, one)| {
            shapes[..at].iter().all(|other| {
                let (a, b) = (one.outline.bounds(), other.outline.bounds());
                one.rule == other.rule
                    && (a.right() < b.left()
                        || b.right() < a.left()
                        || a.bottom() < b.top()
                        || b.bottom() < a.top())
            })
        })
}

fn united(shapes: &[Shape]) -> Option<Shape> {
    let mut builder = usvg::tiny_skia_path::PathBuilder::new();
    for shape in shapes {
        builder.push_path(&shape.outline);
    }
    Some(Shape {
        outline: builder.finish()?,
        rule: shapes.first()?.rule,
    })
}

/// A clip path whose shapes are painted over each other, read by its alpha.
fn soft_mask(clip: &ClipPath, pen: Pen, sheaf: &mut Sheaf) -> SoftMask {
    let map = convert_transform(clip.transform());
    let pen = pen.afresh().with_tone(Tone::Gray).inner(map);
    let mut content = Stream::default();
    content.enter(map);
    silhouette(clip.root(), pen, &mut content, sheaf);
    content.leave();
    let bounds = outer_bounds(clip.root(), pen, map);
    let form = add_group(content, bounds, Some(Tone::Gray), sheaf);
    (MaskKind::Alpha, form)
}

/// The bounds of a clip path in the user space outside of `map`.
fn outer_bounds(root: &Group, pen: Pen, map: Affine) -> Bounds {
    let [left, low, right, high] = super::layer_bounds(root, pen);
    let corners = [(left, low), (right, low), (left, high), (right, high)];
    bounds_of(&corners.map(|(x, y)| map.apply(x, y)))
}

/// The bounds of points.
pub fn bounds_of(points: &[(f64, f64)]) -> Bounds {
    points.iter().fold(
        [f64::MAX, f64::MAX, f64::MIN, f64::MIN],
        |[left, low, right, high], &(x, y)| [left.min(x), low.min(y), right.max(x), high.max(y)],
    )
}

fn silhouette(group: &Group, pen: Pen, stream: &mut Stream, sheaf: &mut Sheaf) {
    for node in group.children() {
        match node {
            Node::Group(inner) => silhouette_group(inner, pen, stream, sheaf),
            Node::Path(path) => {
                if let Some(rule) = clipping_rule(path) {
                    cover(path, rule, pen, stream, sheaf);
                }
            }
            Node::Image(_) | Node::Text(_) => {}
        }
    }
}

fn silhouette_group(group: &Group, pen: Pen, stream: &mut Stream, sheaf: &mut Sheaf) {
    let map = convert_transform(group.transform());
    let pen = pen.inner(map);
    let mut masks = Vec::new();
    let Some(cuts) = resolve(group.clip_path(), pen, &mut masks, sheaf) else {
        return;
    };
    stream.enter(map);
    stream.ops.extend(cuts);
    if masks.is_empty() {
        silhouette(group, pen, stream, sheaf);
    } else {
        let mut content = Stream::default();
        silhouette(group, pen.afresh(), &mut content, sheaf);
        let bounds = super::layer_bounds(group, pen);
        super::through(content, &masks, State::default(), bounds, stream, sheaf);
    }
    stream.leave();
}

fn cover(
    path: &usvg::Path,
    rule: usvg::FillRule,
    pen: Pen,
    stream: &mut Stream,
    sheaf: &mut Sheaf,
) {
    let source = Source {
        paint: &usvg::Paint::Color(usvg::Color::black()),
        opacity: 1.0,
        bounds: path.bounding_box(),
        thickness: 0.0,
    };
    let area = path::area(path.data(), rule, PaintMode::Fill, path::Grid::of(pen.page));
    fill::with(&source, Side::Fill, pen, stream, sheaf, |stream| {
        stream.push(area);
    });
}
