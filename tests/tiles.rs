//! Sheets that are printed, cut along their joints and laid together are the poster.
//!
//! Both are rendered by poppler. Every edge of ink of the whole poster is looked up on the sheet that
//! shows it, to fractions of a pixel; where the poster is flat, the sheets have the same colour.

mod common;

use std::path::Path;

use common::Project;
use common::readers::tool;
use image::GrayImage;

const SLOGAN: &str = "To remember is to fight!";

/// Furthest that anything may be from its place, in millimetres.
const MOST_OFF_MM: f64 = 0.1;

/// Poppler covers a pixel in quarters, which at this resolution is 0.04 mm.
const DPI: u32 = 150;

/// What differs by more is not the same ink: less is an edge that touches the pixel's corner.
const ANOTHER_COLOUR: u8 = 40;

/// Pixels of the pages of a file from one on, as gray.
fn pages(file: &Path, first: usize) -> Option<Vec<GrayImage>> {
    let (from, dpi) = (first.to_string(), DPI.to_string());
    let out = file.with_extension("");
    let (name, out) = (file.to_str().unwrap(), out.to_str().unwrap());
    tool("pdftoppm", &["-r", &dpi, "-f", &from, "-gray", name, out])?;
    let mut found: Vec<_> = std::fs::read_dir(file.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension().is_some_and(|ending| ending == "pgm")
                && path.to_str().unwrap().starts_with(&format!("{out}-"))
        })
        .collect();
    found.sort();
    Some(found.iter().map(|path| graymap(path)).collect())
}

/// Reads what poppler writes fastest: `P5`, width and height, 255, and the bytes.
fn graymap(path: &Path) -> GrayImage {
    let bytes = std::fs::read(path).unwrap();
    let mut lines = bytes.splitn(4, |byte| *byte == b'\n');
    assert_eq!(lines.next(), Some(&b"P5"[..]));
    let sides = String::from_utf8(lines.next().unwrap().to_vec()).unwrap();
    let (width, height) = sides.split_once(' ').unwrap();
    let pixels = lines.nth(1).unwrap().to_vec();
    GrayImage::from_raw(width.parse().unwrap(), height.parse().unwrap(), pixels).unwrap()
}

/// A poster that is rendered, and its sheets, with what is known of how they were cut.
struct Cut {
    whole: GrayImage,
    sheets: Vec<GrayImage>,
    per_mm: f64,
    /// How much larger the sheets are than the poster.
    correction: f64,
    cols: usize,
    rows: usize,
    step: (f64, f64),
    /// Where the poster stands in the grid of sheets.
    start: (f64, f64),
    overlap: f64,
}

const MARGIN_MM: f64 = 5.0;

impl Cut {
    fn new(size: &str, paper: &str, (paper_w, paper_h): (f64, f64), ruler: f64) -> Option<Self> {
        let project = Project::new();
        let words = ["make", SLOGAN, "-s", size, "-l", "sun", "--json"];
        let measured = format!("{ruler}mm");
        project
            .run(&[&words[..], &["-o", "whole.pdf"]].concat())
            .success();
        let more = [
            "--tile",
            paper,
            "--printed-ruler",
            &measured,
            "-o",
            "tiles.pdf",
        ];
        let ran = project.run(&[&words[..], &more].concat()).success();
        let object: serde_json::Value = serde_json::from_str(&ran.stdout()).unwrap();
        let tiles = &object["tiles"];
        let count = |key: &str| usize::try_from(tiles[key].as_u64().unwrap()).unwrap();
        let (rows, cols) = (count("rows"), count("cols"));
        assert_eq!(count("sheets"), rows * cols);
        let (w, h) = if tiles["rotated"] == true {
            (paper_h, paper_w)
        } else {
            (paper_w, paper_h)
        };
        let correction = 100.0 / ruler;
        let overlap = 10.0 * correction;
        let step = (w - 2.0 * MARGIN_MM - overlap, h - 2.0 * MARGIN_MM - overlap);
        let poster = |side: &str| object[side].as_f64().unwrap() * correction;
        let at = |n: usize, step: f64, size: f64| (n as f64 * step + overlap - size) / 2.0;
        Some(Self {
            whole: pages(&project.path("whole.pdf"), 1)?.remove(0),
            sheets: pages(&project.path("tiles.pdf"), 2)?,
            per_mm: f64::from(DPI) / 25.4,
            correction,
            cols,
            rows,
            step,
            start: (
                at(cols, step.0, poster("width")),
                at(rows, step.1, poster("height")),
            ),
            overlap,
        })
    }

