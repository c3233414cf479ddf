//! Slots that lie over each other.

use crate::job::Poster;
use crate::layout::{SlotContent, SlotShape};

/// Pairs of slots for words and codes whose frames overlap on a poster, by their names. Pictures may
/// lie behind words.
pub fn overlaps(poster: &Poster) -> Vec<(String, String)> {
    let board = poster.artboard();
    let quads: Vec<(&str, Quad)> = board
        .slots
        .iter()
        .zip(&poster.board.slots)
        .filter(|(slot, _)| matches!(slot.content, SlotContent::Fill | SlotContent::Code))
        .filter_map(|(slot, placed)| {
            let SlotShape::Frame(f) = placed.shape else {
                return None;
            };
            let corners = [
                (f.x, f.y),
                (f.right(), f.y),
                (f.right(), f.bottom()),
                (f.x, f.bottom()),
            ];
            let corners = corners.map(|(x, y)| placed.to_view.apply(x, y));
            Some((slot.id.as_str(), Quad(corners)))
        })
        .collect();
    let hair = poster.board.view.width.max(poster.board.view.height) / 1000.0;
    let mut found = Vec::new();
    for (at, (name, quad)) in quads.iter().enumerate() {
        for (other, over) in &quads[at + 1..] {
            if quad.overlaps(over, hair) {
                found.push(((*name).to_owned(), (*other).to_owned()));
            }
        }
    }
    found
}

/// A convex quadrilateral.
struct Quad([(f64, f64); 4]);

impl Quad {
    /// Whether two overlap by more than a hair: no side of either parts them.
    fn overlaps(&self, other: &Self, hair: f64) -> bool {
        !(self.parts(other, hair) || other.parts(self, hair))
    }

    fn parts(&self, other: &Self, hair: f64) -> bool {
        (0..4).any(|at| {
            let ((ax, ay), (bx, by)) = (self.0[at], self.0[(at + 1) % 4]);
            let (nx, ny) = (by - ay, ax - bx);
            let length = nx.hypot(ny).max(1e-9);
            let along = |(x, y): &(f64, f64)| (x * nx + y * ny) / length;
            let range = |quad: &Self| {
                let values = quad.0.iter().map(along);
                let low = values.clone().fold(f64::INFINITY, f64::min);
                (low, values.fold(f64::NEG_INFINITY, f64::max))
            };
            let (a, b) = (range(self), range(other));
            a.1 - hair < b.0 || b.1 - hair < a.0
        })
    }
}
