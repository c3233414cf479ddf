//! The sheet: sizes, boxes, bleed, margins.

use super::{count, decimals, mm};
use crate::preflight::boxes::{Boxes, Side};
use crate::preflight::geometry::Rect;
use crate::preflight::report::Finding;
use crate::preflight::shop::Standard;
use crate::preflight::{Case, Page};
use crate::units::Length;

/// Boxes that differ by less than this are the same: numbers are rounded on the way.
const TOLERANCE: Length = Length::mm(0.1);
/// The share of a side that may lack ink in the bleed before it is said: a corner, a rounding.
const SPECK: f64 = 0.02;

/// Sizes that have a name, in millimetres, upright.
const SIZES: &[(&str, f64, f64)] = &[
    ("A6", 105.0, 148.0),
    ("A5", 148.0, 210.0),
    ("A4", 210.0, 297.0),
    ("A3", 297.0, 420.0),
    ("A2", 420.0, 594.0),
    ("A1", 594.0, 841.0),
    ("A0", 841.0, 1189.0),
    ("B3", 353.0, 500.0),
    ("B2", 500.0, 707.0),
    ("B1", 707.0, 1000.0),
    ("B0", 1000.0, 1414.0),
    ("SRA3", 320.0, 450.0),
    ("letter", 215.9, 279.4),
    ("legal", 215.9, 355.6),
    ("tabloid", 279.4, 431.8),
    ("18×24 in", 457.2, 609.6),
    ("24×36 in", 609.6, 914.4),
    ("27×40 in", 685.8, 1016.0),
    ("500×700", 500.0, 700.0),
    ("700×1000", 700.0, 1000.0),
    ("city light", 1185.0, 1750.0),
];

fn size(boxes: &Boxes, rect: Rect) -> String {
    let side = |points| decimals(boxes.length(points).to_mm(), 1);
    format!("{} × {} mm", side(rect.width()), side(rect.height()))
}

fn size_name(boxes: &Boxes, rect: Rect) -> Option<&'static str> {
    let (width, height) = (
        boxes.length(rect.width()).to_mm(),
        boxes.length(rect.height()).to_mm(),
    );
    let (short, long) = (width.min(height), width.max(height));
    let near = |a: f64, b: f64| (a - b).abs() < 1.0;
    SIZES
        .iter()
        .find(|&&(_, w, h)| near(short, w) && near(long, h))
        .map(|&(name, ..)| name)
}

/// The finished size must be said, and only once (ISO 15930-7: `TrimBox` or `ArtBox`).
pub(in crate::preflight) fn trim_box(case: &Case, page: &Page) -> Option<Finding> {
    let boxes = &page.boxes;
    let figure = size(boxes, boxes.trim());
    let fix = "set the finished size as the trim box when you export";
    Some(match (boxes.trim, boxes.art) {
        (Some(_), Some(_)) => Finding::fail(
            figure,
            "the page has a trim box and an art box, and may have only one",
        )
        .fix("remove the art box"),
        (Some(trim), None) if trim.width() < 1.0 || trim.height() < 1.0 => {
            Finding::fail(figure, "the trim box has no area").fix(fix)
        }
        (Some(trim), None) => match size_name(boxes, trim) {
            Some(name) => Finding::pass(figure, format!("the finished size is {name}")),
            None => Finding::pass(figure, "the finished size has no usual name"),
        },
        _ if case.shop.standard == Standard::None && case.shop.bleed == Length::ZERO => {
            Finding::note(
                figure,
                "no trim box: the whole page is taken for the finished size",
            )
        }
        _ => Finding::fail(figure, "no trim box: the shop can't see where to cut").fix(fix),
    })
}

/// Trim within bleed within media.
pub(in crate::preflight) fn box_order(_: &Case, page: &Page) -> Option<Finding> {
    let boxes = &page.boxes;
    let tolerance = boxes.distance(TOLERANCE);
    let bleed = boxes.bleed.unwrap_or(boxes.media);
    let out = |inner: &str, outer: &str, a: Rect, b: Rect| {
        let message = format!(
            "the {inner} box ({}) sticks out of the {outer} ({})",
            size(boxes, a),
            size(boxes, b)
        );
        Some(
            Finding::fail("", message)
                .fix("let the export set the boxes: trim within bleed within the page"),
        )
    };
    if !boxes.media.holds(bleed, tolerance) {
        return out("bleed", "page", bleed, boxes.media);
    }
    if !bleed.holds(boxes.trim(), tolerance) {
        return out("trim", "bleed box", boxes.trim(), bleed);
    }
    Some(Finding::pass("", "trim within bleed within the page"))
}

