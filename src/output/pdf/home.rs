//! Sheets for a home printer: tiles with what is needed to put them together, and several small
//! posters on one sheet.

use super::canvas::Canvas;
use super::impose::{Sheet, impose};
use super::sheaf::Page;
use super::tiles::{Grid, Tiling, place_name};
use super::{PdfOptions, document, finish};
use crate::compose::Artwork;
use crate::diag::{Diagnostic, Notes, Result};
use crate::output::raster;
use crate::units::{Dpi, Length, Size};

/// Points of a millimetre.
const MM: f64 = 72.0 / 25.4;

/// What was made of a poster.
#[derive(Clone, Debug, PartialEq)]
pub struct Tiled {
    /// The grid.
    pub grid: Grid,
    /// Sheets that are printed.
    pub sheets: usize,
    /// Names of the sheets that are left out because nothing is on them.
    pub blank: Vec<String>,
    /// The share of the poster that is inked, 0 to 1; a tint counts for its part.
    pub inked: f64,
}

/// Splits a poster into sheets, after a first page that is a map of them. `advice` is `print at
/// 100 %` in the poster's language, as a drawing.
///
/// # Errors
/// The paper has no room, the poster needs too many sheets, or the file cannot be put together.
pub fn tiles(
    artwork: &Artwork,
    tiling: &Tiling,
    advice: &Artwork,
    options: &PdfOptions,
    notes: &mut Notes,
) -> Result<(Vec<u8>, Tiled)> {
    let grid = tiling.grid(artwork.sheet.to_size())?;
    let at = grid.place(&small_things(artwork));
    let ink = Ink::of(artwork)?;
    let mut shown = Vec::new();
    let mut blank = Vec::new();
    for row in 0..grid.rows {
        for col in 0..grid.cols {
            if ink.within(grid.part(row, col, at)) {
                shown.push((row, col));
            } else {
                blank.push(place_name(row, col));
            }
        }
    }
    let page = Page::of(artwork, &options.print)?;
    let job = Tiles {
        grid,
        at,
        page,
        advice,
        shown: &shown,
    };
    let mut sheets = vec![job.map(tiling)];
    sheets.extend(shown.iter().map(|&(row, col)| job.sheet(row, col)));
    let pdf = impose(vec![document(artwork, options, notes)?], sheets).ok_or_else(broken)?;
    let bytes = finish::save(pdf, options)?;
    let tiled = Tiled {
        grid,
        sheets: shown.len(),
        blank,
        inked: ink.share,
    };
    Ok((bytes, tiled))
}

fn broken() -> Diagnostic {
    Diagnostic::error("the sheets could not be put together: the page is not as expected")
}

/// Lines of small type, in millimetres of the poster: a joint through them is hard to read.
fn small_things(artwork: &Artwork) -> Vec<[f64; 4]> {
    const SMALL_EM_MM: f64 = 45.0;
    let px = Length::mm(1.0).to_css_px();
    artwork
        .texts
        .iter()
        .filter(|line| line.transform.mean_scale() / px < SMALL_EM_MM)
        .map(|line| {
            let corners = [
                (0.0, -0.8),
                (line.width_em, -0.8),
                (0.0, 0.25),
                (line.width_em, 0.25),
            ]
            .map(|(x, y)| line.transform.apply(x, y));
            let fold = |f: fn(f64, f64) -> f64, pick: fn(&(f64, f64)) -> f64| {
                corners.iter().map(pick).reduce(f).unwrap_or(0.0) / px
            };
            [
                fold(f64::min, |c| c.0),
                fold(f64::min, |c| c.1),
                fold(f64::max, |c| c.0),
                fold(f64::max, |c| c.1),
            ]
        })
        .collect()
}

/// Where a poster is not bare white paper, coarsely.
struct Ink {
    columns: usize,
    rows: usize,
    inked: Vec<bool>,
    share: f64,
    per_mm: (f64, f64),
}

