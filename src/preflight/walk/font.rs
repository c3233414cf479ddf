//! Fonts as far as a press cares: whether they are there, and how wide text runs.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object};

use super::seen::FontUse;
use crate::preflight::source::{Source, as_dict, number, text};
use crate::units::Affine;

/// Codes of a composite font.
const MOST_CODES: usize = 1 << 16;

/// A font of the file.
pub(super) struct Font<'a> {
    pub name: String,
    pub about: FontUse,
    /// Codes of two bytes that are glyph numbers: `Identity-H`.
    pub wide: bool,
    /// Letters drawn by content streams.
    pub drawn: Option<Drawn<'a>>,
    widths: BTreeMap<u32, f64>,
    default_width: f64,
}

/// A Type 3 font.
pub(super) struct Drawn<'a> {
    pub resources: Option<&'a Dictionary>,
    pub matrix: Affine,
    letters: BTreeMap<u32, &'a Object>,
}

impl<'a> Font<'a> {
    pub fn read(source: &'a Source<'a>, font: &'a Dictionary) -> Self {
        let kind = source.name(font, "Subtype").unwrap_or("Type1");
        let parts = source.array(font, "DescendantFonts").and_then(<[_]>::first);
        let part = parts
            .and_then(|part| as_dict(source.resolve(part)?))
            .unwrap_or(font);
        let descriptor = source.dict(part, "FontDescriptor");
        let file = |key| descriptor.is_some_and(|d| source.stream(d, key).is_some());
        let in_file = file("FontFile") || file("FontFile2") || file("FontFile3");
        let part_kind = source.name(part, "Subtype").unwrap_or(kind);
        let drawn = (kind == "Type3").then(|| Drawn::read(source, font));
        let about = FontUse {
            kind: part_kind.to_owned(),
            embedded: in_file || drawn.is_some(),
            visible: false,
            to_unicode: source.get(font, "ToUnicode").is_some(),
            lacks_map: part_kind == "CIDFontType2"
                && in_file
                && source.get(part, "CIDToGIDMap").is_none(),
        };
        let composite = kind == "Type0";
        let scale = drawn.as_ref().map_or(0.001, |drawn| drawn.matrix.a.abs());
        Self {
            name: base_name(source, font),
            about,
            wide: composite,
            drawn,
            widths: if composite {
                wide_widths(source, part)
            } else {
                widths(source, part, scale)
            },
            default_width: default_width(source, part, descriptor, composite),
        }
    }

    /// How far a code moves on, for a size of 1.
    pub fn advance(&self, code: u32) -> f64 {
        self.widths
            .get(&code)
            .copied()
            .unwrap_or(self.default_width)
    }

    /// The codes of a string.
    pub fn codes<'s>(&self, string: &'s [u8]) -> Box<dyn Iterator<Item = u32> + 's> {
        if self.wide {
            let pair = |pair: &[u8]| u32::from(pair[0]) << 8 | pair.get(1).map_or(0, |&b| b.into());
            Box::new(string.chunks(2).map(pair))
        } else {
            Box::new(string.iter().map(|&byte| u32::from(byte)))
        }
    }
}

impl<'a> Drawn<'a> {
    fn read(source: &'a Source<'a>, font: &'a Dictionary) -> Self {
        let matrix = match source.numbers(font, "FontMatrix").as_deref() {
            Some(&[a, b, c, d, e, f]) => Affine::new(a, b, c, d, e, f),
            _ => Affine::scale(0.001, 0.001),
        };
        Self {
            resources: source.dict(font, "Resources"),
            matrix,
            letters: letters(source, font),
        }
    }

    /// The content stream of a code.
    pub fn letter(&self, code: u32) -> Option<&'a Object> {
        self.letters.get(&code).copied()
    }
}

/// The procedures of a Type 3 font by code, as its `Differences` name them.
fn letters<'a>(source: &'a Source<'a>, font: &'a Dictionary) -> BTreeMap<u32, &'a Object> {
    let mut letters = BTreeMap::new();
    let Some(procedures) = source.dict(font, "CharProcs") else {
        return letters;
    };
    let encoding = source.dict(font, "Encoding");
    let differences = encoding.and_then(|encoding| source.array(encoding, "Differences"));
    let mut code = 0;
    for item in differences.into_iter().flatten().take(1024) {
        match source.resolve(item) {
            Some(Object::Integer(at)) => code = u32::try_from(*at).unwrap_or(0),
            Some(Object::Name(name)) => {
                let procedure = procedures.get(name).ok().and_then(|p| source.resolve(p));
                letters.extend(procedure.map(|procedure| (code, procedure)));
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    letters
}

/// Without the six letters that mark a subset.
fn base_name(source: &Source, font: &Dictionary) -> String {
    let name = source
        .get(font, "BaseFont")
        .or_else(|| source.get(font, "Name"))
        .and_then(text);
    let name = name.unwrap_or_else(|| "a font without a name".to_owned());
    match name.split_once('+') {
        Some((tag, rest)) if tag.len() == 6 => rest.to_owned(),
        _ => name,
    }
}

fn default_width(
    source: &Source,
    part: &Dictionary,
    descriptor: Option<&Dictionary>,
    composite: bool,
) -> f64 {
    let stated = if composite {
        source.number(part, "DW").or(Some(1000.0))
    } else {
        descriptor.and_then(|descriptor| source.number(descriptor, "MissingWidth"))
    };
    // Half an em is what the standard fonts run at; it only serves to tell where text ends.
    stated.filter(|&width| width > 0.0).unwrap_or(500.0) / 1000.0
}

fn widths(source: &Source, font: &Dictionary, scale: f64) -> BTreeMap<u32, f64> {
    let first = source
        .number(font, "FirstChar")
        .unwrap_or(0.0)
        .clamp(0.0, 255.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 255"
    )]
    let codes = first as u32..256;
    let widths = source.array(font, "Widths").into_iter().flatten();
    let width = |item| source.resolve(item).and_then(number).unwrap_or(0.0) * scale;
    codes.zip(widths.map(width)).collect()
}

/// `W` of a CID font: `c [w …]` and `first last w` (ISO 32000-1, 9.7.4.3).
fn wide_widths(source: &Source, part: &Dictionary) -> BTreeMap<u32, f64> {
    let mut widths = BTreeMap::new();
    let mut items = source
        .array(part, "W")
        .into_iter()
        .flatten()
        .take(MOST_CODES);
    let mut next = || items.next().and_then(|item| source.resolve(item));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped"
    )]
    let code = |object| number(object).map(|code| code.clamp(0.0, 65535.0) as u32);
    let mut work = 0;
    while let (Some(first), Some(second)) = (next().and_then(code), next()) {
        if work > 4 * MOST_CODES {
            break;
        }
        if let Object::Array(run) = second {
            let run = run.iter().filter_map(|item| number(source.resolve(item)?));
            let run: Vec<_> = (first..65536)
                .zip(run.map(|width| width / 1000.0))
                .collect();
            work += run.len();
            widths.extend(run);
        } else if let (Some(last), Some(width)) = (code(second), next().and_then(number)) {
            work += usize::try_from(last.saturating_sub(first)).unwrap_or(MOST_CODES);
            widths.extend((first..=last).map(|code| (code, width / 1000.0)));
        }
    }
    widths
}
