//! Every language: a phrase in each locale of CLDR, and what other implementations of Unicode say.
//!
//! `UPDATE=1 cargo test --test languages` rewrites the table of `docs/languages.md`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use pasteup::diag::Notes;
use pasteup::fonts::Fonts;
use pasteup::job::{Job, Text, expand};
use pasteup::lang::{Direction, Lang, Script};
use pasteup::library::Library;
use pasteup::typeset;

/// A row of `phrases.tsv`.
struct Row {
    tag: &'static str,
    script: &'static str,
    phrase: &'static str,
}

fn rows() -> Vec<Row> {
    include_str!("languages/phrases.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let mut columns = line.split('\t');
            let mut next = || columns.next().expect("three columns");
            Row {
                tag: next(),
                script: next(),
                phrase: next(),
            }
        })
        .collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The tag with the script that CLDR says, which the slogan's own tag would name too.
fn lang(row: &Row) -> Lang {
    let lang: Lang = row.tag.parse().unwrap_or_else(|error| panic!("{error}"));
    if lang
        .script()
        .is_some_and(|script| script.code() == row.script)
    {
        return lang;
    }
    let (language, rest) = row.tag.split_once('-').unwrap_or((row.tag, ""));
    let dash = if rest.is_empty() { "" } else { "-" };
    format!("{language}-{}{dash}{rest}", row.script)
        .parse()
        .unwrap()
}

/// Sets a phrase in the frame of `languages/layout.svg`, and says what is wrong with it.
fn faults(row: &Row, library: &Library, fonts: &Fonts) -> Vec<String> {
    let lang = lang(row);
    let job = Job {
        texts: vec![Text::Typed(row.phrase.to_owned())],
        layouts: vec![
            root()
                .join("tests/languages/layout.svg")
                .display()
                .to_string(),
        ],
        sizes: vec!["drawn".to_owned()],
        langs: vec![lang.clone().into()],
        ..Job::default()
    };
    let mut faults = Vec::new();
    let planned = match expand(&job, library) {
        Ok(planned) => planned,
        Err(error) => return vec![error.message],
    };
    let settings = match typeset::slots(&planned[0].poster, fonts, &mut Notes::default()) {
        Ok(settings) => settings,
        Err(error) => return vec![error.message],
    };
    let ink = settings[0].ink;
    if ink.x0 < 50.0 || ink.y0 < 50.0 || ink.x1 > 950.0 || ink.y1 > 950.0 {
        faults.push(format!("ink {ink:?} leaves its frame"));
    }
    if settings[0].size < 20.0 {
        faults.push(format!("it is set at {} units only", settings[0].size));
    }
    match typeset::explain(row.phrase, &lang, &["Oswald".to_owned()], fonts) {
        Ok(explained) => faults.extend(
            explained
                .runs
                .iter()
                .filter(|run| run.glyphs.contains(&0))
                .map(|run| format!("`{}` has a missing glyph in {}", run.text, run.font)),
        ),
        Err(error) => faults.push(error.message),
    }
    faults
}

#[test]
fn every_locale_of_cldr_is_set_whole_and_inside_its_frame() {
    let library = Library::default();
    let fonts = Fonts::new(&library).unwrap();
    let rows = rows();
    assert_eq!(rows.len(), 753);
    let mut seen: BTreeMap<(String, &str), Vec<String>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for row in &rows {
        // Regions of a language share their phrase and their rules.
        let key = (lang(row).language().to_owned(), row.phrase);
        let known = seen
            .entry(key)
            .or_insert_with(|| faults(row, &library, &fonts));
        wrong.extend(known.iter().map(|fault| format!("{}: {fault}", row.tag)));
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// The table of scripts, faces and locales.
fn table(fonts: &Fonts) -> String {
    let mut scripts: BTreeMap<&str, BTreeMap<String, Vec<&str>>> = BTreeMap::new();
    let rows = rows();
    for row in &rows {
        let explained = typeset::explain(row.phrase, &lang(row), &[], fonts);
        let explained = explained.unwrap_or_else(|error| panic!("{}: {}", row.tag, error.message));
        let longest = explained.runs.iter().max_by_key(|run| run.glyphs.len());
        let font = longest.map_or_else(String::new, |run| run.font.clone());
        let faces = scripts.entry(row.script).or_default();
        faces.entry(font).or_default().push(row.tag);
    }
    let mut table = String::from("| script | runs | face | locales |\n|---|---|---|---|\n");
    for (code, faces) in scripts {
        let script = Script::from_iso15924(code).unwrap();
        let runs = match (script.direction(), code) {
            (_, "Mong") => "down, or to the right",
            (_, "Hans" | "Hant" | "Jpan" | "Kore") => "to the right, or down",
            (Direction::RightToLeft, _) => "to the left",
            (Direction::LeftToRight, _) => "to the right",
        };
        for (face, tags) in faces {
            let count = tags.len();
            let _ = writeln!(
                table,
                "| {code} | {runs} | {face} | {count}: {} |",
                tags.join(", ")
            );
        }
    }
    table
}

#[test]
fn the_table_of_languages_is_up_to_date() {
    let fonts = Fonts::new(&Library::default()).unwrap();
    let path: PathBuf = root().join("docs/languages.md");
    let text = fs::read_to_string(&path).unwrap();
    let (begin, end) = ("<!-- table -->\n", "<!-- end of table -->");
    let from = text.find(begin).expect("the table's beginning is marked") + begin.len();
    let to = text.find(end).expect("the table's end is marked");
    let fresh = format!("{}{}{}", &text[..from], table(&fonts), &text[to..]);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, fresh).unwrap();
    } else {
        assert!(
            text == fresh,
            "docs/languages.md is old; run `UPDATE=1 cargo test --test languages`"
        );
    }
}
