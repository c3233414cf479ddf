//! From artwork to bytes.

use crate::compose::Artwork;
use crate::diag::{Diagnostic, Notes, Result};
use crate::job::Format;
use crate::units::{Dpi, SheetSize};

mod coverage;
mod jpeg;
pub mod pdf;
mod png;
mod raster;
mod webp;

pub use coverage::coverage;
pub use raster::{Raster, render as pixels};

/// The bytes of a finished file.
///
/// `dpi` counts only where a sheet of paper is made as pixels.
///
/// # Errors
/// The picture is too large for its format or for the memory of the machine.
pub fn bytes(artwork: &Artwork, format: Format, dpi: Dpi, notes: &mut Notes) -> Result<Vec<u8>> {
    bytes_with(artwork, format, dpi, &pdf::PdfOptions::default(), notes)
}

/// As [`bytes`], with options for PDF.
///
/// # Errors
/// As [`bytes`].
pub fn bytes_with(
    artwork: &Artwork,
    format: Format,
    dpi: Dpi,
    options: &pdf::PdfOptions,
    notes: &mut Notes,
) -> Result<Vec<u8>> {
    match format {
        Format::Svg => Ok(artwork.svg.clone().into_bytes()),
        Format::Pdf => pdf::pdf(artwork, options, notes),
        Format::Png => png::encode(&raster::render(artwork, dpi)?, resolution(artwork, dpi)),
        Format::Jpeg => jpeg::encode(&raster::render(artwork, dpi)?, resolution(artwork, dpi)),
        Format::Webp => webp::encode(&raster::render(artwork, dpi)?),
    }
}

/// A PNG of what the press will make of a poster: its colours through the profile and back.
///
/// # Errors
/// The picture is too large, or the profile has no table for that.
pub fn proof(artwork: &Artwork, dpi: Dpi, print: &pdf::PrintSpec) -> Result<Vec<u8>> {
    let mut raster = raster::render(artwork, dpi)?;
    raster.flatten();
    raster.samples = pdf::proof(&raster.samples, print, &artwork.swatches)?;
    png::encode(&raster, resolution(artwork, dpi))
}

/// The resolution that a picture states of itself: screens have 96 pixels to the inch in CSS.
fn resolution(artwork: &Artwork, dpi: Dpi) -> Dpi {
    match artwork.sheet {
        SheetSize::Paper(_) => dpi,
        SheetSize::Screen(_) => Dpi::CSS,
    }
}

/// An encoder that could not go on.
fn failed(format: Format, error: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::error(format!("the {format} file cannot be written: {error}"))
        .hint("ask for fewer pixels with a smaller size or `--dpi`")
}
