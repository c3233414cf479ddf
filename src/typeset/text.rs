//! Words on their way into one slot.

use std::collections::BTreeMap;

use super::lines::{Look, Paragraph};
use super::outline::Outlines;
use super::segment::Break;
use super::shape::{self, Shaped, script_of};
use super::vertical::Flow;
use super::{case, prepare, segment};
use crate::diag::{Diagnostic, Notes, Result};
use crate::fonts::{FaceId, Fonts};
use crate::job::Words;
use crate::lang::{Lang, Script};
use crate::layout::{Case, Slot, SlotShape};

/// Words prepared, in case, broken and shaped.
pub struct Text {
    /// The characters, and which of them are emphasized.
    pub prepared: prepare::Prepared,
    /// Their language.
    pub lang: Lang,
    /// Every place where UAX #14 would let a line end, judged.
    pub breaks: Vec<Break>,
    /// Which way the lines run.
    pub flow: Flow,
    shaped: Shaped,
}

impl Text {
    /// Prepares the words of a slot.
    ///
    /// # Errors
    /// Words that should not be set, or that no font can set.
    pub fn new(words: &Words, slot: &Slot, fonts: &Fonts, notes: &mut Notes) -> Result<Self> {
        let typed = prepare::prepare(&words.text, &words.lang)?;
        if !typed.text.chars().any(shape::needs_glyph) {
            return Err(Diagnostic::error(format!("slot `{}` has no text", slot.id))
                .hint("the text is only spaces and marks that do not print"));
        }
        let flow = match slot.shape {
            SlotShape::Frame(_) => Flow::of(slot.style.writing_mode, &typed.text),
            SlotShape::Anchor { .. } => Flow::Horizontal,
        };
        let families = &slot.style.families;
        let in_case = |case| {
            let prepared = case::apply(&typed, case, &words.lang);
            if prepared.text.contains('ẞ')
                && !has_capital_sharp_s(&prepared, families, words, fonts)
            {
                return prepared.map_spans(|text| text.replace('ẞ', "SS"));
            }
            prepared
        };
        let shape = |case| {
            let prepared = in_case(case);
            let (analysis, breaks) = segment::analyze(&prepared.text, &words.lang);
            let shaped = shape::shape(
                &prepared.text,
                &analysis,
                families,
                &words.lang,
                flow,
                fonts,
            )?;
            Ok::<_, Diagnostic>((prepared, breaks, shaped))
        };
        let case = slot.style.case;
        let (mut prepared, mut breaks, mut shaped) = shape(case)?;
        let joined = shaped
            .clusters
            .iter()
            .filter_map(|cluster| fonts.face(cluster.face))
            .find(|face| case == Case::Upper && !face.capitals);
        if let Some(face) = joined {
            notes.push(Diagnostic::note(format!(
                "`{}` is a joined script and is not set in capitals",
                face.family
            )));
            (prepared, breaks, shaped) = shape(Case::AsTyped)?;
        }
        Ok(Self {
            prepared,
            lang: words.lang.clone(),
            breaks,
            flow,
            shaped,
        })
    }

    /// The text as lines are cut from it, at those of some breaks that are not forbidden.
    pub fn paragraph<'a>(
        &'a self,
        breaks: &[Break],
        slot: &Slot,
        outlines: &'a Outlines<'a>,
        fonts: &'a Fonts,
    ) -> Paragraph<'a> {
        let look = Look {
            heavy: slot.style.weight >= 600,
            letter_spacing: if self.joins() {
                0.0
            } else {
                slot.style.letter_spacing
            },
            lang: self.lang.clone(),
        };
        Paragraph::new(
            &self.prepared.text,
            &self.shaped,
            breaks,
            outlines,
            fonts,
            look,
        )
    }

    /// Whether its letters touch their neighbours, so that letter-spacing would tear words apart.
    fn joins(&self) -> bool {
        let joined = [
            "Arab", "Syrc", "Mong", "Nkoo", "Mand", "Adlm", "Rohg", "Deva", "Beng", "Guru",
        ];
        self.prepared
            .text
            .chars()
            .any(|c| joined.contains(&script_of(c).code()))
    }

    /// The script with most letters.
    pub fn script(&self) -> Script {
        let mut counts = BTreeMap::new();
        for script in self.prepared.text.chars().map(script_of) {
            *counts.entry(script).or_insert(0_usize) += usize::from(script != Script::COMMON);
        }
        counts
            .into_iter()
            .max_by_key(|(_, count)| *count)
            .map_or(Script::COMMON, |(script, _)| script)
    }

    /// The height by which text is judged from afar, in ems: of capitals, of small letters where
    /// there are no capitals. `None` in scripts whose bodies have to be measured.
    pub fn letter_height_em(&self, face: Option<FaceId>, fonts: &Fonts) -> Option<f64> {
        let probe = &fonts.face(face?)?.probe;
        let has_upper = self.prepared.text.chars().any(char::is_uppercase);
        match (self.script().code(), has_upper) {
            ("Latn", true) => probe.height_em('H'),
            ("Latn", false) => probe.height_em('x'),
            ("Cyrl", true) => probe.height_em('Н'),
            ("Cyrl", false) => probe.height_em('х'),
            ("Grek", true) => probe.height_em('Η'),
            ("Grek", false) => probe.height_em('χ'),
            ("Armn", _) => probe.height_em('Հ'),
            ("Hani" | "Hira" | "Kana" | "Hang" | "Bopo", _) => {
                probe.body_em('国').or_else(|| probe.body_em('국'))
            }
            _ => None,
        }
    }
}

/// Whether the face that would set the other capitals has ẞ: where it does not, ß becomes SS.
fn has_capital_sharp_s(
    prepared: &prepare::Prepared,
    families: &[String],
    words: &Words,
    fonts: &Fonts,
) -> bool {
    let others: Vec<char> = prepared
        .text
        .chars()
        .filter(|c| *c != 'ẞ' && script_of(*c) == Script::LATIN)
        .collect();
    fonts
        .choose(families, Script::LATIN, &words.lang, &others)
        .is_some_and(|face| fonts.has_all(face, &['ẞ']))
}
