//! Every combination of what a job lists, each resolved when it is asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Exclude, Format, Job, Pattern, Planned, Poster, Shelf, Text, Words, name, sizes};
use crate::color::{Palette, Swatch};
use crate::diag::{Diagnostic, Result, did_you_mean};
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
    palettes: Vec<Palette>,
    formats: Vec<Format>,
    set: BTreeMap<String, String>,
    exclude: Vec<Exclude>,
    pattern: Option<Pattern>,
    landscape: bool,
    dpi: Dpi,
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
            .map(|text| in_languages(text, &job.langs, shelf))
            .collect::<Result<Vec<_>>>()?
            .concat();
        check_slots(job, &layouts)?;
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
            exclude: job.exclude.clone(),
            pattern: job.name.clone(),
            landscape: job.landscape,
            dpi: job.dpi.unwrap_or(Dpi(150.0)),
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
        palette: &Palette,
    ) -> Poster {
        let sheet = sheet.unwrap_or(layout.main().drawn);
        let (artboard, board) = layout.board(sheet);
        let lang = text
            .words
            .as_ref()
            .map_or(Lang::UNKNOWN, |words| words.lang.clone());
        let mut words: BTreeMap<String, Words> = BTreeMap::new();
        if let Some(slogan) = &text.words {
            words.insert("slogan".to_owned(), slogan.clone());
        }
        for (slot, text) in &self.set {
            words.insert(
                slot.clone(),
                Words {
                    text: text.clone(),
                    lang: lang.clone(),
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
            palette: palette.clone(),
            title,
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
            parts.push(poster.lang.to_string());
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

/// A text in one language, with the name that its files take.
#[derive(Clone, Debug)]
struct InLanguage {
    words: Option<Words>,
    /// The slogan's name in the catalogue, if it comes from there.
    id: Option<String>,
    slug: String,
    draft: bool,
}

fn in_languages(text: &Text, langs: &[Lang], shelf: &Shelf) -> Result<Vec<InLanguage>> {
    // A text without a language is in its own; a slogan of the catalogue, in English.
    let or = |own: &dyn Fn() -> Lang| match langs {
        [] => vec![own()],
        langs => langs.to_vec(),
    };
    match text {
        Text::None => Ok(vec![InLanguage {
            words: None,
            id: None,
            slug: String::new(),
            draft: false,
        }]),
        Text::Typed(typed) => Ok(or(&|| shelf.guess(typed))
            .iter()
            .map(|lang| in_language(typed, lang, None, false))
            .collect()),
        Text::Catalogue(id) => or(&|| "en".parse().unwrap_or(Lang::UNKNOWN))
            .iter()
            .map(|lang| {
                let found = shelf.slogan(id, lang)?;
                let id = Some(id.clone());
                Ok(in_language(&found.text, &found.lang, id, found.draft))
            })
            .collect(),
    }
}

fn in_language(text: &str, lang: &Lang, id: Option<String>, draft: bool) -> InLanguage {
    InLanguage {
        words: Some(Words {
            text: text.to_owned(),
            lang: lang.clone(),
        }),
        id,
        slug: name::slug(text),
        draft,
    }
}

fn asked_size(text: &str, lying: bool) -> Result<Option<SheetSize>> {
    if text == "drawn" {
        return Ok(None);
    }
    let size = sizes::parse(text)?;
    Ok(Some(if lying { sizes::landscape(size) } else { size }))
}

fn chosen_palettes(job: &Job, shelf: &Shelf) -> Result<Vec<Palette>> {
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
                },
            );
        }
    }
    Ok(chosen)
}

/// Every `--set` names a slot that at least one of the layouts has.
fn check_slots(job: &Job, layouts: &[Arc<Layout>]) -> Result<()> {
    let known: Vec<&str> = layouts
        .iter()
        .flat_map(|layout| layout.slot_ids())
        .collect();
    for slot in job.set.keys() {
        if !known.contains(&slot.as_str()) {
            let error =
                Diagnostic::error(format!("no layout that was asked for has a slot `{slot}`"));
            return Err(match did_you_mean(slot, known.iter().copied()) {
                Some(suggestion) => error.hint(suggestion),
                None if known.is_empty() => error.hint("these layouts have no slots for text"),
                None => error.hint(format!("their slots are `{}`", known.join("`, `"))),
            });
        }
    }
    Ok(())
}

/// A slogan without its marks for emphasis and forced breaks.
fn one_line(text: &str) -> String {
    let plain = text.replace("\\n", " ").replace(['*', '\u{AD}'], "");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
