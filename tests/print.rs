//! Files for print shops: judged by our preflight, by other programs, and on the plates of a press.

mod common;

#[path = "print/inks.rs"]
mod inks;
#[path = "print/plates.rs"]
mod plates;

use std::fs;
use std::path::{Path, PathBuf};

use common::readers::readers_are_silent;
use common::{Project, Ran};
use pasteup::preflight::{Report, Shop, Verdict, inspect};

const SLOGAN: &str = "To remember is to fight!";

fn preflight(file: &Path, shop: &str, scale: f64) -> Report {
    let bytes = fs::read(file).unwrap();
    inspect(&bytes, &Shop::built_in()[shop].scaled(scale)).unwrap()
}

fn layouts() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts");
    let folders = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut names: Vec<String> = folders
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    assert!(names.len() > 30, "the layouts were not found");
    names
}

/// Makes a poster of a slogan of the catalogue; layouts that want more words get them.
fn make(project: &Project, layout: &str, size: &str, lang: &str, more: &[&str]) -> (Ran, PathBuf) {
    let name = format!("{layout}-{size}-{lang}-{}.pdf", more.join(""));
    let lang = match layout {
        "bilingual" if lang == "en" => "en+ar".to_owned(),
        "bilingual" => format!("{lang}+en"),
        _ => lang.to_owned(),
    };
    let slogan = "january-19/remember";
    let mut args = vec!["make", "--slogan", slogan, "-q", "-o", &name];
    args.extend(["-l", layout, "-s", size, "--lang", &lang]);
    match layout {
        "names" => args.extend(["--set", "names=Rosa\\nOlga\\nNina\\nMaria"]),
        "number" => args.extend(["--set", "number=12"]),
        _ => {}
    }
    args.extend(more);
    (project.run(&args), project.path(&name))
}

const SHOPS: [&str; 3] = ["generic", "x1a", "rgb"];
const SHEETS: [&str; 5] = ["a4", "a2", "b1", "24x36", "banner-3m"];
const LANGS: [&str; 3] = ["en", "ar", "ja"];

/// Makes a file and has it judged by everybody. What is too long for a small sheet is refused, which
/// is told.
fn judged(project: &Project, layout: &str, size: &str, lang: &str, shop: &str) -> Option<String> {
    let (ran, file) = make(project, layout, size, lang, &["--shop", shop]);
    if !file.exists() {
        return Some(format!(
            "{layout} {size} {lang} {shop}: {}",
            ran.stderr().lines().next().unwrap_or_default()
        ));
    }
    let report = preflight(&file, shop, 1.0);
    assert_eq!(
        report.count(Verdict::Fail),
        0,
        "{}\n{report}",
        file.display()
    );
    readers_are_silent(&file);
    fs::remove_file(file).unwrap();
    None
}

#[test]
fn every_layout_passes_preflight_at_every_shop() {
    let project = Project::new();
    for (shop, size) in [
        ("generic", "a3"),
        ("generic-us", "tabloid"),
        ("x1a", "b1"),
        ("rgb", "a3"),
        ("large-format", "6-sheet"),
    ] {
        for layout in layouts() {
            let (ran, file) = make(&project, &layout, size, "en", &["--shop", shop]);
            ran.success();
            let report = preflight(&file, shop, 1.0);
            assert_eq!(report.count(Verdict::Fail), 0, "{layout}\n{report}");
        }
    }
}

#[test]
fn shops_take_layouts_in_every_size_and_script() {
    // Each layout once, the sizes, scripts and shops taking turns; all of them stand below.
    let project = Project::new();
    let refused: Vec<String> = layouts()
        .iter()
        .enumerate()
        .filter_map(|(n, layout)| {
            let (sheet, lang) = (SHEETS[n % 5], LANGS[(n / 2) % 3]);
            judged(&project, layout, sheet, lang, SHOPS[n % 3])
        })
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
}

/// Takes ten minutes: `cargo test --release --test print -- --ignored --nocapture shops_take`.
#[test]
#[ignore = "1665 files, each opened by five programs"]
fn shops_take_every_layout_in_every_size_and_script() {
    let project = Project::new();
    let (mut count, mut refused) = (0, Vec::new());
    for layout in layouts() {
        for size in SHEETS {
            for lang in LANGS {
                for shop in SHOPS {
                    count += 1;
                    refused.extend(judged(&project, &layout, size, lang, shop));
                }
            }
        }
        eprintln!("{count} files, {} refused, after `{layout}`", refused.len());
    }
    assert!(refused.is_empty(), "{count} files, but {refused:#?}");
}

