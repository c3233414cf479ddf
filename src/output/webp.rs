//! WebP without loss: smaller than PNG where a platform takes it.

use image::ExtendedColorType;
use image::codecs::webp::WebPEncoder;

use super::failed;
use super::raster::Raster;
use crate::diag::Result;
use crate::job::Format;

/// Encodes a picture without loss.
///
/// # Errors
/// A side of more than 16 383 pixels.
pub fn encode(raster: &Raster) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(raster.samples.len() / 16);
    let color = if raster.opaque {
        ExtendedColorType::Rgb8
    } else {
        ExtendedColorType::Rgba8
    };
    WebPEncoder::new_lossless(&mut bytes)
        .encode(
            &raster.samples,
            raster.size.width,
            raster.size.height,
            color,
        )
        .map_err(|error| failed(Format::Webp, &error))?;
    Ok(bytes)
}
