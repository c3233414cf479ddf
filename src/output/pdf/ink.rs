//! sRGB of the artwork as the inks of a press.
//!
//! Colours whose press colour is stated go out as stated. Grays are black ink alone, so that type
//! keeps one sharp edge. All others go through the profile of the press.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::profile::Profile;
use super::spec::{Colours, PrintSpec};
use crate::color::{Rgb, Swatch};
use crate::units::Length;

/// Cyan, magenta, yellow and black, 0 to 1.
pub type Inks = [f32; 4];

/// Black ink alone.
pub const BLACK: Inks = [0.0, 0.0, 0.0, 1.0];

/// Converts colours for one document.
#[derive(Clone, Debug, Default)]
pub struct Press {
    /// What colours become.
    pub colours: Colours,
    /// Whether pictures become inks as well.
    pub pictures_in_inks: bool,
    /// Black thinner than this overprints.
    pub overprint_below: Length,
    /// Names of spot colours, and what stands in for each.
    pub spots: Vec<(String, Inks)>,
    profile: Option<Arc<Profile>>,
    limit: f64,
    stated: BTreeMap<[u8; 3], (Inks, Option<usize>)>,
    /// Colours that the drawing names: others only come about, and are nobody's black or red.
    flat: BTreeSet<[u8; 3]>,
    known: RefCell<BTreeMap<[u8; 3], Inks>>,
    overprints: OnceCell<bool>,
}

impl Press {
    /// A press for a specification and the colours that a drawing names; of two swatches alike the
    /// first counts.
    pub fn new(spec: &PrintSpec, swatches: &[Swatch], flat: BTreeSet<[u8; 3]>) -> Self {
        let mut press = Self {
            colours: spec.colours,
            pictures_in_inks: spec.pictures_in_inks,
            overprint_below: spec.overprint_below,
            spots: Vec::new(),
            profile: Some(Arc::clone(&spec.profile)),
            limit: spec.ink_limit,
            stated: BTreeMap::new(),
            flat,
            known: RefCell::default(),
            overprints: OnceCell::new(),
        };
        for swatch in swatches {
            let Some(cmyk) = swatch.cmyk else { continue };
            let key = [swatch.rgb.r, swatch.rgb.g, swatch.rgb.b];
            if press.stated.contains_key(&key) || !press.flat.contains(&key) {
                continue;
            }
            let inks = limited([cmyk.c, cmyk.m, cmyk.y, cmyk.k], press.limit);
            let spot = swatch.spot.as_ref().filter(|_| spec.spots).map(|name| {
                let known = press.spots.iter().position(|(spot, _)| spot == name);
                known.unwrap_or_else(|| {
                    press.spots.push((name.clone(), inks));
                    press.spots.len() - 1
                })
            });
            press.stated.insert(key, (inks, spot));
        }
        press
    }

    /// The inks of a colour.
    pub fn inks(&self, rgb: [u8; 3]) -> Inks {
        if let Some((inks, _)) = self.stated.get(&rgb) {
            return *inks;
        }
        if let Some(inks) = self.known.borrow().get(&rgb) {
            return *inks;
        }
        let inks = black_alone(rgb).unwrap_or_else(|| self.through_profile(rgb));
        self.known.borrow_mut().insert(rgb, inks);
        inks
    }

    /// Whether black may be printed over every colour that the drawing names: with the fullest of
    /// them below it, it stays within the limit.
    pub fn overprints(&self) -> bool {
        *self.overprints.get_or_init(|| {
            let coloured = |&rgb: &[u8; 3]| match self.spot(rgb) {
                Some(_) => 1.0,
                None => self.inks(rgb)[..3].iter().map(|&ink| f64::from(ink)).sum(),
            };
            // A hundredth, for rounding.
            let fullest = self.flat.iter().map(coloured).fold(0.0, f64::max);
            fullest + 1.0 <= self.limit + 0.01
        })
    }

    /// The number of the spot colour that a colour is.
    pub fn spot(&self, rgb: [u8; 3]) -> Option<usize> {
        self.stated.get(&rgb)?.1
    }

