//! Artwork as pixels, painted by resvg: small pictures whole, large ones in bands.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use resvg::tiny_skia::Transform;
pub use resvg::tiny_skia::{Pixmap, PremultipliedColorU8};

use crate::compose::Artwork;
use crate::diag::{Diagnostic, Result};
use crate::units::{Dpi, Pixels};
use cut::{Cuts, Layer};
use stock::Stock;

mod cut;
mod stock;

/// Most pixels of a picture that is held in memory as a whole: 4 bytes each, 1.6 GB.
const MOST_PIXELS: u64 = 400_000_000;

/// Most pixels of a picture that is painted at once: 16 MB.
const SMALL: u64 = 1 << 22;

/// Most pixels of a band: several of them are in memory at a time.
const BAND: u32 = 3 << 20;

/// Most rows of a band. Rows of a band are a power of two, of at least a block of a JPEG.
const MOST_ROWS: u32 = 256;

/// A picture that is yet to be painted.
#[derive(Debug)]
pub struct Picture<'a> {
    /// Columns and rows.
    pub size: Pixels,
    tree: &'a usvg::Tree,
    /// What bands are painted from; a small picture has none.
    layers: Option<Vec<Layer<'a>>>,
    band_rows: u32,
    /// Coloured paper under it.
    stock: Option<Stock>,
    /// How long it took to paint so far, over all threads.
    nanoseconds: AtomicU64,
}

impl<'a> Picture<'a> {
    /// The picture of artwork at a resolution, which counts for paper only.
    pub fn new(artwork: &'a Artwork, dpi: Dpi) -> Self {
        Self::of(&artwork.tree, artwork.sheet.to_pixels(dpi))
    }

    /// The picture of artwork as it will look, on coloured paper if it is meant for that.
    pub fn preview(artwork: &'a Artwork, dpi: Dpi) -> Self {
        Self {
            stock: artwork.stock.map(Stock::new),
            ..Self::new(artwork, dpi)
        }
    }

    fn of(tree: &'a usvg::Tree, size: Pixels) -> Self {
        // A blur reaches beyond its band.
        if pixels(size.width, size.height) <= SMALL || filtered(tree.root()) {
            return Self::in_bands(tree, size, size.height.max(1), false);
        }
        let most = (BAND / size.width).clamp(8, MOST_ROWS);
        Self::in_bands(tree, size, 1 << most.ilog2(), true)
    }

    /// The picture of a tree in bands of some rows; `cut` paints them apart without a trace.
    pub fn in_bands(tree: &'a usvg::Tree, size: Pixels, band_rows: u32, cut: bool) -> Self {
        let layers = cut.then(|| Cuts::new(size, band_rows).layers(tree, scale(tree, size)));
        Self {
            size,
            tree,
            layers,
            band_rows,
            stock: None,
            nanoseconds: AtomicU64::new(0),
        }
    }

    /// The same picture with the same cuts, painted whole: what bands must be equal to.
    #[cfg(test)]
    pub const fn at_once(mut self) -> Self {
        self.band_rows = self.size.height;
        self
    }

    /// How many rows a band has, but for the last.
    pub const fn band_rows(&self) -> u32 {
        self.band_rows
    }

    /// The tops of all bands.
    pub fn bands(&self) -> Vec<u32> {
        (0..self.size.height)
            .step_by(self.band_rows as usize)
            .collect()
    }

    /// Whether it is painted whole, at once.
    pub const fn is_small(&self) -> bool {
        self.band_rows >= self.size.height
    }

    /// How long it took to paint, summed over all threads.
    pub fn painted(&self) -> Duration {
        Duration::from_nanos(self.nanoseconds.load(Ordering::Relaxed))
    }

    /// Paints the band at `top`.
    ///
    /// # Errors
    /// More pixels than fit into memory.
    pub fn paint(&self, top: u32) -> Result<Pixmap> {
        let begun = Instant::now();
        let rows = self.band_rows.min(self.size.height - top);
        let painted = self.rows(top, rows).map(|mut pixmap| {
            if let Some(stock) = &self.stock {
                stock.lay_under(&mut pixmap);
            }
            pixmap
        });
        let took = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.nanoseconds.fetch_add(took, Ordering::Relaxed);
        painted
    }

