//! What a kit holds, and what it says to whoever opens it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diag::{Diagnostic, Result};
use crate::lang::Lang;

/// The texts, one block a language.
const TEXTS: &str = include_str!("texts.toml");

/// Sizes for feeds.
pub const FEEDS: [&str; 4] = ["square", "portrait", "story", "landscape"];

/// What a kit says in one language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KitTexts {
    /// Its head; `{title}` is the campaign's.
    pub title: String,
    /// On the pictures for feeds.
    pub feeds: String,
    /// On the sheets for a printer at home.
    pub home: String,
    /// On the poster that is glued together.
    pub tiled: String,
    /// On the files for a print shop.
    pub shop: String,
    /// On the contact sheet.
    pub contact: String,
    /// The description of one picture; `{text}` is its slogan.
    pub alt: String,
    /// What is said of translations that nobody has confirmed.
    pub draft: String,
}

impl KitTexts {
    /// The texts in a language; in English where nobody has written them yet.
    ///
    /// # Errors
    /// The file that is built in is broken.
    pub fn of(lang: &Lang) -> Result<Self> {
        let mut all: BTreeMap<String, Self> = toml::from_str(TEXTS).map_err(|error| {
            Diagnostic::error(format!("the texts of kits are broken: {}", error.message()))
        })?;
        let own = all.remove(lang.language());
        own.or_else(|| all.remove("en"))
            .ok_or_else(|| Diagnostic::error("the texts of kits have no English"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_says_everything() {
        for tag in ["en", "ru", "fr", "es", "nl", "tr", "de", "uk"] {
            let texts = KitTexts::of(&tag.parse().unwrap()).unwrap();
            assert!(
                texts.title.contains("{title}") && texts.alt.contains("{text}"),
                "{tag}"
            );
        }
        let other = KitTexts::of(&"sw".parse().unwrap()).unwrap();
        assert_eq!(other.title, "Posters: {title}");
    }
}
