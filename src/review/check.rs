//! A layout on trial: what its source says, and what comes out when it is made.

use super::contrast::{LEAST_CONTRAST, contrasts};
use super::overlap::overlaps;
use super::stress::SHAPES;
use super::{Fill, with_samples};
use crate::color::Palette;
use crate::diag::{Diagnostic, Notes, Result, Severity};
use crate::fonts::Fonts;
use crate::job::{Job, Poster, Text, expand};
use crate::layout::{self, Layout, palettes};
use crate::library::Library;
use crate::render;

/// Words that every layout must take.
const SLOGAN: &str = "To remember is to fight!";

/// Everything that is to be said of a layout, by name or file: the errors first.
///
/// # Errors
/// It cannot be opened; that, too, is said in the designer's words.
pub fn check(asked: &str, library: &Library, fonts: &mut Fonts) -> Result<Vec<Diagnostic>> {
    let posters = posters(asked, library)?;
    let Some(first) = posters.first() else {
        return Ok(Vec::new());
    };
    let layout = first.layout.clone();
    fonts.add(&layout.fonts)?;
    let known = |family: &str| fonts.find(family).is_some();
    let mut found = Notes::default();
    for board in &layout.artboards {
        for diagnostic in layout::check(board, &known) {
            found.push(diagnostic);
        }
    }
    tried(&posters, fonts, &mut found);
    if found.iter().all(|note| note.severity != Severity::Error) {
        measured(&layout, &posters, library, fonts, &mut found)?;
    }
    let mut found: Vec<Diagnostic> = found.into_iter().collect();
    found.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
    Ok(found)
}

fn posters(asked: &str, library: &Library) -> Result<Vec<Poster>> {
    let job = Job {
        texts: vec![Text::Typed(SLOGAN.to_owned())],
        layouts: vec![asked.to_owned()],
        sizes: SHAPES.map(str::to_owned).to_vec(),
        ..Job::default()
    };
    let planned = expand(&job, library)?;
    Ok(planned
        .iter()
        .map(|planned| with_samples(&planned.poster, Fill::All))
        .collect())
}

/// What cannot be made, and what lies over what: each fault once, with the shapes it is found in.
fn tried(posters: &[Poster], fonts: &Fonts, found: &mut Notes) {
    let mut faults: Vec<(Diagnostic, Vec<&str>)> = Vec::new();
    // What the source already shows to be wrong is not said again of what becomes of it.
    let known: Vec<_> = found
        .iter()
        .filter(|note| note.severity == Severity::Error)
        .map(|note| note.place.clone())
        .collect();
    for poster in posters {
        for fault in faults_of(poster, fonts) {
            if fault.place.is_some() && known.contains(&fault.place) {
                continue;
            }
            let place = &fault.place;
            let same = |(other, _): &&mut (Diagnostic, Vec<&str>)| match place {
                Some(_) => other.place == *place && other.severity == fault.severity,
                None => other.message == fault.message,
            };
            match faults.iter_mut().find(same) {
                Some((_, shapes)) => shapes.push(&poster.size),
                None => faults.push((fault, vec![&poster.size])),
            }
        }
    }
    for (fault, shapes) in faults {
        let others = match shapes.len() {
            1 => String::new(),
            2 => format!(" and {}", shapes[1]),
            more => format!(" and in {} other shapes", more - 1),
        };
        found.push(Diagnostic {
            message: format!("{} at {}{others}", fault.message, shapes[0]),
            ..fault
        });
    }
}

fn faults_of(poster: &Poster, fonts: &Fonts) -> Vec<Diagnostic> {
    let made = render::artwork(poster, fonts, &mut Notes::default());
    let mut faults: Vec<Diagnostic> = made.err().into_iter().collect();
    for (one, other) in overlaps(poster) {
        let slots = &poster.artboard().slots;
        let slot = slots.iter().find(|slot| slot.id == other);
        let warning = Diagnostic::warning(format!("slots `{one}` and `{other}` overlap"))
            .hint("pin them to different edges, or draw an artboard for this shape");
        faults.push(match slot {
            Some(slot) => warning.at(poster.artboard().place(slot.range.clone())),
            None => warning,
        });
    }
    faults
}

/// Letters that do not stand apart from their ground, in every palette.
fn measured(
    layout: &Layout,
    posters: &[Poster],
    library: &Library,
    fonts: &Fonts,
    found: &mut Notes,
) -> Result<()> {
    let palettes = palettes(library)?;
    for (at, board) in layout.artboards.iter().enumerate() {
        let Some(poster) = posters.iter().find(|poster| poster.artboard == at) else {
            continue;
        };
        let Some(slot) = board.slots.iter().find(|slot| slot.id == "slogan") else {
            continue;
        };
        let laid = palettes.values().cloned();
        let all: Vec<Palette> = std::iter::once(Palette::default()).chain(laid).collect();
        let ratios = contrasts(poster, "slogan", &all, fonts)?;
        for (palette, ratio) in all.iter().zip(ratios) {
            let Some(ratio) = ratio else {
                continue;
            };
            let name = if palette.name.is_empty() {
                "its own colours".to_owned()
            } else {
                format!("palette `{}`", palette.name)
            };
            if ratio < LEAST_CONTRAST {
                found.push(
                    Diagnostic::warning(format!(
                        "the slogan has a contrast of {ratio:.1} to 1 in {name}; it needs {LEAST_CONTRAST} to 1"
                    ))
                    .at(board.place(slot.range.clone()))
                    .hint("set words in `ink` on `paper`, or in `paper` on one of the other roles"),
                );
            }
        }
    }
    Ok(())
}
