//! What the elements of slots say: frames, styles, attributes.

use roxmltree::Node;

use super::cuts::escape;
use super::flow::{flowed, styled};
use super::geometry::{frame, length, length_in_units, transform};
use super::parse::{Reader, collapse};
use super::picture::{self, Kind, PictureStyle, Treatment};
use super::style::SvgNode as _;
use super::{Fit, Fitting, Slot, SlotContent, SlotShape, Top, Valign};
use crate::diag::{Diagnostic, Result, did_you_mean};
use crate::units::Affine;

/// Properties of the letters that a slot hands on to its outlines: those that are inherited, and
/// those that only the slot itself can carry.
const PAINT_INHERITED: [&str; 11] = [
    "fill",
    "fill-opacity",
    "fill-rule",
    "paint-order",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "stroke-width",
];
const PAINT_OWN: [&str; 5] = ["clip-path", "filter", "mask", "mix-blend-mode", "opacity"];

impl<'a> Reader<'a> {
    pub(super) fn slots(&self, root: Node<'a, 'a>, tops: &[Top]) -> Result<Vec<Slot>> {
        let mut slots: Vec<Slot> = Vec::new();
        for node in root.descendants().filter(|node| self.is_reached(*node)) {
            let id = self.slot_id(node);
            if let Some(id) = id {
                let fill = self.cascade.inherited(node, "fill");
                let Some(kind) = picture::kind(node, &id, fill) else {
                    continue;
                };
                if let Some(twin) = slots.iter().find(|slot| slot.id == id) {
                    return Err(self.drawn_twice(&id, node, twin));
                }
                slots.push(self.named(node, id, kind, tops)?);
            } else if node.has_tag_name_in_svg("text") {
                slots.extend(self.fixed(node, tops)?);
            }
        }
        for node in root.descendants().filter(Node::is_element) {
            let sample = self.names.sample(node);
            if let Some(slot) = sample.and_then(|id| slots.iter_mut().find(|slot| slot.id == id)) {
                let lines = fixed_lines(node).into_iter().map(|line| line.words);
                slot.sample = lines.collect::<Vec<_>>().join("\n");
            }
        }
        Ok(slots)
    }

    fn drawn_twice(&self, id: &str, node: Node<'a, 'a>, twin: &Slot) -> Diagnostic {
        let first = self.place(twin.range.clone()).line_column;
        Diagnostic::error(format!("slot `{id}` is drawn twice"))
            .at(self.place(node.range()))
            .hint(format!(
                "the first is at line {}; give one of them another name",
                first.map_or(0, |(line, _)| line)
            ))
    }

    /// A slot that the user fills.
    fn named(&self, node: Node<'a, 'a>, id: String, kind: Kind, tops: &[Top]) -> Result<Slot> {
        self.word(node, "data-kind", &["text", "image", "qr"])?;
        let shape = self.shape(node)?;
        let content = match kind {
            Kind::Text => SlotContent::Fill,
            Kind::Code => SlotContent::Code,
            Kind::Picture => SlotContent::Picture(self.picture(node)?),
        };
        let style = if kind == Kind::Text {
            styled(node)
        } else {
            node
        };
        let mut slot = self.slot((node, style), id, content, shape, tops)?;
        if matches!(shape, SlotShape::Frame(_)) && !node.has_tag_name_in_svg("rect") {
            // Flowed text has a size and a top of its own.
            if node.attribute("data-fit").is_none() {
                slot.fitting.fit = Fit::Shrink;
            }
            if node.attribute("data-valign").is_none() {
                slot.fitting.valign = Valign::Top;
            }
        }
        Ok(slot)
    }

    fn picture(&self, node: Node<'a, 'a>) -> Result<PictureStyle> {
        let (fit, focus) = picture::aspect(node);
        let treatment = self
            .word(node, "data-treatment", &Treatment::NAMES)?
            .map_or(Treatment::None, Treatment::from_name);
        let (rx, ry) = (length(node, "rx"), length(node, "ry"));
        let corners = rx
            .or(ry)
            .map(|r| (rx.unwrap_or(r), ry.unwrap_or(r)))
            .filter(|(rx, ry)| *rx > 0.0 && *ry > 0.0);
        Ok(PictureStyle {
            fit,
            focus,
            treatment,
            corners,
        })
    }

    /// The lines of a text that the designer wrote.
    fn fixed(&self, text: Node<'a, 'a>, tops: &[Top]) -> Result<Vec<Slot>> {
        let lines = fixed_lines(text).into_iter().map(|line| {
            let content = SlotContent::Fixed(line.words);
            let shape = SlotShape::Anchor {
                x: line.x,
                y: line.y,
            };
            let mut slot = self.slot((text, line.styled), String::new(), content, shape, tops)?;
            slot.fitting = Fitting {
                fit: Fit::Keep,
                lines: (1, 1),
                drawn_size: slot.fitting.drawn_size,
                ..Fitting::default()
            };
            Ok(slot)
        });
        lines.collect()
    }

