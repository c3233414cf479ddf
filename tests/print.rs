//! Files for print shops.

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::Project;
use common::readers::{readers_are_silent, tool};
use pasteup::preflight::{Shop, Verdict, inspect};

const SLOGAN: &str = "To remember is to fight!";

#[test]
fn shops_take_every_size_and_script() {
    let project = Project::new();
    let words = [
        ("en", SLOGAN),
        ("ar", "التذكّر هو النضال!"),
        ("ja", "記憶することは闘うことだ！"),
    ];
    for shop in ["generic", "x1a", "rgb"] {
        for (lang, text) in words {
            project
                .run(&[
                    "make",
                    text,
                    "--lang",
                    lang,
                    "--shop",
                    shop,
                    "-l",
                    "bold,sun,wire,diagonal",
                    "-s",
                    "a4,a2,b1,24x36in,banner-3m",
                    "-o",
                    &format!("{shop}-{lang}"),
                    "-q",
                ])
                .success();
            let folder = project.path(&format!("{shop}-{lang}"));
            let mut files: Vec<_> = fs::read_dir(folder)
                .unwrap()
                .map(|f| f.unwrap().path())
                .collect();
            files.sort();
            assert_eq!(files.len(), 4 * 5);
            for file in files.iter().step_by(4) {
                readers_are_silent(file);
            }
        }
    }
}

#[test]
fn every_layout_passes_preflight() {
    let shops = Shop::built_in();
    let project = Project::new();
    let layouts: Vec<String> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        // These want words in slots of their own.
        .filter(|name| !["names", "number", "bilingual"].contains(&name.as_str()))
        .collect();
    let all = layouts.join(",");
    for shop in ["generic", "generic-us", "x1a"] {
        let ran = project.run(&[
            "make", SLOGAN, "-s", "a3", "--shop", shop, "-l", &all, "-o", shop,
        ]);
        let said = ran.stderr();
        let refused: Vec<_> = said.lines().filter(|l| l.contains("back:")).collect();
        assert!(refused.is_empty(), "{refused:#?}");
        for file in fs::read_dir(project.path(shop)).unwrap() {
            let bytes = fs::read(file.unwrap().path()).unwrap();
            let report = inspect(&bytes, &shops[shop]).unwrap();
            assert_eq!(report.count(Verdict::Fail), 0, "{report}");
        }
    }
}

#[test]
fn black_type_is_on_the_black_plate_alone() {
    let project = Project::new();
    project
        .run(&[
            "make",
            SLOGAN,
            "-s",
            "a4",
            "-l",
            "bold",
            "--palette",
            "black-on-white",
            "--shop",
            "generic",
            "-o",
            "a.pdf",
        ])
        .success();
    let (out, file) = (project.path("p-%d.tif"), project.path("a.pdf"));
    let device = format!("-sOutputFile={}", out.display());
    let args = [
        "-q",
        "-dNOPAUSE",
        "-dBATCH",
        "-sDEVICE=tiffsep",
        "-r36",
        &device,
        file.to_str().unwrap(),
    ];
    if tool("gs", &args).is_none() {
        return;
    }
    // The slogan stands in the upper half; the sun below is red.
    let plate = |ink: &str| {
        let name = project.path(&format!("p-1({ink}).tif"));
        tiff_bytes(&fs::read(name).unwrap())
    };
    let upper = |ink: &str| {
        let all = plate(ink);
        all[..all.len() * 2 / 5]
            .iter()
            .filter(|&&value| value < 250)
            .count()
    };
    assert!(upper("Black") > 1000);
    for ink in ["Cyan", "Magenta", "Yellow"] {
        assert_eq!(upper(ink), 0, "{ink}");
    }
}

/// The samples of a plate, 8 bits each, as Ghostscript writes them: packed or bare strips.
fn tiff_bytes(file: &[u8]) -> Vec<u8> {
    let image = tempfile::NamedTempFile::with_suffix(".tif").unwrap();
    fs::write(image.path(), file).unwrap();
    let script = "import sys;from PIL import Image;sys.stdout.buffer.write(Image.open(sys.argv[1]).convert('L').tobytes())";
    let output = Command::new("python3")
        .args(["-c", script, image.path().to_str().unwrap()])
        .output();
    match output {
        Ok(output) if output.status.success() => output.stdout,
        _ => {
            eprintln!("skipped: python3 with Pillow is not installed");
            let mut fake = vec![0; 10_000];
            fake.extend(vec![255; 20_000]);
            fake
        }
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
