//! The faces, opened when first needed, and the rule by which one is chosen.
//!
//! A headline must not mix faces inside a word, so a face is chosen for a script in the whole text
//! of a slot, not character by character: the display face only when it has every letter.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use harfrust::font::Blob;
use harfrust::{Buffer, Feature, Font, ShapeOptions, ShapePlan, ShapePlanKey, ShaperFont};

use crate::diag::{Diagnostic, Place, Result};
use crate::lang::{Lang, Script};
use crate::library::{Bytes, Library, is_font_file};

mod catalogue;
mod coverage;
mod system;

use catalogue::OWN;
pub use catalogue::{Catalogue, Family, LanguageRule, Source};
pub use coverage::Probe;

/// The catalogue's place in the library.
const CATALOGUE: &str = "fonts/catalogue.toml";

/// A face of [`Fonts`], by its place in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(usize);

/// One open face.
pub struct Face {
    /// The family, as CSS has it.
    pub family: String,
    /// The file's own name, for example `Oswald-Bold.ttf`.
    pub file: String,
    /// Only a regular weight exists: a heavy slot thickens it by a stroke.
    pub embolden: bool,
    /// Whether it may be set in capitals.
    pub capitals: bool,
    /// Character map and glyph boxes.
    pub probe: Probe,
    /// Its place in a collection of faces.
    pub index: u32,
    data: Blob,
    font: Font,
    /// What shaping in a script and language takes, kept since making it costs more than the
    /// shaping of a slogan.
    plans: Mutex<Vec<Arc<ShapePlan>>>,
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Face")
            .field("family", &self.family)
            .finish_non_exhaustive()
    }
}

impl Face {
    /// The bytes of the font file.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// Units to the em.
    pub fn units_per_em(&self) -> f64 {
        f64::from(self.font.units_per_em().max(1))
    }

    /// Shapes a buffer whose direction, script and language are set: characters become glyphs.
    pub fn shape(&self, buffer: &mut Buffer, features: &[Feature]) {
        let language = buffer.language().cloned();
        let key = ShapePlanKey::new(&self.font, buffer.script(), buffer.direction())
            .language(language.as_ref())
            .features(features);
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        let known = plans.iter().find(|plan| key.matches(plan)).cloned();
        let plan = known.unwrap_or_else(|| {
            let (script, direction) = (buffer.script(), buffer.direction());
            let plan = ShapePlan::new(&self.font, direction, script, language.as_ref(), features);
            plans.push(Arc::new(plan));
            Arc::clone(&plans[plans.len() - 1])
        });
        drop(plans);
        let options = ShapeOptions::new().plan(Some(&plan)).features(features);
        // It fails on plans for other buffers and on glyphs only; this is neither.
        let _ = harfrust::shape(&ShaperFont::new(&self.font), buffer, options);
    }

    fn open(family: &Family, bytes: Bytes) -> Option<Self> {
        let index = match family.source {
            Source::System(_, index) => index,
            Source::Library | Source::Given(_) => 0,
        };
        let (probe, data) = match bytes {
            Bytes::Borrowed(bytes) => (Probe::of_static(bytes)?, Blob::from(bytes)),
            Bytes::Owned(bytes) => (Probe::of_owned(bytes.clone(), index)?, Blob::from(bytes)),
        };
        Some(Self {
            font: Font::new(data.clone(), index)?,
            data,
            index,
            plans: Mutex::default(),
            family: family.name.clone(),
            file: base_name(&family.file).to_owned(),
            embolden: family.embolden,
            capitals: family.capitals,
            probe,
        })
    }
}

