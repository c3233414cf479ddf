//! Other shapes than drawn: an artboard fitted to a sheet by its pins.
//!
//! The new view has the area of the drawn one, so lengths scale with the square root of the area
//! of the sheet, and what is pinned keeps its distance in layout units. Where the shorter side
//! leaves no room for that, the view is made larger, and all lengths smaller, until there is.

use super::{Artboard, Pin, Pins, SlotShape, Top};
use crate::units::{Affine, Frame};

/// An artboard fitted to a shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// The coordinate system of the filled document.
    pub view: Frame,
    /// For each of [`Artboard::tops`], the map that is laid over it.
    pub maps: Vec<Affine>,
    /// For each of [`Artboard::slots`], its place.
    pub slots: Vec<PlacedSlot>,
}

/// A slot as it stands on a sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlacedSlot {
    /// Where the words go, in coordinates that are never drawn out in one direction.
    pub shape: SlotShape,
    /// From those coordinates to the coordinates of the slot's parent as drawn, so that under the
    /// parent's map letters keep their proportions.
    pub inner: Affine,
    /// From those coordinates to the view.
    pub to_view: Affine,
}

impl Artboard {
    /// This artboard in a shape, width divided by height.
    pub fn resized(&self, aspect: f64) -> Board {
        let area = self.view.width * self.view.height;
        let view = if (aspect / self.view.aspect() - 1.0).abs() < 1e-9 {
            self.view
        } else {
            let (width, height) = ((area * aspect).sqrt(), (area / aspect).sqrt());
            let room = self.room(width, height);
            Frame {
                width: width * room,
                height: height * room,
                ..self.view
            }
        };
        let maps: Vec<Affine> = self
            .tops
            .iter()
            .map(|top| map(top, self.view, view))
            .collect();
        let slots = self
            .slots
            .iter()
            .map(|slot| place(slot.shape, slot.own, slot.parent, maps[slot.top]))
            .collect();
        Board { view, maps, slots }
    }

    /// How many times larger a view must be for what is pinned to keep its distances: what is drawn
    /// out keeps half its extent, and slots that are pinned to opposite edges do not meet. Never so
    /// large that the shorter side is longer than drawn.
    fn room(&self, width: f64, height: f64) -> f64 {
        let least = |side: Side| {
            let spans: Vec<(Pin, f64, f64)> = self
                .tops
                .iter()
                .filter_map(|top| side.span(top, self.view))
                .collect();
            let drawn_out = spans
                .iter()
                .filter(|(pin, ..)| *pin == Pin::Both)
                .map(|(_, start, end)| side.of(self.view) - (end - start) * (1.0 - LEAST_STRETCH));
            let kept_apart = spans.iter().flat_map(|(pin, _, end)| {
                spans
                    .iter()
                    .filter(move |(other, start, _)| {
                        *pin == Pin::Start && *other == Pin::End && end <= start
                    })
                    .map(move |(_, start, _)| side.of(self.view) - (start - end))
            });
            drawn_out.chain(kept_apart).fold(0.0, f64::max)
        };
        let wanted = (least(Side::X) / width).max(least(Side::Y) / height);
        let most = (self.view.width / width).max(self.view.height / height);
        wanted.clamp(1.0, most.max(1.0))
    }
}

/// The share of its drawn extent that an element keeps which is pinned to opposite edges.
const LEAST_STRETCH: f64 = 0.5;

/// One of the two axes.
#[derive(Clone, Copy)]
enum Side {
    X,
    Y,
}

impl Side {
    fn of(self, view: Frame) -> f64 {
        match self {
            Self::X => view.width,
            Self::Y => view.height,
        }
    }

    /// The pin of an element along this axis, and from where to where it reaches.
    fn span(self, top: &Top, view: Frame) -> Option<(Pin, f64, f64)> {
        let b = top.bounds?;
        Some(match self {
            Self::X => (top.pins.x, b.x - view.x, b.right() - view.x),
            Self::Y => (top.pins.y, b.y - view.y, b.bottom() - view.y),
        })
    }
}

