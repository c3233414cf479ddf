//! Colour and ink.

use super::{count, decimals, list};
use crate::preflight::geometry::Rect;
use crate::preflight::report::Finding;
use crate::preflight::shop::{Color, Intent, Standard};
use crate::preflight::walk::seen::{First, Kind};
use crate::preflight::{Case, Page};

/// Where the first of its kind was seen.
fn first(page: &Page, kind: First) -> Option<Rect> {
    page.seen.first.get(&kind).copied()
}

/// Only colours that the shop can print as they are meant.
pub(in crate::preflight) fn color_spaces(case: &Case, page: &Page) -> Option<Finding> {
    let used = &page.seen.colors;
    let figure = list(used.keys().map(|color| color.name()));
    let bad: Vec<_> = used
        .iter()
        .filter(|(color, _)| !case.shop.colors.contains(color))
        .collect();
    if bad.is_empty() {
        return Some(Finding::pass(figure, "all of them as the shop wants"));
    }
    let told = bad.iter().map(|(color, kinds)| {
        let kinds = list(kinds.iter().map(|kind: &Kind| kind.name()));
        format!("{} ({kinds})", color.name())
    });
    let allowed = list(case.shop.colors.iter().map(|color| color.name()));
    let message = format!(
        "the page is painted with {}, but the shop takes {allowed}",
        list(told)
    );
    let at = bad
        .first()
        .and_then(|(color, _)| first(page, First::Color(**color)));
    let finding = Finding::fail(figure, message).fix("convert all colours to CMYK when you export");
    Some(finding.at(&page.boxes, at))
}

/// CMYK with a profile is converted once more, and black type turns into four colours.
pub(in crate::preflight) fn tagged_cmyk(case: &Case, page: &Page) -> Option<Finding> {
    if !page.seen.colors.contains_key(&Color::TaggedCmyk) {
        return Some(Finding::pass("", "none"));
    }
    let intent = super::standard::intent_profile(case);
    let same = |id: &lopdf::ObjectId| {
        let stream = case
            .source
            .doc
            .get_object(*id)
            .and_then(lopdf::Object::as_stream)
            .ok();
        let bytes =
            stream.and_then(|s| crate::preflight::filter::plain(case.source, s, 32 << 20).ok());
        bytes.is_some() && bytes == intent
    };
    let fix = "export CMYK as it is, without profiles on objects";
    Some(if page.seen.profiles.iter().any(same) {
        let message =
            "objects carry the very profile of the output intent, which the standard forbids";
        Finding::fail("same as the intent", message).fix(fix)
    } else if case.shop.colors.contains(&Color::TaggedCmyk) {
        Finding::note(
            "",
            "CMYK with a profile of its own is converted again: black type may turn into four colours",
        )
    } else {
        Finding::fail("", "CMYK with a profile of its own is converted again, and black type turns into four colours")
            .fix(fix)
    })
}

/// Inks by name cost a plate each, and need CMYK to stand in for them.
pub(in crate::preflight) fn spots(case: &Case, page: &Page) -> Option<Finding> {
    let spots = &page.seen.spots;
    if spots.is_empty() {
        return Some(Finding::pass("", "none"));
    }
    let figure = count(spots.len(), "ink");
    let names = list(spots.keys().map(|name| super::quoted(name)));
    let stand_in = |color: &Color| matches!(color, Color::Cmyk | Color::Gray);
    let strange: Vec<_> = spots.iter().filter(|(_, color)| !stand_in(color)).collect();
    Some(
        if !strange.is_empty() && case.shop.standard != Standard::None {
            let names = list(
                strange
                    .iter()
                    .map(|(name, color)| format!("{} ({})", super::quoted(name), color.name())),
            );
            Finding::fail(
                figure,
                format!("what stands in for a spot colour is not CMYK: {names}"),
            )
            .fix("define the swatch in CMYK")
        } else if case.shop.colors.contains(&Color::Spot) {
            Finding::note(
                figure,
                format!("{names}: each is printed with an ink of its own, and charged"),
            )
        } else {
            Finding::fail(
                figure,
                format!("{names}, but the shop has no inks of its own for them"),
            )
            .fix("convert spot colours to CMYK when you export")
        },
    )
}

/// Full ink on every plate, for marks only.
pub(in crate::preflight) fn registration(_: &Case, page: &Page) -> Option<Finding> {
    let times = page.seen.registration;
    Some(if times == 0 {
        Finding::pass("", "not in the artwork")
    } else {
        let message =
            "registration colour is used in the artwork: it prints 400 % ink and never dries";
        Finding::fail(count(times, "object"), message)
            .fix("use black instead")
            .at(&page.boxes, first(page, First::Registration))
    })
}

/// Four plates never meet exactly: thin black out of four inks prints with coloured edges.
pub(in crate::preflight) fn black_type(case: &Case, page: &Page) -> Option<Finding> {
    let rich = page.seen.rich_black;
    let Some(thinnest) = rich.least else {
        return Some(Finding::pass(
            "",
            "no thin type or line is black out of several inks",
        ));
    };
    let message = format!(
        "black of more than one ink is used on things as thin as {} mm; under {} it shows coloured edges",
        decimals(thinnest, 2),
        super::mm(case.shop.rich_black_from)
    );
    Some(
        Finding::fail(count(rich.count, "object"), message)
            .fix("make type and thin lines 100 % black alone")
            .at(&page.boxes, rich.at),
    )
}

