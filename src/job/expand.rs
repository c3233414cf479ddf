//! From what was asked to posters: every combination, everything looked up.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Edges, Format, Job, Langs, Planned, Poster, Text, Words, name, sizes, slots};
use crate::color::{Palette, Rgb, Role, Swatch};
use crate::diag::{Diagnostic, Result, did_you_mean};
use crate::lang::{Direction, Lang, Script};
use crate::layout::{Artboard, Layout, palettes};
use crate::library::Library;
use crate::slogans::{Campaign, Found};
use crate::units::{Dpi, SheetSize};

/// Resolves a job into the files it asks for, in the order layouts, languages, sizes, palettes,
/// formats.
///
/// # Errors
/// A name in the job that is not known: nothing is made of a job that is half understood.
pub fn expand(job: &Job, library: &Library) -> Result<Vec<Planned>> {
    let layouts = job
        .layouts
        .iter()
        .map(|name| open(library, name).map(Arc::new))
        .collect::<Result<Vec<_>>>()?;
    let known = palettes(library)?;
    let palettes = chosen_palettes(job, &known)?;
    let sizes = job
        .sizes
        .iter()
        .map(|text| Ok((text.clone(), asked_size(text, job.landscape)?)))
        .collect::<Result<Vec<_>>>()?;
    let texts = job
        .texts
        .iter()
        .map(|text| in_languages(text, &job.langs, library))
        .collect::<Result<Vec<_>>>()?
        .concat();
    slots::check(job, &layouts)?;
    check_languages(&texts, &layouts)?;

    let mut planned = Vec::new();
    for layout in &layouts {
        for text in &texts {
            for (size, sheet) in &sizes {
                for palette in &palettes {
                    let mut poster = poster(job, layout, text, size, *sheet, palette);
                    poster.swatches = swatches(palette, &known);
                    planned.extend(files(job, poster, text));
                }
            }
        }
    }
    if let Some(name) = clash(&planned) {
        return Err(
            Diagnostic::error(format!("two posters would have the same name, `{name}`"))
                .hint("leave out what is asked for twice"),
        );
    }
    Ok(planned)
}

fn clash(planned: &[Planned]) -> Option<String> {
    let mut seen = std::collections::BTreeSet::new();
    planned
        .iter()
        .map(Planned::file_name)
        .find(|name| !seen.insert(name.to_lowercase()))
}

/// Opens a layout by name, or from an SVG file.
///
/// # Errors
/// There is no such layout, or its file cannot be used.
pub fn open(library: &Library, name: &str) -> Result<Layout> {
    if name.to_lowercase().ends_with(".svg") {
        Layout::open(std::path::Path::new(name))
    } else {
        Layout::load(library, name)
    }
}

/// A text in the languages of one poster, with the name that its files take.
#[derive(Clone)]
struct InLanguage {
    words: Option<Words>,
    /// What goes into `slogan-2`, `slogan-3`, … `None` where the words have to be set by hand.
    others: Vec<(Lang, Option<String>)>,
    slug: String,
    draft: bool,
}

fn in_languages(text: &Text, langs: &[Langs], library: &Library) -> Result<Vec<InLanguage>> {
    let usual: Langs = match text {
        Text::None => Lang::UNKNOWN.into(),
        Text::Typed(typed) => guess(typed, library).into(),
        Text::Catalogue(_) => "en".parse::<Lang>().unwrap_or(Lang::UNKNOWN).into(),
    };
    let usual = [usual];
    let langs = match text {
        _ if langs.is_empty() => &usual[..],
        Text::None => &langs[..1],
        _ => langs,
    };
    langs
        .iter()
        .map(|langs| in_language(text, langs, library))
        .collect()
}

