//! What a filled poster leaves out of the drawing: what editors keep for themselves, samples, the
//! root's own size.

use std::fmt::Write as _;

use roxmltree::Node;

use super::Cuts;
use super::parse::Reader;
use super::style::{SVG, SvgNode as _};

/// Namespaces that a finished poster may still need.
pub(super) const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

impl<'a> Reader<'a> {
    pub(super) fn cuts(&self, root: Node<'a, 'a>) -> Cuts {
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

/// What editors keep for themselves, comments (they may name people and paths), scripts.
pub(super) fn is_private(node: Node<'_, '_>) -> bool {
    let foreign = is_foreign_element(node);
    let unwanted = node.is_element()
        && ["metadata", "script", "foreignObject"].contains(&node.tag_name().name());
    // The poster's title is its slogan, not the layout's.
    let heading = (node.has_tag_name_in_svg("title") || node.has_tag_name_in_svg("desc"))
        && node.parent_element() == Some(node.document().root_element());
    foreign || unwanted || heading || node.is_comment() || node.is_pi()
}

/// Whether an element is of no drawing's language.
pub(super) fn is_foreign_element(node: Node<'_, '_>) -> bool {
    let namespace = node.tag_name().namespace();
    node.is_element() && namespace.is_some_and(|namespace| namespace != SVG)
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