/// A picture whose colours run, as PNG; if it is soft, from nothing at the left to all at the right.
fn picture(width: u32, height: u32, soft: bool) -> Vec<u8> {
    let part = |at: u32, of: u32| u8::try_from(at * 255 / of).unwrap();
    let picture = image::RgbaImage::from_fn(width, height, |x, y| {
        let alpha = if soft { part(x, width) } else { 255 };
        image::Rgba([
            90,
            140 - part(y, height) / 8,
            110 + part(x, width) / 8,
            alpha,
        ])
    });
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

/// A drawing with a fault, made for the shop `generic` at 100 × 100 mm; the message with its place.
fn refused(name: &str, inside: &str, more: &[&str], expected: &str) {
    let file = format!("{name}.svg");
    let project = Project::new()
        .svg(&file, inside)
        .file("small.png", picture(60, 40, false))
        .file("coarse.png", picture(240, 160, false));
    let mut args = vec![
        "make",
        "No",
        "-l",
        &file,
        "-s",
        "100x100mm",
        "--shop",
        "generic",
    ];
    args.extend(more);
    project.run(&args).fails(1, expected);
}

#[test]
fn a_violation_names_the_line_of_the_layout() {
    const SLOGAN: &str = "<rect data-slot=\"slogan\" x=\"20\" y=\"60\" width=\"60\" height=\"20\" data-lines=\"1\"/>";
    const END: &str = "hint: choose another layout or size, or another shop with `--shop`";
    let group = format!(
        "<rect width=\"100\" height=\"100\" fill=\"#fd0\"/>\n<g transform=\"translate(10 10)\">\n  \
         <path d=\"M0 20 H60\" stroke=\"#000\" stroke-width=\".05\"/>\n</g>\n{SLOGAN}"
    );
    refused(
        "hair",
        &group,
        &[],
        &format!(
            "error: the print shop `generic` would send this file back: thin lines: 1 line thinner than 0.25 pt, down to 0.14 pt\n  --> hair.svg:4:3\nhint: make every line at least 0.25 pt\n{END}"
        ),
    );
    let picture = format!(
        "<rect width=\"100\" height=\"100\" fill=\"#fd0\"/>\n  <image href=\"small.png\" x=\"20\" y=\"10\" width=\"60\" height=\"40\"/>\n{SLOGAN}"
    );
    refused(
        "low",
        &picture,
        &[],
        &format!(
            "error: the print shop `generic` would send this file back: picture resolution: a picture of 60 × 40 pixels has 25 ppi on paper but the shop wants at least 150\n  --> low.svg:3:3\nhint: use one that is 709 pixels wide, or print it smaller\n{END}"
        ),
    );
    let slot = format!(
        "{SLOGAN}\n<g>\n<rect data-slot=\"face\" data-kind=\"image\" x=\"20\" y=\"10\" width=\"60\" height=\"40\"/></g>"
    );
    refused(
        "face",
        &slot,
        &["--image", "face=coarse.png"],
        &format!(
            "error: the print shop `generic` would send this file back: picture resolution: a picture of 240 × 160 pixels has 102 ppi on paper but the shop wants at least 150\n  --> face.svg:4:1\nhint: use one that is 709 pixels wide, or print it smaller\n{END}"
        ),
    );
    let rich = format!(
        "<rect width=\"100\" height=\"100\" fill=\"#fff\"/>\n{SLOGAN}\n<rect class=\"paper\" x=\"20\" y=\"30\" width=\"60\" height=\".3\" fill=\"#0d0d0d\"/>"
    );
    refused(
        "rich",
        &rich,
        &["--palette", "night"],
        &format!(
            "error: the print shop `generic` would send this file back: black type: black of more than one ink is used on things as thin as 0.3 mm; under 1 mm it shows coloured edges\n  --> rich.svg:4:1\nhint: make type and thin lines 100 % black alone\n{END}"
        ),
    );
    let edge = "<rect data-slot=\"slogan\" x=\"1\" y=\"1\" width=\"98\" height=\"98\" data-lines=\"1\" data-valign=\"top\"/>";
    refused(
        "edge",
        edge,
        &[],
        "error: slot `slogan` stands 1.0 mm from the trim but the shop wants 5 mm\n  --> edge.svg:2:1\nhint: choose another layout, or move the slot inwards\nhint: if it is meant to be cut, give it `data-safe=\"false\"`",
    );
    let code = format!(
        "{SLOGAN}\n<rect data-slot=\"link\" data-kind=\"qr\" x=\"78\" y=\"2\" width=\"20\" height=\"20\"/>"
    );
    refused(
        "code",
        &code,
        &["--qr", "https://example.org/19"],
        "error: the QR code in slot `link` stands 4.4 mm from the trim but the shop wants 5 mm\n  --> code.svg:3:1\nhint: choose another layout, or move the slot inwards\nhint: if it is meant to be cut, give it `data-safe=\"false\"`",
    );
}

#[test]
fn a_background_that_stops_names_its_line() {
    // Inside of a group that already stands over the edge, nothing is drawn out.
    let inside = "<rect data-slot=\"slogan\" x=\"20\" y=\"60\" width=\"60\" height=\"20\" data-lines=\"1\"/>\n\
                  <g>\n<rect x=\"-9\" y=\"10\" width=\"30\" height=\"10\"/>\n<rect x=\"0\" y=\"30\" width=\"30\" height=\"20\" fill=\"#d00\"/>\n</g>";
    refused(
        "stop",
        inside,
        &[],
        "error: the print shop `generic` would send this file back: ink in the bleed: what is printed up to the edge stops before the end of the bleed (left): up to 20 % of a side would show white if the knife drifts\n  --> stop.svg:5:1\nhint: pull the background 3 mm over the edge\nhint: choose another layout or size, or another shop with `--shop`",
    );
}

#[test]
fn the_same_file_has_the_same_bytes() {
    let project = Project::new();
    for name in ["a.pdf", "b.pdf"] {
        project
            .run(&["make", SLOGAN, "-s", "a2", "--shop", "generic", "-o", name])
            .success();
    }
    assert!(fs::read(project.path("a.pdf")).unwrap() == fs::read(project.path("b.pdf")).unwrap());
}

#[test]
fn words_keep_clear_of_the_knife() {
    let project = Project::new().svg(
        "edge.svg",
        "<rect data-slot=\"slogan\" x=\"1\" y=\"1\" width=\"98\" height=\"98\" data-lines=\"1\" data-valign=\"top\"/>",
    );
    project
        .run(&["make", "No", "-l", "edge.svg", "-s", "100x100mm", "--shop", "generic"])
        .fails(1, "error: slot `slogan` stands 1.0 mm from the trim but the shop wants 5 mm\n  --> edge.svg:2:1\nhint: choose another layout, or move the slot inwards\nhint: if it is meant to be cut, give it `data-safe=\"false\"`");
}

#[test]
fn a_shop_that_is_not_known_has_a_neighbour() {
    let project = Project::new();
    project
        .run(&["make", SLOGAN, "-s", "a2", "--shop", "generik"])
        .fails(
            2,
            "error: there is no print shop `generik`\nhint: did you mean `generic`?",
        );
    project
        .run(&["make", SLOGAN, "--shop", "generic"])
        .fails(2, "error: `square` is a size in pixels, which the print shop `generic` cannot print\nhint: ask for a size on paper, such as `--size a2`");
    project
        .run(&["make", SLOGAN, "--tile", "a4"])
        .fails(2, "error: `square` is a size in pixels, which has no size on paper\nhint: say how large the poster is to hang: `--size a2 --tile a4`");
}

#[test]
fn what_is_longer_than_a_page_is_made_at_one_to_ten() {
    let project = Project::new();
    // With its marks the page would be too long, without them it is not.
    for (more, scale) in [
        (&["-s", "5060x900mm"][..], 1.0),
        (&["-s", "5060x900mm", "--marks"], 0.1),
        (&["-s", "12x3m"], 0.1),
    ] {
        let args = [
            &["make", SLOGAN, "--shop", "generic", "-o", "a.pdf"][..],
            more,
        ]
        .concat();
        let ran = project.run(&args).success();
        let said = ran
            .stderr()
            .contains("note: the PDF is made at 1:10, because a page ends at 5080 mm");
        assert_eq!(said, scale < 1.0, "{more:?}: {}", ran.stderr());
        readers_are_silent(&project.path("a.pdf"));
    }
}

#[test]
fn x1a_names_itself_as_of_2003() {
    let project = Project::new().svg("plain.svg", "<rect width=\"100\" height=\"100\"/>");
    project
        .run(&[
            "make",
            "-l",
            "plain.svg",
            "-s",
            "a4",
            "--shop",
            "x1a",
            "-o",
            "a.pdf",
        ])
        .success();
    let bytes = fs::read(project.path("a.pdf")).unwrap();
    let document = lopdf::Document::load_mem(&bytes).unwrap();
    let info = document
        .trailer
        .get(b"Info")
        .unwrap()
        .as_reference()
        .unwrap();
    let info = document.get_dictionary(info).unwrap();
    let text =
        |key: &[u8]| String::from_utf8(info.get(key).unwrap().as_str().unwrap().to_vec()).unwrap();
    assert_eq!(text(b"GTS_PDFXVersion"), "PDF/X-1a:2003");
    assert!(!info.has(b"GTS_PDFXConformance"), "that is of 2001");
    // Nobody typed a slogan, and the standard wants a title all the same.
    assert!(!text(b"Title").trim().is_empty());
    // What names itself half as of 2001 is neither.
    let from: &[u8] = b"(PDF/X-1a:2003)";
    let at = bytes
        .windows(from.len())
        .position(|window| window == from)
        .unwrap();
    let mut half = bytes;
    half[at..at + from.len()].copy_from_slice(b"(PDF/X-1:2001) ");
    let report = inspect(&half, &Shop::built_in()["x1a"]).unwrap();
    assert_eq!(report.of("standard").next().unwrap().verdict, Verdict::Fail);
}
