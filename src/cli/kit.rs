//! `pasteup kit`: everything for one action, in one folder or one file.

use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::args::{EncodingArgs, HomeArgs, KitArgs, PrintArgs};
use super::finish::Finish;
use super::plan::finish;
use super::report::Loudness;
use super::run::{Run, run as run_batch};
use super::{Outcome, contact, write};
use crate::batch::{Batch, Shard};
use crate::diag::{Diagnostic, Result};
use crate::fonts::Fonts;
use crate::job::kit::{FEEDS, KitTexts};
use crate::job::{Format, Job, Langs, Orders, Pattern, Shelf, Text, values};
use crate::library::Library;
use crate::slogans::Campaign;

/// One part of a kit: a folder of its own, made in its own way.
struct Part {
    folder: &'static str,
    job: Job,
    finish: Finish,
}

/// Makes a kit.
///
/// # Errors
/// There is no such campaign, it has no translation, or there is nowhere to write.
pub fn run(args: &KitArgs, library: &Library, loudness: Loudness) -> Result<Outcome> {
    let campaign = Campaign::load(library, &args.campaign)?;
    let mut langs = Vec::new();
    for tags in &args.lang {
        langs.push(values::langs(tags)?);
    }
    let folder = args.output.join(&campaign.name);
    let parts = parts(args, &campaign, &langs, library)?;
    let inner = if loudness == Loudness::Verbose {
        Loudness::Verbose
    } else {
        Loudness::Brief
    };
    let mut outcome = Outcome::Made;
    for part in parts {
        let name = format!("{{lang}}/{}/{{id}}-{{size}}", part.folder);
        let job = Job {
            name: Some(Pattern::parse(&name)?),
            ..part.job
        };
        let orders = Orders::Jobs(vec![job]);
        let batch = Batch::plan(orders, Shelf::new(library), |file| part.finish.check(file))?;
        let plan = Run {
            folder: folder.clone(),
            shard: Shard::WHOLE,
            // A kit that was stopped goes on, and one that changed is made again where it did.
            resume: true,
            threads: None,
            report: None,
            readable_at: None,
            finish: part.finish,
            system_fonts: false,
            json: false,
            timings: false,
        };
        let inner = if loudness == Loudness::Quiet {
            loudness
        } else {
            inner
        };
        match run_batch(&batch, &plan, library, inner)? {
            Outcome::Stopped => return Ok(Outcome::Stopped),
            Outcome::Made => {}
            // What could not be made was said; the rest of the kit is made all the same.
            Outcome::SomeFailed => outcome = Outcome::SomeFailed,
        }
    }
    let fonts = Fonts::new(library)?;
    for lang in &langs {
        papers(args, &campaign, lang, &folder, (library, &fonts))?;
    }
    let written = if args.zip { Some(zip(&folder)?) } else { None };
    if loudness != Loudness::Quiet {
        let place = written.unwrap_or(folder);
        super::say(&place.display().to_string());
    }
    Ok(outcome)
}

fn parts(
    args: &KitArgs,
    campaign: &Campaign,
    langs: &[Langs],
    library: &Library,
) -> Result<Vec<Part>> {
    let job = |layout: &str, sizes: &[&str]| Job {
        texts: texts(campaign),
        layouts: vec![args.layout.clone().unwrap_or_else(|| layout.to_owned())],
        sizes: sizes.iter().map(|&size| size.to_owned()).collect(),
        langs: langs.to_vec(),
        palettes: args.palette.clone().into_iter().collect(),
        ..Job::default()
    };
    let plain = |print: &PrintArgs, home: &HomeArgs| {
        let encoding = EncodingArgs::default();
        finish(print, home, &encoding, library)
    };
    let tiles = HomeArgs {
        tile: Some("a4".to_owned()),
        ..HomeArgs::default()
    };
    let shop = PrintArgs {
        shop: Some(args.shop.clone()),
        ..PrintArgs::default()
    };
    let shop = plain(&shop, &HomeArgs::default())?;
    Ok(vec![
        Part {
            folder: "feeds",
            job: job("bold", &FEEDS),
            finish: Finish::default(),
        },
        Part {
            folder: "home",
            job: job("plain", &["a4"]),
            finish: plain(&PrintArgs::default(), &HomeArgs::default())?,
        },
        Part {
            folder: "tiled",
            job: job("plain", &["a2"]),
            finish: plain(&PrintArgs::default(), &tiles)?,
        },
        Part {
            folder: "shop",
            job: Job {
                edges: shop.press.edges,
                ..job("bold", &["a3", "a2"])
            },
            finish: shop,
        },
    ])
}

