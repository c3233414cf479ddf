//! The command as a user meets it: what it writes, and every message it says.

mod common;

use std::fs;

use common::Project;
use pasteup::color::Rgb;

const SLOGAN: &str = "To remember is to fight!";

#[test]
fn a_slogan_becomes_a_picture() {
    let project = Project::new();
    let ran = project.run(&["make", SLOGAN]).success();
    let name = "output/to-remember-is-to-fight-bold-en-square.png";
    assert_eq!(ran.stdout(), format!("{name}\n"));
    let picture = image::open(project.path(name)).unwrap();
    assert_eq!((picture.width(), picture.height()), (1080, 1080));
}

#[test]
fn png_carries_its_colour_space_and_resolution_and_nothing_else() {
    let project = Project::new();
    project.run(&["make", SLOGAN, "-o", "a.png"]).success();
    project
        .run(&["make", SLOGAN, "-s", "a4", "--dpi", "100", "-o", "b.png"])
        .success();
    assert_eq!(
        chunks(&fs::read(project.path("a.png")).unwrap()),
        ["IHDR", "pHYs", "sRGB", "PLTE", "IDAT", "IEND"]
    );
    let b = fs::read(project.path("b.png")).unwrap();
    let at = b.windows(4).position(|w| w == b"pHYs").unwrap();
    let per_metre = u32::from_be_bytes(b[at + 4..at + 8].try_into().unwrap());
    assert_eq!(per_metre, 3937);
    let picture = image::load_from_memory(&b).unwrap();
    assert_eq!((picture.width(), picture.height()), (827, 1169));
}

/// The kinds of chunks of a PNG, `IDAT` once.
fn chunks(png: &[u8]) -> Vec<String> {
    let mut kinds: Vec<String> = Vec::new();
    let mut at = 8;
    while at + 8 <= png.len() {
        let length = u32::from_be_bytes(png[at..at + 4].try_into().unwrap()) as usize;
        kinds.push(String::from_utf8_lossy(&png[at + 4..at + 8]).into_owned());
        at += 12 + length;
    }
    kinds.dedup();
    kinds
}

#[test]
fn every_combination_is_made() {
    let project = Project::new();
    let args = "make --slogan january-19/remember -s square,story,a4 -l bold,stack --lang en,fr -f png,pdf,svg -q";
    project.run(&args.split(' ').collect::<Vec<_>>()).success();
    let files = fs::read_dir(project.path("output")).unwrap().count();
    assert_eq!(files, 3 * 2 * 2 * 3);
    let svg =
        fs::read_to_string(project.path("output/to-remember-is-to-fight-stack-en-a4.svg")).unwrap();
    assert!(svg.contains("width=\"210mm\" height=\"297mm\""));
    assert!(!svg.contains("<text") && !svg.contains("data-sample"));
}

#[test]
fn two_runs_give_identical_bytes() {
    let project = Project::new();
    for format in ["png", "pdf", "svg", "jpeg", "webp"] {
        for run in ["1", "2"] {
            let file = format!("{run}/poster.{format}");
            project
                .run(&["make", SLOGAN, "-s", "a5", "--dpi", "50", "-o", &file])
                .success();
        }
        let [one, two] = ["1", "2"]
            .map(|run| fs::read(project.path(&format!("{run}/poster.{format}"))).unwrap());
        assert!(!one.is_empty() && one == two, "{format}");
    }
}

