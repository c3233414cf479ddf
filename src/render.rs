//! The whole river in one screen.

use crate::compose::{self, Artwork};
use crate::diag::{Notes, Result};
use crate::fonts::Fonts;
use crate::job::Poster;
use crate::typeset::{self, Setting};

/// A poster, made: what is painted, and how its words were set.
#[derive(Clone, Debug)]
pub struct Made {
    /// The filled document.
    pub artwork: Artwork,
    /// How the words of each slot were set.
    pub settings: Vec<Setting>,
}

/// Makes the artwork of a poster.
///
/// # Errors
/// What any stage refuses: words that do not fit, characters that no font has, a layout that is
/// not valid.
pub fn artwork(poster: &Poster, fonts: &Fonts, notes: &mut Notes) -> Result<Made> {
    let settings = typeset::slots(poster, fonts, notes)?; // words → outlines that fit their slots
    let svg = compose::svg(poster, &settings, notes)?; // outlines and template → one document
    let artwork = Artwork::parse(svg, poster, &settings, notes)?; // document → tree
    Ok(Made { artwork, settings })
}