impl Ink {
    /// A pixel of two millimetres shows a dot of a tenth of that.
    fn of(artwork: &Artwork) -> Result<Self> {
        let size = artwork.sheet.to_size();
        let raster = raster::render(&raster::Picture::new(artwork, Dpi(12.7)), true)?;
        let (columns, rows) = (raster.size.width as usize, raster.size.height as usize);
        let darkest = |pixel: &[u8]| 255 - pixel.iter().min().copied().unwrap_or(255);
        let sum: u64 = raster
            .samples
            .chunks_exact(3)
            .map(|p| u64::from(darkest(p)))
            .sum();
        Ok(Self {
            columns,
            rows,
            share: sum as f64 / 255.0 / (columns * rows) as f64,
            inked: raster
                .samples
                .chunks_exact(3)
                .map(|p| p != [255; 3])
                .collect(),
            per_mm: (
                columns as f64 / size.width.to_mm(),
                rows as f64 / size.height.to_mm(),
            ),
        })
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the picture"
    )]
    fn within(&self, [left, top, right, bottom]: [f64; 4]) -> bool {
        let clamp = |value: f64, most: usize| value.clamp(0.0, most as f64) as usize;
        let xs = clamp((left * self.per_mm.0).floor(), self.columns)
            ..clamp((right * self.per_mm.0).ceil(), self.columns);
        let ys = clamp((top * self.per_mm.1).floor(), self.rows)
            ..clamp((bottom * self.per_mm.1).ceil(), self.rows);
        ys.into_iter().any(|y| {
            self.inked[y * self.columns..][xs.clone()]
                .iter()
                .any(|&inked| inked)
        })
    }
}

/// What all sheets of a poster share.
struct Tiles<'a> {
    grid: Grid,
    /// Where the poster stands in the grid.
    at: (f64, f64),
    page: Page,
    advice: &'a Artwork,
    shown: &'a [(usize, usize)],
}

/// A side of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Left,
    Top,
    Right,
    Bottom,
}

