//! Advice to designers: what stands in the way of a layout, and what could be better.
//!
//! Everything here is read from the source of one artboard. What has to be made to be judged (does
//! the longest slogan fit, how far do letters stand apart from their ground) is up to `review`.

use std::collections::BTreeSet;
use std::ops::Range;

use roxmltree::{Document, Node, ParsingOptions};

use super::cuts::is_foreign_element;
use super::parse::Reader;
use super::picture::{Kind, href, kind};
use super::style::{Cascade, SvgNode as _};
use super::{Artboard, Slot, SlotContent, SlotShape};
use crate::diag::{Diagnostic, did_you_mean};
use crate::units::{Affine, Frame};

/// The data attributes that mean something.
const ATTRIBUTES: [&str; 22] = [
    "data-slot",
    "data-kind",
    "data-fit",
    "data-lines",
    "data-min-size",
    "data-max-size",
    "data-valign",
    "data-group",
    "data-ratio",
    "data-optional",
    "data-grow",
    "data-hyphenate",
    "data-columns",
    "data-copy",
    "data-treatment",
    "data-with",
    "data-without",
    "data-sample",
    "data-pin",
    "data-safe",
    "data-name",
    "data-testid",
];

/// Millimetres from the trim of A4 within which words may be cut off.
const SAFE_MM: f64 = 5.0;

/// Checks one artboard. `known` says whether there is a font family of a name.
pub fn check(board: &Artboard, known: &dyn Fn(&str) -> bool) -> Vec<Diagnostic> {
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    // It was read before, so it can be read again.
    let Ok(document) = Document::parse_with_options(&board.source, options) else {
        return Vec::new();
    };
    let root = document.root_element();
    let checker = Checker {
        board,
        reader: Reader::new(&board.file, &board.source, &document, board.view),
        root,
    };
    let mut found = checker.slots();
    found.extend(checker.elements());
    found.extend(checker.fonts(known));
    found.extend(checker.links());
    found.extend(checker.edges());
    found.sort_by_key(|d| {
        let at = d.place.as_ref().and_then(|place| place.range.clone());
        (std::cmp::Reverse(d.severity), at.map_or(0, |at| at.start))
    });
    found
}

struct Checker<'a> {
    board: &'a Artboard,
    reader: Reader<'a>,
    root: Node<'a, 'a>,
}

impl<'a> Checker<'a> {
    fn error(&self, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(message).at(self.board.place(range))
    }

    fn advice(&self, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::warning(message).at(self.board.place(range))
    }

