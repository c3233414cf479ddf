//! A designer's template, read from ordinary SVG.
//!
//! A [`Layout`] has one [`Artboard`] or more, each drawn for one shape of sheet. An artboard keeps
//! the designer's source text whole, and remembers by byte range what is to be replaced in it.

use std::sync::Arc;

use crate::diag::{Diagnostic, Place, Result, did_you_mean};
use crate::library::Library;
use crate::units::SheetSize;

mod artboard;
mod bleed;
mod check;
mod cuts;
mod entity;
mod flow;
mod geometry;
mod images;
mod name;
mod numbered;
mod palettes;
mod parse;
mod picture;
mod resize;
mod roles;
mod slot;
mod style;
mod tops;
mod words;

pub use artboard::{Artboard, Cuts, Image, Pin, Pins, RoleRule, Slot, SlotContent, SlotShape, Top};
pub use check::check;
pub use cuts::escape;
pub use numbered::numbered;
pub use palettes::palettes;
pub use parse::artboard;
pub use picture::{PictureFit, PictureStyle, Treatment};
pub use resize::{Board, PlacedSlot};
pub use words::{Align, Case, Fit, Fitting, TextStyle, Valign, WritingMode};

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
                images::load(&mut board, |name| {
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
        images::load(&mut board, |name| {
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
