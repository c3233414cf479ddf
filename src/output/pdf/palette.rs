//! The flat colours that a drawing is painted with, as against those that only come about: in
//! photographs, between the stops of a gradient, along soft edges.

use std::collections::BTreeSet;

use usvg::{Group, ImageKind, Node, Paint};

/// Every colour that a shape or a stop of a gradient names.
pub fn flat(group: &Group) -> BTreeSet<[u8; 3]> {
    let mut colours = BTreeSet::new();
    collect(group, &mut colours);
    colours
}

fn collect(group: &Group, colours: &mut BTreeSet<[u8; 3]>) {
    for node in group.children() {
        match node {
            Node::Group(inner) => collect(inner, colours),
            Node::Path(path) => {
                let fill = path.fill().map(usvg::Fill::paint);
                let stroke = path.stroke().map(usvg::Stroke::paint);
                for paint in fill.into_iter().chain(stroke) {
                    named(paint, colours);
                }
            }
            Node::Image(image) => {
                if let ImageKind::SVG(tree) = image.kind() {
                    collect(tree.root(), colours);
                }
            }
            Node::Text(text) => collect(text.flattened(), colours),
        }
    }
}

fn named(paint: &Paint, colours: &mut BTreeSet<[u8; 3]>) {
    let rgb = |colour: usvg::Color| [colour.red, colour.green, colour.blue];
    match paint {
        Paint::Color(colour) => drop(colours.insert(rgb(*colour))),
        Paint::LinearGradient(linear) => {
            colours.extend(linear.stops().iter().map(|stop| rgb(stop.color())));
        }
        Paint::RadialGradient(radial) => {
            colours.extend(radial.stops().iter().map(|stop| rgb(stop.color())));
        }
        Paint::Pattern(pattern) => collect(pattern.root(), colours),
    }
}
