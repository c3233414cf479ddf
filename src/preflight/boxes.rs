//! The boxes of a page, and what is painted along its edges.

use lopdf::Dictionary;

use super::geometry::{Point, Rect};
use super::outline::{Clip, Outline};
use super::source::{Source, number};
use crate::units::Length;

/// The boxes of one page, in its points, `y` upwards.
#[derive(Clone, Debug)]
pub(super) struct Boxes {
    /// The sheet as the file describes it.
    pub media: Rect,
    /// What a screen shows, if it was said.
    pub crop: Option<Rect>,
    /// What is printed, if it was said.
    pub bleed: Option<Rect>,
    /// The finished poster, if it was said.
    pub trim: Option<Rect>,
    /// Stands for the trim in old files.
    pub art: Option<Rect>,
    /// Quarter turns that the viewer makes, in degrees.
    pub rotate: f64,
    /// How many points one unit of the page is: 1 unless `UserUnit` says otherwise.
    pub unit: f64,
}

impl Boxes {
    /// Reads the boxes of a page; a missing `MediaBox` is US letter, as viewers take it.
    pub fn read(source: &Source, page: &Dictionary) -> Self {
        let own = |key| source.numbers(page, key).as_deref().and_then(rect);
        let inherited = |key| {
            let items = source.inherited(page, key)?.as_array().ok()?.iter();
            let numbers: Option<Vec<_>> = items.map(|item| number(source.resolve(item)?)).collect();
            rect(&numbers?)
        };
        Self {
            media: inherited("MediaBox").unwrap_or(Rect::new(0.0, 0.0, 612.0, 792.0)),
            crop: inherited("CropBox"),
            bleed: own("BleedBox"),
            trim: own("TrimBox"),
            art: own("ArtBox"),
            rotate: source
                .inherited(page, "Rotate")
                .and_then(number)
                .unwrap_or(0.0),
            unit: source
                .number(page, "UserUnit")
                .filter(|&unit| unit > 0.0)
                .unwrap_or(1.0),
        }
    }

    /// The finished poster: the trim, or what a shop would take for it.
    pub fn trim(&self) -> Rect {
        self.trim.or(self.art).or(self.crop).unwrap_or(self.media)
    }

    /// What is printed: the bleed box, or the sheet as far as it is known.
    pub fn bleed(&self) -> Rect {
        let bleed = self.bleed.unwrap_or(self.media);
        bleed.meet(self.media).join(self.trim())
    }

    /// A distance on the page as a length on paper.
    pub fn length(&self, points: f64) -> Length {
        Length::pt(points * self.unit)
    }

    /// A length on paper as a distance on the page.
    pub fn distance(&self, length: Length) -> f64 {
        length.to_pt() / self.unit
    }

    /// Area of the finished poster in square metres.
    pub fn area_m2(&self) -> f64 {
        let trim = self.trim();
        self.length(trim.width()).to_m() * self.length(trim.height()).to_m()
    }
}

/// `[llx lly urx ury]`, in any order of corners as readers must take it.
fn rect(numbers: &[f64]) -> Option<Rect> {
    match *numbers {
        [x0, y0, x1, y1] => Some(Rect::between((x0, y0), (x1, y1))),
        _ => None,
    }
}

/// The four sides, in the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Left,
    Right,
    Top,
    Bottom,
}

impl Side {
    pub const ALL: [Self; 4] = [Self::Left, Self::Right, Self::Top, Self::Bottom];

    pub fn name(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Top => "top",
            Self::Bottom => "bottom",
        }
    }

    /// How far `outer` goes beyond `inner` on this side; negative if it falls short.
    pub fn beyond(self, outer: Rect, inner: Rect) -> f64 {
        match self {
            Self::Left => inner.left - outer.left,
            Self::Right => outer.right - inner.right,
            Self::Top => outer.top - inner.top,
            Self::Bottom => inner.bottom - outer.bottom,
        }
    }
}

/// Places along one side where ink is looked for.
const PLACES: usize = 96;
/// Point-in-outline tests that are made before outlines are taken for their bounds.
const MOST_TESTS: usize = 400_000_000;

