//! WebP without loss: smaller than PNG where a platform takes it.

use std::io::Write;

use image::ExtendedColorType;
use image::codecs::webp::WebPEncoder;

use super::failed;
use super::raster::{Picture, render};
use crate::diag::Result;
use crate::job::Format;

/// Writes a picture without loss. It is held in memory as a whole.
///
/// # Errors
/// A side of more than 16 383 pixels, more pixels than fit into memory, or `out` fails.
pub fn write(picture: &Picture<'_>, out: &mut dyn Write) -> Result<()> {
    let raster = render(picture, false)?;
    let color = if raster.opaque {
        ExtendedColorType::Rgb8
    } else {
        ExtendedColorType::Rgba8
    };
    WebPEncoder::new_lossless(out)
        .encode(
            &raster.samples,
            raster.size.width,
            raster.size.height,
            color,
        )
        .map_err(|error| failed(Format::Webp, &error))
}
