//! What a joint between two sheets of paper should not cut through.

use super::view_to_px;
use crate::job::Poster;
use crate::layout::{SlotContent, SlotShape};
use crate::typeset::Setting;
use crate::units::{Affine, Frame, Length};

/// A part of a poster that is better left whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeepWhole {
    /// Left, top, right and bottom in CSS pixels of the sheet.
    pub bounds: [f64; 4],
    /// How bad a cut through it is: 1 for a line of small type or the edge of a portrait, 8 for what
    /// a cut spoils, which is a face or a QR code.
    pub weight: u32,
}

/// A cut through this is bad, but the poster survives it.
const SORRY: u32 = 1;

/// A cut through this spoils it: a code that is glued half a module off is not read.
const SPOILT: u32 = 8;

/// Type below this size is small: 45 mm are capitals of some 32 mm, which a cut does not hurt.
const SMALL: Length = Length::mm(45.0);

/// Everything of a poster that is better left whole.
pub fn keep_whole(poster: &Poster, settings: &[Setting]) -> Vec<KeepWhole> {
    let mut kept: Vec<KeepWhole> = settings
        .iter()
        .flat_map(|setting| small_lines(poster, setting))
        .collect();
    for (index, slot) in poster.artboard().slots.iter().enumerate() {
        let SlotShape::Frame(frame) = poster.board.slots[index].shape else {
            continue;
        };
        let map = view_to_px(poster).then_inner(poster.board.slots[index].to_view);
        match slot.content {
            SlotContent::Code if poster.codes.contains_key(&slot.id) => {
                kept.push(KeepWhole {
                    bounds: around(map, super::qr::square(frame)),
                    weight: SPOILT,
                });
            }
            SlotContent::Picture(_) if is_portrait(&slot.id, poster) => {
                kept.push(KeepWhole {
                    bounds: around(map, frame),
                    weight: SORRY,
                });
                kept.extend(face(frame).map(|face| KeepWhole {
                    bounds: around(map, face),
                    weight: SPOILT,
                }));
            }
            _ => {}
        }
    }
    kept
}

fn is_portrait(id: &str, poster: &Poster) -> bool {
    (id.starts_with("portrait") || id.starts_with("face")) && poster.pictures.contains_key(id)
}

/// Where the face of a portrait is: a little above the middle of its frame.
fn face(frame: Frame) -> Option<Frame> {
    Frame::new(
        frame.x + frame.width * 0.2,
        frame.y + frame.height * 0.1,
        frame.width * 0.6,
        frame.height * 0.6,
    )
}

fn small_lines(poster: &Poster, setting: &Setting) -> Vec<KeepWhole> {
    let small = |line: &super::TextLine| line.transform.mean_scale() < SMALL.to_css_px();
    super::texts(poster, setting)
        .iter()
        .filter(|line| small(line))
        .filter_map(|line| {
            let letters = Frame::new(0.0, -0.8, line.width_em, 1.05)?;
            Some(KeepWhole {
                bounds: around(line.transform, letters),
                weight: SORRY,
            })
        })
        .collect()
}

/// The upright box around a frame that is mapped somewhere.
fn around(map: Affine, frame: Frame) -> [f64; 4] {
    let corners = [
        (frame.x, frame.y),
        (frame.right(), frame.y),
        (frame.x, frame.bottom()),
        (frame.right(), frame.bottom()),
    ]
    .map(|(x, y)| map.apply(x, y));
    let of = |pick: fn(&(f64, f64)) -> f64, fold: fn(f64, f64) -> f64, start: f64| {
        corners.iter().map(pick).fold(start, fold)
    };
    [
        of(|c| c.0, f64::min, f64::INFINITY),
        of(|c| c.1, f64::min, f64::INFINITY),
        of(|c| c.0, f64::max, f64::NEG_INFINITY),
        of(|c| c.1, f64::max, f64::NEG_INFINITY),
    ]
}
