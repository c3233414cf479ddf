//! From text to glyphs: parley shapes whole paragraphs, with the face chosen for each script.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

use icu_properties::props::{DefaultIgnorableCodePoint, Script as IcuScript};
use icu_properties::{CodePointMapData, CodePointSetData, PropertyNamesShort};
use parley::setting::FontFeature;
use parley::style::Language;
use parley_engine::itemize::{Item, Segment};
use parley_engine::shape::CharCluster;
use parley_engine::{Analysis, FontInstanceRef, FontSelector, ShapeOptions, ShapedText, Shaper};

use crate::diag::{Diagnostic, Result};
use crate::fonts::{FaceId, Fonts};
use crate::lang::{Lang, Script};

use super::vertical;
pub use super::vertical::{Flow, Turn};

/// Glyphs are shaped at this size and handed on in ems, so that `f32` loses nothing that shows.
const SHAPING_SIZE: f32 = 1000.0;

/// A run of characters that cannot be taken apart, with its glyphs.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// The characters, in the text.
    pub bytes: Range<usize>,
    /// Embedding level (UAX #9): odd runs from right to left.
    pub level: u8,
    /// Its script, that of its neighbours for what scripts share.
    pub script: Script,
    /// Its face.
    pub face: FaceId,
    /// Its glyphs in [`Shaped::glyphs`], from left to right.
    pub glyphs: Range<usize>,
    /// How far it moves the pen, in ems.
    pub advance: f64,
    /// White space, which vanishes at the end of a line.
    pub space: bool,
    /// Whether it is a letter or a digit, and no mark.
    pub letter: bool,
    /// How its glyphs are turned in the line.
    pub turn: Turn,
}

/// One glyph, placed relative to the pen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Glyph index in its face.
    pub id: u32,
    /// To the right of the pen, in ems.
    pub x: f64,
    /// Below the baseline, in ems.
    pub y: f64,
    /// How far it moves the pen, in ems.
    pub advance: f64,
}

/// A paragraph of clusters in logical order.
#[derive(Clone, Debug, Default)]
pub struct Shaped {
    /// In logical order.
    pub clusters: Vec<Cluster>,
    /// Shared by the clusters.
    pub glyphs: Vec<Glyph>,
    /// Whether the paragraph as a whole runs from right to left.
    pub rtl: bool,
}

/// The script of a character; characters that scripts share have [`Script::COMMON`].
pub fn script_of(c: char) -> Script {
    let script = CodePointMapData::<IcuScript>::new().get(c);
    if matches!(
        script,
        IcuScript::Common | IcuScript::Inherited | IcuScript::Unknown
    ) {
        return Script::COMMON;
    }
    PropertyNamesShort::<IcuScript>::new()
        .get(script)
        .and_then(Script::from_iso15924)
        .unwrap_or(Script::COMMON)
}

/// Shapes a paragraph.
///
/// `asked` are the families of the layout, best first.
///
/// # Errors
/// A character that no face has.
pub fn shape(
    text: &str,
    analysis: &Analysis,
    asked: &[String],
    lang: &Lang,
    flow: Flow,
    fonts: &Fonts,
) -> Result<Shaped> {
    let mut shaped_text = ShapedText::default();
    let mut selector = Selector::new(text, asked, lang, fonts);
    let cells = flow.cells(text);
    let (along, upright) = (features(text, lang), vertical::features());
    let items = vertical::runs(&cells).map(|(end, is_upright)| Item {
        char_end: u32::try_from(end).unwrap_or(u32::MAX),
        options: ShapeOptions {
            font_size: SHAPING_SIZE,
            language: shaping_language(lang),
            features: if is_upright { &upright } else { &along },
            variations: &[],
        },
    });
    let styles = vec![0; cells.len()];
    SHAPER.with_borrow_mut(|shaper| {
        shaper.shape_text(
            text,
            analysis,
            &styles,
            items,
            &mut selector,
            &mut shaped_text,
        );
    });
    if let Some(missing) = selector.missing {
        return Err(missing_character(missing, fonts));
    }
    let mut shaped = flatten(&shaped_text, analysis, &selector.used);
    vertical::turn(&mut shaped, text, &cells, flow, fonts);
    Ok(shaped)
}

thread_local! {
    /// Remembers the tables of the faces that were used last: reading those of a large face takes
    /// longer than shaping a slogan with them.
    static SHAPER: RefCell<Shaper> = RefCell::default();
}

