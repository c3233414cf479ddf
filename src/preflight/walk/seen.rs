//! What the walk over a page has seen: figures, not yet judged.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::ObjectId;

use crate::preflight::boxes::{Boxes, Edges, Side};
use crate::preflight::geometry::Rect;
use crate::preflight::shop::{Color, Shop};

/// What is painted, as a shop speaks of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Type,
    Shapes,
    Lines,
    Pictures,
    Gradients,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Shapes => "shapes",
            Self::Lines => "lines",
            Self::Pictures => "pictures",
            Self::Gradients => "gradients",
        }
    }
}

/// How often something was seen, with its extreme figure.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// How often.
    pub count: usize,
    /// The smallest figure.
    pub least: Option<f64>,
    /// Around what has the smallest figure.
    pub at: Option<Rect>,
}

impl Tally {
    pub fn add(&mut self, figure: f64, at: Rect) {
        self.count += 1;
        if self.least.is_none_or(|least| figure < least) {
            (self.least, self.at) = (Some(figure), Some(at));
        }
    }
}

/// What is remembered with the place of the first of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum First {
    /// Painted in such a colour space.
    Color(Color),
    /// What lies below shines through.
    SeeThrough,
    /// Registration colour in the artwork.
    Registration,
    /// White that overprints.
    Vanishing,
}

/// The most ink on one spot.
#[derive(Clone, Copy, Debug, Default)]
pub struct MostInk {
    /// Over all plates, in percent.
    pub percent: f64,
    /// On what.
    pub on: Option<Kind>,
    /// Around that.
    pub at: Option<Rect>,
    /// What could not be measured: its colours are separated by the press, or packed as JPEG.
    pub unmeasured: bool,
}

/// A picture as it is placed.
#[derive(Clone, Copy, Debug)]
pub struct Picture {
    /// Columns and rows.
    pub pixels: (u32, u32),
    /// Pixels per inch on paper, along the coarser side.
    pub ppi: f64,
    /// Around it.
    pub at: Rect,
}

/// A font that type was set in.
#[derive(Clone, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four plain answers about a font"
)]
pub struct FontUse {
    /// How the PDF holds it: `Type1`, `TrueType`, `CIDFontType2`, `Type3`.
    pub kind: String,
    /// Whether its letters are in the file.
    pub embedded: bool,
    /// Whether any of its text can be seen.
    pub visible: bool,
    /// Whether text set in it can be copied out.
    pub to_unicode: bool,
    /// Whether a `CIDFontType2` lacks the map from characters to glyphs.
    pub lacks_map: bool,
}

/// What PDF/X forbids in content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Forbidden {
    /// A fragment of PostScript.
    PostScript,
    /// A place-holder for a picture that the shop has not got (OPI).
    Opi,
    /// A curve that bends all colours on the way to the plate.
    TransferCurve,
    /// A screen of its own.
    Halftone,
}

impl Forbidden {
    pub fn name(self) -> &'static str {
        match self {
            Self::PostScript => "a fragment of PostScript",
            Self::Opi => "a place-holder for a picture elsewhere (OPI)",
            Self::TransferCurve => "a transfer curve",
            Self::Halftone => "a halftone screen of its own",
        }
    }
}

/// Everything seen on one page.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Around what is being painted.
    pub here: Rect,
    /// Where the first of several kinds of things was seen.
    pub first: BTreeMap<First, Rect>,
    /// Ink along the edges.
    pub edges: Edges,
    /// Objects that left ink or covered some.
    pub painted: usize,
    /// Objects that stand beyond the bleed, with the shortest distance to the trim in points.
    pub outside: Tally,
    /// How far type keeps from the trim in points, and on which side it is nearest.
    pub type_margin: Option<(f64, Side, Rect)>,
    /// Letters set as text.
    pub text: usize,
    /// Colour spaces, and what was painted with them.
    pub colors: BTreeMap<Color, BTreeSet<Kind>>,
    /// Profiles of colour spaces.
    pub profiles: BTreeSet<ObjectId>,
    /// Inks by name, with the space that stands in for them.
    pub spots: BTreeMap<String, Color>,
    /// Objects in registration colour inside the trim.
    pub registration: usize,
    /// The most ink.
    pub ink: MostInk,
    /// Thin things in black of several inks; thickness in millimetres.
    pub rich_black: Tally,
    /// Thin things in black alone that knock out what is below; thickness in millimetres.
    pub knocked_out: Tally,
    /// White things that are set to overprint, so nothing of them prints.
    pub vanishing: usize,
    /// Lines thinner than the shop prints; width in points.
    pub hairlines: Tally,
    /// The thinnest line, in points.
    pub thinnest: Option<f64>,
    /// Pictures as placed.
    pub pictures: Vec<Picture>,
    /// Ways in which things shine through.
    pub transparency: BTreeSet<&'static str>,
    /// Spaces that transparency groups blend in; `None` takes over the page's.
    pub groups: BTreeMap<Option<Color>, usize>,
    /// Fonts by name.
    pub fonts: BTreeMap<String, FontUse>,
    /// Characters that the font has not got, shown as empty boxes.
    pub notdef: usize,
    /// What PDF/X forbids.
    pub forbidden: BTreeSet<Forbidden>,
    /// Camera and editing data in pictures.
    pub picture_data: BTreeSet<&'static str>,
    /// What could not be read.
    pub unread: BTreeSet<&'static str>,
}

impl Seen {
    /// Nothing yet, on a page with these boxes.
    pub fn new(boxes: &Boxes, shop: &Shop) -> Self {
        Self {
            here: Rect::NOTHING,
            first: BTreeMap::new(),
            edges: Edges::new(boxes.trim(), boxes.distance(shop.bleed)),
            painted: 0,
            outside: Tally::default(),
            type_margin: None,
            text: 0,
            colors: BTreeMap::new(),
            profiles: BTreeSet::new(),
            spots: BTreeMap::new(),
            registration: 0,
            ink: MostInk::default(),
            rich_black: Tally::default(),
            knocked_out: Tally::default(),
            vanishing: 0,
            hairlines: Tally::default(),
            thinnest: None,
            pictures: Vec::new(),
            transparency: BTreeSet::new(),
            groups: BTreeMap::new(),
            fonts: BTreeMap::new(),
            notdef: 0,
            forbidden: BTreeSet::new(),
            picture_data: BTreeSet::new(),
            unread: BTreeSet::new(),
        }
    }

    /// Keeps the most ink.
    pub fn ink(&mut self, percent: f64, on: Kind) {
        if percent > self.ink.percent {
            self.ink.percent = percent;
            self.ink.on = Some(on);
            self.ink.at = Some(self.here);
        }
    }

    /// Keeps where the first of its kind was seen.
    pub fn mark(&mut self, kind: First) {
        self.first.entry(kind).or_insert(self.here);
    }

    /// Keeps in which way something shines through.
    pub fn shines(&mut self, way: &'static str) {
        self.transparency.insert(way);
        self.mark(First::SeeThrough);
    }
}
