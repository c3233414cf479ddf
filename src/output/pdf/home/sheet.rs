//! One sheet of a poster: its part of the drawing, and the marks around it.

use super::super::canvas::Canvas;
use super::super::impose::Sheet;
use super::super::seams::Placement;
use super::super::sheaf::Page;
use super::super::tiles::{Grid, as_f64};
use super::MM;
use super::marks::{Side, Strip};
use crate::compose::Artwork;

/// What all sheets of a poster share.
pub struct Tiles<'a> {
    /// The grid.
    pub grid: Grid,
    /// Where the poster stands in it.
    pub placed: Placement,
    /// The page of the drawing.
    pub page: Page,
    /// `print at 100 %`.
    pub advice: &'a Artwork,
    /// Sheets that are printed: row and column.
    pub shown: &'a [(usize, usize)],
}

/// Between the artwork and a mark beside it: a cut that is off by less shows nothing of the mark.
pub const HAIR_MM: f64 = 0.6;

impl Tiles<'_> {
    /// One sheet.
    pub fn sheet(&self, row: usize, col: usize) -> Sheet {
        let grid = &self.grid;
        let (width, height) = grid.sheet_mm;
        let margin = grid.margin_mm;
        let mut canvas = Canvas::default();
        // From here on in millimetres.
        canvas.within([MM, 0.0, 0.0, MM, 0.0, 0.0], |canvas| {
            canvas.op("q", &[]);
            canvas.op("re", &[margin, margin, grid.area_mm.0, grid.area_mm.1]);
            canvas.op("W", &[]);
            canvas.op("n", &[]);
            let poster = self.poster_on(row, col);
            self.art(canvas, grid.correction, (poster[0], poster[1]));
            canvas.op("Q", &[]);
            self.corners(canvas, poster);
            let strips = self.strips(row, col, poster);
            self.marks(canvas, (row, col), &strips);
        });
        Sheet {
            size: (width * MM, height * MM),
            content: canvas,
        }
    }

    /// The poster in the coordinates of a sheet: left, low, right, high.
    fn poster_on(&self, row: usize, col: usize) -> [f64; 4] {
        let grid = &self.grid;
        let left = grid.margin_mm + self.placed.at.0 - as_f64(col) * grid.step_mm.0;
        let high =
            grid.sheet_mm.1 - grid.margin_mm - self.placed.at.1 + as_f64(row) * grid.step_mm.1;
        [left, high - grid.size_mm.1, left + grid.size_mm.0, high]
    }

    /// The poster, so much larger, its lower left corner at a place.
    pub fn art(&self, canvas: &mut Canvas, scale: f64, (x, y): (f64, f64)) {
        let scale = scale / MM / self.page.scale;
        let trim = self.page.around(0.0);
        let map = [
            scale,
            0.0,
            0.0,
            scale,
            x - trim[0] * scale,
            y - trim[1] * scale,
        ];
        canvas.within(map, |canvas| canvas.form("Art0"));
    }

    /// Thin lines where the poster's own corners are cut, outside of it.
    fn corners(&self, canvas: &mut Canvas, poster: [f64; 4]) {
        const LONG_MM: f64 = 5.0;
        let grid = &self.grid;
        let (low, right) = (grid.margin_mm, grid.sheet_mm.0 - grid.margin_mm);
        let high = grid.sheet_mm.1 - grid.margin_mm;
        canvas.gray(0.0);
        for (x, out_x) in [(poster[0], -1.0), (poster[2], 1.0)] {
            for (y, out_y) in [(poster[1], -1.0), (poster[3], 1.0)] {
                if !((low..=right).contains(&x) && (low..=high).contains(&y)) {
                    continue;
                }
                let to_x = (x + out_x * LONG_MM).clamp(low, right);
                let to_y = (y + out_y * LONG_MM).clamp(low, high);
                let from_x = x + out_x * HAIR_MM;
                let from_y = y + out_y * HAIR_MM;
                if (to_x - from_x) * out_x > 0.0 {
                    canvas.line((from_x, y), (to_x, y), 0.1);
                }
                if (to_y - from_y) * out_y > 0.0 {
                    canvas.line((x, from_y), (x, to_y), 0.1);
                }
            }
        }
    }

    /// The strips beyond the joints of a sheet, in the order in which they are taken for its name.
    fn strips(&self, row: usize, col: usize, poster: [f64; 4]) -> Vec<Strip> {
        let grid = &self.grid;
        let margin = grid.margin_mm;
        let (width, height) = grid.sheet_mm;
        // Where the poster is seen, along each direction.
        let across = (poster[0].max(margin), poster[2].min(width - margin));
        let along = (poster[1].max(margin), poster[3].min(height - margin));
        let x = |joint: f64| margin + joint - as_f64(col) * grid.step_mm.0;
        let y = |joint: f64| height - margin - joint + as_f64(row) * grid.step_mm.1;
        let strip = |side, (from, to): (f64, f64), seen, neighbour| Strip {
            side,
            start: from,
            thick: to - from,
            seen,
            paper: match side {
                Side::Top | Side::Bottom => (margin, width - margin),
                Side::Left | Side::Right => (margin, height - margin),
            },
            neighbour,
        };
        let mut strips = Vec::new();
        if row > 0 {
            let joint = y(self.placed.joints_y[row - 1]);
            let at = (joint, height - margin);
            strips.push(strip(Side::Top, at, across, (row - 1, col)));
        }
        if row + 1 < grid.rows {
            let joint = y(self.placed.joints_y[row]);
            strips.push(strip(Side::Bottom, (margin, joint), across, (row + 1, col)));
        }
        if col > 0 {
            let joint = x(self.placed.joints_x[col - 1]);
            strips.push(strip(Side::Left, (margin, joint), along, (row, col - 1)));
        }
        if col + 1 < grid.cols {
            let joint = x(self.placed.joints_x[col]);
            let at = (joint, width - margin);
            strips.push(strip(Side::Right, at, along, (row, col + 1)));
        }
        strips
    }
}
