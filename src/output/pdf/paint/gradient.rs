//! Gradients as shadings.
//!
//! PDF extends a shading with its end colours and knows no repetition, so a repeated or reflected
//! gradient is written with as many turns as the painted area needs. Shadings have no alpha either:
//! a gradient whose stops differ in opacity brings a second, gray shading as its soft mask.

use printpdf::{GradientStop, Op, Shading, ShadingGeometry, ShadingId};
use usvg::SpreadMethod;

use super::fill::{Ink, Source, colour_of};
use super::{Pen, Tone, add_group, convert_transform};
use crate::output::pdf::sheaf::{MaskKind, Resource, Sheaf, SoftMask, State, Stream, convert_real};
use crate::units::Affine;

/// More turns than this are narrower than what can be seen or printed.
const MOST_TURNS: f64 = 200.0;

/// A linear gradient as ink; what its alpha needs is added to the state.
pub fn linear(
    gradient: &usvg::LinearGradient,
    source: &Source,
    pen: Pen,
    state: &mut State,
    sheaf: &mut Sheaf,
) -> Option<Ink> {
    let line = Line {
        start: (f64::from(gradient.x1()), f64::from(gradient.y1())),
        end: (f64::from(gradient.x2()), f64::from(gradient.y2())),
    };
    if line.start == line.end {
        // All of the area lies beyond the end (SVG 2, 14.2.2).
        let last = gradient.stops().last()?;
        state.opacity = convert_real(f64::from(state.opacity * last.opacity().get()));
        return Some(Ink::Flat(last.color()));
    }
    let map = convert_transform(gradient.transform());
    let corners = corners(source.bounds, map.inverse()?);
    let turns = match gradient.spread_method() {
        SpreadMethod::Pad => Turns::ONE,
        SpreadMethod::Repeat | SpreadMethod::Reflect => line.turns(&corners),
    };
    Some(ink(
        gradient,
        line.geometry(turns),
        turns,
        map,
        source,
        pen,
        state,
        sheaf,
    ))
}

/// A radial gradient as ink; what its alpha needs is added to the state.
pub fn radial(
    gradient: &usvg::RadialGradient,
    source: &Source,
    pen: Pen,
    state: &mut State,
    sheaf: &mut Sheaf,
) -> Option<Ink> {
    let circles = Circles {
        start: (f64::from(gradient.fx()), f64::from(gradient.fy())),
        end: (f64::from(gradient.cx()), f64::from(gradient.cy())),
        start_radius: f64::from(gradient.fr().get()),
        end_radius: f64::from(gradient.r().get()),
    };
    let map = convert_transform(gradient.transform());
    let corners = corners(source.bounds, map.inverse()?);
    let turns = match gradient.spread_method() {
        SpreadMethod::Pad => Turns::ONE,
        SpreadMethod::Repeat | SpreadMethod::Reflect => circles.turns(&corners),
    };
    Some(ink(
        gradient,
        circles.geometry(turns),
        turns,
        map,
        source,
        pen,
        state,
        sheaf,
    ))
}

#[expect(
    clippy::too_many_arguments,
    reason = "the two kinds of gradient meet here"
)]
fn ink(
    gradient: &usvg::BaseGradient,
    geometry: ShadingGeometry,
    turns: Turns,
    map: Affine,
    source: &Source,
    pen: Pen,
    state: &mut State,
    sheaf: &mut Sheaf,
) -> Ink {
    let shading = |channel: &dyn Fn(&usvg::Stop) -> [f32; 3]| Shading {
        geometry: geometry.clone(),
        stops: turns.stops(gradient, channel),
        extend: (true, true),
    };
    let colours = shading(&|stop| match colour_of(stop.color(), pen.tone) {
        printpdf::Color::Rgb(rgb) => [rgb.r, rgb.g, rgb.b],
        other => [other.into_vec().first().copied().unwrap_or(0.0); 3],
    });
    let number = sheaf.shading(colours, pen.tone);

    if let Some(opacity) = common_opacity(gradient) {
        state.opacity = convert_real(f64::from(state.opacity) * opacity);
    } else {
        // All opacity goes into the mask: MuPDF up to 1.21 applies it twice beside one.
        let all = std::mem::replace(&mut state.opacity, 1.0);
        let alphas = shading(&|stop| [stop.opacity().get() * all; 3]);
        let alphas = sheaf.shading(alphas, Tone::Gray);
        state.mask = Some(alpha_mask(alphas, map, source, sheaf));
    }
    Ink::Pattern(sheaf.gradient(number, pen.base.then_inner(map)))
}

