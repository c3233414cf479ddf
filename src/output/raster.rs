//! Artwork as pixels, in bands: flat colours by area, everything else by resvg.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use resvg::tiny_skia::{Pixmap, Transform};

use super::flat::{Direct, Flat, Indexed, Rgba};
use crate::compose::Artwork;
use crate::diag::{Diagnostic, Result};
use crate::units::{Dpi, Pixels};

/// Most pixels of a picture that is held in memory as a whole: 4 bytes each, 1.6 GB.
const MOST_PIXELS: u64 = 400_000_000;

/// Pixels of a band: what a core paints at a time, small enough to stay in its cache.
const BAND_PIXELS: u32 = 1 << 20;

/// A picture that is yet to be painted.
#[derive(Debug)]
pub struct Picture<'a> {
    /// Columns and rows.
    pub size: Pixels,
    painter: Painter<'a>,
    /// How long it took to paint so far, over all threads.
    nanoseconds: AtomicU64,
}

#[derive(Debug)]
enum Painter<'a> {
    Flat(Flat),
    Resvg(&'a usvg::Tree),
}

impl<'a> Picture<'a> {
    /// The picture of artwork at a resolution, which counts for paper only.
    pub fn new(artwork: &'a Artwork, dpi: Dpi) -> Self {
        let size = artwork.sheet.to_pixels(dpi);
        let painter = match Flat::of(&artwork.tree, size) {
            Some(flat) => Painter::Flat(flat),
            None => Painter::Resvg(&artwork.tree),
        };
        Self {
            size,
            painter,
            nanoseconds: AtomicU64::new(0),
        }
    }

    /// How many rows a band has: all of them where the picture is small, or where what is painted
    /// in one place depends on what is far away. Always a multiple of 8 when there are several.
    pub fn band_rows(&self) -> u32 {
        let pixels = u64::from(self.size.width) * u64::from(self.size.height);
        let whole = match &self.painter {
            Painter::Flat(_) => pixels <= u64::from(BAND_PIXELS) * 4,
            Painter::Resvg(tree) => pixels <= u64::from(BAND_PIXELS) * 16 || filtered(tree.root()),
        };
        if whole {
            return self.size.height.max(1);
        }
        let rows = match &self.painter {
            Painter::Flat(_) => BAND_PIXELS / self.size.width,
            // resvg walks the whole tree for each band.
            Painter::Resvg(_) => BAND_PIXELS * 2 / self.size.width,
        };
        (rows / 8 * 8).clamp(8, 2048)
    }

    /// The tops of all bands.
    pub fn bands(&self) -> Vec<u32> {
        let rows = usize::try_from(self.band_rows()).unwrap_or(usize::MAX);
        (0..self.size.height).step_by(rows).collect()
    }

    /// How many rows the band at `top` has.
    pub fn rows_at(&self, top: u32) -> u32 {
        self.band_rows().min(self.size.height - top)
    }

    /// Whether it is painted whole, at once.
    pub fn is_small(&self) -> bool {
        self.band_rows() >= self.size.height
    }

    /// Paints rows as numbers of colours. `None` if there are too many colours, or if it is not
    /// known how many there are.
    pub fn indexed(&self, top: u32, rows: u32, canvas: &mut Indexed) -> Option<()> {
        match &self.painter {
            Painter::Flat(flat) => self.timed(|| flat.indexed(top, rows, canvas)),
            Painter::Resvg(_) => None,
        }
    }

    /// How long it took to paint, summed over all threads.
    pub fn painted(&self) -> Duration {
        Duration::from_nanos(self.nanoseconds.load(Ordering::Relaxed))
    }

    fn timed<R>(&self, paint: impl FnOnce() -> R) -> R {
        let begun = Instant::now();
        let painted = paint();
        let took = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.nanoseconds.fetch_add(took, Ordering::Relaxed);
        painted
    }