/// PDF ends at 14 400 units, and shops' machines before.
pub(in crate::preflight) fn page_size(case: &Case, page: &Page) -> Option<Finding> {
    let boxes = &page.boxes;
    let figure = size(boxes, boxes.media);
    let longest = boxes.media.width().max(boxes.media.height());
    let (is, most) = (boxes.length(longest), case.shop.largest_side);
    Some(if longest > 14_400.0 || is.to_mm() > most.to_mm() + 0.1 {
        let message = format!(
            "the page is {} long but the shop takes up to {}",
            mm(is),
            mm(most)
        );
        Finding::fail(figure, message).fix("export it at 1:10 and say so in the order")
    } else {
        Finding::pass(figure, "with everything around the finished size")
    })
}

/// 1:1, because somebody will measure it.
pub(in crate::preflight) fn scale(_: &Case, page: &Page) -> Option<Finding> {
    let unit = page.boxes.unit;
    Some(if (unit - 1.0).abs() < 1e-6 {
        Finding::pass("1:1", "the page is as large as the poster")
    } else {
        let figure = format!("1:{}", decimals(unit, 2));
        let message = format!(
            "the page is scaled up by {} (`UserUnit`), which many shops' software misses",
            decimals(unit, 2)
        );
        Finding::fail(figure, message).fix("export it at 1:1, or at 1:10 and say so in the order")
    })
}

/// Imposition software turns pages by itself, and doubly if they are turned already.
pub(in crate::preflight) fn rotation(_: &Case, page: &Page) -> Option<Finding> {
    let turn = page.boxes.rotate.rem_euclid(360.0);
    Some(if turn.abs() < 0.5 {
        Finding::pass("", "none")
    } else {
        let figure = format!("{}°", decimals(turn, 0));
        Finding::fail(
            figure,
            "the page is turned by a flag instead of being drawn that way",
        )
        .fix("draw the page in the direction in which it is read")
    })
}

/// A crop box hides the bleed on the screen, and from some software.
pub(in crate::preflight) fn crop_box(_: &Case, page: &Page) -> Option<Finding> {
    let boxes = &page.boxes;
    let tolerance = boxes.distance(TOLERANCE);
    Some(match boxes.crop {
        None => Finding::pass("", "none"),
        Some(crop) if crop.holds(boxes.media, tolerance) => {
            Finding::pass("", "the same as the page")
        }
        Some(crop) if crop.holds(boxes.bleed(), tolerance) => Finding::note(
            size(boxes, crop),
            "the page is cropped outside of its bleed, which does no harm",
        ),
        Some(crop) => Finding::fail(
            size(boxes, crop),
            "the page is cropped inside of its bleed, so the bleed may be lost",
        )
        .fix("remove the crop box: it hides, it does not cut"),
    })
}

/// The bleed box must be as far from the trim as the shop wants.
pub(in crate::preflight) fn bleed(case: &Case, page: &Page) -> Option<Finding> {
    let (boxes, wanted) = (&page.boxes, case.shop.bleed);
    let outer = boxes.bleed.unwrap_or(boxes.media);
    let least = Side::ALL.map(|side| (side.beyond(outer, boxes.trim()), side));
    let (least, side) = least.into_iter().min_by(|a, b| a.0.total_cmp(&b.0))?;
    let is = boxes.length(least);
    let figure = mm(is);
    let fix = format!("export with {} of bleed on every side", mm(wanted));
    Some(if is.to_mm() + TOLERANCE.to_mm() < wanted.to_mm() {
        let message = format!(
            "the bleed is {figure} at the {} but the shop wants {}",
            side.name(),
            mm(wanted)
        );
        Finding::fail(figure, message).fix(fix)
    } else if boxes.bleed.is_none() && wanted > Length::ZERO {
        let message = "there is room for bleed, but no bleed box says that it is meant";
        Finding::fail(figure, message).fix(fix)
    } else {
        Finding::pass(figure, format!("the shop wants {}", mm(wanted)))
    })
}

