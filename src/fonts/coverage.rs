//! Which characters a face has, and how tall its letters are.
//!
//! This is rusttype's work: it does no shaping, so a glyph that it finds is the glyph of the
//! character itself, and its boxes are the exact extremes of the outline.

use rusttype::{Font, Scale};

/// The character map and the glyph boxes of one face.
#[derive(Debug)]
pub struct Probe {
    font: Font<'static>,
    /// rusttype scales by ascent minus descent; this makes one em come out as 1.
    em: Scale,
}

impl Probe {
    /// A probe of a face that is built in; `None` if it is not a font.
    pub fn of_static(bytes: &'static [u8]) -> Option<Self> {
        Font::try_from_bytes(bytes).map(Self::new)
    }

    /// A probe of a face that was read from a file; `None` if it is not a font.
    /// `index` is its place in a collection.
    pub fn of_owned(bytes: Vec<u8>, index: u32) -> Option<Self> {
        Font::try_from_vec_and_index(bytes, index).map(Self::new)
    }

    fn new(font: Font<'static>) -> Self {
        let metrics = font.v_metrics_unscaled();
        let height = metrics.ascent - metrics.descent;
        let em = Scale::uniform(height / f32::from(font.units_per_em()));
        Self { font, em }
    }

    /// Whether the face has a glyph for a character.
    pub fn has(&self, c: char) -> bool {
        self.font.glyph(c).id().0 != 0
    }

    /// The glyph of a character and how far it moves the pen, in ems; `None` if it is missing.
    pub fn glyph_em(&self, c: char) -> Option<(u32, f64)> {
        let glyph = self.font.glyph(c);
        let advance = glyph.clone().scaled(self.em).h_metrics().advance_width;
        (glyph.id().0 != 0).then(|| (u32::from(glyph.id().0), f64::from(advance)))
    }

    /// Height of a character above the baseline, in ems; `None` if it is missing or has no ink.
    pub fn height_em(&self, c: char) -> Option<f64> {
        if !self.has(c) {
            return None;
        }
        let ink = self.font.glyph(c).scaled(self.em).exact_bounding_box()?;
        Some(f64::from(-ink.min.y))
    }

    /// Height of the ink of a character from its lowest point to its highest, in ems.
    pub fn body_em(&self, c: char) -> Option<f64> {
        if !self.has(c) {
            return None;
        }
        let ink = self.font.glyph(c).scaled(self.em).exact_bounding_box()?;
        Some(f64::from(ink.max.y - ink.min.y))
    }
}