fn in_language(text: &Text, langs: &Langs, library: &Library) -> Result<InLanguage> {
    let unset = || {
        langs
            .others
            .iter()
            .map(|lang| (lang.clone(), None))
            .collect()
    };
    let words = |text: &str, lang: &Lang| Words {
        text: text.to_owned(),
        lang: lang.clone(),
    };
    match text {
        Text::None => Ok(InLanguage {
            words: None,
            others: unset(),
            slug: String::new(),
            draft: false,
        }),
        Text::Typed(typed) => Ok(InLanguage {
            words: Some(words(typed, &langs.first)),
            others: unset(),
            slug: name::slug(typed),
            draft: false,
        }),
        Text::Catalogue(id) => {
            let Found { text, lang, draft } = Campaign::find(library, id, &langs.first)?;
            let others: Vec<Found> = langs
                .others
                .iter()
                .map(|lang| Campaign::find(library, id, lang))
                .collect::<Result<_>>()?;
            Ok(InLanguage {
                slug: name::slug(&text),
                words: Some(words(&text, &lang)),
                draft: draft || others.iter().any(|found| found.draft),
                others: others
                    .into_iter()
                    .map(|found| (found.lang, Some(found.text)))
                    .collect(),
            })
        }
    }
}

/// The slot of the second and further languages: `slogan-2`, …
fn slot_of(other: usize) -> String {
    format!("slogan-{}", other + 2)
}

/// Whether a text may be in a language: it has letters of its script, or none at all. A date in
/// Latin letters on an Arabic poster is not Arabic, and does not run from right to left.
fn speaks(lang: &Lang, text: &str) -> bool {
    let Some(direction) = lang.direction() else {
        return true;
    };
    let mut strong = text.chars().filter(|c| c.is_alphabetic()).peekable();
    strong.peek().is_none() || strong.any(|c| direction_of(c) == direction)
}

/// Which way a letter runs: the blocks from Hebrew to Arabic Extended-A, their presentation forms,
/// and the right-to-left part of the supplementary plane.
fn direction_of(c: char) -> Direction {
    match c {
        '\u{590}'..='\u{8FF}'
        | '\u{FB1D}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFF}'
        | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}' => Direction::RightToLeft,
        _ => Direction::LeftToRight,
    }
}

/// The language of a text that was typed without one: that of the catalogue if the slogan is in
/// it, else that of a script which only one language is commonly written in. Never the machine's.
pub fn guess(text: &str, library: &Library) -> Lang {
    Campaign::language_of(library, text).unwrap_or_else(|| guess_by_script(text))
}

fn guess_by_script(text: &str) -> Lang {
    let scripts = text.chars().map(Script::of_single_language);
    let is_han = |c: char| matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}');
    // Ideographs without kana or Hangul beside them are Chinese.
    let han = text.contains(is_han).then_some("zh");
    let tag = scripts.flatten().next().or(han).unwrap_or("und");
    tag.parse().unwrap_or(Lang::UNKNOWN)
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

