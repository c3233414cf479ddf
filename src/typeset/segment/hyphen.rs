//! Where words may be divided: patterns of the language, for slots that allow it.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use crate::lang::Lang;

/// Fewest letters that a divided word leaves behind, and takes along: on a poster two letters
/// look lost.
const LEAST: (usize, usize) = (2, 3);

/// Byte offsets inside words where the language divides them; empty for languages without
/// patterns.
pub fn places(text: &str, lang: &Lang) -> Vec<usize> {
    let Some(patterns) = patterns(lang) else {
        return Vec::new();
    };
    let (least_before, least_after) = patterns.bounds();
    let bounds = (least_before.max(LEAST.0), least_after.max(LEAST.1));
    words(text)
        .flat_map(|(start, word)| {
            let syllables = hypher::hyphenate_bounded(word, patterns, bounds.0, bounds.1);
            let mut byte = start;
            let mut places: Vec<usize> = syllables
                .map(|syllable| {
                    byte += syllable.len();
                    byte
                })
                .collect();
            // The last syllable ends with the word.
            places.pop();
            places
        })
        .collect()
}

fn patterns(lang: &Lang) -> Option<hypher::Lang> {
    let code: [u8; 2] = lang.language().as_bytes().try_into().ok()?;
    let code = match &code {
        // Patterns of Norwegian serve both written forms.
        b"nb" | b"nn" => *b"no",
        _ => code,
    };
    // Patterns are made for the usual script: Serbian's for Cyrillic and Latin both, others not.
    hypher::Lang::from_iso(code)
}

/// The sign at the end of a line that divides a word; `None` where the script shows none.
pub fn sign(lang: &Lang) -> Option<char> {
    match (lang.language(), patterns(lang)) {
        ("hy", _) => Some('֊'),
        (_, Some(patterns)) => patterns.hyphenation_character().map(|_| '\u{2010}'),
        _ => Some('\u{2010}'),
    }
}

/// Runs of letters, with the byte offset at which they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let marks = CodePointMapData::<GeneralCategory>::new();
    let is_letter =
        move |c: char| c.is_alphabetic() || GeneralCategoryGroup::Mark.contains(marks.get(c));
    text.split(move |c: char| !is_letter(c))
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(text: &str, lang: &str) -> String {
        let mut out = text.to_owned();
        for byte in places(text, &lang.parse().unwrap()).into_iter().rev() {
            out.insert(byte, '-');
        }
        out
    }

    #[test]
    fn words_are_divided_by_language_and_in_capitals_too() {
        assert_eq!(
            divided("Solidarität jetzt!", "de"),
            "So-li-da-ri-tät jetzt!"
        );
        assert_eq!(divided("ПОЛИТЗАКЛЮЧЁННЫМ", "ru"), "ПО-ЛИТ-ЗА-КЛЮ-ЧЁН-НЫМ");
        assert_eq!(divided("tätä", "xh"), "tätä");
    }

    #[test]
    fn indic_scripts_show_no_hyphen() {
        assert_eq!(sign(&"hi".parse().unwrap()), None);
        assert_eq!(sign(&"de".parse().unwrap()), Some('\u{2010}'));
        assert_eq!(sign(&"hy".parse().unwrap()), Some('֊'));
    }
}
