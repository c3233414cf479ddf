//! A layout on trial: what its source says, and what comes out when it is made.

use super::contrast::{LEAST_CONTRAST, contrast};
use super::overlap::overlaps;
use super::stress::SHAPES;
use super::{Fill, with_samples};
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
    for poster in &posters {
        tried(poster, fonts, &mut found);
    }
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

/// What cannot be made, and what lies over what.
fn tried(poster: &Poster, fonts: &Fonts, found: &mut Notes) {
    if let Err(error) = render::artwork(poster, fonts, &mut Notes::default()) {
        found.push(Diagnostic {
            message: format!("{} at {}", error.message, poster.size),
            ..error
        });
    }
    for (one, other) in overlaps(poster) {
        let slots = &poster.artboard().slots;
        let slot = slots.iter().find(|slot| slot.id == other);
        let warning = Diagnostic::warning(format!(
            "slots `{one}` and `{other}` overlap at {}",
            poster.size
        ))
        .hint("pin them to different edges, or draw an artboard for this shape");
        found.push(match slot {
            Some(slot) => warning.at(poster.artboard().place(slot.range.clone())),
            None => warning,
        });
    }
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
        let own = std::iter::once(("its own colours".to_owned(), None));
        let laid = palettes
            .iter()
            .map(|(name, palette)| (format!("palette `{name}`"), Some(palette)));
        for (name, palette) in own.chain(laid) {
            let mut poster = poster.clone();
            poster.palette = palette.cloned().unwrap_or_default();
            let Some(ratio) = contrast(&poster, "slogan", fonts)? else {
                continue;
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
