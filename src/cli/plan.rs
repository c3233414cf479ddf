//! The command line as understood.

use std::path::PathBuf;

use super::args::{EncodingArgs, HomeArgs, MakeArgs, PrintArgs};
use super::finish::Finish;
use super::home::Home;
use super::press::Press;
use super::slots;
use crate::diag::{Diagnostic, Result};
use crate::job::{Format, Job, Planned, Text, expand, values};
use crate::library::Library;
use crate::output::Options;
use crate::units::Length;

/// What a `make` means: files, where they go, and what is asked of them.
#[derive(Debug)]
pub struct Plan {
    /// The files to make, with their full paths, no two alike.
    pub files: Vec<(PathBuf, Planned)>,
    /// From how far the slogan must be readable.
    pub readable_at: Option<Length>,
    /// Whether to print a JSON object a file.
    pub json: bool,
    /// How files are made.
    pub finish: Finish,
}

impl Plan {
    /// Understands the arguments of `make`.
    ///
    /// # Errors
    /// A name, a number or a colour that is not known; several files for one file name.
    pub fn new(args: &MakeArgs, library: &Library) -> Result<Self> {
        let mut job = job(args)?;
        if let [only] = args.format.as_slice() {
            job.formats = vec![values::format(only)?];
        } else if args.format.is_empty()
            && let Some(format) = format_of_output(args)
        {
            job.formats = vec![format];
        }
        let finish = finish(&args.print, &args.home, &args.encoding, library)?;
        job.edges = finish.press.edges;
        finish.home.resize(&mut job)?;
        let mut planned = expand(&job, library)?;
        for file in &mut planned {
            finish.check(file)?;
            finish.home.name(file);
        }
        Ok(Self {
            files: targets(args, planned)?,
            readable_at: distance(args.readable_at.as_deref())?,
            json: args.json,
            finish,
        })
    }
}

/// Reads `--readable-at`.
///
/// # Errors
/// It is not a length.
pub fn distance(text: Option<&str>) -> Result<Option<Length>> {
    let read = text.map(str::parse::<Length>).transpose();
    read.map_err(|error| {
        Diagnostic::error(format!("`--readable-at`: {error}")).hint("for example `20m`")
    })
}

/// How files are to be made.
///
/// # Errors
/// A shop, a paper, a length or a number of bytes that is not known.
pub fn finish(
    print: &PrintArgs,
    home: &HomeArgs,
    encoding: &EncodingArgs,
    library: &Library,
) -> Result<Finish> {
    Ok(Finish {
        press: Press::new(print, library)?,
        home: Home::new(home)?,
        encoding: self::encoding(encoding)?,
    })
}

fn encoding(args: &EncodingArgs) -> Result<Options> {
    let max_bytes = args.max_bytes.as_deref().map(bytes).transpose()?;
    Ok(Options {
        small: args.small,
        max_bytes,
    })
}

/// Reads a number of bytes: `1MB`, `500 kB`, `1048576`. Units are decimal, as platforms count.
fn bytes(text: &str) -> Result<u64> {
    let lower = text.trim().to_lowercase();
    let at = lower
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(lower.len());
    let unit = match lower[at..].trim() {
        "" | "b" => Some(1.0),
        "k" | "kb" => Some(1e3),
        "kib" => Some(1024.0),
        "m" | "mb" => Some(1e6),
        "mib" => Some(1_048_576.0),
        _ => None,
    };
    let number = lower[..at].parse::<f64>().ok();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be positive; beyond 2^53 nothing changes"
    )]
    let bytes = number.zip(unit).map(|(n, unit)| (n * unit).floor() as u64);
    bytes.filter(|&n| n > 0).ok_or_else(|| {
        Diagnostic::error(format!("`--max-bytes {text}` is not a size"))
            .hint("for example `1MB` or `500kB`")
    })
}

fn job(args: &MakeArgs) -> Result<Job> {
    Ok(Job {
        texts: texts(args)?,
        layouts: args.layout.clone(),
        sizes: args.size.clone(),
        landscape: args.landscape,
        formats: args
            .format
            .iter()
            .map(|text| values::format(text))
            .collect::<Result<_>>()?,
        dpi: args.dpi.map(|dpi| values::dpi(dpi, "--dpi")).transpose()?,
        langs: args
            .lang
            .iter()
            .map(|tags| values::langs(tags))
            .collect::<Result<_>>()?,
        palettes: args.palette.clone(),
        colors: args
            .color
            .iter()
            .map(|text| values::color(text))
            .collect::<Result<_>>()?,
        set: args
            .set
            .iter()
            .map(|text| set(text))
            .collect::<Result<_>>()?,
        pictures: slots::pictures(&args.image)?,
        focus: slots::focus(&args.focus)?,
        codes: slots::codes(&args.qr)?,
        ink_saver: args.home.ink_saver(),
        stock: args.home.stock()?,
        ..Job::default()
    })
}

fn texts(args: &MakeArgs) -> Result<Vec<Text>> {
    let own_layouts_only = args
        .layout
        .iter()
        .all(|name| name.to_lowercase().ends_with(".svg"));
    match (&args.text, args.slogan.as_slice()) {
        (Some(text), _) if text.trim().is_empty() => Err(Diagnostic::error("the slogan is empty")
            .hint("type it in quotes: pasteup make \"To remember is to fight!\"")),
        (Some(text), _) => Ok(vec![Text::Typed(text.clone())]),
        (None, [])
            if own_layouts_only
                || !(args.set.is_empty() && args.image.is_empty() && args.qr.is_empty()) =>
        {
            Ok(vec![Text::None])
        }
        (None, []) => Err(Diagnostic::error("there is no slogan")
            .hint("type it in quotes: pasteup make \"To remember is to fight!\"")
            .hint("or take one of the catalogue: pasteup make --slogan january-19/remember")),
        (None, ids) => Ok(ids.iter().map(|id| Text::Catalogue(id.clone())).collect()),
    }
}

fn set(text: &str) -> Result<(String, String)> {
    text.split_once('=')
        .map(|(slot, words)| (slot.trim().to_owned(), words.to_owned()))
        .ok_or_else(|| {
            Diagnostic::error(format!("`--set {text}` does not say which slot"))
                .hint("write `--set note=\"19 January\"`")
        })
}

/// The format that a file name asks for by its ending.
fn format_of_output(args: &MakeArgs) -> Option<Format> {
    args.output.extension()?.to_str()?.parse().ok()
}

/// Where each file goes: into the folder, or, when it is just one, to the name that was given.
fn targets(args: &MakeArgs, planned: Vec<Planned>) -> Result<Vec<(PathBuf, Planned)>> {
    let Some(format) = format_of_output(args).filter(|_| !args.output.is_dir()) else {
        let folder = &args.output;
        return Ok(planned
            .into_iter()
            .map(|file| (folder.join(file.file_name()), file))
            .collect());
    };
    if planned.len() > 1 {
        return Err(Diagnostic::error(format!(
            "{} files cannot all be written to `{}`",
            planned.len(),
            args.output.display()
        ))
        .hint("name a folder with `--output`, or ask for one size, layout, language and format"));
    }
    if planned[0].format != format {
        return Err(Diagnostic::error(format!(
            "`{}` ends like {format}, but the format asked for is {}",
            args.output.display(),
            planned[0].format
        ))
        .hint("leave out `--format`, or change the ending"));
    }
    Ok(planned
        .into_iter()
        .map(|file| (args.output.clone(), file))
        .collect())
}
