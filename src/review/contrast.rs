//! How far letters stand apart from their ground, by measured pixels.

use crate::color::Rgb;
use crate::compose::{self, Artwork};
use crate::diag::{Notes, Result};
use crate::fonts::Fonts;
use crate::job::Poster;
use crate::output::{Raster, pixels};
use crate::typeset;
use crate::units::{Dpi, Pixels, SheetSize};

/// Contrast that large letters need at the least, and more (WCAG 2.2 asks 3 to 1 of them).
pub const LEAST_CONTRAST: f64 = 4.5;

/// Pixels of the longer side at which a poster is measured.
const SIDE: f64 = 360.0;

/// The contrast of a slot's letters with what is painted where they stand; `None` for a slot that
/// shows none.
///
/// The poster is painted with the letters and without. Where both differ, and their neighbours do
/// too, there is a letter; its contrast is that of its darkest tenth against the ground under it.
///
/// # Errors
/// The poster cannot be made.
pub fn contrast(poster: &Poster, slot: &str, fonts: &Fonts) -> Result<Option<f64>> {
    let mut notes = Notes::default();
    let mut small = poster.clone();
    small.sheet = measured_sheet(poster);
    let settings = typeset::slots(&small, fonts, &mut notes)?;
    let mut without = settings.clone();
    for setting in &mut without {
        if small.artboard().slots[setting.slot].id == slot {
            setting.paths.clear();
        }
    }
    let mut paint = |settings: &[typeset::Setting]| {
        let svg = compose::svg(&small, settings, &mut notes)?;
        let artwork = Artwork::parse(svg, &small, settings, &mut notes)?;
        pixels(&artwork, Dpi::CSS)
    };
    let (with, ground) = (paint(&settings)?, paint(&without)?);
    Ok(weakest(&with, &ground))
}

fn measured_sheet(poster: &Poster) -> SheetSize {
    let aspect = poster.board.view.aspect();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most SIDE"
    )]
    let side = |share: f64| (SIDE * share.min(1.0)).round().max(1.0) as u32;
    SheetSize::Screen(Pixels {
        width: side(aspect),
        height: side(1.0 / aspect),
    })
}

fn weakest(with: &Raster, ground: &Raster) -> Option<f64> {
    let (width, height) = (with.size.width as usize, with.size.height as usize);
    let differs: Vec<bool> = (0..width * height)
        .map(|at| {
            let (a, b) = (color(with, at), color(ground, at));
            let far = |a: u8, b: u8| a.abs_diff(b) > 24;
            far(a.r, b.r) || far(a.g, b.g) || far(a.b, b.b)
        })
        .collect();
    let mut found: Vec<f64> = Vec::new();
    for y in 1..height.saturating_sub(1) {
        for x in 1..width.saturating_sub(1) {
            let at = y * width + x;
            let inside = [at, at - 1, at + 1, at - width, at + width];
            if inside.iter().all(|at| differs[*at]) {
                found.push(color(with, at).contrast(color(ground, at)));
            }
        }
    }
    if found.is_empty() {
        // Letters thinner than three pixels: the strongest of their pixels comes nearest the truth.
        let thin = (0..width * height).filter(|at| differs[*at]);
        return thin
            .map(|at| color(with, at).contrast(color(ground, at)))
            .max_by(f64::total_cmp);
    }
    found.sort_by(f64::total_cmp);
    Some(found[found.len() / 10])
}

/// A pixel over white, as a sheet of paper or a page shows it.
fn color(raster: &Raster, at: usize) -> Rgb {
    if raster.opaque {
        let p = &raster.samples[at * 3..at * 3 + 3];
        return Rgb::new(p[0], p[1], p[2]);
    }
    let p = &raster.samples[at * 4..at * 4 + 4];
    let alpha = u32::from(p[3]);
    let over =
        |c: u8| u8::try_from((u32::from(c) * alpha + 255 * (255 - alpha)) / 255).unwrap_or(255);
    Rgb::new(over(p[0]), over(p[1]), over(p[2]))
}
