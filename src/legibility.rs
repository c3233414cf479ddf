//! From how far a setting can be read.
//!
//! The height of capitals (of small letters where there are no capitals, of the body of ideographs
//! and of scripts without case) per metre of distance: the sign trade's one inch for ten feet for best
//! impact, and a limit on the safe side of what the USSC measured. `docs/legibility.md` has the sources.

use crate::color::{Rgb, Role};
use crate::compose::{code_width, view_to_px};
use crate::diag::{Diagnostic, Notes, Result};
use crate::job::Poster;
use crate::layout::Slot;
use crate::typeset::Setting;
use crate::units::{Length, SheetSize};

/// Millimetres of letter height per metre of distance at which a slogan has its best impact.
const BEST_MM_PER_M: f64 = 8.3;

/// Millimetres of letter height per metre of distance below which it cannot be read in passing.
const LEAST_MM_PER_M: f64 = 4.0;

/// Widths of a QR code to the distance from which it is scanned.
const SCANNED_FROM: f64 = 10.0;

/// How large the letters of a setting are on the sheet, and how far they carry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Legibility {
    /// Capital, x- or body height.
    pub letter_height: Length,
    /// Type size.
    pub size: Length,
    /// Distance of best impact.
    pub best: Length,
    /// Distance at which it can still be read.
    pub readable: Length,
    /// Contrast with the paper (WCAG 2.2), which both distances are corrected for; `None` where it
    /// is not known.
    pub contrast: Option<f64>,
}

/// Measures a setting on its sheet; pixels count 96 to the inch.
pub fn of(poster: &Poster, setting: &Setting) -> Legibility {
    let map = view_to_px(poster).then_inner(poster.board.slots[setting.slot].to_view);
    let on_sheet = |units: f64| Length::inch(units * map.mean_scale() / 96.0);
    let letter_height = on_sheet(setting.letter_height);
    let contrast = contrast(poster, &poster.artboard().slots[setting.slot]);
    let carries = contrast.map_or(1.0, carried_by);
    Legibility {
        letter_height,
        size: on_sheet(setting.size),
        best: Length::m(letter_height.to_mm() * carries / BEST_MM_PER_M),
        readable: Length::m(letter_height.to_mm() * carries / LEAST_MM_PER_M),
        contrast,
    }
}

/// Tells from where the QR codes on paper scan, where that is nearer than the slogan reads. People
/// step up to a code, so this is a note; it is a warning where a distance was asked for that a code
/// does not reach.
pub fn check_codes(
    poster: &Poster,
    settings: &[Setting],
    asked: Option<Length>,
    notes: &mut Notes,
) {
    let Some(slogan) = slogan(poster, settings).map(|setting| of(poster, setting)) else {
        return;
    };
    if matches!(poster.sheet, SheetSize::Screen(_)) {
        return;
    }
    for (index, slot) in poster.artboard().slots.iter().enumerate() {
        let Some(width) = code_width(poster, index) else {
            continue;
        };
        let reach = Length::m(width.to_m() * SCANNED_FROM);
        if reach >= asked.unwrap_or(slogan.readable) {
            continue;
        }
        let fact = format!(
            "the QR code `{}` is {:.0} mm wide and scans from {:.1} m",
            slot.id,
            width.to_mm(),
            reach.to_m()
        );
        let told = match asked {
            Some(distance) => {
                Diagnostic::warning(format!("{fact}, not from {:.1} m", distance.to_m()))
            }
            None => Diagnostic::note(format!(
                "{fact}; the slogan reads from {:.1} m",
                slogan.readable.to_m()
            )),
        };
        notes.push(
            told.at(poster.artboard().place(slot.range.clone()))
                .hint("hang it where people can step up to it, or print it larger; a shorter link makes coarser squares"),
        );
    }
}

/// The setting by which a poster is judged: its slogan, else its first words.
fn slogan<'s>(poster: &Poster, settings: &'s [Setting]) -> Option<&'s Setting> {
    settings
        .iter()
        .find(|setting| poster.artboard().slots[setting.slot].id == "slogan")
        .or_else(|| settings.first())
}

/// Contrast above which more does not carry farther: what ANSI/HFES 100 prefers and WCAG 2.2 calls
/// enhanced.
const FULL_CONTRAST: f64 = 7.0;

/// How much of the distance is left at a contrast. The eye answers to contrast by its logarithm;
/// between nothing at 1 to 1 and all at 7 to 1, 4.5 to 1 leaves 86 % and 3 to 1 leaves 71 %.
fn carried_by(contrast: f64) -> f64 {
    (contrast.ln() / FULL_CONTRAST.ln())
        .clamp(0.0, 1.0)
        .powf(0.6)
}

/// The contrast of a slot's words with the paper; `None` where they stand on something else, or
/// their colour is no role's.
fn contrast(poster: &Poster, slot: &Slot) -> Option<f64> {
    let role = slot.classes.split_whitespace().find_map(Role::from_class)?;
    if role == Role::Paper {
        return None;
    }
    let board = poster.artboard();
    let ground = board.color(Role::Paper, &poster.palette)?;
    let ink = board.color(role, &poster.palette)?;
    let paper = poster
        .stock
        .map_or(Rgb::new(255, 255, 255), |stock| stock.0);
    Some(ink.over(paper).contrast(ground.over(paper)))
}

/// Checks that the slogan carries as far as it must.
///
/// # Errors
/// It does not; the message names the word that keeps the type from growing.
pub fn check(poster: &Poster, settings: &[Setting], distance: Length) -> Result<()> {
    let Some(setting) = slogan(poster, settings) else {
        return Ok(());
    };
    let carries = of(poster, setting);
    if carries.readable >= distance {
        return Ok(());
    }
    let carried = carries.contrast.map_or(1.0, carried_by);
    let needed = Length::mm(distance.to_m() * LEAST_MM_PER_M / carried.max(0.1));
    let error = Diagnostic::error(format!(
        "the slogan can be read from {:.1} m, not from {:.1} m: its letters are {:.0} mm high and need {:.0} mm",
        carries.readable.to_m(),
        distance.to_m(),
        carries.letter_height.to_mm(),
        needed.to_mm()
    ));
    Err(match &setting.limited_by {
        _ if carried < 0.8 => error.hint(format!(
            "its colours stand only {:.1} to 1 apart: take another `--palette`",
            carries.contrast.unwrap_or(1.0)
        )),
        Some(word) => error.hint(format!(
            "`{word}` keeps the type from growing: say it shorter"
        )),
        None => error,
    }
    .hint(format!(
        "or print it about {:.1} times as large{}",
        needed.to_mm() / carries.letter_height.to_mm(),
        // Lines as wide as the sheet are as large as type gets.
        if poster.layout.name == "stack" {
            ""
        } else {
            ", or take the layout `stack`"
        }
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn low_contrast_carries_less_far() {
        assert!((carried_by(21.0) - 1.0).abs() < 1e-9);
        assert!((carried_by(4.5) - 0.86).abs() < 0.01);
        assert!((carried_by(3.0) - 0.71).abs() < 0.01);
        assert!(carried_by(1.0).abs() < 1e-9);
    }
}