    /// Pixels of three bytes as pixels of four.
    pub fn pixels(&self, rgb: &[u8]) -> Vec<u8> {
        let mut inks = self
            .profile
            .as_ref()
            .and_then(|profile| profile.to_inks(rgb))
            .unwrap_or_else(|| rgb.chunks_exact(3).flat_map(complement).collect());
        for pixel in inks.chunks_exact_mut(4) {
            let all = [pixel[0], pixel[1], pixel[2], pixel[3]].map(|ink| f64::from(ink) / 255.0);
            if all.iter().sum::<f64>() > self.limit {
                pixel.copy_from_slice(&limited(all, self.limit).map(convert_byte));
            }
        }
        for (pixel, rgb) in inks.chunks_exact_mut(4).zip(rgb.chunks_exact(3)) {
            if rgb == [255; 3] {
                pixel.fill(0);
            }
        }
        inks
    }

    /// Pixels of the drawing itself: each colour in the inks that a shape of it has.
    pub fn drawn(&self, rgb: &[u8]) -> Vec<u8> {
        let mut inks: HashMap<[u8; 3], [u8; 4]> = HashMap::new();
        // What does not go through the profile is known; the rest does in one go.
        let mut others: Vec<[u8; 3]> = Vec::new();
        for pixel in rgb.chunks_exact(3) {
            let key = [pixel[0], pixel[1], pixel[2]];
            if inks.contains_key(&key) {
                continue;
            }
            let known = self.flat_inks(key);
            others.extend(known.is_none().then_some(key));
            inks.insert(key, known.unwrap_or_default().map(convert_byte));
        }
        let converted = self.pixels(&others.concat());
        for (key, pixel) in others.iter().zip(converted.chunks_exact(4)) {
            inks.insert(*key, [pixel[0], pixel[1], pixel[2], pixel[3]]);
        }
        let look = |pixel: &[u8]| inks[&[pixel[0], pixel[1], pixel[2]]];
        rgb.chunks_exact(3).flat_map(look).collect()
    }

    /// Pixels as they will look when they are printed.
    pub fn proof(&self, rgb: &[u8]) -> Option<Vec<u8>> {
        let mut seen: BTreeMap<[u8; 3], [u8; 3]> = BTreeMap::new();
        let mut new: Vec<[u8; 3]> = Vec::new();
        for pixel in rgb.chunks_exact(3) {
            let key = [pixel[0], pixel[1], pixel[2]];
            seen.entry(key).or_insert_with(|| {
                new.push(key);
                key
            });
        }
        let inks = self.drawn(&new.concat());
        let shown = self.profile.as_ref()?.to_screen(&inks)?;
        for (rgb, shown) in new.iter().zip(shown.chunks_exact(3)) {
            seen.insert(*rgb, [shown[0], shown[1], shown[2]]);
        }
        let look = |pixel: &[u8]| seen[&[pixel[0], pixel[1], pixel[2]]];
        Some(rgb.chunks_exact(3).flat_map(look).collect())
    }

    /// The inks of a pixel that do not come from the profile: those of a colour that the drawing
    /// names, and of grays.
    fn flat_inks(&self, rgb: [u8; 3]) -> Option<Inks> {
        let gray = rgb[0] == rgb[1] && rgb[1] == rgb[2];
        if self.flat.contains(&rgb) {
            let stated = self.stated.get(&rgb).map(|(inks, _)| *inks);
            stated.or_else(|| black_alone(rgb))
        } else {
            black_alone(rgb).filter(|_| gray)
        }
    }

