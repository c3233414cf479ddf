//! The first page: where each sheet belongs, and a ruler to see whether the printer shrinks.

use super::super::canvas::Canvas;
use super::super::impose::Sheet;
use super::super::tiles::{Tiling, as_f64, place_name};
use super::MM;
use super::sheet::Tiles;

impl Tiles<'_> {
    /// The map of all sheets, on one of them.
    pub fn map(&self, tiling: &Tiling) -> Sheet {
        let grid = &self.grid;
        let (mut width, mut height) = (tiling.paper.width.to_mm(), tiling.paper.height.to_mm());
        let margin = grid.margin_mm;
        let whole = (
            as_f64(grid.cols) * grid.step_mm.0 + grid.overlap_mm,
            as_f64(grid.rows) * grid.step_mm.1 + grid.overlap_mm,
        );
        // A banner's map would be small on an upright page.
        if whole.0 > whole.1 {
            std::mem::swap(&mut width, &mut height);
        }
        let mut canvas = Canvas::default();
        canvas.within([MM, 0.0, 0.0, MM, 0.0, 0.0], |canvas| {
            canvas.gray(0.0);
            canvas.frame([margin, margin, width - margin, height - margin], 0.2);
            let ruler_at = (width - 100.0 * grid.correction) / 2.0;
            self.ruler(canvas, ruler_at, margin + 14.0);
            self.advice(canvas, 6.0, (margin + 8.0, height - margin - 16.0));
            let count = format!("{} × {}", self.shown.len(), tiling.name.to_uppercase());
            let wide = Canvas::width_of(&count, 6.0);
            canvas.words(
                &count,
                6.0,
                (width - margin - 8.0 - wide, height - margin - 16.0),
            );
            let room = (width - 2.0 * margin - 16.0, height - 2.0 * margin - 66.0);
            let scale = (room.0 / whole.0).min(room.1 / whole.1);
            let left = (width - whole.0 * scale) / 2.0;
            let top = height - margin - 24.0;
            canvas.within(
                [scale, 0.0, 0.0, scale, left, top - whole.1 * scale],
                |canvas| {
                    let at = self.placed.at;
                    let low = whole.1 - at.1 - grid.size_mm.1;
                    self.art(canvas, grid.correction, (at.0, low));
                    self.cells(canvas, whole, 0.3 / scale);
                },
            );
        });
        Sheet {
            size: (width * MM, height * MM),
            content: canvas,
        }
    }

    /// The sheets on the map: their joints and their names; a cross where none is printed.
    fn cells(&self, canvas: &mut Canvas, whole: (f64, f64), hair: f64) {
        let half = self.grid.overlap_mm / 2.0;
        let edges = |joints: &[f64], end: f64| {
            let mut edges = vec![half];
            edges.extend(joints);
            edges.push(end - half);
            edges
        };
        let xs = edges(&self.placed.joints_x, whole.0);
        let ys = edges(&self.placed.joints_y, whole.1);
        for (row, y) in ys.windows(2).enumerate() {
            for (col, x) in xs.windows(2).enumerate() {
                let cell = [x[0], whole.1 - y[1], x[1], whole.1 - y[0]];
                canvas.gray(1.0);
                canvas.frame(cell, hair * 2.4);
                canvas.gray(0.0);
                canvas.frame(cell, hair);
                self.name(canvas, cell, (row, col));
                if !self.shown.contains(&(row, col)) {
                    canvas.line((cell[0], cell[1]), (cell[2], cell[3]), hair);
                    canvas.line((cell[0], cell[3]), (cell[2], cell[1]), hair);
                }
            }
        }
    }

    /// The name of a sheet in its upper left corner.
    fn name(&self, canvas: &mut Canvas, cell: [f64; 4], (row, col): (usize, usize)) {
        let tall = self.grid.step_mm.0.min(self.grid.step_mm.1) * 0.12;
        let at = (cell[0] + tall * 0.6, cell[3] - tall * 1.6);
        let name = place_name(row, col);
        let wide = Canvas::width_of(&name, tall);
        let pad = tall * 0.35;
        canvas.gray(1.0);
        canvas.filled([at.0 - pad, at.1 - pad, at.0 + wide + pad, at.1 + tall + pad]);
        canvas.gray(0.0);
        canvas.words(&name, tall, at);
    }

    /// 100 mm, as they should come out.
    fn ruler(&self, canvas: &mut Canvas, x: f64, y: f64) {
        let c = self.grid.correction;
        canvas.line((x, y), (x + 100.0 * c, y), 0.3);
        for mm in 0..=100_u32 {
            let long = match mm {
                n if n % 10 == 0 => 5.0,
                n if n % 5 == 0 => 3.5,
                _ => 2.0,
            };
            let at = x + f64::from(mm) * c;
            let thick = if mm % 10 == 0 { 0.3 } else { 0.15 };
            canvas.line((at, y), (at, y + long), thick);
        }
        canvas.words("0", 3.0, (x - 1.0, y - 4.5));
        canvas.words("100 mm", 3.0, (x + 100.0 * c - 4.0, y - 4.5));
    }
}
