//! Every combination of what a job lists, each resolved when it is asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::words::{self, InLanguage};
use super::{
    Edges, Exclude, Format, InkSaver, Job, Langs, Pattern, Planned, Poster, Shelf, Words, economy,
    name, sizes, slots,
};
use crate::color::{Palette, Swatch};
use crate::diag::{Diagnostic, Result};
use crate::lang::Lang;
use crate::layout::Layout;
use crate::units::{Dpi, SheetSize};

/// A job with everything that it names looked up.
///
/// The posters are numbered, layouts slowest, then texts and languages, sizes, and palettes; one
/// takes a few kilobytes and is made only when it is asked for, so a job of a hundred thousand
/// takes no more memory than its lists.
#[derive(Debug)]
pub struct Matrix {
    layouts: Vec<Arc<Layout>>,
    texts: Vec<InLanguage>,
    sizes: Vec<(String, Option<SheetSize>)>,
    palettes: Vec<(Palette, Arc<[Swatch]>)>,
    formats: Vec<Format>,
    set: BTreeMap<String, String>,
    /// The language of posters without words of their own.
    first: Option<Lang>,
    edges: Edges,
    exclude: Vec<Exclude>,
    pattern: Option<Pattern>,
    landscape: bool,
    dpi: Dpi,
    /// What the job says of pictures, codes and ink.
    job: Job,
}

impl Matrix {
    /// Looks up everything that a job names.
    ///
    /// # Errors
    /// A name that is not known: nothing is made of a job that is half understood.
    pub fn new(job: &Job, shelf: &Shelf) -> Result<Self> {
        let layouts = job
            .layouts
            .iter()
            .map(|name| shelf.layout(name))
            .collect::<Result<Vec<_>>>()?;
        let sizes = job
            .sizes
            .iter()
            .map(|text| Ok((text.clone(), asked_size(text, job.landscape)?)))
            .collect::<Result<Vec<_>>>()?;
        let texts = job
            .texts
            .iter()
            .map(|text| words::in_languages(text, &job.langs, shelf))
            .collect::<Result<Vec<_>>>()?
            .concat();
        slots::check(job, &layouts)?;
        check_languages(&texts, &layouts)?;
        if let Some(pattern) = &job.name {
            pattern.check(layouts.iter().flat_map(|layout| layout.slot_ids()))?;
        }
        Ok(Self {
            palettes: chosen_palettes(job, shelf)?,
            layouts,
            texts,
            sizes,
            formats: job.formats.clone(),
            set: job.set.clone(),
            first: job.langs.first().map(|langs| langs.first.clone()),
            edges: job.edges,
            exclude: job.exclude.clone(),
            pattern: job.name.clone(),
            landscape: job.landscape,
            dpi: job.dpi.unwrap_or(Dpi(150.0)),
            job: job.clone(),
        })
    }