/// What stands along the edges after everything is painted: at each of a row of places, whether there
/// is ink just inside the trim, half way through the bleed, and at its outer end.
#[derive(Clone, Debug)]
pub(super) struct Edges {
    samples: Vec<Sample>,
    tests: usize,
}

#[derive(Clone, Debug)]
struct Sample {
    side: Side,
    points: [Point; 3],
    ink: [bool; 3],
}

impl Edges {
    /// Looks along a trim, at a bleed of so many points around it.
    pub fn new(trim: Rect, bleed: f64) -> Self {
        let hair = (trim.width().min(trim.height()) / 100.0).min(0.5);
        let steps = [-hair, bleed / 2.0, bleed - hair.min(bleed / 4.0)];
        let mut samples = Vec::new();
        for side in Side::ALL {
            for place in 0..PLACES {
                #[expect(clippy::cast_precision_loss, reason = "a hundred places")]
                let along = (place as f64 + 0.5) / PLACES as f64;
                let (x, y) = (
                    trim.left + along * trim.width(),
                    trim.bottom + along * trim.height(),
                );
                let points = steps.map(|out| match side {
                    Side::Left => (trim.left - out, y),
                    Side::Right => (trim.right + out, y),
                    Side::Top => (x, trim.top + out),
                    Side::Bottom => (x, trim.bottom - out),
                });
                samples.push(Sample {
                    side,
                    points,
                    ink: [false; 3],
                });
            }
        }
        Self { samples, tests: 0 }
    }

    /// Lays ink, or bare paper over ink that is there.
    pub fn paint(&mut self, outline: &Outline, clip: &Clip, ink: bool) {
        let bounds = outline.bounds().meet(clip.bounds);
        let cost = outline.points() + clip.points();
        for sample in &mut self.samples {
            for (point, inked) in sample.points.iter().zip(&mut sample.ink) {
                if *inked == ink || !bounds.contains(*point) {
                    continue;
                }
                self.tests = self.tests.saturating_add(cost);
                let exact = self.tests < MOST_TESTS;
                if !exact || (outline.contains(*point) && clip.contains(*point)) {
                    *inked = ink;
                }
            }
        }
    }

    /// How much of a side has ink just inside the trim, from 0 to 1.
    pub fn inked(&self, side: Side) -> f64 {
        self.share(side, |sample| sample.ink[0])
    }

    /// How much of a side has ink inside the trim that does not go on to the end of the bleed.
    pub fn cut_short(&self, side: Side) -> f64 {
        self.share(side, |sample| {
            sample.ink[0] && !(sample.ink[1] && sample.ink[2])
        })
    }

    fn share(&self, side: Side, is: impl Fn(&Sample) -> bool) -> f64 {
        let count = self
            .samples
            .iter()
            .filter(|s| s.side == side && is(s))
            .count();
        #[expect(clippy::cast_precision_loss, reason = "a hundred places")]
        let share = count as f64 / PLACES as f64;
        share
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Affine;

    fn painted(rect: Rect) -> Edges {
        let mut edges = Edges::new(Rect::new(0.0, 0.0, 100.0, 100.0), 9.0);
        let outline = Outline::polygon(rect.corners(Affine::IDENTITY));
        edges.paint(&outline, &Clip::rect(Rect::EVERYTHING), true);
        edges
    }

    #[test]
    fn ink_to_the_end_of_the_bleed_is_enough() {
        let edges = painted(Rect::new(-9.0, -9.0, 109.0, 109.0));
        assert!(Side::ALL.iter().all(|&side| edges.cut_short(side) < 1e-9));
    }

    #[test]
    fn ink_that_stops_at_the_trim_is_cut_short_there() {
        let edges = painted(Rect::new(0.0, -9.0, 109.0, 109.0));
        assert!(edges.cut_short(Side::Left) > 0.99 && edges.cut_short(Side::Right) < 1e-9);
    }

    #[test]
    fn a_side_of_bare_paper_is_not_cut_short() {
        let edges = painted(Rect::new(20.0, 20.0, 80.0, 109.0));
        assert!(edges.inked(Side::Left) < 1e-9 && edges.cut_short(Side::Left) < 1e-9);
        assert!((edges.inked(Side::Top) - 0.6).abs() < 0.03);
    }
}
