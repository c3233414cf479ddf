//! Posters with see-through parts for a standard that has none.
//!
//! What is see-through depends on all that lies below it. So the part of the sheet that see-through
//! elements cover becomes one opaque picture, with all that lies below them in it; the rest stays in
//! vectors. Flat colours of the picture are the same inks as those of the vectors beside it.

use usvg::{Group, Node};

use super::clip::bounds_of;
use super::filter::Window;
use super::{Pen, children, convert_transform, image};
use crate::diag::Diagnostic;
use crate::output::pdf::sheaf::{Bounds, Sheaf, State, Stream};
use crate::units::Affine;

/// Most pixels of the picture; A1 at 150 to the inch has 17 million.
const MOST_PIXELS: f64 = 6e7;

/// An element of the drawing, and the map from its space to that of the root.
struct Element<'a> {
    node: &'a Node,
    map: Affine,
}

/// Paints the tree opaque. Says what became pixels.
pub fn paint(root: &Group, pen: Pen, stream: &mut Stream, sheaf: &mut Sheaf) {
    let mut elements = Vec::new();
    collect(root, Affine::IDENTITY, &mut elements);
    let see_through: Vec<usize> = (0..elements.len())
        .filter(|&at| is_see_through(&elements[at], pen, sheaf))
        .collect();
    let window = see_through
        .iter()
        .filter_map(|&at| covered(&elements[at], pen))
        .reduce(around)
        .and_then(|bounds| Window::of(on_sheet(bounds, sheaf), pen, sheaf.raster, MOST_PIXELS));
    let below = see_through.last().map_or(0, |&last| last + 1);
    for (at, element) in elements.iter().enumerate() {
        if !see_through.contains(&at) {
            one(element, pen, stream, sheaf);
        }
        if at + 1 == below
            && let Some(window) = &window
        {
            say(window, see_through.len(), sheaf);
            picture(window, &elements[..below], pen, stream, sheaf);
        }
    }
}

/// The elements of the layout, without the groups that only place them.
fn collect<'a>(group: &'a Group, map: Affine, elements: &mut Vec<Element<'a>>) {
    for node in group.children() {
        match node {
            Node::Group(inner) if !inner.should_isolate() => {
                collect(
                    inner,
                    map.then_inner(convert_transform(inner.transform())),
                    elements,
                );
            }
            _ => elements.push(Element { node, map }),
        }
    }
}

/// Whether an element mixes with what lies below.
fn is_see_through(element: &Element, pen: Pen, sheaf: &Sheaf) -> bool {
    let mut ignored = crate::diag::Notes::default();
    let mut trial = Sheaf::new(sheaf.raster, sheaf.page, sheaf.press.clone(), &mut ignored);
    one(element, pen, &mut Stream::default(), &mut trial);
    trial.is_translucent()
}

/// What an element covers of the page, with room for soft edges.
fn covered(element: &Element, pen: Pen) -> Option<Bounds> {
    const EDGE_PT: f64 = 1.0;
    let rect = element.node.abs_layer_bounding_box()?;
    let [left, top, right, bottom] =
        [rect.left(), rect.top(), rect.right(), rect.bottom()].map(f64::from);
    let corners = [(left, top), (right, top), (left, bottom), (right, bottom)];
    let [left, low, right, high] = bounds_of(&corners.map(|(x, y)| pen.page.apply(x, y)));
    Some([
        left - EDGE_PT,
        low - EDGE_PT,
        right + EDGE_PT,
        high + EDGE_PT,
    ])
}

fn around(a: Bounds, b: Bounds) -> Bounds {
    [
        a[0].min(b[0]),
        a[1].min(b[1]),
        a[2].max(b[2]),
        a[3].max(b[3]),
    ]
}

fn on_sheet(bounds: Bounds, sheaf: &Sheaf) -> Bounds {
    let sheet = sheaf.page.around(sheaf.page.bleed_pt);
    [
        bounds[0].max(sheet[0]),
        bounds[1].max(sheet[1]),
        bounds[2].min(sheet[2]),
        bounds[3].min(sheet[3]),
    ]
}

fn one(element: &Element, pen: Pen, stream: &mut Stream, sheaf: &mut Sheaf) {
    let placed = element.map != Affine::IDENTITY;
    if placed {
        stream.enter(element.map);
    }
    let pen = pen.inner(element.map);
    match element.node {
        node @ Node::Group(inner) => super::group(node, inner, pen, stream, sheaf),
        Node::Path(path) => super::path::paint(path, pen, stream, sheaf),
        Node::Image(picture) => image::paint(picture, pen, stream, sheaf),
        Node::Text(text) => children(text.flattened(), pen, stream, sheaf),
    }
    if placed {
        stream.leave();
    }
}

fn say(window: &Window, count: usize, sheaf: &mut Sheaf) {
    let elements = match count {
        1 => "the see-through element of the drawing and what lies below it are".to_owned(),
        many => format!("the {many} see-through elements of the drawing and what lies below are"),
    };
    sheaf.notes.push(
        Diagnostic::note(format!(
            "the standard has no transparency, so {elements} printed as pixels, {:.0} to the inch",
            window.resolution.0
        ))
        .hint("take a shop with PDF/X-4, such as `generic`, to keep vectors"),
    );
}

fn picture(window: &Window, below: &[Element], pen: Pen, stream: &mut Stream, sheaf: &mut Sheaf) {
    let nodes: Vec<_> = below.iter().map(|it| (it.node, it.map)).collect();
    let Some(picture) = window.render_on_paper(&nodes) else {
        return;
    };
    let picture = image::drawn(&picture, pen.tone, &sheaf.press);
    let resource = sheaf.add_picture(picture);
    let size = (f64::from(window.width), f64::from(window.height));
    stream.enter(window.to_user_space);
    image::place(resource, size, &State::default(), stream, sheaf);
    stream.leave();
}
