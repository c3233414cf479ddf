//! How messages look. The only place that knows colour.

use std::fmt::Write as _;
use std::io::{IsTerminal as _, Write as _};

use crate::diag::{Diagnostic, Severity};

/// How much is said on standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loudness {
    /// Errors only.
    Quiet,
    /// Errors, warnings and notes, but no summary.
    Brief,
    /// Errors, warnings and notes.
    Normal,
    /// Everything, and how each slot was set.
    Verbose,
}

/// Prints a message on standard error in its three parts: what, where, what to do.
pub fn print(diagnostic: &Diagnostic, loudness: Loudness) {
    if loudness == Loudness::Quiet && diagnostic.severity != Severity::Error {
        return;
    }
    let mut err = std::io::stderr().lock();
    let colored = err.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    // Nobody is left to tell if standard error is closed.
    let _ = err.write_all(render(diagnostic, colored).as_bytes());
}

/// As [`print()`], with the line of the source that it speaks of, and carets under the place.
pub fn print_with_source(diagnostic: &Diagnostic, source: Option<&str>, loudness: Loudness) {
    if loudness == Loudness::Quiet && diagnostic.severity != Severity::Error {
        return;
    }
    let mut err = std::io::stderr().lock();
    let colored = err.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let message = render_with(diagnostic, source, colored);
    // Nobody is left to tell if standard error is closed.
    let _ = err.write_all(message.as_bytes());
}

/// A message as text.
pub fn render(diagnostic: &Diagnostic, colored: bool) -> String {
    render_with(diagnostic, None, colored)
}

/// Characters of a source line that are shown.
const SHOWN: usize = 96;

/// The line of a place with carets under it. Long lines are shown from shortly before the place.
fn excerpt(source: &str, place: &crate::diag::Place) -> Option<String> {
    let (line, column) = place.line_column?;
    let range = place.range.clone()?;
    let text = source.lines().nth(line - 1)?;
    let skipped = if column > SHOWN / 2 { column - 9 } else { 0 };
    let shown: String = text.chars().skip(skipped).take(SHOWN).collect();
    let until_end = shown.chars().count().saturating_sub(column - 1 - skipped);
    let length = source.get(range).map_or(1, |marked| {
        marked.lines().next().unwrap_or_default().chars().count()
    });
    let number = line.to_string();
    let margin = " ".repeat(number.len());
    // Tabs stay tabs, so that carets stand under what they mean.
    let before: String = shown
        .chars()
        .take(column - 1 - skipped)
        .map(|c| if c == '\t' { '\t' } else { ' ' })
        .collect();
    let carets = "^".repeat(length.clamp(1, until_end.max(1)));
    Some(format!(
        "{margin} |\n{number} | {}\n{margin} | {before}{carets}\n",
        printable(&shown)
    ))
}

fn render_with(diagnostic: &Diagnostic, source: Option<&str>, colored: bool) -> String {
    let (word, color) = match diagnostic.severity {
        Severity::Error => ("error", "31"),
        Severity::Warning => ("warning", "33"),
        Severity::Note => ("note", "36"),
    };
    let paint = |text: &str, code: &str| {
        if colored {
            format!("\x1b[1;{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    };
    let mut out = format!(
        "{}: {}\n",
        paint(word, color),
        printable(&diagnostic.message)
    );
    if let Some(place) = &diagnostic.place {
        let at = match place.line_column {
            Some((line, column)) => format!("{}:{line}:{column}", place.file),
            None => place.file.clone(),
        };
        let _ = writeln!(out, "  --> {}", printable(&at));
        out.push_str(
            &source
                .and_then(|text| excerpt(text, place))
                .unwrap_or_default(),
        );
    }
    for hint in &diagnostic.hints {
        let _ = writeln!(out, "{}: {}", paint("hint", "32"), printable(hint));
    }
    out
}

/// Text that came from a file or the command line cannot steer the terminal.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() && !matches!(c, '\n' | '\t') {
                '\u{FFFD}'
            } else {
                c
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Place;

    #[test]
    fn a_message_has_three_parts() {
        let message = Diagnostic::error("slot `slogan` has no text")
            .at(Place::span("a.svg", "x\ny", 2..3))
            .hint("type it");
        assert_eq!(
            render(&message, false),
            "error: slot `slogan` has no text\n  --> a.svg:2:1\nhint: type it\n"
        );
    }

    #[test]
    fn a_place_is_shown_with_carets() {
        let source = "<svg>\n  <rect id=\"a\"/>\n</svg>";
        let at = source.find("<rect").unwrap();
        let message = Diagnostic::error("x").at(Place::span("a.svg", source, at..at + 15));
        assert_eq!(
            render_with(&message, Some(source), false),
            "error: x\n  --> a.svg:2:3\n  |\n2 |   <rect id=\"a\"/>\n  |   ^^^^^^^^^^^^^^\n"
        );
    }

    #[test]
    fn escapes_are_defused() {
        assert!(!render(&Diagnostic::note("a\x1b[31mb"), false).contains('\x1b'));
    }
}
