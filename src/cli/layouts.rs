//! `pasteup layouts`: list, show, check, stress, new.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::args::{LayoutsCommand, ListArgs};
use super::report::{self, Loudness};
use super::{Outcome, list, say, write};
use crate::diag::{Diagnostic, Notes, Place, Result, Severity};
use crate::fonts::Fonts;
use crate::job::{Format, Job, Text, expand, open};
use crate::lang::Lang;
use crate::layout::{Fit, Layout, Slot, SlotContent, palettes};
use crate::library::Library;
use crate::output;
use crate::review;
use crate::slogans::Campaign;
use crate::units::{Dpi, SheetSize};

/// What `layouts new` writes.
const TEMPLATE: &str = include_str!("new.svg");

/// Runs a command on layouts.
///
/// # Errors
/// There is no such layout, or a file cannot be written.
pub fn run(
    command: &LayoutsCommand,
    library: &Library,
    fonts: impl Fn() -> Result<Fonts>,
    loudness: Loudness,
) -> Result<Outcome> {
    match command {
        LayoutsCommand::List(args) => match &args.gallery {
            Some(file) => gallery(args, file, library, &mut fonts()?),
            None => list::layouts(library, args.json).map(|()| Outcome::Made),
        },
        LayoutsCommand::Show { layout } => show(&open(library, layout)?, layout),
        LayoutsCommand::Check { layout } => check(layout, library, &mut fonts()?, loudness),
        LayoutsCommand::Stress { layout, output } => stress(layout, output, library, &mut fonts()?),
        LayoutsCommand::New { name } => new(name, library),
    }
}

/// Everything a user must know to use a layout.
#[expect(clippy::unnecessary_wraps, reason = "commands share one signature")]
fn show(layout: &Layout, asked: &str) -> Result<Outcome> {
    let main = layout.main();
    say(&format!("{}: {}", layout.name, main.idea));
    say("\nshapes");
    for board in &layout.artboards {
        let drawn = match board.drawn {
            SheetSize::Paper(size) => {
                format!("{:.0} × {:.0} mm", size.width.to_mm(), size.height.to_mm())
            }
            SheetSize::Screen(px) => format!("{} × {} px", px.width, px.height),
        };
        say(&format!(
            "  {:<10} {drawn:<16} {}",
            list::shape(board.view.aspect()),
            board.file
        ));
    }
    say("\nslots");
    let mut example = format!("pasteup make \"To remember is to fight!\" -l {asked}");
    for id in layout.all_ids() {
        let boards = layout.artboards.iter();
        let slot = boards
            .flat_map(|board| &board.slots)
            .find(|slot| slot.id == id);
        if let Some(slot) = slot {
            say(&described(slot));
            if !slot.fitting.optional && slot.id != "slogan" {
                example.push_str(&given(slot));
            }
        }
    }
    let families = faces(layout);
    if !families.is_empty() {
        say(&format!("\nfaces\n  {}", families.join(", ")));
    }
    say(&format!("\n{example}"));
    Ok(Outcome::Made)
}

fn described(slot: &Slot) -> String {
    let takes = match &slot.content {
        SlotContent::Fill | SlotContent::Fixed(_) => words(slot),
        SlotContent::Picture(_) => "a picture".to_owned(),
        SlotContent::Code => "a QR code".to_owned(),
    };
    let may = if slot.fitting.optional {
        ", may stay empty"
    } else {
        ""
    };
    format!("  {:<12} {takes}{may}", slot.id)
}

fn words(slot: &Slot) -> String {
    let fitting = &slot.fitting;
    let (low, high) = fitting.lines;
    let lines = match (low, high, fitting.columns.1) {
        (_, _, 2..) => format!(
            "lines in {} to {} columns",
            fitting.columns.0, fitting.columns.1
        ),
        (1, 1, _) => "one line".to_owned(),
        (low, high, _) if low == high => format!("{low} lines"),
        (_, high, _) => format!("up to {high} lines"),
    };
    let size = match fitting.fit {
        Fit::Fill => "as large as fits",
        Fit::Stack => "each as wide as the frame",
        Fit::Shrink => "smaller where it must be",
        Fit::Keep => "as drawn",
    };
    format!("words, {lines}, {size}")
}

