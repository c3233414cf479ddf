//! What `--tile`, `--nup` and the options beside them mean.

use serde::Serialize;

use super::args::{BannerArg, HomeArgs};
use super::row::{self, BannerJson};
use crate::banner;
use crate::diag::{Diagnostic, Notes, Result};
use crate::fonts::Fonts;
use crate::job::{Format, Job, Planned, Text, expand, sizes};
use crate::library::Library;
use crate::output::pdf::{self, PdfOptions, Tiled, Tiling};
use crate::render::{self, Made};
use crate::typeset::Divide;
use crate::units::{Length, SheetSize, Size};

/// How files are made for a printer at home.
#[derive(Debug, Default)]
pub struct Home {
    tiling: Option<Tiling>,
    sheets: Option<usize>,
    nup: Option<usize>,
    back: Option<String>,
    banner: Option<Divide>,
    /// Whether everything is printed in black.
    pub mono: bool,
}

/// What the pages of a file are.
#[derive(Debug)]
pub struct Pages {
    /// How many there are.
    pub count: usize,
    /// How a poster was split.
    pub tiles: Option<TilesJson>,
    /// How a slogan was divided among people.
    pub banner: Option<BannerJson>,
    /// How much of the paper is inked, in percent.
    pub ink_percent: Option<f64>,
}

impl Default for Pages {
    fn default() -> Self {
        Self {
            count: 1,
            tiles: None,
            banner: None,
            ink_percent: None,
        }
    }
}

/// How a poster was split, kept stable. Sheets run along rows from the top left of the poster as it
/// hangs.
#[derive(Clone, Debug, Serialize)]
pub struct TilesJson {
    sheet: String,
    rotated: bool,
    rows: usize,
    cols: usize,
    first_page: usize,
    sheets: usize,
    overlap_mm: f64,
    margin_mm: f64,
}

impl Home {
    /// Understands the options.
    ///
    /// # Errors
    /// A paper or a length that is not known.
    pub fn new(args: &HomeArgs) -> Result<Self> {
        if args.nup == Some(0) || args.sheets == Some(0) {
            return Err(Diagnostic::error("no copies and no sheets are no poster")
                .hint("give `--nup` and `--sheets` a number from 1 up"));
        }
        let banner = args.banner.map(|by| match by {
            BannerArg::Letters => Divide::Letters,
            BannerArg::Words => Divide::Words,
        });
        let paper = args.tile.as_deref().or(args.nup.is_some().then_some("a4"));
        let Some(name) = paper else {
            return Ok(Self {
                banner,
                mono: args.mono,
                ..Self::default()
            });
        };
        let SheetSize::Paper(size) = sizes::parse(name)? else {
            return Err(
                Diagnostic::error(format!("`{name}` is a size in pixels, not a paper"))
                    .hint("name what is in the printer: `--tile a4` or `--tile letter`"),
            );
        };
        let mut tiling = Tiling::new(&name.to_lowercase(), size);
        let read = |text: &Option<String>, option: &str, default: Length| match text.as_deref() {
            None => Ok(default),
            Some(text) => length(text, option),
        };
        tiling.margin = read(&args.margin, "--margin", tiling.margin)?;
        tiling.overlap = read(&args.overlap, "--overlap", tiling.overlap)?;
        tiling.ruler = read(&args.printed_ruler, "--printed-ruler", tiling.ruler)?;
        if !(80.0..=120.0).contains(&tiling.ruler.to_mm()) {
            return Err(Diagnostic::error(format!(
                "a ruler of 100 mm that is {} mm long is not from this printer",
                tiling.ruler.to_mm()
            ))
            .hint("measure the ruler on the first page, and write `--printed-ruler 97.2mm`"));
        }
        Ok(Self {
            tiling: Some(tiling),
            sheets: args.sheets,
            nup: args.nup,
            back: args.back.clone(),
            banner,
            mono: args.mono,
        })
    }

    /// Makes sizes as large as so many sheets allow.
    ///
    /// # Errors
    /// A size that is not known.
    pub fn resize(&self, job: &mut Job) -> Result<()> {
        let (Some(tiling), Some(sheets)) = (&self.tiling, self.sheets) else {
            return Ok(());
        };
        for text in &mut job.sizes {
            let size = sizes::parse(text)?;
            let size = if job.landscape {
                sizes::landscape(size)
            } else {
                size
            };
            let largest = tiling.largest(size.to_size(), sheets);
            *text = format!("{}x{}mm", largest.width.to_mm(), largest.height.to_mm());
        }
        Ok(())
    }

