//! What a poster says, in its languages.

use super::{Langs, Shelf, Text, Words, name};
use crate::diag::Result;
use crate::lang::{Direction, Lang, Script};
use crate::library::Library;
use crate::slogans::{Campaign, Found};

/// A text in the languages of one poster, with the name that its files take.
#[derive(Clone, Debug)]
pub struct InLanguage {
    /// What goes into the slot `slogan`.
    pub words: Option<Words>,
    /// What goes into `slogan-2`, `slogan-3`, … `None` where the words have to be set by hand.
    pub others: Vec<(Lang, Option<String>)>,
    /// The slogan's name in the catalogue, if it comes from there.
    pub id: Option<String>,
    /// The words in Latin letters.
    pub slug: String,
    /// Whether somebody has still to confirm them.
    pub draft: bool,
}

/// A text in each of some languages or, if there are none, in its own.
///
/// # Errors
/// There is no such slogan, or it has no translation.
pub fn in_languages(text: &Text, langs: &[Langs], shelf: &Shelf) -> Result<Vec<InLanguage>> {
    let usual: Langs = match text {
        Text::Typed(typed) if langs.is_empty() => shelf.guess(typed).into(),
        Text::None | Text::Typed(_) => Lang::UNKNOWN.into(),
        Text::Catalogue(_) => "en".parse::<Lang>().unwrap_or(Lang::UNKNOWN).into(),
    };
    let usual = [usual];
    let langs = match text {
        _ if langs.is_empty() => &usual[..],
        Text::None => &langs[..1],
        _ => langs,
    };
    langs
        .iter()
        .map(|langs| in_language(text, langs, shelf))
        .collect()
}

fn in_language(text: &Text, langs: &Langs, shelf: &Shelf) -> Result<InLanguage> {
    let unset = || {
        langs
            .others
            .iter()
            .map(|lang| (lang.clone(), None))
            .collect()
    };
    let words = |text: &str, lang: &Lang| Words {
        text: text.to_owned(),
        lang: lang.clone(),
    };
    match text {
        Text::None => Ok(InLanguage {
            words: None,
            others: unset(),
            id: None,
            slug: String::new(),
            draft: false,
        }),
        Text::Typed(typed) => Ok(InLanguage {
            words: Some(words(typed, &langs.first)),
            others: unset(),
            id: None,
            slug: name::slug(typed),
            draft: false,
        }),
        Text::Catalogue(id) => {
            let Found { text, lang, draft } = shelf.slogan(id, &langs.first)?;
            let others: Vec<Found> = langs
                .others
                .iter()
                .map(|lang| shelf.slogan(id, lang))
                .collect::<Result<_>>()?;
            Ok(InLanguage {
                id: Some(id.clone()),
                slug: name::slug(&text),
                words: Some(words(&text, &lang)),
                draft: draft || others.iter().any(|found| found.draft),
                others: others
                    .into_iter()
                    .map(|found| (found.lang, Some(found.text)))
                    .collect(),
            })
        }
    }
}

/// The slot of the second and further languages: `slogan-2`, …
pub fn slot_of(other: usize) -> String {
    format!("slogan-{}", other + 2)
}

/// Whether a text may be in a language: it has letters of its script, or none at all. A date in
/// Latin letters on an Arabic poster is not Arabic, and does not run from right to left.
pub fn speaks(lang: &Lang, text: &str) -> bool {
    let Some(direction) = lang.direction() else {
        return true;
    };
    let mut strong = text.chars().filter(|c| c.is_alphabetic()).peekable();
    strong.peek().is_none() || strong.any(|c| direction_of(c) == direction)
}

/// Which way a letter runs: the blocks from Hebrew to Arabic Extended-A, their presentation forms,
/// and the right-to-left part of the supplementary plane.
fn direction_of(c: char) -> Direction {
    match c {
        '\u{590}'..='\u{8FF}'
        | '\u{FB1D}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFF}'
        | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}' => Direction::RightToLeft,
        _ => Direction::LeftToRight,
    }
}

/// The language of a text that was typed without one: that of the catalogue if the slogan is in
/// it, else that of a script which only one language is commonly written in. Never the machine's.
pub fn guess(text: &str, library: &Library) -> Lang {
    Campaign::language_of(library, text).unwrap_or_else(|| guess_by_script(text))
}

/// The language of a script which only one language is commonly written in.
pub fn guess_by_script(text: &str) -> Lang {
    let scripts = text.chars().map(Script::of_single_language);
    let is_han = |c: char| matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}');
    // Ideographs without kana or Hangul beside them are Chinese.
    let han = text.contains(is_han).then_some("zh");
    let tag = scripts.flatten().next().or(han).unwrap_or("und");
    tag.parse().unwrap_or(Lang::UNKNOWN)
}
