//! Sheets for a printer at home: tiles, flyers, less ink.

mod common;

use std::fs;

use common::Project;
use common::readers::{readers_are_silent, tool};
use pasteup::preflight::{Shop, inspect};

const SLOGAN: &str = "To remember is to fight!";

#[test]
fn tiles_are_told_as_data() {
    let project = Project::new();
    let ran = project
        .run(&["make", SLOGAN, "-s", "a2", "--tile", "a4", "--json"])
        .success();
    let object: serde_json::Value = serde_json::from_str(&ran.stdout()).unwrap();
    assert_eq!(object["pages"], 9);
    assert_eq!(
        object["tiles"].to_string(),
        r#"{"cols":2,"first_page":2,"margin_mm":5.0,"overlap_mm":10.0,"rotated":true,"rows":4,"sheet":"a4","sheets":8}"#
    );
}

#[test]
fn blank_sheets_are_left_out_and_said_so() {
    let project = Project::new().svg(
        "dot.svg",
        "<rect x=\"2\" y=\"2\" width=\"20\" height=\"20\"/>",
    );
    project
        .run(&["make", "-l", "dot.svg", "-s", "390x564mm", "--tile", "a4"])
        .notes("note: the sheets `A2`, `B1`, `B2` are left out, because nothing is on them\nhint: put empty paper in their place, or leave the gap");
}

#[test]
fn a_large_poster_on_small_sheets_stays_small() {
    let project = Project::new();
    project
        .run(&[
            "make", SLOGAN, "-s", "a0", "-l", "sun", "--tile", "a4", "-o", "a.pdf",
        ])
        .success();
    assert!(fs::metadata(project.path("a.pdf")).unwrap().len() < 1_000_000);
    readers_are_silent(&project.path("a.pdf"));
}

#[test]
fn ink_is_saved_and_counted() {
    let project = Project::new();
    let percent = |more: &[&str]| {
        let args = [
            &[
                "make", SLOGAN, "-s", "a3", "--tile", "a4", "--json", "-o", "a.pdf",
            ][..],
            more,
        ]
        .concat();
        let ran = project.run(&args).success();
        let object: serde_json::Value = serde_json::from_str(&ran.stdout()).unwrap();
        object["ink_percent"].as_f64().unwrap()
    };
    let (full, saved) = (percent(&[]), percent(&["--ink-saver"]));
    assert!(full > 60.0 && saved < 35.0, "{full} {saved}");
    percent(&["--mono"]);
    let bytes = fs::read(project.path("a.pdf")).unwrap();
    let report = inspect(&bytes, &Shop::default()).unwrap();
    let spaces = report.of("color-spaces").next().unwrap();
    assert_eq!(spaces.figure, "gray");
}

#[test]
fn flyers_share_a_sheet_front_and_back() {
    let project = Project::new();
    let ran = project
        .run(&[
            "make", SLOGAN, "-s", "a6", "--nup", "4", "--back", "sun", "-o", "a.pdf", "--json",
        ])
        .success();
    assert!(ran.stdout().contains("\"pages\":2"));
    assert_eq!(
        ran.stderr().trim_end(),
        "note: the posters reach the edges of a4, where most printers leave 5 mm unprinted\nhint: print without borders, or make them smaller: `--size 100x140mm`"
    );
    project
        .run(&[
            "make",
            SLOGAN,
            "-s",
            "100x140mm",
            "--nup",
            "4",
            "-o",
            "c.pdf",
        ])
        .notes("");
    readers_are_silent(&project.path("a.pdf"));
    project
        .run(&["make", SLOGAN, "-s", "a5", "--nup", "4", "-o", "b.pdf"])
        .fails(1, "error: 4 posters of 148 × 210 mm do not fit on a4\nhint: ask for fewer, a smaller `--size`, or larger paper with `--tile a3`");
}

/// What scanners read from each page of a PDF after the first, in the order of the pages.
fn scanned(project: &Project, file: &str) -> Option<Vec<Vec<String>>> {
    let (pdf, out) = (project.path(file), project.path("scan"));
    let (pdf, name) = (pdf.to_str().unwrap(), out.to_str().unwrap());
    tool(
        "pdftoppm",
        &["-r", "75", "-f", "2", "-gray", "-png", pdf, name],
    )?;
    let mut pages = Vec::new();
    for number in 2.. {
        let Ok(page) = image::open(project.path(&format!("scan-{number}.png"))) else {
            return Some(pages);
        };
        let page = page.into_luma8();
        let (width, height) = (page.width() as usize, page.height() as usize);
        let mut ready = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
            page.get_pixel(u32::try_from(x).unwrap(), u32::try_from(y).unwrap())
                .0[0]
        });
        let codes = ready.detect_grids();
        pages.push(
            codes
                .iter()
                .filter_map(|code| Some(code.decode().ok()?.1))
                .collect(),
        );
    }
    None
}

