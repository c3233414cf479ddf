//! From artwork to bytes.

use std::io;
use std::time::Instant;

use crate::compose::Artwork;
use crate::diag::{Diagnostic, Notes, Result};
use crate::job::Format;
use crate::units::{Dpi, SheetSize};
use raster::Picture;

mod coverage;
mod jpeg;
mod limit;
pub mod pdf;
mod png;
mod raster;
mod webp;

pub use coverage::coverage;
pub use raster::Raster;

/// The pixels of artwork, whole, in memory.
///
/// # Errors
/// More pixels than fit into memory.
pub fn pixels(artwork: &Artwork, dpi: Dpi) -> Result<Raster> {
    raster::render(&Picture::preview(artwork, dpi), false)
}

/// How files are encoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether to take the time that the smallest file needs.
    ///
    /// Default: `false`.
    pub small: bool,
    /// The most bytes that a picture may have.
    ///
    /// Default: any number.
    pub max_bytes: Option<u64>,
}

/// The bytes of a finished file.
///
/// `dpi` counts only where a sheet of paper is made as pixels.
///
/// # Errors
/// The picture is too large for its format or for the memory of the machine.
pub fn bytes(artwork: &Artwork, format: Format, dpi: Dpi, notes: &mut Notes) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write(artwork, format, dpi, &Options::default(), notes, &mut bytes)?;
    Ok(bytes)
}

/// Writes a finished file as it is made; what stands in memory of it is little.
///
/// `dpi` counts only where a sheet of paper is made as pixels.
///
/// # Errors
/// The picture is too large for its format or for the memory of the machine, or `out` fails.
pub fn write(
    artwork: &Artwork,
    format: Format,
    dpi: Dpi,
    options: &Options,
    notes: &mut Notes,
    out: &mut dyn io::Write,
) -> Result<()> {
    if let (Some(most), true) = (options.max_bytes, format.is_raster()) {
        let bytes = limit::within(artwork, format, dpi, options, most, notes)?;
        return out
            .write_all(&bytes)
            .map_err(|error| failed(format, &error));
    }
    let bytes = match format {
        Format::Svg => artwork.svg.as_bytes(),
        Format::Pdf => &notes.lap("paint", |notes| {
            pdf::pdf(artwork, &pdf::PdfOptions::default(), notes)
        })?,
        Format::Png | Format::Jpeg | Format::Webp => {
            return picture(artwork, (format, jpeg::QUALITY), dpi, options, notes, out);
        }
    };
    out.write_all(bytes).map_err(|error| failed(format, &error))
}

fn picture(
    artwork: &Artwork,
    (format, quality): (Format, u8),
    dpi: Dpi,
    options: &Options,
    notes: &mut Notes,
    out: &mut dyn io::Write,
) -> Result<()> {
    let picture = notes.lap("paint", |_| Picture::preview(artwork, dpi));
    let dpi = resolution(artwork, dpi);
    let begun = Instant::now();
    let written = match format {
        Format::Jpeg => jpeg::write(&picture, dpi, quality, out),
        Format::Webp => webp::write(&picture, out),
        _ => png::write(&picture, dpi, options, out),
    };
    // On several cores, painting takes more time than passes.
    notes.add_lap("paint", picture.painted());
    let rest = begun.elapsed().saturating_sub(picture.painted());
    notes.add_lap("encode", rest);
    written
}

/// A PNG of what the press will make of a poster: its colours through the profile and back.
///
/// # Errors
/// The picture is too large, or the profile has no table for that.
pub fn proof(artwork: &Artwork, dpi: Dpi, print: &pdf::PrintSpec) -> Result<Vec<u8>> {
    let mut raster = raster::render(&Picture::new(artwork, dpi), true)?;
    raster.samples = pdf::proof(&raster.samples, print, artwork)?;
    if let Some(paper) = artwork.stock {
        raster.lay_on(paper);
    }
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