#[test]
fn json_says_what_was_made() {
    let project = Project::new();
    let ran = project
        .run(&["make", SLOGAN, "-s", "a3", "--palette", "red", "--json"])
        .success();
    let json: serde_json::Value = serde_json::from_str(&ran.stdout()).unwrap();
    assert_eq!(
        json["file"],
        "output/to-remember-is-to-fight-bold-en-a3-red.pdf"
    );
    assert_eq!(
        (&json["format"], &json["layout"], &json["size"]),
        (&"pdf".into(), &"bold".into(), &"a3".into())
    );
    assert_eq!(
        (&json["width"], &json["height"], &json["unit"]),
        (&297.0.into(), &420.0.into(), &"mm".into())
    );
    assert_eq!(
        (&json["lang"], &json["palette"], &json["pages"]),
        (&"en".into(), &"red".into(), &1.into())
    );
    let slogan = &json["slots"]["slogan"];
    assert_eq!(slogan["text"], SLOGAN);
    assert_eq!(
        slogan["lines"],
        serde_json::json!(["TO", "REMEMBER", "IS TO", "FIGHT!"])
    );
    assert_eq!(
        (&slogan["font"], &slogan["limited_by"]),
        (&"Oswald".into(), &"REMEMBER".into())
    );
    let number = |key: &str| slogan[key].as_f64().unwrap();
    // White on red stands 4.5 to 1 from its ground, which costs some of the distance.
    let contrast = Rgb::new(232, 22, 30).contrast(Rgb::new(255, 255, 255));
    let carried = number("cap_height_mm") * (contrast.ln() / 7_f64.ln()).powf(0.6);
    assert!((number("best_m") - carried / 8.3).abs() < 0.06);
    assert!((number("readable_m") - carried / 4.0).abs() < 0.06);
    assert_eq!(json["warnings"], serde_json::json!([]));
}

#[test]
fn lists_answer() {
    let project = Project::new();
    let sizes = project.run(&["sizes"]).success().stdout();
    assert!(sizes.contains("square") && sizes.contains("841 × 1189 mm") && sizes.contains("24x36"));
    let layouts = project.run(&["layouts", "list"]).success().stdout();
    for name in ["bold", "stack", "diagonal", "plain"] {
        assert!(layouts.contains(name));
    }
    assert!(
        project
            .run(&["slogans", "list"])
            .success()
            .stdout()
            .contains("january-19/remember")
    );
    let show = project
        .run(&["slogans", "show", "remember"])
        .success()
        .stdout();
    assert!(show.contains("Помнить — значит бороться!  [original]"));
    assert!(
        project
            .run(&["completions", "bash"])
            .success()
            .stdout()
            .contains("pasteup")
    );
}

#[test]
fn the_language_is_guessed_from_the_catalogue_and_from_the_script_never_from_the_machine() {
    let project = Project::new();
    let name = |text: &str| project.run(&["make", text]).success().stdout();
    assert!(name("Помнить — значит бороться!").ends_with("-bold-ru-square.png\n"));
    assert!(name("자유!").ends_with("-bold-ko-square.png\n"));
    assert_eq!(name("Hello"), "output/hello-bold-square.png\n");
}

#[test]
fn a_plain_drawing_is_made_as_drawn() {
    let project = Project::new().file(
        "flag.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><rect width=\"40\" height=\"20\" fill=\"#d00\"/></svg>",
    );
    project
        .run(&["make", "-l", "flag.svg", "-s", "drawn", "-o", "flag.png"])
        .notes("");
    let picture = image::open(project.path("flag.png")).unwrap().into_rgb8();
    assert_eq!(picture.dimensions(), (40, 20));
    assert_eq!(picture.get_pixel(20, 10).0, [0xdd, 0, 0]);
    project.run(&["make", SLOGAN, "-l", "flag.svg", "-s", "drawn"]).notes(
        "note: `flag` has no slot for text, so it is made as drawn, without the slogan\n  --> flag.svg:1:1\n\
         hint: give a rectangle the attribute `data-slot=\"slogan\"`",
    );
}

