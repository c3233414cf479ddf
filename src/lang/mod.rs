//! Languages and scripts: BCP 47 tags, ISO 15924 codes, and which way a script runs.

use std::fmt;
use std::str::FromStr;

use icu_locale_core::LanguageIdentifier;

mod advice;
mod languages;

pub use advice::print_at_100;
pub use languages::{KnownLanguage, find, known};

/// A language tag after BCP 47, for example `en`, `sr-Latn` or `pt-BR`, in canonical case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Lang(LanguageIdentifier);

impl Lang {
    /// No language in particular (`und`).
    pub const UNKNOWN: Self = Self(LanguageIdentifier::UNKNOWN);

    /// The language alone, for example `sr` of `sr-Latn`.
    pub fn language(&self) -> &str {
        self.0.language.as_str()
    }

    /// The script that the tag names or, where it names none, the usual one of the language.
    pub fn script(&self) -> Option<Script> {
        match self.0.script {
            Some(script) => Script::from_iso15924(script.as_str()),
            None => languages::usual_script(self.language()),
        }
    }

    /// Whether the tag itself names a script, as `sr-Latn` does and `sr` does not.
    pub fn names_script(&self) -> bool {
        self.0.script.is_some()
    }

    /// The region that the tag names, for example `BR` of `pt-BR`.
    pub fn region(&self) -> Option<&str> {
        self.0
            .region
            .as_ref()
            .map(icu_locale_core::subtags::Region::as_str)
    }

    /// Which way lines run, if the tag or the language tells.
    pub fn direction(&self) -> Option<Direction> {
        self.script().map(Script::direction)
    }

    /// Whether nothing is known of the language.
    pub fn is_unknown(&self) -> bool {
        *self == Self::UNKNOWN
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Why a language tag could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LangError {
    /// It is not built like a BCP 47 tag.
    #[error("`{0}` is not a language tag")]
    Malformed(String),
    /// It is built like one, but CLDR knows no such language.
    #[error("`{0}` is not a language that is known by name")]
    Unknown(String),
}

impl LangError {
    /// What was typed.
    pub fn typed(&self) -> &str {
        let (Self::Malformed(typed) | Self::Unknown(typed)) = self;
        typed
    }
}

/// Tags that have been retired, and those that took their place (CLDR, `supplementalMetadata`).
const OLD_TAGS: [(&str, &str); 7] = [
    ("in", "id"),
    ("iw", "he"),
    ("ji", "yi"),
    ("jw", "jv"),
    ("mo", "ro"),
    ("sh", "sr-Latn"),
    ("tl", "fil"),
];

impl FromStr for Lang {
    type Err = LangError;

    /// Reads a BCP 47 tag whose language CLDR knows; `_` is taken for `-`.
    fn from_str(text: &str) -> Result<Self, LangError> {
        let typed = text.trim().replace('_', "-");
        let (language, rest) = match typed.find('-') {
            Some(at) => typed.split_at(at),
            None => (typed.as_str(), ""),
        };
        let old = OLD_TAGS
            .iter()
            .find(|(old, _)| old.eq_ignore_ascii_case(language));
        let id: LanguageIdentifier = old
            .map_or(typed.clone(), |(_, new)| format!("{new}{rest}"))
            .parse()
            .map_err(|_| LangError::Malformed(text.to_owned()))?;
        if id.language.is_unknown() || find(id.language.as_str()).is_some() {
            Ok(Self(id))
        } else {
            Err(LangError::Unknown(text.to_owned()))
        }
    }
}

/// A script by its ISO 15924 code, for example `Latn`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Script([u8; 4]);

impl Script {
    /// Latin.
    pub const LATIN: Self = Self(*b"Latn");
    /// Cyrillic.
    pub const CYRILLIC: Self = Self(*b"Cyrl");
    /// Greek.
    pub const GREEK: Self = Self(*b"Grek");
    /// Arabic.
    pub const ARABIC: Self = Self(*b"Arab");
    /// Characters that all scripts share: digits, punctuation, space.
    pub const COMMON: Self = Self(*b"Zyyy");

    /// A script from four letters of ASCII, in any case.
    pub fn from_iso15924(code: &str) -> Option<Self> {
        let bytes: [u8; 4] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_alphabetic).then(|| {
            let mut lower = bytes.map(|b| b.to_ascii_lowercase());
            lower[0] = lower[0].to_ascii_uppercase();
            Self(lower)
        })
    }

    /// The language of a character's script, where only one language is commonly written in it.
    pub fn of_single_language(c: char) -> Option<&'static str> {
        Some(match c {
            '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => "el",
            '\u{530}'..='\u{58F}' => "hy",
            '\u{10A0}'..='\u{10FF}' | '\u{1C90}'..='\u{1CBF}' => "ka",
            '\u{A80}'..='\u{AFF}' => "gu",
            '\u{A00}'..='\u{A7F}' => "pa",
            '\u{B00}'..='\u{B7F}' => "or",
            '\u{B80}'..='\u{BFF}' => "ta",
            '\u{C00}'..='\u{C7F}' => "te",
            '\u{C80}'..='\u{CFF}' => "kn",
            '\u{D00}'..='\u{D7F}' => "ml",
            '\u{D80}'..='\u{DFF}' => "si",
            '\u{E00}'..='\u{E7F}' => "th",
            '\u{E80}'..='\u{EFF}' => "lo",
            '\u{F00}'..='\u{FFF}' => "bo",
            '\u{1000}'..='\u{109F}' => "my",
            '\u{1780}'..='\u{17FF}' => "km",
            '\u{780}'..='\u{7BF}' => "dv",
            '\u{3040}'..='\u{30FF}' => "ja",
            '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7AF}' => "ko",
            _ => return None,
        })
    }

    /// The four letters, for example `Latn`.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("Zzzz")
    }

    /// Which way lines of this script run.
    pub fn direction(self) -> Direction {
        match &self.0 {
            b"Arab" | b"Aran" | b"Hebr" | b"Syrc" | b"Thaa" | b"Nkoo" | b"Adlm" | b"Rohg"
            | b"Mand" | b"Samr" | b"Mend" | b"Yezi" | b"Hung" | b"Sogd" => Direction::RightToLeft,
            _ => Direction::LeftToRight,
        }
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Which way a line runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// As in Latin.
    LeftToRight,
    /// As in Arabic and Hebrew.
    RightToLeft,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(tag: &str) -> Lang {
        tag.parse().unwrap()
    }

    #[test]
    fn tags_are_read_and_put_in_canonical_case() {
        assert_eq!(lang("PT_br").to_string(), "pt-BR");
        assert_eq!(lang("iw").to_string(), "he");
        assert_eq!(lang("sh").to_string(), "sr-Latn");
        assert_eq!(lang("sr-latn").script(), Some(Script::LATIN));
        assert_eq!(lang("sr").script(), Some(Script::CYRILLIC));
        assert_eq!(lang("ckb").direction(), Some(Direction::RightToLeft));
        assert_eq!(lang("ku").direction(), Some(Direction::LeftToRight));
    }

    #[test]
    fn unknown_tags_are_refused() {
        let error = "xq".parse::<Lang>().unwrap_err();
        assert_eq!(error, LangError::Unknown("xq".into()));
    }

    #[test]
    fn the_table_is_sorted_and_whole() {
        let tags: Vec<_> = known().map(|row| row.tag).collect();
        assert!(tags.is_sorted());
        assert!(known().all(|row| Script::from_iso15924(row.script).is_some()));
        assert!(tags.len() > 600);
    }
}
