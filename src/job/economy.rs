//! Less ink: white ground, letters to colour in, coloured paper.

use std::str::FromStr;

use super::Job;
use crate::color::{Palette, Rgb, Role, Swatch};
use crate::diag::{Diagnostic, did_you_mean};
use crate::layout::Artboard;

/// What is done to save ink.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InkSaver {
    /// The ground stays white and the type takes its colour.
    White,
    /// As white, and large letters are outlines to colour in.
    Outline,
}

/// Coloured paper: its colour is in the sheet, not in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stock(pub Rgb);

/// Papers by the names under which copy shops sell them. Their colours are about right: every mill
/// has its own.
const STOCKS: [(&str, Rgb); 14] = [
    ("blue", Rgb::new(0xa9, 0xd3, 0xee)),
    ("buff", Rgb::new(0xf5, 0xd9, 0xa0)),
    ("cream", Rgb::new(0xfb, 0xf3, 0xda)),
    ("gray", Rgb::new(0xc9, 0xca, 0xcc)),
    ("green", Rgb::new(0xb5, 0xe2, 0xb0)),
    ("kraft", Rgb::new(0xc2, 0x9a, 0x6b)),
    ("lilac", Rgb::new(0xd3, 0xc2, 0xe6)),
    ("neon-green", Rgb::new(0xa6, 0xf2, 0x3c)),
    ("neon-orange", Rgb::new(0xff, 0x9a, 0x3c)),
    ("neon-pink", Rgb::new(0xff, 0x73, 0xa8)),
    ("neon-yellow", Rgb::new(0xf3, 0xf5, 0x3c)),
    ("orange", Rgb::new(0xfb, 0xb3, 0x5c)),
    ("pink", Rgb::new(0xf9, 0xc4, 0xd2)),
    ("yellow", Rgb::new(0xfc, 0xe7, 0x7a)),
];

impl FromStr for Stock {
    type Err = Diagnostic;

    /// Reads the name of a paper, or `#rrggbb`.
    fn from_str(text: &str) -> Result<Self, Diagnostic> {
        let asked = text.trim().to_lowercase();
        if let Some((_, rgb)) = STOCKS.iter().find(|(name, _)| *name == asked) {
            return Ok(Self(*rgb));
        }
        if let Ok(rgb) = asked.parse() {
            return Ok(Self(rgb));
        }
        let names = STOCKS.map(|(name, _)| name);
        let error = Diagnostic::error(format!("there is no paper `{text}`"));
        Err(match did_you_mean(&asked, names) {
            Some(suggestion) => error.hint(suggestion),
            None => error.hint(format!("the papers are `{}`", names.join("`, `"))),
        }
        .hint("or write its colour: `--paper-colour \"#fce77a\"`"))
    }
}

/// The palette that a job leaves of another one: on coloured paper, or where ink is saved, the
/// ground is bare. What cannot be read on it takes the colour that the ground had, or black.
pub fn spare(job: &Job, palette: &Palette, board: &Artboard) -> Palette {
    const LEAST_CONTRAST: f64 = 4.5;
    if job.ink_saver.is_none() && job.stock.is_none() {
        return palette.clone();
    }
    let white = Rgb::new(255, 255, 255);
    let paper = job.stock.map_or(white, |stock| stock.0);
    let readable = |color: &Rgb| color.over(paper).contrast(paper) >= LEAST_CONTRAST;
    let ground = board.color(Role::Paper, palette).filter(readable);
    let mut saving = palette.clone();
    for role in Role::ALL {
        let own = board.color(role, palette);
        let rgb = match (role, own) {
            (Role::Paper, _) => white,
            (_, None) => continue,
            (_, Some(color)) if readable(&color) => color,
            _ => ground.unwrap_or(Rgb::new(0, 0, 0)),
        };
        if own != Some(rgb) {
            let swatch = Swatch {
                rgb,
                cmyk: None,
                spot: None,
            };
            saving.roles.insert(role, swatch);
        }
    }
    saving
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_have_names_and_neighbours() {
        assert_eq!(
            "Yellow".parse::<Stock>().unwrap(),
            Stock(Rgb::new(0xfc, 0xe7, 0x7a))
        );
        assert_eq!(
            "#fff".parse::<Stock>().unwrap(),
            Stock(Rgb::new(255, 255, 255))
        );
        let error = "yelow".parse::<Stock>().unwrap_err();
        assert_eq!(error.hints[0], "did you mean `yellow`?");
        assert!(STOCKS.is_sorted_by_key(|(name, _)| *name));
    }
}
