//! Campaigns: slogans with their translations, one TOML file each.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Place, Result, did_you_mean, nearest};
use crate::lang::{self, Lang, LangError};
use crate::library::Library;

mod negotiate;
mod parse;

pub use negotiate::translation;
pub use parse::{Written, written};

/// A set of slogans for one cause.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// The name of its file.
    pub name: String,
    /// What it is called, in English.
    pub title: String,
    /// One sentence on it.
    pub about: String,
    /// Its slogans, in the order in which they are listed.
    pub slogans: Vec<Slogan>,
}

/// One sentence with its translations.
#[derive(Clone, Debug)]
pub struct Slogan {
    /// The name within its campaign, for example `remember`.
    pub id: String,
    /// By language tag.
    pub translations: BTreeMap<String, Translation>,
}

/// A slogan in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    /// The words.
    pub text: String,
    /// How sure they are.
    pub standing: Standing,
}

/// How sure a translation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// As the appeal was published.
    Original,
    /// Read by somebody who speaks the language.
    Reviewed,
    /// Nobody has confirmed it yet.
    Draft,
}

/// What the catalogue has for a slogan and a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The words.
    pub text: String,
    /// The language that was asked for, which may be narrower than the translation's.
    pub lang: Lang,
    /// Whether nobody has confirmed them yet.
    pub draft: bool,
}

impl Campaign {
    /// Names of all campaigns of a library, sorted.
    pub fn names(library: &Library) -> Vec<String> {
        library
            .names("slogans")
            .into_iter()
            .filter_map(|file| file.strip_suffix(".toml").map(str::to_owned))
            .collect()
    }

    /// Opens a campaign by name.
    ///
    /// # Errors
    /// There is no such campaign, or its file is not what it should be.
    pub fn load(library: &Library, name: &str) -> Result<Self> {
        let (file, text) = Self::source(library, name)?;
        parse::campaign(name, &file, &text)
    }

    /// The file of a campaign and its text.
    ///
    /// # Errors
    /// There is no such campaign, or its file is not text.
    pub fn source(library: &Library, name: &str) -> Result<(String, String)> {
        let file = format!("slogans/{name}.toml");
        let bytes = library.read(&file).map_err(|error| {
            Diagnostic::error(format!("the campaign cannot be read: {error}"))
                .at(Place::file(&file))
        })?;
        let Some(bytes) = bytes else {
            let names = Self::names(library);
            let error = Diagnostic::error(format!("there is no campaign `{name}`"));
            return Err(match did_you_mean(name, names.iter().map(String::as_str)) {
                Some(suggestion) => error.hint(suggestion),
                None => error.hint(format!("the campaigns are `{}`", names.join("`, `"))),
            });
        };
        let text = String::from_utf8(bytes.into_owned()).map_err(|_| {
            Diagnostic::error("the campaign is not text in UTF-8").at(Place::file(&file))
        })?;
        Ok((file, text))
    }

    /// The words of a slogan in a language or the nearest wider one.
    ///
    /// # Errors
    /// There is no such campaign or slogan, or it has no translation into the language.
    pub fn find(library: &Library, id: &str, lang: &Lang) -> Result<Found> {
        let (campaign, slogan) = Self::slogan(library, id)?;
        negotiate::translation(&campaign.name, &slogan, lang)
    }

    /// A slogan, named `campaign/slogan` or, where that is enough, `slogan`, and its campaign.
    ///
    /// # Errors
    /// There is no such campaign or slogan.
    pub fn slogan(library: &Library, id: &str) -> Result<(Self, Slogan)> {
        let (campaign, slogan) = match id.split_once('/') {
            Some((campaign, slogan)) => (Self::load(library, campaign)?, slogan),
            None => (Self::holding(library, id)?, id),
        };
        if let Some(found) = campaign
            .slogans
            .iter()
            .find(|entry| entry.id == slogan)
            .cloned()
        {
            return Ok((campaign, found));
        }
        let ids: Vec<&str> = campaign
            .slogans
            .iter()
            .map(|entry| entry.id.as_str())
            .collect();
        let error = Diagnostic::error(format!(
            "campaign `{}` has no slogan `{slogan}`",
            campaign.name
        ));
        Err(match did_you_mean(slogan, ids.iter().copied()) {
            Some(suggestion) => error.hint(suggestion),
            None => error.hint(format!("its slogans are `{}`", ids.join("`, `"))),
        })
    }

    /// The first campaign that has a slogan of that name.
    fn holding(library: &Library, slogan: &str) -> Result<Self> {
        let campaigns = Self::names(library)
            .iter()
            .map(|name| Self::load(library, name))
            .collect::<Result<Vec<_>>>()?;
        let known: Vec<String> = campaigns
            .iter()
            .flat_map(|c| {
                c.slogans
                    .iter()
                    .map(move |s| format!("{}/{}", c.name, s.id))
            })
            .collect();
        let holding = campaigns
            .into_iter()
            .find(|campaign| campaign.slogans.iter().any(|entry| entry.id == slogan));
        holding.ok_or_else(|| {
            let error = Diagnostic::error(format!("there is no slogan `{slogan}`"));
            let ids = known.iter().map(String::as_str);
            let bare = ids.clone().filter_map(|id| id.split('/').next_back());
            match did_you_mean(slogan, bare) {
                Some(suggestion) => error.hint(suggestion),
                None => error.hint(format!(
                    "the slogans are `{}`",
                    ids.collect::<Vec<_>>().join("`, `")
                )),
            }
        })
    }

    /// The language of a text that stands in a campaign word for word.
    pub fn language_of(library: &Library, text: &str) -> Option<Lang> {
        let wanted = bare(text);
        Self::names(library).iter().find_map(|name| {
            let file = library.read(&format!("slogans/{name}.toml")).ok()??;
            parse::language_of(std::str::from_utf8(&file).ok()?, &wanted)
        })
    }
}

/// A text without what does not make it another text.
fn bare(text: &str) -> String {
    text.replace('*', "")
        .replace("\\n", " ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

/// The name of a language for a message: `Tamil (ta)`.
pub fn language_name(tag: &str) -> String {
    let language = lang::find(tag).or_else(|| lang::find(tag.split('-').next().unwrap_or(tag)));
    language.map_or_else(|| tag.to_owned(), |row| format!("{} ({tag})", row.english))
}

/// The tag of the language whose tag or name is nearest to what was typed for one.
pub fn nearest_language(error: &LangError) -> Option<&'static str> {
    let typed = error.typed();
    let lower = typed.to_lowercase();
    lang::known()
        .find(|row| row.english.to_lowercase() == lower || row.own.to_lowercase() == lower)
        .map(|row| row.tag)
        .or_else(|| {
            let name = nearest(typed, lang::known().map(|row| row.english))?;
            lang::known()
                .find(|row| row.english == name)
                .map(|row| row.tag)
        })
        .or_else(|| nearest(typed, lang::known().map(|row| row.tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_suggested_by_its_name_in_any_language() {
        let near = |typed: &str| nearest_language(&typed.parse::<Lang>().unwrap_err());
        assert_eq!(near("german"), Some("de"));
        assert_eq!(near("українська"), Some("uk"));
        assert_eq!(near("Frnch"), Some("fr"));
    }
}
