//! From settings and a template to one document: the waist of the river.

use std::sync::Arc;

use kurbo::Rect;

use crate::color::{Rgb, Swatch};
use crate::diag::{Diagnostic, Notes, Place, Result};
use crate::job::{Edges, Poster};
use crate::lang::Lang;
use crate::typeset::Setting;
use crate::units::{Affine, Pixels, SheetSize};

mod colouring;
mod keep;
mod locate;
mod photo;
mod qr;
mod recolor;
mod sheet;
mod write;

pub use keep::KeepWhole;
pub use locate::place;
pub use qr::width_on_sheet as code_width;
pub use write::svg;

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
    /// How far the document goes on beyond the trim, where only a PDF shows it, and how far words
    /// stay inside.
    pub edges: Edges,
    /// Colours of which a press colour is known; of two alike the first counts.
    pub swatches: Arc<[Swatch]>,
    /// The document's title: the slogan on one line.
    pub title: String,
    /// The main language, for the reader of a PDF.
    pub lang: Lang,
    /// The lines of text as they stand on the sheet, for search and copy in a PDF.
    pub texts: Vec<TextLine>,
    /// Coloured paper, which previews show and print does not.
    pub stock: Option<Rgb>,
    /// What a joint between sheets of paper should not cut through.
    pub keep_whole: Vec<KeepWhole>,
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

impl Artwork {
    /// Reads a finished document, and remembers where its words stand.
    ///
    /// # Errors
    /// usvg cannot read the document: the layout uses SVG that is not valid.
    pub fn parse(
        svg: String,
        poster: &Poster,
        settings: &[Setting],
        notes: &mut Notes,
    ) -> Result<Self> {
        let tree = usvg::Tree::from_str(&svg, &options()).map_err(|error| {
            Diagnostic::error(format!("the filled layout is not valid SVG: {error}"))
                .at(Place::file(&poster.artboard().file))
        })?;
        sheet::check_safe(poster, settings)?;
        let artwork = Self {
            tree,
            sheet: poster.sheet,
            edges: poster.edges,
            swatches: Arc::clone(&poster.swatches),
            title: poster.title.clone(),
            lang: poster.lang.clone(),
            texts: settings
                .iter()
                .flat_map(|setting| texts(poster, setting))
                .collect(),
            stock: poster.stock.map(|stock| stock.0),
            keep_whole: keep::keep_whole(poster, settings),
            svg,
        };
        if artwork.tree.root().children().is_empty() {
            notes.push(
                Diagnostic::warning("the poster is empty: the layout draws nothing")
                    .at(Place::file(&poster.artboard().file)),
            );
        }
        Ok(artwork)
    }

    /// A sheet that shows other posters, its words as outlines.
    ///
    /// # Errors
    /// usvg cannot read the document.
    pub fn of_sheet(svg: String, size: Pixels) -> Result<Self> {
        let tree = usvg::Tree::from_str(&svg, &options())
            .map_err(|error| Diagnostic::error(format!("the sheet cannot be drawn: {error}")))?;
        Ok(Self {
            svg,
            tree,
            sheet: SheetSize::Screen(size),
            edges: Edges::default(),
            swatches: Arc::new([]),
            title: String::new(),
            lang: Lang::UNKNOWN,
            texts: Vec::new(),
            stock: None,
            keep_whole: Vec::new(),
        })
    }
}

/// A finished document carries everything it shows, so nothing is ever looked up from it.
pub(crate) fn options() -> usvg::Options<'static> {
    usvg::Options {
        image_href_resolver: usvg::ImageHrefResolver {
            resolve_data: usvg::ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..usvg::Options::default()
    }
}

/// From the coordinates of a poster's board to CSS pixels of its sheet.
pub fn view_to_px(poster: &Poster) -> Affine {
    let (view, size) = (poster.board.view, poster.sheet.to_size());
    Affine::scale(
        size.width.to_css_px() / view.width,
        size.height.to_css_px() / view.height,
    )
    .then_inner(Affine::translate(-view.x, -view.y))
}

/// The box around the ink of a setting, in CSS pixels of the sheet.
pub fn ink_on_sheet(poster: &Poster, setting: &Setting) -> Rect {
    let map = view_to_px(poster).then_inner(poster.board.slots[setting.slot].to_view);
    let map = kurbo::Affine::new([map.a, map.b, map.c, map.d, map.e, map.f]);
    map.transform_rect_bbox(setting.ink)
}

fn texts(poster: &Poster, setting: &Setting) -> Vec<TextLine> {
    let map = view_to_px(poster).then_inner(poster.board.slots[setting.slot].to_view);
    setting
        .lines
        .iter()
        .map(|line| TextLine {
            text: line.text.clone(),
            lang: setting.lang.clone(),
            transform: map
                .then_inner(Affine::translate(line.x, line.baseline))
                .then_inner(if line.column {
                    Affine::new(0.0, 1.0, -1.0, 0.0, 0.0, 0.0)
                } else {
                    Affine::IDENTITY
                })
                .then_inner(Affine::scale(line.size, line.size)),
            width_em: line.width_em,
            rtl: line.rtl,
        })
        .collect()
}