#[test]
fn pictures_beside_a_layout_are_taken_in_and_strangers_are_not() {
    let mut png = Vec::new();
    let dot = image::RgbImage::from_pixel(2, 2, image::Rgb([0, 128, 0]));
    dot.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png)
        .unwrap();
    let project = Project::new()
        .file("dot.png", png)
        .svg(
            "with.svg",
            "<image href=\"dot.png\" width=\"100\" height=\"100\"/>",
        )
        .svg(
            "gone.svg",
            "<image href=\"gone.png\" width=\"9\" height=\"9\"/>",
        )
        .svg(
            "net.svg",
            "<image href=\"https://example.org/a.png\" width=\"9\" height=\"9\"/>",
        );
    project
        .run(&["make", "-l", "with.svg", "-s", "drawn", "-o", "with.png"])
        .success();
    let picture = image::open(project.path("with.png")).unwrap().into_rgb8();
    assert_eq!(picture.get_pixel(50, 50).0, [0, 128, 0]);
    project.run(&["make", "-l", "gone.svg"]).fails(
        2,
        "error: the picture `gone.png` cannot be read: No such file or directory (os error 2)\n  --> gone.svg:2:14\n\
         hint: put it beside the layout, or embed it",
    );
    project.run(&["make", "-l", "net.svg"]).fails(
        2,
        "error: the picture `https://example.org/a.png` is not in the layout's folder\n  --> net.svg:2:8\n\
         hint: embed it, or put it beside the layout and link to it by its file name",
    );
}

#[test]
fn folders_of_the_user_add_layouts_palettes_slogans_and_fonts() {
    let project = Project::new()
        .svg("mine/layouts/own/layout.svg", "<rect class=\"ink\" data-slot=\"slogan\" width=\"100\" height=\"100\"/>")
        .file("mine/slogans/ours.toml", "[campaign]\ntitle = \"Ours\"\nslogans = [\"peace\"]\n[lang.en]\nstanding = \"reviewed\"\npeace = \"Peace\"\n");
    let ran = project.run(&[
        "--library",
        "mine",
        "make",
        "--slogan",
        "ours/peace",
        "-l",
        "own",
    ]);
    assert_eq!(ran.success().stdout(), "output/peace-own-en-square.png\n");
}

#[test]
fn what_is_not_known_gets_the_nearest_name() {
    let project = Project::new();
    let fails = |args: &[&str], message: &str| {
        project
            .run(&[&["make", SLOGAN], args].concat())
            .fails(2, message);
    };
    fails(
        &["-l", "blod"],
        "error: there is no layout `blod`\nhint: did you mean `bold`?",
    );
    fails(
        &["-s", "sqare"],
        "error: there is no size `sqare`\nhint: did you mean `square`?\n\
         hint: see `pasteup sizes`, or write it out: `500x700mm`, `24x36in`, `1080x1350px`",
    );
    fails(
        &["-s", "10x20"],
        "error: the size `10x20` has no unit\nhint: write it as `500x700mm`, `24x36in` or `1080x1350px`",
    );
    fails(
        &["--set", "nte=x"],
        "error: no layout that was asked for has a slot `nte`\nhint: did you mean `note`?",
    );
    fails(
        &["--set", "note"],
        "error: `--set note` does not say which slot\nhint: write `--set note=\"19 January\"`",
    );
    fails(
        &["--lang", "german"],
        "error: `german` is not a language tag\nhint: did you mean `de`, German (de)?",
    );
    fails(
        &["--palette", "nihgt"],
        "error: there is no palette `nihgt`\nhint: did you mean `night`?",
    );
    fails(
        &["--color", "inc=#000000"],
        "error: there is no colour role `inc`\nhint: did you mean `ink`?",
    );
    fails(
        &["--color", "ink=reddish"],
        "error: `reddish` is not a colour: write it as `#rrggbb`, for example `#d4001a`",
    );
    fails(
        &["-f", "pgn"],
        "error: there is no format `pgn`\nhint: did you mean `png`?",
    );
    fails(
        &["--dpi", "1"],
        "error: `--dpi 1` is not between 10 and 2400\nhint: 300 prints well up to A3, 150 from A2 up",
    );
    fails(
        &["--readable-at", "far"],
        "error: `--readable-at`: `far` does not start with a number\nhint: for example `20m`",
    );
}

