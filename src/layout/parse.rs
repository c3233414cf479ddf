//! From the bytes of an SVG file to an [`Artboard`].

use std::fmt::Write as _;
use std::ops::Range;

use roxmltree::{Document, Node, ParsingOptions};

use super::flow::{flowed, styled};
use super::geometry::{Outer, bounds, frame, length, length_in_units, transform};
use super::name::Names;
use super::picture::{self, Kind, PictureStyle, Treatment};
use super::style::{Cascade, SVG, SvgNode as _};
use super::{
    Artboard, Cuts, Fit, Fitting, Image, Pin, Pins, RoleRule, Slot, SlotContent, SlotShape, Top,
    Valign, entity,
};
use crate::color::Role;
use crate::diag::{Diagnostic, Place, Result, did_you_mean};
use crate::units::{Affine, Frame, Length, Pixels, SheetSize, Size};

/// Namespaces that a finished poster may still need.
pub(super) const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

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

/// Properties that a palette may colour.
const COLORED: [&str; 5] = ["fill", "stroke", "stop-color", "color", "flood-color"];

/// Reads one SVG file as an artboard. `file` is its name as the user would say it.
///
/// # Errors
/// The bytes are not UTF-8, not XML, not SVG, or have no size; a slot is given twice, or one of
/// its attributes has a value that is not known.
pub fn artboard(file: &str, bytes: Vec<u8>) -> Result<Artboard> {
    let source = String::from_utf8(bytes).map_err(|_| {
        Diagnostic::error("the layout is not text: an SVG file is")
            .at(Place::file(file))
            .hint("export it as plain SVG (not SVGZ, PNG or PDF)")
    })?;
    let source = entity::expand(source);
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(&source, options).map_err(|error| {
        let at = offset(&source, error.pos());
        Diagnostic::error(format!("the layout is not SVG: {error}"))
            .at(Place::span(file, &source, at..at))
            .hint("save it again as plain SVG")
    })?;
    let root = document.root_element();
    if !root.has_tag_name_in_svg("svg") {
        return Err(Diagnostic::error(format!(
            "the layout is not SVG: its outermost element is `<{}>`",
            root.tag_name().name()
        ))
        .at(Place::span(file, &source, root.range()))
        .hint("save it again as plain SVG"));
    }
    let (view, drawn) = size(root).ok_or_else(|| {
        Diagnostic::error("the layout has no size")
            .at(Place::span(file, &source, root.range()))
            .hint("give the `<svg>` element a `viewBox`, or `width` and `height`")
    })?;
    let reader = Reader {
        file,
        source: &source,
        cascade: Cascade::new(&document),
        names: Names::new(root),
        view,
    };
    let tops = reader.tops(root);
    let slots = reader.slots(root, &tops)?;
    let cuts = reader.cuts(root);
    let roles = reader.roles();
    let images = reader.images(root)?;
    let text_of = |name| {
        let node = root
            .children()
            .find(|child| child.has_tag_name_in_svg(name));
        collapse(node.and_then(|node| node.text()).unwrap_or_default())
    };
    let (title, idea) = (text_of("title"), text_of("desc"));
    Ok(Artboard {
        file: file.to_owned(),
        title,
        idea,
        view,
        drawn,
        slots,
        tops,
        cuts,
        roles,
        images,
        source,
    })
}

/// Byte offset of a line and column, both from 1, columns in characters.
fn offset(source: &str, pos: roxmltree::TextPos) -> usize {
    let line_start: usize = source
        .split_inclusive('\n')
        .take(pos.row.saturating_sub(1) as usize)
        .map(str::len)
        .sum();
    let line = source[line_start..].lines().next().unwrap_or_default();
    let column = line
        .char_indices()
        .nth(pos.col.saturating_sub(1) as usize)
        .map_or(line.len(), |(at, _)| at);
    line_start + column
}

/// The coordinate system and the drawn size of the root.
fn size(root: Node<'_, '_>) -> Option<(Frame, SheetSize)> {
    let view_box = root
        .attribute("viewBox")
        .and_then(|text| text.parse::<svgtypes::ViewBox>().ok())
        .and_then(|v| Frame::new(v.x, v.y, v.w, v.h));
    let side = |name| length(root, name).filter(|length| *length > 0.0);
    let view = view_box.or_else(|| Frame::new(0.0, 0.0, side("width")?, side("height")?))?;
    let width = side("width").unwrap_or(view.width);
    let height = side("height").unwrap_or(view.width.max(width) / width * view.height);
    let height = side("height").unwrap_or(if side("width").is_some() {
        width / view.aspect()
    } else {
        height
    });
    let on_paper = root.attribute("width").is_some_and(|text| {
        ["mm", "cm", "in", "pt", "pc"]
            .iter()
            .any(|unit| text.ends_with(unit))
    });
    let drawn = if on_paper {
        let length = |px: f64| Length::inch(px / 96.0);
        SheetSize::Paper(Size {
            width: length(width),
            height: length(height),
        })
    } else {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to the range of u32 first"
        )]
        let pixels = |px: f64| px.round().clamp(1.0, f64::from(u32::MAX)) as u32;
        SheetSize::Screen(Pixels {
            width: pixels(width),
            height: pixels(height),
        })
    };
    Some((view, drawn))
}