    /// The inks along a gradient between two colours of the drawing, at so many equal steps. The
    /// profile says what lies between, as the screen mixes it; what an end has by statement or as
    /// black alone, only its last steps come to have, or the middle would be too light.
    pub fn ramp(&self, from: [u8; 3], to: [u8; 3], steps: u8) -> Vec<Inks> {
        let ends = [self.inks(from), self.inks(to)];
        let is_black = |inks: &Inks| inks[..3] == [0.0; 3];
        let gray = ends.iter().all(is_black);
        let bare = [from, to].map(|rgb| self.through_profile(rgb));
        let at = |step: u8| {
            let t = f32::from(step) / f32::from(steps);
            let mix = |a: f32, b: f32| a + (b - a) * t;
            let rgb = [0, 1, 2].map(|i| mix(f32::from(from[i]), f32::from(to[i])));
            let rgb = rgb.map(|channel| convert_byte(channel / 255.0));
            if gray {
                let straight = mix(ends[0][3], ends[1][3]);
                return black_alone(rgb).unwrap_or([0.0, 0.0, 0.0, straight]);
            }
            let between = self.through_profile(rgb);
            let inks = [0, 1, 2, 3].map(|i| {
                let off = (ends[0][i] - bare[0][i]) * (1.0 - t).powi(4)
                    + (ends[1][i] - bare[1][i]) * t.powi(4);
                f64::from((between[i] + off).clamp(0.0, 1.0))
            });
            limited(inks, self.limit)
        };
        let inner = (1..steps).map(at);
        std::iter::once(ends[0])
            .chain(inner)
            .chain([ends[1]])
            .collect()
    }

    fn through_profile(&self, rgb: [u8; 3]) -> Inks {
        let inks = self
            .profile
            .as_ref()
            .and_then(|profile| profile.to_inks(&rgb));
        let inks = inks.map_or_else(
            || complement(&rgb),
            |inks| [inks[0], inks[1], inks[2], inks[3]],
        );
        limited(inks.map(|ink| f64::from(ink) / 255.0), self.limit)
    }
}

/// Whether a colour is so dark that it is printed in full black ink alone.
pub fn is_black(rgb: [u8; 3]) -> bool {
    black_alone(rgb) == Some(BLACK)
}

/// Grays, and what is so dark that no eye sees its hue, in black ink alone. The lightness of a tint
/// falls nearly evenly from 100 to the 16 of full black (ISO 12647-2), dot gain included.
fn black_alone(rgb: [u8; 3]) -> Option<Inks> {
    let [least, most] = [rgb.iter().min()?, rgb.iter().max()?];
    let spread = most - least;
    let luminance = Rgb::new(rgb[0], rgb[1], rgb[2]).luminance();
    let lightness = if luminance > 0.008_856 {
        116.0 * luminance.cbrt() - 16.0
    } else {
        903.3 * luminance
    };
    let dark = lightness < 16.0 && spread <= 24;
    (spread == 0 || dark).then(|| {
        limited(
            [0.0, 0.0, 0.0, ((100.0 - lightness) / 84.0).clamp(0.0, 1.0)],
            4.0,
        )
    })
}

/// The same with less of the coloured inks until the sum is within the limit; black holds the
/// drawing.
fn limited([c, m, y, k]: [f64; 4], limit: f64) -> Inks {
    let coloured = c + m + y;
    // A thousandth less, so that rounding does not step over it.
    let room = (limit - k - 0.001).max(0.0);
    let share = if coloured > room {
        room / coloured
    } else {
        1.0
    };
    [c * share, m * share, y * share, k].map(convert_ink)
}

/// Without a profile: what is left of white paper.
fn complement(rgb: &[u8]) -> [u8; 4] {
    [255 - rgb[0], 255 - rgb[1], 255 - rgb[2], 0]
}