    fn rows(&self, top: u32, rows: u32) -> Result<Pixmap> {
        if pixels(self.size.width, rows) > MOST_PIXELS {
            return Err(self.too_large());
        }
        let mut pixmap = Pixmap::new(self.size.width, rows).ok_or_else(|| self.too_large())?;
        let top = convert_side(top);
        let up = Transform::from_translate(0.0, -top);
        let Some(layers) = &self.layers else {
            let place = scale(self.tree, self.size).post_concat(up);
            resvg::render(self.tree, place, &mut pixmap.as_mut());
            return Ok(pixmap);
        };
        for layer in layers {
            match layer {
                Layer::Shape(shape) => shape.paint(top, &mut pixmap.as_mut()),
                Layer::Node(node, place) => {
                    // A node without a size paints nothing.
                    let _ = resvg::render_node(node, place.post_concat(up), &mut pixmap.as_mut());
                }
            }
        }
        Ok(pixmap)
    }

    fn too_large(&self) -> Diagnostic {
        Diagnostic::error(format!(
            "{} × {} pixels are more than can be painted at once",
            self.size.width, self.size.height
        ))
        .hint("ask for a lower `--dpi`, or for a PDF, which has no pixels")
    }

    /// Whether something opaque certainly lies under everything, told without painting.
    pub fn is_opaque(&self) -> bool {
        self.stock.is_some() || covered(self.tree)
    }
}

fn pixels(width: u32, height: u32) -> u64 {
    u64::from(width) * u64::from(height)
}

/// From the coordinates of a tree to the pixels of a picture.
fn scale(tree: &usvg::Tree, size: Pixels) -> Transform {
    Transform::from_scale(
        convert_side(size.width) / tree.size().width(),
        convert_side(size.height) / tree.size().height(),
    )
}

/// A whole picture in memory, for encoders that take nothing less.
#[derive(Debug)]
pub struct Raster {
    /// Columns and rows.
    pub size: Pixels,
    /// RGB, three bytes a pixel, or RGBA with straight alpha, four bytes a pixel.
    pub samples: Vec<u8>,
    /// Whether there is no alpha.
    pub opaque: bool,
}

/// Paints a whole picture, laid on white paper if `on_paper`.
///
/// # Errors
/// More pixels than fit into memory.
pub fn render(picture: &Picture<'_>, on_paper: bool) -> Result<Raster> {
    let size = picture.size;
    if pixels(size.width, size.height) > MOST_PIXELS {
        return Err(picture.too_large());
    }
    let bands: Vec<Pixmap> = picture
        .bands()
        .into_iter()
        .map(|top| picture.paint(top))
        .collect::<Result<_>>()?;
    let opaque = on_paper || bands.iter().all(is_opaque);
    let samples = if opaque { on_white } else { straight };
    Ok(Raster {
        size,
        samples: bands.iter().flat_map(samples).collect(),
        opaque,
    })
}

/// Whether no pixel lets through what is behind.
pub fn is_opaque(pixmap: &Pixmap) -> bool {
    pixmap.pixels().iter().all(|pixel| pixel.alpha() == 255)
}

/// Pixels laid on white paper: RGB.
pub fn on_white(pixmap: &Pixmap) -> Vec<u8> {
    let over = |pixel: &PremultipliedColorU8| {
        // A premultiplied colour is never more than its alpha.
        let paper = 255 - pixel.alpha();
        [
            pixel.red() + paper,
            pixel.green() + paper,
            pixel.blue() + paper,
        ]
    };
    pixmap.pixels().iter().flat_map(over).collect()
}

/// Pixels with their colours as they were before alpha: RGBA.
pub fn straight(pixmap: &Pixmap) -> Vec<u8> {
    let apart = |pixel: &PremultipliedColorU8| {
        let color = pixel.demultiply();
        [color.red(), color.green(), color.blue(), color.alpha()]
    };
    pixmap.pixels().iter().flat_map(apart).collect()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "sides are far below 2^24 pixels"
)]
fn convert_side(pixels: u32) -> f32 {
    pixels as f32
}

/// Whether any group has a filter: a blur reaches beyond its band.
fn filtered(group: &usvg::Group) -> bool {
    !group.filters().is_empty()
        || group.children().iter().any(|node| match node {
            usvg::Node::Group(inner) => filtered(inner),
            _ => false,
        })
}

