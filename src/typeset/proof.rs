//! What a careful reader would mark in a slogan, as far as a machine can see it.

use icu_normalizer::ComposingNormalizer;

use super::prepare;
use super::shape::script_of;
use crate::lang::{Lang, Script};

/// Something in a text that is probably a slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What was seen.
    pub what: String,
    /// What to do.
    pub hint: String,
}

impl Fault {
    fn new(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            hint: hint.into(),
        }
    }
}

/// Everything that is odd about a text in a language: characters that cannot be set, stray spaces,
/// letters of another script or look-alikes of it, text that is not NFC.
pub fn faults(text: &str, lang: &Lang) -> Vec<Fault> {
    let mut faults = Vec::new();
    if let Err(error) = prepare::prepare(text, lang) {
        let hint = error.hints.first().cloned().unwrap_or_default();
        faults.push(Fault::new(error.message, hint));
    }
    if text.trim().is_empty() {
        faults.push(Fault::new(
            "the text is empty",
            "translate it, or take the line out",
        ));
        return faults;
    }
    faults.extend(spaces(text, lang));
    let mixed = mixed_words(text, lang);
    // A word typed with two keyboards has said it all.
    if mixed.is_empty() {
        faults.extend(strange_script(text, lang));
    }
    faults.extend(mixed);
    if !ComposingNormalizer::new_nfc().is_normalized(text) {
        faults.push(Fault::new(
            "accents are typed as separate characters (the text is not in Unicode's form NFC)",
            "type the word again with the keyboard of the language",
        ));
    }
    faults
}

/// Whether a text ends as a sentence does: with a mark of any script, quotes and brackets aside.
/// Armenian puts its `՜`, `՞` and `՛` on the vowel that is stressed.
pub fn has_final_mark(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '”' | '»' | '’' | ')' | '*' | '“')
    });
    let marks = [
        '!', '?', '.', '…', '！', '？', '。', '؟', '۔', '।', '॥', '։', '።', '፧', '།', '၊', '။',
        '។', '᠃', '߹', '⁈', '⁉', '‼', '׃',
    ];
    bare.ends_with(marks) || text.contains(['՜', '՞', '՛'])
}

fn spaces(text: &str, lang: &Lang) -> Option<Fault> {
    let is_space = |c: char| c == ' ' || c == '\t' || c == '\u{3000}';
    let plain: Vec<char> = text.replace("\\n", "\n").chars().collect();
    let pairs = || plain.windows(2);
    let what = if text.starts_with(is_space) || text.ends_with(is_space) {
        "a space at the beginning or the end".to_owned()
    } else if pairs().any(|pair| is_space(pair[0]) && is_space(pair[1])) {
        "two spaces in a row".to_owned()
    } else {
        let french = lang.language() == "fr";
        let stray = pairs().find(|pair| {
            let mark = matches!(
                pair[1],
                ',' | '.' | '!' | '?' | ';' | ':' | '،' | '؟' | '।' | '。'
            );
            let allowed = french && matches!(pair[1], '!' | '?' | ';' | ':');
            is_space(pair[0]) && mark && !allowed
        })?;
        format!("a space before `{}`", stray[1])
    };
    Some(Fault::new(what, "take it out"))
}

