//! From settings and a template to one document: the waist of the river.

use crate::lang::Lang;
use crate::units::{Affine, SheetSize};

/// The filled document, ready to be painted in any format.
#[derive(Clone, Debug)]
pub struct Artwork {
    /// The whole poster as one self-contained SVG, its text as outlines.
    pub svg: String,
    /// The same document as usvg understands it: in CSS pixels, `y` downwards, the size of the
    /// tree being the sheet at 96 pixels to the inch.
    pub tree: usvg::Tree,
    /// The finished size, to the trim.
    pub sheet: SheetSize,
    /// The document's title: the slogan on one line.
    pub title: String,
    /// The main language, for the reader of a PDF.
    pub lang: Lang,
    /// The lines of text as they stand on the sheet, for search and copy in a PDF.
    pub texts: Vec<TextLine>,
}

/// One line of set text, remembered as characters.
#[derive(Clone, Debug, PartialEq)]
pub struct TextLine {
    /// The characters as they were typeset, in logical order, without the space at the line's end.
    pub text: String,
    /// The language of the line.
    pub lang: Lang,
    /// From line coordinates (origin at the left end of the baseline, `x` along it, `y` downwards,
    /// one unit to the em) to CSS pixels of the sheet.
    pub transform: Affine,
    /// Length of the line along its baseline, in ems.
    pub width_em: f64,
    /// Whether the line reads from right to left.
    pub rtl: bool,
}