    /// Slots: there are words, they stand on the artboard and away from its trim.
    fn slots(&self) -> Vec<Diagnostic> {
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
        let mm = (210.0 * 297.0 / (view.width * view.height)).sqrt();
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

    /// Elements that cannot be, that were meant otherwise, or that say too much.
    fn elements(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for node in self.root.descendants().filter(Node::is_element) {
            found.extend(self.forbidden(node));
            found.extend(self.misplaced(node));
            found.extend(self.words_as_paths(node));
            found.extend(self.misspelt(node));
            found.extend(self.rasterized(node));
        }
        found.extend(self.private());
        found
    }

    fn forbidden(&self, node: Node<'a, 'a>) -> Option<Diagnostic> {
        let name = node.tag_name().name();
        if node.has_tag_name_in_svg("script") {
            return Some(
                self.error(node.range(), "the layout has a script")
                    .hint("take it out: a layout is a drawing, and nothing in it is run"),
            );
        }
        let handler = node.attributes().find(|attribute| {
            attribute.namespace().is_none() && attribute.name().starts_with("on")
        });
        if let Some(handler) = handler {
            return Some(
                self.error(handler.range(), format!("`{}` is a script", handler.name()))
                    .hint("take it out: a layout is a drawing, and nothing in it is run"),
            );
        }
        // What Illustrator keeps for itself stands aside in a `<switch>`.
        let aside = node.has_attribute("requiredExtensions");
        (name == "foreignObject" && !aside).then(|| {
            self.error(node.range(), "`<foreignObject>` is not drawn")
                .hint("it holds a web page's text: draw a rectangle as a slot, or plain text, instead")
        })
    }

    /// Names of slots on elements that cannot be one.
    fn misplaced(&self, node: Node<'a, 'a>) -> Option<Diagnostic> {
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

    /// Inkscape leaves the words of a text turned to paths in `aria-label`, Figma and Illustrator in
    /// the object's name.
    fn words_as_paths(&self, node: Node<'a, 'a>) -> Option<Diagnostic> {
        let path = node.has_tag_name_in_svg("path") || node.has_tag_name_in_svg("g");
        if !path || !self.reader.is_reached(node) {
            return None;
        }
        let named = node
            .attribute("id")
            .filter(|id| node.has_tag_name_in_svg("path") && id.split_whitespace().count() > 1);
        let words = node.attribute("aria-label").or(named)?;
        let letters = words.chars().filter(|c| c.is_alphabetic()).count();
        (letters >= 3).then(|| {
            self.advice(
                node.range(),
                format!("the words `{}` are drawn as paths", shortened(words)),
            )
            .hint("draw a slot where users should say it, or plain text where it always stays: paths cannot be translated")
        })
    }

    /// Attributes that nearly mean something.
    fn misspelt(&self, node: Node<'a, 'a>) -> Option<Diagnostic> {
        node.attributes()
            .filter(|attribute| attribute.namespace().is_none())
            .filter(|attribute| {
                attribute.name().starts_with("data-") && !ATTRIBUTES.contains(&attribute.name())
            })
            .find_map(|attribute| {
                let near = did_you_mean(attribute.name(), ATTRIBUTES)?;
                Some(
                    self.advice(
                        attribute.range(),
                        format!("`{}` says nothing", attribute.name()),
                    )
                    .hint(near),
                )
            })
    }

    fn rasterized(&self, node: Node<'a, 'a>) -> Option<Diagnostic> {
        let filter = self.reader.cascade.declared(node, "filter")?;
        (filter != "none" && self.reader.is_reached(node)).then(|| {
            self.advice(
                node.range(),
                "this filter becomes pixels in a PDF".to_owned(),
            )
            .hint("draw the effect with shapes, or accept pixels: the print is sharp at 300 to the inch")
        })
    }

    /// What programs keep for themselves, said once.
    fn private(&self) -> Option<Diagnostic> {
        let elements = self
            .root
            .descendants()
            .filter(|node| is_foreign_element(*node) || node.has_tag_name_in_svg("metadata"));
        let (mut first, mut count) = (None, 0);
        for node in elements {
            first = first.or(Some(node.range()));
            count += 1;
        }
        let paths = ["export-filename", "docname", "absref"];
        let path = self.root.descendants().find_map(|node| {
            node.attributes()
                .find(|a| paths.contains(&a.name()) && a.value().contains(['/', '\\']))
                .map(|a| (a.range(), a.value().to_owned()))
        });
        if let Some((range, value)) = path {
            return Some(
                self.advice(
                    range,
                    format!("the file names a folder of this machine: `{}`", shortened(&value)),
                )
                .hint("it is left out of whatever is made, but stands in the layout that you share: save as plain SVG"),
            );
        }
        first.map(|range| {
            self.advice(
                range,
                format!("the file has {count} private notes of its editor"),
            )
            .hint("they are left out of whatever is made; to share the layout without them, save as plain SVG")
        })
    }

    /// Faces that nobody has.
    fn fonts(&self, known: &dyn Fn(&str) -> bool) -> Vec<Diagnostic> {
        const GENERIC: [&str; 6] = [
            "serif",
            "sans-serif",
            "monospace",
            "cursive",
            "fantasy",
            "system-ui",
        ];
        let mut said = BTreeSet::new();
        let mut found = Vec::new();
        let words = self
            .board
            .slots
            .iter()
            .filter(|slot| matches!(slot.content, SlotContent::Fill | SlotContent::Fixed(_)));
        for slot in words {
            let families = &slot.style.families;
            let there = |name: &String| known(name) || GENERIC.contains(&name.as_str());
            let Some(missing) = families.first().filter(|name| !there(name)) else {
                continue;
            };
            if !said.insert(missing.clone()) {
                continue;
            }
            found.push(if families.iter().any(there) {
                self.advice(
                    slot.range.clone(),
                    format!("there is no font `{missing}`; the next one in the list is taken"),
                )
                .hint("put the font file into the `fonts` folder of a library, or name one of `fonts/catalogue.toml`")
            } else {
                self.error(slot.range.clone(), format!("there is no font `{missing}`"))
                    .hint("put the font file into the `fonts` folder of a library, or name one of `fonts/catalogue.toml`")
            });
        }
        found
    }

    /// Names of slots that other elements speak of.
    fn links(&self) -> Vec<Diagnostic> {
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

    /// Shapes that end at the trim, where paper shifts by a millimetre.
    fn edges(&self) -> Vec<Diagnostic> {
        let view = self.board.view;
        let slack = view.width.max(view.height) / 1000.0;
        let tops = self.root.descendants().filter(|node| {
            self.board.tops.iter().any(|top| top.range == node.range())
                && ["path", "polygon", "circle", "ellipse", "image"]
                    .contains(&node.tag_name().name())
        });
        tops.filter_map(|node| {
            let top = self
                .board
                .tops
                .iter()
                .find(|top| top.range == node.range())?;
            let bounds = top.bounds?;
            let ends = [
                bounds.x - view.x,
                bounds.y - view.y,
                view.right() - bounds.right(),
                view.bottom() - bounds.bottom(),
            ];
            // A background of another shape than a rectangle is as exact as one.
            let background = ends.iter().all(|gap| gap.abs() <= slack);
            let stops = ends.iter().any(|gap| gap.abs() <= slack);
            (stops && !background && href(node).is_none()).then(|| {
                self.advice(
                    node.range(),
                    format!(
                        "this `<{}>` ends exactly at the trim",
                        node.tag_name().name()
                    ),
                )
                .hint("draw it a little over the edge: where the cut shifts, white would show")
            })
        })
        .collect()
    }
}

impl<'a> Reader<'a> {
    fn new(file: &'a str, source: &'a str, document: &'a Document<'a>, view: Frame) -> Self {
        Self {
            file,
            source,
            cascade: Cascade::new(document),
            names: super::name::Names::new(document.root_element()),
            view,
        }
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

/// At most forty characters.
fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= 40 {
        return text;
    }
    text.chars().take(39).chain(['…']).collect()
}
