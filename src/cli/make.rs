//! `pasteup make`.

use std::path::{Path, PathBuf};

use super::args::MakeArgs;
use super::home::Pages;
use super::json::FileJson;
use super::plan::Plan;
use super::report::{self, Loudness};
use super::{Outcome, press, same_size, write};
use crate::diag::{Diagnostic, Notes, Result};
use crate::fonts::Fonts;
use crate::job::{Format, Planned, Poster};
use crate::legibility;
use crate::library::Library;
use crate::output;
use crate::render::{self, Made};
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
        let result = made.and_then(|made| {
            let mut options = plan.press.options(planned);
            options.mono = plan.home.mono;
            let (format, dpi) = (planned.format, planned.dpi);
            let at_home = (format == Format::Pdf)
                .then(|| {
                    plan.home
                        .bytes(planned, &made, (library, &fonts), &options, &mut notes)
                })
                .transpose()?
                .flatten();
            let (bytes, mut pages) = match at_home {
                Some(paper) => paper,
                None => (
                    output::bytes_with(&made.artwork, format, dpi, &options, &mut notes)?,
                    Pages::default(),
                ),
            };
            if format == Format::Pdf {
                plan.press.judge(&bytes, planned, &made, &mut notes)?;
            }
            write::write(target, &bytes, &inputs)?;
            // Painting the poster once more costs some milliseconds, so only where it is told.
            let told = plan.json || loudness == Loudness::Verbose;
            if told && pages.ink_percent.is_none() && is_paper(planned) {
                pages.ink_percent = Some(output::coverage(&made.artwork)? * 100.0);
            }
            if plan.press.proof {
                let proof = output::proof(&made.artwork, dpi, plan.press.spec())?;
                write::write(&press::proof_path(target), &proof, &inputs)?;
            }
            Ok((made, pages))
        });
        match result {
            Ok((made, pages)) => {
                for note in &notes {
                    // What holds for many posters is said once.
                    if said.push(note.clone()) {
                        report::print(note, loudness);
                    }
                }
                announce(target, planned, &made, &pages, notes, plan.json, loudness);
            }
            Err(error) => {
                failed += 1;
                report::print(&for_file(error, target, plan.files.len()), loudness);
            }
        }
    }
    Ok(Outcome::from_failures(failed))
}

fn artwork(poster: &Poster, fonts: &Fonts, plan: &Plan, notes: &mut Notes) -> Result<Made> {
    if poster.draft {
        notes.push(
            Diagnostic::note(format!(
                "the slogan in {} is a draft that nobody has confirmed yet",
                crate::slogans::language_name(&poster.lang.to_string())
            ))
            .hint("ask somebody who speaks it, then change its `standing` in the campaign's file"),
        );
    }
    let made = render::artwork(poster, fonts, notes)?;
    if let Some(distance) = plan.readable_at {
        legibility::check(poster, &made.settings, distance)?;
    }
    Ok(made)
}

/// With many files, an error says which one it is about.
fn for_file(mut error: Diagnostic, target: &Path, files: usize) -> Diagnostic {
    if files > 1 {
        error.message = format!("`{}` is not made: {}", target.display(), error.message);
    }
    error
}

fn is_paper(planned: &Planned) -> bool {
    matches!(planned.poster.sheet, SheetSize::Paper(_))
}

fn announce(
    target: &Path,
    planned: &Planned,
    made: &Made,
    pages: &Pages,
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
