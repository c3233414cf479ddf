//! A row of people who carry a slogan: letters or words, of one size, on one baseline.

mod common;

use common::Project;
use common::readers::{readers_are_silent, tool};
use pasteup::banner::{Banner, Front, banner};
use pasteup::compose::ink_on_sheet;
use pasteup::diag::Notes;
use pasteup::fonts::Fonts;
use pasteup::job::{Job, Text, expand};
use pasteup::library::Library;
use pasteup::typeset::Divide;

fn made(text: &str, lang: &str, layout: &str, by: Divide) -> Banner {
    let library = Library::default();
    let job = Job {
        texts: vec![Text::Typed(text.to_owned())],
        layouts: vec![layout.to_owned()],
        sizes: vec!["a4".to_owned()],
        langs: vec![lang.parse().unwrap()],
        ..Job::default()
    };
    let fonts = Fonts::new(&library).unwrap();
    let file = expand(&job, &library).unwrap().remove(0);
    banner(&file.poster, by, true, &fonts, &mut Notes::default()).unwrap()
}

/// What stands on the sheets, in the order of the row.
fn row(banner: &Banner) -> Vec<&str> {
    let text = |stand: &pasteup::banner::Stand| banner.fronts[stand.front].text.as_str();
    banner.row.iter().map(text).collect()
}

/// Every sheet has the same size of type and the same baseline, its ink stands in the middle and
/// inside the paper, and no larger type would fit.
fn is_one_line(banner: &Banner) {
    const PX: f64 = 96.0 / 25.4;
    let (width, height) = (banner.sheet.width.to_mm(), banner.sheet.height.to_mm());
    let margin = (width.min(height) * 0.05).max(8.0);
    let line = |front: &Front| front.made.artwork.texts[0].transform;
    let first = line(&banner.fronts[0]);
    let mut union = kurbo::Rect::new(f64::MAX, f64::MAX, f64::MIN, f64::MIN);
    let mut widest: f64 = 0.0;
    for front in &banner.fronts {
        let ink = ink_on_sheet(&front.poster, &front.made.settings[0]).scale_from_origin(1.0 / PX);
        assert!((line(front).mean_scale() - first.mean_scale()).abs() < 1e-3);
        assert!((line(front).f - first.f).abs() < 1e-3);
        assert!((ink.center().x - width / 2.0).abs() < 0.05, "{ink:?}");
        union = union.union(ink);
        widest = widest.max(ink.width());
    }
    assert!((union.y0 + union.y1 - height).abs() < 0.1, "{union:?}");
    let (free_x, free_y) = (
        width - widest - 2.0 * margin,
        height - union.height() - 2.0 * margin,
    );
    assert!(free_x.min(free_y).abs() < 0.05, "{free_x} {free_y}");
}

#[test]
fn letters_stand_on_one_line() {
    let latin = made("Freedom to all!", "en", "bold", Divide::Letters);
    assert_eq!(row(&latin).concat(), "FREEDOMTOALL!");
    is_one_line(&latin);
    let counts: Vec<_> = latin.repeated().into_iter().collect();
    let expected = [("E", 2), ("L", 2), ("O", 2)].map(|(text, n)| (text.to_owned(), n));
    assert_eq!(counts, expected);
    assert!(latin.sheet.width < latin.sheet.height);

    let thai = made("การต่อสู้", "th", "stack", Divide::Letters);
    assert_eq!(row(&thai), ["ก", "า", "ร", "ต่", "อ", "สู้"]);
    is_one_line(&thai);
    let japanese = made("闘うことだ！", "ja", "sun", Divide::Letters);
    assert_eq!(row(&japanese), ["闘", "う", "こ", "と", "だ", "！"]);
    is_one_line(&japanese);
}

#[test]
fn words_lie_where_that_makes_them_larger() {
    let russian = made("Помнить — значит бороться!", "ru", "bold", Divide::Words);
    assert_eq!(row(&russian), ["ПОМНИТЬ —", "ЗНАЧИТ", "БОРОТЬСЯ!"]);
    let arabic = made("التذكّر هو النضال!", "ar", "bold", Divide::Words);
    assert_eq!(row(&arabic), ["التذكّر", "هو", "النضال!"]);
    let thai = made("การจดจำคือการต่อสู้", "th", "bold", Divide::Words);
    assert_eq!(row(&thai), ["การจดจำ", "คือ", "การต่อสู้"]);
    for banner in [russian, arabic, thai] {
        is_one_line(&banner);
        assert!(banner.sheet.width > banner.sheet.height);
    }
}

#[test]
fn fronts_and_backs_follow_each_other() {
    let project = Project::new();
    let words = [
        "make", "No, no!", "--lang", "en", "-s", "a5", "--banner", "letters",
    ];
    let ran = project
        .run(&[&words[..], &["--json", "-o", "a.pdf"]].concat())
        .success();
    let object: serde_json::Value = serde_json::from_str(&ran.stdout()).unwrap();
    assert_eq!(object["pages"], 10);
    assert_eq!(
        object["banner"].to_string(),
        r#"{"by":"letters","height_mm":210.0,"people":5,"repeated":{"N":2},"width_mm":148.0}"#
    );
    assert_eq!(object["layout"], "bold");
    let file = project.path("a.pdf");
    readers_are_silent(&file);
    let file = file.to_str().unwrap();
    if let Some(said) = tool("pdftotext", &[file, "-"]) {
        let pages: Vec<&str> = said.split('\u{c}').map(str::trim).collect();
        assert_eq!(pages[..4], ["N", "No, no!", "O,", "No, no!"]);
    }
    // Drivers that read the wish turn the paper by themselves.
    if let Some(said) = tool("qpdf", &["--json", "--json-key=qpdf", file]) {
        assert!(said.contains("/DuplexFlipLongEdge"), "{said}");
    }
}

#[test]
fn what_cannot_be_carried_is_said() {
    let project = Project::new();
    project
        .run(&["make", "حرية", "--lang", "ar", "-s", "a4", "--banner", "letters"])
        .fails(1, "error: the letters of this script join, and each alone would be another shape\nhint: give each person a word: `--banner words`");
    project
        .run(&["make", "Freedom!", "--banner", "letters"])
        .fails(2, "error: `square` is a size in pixels, which nobody can carry\nhint: say what paper each person carries: `--banner letters --size a3`");
}
