//! One SVG of a layout as it was read: what is drawn, what is typeset, what is cut out.

use std::ops::Range;

use super::{Fitting, PictureStyle, TextStyle};
use crate::color::{Palette, Rgb, Role};
use crate::diag::Place;
use crate::units::{Affine, Frame, SheetSize};

/// One SVG of a layout, drawn for one shape of sheet.
#[derive(Clone, Debug)]
pub struct Artboard {
    /// The file as the user would name it.
    pub file: String,
    /// The SVG as the designer saved it.
    pub source: String,
    /// The title that the designer gave it; empty if none.
    pub title: String,
    /// The idea in a sentence, from `<desc>`; empty if none.
    pub idea: String,
    /// The coordinate system: what `viewBox` says.
    pub view: Frame,
    /// The size as drawn.
    pub drawn: SheetSize,
    /// Everything that is typeset or filled in, in the order of drawing.
    pub slots: Vec<Slot>,
    /// Elements directly below the root, or below the layers there, in the order of drawing.
    pub tops: Vec<Top>,
    /// What is cut out or replaced when the artboard is filled.
    pub cuts: Cuts,
    /// Style rules that give a role its colour.
    pub roles: Vec<RoleRule>,
    /// Pictures that stand in files beside the layout, their bytes read.
    pub images: Vec<Image>,
}

/// A picture that stands in a file beside the layout.
#[derive(Clone, Debug)]
pub struct Image {
    /// The file, relative to the layout's folder.
    pub name: String,
    /// Where the source names it, without the quotes.
    pub range: Range<usize>,
    /// The file's content.
    pub bytes: Vec<u8>,
}

impl Artboard {
    /// A place in this file.
    pub fn place(&self, range: Range<usize>) -> Place {
        Place::span(&self.file, &self.source, range)
    }

    /// The colour that a role has in the drawing itself.
    pub fn own_color(&self, role: Role) -> Option<Rgb> {
        self.roles
            .iter()
            .find(|rule| rule.role == role && rule.property == "fill")
            .and_then(|rule| rule.own)
    }

    /// The colour of a role once a palette is laid over the drawing.
    pub fn color(&self, role: Role, palette: &Palette) -> Option<Rgb> {
        let laid = palette.roles.get(&role).map(|swatch| swatch.rgb);
        laid.or_else(|| self.own_color(role))
    }
}

/// Byte ranges of the source that are cut out or replaced when an artboard is filled.
#[derive(Clone, Debug, Default)]
pub struct Cuts {
    /// Everything up to and with the root's start tag.
    pub head: Range<usize>,
    /// The root's attributes that stay, as written.
    pub root_attributes: String,
    /// Where the root's end tag starts.
    pub tail: usize,
    /// Samples, comments, scripts, and what editors keep for themselves.
    pub removed: Vec<Range<usize>>,
    /// Elements that vanish together with an optional slot: its id, and the element.
    pub with_slot: Vec<(String, Range<usize>)>,
    /// Elements that vanish when a slot is filled: its id, and the element.
    pub without_slot: Vec<(String, Range<usize>)>,
}

/// An element directly below the root, or below a layer there.
#[derive(Clone, Debug)]
pub struct Top {
    /// The element in the source.
    pub range: Range<usize>,
    /// What it keeps when the sheet has another shape than drawn.
    pub pins: Pins,
    /// The box around it in layout units; `None` where that cannot be told.
    pub bounds: Option<Frame>,
    /// From the coordinates around it to the root's: the layers that it stands in.
    pub parent: Affine,
    /// Whether it may be drawn out in one direction without looking wrong: a plain rectangle, a
    /// straight line, or something that touches an edge of the artboard.
    pub stretches: bool,
}

/// What an element keeps when the sheet has another shape than drawn (`data-pin`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pins {
    /// Along `x`.
    pub x: Pin,
    /// Along `y`.
    pub y: Pin,
}

/// What an element keeps along one axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pin {
    /// Position and size in proportion.
    #[default]
    Proportion,
    /// The distance to the left or top edge.
    Start,
    /// The distance to the right or bottom edge.
    End,
    /// Both distances: the element is drawn out.
    Both,
    /// The distance to the middle.
    Center,
}

/// A style rule that gives a role its colour, and would do so in another palette.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleRule {
    /// The role.
    pub role: Role,
    /// The selector, for example `*[class~='accent']` for `.accent`.
    pub selector: String,
    /// `fill`, `stroke`, `stop-color`, …
    pub property: &'static str,
    /// The colour that the drawing gives it; `None` if it is written in a way that is not read.
    pub own: Option<Rgb>,
}

/// A place in a layout that is typeset.
#[derive(Clone, Debug)]
pub struct Slot {
    /// The name; fixed text has none.
    pub id: String,
    /// Whose words it takes.
    pub content: SlotContent,
    /// The element of the source that it replaces.
    pub range: Range<usize>,
    /// Which of [`Artboard::tops`] it stands in.
    pub top: usize,
    /// Where the words go, in the slot's own coordinates.
    pub shape: SlotShape,
    /// The slot's own `transform`.
    pub own: Affine,
    /// From the coordinates around the slot to the root's.
    pub parent: Affine,
    /// How the words look.
    pub style: TextStyle,
    /// How they are fitted.
    pub fitting: Fitting,
    /// Presentation attributes for the outlines, as written: `fill="#111" opacity=".9"`.
    pub paint: String,
    /// Of those, what belongs to the element as a whole: clip path, opacity, filter, mask.
    pub effects: String,
    /// The classes of the slot.
    pub classes: String,
    /// The computed `fill`, for strokes that thicken a face.
    pub fill: String,
    /// The words that the drawing shows in this place (`data-sample`), one line each; empty if none.
    pub sample: String,
}

/// Whose words a slot takes.
#[derive(Clone, Debug, PartialEq)]
pub enum SlotContent {
    /// The user's.
    Fill,
    /// The designer's own.
    Fixed(String),
    /// A picture of the user's.
    Picture(PictureStyle),
    /// A QR code with the user's words or link.
    Code,
}

/// Where the words of a slot go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SlotShape {
    /// Inside a rectangle.
    Frame(Frame),
    /// On one line, from a point of the baseline.
    Anchor {
        /// Horizontal position.
        x: f64,
        /// The baseline.
        y: f64,
    },
}
