//! A designer's template, read from ordinary SVG.
//!
//! A [`Layout`] has one [`Artboard`] or more, each drawn for one shape of sheet. An artboard keeps
//! the designer's source text whole, and remembers by byte range what is to be replaced in it.

use std::ops::Range;
use std::sync::Arc;

use crate::color::{Palette, Rgb, Role};
use crate::diag::{Diagnostic, Place, Result, did_you_mean};
use crate::library::Library;
use crate::units::{Affine, Frame, SheetSize};

mod bleed;
mod check;
mod entity;
mod flow;
mod geometry;
mod name;
mod numbered;
mod palettes;
mod parse;
mod picture;
mod resize;
mod slot;
mod style;
mod tops;

pub use check::check;
pub use numbered::numbered;
pub use palettes::palettes;
pub use parse::{artboard, escape};
pub use picture::{PictureFit, PictureStyle, Treatment};
pub use resize::{Board, PlacedSlot};

/// The file that every layout has; further artboards stand beside it.
const MAIN: &str = "layout.svg";

/// A template and its artboards.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The name that the user asks for.
    pub name: String,
    /// At least one.
    pub artboards: Vec<Artboard>,
    /// Font files in its folder: their names and their bytes.
    pub fonts: Vec<FontFile>,
}

/// A font file of a designer: its name and its bytes.
pub type FontFile = (String, Arc<Vec<u8>>);

impl Layout {
    /// Opens a layout of the library by name.
    ///
    /// # Errors
    /// There is no such layout, or one of its files is not an SVG that can be used.
    pub fn load(library: &Library, name: &str) -> Result<Self> {
        let folder = format!("layouts/{name}");
        let main = format!("{folder}/{MAIN}");
        if name.contains(['/', '\\', '.']) || !library.names(&folder).contains(MAIN) {
            return Err(unknown(library, name));
        }
        let others = library.names(&folder).into_iter().filter(|file| {
            file != MAIN && file.rsplit_once('.').is_some_and(|(_, end)| end == "svg")
        });
        let files = std::iter::once(main).chain(others.map(|file| format!("{folder}/{file}")));
        let artboards = files
            .map(|file| {
                let bytes = library
                    .read(&file)
                    .map_err(|error| unreadable(&file, &error))?;
                let mut board = artboard(&file, bytes.unwrap_or_default().into_owned())?;
                load_images(&mut board, |name| {
                    let found = library.read(&format!("{folder}/{name}"));
                    found.and_then(|bytes| {
                        Ok(bytes.ok_or(std::io::ErrorKind::NotFound)?.into_owned())
                    })
                })?;
                Ok(board)
            })
            .collect::<Result<_>>()?;
        let is_font = |file: &String| crate::library::is_font_file(file);
        let fonts = library.names(&folder).into_iter().filter(is_font);
        let fonts = fonts.filter_map(|file| {
            let bytes = library.read(&format!("{folder}/{file}")).ok()??;
            Some((file, Arc::new(bytes.into_owned())))
        });
        Ok(Self {
            name: name.to_owned(),
            artboards,
            fonts: fonts.collect(),
        })
    }

    /// A layout from one SVG file that the user named.
    ///
    /// # Errors
    /// The file cannot be read, or is not an SVG that can be used.
    pub fn open(path: &std::path::Path) -> Result<Self> {
        let file = path.display().to_string();
        let bytes = crate::library::read_file(path).map_err(|error| unreadable(&file, &error))?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let folder = path.parent().and_then(|parent| parent.file_name());
        let name = match folder {
            Some(folder) if stem == "layout" => folder.to_string_lossy().into_owned(),
            _ => stem.into_owned(),
        };
        let mut board = artboard(&file, bytes)?;
        let beside = path.parent().unwrap_or(std::path::Path::new(""));
        load_images(&mut board, |name| {
            crate::library::read_file(&beside.join(name))
        })?;
        Ok(Self {
            name,
            artboards: vec![board],
            fonts: crate::library::fonts_beside(path)
                .into_iter()
                .map(|(name, bytes)| (name, Arc::new(bytes)))
                .collect(),
        })
    }

