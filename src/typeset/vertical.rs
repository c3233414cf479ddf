//! Lines that run from top to bottom.
//!
//! A column is set as a line, in line space: `x` runs along the column downwards, `y` away from
//! the side where the next column stands. Only the glyphs know better: ideographs are turned so
//! that they stand upright once the whole is mapped to the sheet. Measuring, breaking and fitting
//! are then those of horizontal lines.

use harfrust::{Feature, Tag};
use kurbo::Affine;

use icu_properties::CodePointMapData;
use icu_properties::props::VerticalOrientation;

use super::shape::{Shaped, script_of};
use crate::fonts::Fonts;
use crate::layout::WritingMode;
use crate::units::Frame;

/// Top of the ideographic em box above the baseline, in ems, as in all faces of Noto Sans CJK.
const BOX_TOP_EM: f64 = 0.88;

/// Half the height of capitals where a face has none to measure.
const HALF_CAPITAL_EM: f64 = 0.36;

/// How far a comma stands to the right of the middle of its column, and its baseline below the top
/// of its cell, in ems: where Korean faces draw the comma of columns.
const MARK_ASIDE_EM: f64 = 0.28;
const MARK_BASELINE_EM: f64 = 0.24;

/// Which way lines run and follow each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flow {
    /// Lines from top to bottom.
    #[default]
    Horizontal,
    /// Columns from right to left: Chinese, Japanese, Korean.
    RightToLeft,
    /// Columns from left to right: Mongolian.
    LeftToRight,
}

impl Flow {
    /// How a slot's writing mode is followed by a text: vertically only in scripts that are.
    pub fn of(mode: WritingMode, text: &str) -> Self {
        if mode == WritingMode::Horizontal {
            return Self::Horizontal;
        }
        let has = |codes: &[&str]| text.chars().any(|c| codes.contains(&script_of(c).code()));
        if has(&["Mong"]) {
            Self::LeftToRight
        } else if has(&["Hani", "Hira", "Kana", "Hang", "Bopo"]) {
            Self::RightToLeft
        } else {
            Self::Horizontal
        }
    }

    /// The frame in line space: what runs down is its width.
    pub fn frame(self, frame: Frame) -> Frame {
        match self {
            Self::Horizontal => frame,
            Self::RightToLeft | Self::LeftToRight => Frame {
                x: 0.0,
                y: 0.0,
                width: frame.height,
                height: frame.width,
            },
        }
    }

    /// From line space to the coordinates of the frame.
    pub fn to_frame(self, frame: Frame) -> Affine {
        match self {
            Self::Horizontal => Affine::IDENTITY,
            Self::RightToLeft => Affine::new([0.0, 1.0, -1.0, 0.0, frame.right(), frame.y]),
            Self::LeftToRight => Affine::new([0.0, 1.0, 1.0, 0.0, frame.x, frame.y]),
        }
    }

    /// How each character stands in its column.
    pub(super) fn cells(self, text: &str) -> Vec<Cell> {
        match self {
            Self::Horizontal | Self::LeftToRight => vec![Cell::Along; text.chars().count()],
            Self::RightToLeft => cells(text),
        }
    }
}

/// How glyphs are turned in line space.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    /// Not at all: horizontal lines, and Latin words that lie in a column.
    #[default]
    None,
    /// Against the column, so that they stand upright on the sheet.
    Upright,
    /// Upside down, which columns from left to right set right.
    Flipped,
}

impl Turn {
    /// From a glyph's own coordinates to line space.
    pub fn affine(self) -> Affine {
        match self {
            Self::None => Affine::IDENTITY,
            Self::Upright => Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, 0.0]),
            Self::Flipped => Affine::new([1.0, 0.0, 0.0, -1.0, 0.0, 0.0]),
        }
    }
}

/// How a character stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// Lying, along the column.
    Along,
    /// Upright, in an em of its own.
    Upright,
    /// The first of two digits that share an em.
    First,
    /// The second of them.
    Second,
    /// A comma or full stop of ASCII, in the upper right corner of half an em.
    Mark,
}

/// UAX #50, and what Japanese and Korean typesetters add: one or two digits, and the marks of ASCII
/// behind an upright character, stand upright.
fn cells(text: &str) -> Vec<Cell> {
    let orientation = CodePointMapData::<VerticalOrientation>::new();
    let chars: Vec<char> = text.chars().collect();
    let mut cells: Vec<Cell> = chars
        .iter()
        .map(|c| match orientation.get(*c) {
            VerticalOrientation::Rotated => Cell::Along,
            _ => Cell::Upright,
        })
        .collect();
    let mut at = 0;
    while at < chars.len() {
        let digits = chars[at..]
            .iter()
            .take_while(|c| c.is_ascii_digit())
            .count();
        let beside = |i: Option<usize>| {
            i.and_then(|i| chars.get(i))
                .is_some_and(|c| c.is_ascii_alphabetic())
        };
        let alone = !beside(at.checked_sub(1)) && !beside(Some(at + digits));
        match digits {
            1 if alone => cells[at] = Cell::Upright,
            2 if alone => (cells[at], cells[at + 1]) = (Cell::First, Cell::Second),
            0 if matches!(chars[at], '!' | '?') && at > 0 && cells[at - 1] != Cell::Along => {
                cells[at] = Cell::Upright;
            }
            0 if matches!(chars[at], ',' | '.') && at > 0 && cells[at - 1] != Cell::Along => {
                cells[at] = Cell::Mark;
            }
            _ => {}
        }
        at += digits.max(1);
    }
    cells
}

