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

/// A message as text.
pub fn render(diagnostic: &Diagnostic, colored: bool) -> String {
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
            if c.is_control() && c != '\n' {
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
    fn escapes_are_defused() {
        assert!(!render(&Diagnostic::note("a\x1b[31mb"), false).contains('\x1b'));
    }
}