/// The language as the shaper wants it: `locl` forms hang on it.
fn shaping_language(lang: &Lang) -> Option<Language> {
    if lang.is_unknown() {
        None
    } else {
        Language::parse(&lang.to_string()).ok()
    }
}

/// Features that a headline wants beyond the defaults: proportional kana in Japanese.
fn features(text: &str, lang: &Lang) -> Vec<FontFeature> {
    let kana = text.chars().any(|c| matches!(c, '\u{3040}'..='\u{30FF}'));
    let tag = (lang.language() == "ja" || kana)
        .then(|| FontFeature::new(parley::setting::Tag::new(b"palt"), 1));
    tag.into_iter().collect()
}

/// Picks the face for each cluster: one a script, chosen over all letters of the slot, and others
/// only for signs that it lacks.
struct Selector<'a> {
    fonts: &'a Fonts,
    asked: &'a [String],
    lang: &'a Lang,
    /// Letters of the whole text by script.
    letters: BTreeMap<Script, Vec<char>>,
    chosen: BTreeMap<Script, Option<FaceId>>,
    script: Script,
    /// The faces in the order in which clusters took them: `(first character, face, script)`.
    used: Vec<(u32, FaceId, Script)>,
    missing: Option<char>,
}

impl<'a> Selector<'a> {
    fn new(text: &str, asked: &'a [String], lang: &'a Lang, fonts: &'a Fonts) -> Self {
        let mut letters: BTreeMap<Script, Vec<char>> = BTreeMap::new();
        for c in text.chars().filter(|c| needs_glyph(*c)) {
            let set = letters.entry(script_of(c)).or_default();
            if !set.contains(&c) {
                set.push(c);
            }
        }
        Self {
            fonts,
            asked,
            lang,
            letters,
            chosen: BTreeMap::new(),
            script: Script::COMMON,
            used: Vec::new(),
            missing: None,
        }
    }

    /// The face of a script for the whole text.
    fn of_script(&mut self, script: Script) -> Option<FaceId> {
        if let Some(known) = self.chosen.get(&script) {
            return *known;
        }
        let none = Vec::new();
        let letters = if script == Script::COMMON {
            &none
        } else {
            self.letters.get(&script).unwrap_or(&none)
        };
        let face = self.fonts.choose(self.asked, script, self.lang, letters);
        self.chosen.insert(script, face);
        face
    }

    fn pick(&mut self, characters: &[char], emoji: bool) -> Option<FaceId> {
        let main = self.of_script(self.script);
        if emoji
            && let Some(face) = self.fonts.find("Noto Emoji")
            && self.fonts.has_all(face, characters)
        {
            return Some(face);
        }
        if let Some(face) = main
            && self.fonts.has_all(face, characters)
        {
            return Some(face);
        }
        let preferred: Vec<FaceId> = self
            .fonts
            .catalogue()
            .chain(self.asked, self.script, self.lang)
            .into_iter()
            .filter_map(|family| self.fonts.find(family))
            .collect();
        self.fonts.fallback(&preferred, characters)
    }
}

impl FontSelector for &mut Selector<'_> {
    fn begin_segment(&mut self, segment: &Segment, _: &ShapeOptions<'_>) {
        let bytes = segment.script.to_bytes();
        let code = std::str::from_utf8(&bytes).unwrap_or("Zyyy");
        self.script = Script::from_iso15924(code).unwrap_or(Script::COMMON);
    }

    fn select_font(
        &mut self,
        _: &Segment,
        _: &ShapeOptions<'_>,
        cluster: &mut CharCluster,
    ) -> Option<FontInstanceRef<'_>> {
        let characters: Vec<char> = cluster
            .chars()
            .iter()
            .map(|c| c.ch)
            .filter(|c| needs_glyph(*c))
            .collect();
        let last = self.used.last().map(|(_, face, _)| *face);
        let picked = if characters.is_empty() {
            // Spaces and joiners go with the run they stand in.
            last.or_else(|| self.of_script(self.script))
                .or_else(|| self.fonts.fallback(&[], &[' ']))
        } else {
            self.pick(&characters, cluster.is_emoji())
                .or_else(|| self.composed(&characters))
        };
        let Some(face) = picked else {
            self.missing = characters
                .into_iter()
                .find(|c| self.fonts.fallback(&[], &[*c]).is_none())
                .or(self.missing)
                .or(cluster.chars().first().map(|c| c.ch));
            return None;
        };
        self.used.push((cluster.range().start, face, self.script));
        self.fonts.face(face).map(crate::fonts::Face::instance)
    }
}

