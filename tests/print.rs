//! From a press to a kitchen table: files for shops, and sheets for home printers.

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::Project;
use pasteup::preflight::{Shop, inspect};

const SLOGAN: &str = "To remember is to fight!";

/// The output of a tool, or `None`, said aloud, where it is not installed.
fn tool(name: &str, args: &[&str]) -> Option<String> {
    if let Ok(output) = Command::new(name).args(args).output() {
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        assert!(output.status.success(), "{name} {args:?}: {said}");
        Some(said)
    } else {
        eprintln!("skipped: `{name}` is not installed");
        None
    }
}

/// What every reader that is installed says of a file: nothing.
fn readers_are_silent(path: &Path) {
    let file = path.to_str().unwrap();
    if let Some(said) = tool("qpdf", &["--check", file]) {
        assert!(
            said.contains("No syntax or stream encoding errors"),
            "{said}"
        );
    }
    if let Some(said) = tool("pdfinfo", &["-box", file]) {
        assert!(
            !said.contains("Error") && !said.contains("Warning"),
            "{said}"
        );
    }
    let null = path.with_extension("null.png");
    let null = null.to_str().unwrap();
    if let Some(said) = tool("mutool", &["draw", "-q", "-r", "10", "-o", null, file, "1"]) {
        // That is about the build of mutool, not about the file.
        let said = said.replace("warning: ICC support is not available", "");
        assert!(said.trim().is_empty(), "mutool: {said}");
    }
    let quiet = ["-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=nullpage", file];
    if let Some(said) = tool("gs", &quiet) {
        assert!(said.trim().is_empty(), "gs: {said}");
    }
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

/// Pixels of a page at a resolution, as gray.
fn page(file: &Path, number: usize, dpi: u32, folder: &Path) -> Option<image::GrayImage> {
    let out = folder.join(format!("r-{number}"));
    let (n, r) = (number.to_string(), dpi.to_string());
    let file = file.to_str().unwrap();
    tool(
        "pdftoppm",
        &[
            "-r",
            &r,
            "-f",
            &n,
            "-l",
            &n,
            "-png",
            "-singlefile",
            file,
            out.to_str().unwrap(),
        ],
    )?;
    Some(image::open(out.with_extension("png")).unwrap().to_luma8())
}

/// Sheets are rendered, cut at their joints and laid together; the whole is rendered at once.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixels of a picture, counted from 0"
)]
fn reassembles(size: &str, paper: &str, (paper_w, paper_h): (f64, f64), ruler: f64) {
    const DPI: u32 = 50;
    let project = Project::new();
    let measured = format!("{ruler}mm");
    project
        .run(&["make", SLOGAN, "-s", size, "-l", "sun", "-o", "whole.pdf"])
        .success();
    let ran = project
        .run(&[
            "make",
            SLOGAN,
            "-s",
            size,
            "-l",
            "sun",
            "--tile",
            paper,
            "--printed-ruler",
            &measured,
            "--json",
            "-o",
            "tiles.pdf",
        ])
        .success();
    let object: serde_json::Value = serde_json::from_str(&ran.stdout()).unwrap();
    let tiles = &object["tiles"];
    let count = |key: &str| usize::try_from(tiles[key].as_u64().unwrap()).unwrap();
    let (rows, cols) = (count("rows"), count("cols"));
    assert_eq!(count("sheets"), rows * cols);
    let (w, h) = if tiles["rotated"] == true {
        (paper_h, paper_w)
    } else {
        (paper_w, paper_h)
    };
    let (margin, c) = (5.0, 100.0 / ruler);
    let overlap = 10.0 * c;
    let step = (w - 2.0 * margin - overlap, h - 2.0 * margin - overlap);
    let poster = (
        object["width"].as_f64().unwrap() * c,
        object["height"].as_f64().unwrap() * c,
    );
    let at = |n: usize, step: f64, size: f64| (n as f64 * step + overlap - size) / 2.0;
    let start = (at(cols, step.0, poster.0), at(rows, step.1, poster.1));

    let Some(whole) = page(&project.path("whole.pdf"), 1, DPI, &project.path("")) else {
        return;
    };
    let sheets: Vec<_> = (0..rows * cols)
        .map(|n| page(&project.path("tiles.pdf"), n + 2, DPI, &project.path("")).unwrap())
        .collect();
    let per_mm = f64::from(DPI) / 25.4;
    let (mut worst, mut wrong, mut seen) = (0_u8, 0, 0);
    for (x, y, pixel) in whole.enumerate_pixels() {
        // Within a pixel, 0.5 mm, of an edge of ink both values are right; look where it is flat.
        let (x0, y0) = (x.saturating_sub(1), y.saturating_sub(1));
        let around = (x0..=(x + 1).min(whole.width() - 1))
            .flat_map(|x| (y0..=(y + 1).min(whole.height() - 1)).map(move |y| (x, y)));
        if around
            .into_iter()
            .any(|(x, y)| whole.get_pixel(x, y) != pixel)
        {
            continue;
        }
        // In millimetres of the grid of sheets.
        let gx = (f64::from(x) + 0.5) / per_mm * c + start.0;
        let gy = (f64::from(y) + 0.5) / per_mm * c + start.1;
        let index = |g: f64, step: f64, n: usize| {
            (((g - overlap / 2.0) / step).floor().max(0.0) as usize).min(n - 1)
        };
        let (col, row) = (index(gx, step.0, cols), index(gy, step.1, rows));
        let sheet = &sheets[row * cols + col];
        let px = ((gx - col as f64 * step.0 + margin) * per_mm) as u32;
        let py = ((gy - row as f64 * step.1 + margin) * per_mm) as u32;
        let other = sheet.get_pixel(px.min(sheet.width() - 1), py.min(sheet.height() - 1));
        let off = pixel.0[0].abs_diff(other.0[0]);
        worst = worst.max(off);
        seen += 1;
        wrong += usize::from(off > 8);
    }
    assert!(seen > 100_000, "{seen}");
    assert!(
        wrong * 20_000 < seen,
        "{size} on {paper}: {wrong} of {seen} differ, the worst by {worst}"
    );
}

#[test]
#[ignore = "0.19 % of an A3 still differ at the joints: white of a mark where a letter should be"]
fn sheets_cut_and_joined_are_the_poster() {
    reassembles("a3", "a4", (210.0, 297.0), 100.0);
    reassembles("a2", "letter", (215.9, 279.4), 100.0);
    reassembles("a2", "a4", (210.0, 297.0), 97.2);
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
    readers_are_silent(&project.path("a.pdf"));
    project
        .run(&["make", SLOGAN, "-s", "a5", "--nup", "4", "-o", "b.pdf"])
        .fails(1, "error: 4 posters of 148 × 210 mm do not fit on a4\nhint: ask for fewer, a smaller `--size`, or larger paper with `--tile a3`");
}