fn texts(campaign: &Campaign) -> Vec<Text> {
    let ids = campaign.slogans.iter();
    ids.map(|slogan| Text::Catalogue(format!("{}/{}", campaign.name, slogan.id)))
        .collect()
}

/// What is read rather than shown: descriptions, a contact sheet, and how to use the kit.
fn papers(
    args: &KitArgs,
    campaign: &Campaign,
    lang: &Langs,
    folder: &Path,
    (library, fonts): (&Library, &Fonts),
) -> Result<()> {
    let words = KitTexts::of(&lang.first)?;
    let layout = args.layout.clone().unwrap_or_else(|| "bold".to_owned());
    let job = Job {
        texts: texts(campaign),
        layouts: vec![layout],
        sizes: FEEDS.into_iter().chain(["a4"]).map(str::to_owned).collect(),
        langs: vec![lang.clone()],
        palettes: args.palette.clone().into_iter().collect(),
        formats: vec![Format::Png],
        name: Some(Pattern::parse("{id}/{size}")?),
        ..Job::default()
    };
    let planned = crate::job::expand(&job, library)?;
    let folder = folder.join(lang.first.to_string());

    let mut alt = String::new();
    // One slogan in several sizes is described once.
    for files in planned.chunk_by(|a, b| a.poster.title == b.poster.title) {
        let text = words.alt.replace("{text}", &files[0].poster.title);
        let id = files[0].stem.split('/').next().unwrap_or_default();
        let _ = writeln!(alt, "{id}: {text}");
    }
    save(&folder.join("alt-texts.txt"), alt.as_bytes())?;

    let title = words.title.replace("{title}", &campaign.title);
    for (at, page) in contact::pages(&title, &planned, &lang.first, fonts)?
        .into_iter()
        .enumerate()
    {
        let number = if at == 0 {
            String::new()
        } else {
            format!("-{}", at + 1)
        };
        save(&folder.join(format!("contact-sheet{number}.pdf")), &page)?;
    }

    let mut readme = format!("{title}\n");
    for (name, line) in [
        ("feeds/", &words.feeds),
        ("home/", &words.home),
        ("tiled/", &words.tiled),
        ("shop/", &words.shop),
        ("contact-sheet.pdf", &words.contact),
    ] {
        let _ = write!(readme, "\n{name}\n{line}\n");
    }
    if planned.iter().any(|file| file.poster.draft) {
        let _ = write!(readme, "\n{}\n", words.draft);
    }
    save(&folder.join("README.txt"), readme.as_bytes())
}

fn save(target: &Path, bytes: &[u8]) -> Result<()> {
    let written = write::write(target, &[], |out| {
        out.write_all(bytes)
            .map_err(|error| Diagnostic::error(format!("the file cannot be written: {error}")))
    });
    written.map(|_| ()).map_err(Diagnostic::from)
}

/// Packs a folder into a file beside it, always the same bytes for the same files.
fn zip(folder: &Path) -> Result<PathBuf> {
    let target = folder.with_extension("zip");
    let mut files = Vec::new();
    collect(folder, &mut files);
    files.sort();
    let failed = |error: &dyn std::fmt::Display| {
        Diagnostic::error(format!("the kit cannot be packed: {error}"))
    };
    let packed = write::write(&target, &[], |out| {
        let mut archive = zip::ZipWriter::new_stream(out);
        // Pictures and PDFs are compressed already. The date is that of no day.
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored)
            .last_modified_time(zip::DateTime::default());
        let above = folder.parent().unwrap_or(folder);
        for file in &files {
            let name = file.strip_prefix(above).unwrap_or(file);
            let name = name.to_string_lossy().replace('\\', "/");
            let bytes = std::fs::read(file).map_err(|error| failed(&error))?;
            archive
                .start_file(name, options)
                .map_err(|error| failed(&error))?;
            archive.write_all(&bytes).map_err(|error| failed(&error))?;
        }
        archive.finish().map_err(|error| failed(&error))?;
        Ok(())
    });
    packed.map_err(Diagnostic::from)?;
    Ok(target)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if !entry.file_name().to_string_lossy().starts_with('.') {
            files.push(path);
        }
    }
}