impl Selector<'_> {
    /// A cluster that no face has whole may still be set from the face of its base: the shaper
    /// composes, decomposes and places marks that the character map does not show together.
    fn composed(&mut self, characters: &[char]) -> Option<FaceId> {
        let main = self.of_script(self.script)?;
        let text: String = characters.iter().collect();
        let composed = icu_normalizer::ComposingNormalizer::new_nfc()
            .normalize(&text)
            .into_owned();
        let decomposed = icu_normalizer::DecomposingNormalizer::new_nfd()
            .normalize(&text)
            .into_owned();
        [composed, decomposed]
            .iter()
            .any(|form| self.fonts.has_all(main, &form.chars().collect::<Vec<_>>()))
            .then_some(main)
    }
}

/// Whether a character must have a glyph of its own: not spaces, joiners and variation selectors.
pub fn needs_glyph(c: char) -> bool {
    !c.is_whitespace()
        && !c.is_control()
        && !CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

fn missing_character(c: char, fonts: &Fonts) -> Diagnostic {
    let script = script_of(c);
    let known = fonts
        .catalogue()
        .families
        .iter()
        .find(|family| family.scripts.iter().any(|code| code == script.code()));
    let error = Diagnostic::error(format!(
        "no font has the character `{c}` (U+{:04X}, script {})",
        u32::from(c),
        script.code()
    ));
    match known {
        Some(family) if !fonts.is_installed(family) => {
            let file = family.file.rsplit('/').next().unwrap_or_default();
            error
                .hint(format!(
                    "`{}` sets this script and is not built into this program: put `{file}`, which is \
                     `fonts/{}` of pasteup's source, into the `fonts` folder of a library or of the data \
                     folder that `pasteup fonts list` names",
                    family.name, family.file
                ))
                .hint("or allow the fonts of this machine with `--system-fonts`")
        }
        Some(family) => error.hint(format!(
            "the font for this script is `{}`, which does not have it; check the spelling, or put a \
             font that has it into the `fonts` folder of `--library`",
            family.name
        )),
        None => error.hint(
            "put a font that has it into the `fonts` folder of a library and name that with `--library`",
        ),
    }
}

/// Copies parley's result into clusters of our own, in ems.
fn flatten(text: &ShapedText, analysis: &Analysis, used: &[(u32, FaceId, Script)]) -> Shaped {
    let mut shaped = Shaped {
        rtl: analysis.paragraph_level().is_rtl(),
        ..Shaped::default()
    };
    for (index, run) in text.runs().iter().enumerate() {
        let slice = text.run_slice(u32::try_from(index).unwrap_or(u32::MAX));
        let first = u32::try_from(run.range.byte_range.start).unwrap_or(u32::MAX);
        let at = used
            .partition_point(|(byte, ..)| *byte <= first)
            .saturating_sub(1);
        let Some(&(_, face, script)) = used.get(at) else {
            continue;
        };
        for cluster_index in slice.shaped_clusters_range() {
            let cluster = text.shaped_clusters()[cluster_index as usize];
            let start = shaped.glyphs.len();
            shaped.glyphs.extend(
                slice
                    .shaped_cluster_glyphs(cluster_index)
                    .map(|glyph| Glyph {
                        id: glyph.id,
                        x: convert_to_em(glyph.x),
                        y: convert_to_em(glyph.y),
                        advance: convert_to_em(glyph.advance),
                    }),
            );
            let characters = &text.characters()
                [cluster.chars_range().start as usize..cluster.chars_range().end as usize];
            shaped.clusters.push(Cluster {
                bytes: slice.text_byte_range(cluster.chars_range()),
                level: run.bidi_level.to_u8(),
                script,
                face,
                glyphs: start..shaped.glyphs.len(),
                advance: convert_to_em(cluster.advance),
                space: characters.iter().all(|c| c.is_whitespace()),
                letter: false,
                turn: Turn::None,
            });
        }
    }
    shaped
}

fn convert_to_em(length: f32) -> f64 {
    f64::from(length) / f64::from(SHAPING_SIZE)
}