fn chosen_palettes(job: &Job, known: &BTreeMap<String, Palette>) -> Result<Vec<Palette>> {
    let mut chosen = job
        .palettes
        .iter()
        .map(|name| {
            known.get(name).cloned().ok_or_else(|| {
                let error = Diagnostic::error(format!("there is no palette `{name}`"));
                let names = known.keys().map(String::as_str);
                match did_you_mean(name, names.clone()) {
                    Some(suggestion) => error.hint(suggestion),
                    None => error.hint(format!(
                        "the palettes are {}",
                        names
                            .map(|n| format!("`{n}`"))
                            .collect::<Vec<_>>()
                            .join(", ")
                    )),
                }
            })
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
    Ok(chosen)
}

/// Reads `ROLE=#rrggbb`.
///
/// # Errors
/// There is no such role, or the colour cannot be read.
pub fn color(text: &str) -> Result<(Role, Rgb)> {
    let roles = Role::ALL.map(Role::class);
    let Some((role, value)) = text.split_once('=') else {
        return Err(
            Diagnostic::error(format!("`{text}` does not say which colour of what"))
                .hint("write `--color ink=#d4001a`"),
        );
    };
    let role = Role::from_class(role.trim()).ok_or_else(|| {
        let error = Diagnostic::error(format!("there is no colour role `{role}`"));
        match did_you_mean(role, roles) {
            Some(suggestion) => error.hint(suggestion),
            None => error.hint(format!("the roles are `{}`", roles.join("`, `"))),
        }
    })?;
    let rgb = value
        .trim()
        .parse()
        .map_err(|error: crate::color::ColorError| Diagnostic::error(error.to_string()))?;
    Ok((role, rgb))
}

/// Every layout has a slot for each language that was asked for.
fn check_languages(texts: &[InLanguage], layouts: &[Arc<Layout>]) -> Result<()> {
    let most = texts.iter().map(|text| text.others.len()).max();
    for layout in layouts {
        for slot in (0..most.unwrap_or(0)).map(slot_of) {
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

fn poster(
    job: &Job,
    layout: &Arc<Layout>,
    text: &InLanguage,
    size: &str,
    sheet: Option<SheetSize>,
    palette: &Palette,
) -> Poster {
    let sheet = sheet.unwrap_or(layout.main().drawn);
    let (artboard, board) = layout.board(sheet);
    let edges = match sheet {
        SheetSize::Paper(_) => job.edges,
        SheetSize::Screen(_) => Edges::default(),
    };
    let units = board.view.width / sheet.to_size().width.to_mm();
    let board = board.with_bleed(&layout.artboards[artboard], edges.bleed.to_mm() * units);
    let lang = text
        .words
        .as_ref()
        .map_or(Lang::UNKNOWN, |words| words.lang.clone());
    let lang = match (job.langs.first(), &text.words) {
        (Some(langs), None) => langs.first.clone(),
        _ => lang,
    };
    let mut words: BTreeMap<String, Words> = BTreeMap::new();
    if let Some(slogan) = &text.words {
        words.insert("slogan".to_owned(), slogan.clone());
    }
    for (other, (lang, found)) in text.others.iter().enumerate() {
        if let Some(found) = found {
            words.insert(
                slot_of(other),
                Words {
                    text: found.clone(),
                    lang: lang.clone(),
                },
            );
        }
    }
    for (slot, set) in &job.set {
        let other = (0..text.others.len()).find(|other| slot_of(*other) == *slot);
        let lang = other.map_or(&lang, |other| &text.others[other].0);
        words.insert(
            slot.clone(),
            Words {
                text: set.clone(),
                lang: if speaks(lang, set) {
                    lang.clone()
                } else {
                    guess_by_script(set)
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
        size: size.to_owned(),
        sheet,
        lang,
        words,
        pictures: slots::pictures(job, layout),
        codes: slots::codes(job, layout),
        palette: if job.ink_saver {
            on_white(palette, &layout.artboards[artboard])
        } else {
            palette.clone()
        },
        caps: BTreeMap::new(),
        swatches: Arc::new([]),
        edges,
        title,
        draft: text.draft,
    }
}

/// A palette on white paper. What cannot be read on white takes the colour that the ground had, or
/// black.
fn on_white(palette: &Palette, board: &Artboard) -> Palette {
    const LEAST_CONTRAST: f64 = 4.5;
    let white = Rgb::new(255, 255, 255);
    let readable = |color: &Rgb| color.contrast(white) >= LEAST_CONTRAST;
    let ground = board.color(Role::Paper, palette).filter(readable);
    let mut saving = palette.clone();
    for role in Role::ALL {
        let own = board.color(role, palette);
        let rgb = match (role, own) {
            (Role::Paper, _) => white,
            (_, None) => continue,
            (_, Some(color)) if readable(&color) => color,
            _ => ground.unwrap_or(Rgb::new(0, 0, 0)),
        };
        if own != Some(rgb) {
            let swatch = Swatch {
                rgb,
                cmyk: None,
                spot: None,
            };
            saving.roles.insert(role, swatch);
        }
    }
    saving
}

/// A slogan without its marks for emphasis and forced breaks.
fn one_line(text: &str) -> String {
    let plain = text.replace("\\n", " ").replace(['*', '\u{AD}'], "");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The files of one poster, one a format.
fn files(job: &Job, poster: Poster, text: &InLanguage) -> Vec<Planned> {
    let formats = if job.formats.is_empty() {
        vec![match poster.sheet {
            SheetSize::Screen(_) => Format::Png,
            SheetSize::Paper(_) => Format::Pdf,
        }]
    } else {
        job.formats.clone()
    };
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
    let turned = job.landscape && poster.size != "drawn";
    parts.push(name::size(&poster.size, turned));
    if !poster.palette.name.is_empty() {
        parts.push(poster.palette.name.clone());
    }
    let stem = parts.join("-");
    let poster = Arc::new(poster);
    formats
        .into_iter()
        .map(|format| Planned {
            poster: Arc::clone(&poster),
            format,
            stem: stem.clone(),
            dpi: job.dpi.unwrap_or(Dpi(150.0)),
        })
        .collect()
}
