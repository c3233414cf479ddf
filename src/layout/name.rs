//! What designers call their objects: names that drawing programs keep in different places.
//!
//! Pasteup's own attributes (`data-slot`, `data-sample`, `data-with`, `data-without`) come first.
//! Programs that keep no such attributes keep the object's name, so a name that starts with
//! `slot-`, `sample-`, `with-` or `without-` says the same.

use std::collections::BTreeSet;

use roxmltree::Node;

/// Namespaces in which programs keep the name that the designer typed.
const INKSCAPE: &str = "http://www.inkscape.org/namespaces/inkscape";
const SERIF: &str = "http://www.serif.com/";

/// The names of all objects of a document, to tell a copy's suffix from a name of its own.
#[derive(Debug, Default)]
pub struct Names(BTreeSet<String>);

impl Names {
    /// Collects the names of a document.
    pub fn new(root: Node<'_, '_>) -> Self {
        let names = root.descendants().filter(Node::is_element);
        Self(names.filter_map(typed).collect())
    }

    /// The slot that an element is, if it is one.
    pub fn slot(&self, node: Node<'_, '_>) -> Option<String> {
        self.of(node, "data-slot", "slot-")
    }

    /// The slot of which an element shows sample words; empty for `data-sample` without a name.
    pub fn sample(&self, node: Node<'_, '_>) -> Option<String> {
        match node.attribute("data-sample") {
            Some(name) => Some(name.trim().to_owned()),
            None => self.of(node, "data-sample", "sample-"),
        }
    }

    /// The slot together with which an element vanishes.
    pub fn with(&self, node: Node<'_, '_>) -> Option<String> {
        self.of(node, "data-with", "with-")
    }

    /// The slot that, when filled, makes an element vanish.
    pub fn without(&self, node: Node<'_, '_>) -> Option<String> {
        self.of(node, "data-without", "without-")
    }

    fn of(&self, node: Node<'_, '_>, attribute: &str, prefix: &str) -> Option<String> {
        if let Some(name) = node.attribute(attribute) {
            return (!name.trim().is_empty()).then(|| name.trim().to_owned());
        }
        let full = typed(node)?;
        let name = full.strip_prefix(prefix)?;
        // `slot-slogan-2` is a copy of `slot-slogan`, unless that one is there as well: then the
        // designer means a second slogan.
        let stem = without_suffix(name);
        let own = name.contains('-') && self.0.contains(&format!("{prefix}{stem}"));
        let name = if own && !is_counted_twice(name) {
            name
        } else {
            stem
        };
        (!name.is_empty()).then(|| name.to_owned())
    }
}

/// The name that the designer typed, where the program keeps it.
fn typed(node: Node<'_, '_>) -> Option<String> {
    let kept = [
        node.attribute((INKSCAPE, "label")),
        node.attribute((SERIF, "id")),
        node.attribute("data-name"),
        node.attribute("data-testid"),
    ];
    let prefixes = ["slot-", "sample-", "with-", "without-"];
    let speaks = |name: &str| prefixes.iter().any(|prefix| name.starts_with(prefix));
    let names = kept.into_iter().flatten().chain(node.attribute("id"));
    names.map(unescape).find(|name| speaks(name))
}

/// Illustrator writes characters that an id cannot have as `_x5F_`, in hexadecimal.
fn unescape(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(at) = rest.find("_x") {
        let after = &rest[at + 2..];
        let code = after.split('_').next().unwrap_or_default();
        let decoded = after
            .get(code.len()..code.len() + 1)
            .filter(|_| (2..=6).contains(&code.len()))
            .and_then(|_| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32);
        out.push_str(&rest[..at]);
        if let Some(c) = decoded {
            out.push(c);
            rest = &after[code.len() + 1..];
        } else {
            out.push_str("_x");
            rest = after;
        }
    }
    out.push_str(rest);
    out.trim().to_owned()
}

/// A name without the suffix that programs add to copies: `_2`, `-1`, `_00000123_`, `_1_`.
fn without_suffix(name: &str) -> &str {
    let bare = name.strip_suffix('_').unwrap_or(name);
    match bare.rsplit_once(['_', '-']) {
        Some((stem, digits)) if !stem.is_empty() && is_number(digits) => without_suffix(stem),
        _ => bare,
    }
}

/// Whether a suffix is one that only a program writes.
fn is_counted_twice(name: &str) -> bool {
    name.ends_with('_')
        || name
            .rsplit_once('_')
            .is_some_and(|(_, digits)| is_number(digits))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_of_copies_go_and_escapes_are_read() {
        assert_eq!(without_suffix("slogan_2"), "slogan");
        assert_eq!(without_suffix("slogan-1"), "slogan");
        assert_eq!(without_suffix("slogan_00000123456789_"), "slogan");
        assert_eq!(without_suffix("name-b"), "name-b");
        assert_eq!(unescape("slot-slogan_x5F_2"), "slot-slogan_2");
        assert_eq!(unescape("slot-a_x3A_b"), "slot-a:b");
        assert_eq!(unescape("slot_xylophone"), "slot_xylophone");
    }

    #[test]
    fn a_number_is_a_name_where_the_first_is_there_too() {
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg"><rect id="slot-slogan"/><rect id="slot-slogan-2"/><rect id="slot-note-1"/></svg>"#;
        let document = roxmltree::Document::parse(svg).unwrap();
        let names = Names::new(document.root());
        let found: Vec<_> = document
            .descendants()
            .filter_map(|n| names.slot(n))
            .collect();
        assert_eq!(found, ["slogan", "slogan-2", "note"]);
    }
}
