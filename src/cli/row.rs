//! What `--banner` makes: a file for a row of people.

use std::collections::BTreeMap;

use serde::Serialize;

use super::home::Pages;
use crate::banner;
use crate::diag::{Diagnostic, Notes, Result};
use crate::fonts::Fonts;
use crate::job::Poster;
use crate::lang::Direction;
use crate::output::pdf::{self, PdfOptions, Person};
use crate::typeset::Divide;

/// How a slogan was divided among people, kept stable. Pages are the fronts in reading order, each
/// with its back behind it.
#[derive(Clone, Debug, Serialize)]
pub struct BannerJson {
    by: &'static str,
    people: usize,
    width_mm: f64,
    height_mm: f64,
    repeated: BTreeMap<String, usize>,
}

/// The bytes of a file for a row of people, and the sheet by which it is judged: the first.
///
/// # Errors
/// The slogan cannot be divided, or a piece cannot be set.
pub fn bytes(
    by: Divide,
    poster: &Poster,
    fonts: &Fonts,
    options: &PdfOptions,
    notes: &mut Notes,
) -> Result<(Vec<u8>, Pages, banner::Front)> {
    let size = poster.sheet.to_size();
    let may_lie = size.width < size.height;
    let banner = banner::banner(poster, by, may_lie, fonts, notes)?;
    let row: Vec<Person> = banner
        .row
        .iter()
        .map(|stand| Person {
            front: stand.front,
            gap: stand.ends_word,
        })
        .collect();
    let fronts: Vec<_> = banner
        .fronts
        .iter()
        .map(|front| &front.made.artwork)
        .collect();
    let back = &banner.back.artwork;
    let rtl = poster.lang.direction() == Some(Direction::RightToLeft);
    let bytes = pdf::banner(&fronts, back, &row, rtl, options, notes)?;
    let repeated = banner.repeated();
    notes.push(people(by, row.len(), &repeated));
    let pages = Pages {
        count: row.len() * 2,
        banner: Some(BannerJson {
            by: name_of(by),
            people: row.len(),
            width_mm: banner.sheet.width.to_mm(),
            height_mm: banner.sheet.height.to_mm(),
            repeated,
        }),
        ..Pages::default()
    };
    let first = banner.fronts.into_iter().next();
    let first = first.ok_or_else(|| Diagnostic::error("there is nothing to carry"))?;
    Ok((bytes, pages, first))
}

/// What a division is called.
pub fn name_of(by: Divide) -> &'static str {
    match by {
        Divide::Letters => "letters",
        Divide::Words => "words",
    }
}

/// How many people it takes, and which letters more than one of them carries.
fn people(by: Divide, count: usize, repeated: &BTreeMap<String, usize>) -> Diagnostic {
    let what = match by {
        Divide::Letters => "letter",
        Divide::Words => "word",
    };
    let note = Diagnostic::note(match count {
        1 => format!("one person carries it: it is one {what}"),
        _ => format!("{count} people carry it, one {what} each"),
    });
    let times: Vec<String> = repeated
        .iter()
        .map(|(text, count)| format!("`{text}` {count} times"))
        .collect();
    if times.is_empty() {
        note
    } else {
        note.hint(format!("printed more than once: {}", times.join(", ")))
    }
}
