//! What the user asked for, resolved into posters that need nothing more to be looked up.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::color::Palette;
use crate::lang::Lang;
use crate::layout::{Artboard, Board, Layout};
use crate::units::SheetSize;

/// One poster, resolved: every stage after this reads it and looks nothing up.
#[derive(Clone, Debug)]
pub struct Poster {
    /// The layout.
    pub layout: Arc<Layout>,
    /// Which of the layout's artboards is nearest in shape.
    pub artboard: usize,
    /// That artboard, fitted to the sheet.
    pub board: Board,
    /// The name of the size as the user said it.
    pub size: String,
    /// The finished size.
    pub sheet: SheetSize,
    /// The main language.
    pub lang: Lang,
    /// What goes into each slot, by the slot's name.
    pub words: BTreeMap<String, Words>,
    /// Colours laid over the layout's own; roles that are missing keep theirs.
    pub palette: Palette,
    /// The slogan on one line.
    pub title: String,
}

impl Poster {
    /// The artboard that this poster is drawn on.
    pub fn artboard(&self) -> &Artboard {
        &self.layout.artboards[self.artboard]
    }
}

/// What goes into one slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The text as typed: `*` around emphasized words, line breaks where they are forced.
    pub text: String,
    /// Its language.
    pub lang: Lang,
}
