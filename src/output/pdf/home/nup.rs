//! Several small posters on one sheet, to be cut apart.

use super::super::canvas::Canvas;
use super::super::impose::{Sheet, Turn, impose};
use super::super::tiles::Tiling;
use super::super::{PdfOptions, document, finish};
use super::{MM, broken};
use crate::compose::Artwork;
use crate::diag::{Diagnostic, Notes, Result};
use crate::units::Size;

/// Several copies of small posters on a sheet, with lines to cut along; posters after the first
/// are the backs, each on a page of its own.
///
/// # Errors
/// They do not fit on the paper, or the file cannot be put together.
pub fn nup(
    posters: &[&Artwork],
    count: usize,
    tiling: &Tiling,
    options: &PdfOptions,
    notes: &mut Notes,
) -> Result<Vec<u8>> {
    let size = posters.first().ok_or_else(broken)?.sheet.to_size();
    let (cols, rows, lying) = fit(size, count, tiling.paper).ok_or_else(|| {
        Diagnostic::error(format!(
            "{count} posters of {} × {} mm do not fit on {}",
            size.width.to_mm(),
            size.height.to_mm(),
            tiling.name
        ))
        .hint("ask for fewer, a smaller `--size`, or larger paper with `--tile a3`")
    })?;
    let (mut width, mut height) = (tiling.paper.width.to_mm(), tiling.paper.height.to_mm());
    if lying {
        std::mem::swap(&mut width, &mut height);
    }
    let (w, h) = (size.width.to_mm(), size.height.to_mm());
    // In the middle, so that fronts and backs meet however the sheet is turned.
    let left = (width - cols as f64 * w) / 2.0;
    let low = (height - rows as f64 * h) / 2.0;
    if left.min(low) < tiling.margin.to_mm() - 0.01 {
        notes.push(unprinted(size, (cols, rows), (width, height), tiling));
    }
    let mut sheets = Vec::new();
    let mut documents = Vec::new();
    for (number, artwork) in posters.iter().enumerate() {
        let mut canvas = Canvas::default();
        for at in 0..count {
            let (row, col) = (at / cols, at % cols);
            // The back is seen from the other side: what was left is right.
            let col = if number % 2 == 1 { cols - 1 - col } else { col };
            let x = (left + col as f64 * w) * MM;
            let y = (low + (rows - 1 - row) as f64 * h) * MM;
            canvas.within([1.0, 0.0, 0.0, 1.0, x, y], |canvas| {
                canvas.form(&format!("Art{number}"));
            });
        }
        canvas.within([MM, 0.0, 0.0, MM, 0.0, 0.0], |canvas| {
            canvas.gray(0.0);
            for col in 0..=cols {
                let x = left + col as f64 * w;
                canvas.line((x, 0.0), (x, low - 1.0), 0.1);
                canvas.line((x, height - low + 1.0), (x, height), 0.1);
            }
            for row in 0..=rows {
                let y = low + row as f64 * h;
                canvas.line((0.0, y), (left - 1.0, y), 0.1);
                canvas.line((width - left + 1.0, y), (width, y), 0.1);
            }
            // Where posters meet, a hairline in gray says where to cut.
            canvas.gray(0.6);
            for col in 1..cols {
                let x = left + col as f64 * w;
                canvas.line((x, low), (x, height - low), 0.1);
            }
            for row in 1..rows {
                let y = low + row as f64 * h;
                canvas.line((left, y), (width - left, y), 0.1);
            }
        });
        sheets.push(Sheet {
            size: (width * MM, height * MM),
            content: canvas,
        });
        documents.push(document(artwork, options, notes)?);
    }
    let turn = match posters {
        [_] => Turn::Never,
        _ if lying => Turn::ShortEdge,
        _ => Turn::LongEdge,
    };
    let pdf = impose(documents, sheets, turn).ok_or_else(broken)?;
    finish::save(pdf, options)
}

/// Posters that reach the edges of the paper lose what the printer leaves out there.
fn unprinted(
    size: Size,
    (cols, rows): (usize, usize),
    (width, height): (f64, f64),
    tiling: &Tiling,
) -> Diagnostic {
    let margin = tiling.margin.to_mm();
    let (w, h) = (size.width.to_mm(), size.height.to_mm());
    let share = ((width - 2.0 * margin) / (cols as f64 * w))
        .min((height - 2.0 * margin) / (rows as f64 * h));
    Diagnostic::note(format!(
        "the posters reach the edges of {}, where most printers leave {margin} mm unprinted",
        tiling.name
    ))
    .hint(format!(
        "print without borders, or make them smaller: `--size {:.0}x{:.0}mm`",
        (w * share).floor(),
        (h * share).floor()
    ))
}

/// Columns, rows, and whether the paper lies, for so many posters of a size.
fn fit(size: Size, count: usize, paper: Size) -> Option<(usize, usize, bool)> {
    let (w, h) = (size.width.to_mm(), size.height.to_mm());
    // Halves of A4 are 148 mm, twice that is 296: but 2 × 148.5 would be 297.
    let slack = 1.0;
    for (width, height, lying) in [
        (paper.width.to_mm(), paper.height.to_mm(), false),
        (paper.height.to_mm(), paper.width.to_mm(), true),
    ] {
        for cols in 1..=count {
            let rows = count.div_ceil(cols);
            if cols as f64 * w <= width + slack && rows as f64 * h <= height + slack {
                return Some((cols, rows, lying));
            }
        }
    }
    None
}
