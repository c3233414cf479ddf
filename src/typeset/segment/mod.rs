//! Where lines may break: UAX #14 with dictionaries, then what a careful typesetter of the
//! language would not do, then where a reader would breathe.

use parley::style::{Language, LineBreak, WordBreak};
use parley_engine::{Analysis, AnalysisOptions, Analyzer, BaseDirection, LineBreakConfig};

use crate::lang::{Direction, Lang};

mod cling;
mod hyphen;
mod phrase;
mod syllable;

pub use cling::leans;
pub use hyphen::sign as hyphen_sign;

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
    /// It tears a phrase apart: only where the type gains much by it, or nothing else fits.
    Inner,
    /// It divides a word, with a hyphen: only where nothing else fits.
    Hyphen,
    /// It must not.
    Forbidden,
}

/// Analyzes a text and judges every place where UAX #14 would let a line end.
///
/// The breaks are in the order of the text, and a subset of those of UAX #14 (strict, with
/// dictionaries for Thai, Lao, Khmer and Burmese).
pub fn analyze(text: &str, lang: &Lang) -> (Analysis, Vec<Break>) {
    let config = LineBreakConfig {
        word_break: WordBreak::Normal,
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
    let opportunities: Vec<usize> = text
        .char_indices()
        .zip(infos)
        .filter(|((byte, _), info)| {
            *byte > 0 && (info.is_soft_wrap_opportunity() || text[..*byte].ends_with('\n'))
        })
        .map(|((byte, _), _)| byte)
        .collect();
    let phrases = phrase::boundaries(text, lang);
    let inside = syllable::inside(text, &opportunities);
    let breaks = opportunities.into_iter().zip(inside).map(|(byte, inside)| {
        let torn = phrases.as_ref().is_some_and(|found| !found.contains(&byte));
        let (verdict, rule) = if text[..byte].ends_with('\n') {
            (Verdict::Forced, "forced")
        } else if inside {
            (Verdict::Forbidden, "syllable")
        } else {
            judge(text, byte, torn, lang)
        };
        Break {
            byte,
            verdict,
            rule,
        }
    });
    let breaks = breaks.collect();
    (analysis, breaks)
}

/// The places where words may be divided, added to breaks that do not suffice.
pub fn with_hyphens(text: &str, lang: &Lang, breaks: &[Break]) -> Vec<Break> {
    let mut all = breaks.to_vec();
    for byte in hyphen::places(text, lang) {
        if let Err(at) = all.binary_search_by_key(&byte, |b| b.byte) {
            all.insert(
                at,
                Break {
                    byte,
                    verdict: Verdict::Hyphen,
                    rule: "hyphenation",
                },
            );
        }
    }
    all
}

/// Judges one place that UAX #14 allows; `inner` if it stands inside a phrase.
fn judge(text: &str, byte: usize, inner: bool, lang: &Lang) -> (Verdict, &'static str) {
    let (before, after) = text.split_at(byte);
    if before.ends_with('\u{AD}') {
        return (Verdict::Hyphen, "soft-hyphen");
    }
    match cling::verdict(before, after, lang) {
        Some(found) => found,
        // A space between phrases was typed there for a reason.
        None if inner && !before.ends_with([' ', '\u{200B}', '\u{3000}']) => {
            (Verdict::Inner, "phrase")
        }
        None => (Verdict::Allowed, "uax14"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with `|` where a line may end, `+` where it tears a phrase, `=` where it divides a
    /// word, and `¦` where a rule forbids it.
    fn marked(text: &str, lang: &str) -> String {
        let (_, breaks) = analyze(text, &lang.parse().unwrap());
        let mut out = text.to_owned();
        for b in breaks.iter().rev() {
            let sign = match b.verdict {
                Verdict::Forbidden => '¦',
                Verdict::Inner => '+',
                Verdict::Hyphen => '=',
                Verdict::Poor => '~',
                Verdict::Forced | Verdict::Good | Verdict::Allowed => '|',
            };
            out.insert(b.byte, sign);
        }
        out
    }

    #[test]
    fn dashes_and_short_words_cling() {
        let cases = [
            (
                "ru",
                "Помнить — значит бороться!",
                "Помнить ¦— |значит |бороться!",
            ),
            (
                "ru",
                "Свободу и мир, а не войну",
                "Свободу |и ¦мир, |а ¦не ¦войну",
            ),
            ("ru", "Что же делать? Если бы", "Что ¦же |делать? |Если ¦бы"),
            ("uk", "Мир з Україною і волею", "Мир |з ¦Україною |і ¦волею"),
            ("be", "Памятаць і змагацца", "Памятаць |і ¦змагацца"),
            ("bg", "Не на войната", "Не ¦на ¦войната"),
            ("cs", "V Praze i v Brně", "V ¦Praze |i ¦v ¦Brně"),
            ("sk", "s nami a v uliciach", "s ¦nami |a ¦v ¦uliciach"),
            (
                "pl",
                "Wolność i równość w kraju",
                "Wolność |i ¦równość |w ¦kraju",
            ),
            ("en", "9 years for A. Navalny", "9 ¦years |for |A. ¦Navalny"),
            ("de", "50 % und 20 km", "50 ¦% |und |20 ¦km"),
        ];
        for (lang, text, expected) in cases {
            assert_eq!(marked(text, lang), expected, "{lang}");
        }
    }

    #[test]
    fn marks_stay_with_their_words() {
        assert_eq!(marked("¡ No pasarán !", "es"), "¡ No |pasarán !");
        assert_eq!(
            marked("«\u{202F}Non\u{202F}» à tous\u{202F}!", "fr"),
            "«\u{202F}Non\u{202F}» |à |tous\u{202F}!"
        );
        assert_eq!(marked("Non\u{202F}! Jamais", "fr"), "Non\u{202F}! |Jamais");
        assert_eq!(marked("Et puis …", "fr"), "Et |puis ¦…");
        assert_eq!(marked("„Nein“ sagen", "de"), "„Nein“ |sagen");
        assert_eq!(
            marked("a\u{A0}b\u{2060}c d\u{200B}e f\u{2060} g", "en"),
            "a\u{A0}b\u{2060}c |d\u{200B}|e |f\u{2060} ¦g"
        );
    }

    #[test]
    fn korean_words_stay_whole() {
        assert_eq!(marked("기억은 투쟁이다", "ko"), "기¦억¦은 |투¦쟁¦이¦다");
        assert!(!marked("기억은", "ko").contains('|'));
    }

    #[test]
    fn japanese_and_chinese_break_between_phrases() {
        assert_eq!(marked("闘うことだ。", "ja"), "闘+う|こ+と+だ。");
        assert!(!marked("がんばって、ファッション", "ja").contains("ッ+シ+ョ"));
        assert!(marked("自由属于所有人", "zh").contains('+'));
        assert_eq!(marked("1月19日", "ja"), "1¦月+19¦日");
    }

    #[test]
    fn scripts_without_spaces_break_by_dictionary() {
        let thai = marked("การจดจำคือการต่อสู้", "th");
        assert_eq!(thai, "การ+จดจำ|คือ|การ+ต่อสู้");
        for (lang, text) in [
            ("lo", "ການຈົດຈຳຄືການຕໍ່ສູ້"),
            ("km", "ការចងចាំគឺជាការតស៊ូ"),
            ("my", "အမှတ်ရခြင်းဟာ တိုက်ပွဲဝင်ခြင်းပဲ"),
        ] {
            assert!(marked(text, lang).contains('|'), "{lang}");
        }
    }

    #[test]
    fn soft_hyphens_are_places_of_last_resort() {
        assert_eq!(marked("Frei\u{AD}heit", "de"), "Frei\u{AD}=heit");
        let lang = "de".parse().unwrap();
        let (_, breaks) = analyze("Solidarität jetzt", &lang);
        let all = with_hyphens("Solidarität jetzt", &lang, &breaks);
        assert!(all.is_sorted_by_key(|b| b.byte));
        assert_eq!(
            all.iter().filter(|b| b.verdict == Verdict::Hyphen).count(),
            4
        );
    }
}
