//! Where lines may break: UAX #14 with dictionaries, then what a careful typesetter of the
//! language would not do.

use parley::style::{Language, LineBreak, WordBreak};
use parley_engine::{Analysis, AnalysisOptions, Analyzer, BaseDirection, LineBreakConfig};

use crate::lang::{Direction, Lang};

/// A place where the text might go on in the next line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    /// Byte offset of the first character of the next line.
    pub byte: usize,
    /// Whether the line may end there.
    pub verdict: Verdict,
    /// The rule that said so.
    pub rule: &'static str,
}

/// Whether a line may end at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It must.
    Forced,
    /// It may, and a speaker would breathe there.
    Good,
    /// It may.
    Allowed,
    /// It may, though the words on both sides belong together.
    Poor,
    /// It must not.
    Forbidden,
}

/// Words of one or two letters that never end a line, by language.
const CLINGING: [(&[&str], &[&str]); 4] = [
    (
        &["ru", "uk", "be", "bg", "sr", "mk"],
        &[
            "в", "к", "с", "о", "у", "и", "а", "я", "б", "не", "ни", "на", "по", "за", "из", "от",
            "до", "об", "ко", "во", "со", "та", "й", "і", "є", "з", "зі", "із", "у", "ў", "ж",
            "не",
        ],
    ),
    (&["cs", "sk"], &["k", "s", "v", "z", "o", "u", "a", "i"]),
    (&["pl"], &["a", "i", "o", "u", "w", "z"]),
    (&["en"], &["a", "an", "the"]),
];

/// Particles that stay with the word before them.
const PARTICLES: [&str; 5] = ["же", "ли", "бы", "ж", "б"];

/// Analyzes a text and judges every place where UAX #14 would let a line end.
pub fn analyze(text: &str, lang: &Lang) -> (Analysis, Vec<Break>) {
    let config = LineBreakConfig {
        word_break: if lang.language() == "ko" {
            WordBreak::KeepAll
        } else {
            WordBreak::Normal
        },
        line_break: LineBreak::Strict,
        language: Language::parse(&lang.to_string()).ok(),
    };
    let options = AnalysisOptions {
        base_direction: match lang.direction() {
            Some(Direction::RightToLeft) => BaseDirection::Rtl,
            Some(Direction::LeftToRight) => BaseDirection::Ltr,
            None => BaseDirection::Auto,
        },
        line_break: &[(0..text.len(), config)],
        ..AnalysisOptions::default()
    };
    let mut analysis = Analysis::default();
    Analyzer::default().analyze(text, &options, &mut analysis);

    let infos = analysis.char_info();
    let breaks = text
        .char_indices()
        .zip(infos)
        .filter(|((byte, _), _)| *byte > 0)
        .filter_map(|((byte, _), info)| {
            if text[..byte].ends_with('\n') {
                return Some(forced(byte));
            }
            info.is_soft_wrap_opportunity()
                .then(|| judge(text, byte, lang))
        })
        .collect();
    (analysis, breaks)
}

const fn forced(byte: usize) -> Break {
    Break {
        byte,
        verdict: Verdict::Forced,
        rule: "forced",
    }
}

/// Judges one place that UAX #14 allows.
fn judge(text: &str, byte: usize, lang: &Lang) -> Break {
    let before = text[..byte].trim_end();
    let after = &text[byte..];
    let (verdict, rule) = verdict(before, after, lang);
    Break {
        byte,
        verdict,
        rule,
    }
}

fn verdict(before: &str, after: &str, lang: &Lang) -> (Verdict, &'static str) {
    let spaced = |c: char| c.is_whitespace();
    let last_word = before.rsplit(spaced).next().unwrap_or_default();
    let next_word = after.split(spaced).next().unwrap_or_default();
    let bare = |word: &str| {
        word.trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase()
    };

    if next_word.chars().all(is_dash) && !next_word.is_empty() {
        return (Verdict::Forbidden, "dash-with-word-before");
    }
    if next_word.starts_with(['!', '?', ';', ':', '»', '…', ')', ']', '”', '.', ',']) {
        return (Verdict::Forbidden, "closing-mark");
    }
    if last_word.ends_with(['«', '¿', '¡', '(', '“', '„']) {
        return (Verdict::Forbidden, "opening-mark");
    }
    let cyrillic = CLINGING[0].0.contains(&lang.language());
    if cyrillic && PARTICLES.contains(&bare(next_word).as_str()) {
        return (Verdict::Forbidden, "particle");
    }
    let clings = CLINGING.iter().any(|(langs, words)| {
        langs.contains(&lang.language()) && words.contains(&bare(last_word).as_str())
    });
    // A short word before a comma or a colon has done its clinging: `А, Б`.
    if clings && last_word.ends_with(char::is_alphanumeric) {
        return (Verdict::Forbidden, "short-word");
    }
    if is_number(last_word) && next_word.starts_with(char::is_alphabetic) {
        return (Verdict::Forbidden, "number-with-noun");
    }
    if is_initial(last_word) && next_word.starts_with(char::is_uppercase) {
        return (Verdict::Forbidden, "initials");
    }
    if before.ends_with([
        ',', ';', ':', '.', '!', '?', '—', '–', '…', '،', '؛', '。', '、', '，', '！', '？', '।',
        '։', '።',
    ]) {
        return (Verdict::Good, "punctuation");
    }
    (Verdict::Allowed, "uax14")
}

fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '-' | '−' | '―')
}

fn is_number(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_numeric());
    word.starts_with(char::is_numeric)
        && word
            .chars()
            .all(|c| c.is_numeric() || matches!(c, '.' | ',' | '\u{A0}' | '\u{202F}'))
        && !word.ends_with(['.', ','])
}

fn is_initial(word: &str) -> bool {
    let mut chars = word
        .trim_start_matches(|c: char| !c.is_alphabetic())
        .chars();
    let (letter, dot) = (chars.next(), chars.next());
    letter.is_some_and(char::is_uppercase) && dot == Some('.') && chars.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with `|` where a line may end and `¦` where a rule forbids it.
    fn marked(text: &str, lang: &str) -> String {
        let (_, breaks) = analyze(text, &lang.parse().unwrap());
        let mut out = text.to_owned();
        for b in breaks.iter().rev() {
            out.insert(
                b.byte,
                if b.verdict == Verdict::Forbidden {
                    '¦'
                } else {
                    '|'
                },
            );
        }
        out
    }

    #[test]
    fn dashes_and_short_words_cling() {
        assert_eq!(
            marked("Помнить — значит бороться!", "ru"),
            "Помнить ¦— |значит |бороться!"
        );
        assert_eq!(
            marked("Свободу и мир, а не войну", "ru"),
            "Свободу |и ¦мир, |а ¦не ¦войну"
        );
        assert_eq!(marked("V Praze i v Brně", "cs"), "V ¦Praze |i ¦v ¦Brně");
        assert_eq!(
            marked("9 years for A. Navalny", "en"),
            "9 ¦years |for |A. ¦Navalny"
        );
    }

    #[test]
    fn scripts_without_spaces_break_by_dictionary() {
        assert!(marked("การจดจำคือการต่อสู้", "th").contains('|'));
        assert_eq!(marked("기억은 투쟁이다", "ko"), "기억은 |투쟁이다");
        assert!(!marked("闘うことだ。", "ja").contains("|。"));
    }
}
