//! Which breaks a text may use, and the size that comes of it.
//!
//! Breaks come in tiers, and a lower tier is opened only for a reason:
//!
//! 1. between words, in Japanese and Chinese between phrases: always;
//! 2. inside phrases: if the type becomes at least [`WORTH`] times as large by it, or if without it
//!    the layout's smallest size is not reached;
//! 3. soft hyphens that the user typed: likewise;
//! 4. hyphenation by patterns: if the slot allows it (`data-hyphenate`) and nothing else reaches
//!    the smallest size.

use super::fit::{self, Bounds, Choice};
use super::lines::Paragraph;
use super::outline::Outlines;
use super::segment::{self, Break, Verdict};
use super::text::Text;
use crate::diag::{Diagnostic, Result};
use crate::fonts::Fonts;
use crate::layout::{Align, Artboard, Fit, Fitting, Slot, SlotShape};

/// How many times larger the type must become before a phrase is torn apart or a word divided.
const WORTH: f64 = 1.3;

/// A text with its line breaks and sizes.
pub struct Settled<'a> {
    /// The words.
    pub text: &'a Text,
    /// The words as lines are cut from them.
    pub paragraph: Paragraph<'a>,
    /// The slot's place, not turned.
    pub shape: SlotShape,
    /// The slot's frame in line space, and what the layout asks of the lines in it.
    pub bounds: Bounds,
    /// Where the lines end.
    pub choice: Choice,
    /// The size of each line.
    pub sizes: Vec<f64>,
}

impl<'a> Settled<'a> {
    /// Settles a text in its slot, at a size of `most` units at the most.
    ///
    /// # Errors
    /// There is no way to cut it into lines.
    pub fn new(
        text: &'a Text,
        slot: &Slot,
        shape: SlotShape,
        most: Option<f64>,
        outlines: &'a Outlines<'a>,
        fonts: &'a Fonts,
    ) -> Result<Self> {
        let least = least(slot).unwrap_or(0.0);
        let up_to = |tiers: &[Verdict]| {
            let wanted = |b: &&Break| {
                !matches!(b.verdict, Verdict::Inner | Verdict::Hyphen) || tiers.contains(&b.verdict)
            };
            text.breaks
                .iter()
                .filter(wanted)
                .copied()
                .collect::<Vec<_>>()
        };
        let settle = |breaks: &[Break]| {
            let paragraph = text.paragraph(breaks, slot, outlines, fonts);
            let mut bounds = bounds(slot, shape, text, paragraph.rtl());
            bounds.max_size = bounds.max_size.min(most.unwrap_or(f64::INFINITY));
            let (choice, sizes) = fitted(&paragraph, slot, &bounds)?;
            Some(Self {
                text,
                paragraph,
                shape,
                bounds,
                choice,
                sizes,
            })
        };
        let mut breaks = up_to(&[]);
        let mut best = settle(&breaks);
        for tiers in [&[Verdict::Inner][..], &[Verdict::Inner, Verdict::Hyphen]] {
            let more = up_to(tiers);
            if more.len() == breaks.len() {
                continue;
            }
            let found = settle(&more);
            if worth(best.as_ref(), found.as_ref(), least) {
                best = found;
            }
            breaks = more;
        }
        let falls_short = |best: &Option<Self>| {
            best.as_ref()
                .is_none_or(|best| best.choice.size < least * (1.0 - 1e-9))
        };
        if slot.fitting.hyphenate && falls_short(&best) {
            let more = segment::with_hyphens(&text.prepared.text, &text.lang, &breaks);
            let found = settle(&more);
            if worth(best.as_ref(), found.as_ref(), least) {
                best = found;
            }
        }
        best.ok_or_else(|| no_room(slot, text))
    }

    /// Sets it again no larger than a size.
    pub fn shrink(&mut self, slot: &Slot, most: f64) {
        if most >= self.choice.size {
            return;
        }
        self.bounds.max_size = self.bounds.max_size.min(most);
        if let Some((choice, sizes)) = fitted(&self.paragraph, slot, &self.bounds) {
            (self.choice, self.sizes) = (choice, sizes);
        }
    }

    /// Refuses type below the layout's minimum, and `keep` that would have to shrink.
    ///
    /// # Errors
    /// The size is below the least that the slot takes.
    pub fn check_minimum(&self, slot: &Slot) -> Result<()> {
        let size = self.choice.size;
        let Some(least) = least(slot).filter(|least| size < least * (1.0 - 1e-9)) else {
            return Ok(());
        };
        let name = if slot.id.is_empty() {
            "fixed text".to_owned()
        } else {
            format!("slot `{}`", slot.id)
        };
        Err(Diagnostic::error(format!(
            "{name} fits only at {size:.0} units of type size, and the layout's smallest is {least:.0}"
        ))
        .hint(format!(
            "shorten the {}, choose a layout with more room, or lower `data-min-size`",
            surplus(self.text, size / least)
        )))
    }
}

