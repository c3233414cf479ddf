//! The words of a PDF, as pdftotext reads them.

use std::fs;
use std::process::Command;

use pasteup::compose::{Artwork, TextLine};
use pasteup::units::Affine;

use super::{PLAIN, artwork, has, line, make, target};

/// What people write, in scripts that run and join in different ways.
const SLOGANS: [(&str, &str); 17] = [
    ("en", "To remember is to fight!"),
    ("ro", "Să ne amintim înseamnă să luptăm – ăâîșț"),
    ("vi", "Tưởng nhớ là đấu tranh"),
    ("ru", "Помнить — значит бороться!"),
    ("el", "Θυμάμαι σημαίνει αγωνίζομαι"),
    ("ar", "لا للحرب!"),
    ("ar", "«لا للحرب»، قالت No war في 19 يناير 2025!"),
    ("he", "לזכור פירושו להילחם"),
    ("he", "שלום world 2025, עולם."),
    ("fa", "به یاد داشتن یعنی مبارزه، ۱۹ ژانویه"),
    ("hi", "याद रखना ही लड़ना है"),
    ("ta", "நினைவில் கொள்வது போராடுவது"),
    ("th", "จดจำคือการต่อสู้"),
    ("ja", "記憶することは、闘うこと。"),
    ("zh", "记住就是战斗"),
    ("ff", "𞤀𞤣𞤤𞤢𞤥 𞤐𞤣𞤫𞤲"),
    ("en", "✊🏽 peace 🕊️ 𝔣𝔯𝔢𝔢𝔡𝔬𝔪"),
];

#[test]
fn words_are_found_in_every_script() {
    if !has("pdftotext") {
        return;
    }
    for (lang, slogan) in SLOGANS {
        assert_words(&[slogan], lang, 0.0);
    }
}

/// As in the layout `diagonal`; a word that comes back letter by letter is not found.
#[test]
fn words_are_found_where_lines_are_tilted() {
    if !has("pdftotext") {
        return;
    }
    for tilt in [-12.0, 8.0, 30.0] {
        for (lang, slogan) in SLOGANS {
            assert_words(&["We stand together", slogan, "for peace"], lang, tilt);
        }
    }
}

#[test]
fn words_are_found_where_scripts_meet_on_a_page() {
    if !has("pdftotext") {
        return;
    }
    let latin = "We stand together for peace and freedom";
    for (lang, slogan) in SLOGANS {
        assert_words(&[latin, slogan, latin], lang, 0.0);
        assert_words(&["أن نتذكر يعني أن نناضل معا", slogan], lang, 0.0);
    }
}

#[test]
fn a_selection_covers_the_line() {
    if !has("pdftotext") {
        return;
    }
    for (lang, slogan, rtl) in [("en", "Stand up", false), ("ar", "لا للحرب", true)] {
        let mut artwork = artwork(PLAIN);
        artwork.texts = vec![line(slogan, lang, rtl)];
        let boxes = pdftotext(&artwork, &["-bbox"]);
        let edge = |name: &str| -> Vec<f64> {
            boxes
                .split(&format!("{name}=\""))
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
                .collect()
        };
        let low = edge("xMin").into_iter().fold(f64::MAX, f64::min);
        let high = edge("xMax").into_iter().fold(f64::MIN, f64::max);
        // The line is 160 pixels long from 20 on; points are three quarters of a pixel.
        assert!(
            (low - 15.0).abs() < 0.1 && (high - 135.0).abs() < 0.1,
            "{boxes}"
        );
        let (top, bottom) = (edge("yMin")[0], edge("yMax")[0]);
        assert!(
            top < 65.0 && bottom > 76.0 && bottom - top < 20.0,
            "{boxes}"
        );
    }
}

/// Lines on one page, turned by some degrees, come back in order, but for spaces and direction marks.
fn assert_words(lines: &[&str], lang: &str, tilt: f64) {
    let mut artwork = artwork(PLAIN);
    let (sin, cos) = tilt.to_radians().sin_cos();
    let tilted = Affine::translate(100.0, 90.0)
        .then_inner(Affine::new(cos, sin, -sin, cos, 0.0, 0.0))
        .then_inner(Affine::translate(-100.0, -90.0));
    artwork.texts = lines
        .iter()
        .enumerate()
        .map(|(at, text)| TextLine {
            transform: tilted.then_inner(Affine::new(
                20.0,
                0.0,
                0.0,
                20.0,
                20.0,
                40.0 + 50.0 * at as f64,
            )),
            ..line(text, lang, is_rtl(text))
        })
        .collect();
    let plain = |text: &str| -> String {
        text.chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200E}' | '\u{200F}'))
            .filter(|c| !matches!(c, '\u{202A}'..='\u{202E}'))
            .collect()
    };
    let read = pdftotext(&artwork, &[]);
    for text in lines {
        assert!(
            plain(&read).contains(&plain(text)),
            "{lines:?} reads {read:?}"
        );
    }
}

fn is_rtl(text: &str) -> bool {
    text.chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(|c| matches!(c, '\u{590}'..='\u{8FF}' | '\u{1E800}'..='\u{1EFFF}'))
}

fn pdftotext(artwork: &Artwork, arguments: &[&str]) -> String {
    let path = target().join(format!("text-{:?}.pdf", std::thread::current().id()));
    fs::write(&path, make(artwork)).unwrap();
    let output = Command::new("pdftotext")
        .args(["-enc", "UTF-8"])
        .args(arguments)
        .arg(&path)
        .arg("-")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}
