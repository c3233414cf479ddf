//! Makes what the page asks for: values in, values out, no network in sight.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use super::asked::Asked;
use super::photos::Photos;
use super::{Options, answer};
use crate::color::Role;
use crate::diag::{Diagnostic, Notes, Result};
use crate::fonts::Fonts;
use crate::job::{Edges, Format, Matrix, Planned, Shelf, sizes};
use crate::lang;
use crate::layout::{FontFile, Layout, SlotContent};
use crate::legibility;
use crate::library::{self, Library, Stamp};
use crate::output;
use crate::render::{self, Made};
use crate::review::{self, Fill};
use crate::slogans::{Campaign, Standing};
use crate::units::{Dpi, SheetSize};

/// Longer side of a small picture, at [`SMALL_DPI`].
const SMALL_MM: f64 = 100.0;

/// Makes small pictures about 280 pixels long.
const SMALL_DPI: Dpi = Dpi(72.0);

/// When the watched drawing and what stands beside it were saved.
type Stamps = BTreeMap<OsString, Stamp>;

/// Font files of a layout, and the fonts with them.
type WithOwn = (Vec<FontFile>, Arc<Fonts>);

/// What the studio makes posters of.
pub struct Engine {
    library: Library,
    /// What was read of the library and of the watched drawing, and the state of that when it was.
    shelf: Mutex<(Stamps, Arc<Shelf>)>,
    fonts: Arc<Fonts>,
    /// The fonts for the last layout that brought its own.
    own: Mutex<Option<WithOwn>>,
    photos: Photos,
    options: Options,
}

/// A finished file.
pub struct File {
    /// Its name, as `make` would name it.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// Its kind.
    pub format: Format,
}

impl Engine {
    /// Reads the library's fonts.
    ///
    /// # Errors
    /// A font of the user is not one, or there is no file to watch.
    pub fn new(options: Options, library: Library) -> Result<Self> {
        if let Some(file) = &options.watch {
            // A drawing that cannot be used yet may be watched; one that is not there is a slip.
            library::read_file(file).map_err(|error| {
                Diagnostic::error(format!("`{}` cannot be watched: {error}", file.display()))
                    .hint("name the SVG file that you are drawing")
            })?;
        }
        let mut fonts = Fonts::new(&library)?;
        if options.system_fonts {
            fonts.add_system();
        }
        let shelf = Arc::new(Shelf::new(&library));
        Ok(Self {
            shelf: Mutex::new((Stamps::new(), shelf)),
            library,
            fonts: Arc::new(fonts),
            own: Mutex::default(),
            photos: Photos::default(),
            options,
        })
    }

    /// A preview: the filled drawing as SVG, and what is to be said of it.
    ///
    /// # Errors
    /// As [`render::artwork`].
    pub fn preview(&self, asked: &Asked) -> Result<Value> {
        let planned = self.plan(asked, Format::Svg, self.edges(asked)?)?;
        let mut notes = Notes::default();
        let made = self.make(&planned, &mut notes)?;
        Ok(answer::preview(&planned, &made, &notes))
    }

    /// A small picture in the shape that is asked for, as PNG.
    ///
    /// # Errors
    /// As [`render::artwork`].
    pub fn small(&self, asked: Asked) -> Result<Vec<u8>> {
        let mut asked = Asked {
            size: small_size(&asked)?,
            landscape: false,
            ..asked
        };
        // Words of the layout that was chosen before are no fault of this one.
        if self.watched().as_ref() != Some(&asked.layout) {
            let layout = self.shelf().layout(&asked.layout)?;
            let has = |ids: &[&str], slot: &String| ids.contains(&slot.as_str());
            asked.set.retain(|slot, _| has(&layout.slot_ids(), slot));
            asked
                .images
                .retain(|slot, _| has(&layout.picture_ids(), slot));
            asked.codes.retain(|slot, _| has(&layout.code_ids(), slot));
        }
        let planned = self.plan(&asked, Format::Png, Edges::default())?;
        // Every layout has a picture to be chosen by, before its own slots are filled.
        let poster = review::with_samples(&planned.poster, Fill::Needed);
        let fonts = self.fonts_for(&poster.layout)?;
        let mut notes = Notes::default();
        let made = render::artwork(&poster, &fonts, &mut notes)?;
        output::bytes(&made.artwork, Format::Png, SMALL_DPI, &mut notes)
    }

