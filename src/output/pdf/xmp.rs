//! The XMP packet: what the document is called, and nothing about who made it, where or when.

use crate::lang::Lang;

/// What a packet says besides the title, for files that keep to a standard.
#[derive(Clone, Debug, PartialEq)]
pub struct Stamp {
    /// The date, as ISO 8601 has it.
    pub date: String,
    /// What identifies the document, 32 hexadecimal digits.
    pub id: String,
    /// The standard as PDF/X-4 wants it named.
    pub standard: Option<&'static str>,
}

/// An XMP packet (ISO 16684-1) with the title in the artwork's language.
pub fn packet(title: &str, lang: &Lang, stamp: Option<&Stamp>) -> String {
    let title = escape(title);
    let in_own_language = if lang.is_unknown() {
        String::new()
    } else {
        format!(r#"<rdf:li xml:lang="{lang}">{title}</rdf:li>"#)
    };
    let stamp = stamp.map_or_else(String::new, stamped);
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li>{in_own_language}</rdf:Alt></dc:title>
</rdf:Description>
{stamp}</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"#,
        bom = '\u{FEFF}'
    )
}

/// The properties that PDF/X asks for. The identifiers come from the content, so that they differ
/// between posters and not between runs.
fn stamped(stamp: &Stamp) -> String {
    let Stamp { date, id, standard } = stamp;
    let uuid = format!(
        "uuid:{}-{}-{}-{}-{}",
        &id[..8],
        &id[8..12],
        &id[12..16],
        &id[16..20],
        &id[20..32]
    );
    let marker = standard.map_or_else(String::new, |name| {
        format!(
            "<rdf:Description rdf:about=\"\" xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\">\n\
             <pdfxid:GTS_PDFXVersion>{name}</pdfxid:GTS_PDFXVersion>\n</rdf:Description>\n"
        )
    });
    format!(
        r#"<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
<xmpMM:DocumentID>{uuid}</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdf:Trapped>False</pdf:Trapped>
</rdf:Description>
{marker}"#
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
        let xmp = packet("Нет <пыткам> & тюрьмам\u{1}", &"ru".parse().unwrap(), None);
        assert!(xmp.contains("Нет &lt;пыткам&gt; &amp; тюрьмам "));
        assert!(xmp.contains(r#"xml:lang="ru""#));
        assert!(usvg::roxmltree::Document::parse(xmp.trim_start_matches('\u{FEFF}')).is_ok());
    }
}
