//! A photograph as vector dots that a press, a copier and a screen print all can hold.

use std::collections::BTreeMap;
use std::f64::consts::{FRAC_1_SQRT_2, FRAC_PI_4, PI};
use std::fmt::Write as _;

use image::{DynamicImage, GrayImage};

use super::number;
use super::tone::{levels, luma};
use crate::color::Rgb;
use crate::units::Frame;

/// Dots on a frame, about: enough to know a face by from across a street.
const DOTS: f64 = 9000.0;

/// Sizes of dots that are told apart; dots of one size are one path.
const SIZES: f64 = 40.0;

/// Samples to the distance between two dots.
const FINENESS: f64 = 1.5;

/// Distance between dots that stand in a grid turned by 45 degrees.
fn pitch(frame: Frame) -> f64 {
    (frame.width * frame.height / DOTS).sqrt()
}

/// How many pixels of a photograph the dots can show.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few hundred, or as many thousand on a very long strip"
)]
pub fn samples(frame: Frame) -> (u32, u32) {
    let side = |length: f64| {
        (length / pitch(frame) * FINENESS)
            .ceil()
            .clamp(1.0, 20_000.0) as u32
    };
    (side(frame.width), side(frame.height))
}

/// Dots in the colour of shadows on the colour of lights.
pub fn draw(image: &DynamicImage, frame: Frame, dark: Rgb, light: Rgb, index: usize) -> String {
    let gray = luma(image);
    let (low, high) = levels(&gray);
    let pitch = pitch(frame);
    let mut sizes: BTreeMap<u32, String> = BTreeMap::new();
    for (x, y) in grid(frame, pitch) {
        let bright = sample(
            &gray,
            (x - frame.x) / frame.width,
            (y - frame.y) / frame.height,
        );
        let cover = 1.0 - ((bright - low) / (high - low)).clamp(0.0, 1.0);
        let size = step(radius(cover));
        if size > 0 {
            let dots = sizes.entry(size).or_default();
            // A line of no length with round ends is a dot, in SVG and in PDF alike.
            let _ = write!(dots, "M{} {}h0", number2(x), number2(y));
        }
    }
    let id = format!("pasteup-dots-{index}");
    let rect = format!(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
        number(frame.x),
        number(frame.y),
        number(frame.width),
        number(frame.height)
    );
    let mut out = format!(
        "<clipPath id=\"{id}\">{rect}/></clipPath><g clip-path=\"url(#{id})\">{rect} fill=\"{light}\" stroke=\"none\"/>\
         <g fill=\"none\" stroke=\"{dark}\" stroke-linecap=\"round\">"
    );
    for (size, dots) in sizes {
        let width = f64::from(size) / SIZES * 2.0 * FRAC_1_SQRT_2 * pitch;
        let _ = write!(
            out,
            "<path stroke-width=\"{}\" d=\"{dots}\"/>",
            number(width)
        );
    }
    out.push_str("</g></g>");
    out
}

/// The radius of a dot that covers a share of its cell, from 0 to 1: at the end dots have grown
/// together and no gap is left. Relative to that largest radius.
fn radius(cover: f64) -> f64 {
    let in_pitches = if cover <= FRAC_PI_4 {
        (cover / PI).sqrt()
    } else {
        0.5 + (cover - FRAC_PI_4) / (1.0 - FRAC_PI_4) * (FRAC_1_SQRT_2 - 0.5)
    };
    in_pitches / FRAC_1_SQRT_2
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and SIZES"
)]
fn step(radius: f64) -> u32 {
    // Dots too small to be held by a press are paper.
    let step = (radius * SIZES).round();
    if step < 3.0 { 0 } else { step as u32 }
}

/// Points of a square grid turned by 45 degrees, row by row, that lie inside a frame.
fn grid(frame: Frame, pitch: f64) -> impl Iterator<Item = (f64, f64)> {
    // Rows of the turned grid lie a half diagonal apart, every other one is shifted.
    let diagonal = pitch * 2.0_f64.sqrt();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "some hundred rows"
    )]
    let count = |length: f64, step: f64| (length / step).floor() as usize + 1;
    let rows = count(frame.height, diagonal / 2.0);
    let columns = count(frame.width, diagonal);
    (0..rows).flat_map(move |row| {
        let shift = if row % 2 == 0 { 0.0 } else { diagonal / 2.0 };
        let y = frame.y + row as f64 * diagonal / 2.0;
        (0..columns)
            .map(move |column| (frame.x + shift + column as f64 * diagonal, y))
            .filter(move |(x, _)| *x <= frame.right())
    })
}

/// Brightness at a place given in shares of the sides, 0 to 1, between four pixels.
fn sample(gray: &GrayImage, u: f64, v: f64) -> f64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the picture"
    )]
    let split = |share: f64, side: u32| {
        let at = (share * f64::from(side) - 0.5).clamp(0.0, f64::from(side) - 1.0);
        let low = at.floor() as u32;
        (low, (low + 1).min(side - 1), at.fract())
    };
    let (x0, x1, fx) = split(u, gray.width());
    let (y0, y1, fy) = split(v, gray.height());
    let get = |x, y| f64::from(gray.get_pixel(x, y).0[0]) / 255.0;
    let top = get(x0, y0) * (1.0 - fx) + get(x1, y0) * fx;
    let bottom = get(x0, y1) * (1.0 - fx) + get(x1, y1) * fx;
    top * (1.0 - fy) + bottom * fy
}

/// A number with at most two decimals.
fn number2(value: f64) -> String {
    number((value * 100.0).round() / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_counted_and_follow_the_tone() {
        let frame = Frame::new(10.0, 20.0, 300.0, 400.0).unwrap();
        let dots = grid(frame, pitch(frame)).count() as f64;
        assert!((dots / DOTS - 1.0).abs() < 0.05, "{dots}");
        let flat =
            |value| DynamicImage::ImageLuma8(GrayImage::from_pixel(9, 9, image::Luma([value])));
        let (black, white) = (Rgb::new(0, 0, 0), Rgb::new(255, 255, 255));
        let count = |value| {
            draw(&flat(value), frame, black, white, 0)
                .matches("h0")
                .count()
        };
        assert_eq!(count(255), 0);
        assert!(count(0) > 8000);
        assert!(radius(0.0) == 0.0 && (radius(1.0) - 1.0).abs() < 1e-9);
    }
}
