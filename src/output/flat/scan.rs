//! From edges to how much of each pixel a shape covers, row by row.
//!
//! Each edge leaves in the pixels that it passes how much height it crosses there (`cover`), and
//! the area to its left (`area`); summed from the left they are the covered area of every pixel.
//! The method is that of `FreeType`'s smooth rasterizer. Where an edge crosses the top of a row is
//! computed from the edge alone, never from the row before.

use std::ops::Range;

use super::canvas::{Canvas, LEVELS};
use super::shapes::{Edge, ONE, Shape};

/// Twice the area of a pixel.
const FULL: i32 = 2 * ONE * ONE;

/// What edges leave in one pixel.
#[derive(Clone, Copy, Debug)]
struct Cell {
    x: i32,
    cover: i32,
    area: i32,
}

/// Rows of cells, kept between shapes so that nothing is allocated again.
#[derive(Debug, Default)]
pub struct Scanner {
    rows: Vec<Vec<Cell>>,
}

impl Scanner {
    /// Paints what a shape covers of some rows. `None` if the canvas takes no more colours.
    pub fn paint(
        &mut self,
        shape: &Shape,
        width: u32,
        rows: Range<u32>,
        canvas: &mut impl Canvas,
    ) -> Option<()> {
        let count = rows.len();
        let convert = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
        let (width, rows) = (convert(width), convert(rows.start)..convert(rows.end));
        let first = shape.edges.first()?.y0.div_euclid(ONE).max(rows.start);
        let last = shape.bottom.min(rows.end);
        if first >= last {
            return Some(());
        }
        self.rows.resize_with(count.max(self.rows.len()), Vec::new);
        for edge in &shape.edges {
            if edge.y0 >= rows.end * ONE {
                break;
            }
            self.edge(edge, width, &rows);
        }
        canvas.begin(shape.color);
        for row in first..last {
            let at = usize::try_from(row - rows.start).unwrap_or(0);
            let cells = &mut self.rows[at];
            if !cells.is_empty() {
                let line = canvas.row(at, usize::try_from(width).unwrap_or(0));
                sweep(cells, shape.even_odd, width, |x, level| {
                    canvas.span(line + x.start..line + x.end, level)
                })?;
                cells.clear();
            }
        }
        Some(())
    }

    fn edge(&mut self, edge: &Edge, width: i32, rows: &Range<i32>) {
        let first = edge.y0.div_euclid(ONE).max(rows.start);
        let last = ((edge.y1 - 1).div_euclid(ONE) + 1).min(rows.end);
        if first >= last {
            return;
        }
        let mut line = Line::new(edge, first);
        for row in first..last {
            let top = (row * ONE).max(edge.y0);
            let bottom = ((row + 1) * ONE).min(edge.y1);
            let (from, to) = (line.x, line.next(bottom == (row + 1) * ONE, edge));
            let at = usize::try_from(row - rows.start).unwrap_or(0);
            let piece = Piece {
                x0: from,
                x1: to,
                y0: top - row * ONE,
                y1: bottom - row * ONE,
                sign: edge.sign,
            };
            piece.clipped(width * ONE, &mut self.rows[at]);
        }
    }
}

/// Where an edge crosses the tops of rows: `x0 + floor((y - y0) * dx / dy)`, stepped exactly.
struct Line {
    x: i32,
    rest: i64,
    dy: i64,
    step: i32,
    step_rest: i64,
    dx: i64,
    started: bool,
}

impl Line {
    fn new(edge: &Edge, row: i32) -> Self {
        let dy = i64::from(edge.y1 - edge.y0);
        let dx = i64::from(edge.x1 - edge.x0);
        let mut line = Self {
            x: edge.x0,
            rest: 0,
            dy,
            step: narrow((i64::from(ONE) * dx).div_euclid(dy)),
            step_rest: (i64::from(ONE) * dx).rem_euclid(dy),
            dx,
            started: false,
        };
        if row * ONE > edge.y0 {
            line.jump(edge, row * ONE);
        }
        line
    }

    fn jump(&mut self, edge: &Edge, y: i32) {
        let along = i64::from(y - edge.y0) * self.dx;
        self.x = edge.x0 + narrow(along.div_euclid(self.dy));
        self.rest = along.rem_euclid(self.dy);
        self.started = true;
    }

    /// Where the edge leaves this row: at its bottom, or where the edge ends.
    fn next(&mut self, whole: bool, edge: &Edge) -> i32 {
        if !whole {
            return edge.x1;
        }
        if self.started {
            self.x += self.step;
            self.rest += self.step_rest;
            if self.rest >= self.dy {
                self.rest -= self.dy;
                self.x += 1;
            }
        } else {
            let y = (edge.y0.div_euclid(ONE) + 1) * ONE;
            self.jump(edge, y);
        }
        self.x
    }
}

