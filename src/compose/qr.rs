//! QR codes (ISO/IEC 18004) as one vector path on a light ground, dark on light, with their quiet
//! zone inside the slot.

use std::fmt::Write as _;

use kurbo::Rect;
use qrcode::bits::Bits;
use qrcode::{Color, EcLevel, QrCode, Version};

use super::photo::placed;
use super::view_to_px;
use super::write::number;
use crate::color::{Rgb, Role};
use crate::diag::{Diagnostic, Result};
use crate::job::Poster;
use crate::layout::{Slot, SlotShape};
use crate::units::{Frame, Length};

/// Modules of light ground around a code, which scanners need to find it.
const QUIET: usize = 4;

/// Contrast below which the colours of a palette are left for black on white.
const LEAST_CONTRAST: f64 = 4.5;

/// What stands in the place of a slot for a code; nothing for an optional one that stays empty.
///
/// # Errors
/// The slot needs a code and has none, or its text is too long for one.
pub fn code(poster: &Poster, index: usize) -> Result<String> {
    let slot = &poster.artboard().slots[index];
    let located = |error: Diagnostic| error.at(poster.artboard().place(slot.range.clone()));
    let Some(text) = poster.codes.get(&slot.id) else {
        if slot.fitting.optional {
            return Ok(String::new());
        }
        return Err(located(
            Diagnostic::error(format!("slot `{}` has no QR code", slot.id)).hint(format!(
                "say where it leads with `--qr {}=https://…`",
                slot.id
            )),
        ));
    };
    let SlotShape::Frame(frame) = poster.board.slots[index].shape else {
        return Ok(String::new());
    };
    let code = encode(text).ok_or_else(|| {
        located(
            Diagnostic::error(format!(
                "a QR code holds at most 2953 bytes, and this text has {}",
                text.len()
            ))
            .hint("take a shorter link"),
        )
    })?;
    let (dark, light) = colors(poster, slot);
    let square = square(frame);
    let whole = code.width() + 2 * QUIET;
    let module = square.width / whole as f64;
    let content = format!(
        "<rect x=\"{x}\" y=\"{y}\" width=\"{side}\" height=\"{side}\" fill=\"{light}\" stroke=\"none\"/>\
         <path transform=\"translate({x} {y}) scale({scale})\" fill=\"{dark}\" stroke=\"none\" d=\"{}\"/>",
        path(&code),
        x = number(square.x),
        y = number(square.y),
        side = number(square.width),
        scale = format_args!("{module:.6}"),
    );
    Ok(placed(poster, index, &content))
}

/// Width of a code on its sheet, without its quiet zone; `None` for a slot that shows none.
pub fn width_on_sheet(poster: &Poster, index: usize) -> Option<Length> {
    let code = dark(poster, index)?;
    let map = view_to_px(poster).then_inner(poster.board.slots[index].to_view);
    Some(Length::inch(code.width * map.mean_scale() / 96.0))
}

/// The box around the dark of a code, in CSS pixels of the sheet; `None` for a slot that shows none.
pub fn box_on_sheet(poster: &Poster, index: usize) -> Option<Rect> {
    let dark = dark(poster, index)?;
    let map = view_to_px(poster).then_inner(poster.board.slots[index].to_view);
    let map = kurbo::Affine::new([map.a, map.b, map.c, map.d, map.e, map.f]);
    let dark = Rect::new(dark.x, dark.y, dark.right(), dark.bottom());
    Some(map.transform_rect_bbox(dark))
}

/// The dark of a code, without its quiet zone, in the slot's own coordinates.
fn dark(poster: &Poster, index: usize) -> Option<Frame> {
    let slot = &poster.artboard().slots[index];
    let code = encode(poster.codes.get(&slot.id)?)?;
    let SlotShape::Frame(frame) = poster.board.slots[index].shape else {
        return None;
    };
    let square = square(frame);
    let quiet = square.width * QUIET as f64 / (code.width() + 2 * QUIET) as f64;
    Frame::new(
        square.x + quiet,
        square.y + quiet,
        square.width - 2.0 * quiet,
        square.height - 2.0 * quiet,
    )
}

/// The smallest code that holds a text, with the strongest correction that makes it no larger.
fn encode(text: &str) -> Option<QrCode> {
    let weakest = with_correction(text, EcLevel::L)?;
    let stronger = [EcLevel::H, EcLevel::Q, EcLevel::M];
    let best = stronger
        .into_iter()
        .filter_map(|level| with_correction(text, level))
        .find(|code| code.version() == weakest.version());
    Some(best.unwrap_or(weakest))
}

fn with_correction(text: &str, level: EcLevel) -> Option<QrCode> {
    if text.is_ascii() {
        return QrCode::with_error_correction_level(text, level).ok();
    }
    // The encoder would take some bytes of UTF-8 for Shift JIS; plain bytes are read as UTF-8 by
    // every scanner.
    (1..=40).find_map(|version| {
        let mut bits = Bits::new(Version::Normal(version));
        bits.push_byte_data(text.as_bytes()).ok()?;
        bits.push_terminator(level).ok()?;
        QrCode::with_bits(bits, level).ok()
    })
}

/// The largest square in the middle of a frame.
pub fn square(frame: Frame) -> Frame {
    let side = frame.width.min(frame.height);
    Frame {
        x: frame.x + (frame.width - side) / 2.0,
        y: frame.y + (frame.height - side) / 2.0,
        width: side,
        height: side,
    }
}

/// Runs of dark modules, row by row, as rectangles of one path.
fn path(code: &QrCode) -> String {
    let width = code.width();
    let colors = code.to_colors();
    let mut out = String::new();
    for (row, modules) in colors.chunks(width).enumerate() {
        let mut at = 0;
        while at < width {
            let run = modules[at..]
                .iter()
                .take_while(|color| **color == Color::Dark)
                .count();
            if run > 0 {
                let _ = write!(out, "M{} {}h{run}v1h-{run}z", at + QUIET, row + QUIET);
            }
            at += run.max(1);
        }
    }
    out
}

/// Dark and light: the role that the slot names on paper, where they are far enough apart and the
/// right way round; else black on white, which every scanner reads.
fn colors(poster: &Poster, slot: &Slot) -> (Rgb, Rgb) {
    let (black, white) = (Rgb::new(0, 0, 0), Rgb::new(255, 255, 255));
    let board = poster.artboard();
    let color = |role| board.color(role, &poster.palette);
    let role = slot
        .classes
        .split_whitespace()
        .filter_map(Role::from_class)
        .find(|role| *role != Role::Paper);
    let (dark, light) = match role {
        Some(role) => (color(role), color(Role::Paper)),
        None => (slot.fill.parse().ok(), Some(white)),
    };
    match (dark, light) {
        (Some(dark), Some(light))
            if dark.luminance() < light.luminance() && dark.contrast(light) >= LEAST_CONTRAST =>
        {
            (dark, light)
        }
        _ => (black, white),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correction_grows_as_far_as_the_size_allows() {
        let code = encode("https://memohrc.org").unwrap();
        assert_eq!(code.version(), Version::Normal(2));
        assert_eq!(code.error_correction_level(), EcLevel::Q);
        assert_eq!(encode("A").unwrap().error_correction_level(), EcLevel::H);
        assert!(encode(&"x".repeat(2953)).is_some() && encode(&"x".repeat(2954)).is_none());
    }
}