#[test]
fn slogans_that_are_not_there() {
    let project = Project::new();
    project.run(&["make"]).fails(
        2,
        "error: there is no slogan\nhint: type it in quotes: pasteup make \"To remember is to fight!\"\n\
         hint: or take one of the catalogue: pasteup make --slogan january-19/remember",
    );
    project.run(&["make", " "]).fails(
        2,
        "error: the slogan is empty\nhint: type it in quotes: pasteup make \"To remember is to fight!\"",
    );
    project
        .run(&["make", "--slogan", "january-19/rember"])
        .fails(
            2,
            "error: campaign `january-19` has no slogan `rember`\nhint: did you mean `remember`?",
        );
    project
        .run(&["make", "--slogan", "january-91/remember"])
        .fails(
            2,
            "error: there is no campaign `january-91`\nhint: did you mean `january-19`?",
        );
    let ran = project.run(&["make", "--slogan", "remember", "--lang", "ii"]);
    assert!(ran.stderr().starts_with(
        "error: `january-19/remember` has no translation into Sichuan Yi (ii)\nhint: it has "
    ));
}

#[test]
fn text_that_does_not_fit_or_cannot_be_set() {
    let project = Project::new()
        .svg("small.svg", "<rect data-slot=\"slogan\" width=\"100\" height=\"10\" data-min-size=\"8\" data-lines=\"1\"/>");
    project.run(&["make", "Freedom to all Russian political prisoners!", "-l", "small.svg", "--lang", "en"]).fails(
        1,
        "error: slot `slogan` fits only at 5 units of type size, and the layout's smallest is 8\n  --> small.svg:2:1\n\
         hint: shorten the English text by about 4 of its 6 words, choose a layout with more room, or lower `data-min-size`",
    );
    project.run(&["make", "a\u{e123}b"]).fails(
        1,
        "error: no font has the character `\u{e123}` (U+E123, script Zyyy)\n  --> layouts/bold/square.svg:13:3\n\
         hint: put a font that has it into the `fonts` folder of a library and name that with `--library`",
    );
    let ran = project.run(&["make", "a\u{202e}b"]);
    assert!(ran.stderr().starts_with(
        "error: the text has a bidirectional embedding or override that is left open (U+202E)"
    ));
}

#[test]
fn a_slogan_that_does_not_carry_far_enough_fails() {
    let project = Project::new();
    project
        .run(&["make", SLOGAN, "-s", "a4", "--readable-at", "5m"])
        .success();
    let ran = project.run(&["make", SLOGAN, "-s", "a4", "--readable-at", "50m"]);
    let said = ran.stderr();
    assert!(
        said.starts_with("error: the slogan can be read from "),
        "{said}"
    );
    assert!(
        said.contains("`REMEMBER` keeps the type from growing"),
        "{said}"
    );
}

