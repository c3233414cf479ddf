//! Elements that cannot be, that were meant otherwise, or that say too much.

use roxmltree::Node;

use super::super::cuts::is_foreign_element;
use super::super::style::SvgNode as _;
use super::{Checker, shortened};
use crate::diag::{Diagnostic, did_you_mean};

/// The data attributes that mean something.
const ATTRIBUTES: [&str; 21] = [
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
    "data-treatment",
    "data-with",
    "data-without",
    "data-sample",
    "data-pin",
    "data-safe",
    "data-name",
    "data-testid",
];

impl<'a> Checker<'a> {
    /// Elements that cannot be, that were meant otherwise, or that say too much.
    pub(super) fn elements(&self) -> Vec<Diagnostic> {
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
}
