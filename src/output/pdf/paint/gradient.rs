//! Gradients as shadings.
//!
//! PDF extends a shading with its end colours and knows no repetition, so a repeated or reflected
//! gradient is written with as many turns as the painted area needs. Shadings have no alpha either:
//! a gradient whose stops differ in opacity brings a second, gray shading as its soft mask.

use printpdf::{Op, Shading, ShadingGeometry, ShadingId};
use usvg::SpreadMethod;

use super::fill::{Ink, Source, colour_of};
use super::turns::{Circles, Line, Turns};
use super::{Pen, Tone, add_group, convert_transform};
use crate::output::pdf::sheaf::{MaskKind, Resource, Sheaf, SoftMask, State, Stream, convert_real};
use crate::units::Affine;

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
        &line.geometry(turns),
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
        &circles.geometry(turns),
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
    geometry: &ShadingGeometry,
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
    // printpdf's stops are in RGB; `finish` turns them into inks.
    let colours = shading(&|stop| {
        let colour = stop.color();
        match pen.tone {
            Tone::Colour => [colour.red, colour.green, colour.blue].map(|c| f32::from(c) / 255.0),
            Tone::Gray => {
                let gray = colour_of(colour, pen.tone, &sheaf.press).into_vec();
                [gray.first().copied().unwrap_or(0.0); 3]
            }
        }
    });
    let number = sheaf.shading(colours, pen.tone);

    if let Some(opacity) = common_opacity(gradient) {
        state.opacity = convert_real(f64::from(state.opacity) * opacity);
    } else {
        // All opacity goes into the mask: `MuPDF` up to 1.21 applies it twice beside one.
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