/// What reading one file needs at hand.
struct Reader<'a> {
    file: &'a str,
    source: &'a str,
    cascade: Cascade<'a>,
    names: Names,
    view: Frame,
}

impl<'a> Reader<'a> {
    fn place(&self, range: Range<usize>) -> Place {
        Place::span(self.file, self.source, range)
    }

    /// What pins hold: the elements below the root, and below the layers that only wrap them.
    fn tops(&self, root: Node<'a, 'a>) -> Vec<Top> {
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
        let layer = node.attribute((INKSCAPE, "groupmode")) == Some("layer");
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
    fn idle_clip(&self, node: Node<'a, 'a>) -> Option<Range<usize>> {
        let attribute = node.attribute_node("clip-path")?;
        let id = picture::reference(attribute.value())?;
        let clip = node
            .document()
            .root()
            .descendants()
            .find(|node| node.has_tag_name_in_svg("clipPath") && node.attribute("id") == Some(id))?;
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

    /// Whether an element directly below the root or a layer draws something by itself.
    fn is_drawn(&self, node: Node<'_, '_>) -> bool {
        !self.is_private(node) && !SILENT.contains(&node.tag_name().name())
    }

    /// What editors keep for themselves, comments (they may name people and paths), scripts,
    /// samples.
    fn is_private(&self, node: Node<'_, '_>) -> bool {
        is_private(node) || (node.is_element() && self.names.sample(node).is_some())
    }

    /// Whether an element stands in the drawing itself and not in a definition.
    fn is_reached(&self, node: Node<'_, '_>) -> bool {
        node.is_element()
            && node
                .ancestors()
                .filter(|ancestor| ancestor.is_element() && ancestor.parent_element().is_some())
                .all(|ancestor| self.is_drawn(ancestor))
    }

    /// The slot that an element is: by its own name, or by that of the group that programs put
    /// around a named object.
    fn slot_id(&self, node: Node<'a, 'a>) -> Option<String> {
        if node.has_tag_name_in_svg("g") {
            return None;
        }
        self.names.slot(node).or_else(|| {
            let mut groups = node
                .ancestors()
                .skip(1)
                .take_while(|group| group.has_tag_name_in_svg("g"));
            groups.find_map(|group| {
                let id = self.names.slot(group)?;
                let mut inside = group.descendants().filter(Node::is_element);
                let first = inside.find(|node| {
                    ["rect", "text", "image", "flowRoot"].contains(&node.tag_name().name())
                        && self.is_reached(*node)
                })?;
                (first == node).then_some(id)
            })
        })
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

    fn font_size(&self, node: Node<'a, 'a>) -> f64 {
        self.cascade
            .inherited(node, "font-size")
            .and_then(|text| length_in_units(text, None))
            .unwrap_or(Fitting::default().drawn_size)
    }

    fn slots(&self, root: Node<'a, 'a>, tops: &[Top]) -> Result<Vec<Slot>> {
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
    fn named(
        &self,
        node: Node<'a, 'a>,
        id: String,
        kind: Kind,
        tops: &[Top],
    ) -> Result<Slot> {
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
                .lines(node)?
                .unwrap_or(if anchored { (1, 1) } else { default.lines }),
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
            optional: self.word(node, "data-optional", &["false", "true"])? == Some("true"),
            grow: node.attribute("data-grow").map(str::to_owned),
            hyphenate: self.word(node, "data-hyphenate", &["false", "true"])? == Some("true"),
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

    fn lines(&self, node: Node<'a, 'a>) -> Result<Option<(usize, usize)>> {
        let Some(attribute) = node.attribute_node("data-lines") else {
            return Ok(None);
        };
        let text = attribute.value();
        let (low, high) = text.split_once("..").unwrap_or((text, text));
        match (low.trim().parse(), high.trim().parse()) {
            (Ok(low), Ok(high)) if 1 <= low && low <= high => Ok(Some((low, high))),
            _ => Err(
                Diagnostic::error(format!("`data-lines` is not a number of lines: `{text}`"))
                    .at(self.place(attribute.range()))
                    .hint("write `1..6`, or one number"),
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

    fn roles(&self) -> Vec<RoleRule> {
        let mut rules: Vec<RoleRule> = Vec::new();
        let mut emphasis = Vec::new();
        for (selector, property, value) in self.cascade.declarations() {
            let Some(property) = COLORED.into_iter().find(|name| *name == property) else {
                continue;
            };
            let own = value.parse().ok();
            if value == "none" || value.starts_with("url(") {
                continue;
            }
            let last = selector.rsplit([' ', '>']).next().unwrap_or_default();
            // The matcher writes the class `.ink` as `[class~='ink']`.
            let mut classes = last
                .split("[class~='")
                .skip(1)
                .filter_map(|rest| rest.split('\'').next());
            if let Some(role) = classes.clone().find_map(Role::from_class) {
                rules.push(RoleRule {
                    role,
                    selector,
                    property,
                    own,
                });
            } else if classes.any(|class| class == "emphasis") {
                emphasis.push((selector, property, own));
            }
        }
        // Emphasized words follow the role whose colour they were drawn in.
        for (selector, property, own) in emphasis {
            let order = [Role::Accent, Role::Second, Role::Ink, Role::Paper];
            let role = order.into_iter().find(|role| {
                rules
                    .iter()
                    .any(|rule| rule.role == *role && own.is_some() && rule.own == own)
            });
            rules.extend(role.map(|role| RoleRule {
                role,
                selector,
                property,
                own,
            }));
        }
        rules
    }

    /// Pictures that stand in files beside the layout.
    fn images(&self, root: Node<'a, 'a>) -> Result<Vec<Image>> {
        let mut images = Vec::new();
        for node in root
            .descendants()
            .filter(|node| node.has_tag_name_in_svg("image"))
        {
            // What stands in the place of a user's picture goes, wherever it came from.
            let gone = node
                .ancestors()
                .filter(Node::is_element)
                .any(|around| self.is_private(around));
            if gone || self.slot_id(node).is_some() {
                continue;
            }
            let href = node
                .attribute_node("href")
                .or_else(|| node.attribute_node((XLINK, "href")));
            let Some(href) = href.filter(|href| !href.value().trim_start().starts_with("data:"))
            else {
                continue;
            };
            let name = href.value().trim().trim_start_matches("./");
            let outside = name.contains("://")
                || name.starts_with(['/', '\\'])
                || name.contains(':')
                || name.split(['/', '\\']).any(|step| step == "..");
            if outside || name.is_empty() {
                return Err(Diagnostic::error(format!(
                    "the picture `{name}` is not in the layout's folder"
                ))
                .at(self.place(href.range()))
                .hint("embed it, or put it beside the layout and link to it by its file name"));
            }
            images.push(Image {
                name: name.to_owned(),
                range: href.range_value(),
                bytes: Vec::new(),
            });
        }
        Ok(images)
    }

    fn cuts(&self, root: Node<'a, 'a>) -> Cuts {
        let head = root.range().start..tag_end(self.source, root.range().start);
        let mut removed = Vec::new();
        let mut with_slot = Vec::new();
        let mut without_slot = Vec::new();
        for node in root.descendants().skip(1) {
            if self.is_private(node) {
                removed.push(node.range());
                continue;
            }
            if !node.is_element() {
                continue;
            }
            with_slot.extend(self.names.with(node).map(|id| (id, node.range())));
            without_slot.extend(self.names.without(node).map(|id| (id, node.range())));
            removed.extend(self.idle_clip(node));
            let foreign = node.attributes().filter(|attribute| is_foreign(attribute));
            removed.extend(foreign.map(|attribute| attribute.range()));
        }
        let end = root.range().end;
        let tail = self.source[..end]
            .rfind("</")
            .filter(|at| *at >= head.end)
            .unwrap_or(end);
        Cuts {
            head,
            root_attributes: root_attributes(root),
            tail,
            removed,
            with_slot,
            without_slot,
        }
    }
}

/// Elements that draw nothing where they stand.
const SILENT: [&str; 14] = [
    "defs",
    "style",
    "title",
    "desc",
    "metadata",
    "script",
    "symbol",
    "clipPath",
    "mask",
    "linearGradient",
    "radialGradient",
    "pattern",
    "filter",
    "marker",
];

/// The classes of a slot and of the span inside that says how its words look.
fn classes(node: Node<'_, '_>, style: Node<'_, '_>) -> String {
    let outer = node.attribute("class").unwrap_or_default();
    match style.attribute("class") {
        Some(inner) if style != node => format!("{outer} {inner}").trim().to_owned(),
        _ => outer.to_owned(),
    }
}

/// What editors keep for themselves, comments (they may name people and paths), scripts.
fn is_private(node: Node<'_, '_>) -> bool {
    let foreign = node.is_element()
        && node
            .tag_name()
            .namespace()
            .is_some_and(|namespace| namespace != SVG);
    let unwanted = node.is_element() && ["metadata", "script", "foreignObject"].contains(&node.tag_name().name());
    // The poster's title is its slogan, not the layout's.
    let heading = (node.has_tag_name_in_svg("title") || node.has_tag_name_in_svg("desc"))
        && node.parent_element() == Some(node.document().root_element());
    foreign || unwanted || heading || node.is_comment() || node.is_pi()
}

fn is_foreign(attribute: &roxmltree::Attribute<'_, '_>) -> bool {
    attribute
        .namespace()
        .is_some_and(|namespace| ![SVG, XLINK, XML].contains(&namespace))
}

/// The root's attributes that a finished poster keeps.
fn root_attributes(root: Node<'_, '_>) -> String {
    let replaced = [
        "width",
        "height",
        "viewBox",
        "x",
        "y",
        "version",
        "baseProfile",
    ];
    let mut kept = String::new();
    for attribute in root.attributes() {
        if attribute.namespace().is_none() && !replaced.contains(&attribute.name()) {
            let _ = write!(
                kept,
                " {}=\"{}\"",
                attribute.name(),
                escape(attribute.value())
            );
        }
    }
    kept
}

/// Where the start tag that begins at `start` ends, quotes respected.
fn tag_end(source: &str, start: usize) -> usize {
    let mut quote = None;
    for (at, byte) in source.bytes().enumerate().skip(start) {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return at + 1,
            _ => {}
        }
    }
    source.len()
}

/// A value as it stands between double quotes in XML.
pub fn escape(value: &str) -> String {
    value
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
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

/// A line of a `<text>` that is not a slot.
struct FixedLine<'a> {
    words: String,
    x: f64,
    y: f64,
    /// The element whose style its first words have.
    styled: Node<'a, 'a>,
}

/// Lines of a `<text>` that is not a slot: a new one begins wherever a `<tspan>` states a position.
fn fixed_lines<'a>(text: Node<'a, 'a>) -> Vec<FixedLine<'a>> {
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

/// Runs of white space as one space, none at the ends.
fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(svg: &str) -> Artboard {
        artboard("t.svg", svg.as_bytes().to_vec()).unwrap()
    }

    #[test]
    fn slots_are_found_by_attribute_and_by_id() {
        let board = read(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">
              <rect data-slot="slogan" x="10" y="5" width="80" height="20" data-lines="2"/>
              <g transform="translate(1 2)"><rect id="slot-note_2" width="5" height="5"/></g>
            </svg>"#,
        );
        let ids: Vec<_> = board.slots.iter().map(|slot| slot.id.as_str()).collect();
        assert_eq!(ids, ["slogan", "note"]);
        assert_eq!(board.slots[0].fitting.lines, (2, 2));
        assert_eq!(board.slots[1].parent, Affine::translate(1.0, 2.0));
    }

    #[test]
    fn rules_win_over_attributes_and_roles_are_remembered() {
        let board = read(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
              <style>.ink{fill:#111;font-family:"Anton"} .accent,.emphasis{fill:#d00}</style>
              <rect class="ink" fill="#fff" data-slot="slogan" width="5" height="5"/>
            </svg>"##,
        );
        assert_eq!(board.slots[0].fill, "#111");
        assert_eq!(board.slots[0].style.families, ["Anton"]);
        assert_eq!(board.own_color(Role::Ink), Some("#111".parse().unwrap()));
        let emphasis = board
            .roles
            .iter()
            .find(|rule| rule.selector.contains("emphasis"))
            .unwrap();
        assert_eq!(emphasis.role, Role::Accent);
    }

    #[test]
    fn a_slot_drawn_twice_is_refused() {
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
<rect data-slot="a" width="1" height="1"/>
<rect data-slot="a" width="1" height="1"/></svg>"#;
        let error = artboard("t.svg", svg.as_bytes().to_vec()).unwrap_err();
        assert_eq!(error.message, "slot `a` is drawn twice");
        assert_eq!(error.place.unwrap().line_column, Some((3, 1)));
    }

    #[test]
    fn lines_of_fixed_text_follow_their_tspans() {
        let board = read(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
              <text x="1" y="2">one <tspan>two</tspan><tspan x="1" dy="3">three</tspan></text></svg>"#,
        );
        let lines: Vec<_> = board
            .slots
            .iter()
            .map(|slot| (&slot.content, slot.shape))
            .collect();
        assert_eq!(*lines[0].0, SlotContent::Fixed("one two".into()));
        assert_eq!(*lines[1].0, SlotContent::Fixed("three".into()));
        assert_eq!(lines[1].1, SlotShape::Anchor { x: 1.0, y: 5.0 });
    }
}
