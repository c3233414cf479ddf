//! Every row of a preflight fails on its fault and passes on the good poster.

#[path = "preflight/builder.rs"]
mod builder;

use std::collections::BTreeSet;

use builder::{Fault, poster};
use pasteup::preflight::{Check, Report, Shop, Standard, Verdict, inspect};

fn generic() -> Shop {
    Shop::built_in().remove("generic").unwrap()
}

fn report(faults: &[Fault], shop: &Shop) -> Report {
    inspect(&poster(faults), shop).unwrap()
}

fn verdict(report: &Report, check: &str) -> Verdict {
    report
        .of(check)
        .map(|row| row.verdict)
        .max()
        .unwrap_or_else(|| panic!("no row `{check}`:\n{report}"))
}

/// A fault, the row that must fail on it, and how the shop differs from the generic one.
const FAULTS: &[(Fault, &str)] = &[
    (Fault::NoTrim, "trim-box"),
    (Fault::ArtAndTrim, "trim-box"),
    (Fault::TrimOutside, "box-order"),
    (Fault::Huge, "page-size"),
    (Fault::UserUnit, "scale"),
    (Fault::Rotated, "rotation"),
    (Fault::Cropped, "crop-box"),
    (Fault::SmallBleed, "bleed"),
    (Fault::NoBleedBox, "bleed"),
    (Fault::BackgroundStops, "bleed-ink"),
    (Fault::CropMarks, "marks"),
    (Fault::TypeNearEdge, "safe-margin"),
    (Fault::TypeOverEdge, "safe-margin"),
    (Fault::Blank, "blank-page"),
    (Fault::RgbShape, "color-spaces"),
    (Fault::RgbPicture, "color-spaces"),
    (Fault::RgbInForm, "color-spaces"),
    (Fault::RgbInPattern, "color-spaces"),
    (Fault::RgbInType3, "color-spaces"),
    (Fault::RgbInInlinePicture, "color-spaces"),
    (Fault::RgbGradient, "color-spaces"),
    (Fault::TaggedCmyk, "tagged-cmyk"),
    (Fault::SpotOverLab, "spot-colors"),
    (Fault::Registration, "registration"),
    (Fault::RichBlackType, "black-type"),
    (Fault::RichBlackOutline, "black-type"),
    (Fault::RgbBlackLine, "black-type"),
    (Fault::WhiteOverprint, "overprint"),
    (Fault::HeavyInk, "total-ink"),
    (Fault::HeavyPicture, "total-ink"),
    (Fault::HeavyGradient, "total-ink"),
    (Fault::RgbGroup, "blend-space"),
    (Fault::RgbPage, "blend-space"),
    (Fault::FontMissing, "fonts"),
    (Fault::InvisibleFontMissing, "fonts"),
    (Fault::NoCidMap, "font-keys"),
    (Fault::Notdef, "missing-glyphs"),
    (Fault::CoarsePicture, "resolution"),
    (Fault::Hairline, "hairlines"),
    (Fault::ScaledHairline, "hairlines"),
    (Fault::ThinBar, "hairlines"),
    (Fault::UnknownFilter, "readable"),
    (Fault::EndlessForm, "readable"),
    (Fault::OrdinaryPdf, "standard"),
    (Fault::Newer, "pdf-version"),
    (Fault::NoIntent, "output-intent"),
    (Fault::TwoIntents, "output-intent"),
    (Fault::NoProfile, "profile"),
    (Fault::ScreenProfile, "profile"),
    (Fault::MisnamedProfile, "profile"),
    (Fault::NoTrapped, "trapped"),
    (Fault::NoXmp, "xmp"),
    (Fault::CompressedXmp, "xmp"),
    (Fault::PoorXmp, "xmp"),
    (Fault::TwinsDiffer, "info-twins"),
    (Fault::NoId, "file-id"),
    (Fault::BytesBefore, "file-ends"),
    (Fault::BytesAfter, "file-ends"),
    (Fault::ThreePages, "page-count"),
    (Fault::Encrypted, "encryption"),
    (Fault::LayersWithoutDefault, "layers"),
    (Fault::Link, "annotations"),
    (Fault::Script, "actions"),
    (Fault::Attachment, "attachments"),
    (Fault::Lzw, "lzw"),
    (Fault::TransferCurve, "device-control"),
    (Fault::PostScript, "device-control"),
    (Fault::Author, "author"),
    (Fault::Path, "paths"),
    (Fault::Device, "tools"),
    (Fault::TimeZone, "dates"),
    (Fault::CameraData, "picture-data"),
];

