//! Fills, and the paint that fills and strokes share.

use printpdf::{Cmyk, Color, DictItem, Greyscale, Op, PaintMode, Rgb};

use super::{Pen, Tone, gradient, path, pattern, set_state};
use crate::output::pdf::ink::{self, BLACK, Press};
use crate::output::pdf::sheaf::{Resource, Sheaf, State, Stream, convert_real};
use crate::output::pdf::spec::Colours;

/// Which of the two current colours of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The one that fills.
    Fill,
    /// The one that strokes.
    Stroke,
}

/// Fills the area of a path.
pub fn paint(path: &usvg::Path, pen: Pen, stream: &mut Stream, sheaf: &mut Sheaf) {
    let Some(fill) = path.fill() else { return };
    if !path::has_area(path.data()) {
        return;
    }
    let source = Source {
        paint: fill.paint(),
        opacity: f64::from(fill.opacity().get()),
        bounds: path.bounding_box(),
        thickness: match sheaf.press.colours {
            Colours::Inks => path::thickness(path.data()),
            Colours::Screen | Colours::Tagged => 0.0,
        },
    };
    let grid = path::Grid::of(pen.page);
    let area = path::area(path.data(), fill.rule(), PaintMode::Fill, grid);
    with(&source, Side::Fill, pen, stream, sheaf, |stream| {
        stream.push(area);
    });
}

/// Where a colour comes from.
pub struct Source<'a> {
    /// A colour, a gradient or a pattern.
    pub paint: &'a usvg::Paint,
    /// Opacity of all of it, 0 to 1.
    pub opacity: f64,
    /// What is painted at most, in user space.
    pub bounds: usvg::Rect,
    /// How thick it is, in user space.
    pub thickness: f64,
}

/// Chooses the paint, does what is to be done with it, and leaves no trace but a current colour.
pub fn with(
    source: &Source,
    side: Side,
    pen: Pen,
    stream: &mut Stream,
    sheaf: &mut Sheaf,
    draw: impl FnOnce(&mut Stream),
) {
    let mut state = State {
        opacity: convert_real(source.opacity * pen.opacity),
        ..State::default()
    };
    let ink = match source.paint {
        usvg::Paint::Color(colour) => Some(Ink::Flat(*colour)),
        usvg::Paint::LinearGradient(linear) => {
            gradient::linear(linear, source, pen, &mut state, sheaf)
        }
        usvg::Paint::RadialGradient(radial) => {
            gradient::radial(radial, source, pen, &mut state, sheaf)
        }
        usvg::Paint::Pattern(pattern) => pattern::tile(pattern, pen, sheaf).map(Ink::Pattern),
    };
    let Some(ink) = ink else { return };
    if let Ink::Flat(colour) = ink {
        state.overprint = overprints(colour, source, &state, pen, sheaf);
    }

    let plain = state == State::default();
    if !plain {
        stream.save();
        set_state(&state, stream, sheaf);
    }
    set_ink(&ink, side, pen.tone, stream, sheaf);
    draw(stream);
    if !plain {
        stream.leave();
    }
}

/// What a path is painted with, as PDF sees it.
pub enum Ink {
    /// One colour.
    Flat(usvg::Color),
    /// A shading or tiling pattern.
    Pattern(Resource),
}

fn set_ink(ink: &Ink, side: Side, tone: Tone, stream: &mut Stream, sheaf: &Sheaf) {
    match ink {
        Ink::Flat(colour) => {
            if let Some(spot) = spot_of(*colour, tone, &sheaf.press) {
                let operands = vec![DictItem::Real(1.0)];
                set_named(Resource::Spot(spot), None, operands, side, stream);
                return;
            }
            let col = colour_of(*colour, tone, &sheaf.press);
            stream.push(match side {
                Side::Fill => Op::SetFillColor { col },
                Side::Stroke => Op::SetOutlineColor { col },
            });
        }
        Ink::Pattern(resource) => {
            let name = DictItem::Name(stream.naming(*resource).into_bytes());
            set_named(*resource, Some("Pattern"), vec![name], side, stream);
        }
    }
}

