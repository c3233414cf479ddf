//! Printer's marks outside the bleed: where to cut, whether plates meet, how full the inks are, and
//! what this is.

use printpdf::{Cmyk, Color, DictItem, Op};

use super::canvas;
use super::sheaf::{Page, Resource, Sheaf, Stream, convert_real};
use super::spec::Colours;
use crate::compose::Artwork;
use crate::units::Length;

/// How long a crop mark is.
const LONG: Length = Length::mm(5.0);

/// How thick lines are; thinner than half a millimetre of doubt, thick enough for any press.
const HAIR_PT: f32 = 0.25;

/// Paints all marks, so far from the trim.
pub fn paint(artwork: &Artwork, offset: Length, stream: &mut Stream, sheaf: &Sheaf) {
    let page = sheaf.page;
    let clear = page.bleed_pt.max(offset.to_pt() * page.scale);
    stream.save();
    registration_ink(stream, sheaf);
    crop(page, clear, stream);
    targets(page, clear, stream);
    slug_line(artwork, page, clear, stream);
    stream.leave();
    if sheaf.press.colours == Colours::Inks {
        bar(page, clear, stream);
    }
}

/// Marks print on every plate.
fn registration_ink(stream: &mut Stream, sheaf: &Sheaf) {
    stream.push(Op::SetOutlineThickness {
        pt: printpdf::Pt(HAIR_PT),
    });
    if sheaf.press.colours == Colours::Inks {
        for (space, operator) in [("cs", "scn"), ("CS", "SCN")] {
            let name = DictItem::Name(stream.naming(Resource::Registration).into_bytes());
            stream.raw(space, vec![name]);
            stream.raw(operator, vec![DictItem::Real(1.0)]);
        }
    }
}

fn line(from: (f64, f64), to: (f64, f64), stream: &mut Stream) {
    move_to(from, stream);
    numbers("l", &[to.0, to.1], stream);
    stream.raw("S", Vec::new());
}

fn move_to(to: (f64, f64), stream: &mut Stream) {
    numbers("m", &[to.0, to.1], stream);
}

fn numbers(operator: &str, values: &[f64], stream: &mut Stream) {
    let values = values
        .iter()
        .map(|&v| DictItem::Real(convert_real((v * 1e3).round() / 1e3)));
    stream.raw(operator, values.collect());
}

/// Two lines at each corner, in line with the trim.
fn crop(page: Page, clear: f64, stream: &mut Stream) {
    let [left, low, right, high] = page.around(0.0);
    let long = LONG.to_pt() * page.scale;
    for x in [left, right] {
        line((x, low - clear), (x, low - clear - long), stream);
        line((x, high + clear), (x, high + clear + long), stream);
    }
    for y in [low, high] {
        line((left - clear, y), (left - clear - long, y), stream);
        line((right + clear, y), (right + clear + long, y), stream);
    }
}

/// A circle with a cross in the middle of each side.
fn targets(page: Page, clear: f64, stream: &mut Stream) {
    let [left, low, right, high] = page.around(clear + LONG.to_pt() * page.scale / 2.0);
    let (x, y) = (f64::midpoint(left, right), f64::midpoint(low, high));
    let radius = LONG.to_pt() * page.scale * 0.3;
    let reach = LONG.to_pt() * page.scale * 0.5;
    for (x, y) in [(left, y), (right, y), (x, low), (x, high)] {
        line((x - reach, y), (x + reach, y), stream);
        line((x, y - reach), (x, y + reach), stream);
        circle((x, y), radius, stream);
    }
}

fn circle((x, y): (f64, f64), r: f64, stream: &mut Stream) {
    // The usual four curves.
    let k = r * 0.552_284_75;
    move_to((x + r, y), stream);
    numbers("c", &[x + r, y + k, x + k, y + r, x, y + r], stream);
    numbers("c", &[x - k, y + r, x - r, y + k, x - r, y], stream);
    numbers("c", &[x - r, y - k, x - k, y - r, x, y - r], stream);
    numbers("c", &[x + k, y - r, x + r, y - k, x + r, y], stream);
    stream.raw("s", Vec::new());
}

/// Full and half fields of each ink, above the sheet.
fn bar(page: Page, clear: f64, stream: &mut Stream) {
    let side = LONG.to_pt() * page.scale;
    let [left, _, _, high] = page.around(clear);
    let start = left + clear + side * 2.0;
    stream.save();
    for (at, tint) in [1.0_f32, 0.5]
        .into_iter()
        .flat_map(|tint| [0, 1, 2, 3].map(|i| (i, tint)))
    {
        let mut inks = [0.0; 4];
        inks[at] = tint;
        let [c, m, y, k] = inks;
        stream.push(Op::SetFillColor {
            col: Color::Cmyk(Cmyk {
                c,
                m,
                y,
                k,
                icc_profile: None,
            }),
        });
        #[expect(clippy::cast_precision_loss, reason = "0 to 3")]
        let x = start + (at as f64 + if tint < 1.0 { 4.0 } else { 0.0 }) * side;
        // Beyond the middle of a narrow sheet it would run into the target.
        if x + side > f64::midpoint(page.around(0.0)[0], page.around(0.0)[2]) - side {
            break;
        }
        numbers("re", &[x, high, side, side], stream);
        stream.raw("f", Vec::new());
    }
    stream.leave();
}

/// What this is and how large it must come out, below the sheet at the left.
fn slug_line(artwork: &Artwork, page: Page, clear: f64, stream: &mut Stream) {
    let size = artwork.sheet.to_size();
    let lang = if artwork.lang.is_unknown() {
        String::new()
    } else {
        format!("  {}", artwork.lang)
    };
    let text = format!(
        "{} x {} mm{}{lang}",
        short(size.width.to_mm()),
        short(size.height.to_mm()),
        if page.scale < 1.0 {
            "  1:10, print at 1000 %"
        } else {
            ""
        },
    );
    let [left, low, ..] = page.around(0.0);
    let height = Length::mm(2.0).to_pt() * page.scale;
    let at = (left + height, low - clear - height * 2.0);
    canvas::words(&text, height, at, &mut 0.0, &mut |operator, values| {
        numbers(operator, values, stream);
    });
}

fn short(mm: f64) -> String {
    let text = format!("{mm:.1}");
    text.trim_end_matches(".0").to_owned()
}
