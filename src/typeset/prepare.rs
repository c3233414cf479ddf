//! From words as typed to text that can be set: spaces, emphasis, forced breaks, and what is refused.

use std::ops::Range;

use icu_normalizer::ComposingNormalizer;

use crate::diag::{Diagnostic, Result};
use crate::lang::Lang;

/// More characters than this are no slogan, and no sheet would show them.
const MOST_CHARACTERS: usize = 4000;

/// More marks than this on one letter are an attack on the reader, not a language.
const MOST_MARKS: usize = 16;

/// Text that can be set: NFC, single spaces, `\n` where a line is forced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prepared {
    /// The characters.
    pub text: String,
    /// Byte ranges that are emphasized, in order, apart from each other.
    pub emphasis: Vec<Range<usize>>,
}

impl Prepared {
    /// Whether a byte is emphasized.
    pub fn is_emphasized(&self, byte: usize) -> bool {
        self.emphasis.iter().any(|range| range.contains(&byte))
    }

    /// Rebuilds the text span by span, emphasis following.
    pub fn map_spans(&self, mut f: impl FnMut(&str) -> String) -> Self {
        let mut made = Self::default();
        let mut at = 0;
        for range in &self.emphasis {
            made.text.push_str(&f(&self.text[at..range.start]));
            let start = made.text.len();
            made.text.push_str(&f(&self.text[range.clone()]));
            made.emphasis.push(start..made.text.len());
            at = range.end;
        }
        made.text.push_str(&f(&self.text[at..]));
        made
    }
}

/// Prepares the words of a slot.
///
/// # Errors
/// The text is too long for any sheet, or has control characters, bidirectional embeddings or
/// overrides, or letters buried under marks.
pub fn prepare(words: &str, lang: &Lang) -> Result<Prepared> {
    let count = words.chars().count();
    if count > MOST_CHARACTERS {
        return Err(Diagnostic::error(format!(
            "the text has {count} characters, more than the {MOST_CHARACTERS} that a slot takes"
        ))
        .hint("a poster is read in two seconds: shorten it to one sentence"));
    }
    let broken = words
        .replace("\\n", "\n")
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}'], "\n");
    refuse(&broken)?;
    let composed = ComposingNormalizer::new_nfc().normalize(&broken);
    let spaced = space(&composed);
    let spaced = if lang.language() == "fr" {
        french_spaces(&spaced)
    } else {
        spaced
    };
    Ok(emphasis(&spaced))
}

/// Refuses what no slogan needs and what would make its reading order a trick.
fn refuse(text: &str) -> Result<()> {
    let mut marks = 0;
    // Embeddings and overrides end with U+202C, or with the line (UAX #9), and then turn what stands
    // around them too.
    let mut open = Vec::new();
    let mut left_open = None;
    for (at, c) in text.char_indices() {
        match c {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => open.push(c),
            '\u{202C}' => {
                open.pop();
            }
            _ => {}
        }
        if c == '\n' || at + c.len_utf8() == text.len() {
            left_open = left_open.or(open.pop());
            open.clear();
        }
        if c.is_control() && c != '\n' && c != '\t' {
            return Err(Diagnostic::error(format!(
                "the text has a control character (U+{:04X})",
                u32::from(c)
            ))
            .hint("type the text again, or paste it as plain text"));
        }
        let is_mark =
            icu_properties::CodePointMapData::<icu_properties::props::GeneralCategory>::new()
                .get(c);
        let is_mark = icu_properties::props::GeneralCategoryGroup::Mark.contains(is_mark);
        marks = if is_mark { marks + 1 } else { 0 };
        if marks > MOST_MARKS {
            return Err(Diagnostic::error(format!(
                "a letter carries more than {MOST_MARKS} marks"
            ))
            .hint("take the piled-up accents out"));
        }
    }
    match left_open {
        Some(c) => Err(Diagnostic::error(format!(
            "the text has a bidirectional embedding or override that is left open (U+{:04X})",
            u32::from(c)
        ))
        .hint("take it out, or end it with U+202C; isolates (U+2066 to U+2069) are better")),
        None => Ok(()),
    }
}

