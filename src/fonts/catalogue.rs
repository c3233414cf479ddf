//! `fonts/catalogue.toml`: which families there are, and which one sets which script and language.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use serde::Deserialize;

use crate::diag::{self, Diagnostic};
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
    /// Where its bytes are. Default: the library.
    #[serde(skip)]
    pub source: Source,
}

/// Where the bytes of a face are.
#[derive(Clone, Debug, Default)]
pub enum Source {
    /// In `fonts/` of the library, under [`Family::file`].
    #[default]
    Library,
    /// Here: it came with a layout.
    Given(Arc<Vec<u8>>),
    /// In a file of the system, at a place in its collection.
    System(PathBuf, u32),
}

impl Family {
    /// Whether the user or a designer brought it, so that nothing is known of its scripts.
    pub fn is_own(&self) -> bool {
        self.style == OWN
    }

    /// Whether this is what a layout means by a name: the family's name or that of its file, which is
    /// the PostScript name that Illustrator and Affinity write.
    pub fn is_called(&self, name: &str) -> bool {
        let file = self.file.rsplit('/').next().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        self.name.eq_ignore_ascii_case(name)
            || stem.eq_ignore_ascii_case(name)
            || (self.is_own() && file == name)
    }
}

/// The style of families that are not in the catalogue.
pub const OWN: &str = "own";

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

    /// Reads the catalogue that is built in, as it was translated.
    ///
    /// # Errors
    /// It is not what it should be, which the tests rule out.
    pub fn of_json(json: &[u8]) -> diag::Result<Self> {
        serde_json::from_slice(json)
            .map_err(|error| Diagnostic::error(format!("the font catalogue is broken: {error}")))
    }

    /// Families for a script in a language, best first: faces that the user or the designer brought
    /// and the template names, those that the language asks for, the template's others with their
    /// substitutes, and the script's own.
    ///
    /// A family of the catalogue stands for the scripts that it has whole only: Noto Sans has
    /// Devanagari too, but not as good as its own face.
    pub fn chain<'a>(&'a self, asked: &'a [String], script: Script, lang: &Lang) -> Vec<&'a str> {
        let entry = |name: &str| self.families.iter().find(|family| family.is_called(name));
        let own = asked
            .iter()
            .filter(|name| entry(name).is_some_and(Family::is_own));
        let rules = self.languages.iter().filter(|rule| {
            rule.script == script.code() && rule.langs.iter().any(|tag| is_language(tag, lang))
        });
        let known = |name: &'a String| entry(name).map_or(name, |family| &family.name);
        let template = asked.iter().map(known).flat_map(|family| {
            let others = self.substitutes.get(family).into_iter().flatten();
            std::iter::once(family).chain(others)
        });
        let sets = |name: &&String| {
            entry(name).is_some_and(|family| {
                family.is_own()
                    || script == Script::COMMON
                    || family.scripts.iter().any(|code| code == script.code())
            })
        };
        let fallback = self
            .families
            .iter()
            .filter(|family| family.style == "fallback")
            .filter(|family| family.scripts.iter().any(|code| code == script.code()))
            .map(|family| &family.name);
        let mut seen = BTreeSet::new();
        own.chain(rules.flat_map(|rule| &rule.families))
            .chain(template.filter(sets))
            .chain(fallback)
            .map(String::as_str)
            .filter(|name| seen.insert(*name))
            .collect()
    }
}

/// Whether a tag of the catalogue (`ur`, `pa-Arab`, `und-Aran`) speaks of a language.
fn is_language(tag: &str, lang: &Lang) -> bool {
    if let Some(script) = tag.strip_prefix("und-") {
        return lang.script().is_some_and(|s| s.code() == script);
    }
    match tag.split_once('-') {
        None => tag == lang.language(),
        Some((language, script)) => {
            language == lang.language() && lang.script().is_some_and(|s| s.code() == script)
        }
    }
}
