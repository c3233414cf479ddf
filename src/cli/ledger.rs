//! `--report`: what became of each file, as a sheet or as JSON, in the order of the job.

use std::io::Write as _;
use std::path::Path;

use serde::Serialize;

use super::write::Growing;
use crate::diag::{Diagnostic, Result};

/// One file, or one row of which nothing could be made.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// The row of the sheet, the heads being 1.
    pub row: Option<usize>,
    /// The file below the folder; empty if it has no name yet.
    pub file: String,
    /// `made`, `unchanged` or `failed`.
    pub status: &'static str,
    /// Its length.
    pub bytes: Option<u64>,
    /// What was said of it.
    pub message: String,
}

/// A report that is written line by line, so that it takes no memory.
#[derive(Debug)]
pub struct Ledger {
    out: Growing,
    kind: Kind,
    first: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Csv,
    Json,
}

impl Ledger {
    /// Begins a report; the ending of its name says which kind.
    ///
    /// # Errors
    /// The ending is neither `.csv` nor `.json`, or the file cannot be written.
    pub fn begin(path: &Path) -> Result<Self> {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        let kind = match ending.to_lowercase().as_str() {
            "csv" => Kind::Csv,
            "json" => Kind::Json,
            _ => {
                return Err(Diagnostic::error(format!(
                    "the report `{}` is neither `.csv` nor `.json`",
                    path.display()
                ))
                .hint("for example `--report report.csv`"));
            }
        };
        Ok(Self {
            out: Growing::begin(path)?,
            kind,
            first: true,
        })
    }

    /// Adds an entry.
    pub fn add(&mut self, entry: &Entry) {
        let first = std::mem::take(&mut self.first);
        // A full disk is said when the report is finished: the writer remembers nothing, but its
        // last flush fails too.
        let _ = match self.kind {
            Kind::Csv => self.csv(entry, first),
            Kind::Json => self.json(entry, first),
        };
    }

    fn csv(&mut self, entry: &Entry, first: bool) -> std::io::Result<()> {
        let mut sheet = csv::WriterBuilder::new()
            .has_headers(first)
            .from_writer(&mut self.out);
        sheet.serialize(entry)?;
        sheet.flush()
    }

    fn json(&mut self, entry: &Entry, first: bool) -> std::io::Result<()> {
        self.out.write_all(if first { b"[\n" } else { b",\n" })?;
        serde_json::to_writer(&mut self.out, entry)?;
        Ok(())
    }

    /// Ends the report and gives it its name.
    ///
    /// # Errors
    /// The disk is full.
    pub fn finish(mut self) -> Result<()> {
        if self.kind == Kind::Json {
            let end: &[u8] = if self.first { b"[]\n" } else { b"\n]\n" };
            let _ = self.out.write_all(end);
        }
        self.out.finish()
    }
}
