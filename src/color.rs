//! Colours: as the screen shows them, as the press prints them, and how far they stand apart.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// An opaque colour in sRGB (IEC 61966-2-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgb {
    /// Red, 0 to 255.
    pub r: u8,
    /// Green, 0 to 255.
    pub g: u8,
    /// Blue, 0 to 255.
    pub b: u8,
}

impl Rgb {
    /// A colour from its three channels.
    pub const fn new(r: u8, g: u8, b: u8) -> Self {
        Self { r, g, b }
    }

    /// Relative luminance, 0 for black to 1 for white (WCAG 2.2).
    pub fn luminance(self) -> f64 {
        0.2126 * linear(self.r) + 0.7152 * linear(self.g) + 0.0722 * linear(self.b)
    }

    /// What is seen of a transparent ink of this colour on paper of another: what the paper swallows
    /// is gone, so light is multiplied, not code values.
    pub fn over(self, paper: Self) -> Self {
        Self::new(
            seen(self.r, paper.r),
            seen(self.g, paper.g),
            seen(self.b, paper.b),
        )
    }

    /// Contrast ratio with another colour, 1 to 21 (WCAG 2.2).
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

/// Light of a channel of sRGB, 0 to 1.
fn linear(channel: u8) -> f64 {
    let c = f64::from(channel) / 255.0;
    if c <= 0.040_45 {
        c / 12.92
    } else {
        ((c + 0.055) / 1.055).powf(2.4)
    }
}

/// A channel of ink on a channel of paper.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rounded, and between 0 and 255"
)]
fn seen(ink: u8, paper: u8) -> u8 {
    let light = linear(ink) * linear(paper);
    let code = if light <= 0.003_130_8 {
        light * 12.92
    } else {
        1.055 * light.powf(1.0 / 2.4) - 0.055
    };
    (code * 255.0).round().clamp(0.0, 255.0) as u8
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.r, self.g, self.b)
    }
}

/// Why a colour could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a colour: write it as `#rrggbb`, for example `#d4001a`")]
pub struct ColorError(pub String);

impl FromStr for Rgb {
    type Err = ColorError;

    /// Reads `#rrggbb` and `#rgb`, with or without the `#`.
    fn from_str(text: &str) -> Result<Self, ColorError> {
        let fail = || ColorError(text.to_owned());
        let hex = text.trim().trim_start_matches('#');
        if !hex.is_ascii() {
            return Err(fail());
        }
        let long = match hex.len() {
            6 => hex.to_owned(),
            3 => hex.chars().flat_map(|c| [c, c]).collect(),
            _ => return Err(fail()),
        };
        let byte = |at: usize| u8::from_str_radix(&long[at..at + 2], 16).map_err(|_| fail());
        Ok(Self::new(byte(0)?, byte(2)?, byte(4)?))
    }
}

/// A colour in the four process inks, each 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cmyk {
    /// Cyan.
    pub c: f64,
    /// Magenta.
    pub m: f64,
    /// Yellow.
    pub y: f64,
    /// Black.
    pub k: f64,
}

/// One colour of a palette: what screens show, and what the press prints where that must be exact.
#[derive(Clone, Debug, PartialEq)]
pub struct Swatch {
    /// As screens show it.
    pub rgb: Rgb,
    /// As the press prints it; `None` leaves it to the output profile.
    pub cmyk: Option<Cmyk>,
    /// The name of an ink that is mixed for it, `PANTONE 485 C`; `cmyk` stands in for it where
    /// there is no such ink.
    pub spot: Option<String>,
}

/// What a colour does in a layout. Layouts name these as classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The ground of the sheet.
    Paper,
    /// The slogan.
    Ink,
    /// What draws the eye: a wedge, a stripe, the emphasized words.
    Accent,
    /// A second colour beside the accent.
    Second,
}

impl Role {
    /// Every role, in the order in which users name them.
    pub const ALL: [Self; 4] = [Self::Paper, Self::Ink, Self::Accent, Self::Second];

    /// The class that carries this role in a layout.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Ink => "ink",
            Self::Accent => "accent",
            Self::Second => "second",
        }
    }

    /// The role of a class name.
    pub fn from_class(class: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.class() == class)
    }
}

/// Colours for the roles of a layout.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Palette {
    /// The name that the user asks for.
    pub name: String,
    /// Colours by role; a role that is missing keeps the layout's own colour.
    pub roles: BTreeMap<Role, Swatch>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_read_long_short_and_bare() {
        assert_eq!("#d4001a".parse(), Ok(Rgb::new(0xd4, 0, 0x1a)));
        assert_eq!("f00".parse(), Ok(Rgb::new(255, 0, 0)));
        assert_eq!(
            "#красный".parse::<Rgb>(),
            Err(ColorError("#красный".into()))
        );
        assert_eq!("#12345".parse::<Rgb>(), Err(ColorError("#12345".into())));
    }

    #[test]
    fn ink_darkens_the_paper_it_is_on() {
        let (white, black) = (Rgb::new(255, 255, 255), Rgb::new(0, 0, 0));
        let (red, yellow) = (Rgb::new(230, 20, 30), Rgb::new(252, 231, 122));
        assert_eq!(white.over(yellow), yellow);
        assert_eq!(red.over(white), red);
        assert_eq!(black.over(yellow), black);
        let seen = red.over(yellow);
        assert!(seen.r < red.r && seen.b < red.b, "{seen}");
    }

    #[test]
    fn black_on_white_is_21_to_1() {
        let (black, white) = (Rgb::new(0, 0, 0), Rgb::new(255, 255, 255));
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        assert!((white.contrast(white) - 1.0).abs() < 1e-9);
    }
}
