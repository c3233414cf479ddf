//! The rows of a CSV or TSV sheet, whatever program wrote it.

use csv::{ReaderBuilder, StringRecord};

use crate::diag::{Diagnostic, Place, Result};

/// A row of a sheet.
#[derive(Debug)]
pub struct Row {
    /// Its cells.
    pub cells: StringRecord,
    /// As a spreadsheet counts, the heads being row 1.
    pub number: usize,
}

/// What stands between cells, and the text without a line that only says so (`sep=;`).
pub fn dialect(text: &str, tabs: bool) -> (u8, &str) {
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some(&delimiter) = rest.as_bytes().first()
        && delimiter.is_ascii()
    {
        return (delimiter, rest[1..].trim_start_matches(['\r', '\n']));
    }
    let (mut quoted, mut counts) = (false, [(b'\t', 0), (b';', 0), (b',', 0)]);
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => {
                for (delimiter, count) in &mut counts {
                    *count += usize::from(*delimiter == byte);
                }
            }
        }
    }
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    match most {
        Some((delimiter, 1..)) => (delimiter, text),
        _ if tabs => (b'\t', text),
        _ => (b',', text),
    }
}

/// The rows with their numbers. Blank lines, which the reader leaves out, are counted.
///
/// # Errors
/// The text is no sheet.
pub fn records(file: &str, text: &str, delimiter: u8) -> Result<Vec<Row>> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let (mut rows, mut number, mut line) = (Vec::new(), 0, 1);
    let mut cells = StringRecord::new();
    while reader.read_record(&mut cells).map_err(|error| {
        Diagnostic::error(format!("the sheet cannot be read: {error}")).at(Place::file(file))
    })? {
        // The reader skips blank lines on its way to a record.
        let end = reader.position().line();
        let breaks: usize = cells.iter().map(|cell| cell.matches('\n').count()).sum();
        let passed = usize::try_from(end - line).unwrap_or(0);
        number += passed.max(1 + breaks) - breaks;
        line = end;
        cells.set_position(None);
        rows.push(Row {
            cells: std::mem::take(&mut cells),
            number,
        });
    }
    Ok(rows)
}