/// What of a text is too much, when its size comes to some share of the least.
fn surplus(text: &Text, share: f64) -> String {
    let language = crate::lang::find(text.lang.language()).map_or("", |row| row.english);
    let space = if language.is_empty() { "" } else { " " };
    let words = text.prepared.text.split_whitespace().count();
    let signs = text.prepared.text.chars().count();
    // The area that text takes grows with the square of its size.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a number of words or characters"
    )]
    let over = |all: usize| (((1.0 - share.powi(2)) * all as f64).ceil() as usize).clamp(1, all);
    // Scripts without spaces are counted in characters.
    if signs / words.max(1) > 20 {
        format!(
            "{language}{space}text by about {} of its {signs} characters",
            over(signs)
        )
    } else {
        format!(
            "{language}{space}text by about {} of its {words} words",
            over(words.max(1))
        )
    }
}

/// Whether breaks of a lower tier are worth it.
fn worth(known: Option<&Settled<'_>>, found: Option<&Settled<'_>>, least: f64) -> bool {
    match (known, found) {
        (Some(known), Some(found)) => {
            let (known, found) = (known.choice.size, found.choice.size);
            found >= known * WORTH || (known < least * (1.0 - 1e-9) && found > known)
        }
        (None, found) => found.is_some(),
        (Some(_), None) => false,
    }
}

/// The smallest size that a slot takes.
fn least(slot: &Slot) -> Option<f64> {
    let Fitting {
        fit,
        min_size,
        max_size,
        drawn_size,
        ..
    } = slot.fitting;
    match fit {
        Fit::Keep => Some(drawn_size.min(max_size.unwrap_or(f64::INFINITY))),
        Fit::Fill | Fit::Shrink | Fit::Stack => min_size,
    }
}

fn bounds(slot: &Slot, shape: SlotShape, text: &Text, rtl: bool) -> Bounds {
    let Fitting {
        fit,
        lines,
        max_size,
        drawn_size,
        ..
    } = slot.fitting;
    let (width, height) = match shape {
        SlotShape::Frame(frame) => {
            let frame = text.flow.frame(frame);
            (frame.width, frame.height)
        }
        SlotShape::Anchor { .. } => (f64::INFINITY, f64::INFINITY),
    };
    let cap = match fit {
        Fit::Fill | Fit::Stack => f64::INFINITY,
        Fit::Shrink | Fit::Keep => drawn_size,
    };
    // Text on an anchored line has nothing to be fitted to, whatever the fit is called.
    let cap = if width.is_infinite() { drawn_size } else { cap };
    // In columns every name stays on its own line.
    let lines = if slot.fitting.columns.1 > 1 {
        (1, 1)
    } else {
        lines
    };
    Bounds {
        width,
        height,
        lines,
        max_size: max_size.unwrap_or(f64::INFINITY).min(cap),
        line_height: slot.style.line_height,
        align: side(slot.style.align, rtl),
    }
}

fn fitted(paragraph: &Paragraph<'_>, slot: &Slot, bounds: &Bounds) -> Option<(Choice, Vec<f64>)> {
    if slot.fitting.fit == Fit::Stack && bounds.width.is_finite() {
        return fit::stack(paragraph, bounds);
    }
    let choice = fit::fill(paragraph, bounds)?;
    let sizes = vec![choice.size; choice.cuts.len() - 1];
    Some((choice, sizes))
}

/// Lets the slots of each group share one size, or keep the ratios that the layout states to the
/// group's common size: the largest at which all of them fit.
pub fn share(board: &Artboard, settled: &mut [(usize, Settled<'_>)]) {
    for at in 0..settled.len() {
        let slot = &board.slots[settled[at].0];
        let Some(group) = &slot.fitting.group else {
            continue;
        };
        let common = settled
            .iter()
            .map(|(index, found)| (&board.slots[*index].fitting, found))
            .filter(|(fitting, _)| fitting.group.as_ref() == Some(group))
            .map(|(fitting, found)| found.choice.size / fitting.ratio)
            .min_by(f64::total_cmp);
        if let Some(common) = common {
            settled[at].1.shrink(slot, common * slot.fitting.ratio);
        }
    }
}

fn no_room(slot: &Slot, text: &Text) -> Diagnostic {
    Diagnostic::error(format!(
        "slot `{}` cannot set {} words in {} lines",
        slot.id,
        text.prepared.text.split_whitespace().count(),
        slot.fitting.lines.1,
    ))
    .hint("shorten the text, or raise `data-lines`")
}

/// Which side of the frame lines are flush with, in a direction of reading.
pub fn side(align: Align, rtl: bool) -> Align {
    match (align, rtl) {
        (Align::Start, false) | (Align::End, true) => Align::Left,
        (Align::Start, true) | (Align::End, false) => Align::Right,
        (other, _) => other,
    }
}
