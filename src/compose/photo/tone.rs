//! Tones: from the brightness of a pixel to one of 256 colours.

use image::{DynamicImage, GrayImage};

use crate::color::Rgb;

/// The colour of each brightness, from black to white.
pub type Ramp = [Rgb; 256];

/// Shares of the darkest and of the brightest pixels that may lose their detail, so that what lies
/// between uses all tones.
const CLIPPED: f64 = 0.01;

/// Steps of brightness over which a threshold goes from one colour to the other, so that edges are
/// smooth.
const SOFT: f64 = 10.0;

/// Shades of grey.
pub fn mono() -> Ramp {
    ramp(Rgb::new(0, 0, 0), Rgb::new(255, 255, 255), |value| value)
}

/// From the colour of shadows to the colour of lights, over all tones that the picture has.
pub fn duotone(image: &DynamicImage, dark: Rgb, light: Rgb) -> Ramp {
    let (low, high) = levels(&luma(image));
    ramp(dark, light, |value| (value - low) / (high - low))
}

/// Two colours, parted where they part the picture best.
pub fn threshold(image: &DynamicImage, dark: Rgb, light: Rgb) -> Ramp {
    let parting = parting(&luma(image)) / 255.0;
    let soft = SOFT / 255.0;
    ramp(dark, light, |value| (value - parting) / soft + 0.5)
}

/// Brightness of every pixel; what is transparent counts as white.
pub fn luma(image: &DynamicImage) -> GrayImage {
    if !image.color().has_alpha() {
        return image.to_luma8();
    }
    let mut gray = image.to_luma8();
    let rgba = image.to_rgba8();
    for (gray, rgba) in gray.pixels_mut().zip(rgba.pixels()) {
        let alpha = u32::from(rgba.0[3]);
        let mixed = (u32::from(gray.0[0]) * alpha + 255 * (255 - alpha)) / 255;
        gray.0[0] = u8::try_from(mixed).unwrap_or(255);
    }
    gray
}

/// The brightness of the darkest and of the brightest detail, 0 to 1.
pub fn levels(gray: &GrayImage) -> (f64, f64) {
    let counts = histogram(gray);
    let clipped = f64::from(gray.width()) * f64::from(gray.height()) * CLIPPED;
    let beyond = |seen: &mut f64, value: usize| {
        *seen += counts[value];
        *seen > clipped
    };
    let (mut below, mut above) = (0.0, 0.0);
    let low = (0..256).find(|value| beyond(&mut below, *value));
    let high = (0..256).rfind(|value| beyond(&mut above, *value));
    let (low, high) = (
        low.unwrap_or(0) as f64 / 255.0,
        high.unwrap_or(255) as f64 / 255.0,
    );
    // A picture of one tone has nothing to spread.
    if high - low < 0.05 {
        (0.0, 1.0)
    } else {
        (low, high)
    }
}

/// The brightness that parts dark from bright with the least spread on either side (N. Otsu, "A
/// threshold selection method from gray-level histograms", 1979).
fn parting(gray: &GrayImage) -> f64 {
    let counts = histogram(gray);
    let total: f64 = counts.iter().sum();
    let sum: f64 = counts.iter().enumerate().map(|(v, n)| v as f64 * n).sum();
    let (mut below, mut sum_below) = (0.0, 0.0);
    let (mut best, mut at) = (-1.0, (127.0, 127.0));
    for (value, count) in counts.iter().enumerate() {
        below += count;
        sum_below += value as f64 * count;
        if below == 0.0 || below == total {
            continue;
        }
        let apart = sum_below / below - (sum - sum_below) / (total - below);
        let between = below * (total - below) * apart * apart;
        // Where nothing lies between dark and bright, every value parts them: take the middle.
        if between > best * (1.0 + 1e-9) {
            best = between;
            at = (value as f64, value as f64);
        } else if between >= best * (1.0 - 1e-9) {
            at.1 = value as f64;
        }
    }
    f64::midpoint(at.0, at.1) + 0.5
}

fn histogram(gray: &GrayImage) -> [f64; 256] {
    let mut counts = [0.0; 256];
    for pixel in gray.pixels() {
        counts[usize::from(pixel.0[0])] += 1.0;
    }
    counts
}

/// A ramp between two colours along a curve over brightness, both 0 to 1.
fn ramp(dark: Rgb, light: Rgb, curve: impl Fn(f64) -> f64) -> Ramp {
    std::array::from_fn(|value| {
        let at = curve(value as f64 / 255.0).clamp(0.0, 1.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between two channels"
        )]
        let mix =
            |from: u8, to: u8| (f64::from(from) * (1.0 - at) + f64::from(to) * at).round() as u8;
        Rgb::new(
            mix(dark.r, light.r),
            mix(dark.g, light.g),
            mix(dark.b, light.b),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_tones() -> DynamicImage {
        DynamicImage::ImageLuma8(GrayImage::from_fn(20, 20, |x, _| {
            image::Luma([if x < 10 { 60 } else { 180 }])
        }))
    }

    #[test]
    fn a_duotone_reaches_both_colours() {
        let (red, white) = (Rgb::new(200, 0, 0), Rgb::new(255, 255, 255));
        let ramp = duotone(&two_tones(), red, white);
        assert_eq!((ramp[60], ramp[180]), (red, white));
        assert!(ramp[120].g.abs_diff(128) <= 1 && ramp[120].r == 228);
    }

    #[test]
    fn a_threshold_parts_in_the_middle_of_nothing() {
        let (black, white) = (Rgb::new(0, 0, 0), Rgb::new(255, 255, 255));
        let ramp = threshold(&two_tones(), black, white);
        assert_eq!((ramp[100], ramp[140]), (black, white));
        assert_eq!((ramp[60], ramp[180]), (black, white));
    }
}
