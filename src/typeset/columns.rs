//! Many short lines side by side: a wall of names (`data-columns`).
//!
//! Every line of the text stays whole. Each number of columns that the layout allows is tried, and
//! the one with the largest type is taken; all columns share its size and their first baseline.

use super::outline::Outlines;
use super::settle::Settled;
use super::text::Text;
use super::{SetPath, Setting};
use crate::diag::{Notes, Result};
use crate::fonts::Fonts;
use crate::job::Words;
use crate::layout::{Slot, SlotShape, Valign};
use crate::units::Frame;

/// Space between columns, as a share of the frame's width.
const GAP: f64 = 1.0 / 22.0;

/// The words of a slot with the place of each column; one piece for a slot without columns.
///
/// # Errors
/// The words cannot be set.
pub fn pieces(
    words: Words,
    slot: &Slot,
    shape: SlotShape,
    outlines: &Outlines<'_>,
    fonts: &Fonts,
) -> Result<Vec<(Words, SlotShape)>> {
    let (low, high) = slot.fitting.columns;
    let text = words.text.replace("\\n", "\n");
    let lines: Vec<&str> = text
        .split('\n')
        .filter(|line| !line.trim().is_empty())
        .collect();
    let SlotShape::Frame(frame) = shape else {
        return Ok(vec![(words, shape)]);
    };
    if high == 1 || lines.len() < 2 {
        return Ok(vec![(words, shape)]);
    }
    let mut best: Option<(f64, Vec<(Words, SlotShape)>)> = None;
    for count in low..=high.min(lines.len()).max(low) {
        let pieces = cut(&lines, &words, frame, count);
        let (size, pieces) = measured(pieces, slot, outlines, fonts)?;
        if best.as_ref().is_none_or(|(known, _)| size > *known) {
            best = Some((size, pieces));
        }
    }
    Ok(best.map_or_else(|| vec![(words, shape)], |(_, pieces)| pieces))
}

/// The lines in so many columns, filled one after the other.
fn cut(lines: &[&str], words: &Words, frame: Frame, count: usize) -> Vec<(Words, SlotShape)> {
    let rows = lines.len().div_ceil(count);
    let gap = frame.width * GAP;
    let width = (frame.width - gap * (count as f64 - 1.0)) / count as f64;
    let columns = lines.chunks(rows).enumerate().map(|(at, lines)| {
        let text = lines.join("\n");
        let lang = words.lang.clone();
        let column = Frame {
            x: frame.x + (width + gap) * at as f64,
            width,
            ..frame
        };
        (Words { text, lang }, SlotShape::Frame(column))
    });
    columns.collect()
}

/// The size that all columns can have, and the columns in the order of reading with their first
/// baselines at one height.
fn measured(
    mut pieces: Vec<(Words, SlotShape)>,
    slot: &Slot,
    outlines: &Outlines<'_>,
    fonts: &Fonts,
) -> Result<(f64, Vec<(Words, SlotShape)>)> {
    let mut size = f64::INFINITY;
    let mut above = Vec::new();
    let mut rtl = false;
    for (words, shape) in &pieces {
        // What there is to say is said when the columns are set for good.
        let text = Text::new(words, slot, fonts, &mut Notes::default())?;
        let found = Settled::new(&text, slot, *shape, None, outlines, fonts)?;
        size = size.min(found.choice.size);
        rtl = found.paragraph.rtl();
        let cuts = &found.choice.cuts;
        above.push(found.paragraph.line(cuts[0], cuts[1]).above());
    }
    let highest = above.iter().copied().fold(0.0, f64::max);
    let frames: Vec<SlotShape> = pieces.iter().map(|(_, shape)| *shape).collect();
    let last = pieces.len() - 1;
    for (at, (_, shape)) in pieces.iter_mut().enumerate() {
        *shape = frames[if rtl { last - at } else { at }];
        if let (SlotShape::Frame(frame), Valign::Top) = (shape, slot.fitting.valign) {
            let lower = ((highest - above[at]) * size).min(frame.height / 2.0);
            frame.y += lower;
            frame.height -= lower;
        }
    }
    Ok((size, pieces))
}

/// Lets the columns of one slot share their smallest size.
pub fn share(slots: &[Slot], settled: &mut [(usize, Settled<'_>)]) {
    for at in 0..settled.len() {
        let index = settled[at].0;
        let sizes = settled.iter().filter(|(other, _)| *other == index);
        let least = sizes
            .map(|(_, found)| found.choice.size)
            .fold(f64::INFINITY, f64::min);
        settled[at].1.shrink(&slots[index], least);
    }
}

/// The columns of each slot as one setting.
pub fn joined(settings: Vec<Setting>) -> Vec<Setting> {
    let mut out: Vec<Setting> = Vec::with_capacity(settings.len());
    for setting in settings {
        match out.last_mut().filter(|last| last.slot == setting.slot) {
            Some(last) => join(last, setting),
            None => out.push(setting),
        }
    }
    out
}

fn join(first: &mut Setting, next: Setting) {
    first.text.push('\n');
    first.text.push_str(&next.text);
    first.lines.extend(next.lines);
    first.ink = first.ink.union(next.ink);
    first.limited_by = first.limited_by.take().or(next.limited_by);
    for path in next.paths {
        let alike =
            |known: &&mut SetPath| known.emphasis == path.emphasis && known.thicken == path.thicken;
        match first.paths.iter_mut().find(alike) {
            Some(known) => known.data.push_str(&path.data),
            None => first.paths.push(path),
        }
    }
    for family in next.families {
        if !first.families.contains(&family) {
            first.families.push(family);
        }
    }
}