    fn shape(&self, node: Node<'a, 'a>) -> Result<SlotShape> {
        if !["rect", "image"].contains(&node.tag_name().name()) {
            let size = self.font_size(styled(node));
            if let Some(frame) = flowed(node, &self.cascade, self.view, size) {
                return Ok(SlotShape::Frame(frame));
            }
            let at = |name| {
                length(node, name).or_else(|| {
                    let tspan = node
                        .children()
                        .find(|child| child.has_tag_name_in_svg("tspan"))?;
                    length(tspan, name)
                })
            };
            return Ok(SlotShape::Anchor {
                x: at("x").unwrap_or(0.0),
                y: at("y").unwrap_or(0.0),
            });
        }
        frame(node, self.view).map(SlotShape::Frame).ok_or_else(|| {
            Diagnostic::error("the rectangle of a slot needs a width and a height above zero")
                .at(self.place(node.range()))
        })
    }

    /// A slot from its element, and the element inside it that says how its words look.
    fn slot(
        &self,
        (node, style): (Node<'a, 'a>, Node<'a, 'a>),
        id: String,
        content: SlotContent,
        shape: SlotShape,
        tops: &[Top],
    ) -> Result<Slot> {
        let size = self.font_size(style);
        let top = tops
            .iter()
            .position(|top| {
                top.range.start <= node.range().start && node.range().end <= top.range.end
            })
            .unwrap_or(0);
        let parent = node
            .ancestors()
            .skip(1)
            .filter(|ancestor| ancestor.is_element() && ancestor.parent_element().is_some())
            .fold(Affine::IDENTITY, |map, ancestor| {
                transform(ancestor).then_inner(map)
            });
        Ok(Slot {
            id,
            content,
            range: node.range(),
            top,
            shape,
            own: transform(node),
            parent,
            style: self.cascade.text_style(style, size),
            fitting: self.fitting(node, size, shape)?,
            paint: self.paint(style) + &self.effects(node),
            effects: self.effects(node),
            classes: classes(node, style),
            fill: self
                .cascade
                .inherited(style, "fill")
                .unwrap_or("#000")
                .to_owned(),
            sample: String::new(),
        })
    }

    /// Attributes of the letters, from the element that says how words look.
    fn paint(&self, style: Node<'a, 'a>) -> String {
        let values = PAINT_INHERITED
            .iter()
            .filter_map(|name| Some((*name, self.cascade.inherited(style, name)?)));
        values.fold(String::new(), |paint, (name, value)| {
            paint + &format!(" {name}=\"{}\"", escape(value))
        })
    }

    /// Attributes of the slot as a whole.
    fn effects(&self, node: Node<'a, 'a>) -> String {
        let values = PAINT_OWN
            .iter()
            .filter_map(|name| Some((*name, self.cascade.declared(node, name)?)));
        values.fold(String::new(), |paint, (name, value)| {
            // A blend mode is a style property only; the others are attributes that rules outrank.
            paint
                + &if name == "mix-blend-mode" {
                    format!(" style=\"{name}:{}\"", escape(value))
                } else {
                    format!(" {name}=\"{}\"", escape(value))
                }
        })
    }

    fn fitting(&self, node: Node<'a, 'a>, size: f64, shape: SlotShape) -> Result<Fitting> {
        let default = Fitting::default();
        let anchored = matches!(shape, SlotShape::Anchor { .. });
        let number = |name| self.number(node, name);
        Ok(Fitting {
            fit: self
                .word(node, "data-fit", &["fill", "shrink", "stack", "keep"])?
                .map_or(
                    if anchored { Fit::Keep } else { default.fit },
                    |word| match word {
                        "shrink" => Fit::Shrink,
                        "stack" => Fit::Stack,
                        "keep" => Fit::Keep,
                        _ => Fit::Fill,
                    },
                ),
            lines: self
                .range(node, "data-lines", "lines", "1..6")?
                .unwrap_or(if anchored { (1, 1) } else { default.lines }),
            columns: self
                .range(node, "data-columns", "columns", "2..4")?
                .unwrap_or(default.columns),
            min_size: number("data-min-size")?,
            max_size: number("data-max-size")?,
            drawn_size: size,
            valign: self
                .word(node, "data-valign", &["middle", "top", "bottom"])?
                .map_or(default.valign, |word| match word {
                    "top" => Valign::Top,
                    "bottom" => Valign::Bottom,
                    _ => Valign::Middle,
                }),
            group: node.attribute("data-group").map(str::to_owned),
            ratio: number("data-ratio")?.unwrap_or(default.ratio),
            optional: self.word(node, "data-optional", &["false", "true"])? == Some("true"),
            grow: node.attribute("data-grow").map(str::to_owned),
            hyphenate: self.word(node, "data-hyphenate", &["false", "true"])? == Some("true"),
            safe: self.word(node, "data-safe", &["false", "true"])? != Some("false"),
        })
    }

