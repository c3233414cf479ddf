//! How much of a poster is inked, and where nothing is.

use crate::compose::Artwork;
use crate::diag::Result;
use crate::output::raster;
use crate::units::Dpi;

/// Where a poster is not bare white paper, coarsely.
pub struct Ink {
    columns: usize,
    rows: usize,
    inked: Vec<bool>,
    /// The share of the sheet that is inked, 0 to 1; a tint counts for its part.
    pub share: f64,
    per_mm: (f64, f64),
}

impl Ink {
    /// A pixel of two millimetres shows a dot of a tenth of that.
    pub fn of(artwork: &Artwork) -> Result<Self> {
        let size = artwork.sheet.to_size();
        let raster = raster::render(&raster::Picture::new(artwork, Dpi(12.7)), true)?;
        let (columns, rows) = (raster.size.width as usize, raster.size.height as usize);
        let darkest = |pixel: &[u8]| 255 - pixel.iter().min().copied().unwrap_or(255);
        let sum: u64 = raster
            .samples
            .chunks_exact(3)
            .map(|p| u64::from(darkest(p)))
            .sum();
        Ok(Self {
            columns,
            rows,
            share: sum as f64 / 255.0 / (columns * rows) as f64,
            inked: raster
                .samples
                .chunks_exact(3)
                .map(|p| p != [255; 3])
                .collect(),
            per_mm: (
                columns as f64 / size.width.to_mm(),
                rows as f64 / size.height.to_mm(),
            ),
        })
    }

    /// Whether anything is within a box: left, top, right and bottom in millimetres of the poster.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the picture"
    )]
    pub fn within(&self, [left, top, right, bottom]: [f64; 4]) -> bool {
        let clamp = |value: f64, most: usize| value.clamp(0.0, most as f64) as usize;
        let xs = clamp((left * self.per_mm.0).floor(), self.columns)
            ..clamp((right * self.per_mm.0).ceil(), self.columns);
        let ys = clamp((top * self.per_mm.1).floor(), self.rows)
            ..clamp((bottom * self.per_mm.1).ceil(), self.rows);
        ys.into_iter().any(|y| {
            self.inked[y * self.columns..][xs.clone()]
                .iter()
                .any(|&inked| inked)
        })
    }
}