fn given(slot: &Slot) -> String {
    match slot.content {
        SlotContent::Fill => format!(" --set {}=\"…\"", slot.id),
        SlotContent::Picture(_) => format!(" --image {}=photo.jpg", slot.id),
        SlotContent::Code => format!(" --qr {}=https://example.org", slot.id),
        SlotContent::Fixed(_) => String::new(),
    }
}

fn faces(layout: &Layout) -> Vec<String> {
    let mut families: Vec<String> = Vec::new();
    for slot in layout.artboards.iter().flat_map(|board| &board.slots) {
        let words = matches!(slot.content, SlotContent::Fill | SlotContent::Fixed(_));
        let family = slot.style.families.first().filter(|_| words);
        if let Some(family) = family.filter(|family| !families.contains(family)) {
            families.push(family.clone());
        }
    }
    families
}

/// Says all that was found, with the lines of the file.
fn check(asked: &str, library: &Library, fonts: &mut Fonts, loudness: Loudness) -> Result<Outcome> {
    let layout = open(library, asked)?;
    let found = review::check(asked, library, fonts)?;
    for diagnostic in &found {
        let source = diagnostic.place.as_ref().and_then(|place| {
            let board = layout
                .artboards
                .iter()
                .find(|board| board.file == place.file)?;
            Some(board.source.as_str())
        });
        report::print_with_source(diagnostic, source, loudness);
    }
    let errors = found
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .count();
    if loudness != Loudness::Quiet {
        let count = |n: usize, one: &str, many: &str| match n {
            0 => format!("no {many}"),
            1 => format!("1 {one}"),
            n => format!("{n} {many}"),
        };
        say(&format!(
            "{}: {}, {}",
            layout.name,
            count(errors, "error", "errors"),
            count(found.len() - errors, "piece of advice", "pieces of advice")
        ));
    }
    Ok(Outcome::from_failures(errors))
}

/// Writes the stress board, and says which words did not fit.
fn stress(asked: &str, target: &Path, library: &Library, fonts: &mut Fonts) -> Result<Outcome> {
    write::prepare(target)?;
    let cells = review::stress(asked, library, fonts)?;
    picture(&cells, 24, 150.0, target, fonts)?;
    say(&target.display().to_string());
    let mut failed = 0;
    for (at, cell) in cells.iter().enumerate() {
        if let Err(error) = &cell.svg {
            failed += 1;
            let shape = review::SHAPES[(at / 24).min(review::SHAPES.len() - 1)];
            let error = Diagnostic {
                message: format!("{} at {shape}: {}", cell.caption, error.message),
                ..error.clone()
            };
            report::print(&error, Loudness::Normal);
        }
    }
    Ok(Outcome::from_failures(failed))
}

/// Writes a contact sheet.
fn gallery(
    args: &ListArgs,
    target: &Path,
    library: &Library,
    fonts: &mut Fonts,
) -> Result<Outcome> {
    let ending = target.extension().unwrap_or_default().to_string_lossy();
    let html = match ending.to_lowercase().as_str() {
        "html" | "htm" => true,
        "png" => false,
        _ => {
            return Err(Diagnostic::error(format!(
                "a contact sheet is a web page or a picture, and `{}` is neither",
                target.display()
            ))
            .hint("let its name end in `.html` or `.png`"));
        }
    };
    write::prepare(target)?;
    let planned = expand(&gallery_job(args, library)?, library)?;
    for planned in &planned {
        fonts.add(&planned.poster.layout.fonts)?;
    }
    let cells = review::cells(&planned, fonts);
    if html {
        let title = planned
            .first()
            .map_or_else(String::new, |planned| planned.poster.title.clone());
        let page = review::html(&cells, &title);
        whole(target, page.as_bytes())?;
    } else {
        picture(&cells, columns(cells.len()), 220.0, target, fonts)?;
    }
    say(&target.display().to_string());
    let failed = cells.iter().filter(|cell| cell.svg.is_err()).count();
    Ok(Outcome::from_failures(failed))
}

