//! The faces, opened when first needed, and the rule by which one is chosen.
//!
//! A headline must not mix faces inside a word, so a face is chosen for a script in the whole text
//! of a slot, not character by character: the display face only when it has every letter.

use std::sync::{Arc, OnceLock};

use parley::FontData;
use parley::fontique::{Blob, Synthesis};
use parley_engine::{FontInstance, FontInstanceRef};

use crate::diag::{Diagnostic, Place, Result};
use crate::lang::{Lang, Script};
use crate::library::{Bytes, Library};

mod catalogue;
mod coverage;

pub use catalogue::{Catalogue, Family, LanguageRule};
pub use coverage::Probe;

/// The catalogue's place in the library.
const CATALOGUE: &str = "fonts/catalogue.toml";

/// A face of [`Fonts`], by its place in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(usize);

/// One open face.
#[derive(Debug)]
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
    /// The face as the shaper takes it.
    instance: FontInstance,
}

impl Face {
    /// The bytes of the font file.
    pub fn data(&self) -> &[u8] {
        self.instance.font.data.as_ref()
    }

    /// The face as parley's shaper takes it.
    pub fn instance(&self) -> FontInstanceRef<'_> {
        self.instance.as_ref()
    }

    fn open(family: &Family, bytes: Bytes) -> Option<Self> {
        let (probe, data) = match bytes {
            Bytes::Borrowed(bytes) => (Probe::of_static(bytes)?, Blob::new(Arc::new(bytes))),
            Bytes::Owned(bytes) => (Probe::of_owned(bytes.clone())?, Blob::from(bytes)),
        };
        Some(Self {
            family: family.name.clone(),
            file: family
                .file
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .to_owned(),
            embolden: family.embolden,
            capitals: family.capitals,
            probe,
            instance: FontInstance {
                font: FontData { data, index: 0 },
                synthesis: Synthesis::default(),
            },
        })
    }
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
        let text = library
            .read(CATALOGUE)
            .map_err(|error| {
                Diagnostic::error(format!("the font catalogue cannot be read: {error}"))
                    .at(Place::file(CATALOGUE))
            })?
            .unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let mut catalogue = Catalogue::parse(&text).map_err(|error| {
            let place = Place::span(CATALOGUE, &text, error.span().unwrap_or(0..0));
            Diagnostic::error(error.message().to_owned()).at(place)
        })?;
        for file in library.own_names("fonts") {
            if is_font_file(&file) {
                catalogue.families.insert(0, own_family(library, &file)?);
            }
        }
        let faces = catalogue.families.iter().map(|_| OnceLock::new()).collect();
        Ok(Self {
            catalogue,
            library: library.clone(),
            faces,
        })
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
            .position(|entry| entry.name.eq_ignore_ascii_case(family))?;
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
        let rest = |display: bool| {
            (0..families.len())
                .filter(move |&at| {
                    matches!(families[at].style.as_str(), "fallback" | "symbols") != display
                })
                .map(FaceId)
        };
        preferred
            .iter()
            .copied()
            .chain(rest(false))
            .chain(rest(true))
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
                let bytes = self
                    .library
                    .read(&format!("fonts/{}", family.file))
                    .ok()??;
                Face::open(family, bytes)
            })
            .as_ref()
    }
}

fn is_font_file(name: &str) -> bool {
    let extension = name.rsplit('.').next().unwrap_or_default();
    extension.eq_ignore_ascii_case("ttf") || extension.eq_ignore_ascii_case("otf")
}

/// The family of a font file that the user added, by the name that the file itself carries.
fn own_family(library: &Library, file: &str) -> Result<Family> {
    use skrifa::{FontRef, MetadataProvider as _, string::StringId};

    let place = Place::file(format!("fonts/{file}"));
    let bytes = library
        .read(&format!("fonts/{file}"))
        .map_err(|error| {
            Diagnostic::error(format!("font `{file}` cannot be read: {error}")).at(place.clone())
        })?
        .unwrap_or_default();
    let font = FontRef::new(&bytes).map_err(|_| {
        Diagnostic::error(format!("`{file}` is not a font that can be used"))
            .at(place)
            .hint("use a TrueType (.ttf) or OpenType (.otf) file, or take it out of the folder")
    })?;
    let name = |id| {
        let names = font.localized_strings(id);
        names.english_or_first().map(|name| name.to_string())
    };
    Ok(Family {
        name: name(StringId::TYPOGRAPHIC_FAMILY_NAME)
            .or_else(|| name(StringId::FAMILY_NAME))
            .unwrap_or_else(|| file.to_owned()),
        file: file.to_owned(),
        weight: 400,
        scripts: Vec::new(),
        style: "own".to_owned(),
        embolden: false,
        capitals: true,
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
    }

    #[test]
    fn capitals_are_measured_in_ems() {
        let fonts = Fonts::new(&Library::default()).unwrap();
        let face = fonts.face(fonts.find("Noto Sans").unwrap()).unwrap();
        let cap = face.probe.height_em('H').unwrap();
        assert!((cap - 0.714).abs() < 0.001, "{cap}");
    }
}
