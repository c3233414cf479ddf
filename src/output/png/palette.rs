//! The colours of an indexed picture.

use std::collections::HashMap;

use rayon::prelude::*;

use super::Color;
use crate::output::flat::{Indexed, Rgba};
use crate::output::raster::Picture;

/// At most 256 colours, by number.
#[derive(Clone, Debug)]
pub struct Palette {
    colors: Vec<Rgba>,
    /// Whether no pixel has the first colour, which is nothing at all.
    covered: bool,
}

impl Palette {
    /// The colours of a picture that was painted whole.
    pub fn of_canvas(canvas: &Indexed) -> Self {
        Self {
            colors: canvas.colors().to_vec(),
            covered: !canvas.pixels.contains(&0),
        }
    }

    /// The colours of a picture in bands: painted once for its colours, because they stand before
    /// its pixels in the file. That is quick: no pixel leaves the cache.
    pub fn of(picture: &Picture<'_>, tops: &[u32]) -> Option<Self> {
        let bands: Vec<Option<Self>> = tops
            .par_iter()
            .map_init(Indexed::default, |canvas, &top| {
                // What an earlier band left would make the order depend on the threads.
                canvas.forget();
                picture.indexed(top, picture.rows_at(top), canvas)?;
                Some(Self::of_canvas(canvas))
            })
            .collect();
        let mut all = Indexed::default();
        let mut covered = true;
        for band in bands {
            let band = band?;
            covered &= band.covered;
            all.learn(&band.colors)?;
        }
        Some(Self {
            colors: all.colors().to_vec(),
            covered,
        })
    }

    /// A canvas that knows these colours by these numbers.
    pub fn canvas(&self) -> Indexed {
        let mut canvas = Indexed::default();
        // They fitted before.
        let _ = canvas.learn(&self.colors);
        canvas
    }

    /// As it stands in the file.
    pub fn color(&self) -> Color {
        let mut colors = self.colors.clone();
        if self.covered {
            colors[0] = [0, 0, 0, 255];
        }
        let transparent = colors.iter().rposition(|color| color[3] < 255);
        Color::Indexed {
            rgb: colors.iter().flat_map(|&[r, g, b, _]| [r, g, b]).collect(),
            alpha: match transparent {
                Some(last) => colors[..=last].iter().map(|color| color[3]).collect(),
                None => Vec::new(),
            },
        }
    }
}

/// The colours of painted pixels, and each pixel's number, if they are few.
pub fn count(pixels: &[Rgba]) -> Option<(Palette, Vec<u8>)> {
    let mut numbers: HashMap<Rgba, u8> = HashMap::new();
    let mut colors = Vec::new();
    let mut last = (pixels.first().copied()?, 0);
    numbers.insert(last.0, 0);
    colors.push(last.0);
    let mut out = Vec::with_capacity(pixels.len());
    for &pixel in pixels {
        if pixel != last.0 {
            let number = if let Some(&known) = numbers.get(&pixel) {
                known
            } else {
                let number = u8::try_from(colors.len()).ok()?;
                colors.push(pixel);
                numbers.insert(pixel, number);
                number
            };
            last = (pixel, number);
        }
        out.push(last.1);
    }
    let palette = Palette {
        colors,
        covered: false,
    };
    Some((palette, out))
}
