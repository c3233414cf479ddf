//! What `--shop` and the options beside it mean.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::args::PrintArgs;
use crate::compose;
use crate::diag::{Diagnostic, Notes, Place, Result, did_you_mean};
use crate::job::{Edges, Planned};
use crate::library::{self, Library};
use crate::output::pdf::{Colours, PdfOptions, PrintSpec, Profile, Standard};
use crate::preflight::{self, Color, Intent, Letters, Shop, Verdict, inspect};
use crate::render::Made;
use crate::units::{Dpi, Length, SheetSize};

/// The file of a library folder that adds shops.
const FILE: &str = "shops.toml";

/// How files are made for a press, and who judges them.
#[derive(Debug, Default)]
pub struct Press {
    /// The shop's name and rules.
    pub shop: Option<(String, Shop)>,
    /// What a guillotine needs.
    pub edges: Edges,
    /// Whether a proof is made, too.
    pub proof: bool,
    spec: PrintSpec,
}

impl Press {
    /// Understands the options.
    ///
    /// # Errors
    /// There is no such shop, the bleed is no length, or the profile cannot be used.
    pub fn new(args: &PrintArgs, library: &Library) -> Result<Self> {
        let bleed = args.bleed.as_deref().map(bleed).transpose()?;
        let Some(name) = &args.shop else {
            return Ok(Self {
                edges: Edges {
                    bleed: bleed.unwrap_or_default(),
                    safe: Length::ZERO,
                },
                proof: args.proof,
                spec: PrintSpec {
                    marks: args.marks.then_some(Shop::default().mark_offset),
                    date: date(),
                    ..PrintSpec::default()
                },
                ..Self::default()
            });
        };
        let mut shop = shop(name, library)?;
        // What the user asks for is what the shop is said to want.
        shop.bleed = bleed.unwrap_or(shop.bleed);
        shop.marks |= args.marks;
        let mut spec = spec(&shop, args.marks);
        if let Some(file) = &args.icc {
            let shown = file.display().to_string();
            let bytes = library::read_file(file).map_err(|error| {
                Diagnostic::error(format!("the profile `{shown}` cannot be read: {error}"))
            })?;
            spec.profile = Arc::new(Profile::read(&bytes, &shown)?);
        }
        Ok(Self {
            edges: Edges {
                bleed: shop.bleed,
                safe: shop.safe,
            },
            proof: args.proof,
            shop: Some((name.clone(), shop)),
            spec,
        })
    }

    /// Checks before any work that a shop can print what is asked for.
    ///
    /// # Errors
    /// A size in pixels, which has no size on paper.
    pub fn check(&self, planned: &Planned) -> Result<()> {
        match (&self.shop, planned.poster.sheet) {
            (Some((name, _)), SheetSize::Screen(_)) => Err(Diagnostic::error(format!(
                "`{}` is a size in pixels, which the print shop `{name}` cannot print",
                planned.poster.size
            ))
            .hint("ask for a size on paper, such as `--size a2`")),
            _ => Ok(()),
        }
    }

    /// The options for the PDF of a poster.
    pub fn options(&self, planned: &Planned) -> PdfOptions {
        let mut options = PdfOptions {
            print: self.spec.clone(),
            ..PdfOptions::default()
        };
        if let Some((_, shop)) = &self.shop {
            let size = planned.poster.sheet.to_size();
            let area_m2 = size.width.to_m() * size.height.to_m();
            if let Some(resolution) = shop.resolution_for(area_m2) {
                options.raster = Dpi(resolution.wanted_ppi / self.scale(planned));
            }
        }
        options
    }

    /// The specification for colours.
    pub fn spec(&self) -> &PrintSpec {
        &self.spec
    }

