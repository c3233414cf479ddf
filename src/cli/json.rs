//! The JSON object of a file, kept stable.

use serde::Serialize;

use super::home::{Pages, TilesJson};
use super::row::BannerJson;
use crate::diag::Diagnostic;
use crate::job::Planned;
use crate::legibility::{self, Legibility};
use crate::render::Made;
use crate::units::SheetSize;

use std::collections::BTreeMap;
use std::path::Path;

/// One file that was made.
#[derive(Debug, Serialize)]
pub struct FileJson {
    file: String,
    format: &'static str,
    layout: String,
    size: String,
    width: f64,
    height: f64,
    unit: &'static str,
    lang: String,
    palette: String,
    pages: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    tiles: Option<TilesJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    banner: Option<BannerJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ink_percent: Option<f64>,
    slots: BTreeMap<String, SlotJson>,
    warnings: Vec<String>,
}

#[derive(Debug, Serialize)]
struct SlotJson {
    text: String,
    lines: Vec<String>,
    font: String,
    font_size_mm: f64,
    cap_height_mm: f64,
    best_m: f64,
    readable_m: f64,
    limited_by: Option<String>,
}

impl FileJson {
    /// What is to be said of a file.
    pub fn new(
        path: &Path,
        planned: &Planned,
        made: &Made,
        pages: &Pages,
        notes: &[Diagnostic],
    ) -> Self {
        let poster = &planned.poster;
        let (width, height, unit) = match poster.sheet {
            SheetSize::Paper(size) => (size.width.to_mm(), size.height.to_mm(), "mm"),
            SheetSize::Screen(px) => (f64::from(px.width), f64::from(px.height), "px"),
        };
        let slots = made
            .settings
            .iter()
            .filter(|setting| !poster.artboard().slots[setting.slot].id.is_empty())
            .map(|setting| {
                let Legibility {
                    letter_height,
                    size,
                    best,
                    readable,
                    ..
                } = legibility::of(poster, setting);
                let typed = poster.words.get(&poster.artboard().slots[setting.slot].id);
                let slot = SlotJson {
                    text: typed.map_or_else(|| setting.text.clone(), |words| words.text.clone()),
                    lines: setting.lines.iter().map(|line| line.text.clone()).collect(),
                    font: setting.families.first().cloned().unwrap_or_default(),
                    font_size_mm: round(size.to_mm(), 1),
                    cap_height_mm: round(letter_height.to_mm(), 1),
                    best_m: round(best.to_m(), 1),
                    readable_m: round(readable.to_m(), 1),
                    limited_by: setting.limited_by.clone(),
                };
                (poster.artboard().slots[setting.slot].id.clone(), slot)
            })
            .collect();
        Self {
            file: path.display().to_string(),
            format: planned.format.extension(),
            layout: poster.layout.name.clone(),
            size: poster.size.clone(),
            width: round(width, 3),
            height: round(height, 3),
            unit,
            lang: poster.lang.to_string(),
            palette: if poster.palette.name.is_empty() {
                "own".to_owned()
            } else {
                poster.palette.name.clone()
            },
            pages: pages.count,
            tiles: pages.tiles.clone(),
            banner: pages.banner.clone(),
            ink_percent: pages.ink_percent.map(|percent| round(percent, 1)),
            slots,
            warnings: notes.iter().map(|note| note.message.clone()).collect(),
        }
    }
}

fn round(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (value * scale).round() / scale
}
