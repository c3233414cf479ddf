//! Ink near the trim, where paper shifts by a millimetre or two when it is cut.

use roxmltree::Node;

use super::super::bleed::TOUCH;
use super::super::geometry::{Outer, bounds, length_in_units, transform};
use super::super::picture::{href, reference};
use super::super::style::SvgNode as _;
use super::{Checker, a4_mm};
use crate::diag::Diagnostic;
use crate::units::{Affine, Frame};

/// Millimetres from the trim of A4 within which a cut that shifts is seen: a sliver of paper that
/// was not drawn, or one that is lost.
const SHIFT_MM: f64 = 2.0;

/// What is measured. What a `<use>` refers to is not.
const SHAPES: [&str; 8] = [
    "circle", "ellipse", "image", "line", "path", "polygon", "polyline", "rect",
];

impl<'a> Checker<'a> {
    /// Ink that stops at the trim or just before it, said once for each element that moves as one.
    pub(super) fn edges(&self) -> Vec<Diagnostic> {
        let tops = self.board.tops.iter();
        tops.filter_map(|top| {
            let inside = self.root.descendants().filter(|node| {
                top.range.start <= node.range().start && node.range().end <= top.range.end
            });
            inside
                .filter(|node| self.is_ink(*node))
                .find_map(|node| self.stops(node))
        })
        .collect()
    }

    /// Whether an element is a shape of the drawing itself, and shows.
    fn is_ink(&self, node: Node<'a, 'a>) -> bool {
        let shape = node.is_element() && SHAPES.contains(&node.tag_name().name());
        let says = |name: &str| self.reader.cascade.inherited(node, name);
        let painted = says("fill") != Some("none")
            || says("stroke").is_some_and(|stroke| stroke != "none")
            || node.has_tag_name_in_svg("image");
        let hidden = says("display") == Some("none") || says("visibility") == Some("hidden");
        shape
            && painted
            && !hidden
            && self.reader.is_reached(node)
            && self.reader.slot_id(node).is_none()
            && self.reader.names.slot(node).is_none()
    }

    fn stops(&self, node: Node<'a, 'a>) -> Option<Diagnostic> {
        let view = self.board.view;
        let ink = self.ink(node)?;
        let gaps = [
            ink.x - view.x,
            ink.y - view.y,
            view.right() - ink.right(),
            view.bottom() - ink.bottom(),
        ];
        let hair = TOUCH * view.width.max(view.height);
        let at = |gap: &f64| gap.abs() <= hair;
        let short = |gap: &f64| *gap > hair && gap * a4_mm(view) < SHIFT_MM;
        if let Some(gap) = gaps.into_iter().filter(short).reduce(f64::min) {
            let mm = a4_mm(view);
            return Some(
                self.advice(
                    node.range(),
                    format!(
                        "this `<{}>` stops {:.1} mm before the trim of an A4 sheet",
                        node.tag_name().name(),
                        gap * mm
                    ),
                )
                .hint(format!(
                    "draw it over the edge, or keep {SHIFT_MM:.0} mm ({:.0} units): where the cut shifts, the sliver between would be uneven",
                    SHIFT_MM / mm
                )),
            );
        }
        // A rectangle, a line and a background of any form are continued into the bleed exactly.
        let exact = is_straight(node) || gaps.iter().all(at);
        (gaps.iter().any(at) && !exact && href(node).is_none()).then(|| {
            self.advice(
                node.range(),
                format!(
                    "this `<{}>` ends exactly at the trim",
                    node.tag_name().name()
                ),
            )
            .hint("draw it a little over the edge: where the cut shifts, white would show")
        })
    }

    /// The box around what a shape paints, its stroke included, as far as clip paths let it show.
    fn ink(&self, node: Node<'a, 'a>) -> Option<Frame> {
        let map = around(node);
        let drawn = self.measured(node, map)?;
        let pen = if node.has_tag_name_in_svg("line") {
            0.0
        } else {
            self.pen(node) * map.then_inner(transform(node)).mean_scale() / 2.0
        };
        let mut ink = grown(drawn, pen)?;
        for group in node.ancestors().filter(Node::is_element) {
            let Some(clip) = self.clip(group) else {
                continue;
            };
            let map = around(group).then_inner(transform(group));
            let shapes = clip.children().filter(Node::is_element);
            let window = shapes
                .filter_map(|shape| self.measured(shape, map))
                .reduce(united)?;
            ink = common(ink, window)?;
        }
        Some(ink)
    }

    fn measured(&self, node: Node<'a, 'a>, map: Affine) -> Option<Frame> {
        let outer = Outer {
            map,
            text: &|_| None,
        };
        bounds(node, self.board.view, Some(outer))
    }

