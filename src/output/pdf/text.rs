//! Invisible text over the outlines, for search and copy.

use std::collections::BTreeMap;

use printpdf::font::{FontMetrics, FontType, PdfFontMetricsStub};
use printpdf::text::Codepoint;
use printpdf::{
    FontId, Op, ParsedFont, PdfFont, PdfFontHandle, Pt, TextItem, TextMatrix, TextRenderingMode,
};

use super::font;
use super::reading::{self, Run, Way};
use super::sheaf::{Resource, Sheaf, Stream, convert_affine};
use crate::compose::TextLine;
use crate::units::Affine;

/// Lays lines of text over the page, whose current user space is CSS pixels.
///
/// The mode is 3, invisible, although nothing would show anyway: a program that edits PDF puts
/// another font in the place of one it does not have, and print shops use such programs.
pub fn lines(lines: &[TextLine], stream: &mut Stream, sheaf: &mut Sheaf) {
    let page = reading::page_way(lines.iter().map(|line| line.text.as_str()));
    let mut codes = Codes::default();
    let seen: Vec<&TextLine> = lines.iter().filter(|line| line.width_em > 0.0).collect();
    for line in &seen {
        let runs = reading::runs(&line.text, page);
        let characters = runs.iter().map(|run| run.text.chars().count()).sum();
        let map = upright(line, &seen);
        for run in &runs {
            show(run, run_map(line, map, characters), &mut codes, stream);
        }
    }
    if !codes.0.is_empty() {
        sheaf.font = Some(codes.font());
    }
}

fn show(run: &Run, map: Affine, codes: &mut Codes, stream: &mut Stream) {
    // After each glyph, back by its own width and by that of the next one.
    let step = match run.way {
        Way::Right => 0.0,
        Way::Left => 2.0 * f32::from(font::WIDTH),
    };
    let mut glyphs: Vec<Codepoint> = run.text.chars().map(|c| codes.code(c, step)).collect();
    if let Some(last) = glyphs.last_mut() {
        last.offset = 0.0;
    }
    let start = match run.way {
        Way::Right => run.before,
        Way::Left => run.before + glyphs.len() - 1,
    };
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
        matrix: TextMatrix::Raw(convert_affine(map.then_inner(glyph_map(start, run.way)))),
    });
    stream.push(Op::ShowText {
        items: vec![TextItem::GlyphIds(glyphs)],
    });
    stream.push(Op::EndTextSection);
}

/// Where a line would stand if it were not tilted: pdftotext knows quarter turns only, and reads
/// what stands between them letter by letter. Lines of one tilt are turned together, so that they
/// keep their order.
fn upright(line: &TextLine, lines: &[&TextLine]) -> Affine {
    use std::f64::consts::FRAC_PI_2;
    const LEAST: f64 = 0.005;
    let angle = |line: &TextLine| line.transform.b.atan2(line.transform.a);
    let tilt = angle(line);
    let turn = (tilt / FRAC_PI_2).round() * FRAC_PI_2 - tilt;
    if turn.abs() < LEAST {
        return line.transform;
    }
    let alike = lines
        .iter()
        .filter(|other| (angle(other) - tilt).abs() < LEAST);
    let middles = alike.map(|line| line.transform.apply(line.width_em / 2.0, 0.0));
    let (mut x, mut y, mut count) = (0.0, 0.0, 0.0);
    for middle in middles {
        (x, y, count) = (x + middle.0, y + middle.1, count + 1.0);
    }
    let (x, y) = (x / count, y / count);
    let (sin, cos) = turn.sin_cos();
    Affine::translate(x, y)
        .then_inner(Affine::new(cos, sin, -sin, cos, 0.0, 0.0))
        .then_inner(Affine::translate(-x, -y))
        .then_inner(line.transform)
}

/// From character places, each one unit wide and one em high, to CSS pixels. The base line goes
/// through the middle of the letters, so that a run on its head covers the same area.
#[expect(clippy::cast_precision_loss, reason = "nobody sets so long a line")]
fn run_map(line: &TextLine, map: Affine, characters: usize) -> Affine {
    const MIDDLE_EM: f64 = 0.3;
    map.then_inner(Affine::translate(0.0, -MIDDLE_EM))
        .then_inner(Affine::scale(line.width_em / characters as f64, 1.0))
}

/// From text space to character places.
#[expect(clippy::cast_precision_loss, reason = "nobody sets so long a line")]
fn glyph_map(start: usize, way: Way) -> Affine {
    let widen = f64::from(font::UNITS) / f64::from(font::WIDTH);
    let upright = match way {
        Way::Right => -1.0,
        Way::Left => 1.0,
    };
    Affine::translate(start as f64, 0.0).then_inner(Affine::scale(widen, upright))
}

/// The codes of characters, in the order in which they first appear.
#[derive(Default)]
struct Codes(BTreeMap<char, u16>);

impl Codes {
    /// The glyph of a character, with the step back that follows it, in thousandths of an em.
    fn code(&mut self, c: char, step: f32) -> Codepoint {
        // Code 0 is `.notdef`.
        let next = u16::try_from(self.0.len() + 1).unwrap_or(u16::MAX);
        let code = *self.0.entry(c).or_insert(next);
        Codepoint::with_cid(code, step, c.to_string())
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