/// Words that mix Latin, Cyrillic or Greek letters: nearly always a look-alike from the wrong
/// keyboard (`с` and `c`, `о` and `o`).
fn mixed_words(text: &str, lang: &Lang) -> Vec<Fault> {
    let of = |word: &str, script: Script| -> String {
        word.chars().filter(|c| script_of(*c) == script).collect()
    };
    let mut faults = Vec::new();
    for word in text.split(|c: char| !c.is_alphabetic()) {
        let (latin, cyrillic, greek) = (
            of(word, Script::LATIN),
            of(word, Script::CYRILLIC),
            of(word, Script::GREEK),
        );
        let mut found: Vec<(&str, String)> =
            [("Latin", latin), ("Cyrillic", cyrillic), ("Greek", greek)]
                .into_iter()
                .filter(|(_, letters)| !letters.is_empty())
                .collect();
        if found.len() < 2 {
            continue;
        }
        // Letters of another script than the language's are the strangers, else the rarer ones.
        let own = match lang.script() {
            Some(Script::LATIN) => "Latin",
            Some(Script::CYRILLIC) => "Cyrillic",
            Some(Script::GREEK) => "Greek",
            _ => "",
        };
        found.sort_by_key(|(script, letters)| (*script == own, letters.chars().count()));
        let (script, letters) = &found[0];
        let listed: Vec<String> = letters
            .chars()
            .map(|c| format!("`{c}` (U+{:04X})", u32::from(c)))
            .collect();
        faults.push(Fault::new(
            format!(
                "`{word}` has {script} letters among {}: {}",
                found[1].0,
                listed.join(", ")
            ),
            "type the word again with one keyboard",
        ));
    }
    faults
}

/// Letters of a script in which the language is not written.
fn strange_script(text: &str, lang: &Lang) -> Option<Fault> {
    let wanted = lang.script()?;
    let also: &[&str] = match wanted.code() {
        "Jpan" => &["Hani", "Hira", "Kana", "Latn"],
        "Kore" => &["Hang", "Hani", "Latn"],
        "Hans" | "Hant" | "Hanb" => &["Hani", "Bopo", "Latn"],
        "Aran" => &["Arab"],
        _ => &[],
    };
    let belongs = |code: &str| code == wanted.code() || also.contains(&code);
    let strange = text
        .chars()
        .filter(|c| c.is_alphabetic())
        .map(|c| (c, script_of(c)))
        .find(|(_, script)| *script != Script::COMMON && !belongs(script.code()))?;
    let most = text
        .chars()
        .filter(|c| belongs(script_of(*c).code()))
        .count();
    let strangers = text.chars().filter(|c| script_of(*c) == strange.1).count();
    // A Latin name in another script is no slip; a text that is mostly foreign is.
    (strangers > most || (strange.1 != Script::LATIN && most > 0) || most == 0).then(|| {
        Fault::new(
            format!(
                "`{}` (U+{:04X}) is of script {}, and {lang} is written in {}",
                strange.0,
                u32::from(strange.0),
                strange.1.code(),
                wanted.code()
            ),
            "use the keyboard of the language, or name the script in the tag, as in `sr-Latn`",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str, lang: &str) -> String {
        let faults = faults(text, &lang.parse().unwrap());
        faults
            .into_iter()
            .map(|fault| fault.what)
            .collect::<Vec<_>>()
            .join("; ")
    }

    #[test]
    fn slips_are_seen() {
        assert_eq!(seen("Помнить — значит бороться!", "ru"), "");
        assert_eq!(seen("記憶することは闘うことだ！", "ja"), "");
        assert_eq!(seen("Sloboda svima!", "sr-Latn"), "");
        assert_eq!(seen("Se souvenir, c’est se battre !", "fr"), "");
        assert!(seen("Sloboda svima!", "sr").contains("is written in Cyrl"));
        assert!(
            seen("Cвобода всем!", "ru").contains("has Latin letters among Cyrillic: `C` (U+0043)")
        );
        assert!(seen("Freedom  to all!", "en").contains("two spaces"));
        assert!(seen(" Freedom!", "en").contains("beginning or the end"));
        assert!(seen("Freedom !", "en").contains("a space before `!`"));
        assert!(seen("Liberte\u{301}!", "en").contains("NFC"));
        assert!(seen("a\u{202E}b", "en").contains("U+202E"));
    }

    #[test]
    fn final_marks_of_all_scripts_count() {
        for text in [
            "Fight!",
            "闘うことだ！",
            "Հիշել նշանակում է պայքարե՜լ",
            "آزادی۔",
            "« Non ! »",
        ] {
            assert!(has_final_mark(text), "{text}");
        }
        assert!(!has_final_mark("Freedom to all"));
    }
}
