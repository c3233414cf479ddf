//! What is on the page and in the file besides colour and type.

use lopdf::{Dictionary, Object};

use super::{count, decimals, list, quoted};
use crate::preflight::filter;
use crate::preflight::geometry::Rect;
use crate::preflight::report::Finding;
use crate::preflight::shop::Standard;
use crate::preflight::walk::seen::Forbidden;
use crate::preflight::{Case, Page};

/// Pixels per inch as they fall on paper.
pub(in crate::preflight) fn resolution(case: &Case, page: &Page) -> Option<Finding> {
    let pictures = &page.seen.pictures;
    let Some(coarsest) = pictures.iter().min_by(|a, b| a.ppi.total_cmp(&b.ppi)) else {
        return Some(Finding::pass("", "no pictures: everything is drawn"));
    };
    let limits = case.shop.resolution_for(page.boxes.area_m2())?;
    let figure = format!("{} ppi", decimals(coarsest.ppi, 0));
    let (columns, rows) = coarsest.pixels;
    let low = pictures
        .iter()
        .filter(|picture| picture.ppi < limits.wanted_ppi * 0.98)
        .count();
    let is = format!("a picture of {columns} × {rows} pixels has {figure} on paper");
    // Two percent: 300 ppi placed by whole pixels comes out at 299.
    Some(if coarsest.ppi < limits.floor_ppi * 0.98 {
        let need = decimals(f64::from(columns) * limits.wanted_ppi / coarsest.ppi, 0);
        let message = format!(
            "{is} but the shop wants at least {}",
            decimals(limits.floor_ppi, 0)
        );
        Finding::fail(figure, message)
            .fix(format!(
                "use one that is {need} pixels wide, or print it smaller"
            ))
            .at(&page.boxes, Some(coarsest.at))
    } else if low > 0 {
        let message = format!(
            "{is}; {} is better at this size",
            decimals(limits.wanted_ppi, 0)
        );
        Finding::note(figure, message).at(&page.boxes, Some(coarsest.at))
    } else {
        let message = format!(
            "the coarsest of {}; {} are enough",
            count(pictures.len(), "picture"),
            decimals(limits.wanted_ppi, 0)
        );
        Finding::pass(figure, message)
    })
}

/// Thinner than a press can hold.
pub(in crate::preflight) fn hairlines(case: &Case, page: &Page) -> Option<Finding> {
    let Some(thinnest) = page.seen.thinnest else {
        return Some(Finding::pass("", "no lines"));
    };
    let (thin, wanted) = (page.seen.hairlines, case.shop.hairline.to_pt());
    let figure = format!("{} pt", decimals(thinnest, 2));
    Some(if thin.count > 0 {
        let message = format!(
            "{} thinner than {} pt, down to {figure}",
            count(thin.count, "line"),
            decimals(wanted, 2)
        );
        Finding::fail(figure, message)
            .fix(format!(
                "make every line at least {} pt",
                decimals(wanted, 2)
            ))
            .at(&page.boxes, thin.at)
    } else {
        Finding::pass(
            figure,
            format!("no line is thinner than {} pt", decimals(wanted, 2)),
        )
    })
}

/// What could not be looked at could be anything.
pub(in crate::preflight) fn readable(_: &Case, page: &Page) -> Option<Finding> {
    let unread = &page.seen.unread;
    Some(if unread.is_empty() {
        Finding::pass("", "everything on the page was looked at")
    } else {
        let message = format!(
            "not everything on the page could be looked at: {}",
            list(unread)
        );
        Finding::fail("", message).fix("export it again, or mend it with `qpdf in.pdf out.pdf`")
    })
}

/// Layers print or do not print by their default state, so they must have one.
pub(in crate::preflight) fn layers(case: &Case) -> Option<Finding> {
    let source = case.source;
    let layers = source
        .catalog()
        .and_then(|catalog| source.dict(catalog, "OCProperties"));
    let Some(layers) = layers else {
        return Some(Finding::pass("", "none"));
    };
    let figure = count(source.array(layers, "OCGs").map_or(0, <[_]>::len), "layer");
    let default = source.dict(layers, "D");
    let hidden = default
        .and_then(|default| source.array(default, "OFF"))
        .unwrap_or_default();
    let name = |layer: &Object| {
        source.text(
            crate::preflight::source::as_dict(source.resolve(layer)?)?,
            "Name",
        )
    };
    let hidden: Vec<_> = hidden.iter().filter_map(name).collect();
    let fix = "merge the layers when you export";
    Some(if case.shop.standard == Standard::X1a {
        Finding::fail(figure, "PDF/X-1a has no layers").fix(fix)
    } else if default.is_none() {
        Finding::fail(figure, "nothing says which layers are shown").fix(fix)
    } else if hidden.is_empty() {
        Finding::pass(figure, "all of them are shown")
    } else {
        let names = list(hidden.iter().map(|name| quoted(name)));
        Finding::note(
            figure,
            format!("hidden, but in the file for everybody to see: {names}"),
        )
        .fix(fix)
    })
}