/// Chooses a colour space, by a name that all know or that of the resource, and a colour in it.
fn set_named(
    resource: Resource,
    space: Option<&str>,
    operands: Vec<DictItem>,
    side: Side,
    stream: &mut Stream,
) {
    let id = space.map_or_else(|| stream.naming(resource), str::to_owned);
    let (space, operator) = match side {
        Side::Fill => (Op::SetColorSpaceFill { id }, "scn"),
        Side::Stroke => (Op::SetColorSpaceStroke { id }, "SCN"),
    };
    stream.push(space);
    stream.raw(operator, operands);
}

/// Whether a colour is black ink alone, opaque, and so thin that a white edge would show beside it
/// if plates shift. Larger black areas keep their place: over a colour they would look blacker.
fn overprints(
    colour: usvg::Color,
    source: &Source,
    state: &State,
    pen: Pen,
    sheaf: &Sheaf,
) -> bool {
    let press = &sheaf.press;
    press.colours == Colours::Inks
        && pen.tone == Tone::Colour
        && *state == State::default()
        && press
            .spot([colour.red, colour.green, colour.blue])
            .is_none()
        && press.inks([colour.red, colour.green, colour.blue]) == BLACK
        && source.thickness * pen.page.mean_scale()
            < press.overprint_below.to_pt() * sheaf.page.scale
        && press.overprints()
}

/// The spot colour that a colour is, where it is printed as one.
fn spot_of(colour: usvg::Color, tone: Tone, press: &Press) -> Option<usize> {
    (tone == Tone::Colour && press.colours == Colours::Inks)
        .then(|| press.spot([colour.red, colour.green, colour.blue]))
        .flatten()
}

/// A colour of the artwork as it is written: every flat colour and every stop comes through here.
pub fn colour_of(colour: usvg::Color, tone: Tone, press: &Press) -> Color {
    let icc_profile = None;
    let rgb = [colour.red, colour.green, colour.blue];
    match (tone, press.colours) {
        (Tone::Colour, Colours::Inks) => {
            let [c, m, y, k] = press.inks(rgb);
            Color::Cmyk(Cmyk {
                c,
                m,
                y,
                k,
                icc_profile,
            })
        }
        // Black type stays on one plate, however the shop converts its RGB.
        (Tone::Colour, Colours::Tagged) if ink::is_black(rgb) => Color::Greyscale(Greyscale {
            percent: 0.0,
            icc_profile,
        }),
        (Tone::Colour, Colours::Screen | Colours::Tagged) => Color::Rgb(Rgb {
            r: channel(f64::from(colour.red)),
            g: channel(f64::from(colour.green)),
            b: channel(f64::from(colour.blue)),
            icc_profile,
        }),
        (Tone::Gray, _) => Color::Greyscale(Greyscale {
            percent: channel(luminance(rgb)),
            icc_profile,
        }),
    }
}

/// The luminance that a mask takes from a colour, 0 to 255 (CSS Masking 1, 4.1).
pub fn luminance([red, green, blue]: [u8; 3]) -> f64 {
    0.2126 * f64::from(red) + 0.7152 * f64::from(green) + 0.0722 * f64::from(blue)
}

/// A channel of 0 to 255 as 0 to 1, to four decimals.
fn channel(value: f64) -> f32 {
    convert_real((value / 255.0 * 1e4).round() / 1e4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_weigh_green_most() {
        let press = Press::new(
            &crate::output::pdf::PrintSpec::default(),
            &[],
            std::collections::BTreeSet::new(),
        );
        assert_eq!(
            colour_of(usvg::Color::new_rgb(0, 255, 0), Tone::Gray, &press).into_vec(),
            vec![0.7152]
        );
        assert_eq!(
            colour_of(usvg::Color::new_rgb(255, 128, 0), Tone::Colour, &press).into_vec(),
            vec![1.0, 0.502, 0.0]
        );
    }
}