impl Board {
    /// The shape of a slot that grows over the place of another, which stays empty.
    pub fn grown(&self, slot: usize, over: usize) -> SlotShape {
        let (own, other) = (self.slots[slot], self.slots[over]);
        let (SlotShape::Frame(frame), SlotShape::Frame(empty)) = (own.shape, other.shape) else {
            return own.shape;
        };
        let Some(back) = own.to_view.inverse() else {
            return own.shape;
        };
        let map = back.then_inner(other.to_view);
        let corners = [
            map.apply(empty.x, empty.y),
            map.apply(empty.right(), empty.bottom()),
        ];
        let (mut left, mut top) = (frame.x, frame.y);
        let (mut right, mut bottom) = (frame.right(), frame.bottom());
        for (x, y) in corners {
            (left, right) = (left.min(x), right.max(x));
            (top, bottom) = (top.min(y), bottom.max(y));
        }
        Frame::new(left, top, right - left, bottom - top).map_or(own.shape, SlotShape::Frame)
    }
}

/// The map over one top-level element.
fn map(top: &Top, old: Frame, new: Frame) -> Affine {
    let (sx, sy) = (new.width / old.width, new.height / old.height);
    let Some(bounds) = top.bounds else {
        // What cannot be measured keeps its shape in the middle of its share.
        let (x, scale_x) = axis(top.pins.x, (0.0, old.width), old.width, new.width, false);
        let (y, scale_y) = axis(top.pins.y, (0.0, old.height), old.height, new.height, false);
        return uniform(
            x,
            y,
            scale_x,
            scale_y,
            old,
            (old.width / 2.0, old.height / 2.0),
        );
    };
    let left = bounds.x - old.x;
    let top_edge = bounds.y - old.y;
    let span_x = (left, left + bounds.width);
    let span_y = (top_edge, top_edge + bounds.height);
    let stretch = top.stretches;
    if let Some(scale) = shrink(top.pins, sx, sy) {
        let x = held(top.pins.x, span_x, old.width, new.width, scale);
        let y = held(top.pins.y, span_y, old.height, new.height, scale);
        return Affine::translate(old.x, old.y)
            .then_inner(Affine::new(scale, 0.0, 0.0, scale, x, y))
            .then_inner(Affine::translate(-old.x, -old.y));
    }
    let (x, scale_x) = axis(top.pins.x, span_x, old.width, new.width, stretch);
    let (y, scale_y) = axis(top.pins.y, span_y, old.height, new.height, stretch);
    let proportional = top.pins.x == Pin::Proportion && top.pins.y == Pin::Proportion;
    if proportional && !stretch {
        let scale = sx.min(sy);
        let center = (left + bounds.width / 2.0, top_edge + bounds.height / 2.0);
        return uniform(
            center.0 * sx - center.0,
            center.1 * sy - center.1,
            scale,
            scale,
            old,
            center,
        );
    }
    Affine::translate(old.x, old.y)
        .then_inner(Affine::new(scale_x, 0.0, 0.0, scale_y, x, y))
        .then_inner(Affine::translate(-old.x, -old.y))
}

/// How much smaller a centred element becomes on a sheet that is narrower than drawn, so that it
/// stays on it; `None` if it keeps its size.
fn shrink(pins: Pins, sx: f64, sy: f64) -> Option<f64> {
    let rigid = |pin| matches!(pin, Pin::Start | Pin::End | Pin::Center);
    let along = |pin, scale: f64| if pin == Pin::Center { scale } else { 1.0 };
    let scale = along(pins.x, sx).min(along(pins.y, sy));
    (rigid(pins.x) && rigid(pins.y) && scale < 1.0).then_some(scale)
}

