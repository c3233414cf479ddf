//! `fonts/catalogue.toml`: which families there are, and which one sets which script and language.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::lang::{Lang, Script};

/// The whole catalogue, families in the order of fallback.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// What stands in for a display family whose face lacks the letters of a slogan.
    #[serde(default)]
    pub substitutes: BTreeMap<String, Vec<String>>,
    /// Languages whose script is set in another face than the script's own.
    #[serde(default, rename = "language")]
    pub languages: Vec<LanguageRule>,
    /// Every family that is shipped.
    #[serde(default, rename = "family")]
    pub families: Vec<Family>,
}

/// One family: one face, one weight.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// The name as CSS has it.
    pub name: String,
    /// The file, relative to `fonts/`.
    pub file: String,
    /// CSS weight, 1 to 1000.
    pub weight: u16,
    /// ISO 15924 codes of the scripts that the face sets whole.
    #[serde(default)]
    pub scripts: Vec<String>,
    /// What it looks like, or `fallback`, `symbols`.
    pub style: String,
    /// Only a regular weight exists: a heavy slot thickens it by a stroke.
    #[serde(default)]
    pub embolden: bool,
    /// Whether it may be set in capitals. Default: true.
    #[serde(default = "yes")]
    pub capitals: bool,
}

/// The families that some languages want for a script.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageRule {
    /// Tags: a language, or a language with a script.
    pub langs: Vec<String>,
    /// The script that the rule is about.
    pub script: String,
    /// Families, best first.
    pub families: Vec<String>,
}

const fn yes() -> bool {
    true
}

impl Catalogue {
    /// Reads `catalogue.toml`.
    ///
    /// # Errors
    /// The text is not a catalogue; the message names line and column.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// Families for a script in a language, best first, those the template asks for in front.
    pub fn chain<'a>(&'a self, asked: &'a [String], script: Script, lang: &Lang) -> Vec<&'a str> {
        let mut chain: Vec<&str> = Vec::new();
        for family in asked {
            let own = std::iter::once(family.as_str());
            let others = self.substitutes.get(family).into_iter().flatten();
            chain.extend(own.chain(others.map(String::as_str)));
        }
        // Latin, Cyrillic and Greek have display faces of their own; a face of the template that
        // also has some other script is taken for it too, but never one that was not asked for.
        let rules = self.languages.iter().filter(|rule| {
            rule.script == script.code() && rule.langs.iter().any(|tag| is_language(tag, lang))
        });
        chain.extend(rules.flat_map(|rule| &rule.families).map(String::as_str));
        chain.extend(
            self.families
                .iter()
                .filter(|family| family.style == "fallback")
                .filter(|family| family.scripts.iter().any(|code| code == script.code()))
                .map(|family| family.name.as_str()),
        );
        let mut seen = std::collections::BTreeSet::new();
        chain.retain(|name| seen.insert(*name));
        chain
    }
}

/// Whether a tag of the catalogue (`ur`, `pa-Arab`) speaks of a language.
fn is_language(tag: &str, lang: &Lang) -> bool {
    match tag.split_once('-') {
        None => tag == lang.language(),
        Some((language, script)) => {
            language == lang.language() && lang.script().is_some_and(|s| s.code() == script)
        }
    }
}
