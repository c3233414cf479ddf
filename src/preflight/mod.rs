//! Opens any PDF, ours or not, and says what a print shop would say.
//!
//! Three steps: `source` opens the file within limits and without trust, `walk` goes over everything
//! that its pages paint, `rules` holds what was seen against a shop's rules, one table row a check.

mod boxes;
mod checks;
mod filter;
mod geometry;
mod icc;
mod ink;
mod lexer;
mod outline;
mod report;
mod rules;
mod shop;
mod source;
mod space;
mod walk;
mod xmp;

use lopdf::Dictionary;

pub use report::{Report, Row, Verdict};
pub use rules::Check;
pub use shop::{Color, Intent, Letters, Resolution, Shop, Standard};

use crate::diag::Result;
use boxes::Boxes;
use source::Source;
use walk::Walker;
use walk::seen::Seen;

/// Says of a PDF what a shop would say, row by row.
///
/// # Errors
/// If the bytes are no PDF, are larger than half a gigabyte, or so damaged that no page can be found.
/// A file that is locked with a password gives a report with one failing row.
pub fn inspect(bytes: &[u8], shop: &Shop) -> Result<Report> {
    let source = Source::open(bytes)?;
    if source.is_locked() {
        return Ok(rules::locked());
    }
    let pages = pages(&source, shop)?;
    let xmp = xmp::read(&source);
    Ok(rules::judge(&Case {
        source: &source,
        shop,
        pages,
        xmp,
    }))
}

/// Everything that is known when rules are applied.
struct Case<'a> {
    source: &'a Source<'a>,
    shop: &'a Shop,
    pages: Vec<Page<'a>>,
    /// The XMP packet, as text.
    xmp: Option<String>,
}

/// One page and what was seen on it.
struct Page<'a> {
    dict: &'a Dictionary,
    boxes: Boxes,
    seen: Seen,
}

fn pages<'a>(source: &'a Source<'a>, shop: &'a Shop) -> Result<Vec<Page<'a>>> {
    let dicts = source.pages()?;
    let boxes: Vec<_> = dicts.iter().map(|dict| Boxes::read(source, dict)).collect();
    let mut walker = Walker::new(source, shop, &boxes[0]);
    let pages = dicts.into_iter().zip(boxes).map(|(dict, boxes)| {
        let seen = walker.page(dict, &boxes);
        Page { dict, boxes, seen }
    });
    Ok(pages.collect())
}
