//! From text to glyphs: HarfBuzz's algorithm, with the face chosen for each script.
//!
//! parley_engine 0.12 shapes too, but with harfrust 0.12, which leaves Bengali conjuncts unmade
//! (the first of স্বাধীনতা, "freedom"); so parley analyzes and harfrust 0.15 shapes.

use std::collections::BTreeMap;
use std::ops::Range;

use harfrust::{Buffer, Direction, Feature, Language, Tag};
use icu_properties::props::{
    DefaultIgnorableCodePoint, EmojiPresentation, ExtendedPictographic, RegionalIndicator,
    Script as IcuScript,
};
use icu_properties::{CodePointMapData, CodePointSetData, PropertyNamesShort};
use parley_engine::Analysis;

use crate::diag::{Diagnostic, Result};
use crate::fonts::{FaceId, Fonts};
use crate::lang::{Lang, Script};

use super::vertical;
pub use super::vertical::{Flow, Turn};

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
    let cells = flow.cells(text);
    let mut selector = Selector::new(text, asked, lang, fonts);
    let mut shaped = Shaped {
        rtl: analysis.paragraph_level().is_rtl(),
        ..Shaped::default()
    };
    let (along, upright) = (features(text, lang), vertical::features());
    for run in itemize(text, analysis, &cells, &mut selector)? {
        let features = if run.upright { &upright[..] } else { &along };
        shape_run(text, &run, features, lang, fonts, &mut shaped);
    }
    vertical::turn(&mut shaped, text, &cells, flow, fonts);
    Ok(shaped)
}

/// Characters that are shaped together.
struct Run {
    bytes: Range<usize>,
    script: Script,
    level: u8,
    face: FaceId,
    upright: bool,
}

/// Cuts a text into runs of one script, level, face and orientation, grapheme by grapheme.
fn itemize(
    text: &str,
    analysis: &Analysis,
    cells: &[vertical::Cell],
    selector: &mut Selector<'_>,
) -> Result<Vec<Run>> {
    let infos = analysis.char_info();
    let levels = analysis.bidi_levels();
    let starts: Vec<(usize, char)> = text.char_indices().collect();
    // What scripts share goes with what stands before it, at the beginning with what follows.
    let first = starts.iter().map(|(_, c)| script_of(*c));
    let mut script = first
        .clone()
        .find(|script| *script != Script::COMMON)
        .unwrap_or(Script::LATIN);
    let mut runs: Vec<Run> = Vec::new();
    let mut at = 0;
    while at < starts.len() {
        let next = (at + 1..starts.len())
            .find(|i| infos[*i].is_grapheme_start())
            .unwrap_or(starts.len());
        let grapheme = &starts[at..next];
        let own = grapheme.iter().map(|(_, c)| script_of(*c));
        script = own
            .clone()
            .find(|own| *own != Script::COMMON)
            .unwrap_or(script);
        let characters: Vec<char> = grapheme.iter().map(|(_, c)| *c).collect();
        let level = levels.get(at).copied();
        let level = level.unwrap_or_else(|| analysis.paragraph_level()).to_u8();
        let face = selector.face(script, &characters)?;
        let upright = cells[at] != vertical::Cell::Along;
        let end = starts.get(next).map_or(text.len(), |(byte, _)| *byte);
        match runs.last_mut() {
            Some(run)
                if (run.script, run.level, run.face, run.upright)
                    == (script, level, face, upright) =>
            {
                run.bytes.end = end;
            }
            _ => runs.push(Run {
                bytes: starts[at].0..end,
                script,
                level,
                face,
                upright,
            }),
        }
        at = next;
    }
    Ok(runs)
}

