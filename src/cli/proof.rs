//! `pasteup slogans check`: what a careful reader would mark in a campaign.

use std::path::Path;

use super::report::{self, Loudness};
use super::{Outcome, say};
use crate::diag::{Diagnostic, Place, Result};
use crate::library::{self, Library};
use crate::slogans::{Campaign, Written, language_name, written};
use crate::typeset::{faults, has_final_mark};

/// Checks one campaign, by name or by file, or all of the library.
///
/// # Errors
/// There is no such campaign, or its file cannot be read as one.
pub fn run(library: &Library, asked: Option<&str>, loudness: Loudness) -> Result<Outcome> {
    let names = match asked {
        Some(name) => vec![name.to_owned()],
        None => Campaign::names(library),
    };
    let mut found = 0;
    for name in &names {
        let (file, text) = if name.to_lowercase().ends_with(".toml") {
            (name.clone(), read(name)?)
        } else {
            Campaign::source(library, name)?
        };
        let entries = written(name, &file, &text)?;
        let seen = check(&file, &text, &entries);
        for fault in &seen {
            report::print(fault, loudness);
        }
        if seen.is_empty() && loudness != Loudness::Quiet {
            let count = entries
                .iter()
                .filter(|entry| entry.slogan.is_none())
                .count();
            say(&format!("{name}: {count} languages, nothing found"));
        }
        found += seen.len();
    }
    Ok(Outcome::from_failures(found))
}

fn read(file: &str) -> Result<String> {
    let bytes = library::read_file(Path::new(file)).map_err(|error| {
        Diagnostic::error(format!("the campaign cannot be read: {error}"))
            .at(Place::file(file))
            .hint("check the path, or name a campaign of `pasteup slogans list`")
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid]
            .iter()
            .filter(|b| **b == b'\n')
            .count()
            + 1;
        Diagnostic::error(format!(
            "the campaign is not text in UTF-8: line {line} has other bytes"
        ))
        .at(Place::file(file))
        .hint("save it again with the encoding UTF-8")
    })
}

/// Everything that is odd, in the order of the file.
fn check(file: &str, text: &str, entries: &[Written]) -> Vec<Diagnostic> {
    let marked = |id: &str| {
        let all = entries
            .iter()
            .filter(|entry| entry.slogan.as_deref() == Some(id));
        let count = all.clone().count();
        // What most translations of a slogan end with, the others should.
        2 * all.filter(|entry| has_final_mark(&entry.text)).count() > count
    };
    let mut seen = Vec::new();
    for entry in entries {
        let place = || Place::span(file, text, entry.range.clone());
        let name = language_name(&entry.lang.to_string());
        let Some(id) = &entry.slogan else {
            for id in &entry.missing {
                seen.push(
                    Diagnostic::warning(format!("{name} has no translation of `{id}`"))
                        .at(place())
                        .hint(format!("add a line `{id} = \"…\"` to its block")),
                );
            }
            continue;
        };
        for fault in faults(&entry.text, &entry.lang) {
            let message = format!("`{id}` in {name}: {}", fault.what);
            seen.push(Diagnostic::warning(message).at(place()).hint(fault.hint));
        }
        if !has_final_mark(&entry.text) && marked(id) {
            seen.push(
                Diagnostic::warning(format!("`{id}` in {name} has no mark at its end"))
                    .at(place())
                    .hint("most translations have one: add `!` or the mark of the language"),
            );
        }
    }
    seen
}
