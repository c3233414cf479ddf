//! How often a gradient is repeated, and how that is written as one shading.

use printpdf::{GradientStop, ShadingGeometry};
use usvg::SpreadMethod;

use crate::output::pdf::sheaf::convert_real;

/// More turns than this are narrower than what can be seen or printed.
const MOST_TURNS: f64 = 200.0;

/// From where to where a gradient is drawn: 0 to 1 is one turn from its first stop to its last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turns {
    /// Where the first one starts.
    pub from: f64,
    /// Where the last one ends.
    pub to: f64,
}

impl Turns {
    /// Once, as SVG's `pad` asks.
    pub const ONE: Self = Self { from: 0.0, to: 1.0 };

    /// The stops of all turns, their offsets 0 to 1 from the first turn to the last.
    pub fn stops(
        self,
        gradient: &usvg::BaseGradient,
        channel: &dyn Fn(&usvg::Stop) -> [f32; 3],
    ) -> Vec<GradientStop> {
        let reflect = gradient.spread_method() == SpreadMethod::Reflect;
        let mut all: Vec<(f64, [f32; 3])> = Vec::new();
        let mut turn = self.from.floor();
        while turn < self.to {
            let backwards = reflect && turn.rem_euclid(2.0) >= 1.0;
            let mut one: Vec<_> = gradient
                .stops()
                .iter()
                .map(|stop| (f64::from(stop.offset().get()), channel(stop)))
                .collect();
            // Each turn is whole, so that its ends are as hard as the gradient's.
            if let (Some(&first), Some(&last)) = (one.first(), one.last()) {
                one.insert(0, (0.0, first.1));
                one.push((1.0, last.1));
            }
            if backwards {
                one.reverse();
            }
            all.extend(one.into_iter().map(|(offset, colour)| {
                let offset = if backwards { 1.0 - offset } else { offset };
                (turn + offset, colour)
            }));
            turn += 1.0;
        }
        self.within(&all)
    }

    /// Cuts off what lies before the start and brings offsets to 0..1.
    fn within(self, all: &[(f64, [f32; 3])]) -> Vec<GradientStop> {
        let length = self.to - self.from;
        let cut = all
            .iter()
            .rposition(|&(at, _)| at <= self.from)
            .unwrap_or(0);
        let mut stops: Vec<_> = all[cut..]
            .iter()
            .map(|&(at, color)| GradientStop {
                offset: convert_real((at - self.from) / length),
                color,
            })
            .collect();
        if let [first, next, ..] = stops.as_mut_slice()
            && first.offset < 0.0
        {
            let share = first.offset / (first.offset - next.offset);
            for (channel, toward) in first.color.iter_mut().zip(next.color) {
                *channel += (toward - *channel) * share;
            }
            first.offset = 0.0;
        }
        stops
    }
}

/// The line of a linear gradient.
pub struct Line {
    /// Where the first stop is.
    pub start: (f64, f64),
    /// Where the last stop is.
    pub end: (f64, f64),
}

impl Line {
    fn at(&self, t: f64) -> (f64, f64) {
        between(self.start, self.end, t)
    }

    /// The shading of some turns.
    pub fn geometry(&self, turns: Turns) -> ShadingGeometry {
        let ((x0, y0), (x1, y1)) = (self.at(turns.from), self.at(turns.to));
        ShadingGeometry::Axial {
            coords: [x0, y0, x1, y1].map(convert_real),
        }
    }

    /// The turns that reach all of some points.
    pub fn turns(&self, points: &[(f64, f64)]) -> Turns {
        let along = (self.end.0 - self.start.0, self.end.1 - self.start.1);
        let square = along.0 * along.0 + along.1 * along.1;
        let (from, to) = points
            .iter()
            .map(|&(x, y)| ((x - self.start.0) * along.0 + (y - self.start.1) * along.1) / square)
            .fold((f64::MAX, f64::MIN), |(from, to), t| {
                (from.min(t), to.max(t))
            });
        let from = from.floor();
        Turns {
            from,
            to: to.ceil().clamp(from + 1.0, from + MOST_TURNS),
        }
    }
}

/// The two circles of a radial gradient: the focal one and the outer one.
pub struct Circles {
    /// The middle of the focal circle, where the first stop is.
    pub start: (f64, f64),
    /// The middle of the outer circle, where the last stop is.
    pub end: (f64, f64),
    /// The radius of the focal circle.
    pub start_radius: f64,
    /// The radius of the outer circle.
    pub end_radius: f64,
}

impl Circles {
    fn at(&self, t: f64) -> ((f64, f64), f64) {
        let radius = self.start_radius + (self.end_radius - self.start_radius) * t;
        (between(self.start, self.end, t), radius.max(0.0))
    }

    /// The shading of some turns.
    pub fn geometry(&self, turns: Turns) -> ShadingGeometry {
        let (((x0, y0), r0), ((x1, y1), r1)) = (self.at(turns.from), self.at(turns.to));
        ShadingGeometry::Radial {
            coords: [x0, y0, r0, x1, y1, r1].map(convert_real),
        }
    }

    /// The turns that reach all of some points: inwards to where the circle vanishes, outwards to
    /// where it holds them all, which it never does if the focal point lies on its edge.
    pub fn turns(&self, points: &[(f64, f64)]) -> Turns {
        let growth = self.end_radius - self.start_radius;
        let drift = (self.end.0 - self.start.0).hypot(self.end.1 - self.start.1);
        let farthest = points
            .iter()
            .map(|&(x, y)| (x - self.start.0).hypot(y - self.start.1))
            .fold(0.0, f64::max);
        let reach = if growth > drift {
            (farthest - self.start_radius) / (growth - drift)
        } else {
            MOST_TURNS
        };
        Turns {
            from: if growth > 0.0 {
                (-self.start_radius / growth).max(-MOST_TURNS)
            } else {
                0.0
            },
            to: reach.ceil().clamp(1.0, MOST_TURNS),
        }
    }
}

fn between(from: (f64, f64), to: (f64, f64), t: f64) -> (f64, f64) {
    (from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_turns_until_it_covers_the_area() {
        let line = Line {
            start: (10.0, 0.0),
            end: (20.0, 0.0),
        };
        let turns = line.turns(&[(0.0, 5.0), (35.0, 7.0)]);
        assert_eq!(
            turns,
            Turns {
                from: -1.0,
                to: 3.0
            }
        );
        assert_eq!(
            line.geometry(turns),
            ShadingGeometry::Axial {
                coords: [0.0, 0.0, 40.0, 0.0]
            }
        );
    }

    #[test]
    fn circles_turn_inwards_to_their_vanishing_point() {
        let circles = Circles {
            start: (0.0, 0.0),
            end: (0.0, 0.0),
            start_radius: 5.0,
            end_radius: 10.0,
        };
        let turns = circles.turns(&[(18.0, 0.0)]);
        assert_eq!(
            turns,
            Turns {
                from: -1.0,
                to: 3.0
            }
        );
        assert_eq!(circles.at(-1.0), ((0.0, 0.0), 0.0));
    }

    #[test]
    fn a_cut_turn_starts_with_the_colour_of_the_cut() {
        let turns = Turns { from: 0.5, to: 1.0 };
        let stops = turns.within(&[(0.0, [0.0; 3]), (1.0, [1.0; 3])]);
        assert_eq!(stops[0].offset, 0.0);
        assert_eq!(stops[0].color, [0.5; 3]);
        assert_eq!(stops[1].offset, 1.0);
    }
}