/// The shift that holds an element which is scaled at its pin.
fn held(pin: Pin, span: (f64, f64), old: f64, new: f64, scale: f64) -> f64 {
    match pin {
        Pin::End => span.1 + (new - old) - scale * span.1,
        Pin::Center => (new - scale * old) / 2.0,
        Pin::Start | Pin::Both | Pin::Proportion => span.0 - scale * span.0,
    }
}

/// Shift and scale along one axis: `x' = scale · x + shift`, from the edge of the view.
fn axis(pin: Pin, span: (f64, f64), old: f64, new: f64, stretch: bool) -> (f64, f64) {
    let grown = new - old;
    match pin {
        Pin::Start => (0.0, 1.0),
        Pin::End => (grown, 1.0),
        Pin::Center => (grown / 2.0, 1.0),
        Pin::Both => {
            let (start, end) = span;
            let scale = (end - start + grown).max(0.0) / (end - start);
            (start - start * scale, scale)
        }
        Pin::Proportion if stretch => (0.0, new / old),
        Pin::Proportion => {
            let center = f64::midpoint(span.0, span.1);
            (center * new / old - center, 1.0)
        }
    }
}

/// A shift, and a scaling around a point that keeps proportions.
fn uniform(x: f64, y: f64, sx: f64, sy: f64, old: Frame, center: (f64, f64)) -> Affine {
    let scale = sx.min(sy);
    let (cx, cy) = (old.x + center.0, old.y + center.1);
    Affine::translate(cx + x, cy + y)
        .then_inner(Affine::scale(scale, scale))
        .then_inner(Affine::translate(-cx, -cy))
}

