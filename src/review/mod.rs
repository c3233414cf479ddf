//! Layouts on trial: filled with samples, made small, measured, and laid side by side.

use std::sync::Arc;

use crate::diag::{Notes, Result};
use crate::fonts::Fonts;
use crate::job::{Picture, Planned, Poster, Words};
use crate::lang::Lang;
use crate::layout::{Slot, SlotContent};
use crate::render;

mod check;
mod contrast;
mod overlap;
mod sheet;
mod stress;

pub use check::check;
pub use contrast::{LEAST_CONTRAST, contrast};
pub use overlap::overlaps;
pub use sheet::{html, sheet};
pub use stress::{SHAPES, stress};

/// A silhouette that stands for a portrait: nobody.
const PORTRAIT: &str = include_str!("portrait.svg");

/// Where sample codes lead.
const LINK: &str = "https://example.org";

/// One poster of a sheet: what it is, and its picture, or why there is none.
#[derive(Clone, Debug)]
pub struct Cell {
    /// What stands under it.
    pub caption: String,
    /// Width divided by height.
    pub aspect: f64,
    /// The filled document.
    pub svg: Result<String>,
}

impl Cell {
    /// Makes a poster for a sheet.
    pub fn new(poster: &Poster, caption: String, fonts: &Fonts) -> Self {
        let made = render::artwork(poster, fonts, &mut Notes::default());
        Self {
            caption,
            aspect: poster.sheet.aspect(),
            svg: made.map(|made| made.artwork.svg),
        }
    }
}

/// Which slots are filled with samples, besides those that cannot stay empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// None: the poster says as little as it can.
    Needed,
    /// All.
    All,
}

/// A poster whose slots, as far as they were left empty, show samples.
pub fn with_samples(poster: &Poster, fill: Fill) -> Poster {
    let mut filled = poster.clone();
    let Ok(english) = "en".parse::<Lang>() else {
        return filled;
    };
    for slot in &poster.artboard().slots {
        let wanted = fill == Fill::All || !slot.fitting.optional;
        if !wanted || poster.fills(&slot.id) || slot.id.is_empty() {
            continue;
        }
        match slot.content {
            SlotContent::Fill => {
                let text = sample(slot);
                let lang = english.clone();
                filled.words.insert(slot.id.clone(), Words { text, lang });
            }
            SlotContent::Picture(_) => {
                let picture = Picture::from_bytes("portrait.svg", PORTRAIT.into());
                filled
                    .pictures
                    .extend(picture.ok().map(|picture| (slot.id.clone(), picture)));
            }
            SlotContent::Code => {
                filled.codes.insert(slot.id.clone(), LINK.to_owned());
            }
            SlotContent::Fixed(_) => {}
        }
    }
    filled
}

/// The words that the drawing shows in a slot, or its name.
fn sample(slot: &Slot) -> String {
    let between = if slot.fitting.columns.1 > 1 {
        "\n"
    } else {
        " "
    };
    let text = slot.sample.replace('\n', between);
    if text.trim().is_empty() {
        slot.id.clone()
    } else {
        text
    }
}

/// The posters of a job, filled with samples, as cells of a sheet. Captions say what differs.
pub fn cells(planned: &[Planned], fonts: &Fonts) -> Vec<Cell> {
    let posters: Vec<&Arc<Poster>> = planned.iter().map(|planned| &planned.poster).collect();
    let own = |name: &str| if name.is_empty() { "own" } else { name }.to_owned();
    let facts: Vec<[String; 4]> = posters
        .iter()
        .map(|poster| {
            [
                poster.layout.name.clone(),
                own(&poster.palette.name),
                poster.lang.to_string(),
                poster.size.clone(),
            ]
        })
        .collect();
    let differs = |at: usize| facts.iter().any(|fact| fact[at] != facts[0][at]);
    let told: Vec<usize> = (0..4).filter(|at| *at == 0 || differs(*at)).collect();
    posters
        .into_iter()
        .zip(&facts)
        .map(|(poster, facts)| {
            let caption: Vec<&str> = told.iter().map(|at| facts[*at].as_str()).collect();
            let filled = with_samples(poster, Fill::Needed);
            Cell::new(&filled, caption.join(" · "), fonts)
        })
        .collect()
}
