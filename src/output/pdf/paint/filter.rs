//! Filters: the node alone becomes pixels, for PDF has no such effects.

use ::image::{DynamicImage, RgbaImage};
use resvg::tiny_skia::Pixmap;
use usvg::filter::{Input, Kind};
use usvg::{Group, Node, Transform};

use super::clip::bounds_of;
use super::{Pen, children, convert_blend_mode, convert_transform, image};
use crate::diag::Diagnostic;
use crate::output::pdf::sheaf::{Bounds, Picture, Sheaf, State, Stream, convert_affine};
use crate::units::{Affine, Dpi};

/// The most pixels of one picture: a full A4 sheet at 300 dpi. Filters take up to half a second for
/// each million, and larger sheets are seen from further away.
const MOST_PIXELS: f64 = 9e6;

/// Paints a group with filters as a picture, its opacity, clip path and masks included.
pub fn paint(node: &Node, group: &Group, pen: Pen, stream: &mut Stream, sheaf: &mut Sheaf) {
    let Some(window) = Window::over(group, pen, sheaf) else {
        return;
    };
    let Some(picture) = window.render(node) else {
        return;
    };
    sheaf.notes.push(note(group, window.resolution));

    let picture = image::drawn(&picture, pen.tone, &sheaf.press);
    let resource = sheaf.add_picture(Picture {
        translucent: true,
        ..picture
    });
    let state = State {
        opacity: super::convert_real(pen.opacity),
        blend: convert_blend_mode(group.blend_mode(), sheaf),
        mask: None,
        overprint: false,
    };
    let size = (f64::from(window.width), f64::from(window.height));
    stream.enter(window.to_user_space);
    image::place(resource, size, &state, stream, sheaf);
    stream.leave();

    if shows_source(group) {
        let map = convert_transform(group.transform());
        stream.enter(map);
        children(group, pen.inner(map), stream, sheaf);
        stream.leave();
    }
}

/// Whether the source lies on top of its own effect as it is, as letters lie on their shadow. Then
/// it is painted again, in vectors, so that only the shadow has the resolution of pixels.
fn shows_source(group: &Group) -> bool {
    let [filter] = group.filters() else {
        return false;
    };
    let Some(last) = filter.primitives().last() else {
        return false;
    };
    let on_top = match last.kind() {
        Kind::DropShadow(shadow) => Some(shadow.input()),
        Kind::Merge(merge) => merge.inputs().last(),
        _ => None,
    };
    let alone = group.opacity().get() >= 1.0
        && group.blend_mode() == usvg::BlendMode::Normal
        && group.clip_path().is_none()
        && group.mask().is_none();
    let (room, source) = (last.rect(), group.stroke_bounding_box());
    let uncut = room.left() <= source.left()
        && room.top() <= source.top()
        && room.right() >= source.right()
        && room.bottom() >= source.bottom();
    on_top == Some(&Input::SourceGraphic) && alone && uncut && is_opaque(group)
}

/// Whether painting a group twice changes nothing.
fn is_opaque(group: &Group) -> bool {
    group.children().iter().all(|node| match node {
        Node::Group(inner) => !inner.should_isolate() && is_opaque(inner),
        Node::Path(path) => {
            let fill = path.fill().map(|fill| (fill.paint(), fill.opacity()));
            let stroke = path.stroke().map(|s| (s.paint(), s.opacity()));
            fill.into_iter()
                .chain(stroke)
                .all(|(paint, opacity)| opacity.get() >= 1.0 && is_opaque_paint(paint))
        }
        Node::Image(_) | Node::Text(_) => false,
    })
}

fn is_opaque_paint(paint: &usvg::Paint) -> bool {
    let all_opaque = |stops: &[usvg::Stop]| stops.iter().all(|stop| stop.opacity().get() >= 1.0);
    match paint {
        usvg::Paint::Color(_) => true,
        usvg::Paint::LinearGradient(linear) => all_opaque(linear.stops()),
        usvg::Paint::RadialGradient(radial) => all_opaque(radial.stops()),
        usvg::Paint::Pattern(_) => false,
    }
}

/// Which part of the page becomes pixels, and how many.
pub struct Window {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// From user space to pixels.
    to_pixels: Affine,
    /// From pixels to user space.
    pub to_user_space: Affine,
    /// Pixels per inch on the page.
    pub resolution: Dpi,
}

impl Window {
    /// The part of the page that a group covers.
    fn over(group: &Group, pen: Pen, sheaf: &Sheaf) -> Option<Self> {
        let map = pen.page.then_inner(convert_transform(group.transform()));
        let rect = group.layer_bounding_box();
        let [left, top, right, bottom] =
            [rect.left(), rect.top(), rect.right(), rect.bottom()].map(f64::from);
        let corners = [(left, top), (right, top), (left, bottom), (right, bottom)]
            .map(|(x, y)| map.apply(x, y));
        let mut bounds = bounds_of(&corners);
        if pen.on_page {
            bounds = on_page(bounds, sheaf);
        }
        Self::of(bounds, pen, sheaf.raster, MOST_PIXELS)
    }

