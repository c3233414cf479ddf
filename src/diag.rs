//! Diagnostics as data: what was seen, where, and what to do.
//!
//! Stages push warnings into [`Notes`] and return a [`Diagnostic`] when they cannot go on. Only
//! `cli::report` knows how a message looks.

use std::collections::BTreeMap;
use std::ops::Range;
use std::time::{Duration, Instant};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know; nothing is wrong.
    Note,
    /// The poster is made, and may not be what was meant.
    Warning,
    /// The poster is not made.
    Error,
}

/// A place in a file that the user can open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file as the user would name it: a path as typed, or `layouts/bold/layout.svg` for one
    /// that is built in.
    pub file: String,
    /// Byte range in that file; `None` means the file as a whole.
    pub range: Option<Range<usize>>,
    /// Line and column, both from 1, of the start of the range.
    pub line_column: Option<(usize, usize)>,
}

impl Place {
    /// A file as a whole.
    pub fn file(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            range: None,
            line_column: None,
        }
    }

    /// A byte range of a file, whose text is needed to count lines and columns.
    pub fn span(file: impl Into<String>, text: &str, range: Range<usize>) -> Self {
        let before = &text[..floor_char_boundary(text, range.start)];
        let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = before[line_start..].chars().count() + 1;
        Self {
            file: file.into(),
            range: Some(range),
            line_column: Some((line, column)),
        }
    }
}

fn floor_char_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|&i| text.is_char_boundary(i))
        .unwrap_or(0)
}

/// One message, in the words of the person who reads it: lower case, names in backticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What was seen, with both numbers where numbers are compared.
    pub message: String,
    /// Where it was seen. Boxed, so that results stay small.
    pub place: Option<Box<Place>>,
    /// What to do about it.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// Something that keeps a poster from being made.
    pub fn error(message: impl Into<String>) -> Self {
        Self::new(Severity::Error, message)
    }

    /// Something that the user should look at.
    pub fn warning(message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, message)
    }

    /// Something that is good to know.
    pub fn note(message: impl Into<String>) -> Self {
        Self::new(Severity::Note, message)
    }

    fn new(severity: Severity, message: impl Into<String>) -> Self {
        Self {
            severity,
            message: message.into(),
            place: None,
            hints: Vec::new(),
        }
    }

    /// Says where it was seen.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(Box::new(place));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

/// What a stage returns when it may fail in front of the user.
pub type Result<T> = std::result::Result<T, Diagnostic>;

/// The warnings and notes of one poster, in the order in which they were seen, and how long its
/// stages took.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    said: Vec<Diagnostic>,
    laps: BTreeMap<&'static str, Duration>,
}

/// Two that say the same are equal, however long it took.
impl PartialEq for Notes {
    fn eq(&self, other: &Self) -> bool {
        self.said == other.said
    }
}

impl Eq for Notes {}

impl Notes {
    /// Keeps a message, unless the very same one is there already. Returns whether it is new.
    pub fn push(&mut self, diagnostic: Diagnostic) -> bool {
        let new = !self.said.contains(&diagnostic);
        if new {
            self.said.push(diagnostic);
        }
        new
    }

    /// Does a stage and adds the time that it took to the stage's own.
    pub fn lap<R>(&mut self, stage: &'static str, work: impl FnOnce(&mut Self) -> R) -> R {
        let begun = Instant::now();
        let result = work(self);
        self.add_lap(stage, begun.elapsed());
        result
    }

    /// Adds time to a stage.
    pub fn add_lap(&mut self, stage: &'static str, time: Duration) {
        *self.laps.entry(stage).or_default() += time;
    }

    /// The messages alone.
    #[must_use]
    pub fn without_laps(mut self) -> Self {
        self.laps.clear();
        self
    }

    /// How long each stage took.
    pub fn laps(&self) -> impl Iterator<Item = (&'static str, Duration)> {
        self.laps.iter().map(|(stage, time)| (*stage, *time))
    }

    /// All messages, oldest first.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.said.iter()
    }
}

impl<'a> IntoIterator for &'a Notes {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Notes {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.said.into_iter()
    }
}

/// The name of `names` that is nearest to what was typed, if any is near enough to suggest.
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    names
        .into_iter()
        .map(|name| {
            (
                strsim::damerau_levenshtein(&typed, &name.to_lowercase()),
                name,
            )
        })
        .filter(|&(distance, name)| distance <= 1 + name.chars().count().min(typed.len()) / 3)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, name)| name)
}

/// `did you mean `NAME`?`, when a name is near enough.
pub fn did_you_mean<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(typed, names).map(|name| format!("did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters() {
        let text = "<svg>\n  <б/>x\n</svg>";
        let at = text.find('x').unwrap();
        let place = Place::span("a.svg", text, at..at + 1);
        assert_eq!(place.line_column, Some((2, 7)));
    }

    #[test]
    fn a_slip_of_the_finger_is_recognized_and_a_stranger_is_not() {
        let names = ["bold", "stack", "diagonal", "plain"];
        assert_eq!(nearest("blod", names), Some("bold"));
        assert_eq!(nearest("Diagnal", names), Some("diagonal"));
        assert_eq!(nearest("rainbow", names), None);
    }

    #[test]
    fn the_same_note_is_kept_once() {
        let mut notes = Notes::default();
        notes.push(Diagnostic::note("x"));
        notes.push(Diagnostic::note("x"));
        assert_eq!(notes.iter().count(), 1);
    }
}
