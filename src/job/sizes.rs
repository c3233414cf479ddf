//! Sizes by name: sheets of paper and pictures for feeds.

use crate::diag::{Diagnostic, Result, did_you_mean};
use crate::units::{Length, Pixels, SheetSize, Size};

/// A size that has a name.
#[derive(Clone, Copy, Debug)]
pub struct NamedSize {
    /// The name that the user says.
    pub name: &'static str,
    /// Width and height, upright unless the thing itself lies.
    pub size: SheetSize,
    /// What it is for.
    pub about: &'static str,
}

const fn mm(name: &'static str, width: f64, height: f64, about: &'static str) -> NamedSize {
    NamedSize {
        name,
        size: SheetSize::Paper(Size::mm(width, height)),
        about,
    }
}

const fn inch(name: &'static str, width: f64, height: f64, about: &'static str) -> NamedSize {
    NamedSize {
        name,
        size: SheetSize::Paper(Size::inch(width, height)),
        about,
    }
}

const fn px(name: &'static str, width: u32, height: u32, about: &'static str) -> NamedSize {
    NamedSize {
        name,
        size: SheetSize::Screen(Pixels { width, height }),
        about,
    }
}

/// Every size that has a name.
///
/// Paper: ISO 216 and 217, JIS P 0138, ANSI; US formats exact in inches. Screens: what the platforms
/// and their help pages ask for, seen November 2026; they change.
pub const SIZES: &[NamedSize] = &[
    px("square", 1080, 1080, "a square for any feed"),
    px("portrait", 1080, 1350, "Instagram and Facebook feed, 4:5"),
    px("feed-3x4", 1080, 1440, "Instagram feed, 3:4"),
    px(
        "story",
        1080,
        1920,
        "story, reel or status; the top and bottom 250 stay free",
    ),
    px("landscape", 1200, 675, "X, Mastodon and Bluesky"),
    px("link", 1200, 630, "link preview"),
    px("linkedin", 1200, 627, "LinkedIn post"),
    px("event", 1200, 628, "Facebook event"),
    px("facebook-cover", 820, 312, "Facebook cover"),
    px("header", 1500, 500, "header of X and Mastodon"),
    px("youtube", 1280, 720, "YouTube thumbnail"),
    px("pinterest", 1000, 1500, "Pinterest pin"),
    px("telegram", 1280, 1280, "Telegram photo"),
    px("phone", 1080, 2400, "a phone held up as a sign"),
    px("screen", 1920, 1080, "screen or projector"),
    px("screen-4k", 3840, 2160, "large screen"),
    mm("a6", 105.0, 148.0, "flyer, sticker"),
    mm("a5", 148.0, 210.0, "flyer"),
    mm("a4", 210.0, 297.0, "home printer"),
    mm("a3", 297.0, 420.0, "placard, copy shop"),
    mm("a2", 420.0, 594.0, "poster"),
    mm("a1", 594.0, 841.0, "poster"),
    mm("a0", 841.0, 1189.0, "large poster"),
    mm("2a0", 1189.0, 1682.0, "very large poster"),
    mm("b3", 353.0, 500.0, "poster"),
    mm("b2", 500.0, 707.0, "poster"),
    mm("b1", 707.0, 1000.0, "poster"),
    mm("b0", 1000.0, 1414.0, "large poster"),
    mm("sra3", 320.0, 450.0, "untrimmed A3"),
    mm("jis-b2", 515.0, 728.0, "Japanese poster"),
    mm("jis-b1", 728.0, 1030.0, "Japanese poster"),
    mm("jis-b0", 1030.0, 1456.0, "Japanese poster"),
    inch("letter", 8.5, 11.0, "US home printer"),
    inch("legal", 8.5, 14.0, "US legal"),
    inch("tabloid", 11.0, 17.0, "US placard"),
    inch("super-b", 13.0, 19.0, "US large home printer"),
    inch("18x24", 18.0, 24.0, "US yard sign, inches"),
    inch("20x30", 20.0, 30.0, "US poster, inches"),
    inch("22x28", 22.0, 28.0, "US poster board, inches"),
    inch("24x30", 24.0, 30.0, "US poster, inches"),
    inch("24x36", 24.0, 36.0, "US poster, inches"),
    inch("27x40", 27.0, 40.0, "US one-sheet, inches"),
    mm("300x400", 300.0, 400.0, "poster, millimetres"),
    mm("400x600", 400.0, 600.0, "poster, millimetres"),
    mm("500x700", 500.0, 700.0, "poster, millimetres"),
    mm("600x800", 600.0, 800.0, "poster, millimetres"),
    mm("700x1000", 700.0, 1000.0, "poster, millimetres"),
    mm("double-crown", 508.0, 762.0, "UK double crown"),
    mm("quad-crown", 762.0, 1016.0, "UK quad crown"),
    mm("4-sheet", 1016.0, 1524.0, "UK 4-sheet"),
    mm("6-sheet", 1200.0, 1800.0, "UK 6-sheet"),
    mm("city-light", 1185.0, 1750.0, "street furniture"),
    mm("mupi", 1200.0, 1760.0, "street furniture"),
    mm("f4", 895.0, 1280.0, "Swiss F4"),
    mm("banner-2m", 2000.0, 800.0, "banner, lying"),
    mm("banner-3m", 3000.0, 1000.0, "banner, lying"),
    mm("roll-up", 850.0, 2000.0, "roll-up banner"),
];