/// Links and comments do not print, or print by surprise.
pub(in crate::preflight) fn annotations(case: &Case, page: &Page) -> Option<Finding> {
    let source = case.source;
    let all = source.array(page.dict, "Annots").unwrap_or_default();
    let dicts = all
        .iter()
        .filter_map(|item| source.resolve(item)?.as_dict().ok());
    let kept = |dict: &&Dictionary| {
        !matches!(
            source.name(dict, "Subtype"),
            Some("PrinterMark" | "TrapNet")
        )
    };
    let dicts: Vec<_> = dicts.filter(kept).collect();
    if dicts.is_empty() {
        return Some(Finding::pass("", "none"));
    }
    let bleed = page.boxes.bleed();
    let inside = |dict: &&Dictionary| match source.numbers(dict, "Rect").as_deref() {
        Some(&[x0, y0, x1, y1]) => {
            let rect = Rect::between((x0, y0), (x1, y1));
            !rect.meet(bleed).is_empty()
        }
        _ => true,
    };
    let inside = dicts.iter().filter(|dict| inside(dict)).count();
    let kinds: std::collections::BTreeSet<_> = dicts
        .iter()
        .map(|dict| {
            source
                .name(dict, "Subtype")
                .unwrap_or("unknown")
                .to_lowercase()
        })
        .collect();
    let figure = count(dicts.len(), "annotation");
    let kinds = list(kinds);
    Some(if inside > 0 && case.shop.standard != Standard::None {
        let message = format!(
            "links, comments or forms lie on the poster ({kinds}), which {} forbids",
            case.shop.standard.name()
        );
        Finding::fail(figure, message).fix("export without links and comments")
    } else {
        Finding::note(
            figure,
            format!("links, comments or forms ({kinds}) are not printed"),
        )
    })
}

/// A poster needs no scripts, buttons or forms.
pub(in crate::preflight) fn actions(case: &Case) -> Option<Finding> {
    let source = case.source;
    let mut found = std::collections::BTreeSet::new();
    if let Some(catalog) = source.catalog() {
        let names = source.dict(catalog, "Names");
        let script = names.is_some_and(|names| source.get(names, "JavaScript").is_some());
        let open = source
            .get(catalog, "OpenAction")
            .is_some_and(|open| open.as_dict().is_ok());
        found.extend(script.then_some("scripts"));
        found.extend((open || source.get(catalog, "AA").is_some()).then_some("actions"));
        let form = source.dict(catalog, "AcroForm");
        let fields = form.and_then(|form| source.array(form, "Fields"));
        found.extend((fields.is_some_and(|fields| !fields.is_empty())).then_some("form fields"));
    }
    found.extend(
        case.pages
            .iter()
            .any(|page| source.get(page.dict, "AA").is_some())
            .then_some("actions"),
    );
    let script = |object: &Object| {
        object
            .as_dict()
            .is_ok_and(|dict| source.name(dict, "S") == Some("JavaScript"))
    };
    found.extend(source.doc.objects.values().any(script).then_some("scripts"));
    Some(if found.is_empty() {
        Finding::pass("", "none")
    } else {
        let message = format!(
            "the file carries {}, which a press can't print and PDF/X forbids",
            list(&found)
        );
        Finding::fail(list(&found), message).fix("export it as a PDF for print, not for the web")
    })
}

/// Attached files go to the shop with the poster, unseen.
pub(in crate::preflight) fn attachments(case: &Case) -> Option<Finding> {
    let source = case.source;
    let names = source
        .catalog()
        .and_then(|catalog| source.dict(catalog, "Names"));
    let listed = names.is_some_and(|names| source.get(names, "EmbeddedFiles").is_some());
    let file = |object: &&Object| {
        object
            .as_stream()
            .is_ok_and(|stream| stream.dict.has_type(b"EmbeddedFile"))
    };
    let files = source.doc.objects.values().filter(file).count();
    Some(if files == 0 && !listed {
        Finding::pass("", "none")
    } else {
        let message = "files are attached to the poster, and go to everybody who gets it";
        Finding::fail(count(files.max(1), "file"), message).fix("export without attachments")
    })
}

/// Forbidden in PDF/X since it was patented.
pub(in crate::preflight) fn lzw(case: &Case) -> Option<Finding> {
    let packed = |object: &&Object| {
        let stream = object.as_stream().ok();
        stream.is_some_and(|stream| {
            filter::chain(case.source, &stream.dict)
                .iter()
                .any(|(filter, _)| filter.starts_with("LZW"))
        })
    };
    let packed = case.source.doc.objects.values().filter(packed).count();
    Some(match (packed, case.shop.standard) {
        (0, _) => Finding::pass("", "not used"),
        (_, Standard::None) => Finding::note(
            count(packed, "stream"),
            "packed with LZW, which PDF/X forbids",
        ),
        (_, standard) => {
            let message = format!("packed with LZW, which {} forbids", standard.name());
            Finding::fail(count(packed, "stream"), message)
                .fix("export it with a program of this century")
        }
    })
}

/// What would take control of the shop's device.
pub(in crate::preflight) fn device_control(_: &Case, page: &Page) -> Option<Finding> {
    let found = &page.seen.forbidden;
    Some(if found.is_empty() {
        Finding::pass("", "none")
    } else {
        let what = list(found.iter().map(|each: &Forbidden| each.name()));
        Finding::fail(
            "",
            format!("the page carries {what}, which no shop lets through"),
        )
        .fix("export it with a program that writes PDF/X")
    })
}
