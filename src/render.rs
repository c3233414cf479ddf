//! The whole river in one screen.

use crate::compose::{self, Artwork};
use crate::diag::{Diagnostic, Notes, Result};
use crate::fonts::Fonts;
use crate::job::{Job, Poster, Text, expand};
use crate::lang::{Lang, print_at_100};
use crate::library::Library;
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
    // Words become outlines that fit their slots,
    let settings = notes.lap("typeset", |notes| typeset::slots(poster, fonts, notes))?;
    // outlines and template one document,
    let svg = notes.lap("compose", |notes| compose::svg(poster, &settings, notes))?;
    // and the document a tree.
    let artwork = notes.lap("parse", |notes| {
        Artwork::parse(svg, poster, &settings, notes)
    })?;
    Ok(Made { artwork, settings })
}

/// `Print at 100 %` in a language, as a drawing in black. It comes down the same river as posters,
/// so it is shaped in any script.
///
/// # Errors
/// A font cannot be read.
pub fn advice(lang: &Lang, fonts: &Fonts) -> Result<Artwork> {
    let (lang, phrase) = print_at_100(lang);
    let library = Library::with_files([("layouts/advice/layout.svg", ADVICE)]);
    let job = Job {
        texts: vec![Text::Typed(phrase.to_owned())],
        layouts: vec!["advice".to_owned()],
        sizes: vec!["drawn".to_owned()],
        langs: vec![lang.into()],
        ..Job::default()
    };
    let mut notes = Notes::default();
    let files = expand(&job, &library)?;
    let file = files
        .first()
        .ok_or_else(|| Diagnostic::error("nothing says how to print"))?;
    Ok(artwork(&file.poster, fonts, &mut notes)?.artwork)
}

/// A layout of one line.
const ADVICE: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 30" width="400mm" height="30mm">
<rect data-slot="slogan" x="0" y="0" width="400" height="30" font-family="Noto Sans" font-weight="900" font-size="16" data-fit="shrink" data-lines="1"/>
</svg>"#;
