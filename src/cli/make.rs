//! `pasteup make`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::MakeArgs;
use super::home::Pages;
use super::json::FileJson;
use super::plan::Plan;
use super::report::{self, Loudness};
use super::{Outcome, press, row, same_size, write};
use crate::diag::{Diagnostic, Notes, Result};
use crate::fonts::Fonts;
use crate::job::{Format, Planned, Poster};
use crate::layout::Layout;
use crate::legibility;
use crate::library::Library;
use crate::output;
use crate::render::{self, Made};
use crate::typeset::Divide;
use crate::units::SheetSize;

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
    let inputs: Vec<PathBuf> = args.layout.iter().map(PathBuf::from).collect();

    let mut failed = 0;
    let mut said = Notes::default();
    let mut last: Option<(*const Poster, Result<Made>, Notes)> = None;
    for (target, planned) in &plan.files {
        let (result, notes) = if let Some(by) = plan.home.banner(planned) {
            let mut notes = Notes::default();
            let result = row_of_people(by, planned, &plan, &fonts, &mut notes);
            (result, notes)
        } else {
            // Formats of one poster follow each other and share its artwork.
            let key = std::sync::Arc::as_ptr(&planned.poster);
            let (made, mut notes) = match &last {
                Some((known, made, notes)) if *known == key => (made.clone(), notes.clone()),
                _ => {
                    let mut notes = Notes::default();
                    let made = artwork(&planned.poster, &fonts, &plan, &mut notes);
                    last = Some((key, made.clone(), notes.clone()));
                    (made, notes)
                }
            };
            let result =
                made.and_then(|made| poster(made, planned, &plan, (library, &fonts), &mut notes));
            (result, notes)
        };
        let result = result.and_then(|mut done| {
            write::write(target, &done.bytes, &inputs)?;
            // Painting the poster once more costs some milliseconds, so only where it is told.
            let told = plan.json || loudness == Loudness::Verbose;
            let paper = matches!(done.planned.poster.sheet, SheetSize::Paper(_));
            let open = done.pages.ink_percent.is_none() && done.pages.banner.is_none();
            if told && paper && open {
                done.pages.ink_percent = Some(output::coverage(&done.made.artwork)? * 100.0);
            }
            if plan.press.proof {
                let dpi = planned.dpi;
                let proof = output::proof(&done.made.artwork, dpi, plan.press.spec())?;
                write::write(&press::proof_path(target), &proof, &inputs)?;
            }
            Ok(done)
        });
        match result {
            Ok(done) => {
                for note in &notes {
                    // What holds for many posters is said once.
                    if said.push(note.clone()) {
                        report::print(note, loudness);
                    }
                }
                announce(target, &done, notes, plan.json, loudness);
            }
            Err(error) => {
                failed += 1;
                report::print(&for_file(error, target, plan.files.len()), loudness);
            }
        }
    }
    Ok(Outcome::from_failures(failed))
}

/// A file that is made but not yet written.
struct Done {
    planned: Planned,
    made: Made,
    pages: Pages,
    bytes: Vec<u8>,
}

/// The file of a poster: whole, or on sheets for a printer at home.
fn poster(
    made: Made,
    planned: &Planned,
    plan: &Plan,
    (library, fonts): (&Library, &Fonts),
    notes: &mut Notes,
) -> Result<Done> {
    let mut options = plan.press.options(planned);
    options.mono = plan.home.mono;
    let at_home = if planned.format == Format::Pdf {
        let stock = (library, fonts);
        plan.home.bytes(planned, &made, stock, &options, notes)?
    } else {
        None
    };
    let (bytes, pages) = match at_home {
        Some(paper) => paper,
        None => (
            output::bytes_with(&made.artwork, planned.format, planned.dpi, &options, notes)?,
            Pages::default(),
        ),
    };
    if planned.format == Format::Pdf {
        plan.press.judge(&bytes, planned, &made, notes)?;
    }
    Ok(Done {
        planned: planned.clone(),
        made,
        pages,
        bytes,
    })
}

/// The file of a human banner, judged by its first sheet.
fn row_of_people(
    by: Divide,
    planned: &Planned,
    plan: &Plan,
    fonts: &Fonts,
    notes: &mut Notes,
) -> Result<Done> {
    note_draft(&planned.poster, notes);
    let mut options = plan.press.options(planned);
    options.mono = plan.home.mono;
    let poster = &planned.poster;
    let (bytes, pages, first) = row::bytes(by, poster, fonts, &options, notes)?;
    if let Some(distance) = plan.readable_at {
        legibility::check(&first.poster, &first.made.settings, distance)?;
    }
    // It is told as what was asked for.
    let layout = Layout {
        name: poster.layout.name.clone(),
        ..first.poster.layout.as_ref().clone()
    };
    let planned = Planned {
        poster: Arc::new(Poster {
            layout: Arc::new(layout),
            size: poster.size.clone(),
            palette: poster.palette.clone(),
            ..first.poster.as_ref().clone()
        }),
        ..planned.clone()
    };
    Ok(Done {
        planned,
        made: first.made,
        pages,
        bytes,
    })
}

fn artwork(poster: &Poster, fonts: &Fonts, plan: &Plan, notes: &mut Notes) -> Result<Made> {
    note_draft(poster, notes);
    let made = render::artwork(poster, fonts, notes)?;
    if let Some(distance) = plan.readable_at {
        legibility::check(poster, &made.settings, distance)?;
    }
    Ok(made)
}

fn note_draft(poster: &Poster, notes: &mut Notes) {
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
