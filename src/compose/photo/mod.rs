//! Pictures into their slots: read, turned, cropped, treated, and written without a word about
//! where they come from.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use self::decode::Photo;
use super::view_to_px;
use super::write::{matrix, number};
use crate::color::{Rgb, Role};
use crate::diag::{Diagnostic, Notes, Place, Result};
use crate::job::{Focus, Picture, Poster};
use crate::layout::{PictureFit, PictureStyle, Slot, SlotShape, Treatment};
use crate::units::{Affine, Frame, SheetSize};

mod decode;
mod encode;
mod halftone;
mod logo;
mod tone;

/// Pixels per inch below which a print looks poor.
const GOOD_DPI: f64 = 150.0;

/// Pixels per inch below which a print is a mosaic.
const LEAST_DPI: f64 = 72.0;

/// Pixels per inch that a press can show; more only makes files large.
const MOST_DPI: f64 = 300.0;

/// What stands in the place of a slot for a picture; nothing for an optional one that stays empty.
///
/// # Errors
/// The slot needs a picture and has none; the picture cannot be read, or is too small to print.
pub fn picture(
    poster: &Poster,
    index: usize,
    style: &PictureStyle,
    notes: &mut Notes,
) -> Result<String> {
    let slot = &poster.artboard().slots[index];
    let Some(picture) = poster.pictures.get(&slot.id) else {
        return missing(poster, slot);
    };
    let SlotShape::Frame(frame) = poster.board.slots[index].shape else {
        return Ok(String::new());
    };
    let content = if logo::is_svg(&picture.bytes) {
        logo::draw(picture, style, frame, notes)?
    } else {
        let place = Spot::new(poster, index, frame, style);
        photograph(poster, slot, picture, &place, notes)?
    };
    let content = match style.corners {
        Some(corners) => clipped(index, frame, corners, &content),
        None => content,
    };
    Ok(placed(poster, index, &content))
}

fn missing(poster: &Poster, slot: &Slot) -> Result<String> {
    if slot.fitting.optional {
        return Ok(String::new());
    }
    Err(
        Diagnostic::error(format!("slot `{}` has no picture", slot.id))
            .at(poster.artboard().place(slot.range.clone()))
            .hint(format!("give it one with `--image {}=FILE`", slot.id)),
    )
}

/// A slot on its sheet, as far as a photograph must know it.
struct Spot<'a> {
    index: usize,
    frame: Frame,
    style: &'a PictureStyle,
    /// Sides of the frame on the sheet, in CSS pixels.
    px: (f64, f64),
    printed: bool,
}

impl<'a> Spot<'a> {
    fn new(poster: &Poster, index: usize, frame: Frame, style: &'a PictureStyle) -> Self {
        let map = view_to_px(poster).then_inner(poster.board.slots[index].to_view);
        Self {
            index,
            frame,
            style,
            px: (
                frame.width * map.a.hypot(map.b),
                frame.height * map.c.hypot(map.d),
            ),
            printed: matches!(poster.sheet, SheetSize::Paper(_)),
        }
    }
}

/// The part of a photograph that is shown, and where it stands.
struct Crop {
    /// `x`, `y`, width and height in pixels of the photograph.
    pixels: (u32, u32, u32, u32),
    /// In the slot's coordinates.
    frame: Frame,
    /// Pixels of the photograph to the CSS pixel of the sheet.
    density: f64,
}

fn photograph(
    poster: &Poster,
    slot: &Slot,
    picture: &Picture,
    spot: &Spot<'_>,
    notes: &mut Notes,
) -> Result<String> {
    let photo = decode::decode(picture)?;
    let crop = crop(&photo, picture, spot);
    if spot.style.treatment == Treatment::Halftone {
        let (dark, light) = tones(poster, slot);
        let seen = photo.part(crop.pixels, halftone::samples(crop.frame));
        return Ok(halftone::draw(&seen, crop.frame, dark, light, spot.index));
    }
    check_density(&crop, picture, slot, spot, notes)?;
    let seen = photo.part(crop.pixels, wanted(&crop, spot));
    let (kind, data) = match spot.style.treatment {
        Treatment::None | Treatment::Halftone => encode::in_colour(&seen, photo.lossy),
        Treatment::Mono => encode::in_tones(&seen, &tone::mono()),
        Treatment::Duotone => {
            let (dark, light) = tones(poster, slot);
            encode::in_tones(&seen, &tone::duotone(&seen, dark, light))
        }
        Treatment::Threshold => {
            let (dark, light) = tones(poster, slot);
            encode::in_tones(&seen, &tone::threshold(&seen, dark, light))
        }
    };
    Ok(image(crop.frame, "none", kind, &data))
}