/// Shapes one run and adds its clusters, in the order of the text.
fn shape_run(
    text: &str,
    run: &Run,
    features: &[Feature],
    lang: &Lang,
    fonts: &Fonts,
    shaped: &mut Shaped,
) {
    let Some(face) = fonts.face(run.face) else {
        return;
    };
    let rtl = run.level % 2 == 1;
    let mut buffer = Buffer::new();
    buffer.set_pre_context(&text[..run.bytes.start]);
    for (byte, c) in text[run.bytes.clone()].char_indices() {
        let cluster = u32::try_from(run.bytes.start + byte).unwrap_or(u32::MAX);
        buffer.push(u32::from(c), cluster);
    }
    buffer.set_post_context(&text[run.bytes.end..]);
    buffer.set_direction(if rtl {
        Direction::RightToLeft
    } else {
        Direction::LeftToRight
    });
    let tag = run.script.code().parse().ok();
    buffer.set_script(tag.and_then(harfrust::Script::from_iso15924_tag));
    // `locl` forms hang on the language.
    if !lang.is_unknown() {
        buffer.set_language(lang.to_string().parse::<Language>().ok());
    }
    face.shape(&mut buffer, features);

    let em = face.units_per_em();
    let all: Vec<(usize, Glyph)> = buffer
        .glyph_infos()
        .iter()
        .zip(buffer.glyph_positions())
        .map(|(info, position)| {
            let glyph = Glyph {
                id: info.glyph_id,
                x: f64::from(position.x_offset) / em,
                y: -f64::from(position.y_offset) / em,
                advance: f64::from(position.x_advance) / em,
            };
            (info.cluster as usize, glyph)
        })
        .collect();
    let mut groups: Vec<&[(usize, Glyph)]> = all.chunk_by(|a, b| a.0 == b.0).collect();
    if rtl {
        groups.reverse();
    }
    for (index, group) in groups.iter().enumerate() {
        let start = group[0].0;
        let end = groups
            .get(index + 1)
            .map_or(run.bytes.end, |next| next[0].0);
        let from = shaped.glyphs.len();
        shaped.glyphs.extend(group.iter().map(|(_, glyph)| *glyph));
        let characters = || text[start..end].chars();
        shaped.clusters.push(Cluster {
            bytes: start..end,
            level: run.level,
            script: run.script,
            face: run.face,
            glyphs: from..shaped.glyphs.len(),
            advance: group.iter().map(|(_, glyph)| glyph.advance).sum(),
            space: characters().all(char::is_whitespace),
            letter: characters().next().is_some_and(char::is_alphanumeric),
            turn: Turn::None,
        });
    }
}

/// Features that a headline wants beyond the defaults: proportional kana in Japanese.
fn features(text: &str, lang: &Lang) -> Vec<Feature> {
    let kana = text.chars().any(|c| matches!(c, '\u{3040}'..='\u{30FF}'));
    let wanted = lang.language() == "ja" || kana;
    let palt = wanted.then(|| Feature::new(Tag::new(b"palt"), 1, ..));
    palt.into_iter().collect()
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
    /// The face of the last grapheme.
    last: Option<FaceId>,
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
            last: None,
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

    /// The face for one grapheme in a run of a script.
    fn face(&mut self, script: Script, grapheme: &[char]) -> Result<FaceId> {
        let characters: Vec<char> = grapheme
            .iter()
            .copied()
            .filter(|c| needs_glyph(*c))
            .collect();
        let picked = if characters.is_empty() {
            // Spaces and joiners go with the run they stand in.
            self.last
                .or_else(|| self.of_script(script))
                .or_else(|| self.fonts.fallback(&[], &[' ']))
        } else {
            self.pick(script, &characters, is_emoji(grapheme))
                .or_else(|| self.composed(script, &characters))
        };
        self.last = picked;
        picked.ok_or_else(|| {
            let lone = |c: &&char| self.fonts.fallback(&[], &[**c]).is_none();
            let missing = characters.iter().find(lone).or(grapheme.first());
            missing_character(missing.copied().unwrap_or_default(), self.fonts)
        })
    }

    fn pick(&mut self, script: Script, characters: &[char], emoji: bool) -> Option<FaceId> {
        let main = self.of_script(script);
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
            .chain(self.asked, script, self.lang)
            .into_iter()
            .filter_map(|family| self.fonts.find(family))
            .collect();
        self.fonts.fallback(&preferred, characters)
    }

    /// A cluster that no face has whole may still be set from the face of its base: the shaper
    /// composes, decomposes and places marks that the character map does not show together.
    fn composed(&mut self, script: Script, characters: &[char]) -> Option<FaceId> {
        let main = self.of_script(script)?;
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

/// Whether a grapheme is to be shown as an emoji: by nature or by U+FE0F, and not by U+FE0E
/// (UTS #51).
fn is_emoji(grapheme: &[char]) -> bool {
    let has = |c| grapheme.contains(&c);
    let by_nature = grapheme.first().is_some_and(|c| {
        CodePointSetData::new::<EmojiPresentation>().contains(*c)
            || CodePointSetData::new::<RegionalIndicator>().contains(*c)
            || (has('\u{200D}') && CodePointSetData::new::<ExtendedPictographic>().contains(*c))
    });
    !has('\u{FE0E}') && (by_nature || has('\u{FE0F}'))
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
