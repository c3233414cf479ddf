//! Sheets for a home printer: tiles with what is needed to put them together, several small posters
//! on one sheet, and a sheet for each person of a row.

mod banner;
mod ink;
mod map;
mod marks;
mod nup;
mod sheet;

pub use banner::{Person, banner};
pub use nup::nup;

use super::impose::{Turn, impose};
use super::seams::{Placement, Span};
use super::sheaf::Page;
use super::tiles::{Grid, Tiling, place_name};
use super::{PdfOptions, document, finish};
use crate::compose::Artwork;
use crate::diag::{Diagnostic, Notes, Result};
use crate::units::Length;
use ink::Ink;
use sheet::Tiles;

/// Points of a millimetre.
const MM: f64 = 72.0 / 25.4;

/// What was made of a poster.
#[derive(Clone, Debug, PartialEq)]
pub struct Tiled {
    /// The grid.
    pub grid: Grid,
    /// Sheets that are printed.
    pub sheets: usize,
    /// Names of the sheets that are left out because nothing is on them.
    pub blank: Vec<String>,
    /// The share of the poster that is inked, 0 to 1; a tint counts for its part.
    pub inked: f64,
}

/// Splits a poster into sheets, after a first page that is a map of them. `advice` is `print at
/// 100 %` in the poster's language, as a drawing.
///
/// # Errors
/// The paper has no room, the poster needs too many sheets, or the file cannot be put together.
pub fn tiles(
    artwork: &Artwork,
    tiling: &Tiling,
    advice: &Artwork,
    options: &PdfOptions,
    notes: &mut Notes,
) -> Result<(Vec<u8>, Tiled)> {
    let (grid, placed) = placed(artwork, tiling)?;
    let ink = Ink::of(artwork)?;
    let places = (0..grid.rows).flat_map(|row| (0..grid.cols).map(move |col| (row, col)));
    let (shown, blank): (Vec<_>, Vec<_>) =
        places.partition(|&(row, col)| ink.within(grid.part(row, col, placed.at)));
    let job = Tiles {
        grid,
        placed,
        page: Page::of(artwork, &options.print)?,
        advice,
        shown: &shown,
    };
    let mut sheets = vec![job.map(tiling)];
    sheets.extend(shown.iter().map(|&(row, col)| job.sheet(row, col)));
    let pdf = impose(
        vec![document(artwork, options, notes)?],
        sheets,
        Turn::Never,
    )
    .ok_or_else(broken)?;
    let bytes = finish::save(pdf, options)?;
    let name = |&(row, col): &(usize, usize)| place_name(row, col);
    let tiled = Tiled {
        grid,
        sheets: shown.len(),
        blank: blank.iter().map(name).collect(),
        inked: ink.share,
    };
    Ok((bytes, tiled))
}

/// The grid with the fewest sheets; of two, the one whose joints cut through less.
fn placed(artwork: &Artwork, tiling: &Tiling) -> Result<(Grid, Placement)> {
    let px = Length::mm(1.0).to_css_px();
    let spans: Vec<Span> = artwork
        .keep_whole
        .iter()
        .map(|keep| Span {
            mm: keep.bounds.map(|side| side / px),
            weight: keep.weight,
        })
        .collect();
    let (grid, other) = tiling.grids(artwork.sheet.to_size())?;
    let found = (grid, grid.place(&spans));
    let other = other.map(|grid| (grid, grid.place(&spans)));
    Ok(match other {
        Some(other) if other.1.cost < found.1.cost => other,
        _ => found,
    })
}

fn broken() -> Diagnostic {
    Diagnostic::error("the sheets could not be put together: the page is not as expected")
}
