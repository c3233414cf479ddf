//! What a shop would say, row by row, as data and as columns of text.

use std::fmt;

use serde::Serialize;

use super::boxes::Boxes;
use super::geometry::Rect;

/// Everything that was looked at, in the order in which a shop looks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// One row a check, or one a page where pages differ.
    pub rows: Vec<Row>,
}

/// Checks that are about people, not about print.
const PRIVATE: [&str; 5] = ["author", "paths", "tools", "dates", "picture-data"];

/// One check and how it went.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// A stable name for programs, `trim-box`.
    pub check: &'static str,
    /// A name for people, `trim box`.
    pub title: &'static str,
    /// How it went.
    pub verdict: Verdict,
    /// What was measured, `297 × 420 mm`; may be empty.
    pub figure: String,
    /// What it means, with both numbers where numbers are compared.
    pub message: String,
    /// What to do about it.
    pub fix: Option<String>,
    /// The page, from 1, when not all pages are alike.
    pub page: Option<usize>,
    /// Around what the check found, where that has a place: millimetres from the left and from the
    /// top of the finished poster, width and height.
    pub at: Option<[f64; 4]>,
}

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// As the shop wants it.
    Pass,
    /// Good to know, or beyond what can be measured: a person should look.
    Note,
    /// The shop would send the file back, or it would print wrong.
    Fail,
}

impl Verdict {
    /// The word in the first column.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Note => "note",
            Self::Fail => "fail",
        }
    }
}

impl Report {
    /// Whether nothing fails.
    pub fn passes(&self) -> bool {
        self.count(Verdict::Fail) == 0
    }

    /// Whether the shop would take the file: what fails, if anything, only tells on its author.
    pub fn is_printable(&self) -> bool {
        let mut failing = self.rows.iter().filter(|row| row.verdict == Verdict::Fail);
        failing.all(|row| PRIVATE.contains(&row.check))
    }

    /// How many rows went so.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.rows
            .iter()
            .filter(|row| row.verdict == verdict)
            .count()
    }

    /// The rows of one check, by its stable name.
    pub fn of<'a>(&'a self, check: &'a str) -> impl Iterator<Item = &'a Row> {
        self.rows.iter().filter(move |row| row.check == check)
    }
}

/// Columns: verdict, title, figure, message; a fix stands on the next line, under its message.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widest = |of: fn(&Row) -> String| {
            let widths = self.rows.iter().map(|row| of(row).chars().count());
            widths.filter(|&width| width <= 28).max().unwrap_or(0)
        };
        let (title, figure) = (widest(Row::heading), widest(|row| row.figure.clone()));
        for row in &self.rows {
            let (word, heading) = (row.verdict.word(), row.heading());
            let line = format!(
                "{word}  {heading:title$}  {:figure$}  {}",
                row.figure, row.message
            );
            writeln!(f, "{}", line.trim_end())?;
            let indent = 8 + title + figure;
            if let Some([left, top, ..]) = row.at.filter(|_| row.verdict != Verdict::Pass) {
                let place = format!("{left} mm from the left and {top} mm from the top");
                writeln!(f, "{:indent$}at {place}", "")?;
            }
            if let Some(fix) = &row.fix {
                writeln!(f, "{:indent$}→ {fix}", "")?;
            }
        }
        let [pass, note, fail] =
            [Verdict::Pass, Verdict::Note, Verdict::Fail].map(|verdict| self.count(verdict));
        let end = match fail {
            0 => "a print shop would take this file",
            _ if self.is_printable() => {
                "a print shop would take this file, but it tells on its author"
            }
            _ => "a print shop would send this file back",
        };
        writeln!(f, "\n{pass} pass, {note} note, {fail} fail: {end}")
    }
}

impl Row {
    fn heading(&self) -> String {
        match self.page {
            Some(page) => format!("{} (page {page})", self.title),
            None => self.title.to_owned(),
        }
    }
}

/// What one check found on one page or in the whole file, before it has a name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Finding {
    pub verdict: Verdict,
    pub figure: String,
    pub message: String,
    pub fix: Option<String>,
    pub at: Option<[f64; 4]>,
}

impl Finding {
    /// As the shop wants it.
    pub fn pass(figure: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Verdict::Pass, figure, message)
    }

    /// Good to know.
    pub fn note(figure: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Verdict::Note, figure, message)
    }

    /// The shop would send it back.
    pub fn fail(figure: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Verdict::Fail, figure, message)
    }

    /// Says what to do.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    /// Says where on the page it was seen.
    #[must_use]
    pub fn at(mut self, boxes: &Boxes, around: Option<Rect>) -> Self {
        self.at = around.and_then(|around| boxes.on_paper(around));
        self
    }

    fn new(verdict: Verdict, figure: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            verdict,
            figure: figure.into(),
            message: message.into(),
            fix: None,
            at: None,
        }
    }
}
