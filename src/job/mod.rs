//! What the user asked for, resolved into posters that need nothing more to be looked up.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::color::{Palette, Rgb, Role, Swatch};
use crate::lang::{Lang, LangError};
use crate::layout::{Artboard, Board, Layout};
use crate::units::{Dpi, Length, SheetSize};

mod code;
mod economy;
mod exclude;
mod expand;
pub mod kit;
mod matrix;
mod name;
mod parse;
mod pattern;
mod picture;
mod shelf;
pub mod sizes;
mod slots;
pub mod values;
mod words;

pub use code::check_code;
pub use economy::{InkSaver, Stock};
pub use exclude::Exclude;
pub use expand::{expand, open};
pub use matrix::Matrix;
pub use name::slug;
pub use parse::{Orders, Sheet};
pub use pattern::{PLACEHOLDERS, Pattern};
pub use picture::{Focus, FocusError, Picture};
pub use shelf::Shelf;
pub use words::guess;

/// What the user asked for: lists multiply.
#[derive(Clone, Debug, Default)]
pub struct Job {
    /// What to say. Default: nothing, for layouts without slots.
    pub texts: Vec<Text>,
    /// Names of layouts, or paths of SVG files.
    pub layouts: Vec<String>,
    /// Sizes as [`sizes::parse`] reads them, or `drawn` for the layout's own.
    pub sizes: Vec<String>,
    /// Whether upright sizes are turned to lie. Default: false.
    pub landscape: bool,
    /// Formats. Default: PNG for pixels, PDF for paper.
    pub formats: Vec<Format>,
    /// Pixels per inch for pictures of paper sizes. Default: 150.
    pub dpi: Option<Dpi>,
    /// Languages, one poster each. Default: that of the text, English for a slogan of the catalogue.
    pub langs: Vec<Langs>,
    /// Names of palettes. Default: the layout's own colours.
    pub palettes: Vec<String>,
    /// Single colours, which win over palettes.
    pub colors: BTreeMap<Role, Rgb>,
    /// Words for other slots, by name.
    pub set: BTreeMap<String, String>,
    /// Pictures by the name of their slot; an empty name means the first slot for a picture.
    pub pictures: BTreeMap<String, Picture>,
    /// Which part of a picture stays in view, by the name of its slot; an empty name means all.
    pub focus: BTreeMap<String, Focus>,
    /// Texts of QR codes by the name of their slot; an empty name means the first slot for one.
    pub codes: BTreeMap<String, String>,
    /// Combinations that are left out. Default: none.
    pub exclude: Vec<Exclude>,
    /// How files are called. Default: slogan, layout, language, size and palette.
    pub name: Option<Pattern>,
    /// What a guillotine needs around the trim, on paper. Default: nothing.
    pub edges: Edges,
    /// What is done to save ink. Default: nothing.
    pub ink_saver: Option<InkSaver>,
    /// Coloured paper that is printed on. Default: white.
    pub stock: Option<Stock>,
}

/// What is left for the guillotine on both sides of the trim.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Edges {
    /// How far artwork runs over each edge. Default: 0.
    pub bleed: Length,
    /// How far words stay inside each edge. Default: 0, which is not checked.
    pub safe: Length,
}

/// Where a slogan comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// Nowhere: the layout says it all.
    None,
    /// The command line.
    Typed(String),
    /// The catalogue, by `campaign/slogan`.
    Catalogue(String),
}

/// The languages that share one poster: of the slot `slogan`, of `slogan-2`, and so on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Langs {
    /// The language of the poster and of its slogan.
    pub first: Lang,
    /// The languages of `slogan-2`, `slogan-3`, …
    pub others: Vec<Lang>,
}

impl From<Lang> for Langs {
    fn from(first: Lang) -> Self {
        Self {
            first,
            others: Vec::new(),
        }
    }
}

impl FromStr for Langs {
    type Err = LangError;

    /// Reads tags of BCP 47 with `+` between them, as in `ar+en`.
    fn from_str(text: &str) -> Result<Self, LangError> {
        let mut tags = text.split('+');
        Ok(Self {
            first: tags.next().unwrap_or_default().parse()?,
            others: tags.map(str::parse).collect::<Result<_, _>>()?,
        })
    }
}

impl fmt::Display for Langs {
    /// The tags with hyphens between them, as file names have them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.fmt(f)?;
        self.others.iter().try_for_each(|lang| write!(f, "-{lang}"))
    }
}

/// The kind of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Pixels without loss, for feeds.
    Png,
    /// Vectors for paper.
    Pdf,
    /// Vectors for further work.
    Svg,
    /// Pixels with loss.
    Jpeg,
    /// Pixels without loss, smaller.
    Webp,
}

impl Format {
    /// Every format, in the order in which they are listed.
    pub const ALL: [Self; 5] = [Self::Png, Self::Pdf, Self::Svg, Self::Jpeg, Self::Webp];

    /// The ending of its files, without the dot, which is also what users call it.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Pdf => "pdf",
            Self::Svg => "svg",
            Self::Jpeg => "jpeg",
            Self::Webp => "webp",
        }
    }

    /// Whether it holds pixels.
    pub const fn is_raster(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::Webp)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.extension())
    }
}

/// Why a format could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no format `{0}`")]
pub struct FormatError(pub String);

impl FromStr for Format {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, FormatError> {
        let asked = text.trim().to_lowercase();
        let asked = if asked == "jpg" { "jpeg" } else { &asked };
        Self::ALL
            .into_iter()
            .find(|format| format.extension() == asked)
            .ok_or_else(|| FormatError(text.to_owned()))
    }
}

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
    /// What goes into each slot for a picture.
    pub pictures: BTreeMap<String, Picture>,
    /// What goes into each slot for a QR code.
    pub codes: BTreeMap<String, String>,
    /// Colours laid over the layout's own; roles that are missing keep theirs.
    pub palette: Palette,
    /// Sizes that slots must not pass, in units of the board: so posters of one run share a size.
    pub caps: BTreeMap<String, f64>,
    /// Every colour of which a press colour is known: this palette's first, then those of all
    /// others, for layouts that are drawn in the same colours.
    pub swatches: Arc<[Swatch]>,
    /// What a guillotine needs around the trim.
    pub edges: Edges,
    /// The slogan on one line.
    pub title: String,
    /// Whether large letters are outlines to colour in.
    pub outlined: bool,
    /// Coloured paper that it is printed on.
    pub stock: Option<Stock>,
    /// Whether the slogan is a translation that nobody has confirmed yet.
    pub draft: bool,
}

impl Poster {
    /// The artboard that this poster is drawn on.
    pub fn artboard(&self) -> &Artboard {
        &self.layout.artboards[self.artboard]
    }

    /// Whether anything goes into a slot.
    pub fn fills(&self, slot: &str) -> bool {
        let words = self.words.get(slot);
        words.is_some_and(|words| !words.text.trim().is_empty())
            || self.pictures.contains_key(slot)
            || self.codes.contains_key(slot)
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

/// One file to be made.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What it shows. Files of one poster share it.
    pub poster: Arc<Poster>,
    /// The kind of file.
    pub format: Format,
    /// Its name without folder and ending.
    pub stem: String,
    /// Pixels per inch where a sheet of paper is made as pixels.
    pub dpi: Dpi,
}

impl Planned {
    /// The name of the file, without a folder.
    pub fn file_name(&self) -> String {
        format!("{}.{}", self.stem, self.format.extension())
    }
}
