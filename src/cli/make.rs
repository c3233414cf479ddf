//! `pasteup make`.

use std::path::Path;
use std::sync::Arc;

use super::args::MakeArgs;
use super::finish::Done;
use super::json::FileJson;
use super::plan::Plan;
use super::report::{self, Loudness};
use super::timings::Timings;
use super::{Outcome, same_size, write};
use crate::diag::{Diagnostic, Notes, Result};
use crate::fonts::Fonts;
use crate::job::Poster;
use crate::legibility;
use crate::library::Library;
use crate::render::{self, Made};
use crate::units::Length;

/// Makes every file that was asked for; one that fails does not stop the others.
///
/// # Errors
/// The command line cannot be understood, or there is nowhere to write.
pub fn run(
    args: &MakeArgs,
    library: &Library,
    system_fonts: bool,
    loudness: Loudness,
) -> Result<Outcome> {
    let mut timings = Timings::new();
    let mut plan = Plan::new(args, library)?;
    for (target, _) in &plan.files {
        write::prepare(target)?;
    }
    let mut fonts = Fonts::new(library)?;
    for (_, planned) in &plan.files {
        fonts.add(&planned.poster.layout.fonts)?;
    }
    if system_fonts {
        fonts.add_system();
    }
    if args.same_size {
        same_size::level(&mut plan.files, &fonts);
    }

    timings.read();
    let mut failed = 0;
    let mut said = Notes::default();
    let mut last: Option<(*const Poster, Result<Arc<Made>>, Notes)> = None;
    for (target, planned) in &plan.files {
        let finish = &plan.finish;
        let (result, notes) = if let Some(by) = finish.home.banner(planned) {
            let mut notes = Notes::default();
            note_draft(&planned.poster, &mut notes);
            let result = finish.row(by, target, planned, &fonts, plan.readable_at, &mut notes);
            (result.map_err(Diagnostic::from), notes)
        } else {
            // Formats of one poster follow each other and share its artwork.
            let key = Arc::as_ptr(&planned.poster);
            let (made, mut notes) = match &last {
                Some((known, made, notes)) if *known == key => (made.clone(), notes.clone()),
                _ => {
                    let mut notes = Notes::default();
                    let made = artwork(&planned.poster, &fonts, plan.readable_at, &mut notes);
                    timings.add(&notes);
                    let (made, said) = (made.map(Arc::new), notes.without_laps());
                    last = Some((key, made.clone(), said.clone()));
                    (made, said)
                }
            };
            let result = made.and_then(|made| {
                let done = finish.write(target, planned, made, (library, &fonts), &mut notes);
                done.map_err(Diagnostic::from)
            });
            (result, notes)
        };
        timings.add(&notes);
        match result {
            Ok(mut done) => {
                for note in &notes {
                    // What holds for many posters is said once.
                    if said.push(note.clone()) {
                        report::print(note, loudness);
                    }
                }
                if plan.json || loudness == Loudness::Verbose {
                    done.measure_ink();
                }
                announce(target, &done, notes, plan.json, loudness);
            }
            Err(error) => {
                failed += 1;
                report::print(&for_file(error, target, plan.files.len()), loudness);
            }
        }
    }
    if args.encoding.timings {
        timings.print();
    }
    Ok(Outcome::from_failures(failed))
}

/// Makes the artwork of a poster, and what is to be said of it.
///
/// # Errors
/// It cannot be made, or not be read from where it must be.
pub fn artwork(
    poster: &Poster,
    fonts: &Fonts,
    readable_at: Option<Length>,
    notes: &mut Notes,
) -> Result<Made> {
    note_draft(poster, notes);
    let made = render::artwork(poster, fonts, notes)?;
    if let Some(distance) = readable_at {
        legibility::check(poster, &made.settings, distance)?;
    }
    legibility::check_codes(poster, &made.settings, readable_at, notes);
    Ok(made)
}

/// Says that nobody has confirmed a translation, if that is so.
pub fn note_draft(poster: &Poster, notes: &mut Notes) {
    if poster.draft {
        notes.push(
            Diagnostic::note(format!(
                "the slogan in {} is a draft that nobody has confirmed yet",
                crate::slogans::language_name(&poster.lang.to_string())
            ))
            .hint("ask somebody who speaks it, then change its `standing` in the campaign's file"),
        );
    }
}

/// With many files, an error says which one it is about.
fn for_file(mut error: Diagnostic, target: &Path, files: usize) -> Diagnostic {
    if files > 1 {
        error.message = format!("`{}` is not made: {}", target.display(), error.message);
    }
    error
}

fn announce(
    target: &Path,
    Done {
        planned,
        made,
        pages,
        ..
    }: &Done,
    notes: Notes,
    json: bool,
    loudness: Loudness,
) {
    if json {
        let notes: Vec<Diagnostic> = notes.into_iter().collect();
        let object = FileJson::new(target, planned, made, pages, &notes);
        if let Ok(line) = serde_json::to_string(&object) {
            super::say(&line);
        }
    } else if loudness != Loudness::Quiet {
        super::say(&target.display().to_string());
    }
    if loudness == Loudness::Verbose {
        if let Some(percent) = pages.ink_percent {
            eprintln!("  ink on {percent:.1} % of the paper");
        }
        for setting in &made.settings {
            let carries = legibility::of(&planned.poster, setting);
            let lines: Vec<&str> = setting
                .lines
                .iter()
                .map(|line| line.text.as_str())
                .collect();
            eprintln!(
                "  {}: {} | {} at {:.1} mm, reads from {:.1} m",
                planned.poster.artboard().slots[setting.slot].id,
                lines.join(" / "),
                setting.families.join(", "),
                carries.size.to_mm(),
                carries.readable.to_m(),
            );
        }
    }
}
