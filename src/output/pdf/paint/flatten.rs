//! Posters with see-through parts for a standard that has none.
//!
//! What is see-through depends on all that lies below it. So everything up to the topmost such
//! element becomes one opaque picture, and what lies above stays in vectors.

use usvg::{Group, Node};

use super::filter::Window;
use super::{Pen, children, convert_transform, image};
use crate::diag::Diagnostic;
use crate::output::pdf::sheaf::{Picture, Sheaf, State, Stream};

/// Most pixels of the picture; A1 at 150 to the inch has 17 million.
const MOST_PIXELS: f64 = 6e7;

/// Paints the tree opaque. Says what became pixels.
pub fn paint(root: &Group, pen: Pen, stream: &mut Stream, sheaf: &mut Sheaf) {
    let (nodes, pen, depth) = unwrapped(root, pen, stream);
    let below = see_through(nodes, pen, sheaf).map_or(0, |at| at + 1);
    if below > 0 {
        picture(&nodes[..below], pen, stream, sheaf);
    }
    for node in &nodes[below..] {
        one(node, pen, stream, sheaf);
    }
    for _ in 0..depth {
        stream.leave();
    }
}

/// The elements of the layout, without the groups that only place them, which are entered.
fn unwrapped<'a>(root: &'a Group, pen: Pen, stream: &mut Stream) -> (&'a [Node], Pen, usize) {
    let (mut nodes, mut pen, mut depth) = (root.children(), pen, 0);
    while let [Node::Group(only)] = nodes {
        if only.should_isolate() {
            break;
        }
        let map = convert_transform(only.transform());
        stream.enter(map);
        pen = pen.inner(map);
        depth += 1;
        nodes = only.children();
    }
    (nodes, pen, depth)
}

/// The topmost element that mixes with what lies below.
fn see_through(nodes: &[Node], pen: Pen, sheaf: &Sheaf) -> Option<usize> {
    let mut ignored = crate::diag::Notes::default();
    nodes.iter().rposition(|node| {
        let mut trial = Sheaf::new(sheaf.raster, sheaf.page, sheaf.press.clone(), &mut ignored);
        one(node, pen, &mut Stream::default(), &mut trial);
        trial.is_translucent()
    })
}

fn one(node: &Node, pen: Pen, stream: &mut Stream, sheaf: &mut Sheaf) {
    match node {
        Node::Group(inner) => super::group(node, inner, pen, stream, sheaf),
        Node::Path(path) => super::path::paint(path, pen, stream, sheaf),
        Node::Image(picture) => image::paint(picture, pen, stream, sheaf),
        Node::Text(text) => children(text.flattened(), pen, stream, sheaf),
    }
}

fn picture(nodes: &[Node], pen: Pen, stream: &mut Stream, sheaf: &mut Sheaf) {
    let bounds = sheaf.page.around(sheaf.page.bleed_pt);
    let Some(window) = Window::of(bounds, pen, sheaf.raster, MOST_PIXELS) else {
        return;
    };
    let Some(picture) = window.render_on_paper(nodes) else {
        return;
    };
    sheaf.notes.push(
        Diagnostic::note(format!(
            "the standard has no transparency, so {} of the drawing, lowest first, are printed as \
             pixels, {:.0} to the inch",
            match nodes.len() {
                1 => "one element".to_owned(),
                many => format!("{many} elements"),
            },
            window.resolution.0
        ))
        .hint("take a shop with PDF/X-4, such as `generic`, to keep vectors"),
    );
    let resource = sheaf.add_picture(Picture {
        data: image::pixels(&picture, pen.tone, &sheaf.press),
        smooth: true,
        translucent: false,
        origin: None,
    });
    let size = (f64::from(window.width), f64::from(window.height));
    stream.enter(window.to_user_space);
    image::place(resource, size, &State::default(), stream, sheaf);
    stream.leave();
}
