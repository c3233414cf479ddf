//! Settings as text: which lines, how large, in which face, where.
//!
//! A text says more than a picture of what changed. `UPDATE=1 cargo test` accepts a new state.

mod common;

use std::fmt::Write as _;

use pasteup::diag::Notes;
use pasteup::fonts::Fonts;
use pasteup::job::{Job, Text, expand};
use pasteup::library::Library;
use pasteup::render;

/// What is set of one poster, a line each.
fn settings(job: &Job, library: &Library) -> String {
    let fonts = Fonts::new(library).unwrap();
    let mut out = String::new();
    for planned in expand(job, library).unwrap() {
        let mut notes = Notes::default();
        let poster = &planned.poster;
        let made = render::artwork(poster, &fonts, &mut notes).unwrap();
        let _ = writeln!(
            out,
            "{} {} {}",
            poster.layout.name, poster.lang, poster.size
        );
        for setting in &made.settings {
            let id = &poster.artboard().slots[setting.slot].id;
            let _ = writeln!(
                out,
                "  {id}: {} at {:.1}",
                setting.families.join(", "),
                setting.size
            );
            for line in &setting.lines {
                let _ = writeln!(
                    out,
                    "    {:8.2} {:8.2} {}",
                    line.x, line.baseline, line.text
                );
            }
        }
    }
    out
}

fn catalogue(id: &str, langs: &str) -> Job {
    Job {
        texts: vec![Text::Catalogue(id.to_owned())],
        layouts: vec!["bold".to_owned()],
        sizes: vec!["square".to_owned()],
        langs: langs.split(' ').map(|tag| tag.parse().unwrap()).collect(),
        ..Job::default()
    }
}

#[test]
fn twelve_scripts() {
    let job = catalogue("january-19/freedom", "en ru el ka hy he ar ur hi ta th ja");
    common::snapshot(
        "tests/posters/twelve-scripts.txt",
        &settings(&job, &Library::default()),
    );
}

#[test]
fn every_layout_in_every_shape() {
    let job = Job {
        layouts: ["bold", "stack", "diagonal", "plain"]
            .map(str::to_owned)
            .to_vec(),
        sizes: ["a4", "square", "story", "24x36in", "header"]
            .map(str::to_owned)
            .to_vec(),
        ..catalogue("january-19/remember", "en")
    };
    common::snapshot(
        "tests/posters/every-shape.txt",
        &settings(&job, &Library::default()),
    );
}

/// A layout of one slot, 1000 by 500, with what is to be tried.
fn with_slot(attributes: &str, style: &str) -> Library {
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1000 500\"><style>rect{{font-family:Oswald;{style}}}</style>\
         <rect data-slot=\"slogan\" width=\"1000\" height=\"500\" {attributes}/></svg>"
    );
    Library::with_files([("layouts/one/layout.svg", svg)])
}

fn one(text: &str, lang: &str, attributes: &str, style: &str) -> String {
    let job = Job {
        texts: vec![Text::Typed(text.to_owned())],
        layouts: vec!["one".to_owned()],
        sizes: vec!["drawn".to_owned()],
        langs: vec![lang.parse().unwrap()],
        ..Job::default()
    };
    let set = settings(&job, &with_slot(attributes, style));
    format!("[{text}] {lang} {attributes} {style}\n{set}")
}

#[test]
fn what_slots_ask_for() {
    let english = "To remember is to fight!";
    let cases = [
        one(english, "en", "", ""),
        one(english, "en", "data-lines=\"1\"", ""),
        one(english, "en", "data-fit=\"stack\"", ""),
        one(english, "en", "data-fit=\"shrink\"", "font-size:60px"),
        one(english, "en", "data-fit=\"keep\"", "font-size:60px"),
        one(
            english,
            "en",
            "data-max-size=\"40\" data-valign=\"top\"",
            "text-align:center",
        ),
        one(
            english,
            "en",
            "data-max-size=\"40\" data-valign=\"bottom\"",
            "text-align:end",
        ),
        one(
            english,
            "en",
            "",
            "text-transform:uppercase;letter-spacing:.1em",
        ),
        one("To remember\\nis to fight!", "en", "", ""),
        one(
            "To remember is\u{A0}to\u{2060} fight!",
            "en",
            "data-lines=\"3\"",
            "",
        ),
        one("*Freedom* to all", "en", "", ""),
        one("الحرية للجميع 2026!", "ar", "", ""),
        one("الحرية for all 2026!", "ar", "data-lines=\"1\"", ""),
        one("הזיכרון הוא מאבק (1)!", "he", "", "text-align:left"),
        one("Помнить — значит бороться!", "ru", "", ""),
    ];
    common::snapshot("tests/posters/slots.txt", &cases.join("\n"));
}