/// What upright characters ask of the face: the forms of punctuation for columns, and no kerning
/// of neighbours that do not stand side by side.
pub(super) fn features() -> [Feature; 2] {
    [
        Feature::new(Tag::new(b"vert"), 1, ..),
        Feature::new(Tag::new(b"kern"), 0, ..),
    ]
}

/// Turns the glyphs of a shaped paragraph for its flow.
pub(super) fn turn(shaped: &mut Shaped, text: &str, cells: &[Cell], flow: Flow, fonts: &Fonts) {
    // Byte offsets of the characters, in the order of `cells`.
    let starts: Vec<usize> = text.char_indices().map(|(byte, _)| byte).collect();
    for cluster in &mut shaped.clusters {
        let glyphs = &mut shaped.glyphs[cluster.glyphs.clone()];
        if flow == Flow::Horizontal {
            continue;
        }
        if flow == Flow::LeftToRight {
            cluster.turn = Turn::Flipped;
            glyphs.iter_mut().for_each(|glyph| glyph.y = -glyph.y);
            continue;
        }
        let at = starts.binary_search(&cluster.bytes.start);
        let cell = at.map_or(Cell::Along, |at| cells[at]);
        if cell == Cell::Along {
            // Latin words lie with their capitals in the middle of the column.
            let probe = fonts.face(cluster.face).map(|face| &face.probe);
            let capital = probe.and_then(|probe| probe.height_em('H'));
            let half = capital.map_or(HALF_CAPITAL_EM, |height| height / 2.0);
            glyphs.iter_mut().for_each(|glyph| glyph.y += half);
            continue;
        }
        let middle = match cell {
            Cell::First => cluster.advance,
            Cell::Second => 0.0,
            Cell::Upright | Cell::Along => cluster.advance / 2.0,
            Cell::Mark => cluster.advance / 2.0 - MARK_ASIDE_EM,
        };
        let baseline = if cell == Cell::Mark {
            MARK_BASELINE_EM
        } else {
            BOX_TOP_EM
        };
        let mut pen = 0.0;
        for glyph in glyphs {
            let (right, below) = (pen + glyph.x, glyph.y);
            pen += glyph.advance;
            (glyph.x, glyph.y, glyph.advance) = (baseline + below, middle - right, 0.0);
        }
        cluster.turn = Turn::Upright;
        cluster.advance = match cell {
            Cell::First => 0.0,
            Cell::Mark => 0.5,
            Cell::Upright | Cell::Second | Cell::Along => 1.0,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ideographs_and_short_numbers_stand_and_latin_lies() {
        use Cell::{Along, First, Mark, Second, Upright};
        let cells = |text| Flow::RightToLeft.cells(text);
        assert_eq!(cells("記ー。"), [Upright; 3]);
        assert_eq!(cells("1月19日"), [Upright, Upright, First, Second, Upright]);
        assert_eq!(cells("다!"), [Upright; 2]);
        assert_eq!(cells("에,"), [Upright, Mark]);
        assert_eq!(cells("NO 2009"), [Along; 7]);
        assert_eq!(Flow::LeftToRight.cells("记"), [Along]);
    }

    #[test]
    fn only_scripts_that_can_run_down() {
        let flow = |text| Flow::of(WritingMode::VerticalRl, text);
        assert_eq!(flow("記憶"), Flow::RightToLeft);
        assert_eq!(flow("기억"), Flow::RightToLeft);
        assert_eq!(flow("ᠮᠣᠩᠭᠣᠯ"), Flow::LeftToRight);
        assert_eq!(flow("Fight"), Flow::Horizontal);
    }

    #[test]
    fn upright_glyphs_are_upright_on_the_sheet() {
        let frame = Frame {
            x: 10.0,
            y: 20.0,
            width: 100.0,
            height: 300.0,
        };
        let both = Flow::RightToLeft.to_frame(frame) * Turn::Upright.affine();
        assert_eq!(
            both * kurbo::Point::new(1.0, 2.0),
            kurbo::Point::new(111.0, 22.0)
        );
        // Mongolian: a quarter turn clockwise, what was up points to the right.
        let both = Flow::LeftToRight.to_frame(frame) * Turn::Flipped.affine();
        assert_eq!(
            both * kurbo::Point::new(0.0, -1.0),
            kurbo::Point::new(11.0, 20.0)
        );
        assert_eq!(
            both * kurbo::Point::new(1.0, 0.0),
            kurbo::Point::new(10.0, 21.0)
        );
    }
}
