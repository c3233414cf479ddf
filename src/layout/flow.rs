//! Text as Inkscape flows it into a box: `shape-inside`, `inline-size`, and the `flowRoot` of old.

use roxmltree::Node;

use super::geometry::{bounds, frame, length, length_in_units};
use super::picture::reference;
use super::style::{Cascade, SvgNode as _};
use crate::units::Frame;

/// Ascent of a line above its baseline, in ems, where only the baseline is known.
const ASCENT_EM: f64 = 0.8;

/// The box into which a text is flowed, in the text's own coordinates; `None` for text that is not.
pub fn flowed<'a>(
    node: Node<'a, 'a>,
    cascade: &Cascade<'a>,
    view: Frame,
    size: f64,
) -> Option<Frame> {
    if node.has_tag_name_in_svg("flowRoot") {
        let region = node
            .descendants()
            .find(|n| n.has_tag_name_in_svg("flowRegion"))?;
        return region
            .children()
            .find_map(|shape| bounds(shape, view, None));
    }
    let declared = |name| cascade.declared(node, name);
    if let Some(shape) = declared("shape-inside").and_then(reference) {
        let all = node.document().root().descendants();
        let shape = all
            .into_iter()
            .find(|node| node.attribute("id") == Some(shape))?;
        return bounds(shape, view, None).or_else(|| frame(shape, view));
    }
    let width = declared("inline-size")
        .and_then(|text| length_in_units(text, Some(view.width)))
        .filter(|width| *width > 0.0)?;
    inline(node, cascade, width, size)
}

/// The box of a text that is as wide as `inline-size` says and as high as its lines.
fn inline<'a>(node: Node<'a, 'a>, cascade: &Cascade<'a>, width: f64, size: f64) -> Option<Frame> {
    let first = first_tspan(node);
    let at = |name| length(node, name).or_else(|| length(first?, name));
    let (x, y) = (at("x").unwrap_or(0.0), at("y").unwrap_or(0.0));
    let lines = node
        .children()
        .filter(|child| {
            child.has_tag_name_in_svg("tspan") && child.attributes().any(|a| a.name() == "y")
        })
        .count()
        .max(1);
    let line_height = cascade.text_style(node, size).line_height;
    let left = match cascade.inherited(node, "text-anchor") {
        Some("middle") => x - width / 2.0,
        Some("end") => x - width,
        _ => x,
    };
    #[expect(clippy::cast_precision_loss, reason = "a number of lines")]
    let height = (lines as f64 - 1.0) * line_height * size + size;
    Frame::new(left, y - ASCENT_EM * size, width, height)
}

/// The element whose style the first words of a text have: programs put it on the text, or on the
/// spans inside.
pub fn styled<'a>(text: Node<'a, 'a>) -> Node<'a, 'a> {
    text.descendants()
        .find(|node| {
            node.is_text()
                && node
                    .text()
                    .is_some_and(|words| words.chars().any(|c| !c.is_whitespace()))
        })
        .and_then(|words| words.parent_element())
        .unwrap_or(text)
}

fn first_tspan<'a>(node: Node<'a, 'a>) -> Option<Node<'a, 'a>> {
    node.descendants()
        .find(|child| child.has_tag_name_in_svg("tspan"))
}