/// Where a slot stands once its top-level element is mapped, with the drawing-out taken off.
pub(super) fn place(shape: SlotShape, own: Affine, parent: Affine, map: Affine) -> PlacedSlot {
    let outer = map.then_inner(parent);
    let full = outer.then_inner(own);
    let drawn = parent.then_inner(own);
    // One local unit stays as long as it was drawn, unless the map shrinks both ways alike.
    let unit = drawn.mean_scale().max(1e-9);
    let scale = if (map.a - map.d).abs() < 1e-12 && map.b == 0.0 {
        map.a
    } else {
        1.0
    } * unit;
    let (shape, to_view) = match shape {
        SlotShape::Anchor { x, y } => {
            let (px, py) = full.apply(x, y);
            let turn = drawn.b.atan2(drawn.a);
            let (sin, cos) = turn.sin_cos();
            let there = Affine::new(scale * cos, scale * sin, -scale * sin, scale * cos, px, py);
            (SlotShape::Anchor { x: 0.0, y: 0.0 }, there)
        }
        SlotShape::Frame(frame) => {
            if (map.a - map.d).abs() < 1e-12 {
                return PlacedSlot {
                    shape: SlotShape::Frame(frame),
                    inner: own,
                    to_view: full,
                };
            }
            let (ox, oy) = full.apply(frame.x, frame.y);
            let (ux, uy) = full.apply(frame.right(), frame.y);
            let (vx, vy) = full.apply(frame.x, frame.bottom());
            let width = (ux - ox).hypot(uy - oy);
            let (sin, cos) = ((uy - oy) / width, (ux - ox) / width);
            let height = (vy - oy) * cos - (vx - ox) * sin;
            let there = Affine::new(scale * cos, scale * sin, -scale * sin, scale * cos, ox, oy);
            let frame = Frame::new(0.0, 0.0, width / scale, height.abs() / scale).unwrap_or(frame);
            (SlotShape::Frame(frame), there)
        }
    };
    let inner = outer.inverse().map_or(own, |back| back.then_inner(to_view));
    PlacedSlot {
        shape,
        inner,
        to_view,
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::artboard;
    use super::*;

    fn board(inside: &str) -> Artboard {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 200\">{inside}</svg>"
        );
        artboard("t.svg", svg.into_bytes()).unwrap()
    }

    /// The box of each slot on a sheet of a shape, rounded.
    fn boxes(inside: &str, aspect: f64) -> (f64, f64, Vec<[f64; 4]>) {
        let resized = board(inside).resized(aspect);
        let round = |value: f64| (value * 10.0).round() / 10.0;
        let boxes = resized.slots.iter().map(|slot| {
            let SlotShape::Frame(f) = slot.shape else {
                panic!("not a frame");
            };
            let (x, y) = slot.to_view.apply(f.x, f.y);
            let (right, bottom) = slot.to_view.apply(f.right(), f.bottom());
            [x, y, right, bottom].map(round)
        });
        (
            round(resized.view.width),
            round(resized.view.height),
            boxes.collect(),
        )
    }

    fn slot(name: &str, pin: &str, frame: [f64; 4]) -> String {
        let [x, y, width, height] = frame;
        format!(
            "<rect data-slot=\"{name}\" data-pin=\"{pin}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
        )
    }

    #[test]
    fn pins_keep_their_distances() {
        let a = slot("a", "left right top bottom", [10.0, 10.0, 80.0, 150.0]);
        let b = slot("b", "right bottom", [60.0, 170.0, 30.0, 20.0]);
        let c = slot("c", "center bottom", [40.0, 165.0, 20.0, 5.0]);
        // Twice as wide as high: 200 by 100 has the area of 100 by 200, but leaves `a` 50 of 150;
        // it keeps 75.
        let (width, height, found) = boxes(&format!("{a}{b}{c}"), 2.0);
        assert_eq!((width, height), (250.0, 125.0));
        assert_eq!(found[0], [10.0, 10.0, 240.0, 85.0]);
        assert_eq!(found[1], [210.0, 95.0, 240.0, 115.0]);
        assert_eq!(found[2], [115.0, 90.0, 135.0, 95.0]);
        // As drawn, nothing moves.
        let (_, _, found) = boxes(&a, 0.5);
        assert_eq!(found[0], [10.0, 10.0, 90.0, 160.0]);
    }

    #[test]
    fn what_is_not_pinned_keeps_its_share() {
        let free = slot("a", "", [20.0, 40.0, 60.0, 40.0]);
        let (width, height, found) = boxes(&free, 2.0);
        assert_eq!((width, height), (200.0, 100.0));
        assert_eq!(found[0], [40.0, 20.0, 160.0, 40.0]);
    }

    #[test]
    fn opposite_edges_do_not_meet() {
        let a = slot("a", "top", [10.0, 10.0, 80.0, 90.0]);
        let b = slot("b", "bottom", [10.0, 120.0, 80.0, 70.0]);
        for aspect in [1.0 / 3.0, 0.5, 1.0, 2.0, 3.0] {
            let (_, height, found) = boxes(&format!("{a}{b}"), aspect);
            assert!(found[0][3] <= found[1][1] + 0.11, "{aspect}: {found:?}");
            assert!(found[1][3] <= height, "{aspect}: {found:?}");
        }
    }

    #[test]
    fn layers_let_pins_through() {
        let inside = "<g transform=\"translate(10 10)\"><rect width=\"0.1\" height=\"0.1\"/>\
                      <rect data-slot=\"a\" data-pin=\"right bottom\" x=\"60\" y=\"160\" width=\"30\" height=\"30\"/></g>";
        let (width, height, found) = boxes(inside, 1.0);
        let [right, bottom] = [width - found[0][2], height - found[0][3]];
        assert!(
            right.abs() < 0.11 && bottom.abs() < 0.11,
            "{found:?} of {width}"
        );
    }

    #[test]
    fn a_code_stays_square() {
        let code = "<rect data-slot=\"link\" data-kind=\"qr\" x=\"10\" y=\"10\" width=\"40\" height=\"40\"/>";
        for aspect in [1.0 / 3.0, 1.0, 3.0] {
            let (.., found) = boxes(code, aspect);
            let [x, y, right, bottom] = found[0];
            assert!(
                (right - x - (bottom - y)).abs() < 0.21,
                "{aspect}: {found:?}"
            );
        }
    }
}