#[test]
fn the_good_poster_passes_every_row() {
    let report = report(&[], &generic());
    let bad: Vec<_> = report
        .rows
        .iter()
        .filter(|row| row.verdict != Verdict::Pass)
        .collect();
    assert!(bad.is_empty(), "{bad:#?}");
    let rows: BTreeSet<_> = report.rows.iter().map(|row| row.check).collect();
    assert_eq!(rows, Check::all().map(Check::id).collect());
}

#[test]
fn every_fault_fails_its_row() {
    for &(fault, check) in FAULTS {
        let report = report(&[fault], &generic());
        assert_eq!(
            verdict(&report, check),
            Verdict::Fail,
            "{fault:?} should fail `{check}`:\n{report}"
        );
        assert!(!report.passes());
        let silent = report
            .rows
            .iter()
            .find(|row| row.verdict == Verdict::Fail && row.fix.is_none());
        assert_eq!(silent, None, "a failing row says what to do");
    }
}

#[test]
fn every_row_can_fail() {
    let shown: BTreeSet<_> = FAULTS.iter().map(|&(_, check)| check).collect();
    // These two need another shop: see below.
    let elsewhere = ["transparency", "file-size"];
    for check in Check::all().map(Check::id) {
        assert!(
            shown.contains(check) || elsewhere.contains(&check),
            "nothing fails `{check}`"
        );
    }
}

#[test]
fn the_handbook_tells_every_row_and_no_other() {
    let handbook = include_str!("../docs/preflight.md");
    let table = handbook
        .split("## ")
        .find(|part| part.starts_with("What is checked"));
    let names: BTreeSet<_> = table
        .unwrap()
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split(" | ").next())
        .flat_map(|names| names.split(['`', ' ']))
        .filter(|name| !name.is_empty())
        .collect();
    assert_eq!(names, Check::all().map(Check::id).collect());
}

#[test]
fn a_fault_leaves_most_other_rows_alone() {
    for &(fault, check) in FAULTS {
        let report = report(&[fault], &generic());
        let failing: BTreeSet<_> = report
            .rows
            .iter()
            .filter(|row| row.verdict == Verdict::Fail)
            .map(|row| row.check)
            .collect();
        assert!(
            failing.len() <= 4,
            "{fault:?} is for `{check}` but fails {failing:?}"
        );
    }
}

#[test]
fn opacity_needs_a_standard_that_has_it() {
    assert_eq!(
        verdict(&report(&[Fault::Opacity], &generic()), "transparency"),
        Verdict::Pass
    );
    let bare = report(&[Fault::Opacity, Fault::NoPageGroup], &generic());
    assert_eq!(verdict(&bare, "blend-space"), Verdict::Fail);
    let x1a = Shop {
        standard: Standard::X1a,
        ..generic()
    };
    assert_eq!(
        verdict(&report(&[Fault::Opacity], &x1a), "transparency"),
        Verdict::Fail
    );
}

#[test]
fn a_shop_sets_the_limits() {
    let small = Shop {
        file_size_mb: 0.001,
        ..generic()
    };
    assert_eq!(verdict(&report(&[], &small), "file-size"), Verdict::Fail);
    let wide = Shop {
        ink_limit_percent: 400.0,
        ..generic()
    };
    assert_eq!(
        verdict(&report(&[Fault::HeavyInk], &wide), "total-ink"),
        Verdict::Pass
    );
    let marks = Shop {
        marks: true,
        ..generic()
    };
    assert_eq!(
        verdict(&report(&[Fault::CropMarks], &marks), "marks"),
        Verdict::Pass
    );
    let outlines = Shop::built_in().remove("large-format").unwrap();
    assert_eq!(verdict(&report(&[], &outlines), "fonts"), Verdict::Fail);
    let other = Shop {
        condition: Some("PSOcoated_v3".into()),
        ..generic()
    };
    assert_eq!(
        verdict(&report(&[], &other), "output-intent"),
        Verdict::Fail
    );
}

#[test]
fn pages_that_differ_are_told_apart() {
    let report = report(&[Fault::ThreePages, Fault::Rotated], &generic());
    assert_eq!(
        report.of("rotation").count(),
        1,
        "three pages alike are one row"
    );
    assert!(report.rows.iter().all(|row| row.page.is_none()));
    let report = self::report(&[Fault::ThreePages, Fault::LastPageRotated], &generic());
    let pages: Vec<_> = report.of("rotation").map(|row| row.page).collect();
    assert_eq!(pages, [Some(3)], "only the page that differs is told");
}

