//! What a document is made of while it is painted: content streams and the resources they name.
//!
//! printpdf has pages with operations, but takes the content of a form `XObject` as finished bytes.
//! So every form is painted as a page of its own; `finish` then folds these pages into forms. All
//! content is thereby written in one language, by one serializer.

use std::collections::BTreeSet;

use printpdf::{BlendMode, CurTransMat, Op, Shading, XObject};

use super::ink::Press;
use super::paint::Tone;
use super::spec::PrintSpec;
use crate::compose::Artwork;
use crate::diag::{self, Diagnostic, Notes};
use crate::units::{Affine, Dpi};

/// The size of the page in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Page {
    /// Width of the trim.
    pub width_pt: f64,
    /// Height of the trim.
    pub height_pt: f64,
    /// How far artwork runs over each edge of the trim.
    pub bleed_pt: f64,
    /// How far the page itself goes beyond the trim: the bleed, or more where marks stand.
    pub slug_pt: f64,
    /// Size on the page by size on the wall: 1, or 0.1 for what is longer than a page can be.
    pub scale: f64,
}

impl Page {
    /// A box that goes beyond the trim by so much: left, low, right, high.
    pub fn around(&self, beyond_pt: f64) -> Bounds {
        let start = self.slug_pt - beyond_pt;
        let end = self.slug_pt + beyond_pt;
        [start, start, end + self.width_pt, end + self.height_pt]
    }

    /// The page of an artwork, at 1:1 as long as PDF has room for it.
    pub fn of(artwork: &Artwork, print: &PrintSpec) -> diag::Result<Self> {
        let size = artwork.sheet.to_size();
        let bleed = artwork.edges.bleed;
        let (slug, scale) = (print.slug(bleed), print.scale(size, bleed));
        let page = Self {
            width_pt: size.width.to_pt() * scale,
            height_pt: size.height.to_pt() * scale,
            bleed_pt: bleed.to_pt() * scale,
            slug_pt: slug.to_pt() * scale,
            scale,
        };
        let good = |pt: f64| pt.is_finite() && pt > 0.0;
        if good(page.width_pt) && good(page.height_pt) {
            Ok(page)
        } else {
            Err(Diagnostic::error(format!(
                "a page of {} × {} mm cannot be printed",
                size.width.to_mm(),
                size.height.to_mm()
            )))
        }
    }
}

/// Something that a content stream calls by name. The numbers count from 0 within one document:
/// printpdf's own names come from a counter that all threads share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resource {
    /// A form `XObject`, by the number of its stream.
    Form(usize),
    /// An image `XObject`.
    Image(usize),
    /// A graphics state.
    State(usize),
    /// A shading, painted with `sh`.
    Shading(usize),
    /// A shading as a pattern, by its number.
    Gradient(usize),
    /// A tiling pattern, by the number of its stream.
    Tile(usize),
    /// The font of the invisible text.
    Font,
    /// An ink with a name, by its number.
    Spot(usize),
    /// Ink on every plate, for marks.
    Registration,
}

impl Resource {
    /// The name in the content stream.
    pub fn name(self) -> String {
        match self {
            Self::Form(n) => format!("F{n}"),
            Self::Image(n) => format!("I{n}"),
            Self::State(n) => format!("G{n}"),
            Self::Shading(n) => format!("S{n}"),
            Self::Gradient(n) => format!("P{n}"),
            Self::Tile(n) => format!("T{n}"),
            Self::Font => "Text".to_owned(),
            Self::Spot(n) => format!("C{n}"),
            Self::Registration => "All".to_owned(),
        }
    }

    /// The sub-dictionary of `/Resources` that holds it.
    pub const fn category(self) -> &'static str {
        match self {
            Self::Form(_) | Self::Image(_) => "XObject",
            Self::State(_) => "ExtGState",
            Self::Shading(_) => "Shading",
            Self::Gradient(_) | Self::Tile(_) => "Pattern",
            Self::Font => "Font",
            Self::Spot(_) | Self::Registration => "ColorSpace",
        }
    }
}

/// A rectangle `[left, low, right, high]`, in the units of the stream it bounds.
pub type Bounds = [f64; 4];

/// What a stream is besides its operations.
#[derive(Clone, Debug, PartialEq)]
pub enum Role {
    /// A transparency group; the colour space is stated where it decides on a soft mask.
    Group {
        /// What lies outside is cut off.
        bounds: Bounds,
        /// The colour space to blend in, if not that of the parent.
        space: Option<Tone>,
    },
    /// A form that is no group: it only has a default space of its own.
    Form {
        /// What lies outside is cut off.
        bounds: Bounds,
    },
    /// The cell of a tiling pattern.
    Tile {
        /// The cell, which is also the step.
        bounds: Bounds,
        /// From the cell to the default space of the stream that paints with it.
        map: Affine,
    },
}

/// One content stream while it is written.
#[derive(Default)]
pub struct Stream {
    /// The operations.
    pub ops: Vec<Op>,
    /// What they name.
    pub used: BTreeSet<Resource>,
}

impl Stream {
    /// Adds an operation.
    pub fn push(&mut self, op: Op) {
        self.ops.push(op);
    }

    /// Saves the graphics state.
    pub fn save(&mut self) {
        self.push(Op::SaveGraphicsState);
    }

    /// Saves the graphics state and enters a nested coordinate system.
    pub fn enter(&mut self, map: Affine) {
        self.save();
        if map != Affine::IDENTITY {
            self.push(Op::SetTransformationMatrix {
                matrix: CurTransMat::Raw(convert_affine(map)),
            });
        }
    }