/// An `<image>` that carries its data.
fn image(frame: Frame, aspect: &str, kind: &str, data: &[u8]) -> String {
    format!(
        "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"{aspect}\" \
         href=\"data:{kind};base64,{}\"/>",
        number(frame.x),
        number(frame.y),
        number(frame.width),
        number(frame.height),
        BASE64.encode(data)
    )
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "shares of a picture's sides, which are u32"
)]
fn crop(photo: &Photo, picture: &Picture, spot: &Spot<'_>) -> Crop {
    let (width, height) = photo.size();
    let (w, h) = (f64::from(width), f64::from(height));
    let (scale_x, scale_y) = (spot.px.0 / w, spot.px.1 / h);
    if spot.style.fit == PictureFit::Contain {
        let scale = scale_x.min(scale_y);
        let (share_x, share_y) = (scale / scale_x, scale / scale_y);
        let (x, y) = spot.style.focus;
        let frame = spot.frame;
        let shown = Frame {
            x: frame.x + frame.width * (1.0 - share_x) * x,
            y: frame.y + frame.height * (1.0 - share_y) * y,
            width: frame.width * share_x,
            height: frame.height * share_y,
        };
        return Crop {
            pixels: (0, 0, width, height),
            frame: shown,
            density: 1.0 / scale,
        };
    }
    let scale = scale_x.max(scale_y);
    let side = |all: f64, seen: f64| (seen / scale).round().clamp(1.0, all);
    let (seen_w, seen_h) = (side(w, spot.px.0), side(h, spot.px.1));
    // The layout's alignment pins an edge; the user's focus comes as near the middle as it can.
    let start = |all: f64, seen: f64, aligned: f64, focus: Option<f64>| {
        let start = match focus {
            Some(focus) => focus * all - seen / 2.0,
            None => (all - seen) * aligned,
        };
        start.round().clamp(0.0, all - seen)
    };
    let focus = picture.focus.map(|Focus { x, y }| (x, y)).unzip();
    let x = start(w, seen_w, spot.style.focus.0, focus.0);
    let y = start(h, seen_h, spot.style.focus.1, focus.1);
    Crop {
        pixels: (x as u32, y as u32, seen_w as u32, seen_h as u32),
        frame: spot.frame,
        density: 1.0 / scale,
    }
}

/// As many pixels as the sheet can show, and no more than there are.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "no more than the picture has"
)]
fn wanted(crop: &Crop, spot: &Spot<'_>) -> (u32, u32) {
    // A screen gets twice its pixels, for whoever looks closer.
    let most = if spot.printed { MOST_DPI / 96.0 } else { 2.0 };
    let shrink = (most / crop.density).min(1.0);
    let (_, _, width, height) = crop.pixels;
    let side = |pixels: u32| (f64::from(pixels) * shrink).round().max(1.0) as u32;
    (side(width), side(height))
}

fn check_density(
    crop: &Crop,
    picture: &Picture,
    slot: &Slot,
    spot: &Spot<'_>,
    notes: &mut Notes,
) -> Result<()> {
    let place = || Place::file(&picture.name);
    let (width, height) = (crop.pixels.2, crop.pixels.3);
    if !spot.printed {
        if crop.density < 0.5 {
            notes.push(
                Diagnostic::warning(format!(
                    "the picture has {width} × {height} pixels for the {:.0} × {:.0} of slot `{}`, so it looks soft",
                    spot.px.0, spot.px.1, slot.id
                ))
                .at(place())
                .hint("take a larger picture"),
            );
        }
        return Ok(());
    }
    let dpi = crop.density * 96.0;
    let cm = |px: f64| px / 96.0 * 2.54;
    let said = format!(
        "the picture has {dpi:.0} pixels to the inch: {width} × {height} pixels for the {:.1} × {:.1} cm of slot `{}`",
        cm(spot.px.0),
        cm(spot.px.1),
        slot.id
    );
    if dpi < LEAST_DPI {
        return Err(Diagnostic::error(format!("{said}; below {LEAST_DPI:.0} it is a mosaic"))
            .at(place())
            .hint(format!(
                "take a picture about {:.1} times as wide, a smaller sheet, or a layout with `data-treatment=\"halftone\"`",
                GOOD_DPI / dpi
            )));
    }
    if dpi < GOOD_DPI {
        notes.push(
            Diagnostic::warning(format!("{said}; below {GOOD_DPI:.0} it looks soft"))
                .at(place())
                .hint("take a larger picture, or a smaller sheet"),
        );
    }
    Ok(())
}

/// The colours of shadows and lights: the roles that the slot names, else ink and paper.
fn tones(poster: &Poster, slot: &Slot) -> (Rgb, Rgb) {
    let mut roles = slot.classes.split_whitespace().filter_map(Role::from_class);
    let pair = match (roles.next(), roles.next()) {
        (Some(one), Some(two)) => (one, two),
        (Some(one), None) if one != Role::Paper => (one, Role::Paper),
        _ => (Role::Ink, Role::Paper),
    };
    let color = |role, or| poster.artboard().color(role, &poster.palette).unwrap_or(or);
    let one = color(pair.0, Rgb::new(0, 0, 0));
    let two = color(pair.1, Rgb::new(255, 255, 255));
    if one.luminance() <= two.luminance() {
        (one, two)
    } else {
        (two, one)
    }
}

/// Cut to rounded corners.
fn clipped(index: usize, frame: Frame, (rx, ry): (f64, f64), content: &str) -> String {
    let id = format!("pasteup-corners-{index}");
    format!(
        "<clipPath id=\"{id}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" ry=\"{}\"/></clipPath>\
         <g clip-path=\"url(#{id})\">{content}</g>",
        number(frame.x),
        number(frame.y),
        number(frame.width),
        number(frame.height),
        number(rx),
        number(ry)
    )
}

/// Content in the coordinates of a placed slot, with the clip path, opacity and such of its
/// element, which are meant in the element's own coordinates.
pub(super) fn placed(poster: &Poster, index: usize, content: &str) -> String {
    let slot = &poster.artboard().slots[index];
    let inner = poster.board.slots[index].inner;
    let mut out = format!("<g{}", slot.effects);
    if slot.own != Affine::IDENTITY {
        let _ = write!(out, " transform=\"{}\"", matrix(slot.own));
    }
    out.push('>');
    let back = slot.own.inverse().unwrap_or(Affine::IDENTITY);
    if inner == slot.own {
        out.push_str(content);
    } else {
        let map = matrix(back.then_inner(inner));
        let _ = write!(out, "<g transform=\"{map}\">{content}</g>");
    }
    out.push_str("</g>");
    out
}