    /// A finished file, with the bytes that `make` would write.
    ///
    /// # Errors
    /// As [`render::artwork`] and [`output::bytes`], and what a print shop would refuse.
    pub fn file(&self, asked: &Asked) -> Result<File> {
        let finish = self.finish(asked)?;
        let format = match finish {
            Some(finish) => finish.format,
            None => asked
                .format
                .parse()
                .map_err(|error: crate::job::FormatError| Diagnostic::error(error.to_string()))?,
        };
        let planned = self.plan(asked, format, self.edges(asked)?)?;
        let mut notes = Notes::default();
        let made = self.make(&planned, &mut notes)?;
        let bytes = match finish {
            Some(finish) => {
                let fonts = self.fonts_for(&planned.poster.layout)?;
                (finish.finisher)(&planned, &made, &fonts, &mut notes)?
            }
            None => output::bytes(&made.artwork, format, planned.dpi, &mut notes)?,
        };
        Ok(File {
            name: planned.file_name(),
            bytes,
            format,
        })
    }

    /// Keeps a picture, and names it.
    ///
    /// # Errors
    /// It is empty.
    pub fn photo(&self, bytes: Vec<u8>) -> Result<Value> {
        Ok(json!({"photo": self.photos.keep(bytes)?}))
    }

    /// Everything that can be chosen.
    ///
    /// # Errors
    /// A file of the library cannot be used.
    pub fn choices(&self) -> Result<Value> {
        let shelf = self.shelf();
        let layouts = Layout::names(&self.library)
            .iter()
            .map(|name| Ok(described(&*shelf.layout(name)?)))
            .collect::<Result<Vec<_>>>()?;
        let finishes: Vec<&str> = self.options.finishes.iter().map(|f| f.name).collect();
        Ok(json!({
            "layouts": layouts,
            "palettes": self.palettes()?,
            "sizes": sizes::SIZES.iter().map(size).collect::<Vec<_>>(),
            "languages": lang::known().map(language).collect::<Vec<_>>(),
            "slogans": self.slogans()?,
            "finishes": finishes,
            "watched": self.watched(),
        }))
    }

    /// The layout that is watched: its slots as they stand now, and what its check says.
    ///
    /// # Errors
    /// The drawing cannot be used as it is.
    pub fn drawing(&self) -> Result<Value> {
        let Some(file) = &self.options.watch else {
            return Err(Diagnostic::error("no file is watched")
                .hint("start the studio with `--watch drawing.svg`"));
        };
        let layout = Layout::open(file)?;
        let mut fonts = Fonts::new(&self.library)?;
        if self.options.system_fonts {
            fonts.add_system();
        }
        let found = review::check(&file.display().to_string(), &self.library, &mut fonts)?;
        let mut told = described(&layout);
        told["name"] = json!(self.watched());
        told["found"] = found.iter().map(answer::message).collect();
        Ok(told)
    }

    fn watched(&self) -> Option<String> {
        let file = self.options.watch.as_ref()?;
        Some(file.display().to_string())
    }

    fn finish(&self, asked: &Asked) -> Result<Option<&super::Finish>> {
        if asked.finish.is_empty() {
            return Ok(None);
        }
        let mut known = self.options.finishes.iter();
        let found = known.find(|finish| finish.name == asked.finish);
        found.map(Some).ok_or_else(|| {
            Diagnostic::error(format!("there is no kind of file `{}`", asked.finish))
        })
    }

    fn edges(&self, asked: &Asked) -> Result<Edges> {
        let finish = self.finish(asked)?;
        Ok(finish.map_or_else(Edges::default, |finish| finish.edges))
    }

    fn plan(&self, asked: &Asked, format: Format, edges: Edges) -> Result<Planned> {
        // The page names layouts; of the files on the disk, it may name the one that is watched.
        let file = asked.layout.to_lowercase().ends_with(".svg");
        if file && self.watched().as_ref() != Some(&asked.layout) {
            return Err(
                Diagnostic::error(format!("the studio does not open `{}`", asked.layout))
                    .hint("start it with `--watch` and the name of the file"),
            );
        }
        let job = asked.job(format, edges, self.photos.of(&asked.images)?)?;
        let files = Matrix::new(&job, &self.shelf())?.files(0);
        let first = files.into_iter().next();
        first.ok_or_else(|| Diagnostic::error("nothing is asked for"))
    }