    /// How many posters there are, those that are excluded included.
    pub fn len(&self) -> usize {
        self.layouts.len() * self.texts.len() * self.sizes.len() * self.palettes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The files of one poster, one a format; none if it is excluded.
    pub fn files(&self, at: usize) -> Vec<Planned> {
        let (rest, palette) = split(at, self.palettes.len());
        let (rest, size) = split(rest, self.sizes.len());
        let (layout, text) = split(rest, self.texts.len());
        let (layout, text) = (&self.layouts[layout], &self.texts[text]);
        let poster = self.poster(layout, text, &self.sizes[size], &self.palettes[palette]);
        let mut formats = if self.formats.is_empty() {
            vec![match poster.sheet {
                SheetSize::Screen(_) => Format::Png,
                SheetSize::Paper(_) => Format::Pdf,
            }]
        } else {
            self.formats.clone()
        };
        formats.retain(|format| {
            let excluded = |entry: &Exclude| entry.matches(&poster, text.id.as_deref(), *format);
            !self.exclude.iter().any(excluded)
        });
        let poster = Arc::new(poster);
        formats
            .into_iter()
            .map(|format| Planned {
                stem: self.stem(&poster, text, format),
                poster: Arc::clone(&poster),
                format,
                dpi: self.dpi,
            })
            .collect()
    }

    fn poster(
        &self,
        layout: &Arc<Layout>,
        text: &InLanguage,
        (size, sheet): &(String, Option<SheetSize>),
        (palette, swatches): &(Palette, Arc<[Swatch]>),
    ) -> Poster {
        let sheet = sheet.unwrap_or(layout.main().drawn);
        let (artboard, board) = layout.board(sheet);
        let edges = match sheet {
            SheetSize::Paper(_) => self.edges,
            SheetSize::Screen(_) => Edges::default(),
        };
        let units = board.view.width / sheet.to_size().width.to_mm();
        let board = board.with_bleed(&layout.artboards[artboard], edges.bleed.to_mm() * units);
        let lang = text
            .words
            .as_ref()
            .map_or(Lang::UNKNOWN, |words| words.lang.clone());
        let lang = match (&self.first, &text.words) {
            (Some(first), None) => first.clone(),
            _ => lang,
        };
        let mut words: BTreeMap<String, Words> = BTreeMap::new();
        if let Some(slogan) = &text.words {
            words.insert("slogan".to_owned(), slogan.clone());
        }
        for (other, (lang, found)) in text.others.iter().enumerate() {
            if let Some(found) = found {
                words.insert(
                    words::slot_of(other),
                    Words {
                        text: found.clone(),
                        lang: lang.clone(),
                    },
                );
            }
        }
        for (slot, set) in &self.set {
            let other = (0..text.others.len()).find(|other| words::slot_of(*other) == *slot);
            let lang = other.map_or(&lang, |other| &text.others[other].0);
            words.insert(
                slot.clone(),
                Words {
                    text: set.clone(),
                    lang: if words::speaks(lang, set) {
                        lang.clone()
                    } else {
                        words::guess_by_script(set)
                    },
                },
            );
        }
        let title = words
            .get("slogan")
            .map_or_else(|| layout.name.clone(), |words| one_line(&words.text));
        Poster {
            artboard,
            layout: Arc::clone(layout),
            board,
            size: size.clone(),
            sheet,
            lang,
            words,
            pictures: slots::pictures(&self.job, layout),
            codes: slots::codes(&self.job, layout),
            palette: economy::spare(&self.job, palette, &layout.artboards[artboard]),
            caps: BTreeMap::new(),
            swatches: Arc::clone(swatches),
            edges,
            title,
            outlined: self.job.ink_saver == Some(InkSaver::Outline),
            stock: self.job.stock,
            draft: text.draft,
        }
    }

    /// The name of a file without its ending: by the pattern, or of everything that tells it from
    /// its neighbours.
    fn stem(&self, poster: &Poster, text: &InLanguage, format: Format) -> String {
        let turned = self.landscape && poster.size != "drawn";
        let size = name::size(&poster.size, turned);
        if let Some(pattern) = &self.pattern {
            return pattern.fill(poster, text.id.as_deref(), &size, format);
        }
        let mut parts = Vec::new();
        if !text.slug.is_empty() {
            parts.push(text.slug.clone());
        }
        parts.push(name::slug(&poster.layout.name));
        if !poster.lang.is_unknown() {
            let langs = Langs {
                first: poster.lang.clone(),
                others: text.others.iter().map(|(lang, _)| lang.clone()).collect(),
            };
            parts.push(langs.to_string());
        }
        parts.push(size);
        if !poster.palette.name.is_empty() {
            parts.push(poster.palette.name.clone());
        }
        parts.join("-")
    }
}

const fn split(at: usize, length: usize) -> (usize, usize) {
    (at / length, at % length)
}

fn asked_size(text: &str, lying: bool) -> Result<Option<SheetSize>> {
    if text == "drawn" {
        return Ok(None);
    }
    let size = sizes::parse(text)?;
    Ok(Some(if lying { sizes::landscape(size) } else { size }))
}

/// The colours of a palette, then those of all others; of two alike the first counts. Only those of
/// the palette that was asked for may be inks of their own: each costs a plate.
fn swatches(palette: &Palette, known: &BTreeMap<String, Palette>) -> Arc<[Swatch]> {
    let own = palette.roles.values().cloned();
    let others = known.values().flat_map(|palette| palette.roles.values());
    let others = others.map(|swatch| Swatch {
        spot: None,
        ..swatch.clone()
    });
    own.chain(others).collect()
}

fn chosen_palettes(job: &Job, shelf: &Shelf) -> Result<Vec<(Palette, Arc<[Swatch]>)>> {
    let known = shelf.palettes()?;
    let mut chosen = job
        .palettes
        .iter()
        .map(|name| match name.as_str() {
            // The name by which `--json` calls the layout's own colours.
            "own" => Ok(Palette::default()),
            name => shelf.palette(name),
        })
        .collect::<Result<Vec<_>>>()?;
    if chosen.is_empty() {
        chosen.push(Palette::default());
    }
    for palette in &mut chosen {
        for (role, rgb) in &job.colors {
            palette.roles.insert(
                *role,
                Swatch {
                    rgb: *rgb,
                    cmyk: None,
                    spot: None,
                },
            );
        }
    }
    let with_swatches = |palette| (Palette::clone(&palette), swatches(&palette, known));
    Ok(chosen.into_iter().map(with_swatches).collect())
}

/// Every layout has a slot for each language that was asked for.
fn check_languages(texts: &[InLanguage], layouts: &[Arc<Layout>]) -> Result<()> {
    let most = texts.iter().map(|text| text.others.len()).max();
    for layout in layouts {
        for slot in (0..most.unwrap_or(0)).map(words::slot_of) {
            if !layout.slot_ids().contains(&slot.as_str()) {
                return Err(Diagnostic::error(format!(
                    "layout `{}` has no slot `{slot}` for a further language",
                    layout.name
                ))
                .hint("take the layout `bilingual`, or name one language: `--lang ar,en` makes a poster in each"));
            }
        }
    }
    Ok(())
}

/// A slogan without its marks for emphasis and forced breaks.
fn one_line(text: &str) -> String {
    let plain = text.replace("\\n", " ").replace(['*', '\u{AD}'], "");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