#[test]
fn what_tells_on_its_author_is_told_apart_from_print() {
    let private = report(&[Fault::CameraData], &generic());
    assert!(!private.passes() && private.is_printable());
    assert!(!report(&[Fault::RgbShape], &generic()).is_printable());
}

#[test]
fn reports_read_as_they_were_read() {
    let generic = generic();
    let bad = [
        Fault::BackgroundStops,
        Fault::RgbShape,
        Fault::RichBlackType,
        Fault::CoarsePicture,
        Fault::Author,
    ];
    snapshot("good.txt", &report(&[], &generic).to_string());
    snapshot("bad.txt", &report(&bad, &generic).to_string());
    let json = serde_json::to_string_pretty(&report(&bad, &generic)).unwrap();
    snapshot("bad.json", &(json + "\n"));
}

#[test]
fn what_is_wrong_is_shown_where_it_is() {
    // In millimetres from the left and the top of the A3: see the builder.
    for (fault, check) in [
        (Fault::RgbShape, "color-spaces"),
        (Fault::RichBlackType, "black-type"),
        (Fault::RichBlackOutline, "black-type"),
        (Fault::WhiteOverprint, "overprint"),
        (Fault::HeavyInk, "total-ink"),
        (Fault::HeavyPicture, "total-ink"),
        (Fault::CoarsePicture, "resolution"),
        (Fault::Hairline, "hairlines"),
        (Fault::ThinBar, "hairlines"),
        (Fault::Registration, "registration"),
        (Fault::TypeNearEdge, "safe-margin"),
        (Fault::CropMarks, "marks"),
        (Fault::BackgroundStops, "bleed-ink"),
    ] {
        let report = report(&[fault], &generic());
        let row = report.of(check).find(|row| row.verdict == Verdict::Fail);
        let at = row.and_then(|row| row.at);
        let on_sheet = |[left, top, width, height]: [f64; 4]| {
            left > -20.0 && top > -20.0 && left + width < 317.0 && top + height < 440.0
        };
        assert!(at.is_some_and(on_sheet), "{fault:?}: {at:?}\n{report}");
    }
}

fn snapshot(name: &str, actual: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/preflight")
        .join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        actual, expected,
        "{name} changed; `UPDATE=1 cargo test` accepts it"
    );
}

#[test]
fn what_is_no_pdf_is_refused_in_words() {
    for bytes in [&b""[..], b"hello", b"%PDF-1.4\n", &[0; 5000]] {
        let error = inspect(bytes, &generic()).unwrap_err();
        assert!(!error.hints.is_empty(), "{}", error.message);
    }
}

#[test]
fn cut_and_broken_files_never_panic() {
    let good = poster(&[]);
    for cut in (0..good.len()).step_by(97) {
        let _ = inspect(&good[..cut], &generic());
    }
    // A fixed linear congruence: the same broken files in every run.
    let mut seed = 7u32;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        usize::try_from(seed >> 8).unwrap() % below
    };
    for _ in 0..400 {
        let mut bytes = good.clone();
        for _ in 0..=next(8) {
            let at = next(bytes.len());
            bytes[at] = b"0123456789<>[]()/ R\xFF-"[next(21)];
        }
        let _ = inspect(&bytes, &generic());
    }
}

#[test]
fn a_tree_of_pages_that_bites_its_tail_is_refused() {
    use lopdf::{Document, dictionary};
    let mut doc = Document::with_version("1.6");
    let pages = doc.new_object_id();
    let tree = dictionary! {
        "Type" => "Pages", "Kids" => vec![pages.into(), pages.into()], "Parent" => pages, "Count" => 9,
    };
    doc.objects.insert(pages, tree.into());
    let catalog = doc.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    doc.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    doc.save_to(&mut bytes).unwrap();
    let error = inspect(&bytes, &generic()).unwrap_err();
    assert_eq!(error.message, "the file has no page that can be read");
}

#[test]
fn content_that_unpacks_without_end_is_not_unpacked() {
    use lopdf::{Dictionary, Document, Object, Stream};
    let mut doc = Document::load_mem(&poster(&[])).unwrap();
    let page = doc.page_iter().next().unwrap();
    let mut bomb = Stream::new(Dictionary::new(), vec![b' '; 140 << 20]);
    bomb.compress().unwrap();
    let bomb = doc.add_object(bomb);
    doc.get_object_mut(page)
        .and_then(Object::as_dict_mut)
        .unwrap()
        .set("Contents", bomb);
    let mut bytes = Vec::new();
    doc.save_to(&mut bytes).unwrap();
    let report = inspect(&bytes, &generic()).unwrap();
    assert_eq!(verdict(&report, "readable"), Verdict::Fail);
}
