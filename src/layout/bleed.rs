//! Artwork beyond the trim: what reaches an edge of the sheet is drawn out over it.
//!
//! A guillotine drifts by a millimetre or two, so colour that ends at the trim ends in a white
//! hairline. Elements directly below the root that touch an edge are drawn out to the end of the
//! bleed; those that stand over the edge already just show more of themselves.

use kurbo::Rect;

use super::resize::place;
use super::{Artboard, Board, SlotContent, Top};
use crate::units::{Affine, Frame};

/// How near an element must come to an edge to touch it, in parts of the sheet's longer side.
pub(super) const TOUCH: f64 = 5e-4;

impl Board {
    /// This board with everything that touches an edge drawn out by `bleed` layout units.
    #[must_use]
    pub fn with_bleed(mut self, artboard: &Artboard, bleed: f64) -> Self {
        if bleed <= 0.0 {
            return self;
        }
        for (at, top) in artboard.tops.iter().enumerate() {
            // Words stay where they are: only what is printed under them runs over.
            let is_slot = artboard.slots.iter().any(|slot| {
                slot.range == top.range && !matches!(slot.content, SlotContent::Picture(_))
            });
            if !is_slot && let Some(outward) = outward(top, self.maps[at], self.view, bleed) {
                self.maps[at] = outward.then_inner(self.maps[at]);
            }
        }
        for (slot, placed) in artboard.slots.iter().zip(&mut self.slots) {
            *placed = place(slot.shape, slot.own, slot.parent, self.maps[slot.top]);
        }
        self
    }
}

/// The map that draws an element out over the edges that it touches; `None` if there is none.
fn outward(top: &Top, map: Affine, view: Frame, bleed: f64) -> Option<Affine> {
    let bounds = top.bounds?;
    let [a, b, c, d, e, f] = [map.a, map.b, map.c, map.d, map.e, map.f];
    let rect = kurbo::Affine::new([a, b, c, d, e, f]).transform_rect_bbox(Rect::new(
        bounds.x,
        bounds.y,
        bounds.right(),
        bounds.bottom(),
    ));
    let near = TOUCH * view.width.max(view.height);
    let (sx, shift_x) = axis((rect.x0, rect.x1), (view.x, view.right()), bleed, near);
    let (sy, shift_y) = axis((rect.y0, rect.y1), (view.y, view.bottom()), bleed, near);
    let map = Affine::new(sx, 0.0, 0.0, sy, shift_x, shift_y);
    (map != Affine::IDENTITY).then_some(map)
}

/// Scale and shift along one axis that take a span to the end of the bleed where it touches.
fn axis(span: (f64, f64), view: (f64, f64), bleed: f64, near: f64) -> (f64, f64) {
    let (low, high) = span;
    let touches_low = low <= view.0 + near && low > view.0 - bleed && high > view.0;
    let touches_high = high >= view.1 - near && high < view.1 + bleed && low < view.1;
    let to_low = if touches_low { view.0 - bleed } else { low };
    let to_high = if touches_high { view.1 + bleed } else { high };
    if high - low < near || (to_low, to_high) == span {
        return (1.0, 0.0);
    }
    let scale = (to_high - to_low) / (high - low);
    (scale, to_low - low * scale)
}

#[cfg(test)]
mod tests {

    use crate::layout::artboard;

    fn reach(svg: &str) -> (f64, f64) {
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 200" width="100mm" height="200mm">{svg}</svg>"#
        );
        let board = artboard("a.svg", svg.into_bytes()).unwrap();
        let bled = board.resized(0.5).with_bleed(&board, 3.0);
        let bounds = board.tops[0].bounds.unwrap();
        let map = bled.maps[0];
        (
            map.apply(bounds.x, bounds.y).0,
            map.apply(bounds.right(), bounds.bottom()).1,
        )
    }

    #[test]
    fn what_touches_an_edge_reaches_the_end_of_the_bleed() {
        let (left, bottom) = reach(r#"<rect width="100" height="200"/>"#);
        assert!((left + 3.0).abs() < 1e-9 && (bottom - 203.0).abs() < 1e-9);
        let (left, bottom) = reach(r#"<rect y="190" width="40" height="10"/>"#);
        assert!((left + 3.0).abs() < 1e-9 && (bottom - 203.0).abs() < 1e-9);
    }

    #[test]
    fn what_stands_inside_or_far_over_stays() {
        assert_eq!(
            reach(r#"<rect x="10" y="10" width="40" height="40"/>"#),
            (10.0, 50.0)
        );
        assert_eq!(
            reach(r#"<rect x="-20" y="10" width="40" height="400"/>"#),
            (-20.0, 410.0)
        );
    }
}
