//! The commands for translators, and two languages on one poster.

mod common;

use std::fs;

use common::Project;

#[test]
fn explain_tells_runs_and_breaks_as_json() {
    let said = Project::new()
        .run(&["fonts", "explain", "آزادی ہے", "--lang", "ur", "--json"])
        .success()
        .stdout();
    assert!(
        said.starts_with("{\"runs\":[{\"text\":\"آزادی ہے\",\"script\":\"Arab\",\"lang\":\"ur\",\"font\":\"NotoNastaliqUrdu-Bold.ttf\",\"glyphs\":["),
        "{said}"
    );
    assert!(
        said.ends_with("],\"breaks\":[{\"byte\":11,\"kind\":\"allowed\",\"rule\":\"uax14\"}]}\n")
            || said.contains("\"breaks\":[{\"byte\":11,\"kind\":\"allowed\",\"rule\":\"uax14\"}]"),
        "{said}"
    );
}

#[test]
fn explain_names_the_rule_that_forbids_a_break() {
    let said = Project::new()
        .run(&[
            "fonts",
            "explain",
            "Свобода и мир",
            "--lang",
            "ru",
            "--font",
            "Anton",
        ])
        .success()
        .stdout();
    assert!(said.contains("Oswald (Oswald-Bold.ttf)"), "{said}");
    assert!(
        said.contains("forbidden short-word             Свобода и | мир"),
        "{said}"
    );
}

#[test]
fn fonts_are_listed_with_their_place() {
    let bytes = fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fonts/display/Tektur-Black.ttf"
    ));
    let project = Project::new().file("mine/fonts/Own.ttf", bytes.unwrap());
    let said = project.run(&["fonts", "list"]).success().stdout();
    assert!(said.contains("Noto Sans Thai"), "{said}");
    assert!(!said.contains("not installed"), "{said}");
    let said = project
        .run(&["fonts", "list", "--library", "mine", "--json"])
        .success()
        .stdout();
    assert!(said.contains("\"place\":\"fonts/Own.ttf\""), "{said}");
}

#[test]
fn our_campaigns_have_no_slips() {
    let said = Project::new().run(&["slogans", "check"]).success().stdout();
    assert!(
        said.contains("january-19: 84 languages, nothing found"),
        "{said}"
    );
}

#[test]
fn slips_of_a_campaign_are_found() {
    let project = Project::new().file(
        "ours.toml",
        "[campaign]\ntitle = \"Ours\"\nslogans = [\"peace\", \"bread\"]\n\
         [lang.en]\nstanding = \"reviewed\"\npeace = \"Peace!\"\nbread = \"Bread!\"\n\
         [lang.ru]\nstanding = \"draft\"\npeace = \"Mиp!\"\n\
         [lang.de]\nstanding = \"draft\"\npeace = \"Frieden\"\nbread = \" Brot!\"\n",
    );
    project.run(&["slogans", "check", "ours.toml"]).fails(
        1,
        "warning: Russian (ru) has no translation of `bread`\n  --> ours.toml:8:7\n\
         hint: add a line `bread = \"…\"` to its block\n\
         warning: `peace` in Russian (ru): `Mиp` has Latin letters among Cyrillic: `M` (U+004D), `p` (U+0070)\n  --> ours.toml:10:9\n\
         hint: type the word again with one keyboard\n\
         warning: `peace` in German (de) has no mark at its end\n  --> ours.toml:13:9\n\
         hint: most translations have one: add `!` or the mark of the language\n\
         warning: `bread` in German (de): a space at the beginning or the end\n  --> ours.toml:14:9\n\
         hint: take it out",
    );
}

#[test]
fn two_languages_share_a_poster() {
    let project = Project::new();
    let said = project
        .run(&[
            "make",
            "--slogan",
            "remember",
            "--lang",
            "ru+en",
            "-l",
            "bilingual",
            "-q",
        ])
        .success()
        .stdout();
    assert_eq!(said, "");
    let file = project.path("output/pomnit-znachit-borotsia-bilingual-ru-en-square.png");
    assert!(file.is_file());
    let slots = |args: &[&str]| {
        let line = project.run(args).success().stdout();
        let made: serde_json::Value = serde_json::from_str(line.trim()).unwrap();
        let size = |slot: &str| made["slots"][slot]["font_size_mm"].as_f64().unwrap();
        (size("slogan"), size("slogan-2"))
    };
    let (first, second) = slots(&[
        "make",
        "Мир",
        "--lang",
        "ru+en",
        "--set",
        "slogan-2=Peace",
        "-l",
        "bilingual",
        "--json",
    ]);
    assert!((second / first - 0.66).abs() < 0.01, "{second} of {first}");
}

#[test]
fn a_layout_without_a_second_place_says_so() {
    Project::new()
        .run(&["make", "--slogan", "remember", "--lang", "ru+en", "-l", "bold"])
        .fails(
            2,
            "error: layout `bold` has no slot `slogan-2` for a further language\n\
             hint: take the layout `bilingual`, or name one language: `--lang ar,en` makes a poster in each",
        );
}

#[test]
fn posters_of_one_run_share_a_size() {
    let sizes = |more: &[&str]| -> Vec<f64> {
        let mut args = vec![
            "make", "--slogan", "remember", "--lang", "en,de,nl", "--json", "-f", "svg",
        ];
        args.extend(more);
        let said = Project::new().run(&args).success().stdout();
        said.lines()
            .map(|line| {
                let made: serde_json::Value = serde_json::from_str(line).unwrap();
                made["slots"]["slogan"]["font_size_mm"].as_f64().unwrap()
            })
            .collect()
    };
    let (free, same) = (sizes(&[]), sizes(&["--same-size"]));
    let least = free.iter().copied().fold(f64::INFINITY, f64::min);
    assert!(free.iter().any(|size| *size > least));
    assert_eq!(same, [least; 3]);
}

#[test]
fn a_font_beside_a_layout_is_used() {
    let bytes = fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fonts/display/Tektur-Black.ttf"
    ));
    let project = Project::new()
        .svg(
            "own/layout.svg",
            "<rect data-slot=\"slogan\" font-family=\"Hand\" width=\"100\" height=\"100\"/>",
        )
        .file("own/Hand.ttf", bytes.unwrap());
    let said = project
        .run(&[
            "make",
            "Peace",
            "-l",
            "own/layout.svg",
            "--json",
            "-f",
            "svg",
        ])
        .success()
        .stdout();
    assert!(said.contains("\"font\":\"Tektur\""), "{said}");
}
