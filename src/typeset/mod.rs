//! Words to outlines that fit their slots.
//!
//! `prepare` tidies the words, `case` sets the capitals of the language, `segment` finds where
//! lines may break, `shape` makes glyphs, `lines` measures ink, `fit` chooses among breaks, `settle`
//! which breaks there are to choose from, and [`slots`] puts the result into place.

use kurbo::Rect;

use crate::diag::{Diagnostic, Notes, Result};
use crate::fonts::Fonts;
use crate::job::{Poster, Words};
use crate::lang::Lang;
use crate::layout::{Slot, SlotContent, SlotShape};
use crate::units::Frame;

mod case;
mod columns;
mod explain;
mod fit;
mod lines;
mod outline;
mod pieces;
mod place;
mod prepare;
mod proof;
mod segment;
mod settle;
mod shape;
mod text;
mod vertical;

pub use case::capitals;
pub use explain::{Explained, Run, explain};
pub use pieces::{Divide, Piece, pieces};
pub use proof::{Fault, faults, has_final_mark};
pub use segment::{Break, Verdict};
pub use shape::script_of;
pub use vertical::Flow;

use outline::Outlines;
use settle::Settled;
use text::Text;

/// Text that was typeset to fit its slot.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Which of the artboard's slots.
    pub slot: usize,
    /// The text as it was set: in the slot's case, without asterisks, `\n` where a line was forced.
    pub text: String,
    /// Its language.
    pub lang: Lang,
    /// From top to bottom.
    pub lines: Vec<SetLine>,
    /// The outlines, in the slot's coordinates.
    pub paths: Vec<SetPath>,
    /// The box around all ink, in the slot's coordinates.
    pub ink: Rect,
    /// Units to the em; of a stack, the size of its smallest line.
    pub size: f64,
    /// Height of its capitals or, in scripts without, of the body of its letters, in units.
    pub letter_height: f64,
    /// The families that set it, the one with most glyphs first.
    pub families: Vec<String>,
    /// The longest word of the widest line, where the width is what keeps the type from growing.
    pub limited_by: Option<String>,
}

/// One line of a setting.
#[derive(Clone, Debug, PartialEq)]
pub struct SetLine {
    /// Its characters in logical order.
    pub text: String,
    /// Left end of its baseline, in the slot's coordinates.
    pub x: f64,
    /// Its baseline.
    pub baseline: f64,
    /// Units to the em.
    pub size: f64,
    /// How far the pen moves along it, in ems.
    pub width_em: f64,
    /// Whether it reads from right to left.
    pub rtl: bool,
    /// Whether it is a column: the baseline runs downwards from `(x, baseline)`.
    pub column: bool,
}

/// Outlines that are painted alike.
#[derive(Clone, Debug, PartialEq)]
pub struct SetPath {
    /// SVG path data, to be filled by the nonzero rule.
    pub data: String,
    /// Whether these are emphasized words.
    pub emphasis: bool,
    /// Width of the stroke that thickens a face without a heavy weight, in units.
    pub thicken: Option<f64>,
}

/// Decimals that path data of a poster needs: a hundred-thousandth of its longer side.
pub fn decimals(view: Frame) -> usize {
    let longest = view.width.max(view.height);
    (0..6)
        .find(|decimals| longest * 10_f64.powi(*decimals) >= 1e5)
        .map_or(6, |decimals| usize::try_from(decimals).unwrap_or(6))
}