#[expect(clippy::cast_possible_truncation, reason = "0 to 1, to four decimals")]
fn convert_ink(ink: f64) -> f32 {
    ((ink * 1e4).round() / 1e4) as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the range of u8 first"
)]
fn convert_byte(ink: f32) -> u8 {
    (ink * 255.0).round().clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Cmyk;

    fn press(swatches: &[Swatch]) -> Press {
        let flat = swatches.iter().map(|s| [s.rgb.r, s.rgb.g, s.rgb.b]);
        Press::new(&PrintSpec::default(), swatches, flat.collect())
    }

    #[test]
    fn a_gradient_is_mixed_as_on_the_screen() {
        let press = press(&[]);
        // Yellow and blue mix to an olive in RGB; halfway between their inks lies a mauve.
        let ramp = press.ramp([255, 212, 0], [11, 42, 107], 8);
        assert_eq!(ramp.len(), 9);
        assert_eq!(ramp[0], press.inks([255, 212, 0]));
        assert_eq!(ramp[8], press.inks([11, 42, 107]));
        let [_, m, y, _] = ramp[4];
        assert!(y > m + 0.2, "{:?}", ramp[4]);
        // From white to black in black ink alone, ever darker.
        let ramp = press.ramp([255; 3], [0; 3], 8);
        assert!(ramp.iter().all(|inks| inks[..3] == [0.0; 3]));
        assert!(ramp.windows(2).all(|pair| pair[0][3] <= pair[1][3]));
        // To black from red: no step of it asks for more ink than the limit, and it ends in black.
        let ramp = press.ramp([232, 22, 30], [0; 3], 8);
        assert_eq!(ramp[8], BLACK);
        assert!(ramp.iter().all(|inks| inks.iter().sum::<f32>() <= 3.0));
    }

    #[test]
    fn black_overprints_only_where_all_colours_leave_room_for_it() {
        let red = [232, 22, 30];
        let swatch = Swatch {
            rgb: Rgb::new(red[0], red[1], red[2]),
            cmyk: Some(Cmyk {
                c: 0.0,
                m: 1.0,
                y: 1.0,
                k: 0.1,
            }),
            spot: None,
        };
        for (limit, fits) in [(3.0, true), (2.8, false)] {
            let spec = PrintSpec {
                ink_limit: limit,
                ..PrintSpec::default()
            };
            let press = Press::new(&spec, std::slice::from_ref(&swatch), [red].into());
            assert_eq!(press.overprints(), fits, "{limit}");
            assert!(Press::new(&spec, &[], BTreeSet::new()).overprints());
        }
    }

    #[test]
    fn what_only_comes_about_is_nobodys_colour() {
        let swatch = Swatch {
            rgb: Rgb::new(232, 22, 30),
            cmyk: Some(Cmyk {
                c: 0.0,
                m: 1.0,
                y: 1.0,
                k: 0.0,
            }),
            spot: None,
        };
        let pixels = [232, 22, 30, 20, 10, 14];
        let named = press(std::slice::from_ref(&swatch)).drawn(&pixels);
        assert_eq!(named[..4], [0, 255, 255, 0]);
        let other = Press::new(&PrintSpec::default(), &[swatch], BTreeSet::new()).drawn(&pixels);
        assert_ne!(other[..4], [0, 255, 255, 0]);
        // The dark corner of a photograph is not black type.
        assert_ne!(other[4..], [0, 0, 0, 255]);
    }

    #[test]
    fn grays_are_black_ink_alone() {
        let press = press(&[]);
        assert_eq!(press.inks([0, 0, 0]), BLACK);
        assert_eq!(press.inks([23, 17, 10]), BLACK);
        assert_eq!(press.inks([255, 255, 255]), [0.0; 4]);
        let [c, m, y, k] = press.inks([0x59; 3]);
        assert_eq!([c, m, y], [0.0; 3]);
        assert!((k - 0.75).abs() < 0.02, "{k}");
    }

    #[test]
    fn stated_inks_go_out_as_stated_and_the_first_wins() {
        let swatch = |m| Swatch {
            rgb: Rgb::new(232, 22, 30),
            cmyk: Some(Cmyk {
                c: 0.0,
                m,
                y: 1.0,
                k: 0.0,
            }),
            spot: None,
        };
        let press = press(&[swatch(1.0), swatch(0.5)]);
        assert_eq!(press.inks([232, 22, 30]), [0.0, 1.0, 1.0, 0.0]);
    }

    #[test]
    fn ink_stays_within_the_limit() {
        let sum = |inks: Inks| inks.iter().map(|&ink| f64::from(ink)).sum::<f64>();
        assert!(sum(limited([1.0, 1.0, 1.0, 0.9], 3.0)) <= 3.0);
        let spec = PrintSpec {
            ink_limit: 2.4,
            ..PrintSpec::default()
        };
        let press = Press::new(&spec, &[], BTreeSet::new());
        assert!(sum(press.inks([20, 30, 60])) <= 2.4);
    }
}
