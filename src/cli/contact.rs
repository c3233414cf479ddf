//! Contact sheets: every poster small, one slogan a row, as a PDF of A4.

use std::fmt::Write as _;
use std::sync::Arc;

use base64::Engine as _;

use crate::diag::{Diagnostic, Notes, Result};
use crate::fonts::Fonts;
use crate::job::{Format, Job, Planned, Poster, Text, expand};
use crate::lang::Lang;
use crate::layout::escape;
use crate::library::Library;
use crate::output;
use crate::render;
use crate::units::{Dpi, Pixels, SheetSize};

/// Rows on a sheet.
const ROWS: usize = 5;

/// Characters of a caption.
const LONGEST: usize = 120;

/// The longer side of a small picture, in pixels: 40 mm at 230 to the inch.
const SIDE: f64 = 360.0;

/// The sheets, each a PDF of one page. Posters of one slogan follow each other.
///
/// # Errors
/// The sheet cannot be set.
pub fn pages(title: &str, planned: &[Planned], lang: &Lang, fonts: &Fonts) -> Result<Vec<Vec<u8>>> {
    let rows: Vec<&[Planned]> = planned
        .chunk_by(|a, b| a.poster.title == b.poster.title)
        .collect();
    rows.chunks(ROWS)
        .map(|rows| page(title, rows, lang, fonts))
        .collect()
}

fn page(title: &str, rows: &[&[Planned]], lang: &Lang, fonts: &Fonts) -> Result<Vec<u8>> {
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 210 297\" width=\"210mm\" height=\"297mm\">\n\
         <rect width=\"210\" height=\"297\" fill=\"#fff\"/>\n",
    );
    let text = |svg: &mut String, y: f64, size: f64, words: &str| {
        let _ = writeln!(
            svg,
            "<text x=\"105\" y=\"{y}\" font-family=\"Noto Sans\" font-size=\"{size}\" \
             text-anchor=\"middle\" fill=\"#111\">{}</text>",
            escape(words)
        );
    };
    text(&mut svg, 14.0, 5.0, title);
    let height = 270.0 / ROWS as f64;
    for (at, row) in rows.iter().enumerate() {
        let top = 20.0 + at as f64 * height;
        let name = row.first().map_or("", |file| file.poster.title.as_str());
        let name: String = name.chars().take(LONGEST).collect();
        text(&mut svg, top + 5.0, 3.0, &name);
        let width = 190.0 / row.len() as f64;
        for (column, file) in row.iter().enumerate() {
            let left = 10.0 + column as f64 * width;
            let frame = (left + 1.5, top + 8.0, width - 3.0, height - 11.0);
            // A poster that cannot be made was told of when its file was made.
            if let Ok(picture) = picture(&file.poster, frame, fonts) {
                svg.push_str(&picture);
            }
        }
    }
    svg.push_str("</svg>\n");

    let library = Library::with_files([("layouts/contact/layout.svg", svg)]);
    let job = Job {
        texts: vec![Text::None],
        layouts: vec!["contact".to_owned()],
        sizes: vec!["drawn".to_owned()],
        langs: vec![lang.clone().into()],
        formats: vec![Format::Pdf],
        ..Job::default()
    };
    let mut notes = Notes::default();
    let files = expand(&job, &library)?;
    let file = files
        .first()
        .ok_or_else(|| Diagnostic::error("the contact sheet is empty"))?;
    let made = render::artwork(&file.poster, fonts, &mut notes)?;
    output::bytes(&made.artwork, file.format, file.dpi, &mut notes)
}

/// A poster as a small picture in a frame: left, top, width and height in millimetres.
fn picture(
    poster: &Arc<Poster>,
    (left, top, width, height): (f64, f64, f64, f64),
    fonts: &Fonts,
) -> Result<String> {
    let aspect = poster.sheet.aspect();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few hundred pixels"
    )]
    let side = |length: f64| (length.round() as u32).max(1);
    let small = Poster {
        sheet: SheetSize::Screen(Pixels {
            width: side(SIDE * aspect.min(1.0)),
            height: side(SIDE / aspect.max(1.0)),
        }),
        ..Poster::clone(poster)
    };
    let mut notes = Notes::default();
    let made = render::artwork(&small, fonts, &mut notes)?;
    let png = output::bytes(&made.artwork, Format::Png, Dpi::CSS, &mut notes)?;
    let data = base64::engine::general_purpose::STANDARD.encode(png);
    Ok(format!(
        "<image x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" \
         href=\"data:image/png;base64,{data}\"/>\n"
    ))
}
