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
        self.grids(poster).map(|grids| grids.0)
    }

    /// As [`Tiling::grid`], and the other way round if it needs no more sheets.
    ///
    /// # Errors
    /// As [`Tiling::grid`].
    pub fn grids(&self, poster: Size) -> Result<(Grid, Option<Grid>)> {
        let upright = self.grid_of(poster, false)?;
        let lying = self.grid_of(poster, true)?;
        let (grid, other) = if lying.sheets() < upright.sheets() {
            (lying, upright)
        } else {
            (upright, lying)
        };
        if grid.sheets() > MOST_SHEETS {
            return Err(Diagnostic::error(format!(
                "the poster would need {} sheets of {}",
                grid.sheets(),
                self.name
            ))
            .hint(format!(
                "that is more than {MOST_SHEETS}: choose a smaller size or larger paper"
            )));
        }
        Ok((grid, (other.sheets() == grid.sheets()).then_some(other)))
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
                .is_ok_and(|grid| grid.sheets() <= sheets)
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

pub fn as_f64(n: usize) -> f64 {
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
    /// Rows times columns.
    pub fn sheets(&self) -> usize {
        self.rows * self.cols
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
    fn paper_lies_too_where_that_needs_no_more_of_it() {
        let (grid, other) = a4().grids(Size::mm(297.0, 420.0)).unwrap();
        assert_eq!((grid.rotated, other.map(|o| o.rotated)), (false, None));
        let (grid, other) = a4().grids(Size::mm(370.0, 370.0)).unwrap();
        assert_eq!((grid.sheets(), other.map(|o| o.sheets())), (4, Some(4)));
    }

    #[test]
    fn rows_are_letters() {
        assert_eq!(place_name(1, 2), "B3");
        assert_eq!(place_name(26, 0), "AA1");
    }
}