/// White that overprints vanishes; thin black that knocks out leaves white edges.
pub(in crate::preflight) fn overprint(_: &Case, page: &Page) -> Option<Finding> {
    let (vanishing, knocked) = (page.seen.vanishing, page.seen.knocked_out.count);
    Some(if vanishing > 0 {
        let message = "white is set to overprint, so it will not be there when it is printed";
        Finding::fail(count(vanishing, "object"), message)
            .fix("turn overprinting off for white")
            .at(&page.boxes, first(page, First::Vanishing))
    } else if knocked > 0 {
        let message = "thin black knocks out what is below it, so white edges may show; most shops set it to overprint themselves";
        Finding::note(count(knocked, "object"), message)
            .fix("set 100 % black type and lines to overprint")
            .at(&page.boxes, page.seen.knocked_out.at)
    } else {
        Finding::pass("", "black and white are set as they should be")
    })
}

/// Too much ink does not dry and sets off on the next sheet.
pub(in crate::preflight) fn total_ink(case: &Case, page: &Page) -> Option<Finding> {
    let (ink, limit) = (page.seen.ink, case.shop.ink_limit_percent);
    let figure = format!("{} %", decimals(ink.percent, 0));
    let on = ink.on.map_or("nothing", Kind::name);
    // Half a percent: numbers are rounded on the way.
    if ink.percent > limit + 0.5 {
        let message = format!(
            "{on} ask for {figure} of ink but the shop prints up to {} %",
            decimals(limit, 0)
        );
        let fix = "choose a darker black with less colour: 60/40/40/100 is 240 %";
        let finding = Finding::fail(figure, message).fix(fix);
        return Some(finding.at(&page.boxes, ink.at));
    }
    Some(match (ink.unmeasured, ink.percent > 0.0) {
        (false, _) => Finding::pass(
            figure,
            format!("the shop prints up to {} %", decimals(limit, 0)),
        ),
        (true, true) => {
            let message = format!(
                "the most that is sure ({on}); colours that the shop separates, JPEG and meshes are not counted"
            );
            Finding::note(figure, message)
        }
        (true, false) => Finding::note(
            "",
            "the ink is not known: the shop separates these colours, or they are packed as JPEG",
        ),
    })
}

/// X-1a has no transparency; X-4 has, and prints it as it looks.
pub(in crate::preflight) fn transparency(case: &Case, page: &Page) -> Option<Finding> {
    let (ways, groups) = (&page.seen.transparency, &page.seen.groups);
    let figure = list(ways);
    Some(match case.shop.standard {
        Standard::X1a if !ways.is_empty() || !groups.is_empty() => {
            let what = if ways.is_empty() {
                "transparency groups".to_owned()
            } else {
                figure.clone()
            };
            Finding::fail(
                figure,
                format!("PDF/X-1a has no transparency, but the page has {what}"),
            )
            .fix("flatten transparency when you export, or ask the shop for PDF/X-4")
            .at(&page.boxes, first(page, First::SeeThrough))
        }
        _ if ways.is_empty() => Finding::pass("", "none"),
        _ => Finding::pass(figure, "live transparency, which the standard allows"),
    })
}

/// Opacity in RGB turns all that it touches into RGB.
pub(in crate::preflight) fn blend_space(case: &Case, page: &Page) -> Option<Finding> {
    let seen = &page.seen;
    let group = case.source.dict(page.dict, "Group");
    let own = group.and_then(|group| {
        let resources = lopdf::Dictionary::new();
        crate::preflight::space::Space::of_group(case.source, &resources, group)
    });
    let own = own.map(|space| space.color());
    let is_rgb = |color: &Option<Color>| matches!(color, Some(Color::Rgb | Color::TaggedRgb));
    let rgb = seen
        .groups
        .iter()
        .filter(|(color, _)| is_rgb(color))
        .map(|(_, count)| count)
        .sum::<usize>();
    let press = case.shop.intent == Intent::Cmyk;
    let figure = own.map_or("none", Color::name);
    let fix = "set the blending space of the document to CMYK";
    Some(if press && is_rgb(&own) {
        Finding::fail(
            figure,
            "the page blends in RGB, and all that it touches turns into RGB",
        )
        .fix(fix)
        .at(&page.boxes, first(page, First::SeeThrough))
    } else if press && rgb > 0 {
        Finding::fail(
            figure,
            format!(
                "{} in RGB: shops refuse files for it",
                count(rgb, "transparency group")
            ),
        )
        .fix(fix)
        .at(&page.boxes, first(page, First::SeeThrough))
    } else if seen.transparency.is_empty() {
        Finding::pass("", "nothing blends")
    } else if press && own != Some(Color::Cmyk) && case.shop.standard == Standard::X4 {
        Finding::fail(
            figure,
            "the page has transparency but does not say that it blends in CMYK",
        )
        .fix(fix)
        .at(&page.boxes, first(page, First::SeeThrough))
    } else {
        Finding::pass(figure, "the space that the page blends in")
    })
}
