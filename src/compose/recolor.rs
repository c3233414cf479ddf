//! A palette laid over the colours of a drawing.

use std::fmt::Write as _;

use crate::color::{Palette, Rgb, Role};
use crate::layout::{Artboard, Slot};

/// A style sheet that gives the roles of an artboard the colours of a palette; empty if it has
/// nothing to say. It stands after the layout's own rules and repeats their selectors, so it wins.
pub fn style(board: &Artboard, palette: &Palette) -> String {
    let mut css = String::new();
    for rule in &board.roles {
        if let Some(swatch) = palette.roles.get(&rule.role) {
            let (selector, property) = (&rule.selector, rule.property);
            let _ = write!(css, "{selector}{{{property}:{}}}", swatch.rgb);
        }
    }
    css
}

/// The colour that a palette gives to the letters of a slot, by the role among its classes.
pub fn of_slot(slot: &Slot, palette: &Palette) -> Option<Rgb> {
    slot.classes
        .split_whitespace()
        .filter_map(Role::from_class)
        .find_map(|role| palette.roles.get(&role))
        .map(|swatch| swatch.rgb)
}
