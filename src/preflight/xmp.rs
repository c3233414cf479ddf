//! Looks up values in an XMP packet by their usual names, without reading it as XML.
//!
//! A packet may come from anywhere and be broken; what a shop's software finds in it is found by name.

use super::filter;
use super::source::Source;

/// XMP beyond this is somebody's editing history.
const LARGEST: usize = 4 << 20;

/// The packet of the catalogue, as text.
pub(super) fn read(source: &Source) -> Option<String> {
    let stream = source.stream(source.catalog()?, "Metadata")?;
    let bytes = filter::plain(source, stream, LARGEST).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The value of a property such as `dc:title`, written as an element or as an attribute.
pub(super) fn value(packet: &str, name: &str) -> Option<String> {
    element(packet, name)
        .or_else(|| attribute(packet, name))
        .filter(|value| !value.is_empty())
}

fn element(packet: &str, name: &str) -> Option<String> {
    let open = format!("<{name}");
    let (_, rest) = packet
        .split_once(&open)
        .filter(|(_, rest)| rest.starts_with(['>', ' ', '\n']))?;
    let (_, rest) = rest.split_once('>')?;
    let (inner, _) = rest.split_once(&format!("</{name}>"))?;
    let mut texts = Vec::new();
    for piece in inner.split('<') {
        let text = piece.split_once('>').map_or(piece, |(_, text)| text);
        let text = unescape(text.trim());
        if !text.is_empty() {
            texts.push(text);
        }
    }
    // Of alternatives in several languages the first is the default one.
    if inner.contains("<rdf:Alt") {
        texts.truncate(1);
    }
    Some(texts.join(", "))
}

fn attribute(packet: &str, name: &str) -> Option<String> {
    let (_, rest) = packet
        .split_once(&format!("{name}="))
        .map(|(head, rest)| (head, rest.trim_start()))?;
    let quote = rest.chars().next().filter(|quote| "\"'".contains(*quote))?;
    let (value, _) = rest[1..].split_once(quote)?;
    Some(unescape(value.trim()))
}

fn unescape(text: &str) -> String {
    let plain = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    plain.replace("&apos;", "'").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_as_elements_lists_and_attributes() {
        let packet = "<rdf:Description pdf:Trapped='False'><dc:title><rdf:Alt><rdf:li \
            xml:lang=\"x-default\">Bread &amp; roses</rdf:li><rdf:li xml:lang=\"de\">Brot</rdf:li></rdf:Alt></dc:title>\
            <xmp:CreateDate>2024-01-19</xmp:CreateDate></rdf:Description>";
        let value = |name| value(packet, name);
        assert_eq!(value("dc:title").as_deref(), Some("Bread & roses"));
        assert_eq!(value("xmp:CreateDate").as_deref(), Some("2024-01-19"));
        assert_eq!(value("pdf:Trapped").as_deref(), Some("False"));
        assert_eq!(value("dc:creator"), None);
    }
}
