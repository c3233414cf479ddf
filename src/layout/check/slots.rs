//! Slots: there are words, they stand on the artboard, and what names them means them.

use roxmltree::Node;

use super::super::picture::{Kind, kind};
use super::super::style::SvgNode as _;
use super::super::{Slot, SlotContent, SlotShape};
use super::{Checker, a4_mm};
use crate::diag::{Diagnostic, did_you_mean};
use crate::units::{Affine, Frame};

/// Millimetres from the trim of A4 within which words may be cut off.
const SAFE_MM: f64 = 5.0;

impl<'a> Checker<'a> {
    /// Slots: there are words, they stand on the artboard and away from its trim.
    pub(super) fn slots(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let board = self.board;
        if !board
            .slots
            .iter()
            .any(|slot| slot.content == SlotContent::Fill)
        {
            found.push(
                self.error(board.cuts.head.clone(), "there is no slot for text")
                    .hint("draw a rectangle and name it `slot-slogan`, or give it `data-slot=\"slogan\"`"),
            );
        }
        for slot in board.slots.iter().filter(|slot| !slot.id.is_empty()) {
            let Some(frame) = on_board(slot) else {
                continue;
            };
            found.extend(self.outside(slot, frame));
        }
        found
    }

    fn outside(&self, slot: &Slot, frame: Frame) -> Option<Diagnostic> {
        let view = self.board.view;
        let gaps = [
            frame.x - view.x,
            frame.y - view.y,
            view.right() - frame.right(),
            view.bottom() - frame.bottom(),
        ];
        let nearest = gaps.into_iter().fold(f64::INFINITY, f64::min);
        let hair = view.width.max(view.height) / 1000.0;
        if nearest < -hair {
            let gone = -nearest;
            return Some(
                self.error(
                    slot.range.clone(),
                    format!(
                        "slot `{}` reaches {gone:.0} units out of the artboard",
                        slot.id
                    ),
                )
                .hint("move it inside: words out there would be cut off"),
            );
        }
        if !matches!(slot.content, SlotContent::Fill | SlotContent::Code) {
            return None;
        }
        let mm = a4_mm(view);
        (nearest * mm < SAFE_MM - 0.05).then(|| {
            self.advice(
                slot.range.clone(),
                format!(
                    "slot `{}` comes within {:.1} mm of the trim of an A4 sheet",
                    slot.id,
                    nearest.max(0.0) * mm
                ),
            )
            .hint(format!(
                "keep {SAFE_MM:.0} mm ({:.0} units): home printers leave an edge, and shops cut less exactly",
                SAFE_MM / mm
            ))
        })
    }

    /// Names of slots on elements that cannot be one.
    pub(super) fn misplaced(&self, node: Node<'a, 'a>) -> Option<Diagnostic> {
        let id = self.reader.names.slot(node)?;
        let name = node.tag_name().name();
        if node.has_tag_name_in_svg("g") {
            let holds = self.root.descendants().any(|inner| {
                inner.ancestors().any(|around| around == node)
                    && self.reader.slot_id(inner).is_some()
            });
            return (!holds).then(|| {
                self.error(
                    node.range(),
                    format!("slot `{id}` is a group without a rectangle, text or image"),
                )
                .hint("draw a rectangle where the words go, and give the name to it")
            });
        }
        let kind = kind(node, &id, None);
        if kind.is_none() {
            return Some(
                self.error(
                    node.range(),
                    format!("slot `{id}` is a `<{name}>`, which cannot be one"),
                )
                .hint("use a rectangle, a text or an image; a rectangle may be turned and skewed"),
            );
        }
        let reached = self.reader.is_reached(node);
        if !reached && self.reader.names.sample(node).is_none() {
            return Some(
                self.error(
                    node.range(),
                    format!("slot `{id}` stands in a definition and is not drawn"),
                )
                .hint("move it into the drawing itself"),
            );
        }
        let treated = node.attribute_node("data-treatment");
        treated
            .filter(|_| kind != Some(Kind::Picture))
            .map(|treated| {
                self.advice(
                    treated.range(),
                    format!("slot `{id}` takes no picture, so `data-treatment` says nothing"),
                )
                .hint("give it `data-kind=\"image\"`")
            })
    }

    /// Names of slots that other elements speak of.
    pub(super) fn links(&self) -> Vec<Diagnostic> {
        let ids: Vec<&str> = self
            .board
            .slots
            .iter()
            .map(|slot| slot.id.as_str())
            .filter(|id| !id.is_empty())
            .collect();
        let mut found = Vec::new();
        for node in self.root.descendants().filter(Node::is_element) {
            for name in ["data-with", "data-without", "data-grow"] {
                let Some(attribute) = node.attribute_node(name) else {
                    continue;
                };
                if ids.contains(&attribute.value()) {
                    continue;
                }
                let error = self.error(
                    attribute.range(),
                    format!(
                        "`{name}` names a slot `{}`, which is not there",
                        attribute.value()
                    ),
                );
                found.push(match did_you_mean(attribute.value(), ids.iter().copied()) {
                    Some(near) => error.hint(near),
                    None => error.hint(format!("the slots are `{}`", ids.join("`, `"))),
                });
            }
        }
        found
    }
}

/// The box around a slot's frame on the artboard as drawn.
fn on_board(slot: &Slot) -> Option<Frame> {
    let map: Affine = slot.parent.then_inner(slot.own);
    let (x, y, right, bottom) = match slot.shape {
        SlotShape::Frame(f) => (f.x, f.y, f.right(), f.bottom()),
        SlotShape::Anchor { x, y } => (x, y, x, y),
    };
    let corners = [(x, y), (right, y), (x, bottom), (right, bottom)].map(|(x, y)| map.apply(x, y));
    let least =
        |pick: fn(&(f64, f64)) -> f64| corners.iter().map(pick).fold(f64::INFINITY, f64::min);
    let most =
        |pick: fn(&(f64, f64)) -> f64| corners.iter().map(pick).fold(f64::NEG_INFINITY, f64::max);
    let (left, top) = (least(|c| c.0), least(|c| c.1));
    let hair = 1e-6;
    Frame::new(
        left,
        top,
        (most(|c| c.0) - left).max(hair),
        (most(|c| c.1) - top).max(hair),
    )
}