    /// Paints rows as colours.
    ///
    /// # Errors
    /// More pixels than fit into memory.
    pub fn rgba(&self, top: u32, rows: u32) -> Result<Vec<Rgba>> {
        let too_large = || {
            Diagnostic::error(format!(
                "{} × {} pixels are more than can be painted at once",
                self.size.width, self.size.height
            ))
            .hint("ask for a lower `--dpi`, or for a PDF, which has no pixels")
        };
        if u64::from(self.size.width) * u64::from(rows) > MOST_PIXELS {
            return Err(too_large());
        }
        self.timed(|| match &self.painter {
            Painter::Flat(flat) => {
                let mut canvas = Direct::default();
                flat.direct(top, rows, &mut canvas);
                Ok(canvas.pixels)
            }
            Painter::Resvg(tree) => {
                let mut pixmap = Pixmap::new(self.size.width, rows).ok_or_else(too_large)?;
                let transform = Transform::from_scale(
                    convert_side(self.size.width) / tree.size().width(),
                    convert_side(self.size.height) / tree.size().height(),
                )
                .post_translate(0.0, -convert_side(top));
                resvg::render(tree, transform, &mut pixmap.as_mut());
                Ok(straight(&pixmap))
            }
        })
    }

    /// Whether something opaque certainly lies under everything, told without painting.
    pub fn is_opaque(&self) -> bool {
        match &self.painter {
            Painter::Flat(_) => false,
            Painter::Resvg(tree) => covered(tree),
        }
    }
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

impl Raster {
    /// Lays the picture on white paper.
    pub fn flatten(&mut self) {
        if self.opaque {
            return;
        }
        let over = |pixel: &[u8]| {
            let alpha = u16::from(pixel[3]);
            [pixel[0], pixel[1], pixel[2]].map(|channel| {
                let mixed = (u16::from(channel) * alpha + 255 * (255 - alpha) + 127) / 255;
                u8::try_from(mixed).unwrap_or(u8::MAX)
            })
        };
        self.samples = self.samples.chunks_exact(4).flat_map(over).collect();
        self.opaque = true;
    }
}

/// Paints a whole picture.
///
/// # Errors
/// More pixels than fit into memory.
pub fn render(picture: &Picture<'_>) -> Result<Raster> {
    let pixels = picture.rgba(0, picture.size.height)?;
    let opaque = pixels.iter().all(|pixel| pixel[3] == 255);
    let samples = if opaque {
        pixels.iter().flat_map(|&[r, g, b, _]| [r, g, b]).collect()
    } else {
        pixels.into_flattened()
    };
    Ok(Raster {
        size: picture.size,
        samples,
        opaque,
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "sides are far below 2^24 pixels"
)]
fn convert_side(pixels: u32) -> f32 {
    pixels as f32
}

/// Takes the premultiplied pixels apart.
fn straight(pixmap: &Pixmap) -> Vec<Rgba> {
    pixmap
        .pixels()
        .iter()
        .map(|pixel| {
            let color = pixel.demultiply();
            [color.red(), color.green(), color.blue(), color.alpha()]
        })
        .collect()
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
    loop {
        if group.should_isolate() {
            return false;
        }
        match group.children().first() {
            Some(usvg::Node::Group(inner)) => group = inner,
            Some(usvg::Node::Path(path)) => {
                let opaque = path.fill().is_some_and(|fill| {
                    fill.opacity() == usvg::Opacity::ONE
                        && matches!(fill.paint(), usvg::Paint::Color(_))
                });
                let bounds = path.abs_bounding_box();
                let area = path.data().len();
                return opaque
                    && path.is_visible()
                    && area <= 5
                    && path.abs_transform().is_scale()
                        | path.abs_transform().is_translate()
                        | path.abs_transform().is_identity()
                    && bounds.left() <= 0.0
                    && bounds.top() <= 0.0
                    && bounds.right() >= tree.size().width()
                    && bounds.bottom() >= tree.size().height();
            }
            _ => return false,
        }
    }
}
