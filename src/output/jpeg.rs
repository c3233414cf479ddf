//! JPEG, for platforms that take nothing else.

use image::ExtendedColorType;
use image::codecs::jpeg::{JpegEncoder, PixelDensity, PixelDensityUnit};

use super::failed;
use super::raster::Raster;
use crate::diag::Result;
use crate::job::Format;
use crate::units::Dpi;

/// High enough that flat red next to white keeps its edge; the encoder does not thin out colour.
const QUALITY: u8 = 92;

/// Encodes a picture with loss; what is transparent becomes white.
///
/// # Errors
/// A side of more than 65 535 pixels.
pub fn encode(raster: &Raster, dpi: Dpi) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(raster.samples.len() / 8);
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the range of u16 first"
    )]
    let density = dpi.0.round().clamp(1.0, 65_535.0) as u16;
    encoder.set_pixel_density(PixelDensity {
        density: (density, density),
        unit: PixelDensityUnit::Inches,
    });
    let samples = if raster.opaque {
        raster.samples.clone()
    } else {
        on_white(raster)
    };
    encoder
        .encode(
            &samples,
            raster.size.width,
            raster.size.height,
            ExtendedColorType::Rgb8,
        )
        .map_err(|error| failed(Format::Jpeg, &error))?;
    Ok(bytes)
}

/// The picture laid on white paper.
fn on_white(raster: &Raster) -> Vec<u8> {
    let over = |sample: u8, alpha: u8| {
        let (sample, alpha) = (u16::from(sample), u16::from(alpha));
        let mixed = (sample * alpha + 255 * (255 - alpha) + 127) / 255;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    };
    raster
        .samples
        .chunks_exact(4)
        .flat_map(|p| [over(p[0], p[3]), over(p[1], p[3]), over(p[2], p[3])])
        .collect()
}
