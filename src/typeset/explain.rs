//! How a text is set and why: the tool of translators.

use super::segment::Break;
use super::shape::{self, Cluster};
use super::vertical::Flow;
use super::{prepare, segment};
use crate::diag::{Diagnostic, Result};
use crate::fonts::Fonts;
use crate::lang::{Lang, Script};

/// What became of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The text as it is set: NFC, tidied, without the marks of emphasis.
    pub text: String,
    /// Its runs, in the order of the text.
    pub runs: Vec<Run>,
    /// Every place where UAX #14 would let a line end, with the rule that keeps or forbids it.
    pub breaks: Vec<Break>,
}

/// Characters of one script that one face sets in one direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The characters, in logical order.
    pub text: String,
    /// Their script.
    pub script: Script,
    /// The language that the shaper was told.
    pub lang: Lang,
    /// The family, as CSS has it.
    pub family: String,
    /// The file of the face.
    pub font: String,
    /// Whether it runs from right to left.
    pub rtl: bool,
    /// Glyph ids from left to right.
    pub glyphs: Vec<u32>,
}

/// Sets a text without a slot and tells how. `families` are those that a layout would ask for.
///
/// # Errors
/// Words that should not be set, or that no font can set.
pub fn explain(words: &str, lang: &Lang, families: &[String], fonts: &Fonts) -> Result<Explained> {
    let prepared = prepare::prepare(words, lang)?;
    if !prepared.text.chars().any(shape::needs_glyph) {
        return Err(Diagnostic::error("the text is empty")
            .hint("it has only spaces and marks that do not print"));
    }
    let (analysis, breaks) = segment::analyze(&prepared.text, lang);
    let flow = Flow::Horizontal;
    let shaped = shape::shape(&prepared.text, &analysis, families, lang, flow, fonts)?;
    let alike =
        |a: &Cluster, b: &Cluster| (a.face, a.level, a.script) == (b.face, b.level, b.script);
    let runs = shaped.clusters.chunk_by(alike).filter_map(|clusters| {
        let (first, last) = (clusters.first()?, clusters.last()?);
        let face = fonts.face(first.face)?;
        let rtl = first.level % 2 == 1;
        let ids = |cluster: &Cluster| {
            let glyphs = &shaped.glyphs[cluster.glyphs.clone()];
            glyphs.iter().map(|glyph| glyph.id).collect::<Vec<_>>()
        };
        let glyphs = if rtl {
            clusters.iter().rev().flat_map(ids).collect()
        } else {
            clusters.iter().flat_map(ids).collect()
        };
        Some(Run {
            text: prepared.text[first.bytes.start..last.bytes.end].to_owned(),
            script: first.script,
            lang: lang.clone(),
            family: face.family.clone(),
            font: face.file.clone(),
            rtl,
            glyphs,
        })
    });
    Ok(Explained {
        runs: runs.collect(),
        breaks,
        text: prepared.text,
    })
}
