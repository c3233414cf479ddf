//! Ink as it looks on coloured paper.

use super::{Pixmap, PremultipliedColorU8, Raster};
use crate::color::Rgb;

/// What each code of each channel becomes.
#[derive(Clone, Debug)]
pub struct Stock(Vec<Rgb>);

impl Stock {
    /// The paper of a colour.
    pub fn new(paper: Rgb) -> Self {
        let gray = |code| Rgb::new(code, code, code);
        Self((0..=u8::MAX).map(|code| gray(code).over(paper)).collect())
    }

    fn seen(&self, [r, g, b]: [u8; 3]) -> [u8; 3] {
        [
            self.0[usize::from(r)].r,
            self.0[usize::from(g)].g,
            self.0[usize::from(b)].b,
        ]
    }

    /// Lays painted pixels on the paper; nothing is seen through afterwards.
    pub fn lay_under(&self, pixmap: &mut Pixmap) {
        for pixel in pixmap.pixels_mut() {
            // A premultiplied colour is never more than its alpha.
            let bare = 255 - pixel.alpha();
            let ink = [pixel.red(), pixel.green(), pixel.blue()].map(|channel| channel + bare);
            let [r, g, b] = self.seen(ink);
            if let Some(seen) = PremultipliedColorU8::from_rgba(r, g, b, 255) {
                *pixel = seen;
            }
        }
    }
}

impl Raster {
    /// Shows an opaque picture on coloured paper.
    pub fn lay_on(&mut self, paper: Rgb) {
        let stock = Stock::new(paper);
        for pixel in self.samples.chunks_exact_mut(3) {
            let seen = stock.seen([pixel[0], pixel[1], pixel[2]]);
            pixel.copy_from_slice(&seen);
        }
    }
}