/// The joints of this poster would be in its middle, through the code.
#[test]
fn joints_keep_off_codes() {
    let project = Project::new().file("code.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"297mm\" height=\"420mm\" viewBox=\"0 0 297 420\"><rect data-slot=\"link\" data-kind=\"qr\" x=\"128.5\" y=\"190\" width=\"40\" height=\"40\"/></svg>");
    let words = ["make", "-l", "code.svg", "--qr", "link=https://example.org"];
    let more = ["-s", "drawn", "--tile", "a4", "-o", "a.pdf"];
    project.run(&[&words[..], &more].concat()).success();
    let Some(pages) = scanned(&project, "a.pdf") else {
        return;
    };
    let whole = |codes: &&Vec<String>| *codes == &["https://example.org"];
    assert_eq!(pages.iter().filter(whole).count(), 1, "{pages:?}");
}

/// Red pixels of each page of a PDF after the first, in square millimetres.
fn red_mm2(project: &Project, file: &str) -> Option<Vec<f64>> {
    const DPI: f64 = 50.8;
    let (pdf, out) = (project.path(file), project.path("red"));
    let (pdf, name) = (pdf.to_str().unwrap(), out.to_str().unwrap());
    tool("pdftoppm", &["-r", "50.8", "-f", "2", "-png", pdf, name])?;
    let mut pages = Vec::new();
    for number in 2.. {
        let Ok(page) = image::open(project.path(&format!("red-{number}.png"))) else {
            return Some(pages);
        };
        let red = |p: &&image::Rgb<u8>| p.0[0] > 200 && p.0[1] < 60;
        let page = page.into_rgb8();
        pages.push(page.pixels().filter(red).count() as f64 * (25.4 / DPI).powi(2));
    }
    None
}

#[test]
fn joints_keep_off_faces() {
    let project = Project::new()
        .file("face.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"297mm\" height=\"420mm\" viewBox=\"0 0 297 420\"><rect width=\"297\" height=\"420\" fill=\"#eee\"/><rect data-slot=\"portrait\" data-kind=\"image\" x=\"118.5\" y=\"170\" width=\"60\" height=\"80\"/></svg>")
        .file("red.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 60 80\"><rect width=\"60\" height=\"80\" fill=\"#f00\"/></svg>");
    project
        .run(&[
            "make",
            "-l",
            "face.svg",
            "--image",
            "portrait=red.svg",
            "-s",
            "drawn",
            "--tile",
            "a4",
            "-o",
            "a.pdf",
        ])
        .success();
    let Some(pages) = red_mm2(&project, "a.pdf") else {
        return;
    };
    let most = pages.iter().copied().fold(0.0, f64::max);
    assert!(pages.len() >= 2);
    // The whole picture, less what marks cover of it beyond a joint.
    assert!(most > 60.0 * 80.0 * 0.97, "{pages:?}");
}

/// The darkest and the lightest pixel of a picture, by their sums.
fn extremes(project: &Project, file: &str) -> ([u8; 3], [u8; 3]) {
    let picture = image::open(project.path(file)).unwrap().into_rgb8();
    let sum = |p: &&image::Rgb<u8>| p.0.iter().map(|&c| u32::from(c)).sum::<u32>();
    let darkest = picture.pixels().min_by_key(sum).unwrap().0;
    (darkest, picture.pixels().max_by_key(sum).unwrap().0)
}

