//! A slogan in pieces for a row of people, who each carry one.

use super::prepare::{Prepared, prepare};
use super::segment::{self, Verdict};
use super::shape::script_of;
use crate::diag::{Diagnostic, Notes, Result};
use crate::job::Words;

/// What each person carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Divide {
    /// A letter as readers count them, with its marks: a grapheme cluster (UAX #29).
    Letters,
    /// A word.
    Words,
}

/// What one person carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// As it would be typed: emphasis in asterisks.
    pub text: String,
    /// Whether it is the last of its word.
    pub ends_word: bool,
}

/// Scripts whose letters change their shape with their neighbours: apart, they are not the word.
const JOINED: [&str; 10] = [
    "Arab", "Syrc", "Mong", "Nkoo", "Mand", "Adlm", "Rohg", "Phag", "Sogd", "Ougr",
];

/// Scripts whose letters hang from a line that goes through the word.
const HANGING: [&str; 3] = ["Deva", "Beng", "Guru"];

/// Scripts that put no space between words.
const UNSPACED: [&str; 8] = [
    "Hani", "Hira", "Kana", "Thai", "Laoo", "Khmr", "Mymr", "Tibt",
];

/// Signs that are a piece of their own; others stay with the letter beside them.
const OWN: &str = "!?！？؟‽…—–&+%№#@♥★☭☮✊";

/// Signs that stay with what follows.
const OPENING: &str = "([{«‹“„‘‚¡¿「『（【《〈";

/// Divides words into what people carry.
///
/// # Errors
/// Letters were asked for in a script that joins them, or there is nothing to carry.
pub fn pieces(words: &Words, by: Divide, notes: &mut Notes) -> Result<Vec<Piece>> {
    let prepared = prepare(&words.text, &words.lang)?;
    let has = |scripts: &[&str]| {
        let mut letters = prepared.text.chars().map(script_of);
        letters.any(|script| scripts.contains(&script.code()))
    };
    let ends = match by {
        Divide::Letters if has(&JOINED) => {
            return Err(Diagnostic::error(
                "the letters of this script join, and each alone would be another shape",
            )
            .hint("give each person a word: `--banner words`"));
        }
        Divide::Letters => letters(&prepared, words),
        Divide::Words => whole_words(&prepared.text, words),
    };
    if by == Divide::Letters && has(&HANGING) {
        notes.push(
            Diagnostic::note("the line that these letters hang from is cut between the sheets")
                .hint("`--banner words` keeps words whole"),
        );
    }
    let found = cut(&prepared, &ends);
    if found.is_empty() {
        return Err(Diagnostic::error(
            "the slogan has no letters that people could carry",
        ));
    }
    Ok(found)
}

/// Where a letter ends, with the signs that stay with it.
fn letters(prepared: &Prepared, words: &Words) -> Vec<usize> {
    let text = &prepared.text;
    let (analysis, _) = segment::analyze(text, &words.lang);
    let starts: Vec<usize> = text
        .char_indices()
        .zip(analysis.char_info())
        .filter(|(_, info)| info.is_grapheme_start())
        .map(|((byte, _), _)| byte)
        .collect();
    let first = |from: usize| text[from..].chars().next().unwrap_or(' ');
    let mut ends = Vec::new();
    for pair in starts.windows(2) {
        let (before, after) = (first(pair[0]), first(pair[1]));
        let clings = !after.is_alphanumeric() && !OWN.contains(after) && !OPENING.contains(after);
        if OPENING.contains(before) || (clings && !is_space(after)) {
            continue;
        }
        ends.push(pair[1]);
    }
    ends.push(text.len());
    ends
}