    /// Checks before any work that a file can be split.
    ///
    /// # Errors
    /// A size in pixels, which has no size on paper.
    pub fn check(&self, planned: &Planned) -> Result<()> {
        if self.banner.is_some() {
            return banner::check_paper(&planned.poster.size, planned.poster.sheet);
        }
        match (&self.tiling, planned.poster.sheet) {
            (Some(_), SheetSize::Screen(_)) => Err(Diagnostic::error(format!(
                "`{}` is a size in pixels, which has no size on paper",
                planned.poster.size
            ))
            .hint("say how large the poster is to hang: `--size a2 --tile a4`")),
            _ => Ok(()),
        }
    }

    /// The bytes of a file for a printer at home; `None` if it is an ordinary one.
    ///
    /// # Errors
    /// The poster does not fit, or its back cannot be made.
    pub fn bytes(
        &self,
        planned: &Planned,
        made: &Made,
        (library, fonts): (&Library, &Fonts),
        options: &PdfOptions,
        notes: &mut Notes,
    ) -> Result<Option<(Vec<u8>, Pages)>> {
        let Some(tiling) = &self.tiling else {
            return Ok(None);
        };
        if let Some(count) = self.nup {
            let back = self
                .back
                .as_deref()
                .map(|layout| back(layout, planned, library, fonts, notes))
                .transpose()?;
            let mut posters = vec![&made.artwork];
            posters.extend(back.as_ref().map(|back| &back.artwork));
            let pages = Pages {
                count: posters.len(),
                ..Pages::default()
            };
            let bytes = pdf::nup(&posters, count, tiling, options, notes)?;
            return Ok(Some((bytes, pages)));
        }
        let advice = render::advice(&planned.poster.lang, fonts)?;
        let (bytes, tiled) = pdf::tiles(&made.artwork, tiling, &advice, options, notes)?;
        if !tiled.blank.is_empty() {
            notes.push(left_out(&tiled));
        }
        Ok(Some((bytes, pages(&tiled, tiling))))
    }
}

impl Home {
    /// Names a file by what it is, where the same poster could be another.
    pub fn name(&self, planned: &mut Planned) {
        if let Some(by) = self.banner(planned) {
            planned.stem.push('-');
            planned.stem.push_str(row::name_of(by));
        }
    }

    /// What people carry, if this is a file for a row of them.
    pub fn banner(&self, planned: &Planned) -> Option<Divide> {
        self.banner.filter(|_| planned.format == Format::Pdf)
    }
}

fn left_out(tiled: &Tiled) -> Diagnostic {
    let names = tiled.blank.join("`, `");
    Diagnostic::note(match tiled.blank.len() {
        1 => format!("the sheet `{names}` is left out, because nothing is on it"),
        _ => format!("the sheets `{names}` are left out, because nothing is on them"),
    })
    .hint("put empty paper in their place, or leave the gap")
}

fn pages(tiled: &Tiled, tiling: &Tiling) -> Pages {
    Pages {
        banner: None,
        ink_percent: Some((tiled.inked * 1000.0).round() / 10.0),
        count: tiled.sheets + 1,
        tiles: Some(TilesJson {
            sheet: tiling.name.clone(),
            rotated: tiled.grid.rotated,
            rows: tiled.grid.rows,
            cols: tiled.grid.cols,
            first_page: 2,
            sheets: tiled.sheets,
            overlap_mm: tiling.overlap.to_mm(),
            margin_mm: tiling.margin.to_mm(),
        }),
    }
}

/// The poster's words in another layout.
fn back(
    layout: &str,
    planned: &Planned,
    library: &Library,
    fonts: &Fonts,
    notes: &mut Notes,
) -> Result<Made> {
    let poster = &planned.poster;
    let slogan = poster.words.get("slogan");
    let Size { width, height } = poster.sheet.to_size();
    let job = Job {
        texts: vec![slogan.map_or(Text::None, |words| Text::Typed(words.text.clone()))],
        layouts: vec![layout.to_owned()],
        sizes: vec![format!("{}x{}mm", width.to_mm(), height.to_mm())],
        langs: slogan
            .map(|words| words.lang.clone().into())
            .into_iter()
            .collect(),
        palettes: Some(poster.palette.name.clone())
            .filter(|name| !name.is_empty())
            .into_iter()
            .collect(),
        ..Job::default()
    };
    let files = expand(&job, library)?;
    let file = files
        .first()
        .ok_or_else(|| Diagnostic::error("there is nothing for the back"))?;
    render::artwork(&file.poster, fonts, notes)
}

fn length(text: &str, option: &str) -> Result<Length> {
    if text.trim_end_matches(char::is_alphabetic).trim().parse() == Ok(0.0) {
        return Ok(Length::ZERO);
    }
    text.parse().map_err(|error| {
        Diagnostic::error(format!("`{option}`: {error}")).hint("for example `5mm`")
    })
}
