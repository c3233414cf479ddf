//! What files are likely to cost, before they are made: for the parts of a batch, and for people
//! who ask how many megabytes there will be.

use crate::job::{Format, Planned};

/// Megapixels of a file; none for vectors.
fn megapixels(file: &Planned) -> f64 {
    if !file.format.is_raster() {
        return 0.0;
    }
    let size = file.poster.sheet.to_pixels(file.dpi);
    f64::from(size.width) * f64::from(size.height) / 1e6
}

/// How many bytes a file is likely to have, measured on the four flat layouts.
pub fn bytes(file: &Planned) -> f64 {
    let side = megapixels(file).sqrt();
    match file.format {
        // Edges are what costs, and they grow with the side.
        Format::Png | Format::Webp => 4_000.0 + side * 16_000.0,
        Format::Jpeg => 20_000.0 + side * 60_000.0,
        Format::Pdf => 17_000.0,
        Format::Svg => 14_000.0,
    }
}

/// How long a poster takes, in milliseconds of one core: typesetting, and painting per pixel.
#[expect(clippy::cast_possible_truncation, reason = "a rough number")]
pub fn cost(files: &[Planned]) -> f32 {
    let encode = |file: &Planned| match file.format {
        Format::Png => 2.0 * megapixels(file),
        Format::Jpeg => 12.0 * megapixels(file),
        Format::Webp => 25.0 * megapixels(file),
        Format::Pdf => 1.0,
        Format::Svg => 0.1,
    };
    (3.0 + files.iter().map(encode).sum::<f64>()) as f32
}
