//! The file of a campaign: one block a language, so that a translator adds one by copying one.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use super::{Campaign, Slogan, Standing, Translation, bare, nearest_language};
use crate::diag::{Diagnostic, Place, Result, did_you_mean};
use crate::lang::{Lang, LangError};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    campaign: Head,
    lang: BTreeMap<toml::Spanned<String>, BTreeMap<toml::Spanned<String>, toml::Spanned<Entry>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    title: String,
    #[serde(default)]
    about: String,
    slogans: Vec<String>,
}

/// What stands behind the name of a slogan, or behind `standing`.
#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    Text(String),
    Full { text: String, standing: Standing },
}

/// Reads a campaign.
///
/// # Errors
/// The text is not TOML of this form, a language tag is not known, or a block has a slogan that
/// the head does not list.
pub fn campaign(name: &str, file: &str, text: &str) -> Result<Campaign> {
    let parsed = read(file, text)?;
    let mut slogans: Vec<Slogan> = parsed
        .campaign
        .slogans
        .iter()
        .map(|id| Slogan {
            id: id.clone(),
            translations: BTreeMap::new(),
        })
        .collect();
    for (tag, entries) in parsed.lang {
        let lang = lang(file, text, &tag)?;
        block(file, text, &lang, entries, &mut slogans)?;
    }
    Ok(Campaign {
        name: name.to_owned(),
        title: parsed.campaign.title,
        about: parsed.campaign.about,
        slogans,
    })
}

/// A translation, or the head of a language's block, as it stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The language of the block.
    pub lang: Lang,
    /// Which slogan; `None` for the head of the block.
    pub slogan: Option<String>,
    /// The words.
    pub text: String,
    /// Slogans that the block lacks, told at its head.
    pub missing: Vec<String>,
    /// Where it stands.
    pub range: Range<usize>,
}

/// Every block and translation of a campaign's file, in the order of the file.
///
/// # Errors
/// The file cannot be read as a campaign.
pub fn written(name: &str, file: &str, text: &str) -> Result<Vec<Written>> {
    // What is wrong with the file as a whole is said first.
    campaign(name, file, text)?;
    let parsed = read(file, text)?;
    let mut all = Vec::new();
    for (tag, entries) in parsed.lang {
        let lang = lang(file, text, &tag)?;
        let has = |id: &String| entries.keys().any(|key| key.get_ref() == id);
        all.push(Written {
            lang: lang.clone(),
            slogan: None,
            text: String::new(),
            missing: parsed
                .campaign
                .slogans
                .iter()
                .filter(|id| !has(id))
                .cloned()
                .collect(),
            range: tag.span(),
        });
        for (id, entry) in entries {
            let range = entry.span();
            let (Entry::Text(text) | Entry::Full { text, .. }) = entry.into_inner();
            if id.get_ref() != "standing" {
                all.push(Written {
                    lang: lang.clone(),
                    slogan: Some(id.into_inner()),
                    text,
                    missing: Vec::new(),
                    range,
                });
            }
        }
    }
    all.sort_by_key(|entry| entry.range.start);
    Ok(all)
}

fn read(file: &str, text: &str) -> Result<File> {
    toml::from_str(text).map_err(|error| {
        Diagnostic::error(error.message().to_owned())
            .at(Place::span(file, text, error.span().unwrap_or(0..0)))
            .hint("compare the block with that of another language: quotes, equals signs, brackets")
    })
}

fn lang(file: &str, text: &str, tag: &toml::Spanned<String>) -> Result<Lang> {
    tag.get_ref().parse().map_err(|error: LangError| {
        let message = Diagnostic::error(error.to_string()).at(Place::span(file, text, tag.span()));
        match nearest_language(&error) {
            Some(near) => message.hint(format!("did you mean `{near}`?")),
            None => message.hint("use a tag of BCP 47, such as `fr` or `sr-Latn`"),
        }
    })
}

fn block(
    file: &str,
    text: &str,
    lang: &Lang,
    entries: BTreeMap<toml::Spanned<String>, toml::Spanned<Entry>>,
    slogans: &mut [Slogan],
) -> Result<()> {
    let standing = entries
        .iter()
        .find(|(key, _)| key.get_ref() == "standing")
        .map(|(_, entry)| standing(file, text, entry))
        .transpose()?
        .unwrap_or(Standing::Draft);
    let ids: Vec<String> = slogans.iter().map(|slogan| slogan.id.clone()).collect();
    for (id, entry) in entries {
        if id.get_ref() == "standing" {
            continue;
        }
        let Some(slogan) = slogans.iter_mut().find(|slogan| slogan.id == *id.get_ref()) else {
            let error =
                Diagnostic::error(format!("the campaign lists no slogan `{}`", id.get_ref()))
                    .at(Place::span(file, text, id.span()));
            return Err(
                match did_you_mean(id.get_ref(), ids.iter().map(String::as_str)) {
                    Some(suggestion) => error.hint(suggestion),
                    None => error.hint("add it to `slogans` in the `[campaign]` block"),
                },
            );
        };
        let translation = match entry.into_inner() {
            Entry::Text(text) => Translation { text, standing },
            Entry::Full { text, standing } => Translation { text, standing },
        };
        slogan.translations.insert(lang.to_string(), translation);
    }
    Ok(())
}

fn standing(file: &str, text: &str, entry: &toml::Spanned<Entry>) -> Result<Standing> {
    let word = match entry.get_ref() {
        Entry::Text(word) => word.as_str(),
        Entry::Full { .. } => "",
    };
    match word {
        "original" => Ok(Standing::Original),
        "reviewed" => Ok(Standing::Reviewed),
        "draft" => Ok(Standing::Draft),
        other => {
            let error = Diagnostic::error(format!("`standing` cannot be `{other}`"))
                .at(Place::span(file, text, entry.span()));
            Err(
                match did_you_mean(other, ["original", "reviewed", "draft"]) {
                    Some(suggestion) => error.hint(suggestion),
                    None => error.hint("it is `original`, `reviewed` or `draft`"),
                },
            )
        }
    }
}

/// The language of the block that holds a text, without reading the rest of the file as TOML:
/// this runs whenever somebody types a slogan, and most slogans are in no catalogue.
pub fn language_of(file: &str, wanted: &str) -> Option<Lang> {
    let mut tag = None;
    for line in file.lines() {
        if let Some(header) = line.strip_prefix("[lang.") {
            tag = header.split(']').next();
        } else if let Some((_, value)) = line.split_once('=')
            && let Some(text) = value.split('"').nth(1)
            && bare(text) == wanted
        {
            return tag?.parse().ok();
        }
    }
    None
}
