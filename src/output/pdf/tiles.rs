//! How a poster is split into sheets of a home printer: arithmetic only.
//!
//! All sheets are one paper at 100 %. Each prints its area inside the margins; neighbours share an
//! overlap, and are joined along the middle of it: the later sheet is cut there, the earlier one
//! goes on below it. So a cut that is half a millimetre off shows no white.

use crate::diag::{Diagnostic, Result};
use crate::units::{Length, Size};

/// How a poster is split.
#[derive(Clone, Debug, PartialEq)]
pub struct Tiling {
    /// What users call the paper.
    pub name: String,
    /// The paper, upright.
    pub paper: Size,
    /// What the printer cannot print along each edge.
    ///
    /// Default: 5 mm.
    pub margin: Length,
    /// What neighbours share, to be glued.
    ///
    /// Default: 10 mm.
    pub overlap: Length,
    /// How long a ruler of 100 mm came out of the printer.
    ///
    /// Default: 100 mm.
    pub ruler: Length,
}

impl Tiling {
    /// Sheets of a paper, with the usual margin and overlap.
    pub fn new(name: &str, paper: Size) -> Self {
        let upright = paper.width <= paper.height;
        let (width, height) = if upright {
            (paper.width, paper.height)
        } else {
            (paper.height, paper.width)
        };
        Self {
            name: name.to_owned(),
            paper: Size { width, height },
            margin: Length::mm(5.0),
            overlap: Length::mm(10.0),
            ruler: Length::mm(100.0),
        }
    }

    /// How much larger everything is drawn so that it comes out right.
    pub fn correction(&self) -> f64 {
        100.0 / self.ruler.to_mm()
    }

    /// The grid that needs the fewest sheets, upright if both need as many.
    ///
    /// # Errors
    /// The paper has no room inside the margins, or the poster would need too many sheets.
    pub fn grid(&self, poster: Size) -> Result<Grid> {
        let upright = self.grid_of(poster, false)?;
        let lying = self.grid_of(poster, true)?;
        let grid = if lying.rows * lying.cols < upright.rows * upright.cols {
            lying
        } else {
            upright
        };
        if grid.rows * grid.cols > MOST_SHEETS {
            return Err(Diagnostic::error(format!(
                "the poster would need {} sheets of {}",
                grid.rows * grid.cols,
                self.name
            ))
            .hint(format!(
                "that is more than {MOST_SHEETS}: choose a smaller size or larger paper"
            )));
        }
        Ok(grid)
    }

    fn grid_of(&self, poster: Size, rotated: bool) -> Result<Grid> {
        let correction = self.correction();
        let (mut width, mut height) = (self.paper.width.to_mm(), self.paper.height.to_mm());
        if rotated {
            std::mem::swap(&mut width, &mut height);
        }
        let margin = self.margin.to_mm();
        let overlap = self.overlap.to_mm() * correction;
        let area = (width - 2.0 * margin, height - 2.0 * margin);
        let step = (area.0 - overlap, area.1 - overlap);
        if step.0 < LEAST_STEP_MM || step.1 < LEAST_STEP_MM {
            return Err(Diagnostic::error(format!(
                "margins of {margin} mm and an overlap of {} mm leave nothing of {}",
                self.overlap.to_mm(),
                self.name
            ))
            .hint("the usual `--margin 5mm --overlap 10mm` suit nearly every printer"));
        }
        let size = (
            poster.width.to_mm() * correction,
            poster.height.to_mm() * correction,
        );
        let cols = count(size.0, overlap, step.0);
        let rows = count(size.1, overlap, step.1);
        let spare = |n: usize, step: f64, size: f64| as_f64(n) * step + overlap - size;
        Ok(Grid {
            rotated,
            rows,
            cols,
            sheet_mm: (width, height),
            area_mm: area,
            step_mm: step,
            size_mm: size,
            spare_mm: (spare(cols, step.0, size.0), spare(rows, step.1, size.1)),
            margin_mm: margin,
            overlap_mm: overlap,
            correction,
        })
    }

    /// The largest poster of a shape that takes at most so many sheets, to a tenth of a millimetre.
    pub fn largest(&self, shape: Size, sheets: usize) -> Size {
        let scaled = |scale: f64| Size {
            width: shape.width * scale,
            height: shape.height * scale,
        };
        let fits = |scale: f64| {
            self.grid(scaled(scale))
                .is_ok_and(|grid| grid.rows * grid.cols <= sheets)
        };
        // The number of sheets grows with the size, so halving finds the edge.
        let (mut low, mut high) = (
            0.0,
            LARGEST_MM / shape.width.to_mm().min(shape.height.to_mm()),
        );
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if fits(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        let tenth = |length: Length| Length::mm((length.to_mm() * 10.0).floor() / 10.0);
        let size = scaled(low);
        Size {
            width: tenth(size.width),
            height: tenth(size.height),
        }
    }
}

/// More sheets than anybody glues.
const MOST_SHEETS: usize = 400;

/// Less than this is no sheet any more.
const LEAST_STEP_MM: f64 = 20.0;

/// Larger posters are not looked for.
const LARGEST_MM: f64 = 20_000.0;

/// How many sheets cover a length; what is less than a hundredth of a millimetre needs no sheet.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a poster is far below 2^32 sheets, and at least one"
)]
fn count(size: f64, overlap: f64, step: f64) -> usize {
    ((size - overlap - 0.01) / step).ceil().clamp(1.0, 1e6) as usize
}

