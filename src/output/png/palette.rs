//! The colours of an indexed picture.

use std::collections::HashMap;

use super::Color;
use crate::output::raster::{Pixmap, PremultipliedColorU8};

/// Pixels, row after row, as runs of the same colour.
#[derive(Debug)]
pub struct Runs {
    /// Numbers of colours below, and how many pixels have them.
    runs: Vec<(u8, u32)>,
    colors: Vec<PremultipliedColorU8>,
}

impl Runs {
    /// The runs of painted pixels; `None` if there are too many colours, or runs so short that a
    /// picture of runs is larger than one of pixels.
    pub fn of(pixmap: &Pixmap) -> Option<Self> {
        let pixels = pixmap.pixels();
        let most = pixels.len() / 8 + 1024;
        let mut numbers = Numbers::default();
        let mut runs = Vec::new();
        for run in pixels.chunk_by(|a, b| a == b) {
            if runs.len() == most {
                return None;
            }
            runs.push((numbers.of(run[0])?, u32::try_from(run.len()).ok()?));
        }
        Some(Self {
            runs,
            colors: numbers.colors,
        })
    }
}

/// Colours by number, in the order in which they were seen.
#[derive(Debug, Default)]
struct Numbers {
    colors: Vec<PremultipliedColorU8>,
    known: HashMap<[u8; 4], u8>,
}

impl Numbers {
    fn of(&mut self, color: PremultipliedColorU8) -> Option<u8> {
        if let Some(&known) = self.known.get(&key(color)) {
            return Some(known);
        }
        let number = u8::try_from(self.colors.len()).ok()?;
        self.colors.push(color);
        self.known.insert(key(color), number);
        Some(number)
    }
}

const fn key(color: PremultipliedColorU8) -> [u8; 4] {
    [color.red(), color.green(), color.blue(), color.alpha()]
}

/// At most 256 colours, by number.
#[derive(Debug)]
pub struct Palette(Numbers);

impl Palette {
    /// The colours of a picture in bands; `None` if they are too many.
    pub fn of(bands: &[Runs]) -> Option<Self> {
        let mut numbers = Numbers::default();
        for &color in bands.iter().flat_map(|band| &band.colors) {
            numbers.of(color)?;
        }
        Some(Self(numbers))
    }

    /// The runs of a band, its own numbers changed to those of the whole picture.
    pub fn numbers(&self, band: &Runs) -> impl Iterator<Item = (u8, usize)> {
        let own: Vec<u8> = band
            .colors
            .iter()
            .map(|color| self.0.known[&key(*color)])
            .collect();
        band.runs
            .iter()
            .map(move |&(color, length)| (own[usize::from(color)], length as usize))
    }

    /// As it stands in the file.
    pub fn color(&self) -> Color {
        let colors: Vec<_> = self
            .0
            .colors
            .iter()
            .map(PremultipliedColorU8::demultiply)
            .collect();
        let transparent = colors.iter().rposition(|color| color.alpha() < 255);
        let opacities = colors.iter().take(transparent.map_or(0, |last| last + 1));
        Color::Indexed {
            alpha: opacities.map(|color| color.alpha()).collect(),
            rgb: colors
                .iter()
                .flat_map(|color| [color.red(), color.green(), color.blue()])
                .collect(),
        }
    }
}
