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

    /// A part of the page in millimetres from the left and the top of the finished poster, with width
    /// and height; `None` if it has no place.
    pub fn on_paper(&self, part: Rect) -> Option<[f64; 4]> {
        let trim = self.trim();
        // Without the sign of a zero.
        let mm = |points: f64| (self.length(points).to_mm() * 10.0).round() / 10.0 + 0.0;
        let place = [
            mm(part.left - trim.left),
            mm(trim.top - part.top),
            mm(part.width()),
            mm(part.height()),
        ];
        (!part.is_empty() && place.iter().all(|side| side.is_finite())).then_some(place)
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

    /// A point as this side sees it: how far along, and how far out from the trim.
    fn sees(self, (x, y): Point, trim: Rect) -> (f64, f64) {
        match self {
            Self::Left => (y, trim.left - x),
            Self::Right => (y, x - trim.right),
            Self::Top => (x, y - trim.top),
            Self::Bottom => (x, trim.bottom - y),
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

/// How far the end of something may lean and still run along the edge: a fiftieth is 1 degree. The
/// pieces that a circle is cut into lean by twice that or more.
const LEAN: f64 = 0.02;

/// What stands along the edges after everything is painted: at each of a row of places, whether there
/// is ink just inside the trim, half way through the bleed, and at its outer end; and whether anything
/// there ends along the edge, as a background does that stops too soon. A dot, or a stripe that crosses
/// the edge at a slant, has its own contour in the bleed, and whoever cuts a millimetre further out sees
/// no more than that contour.
#[derive(Clone, Debug)]
pub(super) struct Edges {
    trim: Rect,
    /// From just inside the trim almost to the end of the bleed, as distances out from the trim.
    zone: (f64, f64),
    samples: Vec<Sample>,
    tests: usize,
}

#[derive(Clone, Debug)]
struct Sample {
    side: Side,
    along: f64,
    points: [Point; 3],
    ink: [bool; 3],
    /// What ends along the edge here.
    stops: Option<Rect>,
}

impl Sample {
    fn is_cut_short(&self) -> bool {
        let [inside, half_way, end] = self.ink;
        inside && !(half_way && end) && self.stops.is_some()
    }
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
                    along: match side {
                        Side::Left | Side::Right => y,
                        Side::Top | Side::Bottom => x,
                    },
                    points,
                    ink: [false; 3],
                    stops: None,
                });
            }
        }
        Self {
            trim,
            // A background may end a little inside of the sample points, or right on the trim.
            zone: (-2.0 * hair, steps[2]),
            samples,
            tests: 0,
        }
    }

    /// Lays ink, or bare paper over ink that is there.
    pub fn paint(&mut self, outline: &Outline, clip: &Clip, ink: bool) {
        let bounds = outline.bounds().meet(clip.bounds);
        if bounds.is_empty() || self.trim.grow(self.zone.0).holds(bounds, 0.0) {
            return;
        }
        self.ends(outline, bounds);
        for outline in clip.outlines() {
            self.ends(outline, bounds);
        }
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

    /// Marks where something with these bounds ends along an edge.
    fn ends(&mut self, outline: &Outline, bounds: Rect) {
        self.tests = self.tests.saturating_add(outline.points());
        if self.trim.grow(self.zone.0).holds(outline.bounds(), 0.0) {
            return;
        }
        for (a, b) in outline.ends() {
            for side in Side::ALL {
                let (from, to) = (side.sees(a, self.trim), side.sees(b, self.trim));
                let (low, high) = (from.0.min(to.0), from.0.max(to.0));
                let out = f64::midpoint(from.1, to.1);
                let level = (to.1 - from.1).abs() <= LEAN * (high - low);
                if level && self.zone.0 <= out && out < self.zone.1 {
                    let here = |s: &&mut Sample| s.side == side && (low..=high).contains(&s.along);
                    for sample in self.samples.iter_mut().filter(here) {
                        sample.stops.get_or_insert(bounds);
                    }
                }
            }
        }
    }

    /// How much of a side has ink just inside the trim, from 0 to 1.
    pub fn inked(&self, side: Side) -> f64 {
        self.share(side, |sample| sample.ink[0])
    }

    /// How much of a side has ink inside the trim that stops before the end of the bleed.
    pub fn cut_short(&self, side: Side) -> f64 {
        self.share(side, Sample::is_cut_short)
    }

    /// Around something that stops too soon at a side.
    pub fn stops(&self, side: Side) -> Option<Rect> {
        let cut = |sample: &&Sample| sample.side == side && sample.is_cut_short();
        self.samples.iter().find(cut)?.stops
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
    use crate::preflight::outline::{Inside, curve_to};
    use crate::units::Affine;

    fn laid(outline: &Outline, clip: &Clip) -> Edges {
        let mut edges = Edges::new(Rect::new(0.0, 0.0, 100.0, 100.0), 9.0);
        edges.paint(outline, clip, true);
        edges
    }

    fn painted(rect: Rect) -> Edges {
        let outline = Outline::polygon(rect.corners(Affine::IDENTITY));
        laid(&outline, &Clip::rect(Rect::EVERYTHING))
    }

    /// Dots along the foot, their middles on the trim, none as large as the bleed.
    fn dots() -> Outline {
        let circle = |x: f64| {
            let mut line = vec![(x + 4.0, 0.0)];
            for [ax, ay, bx, by, cx, cy] in [
                [4.0, 2.2, 2.2, 4.0, 0.0, 4.0],
                [-2.2, 4.0, -4.0, 2.2, -4.0, 0.0],
                [-4.0, -2.2, -2.2, -4.0, 0.0, -4.0],
                [2.2, -4.0, 4.0, -2.2, 4.0, 0.0],
            ] {
                curve_to(&mut line, (x + ax, ay), (x + bx, by), (x + cx, cy));
            }
            line
        };
        let middles = [10.0, 30.0, 50.0, 70.0, 90.0];
        Outline::new(middles.map(circle).to_vec(), Inside::NonZero)
    }

    #[test]
    fn dots_have_an_end_of_their_own() {
        let edges = laid(&dots(), &Clip::rect(Rect::EVERYTHING));
        assert!(edges.inked(Side::Bottom) > 0.3 && edges.cut_short(Side::Bottom) < 1e-9);
    }

    #[test]
    fn dots_that_are_cut_at_the_trim_are_cut_short() {
        let page = Outline::polygon(Rect::new(0.0, 0.0, 100.0, 100.0).corners(Affine::IDENTITY));
        let clip = Clip::rect(Rect::EVERYTHING).with(page);
        let edges = laid(&dots(), &clip);
        assert!(edges.cut_short(Side::Bottom) > 0.3);
        assert_eq!(edges.stops(Side::Bottom).map(|at| at.bottom), Some(0.0));
    }

    #[test]
    fn a_stripe_at_a_slant_goes_on_but_one_that_ends_at_the_trim_does_not() {
        let stripe = |low: f64| {
            let at = |x: f64, y: f64| (x + y, y);
            let corners = vec![
                at(20.0, low),
                at(60.0, low),
                at(60.0, 120.0),
                at(20.0, 120.0),
            ];
            laid(&Outline::polygon(corners), &Clip::rect(Rect::EVERYTHING))
        };
        assert!(stripe(-20.0).cut_short(Side::Bottom) < 1e-9);
        assert!(stripe(0.0).cut_short(Side::Bottom) > 0.3);
        assert!(stripe(-4.0).cut_short(Side::Bottom) > 0.3);
    }

    #[test]
    fn a_ring_that_grazes_the_edge_has_an_end_of_its_own() {
        // Cut into pieces of 45 degrees, and those into eight, as circles come from usvg.
        let (mut ring, steps) = (Vec::new(), 64);
        for step in 0..=steps {
            let angle = std::f64::consts::TAU * f64::from(step) / f64::from(steps);
            ring.push((50.0 + 80.0 * angle.sin(), 79.0 - 80.0 * angle.cos()));
        }
        let outline = Outline::new(vec![ring], Inside::Stroke(2.0));
        let edges = laid(&outline, &Clip::rect(Rect::EVERYTHING));
        assert!(edges.inked(Side::Bottom) > 0.2 && edges.cut_short(Side::Bottom) < 1e-9);
    }

    #[test]
    fn a_thick_line_that_ends_in_the_bleed_is_cut_short() {
        let line = Outline::new(vec![vec![(-50.0, 2.0), (150.0, 2.0)]], Inside::Stroke(4.0));
        let edges = laid(&line, &Clip::rect(Rect::EVERYTHING));
        assert!(edges.cut_short(Side::Bottom) > 0.9);
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