fn as_f64(n: usize) -> f64 {
    n as f64
}

/// Rows and columns of sheets. All in millimetres of the file, after correction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    /// Whether the sheets lie.
    pub rotated: bool,
    /// Sheets from top to bottom.
    pub rows: usize,
    /// Sheets from left to right.
    pub cols: usize,
    /// The sheet as it is printed.
    pub sheet_mm: (f64, f64),
    /// What of it can be printed.
    pub area_mm: (f64, f64),
    /// From one sheet to the next.
    pub step_mm: (f64, f64),
    /// The poster.
    pub size_mm: (f64, f64),
    /// What the sheets have more than the poster needs.
    pub spare_mm: (f64, f64),
    /// What cannot be printed.
    pub margin_mm: f64,
    /// What neighbours share.
    pub overlap_mm: f64,
    /// How much larger everything is drawn than it comes out.
    pub correction: f64,
}

impl Grid {
    /// Where the poster's left and top edges stand in the grid: in the middle, or as far from it
    /// as keeps the joints off what is given as spans along `x` and along `y` (in millimetres of
    /// the poster).
    pub fn place(&self, keep_whole: &[[f64; 4]]) -> (f64, f64) {
        let spans = |low: usize, high: usize| -> Vec<(f64, f64)> {
            let c = self.correction;
            keep_whole
                .iter()
                .map(|b| (b[low] * c, b[high] * c))
                .collect()
        };
        (
            best(
                self.spare_mm.0,
                self.cols,
                self.step_mm.0,
                self.overlap_mm,
                &spans(0, 2),
            ),
            best(
                self.spare_mm.1,
                self.rows,
                self.step_mm.1,
                self.overlap_mm,
                &spans(1, 3),
            ),
        )
    }

    /// The part of the poster on a sheet, in millimetres of the poster: left, top, right, bottom.
    pub fn part(&self, row: usize, col: usize, at: (f64, f64)) -> [f64; 4] {
        let left = as_f64(col) * self.step_mm.0 - at.0;
        let top = as_f64(row) * self.step_mm.1 - at.1;
        let c = self.correction;
        [
            left.max(0.0) / c,
            top.max(0.0) / c,
            (left + self.area_mm.0).min(self.size_mm.0) / c,
            (top + self.area_mm.1).min(self.size_mm.1) / c,
        ]
    }
}

/// The shift within the spare room that cuts through fewest spans; of several, nearest the middle.
fn best(spare: f64, sheets: usize, step: f64, overlap: f64, spans: &[(f64, f64)]) -> f64 {
    let middle = spare / 2.0;
    let cuts = |at: f64| {
        (1..sheets)
            .map(|n| as_f64(n) * step + overlap / 2.0 - at)
            .map(|joint| spans.iter().filter(|s| s.0 < joint && joint < s.1).count())
            .sum::<usize>()
    };
    let tried = (0..=40_i32).flat_map(|n| {
        let shift = f64::from(n) / 40.0 * middle;
        [middle - shift, middle + shift]
    });
    tried.min_by_key(|&at| cuts(at)).unwrap_or(middle)
}

/// A sheet's place as people say it: the row as a letter, the column as a number.
pub fn place_name(row: usize, col: usize) -> String {
    let mut letters = String::new();
    let mut rest = row + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    format!("{letters}{}", col + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a4() -> Tiling {
        Tiling::new("a4", Size::mm(210.0, 297.0))
    }

    #[test]
    fn posters_take_the_sheets_that_everybody_counts() {
        let sheets = |w, h| {
            let grid = a4().grid(Size::mm(w, h)).unwrap();
            (grid.rows * grid.cols, grid.rotated)
        };
        assert_eq!(sheets(297.0, 420.0), (4, false));
        assert_eq!(sheets(420.0, 594.0), (8, true));
        assert_eq!(sheets(594.0, 841.0), (12, false));
        assert_eq!(sheets(841.0, 1189.0), (21, true));
        assert_eq!(sheets(390.0, 564.0), (4, false));
    }

    #[test]
    fn the_largest_poster_for_four_sheets_leaves_nothing_over() {
        let size = a4().largest(Size::mm(390.0, 564.0), 4);
        assert!((size.width.to_mm() - 390.0).abs() < 0.2, "{size:?}");
    }

    #[test]
    fn a_measured_printer_gets_larger_drawings() {
        let mut tiling = a4();
        tiling.ruler = Length::mm(97.2);
        let grid = tiling.grid(Size::mm(390.0, 564.0)).unwrap();
        assert!((grid.size_mm.0 * 0.972 - 390.0).abs() < 1e-9);
        assert!(grid.rows * grid.cols > 4);
    }

    #[test]
    fn joints_move_off_small_things() {
        let grid = a4().grid(Size::mm(297.0, 420.0)).unwrap();
        let (x, y) = grid.place(&[]);
        assert!((x - grid.spare_mm.0 / 2.0).abs() < 1e-9);
        assert!((y - grid.spare_mm.1 / 2.0).abs() < 1e-9);
        let joint = grid.step_mm.0 + grid.overlap_mm / 2.0 - x;
        let (moved, _) = grid.place(&[[joint - 5.0, 0.0, joint + 5.0, 10.0]]);
        assert!((moved - x).abs() >= 5.0, "{moved} {x}");
    }

    #[test]
    fn rows_are_letters() {
        assert_eq!(place_name(1, 2), "B3");
        assert_eq!(place_name(26, 0), "AA1");
    }
}
