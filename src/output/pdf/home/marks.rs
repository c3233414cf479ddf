//! Marks in the strips beyond the joints, which are cut off or covered: where to cut, the sheet's
//! own place, its neighbours, and how to print.

use super::super::canvas::Canvas;
use super::super::tiles::place_name;
use super::sheet::{HAIR_MM, Tiles};

/// A side of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Towards the sheet before it in its row.
    Left,
    /// Towards the row above.
    Top,
    /// Towards the sheet after it in its row.
    Right,
    /// Towards the row below.
    Bottom,
}

/// What of a sheet lies beyond a joint. All in millimetres of the sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// The side that it is on.
    pub side: Side,
    /// Its left or lower edge.
    pub start: f64,
    /// From the joint to where the printer ends.
    pub thick: f64,
    /// From where to where the poster is seen beside it.
    pub seen: (f64, f64),
    /// From where to where the printer prints.
    pub paper: (f64, f64),
    /// The sheet that is joined here.
    pub neighbour: (usize, usize),
}

/// A strip that is thinner has no room for marks.
const LEAST_MM: f64 = 1.0;

/// A strip that is thinner has no room for words.
const WORDS_MM: f64 = 2.5;

/// Where along a strip something stands.
#[derive(Clone, Copy)]
struct Spots {
    tips: [f64; 2],
    label: f64,
}

impl Strip {
    /// From coordinates of the strip, `u` along it and `v` upwards across it as letters stand, to
    /// the sheet. Beside a vertical joint letters stand on their side.
    fn map(&self) -> [f64; 6] {
        match self.side {
            Side::Top | Side::Bottom => [1.0, 0.0, 0.0, 1.0, 0.0, self.start],
            Side::Left | Side::Right => [0.0, 1.0, -1.0, 0.0, self.start + self.thick, 0.0],
        }
    }

    /// The joint as `v`, and which way is outwards.
    fn joint(&self) -> (f64, f64) {
        match self.side {
            Side::Top | Side::Left => (0.0, 1.0),
            Side::Bottom | Side::Right => (self.thick, -1.0),
        }
    }

    /// Low and high `v` of what keeps clear of the joint by a hair.
    fn room(&self) -> (f64, f64) {
        match self.side {
            Side::Top | Side::Left => (HAIR_MM, self.thick),
            Side::Bottom | Side::Right => (0.0, self.thick - HAIR_MM),
        }
    }

    /// Whether this sheet is cut here. The later sheet lies on top, so it is the one that is cut.
    fn is_cut(&self) -> bool {
        matches!(self.side, Side::Left | Side::Top)
    }

    /// Where the poster is too short beside the strip for all marks, they stand along the paper.
    fn spots(&self) -> Spots {
        const ALL_MARKS_MM: f64 = 130.0;
        // Where strips cross, their marks would stand on each other.
        const CORNER_MM: f64 = 12.0;
        let (from, to) = if self.seen.1 - self.seen.0 < ALL_MARKS_MM {
            self.paper
        } else {
            self.seen
        };
        Spots {
            tips: [from + CORNER_MM, to - CORNER_MM],
            label: from + CORNER_MM + 5.0,
        }
    }
}

