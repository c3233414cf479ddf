//! Many posters on one sheet: as a picture, or as a web page that carries all it shows.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::Cell;
use crate::compose::Artwork;
use crate::diag::{Notes, Result};
use crate::fonts::Fonts;
use crate::job::{Job, Text, expand};
use crate::layout::escape;
use crate::library::Library;
use crate::render;
use crate::units::Pixels;

/// Height of a caption and of the space between cells, in pixels.
const CAPTION: f64 = 18.0;
const GAP: f64 = 14.0;

/// A sheet of `columns` cells a row, each in a box `width` pixels wide.
///
/// # Errors
/// The sheet is too large for one picture.
pub fn sheet(cells: &[Cell], columns: usize, width: f64, fonts: &Fonts) -> Result<Artwork> {
    let columns = columns.clamp(1, cells.len().max(1));
    let mut body = String::new();
    let mut y = GAP;
    for row in cells.chunks(columns) {
        let highest = row.iter().map(|cell| width / cell.aspect);
        let highest = highest.fold(0.0, f64::max).min(width * 1.6);
        for (at, cell) in row.iter().enumerate() {
            let x = GAP + (width + GAP) * at as f64;
            let scale = (highest / (width / cell.aspect)).min(1.0);
            let (w, h) = (width * scale, width / cell.aspect * scale);
            picture(
                &mut body,
                cell,
                (x + (width - w) / 2.0, y + highest - h),
                (w, h),
            );
            caption(&mut body, &cell.caption, (x, y + highest), width, fonts)?;
        }
        y += highest + CAPTION + GAP;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "some thousand pixels"
    )]
    let size = Pixels {
        width: (GAP + (width + GAP) * columns as f64).ceil() as u32,
        height: y.ceil().max(1.0) as u32,
    };
    let (w, h) = (size.width, size.height);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\">\
         <rect width=\"{w}\" height=\"{h}\" fill=\"#e8e8e8\"/>{body}</svg>\n"
    );
    Artwork::of_sheet(svg, size)
}

fn picture(out: &mut String, cell: &Cell, (x, y): (f64, f64), (w, h): (f64, f64)) {
    let place = format!("x=\"{x:.2}\" y=\"{y:.2}\" width=\"{w:.2}\" height=\"{h:.2}\"");
    match &cell.svg {
        Ok(svg) => {
            // A drawing may leave its ground to the page; what it draws beyond its edge is cut off
            // by a viewport of its own, for painters let pictures of pictures run over.
            let _ = write!(
                out,
                "<rect {place} fill=\"#fff\"/><svg {place}><image width=\"{w:.2}\" height=\"{h:.2}\" \
                 href=\"data:image/svg+xml;base64,{}\"/></svg>",
                BASE64.encode(svg)
            );
        }
        Err(_) => {
            let _ = write!(
                out,
                "<rect {place} fill=\"#fff\" stroke=\"#b00020\" stroke-width=\"2\"/>\
                 <path d=\"M{x:.2} {y:.2}l{w:.2} {h:.2}m0 -{h:.2}l-{w:.2} {h:.2}\" stroke=\"#b00020\" stroke-width=\"2\"/>"
            );
        }
    }
}

/// Words under a cell, set by the same engine.
fn caption(
    out: &mut String,
    text: &str,
    (x, y): (f64, f64),
    width: f64,
    fonts: &Fonts,
) -> Result<()> {
    let layout = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {CAPTION}\">\
         <rect data-slot=\"slogan\" width=\"{width}\" height=\"{CAPTION}\" fill=\"#222\" data-fit=\"shrink\" data-lines=\"1\" \
         style=\"font-family:'Fira Sans Extra Condensed';font-size:13px\"/></svg>"
    );
    let library = Library::with_files([("layouts/caption/layout.svg", layout)]);
    let job = Job {
        texts: vec![Text::Typed(text.to_owned())],
        layouts: vec!["caption".to_owned()],
        sizes: vec!["drawn".to_owned()],
        ..Job::default()
    };
    for planned in expand(&job, &library)? {
        let made = render::artwork(&planned.poster, fonts, &mut Notes::default())?;
        let _ = write!(
            out,
            "<image x=\"{x:.2}\" y=\"{:.2}\" width=\"{width}\" height=\"{CAPTION}\" href=\"data:image/svg+xml;base64,{}\"/>",
            y + 2.0,
            BASE64.encode(made.artwork.svg)
        );
    }
    Ok(())
}

/// A page of all cells that needs no script and no network: every poster is in it, in vectors.
pub fn html(cells: &[Cell], title: &str) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\n<style>\
         body{{margin:2rem;background:#e8e8e8;color:#222;font:1rem/1.4 sans-serif}}\
         main{{display:grid;grid-template-columns:repeat(auto-fill,minmax(14rem,1fr));gap:1.5rem;align-items:end}}\
         figure{{margin:0}}img{{width:100%;height:auto;background:#fff;box-shadow:0 1px 6px #0004}}\
         .none{{padding:1rem;border:2px solid #b00020;background:#fff}}\
         @media(prefers-color-scheme:dark){{body{{background:#1c1c1c;color:#eee}}.none{{background:#000}}}}\
         </style></head>\n<body><h1>{title}</h1><main>\n",
        title = escape(title)
    );
    for cell in cells {
        let caption = escape(&cell.caption);
        let shown = match &cell.svg {
            Ok(svg) => format!(
                "<img alt=\"{caption}\" src=\"data:image/svg+xml;base64,{}\">",
                BASE64.encode(svg)
            ),
            Err(error) => format!("<p class=\"none\">{}</p>", escape(&error.message)),
        };
        let _ = writeln!(
            out,
            "<figure>{shown}<figcaption>{caption}</figcaption></figure>"
        );
    }
    out.push_str("</main></body></html>\n");
    out
}