/// Where a word ends: at spaces, and in scripts without them where a speaker would pause.
fn whole_words(text: &str, words: &Words) -> Vec<usize> {
    let (_, breaks) = segment::analyze(text, &words.lang);
    let mut ends: Vec<usize> = text
        .char_indices()
        .filter(|(_, c)| is_space(*c))
        .map(|(byte, _)| byte)
        .collect();
    let pause = |b: &&segment::Break| {
        let after = text[b.byte..].chars().next().map(script_of);
        matches!(b.verdict, Verdict::Good | Verdict::Allowed)
            && after.is_some_and(|script| UNSPACED.contains(&script.code()))
    };
    ends.extend(breaks.iter().filter(pause).map(|b| b.byte));
    ends.push(text.len());
    ends.sort_unstable();
    ends.dedup();
    // A dash or a mark between spaces is carried by whoever has the word before it.
    let mut kept: Vec<usize> = Vec::new();
    let mut from = 0;
    for end in ends {
        let bare = !text[from..end].chars().any(char::is_alphanumeric);
        match kept.last_mut() {
            Some(last) if bare => *last = end,
            _ => kept.push(end),
        }
        from = end;
    }
    kept
}

/// The text between ends, without the spaces around, and with its emphasis.
fn cut(prepared: &Prepared, ends: &[usize]) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let mut from = 0;
    for &end in ends {
        let part = &prepared.text[from..end];
        if part.starts_with(is_space)
            && let Some(last) = found.last_mut()
        {
            last.ends_word = true;
        }
        let text = part.trim_matches(is_space).replace(['\n', '\u{AD}'], " ");
        if !text.trim().is_empty() {
            let at = end - part.trim_start_matches(is_space).len();
            found.push(Piece {
                text: if prepared.is_emphasized(at) {
                    format!("*{text}*")
                } else {
                    text
                },
                ends_word: part.ends_with(is_space),
            });
        }
        from = end;
    }
    if let Some(last) = found.last_mut() {
        last.ends_word = true;
    }
    found
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\u{3000}' | '\u{200B}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces with `|` between them and `/` where a word ends.
    fn divided(text: &str, lang: &str, by: Divide) -> String {
        let words = Words {
            text: text.to_owned(),
            lang: lang.parse().unwrap(),
        };
        let found = pieces(&words, by, &mut Notes::default()).unwrap();
        let shown = found.iter().map(|piece| {
            let end = if piece.ends_word { "/" } else { "|" };
            format!("{}{end}", piece.text)
        });
        shown.collect()
    }

    #[test]
    fn a_letter_keeps_its_marks() {
        let letters = |text, lang| divided(text, lang, Divide::Letters);
        assert_eq!(letters("To fight!", "en"), "T|o/f|i|g|h|t|!/");
        assert_eq!(letters("«Мир», ёж", "ru"), "«М|и|р»,/ё|ж/");
        assert_eq!(letters("*No* a\u{308}", "en"), "*N*|*o*/ä/");
        assert_eq!(letters("ต่อสู้กำ", "th"), "ต่|อ|สู้|กำ/");
        assert_eq!(letters("闘うことだ！", "ja"), "闘|う|こ|と|だ|！/");
        assert_eq!(letters("가나", "ko"), "가|나/");
        assert_eq!(letters("स्मरण क्षमा", "hi"), "स्म|र|ण/क्ष|मा/");
        assert_eq!(letters("👩‍👩‍👧 ok", "en"), "👩‍👩‍👧/o|k/");
    }

    #[test]
    fn words_end_where_a_speaker_hears_it() {
        let words = |text, lang| divided(text, lang, Divide::Words);
        assert_eq!(
            words("Помнить — значит бороться!", "ru"),
            "Помнить —/значит/бороться!/"
        );
        assert_eq!(words("Non à tous\u{202F}!", "fr"), "Non/à/tous\u{202F}!/");
        assert_eq!(words("التذكّر هو النضال!", "ar"), "التذكّر/هو/النضال!/");
        assert_eq!(words("การจดจำคือการต่อสู้", "th"), "การจดจำ|คือ|การต่อสู้/");
        assert_eq!(
            words("記憶することは闘うことだ！", "ja"),
            "記憶する|ことは|闘うことだ！/"
        );
        assert_eq!(words("기억은 투쟁이다", "ko"), "기억은/투쟁이다/");
        assert_eq!(words("stand-up now", "en"), "stand-up/now/");
    }

    #[test]
    fn joined_letters_are_not_torn_apart() {
        let words = Words {
            text: "التذكّر".to_owned(),
            lang: "ar".parse().unwrap(),
        };
        let error = pieces(&words, Divide::Letters, &mut Notes::default()).unwrap_err();
        assert!(error.hints[0].contains("--banner words"));
    }
}