    /// Restores the graphics state.
    pub fn leave(&mut self) {
        self.push(Op::RestoreGraphicsState);
    }

    /// An operator that printpdf has no name for.
    pub fn raw(&mut self, operator: &str, operands: Vec<printpdf::DictItem>) {
        self.push(Op::Unknown {
            key: operator.to_owned(),
            value: operands,
        });
    }

    /// Notes that a resource is named, and gives its name.
    pub fn naming(&mut self, resource: Resource) -> String {
        self.used.insert(resource);
        resource.name()
    }
}

/// How a soft mask is read from its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaskKind {
    /// Light lets through, dark holds back.
    Luminosity,
    /// Covered lets through, empty holds back.
    Alpha,
}

/// A soft mask: how it is read, and the form that draws it.
pub type SoftMask = (MaskKind, usize);

/// A graphics state that differs from the usual one.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Opacity of what is painted, 0 to 1.
    pub opacity: f32,
    /// How it mixes with what lies below.
    pub blend: BlendMode,
    /// What hides parts of it.
    pub mask: Option<SoftMask>,
    /// Whether black is printed over what lies below instead of in its place.
    pub overprint: bool,
}

impl State {
    /// Whether what lies below shows through, in ways that only a transparency model can say.
    pub fn is_translucent(&self) -> bool {
        let over = Self {
            overprint: self.overprint,
            ..Self::default()
        };
        *self != over
    }
}

impl Default for State {
    fn default() -> Self {
        Self {
            opacity: 1.0,
            blend: BlendMode::normal(),
            mask: None,
            overprint: false,
        }
    }
}

/// A picture in the form that it has in the file.
pub struct Picture {
    /// Pixels, or a whole JPEG file.
    pub data: XObject,
    /// Its alpha, a byte a pixel, where `data` has no room for it.
    pub alpha: Option<Vec<u8>>,
    /// Whether readers should smooth it when it is enlarged.
    pub smooth: bool,
    /// Whether it has an alpha channel.
    pub translucent: bool,
    /// Which embedded file it is, and as what it is painted: the same one is written once.
    pub origin: Option<(usize, Tone)>,
}

/// All parts of a document but its page.
pub struct Sheaf<'a> {
    /// Resolution for what must become pixels.
    pub raster: Dpi,
    /// The page that all is for.
    pub page: Page,
    /// What colours become.
    pub press: Press,
    /// Where messages go.
    pub notes: &'a mut Notes,
    /// Forms and tiles.
    pub streams: Vec<(Stream, Role)>,
    /// Graphics states.
    pub states: Vec<State>,
    /// Pictures.
    pub pictures: Vec<Picture>,
    /// Shadings, and whether in colour or in gray.
    pub shadings: Vec<(Shading, Tone)>,
    /// Shading patterns: the shading, and the map from its space to that of the stream.
    pub gradients: Vec<(usize, Affine)>,
    /// The font of the invisible text, once there is some.
    pub font: Option<printpdf::PdfFont>,
}

impl<'a> Sheaf<'a> {
    /// An empty one.
    pub fn new(raster: Dpi, page: Page, press: Press, notes: &'a mut Notes) -> Self {
        Self {
            raster,
            page,
            press,
            notes,
            streams: Vec::new(),
            states: Vec::new(),
            pictures: Vec::new(),
            shadings: Vec::new(),
            gradients: Vec::new(),
            font: None,
        }
    }

    /// Adds a finished stream and gives its number.
    pub fn add_stream(&mut self, stream: Stream, role: Role) -> usize {
        self.streams.push((stream, role));
        self.streams.len() - 1
    }

    /// Adds a picture and gives its resource.
    pub fn add_picture(&mut self, picture: Picture) -> Resource {
        Resource::Image(added(&mut self.pictures, picture))
    }

    /// The resource of a graphics state.
    pub fn state(&mut self, state: State) -> Resource {
        Resource::State(known_or_added(&mut self.states, state))
    }

    /// The number of a shading.
    pub fn shading(&mut self, shading: Shading, tone: Tone) -> usize {
        known_or_added(&mut self.shadings, (shading, tone))
    }

    /// The resource of a shading that is painted as a pattern.
    pub fn gradient(&mut self, shading: usize, map: Affine) -> Resource {
        Resource::Gradient(known_or_added(&mut self.gradients, (shading, map)))
    }

    /// Whether anything is more than paint on paper.
    pub fn is_translucent(&self) -> bool {
        self.states.iter().any(State::is_translucent)
            || self.pictures.iter().any(|picture| picture.translucent)
            || self
                .streams
                .iter()
                .any(|(_, role)| matches!(role, Role::Group { .. }))
    }
}

fn added<T>(list: &mut Vec<T>, item: T) -> usize {
    list.push(item);
    list.len() - 1
}

fn known_or_added<T: PartialEq>(list: &mut Vec<T>, item: T) -> usize {
    list.iter()
        .position(|known| *known == item)
        .unwrap_or_else(|| added(list, item))
}

/// The six numbers as PDF takes them.
pub fn convert_affine(map: Affine) -> [f32; 6] {
    [map.a, map.b, map.c, map.d, map.e, map.f].map(convert_real)
}

/// A number as PDF takes it: finite, and without a tail of noise, since it is written in full.
pub fn convert_real(value: f64) -> f32 {
    if !value.is_finite() || value.abs() < 1e-9 {
        return 0.0;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "printpdf's numbers are f32; this is the border"
    )]
    let real = value as f32;
    real
}
