//! Syllables of Thai, Lao, Khmer and Burmese that the dictionary would cut.
//!
//! The dictionary knows the words of the language, not the names of other countries; those it cuts
//! anywhere, before a vowel sign or the last consonant of a syllable. What is left when such places
//! are taken out is a part of what ICU's own rules leave.

use std::ops::Range;

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use crate::typeset::shape::script_of;

/// Which of some places stand inside a syllable. `places` are byte offsets in the order of the text.
pub fn inside(text: &str, places: &[usize]) -> Vec<bool> {
    let mut start = 0;
    let mut verdicts = Vec::with_capacity(places.len());
    for (index, &place) in places.iter().enumerate() {
        let end = places.get(index + 1).copied().unwrap_or(text.len());
        let inside = is_inside(text, start..place, place..end);
        verdicts.push(inside);
        if !inside {
            start = place;
        }
    }
    verdicts
}

fn is_inside(text: &str, before: Range<usize>, after: Range<usize>) -> bool {
    let (before, after) = (&text[before], &text[after]);
    let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    let complex = |c: char| matches!(script_of(c).code(), "Thai" | "Laoo" | "Khmr" | "Mymr");
    if !complex(last) || !complex(next) {
        return false;
    }
    hangs_on(next)
        || needs_more(last)
        || is_lone(before.rsplit(|c| !is_part(c)).next())
        || is_lone(after.split(|c| !is_part(c)).next())
}

/// Signs that never begin a syllable: marks, vowels written behind, signs of repetition.
fn hangs_on(c: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    GeneralCategoryGroup::Mark.contains(category)
        || matches!(
            c,
            'ะ' | 'า'
                | 'ำ'
                | 'ๅ'
                | 'ๆ'
                | 'ฯ'
                | 'ະ'
                | 'າ'
                | 'ຳ'
                | 'ຽ'
                | 'ໆ'
                | 'ຯ'
                | 'ៗ'
        )
}

/// Signs that never end one: vowels written in front, short a before a final consonant, the sign
/// that stacks the next letter.
fn needs_more(c: char) -> bool {
    matches!(
        c,
        'เ'..='ไ' | 'ເ'..='ໄ' | '\u{E31}' | '\u{EB1}' | '\u{17D2}' | '\u{1039}'
    )
}

/// Whether a word is one letter, which is none in these languages.
fn is_lone(word: Option<&str>) -> bool {
    word.is_some_and(|word| word.chars().count() == 1)
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || hangs_on(c) || needs_more(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_names_stay_whole() {
        let name = "ปูติน ไม่";
        let places = [name.find('น').unwrap(), name.find("ไม่").unwrap()];
        assert_eq!(inside(name, &places), [true, false]);
        let russia = "ເມືອງຣັດເຊຍທຸກ";
        let places: Vec<usize> = ["ຣ", "ັ", "ດ", "ຊ", "ທ"]
            .map(|piece| russia.find(piece).unwrap())
            .to_vec();
        assert_eq!(inside(russia, &places), [true, true, true, true, false]);
    }

    #[test]
    fn other_scripts_are_left_alone() {
        assert_eq!(inside("a b", &[2]), [false]);
        assert_eq!(inside("一人", &[3]), [false]);
    }
}