    /// What was read so far: layouts are not parsed again for each keystroke. After a save of the
    /// watched drawing, or of a picture or font beside it, all is read anew.
    fn shelf(&self) -> Arc<Shelf> {
        let mut kept = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = &self.options.watch {
            let now = library::stamps_beside(file);
            if now != kept.0 {
                *kept = (now, Arc::new(Shelf::new(&self.library)));
            }
        }
        Arc::clone(&kept.1)
    }

    fn make(&self, planned: &Planned, notes: &mut Notes) -> Result<Made> {
        let fonts = self.fonts_for(&planned.poster.layout)?;
        let made = render::artwork(&planned.poster, &fonts, notes)?;
        legibility::check_codes(&planned.poster, &made.settings, None, notes);
        Ok(made)
    }

    fn fonts_for(&self, layout: &Layout) -> Result<Arc<Fonts>> {
        if layout.fonts.is_empty() {
            return Ok(Arc::clone(&self.fonts));
        }
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((files, fonts)) = own.as_ref()
            && *files == layout.fonts
        {
            return Ok(Arc::clone(fonts));
        }
        let mut fonts = Fonts::new(&self.library)?;
        fonts.add(&layout.fonts)?;
        if self.options.system_fonts {
            fonts.add_system();
        }
        let fonts = Arc::new(fonts);
        *own = Some((layout.fonts.clone(), Arc::clone(&fonts)));
        Ok(fonts)
    }

    fn palettes(&self) -> Result<Vec<Value>> {
        let shelf = self.shelf();
        let shown = |(name, palette): (&String, &crate::color::Palette)| {
            let roles: serde_json::Map<String, Value> = Role::ALL
                .into_iter()
                .filter_map(|role| {
                    let swatch = palette.roles.get(&role)?;
                    Some((role.class().to_owned(), json!(swatch.rgb.to_string())))
                })
                .collect();
            json!({"name": name, "roles": roles})
        };
        Ok(shelf.palettes()?.iter().map(shown).collect())
    }

    fn slogans(&self) -> Result<Vec<Value>> {
        let mut all = Vec::new();
        for name in Campaign::names(&self.library) {
            let campaign = Campaign::load(&self.library, &name)?;
            for slogan in &campaign.slogans {
                let texts: serde_json::Map<String, Value> = slogan
                    .translations
                    .iter()
                    .map(|(tag, found)| {
                        let draft = found.standing == Standing::Draft;
                        (tag.clone(), json!({"text": found.text, "draft": draft}))
                    })
                    .collect();
                all.push(json!({
                    "id": format!("{name}/{}", slogan.id),
                    "campaign": campaign.title,
                    "texts": texts,
                }));
            }
        }
        Ok(all)
    }
}

/// A sheet of paper of the shape that is asked for, as a small picture wants it.
fn small_size(asked: &Asked) -> Result<String> {
    let sheet = match asked.size.as_str() {
        "drawn" => sizes::parse("a4")?,
        size => sizes::parse(size)?,
    };
    let sheet = if asked.landscape {
        sizes::landscape(sheet)
    } else {
        sheet
    };
    let aspect = sheet.aspect();
    let (width, height) = (SMALL_MM * aspect.min(1.0), SMALL_MM / aspect.max(1.0));
    Ok(format!("{width:.2}x{height:.2}mm"))
}

fn described(layout: &Layout) -> Value {
    let boards = || layout.artboards.iter().flat_map(|board| &board.slots);
    let slots: Vec<Value> = layout
        .all_ids()
        .into_iter()
        .filter_map(|id| {
            let slot = boards().find(|slot| slot.id == id)?;
            let kind = match slot.content {
                SlotContent::Fill => "text",
                SlotContent::Picture(_) => "picture",
                SlotContent::Code => "code",
                SlotContent::Fixed(_) => return None,
            };
            Some(json!({"id": id, "kind": kind, "optional": slot.fitting.optional}))
        })
        .collect();
    json!({"name": layout.name, "idea": layout.main().idea, "slots": slots})
}

fn size(named: &sizes::NamedSize) -> Value {
    let (width, height, unit) = match named.size {
        SheetSize::Paper(size) => (size.width.to_mm(), size.height.to_mm(), "mm"),
        SheetSize::Screen(px) => (f64::from(px.width), f64::from(px.height), "px"),
    };
    json!({"name": named.name, "width": width, "height": height, "unit": unit, "about": named.about})
}

fn language(known: lang::KnownLanguage) -> Value {
    json!({"tag": known.tag, "english": known.english, "own": known.own})
}
