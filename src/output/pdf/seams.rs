//! Where a poster stands in its grid of sheets, and where neighbours are joined: off small type, QR
//! codes and faces, as far as the overlaps and the spare room allow.

use super::tiles::{Grid, as_f64};

/// What a joint should not run through.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Left, top, right and bottom in millimetres of the poster.
    pub mm: [f64; 4],
    /// How bad a cut is.
    pub weight: u32,
}

/// Where a poster stands in its grid, in millimetres from the left and from the top of what the
/// first sheet prints.
#[derive(Clone, Debug, PartialEq)]
pub struct Placement {
    /// The poster's upper left corner.
    pub at: (f64, f64),
    /// The joints between columns.
    pub joints_x: Vec<f64>,
    /// The joints between rows.
    pub joints_y: Vec<f64>,
    /// What is cut through that should not be, by weight.
    pub cost: u32,
}

/// What of an overlap is left on both sides of a joint: room for glue, and for the marks.
const LEAST_STRIP_MM: f64 = 3.0;

/// One direction of a placement.
struct Axis {
    at: f64,
    joints: Vec<f64>,
    cost: u32,
}

/// The shift within the spare room, and the joints within the overlaps, that cut through least; of
/// several, the nearest to the middle. The shift is the last resort: it makes margins uneven.
fn best(spare: f64, sheets: usize, step: f64, overlap: f64, spans: &[(f64, f64, u32)]) -> Axis {
    let middle = spare / 2.0;
    let reach = (overlap / 2.0 - LEAST_STRIP_MM).max(0.0);
    let placed = |at: f64| {
        let mut axis = Axis {
            at,
            joints: Vec::new(),
            cost: 0,
        };
        for n in 1..sheets {
            let usual = as_f64(n) * step + overlap / 2.0;
            let (joint, cost) = steps(reach)
                .map(|off| (usual + off, cut(usual + off - at, spans)))
                .min_by_key(|&(_, cost)| cost)
                .unwrap_or((usual, 0));
            axis.joints.push(joint);
            axis.cost += cost;
        }
        axis
    };
    // Later ones of equal cost are farther from the middle, and `min_by_key` takes the first.
    steps(middle)
        .map(|off| placed(middle + off))
        .min_by_key(|axis| axis.cost)
        .unwrap_or_else(|| placed(middle))
}

/// Steps away from nothing to both sides, farther and farther.
fn steps(reach: f64) -> impl Iterator<Item = f64> {
    const STEPS: i32 = 40;
    (0..=STEPS).flat_map(move |n| {
        let off = f64::from(n) / f64::from(STEPS) * reach;
        [off, -off]
    })
}

/// How bad a cut at a place of the poster is.
fn cut(at: f64, spans: &[(f64, f64, u32)]) -> u32 {
    // What stands at the cut itself is hard to glue as well.
    const AIR_MM: f64 = 1.0;
    spans
        .iter()
        .filter(|span| span.0 - AIR_MM < at && at < span.1 + AIR_MM)
        .map(|span| span.2)
        .sum()
}

impl Grid {
    /// Where the poster stands in the grid, and where the joints run: the poster in the middle, the
    /// joints in the middle of the overlaps, or as far from there as keeps the joints off `spans`.
    pub fn place(&self, spans: &[Span]) -> Placement {
        let axis = |low: usize, spare, sheets, step| {
            let c = self.correction;
            let spans: Vec<(f64, f64, u32)> = spans
                .iter()
                .map(|span| (span.mm[low] * c, span.mm[low + 2] * c, span.weight))
                .collect();
            best(spare, sheets, step, self.overlap_mm, &spans)
        };
        let x = axis(0, self.spare_mm.0, self.cols, self.step_mm.0);
        let y = axis(1, self.spare_mm.1, self.rows, self.step_mm.1);
        Placement {
            at: (x.at, y.at),
            cost: x.cost + y.cost,
            joints_x: x.joints,
            joints_y: y.joints,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tiles::Tiling;
    use super::*;
    use crate::units::Size;

    fn a4() -> Tiling {
        Tiling::new("a4", Size::mm(210.0, 297.0))
    }

    fn span(left: f64, right: f64, weight: u32) -> Span {
        Span {
            mm: [left, 0.0, right, 1.0],
            weight,
        }
    }

    #[test]
    fn without_anything_to_spare_the_poster_stands_in_the_middle() {
        let grid = a4().grid(Size::mm(297.0, 420.0)).unwrap();
        let placed = grid.place(&[]);
        assert!((placed.at.0 - grid.spare_mm.0 / 2.0).abs() < 1e-9);
        assert!((placed.at.1 - grid.spare_mm.1 / 2.0).abs() < 1e-9);
        assert_eq!(placed.joints_x, [195.0]);
        assert_eq!(placed.joints_y, [282.0]);
    }

    #[test]
    fn a_joint_moves_within_the_overlap_before_the_poster_moves() {
        let grid = a4().grid(Size::mm(297.0, 420.0)).unwrap();
        let (x, _) = grid.place(&[]).at;
        let joint = 195.0 - x;
        let near = grid.place(&[span(joint - 0.5, joint + 30.0, 1)]);
        assert!((near.at.0 - x).abs() < 1e-9);
        assert!((193.0..=193.5).contains(&near.joints_x[0]), "{near:?}");
        let wide = grid.place(&[span(joint - 5.0, joint + 5.0, 1)]);
        assert!((wide.at.0 - x).abs() >= 4.0, "{wide:?}");
        assert_eq!((near.cost, wide.cost), (0, 0));
    }

    #[test]
    fn a_joint_cuts_what_is_least_bad() {
        // Nothing to spare, and something on all of the overlap: only what it cuts can be chosen.
        let grid = a4().grid(Size::mm(390.0, 564.0)).unwrap();
        let placed = grid.place(&[span(150.0, 240.0, 1), span(190.0, 195.0, 8)]);
        assert_eq!(placed.cost, 1);
        assert!(placed.joints_x[0] >= 196.0, "{placed:?}");
    }
}
