//! Capitals as the slogan's language writes them.

use std::borrow::Cow;

use icu_casemap::CaseMapper;
use icu_locale_core::LanguageIdentifier;
use icu_normalizer::ComposingNormalizer;

use super::prepare::Prepared;
use crate::lang::Lang;
use crate::layout::Case;

/// The text in the case that the slot asks for.
///
/// The full mappings of Unicode with the tailoring of CLDR: Turkish and Azeri dotted i, Lithuanian
/// dots, Greek without tonos, Armenian ligatures, Georgian Mtavruli. German ß becomes ẞ, the
/// capital letter that the orthography has known since 2017.
pub fn apply(prepared: &Prepared, case: Case, lang: &Lang) -> Prepared {
    match case {
        Case::AsTyped => prepared.clone(),
        Case::Upper => prepared.map_spans(|text| capitals(text, lang)),
        Case::Lower => prepared.map_spans(|text| {
            let mapper = CaseMapper::new();
            mapper.lowercase_to_string(text, &id(lang)).into_owned()
        }),
    }
}

/// A text in capitals of its language, in NFC: Lithuanian capitals drop the dot that kept an accent
/// apart from its letter.
pub fn capitals(text: &str, lang: &Lang) -> String {
    let text = match lang.language() {
        "de" => Cow::Owned(text.replace('ß', "ẞ")),
        _ => Cow::Borrowed(text),
    };
    let upper = CaseMapper::new().uppercase_to_string(&text, &id(lang));
    ComposingNormalizer::new_nfc()
        .normalize(&upper)
        .into_owned()
}

fn id(lang: &Lang) -> LanguageIdentifier {
    let tag = lang.to_string();
    tag.parse().unwrap_or(LanguageIdentifier::UNKNOWN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upper(text: &str, lang: &str) -> String {
        let prepared = Prepared {
            text: text.to_owned(),
            emphasis: Vec::new(),
        };
        apply(&prepared, Case::Upper, &lang.parse().unwrap()).text
    }

    #[test]
    fn each_language_has_its_own_capitals() {
        assert_eq!(upper("direniş ışık", "tr"), "DİRENİŞ IŞIK");
        assert_eq!(upper("fight", "en"), "FIGHT");
        assert_eq!(upper("Ελευθερία ή θάνατος", "el"), "ΕΛΕΥΘΕΡΙΑ Ή ΘΑΝΑΤΟΣ");
        assert_eq!(upper("Straße", "de"), "STRAẞE");
        assert_eq!(upper("և", "hy"), "ԵՎ");
        assert_eq!(upper("თავისუფლება", "ka"), "ᲗᲐᲕᲘᲡᲣᲤᲚᲔᲑᲐ");
        assert_eq!(upper("ijs", "nl"), "IJS");
    }

    #[test]
    fn emphasis_follows_words_that_grow() {
        let prepared = Prepared {
            text: "ﬁ und Fuß".to_owned(),
            emphasis: vec![8..12],
        };
        let made = apply(&prepared, Case::Upper, &"de".parse().unwrap());
        assert_eq!(made.text, "FI UND FUẞ");
        assert_eq!(&made.text[made.emphasis[0].clone()], "FUẞ");
    }
}
