//! `pasteup batch`.

use super::args::BatchArgs;
use super::plan::{distance, finish};
use super::progress::size;
use super::report::Loudness;
use super::run::{Run, run as run_batch};
use super::{Outcome, say};
use crate::batch::{Batch, Shard};
use crate::diag::{Diagnostic, Place, Result};
use crate::job::{Job, Orders, Pattern, Shelf, values};
use crate::library::{Library, read_file};

/// Makes every poster of a job file; one that fails does not stop the others.
///
/// # Errors
/// The job cannot be understood as a whole, or there is nowhere to write.
pub fn run(
    args: &BatchArgs,
    library: &Library,
    system_fonts: bool,
    loudness: Loudness,
) -> Result<Outcome> {
    let shard = match &args.shard {
        Some(text) => text.parse()?,
        None => Shard::WHOLE,
    };
    let file = args.file.display().to_string();
    let bytes = read_file(&args.file).map_err(|error| {
        Diagnostic::error(format!("the job cannot be read: {error}"))
            .at(Place::file(&file))
            .hint("check the path")
    })?;
    let shelf = Shelf::new(library);
    let finish = finish(&args.print, &args.home, &args.encoding, library)?;
    let defaults = Job {
        edges: finish.press.edges,
        ..defaults()
    };
    let mut overrides = overrides(args)?;
    if args.home.sheets.is_some() && overrides.sizes.is_empty() {
        return Err(
            Diagnostic::error("`--sheets` does not know which shape is meant")
                .hint("say it with `--size`, for example `--size a2 --sheets 6`"),
        );
    }
    finish.home.resize(&mut overrides)?;
    let orders = Orders::read(&file, bytes, &defaults, &overrides, &shelf)?;
    let batch = Batch::plan(orders, shelf, |file| finish.check(file))?;
    if args.dry_run {
        return Ok(dry_run(&batch, shard, loudness));
    }
    let plan = Run {
        folder: args.output.clone(),
        shard,
        resume: args.resume,
        threads: args.threads.map(usize::from),
        report: args.report.clone(),
        readable_at: distance(args.readable_at.as_deref())?,
        finish,
        system_fonts,
        json: args.json,
        timings: args.encoding.timings,
    };
    run_batch(&batch, &plan, library, loudness)
}

/// What holds where neither the job file nor the command line says anything.
fn defaults() -> Job {
    Job {
        layouts: vec!["bold".to_owned()],
        sizes: vec!["square".to_owned()],
        ..Job::default()
    }
}

/// What the command line says; an empty list says nothing.
fn overrides(args: &BatchArgs) -> Result<Job> {
    let langs = args.lang.iter().map(|tags| values::langs(tags));
    let formats = args.format.iter().map(|text| values::format(text));
    Ok(Job {
        layouts: args.layout.clone(),
        sizes: args.size.clone(),
        landscape: args.landscape,
        formats: formats.collect::<Result<_>>()?,
        dpi: args.dpi.map(|dpi| values::dpi(dpi, "--dpi")).transpose()?,
        langs: langs.collect::<Result<_>>()?,
        palettes: args.palette.clone(),
        name: args.name.as_deref().map(Pattern::parse).transpose()?,
        ink_saver: args.home.ink_saver(),
        stock: args.home.stock()?,
        ..Job::default()
    })
}

/// Says what would be made, and which rows would fail before anything is painted.
fn dry_run(batch: &Batch, shard: Shard, loudness: Loudness) -> Outcome {
    for refused in &batch.refused {
        super::report::print(
            &super::run::for_file(refused.error.clone(), refused.row, ""),
            loudness,
        );
    }
    let totals = batch.totals;
    let count = |number: usize, one: &str, many: &str| {
        format!("{number} {}", if number == 1 { one } else { many })
    };
    say(&format!(
        "{} of {}; {} of paper; about {}",
        count(totals.files, "file", "files"),
        count(totals.posters, "poster", "posters"),
        count(totals.sheets, "sheet", "sheets"),
        size(totals.bytes)
    ));
    if shard != Shard::WHOLE {
        let own = batch.shard(shard).len();
        say(&format!(
            "part {} of {}: {}",
            shard.number,
            shard.of,
            count(own, "poster", "posters")
        ));
    }
    Outcome::from_failures(batch.refused.len())
}
