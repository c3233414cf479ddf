//! The XMP packet: what the document is called, and nothing about who made it, where or when.

use crate::lang::Lang;

/// An XMP packet (ISO 16684-1) with the title in the artwork's language.
pub fn packet(title: &str, lang: &Lang) -> String {
    let title = escape(title);
    let in_own_language = if lang.is_unknown() {
        String::new()
    } else {
        format!(r#"<rdf:li xml:lang="{lang}">{title}</rdf:li>"#)
    };
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li>{in_own_language}</rdf:Alt></dc:title>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"#,
        bom = '\u{FEFF}'
    )
}

/// Text as XML takes it; what XML cannot hold at all becomes a space.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => escaped.push(' '),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_escaped() {
        let xmp = packet("Нет <пыткам> & тюрьмам\u{1}", &"ru".parse().unwrap());
        assert!(xmp.contains("Нет &lt;пыткам&gt; &amp; тюрьмам "));
        assert!(xmp.contains(r#"xml:lang="ru""#));
        assert!(usvg::roxmltree::Document::parse(xmp.trim_start_matches('\u{FEFF}')).is_ok());
    }
}