    /// The sheet that shows a point of the whole, in pixels, and where on it, in pixels.
    fn on_sheet(&self, x: f64, y: f64) -> (usize, f64, f64) {
        let grid = |pixels: f64, start: f64| pixels / self.per_mm * self.correction + start;
        let (x, y) = (grid(x, self.start.0), grid(y, self.start.1));
        let col = index(x - self.overlap / 2.0, self.step.0, self.cols);
        let row = index(y - self.overlap / 2.0, self.step.1, self.rows);
        let on = |at: f64, n: usize, step: f64| (at - n as f64 * step + MARGIN_MM) * self.per_mm;
        (
            row * self.cols + col,
            on(x, col, self.step.0),
            on(y, row, self.step.1),
        )
    }

    /// Pixels where the poster is flat and its sheet has another colour, and how many were seen.
    fn missing(&self) -> (usize, usize) {
        let (mut wrong, mut seen) = (0, 0);
        // The last row and column of a picture may be half paper, half nothing.
        for y in 1..self.whole.height() - 2 {
            for x in 1..self.whole.width() - 2 {
                let pixel = self.whole.get_pixel(x, y);
                let same = |dx: u32, dy: u32| self.whole.get_pixel(x + dx - 1, y + dy - 1) == pixel;
                if !(0..3).all(|dx| (0..3).all(|dy| same(dx, dy))) {
                    continue;
                }
                let (sheet, on_x, on_y) = self.on_sheet(f64::from(x) + 0.5, f64::from(y) + 0.5);
                let found = at(&self.sheets[sheet], on_x, on_y);
                seen += 1;
                wrong += usize::from(found.abs_diff(pixel.0[0]) > ANOTHER_COLOUR);
            }
        }
        (wrong, seen)
    }

    /// How far edges of ink are from their places, in millimetres, along rows of pixels (or, turned,
    /// along columns).
    fn displacements(&self, turned: bool) -> Vec<f64> {
        // An edge is looked for this far on both sides, and nothing else may be there. It is straight:
        // of a slanted one, the sheet's pixels show another height.
        const ROOM: u32 = 6;
        // On the sheet nearer, for beyond a joint there are marks.
        const NEAR: u32 = 4;
        let (long, lines) = if turned {
            (self.whole.height(), self.whole.width())
        } else {
            self.whole.dimensions()
        };
        let whole = |along: u32, line: u32| {
            let (x, y) = if turned { (line, along) } else { (along, line) };
            f64::from(self.whole.get_pixel(x, y).0[0])
        };
        let mut found = Vec::new();
        for line in (7..lines - 2).step_by(7) {
            let mut along = ROOM;
            while along + ROOM < long {
                let edge_in = |line| {
                    let values: Vec<f64> = (along - ROOM..along + ROOM)
                        .map(|at| whole(at, line))
                        .collect();
                    edge(&values)
                };
                let straight = |edge: &f64| {
                    [line - 2, line + 2]
                        .into_iter()
                        .all(|near| edge_in(near).is_some_and(|near| (near - edge).abs() < 0.05))
                };
                let Some(edge) = edge_in(line).filter(straight) else {
                    along += 1;
                    continue;
                };
                let place = f64::from(along - ROOM) + edge;
                let across = f64::from(line) + 0.5;
                let (x, y) = if turned {
                    (across, place)
                } else {
                    (place, across)
                };
                let (sheet, on_x, on_y) = self.on_sheet(x, y);
                let picture = &self.sheets[sheet];
                let (on, other) = if turned { (on_y, on_x) } else { (on_x, on_y) };
                let start = (on - f64::from(NEAR)).floor();
                let values: Vec<f64> = (0..2 * NEAR)
                    .map(|n| {
                        let at_along = start + f64::from(n) + 0.5;
                        let (x, y) = if turned {
                            (other, at_along)
                        } else {
                            (at_along, other)
                        };
                        f64::from(at(picture, x, y))
                    })
                    .collect();
                // No edge there at all is as far as one can be.
                let off = self::edge(&values).map_or(f64::from(ROOM), |seen| start + seen - on);
                found.push(off.abs() / self.per_mm);
                along += 2 * ROOM;
            }
        }
        found
    }
}