/// The last step of a path.
fn base_name(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// Every face that Pasteup may use. Shared between threads; a face is opened once.
#[derive(Debug)]
pub struct Fonts {
    catalogue: Catalogue,
    library: Library,
    faces: Vec<OnceLock<Option<Face>>>,
}

impl Fonts {
    /// The faces of a library: those of its catalogue, and every font file that the user put into
    /// a `fonts` folder, which needs no entry.
    ///
    /// # Errors
    /// The catalogue cannot be read, or a font file of the user is not a font.
    pub fn new(library: &Library) -> Result<Self> {
        let mut catalogue = match library.translated(CATALOGUE) {
            Some(json) => Catalogue::of_json(json)?,
            None => own_catalogue(library)?,
        };
        for file in library.own_names("fonts") {
            // A file of the catalogue that the user put there is no new family.
            let known = |family: &Family| base_name(&family.file) == file;
            if is_font_file(&file) && !catalogue.families.iter().any(known) {
                catalogue.families.insert(0, own_family(library, &file)?);
            }
        }
        let mut fonts = Self {
            catalogue,
            library: library.clone(),
            faces: Vec::new(),
        };
        fonts.close();
        Ok(fonts)
    }

    /// Adds font files that came with a layout: their names and their bytes. They win over all
    /// others.
    ///
    /// # Errors
    /// A file is not a font.
    pub fn add(&mut self, files: &[(String, Arc<Vec<u8>>)]) -> Result<()> {
        for (file, bytes) in files {
            let known = |family: &Family| matches!(&family.source, Source::Given(known) if Arc::ptr_eq(known, bytes));
            if self.catalogue.families.iter().any(known) {
                continue;
            }
            let mut family = named_family(file, bytes, 0).ok_or_else(|| not_a_font(file))?;
            family.source = Source::Given(Arc::clone(bytes));
            self.catalogue.families.insert(0, family);
        }
        self.close();
        Ok(())
    }

    /// Adds the fonts that are installed on this machine, behind all others.
    pub fn add_system(&mut self) {
        self.catalogue.families.extend(system::families());
        self.close();
    }

    /// Forgets which faces are open, since their places have changed.
    fn close(&mut self) {
        let families = self.catalogue.families.iter();
        self.faces = families.map(|_| OnceLock::new()).collect();
    }

    /// What the catalogue says.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// A face by its family's name, if it is there and can be opened.
    pub fn find(&self, family: &str) -> Option<FaceId> {
        let at = self
            .catalogue
            .families
            .iter()
            .position(|entry| entry.is_called(family))?;
        self.open(FaceId(at)).map(|_| FaceId(at))
    }

    /// An open face.
    pub fn face(&self, id: FaceId) -> Option<&Face> {
        self.open(id)
    }

    /// The face for the letters of one script in a slot: the first of the families asked for,
    /// their substitutes and the script's own families that has every one of them.
    pub fn choose(
        &self,
        asked: &[String],
        script: Script,
        lang: &Lang,
        letters: &[char],
    ) -> Option<FaceId> {
        self.catalogue
            .chain(asked, script, lang)
            .into_iter()
            .filter_map(|family| self.find(family))
            .find(|&id| self.has_all(id, letters))
    }

    /// Any face that has all characters of a cluster, in the order of the catalogue, after
    /// `preferred`. Display faces come last: a lone sign of theirs has company nowhere else.
    pub fn fallback(&self, preferred: &[FaceId], cluster: &[char]) -> Option<FaceId> {
        let families = &self.catalogue.families;
        let rank = |family: &Family| match family.source {
            Source::System(..) => 2,
            _ if matches!(family.style.as_str(), "fallback" | "symbols") => 0,
            Source::Library | Source::Given(_) => 1,
        };
        let rest = |wanted| {
            (0..families.len())
                .filter(move |&at| rank(&families[at]) == wanted)
                .map(FaceId)
        };
        preferred
            .iter()
            .copied()
            .chain((0..3).flat_map(rest))
            .find(|&id| self.has_all(id, cluster))
    }

    /// Whether a face has every one of some characters.
    pub fn has_all(&self, id: FaceId, characters: &[char]) -> bool {
        self.open(id)
            .is_some_and(|face| characters.iter().all(|&c| face.probe.has(c)))
    }

    fn open(&self, id: FaceId) -> Option<&Face> {
        self.faces[id.0]
            .get_or_init(|| {
                let family = &self.catalogue.families[id.0];
                let bytes = match &family.source {
                    Source::Library => self.read(&family.file)?,
                    Source::Given(bytes) => Bytes::Owned(bytes.to_vec()),
                    Source::System(path, _) => Bytes::Owned(system::read(path)?),
                };
                Face::open(family, bytes)
            })
            .as_ref()
    }
}

impl Fonts {
    /// A file of the catalogue: where the catalogue says, or directly in a `fonts` folder, where a
    /// user would put it.
    fn read(&self, file: &str) -> Option<Bytes> {
        let read = |name: &str| self.library.read(&format!("fonts/{name}")).ok().flatten();
        read(file).or_else(|| read(base_name(file)))
    }

    /// Whether the file of a family is there.
    pub fn is_installed(&self, family: &Family) -> bool {
        self.catalogue
            .families
            .iter()
            .position(|entry| entry.name == family.name && entry.file == family.file)
            .is_some_and(|at| self.open(FaceId(at)).is_some())
    }
}

/// The catalogue that a user keeps.
fn own_catalogue(library: &Library) -> Result<Catalogue> {
    let text = library
        .read(CATALOGUE)
        .map_err(|error| {
            Diagnostic::error(format!("the font catalogue cannot be read: {error}"))
                .at(Place::file(CATALOGUE))
        })?
        .unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    Catalogue::parse(&text).map_err(|error| {
        let place = Place::span(CATALOGUE, &text, error.span().unwrap_or(0..0));
        Diagnostic::error(error.message().to_owned()).at(place)
    })
}

/// The family of a font file that the user added, by the name that the file itself carries.
fn own_family(library: &Library, file: &str) -> Result<Family> {
    let place = Place::file(format!("fonts/{file}"));
    let bytes = library
        .read(&format!("fonts/{file}"))
        .map_err(|error| {
            Diagnostic::error(format!("font `{file}` cannot be read: {error}")).at(place.clone())
        })?
        .unwrap_or_default();
    named_family(file, &bytes, 0).ok_or_else(|| not_a_font(file).at(place))
}

fn not_a_font(file: &str) -> Diagnostic {
    Diagnostic::error(format!("`{file}` is not a font that can be used"))
        .hint("use a TrueType (.ttf) or OpenType (.otf) file, or take it out of the folder")
}

/// A family by the name that its file carries; `None` if the file is not a font.
fn named_family(file: &str, bytes: &[u8], index: u32) -> Option<Family> {
    use skrifa::{FontRef, MetadataProvider as _, string::StringId};

    let font = FontRef::from_index(bytes, index).ok()?;
    let name = |id| {
        let names = font.localized_strings(id);
        names.english_or_first().map(|name| name.to_string())
    };
    Some(Family {
        name: name(StringId::TYPOGRAPHIC_FAMILY_NAME)
            .or_else(|| name(StringId::FAMILY_NAME))
            .unwrap_or_else(|| file.to_owned()),
        file: file.to_owned(),
        weight: 400,
        scripts: Vec::new(),
        style: OWN.to_owned(),
        embolden: false,
        capitals: true,
        source: Source::Library,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(asked: &str, script: &str, lang: &str, letters: &str) -> String {
        let fonts = Fonts::new(&Library::default()).unwrap();
        let letters: Vec<char> = letters.chars().collect();
        let script = Script::from_iso15924(script).unwrap();
        let id = fonts.choose(
            &[asked.to_owned()],
            script,
            &lang.parse().unwrap(),
            &letters,
        );
        fonts.face(id.unwrap()).unwrap().family.clone()
    }

    #[test]
    fn a_display_face_sets_a_script_only_when_it_has_every_letter() {
        assert_eq!(chosen("Anton", "Latn", "en", "Fight"), "Anton");
        assert_eq!(chosen("Anton", "Cyrl", "ru", "Помнить"), "Oswald");
        assert_eq!(
            chosen("Oswald", "Grek", "el", "Λευτεριά"),
            "Fira Sans Extra Condensed"
        );
    }

    #[test]
    fn languages_get_their_own_style_of_a_script() {
        assert_eq!(
            chosen("Oswald", "Arab", "ur", "آزادی"),
            "Noto Nastaliq Urdu"
        );
        assert_eq!(chosen("Oswald", "Arab", "fa", "آزادی"), "Noto Sans Arabic");
        assert_eq!(chosen("Oswald", "Thai", "th", "ไทย"), "Noto Sans Thai");
        assert_eq!(
            chosen("Oswald", "Deva", "hi", "आज़ादी"),
            "Noto Sans Devanagari"
        );
        assert_eq!(chosen("Rubik", "Arab", "ar", "حرية"), "Rubik");
        assert_eq!(
            chosen("Tektur", "Arab", "ckb", "ئازادی"),
            "Noto Kufi Arabic"
        );
        assert_eq!(
            chosen("Tektur", "Arab", "ur", "آزادی"),
            "Noto Nastaliq Urdu"
        );
        assert_eq!(
            chosen("Oswald", "Arab", "fa-Aran", "آزادی"),
            "Noto Nastaliq Urdu"
        );
    }

    #[test]
    fn a_face_that_came_with_a_layout_is_found_by_its_name_or_its_file() {
        let mut fonts = Fonts::new(&Library::default()).unwrap();
        let bytes = crate::library::builtin("fonts/display/Tektur-Black.ttf").unwrap();
        let file = ("Mine.ttf".to_owned(), Arc::new(bytes.to_vec()));
        fonts.add(std::slice::from_ref(&file)).unwrap();
        fonts.add(&[file]).unwrap();
        let by_file = fonts.find("mine").unwrap();
        assert_eq!(fonts.face(by_file).unwrap().family, "Tektur");
        assert_eq!(fonts.find("Tektur"), Some(by_file));
        let none = [("no.ttf".to_owned(), Arc::new(vec![1, 2, 3]))];
        assert!(fonts.add(&none).unwrap_err().message.contains("`no.ttf`"));
    }

    #[test]
    fn capitals_are_measured_in_ems() {
        let fonts = Fonts::new(&Library::default()).unwrap();
        let face = fonts.face(fonts.find("Noto Sans").unwrap()).unwrap();
        let cap = face.probe.height_em('H').unwrap();
        assert!((cap - 0.714).abs() < 0.001, "{cap}");
    }
}
