//! What the page is told, as JSON.

use serde_json::{Value, json};

use crate::diag::{Diagnostic, Notes, Severity};
use crate::job::{Planned, Poster};
use crate::layout::{SlotContent, SlotShape};
use crate::legibility;
use crate::render::Made;
use crate::units::Frame;

/// A poster that was made: its picture, what is to be said of it, and how far it reads.
pub fn preview(planned: &Planned, made: &Made, notes: &Notes) -> Value {
    let poster = &planned.poster;
    let size = poster.sheet.to_size();
    let slots: Vec<Value> = made
        .settings
        .iter()
        .filter(|setting| !poster.artboard().slots[setting.slot].id.is_empty())
        .map(|setting| {
            let carries = legibility::of(poster, setting);
            let lines: Vec<&str> = setting.lines.iter().map(|l| l.text.as_str()).collect();
            json!({
                "slot": poster.artboard().slots[setting.slot].id,
                "lines": lines,
                "font": setting.families.first(),
                "letters_mm": tenth(carries.letter_height.to_mm()),
                "readable_m": tenth(carries.readable.to_m()),
                "limited_by": setting.limited_by,
            })
        })
        .collect();
    json!({
        "svg": made.artwork.svg,
        "file": planned.stem,
        "width_mm": size.width.to_mm(),
        "height_mm": size.height.to_mm(),
        "lang": poster.lang.to_string(),
        "slots": slots,
        "frames": frames(poster),
        "notes": notes.iter().map(message).collect::<Vec<_>>(),
    })
}

fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// Where each slot stands, as shares of the sheet: the corners of its frame.
fn frames(poster: &Poster) -> Vec<Value> {
    let view = poster.board.view;
    let slots = poster.artboard().slots.iter().zip(&poster.board.slots);
    slots
        .filter(|(slot, _)| !matches!(slot.content, SlotContent::Fixed(_)))
        .map(|(slot, placed)| {
            let frame = match placed.shape {
                SlotShape::Frame(frame) => frame,
                // A line has no frame; its anchor is shown as a mark.
                SlotShape::Anchor { x, y } => Frame {
                    x: x - view.width / 100.0,
                    y: y - view.width / 100.0,
                    width: view.width / 50.0,
                    height: view.width / 100.0,
                },
            };
            let corners = [
                (frame.x, frame.y),
                (frame.right(), frame.y),
                (frame.right(), frame.bottom()),
                (frame.x, frame.bottom()),
            ]
            .map(|(x, y)| {
                let (x, y) = placed.to_view.apply(x, y);
                [(x - view.x) / view.width, (y - view.y) / view.height]
            });
            json!({"slot": slot.id, "corners": corners})
        })
        .collect()
}

/// A message with its three parts, and the slot beside whose field it belongs.
pub fn message(diagnostic: &Diagnostic) -> Value {
    let severity = match diagnostic.severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let place = diagnostic.place.as_ref().map(|place| {
        let (line, column) = place.line_column.unzip();
        json!({"file": place.file, "line": line, "column": column})
    });
    json!({
        "severity": severity,
        "message": diagnostic.message,
        "hints": diagnostic.hints,
        "slot": slot_of(&diagnostic.message),
        "place": place,
        "surplus": diagnostic.hints.iter().find_map(|hint| surplus(hint)),
    })
}

/// How much of a text is too much, as `typeset` says it: `shorten the text by about 4 of its 9
/// words, …`, for the page to say in its own language.
fn surplus(hint: &str) -> Option<Value> {
    let (_, rest) = hint.strip_prefix("shorten ")?.split_once(" by about ")?;
    let (over, rest) = rest.split_once(" of its ")?;
    let (all, rest) = rest.split_once(' ')?;
    let unit = rest.split(',').next()?;
    let (over, all): (u32, u32) = (over.parse().ok()?, all.parse().ok()?);
    ["words", "characters"]
        .contains(&unit)
        .then(|| json!({"over": over, "all": all, "unit": unit}))
}

/// The slot that a message speaks of: names stand between backticks, and a slot is called one.
fn slot_of(message: &str) -> Option<&str> {
    let (_, after) = message.split_once("slot `")?;
    after.split_once('`').map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_finds_its_field() {
        let message = "slot `note` needs 38 mm of height but has 31 mm";
        assert_eq!(slot_of(message), Some("note"));
        assert_eq!(slot_of("there is no palette `x`"), None);
    }
}