#[test]
fn coloured_paper_is_seen_and_not_printed() {
    let project = Project::new();
    let words = ["make", SLOGAN, "-s", "a5", "--dpi", "30"];
    let paper = ["--paper-colour", "yellow"];
    project
        .run(&[&words[..], &paper, &["-f", "png", "-o", "a.png"]].concat())
        .success();
    let (darkest, lightest) = extremes(&project, "a.png");
    assert_eq!(lightest, [0xfc, 0xe7, 0x7a]);
    assert_eq!(
        darkest,
        [0, 0, 0],
        "red on yellow is not readable, so black"
    );
    project
        .run(&[&words[..], &paper, &["--proof", "-o", "a.pdf"]].concat())
        .success();
    assert_eq!(extremes(&project, "a-proof.png").1, [0xfc, 0xe7, 0x7a]);
    let (pdf, out) = (project.path("a.pdf"), project.path("p"));
    let args = [
        "-r",
        "30",
        "-png",
        "-singlefile",
        pdf.to_str().unwrap(),
        out.to_str().unwrap(),
    ];
    if tool("pdftoppm", &args).is_some() {
        assert_eq!(extremes(&project, "p.png").1, [255, 255, 255]);
    }
    project
        .run(&["make", SLOGAN, "-s", "a5", "--paper-colour", "yelow"])
        .fails(2, "error: there is no paper `yelow`\nhint: did you mean `yellow`?\nhint: or write its colour: `--paper-colour \"#fce77a\"`");
}

#[test]
fn dark_paper_carries_less_far() {
    let project = Project::new();
    let readable = |more: &[&str]| {
        let words = [
            "make", SLOGAN, "-s", "a3", "-f", "svg", "--json", "-o", "a.svg", "-l", "plain",
        ];
        let ran = project.run(&[&words[..], more].concat()).success();
        let object: serde_json::Value = serde_json::from_str(&ran.stdout()).unwrap();
        object["slots"]["slogan"]["readable_m"].as_f64().unwrap()
    };
    let white = readable(&[]);
    assert!((readable(&["--paper-colour", "yellow"]) - white).abs() < 0.11);
    let dark = readable(&["--paper-colour", "#a03030"]);
    assert!(dark < white * 0.9, "{dark} {white}");
}

#[test]
fn letters_to_colour_in_take_next_to_no_ink() {
    let project = Project::new();
    let percent = |layout: &str, how: &str| {
        let words = [
            "make", SLOGAN, "-s", "a3", "-l", layout, "--tile", "a4", "--json",
        ];
        let ran = project
            .run(&[&words[..], &[how, "-o", "a.pdf"]].concat())
            .success();
        let object: serde_json::Value = serde_json::from_str(&ran.stdout()).unwrap();
        object["ink_percent"].as_f64().unwrap()
    };
    for layout in ["bold", "stack", "plain"] {
        let (white, outline) = (
            percent(layout, "--ink-saver"),
            percent(layout, "--ink-saver=outline"),
        );
        assert!(
            outline < white * 0.5 && outline > 0.5,
            "{layout}: {outline} {white}"
        );
    }
    // Small print stays as it is: outlines of it would not be read.
    let note = [
        "--set",
        "note=19 January, 18:00",
        "--ink-saver=outline",
        "-f",
        "svg",
        "-o",
        "a.svg",
    ];
    project
        .run(&[&["make", SLOGAN, "-s", "a3"][..], &note].concat())
        .success();
    let svg = fs::read_to_string(project.path("a.svg")).unwrap();
    let outlined = svg.matches("stroke-linejoin:round").count();
    assert_eq!(
        outlined, 2,
        "the slogan's line and what covers its inner half"
    );
}

#[test]
fn every_language_says_how_to_print() {
    let fonts = pasteup::fonts::Fonts::new(&pasteup::library::Library::default()).unwrap();
    for row in pasteup::lang::known() {
        // Some names are of no language, such as `ckb-menu-core`.
        let Ok(lang) = row.tag.parse::<pasteup::lang::Lang>() else {
            continue;
        };
        let (said, phrase) = pasteup::lang::print_at_100(&lang);
        if said != lang {
            continue;
        }
        let advice = pasteup::render::advice(&lang, &fonts).unwrap();
        assert!(
            advice.tree.root().abs_bounding_box().width() > 50.0,
            "{phrase}"
        );
        assert_eq!(advice.texts[0].text, phrase, "{}", row.tag);
    }
}

#[test]
fn sizes_that_fill_their_sheets_leave_nothing_over() {
    use pasteup::job::sizes;
    use pasteup::output::pdf::Tiling;
    for named in sizes::GRIDS {
        let (paper, count) = named.name.split_once('-').unwrap();
        let (cols, rows) = count.split_once('x').unwrap();
        let paper_size = sizes::parse(paper).unwrap().to_size();
        let grid = Tiling::new(paper, paper_size)
            .grid(named.size.to_size())
            .unwrap();
        assert_eq!(
            (grid.cols, grid.rows),
            (cols.parse().unwrap(), rows.parse().unwrap())
        );
        assert!(
            grid.spare_mm.0.abs().max(grid.spare_mm.1.abs()) < 0.01,
            "{}",
            named.name
        );
    }
}