    fn number(&self, node: Node<'a, 'a>, name: &str) -> Result<Option<f64>> {
        let Some(attribute) = node.attribute_node(name) else {
            return Ok(None);
        };
        length_in_units(attribute.value(), None)
            .filter(|number| *number > 0.0)
            .map(Some)
            .ok_or_else(|| {
                Diagnostic::error(format!("`{name}` is not a length: `{}`", attribute.value()))
                    .at(self.place(attribute.range()))
                    .hint("write a number in layout units, for example `48`")
            })
    }

    /// Fewest and most of something: `1..6`, or one number.
    fn range(
        &self,
        node: Node<'a, 'a>,
        name: &str,
        what: &str,
        example: &str,
    ) -> Result<Option<(usize, usize)>> {
        let Some(attribute) = node.attribute_node(name) else {
            return Ok(None);
        };
        let text = attribute.value();
        let (low, high) = text.split_once("..").unwrap_or((text, text));
        match (low.trim().parse(), high.trim().parse()) {
            (Ok(low), Ok(high)) if 1 <= low && low <= high => Ok(Some((low, high))),
            _ => Err(
                Diagnostic::error(format!("`{name}` is not a number of {what}: `{text}`"))
                    .at(self.place(attribute.range()))
                    .hint(format!("write `{example}`, or one number")),
            ),
        }
    }

    fn word(
        &self,
        node: Node<'a, 'a>,
        name: &str,
        known: &[&'static str],
    ) -> Result<Option<&'static str>> {
        let Some(attribute) = node.attribute_node(name) else {
            return Ok(None);
        };
        let found = known.iter().find(|word| **word == attribute.value());
        found.map(|word| Some(*word)).ok_or_else(|| {
            let error = Diagnostic::error(format!("`{name}` cannot be `{}`", attribute.value()))
                .at(self.place(attribute.range()));
            let list = known
                .iter()
                .map(|word| format!("`{word}`"))
                .collect::<Vec<_>>()
                .join(", ");
            match did_you_mean(attribute.value(), known.iter().copied()) {
                Some(suggestion) => error.hint(suggestion),
                None => error.hint(format!("it is one of {list}")),
            }
        })
    }
}

/// The classes of a slot and of the span inside that says how its words look.
fn classes(node: Node<'_, '_>, style: Node<'_, '_>) -> String {
    let outer = node.attribute("class").unwrap_or_default();
    match style.attribute("class") {
        Some(inner) if style != node => format!("{outer} {inner}").trim().to_owned(),
        _ => outer.to_owned(),
    }
}

/// A line of a `<text>` that is not a slot.
pub(super) struct FixedLine<'a> {
    pub words: String,
    pub x: f64,
    pub y: f64,
    /// The element whose style its first words have.
    pub styled: Node<'a, 'a>,
}

/// Lines of a `<text>` that is not a slot: a new one begins wherever a `<tspan>` states a position.
pub(super) fn fixed_lines<'a>(text: Node<'a, 'a>) -> Vec<FixedLine<'a>> {
    let line = |x, y| FixedLine {
        words: String::new(),
        x,
        y,
        styled: text,
    };
    let mut lines = vec![line(
        length(text, "x").unwrap_or(0.0),
        length(text, "y").unwrap_or(0.0),
    )];
    for node in text.descendants().skip(1) {
        let last = lines.len() - 1;
        if node.is_element() {
            let (x, y) = (length(node, "x"), length(node, "y"));
            let dy = length(node, "dy");
            if x.is_some() || y.is_some() || dy.is_some() {
                let next = y.unwrap_or(lines[last].y) + dy.unwrap_or(0.0);
                lines.push(line(x.unwrap_or(lines[last].x), next));
            }
        } else if let Some(words) = node.text().filter(|_| node.is_text()) {
            if lines[last].words.trim().is_empty() {
                lines[last].styled = node.parent_element().unwrap_or(text);
            }
            lines[last].words.push_str(words);
        }
    }
    for line in &mut lines {
        line.words = collapse(&line.words);
    }
    lines.retain(|line| !line.words.is_empty());
    lines
}
