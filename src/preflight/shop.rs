//! A print shop's rules, as plain data that a user can extend.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, Serialize};

use crate::diag::{Diagnostic, Place, Result};
use crate::units::Length;

/// What a shop takes and what it sends back. Where shops differ, the default is what most of them say.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Shop {
    /// Who this is, as a noun phrase. Default: `a print shop`.
    pub title: String,
    /// How far artwork runs over each edge of the trim. Default: 3 mm.
    #[serde(deserialize_with = "length")]
    pub bleed: Length,
    /// How far type stays inside the trim. Default: 5 mm.
    #[serde(deserialize_with = "length")]
    pub safe: Length,
    /// Whether crop marks and other printer's marks may stand outside the bleed. Default: no.
    pub marks: bool,
    /// How far marks keep from the trim, where they are allowed. Default: 3 mm.
    #[serde(deserialize_with = "length")]
    pub mark_offset: Length,
    /// The flavour of PDF. Default: PDF/X-4.
    pub standard: Standard,
    /// What the output intent must describe. Default: a CMYK press.
    pub intent: Intent,
    /// The printing condition that the intent must name, for example `FOGRA39`. Default: any.
    pub condition: Option<String>,
    /// The most ink on one spot, over all plates, in percent. Default: 300.
    pub ink_limit_percent: f64,
    /// How fine pictures must be, by the size of the sheet. Default: 300 ppi to A3, 150 to 3 m², then
    /// 100, 72 and 50.
    pub resolution: Vec<Resolution>,
    /// The colour spaces that painting may use. Default: gray, CMYK, spot colours, tagged RGB.
    pub colors: BTreeSet<Color>,
    /// How letters must come. Default: embedded fonts or outlines.
    pub fonts: Letters,
    /// The thinnest line. Default: 0.25 pt.
    #[serde(deserialize_with = "length")]
    pub hairline: Length,
    /// The thinnest stem that may be printed in more than one ink when it is black. Default: 1 mm,
    /// which is the stem of bold type at about 24 pt.
    #[serde(deserialize_with = "length")]
    pub rich_black_from: Length,
    /// The longest side of a page, bleed included. Default: 5080 mm, the 14 400 units of PDF.
    #[serde(deserialize_with = "length")]
    pub largest_side: Length,
    /// The largest file, in megabytes of 10⁶ bytes. Default: 100.
    pub file_size_mb: f64,
    /// The most pages: a poster has one, or two when its back is printed too. Default: 2.
    pub pages: usize,
}

impl Default for Shop {
    fn default() -> Self {
        Self {
            title: "a print shop".to_owned(),
            bleed: Length::mm(3.0),
            safe: Length::mm(5.0),
            marks: false,
            mark_offset: Length::mm(3.0),
            standard: Standard::X4,
            intent: Intent::Cmyk,
            condition: None,
            ink_limit_percent: 300.0,
            resolution: default_resolution(),
            colors: [Color::Gray, Color::Cmyk, Color::Spot, Color::TaggedRgb].into(),
            fonts: Letters::Either,
            hairline: Length::pt(0.25),
            rich_black_from: Length::mm(1.0),
            largest_side: Length::mm(5080.0),
            file_size_mb: 100.0,
            pages: 2,
        }
    }
}

impl Shop {
    /// The shops that are built in, by name.
    pub fn built_in() -> BTreeMap<String, Self> {
        Self::parse(include_str!("shops.toml"), "shops.toml").unwrap_or_default()
    }

    /// Reads shops from TOML, one table each; `file` is the name that a message gives to it.
    ///
    /// # Errors
    /// If it is no TOML, or has a key that no shop has; the place is told.
    pub fn parse(text: &str, file: &str) -> Result<BTreeMap<String, Self>> {
        toml::from_str(text).map_err(|error| {
            let message = format!("can't read the shops: {}", error.message());
            let place = match error.span() {
                Some(range) => Place::span(file, text, range),
                None => Place::file(file),
            };
            Diagnostic::error(message).at(place)
        })
    }

    /// The same rules for a file that is made smaller, `0.1` for 1:10.
    #[must_use]
    pub fn scaled(&self, scale: f64) -> Self {
        let resolution = self.resolution.iter().map(|entry| Resolution {
            up_to_m2: entry.up_to_m2 * scale * scale,
            wanted_ppi: entry.wanted_ppi / scale,
            floor_ppi: entry.floor_ppi / scale,
        });
        Self {
            bleed: self.bleed * scale,
            safe: self.safe * scale,
            mark_offset: self.mark_offset * scale,
            hairline: self.hairline * scale,
            rich_black_from: self.rich_black_from * scale,
            resolution: resolution.collect(),
            ..self.clone()
        }
    }