impl Tiles<'_> {
    /// All marks of a sheet.
    pub fn marks(&self, canvas: &mut Canvas, (row, col): (usize, usize), strips: &[Strip]) {
        let name = place_name(row, col);
        let labelled = strips.iter().position(|strip| strip.thick >= WORDS_MM);
        for (at, strip) in strips.iter().enumerate() {
            if strip.thick < LEAST_MM {
                continue;
            }
            canvas.within(strip.map(), |canvas| {
                line_of_joint(canvas, strip);
                tips(canvas, strip);
                let mut free_from = strip.spots().label;
                if labelled == Some(at) {
                    free_from = self.label(canvas, strip, &name) + 8.0;
                }
                arrow(canvas, strip, free_from);
            });
        }
        if labelled.is_none() {
            self.label_in_margin(canvas, &name);
        }
    }

    /// The sheet's own place and the advice; gives where it ends.
    fn label(&self, canvas: &mut Canvas, strip: &Strip, name: &str) -> f64 {
        let (low, high) = strip.room();
        let tall = ((high - low) * 0.6).min(3.5);
        let base = (low + high - tall) / 2.0;
        let from = strip.spots().label;
        let advice_from = from + Canvas::width_of(name, tall) + tall;
        let end = advice_from + self.advice_width(tall);
        canvas.gray(1.0);
        canvas.filled([from - tall * 0.5, low, end + tall * 0.5, high]);
        canvas.gray(0.0);
        canvas.words(name, tall, (from, base));
        self.advice(canvas, tall, (advice_from, base));
        end
    }

    /// Without an overlap only the margin is left; many printers reach into it.
    fn label_in_margin(&self, canvas: &mut Canvas, name: &str) {
        let margin = self.grid.margin_mm;
        let (tall, at) = (margin * 0.4, (margin * 2.0, margin * 0.3));
        let end = canvas.words(name, tall, at);
        self.advice(canvas, tall, (at.0 + end + tall, at.1));
    }

    /// `print at 100 %` in the poster's language, so high, from a point of the baseline.
    pub fn advice(&self, canvas: &mut Canvas, tall: f64, (x, y): (f64, f64)) {
        let root = self.advice.tree.root();
        let ink = root.abs_bounding_box();
        let scale = self.advice_scale(tall);
        // Descenders hang below the baseline.
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

    /// How long the advice is.
    fn advice_width(&self, tall: f64) -> f64 {
        let ink = self.advice.tree.root().abs_bounding_box();
        f64::from(ink.width()) * self.advice_scale(tall)
    }

    /// The whole with its descenders is a little higher than its capitals.
    fn advice_scale(&self, tall: f64) -> f64 {
        let high = self.advice.tree.root().abs_bounding_box().height();
        tall * 1.25 / f64::from(high).max(1e-6)
    }
}

/// A thin line along the joint where there is no poster, so that a knife finds its way.
fn line_of_joint(canvas: &mut Canvas, strip: &Strip) {
    let (joint, _) = strip.joint();
    canvas.gray(0.0);
    for (from, to) in [
        (strip.paper.0, strip.seen.0 - HAIR_MM),
        (strip.seen.1 + HAIR_MM, strip.paper.1),
    ] {
        if to - from > LEAST_MM {
            canvas.line((from, joint), (to, joint), 0.1);
        }
    }
}

/// Tips that point at the joint: black where this sheet is cut, thin where it is covered.
fn tips(canvas: &mut Canvas, strip: &Strip) {
    let (joint, out) = strip.joint();
    let (low, high) = strip.room();
    let long = ((high - low) * 0.8).min(3.0);
    let half = long * 0.4;
    for u in strip.spots().tips {
        let (point, back) = (joint + out * HAIR_MM, joint + out * (HAIR_MM + long));
        canvas.gray(1.0);
        let ground = joint + out * (HAIR_MM + long * 1.15).min(strip.thick);
        let (left, right) = (u - half * 1.4, u + half * 1.4);
        canvas.filled([left, point.min(ground), right, point.max(ground)]);
        canvas.gray(0.0);
        if strip.is_cut() {
            canvas.area(&[(u, point), (u - half, back), (u + half, back)]);
        } else {
            canvas.line((u, point), (u, back), 0.15);
        }
    }
}

/// An arrow towards the neighbour, and its name, in the middle or behind what stands there.
fn arrow(canvas: &mut Canvas, strip: &Strip, free_from: f64) {
    let (low, high) = strip.room();
    let tall = ((high - low) * 0.6).min(3.0);
    let name = place_name(strip.neighbour.0, strip.neighbour.1);
    let wide = tall * 1.5 + Canvas::width_of(&name, tall);
    let middle = f64::midpoint(strip.seen.0, strip.seen.1) - wide / 2.0;
    let last = strip.spots().tips[1] - wide - 4.0;
    let at = middle.max(free_from).min(last);
    let (_, out) = strip.joint();
    let (centre, r) = (f64::midpoint(low, high), tall / 2.0);
    canvas.gray(1.0);
    canvas.filled([at - tall * 0.4, low, at + wide + tall * 0.4, high]);
    canvas.gray(0.0);
    canvas.area(&[
        (at + r, centre + r * out),
        (at, centre - r * out),
        (at + tall, centre - r * out),
    ]);
    canvas.words(&name, tall, (at + tall * 1.5, centre - r));
}