/// No space at the ends of lines, one space where there were several.
fn space(text: &str) -> String {
    let is_space = |c: char| c == ' ' || c == '\t' || c == '\u{3000}';
    let lines = text.split('\n').map(|line| {
        let mut out = String::with_capacity(line.len());
        for c in line.trim_matches(is_space).chars() {
            match (is_space(c), out.ends_with([' ', '\u{3000}'])) {
                (true, true) => {}
                (true, false) => out.push(if c == '\u{3000}' { c } else { ' ' }),
                (false, _) => out.push(c),
            }
        }
        out
    });
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// A narrow no-break space before `! ? ; : »` and after `«`, as French typesetters put it.
fn french_spaces(text: &str) -> String {
    const NARROW: char = '\u{202F}';
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    for (at, &c) in chars.iter().enumerate() {
        let next = chars.get(at + 1).copied();
        let ends =
            next.is_none_or(|n| n.is_whitespace() || matches!(n, '!' | '?' | '»' | '*' | ')'));
        if matches!(c, '!' | '?' | ';' | ':' | '»') && (ends || c == '»') {
            let trimmed = out.trim_end_matches([' ', '\u{A0}', NARROW]).len();
            let before = out[..trimmed].chars().next_back();
            if before.is_some_and(|b| b.is_alphanumeric() || matches!(b, ')' | '*' | '’' | '…'))
            {
                out.truncate(trimmed);
                out.push(NARROW);
            }
        }
        let after_opening = out.trim_end_matches(NARROW).ends_with('«');
        if after_opening {
            if c == ' ' || c == '\u{A0}' || c == NARROW {
                continue;
            }
            if !out.ends_with(NARROW) {
                out.push(NARROW);
            }
        }
        out.push(c);
    }
    out
}

/// Takes out pairs of asterisks and remembers what stood between them. An asterisk inside a word
/// (`Antifaschist*innen`) or without a partner stays; `\\*` is an asterisk.
fn emphasis(text: &str) -> Prepared {
    let is_wordy = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut made = Prepared::default();
    let mut open: Option<usize> = None;
    let mut before = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, next)| *next);
        match c {
            '\\' if after == Some('*') => {
                chars.next();
                made.text.push('*');
            }
            '*' if open.is_some_and(|start| start < made.text.len()) && !is_wordy(after) => {
                made.emphasis
                    .extend(open.take().map(|start| start..made.text.len()));
            }
            '*' if !is_wordy(before) && text[at + 1..].contains('*') && open.is_none() => {
                open = Some(made.text.len());
            }
            _ => made.text.push(c),
        }
        before = Some(c);
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str, lang: &str) -> Prepared {
        prepare(text, &lang.parse().unwrap()).unwrap()
    }

    #[test]
    fn spaces_are_tidied_and_breaks_kept() {
        assert_eq!(
            set("  To \t remember \\n is  to fight! ", "en").text,
            "To remember\nis to fight!"
        );
    }

    #[test]
    fn emphasis_is_taken_out_and_remembered() {
        let prepared = set("*Freedom* to all", "en");
        assert_eq!(prepared.text, "Freedom to all");
        assert_eq!(prepared.emphasis, [0..7]);
        assert_eq!(set("5 * 3", "en").text, "5 * 3");
        let gendered = set("Antifaschist*innen und Genoss*innen", "de");
        assert_eq!(gendered.text, "Antifaschist*innen und Genoss*innen");
        assert_eq!(set("nur *Mut*!", "de").emphasis, [4..7]);
    }

    #[test]
    fn french_marks_stand_off_by_a_narrow_space() {
        assert_eq!(set("Liberté !", "fr").text, "Liberté\u{202F}!");
        assert_eq!(set("Liberté!", "fr").text, "Liberté\u{202F}!");
        assert_eq!(set("« Non »", "fr").text, "«\u{202F}Non\u{202F}»");
        assert_eq!(set("https://a.org 12:30", "fr").text, "https://a.org 12:30");
    }

    #[test]
    fn tricks_are_refused() {
        let refused = |text: &str| prepare(text, &Lang::UNKNOWN).unwrap_err().message;
        assert!(refused("a\u{202E}b").contains("U+202E"));
        assert!(refused("a\u{202B}b\nc\u{202C}").contains("U+202B"));
        assert_eq!(set("a\u{202B}b\u{202C}c", "ar").text.chars().count(), 5);
        assert!(refused("a\u{7}b").contains("U+0007"));
        assert!(refused(&format!("a{}", "\u{301}".repeat(100))).contains("marks"));
        assert!(refused(&"a".repeat(10_000)).contains("10000"));
    }
}
