//! Artwork as pixels, painted by resvg.

use resvg::tiny_skia::{Pixmap, Transform};

use crate::color::Rgb;
use crate::compose::Artwork;
use crate::diag::{Diagnostic, Result};
use crate::units::{Dpi, Pixels};

/// Most pixels of a picture that is held in memory as a whole: 4 bytes each, 1.6 GB.
const MOST_PIXELS: u64 = 400_000_000;

/// Pixels in rows from the top, and whether every one of them is opaque.
#[derive(Debug)]
pub struct Raster {
    /// Columns and rows.
    pub size: Pixels,
    /// RGB, three bytes a pixel, or RGBA with straight alpha, four bytes a pixel.
    pub samples: Vec<u8>,
    /// Whether there is no alpha.
    pub opaque: bool,
}

impl Raster {
    /// Shows what an opaque picture looks like on coloured paper.
    pub fn lay_on(&mut self, paper: Rgb) {
        self.flatten();
        let seen: Vec<Rgb> = (0..=u8::MAX)
            .map(|code| Rgb::new(code, code, code).over(paper))
            .collect();
        for pixel in self.samples.chunks_exact_mut(3) {
            pixel[0] = seen[usize::from(pixel[0])].r;
            pixel[1] = seen[usize::from(pixel[1])].g;
            pixel[2] = seen[usize::from(pixel[2])].b;
        }
    }

    /// Lays the picture on white paper.
    pub fn flatten(&mut self) {
        if self.opaque {
            return;
        }
        let over = |pixel: &[u8]| {
            let alpha = u16::from(pixel[3]);
            [pixel[0], pixel[1], pixel[2]].map(|channel| {
                let mixed = (u16::from(channel) * alpha + 255 * (255 - alpha) + 127) / 255;
                u8::try_from(mixed).unwrap_or(u8::MAX)
            })
        };
        self.samples = self.samples.chunks_exact(4).flat_map(over).collect();
        self.opaque = true;
    }
}

/// Paints artwork as it will look, on coloured paper if it is meant for that.
///
/// # Errors
/// More pixels than fit into memory.
pub fn preview(artwork: &Artwork, dpi: Dpi) -> Result<Raster> {
    let mut raster = render(artwork, dpi)?;
    if let Some(paper) = artwork.stock {
        raster.lay_on(paper);
    }
    Ok(raster)
}

/// Paints the ink of artwork at a resolution, which counts for paper only.
///
/// # Errors
/// More pixels than fit into memory.
pub fn render(artwork: &Artwork, dpi: Dpi) -> Result<Raster> {
    let size = artwork.sheet.to_pixels(dpi);
    let too_large = || {
        Diagnostic::error(format!(
            "{} × {} pixels are more than can be painted at once",
            size.width, size.height
        ))
        .hint("ask for a lower `--dpi`, or for a PDF, which has no pixels")
    };
    if u64::from(size.width) * u64::from(size.height) > MOST_PIXELS {
        return Err(too_large());
    }
    let mut pixmap = Pixmap::new(size.width, size.height).ok_or_else(too_large)?;
    let tree = artwork.tree.size();
    let transform = Transform::from_scale(
        convert_side(size.width) / tree.width(),
        convert_side(size.height) / tree.height(),
    );
    resvg::render(&artwork.tree, transform, &mut pixmap.as_mut());
    Ok(straight(pixmap, size))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "sides are far below 2^24 pixels"
)]
fn convert_side(pixels: u32) -> f32 {
    pixels as f32
}

/// Takes the premultiplied pixels apart; posters are opaque, so the usual case drops the alpha.
fn straight(pixmap: Pixmap, size: Pixels) -> Raster {
    let opaque = pixmap.data().chunks_exact(4).all(|pixel| pixel[3] == 255);
    let samples = if opaque {
        let mut samples = vec![0; pixmap.data().len() / 4 * 3];
        for (to, from) in samples
            .chunks_exact_mut(3)
            .zip(pixmap.data().chunks_exact(4))
        {
            to.copy_from_slice(&from[..3]);
        }
        samples
    } else {
        pixmap.take_demultiplied()
    };
    Raster {
        size,
        samples,
        opaque,
    }
}
