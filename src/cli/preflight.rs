//! `pasteup preflight`.

use std::path::Path;

use super::{Outcome, press, say};
use crate::diag::{Diagnostic, Place, Result};
use crate::library::{self, Library};
use crate::preflight::inspect;

/// Says of a PDF what a print shop would say. Fails if the shop would refuse it.
///
/// # Errors
/// There is no such shop, or the file is not a PDF that can be opened.
pub fn run(file: &Path, shop: &str, as_json: bool, library: &Library) -> Result<Outcome> {
    let rules = press::shop(shop, library)?;
    let place = || Place::file(file.display().to_string());
    let bytes = library::read_file(file).map_err(|error| {
        Diagnostic::error(format!("the file cannot be read: {error}")).at(place())
    })?;
    let report = inspect(&bytes, &rules).map_err(|error| {
        if error.place.is_some() {
            error
        } else {
            error.at(place())
        }
    })?;
    if as_json {
        if let Ok(line) = serde_json::to_string(&report) {
            say(&line);
        }
    } else {
        say(report.to_string().trim_end());
    }
    Ok(if report.passes() {
        Outcome::Made
    } else {
        Outcome::SomeFailed
    })
}
