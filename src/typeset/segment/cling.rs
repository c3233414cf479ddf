//! What a careful typesetter of a language keeps together at the end of a line.

use super::Verdict;
use crate::lang::Lang;

/// Words of one or two letters that never end a line, by language.
const SHORT_WORDS: [(&[&str], &[&str]); 4] = [
    (
        &["ru", "uk", "be", "bg", "sr", "mk", "und"],
        &[
            "в", "к", "с", "о", "у", "и", "а", "я", "б", "не", "ни", "на", "по", "за", "из", "от",
            "до", "об", "ко", "во", "со", "та", "й", "і", "є", "з", "зі", "із", "ў", "ж",
        ],
    ),
    (&["cs", "sk"], &["k", "s", "v", "z", "o", "u", "a", "i"]),
    (&["pl"], &["a", "i", "o", "u", "w", "z"]),
    (&["en"], &["a", "an", "the"]),
];

/// Words that lean on a neighbour and so had better not be alone on a line, by language: articles,
/// prepositions, conjunctions, and pronouns that stand by their verb.
const LEANING: [(&str, &[&str]); 15] = [
    (
        "en",
        &[
            "to", "of", "in", "on", "at", "by", "for", "and", "or", "is", "are", "with", "from",
        ],
    ),
    (
        "fr",
        &[
            "à", "au", "aux", "ce", "c’est", "de", "des", "du", "en", "est", "et", "la", "le",
            "les", "ne", "ou", "par", "pour", "que", "se", "sur", "un", "une",
        ],
    ),
    (
        "es",
        &[
            "a", "al", "con", "de", "del", "el", "en", "es", "la", "las", "lo", "los", "o", "por",
            "que", "se", "un", "una", "y",
        ],
    ),
    (
        "pt",
        &[
            "a", "à", "ao", "as", "com", "da", "de", "do", "dos", "e", "é", "em", "o", "os", "por",
            "que", "se",
        ],
    ),
    (
        "it",
        &[
            "a", "al", "con", "da", "dei", "del", "di", "e", "è", "i", "il", "in", "la", "le",
            "per", "si", "un",
        ],
    ),
    (
        "ca",
        &[
            "a", "al", "amb", "de", "del", "el", "els", "en", "és", "i", "la", "les", "per", "que",
        ],
    ),
    (
        "gl",
        &[
            "a", "as", "ao", "da", "de", "do", "e", "é", "en", "o", "os", "por", "que",
        ],
    ),
    (
        "de",
        &[
            "am", "an", "das", "dem", "den", "der", "des", "die", "im", "in", "ist", "mit", "und",
            "zu",
        ],
    ),
    (
        "nl",
        &[
            "aan", "de", "een", "en", "het", "in", "is", "met", "om", "te", "van", "voor",
        ],
    ),
    (
        "da",
        &["at", "de", "det", "en", "er", "et", "i", "og", "til"],
    ),
    (
        "nb",
        &["av", "de", "det", "en", "er", "et", "i", "og", "til", "å"],
    ),
    (
        "sv",
        &[
            "att", "av", "de", "det", "en", "ett", "i", "och", "till", "är",
        ],
    ),
    ("fa", &["به", "از", "در", "و", "که", "با"]),
    ("fil", &["ang", "ay", "at", "mga", "ng", "sa"]),
    ("sw", &["kwa", "na", "ni", "ya", "wa", "za"]),
];

/// Particles that stay with the word before them.
const PARTICLES: [&str; 5] = ["же", "ли", "бы", "ж", "б"];

/// Words that make a noun or a verb of what follows, in languages without spaces: a line that ends
/// with one reads on, but stumbles.
const PREFIXES: [(&str, &[&str]); 3] = [
    ("th", &["การ", "ความ", "ผู้", "นัก", "ไม่", "จะ", "ที่", "ของ"]),
    ("lo", &["ການ", "ຄວາມ", "ຜູ້", "ນັກ", "ບໍ່", "ຈະ", "ທີ່", "ຂອງ"]),
    ("km", &["ការ", "ភាព", "សេចក្តី", "អ្នក", "មិន", "នៃ"]),
];

/// Words that hang on what stands before them, likewise.
const SUFFIXES: [(&str, &[&str]); 1] = [(
    "my",
    &["ဟာ", "ခြင်း", "သည်", "များ", "တွေ", "ပဲ", "မှု", "၏", "နှင့်"],
)];