    /// What pictures need on a sheet of so many square metres; the last entry holds for all that are
    /// larger.
    pub fn resolution_for(&self, area_m2: f64) -> Option<Resolution> {
        let fits = |entry: &&Resolution| area_m2 <= entry.up_to_m2;
        let entry = self.resolution.iter().find(fits);
        entry.or(self.resolution.last()).copied()
    }
}

/// The flavour of PDF that a shop takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standard {
    /// PDF/X-4:2010 (ISO 15930-7): transparency and tagged colours stay live.
    X4,
    /// PDF/X-1a:2003 (ISO 15930-4): CMYK and spot colours only, no transparency.
    X1a,
    /// Any PDF.
    None,
}

impl Standard {
    /// The name that a printer uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::X4 => "PDF/X-4",
            Self::X1a => "PDF/X-1a",
            Self::None => "any PDF",
        }
    }
}

/// What the output intent must describe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Intent {
    /// A press with four inks.
    Cmyk,
    /// Whatever it describes, or nothing.
    Any,
}

/// How letters must come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Letters {
    /// As text with embedded fonts, or as outlines.
    Either,
    /// As outlines only: the shop opens the file in a drawing program.
    Outlines,
}

/// A kind of colour, as a shop speaks of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Color {
    /// `DeviceGray`: black ink.
    Gray,
    /// `DeviceCMYK`: the four inks.
    Cmyk,
    /// `Separation` or `DeviceN`: inks by name.
    Spot,
    /// `DeviceRGB`: red, green and blue of no screen in particular.
    Rgb,
    /// Gray with a profile (`ICCBased`, `CalGray`).
    TaggedGray,
    /// RGB with a profile (`ICCBased`, `CalRGB`).
    TaggedRgb,
    /// CMYK with a profile of its own.
    TaggedCmyk,
    /// `Lab`: colour as the eye sees it.
    Lab,
    /// A colour space that could not be read.
    Unknown,
}

impl Color {
    /// The name that a printer uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gray => "gray",
            Self::Cmyk => "CMYK",
            Self::Spot => "spot",
            Self::Rgb => "RGB without a profile",
            Self::TaggedGray => "gray with a profile",
            Self::TaggedRgb => "RGB with a profile",
            Self::TaggedCmyk => "CMYK with a profile",
            Self::Lab => "Lab",
            Self::Unknown => "a colour space that can't be read",
        }
    }
}

/// How fine pictures must be on sheets up to a size.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resolution {
    /// Area of the largest sheet that this is for, in square metres.
    pub up_to_m2: f64,
    /// Pixels per inch on paper that the shop likes to see.
    pub wanted_ppi: f64,
    /// Pixels per inch below which it sends the file back.
    pub floor_ppi: f64,
}

/// A3 is 0.125 m², A2 0.25 m².
fn default_resolution() -> Vec<Resolution> {
    let entry = |up_to_m2, wanted_ppi, floor_ppi| Resolution {
        up_to_m2,
        wanted_ppi,
        floor_ppi,
    };
    vec![
        entry(0.16, 300.0, 150.0),
        entry(3.0, 150.0, 150.0),
        entry(10.0, 100.0, 100.0),
        entry(25.0, 72.0, 72.0),
        entry(50.0, 50.0, 50.0),
    ]
}

/// A length as a user writes it, `3mm` or `0.125in`; `0` is no length at all.
fn length<'de, D: Deserializer<'de>>(input: D) -> std::result::Result<Length, D::Error> {
    let text = String::deserialize(input)?;
    let digits = text.trim().trim_end_matches(|c: char| c.is_alphabetic());
    if digits.trim().parse() == Ok(0.0) {
        return Ok(Length::ZERO);
    }
    text.parse().map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_shops_read_and_differ_where_they_should() {
        let shops = Shop::parse(include_str!("shops.toml"), "shops.toml").unwrap();
        let names: Vec<_> = shops.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            ["generic", "generic-us", "large-format", "rgb", "x1a"]
        );
        assert_eq!(shops["generic-us"].bleed, Length::inch(0.125));
        assert_eq!(shops["x1a"].standard, Standard::X1a);
        assert!(!shops["x1a"].colors.contains(&Color::TaggedRgb));
    }

    #[test]
    fn a_key_that_no_shop_has_is_refused_with_its_place() {
        let error = Shop::parse("[corner]\nbled = \"3mm\"\n", "my.toml").unwrap_err();
        assert!(
            error.message.contains("unknown field `bled`"),
            "{}",
            error.message
        );
        assert_eq!(error.place.unwrap().line_column, Some((2, 1)));
    }

    #[test]
    fn larger_sheets_need_coarser_pictures() {
        let shop = Shop::default();
        let wanted = |area| shop.resolution_for(area).unwrap().wanted_ppi;
        assert!((wanted(0.125) - 300.0).abs() < 1e-9);
        assert!((wanted(0.25) - 150.0).abs() < 1e-9);
        assert!((wanted(900.0) - 50.0).abs() < 1e-9);
    }
}