    /// The width of the stroke in the coordinates of its element; nothing without one.
    fn pen(&self, node: Node<'a, 'a>) -> f64 {
        let says = |name: &str| self.reader.cascade.inherited(node, name);
        if says("stroke").is_none_or(|stroke| stroke == "none") {
            return 0.0;
        }
        let width = says("stroke-width").and_then(|width| length_in_units(width, None));
        width.unwrap_or(1.0)
    }

    fn clip(&self, node: Node<'a, 'a>) -> Option<Node<'a, 'a>> {
        let id = reference(self.reader.cascade.declared(node, "clip-path")?)?;
        self.root
            .descendants()
            .find(|node| node.has_tag_name_in_svg("clipPath") && node.attribute("id") == Some(id))
    }
}

/// Whether a shape has straight edges along those of the sheet.
fn is_straight(node: Node<'_, '_>) -> bool {
    let map = around(node).then_inner(transform(node));
    ["line", "rect"].contains(&node.tag_name().name())
        && !["rx", "ry"].iter().any(|name| node.has_attribute(*name))
        && map.b == 0.0
        && map.c == 0.0
}

/// From the coordinates around an element to the root's.
fn around(node: Node<'_, '_>) -> Affine {
    node.ancestors()
        .skip(1)
        .filter(|outer| outer.is_element() && outer.parent_element().is_some())
        .fold(Affine::IDENTITY, |map, outer| {
            transform(outer).then_inner(map)
        })
}

fn grown(frame: Frame, by: f64) -> Option<Frame> {
    let (width, height) = (frame.width + 2.0 * by, frame.height + 2.0 * by);
    Frame::new(frame.x - by, frame.y - by, width, height)
}

fn united(a: Frame, b: Frame) -> Frame {
    let (x, y) = (a.x.min(b.x), a.y.min(b.y));
    Frame {
        x,
        y,
        width: a.right().max(b.right()) - x,
        height: a.bottom().max(b.bottom()) - y,
    }
}

fn common(a: Frame, b: Frame) -> Option<Frame> {
    let (x, y) = (a.x.max(b.x), a.y.max(b.y));
    let (right, bottom) = (a.right().min(b.right()), a.bottom().min(b.bottom()));
    Frame::new(x, y, right - x, bottom - y)
}

#[cfg(test)]
mod tests {
    use crate::layout::{artboard, check};

    fn said(inside: &str) -> Vec<String> {
        let svg = format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297"><rect width="210" height="297" fill="#fff"/><rect data-slot="slogan" x="40" y="40" width="100" height="100"/>{inside}</svg>"##
        );
        let board = artboard("a.svg", svg.into_bytes()).unwrap();
        let found = check(&board, &|_| true).into_iter();
        found.map(|found| found.message).collect()
    }

    #[test]
    fn ink_that_stops_at_the_trim_is_found_in_groups_and_clips() {
        let at = |name: &str| vec![format!("this `<{name}>` ends exactly at the trim")];
        assert_eq!(said(r#"<path d="M0 200L50 250L0 290z"/>"#), at("path"));
        assert_eq!(
            said(
                r#"<g><circle cx="100" cy="200" r="9"/><g transform="translate(0 7)"><polygon points="5,5 0,9 5,20"/></g></g>"#
            ),
            at("polygon")
        );
        assert_eq!(
            said(
                r#"<clipPath id="c"><rect x="10" y="200" width="40" height="97"/></clipPath><g clip-path="url(#c)"><circle cx="30" cy="290" r="30"/></g>"#
            ),
            at("circle")
        );
        assert_eq!(
            said(r#"<rect x="-5" y="200" width="40" height="40" transform="rotate(5 10 220)"/>"#),
            Vec::<String>::new()
        );
        assert_eq!(
            said(r##"<path d="M0 200h60" fill="none" stroke="#000" stroke-width="3"/>"##),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_sliver_before_the_trim_is_found() {
        assert_eq!(
            said(r#"<rect x="1" y="200" width="40" height="20"/>"#),
            ["this `<rect>` stops 1.0 mm before the trim of an A4 sheet"]
        );
        assert_eq!(
            said(
                r##"<rect x="3" y="200" width="40" height="20" fill="none" stroke="#000" stroke-width="4"/>"##
            ),
            ["this `<rect>` stops 1.0 mm before the trim of an A4 sheet"]
        );
        assert_eq!(
            said(
                r#"<rect x="3" y="200" width="40" height="20"/><rect y="200" width="9" height="9"/><line x1="0" x2="9" y1="240" y2="240"/>"#
            ),
            Vec::<String>::new()
        );
    }
}