/// Whether the first thing painted is an opaque rectangle as large as the sheet.
fn covered(tree: &usvg::Tree) -> bool {
    let mut group = tree.root();
    while let Some(usvg::Node::Group(inner)) = group.children().first() {
        group = inner;
        if group.should_isolate() {
            return false;
        }
    }
    let Some(usvg::Node::Path(path)) = group.children().first() else {
        return false;
    };
    let opaque = path.fill().is_some_and(|fill| {
        fill.opacity() == usvg::Opacity::ONE && matches!(fill.paint(), usvg::Paint::Color(_))
    });
    let (place, bounds) = (path.abs_transform(), path.abs_bounding_box());
    // A rectangle has four corners and the way back.
    let straight = path.data().len() <= 5 && !place.has_skew();
    opaque
        && path.is_visible()
        && straight
        && bounds.left() <= 0.0
        && bounds.top() <= 0.0
        && bounds.right() >= tree.size().width()
        && bounds.bottom() >= tree.size().height()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Pixels = Pixels {
        width: 297,
        height: 283,
    };

    /// Curves, thin strokes, slivers across borders, holes, and shapes that leave the sheet.
    const SHAPES: &str = "<path fill=\"#fff\" d=\"M0 0H297V283H0z\"/>\
        <circle cx=\"140\" cy=\"141\" r=\"133.3\" fill=\"#d4001a\"/>\
        <path d=\"M-20 3 L1200 260 L7 271z M20 20 C90 -140 530 190 30 480z\" fill-rule=\"evenodd\"/>\
        <path d=\"M5 280 Q40 -100 295 279\" fill=\"none\" stroke=\"#00f\" stroke-width=\"3\"/>\
        <path d=\"M-9 11.3 L310 262.9\" stroke=\"#0a0\" stroke-width=\"0.7\" stroke-dasharray=\"9 2\"/>\
        <path transform=\"rotate(13)\" d=\"M120 -60h90v290h-90z\" fill=\"#123\" fill-opacity=\"0.4\"/>";

    fn tree(inside: &str) -> usvg::Tree {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"297\" height=\"283\">{inside}</svg>"
        );
        usvg::Tree::from_str(&svg, &usvg::Options::default()).unwrap()
    }

    fn bytes(picture: &Picture<'_>) -> Vec<u8> {
        let bands = picture.bands().into_iter();
        bands
            .flat_map(|top| picture.paint(top).unwrap().take())
            .collect()
    }

    #[test]
    fn bands_are_equal_to_the_whole_pixel_for_pixel() {
        let tree = tree(SHAPES);
        // The last one is as wide as a picture that tiny-skia paints in tiles.
        for (width, height) in [(297, 283), (1000, 953), (8300, 64)] {
            let size = Pixels { width, height };
            for rows in [8, 16, 32] {
                let picture = Picture::in_bands(&tree, size, rows, true);
                let bands = bytes(&picture);
                assert!(bands == bytes(&picture.at_once()), "{size:?} by {rows}");
            }
        }
    }

    /// tiny-skia counts 4 × 4 samples a pixel: cutting moves an edge by less than one of them.
    #[test]
    fn cut_shapes_look_as_resvg_paints_them() {
        let tree = tree(SHAPES);
        let mut whole = Pixmap::new(SIZE.width, SIZE.height).unwrap();
        resvg::render(&tree, Transform::identity(), &mut whole.as_mut());
        let bands = bytes(&Picture::in_bands(&tree, SIZE, 32, true));
        let differ = |(a, b): (&u8, &u8)| a.abs_diff(*b);
        let differences: Vec<u8> = bands.iter().zip(whole.data()).map(differ).collect();
        let most = differences.iter().max().unwrap();
        let many = differences.iter().filter(|&&by| by > 2).count();
        // Two samples of sixteen at most, and only here and there.
        assert!(*most <= 64, "{most}");
        assert!(many < differences.len() / 100, "{many}");
    }

    #[test]
    fn what_is_not_flat_stands_where_resvg_paints_it() {
        let tree = tree(
            "<linearGradient id=\"a\"><stop stop-color=\"red\"/><stop offset=\"1\"/></linearGradient>\
             <g transform=\"translate(31 17) scale(1.5)\"><g opacity=\"0.5\" transform=\"rotate(20)\">\
             <rect x=\"40\" width=\"90\" height=\"70\"/><rect x=\"60\" y=\"20\" width=\"90\" height=\"90\" fill=\"url(#a)\"/></g>\
             <rect y=\"70\" width=\"50\" height=\"50\" fill=\"url(#a)\"/></g>",
        );
        let mut whole = Pixmap::new(SIZE.width, SIZE.height).unwrap();
        resvg::render(&tree, Transform::identity(), &mut whole.as_mut());
        let bands = bytes(&Picture::in_bands(&tree, SIZE, 64, true));
        let far = bands
            .iter()
            .zip(whole.data())
            .filter(|(a, b)| a.abs_diff(**b) > 2);
        assert!(far.count() < 200);
        assert!(
            whole
                .pixels()
                .iter()
                .filter(|pixel| pixel.alpha() > 0)
                .count()
                > 20_000
        );
    }
}
