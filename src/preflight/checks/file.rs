//! The file as a whole.

use super::{count, decimals};
use crate::preflight::Case;
use crate::preflight::report::Finding;
use crate::preflight::shop::Standard;

/// PDF/X-4:2010 is made of PDF 1.6, PDF/X-1a:2003 of PDF 1.4.
pub(in crate::preflight) fn version(case: &Case) -> Option<Finding> {
    let catalog = case
        .source
        .catalog()
        .and_then(|catalog| case.source.name(catalog, "Version"));
    let version = catalog.unwrap_or(&case.source.doc.version).to_owned();
    let figure = format!("PDF {version}");
    let (wanted, name) = match case.shop.standard {
        Standard::X4 => ("1.6", "PDF/X-4"),
        Standard::X1a => ("1.4", "PDF/X-1a"),
        Standard::None => return Some(Finding::pass(figure, "any version will do")),
    };
    Some(match version.as_str().cmp(wanted) {
        std::cmp::Ordering::Equal => Finding::pass(figure, format!("the version of {name}")),
        std::cmp::Ordering::Less => Finding::note(
            figure,
            format!("older than PDF {wanted}, the version of {name}, which readers forgive"),
        ),
        std::cmp::Ordering::Greater => Finding::fail(
            figure,
            format!("the file is PDF {version} but {name} is PDF {wanted}"),
        )
        .fix(format!("export it as {name}")),
    })
}

/// `%PDF-` at byte 0, a comment of four bytes above 127, `%%EOF` last.
pub(in crate::preflight) fn ends(case: &Case) -> Option<Finding> {
    let bytes = case.source.bytes;
    let fail = |figure: &str, message: &str| {
        Some(
            Finding::fail(figure, message)
                .fix("send the file as it was exported, in a zip if mail changes it"),
        )
    };
    let start = bytes
        .windows(5)
        .position(|window| window == b"%PDF-")
        .unwrap_or(0);
    if start > 0 {
        return fail(
            "",
            &format!("{} stand before the PDF begins", count(start, "byte")),
        );
    }
    let tail = &bytes[bytes.len().saturating_sub(32)..];
    let end = tail.trim_ascii_end();
    if !end.ends_with(b"%%EOF") {
        return fail(
            "",
            "something follows after the end of the PDF, or its end is missing",
        );
    }
    let second = bytes
        .split(|&byte| byte == b'\n' || byte == b'\r')
        .filter(|line| !line.is_empty())
        .nth(1);
    let binary = second.is_some_and(|line| {
        line.first() == Some(&b'%') && line.iter().filter(|&&b| b > 127).count() >= 4
    });
    if !binary && case.shop.standard != Standard::None {
        let message =
            "the second line does not say that the file is binary, so mail may change its bytes";
        return fail("", message);
    }
    Some(Finding::pass("", "whole from the first byte to the last"))
}

/// `/ID` tells this file from its next version.
pub(in crate::preflight) fn id(case: &Case) -> Option<Finding> {
    let trailer = &case.source.doc.trailer;
    let parts = case.source.array(trailer, "ID").unwrap_or_default();
    let full = parts
        .iter()
        .filter(|part| part.as_str().is_ok_and(|text| !text.is_empty()))
        .count();
    Some(if full == 2 {
        Finding::pass("", "there are two, as there should be")
    } else if case.shop.standard == Standard::None {
        Finding::note("", "there is none, so two versions can't be told apart")
    } else {
        Finding::fail(
            "",
            format!(
                "{} has an `/ID` of two strings; this file has {full}",
                case.shop.standard.name()
            ),
        )
        .fix(format!("export it as {}", case.shop.standard.name()))
    })
}

/// Shops take 50 to 100 MB by upload.
pub(in crate::preflight) fn size(case: &Case) -> Option<Finding> {
    #[expect(clippy::cast_precision_loss, reason = "bytes of a file")]
    let megabytes = case.source.bytes.len() as f64 / 1e6;
    let figure = match megabytes {
        small if small < 1.0 => format!("{} kB", decimals(small * 1000.0, 0)),
        large => format!("{} MB", decimals(large, 1)),
    };
    let limit = case.shop.file_size_mb;
    Some(if megabytes <= limit {
        Finding::pass(
            figure,
            format!("the shop takes up to {} MB", decimals(limit, 1)),
        )
    } else {
        let message = format!(
            "the file has {figure} but the shop takes up to {} MB",
            decimals(limit, 1)
        );
        Finding::fail(figure, message)
            .fix("make its pictures smaller: 300 pixels per inch are enough")
    })
}

/// Encryption that opens without a password still keeps software from changing anything.
pub(in crate::preflight) fn encryption(case: &Case) -> Option<Finding> {
    Some(if case.source.doc.was_encrypted() {
        let message =
            "the file opens without a password but is encrypted, so the shop can't prepare it";
        Finding::fail("encrypted", message).fix("export it again without any protection")
    } else {
        Finding::pass("", "none")
    })
}

/// What is said of a file that needs a password.
pub(in crate::preflight) fn locked() -> Finding {
    let message = "the file is locked with a password, so nothing else in it can be checked";
    Finding::fail("locked", message).fix("export it again without a password")
}

/// One page, or two with a back.
pub(in crate::preflight) fn page_count(case: &Case) -> Option<Finding> {
    let (pages, most) = (case.pages.len(), case.shop.pages);
    let figure = count(pages, "page");
    Some(if pages <= most {
        Finding::pass(figure, format!("the shop takes up to {most} in one file"))
    } else {
        let message = format!("the file has {figure} but the shop takes up to {most}");
        Finding::fail(figure, message).fix("send each poster as a file of its own")
    })
}
