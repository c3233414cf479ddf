//! Advice to designers: what stands in the way of a layout, and what could be better.
//!
//! Everything here is read from the source of one artboard. What has to be made to be judged (does
//! the longest slogan fit, how far do letters stand apart from their ground) is up to `review`.

use std::ops::Range;

use roxmltree::{Document, Node, ParsingOptions};

use super::Artboard;
use super::parse::Reader;
use super::style::Cascade;
use crate::diag::Diagnostic;
use crate::units::Frame;

mod edges;
mod elements;
mod fonts;
mod slots;

/// Checks one artboard. `known` says whether there is a font family of a name.
pub fn check(board: &Artboard, known: &dyn Fn(&str) -> bool) -> Vec<Diagnostic> {
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    // It was read before, so it can be read again.
    let Ok(document) = Document::parse_with_options(&board.source, options) else {
        return Vec::new();
    };
    let root = document.root_element();
    let checker = Checker {
        board,
        reader: Reader::new(&board.file, &board.source, &document, board.view),
        root,
    };
    let mut found = checker.slots();
    found.extend(checker.elements());
    found.extend(checker.fonts(known));
    found.extend(checker.links());
    found.extend(checker.edges());
    found.sort_by_key(|d| {
        let at = d.place.as_ref().and_then(|place| place.range.clone());
        (std::cmp::Reverse(d.severity), at.map_or(0, |at| at.start))
    });
    found
}

struct Checker<'a> {
    board: &'a Artboard,
    reader: Reader<'a>,
    root: Node<'a, 'a>,
}

impl Checker<'_> {
    fn error(&self, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(message).at(self.board.place(range))
    }

    fn advice(&self, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::warning(message).at(self.board.place(range))
    }
}

impl<'a> Reader<'a> {
    fn new(file: &'a str, source: &'a str, document: &'a Document<'a>, view: Frame) -> Self {
        Self {
            file,
            source,
            cascade: Cascade::new(document),
            names: super::name::Names::new(document.root_element()),
            view,
        }
    }
}

/// Millimetres of an A4 sheet that one unit of a view has.
fn a4_mm(view: Frame) -> f64 {
    (210.0 * 297.0 / (view.width * view.height)).sqrt()
}

/// At most forty characters.
fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= 40 {
        return text;
    }
    text.chars().take(39).chain(['…']).collect()
}
