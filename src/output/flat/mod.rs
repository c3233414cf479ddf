//! Pictures of flat colour, which is what most posters are, painted by exact area.
//!
//! A tree of plain shapes is turned into edges on a grid of 1/256 pixel once. A row is then painted
//! from its edges by whole-number arithmetic alone, so a row comes out the same whether it is
//! painted with its neighbours, in a band, or on another thread. What is painted is the number of a
//! colour: a byte a pixel, ready for an indexed PNG.
//!
//! Anything else (gradients, pictures, masks, filters) is painted by resvg: see `raster`.

use std::sync::Mutex;

mod canvas;
mod scan;
mod shapes;

use crate::units::Pixels;
use canvas::Canvas;
pub use canvas::{Direct, Indexed, Rgba};
use scan::Scanner;
use shapes::Shape;

/// A picture of flat colours, ready to be painted row by row.
#[derive(Debug)]
pub struct Flat {
    shapes: Vec<Shape>,
    size: Pixels,
    /// Scanners that are not in use.
    scanners: Mutex<Vec<Scanner>>,
}

impl Flat {
    /// The shapes of a tree, scaled to fill a size; `None` if it has anything but flat shapes.
    pub fn of(tree: &usvg::Tree, size: Pixels) -> Option<Self> {
        Some(Self {
            shapes: shapes::of(tree, size)?,
            size,
            scanners: Mutex::default(),
        })
    }

    /// Paints rows from `top` as numbers of colours, one byte a pixel. `None` if there are more
    /// than 256 colours.
    pub fn indexed(&self, top: u32, rows: u32, canvas: &mut Indexed) -> Option<()> {
        canvas.clear(self.size.width as usize * rows as usize);
        self.paint(top, rows, canvas)
    }

    /// Paints rows from `top` as colours.
    pub fn direct(&self, top: u32, rows: u32, canvas: &mut Direct) {
        canvas.clear(self.size.width as usize * rows as usize);
        // Colours are never too many for themselves.
        let _ = self.paint(top, rows, canvas);
    }

    fn paint(&self, top: u32, rows: u32, canvas: &mut impl Canvas) -> Option<()> {
        let lock = || self.scanners.lock().ok();
        let mut scanner = lock().and_then(|mut free| free.pop()).unwrap_or_default();
        let painted = self
            .shapes
            .iter()
            .try_for_each(|shape| scanner.paint(shape, self.size.width, top..top + rows, canvas));
        if let Some(mut free) = lock() {
            free.push(scanner);
        }
        painted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Pixels = Pixels {
        width: 97,
        height: 83,
    };

    fn tree(inside: &str) -> usvg::Tree {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"97\" height=\"83\">{inside}</svg>"
        );
        usvg::Tree::from_str(&svg, &usvg::Options::default()).unwrap()
    }

    const SHAPES: &str = "<path fill=\"#fff\" d=\"M0 0H97V83H0z\"/>\
        <circle cx=\"40\" cy=\"41\" r=\"33.3\" fill=\"#d4001a\"/>\
        <path d=\"M-20 3 L120 60 L7 71z M20 20 C90 -40 130 90 30 80z\" fill-rule=\"evenodd\"/>\
        <path d=\"M5 80 Q40 10 95 79\" fill=\"none\" stroke=\"#00f\" stroke-width=\"3\"/>";

    fn whole(flat: &Flat) -> Vec<Rgba> {
        let mut canvas = Direct::default();
        flat.direct(0, SIZE.height, &mut canvas);
        canvas.pixels.clone()
    }

    #[test]
    fn bands_are_equal_to_the_whole_pixel_for_pixel() {
        let flat = Flat::of(&tree(SHAPES), SIZE).unwrap();
        let whole = whole(&flat);
        for rows in [1, 7, 16, 82] {
            let mut canvas = Direct::default();
            let mut bands = Vec::new();
            let mut top = 0;
            while top < SIZE.height {
                let rows = rows.min(SIZE.height - top);
                flat.direct(top, rows, &mut canvas);
                bands.extend_from_slice(&canvas.pixels);
                top += rows;
            }
            assert!(bands == whole, "in bands of {rows}");
        }
    }

    #[test]
    fn numbers_of_colours_are_the_colours() {
        let flat = Flat::of(&tree(SHAPES), SIZE).unwrap();
        let mut canvas = Indexed::default();
        flat.indexed(0, SIZE.height, &mut canvas).unwrap();
        let colors: Vec<Rgba> = canvas
            .pixels
            .iter()
            .map(|&at| canvas.colors()[usize::from(at)])
            .collect();
        assert!(colors == whole(&flat));
    }

    /// resvg counts 4 × 4 samples a pixel, so an edge may differ by an eighth, hardly ever more.
    #[test]
    fn the_picture_is_that_of_resvg() {
        let tree = tree(SHAPES);
        let flat = whole(&Flat::of(&tree, SIZE).unwrap());
        let mut pixmap = resvg::tiny_skia::Pixmap::new(SIZE.width, SIZE.height).unwrap();
        resvg::render(&tree, usvg::Transform::identity(), &mut pixmap.as_mut());
        let mut differences: Vec<u8> = flat
            .iter()
            .zip(pixmap.data().chunks_exact(4))
            .map(|(a, b)| (0..4).map(|at| a[at].abs_diff(b[at])).max().unwrap())
            .collect();
        differences.sort_unstable();
        let count = differences.len();
        assert!(
            differences[count * 97 / 100] <= 16,
            "{}",
            differences[count * 97 / 100]
        );
        assert!(differences[count - 1] <= 64, "{}", differences[count - 1]);
    }

    #[test]
    fn what_is_not_flat_is_left_to_others() {
        for inside in [
            "<g opacity=\"0.5\"><rect width=\"9\" height=\"9\"/><rect width=\"5\" height=\"5\"/></g>",
            "<linearGradient id=\"a\"><stop/><stop offset=\"1\" stop-color=\"red\"/></linearGradient><rect width=\"9\" height=\"9\" fill=\"url(#a)\"/>",
            "<clipPath id=\"a\"><circle r=\"5\"/></clipPath><rect width=\"9\" height=\"9\" clip-path=\"url(#a)\"/>",
        ] {
            assert!(Flat::of(&tree(inside), SIZE).is_none(), "{inside}");
        }
    }
}