fn gallery_job(args: &ListArgs, library: &Library) -> Result<Job> {
    let all = |asked: &[String]| asked.iter().any(|word| word == "all");
    let text = match &args.text {
        Some(text) => Text::Typed(text.clone()),
        None => Text::Catalogue(args.slogan.clone()),
    };
    let langs: Vec<Lang> = if all(&args.lang) {
        let (_, slogan) = Campaign::slogan(library, &args.slogan)?;
        let tags = slogan.translations.keys();
        tags.filter_map(|tag| tag.parse().ok()).collect()
    } else {
        args.lang
            .iter()
            .map(|tag| crate::job::values::lang(tag))
            .collect::<Result<_>>()?
    };
    Ok(Job {
        texts: vec![text],
        layouts: if args.layout.is_empty() {
            Layout::names(library)
        } else {
            args.layout.clone()
        },
        sizes: args.size.clone(),
        langs: langs.into_iter().map(Into::into).collect(),
        palettes: if all(&args.palette) {
            palettes(library)?.into_keys().collect()
        } else {
            args.palette.clone()
        },
        formats: vec![Format::Svg],
        ..Job::default()
    })
}

/// Columns that make a sheet a little wider than high.
fn columns(cells: usize) -> usize {
    (1..=cells.max(1))
        .find(|n| n * n * 2 >= cells * 3)
        .unwrap_or(1)
}

fn picture(
    cells: &[review::Cell],
    columns: usize,
    width: f64,
    target: &Path,
    fonts: &Fonts,
) -> Result<()> {
    let sheet = review::sheet(cells, columns, width, fonts)?;
    let bytes = output::bytes(&sheet, Format::Png, Dpi::CSS, &mut Notes::default())?;
    whole(target, &bytes)
}

/// Writes a layout to start from.
fn new(name: &str, library: &Library) -> Result<Outcome> {
    let stem = name.strip_suffix(".svg").unwrap_or(name);
    let target = PathBuf::from(format!("{stem}.svg"));
    let title = target
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    if Layout::names(library).contains(&title) {
        return Err(Diagnostic::error(format!(
            "there is a layout `{title}` already, which comes with the program"
        ))
        .hint("take another name, so that nobody mistakes one for the other"));
    }
    let svg = TEMPLATE.replace("NAME", &crate::layout::escape(&title));
    let written =
        std::fs::File::create_new(&target).and_then(|mut file| file.write_all(svg.as_bytes()));
    written.map_err(|error| {
        let place = Place::file(target.display().to_string());
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            Diagnostic::error(format!("`{}` is there already", target.display()))
                .hint("take another name, or move the file away")
        } else {
            let reason = error.to_string();
            let reason = reason.split(" (os error").next().unwrap_or(&reason);
            Diagnostic::error(format!(
                "the file cannot be written: {}",
                reason.to_lowercase()
            ))
            .at(place)
            .hint("go to a folder where you may write")
        }
    })?;
    say(&target.display().to_string());
    say(&format!("  pasteup layouts check {}", target.display()));
    say(&format!(
        "  pasteup make \"To remember is to fight!\" -l {}",
        target.display()
    ));
    Ok(Outcome::Made)
}

/// Writes a file that is in memory.
fn whole(target: &Path, bytes: &[u8]) -> Result<()> {
    let send = |out: &mut dyn std::io::Write| {
        let failed = |error| Diagnostic::error(format!("the file cannot be written: {error}"));
        out.write_all(bytes).map_err(failed)
    };
    write::write(target, &[], send)?;
    Ok(())
}
