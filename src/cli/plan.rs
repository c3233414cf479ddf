//! The command line as understood.

use std::path::PathBuf;

use super::args::MakeArgs;
use super::home::Home;
use super::press::Press;
use super::slots;
use crate::diag::{Diagnostic, Result, did_you_mean};
use crate::job::{Format, FormatError, Job, Langs, Planned, Text, color, expand};
use crate::lang::{Lang, LangError};
use crate::library::Library;
use crate::slogans::{language_name, nearest_language};
use crate::units::{Dpi, Length};

/// What a `make` means: files, where they go, and what is asked of them.
#[derive(Debug)]
pub struct Plan {
    /// The files to make, with their full paths, no two alike.
    pub files: Vec<(PathBuf, Planned)>,
    /// From how far the slogan must be readable.
    pub readable_at: Option<Length>,
    /// Whether to print a JSON object a file.
    pub json: bool,
    /// How files are made for a press.
    pub press: Press,
    /// How files are made for a printer at home.
    pub home: Home,
}

impl Plan {
    /// Understands the arguments of `make`.
    ///
    /// # Errors
    /// A name, a number or a colour that is not known; several files for one file name.
    pub fn new(args: &MakeArgs, library: &Library) -> Result<Self> {
        let mut job = job(args)?;
        if let [only] = args.format.as_slice() {
            job.formats = vec![format(only)?];
        } else if args.format.is_empty()
            && let Some(format) = format_of_output(args)
        {
            job.formats = vec![format];
        }
        let press = Press::new(&args.print, library)?;
        job.edges = press.edges;
        let home = Home::new(&args.home)?;
        home.resize(&mut job)?;
        let mut planned = expand(&job, library)?;
        for file in &mut planned {
            press.check(file)?;
            home.check(file)?;
            home.name(file);
        }
        Ok(Self {
            files: targets(args, planned)?,
            readable_at: args
                .readable_at
                .as_deref()
                .map(str::parse::<Length>)
                .transpose()
                .map_err(|error| {
                    Diagnostic::error(format!("`--readable-at`: {error}")).hint("for example `20m`")
                })?,
            json: args.json,
            press,
            home,
        })
    }
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
            .map(|text| format(text))
            .collect::<Result<_>>()?,
        dpi: args.dpi.map(dpi).transpose()?,
        langs: args
            .lang
            .iter()
            .map(|tags| langs(tags))
            .collect::<Result<_>>()?,
        palettes: args.palette.clone(),
        colors: args
            .color
            .iter()
            .map(|text| color(text))
            .collect::<Result<_>>()?,
        set: args
            .set
            .iter()
            .map(|text| set(text))
            .collect::<Result<_>>()?,
        pictures: slots::pictures(&args.image)?,
        focus: slots::focus(&args.focus)?,
        codes: slots::codes(&args.qr)?,
        ink_saver: args.home.ink_saver,
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

/// Reads language tags that share a poster: `ar`, or `ar+en`.
fn langs(tags: &str) -> Result<Langs> {
    let mut tags = tags.split('+').map(lang);
    Ok(Langs {
        first: tags.next().unwrap_or_else(|| lang(""))?,
        others: tags.collect::<Result<_>>()?,
    })
}

/// Reads a language tag.
///
/// # Errors
/// It is not a tag, or of no language that is known.
pub fn lang(tag: &str) -> Result<Lang> {
    tag.parse().map_err(|error: LangError| {
        let message = Diagnostic::error(error.to_string());
        match nearest_language(&error) {
            Some(near) => {
                let name = language_name(near);
                message.hint(format!("did you mean `{near}`, {name}?"))
            }
            None => message.hint("use a tag of BCP 47, such as `fr`, `pt-BR` or `sr-Latn`"),
        }
    })
}

fn format(text: &str) -> Result<Format> {
    text.parse().map_err(|error: FormatError| {
        let names = Format::ALL.map(Format::extension);
        let message = Diagnostic::error(error.to_string());
        match did_you_mean(text, names) {
            Some(suggestion) => message.hint(suggestion),
            None => message.hint(format!("the formats are `{}`", names.join("`, `"))),
        }
    })
}

fn dpi(number: f64) -> Result<Dpi> {
    if (10.0..=2400.0).contains(&number) {
        Ok(Dpi(number))
    } else {
        Err(
            Diagnostic::error(format!("`--dpi {number}` is not between 10 and 2400"))
                .hint("300 prints well up to A3, 150 from A2 up"),
        )
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