/// Posters that fill sheets of home printers with nothing left over: margins of 5 mm, overlaps of
/// 10 mm.
pub const GRIDS: &[NamedSize] = &[
    mm("a4-2x2", 390.0, 564.0, "4 sheets of A4 with `--tile a4`"),
    mm("a4-3x2", 580.0, 564.0, "6 sheets of A4 with `--tile a4`"),
    mm("a4-3x3", 580.0, 841.0, "9 sheets of A4 with `--tile a4`"),
    mm("a4-4x4", 770.0, 1118.0, "16 sheets of A4 with `--tile a4`"),
    mm(
        "letter-2x2",
        401.8,
        528.8,
        "4 sheets of letter with `--tile letter`",
    ),
    mm(
        "letter-3x3",
        597.7,
        788.2,
        "9 sheets of letter with `--tile letter`",
    ),
];

/// Largest side of a sheet that can be asked for; larger is a slip of the finger.
const LARGEST: Length = Length::m(50.0);

/// Most pixels along a side.
const MOST_PIXELS: u32 = 30_000;

/// Reads a size: a name, or `24x36in`, `500x700mm`, `1080x1350px`.
///
/// # Errors
/// The name is not known, or the numbers are not a size.
pub fn parse(text: &str) -> Result<SheetSize> {
    let asked = text.trim().to_lowercase();
    if let Some(named) = SIZES.iter().chain(GRIDS).find(|named| named.name == asked) {
        return Ok(named.size);
    }
    if let Some(size) = custom(&asked)? {
        return Ok(size);
    }
    let error = Diagnostic::error(format!("there is no size `{text}`"));
    Err(
        match did_you_mean(&asked, SIZES.iter().chain(GRIDS).map(|named| named.name)) {
            Some(suggestion) => error.hint(suggestion),
            None => error,
        }
        .hint("see `pasteup sizes`, or write it out: `500x700mm`, `24x36in`, `1080x1350px`"),
    )
}

/// Reads `WxH` with a unit; `None` if it is not of that form.
fn custom(text: &str) -> Result<Option<SheetSize>> {
    let Some((width, rest)) = text.split_once(['x', '×']) else {
        return Ok(None);
    };
    let digits = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    let unit_at = rest.trim_end().find(|c| !digits(c)).unwrap_or(rest.len());
    let (height, unit) = (rest[..unit_at].trim(), rest[unit_at..].trim());
    let width = width.trim();
    if width.is_empty()
        || height.is_empty()
        || !width.chars().all(digits)
        || !unit.chars().all(char::is_alphabetic)
    {
        return Ok(None);
    }
    let wrong = |message: String| {
        Diagnostic::error(message).hint("write it as `500x700mm`, `24x36in` or `1080x1350px`")
    };
    if unit.is_empty() {
        return Err(wrong(format!("the size `{text}` has no unit")));
    }
    if unit == "px" {
        let side = |n: &str| {
            n.parse::<u32>()
                .ok()
                .filter(|n| (1..=MOST_PIXELS).contains(n))
        };
        return match (side(width), side(height)) {
            (Some(width), Some(height)) => Ok(Some(SheetSize::Screen(Pixels { width, height }))),
            _ => Err(wrong(format!(
                "`{text}` is not a size in pixels between 1 and {MOST_PIXELS} a side"
            ))),
        };
    }
    let side = |n: &str| format!("{n}{unit}").parse::<Length>();
    match (side(width), side(height)) {
        (Ok(width), Ok(height)) if width <= LARGEST && height <= LARGEST => {
            Ok(Some(SheetSize::Paper(Size { width, height })))
        }
        (Ok(_), Ok(_)) => Err(wrong(format!(
            "`{text}` is larger than {} m",
            LARGEST.to_m()
        ))),
        (Err(error), _) | (_, Err(error)) => Err(wrong(format!("`{text}` is not a size: {error}"))),
    }
}

/// A size turned to lie; one that lies already stays.
pub fn landscape(size: SheetSize) -> SheetSize {
    match size {
        SheetSize::Paper(size) if size.width < size.height => SheetSize::Paper(Size {
            width: size.height,
            height: size.width,
        }),
        SheetSize::Screen(px) if px.width < px.height => SheetSize::Screen(Pixels {
            width: px.height,
            height: px.width,
        }),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_are_sizes() {
        assert_eq!(
            parse("A3").unwrap(),
            SheetSize::Paper(Size::mm(297.0, 420.0))
        );
        assert_eq!(
            parse("24x36in").unwrap(),
            SheetSize::Paper(Size::inch(24.0, 36.0))
        );
        assert_eq!(
            parse("1080x1350px").unwrap(),
            SheetSize::Screen(Pixels {
                width: 1080,
                height: 1350
            })
        );
        assert_eq!(
            parse("50×70cm").unwrap(),
            SheetSize::Paper(Size::mm(500.0, 700.0))
        );
    }

    #[test]
    fn what_is_no_size_is_refused_with_advice() {
        let hints = |text| parse(text).unwrap_err().hints.join(" ");
        assert!(hints("sqare").contains("did you mean `square`?"));
        assert!(parse("0x10mm").is_err());
        assert!(parse("10x20").unwrap_err().message.contains("no unit"));
        assert!(parse("99999x10px").is_err());
        assert!(parse("90x90m").unwrap_err().message.contains("larger"));
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = SIZES.iter().map(|named| named.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), SIZES.len());
    }
}