    /// Holds a finished PDF against the shop's rules. What is not as good as it could be is noted.
    ///
    /// # Errors
    /// The shop would send it back; the message names the rows that fail, and the line of the layout
    /// that draws what is wrong.
    pub fn judge(
        &self,
        bytes: &[u8],
        planned: &Planned,
        made: &Made,
        notes: &mut Notes,
    ) -> Result<()> {
        let Some((name, shop)) = &self.shop else {
            return Ok(());
        };
        let scale = self.scale(planned);
        let report = inspect(bytes, &shop.scaled(scale))?;
        let place = |row: &preflight::Row| {
            let part = row.at?.map(|mm| mm / scale);
            compose::place(&planned.poster, &made.settings, part)
        };
        for row in report.of("resolution") {
            if row.verdict == Verdict::Note {
                notes.push(placed(Diagnostic::note(&row.message), place(row)));
            }
        }
        let failing: Vec<&preflight::Row> = report
            .rows
            .iter()
            .filter(|row| row.verdict == Verdict::Fail)
            .collect();
        let Some(first) = failing.first() else {
            return Ok(());
        };
        let error = Diagnostic::error(format!(
            "the print shop `{name}` would send this file back: {}: {}",
            first.title, first.message
        ));
        let mut error = placed(error, place(first));
        if let (Some(_), Some(fix)) = (&error.place, &first.fix) {
            error = error.hint(fix);
        }
        for row in &failing[1..] {
            let at = place(row).map_or_else(String::new, |place| match place.line_column {
                Some((line, column)) => format!(" ({}:{line}:{column})", place.file),
                None => format!(" ({})", place.file),
            });
            error = error.hint(format!("and {}: {}{at}", row.title, row.message));
        }
        Err(error.hint("choose another layout or size, or another shop with `--shop`"))
    }

    fn scale(&self, planned: &Planned) -> f64 {
        let size = planned.poster.sheet.to_size();
        self.spec.scale(size, self.edges.bleed)
    }
}

fn placed(message: Diagnostic, place: Option<Place>) -> Diagnostic {
    match place {
        Some(place) => message.at(place),
        None => message,
    }
}

/// All shops: those that are built in, and those of the user, which win.
///
/// # Errors
/// The user's file is not what it should be.
pub fn shops(library: &Library) -> Result<BTreeMap<String, Shop>> {
    let mut shops = Shop::built_in();
    let own = library
        .read(FILE)
        .map_err(|error| Diagnostic::error(format!("`{FILE}` cannot be read: {error}")))?;
    if let Some(bytes) = own {
        shops.extend(Shop::parse(&String::from_utf8_lossy(&bytes), FILE)?);
    }
    Ok(shops)
}

/// A shop by name.
///
/// # Errors
/// There is none of that name.
pub fn shop(name: &str, library: &Library) -> Result<Shop> {
    let mut shops = shops(library)?;
    if let Some(shop) = shops.remove(name) {
        return Ok(shop);
    }
    let names = shops.keys().map(String::as_str);
    let error = Diagnostic::error(format!("there is no print shop `{name}`"));
    Err(match did_you_mean(name, names.clone()) {
        Some(suggestion) => error.hint(suggestion),
        None => error.hint(format!(
            "the shops are `{}`",
            names.collect::<Vec<_>>().join("`, `")
        )),
    })
}

fn spec(shop: &Shop, marks: bool) -> PrintSpec {
    let inks = shop.intent == Intent::Cmyk || !shop.colors.contains(&Color::TaggedRgb);
    PrintSpec {
        standard: match shop.standard {
            preflight::Standard::X4 => Standard::X4,
            preflight::Standard::X1a => Standard::X1a,
            preflight::Standard::None => Standard::Plain,
        },
        colours: if inks { Colours::Inks } else { Colours::Tagged },
        pictures_in_inks: !shop.colors.contains(&Color::TaggedRgb),
        spots: shop.colors.contains(&Color::Spot),
        ink_limit: shop.ink_limit_percent / 100.0,
        marks: marks.then_some(shop.mark_offset),
        text: shop.fonts == Letters::Either,
        overprint_below: shop.rich_black_from,
        date: date(),
        ..PrintSpec::default()
    }
}

fn bleed(text: &str) -> Result<Length> {
    if text.trim_end_matches(char::is_alphabetic).trim().parse() == Ok(0.0) {
        return Ok(Length::ZERO);
    }
    let bleed: Length = text.parse().map_err(|error| {
        Diagnostic::error(format!("`--bleed`: {error}")).hint("for example `3mm`")
    })?;
    if bleed > MOST_BLEED {
        return Err(Diagnostic::error(format!(
            "a bleed of {} mm is more than {} mm",
            bleed.to_mm(),
            MOST_BLEED.to_mm()
        ))
        .hint("most shops want 3 mm, banners 10 mm"));
    }
    Ok(bleed)
}

/// More than any hem takes.
const MOST_BLEED: Length = Length::mm(100.0);

/// Files state a date; it is the same for all, unless the build environment fixes another
/// (reproducible-builds.org).
fn date() -> u64 {
    std::env::var("SOURCE_DATE_EPOCH")
        .ok()
        .and_then(|seconds| seconds.parse().ok())
        .unwrap_or(PrintSpec::default().date)
}

/// Where the proof of a file goes: beside it.
pub fn proof_path(target: &std::path::Path) -> PathBuf {
    let stem = target.file_stem().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!("{stem}-proof.png"))
}