/// The opacity of all stops, if it is the same.
fn common_opacity(gradient: &usvg::BaseGradient) -> Option<f64> {
    let first = gradient.stops().first()?.opacity();
    gradient
        .stops()
        .iter()
        .all(|stop| stop.opacity() == first)
        .then(|| f64::from(first.get()))
}

/// A soft mask that is as light as the gradient is opaque.
fn alpha_mask(shading: usize, map: Affine, source: &Source, sheaf: &mut Sheaf) -> SoftMask {
    let mut content = Stream::default();
    content.enter(map);
    let id = ShadingId(content.naming(Resource::Shading(shading)));
    content.push(Op::PaintShading { id });
    content.leave();
    let rect = source.bounds;
    let edge = f64::from(rect.width().max(rect.height())) * 0.01 + 1.0;
    let bounds = [
        f64::from(rect.left()) - edge,
        f64::from(rect.top()) - edge,
        f64::from(rect.right()) + edge,
        f64::from(rect.bottom()) + edge,
    ];
    let form = add_group(content, bounds, Some(Tone::Gray), sheaf);
    (MaskKind::Luminosity, form)
}

fn corners(rect: usvg::Rect, map: Affine) -> [(f64, f64); 4] {
    let [left, top, right, bottom] =
        [rect.left(), rect.top(), rect.right(), rect.bottom()].map(f64::from);
    [(left, top), (right, top), (left, bottom), (right, bottom)].map(|(x, y)| map.apply(x, y))
}

/// From where to where a gradient is drawn: 0 to 1 is one turn from its first stop to its last.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Turns {
    from: f64,
    to: f64,
}

impl Turns {
    const ONE: Self = Self { from: 0.0, to: 1.0 };

    /// The stops of all turns, their offsets 0 to 1 from the first turn to the last.
    fn stops(
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
struct Line {
    start: (f64, f64),
    end: (f64, f64),
}

impl Line {
    fn at(&self, t: f64) -> (f64, f64) {
        between(self.start, self.end, t)
    }

    fn geometry(&self, turns: Turns) -> ShadingGeometry {
        let ((x0, y0), (x1, y1)) = (self.at(turns.from), self.at(turns.to));
        ShadingGeometry::Axial {
            coords: [x0, y0, x1, y1].map(convert_real),
        }
    }

    /// The turns that reach all of some points.
    fn turns(&self, points: &[(f64, f64)]) -> Turns {
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
struct Circles {
    start: (f64, f64),
    end: (f64, f64),
    start_radius: f64,
    end_radius: f64,
}

impl Circles {
    fn at(&self, t: f64) -> ((f64, f64), f64) {
        let radius = self.start_radius + (self.end_radius - self.start_radius) * t;
        (between(self.start, self.end, t), radius.max(0.0))
    }

    fn geometry(&self, turns: Turns) -> ShadingGeometry {
        let (((x0, y0), r0), ((x1, y1), r1)) = (self.at(turns.from), self.at(turns.to));
        ShadingGeometry::Radial {
            coords: [x0, y0, r0, x1, y1, r1].map(convert_real),
        }
    }

    /// The turns that reach all of some points: inwards to where the circle vanishes, outwards to
    /// where it holds them all, which it never does if the focal point lies on its edge.
    fn turns(&self, points: &[(f64, f64)]) -> Turns {
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
