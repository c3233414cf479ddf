//! How much of the paper is inked: what a poster costs at a printer that is paid by the cartridge.

use super::raster::{self, Picture, Raster};
use crate::compose::Artwork;
use crate::diag::Result;
use crate::units::{Dpi, Length};

/// Pixels along the longer side: enough for half a percent on any layout.
const PIXELS: f64 = 600.0;

/// The share of a sheet of paper that is inked, 0 to 1, measured on the painted poster without its
/// bleed. A tint counts for its part; a colour for as much as the fullest of its inks.
///
/// # Errors
/// The poster cannot be painted.
pub fn coverage(artwork: &Artwork) -> Result<f64> {
    let size = artwork.sheet.to_size();
    let longest = Length::mm(size.width.to_mm().max(size.height.to_mm()));
    let dpi = Dpi(PIXELS / (longest.to_mm() / 25.4));
    raster::render(&Picture::new(artwork, dpi), true).map(|raster| inked(&raster))
}

/// The share of opaque pixels that is inked.
fn inked(raster: &Raster) -> f64 {
    let fullest = |pixel: &[u8]| u64::from(255 - pixel.iter().min().copied().unwrap_or(255));
    let sum: u64 = raster.samples.chunks_exact(3).map(fullest).sum();
    let most = 255 * (raster.samples.len() / 3).max(1);
    sum as f64 / most as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Pixels;

    #[test]
    fn a_tint_counts_for_its_part() {
        let raster = Raster {
            size: Pixels {
                width: 4,
                height: 1,
            },
            samples: [[255; 3], [0; 3], [255, 0, 0], [204; 3]].concat(),
            opaque: true,
        };
        assert!((inked(&raster) - 0.55).abs() < 1e-9);
    }
}
