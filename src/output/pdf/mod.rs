//! Vector PDF from artwork.
//!
//! `paint` walks the tree and writes printpdf operations into a `Sheaf`, `text` lays invisible
//! characters over them, and `finish` turns the sheaf into a file.

mod canvas;
mod finish;
mod font;
mod home;
mod impose;
mod ink;
mod marks;
mod paint;
mod palette;
mod profile;
mod reading;
mod seams;
mod sheaf;
mod spec;
mod standard;
mod text;
mod tiles;
mod xmp;

pub use home::{Person, Tiled, banner, nup, tiles};
pub use profile::Profile;
pub use spec::{Colours, LONGEST, PrintSpec, Standard};
pub use tiles::{Grid, Tiling};

use crate::compose::Artwork;
use crate::diag::{self, Diagnostic, Notes};
use crate::units::{Affine, Dpi, Length};
use ink::Press;
use paint::{Pen, Tone};
use sheaf::{Sheaf, Stream};

/// How a PDF is made.
#[derive(Clone, Debug)]
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
    /// Whether everything is painted in black ink and its tints.
    ///
    /// Default: `false`.
    pub mono: bool,
    /// What a print shop asks for.
    ///
    /// Default: nothing, an ordinary PDF in RGB.
    pub print: PrintSpec,
}

impl Default for PdfOptions {
    fn default() -> Self {
        Self {
            raster: Dpi(300.0),
            compress: true,
            mono: false,
            print: PrintSpec::default(),
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
    let document = document(artwork, options, notes)?;
    finish::save(document, options)
}

/// The document of a poster on one page, not yet written.
fn document(
    artwork: &Artwork,
    options: &PdfOptions,
    notes: &mut Notes,
) -> diag::Result<lopdf::Document> {
    let page = sheaf::Page::of(artwork, &options.print)?;
    if page.scale < 1.0 {
        notes.push(scaled(page));
    }
    let flat = palette::flat(artwork.tree.root());
    let press = Press::new(&options.print, &artwork.swatches, flat);
    let mut sheaf = Sheaf::new(options.raster, page, press, notes);
    let mut stream = Stream::default();

    let root = page_map(&artwork.tree, page);
    let marked = page.slug_pt > page.bleed_pt;
    if marked {
        stream.save();
        paint::clip_to(page.around(page.bleed_pt), &mut stream);
    }
    stream.enter(root);
    let pen = Pen {
        base: root,
        page: root,
        on_page: true,
        tone: if options.mono {
            Tone::Gray
        } else {
            Tone::Colour
        },
        opacity: 1.0,
    };
    if options.print.standard.requirements().transparency {
        paint::children(artwork.tree.root(), pen, &mut stream, &mut sheaf);
    } else {
        paint::opaque(artwork.tree.root(), pen, &mut stream, &mut sheaf);
    }
    if options.print.text {
        text::lines(&artwork.texts, &mut stream, &mut sheaf);
    }
    stream.leave();
    if marked {
        stream.leave();
    }

    if let Some(offset) = options.print.marks {
        marks::paint(artwork, offset, &mut stream, &sheaf);
    }
    finish::document(sheaf, stream, artwork, options)
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
        page.slug_pt,
        page.slug_pt + page.height_pt,
    )
}

/// Beyond 14 400 units nothing but a scale helps, and the shop has to know.
fn scaled(page: sheaf::Page) -> Diagnostic {
    Diagnostic::note(format!(
        "the PDF is made at 1:10, because a page ends at {} mm",
        LONGEST.to_mm()
    ))
    .hint(format!(
        "tell the shop to print it at 1000 %: {:.0} × {:.0} mm",
        Length::pt(page.width_pt / page.scale).to_mm(),
        Length::pt(page.height_pt / page.scale).to_mm()
    ))
}

/// Opaque pixels of artwork, in sRGB, as they will look when they are printed.
///
/// # Errors
/// The profile has no table from inks to colours.
pub fn proof(rgb: &[u8], print: &PrintSpec, artwork: &Artwork) -> diag::Result<Vec<u8>> {
    let flat = palette::flat(artwork.tree.root());
    Press::new(print, &artwork.swatches, flat)
        .proof(rgb)
        .ok_or_else(|| {
            Diagnostic::error(format!(
                "the profile `{}` does not say how inks look",
                print.profile.name
            ))
            .hint("leave out `--proof`, or ask the shop for a profile with both tables")
        })
}
