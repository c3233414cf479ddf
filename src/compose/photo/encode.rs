//! Pixels as the bytes of a picture that says nothing but its pixels.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat};

use super::tone::{self, Ramp};

/// JPEG quality at which a photograph that was JPEG before shows no second loss.
const QUALITY: u8 = 92;

/// A picture in its own colours: its media type and bytes.
pub fn in_colour(image: &DynamicImage, lossy: bool) -> (&'static str, Vec<u8>) {
    if lossy {
        let mut bytes = Vec::new();
        let rgb = image.to_rgb8();
        let written = JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(&rgb);
        if written.is_ok() {
            return ("image/jpeg", bytes);
        }
    }
    let eight_bit = if image.color().has_alpha() {
        DynamicImage::ImageRgba8(image.to_rgba8())
    } else {
        DynamicImage::ImageRgb8(image.to_rgb8())
    };
    ("image/png", png(&eight_bit))
}

/// A picture in the tones of a ramp: an indexed PNG, so that flat colour stays exact.
pub fn in_tones(image: &DynamicImage, ramp: &Ramp) -> (&'static str, Vec<u8>) {
    if image.color().has_alpha() {
        let gray = image.to_luma8();
        let mut rgba = image.to_rgba8();
        for (gray, rgba) in gray.pixels().zip(rgba.pixels_mut()) {
            let color = ramp[usize::from(gray.0[0])];
            rgba.0 = [color.r, color.g, color.b, rgba.0[3]];
        }
        return ("image/png", png(&DynamicImage::ImageRgba8(rgba)));
    }
    let gray = tone::luma(image);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, gray.width(), gray.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(
        ramp.iter()
            .flat_map(|color| [color.r, color.g, color.b])
            .collect::<Vec<u8>>(),
    );
    let written = encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(gray.as_raw()));
    debug_assert!(written.is_ok(), "memory does not fail to be written to");
    ("image/png", bytes)
}

fn png(image: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let written = image.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png);
    debug_assert!(written.is_ok(), "memory does not fail to be written to");
    bytes
}