impl Tiles<'_> {
    /// One sheet.
    fn sheet(&self, row: usize, col: usize) -> Sheet {
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
            let x = margin + self.at.0 - col as f64 * grid.step_mm.0;
            let top = height - margin - self.at.1 + row as f64 * grid.step_mm.1;
            self.art(canvas, grid.correction, (x, top - grid.size_mm.1));
            canvas.op("Q", &[]);
            let sides = self.neighbours(row, col);
            for &(side, neighbour) in &sides {
                self.joint(canvas, side, neighbour);
            }
            self.label(canvas, &place_name(row, col), &sides);
        });
        Sheet {
            size: (width * MM, height * MM),
            content: canvas,
        }
    }

    /// The poster, so much larger, its lower left corner at a place.
    fn art(&self, canvas: &mut Canvas, scale: f64, (x, y): (f64, f64)) {
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

    fn neighbours(&self, row: usize, col: usize) -> Vec<(Side, (usize, usize))> {
        let mut sides = Vec::new();
        if col > 0 {
            sides.push((Side::Left, (row, col - 1)));
        }
        if row > 0 {
            sides.push((Side::Top, (row - 1, col)));
        }
        if col + 1 < self.grid.cols {
            sides.push((Side::Right, (row, col + 1)));
        }
        if row + 1 < self.grid.rows {
            sides.push((Side::Bottom, (row + 1, col)));
        }
        sides
    }

    /// Marks in the strip beyond a joint, which is cut off or covered: tips that point at the line
    /// of the joint, and the neighbour's name.
    fn joint(&self, canvas: &mut Canvas, side: Side, neighbour: (usize, usize)) {
        let grid = &self.grid;
        let strip = grid.overlap_mm / 2.0;
        if strip < 1.0 {
            return;
        }
        let (width, height) = grid.sheet_mm;
        let inner = grid.margin_mm + strip;
        // Cut where the later sheet begins; where it lies on top, only the line is shown.
        let cut = matches!(side, Side::Left | Side::Top);
        let tip = (strip * 0.8).min(3.0);
        for share in [0.08, 0.92] {
            let (point, out): ((f64, f64), (f64, f64)) = match side {
                Side::Left => ((inner, height * share), (-1.0, 0.0)),
                Side::Right => ((width - inner, height * share), (1.0, 0.0)),
                Side::Top => ((width * share, height - inner), (0.0, 1.0)),
                Side::Bottom => ((width * share, inner), (0.0, -1.0)),
            };
            let back = (point.0 + out.0 * tip, point.1 + out.1 * tip);
            let half = tip * 0.4;
            let wings = [
                (back.0 - out.1 * half, back.1 + out.0 * half),
                (back.0 + out.1 * half, back.1 - out.0 * half),
            ];
            canvas.gray(1.0);
            let pad = |p: (f64, f64)| {
                [
                    p.0 - half * 1.4,
                    p.1 - half * 1.4,
                    p.0 + half * 1.4,
                    p.1 + half * 1.4,
                ]
            };
            let middle = (
                f64::midpoint(point.0, back.0),
                f64::midpoint(point.1, back.1),
            );
            let mut ground = pad(middle);
            // The ground stays on its side of the joint.
            match side {
                Side::Left => ground[2] = ground[2].min(inner),
                Side::Right => ground[0] = ground[0].max(width - inner),
                Side::Top => ground[1] = ground[1].max(height - inner),
                Side::Bottom => ground[3] = ground[3].min(inner),
            }
            canvas.filled(ground);
            canvas.gray(0.0);
            if cut {
                canvas.area(&[point, wings[0], wings[1]]);
            } else {
                canvas.line(point, back, 0.15);
            }
        }
        self.arrow(canvas, side, &place_name(neighbour.0, neighbour.1), strip);
    }

    /// An arrow with the neighbour's name, in the middle of the strip.
    fn arrow(&self, canvas: &mut Canvas, side: Side, name: &str, strip: f64) {
        let grid = &self.grid;
        let (width, height) = grid.sheet_mm;
        let (margin, tall) = (grid.margin_mm, (strip * 0.5).min(3.0));
        let (x, y) = match side {
            Side::Left => (margin, height * 0.5),
            Side::Right => (width - margin - strip, height * 0.5),
            Side::Top => (width * 0.5, height - margin - strip),
            Side::Bottom => (width * 0.5, margin),
        };
        let across = matches!(side, Side::Left | Side::Right);
        // Along the strip; letters beside a vertical joint stand on their side.
        let map = if across {
            [0.0, 1.0, -1.0, 0.0, x + strip, y]
        } else {
            [1.0, 0.0, 0.0, 1.0, x, y]
        };
        canvas.within(map, |canvas| {
            let low = (strip - tall) / 2.0;
            canvas.gray(1.0);
            canvas.filled([-tall * 1.6, low * 0.4, tall * 3.2, strip - low * 0.4]);
            canvas.gray(0.0);
            let (cx, cy, r) = (-tall * 0.8, strip / 2.0, tall / 2.0);
            let up = match side {
                Side::Left | Side::Top => 1.0,
                Side::Right | Side::Bottom => -1.0,
            };
            canvas.area(&[
                (cx, cy + r * up),
                (cx - r, cy - r * up),
                (cx + r, cy - r * up),
            ]);
            canvas.words(name, tall, (0.0, low));
        });
    }

    /// The sheet's own place and the advice, in the first strip there is.
    fn label(&self, canvas: &mut Canvas, name: &str, sides: &[(Side, (usize, usize))]) {
        let grid = &self.grid;
        let (width, height) = grid.sheet_mm;
        let strip = grid.overlap_mm / 2.0;
        let margin = grid.margin_mm;
        let has = |side| sides.iter().any(|&(known, _)| known == side);
        let tall = if strip >= 3.0 {
            (strip * 0.55).min(3.5)
        } else {
            margin * 0.4
        };
        let (x, y, turned) = if strip < 3.0 || sides.is_empty() {
            // Without an overlap, only the margin is left; many printers reach into it.
            (margin * 2.0, margin * 0.5, false)
        } else if has(Side::Top) {
            (
                width * 0.15,
                height - margin - strip + (strip - tall) / 2.0,
                false,
            )
        } else if has(Side::Bottom) {
            (width * 0.15, margin + (strip - tall) / 2.0, false)
        } else if has(Side::Left) {
            (margin + strip - (strip - tall) / 2.0, height * 0.15, true)
        } else {
            (width - margin - (strip - tall) / 2.0, height * 0.15, true)
        };
        let map = if turned {
            [0.0, 1.0, -1.0, 0.0, x, y]
        } else {
            [1.0, 0.0, 0.0, 1.0, x, y]
        };
        canvas.within(map, |canvas| {
            canvas.gray(1.0);
            canvas.filled([-tall * 0.4, -tall * 0.2, tall * 16.0, tall * 1.2]);
            canvas.gray(0.0);
            let end = canvas.words(name, tall, (0.0, 0.0));
            self.advice(canvas, tall, (end + tall, 0.0));
        });
    }

    /// `print at 100 %` in the poster's language, so high, from a point below its left end.
    fn advice(&self, canvas: &mut Canvas, tall: f64, (x, y): (f64, f64)) {
        let root = self.advice.tree.root();
        let ink = root.abs_bounding_box();
        if ink.height() <= 0.0 {
            return;
        }
        // Descenders hang below, so the whole is a little higher than its capitals.
        let scale = tall * 1.25 / f64::from(ink.height());
        let map = [
            scale,
            0.0,
            0.0,
            -scale,
            x - f64::from(ink.left()) * scale,
            y + (f64::from(ink.bottom()) * scale) - tall * 0.2,
        ];
        canvas.within(map, |canvas| canvas.drawing(root));
    }

    /// The first page: where each sheet belongs, and a ruler to see whether the printer shrinks.
    fn map(&self, tiling: &Tiling) -> Sheet {
        let grid = &self.grid;
        let (width, height) = (tiling.paper.width.to_mm(), tiling.paper.height.to_mm());
        let margin = grid.margin_mm;
        let mut canvas = Canvas::default();
        canvas.within([MM, 0.0, 0.0, MM, 0.0, 0.0], |canvas| {
            canvas.gray(0.0);
            canvas.frame([margin, margin, width - margin, height - margin], 0.2);
            self.ruler(
                canvas,
                (width - 100.0 * grid.correction) / 2.0,
                margin + 14.0,
            );
            self.advice(canvas, 6.0, (margin + 8.0, height - margin - 16.0));
            let room = (width - 2.0 * margin - 16.0, height - 2.0 * margin - 66.0);
            let whole = (
                grid.cols as f64 * grid.step_mm.0 + grid.overlap_mm,
                grid.rows as f64 * grid.step_mm.1 + grid.overlap_mm,
            );
            let scale = (room.0 / whole.0).min(room.1 / whole.1);
            let left = (width - whole.0 * scale) / 2.0;
            let top = height - margin - 24.0;
            canvas.within(
                [scale, 0.0, 0.0, scale, left, top - whole.1 * scale],
                |canvas| {
                    let low = whole.1 - self.at.1 - grid.size_mm.1;
                    self.art(canvas, grid.correction, (self.at.0, low));
                    self.cells(canvas, whole.1, 0.3 / scale);
                },
            );
        });
        Sheet {
            size: (width * MM, height * MM),
            content: canvas,
        }
    }

    /// The sheets on the map: their joints and their names; a cross where none is printed.
    fn cells(&self, canvas: &mut Canvas, high: f64, hair: f64) {
        let grid = &self.grid;
        let half = grid.overlap_mm / 2.0;
        for row in 0..grid.rows {
            for col in 0..grid.cols {
                let left = col as f64 * grid.step_mm.0 + half;
                let top = high - row as f64 * grid.step_mm.1 - half;
                let (right, low) = (left + grid.step_mm.0, top - grid.step_mm.1);
                canvas.gray(1.0);
                canvas.frame([left, low, right, top], hair * 2.4);
                canvas.gray(0.0);
                canvas.frame([left, low, right, top], hair);
                let tall = grid.step_mm.0.min(grid.step_mm.1) * 0.16;
                let at = (left + tall * 0.5, top - tall * 1.5);
                canvas.gray(1.0);
                let name = place_name(row, col);
                let wide = tall * (0.5 + 0.85 * name.len() as f64);
                canvas.filled([
                    at.0 - tall * 0.25,
                    at.1 - tall * 0.25,
                    at.0 + wide,
                    at.1 + tall * 1.25,
                ]);
                canvas.gray(0.0);
                canvas.words(&name, tall, at);
                if !self.shown.contains(&(row, col)) {
                    canvas.line((left, low), (right, top), hair);
                    canvas.line((left, top), (right, low), hair);
                }
            }
        }
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
            canvas.line(
                (at, y),
                (at, y + long),
                if mm % 10 == 0 { 0.3 } else { 0.15 },
            );
        }
        canvas.words("0", 3.0, (x - 1.0, y - 4.5));
        canvas.words("100 mm", 3.0, (x + 100.0 * c - 4.0, y - 4.5));
    }
}