/// Where ink begins or ends in a row of pixels: `None` where that is not once and sharp.
fn edge(values: &[f64]) -> Option<f64> {
    let (first, last) = (values[0], values[values.len() - 1]);
    let flat = |from: usize, to: usize, value: f64| {
        values[from..to].iter().all(|v| (v - value).abs() < 3.0)
    };
    let middle = values.len() / 2;
    if (first - last).abs() < 60.0
        || !flat(0, middle - 2, first)
        || !flat(middle + 2, values.len(), last)
    {
        return None;
    }
    // Each pixel is covered in proportion to how far the edge goes into it.
    Some(
        values
            .iter()
            .map(|value| (value - last) / (first - last))
            .sum(),
    )
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixels of a picture, counted from 0"
)]
fn at(picture: &GrayImage, x: f64, y: f64) -> u8 {
    let x = (x.max(0.0) as u32).min(picture.width() - 1);
    let y = (y.max(0.0) as u32).min(picture.height() - 1);
    picture.get_pixel(x, y).0[0]
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a sheet of the grid, counted from 0"
)]
fn index(at: f64, step: f64, count: usize) -> usize {
    ((at / step).floor().max(0.0) as usize).min(count - 1)
}

fn reassembles(size: &str, paper: &str, sides: (f64, f64), ruler: f64) {
    let Some(cut) = Cut::new(size, paper, sides, ruler) else {
        return;
    };
    let name = format!("{size} on {paper}, ruler {ruler}");
    let (wrong, seen) = cut.missing();
    assert!(seen > 100_000, "{name}: {seen}");
    assert_eq!(wrong, 0, "{name}: of {seen} flat pixels");
    for turned in [false, true] {
        let mut off = cut.displacements(turned);
        off.sort_by(f64::total_cmp);
        assert!(off.len() > 100, "{name}: only {} edges", off.len());
        let (median, most) = (off[off.len() / 2], off[off.len() - 1]);
        println!(
            "{name}: {} edges, median {median:.3} mm, most {most:.3} mm",
            off.len()
        );
        assert!(
            most < MOST_OFF_MM,
            "{name}: {most:.3} mm, median {median:.3} mm"
        );
    }
}

const A4: (f64, f64) = (210.0, 297.0);
const LETTER: (f64, f64) = (215.9, 279.4);

#[test]
fn an_a3_cut_and_joined_is_the_poster() {
    reassembles("a3", "a4", A4, 100.0);
    reassembles("a3", "letter", LETTER, 100.0);
    reassembles("a3", "a4", A4, 97.2);
}

#[test]
fn an_a2_cut_and_joined_is_the_poster() {
    reassembles("a2", "a4", A4, 100.0);
    reassembles("a2", "letter", LETTER, 100.0);
    reassembles("a2", "letter", LETTER, 97.2);
}

#[test]
fn an_a0_cut_and_joined_is_the_poster() {
    reassembles("a0", "a4", A4, 100.0);
    reassembles("a0", "letter", LETTER, 97.2);
}
