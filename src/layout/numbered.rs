//! A finished document whose drawn elements all have an id, so that what a painter or a print shop
//! points at can be followed back to the element.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use roxmltree::{Document, Node, ParsingOptions};

/// Elements that draw something, or hold what does.
const DRAWN: [&str; 10] = [
    "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "image", "use", "g",
];

/// The same document with an id at each element that draws, and where each id stands in `svg`.
/// `None` if it is not well-formed.
pub fn numbered(svg: &str) -> Option<(String, BTreeMap<String, Range<usize>>)> {
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(svg, options).ok()?;
    let mut out = String::with_capacity(svg.len() + svg.len() / 4);
    let (mut at, mut places) = (0, BTreeMap::new());
    let drawn = |node: &Node| node.is_element() && DRAWN.contains(&node.tag_name().name());
    for (number, node) in document.descendants().filter(drawn).enumerate() {
        let range = node.range();
        let id = if let Some(id) = node.attribute("id") {
            id.to_owned()
        } else {
            let id = format!("pasteup-{number}");
            let ends = |c: char| c.is_whitespace() || c == '/' || c == '>';
            let end_of_name = range.start + 1 + svg[range.start + 1..].find(ends)?;
            let _ = write!(out, "{} id=\"{id}\"", &svg[at..end_of_name]);
            at = end_of_name;
            id
        };
        // Of two elements with one id, the first is the one that everybody means.
        places.entry(id).or_insert(range);
    }
    out.push_str(&svg[at..]);
    Some((out, places))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_an_id_keeps_it() {
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg"><g><rect id="a"/><path
 d=""/></g></svg>"#;
        let (out, places) = numbered(svg).unwrap();
        assert_eq!(
            out,
            r#"<svg xmlns="http://www.w3.org/2000/svg"><g id="pasteup-0"><rect id="a"/><path id="pasteup-2"
 d=""/></g></svg>"#
        );
        assert_eq!(&svg[places["a"].clone()], r#"<rect id="a"/>"#);
        assert!(svg[places["pasteup-2"].clone()].starts_with("<path\n"));
    }
}
