//! What a print shop asks of a PDF, as the painter needs it.

use std::sync::Arc;

use super::profile::Profile;
use crate::units::{Length, Size};

/// The flavour of PDF.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standard {
    /// An ordinary PDF.
    #[default]
    Plain,
    /// PDF/X-4:2010 (ISO 15930-7).
    X4,
    /// PDF/X-1a:2003 (ISO 15930-4): no transparency.
    X1a,
}

/// What colours become.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colours {
    /// RGB of no screen in particular, for home printers and screens.
    #[default]
    Screen,
    /// sRGB with its profile, for digital presses that convert themselves.
    Tagged,
    /// The four inks of a press, and spot colours.
    Inks,
}

/// How a PDF is made for a press.
#[derive(Clone, Debug)]
pub struct PrintSpec {
    /// The flavour of PDF.
    ///
    /// Default: [`Standard::Plain`].
    pub standard: Standard,
    /// What colours become.
    ///
    /// Default: [`Colours::Screen`].
    pub colours: Colours,
    /// Whether pictures become inks as well; if not, they stay sRGB with its profile.
    ///
    /// Default: `false`.
    pub pictures_in_inks: bool,
    /// Whether colours that are inks of their own go out as such; if not, what stands in for them does.
    ///
    /// Default: `true`.
    pub spots: bool,
    /// The profile of the press.
    ///
    /// Default: ISO Coated v2 300 %, FOGRA39.
    pub profile: Arc<Profile>,
    /// The most ink on one spot over all plates, 1 being one plate.
    ///
    /// Default: 3.
    pub ink_limit: f64,
    /// Marks outside the bleed, so far from the trim; `None` for no marks.
    ///
    /// Default: none.
    pub marks: Option<Length>,
    /// Whether invisible text for search is laid over the outlines. It needs a font in the file.
    ///
    /// Default: `true`.
    pub text: bool,
    /// Black thinner than this overprints, so that no white edge shows if plates shift.
    ///
    /// Default: 1 mm.
    pub overprint_below: Length,
    /// The date that the file states, in seconds since 1970 in UTC.
    ///
    /// Default: 2000-01-01, the same for all files.
    pub date: u64,
}

impl Default for PrintSpec {
    fn default() -> Self {
        Self {
            standard: Standard::default(),
            colours: Colours::default(),
            pictures_in_inks: false,
            spots: true,
            profile: Arc::new(Profile::built_in()),
            ink_limit: 3.0,
            marks: None,
            text: true,
            overprint_below: Length::mm(1.0),
            date: 946_684_800,
        }
    }
}

/// Room beyond the bleed for marks and the slug line.
const SLUG: Length = Length::mm(9.0);

impl PrintSpec {
    /// How far a page goes beyond the trim: the bleed, or more where marks stand.
    pub fn slug(&self, bleed: Length) -> Length {
        match self.marks {
            Some(offset) => Length::mm(bleed.to_mm().max(offset.to_mm())) + SLUG,
            None => bleed,
        }
    }

    /// Size on the page by size on the wall: 1, or 0.1 for what is longer than a page can be.
    pub fn scale(&self, size: Size, bleed: Length) -> f64 {
        let longest = Length::mm(size.width.to_mm().max(size.height.to_mm()));
        if longest + self.slug(bleed) * 2.0 > LONGEST {
            0.1
        } else {
            1.0
        }
    }
}

/// The longest side of a page in PDF, 14 400 units of a 72nd of an inch.
pub const LONGEST: Length = Length::mm(5080.0);

/// A date as ISO 8601 has it, in UTC (days after Howard Hinnant's `civil_from_days`).
pub fn iso_date(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let of_era = shifted % 146_097;
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_in_utc() {
        assert_eq!(iso_date(0), "1970-01-01T00:00:00Z");
        assert_eq!(iso_date(946_684_800), "2000-01-01T00:00:00Z");
        assert_eq!(iso_date(1_709_164_799), "2024-02-28T23:59:59Z");
        assert_eq!(iso_date(1_709_164_800), "2024-02-29T00:00:00Z");
    }
}
