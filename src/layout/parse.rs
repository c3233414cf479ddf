//! From the bytes of an SVG file to an [`Artboard`].

use std::fmt::Write as _;
use std::ops::Range;

use roxmltree::{Document, Node, ParsingOptions};

use super::geometry::{bounds, frame, length, length_in_units, transform};
use super::style::{Cascade, SVG, SvgNode as _};
use super::{
    Artboard, Cuts, Fit, Fitting, Image, Pin, Pins, RoleRule, Slot, SlotContent, SlotShape, Top,
    Valign,
};
use crate::color::Role;
use crate::diag::{Diagnostic, Place, Result, did_you_mean};
use crate::units::{Affine, Frame, Length, Pixels, SheetSize, Size};

/// Namespaces that a finished poster may still need.
const XLINK: &str = "http://www.w3.org/1999/xlink";
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
    view: Frame,
}

impl<'a> Reader<'a> {
    fn place(&self, range: Range<usize>) -> Place {
        Place::span(self.file, self.source, range)
    }

    fn tops(&self, root: Node<'a, 'a>) -> Vec<Top> {
        root.children()
            .filter(|child| child.is_element() && is_drawn(*child))
            .map(|child| {
                let bounds = bounds(child, self.view);
                let straight = transform(child).b == 0.0 && transform(child).c == 0.0;
                let plain = ["rect", "line"].contains(&child.tag_name().name());
                let holds_slot = child.descendants().any(|node| slot_id(node).is_some());
                let touches = bounds.is_some_and(|b| touches(b, self.view));
                Top {
                    range: child.range(),
                    pins: pins(child.attribute("data-pin").unwrap_or_default()),
                    bounds,
                    stretches: (plain && straight) || touches || (holds_slot && straight),
                }
            })
            .collect()
    }

    fn slots(&self, root: Node<'a, 'a>, tops: &[Top]) -> Result<Vec<Slot>> {
        let mut slots: Vec<Slot> = Vec::new();
        for node in root.descendants().filter(|node| is_reached(*node)) {
            if node.attribute("data-sample").is_some() {
                continue;
            }
            let id = slot_id(node);
            let kind = node.tag_name().name();
            match (id, kind) {
                (Some(id), "rect" | "text") => {
                    if let Some(twin) = slots.iter().find(|slot| slot.id == id) {
                        let first = self.place(twin.range.clone()).line_column;
                        return Err(Diagnostic::error(format!("slot `{id}` is drawn twice"))
                            .at(self.place(node.range()))
                            .hint(format!(
                                "the first is at line {}; give one of them another name",
                                first.map_or(0, |(line, _)| line)
                            )));
                    }
                    let shape = self.shape(node)?;
                    slots.push(self.slot(node, id, SlotContent::Fill, shape, tops)?);
                }
                (None, "text") => {
                    for (words, x, y) in fixed_lines(node) {
                        let content = SlotContent::Fixed(words);
                        let mut slot = self.slot(
                            node,
                            String::new(),
                            content,
                            SlotShape::Anchor { x, y },
                            tops,
                        )?;
                        slot.fitting = Fitting {
                            fit: Fit::Keep,
                            lines: (1, 1),
                            drawn_size: slot.fitting.drawn_size,
                            ..Fitting::default()
                        };
                        slots.push(slot);
                    }
                }
                _ => {}
            }
        }
        Ok(slots)
    }

    fn shape(&self, node: Node<'a, 'a>) -> Result<SlotShape> {
        if node.tag_name().name() == "text" {
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

    fn slot(
        &self,
        node: Node<'a, 'a>,
        id: String,
        content: SlotContent,
        shape: SlotShape,
        tops: &[Top],
    ) -> Result<Slot> {
        let size = self
            .cascade
            .inherited(node, "font-size")
            .and_then(|text| length_in_units(text, None))
            .unwrap_or(Fitting::default().drawn_size);
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
            style: self.cascade.text_style(node, size),
            fitting: self.fitting(node, size, shape)?,
            paint: self.paint(node),
            classes: node.attribute("class").unwrap_or_default().to_owned(),
            fill: self
                .cascade
                .inherited(node, "fill")
                .unwrap_or("#000")
                .to_owned(),
        })
    }