    /// Some part of the page, at a resolution that keeps it below a number of pixels.
    pub fn of(bounds: Bounds, pen: Pen, asked: Dpi, most_pixels: f64) -> Option<Self> {
        let [left, low, right, high] = bounds;
        let (width_pt, height_pt) = (right - left, high - low);
        if !(width_pt > 0.0 && height_pt > 0.0) {
            return None;
        }
        let most = (most_pixels / (width_pt * height_pt)).sqrt() * 72.0;
        let resolution = Dpi(asked.0.min(most).max(1.0));
        let scale = resolution.0 / 72.0;
        // Upright in the window, whichever way the page's `y` runs.
        let to_pixels =
            Affine::new(scale, 0.0, 0.0, -scale, -left * scale, high * scale).then_inner(pen.page);
        Some(Self {
            width: convert_count(width_pt * scale),
            height: convert_count(height_pt * scale),
            to_pixels,
            to_user_space: to_pixels.inverse()?,
            resolution,
        })
    }

    fn render(&self, node: &Node) -> Option<DynamicImage> {
        let mut pixmap = Pixmap::new(self.width, self.height)?;
        self.draw(node, Affine::IDENTITY, &mut pixmap)?;
        straight(&pixmap)
    }

    /// Several nodes, lowest first, on white; each with the map from its space to user space.
    pub fn render_on_paper(&self, nodes: &[(&Node, Affine)]) -> Option<DynamicImage> {
        let mut pixmap = Pixmap::new(self.width, self.height)?;
        pixmap.fill(resvg::tiny_skia::Color::WHITE);
        for (node, map) in nodes {
            // A node that draws nothing has no place.
            let _ = self.draw(node, *map, &mut pixmap);
        }
        straight(&pixmap)
    }

    fn draw(&self, node: &Node, map: Affine, pixmap: &mut Pixmap) -> Option<()> {
        // `render_node` moves the node's place in the tree to the origin, but leaves out what
        // stands above the node; this puts it back, and only then goes to pixels.
        let place = node.abs_layer_bounding_box()?;
        let [sx, ky, kx, sy, tx, ty] = convert_affine(self.to_pixels.then_inner(map));
        let map = Transform::from_row(sx, ky, kx, sy, tx, ty).pre_translate(place.x(), place.y());
        resvg::render_node(node, map, &mut pixmap.as_mut())
    }
}

fn straight(pixmap: &Pixmap) -> Option<DynamicImage> {
    let straight = pixmap
        .pixels()
        .iter()
        .flat_map(|pixel| {
            let colour = pixel.demultiply();
            [colour.red(), colour.green(), colour.blue(), colour.alpha()]
        })
        .collect();
    RgbaImage::from_raw(pixmap.width(), pixmap.height(), straight).map(DynamicImage::ImageRgba8)
}

/// The part of some bounds that is on the page, with a margin for soft edges.
fn on_page([left, low, right, high]: Bounds, sheaf: &Sheaf) -> Bounds {
    const MARGIN: f64 = 4.0;
    let most = sheaf.page.around(sheaf.page.bleed_pt + MARGIN);
    [
        left.max(most[0]),
        low.max(most[1]),
        right.min(most[2]),
        high.min(most[3]),
    ]
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at most `MOST_PIXELS`"
)]
fn convert_count(pixels: f64) -> u32 {
    pixels.ceil().clamp(1.0, 32_000.0) as u32
}

fn note(group: &Group, resolution: Dpi) -> Diagnostic {
    let mut effects: Vec<&str> = group
        .filters()
        .iter()
        .flat_map(|filter| filter.primitives())
        .map(|primitive| effect(primitive.kind()))
        .collect();
    effects.dedup();
    let owner = match group.id() {
        "" => String::new(),
        id => format!(" of `{id}`"),
    };
    let but = if shows_source(group) {
        "; what it is applied to stays sharp"
    } else {
        ""
    };
    Diagnostic::note(format!(
        "the filter{owner} ({}) is printed as pixels, {:.0} to the inch{but}",
        effects.join(", "),
        resolution.0
    ))
}

/// The name that a designer gave the effect in SVG.
fn effect(kind: &Kind) -> &'static str {
    match kind {
        Kind::Blend(_) => "feBlend",
        Kind::ColorMatrix(_) => "feColorMatrix",
        Kind::ComponentTransfer(_) => "feComponentTransfer",
        Kind::Composite(_) => "feComposite",
        Kind::ConvolveMatrix(_) => "feConvolveMatrix",
        Kind::DiffuseLighting(_) => "feDiffuseLighting",
        Kind::DisplacementMap(_) => "feDisplacementMap",
        Kind::DropShadow(_) => "feDropShadow",
        Kind::Flood(_) => "feFlood",
        Kind::GaussianBlur(_) => "feGaussianBlur",
        Kind::Image(_) => "feImage",
        Kind::Merge(_) => "feMerge",
        Kind::Morphology(_) => "feMorphology",
        Kind::Offset(_) => "feOffset",
        Kind::SpecularLighting(_) => "feSpecularLighting",
        Kind::Tile(_) => "feTile",
        Kind::Turbulence(_) => "feTurbulence",
    }
}