/// Typesets every slot of a poster that has words.
///
/// # Errors
/// Words that do not fit, that no font can set, or that should not be set; a slot that is not
/// optional has none.
pub fn slots(poster: &Poster, fonts: &Fonts, notes: &mut Notes) -> Result<Vec<Setting>> {
    let outlines = Outlines::new(fonts);
    let decimals = decimals(poster.board.view);
    let board = poster.artboard();
    let mut texts = Vec::new();
    for (index, slot) in board.slots.iter().enumerate() {
        let Some(words) = words_of(poster, slot)? else {
            continue;
        };
        let located = |error| locate(error, poster, slot);
        let shape = inset(shape_of(poster, index, slot)?, decimals);
        let pieces = columns::pieces(words, slot, shape, &outlines, fonts).map_err(located)?;
        for (words, shape) in pieces {
            let text = Text::new(&words, slot, fonts, notes).map_err(located)?;
            texts.push((index, shape, text));
        }
    }

    let mut settled = Vec::new();
    for (index, shape, text) in &texts {
        let slot = &board.slots[*index];
        let most = poster.caps.get(&slot.id).copied();
        let found = Settled::new(text, slot, *shape, most, &outlines, fonts);
        settled.push((*index, found.map_err(|error| locate(error, poster, slot))?));
    }
    columns::share(&board.slots, &mut settled);
    settle::share(board, &mut settled);

    let placed = settled.iter().map(|(index, found)| {
        let slot = &board.slots[*index];
        found
            .check_minimum(slot)
            .map_err(|error| locate(error, poster, slot))?;
        Ok(place::place(&place::Job {
            index: *index,
            slot,
            found,
            outlines: &outlines,
            fonts,
            decimals,
        }))
    });
    Ok(columns::joined(placed.collect::<Result<_>>()?))
}

/// The shape of a slot, grown over the place of an empty one where the layout says so.
fn shape_of(poster: &Poster, index: usize, slot: &Slot) -> Result<SlotShape> {
    let slots = &poster.artboard().slots;
    let neighbour = slot
        .fitting
        .grow
        .as_ref()
        .and_then(|id| slots.iter().position(|other| other.id == *id));
    match neighbour {
        Some(over) if words_of(poster, &slots[over])?.is_none() => {
            Ok(poster.board.grown(index, over))
        }
        _ => Ok(poster.board.slots[index].shape),
    }
}

/// A frame without the hair by which rounded coordinates could pass it.
fn inset(shape: SlotShape, decimals: usize) -> SlotShape {
    let SlotShape::Frame(frame) = shape else {
        return shape;
    };
    let hair = 0.1_f64.powi(i32::try_from(decimals).unwrap_or(6));
    Frame::new(
        frame.x + hair,
        frame.y + hair,
        frame.width - 2.0 * hair,
        frame.height - 2.0 * hair,
    )
    .map_or(shape, SlotShape::Frame)
}

/// The words of a slot, or none for an optional slot that was left empty.
fn words_of(poster: &Poster, slot: &Slot) -> Result<Option<Words>> {
    match &slot.content {
        SlotContent::Fixed(text) => Ok(Some(Words {
            text: text.clone(),
            lang: poster.lang.clone(),
        })),
        SlotContent::Picture(_) | SlotContent::Code => Ok(None),
        SlotContent::Fill => match poster.words.get(&slot.id) {
            Some(words) if !words.text.trim().is_empty() => Ok(Some(words.clone())),
            _ if slot.fitting.optional => Ok(None),
            _ => {
                let hint = if slot.id == "slogan" {
                    "type it after `make`, in quotes, or name one of the catalogue with `--slogan`"
                        .to_owned()
                } else if slot.id.starts_with("slogan-") {
                    format!(
                        "name a further language, `--lang ar+en` with `--slogan`, or give it words with `--set {}=TEXT`",
                        slot.id
                    )
                } else {
                    format!("give it words with `--set {}=TEXT`", slot.id)
                };
                Err(locate(
                    Diagnostic::error(format!("slot `{}` has no text", slot.id)).hint(hint),
                    poster,
                    slot,
                ))
            }
        },
    }
}

fn locate(error: Diagnostic, poster: &Poster, slot: &Slot) -> Diagnostic {
    let place = poster.artboard().place(slot.range.clone());
    if error.place.is_some() {
        error
    } else {
        error.at(place)
    }
}