/// Signs that end a line well: a reader breathes there.
const PAUSES: [char; 20] = [
    ',', ';', ':', '.', '!', '?', '—', '–', '…', '،', '؛', '؟', '。', '、', '，', '！', '？', '।',
    '։', '።',
];

/// Whether a word leans on a neighbour.
pub fn leans(word: &str, lang: &Lang) -> bool {
    let word = word.to_lowercase().replace('\'', "’");
    let leaning = LEANING.iter().find(|(tag, _)| *tag == lang.language());
    leaning.is_some_and(|(_, words)| words.contains(&word.as_str()))
}

/// Judges a place between two texts that UAX #14 allows. `None` if no rule
/// has anything to say.
pub fn verdict(before: &str, after: &str, lang: &Lang) -> Option<(Verdict, &'static str)> {
    let glued = !before.ends_with(' ');
    let before = before.trim_end_matches(' ');
    if let Some(rule) = forbidden(before, after, glued, lang) {
        return Some((Verdict::Forbidden, rule));
    }
    if before.ends_with(PAUSES) {
        return Some((Verdict::Good, "punctuation"));
    }
    let prefix = PREFIXES.iter().any(|(language, words)| {
        *language == lang.language() && words.iter().any(|word| before.ends_with(word))
    });
    if prefix {
        return Some((Verdict::Inner, "prefix"));
    }
    let suffix = SUFFIXES.iter().any(|(language, words)| {
        *language == lang.language() && glued && words.iter().any(|word| after.starts_with(word))
    });
    suffix.then_some((Verdict::Inner, "suffix"))
}

/// The rule that keeps two words together.
fn forbidden(before: &str, after: &str, glued: bool, lang: &Lang) -> Option<&'static str> {
    let last_word = before
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    let next_word = after.split(char::is_whitespace).next().unwrap_or_default();
    let bare = |word: &str| {
        word.trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase()
    };
    let (last, next) = (before.chars().next_back()?, after.chars().next()?);
    // UAX #14 lets a space win over a word joiner; who typed one meant it.
    if last == '\u{2060}' || next == '\u{2060}' {
        return Some("word-joiner");
    }
    if !next_word.is_empty() && next_word.chars().all(is_dash) {
        return Some("dash-with-word-before");
    }
    if next_word.starts_with([
        '!', '?', ';', ':', '»', '…', ')', ']', '”', '.', ',', '۔', '؟', '،', '؛', '।', '॥', '་',
        '།', '᠂', '᠃',
    ]) {
        return Some("closing-mark");
    }
    if last_word.ends_with(['«', '¿', '¡', '(', '[', '“', '„']) && !is_closing_here(before, lang)
    {
        return Some("opening-mark");
    }
    if PARTICLES.contains(&bare(next_word).as_str()) && speaks(SHORT_WORDS[0].0, lang) {
        return Some("particle");
    }
    let clings = SHORT_WORDS
        .iter()
        .any(|(langs, words)| speaks(langs, lang) && words.contains(&bare(last_word).as_str()));
    // A short word before a comma or a colon has done its clinging: `А, Б`.
    if clings && last.is_alphanumeric() {
        return Some("short-word");
    }
    if is_number(last_word) && (next.is_alphabetic() || is_unit_sign(next)) {
        return Some("number-with-noun");
    }
    // Numbers stand in ideographic text without a space.
    if glued && last.is_numeric() && is_ideographic(next) {
        return Some("number-with-noun");
    }
    if is_initial(last_word) && next.is_uppercase() {
        return Some("initials");
    }
    if lang.language() == "ko" && glued && last.is_alphanumeric() && next.is_alphanumeric() {
        return Some("korean-words");
    }
    None
}

fn speaks(langs: &[&str], lang: &Lang) -> bool {
    langs.contains(&lang.language())
}

/// `“` closes in German and its neighbours, where `„` opens.
fn is_closing_here(before: &str, lang: &Lang) -> bool {
    before.ends_with('“') && before.contains('„') && lang.language() != "en"
}

fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '-' | '−' | '―')
}

fn is_unit_sign(c: char) -> bool {
    matches!(
        c,
        '%' | '‰' | '٪' | '°' | '€' | '₽' | '₴' | '₸' | '₺' | '₹' | '£' | '¥'
    )
}

fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
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