    /// Names of all layouts of a library, sorted.
    pub fn names(library: &Library) -> Vec<String> {
        let mut names: Vec<String> = library
            .names("layouts")
            .into_iter()
            .filter(|name| library.names(&format!("layouts/{name}")).contains(MAIN))
            .collect();
        names.sort();
        names
    }

    /// The artboard that the designer drew first.
    pub fn main(&self) -> &Artboard {
        &self.artboards[0]
    }

    /// The artboard that is nearest in shape to a sheet, by its place in
    /// [`Layout::artboards`], and what becomes of it in that shape.
    pub fn board(&self, sheet: SheetSize) -> (usize, Board) {
        let wanted = sheet.aspect().ln();
        let distance = |at: &usize| (self.artboards[*at].view.aspect().ln() - wanted).abs();
        let nearest = (0..self.artboards.len())
            .min_by(|a, b| distance(a).total_cmp(&distance(b)))
            .unwrap_or(0);
        (nearest, self.artboards[nearest].resized(sheet.aspect()))
    }

    /// Ids of all slots that a user can fill, over all artboards, in the order of drawing.
    pub fn all_ids(&self) -> Vec<&str> {
        self.ids(|content| !matches!(content, SlotContent::Fixed(_)))
    }

    /// Ids of the slots that a user can fill with words, over all artboards, in the order of
    /// drawing.
    pub fn slot_ids(&self) -> Vec<&str> {
        self.ids(|content| matches!(content, SlotContent::Fill))
    }

    /// Ids of the slots for pictures.
    pub fn picture_ids(&self) -> Vec<&str> {
        self.ids(|content| matches!(content, SlotContent::Picture(_)))
    }

    /// Ids of the slots for QR codes.
    pub fn code_ids(&self) -> Vec<&str> {
        self.ids(|content| matches!(content, SlotContent::Code))
    }

    fn ids(&self, wanted: impl Fn(&SlotContent) -> bool) -> Vec<&str> {
        let mut ids: Vec<&str> = Vec::new();
        for slot in self.artboards.iter().flat_map(|board| &board.slots) {
            if wanted(&slot.content) && !ids.contains(&slot.id.as_str()) {
                ids.push(&slot.id);
            }
        }
        ids
    }
}

fn load_images(
    board: &mut Artboard,
    read: impl Fn(&str) -> std::io::Result<Vec<u8>>,
) -> Result<()> {
    for at in 0..board.images.len() {
        let image = &board.images[at];
        let bytes = read(&image.name).map_err(|error| {
            Diagnostic::error(format!(
                "the picture `{}` cannot be read: {error}",
                image.name
            ))
            .at(board.place(image.range.clone()))
            .hint("put it beside the layout, or embed it")
        })?;
        board.images[at].bytes = bytes;
    }
    Ok(())
}

fn unknown(library: &Library, name: &str) -> Diagnostic {
    let names = Layout::names(library);
    let suggestion = did_you_mean(name, names.iter().map(String::as_str));
    let error = Diagnostic::error(format!("there is no layout `{name}`"));
    match suggestion {
        Some(suggestion) => error.hint(suggestion),
        None => error.hint(format!(
            "the layouts are {}; or name an SVG file",
            names
                .iter()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ")
        )),
    }
}

fn unreadable(file: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(format!("the layout cannot be read: {error}"))
        .at(Place::file(file))
        .hint("check the path, or `pasteup layouts list`")
}

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

