//! From the bytes of an SVG file to an [`Artboard`].

use std::ops::Range;

use roxmltree::{Document, Node, ParsingOptions};

use super::cuts::is_private;
use super::geometry::{length, length_in_units};
use super::name::Names;
use super::style::{Cascade, SvgNode as _};
use super::{Artboard, Fitting, entity};
use crate::diag::{Diagnostic, Place, Result};
use crate::units::{Frame, Length, Pixels, SheetSize, Size};

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
pub(super) struct Reader<'a> {
    pub(super) file: &'a str,
    pub(super) source: &'a str,
    pub(super) cascade: Cascade<'a>,
    pub(super) names: Names,
    pub(super) view: Frame,
}

impl<'a> Reader<'a> {
    pub(super) fn place(&self, range: Range<usize>) -> Place {
        Place::span(self.file, self.source, range)
    }

    /// Whether an element directly below the root or a layer draws something by itself.
    pub(super) fn is_drawn(&self, node: Node<'_, '_>) -> bool {
        !self.is_private(node) && !SILENT.contains(&node.tag_name().name())
    }

    /// What editors keep for themselves, comments (they may name people and paths), scripts,
    /// samples.
    pub(super) fn is_private(&self, node: Node<'_, '_>) -> bool {
        is_private(node) || (node.is_element() && self.names.sample(node).is_some())
    }

    /// Whether an element stands in the drawing itself and not in a definition.
    pub(super) fn is_reached(&self, node: Node<'_, '_>) -> bool {
        node.is_element()
            && node
                .ancestors()
                .filter(|ancestor| ancestor.is_element() && ancestor.parent_element().is_some())
                .all(|ancestor| self.is_drawn(ancestor))
    }

    /// The slot that an element is: by its own name, or by that of the group that programs put
    /// around a named object.
    pub(super) fn slot_id(&self, node: Node<'a, 'a>) -> Option<String> {
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

    pub(super) fn font_size(&self, node: Node<'a, 'a>) -> f64 {
        self.cascade
            .inherited(node, "font-size")
            .and_then(|text| length_in_units(text, None))
            .unwrap_or(Fitting::default().drawn_size)
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

/// Runs of white space as one space, none at the ends.
pub(super) fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::{SlotContent, SlotShape};
    use super::*;
    use crate::color::Role;
    use crate::units::Affine;

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
