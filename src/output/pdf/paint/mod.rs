//! The walk over the tree: one function a kind of node, as in resvg's renderer.

mod clip;
mod fill;
mod filter;
mod flatten;
mod gradient;
mod image;
mod jpeg;
mod mask;
mod path;
mod pattern;
mod stroke;
mod turns;

use printpdf::{BlendMode, Op, XObjectId, XObjectTransform};
use usvg::{Group, Node};

use super::sheaf::{Bounds, Resource, Role, Sheaf, SoftMask, State, Stream, convert_real};
use crate::diag::Diagnostic;
use crate::units::Affine;

/// What colours become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// What they are.
    Colour,
    /// Their luminance, inside of masks. SVG weighs the channels after ITU-R BT.709, a PDF reader
    /// after its own rule; gray leaves it nothing to weigh.
    Gray,
}

/// What painting a node needs to know of where it stands.
#[derive(Clone, Copy)]
pub struct Pen {
    /// From the current user space to the default space of the stream, which patterns refer to.
    pub base: Affine,
    /// From the current user space to the page, in points.
    pub page: Affine,
    /// Whether `page` is the whole truth: the cell of a pattern is repeated over the page.
    pub on_page: bool,
    /// What colours become.
    pub tone: Tone,
    /// Opacity of the group around a lone path, which need not become a group for it.
    pub opacity: f64,
}

impl Pen {
    /// The pen inside of a nested coordinate system.
    fn inner(self, map: Affine) -> Self {
        Self {
            base: self.base.then_inner(map),
            page: self.page.then_inner(map),
            ..self
        }
    }

    /// The pen at the start of a stream that is painted in the current user space.
    fn afresh(self) -> Self {
        Self {
            base: Affine::IDENTITY,
            opacity: 1.0,
            ..self
        }
    }

    /// The same in another tone.
    fn with_tone(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }
}

/// Paints a whole tree without anything that is see-through.
pub fn opaque(root: &Group, pen: Pen, stream: &mut Stream, sheaf: &mut Sheaf) {
    flatten::paint(root, pen, stream, sheaf);
}

/// Paints what is in a group, lowest first.
pub fn children(group: &Group, pen: Pen, stream: &mut Stream, sheaf: &mut Sheaf) {
    for node in group.children() {
        match node {
            Node::Group(inner) => self::group(node, inner, pen, stream, sheaf),
            Node::Path(path) => path::paint(path, pen, stream, sheaf),
            Node::Image(image) => image::paint(image, pen, stream, sheaf),
            // There is none: usvg is built without its text engine, as text comes as outlines.
            Node::Text(text) => children(text.flattened(), pen, stream, sheaf),
        }
    }
}

fn group(node: &Node, group: &Group, pen: Pen, stream: &mut Stream, sheaf: &mut Sheaf) {
    if !group.filters().is_empty() {
        filter::paint(node, group, pen, stream, sheaf);
        return;
    }
    let map = convert_transform(group.transform());
    let pen = pen.inner(map);

    let mut masks = Vec::new();
    let Some(cuts) = clip::resolve(group.clip_path(), pen, &mut masks, sheaf) else {
        return;
    };
    if !mask::resolve(group.mask(), pen, &mut masks, sheaf) {
        return;
    }

    stream.enter(map);
    stream.ops.extend(cuts);
    if masks.is_empty() && is_lone_path(group) {
        let opacity = pen.opacity * f64::from(group.opacity().get());
        children(group, Pen { opacity, ..pen }, stream, sheaf);
    } else if masks.is_empty() && !needs_layer(group) {
        children(group, pen, stream, sheaf);
    } else {
        layer(group, &masks, pen, stream, sheaf);
    }
    stream.leave();
}

/// Whether all that the group does is to make one stroke or one fill translucent.
fn is_lone_path(group: &Group) -> bool {
    let lone = match group.children() {
        [Node::Path(path)] => path.fill().is_some() != path.stroke().is_some(),
        _ => false,
    };
    lone && group.blend_mode() == usvg::BlendMode::Normal
}

/// Whether a group looks different when it is painted as one.
fn needs_layer(group: &Group) -> bool {
    group.opacity().get() < 1.0
        || group.blend_mode() != usvg::BlendMode::Normal
        || (group.should_isolate() && blends(group))
}

/// Whether anything in a group mixes with what lies below it.
fn blends(group: &Group) -> bool {
    group.children().iter().any(|node| match node {
        Node::Group(inner) => inner.blend_mode() != usvg::BlendMode::Normal || blends(inner),
        Node::Image(image) => image::blends(image),
        Node::Path(_) | Node::Text(_) => false,
    })
}

