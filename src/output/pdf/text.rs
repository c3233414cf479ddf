//! Invisible text over the outlines, for search and copy.

use std::collections::BTreeMap;

use printpdf::font::{FontMetrics, FontType, PdfFontMetricsStub};
use printpdf::text::Codepoint;
use printpdf::{
    FontId, Op, ParsedFont, PdfFont, PdfFontHandle, Pt, TextItem, TextMatrix, TextRenderingMode,
};

use super::font;
use super::sheaf::{Resource, Sheaf, Stream, convert_affine};
use crate::compose::TextLine;
use crate::units::Affine;

/// Lays lines of text over the page, whose current user space is CSS pixels.
pub fn lines(lines: &[TextLine], stream: &mut Stream, sheaf: &mut Sheaf) {
    let mut codes = Codes::default();
    for line in lines.iter().filter(|line| !line.text.is_empty()) {
        show(line, &mut codes, stream);
    }
    if !codes.0.is_empty() {
        sheaf.font = Some(codes.font());
    }
}

fn show(line: &TextLine, codes: &mut Codes, stream: &mut Stream) {
    let glyphs: Vec<Codepoint> = line.text.chars().map(|c| codes.code(c)).collect();
    let name = stream.naming(Resource::Font);
    stream.push(Op::StartTextSection);
    stream.push(Op::SetFont {
        font: PdfFontHandle::External(FontId(name)),
        size: Pt(1.0),
    });
    stream.push(Op::SetTextRenderingMode {
        mode: TextRenderingMode::Invisible,
    });
    stream.push(Op::SetTextMatrix {
        matrix: TextMatrix::Raw(convert_affine(text_matrix(line, glyphs.len()))),
    });
    stream.push(Op::ShowText {
        items: vec![TextItem::GlyphIds(glyphs)],
    });
    stream.push(Op::EndTextSection);
}

/// From text space, with `y` upwards and all characters equally wide, to CSS pixels.
#[expect(clippy::cast_precision_loss, reason = "nobody sets so long a line")]
fn text_matrix(line: &TextLine, characters: usize) -> Affine {
    let natural_em = characters as f64 * f64::from(font::WIDTH) / f64::from(font::UNITS);
    line.transform
        .then_inner(Affine::scale(line.width_em / natural_em, -1.0))
}

/// The codes of characters, in the order in which they first appear.
#[derive(Default)]
struct Codes(BTreeMap<char, u16>);

impl Codes {
    fn code(&mut self, c: char) -> Codepoint {
        // Code 0 is `.notdef`.
        let next = u16::try_from(self.0.len() + 1).unwrap_or(u16::MAX);
        let code = *self.0.entry(c).or_insert(next);
        Codepoint::with_cid(code, 0.0, c.to_string())
    }

    /// The font, as printpdf needs it to write widths and the way back to characters.
    fn font(&self) -> PdfFont {
        PdfFont::new(ParsedFont {
            original_bytes: font::bytes(),
            font_index: 0,
            font_name: Some("Invisible".to_owned()),
            codepoint_to_glyph: BTreeMap::new(),
            glyph_widths: self.0.values().map(|&code| (code, font::WIDTH)).collect(),
            units_per_em: font::UNITS,
            font_metrics: FontMetrics {
                ascent: font::ASCENT,
                descent: font::DESCENT,
            },
            font_type: FontType::TrueType,
            pdf_font_metrics: PdfFontMetricsStub {
                units_per_em: font::UNITS,
                x_min: 0,
                y_min: font::DESCENT,
                x_max: font::WIDTH.cast_signed(),
                y_max: font::ASCENT,
                ..PdfFontMetricsStub::default()
            },
        })
    }
}