fn narrow(n: i64) -> i32 {
    i32::try_from(n).unwrap_or(0)
}

/// A part of an edge within one row.
#[derive(Clone, Copy)]
struct Piece {
    x0: i32,
    y0: i32,
    x1: i32,
    y1: i32,
    sign: i32,
}

impl Piece {
    /// Leaves its cells within the width. Left of the picture it counts as running along its edge;
    /// right of it there is nothing to paint.
    fn clipped(self, right: i32, cells: &mut Vec<Cell>) {
        let (least, most) = (self.x0.min(self.x1), self.x0.max(self.x1));
        if least >= right {
            return;
        }
        if most <= 0 {
            let flat = Self {
                x0: 0,
                x1: 0,
                ..self
            };
            flat.leave(cells);
        } else if least < 0 {
            self.split(0, |part| part.clipped(right, cells));
        } else if most > right {
            self.split(right, |part| {
                if part.x0.min(part.x1) < right {
                    part.leave(cells);
                }
            });
        } else {
            self.leave(cells);
        }
    }

    /// Cuts it where it crosses `x`.
    fn split(self, x: i32, mut part: impl FnMut(Self)) {
        let along = i64::from(x - self.x0) * i64::from(self.y1 - self.y0);
        let y = self.y0 + narrow(along / i64::from(self.x1 - self.x0));
        part(Self {
            x1: x,
            y1: y,
            ..self
        });
        part(Self {
            x0: x,
            y0: y,
            ..self
        });
    }

    fn leave(self, cells: &mut Vec<Cell>) {
        let height = self.y1 - self.y0;
        if height == 0 {
            return;
        }
        let (first, last) = (self.x0.div_euclid(ONE), self.x1.div_euclid(ONE));
        if first == last {
            let inside = self.x0 + self.x1 - 2 * first * ONE;
            cells.push(cell(first, self.sign * height, inside));
            return;
        }
        let width = self.x1 - self.x0;
        let step = width.signum();
        let (mut x, mut y, mut at) = (self.x0, self.y0, first);
        loop {
            let (end, end_y) = if at == last {
                (self.x1, self.y1)
            } else {
                let end = if step > 0 { (at + 1) * ONE } else { at * ONE };
                let along = i64::from(end - self.x0) * i64::from(height);
                (end, self.y0 + narrow(along / i64::from(width)))
            };
            if end_y != y {
                cells.push(cell(at, self.sign * (end_y - y), x + end - 2 * at * ONE));
            }
            if at == last {
                break;
            }
            (x, y, at) = (end, end_y, at + step);
        }
    }
}

/// `inside` is twice the mean distance from the left side of the pixel.
fn cell(x: i32, cover: i32, inside: i32) -> Cell {
    Cell {
        x,
        cover,
        area: cover * inside,
    }
}

/// Sums the cells of a row from the left and hands out stretches of one level.
fn sweep(
    cells: &mut [Cell],
    even_odd: bool,
    width: i32,
    mut span: impl FnMut(Range<usize>, u8) -> Option<()>,
) -> Option<()> {
    cells.sort_unstable_by_key(|cell| cell.x);
    let mut out = |from: i32, to: i32, area: i32| {
        let (from, to) = (from.max(0), to.min(width));
        let level = level(area, even_odd);
        if from < to && level > 0 {
            let place = |x: i32| usize::try_from(x).unwrap_or(0);
            span(place(from)..place(to), level)
        } else {
            Some(())
        }
    };
    let (mut cover, mut at) = (0, 0);
    while let Some(&Cell { x, .. }) = cells.get(at) {
        let mut area = 0;
        while let Some(cell) = cells.get(at).filter(|cell| cell.x == x) {
            cover += cell.cover;
            area += cell.area;
            at += 1;
        }
        out(x, x + 1, cover * 2 * ONE - area)?;
        let next = cells.get(at).map_or(width, |cell| cell.x);
        out(x + 1, next, cover * 2 * ONE)?;
    }
    Some(())
}

/// How much of a pixel is covered, in steps that no eye tells apart at an edge.
fn level(area: i32, even_odd: bool) -> u8 {
    let area = area.abs();
    let area = if even_odd {
        let folded = area % (2 * FULL);
        folded.min(2 * FULL - folded)
    } else {
        area.min(FULL)
    };
    let steps = i64::from(area) * i64::from(LEVELS) + i64::from(FULL / 2);
    u8::try_from(steps / i64::from(FULL)).unwrap_or(LEVELS)
}
