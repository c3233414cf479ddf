//! Vector PDF from artwork.
//!
//! `paint` walks the tree and writes printpdf operations into a `Sheaf`, `text` lays invisible
//! characters over them, and `finish` turns the sheaf into a file.

mod finish;
mod font;
mod paint;
mod reading;
mod sheaf;
mod text;
mod xmp;

use crate::compose::Artwork;
use crate::diag::{self, Notes};
use crate::units::{Affine, Dpi};
use paint::{Pen, Tone};
use sheaf::{Sheaf, Stream};

/// How a PDF is made.
#[derive(Clone, Debug, PartialEq)]
pub struct PdfOptions {
    /// Resolution of what PDF cannot say in vectors, which is filters. Very large ones get less,
    /// and a note says how much.
    ///
    /// Default: 300 pixels per inch.
    pub raster: Dpi,
    /// Whether content is compressed. Without, the file can be read in a text editor.
    ///
    /// Default: `true`.
    pub compress: bool,
}

impl Default for PdfOptions {
    fn default() -> Self {
        Self {
            raster: Dpi(300.0),
            compress: true,
        }
    }
}

/// Paints artwork as a PDF of one page, which has exactly the size of the sheet.
///
/// The same artwork makes the same bytes. What had to become pixels is said in `notes`.
///
/// # Errors
///
/// When the sheet has no area that a page could have, or the file cannot be put together.
pub fn pdf(artwork: &Artwork, options: &PdfOptions, notes: &mut Notes) -> diag::Result<Vec<u8>> {
    let page = sheaf::Page::of(artwork.sheet)?;
    let mut sheaf = Sheaf::new(options.raster, page, notes);
    let mut stream = Stream::default();

    let root = page_map(&artwork.tree, page);
    stream.enter(root);
    let pen = Pen {
        base: root,
        page: root,
        on_page: true,
        tone: Tone::Colour,
        opacity: 1.0,
    };
    paint::children(artwork.tree.root(), pen, &mut stream, &mut sheaf);
    text::lines(&artwork.texts, &mut stream, &mut sheaf);
    stream.leave();

    finish::bytes(sheaf, stream, artwork, options)
}

/// From CSS pixels with `y` downwards to points with `y` upwards.
fn page_map(tree: &usvg::Tree, page: sheaf::Page) -> Affine {
    let (width_px, height_px) = (
        f64::from(tree.size().width()),
        f64::from(tree.size().height()),
    );
    Affine::new(
        page.width_pt / width_px,
        0.0,
        0.0,
        -page.height_pt / height_px,
        0.0,
        page.height_pt,
    )
}