/// How words look, from CSS.
#[derive(Clone, Debug, PartialEq)]
pub struct TextStyle {
    /// `font-family`, best first. Default: `Noto Sans`.
    pub families: Vec<String>,
    /// `font-weight`. Default: 700.
    pub weight: u16,
    /// `text-align` or `text-anchor`. Default: [`Align::Start`].
    pub align: Align,
    /// `text-transform`. Default: [`Case::AsTyped`].
    pub case: Case,
    /// `line-height` in ems. Default: 1.
    pub line_height: f64,
    /// `letter-spacing` in ems. Default: 0.
    pub letter_spacing: f64,
    /// `writing-mode`. Default: [`WritingMode::Horizontal`].
    pub writing_mode: WritingMode,
}

/// `writing-mode`: a wish, which only scripts that can be set in columns follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WritingMode {
    /// Lines from top to bottom.
    Horizontal,
    /// Columns from right to left (`vertical-rl`); Mongolian goes from left to right all the same.
    VerticalRl,
    /// Columns from left to right (`vertical-lr`); ideographs go from right to left all the same.
    VerticalLr,
}

impl Default for TextStyle {
    fn default() -> Self {
        Self {
            families: vec!["Noto Sans".to_owned()],
            weight: 700,
            align: Align::Start,
            case: Case::AsTyped,
            line_height: 1.0,
            letter_spacing: 0.0,
            writing_mode: WritingMode::Horizontal,
        }
    }
}

/// Where lines stand in their frame. `Start` and `End` turn around in right-to-left text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Where the text begins.
    Start,
    /// Where the text ends.
    End,
    /// The left edge, whatever the language.
    Left,
    /// The right edge, whatever the language.
    Right,
    /// The middle.
    Center,
}

/// `text-transform`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Letters as they were typed.
    AsTyped,
    /// Capitals.
    Upper,
    /// Small letters.
    Lower,
}

/// How words are fitted into a slot, from data attributes.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitting {
    /// `data-fit`. Default: [`Fit::Fill`].
    pub fit: Fit,
    /// `data-lines`: fewest and most. Default: 1 to 6.
    pub lines: (usize, usize),
    /// `data-columns`: fewest and most columns for a text of many short lines. Default: 1 to 1.
    pub columns: (usize, usize),
    /// `data-min-size` in layout units. Default: none.
    pub min_size: Option<f64>,
    /// `data-max-size` in layout units. Default: none.
    pub max_size: Option<f64>,
    /// `font-size` in layout units: what `shrink` and `keep` start from. Default: 16.
    pub drawn_size: f64,
    /// `data-valign`. Default: [`Valign::Middle`].
    pub valign: Valign,
    /// `data-group`: slots of one group share one size. Default: none.
    pub group: Option<String>,
    /// `data-ratio`: the size relative to the common size of the group. Default: 1.
    pub ratio: f64,
    /// `data-optional`: whether the slot may stay empty. Default: false.
    pub optional: bool,
    /// `data-grow`: an optional slot whose place this one takes in when it stays empty.
    /// Default: none.
    pub grow: Option<String>,
    /// `data-hyphenate`. Default: false.
    pub hyphenate: bool,
    /// `data-safe`: whether the words keep clear of the trim by what the shop asks for.
    /// Default: true.
    pub safe: bool,
}

impl Default for Fitting {
    fn default() -> Self {
        Self {
            fit: Fit::Fill,
            lines: (1, 6),
            columns: (1, 1),
            min_size: None,
            max_size: None,
            drawn_size: 16.0,
            valign: Valign::Middle,
            group: None,
            ratio: 1.0,
            optional: false,
            grow: None,
            hyphenate: false,
            safe: true,
        }
    }
}

/// `data-fit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// The largest size that fits.
    Fill,
    /// The drawn size, or less.
    Shrink,
    /// Each line scaled to the full width.
    Stack,
    /// The drawn size.
    Keep,
}

/// `data-valign`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Valign {
    /// The body of the lines in the middle of the frame.
    Middle,
    /// Ink at the top edge.
    Top,
    /// Ink at the bottom edge.
    Bottom,
}