/// Several copies of small posters on a sheet, with lines to cut along; posters after the first
/// are the backs, each on a page of its own.
///
/// # Errors
/// They do not fit on the paper, or the file cannot be put together.
pub fn nup(
    posters: &[&Artwork],
    count: usize,
    tiling: &Tiling,
    options: &PdfOptions,
    notes: &mut Notes,
) -> Result<Vec<u8>> {
    let size = posters.first().ok_or_else(broken)?.sheet.to_size();
    let (cols, rows, lying) = fit(size, count, tiling.paper).ok_or_else(|| {
        Diagnostic::error(format!(
            "{count} posters of {} × {} mm do not fit on {}",
            size.width.to_mm(),
            size.height.to_mm(),
            tiling.name
        ))
        .hint("ask for fewer, a smaller `--size`, or larger paper with `--tile a3`")
    })?;
    let (mut width, mut height) = (tiling.paper.width.to_mm(), tiling.paper.height.to_mm());
    if lying {
        std::mem::swap(&mut width, &mut height);
    }
    let (w, h) = (size.width.to_mm(), size.height.to_mm());
    // In the middle, so that fronts and backs meet however the sheet is turned.
    let left = (width - cols as f64 * w) / 2.0;
    let low = (height - rows as f64 * h) / 2.0;
    let mut sheets = Vec::new();
    let mut documents = Vec::new();
    for (number, artwork) in posters.iter().enumerate() {
        let mut canvas = Canvas::default();
        for at in 0..count {
            let (row, col) = (at / cols, at % cols);
            // The back is seen from the other side: what was left is right.
            let col = if number % 2 == 1 { cols - 1 - col } else { col };
            let x = (left + col as f64 * w) * MM;
            let y = (low + (rows - 1 - row) as f64 * h) * MM;
            canvas.within([1.0, 0.0, 0.0, 1.0, x, y], |canvas| {
                canvas.form(&format!("Art{number}"));
            });
        }
        canvas.within([MM, 0.0, 0.0, MM, 0.0, 0.0], |canvas| {
            canvas.gray(0.0);
            for col in 0..=cols {
                let x = left + col as f64 * w;
                canvas.line((x, 0.0), (x, low - 1.0), 0.1);
                canvas.line((x, height - low + 1.0), (x, height), 0.1);
            }
            for row in 0..=rows {
                let y = low + row as f64 * h;
                canvas.line((0.0, y), (left - 1.0, y), 0.1);
                canvas.line((width - left + 1.0, y), (width, y), 0.1);
            }
            // Where posters meet, a hairline in gray says where to cut.
            canvas.gray(0.6);
            for col in 1..cols {
                let x = left + col as f64 * w;
                canvas.line((x, low), (x, height - low), 0.1);
            }
            for row in 1..rows {
                let y = low + row as f64 * h;
                canvas.line((left, y), (width - left, y), 0.1);
            }
        });
        sheets.push(Sheet {
            size: (width * MM, height * MM),
            content: canvas,
        });
        documents.push(document(artwork, options, notes)?);
    }
    let pdf = impose(documents, sheets).ok_or_else(broken)?;
    finish::save(pdf, options)
}

/// Columns, rows, and whether the paper lies, for so many posters of a size.
fn fit(size: Size, count: usize, paper: Size) -> Option<(usize, usize, bool)> {
    let (w, h) = (size.width.to_mm(), size.height.to_mm());
    // Halves of A4 are 148 mm, twice that is 296: but 2 × 148.5 would be 297.
    let slack = 1.0;
    for (width, height, lying) in [
        (paper.width.to_mm(), paper.height.to_mm(), false),
        (paper.height.to_mm(), paper.width.to_mm(), true),
    ] {
        for cols in 1..=count {
            let rows = count.div_ceil(cols);
            if cols as f64 * w <= width + slack && rows as f64 * h <= height + slack {
                return Some((cols, rows, lying));
            }
        }
    }
    None
}
