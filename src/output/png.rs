//! PNG: sRGB, the resolution, and nothing else about its making.

use png::{
    BitDepth, ColorType, Compression, Encoder, Filter, PixelDimensions, SrgbRenderingIntent, Unit,
};

use super::failed;
use super::raster::Raster;
use crate::diag::Result;
use crate::job::Format;
use crate::units::Dpi;

/// Encodes a picture without loss.
///
/// # Errors
/// More bytes than a PNG may have.
pub fn encode(raster: &Raster, dpi: Dpi) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(raster.samples.len() / 16);
    write(raster, dpi, &mut bytes).map_err(|error| failed(Format::Png, &error))?;
    Ok(bytes)
}

fn write(
    raster: &Raster,
    dpi: Dpi,
    bytes: &mut Vec<u8>,
) -> std::result::Result<(), png::EncodingError> {
    let mut encoder = Encoder::new(bytes, raster.size.width, raster.size.height);
    encoder.set_color(if raster.opaque {
        ColorType::Rgb
    } else {
        ColorType::Rgba
    });
    encoder.set_depth(BitDepth::Eight);
    encoder.set_source_srgb(SrgbRenderingIntent::RelativeColorimetric);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "dots per metre of any sane resolution fit"
    )]
    let per_metre = dpi.per_metre().round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: Unit::Meter,
    }));
    // fdeflate: flat colours shrink to almost nothing at memory speed. Rows of a poster repeat the
    // row above, which is what the filter `Up` turns into zeros.
    encoder.set_compression(Compression::Fast);
    encoder.set_filter(Filter::Up);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&raster.samples)?;
    writer.finish()
}