/// Paints a group as a form of its own, seen through masks.
fn layer(group: &Group, masks: &[SoftMask], pen: Pen, stream: &mut Stream, sheaf: &mut Sheaf) {
    let mut content = Stream::default();
    children(group, pen.afresh(), &mut content, sheaf);
    let state = State {
        opacity: convert_real(f64::from(group.opacity().get()) * pen.opacity),
        blend: convert_blend_mode(group.blend_mode(), sheaf),
        mask: None,
        overprint: false,
    };
    through(
        content,
        masks,
        state,
        layer_bounds(group, pen),
        stream,
        sheaf,
    );
}

/// Paints content as a form that is seen through masks. A graphics state has room for one soft
/// mask, so each further one is a group around; and so is the last one if there is opacity, too,
/// which `MuPDF` up to 1.21 would apply twice.
fn through(
    content: Stream,
    masks: &[SoftMask],
    mut state: State,
    bounds: Bounds,
    stream: &mut Stream,
    sheaf: &mut Sheaf,
) {
    let mut form = add_group(content, bounds, None, sheaf);
    let others = match masks.split_last() {
        Some((&last, others)) if state == State::default() => {
            state.mask = Some(last);
            others
        }
        _ => masks,
    };
    for &mask in others {
        let mut wrapper = Stream::default();
        let around = State {
            mask: Some(mask),
            ..State::default()
        };
        use_form(form, &around, &mut wrapper, sheaf);
        form = add_group(wrapper, bounds, None, sheaf);
    }
    use_form(form, &state, stream, sheaf);
}

fn add_group(stream: Stream, bounds: Bounds, space: Option<Tone>, sheaf: &mut Sheaf) -> usize {
    sheaf.add_stream(stream, Role::Group { bounds, space })
}

/// Paints a form in a graphics state.
fn use_form(form: usize, state: &State, stream: &mut Stream, sheaf: &mut Sheaf) {
    stream.save();
    set_state(state, stream, sheaf);
    let name = stream.naming(Resource::Form(form));
    stream.push(Op::UseXobject {
        id: XObjectId(name),
        transform: XObjectTransform {
            no_auto_scale: true,
            ..XObjectTransform::default()
        },
    });
    stream.leave();
}

/// Sets a graphics state, if it is not the usual one.
fn set_state(state: &State, stream: &mut Stream, sheaf: &mut Sheaf) {
    if *state == State::default() {
        return;
    }
    let resource = sheaf.state(state.clone());
    let name = stream.naming(resource);
    stream.push(Op::LoadGraphicsState {
        gs: printpdf::ExtendedGraphicsStateId(name),
    });
}

/// The bounds of a group's content in its user space, a point wider for soft edges.
fn layer_bounds(group: &Group, pen: Pen) -> Bounds {
    let edge = 1.0 / pen.page.mean_scale().max(1e-6);
    let rect = group.layer_bounding_box();
    [
        f64::from(rect.left()) - edge,
        f64::from(rect.top()) - edge,
        f64::from(rect.right()) + edge,
        f64::from(rect.bottom()) + edge,
    ]
}

/// usvg's transform as ours.
fn convert_transform(map: usvg::Transform) -> Affine {
    Affine::new(
        f64::from(map.sx),
        f64::from(map.ky),
        f64::from(map.kx),
        f64::from(map.sy),
        f64::from(map.tx),
        f64::from(map.ty),
    )
}

/// SVG's blend mode as PDF's. `plus-lighter` has no twin: `screen` is the nearest that lightens.
fn convert_blend_mode(mode: usvg::BlendMode, sheaf: &mut Sheaf) -> BlendMode {
    use usvg::BlendMode as Svg;
    match mode {
        Svg::Normal => BlendMode::normal(),
        Svg::Multiply => BlendMode::multiply(),
        Svg::Screen => BlendMode::screen(),
        Svg::Overlay => BlendMode::overlay(),
        Svg::Darken => BlendMode::darken(),
        Svg::Lighten => BlendMode::lighten(),
        Svg::ColorDodge => BlendMode::color_dodge(),
        Svg::ColorBurn => BlendMode::color_burn(),
        Svg::HardLight => BlendMode::hard_light(),
        Svg::SoftLight => BlendMode::soft_light(),
        Svg::Difference => BlendMode::difference(),
        Svg::Exclusion => BlendMode::exclusion(),
        Svg::Hue => BlendMode::hue(),
        Svg::Saturation => BlendMode::saturation(),
        Svg::Color => BlendMode::color(),
        Svg::Luminosity => BlendMode::luminosity(),
        Svg::PlusLighter => {
            sheaf.notes.push(
                Diagnostic::warning(
                    "the blend mode `plus-lighter` is printed as `screen`, which is darker",
                )
                .hint("use `screen` in the layout, so that screen and paper agree"),
            );
            BlendMode::screen()
        }
    }
}
