//! From the bytes of a picture to its pixels: upright, in sRGB, within bounds.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, imageops};

use crate::diag::{Diagnostic, Place, Result};
use crate::job::Picture;

/// More pixels than any telephone takes.
const MOST_PIXELS: u64 = 120_000_000;

/// Memory that a decoder may take, in bytes.
const MOST_MEMORY: u64 = 700 << 20;

/// A picture's pixels.
pub struct Photo {
    image: DynamicImage,
    /// Whether its file was of a kind that loses detail, so that it may lose a little more.
    pub lossy: bool,
}

impl Photo {
    /// Width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        (self.image.width(), self.image.height())
    }

    /// A part (`x`, `y`, width, height) brought to a size in pixels.
    pub fn part(
        &self,
        (x, y, width, height): (u32, u32, u32, u32),
        (to_width, to_height): (u32, u32),
    ) -> DynamicImage {
        let part = self.image.crop_imm(x, y, width, height);
        if (to_width, to_height) == (width, height) {
            return part;
        }
        part.resize_exact(to_width, to_height, imageops::FilterType::Triangle)
    }
}

/// Reads a picture and turns it upright. What it tells of camera, place and time stays behind:
/// only pixels leave this function.
pub fn decode(picture: &Picture) -> Result<Photo> {
    let wrong = |message: String| Diagnostic::error(message).at(Place::file(&picture.name));
    let damaged = |error: image::ImageError| {
        let reason = error.to_string();
        let reason = reason.lines().next().unwrap_or_default();
        wrong(format!("the picture is damaged: {reason}"))
            .hint("copy it again from the telephone or camera, or save it again as JPEG or PNG")
    };
    let mut reader = ImageReader::new(Cursor::new(&picture.bytes[..]))
        .with_guessed_format()
        .map_err(|error| damaged(error.into()))?;
    let Some(format) = reader.format().filter(|format| KNOWN.contains(format)) else {
        return Err(unknown(picture));
    };
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(wrong(format!(
            "the picture has {width} × {height} pixels; more than {} million are not read",
            MOST_PIXELS / 1_000_000
        ))
        .hint("save it smaller: 6000 pixels on its longer side print well up to A2"));
    }
    // A picture without these says nothing; one that lies about them is shown as it is.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let mut image = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    image.apply_orientation(orientation);
    if let Some(profile) = profile {
        to_srgb(&mut image, &profile);
    }
    let opaque = !image.color().has_alpha();
    Ok(Photo {
        image,
        lossy: opaque && matches!(format, ImageFormat::Jpeg | ImageFormat::WebP),
    })
}

const KNOWN: [ImageFormat; 4] = [
    ImageFormat::Jpeg,
    ImageFormat::Png,
    ImageFormat::WebP,
    ImageFormat::Gif,
];

fn unknown(picture: &Picture) -> Diagnostic {
    let bytes = &picture.bytes;
    let heic = bytes.get(4..8) == Some(b"ftyp");
    let error = Diagnostic::error(if heic {
        "the picture is HEIC or AVIF, which is not read"
    } else {
        "the picture is of a kind that is not known"
    })
    .at(Place::file(&picture.name));
    if heic {
        error.hint("share it as JPEG: on an iPhone, Settings, Camera, Formats, Most Compatible")
    } else {
        error.hint("use JPEG, PNG, WebP, GIF or SVG")
    }
}

/// Colours as sRGB has them, where the file says what they are: photographs of telephones are
/// often in Display P3. A profile that cannot be used leaves them as they are.
fn to_srgb(image: &mut DynamicImage, profile: &[u8]) {
    use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
    let Ok(from) = ColorProfile::new_from_slice(profile) else {
        return;
    };
    if from.color_space != DataColorSpace::Rgb {
        return;
    }
    let (layout, alpha) = match image {
        DynamicImage::ImageRgb8(_) => (Layout::Rgb, false),
        DynamicImage::ImageRgba8(_) => (Layout::Rgba, true),
        _ => return,
    };
    let to = ColorProfile::new_srgb();
    let Ok(transform) =
        from.create_transform_8bit(layout, &to, layout, TransformOptions::default())
    else {
        return;
    };
    let source = image.as_bytes().to_vec();
    let target: &mut [u8] = match image {
        DynamicImage::ImageRgb8(pixels) => pixels,
        DynamicImage::ImageRgba8(pixels) if alpha => pixels,
        _ => return,
    };
    if transform.transform(&source, target).is_err() {
        target.copy_from_slice(&source);
    }
}