#[test]
fn files_that_are_no_layouts() {
    let project = Project::new()
        .file("text.svg", "no drawing")
        .file("html.svg", "<html/>")
        .file(
            "sizeless.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        )
        .file("bytes.svg", [0xff, 0xfe, 0x00])
        .svg(
            "fit.svg",
            "<rect data-slot=\"slogan\" width=\"9\" height=\"9\" data-fit=\"fil\"/>",
        );
    let said = |file: &str| project.run(&["make", SLOGAN, "-l", file]);
    said("text.svg").fails(
        2,
        "error: the layout is not SVG: unknown token at 1:1\n  --> text.svg:1:1\nhint: save it again as plain SVG",
    );
    said("html.svg").fails(
        2,
        "error: the layout is not SVG: its outermost element is `<html>`\n  --> html.svg:1:1\nhint: save it again as plain SVG",
    );
    said("sizeless.svg").fails(
        2,
        "error: the layout has no size\n  --> sizeless.svg:1:1\nhint: give the `<svg>` element a `viewBox`, or `width` and `height`",
    );
    said("bytes.svg").fails(
        2,
        "error: the layout is not text: an SVG file is\n  --> bytes.svg\nhint: export it as plain SVG (not SVGZ, PNG or PDF)",
    );
    said("fit.svg").fails(
        2,
        "error: `data-fit` cannot be `fil`\n  --> fit.svg:2:47\nhint: did you mean `fill`?",
    );
    said("none.svg").fails(
        2,
        "error: the layout cannot be read: No such file or directory (os error 2)\n  --> none.svg\n\
         hint: check the path, or `pasteup layouts list`",
    );
}

#[test]
fn nothing_is_overwritten_or_half_written() {
    let project = Project::new()
        .svg(
            "mine.svg",
            "<rect data-slot=\"slogan\" width=\"100\" height=\"100\"/>",
        )
        .file("file", "");
    let before = fs::read(project.path("mine.svg")).unwrap();
    project.run(&["make", SLOGAN, "-l", "mine.svg", "-s", "drawn", "-o", "mine.svg"]).fails(
        1,
        "error: `mine.svg` is what the poster is made of and is not overwritten\nhint: choose another name with `--output`",
    );
    assert_eq!(fs::read(project.path("mine.svg")).unwrap(), before);
    project.run(&["make", SLOGAN, "-o", "file/posters"]).fails(
        2,
        "error: the folder `file/posters` cannot be made: not a directory\nhint: choose another place with `--output`",
    );
    project
        .run(&["make", SLOGAN, "-s", "square,a4", "-o", "one.pdf"])
        .fails(
            2,
            "error: 2 files cannot all be written to `one.pdf`\n\
         hint: name a folder with `--output`, or ask for one size, layout, language and format",
        );
    project.run(&["make", SLOGAN, "-f", "png", "-o", "one.pdf"]).fails(
        2,
        "error: `one.pdf` ends like pdf, but the format asked for is png\nhint: leave out `--format`, or change the ending",
    );
    project.run(&["make", SLOGAN, "-l", "bold,bold"]).fails(
        2,
        "error: two posters would have the same name, `to-remember-is-to-fight-bold-en-square.png`\n\
         hint: leave out what is asked for twice",
    );
    assert!(!project.path("one.pdf").exists());
}

#[test]
fn one_failure_does_not_stop_the_others() {
    let project = Project::new().svg(
        "tight.svg",
        "<rect data-slot=\"slogan\" width=\"100\" height=\"9\" data-min-size=\"30\"/>",
    );
    let ran = project.run(&["make", SLOGAN, "-l", "tight.svg,bold"]);
    assert_eq!(
        ran.stdout(),
        "output/to-remember-is-to-fight-bold-en-square.png\n"
    );
    assert!(ran.stderr().contains("`output/to-remember-is-to-fight-tight-en-square.png` is not made: slot `slogan` fits only at"));
    assert!(
        !project
            .path("output/to-remember-is-to-fight-tight-en-square.png")
            .exists()
    );
}

#[test]
fn a_draft_is_said_so_once() {
    let project = Project::new();
    project
        .run(&[
            "make",
            "--slogan",
            "remember",
            "--lang",
            "fr",
            "-s",
            "square,story",
        ])
        .notes(
            "note: the slogan in French (fr) is a draft that nobody has confirmed yet\n\
         hint: ask somebody who speaks it, then change its `standing` in the campaign's file",
        );
    project
        .run(&["make", "--slogan", "remember", "--lang", "fr", "-q"])
        .notes("");
}

#[test]
fn misuse_is_status_two_and_help_is_status_zero() {
    let project = Project::new();
    assert!(
        project
            .run(&["make", "--help"])
            .success()
            .stdout()
            .contains("--readable-at")
    );
    assert!(
        project
            .run(&["--version"])
            .success()
            .stdout()
            .starts_with("pasteup ")
    );
    project.run(&[]).fails(
        2,
        "error: there is no command\nhint: make a poster: pasteup make \"To remember is to fight!\"\n\
         hint: or see `pasteup --help`",
    );
    let ran = project.run(&["mkae"]);
    assert!(ran.stderr().contains("make"));
}