    fn paint(&self, node: Node<'a, 'a>) -> String {
        let inherited = PAINT_INHERITED
            .iter()
            .filter_map(|name| Some((*name, self.cascade.inherited(node, name)?)));
        let own = PAINT_OWN
            .iter()
            .filter_map(|name| Some((*name, self.cascade.declared(node, name)?)));
        let mut paint = String::new();
        for (name, value) in inherited.chain(own) {
            // A blend mode is a style property only; the others are attributes that rules outrank.
            let written = if name == "mix-blend-mode" {
                format!(" style=\"{name}:{}\"", escape(value))
            } else {
                format!(" {name}=\"{}\"", escape(value))
            };
            paint.push_str(&written);
        }
        paint
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
        for node in root.descendants().skip(1) {
            if is_private(node) {
                removed.push(node.range());
                continue;
            }
            if let Some(id) = node.attribute("data-with") {
                with_slot.push((id.to_owned(), node.range()));
            }
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
        }
    }
}

/// The name of a slot: `data-slot`, or an id `slot-NAME` with the suffixes that drawing programs
/// add when they copy (`slot-slogan_2`, `slot-slogan-1`, `slot-slogan_00000123_`).
fn slot_id(node: Node<'_, '_>) -> Option<String> {
    if let Some(name) = node.attribute("data-slot") {
        return (!name.trim().is_empty()).then(|| name.trim().to_owned());
    }
    let name = node.attribute("id")?.strip_prefix("slot-")?;
    let name = match name.rsplit_once(['_', '-']) {
        Some((stem, digits)) if !stem.is_empty() && digits.chars().all(|c| c.is_ascii_digit()) => {
            stem
        }
        _ => name,
    };
    (!name.is_empty()).then(|| name.to_owned())
}

/// Whether an element directly below the root draws something by itself.
fn is_drawn(node: Node<'_, '_>) -> bool {
    let silent = [
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
    !is_private(node)
        && !silent.contains(&node.tag_name().name())
        && node.attribute("data-sample").is_none()
}

/// Whether an element stands in the drawing itself and not in a definition.
fn is_reached(node: Node<'_, '_>) -> bool {
    node.is_element()
        && node
            .ancestors()
            .filter(|ancestor| ancestor.is_element() && ancestor.parent_element().is_some())
            .all(is_drawn)
}

/// What editors keep for themselves, comments (they may name people and paths), scripts, samples.
fn is_private(node: Node<'_, '_>) -> bool {
    let foreign = node.is_element()
        && node
            .tag_name()
            .namespace()
            .is_some_and(|namespace| namespace != SVG);
    let unwanted = node.is_element() && ["metadata", "script"].contains(&node.tag_name().name());
    // The poster's title is its slogan, not the layout's.
    let heading = (node.has_tag_name_in_svg("title") || node.has_tag_name_in_svg("desc"))
        && node.parent_element() == Some(node.document().root_element());
    let sample = node.is_element() && node.attribute("data-sample").is_some();
    foreign || unwanted || heading || sample || node.is_comment() || node.is_pi()
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

/// Lines of a `<text>` that is not a slot: a new one begins wherever a `<tspan>` states a position.
fn fixed_lines(text: Node<'_, '_>) -> Vec<(String, f64, f64)> {
    let start = (
        length(text, "x").unwrap_or(0.0),
        length(text, "y").unwrap_or(0.0),
    );
    let mut lines = vec![(String::new(), start.0, start.1)];
    for node in text.descendants().skip(1) {
        if node.is_element() {
            let (x, y) = (length(node, "x"), length(node, "y"));
            let dy = length(node, "dy");
            if x.is_some() || y.is_some() || dy.is_some() {
                let (_, old_x, old_y) = lines[lines.len() - 1];
                let next = y.unwrap_or(old_y) + dy.unwrap_or(0.0);
                lines.push((String::new(), x.unwrap_or(old_x), next));
            }
        } else if let Some(words) = node.text().filter(|_| node.is_text()) {
            let last = lines.len() - 1;
            lines[last].0.push_str(words);
        }
    }
    for line in &mut lines {
        line.0 = collapse(&line.0);
    }
    lines.retain(|line| !line.0.is_empty());
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
