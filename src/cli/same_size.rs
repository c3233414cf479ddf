//! `--same-size`: posters of one run that hang side by side share one type size.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::diag::Notes;
use crate::fonts::Fonts;
use crate::job::{Planned, Poster};
use crate::layout::Fit;
use crate::typeset;

/// What posters must have in common to share sizes: layout, artboard, size, slot.
type Key = (String, usize, String, String);

/// Caps each slot of every poster at the smallest size at which the posters of its layout and size
/// are set. Posters that cannot be made do not count; nor do slots whose lines are each scaled to
/// the full width, which have no one size.
pub fn level(files: &mut [(PathBuf, Planned)], fonts: &Fonts) {
    let mut smallest: BTreeMap<Key, f64> = BTreeMap::new();
    for poster in posters(files) {
        let settings = typeset::slots(&poster, fonts, &mut Notes::default());
        for setting in settings.into_iter().flatten() {
            let slot = &poster.artboard().slots[setting.slot];
            if !slot.id.is_empty() && slot.fitting.fit != Fit::Stack {
                let least = smallest
                    .entry(key(&poster, &slot.id))
                    .or_insert(setting.size);
                *least = least.min(setting.size);
            }
        }
    }
    // Formats of one poster go on sharing it.
    let mut leveled: Vec<(Arc<Poster>, Arc<Poster>)> = Vec::new();
    for poster in posters(files) {
        let mut capped = Poster::clone(&poster);
        for slot in &poster.artboard().slots {
            if let Some(size) = smallest.get(&key(&poster, &slot.id)) {
                capped.caps.insert(slot.id.clone(), *size);
            }
        }
        leveled.push((poster, Arc::new(capped)));
    }
    for (_, planned) in files {
        let known = leveled
            .iter()
            .find(|(old, _)| Arc::ptr_eq(old, &planned.poster));
        if let Some((_, capped)) = known {
            planned.poster = Arc::clone(capped);
        }
    }
}

/// Every poster once.
fn posters(files: &[(PathBuf, Planned)]) -> Vec<Arc<Poster>> {
    let mut posters: Vec<Arc<Poster>> = files
        .iter()
        .map(|(_, planned)| Arc::clone(&planned.poster))
        .collect();
    posters.dedup_by(|a, b| Arc::ptr_eq(a, b));
    posters
}

fn key(poster: &Poster, slot: &str) -> Key {
    (
        poster.layout.name.clone(),
        poster.artboard,
        poster.size.clone(),
        slot.to_owned(),
    )
}
