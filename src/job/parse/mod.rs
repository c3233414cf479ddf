//! Job files: what they say, as orders that are resolved one by one.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::{Job, Shelf};
use crate::diag::{Diagnostic, Place, Result};

mod rows;
mod sheet;
mod toml;

pub use sheet::Sheet;

/// Everything that a job file asks for.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one of it in a run")]
pub enum Orders {
    /// A TOML job: one order of lists that multiply, and one for each `[[poster]]`.
    Jobs(Vec<Job>),
    /// A CSV or TSV sheet: one order a row.
    Sheet(Sheet),
}

impl Orders {
    /// Reads a job file, whose name tells its kind.
    ///
    /// `defaults` is what holds where the file says nothing; `overrides` wins over the file, where
    /// an empty list says nothing.
    ///
    /// # Errors
    /// The file is of no kind that is known, or cannot be understood as a whole. Rows of a sheet
    /// are understood one by one, by [`Orders::job`].
    pub fn read(
        file: &str,
        bytes: Vec<u8>,
        defaults: &Job,
        overrides: &Job,
        shelf: &Shelf,
    ) -> Result<Self> {
        let ending = file.rsplit('.').next().unwrap_or_default().to_lowercase();
        match ending.as_str() {
            "toml" => toml::read(file, bytes, defaults, overrides).map(Self::Jobs),
            "csv" | "tsv" | "tab" | "txt" => {
                let tabs = ending != "csv";
                Sheet::read(file, bytes, tabs, defaults, overrides, shelf).map(Self::Sheet)
            }
            _ => Err(Diagnostic::error(
                "a job is a file whose name ends in `.toml`, `.csv` or `.tsv`",
            )
            .at(Place::file(file))
            .hint("save a spreadsheet as CSV in UTF-8")),
        }
    }

    /// How many orders there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Jobs(jobs) => jobs.len(),
            Self::Sheet(sheet) => sheet.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One order.
    ///
    /// # Errors
    /// A row of a sheet that cannot be understood.
    pub fn job(&self, at: usize, shelf: &Shelf) -> Result<Cow<'_, Job>> {
        match self {
            Self::Jobs(jobs) => Ok(Cow::Borrowed(&jobs[at])),
            Self::Sheet(sheet) => sheet.job(at, shelf).map(Cow::Owned),
        }
    }

    /// The row of an order, as a spreadsheet counts: the first one below the heads is 2.
    pub fn row(&self, at: usize) -> Option<usize> {
        match self {
            Self::Jobs(_) => None,
            Self::Sheet(sheet) => Some(sheet.row(at)),
        }
    }
}

/// Lays what the command line says over what the file says.
fn lay_over(job: &mut Job, over: &Job) {
    fn list<T: Clone>(to: &mut Vec<T>, from: &[T]) {
        if !from.is_empty() {
            to.clear();
            to.extend_from_slice(from);
        }
    }
    list(&mut job.layouts, &over.layouts);
    list(&mut job.sizes, &over.sizes);
    list(&mut job.formats, &over.formats);
    list(&mut job.langs, &over.langs);
    list(&mut job.palettes, &over.palettes);
    job.landscape |= over.landscape;
    job.dpi = over.dpi.or(job.dpi);
    job.colors.extend(over.colors.clone());
    job.set.extend(over.set.clone());
    job.pictures.extend(over.pictures.clone());
    job.focus.extend(over.focus.clone());
    job.codes.extend(over.codes.clone());
    job.ink_saver = over.ink_saver.or(job.ink_saver);
    job.stock = over.stock.or(job.stock);
    if over.name.is_some() {
        job.name.clone_from(&over.name);
    }
}

/// A file that a job file names: the path begins where the job file stands.
fn beside(file: &str, path: &str) -> PathBuf {
    Path::new(file).with_file_name(path)
}

/// A file as text: UTF-8 with or without a byte order mark, or UTF-16 with one, as spreadsheets
/// write it.
fn decode(file: &str, bytes: Vec<u8>) -> Result<String> {
    let wide = |from: fn([u8; 2]) -> u16| {
        let units = bytes[2..]
            .chunks_exact(2)
            .map(|pair| from([pair[0], pair[1]]));
        char::decode_utf16(units)
            .collect::<std::result::Result<String, _>>()
            .ok()
    };
    let text = match bytes.as_slice() {
        [0xFF, 0xFE, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => wide(u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => std::str::from_utf8(rest).ok().map(str::to_owned),
        _ => String::from_utf8(bytes).ok(),
    };
    text.ok_or_else(|| {
        Diagnostic::error("the job is not text in UTF-8")
            .at(Place::file(file))
            .hint("save it again, and choose `CSV UTF-8` or `Unicode (UTF-8)`")
    })
}
