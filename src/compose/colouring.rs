//! Letters to colour in: outlines around bare paper.

use std::fmt::Write as _;

use super::view_to_px;
use super::write::number;
use crate::color::Role;
use crate::job::Poster;
use crate::layout::{Slot, escape};
use crate::typeset::{SetPath, Setting};
use crate::units::Length;

/// Letters that are lower stay filled: nobody colours them in.
const LEAST: Length = Length::mm(12.0);

/// How far the line stands out from the letters of a setting, in the slot's units; `None` where they
/// stay filled.
pub fn line(poster: &Poster, slot: &Slot, setting: &Setting) -> Option<f64> {
    // About the line of a felt pen on A4, somewhat more on large sheets.
    const SHARE_OF_HEIGHT: f64 = 0.018;
    const LEAST_MM: f64 = 0.7;
    const MOST_MM: f64 = 3.0;
    let of_paper = |class| Role::from_class(class) == Some(Role::Paper);
    if !poster.outlined || slot.classes.split_whitespace().any(of_paper) {
        return None;
    }
    let map = view_to_px(poster).then_inner(poster.board.slots[setting.slot].to_view);
    let unit_mm = map.mean_scale() / Length::mm(1.0).to_css_px();
    let height_mm = setting.letter_height * unit_mm;
    (height_mm >= LEAST.to_mm())
        .then(|| (height_mm * SHARE_OF_HEIGHT).clamp(LEAST_MM, MOST_MM) / unit_mm)
}

/// A path of letters as outlines: a wide line in their colour, and bare paper over its inner half,
/// which also hides where letters reach into each other.
pub fn path(poster: &Poster, path: &SetPath, fill: &str, line: f64) -> String {
    let board = poster.artboard();
    let color = |role| {
        board
            .color(role, &poster.palette)
            .map(|rgb| rgb.to_string())
    };
    let paper = color(Role::Paper).unwrap_or_else(|| "#ffffff".to_owned());
    let emphasis = path.emphasis.then(|| color(Role::Accent)).flatten();
    let ink = escape(emphasis.as_deref().unwrap_or(fill));
    let thick = path.thicken.unwrap_or(0.0);
    let mut out = String::new();
    for (paint, width) in [(ink.as_str(), thick + 2.0 * line), (paper.as_str(), thick)] {
        // A style, because rules of the layout outrank attributes.
        let _ = write!(
            out,
            "<path style=\"fill:{paint};stroke:{paint};stroke-width:{};stroke-linejoin:round\" d=\"{}\"/>",
            number(width),
            path.data
        );
    }
    out
}
