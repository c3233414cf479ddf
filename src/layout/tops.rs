//! What pins hold: top-level elements, through the layers that programs wrap around a drawing.

use std::ops::Range;

use roxmltree::Node;

use super::flow::{flowed, styled};
use super::geometry::{Outer, bounds, transform};
use super::parse::Reader;
use super::picture::{self, Kind};
use super::slot::fixed_lines;
use super::style::SvgNode as _;
use super::{Pin, Pins, Top};
use crate::units::{Affine, Frame};

impl<'a> Reader<'a> {
    /// What pins hold: the elements below the root, and below the layers that only wrap them.
    pub(super) fn tops(&self, root: Node<'a, 'a>) -> Vec<Top> {
        let mut tops = Vec::new();
        self.tops_below(root, Affine::IDENTITY, &mut tops);
        tops
    }

    fn tops_below(&self, around: Node<'a, 'a>, parent: Affine, tops: &mut Vec<Top>) {
        let drawn: Vec<_> = around
            .children()
            .filter(|child| child.is_element() && self.is_drawn(*child))
            .collect();
        let visible = drawn.iter().filter(|child| !self.is_blank(**child)).count();
        for child in drawn {
            if self.is_wrapper(child, visible == 1) {
                self.tops_below(child, parent.then_inner(transform(child)), tops);
            } else {
                tops.push(self.top(child, parent));
            }
        }
    }

    fn top(&self, node: Node<'a, 'a>, parent: Affine) -> Top {
        let text = |text: Node<'a, 'a>| self.estimated(text);
        let outer = Outer {
            map: parent,
            text: &text,
        };
        let bounds = bounds(node, self.view, Some(outer));
        let map = parent.then_inner(transform(node));
        let straight = map.b == 0.0 && map.c == 0.0;
        let plain = ["rect", "line"].contains(&node.tag_name().name());
        let slots = || {
            let inside = node.descendants();
            inside.filter(|node| self.slot_id(*node).is_some())
        };
        // A code and a picture in a clip of its own keep their shape, whatever becomes of the rest.
        let stiff = slots().any(|slot| {
            picture::kind(slot, &self.slot_id(slot).unwrap_or_default(), None) == Some(Kind::Code)
                || self.cascade.declared(slot, "clip-path").is_some()
        });
        let touches = bounds.is_some_and(|b| touches(b, self.view));
        let holds_slot = slots().next().is_some();
        Top {
            range: node.range(),
            pins: pins(node.attribute("data-pin").unwrap_or_default()),
            bounds,
            parent,
            stretches: !stiff && ((plain && straight) || touches || (holds_slot && straight)),
        }
    }

    /// Whether an element only wraps the drawing: a layer of Inkscape, or the one group or
    /// `<switch>` that programs put around everything.
    fn is_wrapper(&self, node: Node<'a, 'a>, only: bool) -> bool {
        const INKSCAPE: &str = "http://www.inkscape.org/namespaces/inkscape";
        let groups = ["g", "switch", "a"].contains(&node.tag_name().name());
        // Layers of Inkscape, and the group that Penpot puts around the shapes of a board.
        let layer = node.attribute((INKSCAPE, "groupmode")) == Some("layer")
            || node.attribute("class") == Some("frame-children");
        let says = ["data-pin", "data-with", "data-without"]
            .iter()
            .any(|name| node.has_attribute(*name));
        let named = self.names.with(node).is_some()
            || self.names.without(node).is_some()
            || self.names.slot(node).is_some();
        let effects = ["filter", "mask", "opacity", "mix-blend-mode"]
            .iter()
            .any(|name| {
                self.cascade
                    .declared(node, name)
                    .is_some_and(|value| !["none", "normal", "1"].contains(&value))
            });
        let clipped =
            self.cascade.declared(node, "clip-path").is_some() && self.idle_clip(node).is_none();
        let holds_groups = node.children().filter(Node::is_element).count() > 1
            || node.children().any(|child| child.has_tag_name_in_svg("g"));
        groups && (layer || (only && holds_groups)) && !says && !named && !effects && !clipped
    }

    /// The attribute that clips a group to the whole artboard, as Figma and Affinity write it.
    pub(super) fn idle_clip(&self, node: Node<'a, 'a>) -> Option<Range<usize>> {
        let attribute = node.attribute_node("clip-path")?;
        let id = picture::reference(attribute.value())?;
        let clip = node.document().root().descendants().find(|node| {
            node.has_tag_name_in_svg("clipPath") && node.attribute("id") == Some(id)
        })?;
        let mut shapes = clip.children().filter(Node::is_element);
        let shape = shapes
            .next()
            .filter(|shape| shape.has_tag_name_in_svg("rect"))?;
        let map = node
            .ancestors()
            .filter(|a| a.is_element() && a.parent_element().is_some())
            .fold(Affine::IDENTITY, |map, a| transform(a).then_inner(map));
        let outer = Outer {
            map,
            text: &|_| None,
        };
        let covered = bounds(shape, self.view, Some(outer))?;
        let slack = self.view.width.max(self.view.height) / 1000.0;
        let covers = covered.x <= self.view.x + slack
            && covered.y <= self.view.y + slack
            && covered.right() >= self.view.right() - slack
            && covered.bottom() >= self.view.bottom() - slack;
        (covers && shapes.next().is_none()).then(|| attribute.range())
    }

    /// Whether a shape draws nothing: Affinity lays such rectangles under its artboards.
    fn is_blank(&self, node: Node<'a, 'a>) -> bool {
        let none = |name| {
            self.cascade
                .inherited(node, name)
                .map_or(name == "stroke", |value| value == "none")
        };
        node.has_tag_name_in_svg("rect")
            && self.slot_id(node).is_none()
            && none("fill")
            && none("stroke")
    }

    /// The box of a text by the size and number of its letters, in its own coordinates.
    fn estimated(&self, text: Node<'a, 'a>) -> Option<Frame> {
        let size = self.font_size(styled(text));
        if let Some(frame) = flowed(text, &self.cascade, self.view, size) {
            return Some(frame);
        }
        let anchor = self.cascade.inherited(text, "text-anchor");
        fixed_lines(text)
            .into_iter()
            .filter_map(|line| {
                let width = line.words.chars().count() as f64 * size * 0.5;
                let left = match anchor {
                    Some("middle") => line.x - width / 2.0,
                    Some("end") => line.x - width,
                    _ => line.x,
                };
                Frame::new(left, line.y - 0.8 * size, width, size)
            })
            .reduce(|a, b| {
                let (x, y) = (a.x.min(b.x), a.y.min(b.y));
                let (right, bottom) = (a.right().max(b.right()), a.bottom().max(b.bottom()));
                Frame::new(x, y, right - x, bottom - y).unwrap_or(a)
            })
    }
}

fn pins(text: &str) -> Pins {
    let has = |name| text.split_whitespace().any(|word| word == name);
    let axis = |start, end| match (has(start), has(end)) {
        (true, true) => Pin::Both,
        (true, false) => Pin::Start,
        (false, true) => Pin::End,
        (false, false) if has("center") => Pin::Center,
        (false, false) => Pin::Proportion,
    };
    Pins {
        x: axis("left", "right"),
        y: axis("top", "bottom"),
    }
}

/// Whether a box touches an edge of the artboard, within a thousandth of it.
fn touches(bounds: Frame, view: Frame) -> bool {
    let slack = view.width.max(view.height) / 1000.0;
    bounds.x <= view.x + slack
        || bounds.y <= view.y + slack
        || bounds.right() >= view.right() - slack
        || bounds.bottom() >= view.bottom() - slack
}