/// A bleed box alone prints a white edge when the knife drifts: ink must fill it.
pub(in crate::preflight) fn bleed_ink(case: &Case, page: &Page) -> Option<Finding> {
    let (edges, wanted) = (&page.seen.edges, case.shop.bleed);
    if wanted == Length::ZERO {
        return None;
    }
    let short: Vec<_> = Side::ALL
        .into_iter()
        .filter(|&side| edges.cut_short(side) > SPECK)
        .collect();
    let bare: Vec<_> = Side::ALL
        .into_iter()
        .filter(|&side| edges.inked(side) <= SPECK)
        .collect();
    let names = |sides: &[Side]| match sides.len() {
        4 => "all sides".to_owned(),
        _ => super::list(sides.iter().map(|side| side.name())),
    };
    Some(if !short.is_empty() {
        let worst = short
            .iter()
            .map(|&side| edges.cut_short(side))
            .fold(0.0, f64::max);
        let message = format!(
            "what is printed up to the edge stops before the end of the bleed ({}): up to {} % of a side would show white if the knife drifts",
            names(&short),
            decimals(worst * 100.0, 0)
        );
        let fix = format!("pull the background {} over the edge", mm(wanted));
        let stops = short.iter().find_map(|&side| edges.stops(side));
        Finding::fail(names(&short), message)
            .fix(fix)
            .at(&page.boxes, stops)
    } else if bare.len() == 4 {
        Finding::note(
            "bare paper",
            "nothing is printed along the edges; that is right if they should stay white",
        )
    } else if bare.is_empty() {
        Finding::pass(
            "all sides",
            "everything at the edge goes on to the end of the bleed",
        )
    } else {
        let message = format!(
            "everything at the edge goes on to the end of the bleed; bare paper: {}",
            names(&bare)
        );
        Finding::pass("", message)
    })
}

/// The shop sets its own marks; if it takes ours, they keep clear of the bleed.
pub(in crate::preflight) fn marks(case: &Case, page: &Page) -> Option<Finding> {
    let outside = page.seen.outside;
    let Some(nearest) = outside.least else {
        return Some(Finding::pass("", "nothing outside of the bleed"));
    };
    let (gap, wanted) = (page.boxes.length(nearest), case.shop.mark_offset);
    let figure = count(outside.count, "object");
    let finding = if !case.shop.marks {
        Finding::fail(
            figure,
            "something is printed outside of the bleed, and the shop sets its own marks",
        )
        .fix("export without crop marks")
    } else if gap.to_mm() + TOLERANCE.to_mm() < wanted.to_mm() {
        let message = format!(
            "marks come within {} of the trim but must keep {} away",
            mm(gap),
            mm(wanted)
        );
        Finding::fail(figure, message).fix(format!("set the offset of the marks to {}", mm(wanted)))
    } else {
        Finding::pass(figure, format!("marks keep {} from the trim", mm(gap)))
    };
    Some(finding.at(&page.boxes, outside.at))
}

/// The knife drifts by a millimetre or two; outlines can't be told from drawings, so only text counts.
pub(in crate::preflight) fn safe_margin(case: &Case, page: &Page) -> Option<Finding> {
    let wanted = case.shop.safe;
    let Some((margin, side, at)) = page.seen.type_margin else {
        return Some(Finding::note(
            "",
            "no type that can be told from drawings; look at the margins yourself",
        ));
    };
    let is = page.boxes.length(margin);
    let figure = mm(is);
    let finding = if margin < 0.0 {
        let message = format!("type runs over the edge at the {}", side.name());
        Finding::fail(figure, message).fix(format!("move it {} inside", mm(wanted)))
    } else if is.to_mm() + TOLERANCE.to_mm() < wanted.to_mm() {
        let message = format!(
            "type stands {figure} from the {} edge but the shop wants {}",
            side.name(),
            mm(wanted)
        );
        Finding::fail(figure, message).fix(format!("move it {} inside", mm(wanted)))
    } else {
        Finding::pass(
            figure,
            format!("type keeps at least {} from the edge", mm(wanted)),
        )
    };
    Some(finding.at(&page.boxes, Some(at)))
}

/// An empty page is printed, and charged, like any other.
pub(in crate::preflight) fn blank_page(_: &Case, page: &Page) -> Option<Finding> {
    Some(if page.seen.painted > 0 {
        Finding::pass(count(page.seen.painted, "object"), "the page is not blank")
    } else {
        Finding::fail("", "the page is blank")
            .fix("remove the page, or show the layer that is hidden")
    })
}
