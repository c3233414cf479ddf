//! Files for print shops: judged by our preflight, by other programs, and on the plates of a press.

mod common;

#[path = "print/plates.rs"]
mod plates;

use std::fs;
use std::path::{Path, PathBuf};

use common::readers::{readers_are_silent, tool};
use common::{Project, Ran};
use pasteup::preflight::{Report, Shop, Verdict, inspect};
use plates::Plates;

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

/// Takes a quarter of an hour: `cargo test --release --test print -- --ignored --nocapture shops_take`.
#[test]
#[ignore = "1710 files, each opened by five programs"]
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

/// What black may lie on where it overprints: the flat colours of a palette, in percent.
fn grounds(palette: &str) -> Vec<[f64; 3]> {
    match palette {
        "black-on-white" => vec![[0.0; 3], [0.0, 100.0, 100.0]],
        "signal" => vec![[0.0; 3], [0.0, 15.0, 100.0], [0.0, 100.0, 100.0]],
        _ => unreachable!("{palette}"),
    }
}

/// Full black stands alone, or overprints one of the flat colours; and nowhere is too much ink.
fn black_is_clean(project: &Project, layout: &str, palette: &str, shop: &str) {
    let (ran, file) = make(
        project,
        layout,
        "a4",
        "en",
        &["--palette", palette, "--shop", shop],
    );
    ran.success();
    let Some(plates) = Plates::of(&file, 72) else {
        return;
    };
    let limit = Shop::built_in()[shop].ink_limit_percent;
    let most = plates.most_ink();
    // Each of four plates is rounded to one of 255 steps.
    assert!(
        most <= limit + 0.8,
        "{layout} {palette} {shop}: {most:.1} %"
    );
    let (mut alone, mut over, mut dirty) = (0, 0, 0);
    for [c, m, y, k] in plates.process() {
        if k < 255 {
            continue;
        }
        let is = |ground: &[f64; 3]| {
            let pairs = [c, m, y].into_iter().zip(ground);
            pairs
                .into_iter()
                .all(|(is, wanted)| (f64::from(is) / 2.55 - wanted).abs() < 1.0)
        };
        match grounds(palette).iter().position(is) {
            Some(0) => alone += 1,
            Some(_) => over += 1,
            None => dirty += 1,
        }
    }
    assert_eq!(
        dirty, 0,
        "{layout} {palette} {shop}: of {alone} black and {over} over colour"
    );
    // Every layout has a slogan, and of these two palettes its ink is black; on red or black ground
    // it is paper.
    eprintln!(
        "{layout} {palette} {shop}: {alone} places black alone, {over} over colour, {most:.0} % of ink"
    );
}

#[test]
fn black_type_is_on_the_black_plate_alone() {
    let project = Project::new();
    // In these the slogan is black on the bare ground.
    for layout in ["plain", "frame", "sun", "quote"] {
        let (ran, file) = make(
            &project,
            layout,
            "a4",
            "en",
            &["--palette", "black-on-white", "--shop", "generic"],
        );
        ran.success();
        let Some(plates) = Plates::of(&file, 72) else {
            return;
        };
        assert!(
            plates.inked("Black") > 5000,
            "{layout}: {}",
            plates.inked("Black")
        );
    }
    for (n, layout) in layouts().iter().enumerate().step_by(3) {
        let palette = ["black-on-white", "signal"][n % 2];
        black_is_clean(&project, layout, palette, ["generic", "x1a"][n / 3 % 2]);
    }
}

/// `cargo test --release --test print -- --ignored --nocapture black_type`
#[test]
#[ignore = "152 files through Ghostscript"]
fn black_type_is_on_the_black_plate_alone_in_every_layout() {
    let project = Project::new();
    for layout in layouts() {
        for palette in ["black-on-white", "signal"] {
            for shop in ["generic", "x1a"] {
                black_is_clean(&project, &layout, palette, shop);
            }
        }
    }
}

const SPOT: &str = r##"[strike]
paper = { rgb = "#ffffff", cmyk = [0, 0, 0, 0] }
ink = { rgb = "#000000", cmyk = [0, 0, 0, 100] }
accent = { rgb = "#da291c", cmyk = [0, 95, 100, 0], spot = "PANTONE 485 C" }
second = { rgb = "#595959", cmyk = [0, 0, 0, 75] }
"##;

#[test]
fn a_spot_colour_has_a_plate_of_its_own() {
    let project = Project::new().file("lib/layouts/palettes.toml", SPOT);
    for shop in ["generic", "x1a"] {
        let more = ["--library", "lib", "--palette", "strike", "--shop", shop];
        let (ran, file) = make(&project, "sun", "a4", "en", &more);
        ran.success();
        let report = preflight(&file, shop, 1.0);
        let row = report.of("spot-colors").next().unwrap();
        assert_eq!((row.verdict, row.figure.as_str()), (Verdict::Note, "1 ink"));
        assert!(
            row.message.starts_with("`PANTONE 485 C`"),
            "{}",
            row.message
        );
        assert_eq!(report.count(Verdict::Fail), 0, "{report}");
        readers_are_silent(&file);
        if let Some(plates) = Plates::of(&file, 36) {
            assert!(
                plates.inked("PANTONE 485 C") > 5000,
                "{:?}",
                plates.inks.keys()
            );
            for ink in ["Cyan", "Magenta", "Yellow"] {
                assert_eq!(plates.inked(ink), 0, "{ink}");
            }
        }
    }
    // Digital presses get what stands in for it, and so does a shop that has no inks of its own.
    let own = "[corner]\ncolors = [\"gray\", \"cmyk\"]\n";
    let project = project.file("lib/shops.toml", own);
    let more = [
        "--library",
        "lib",
        "--palette",
        "strike",
        "--shop",
        "corner",
    ];
    let (ran, file) = make(&project, "sun", "a4", "en", &more);
    ran.success();
    if let Some(plates) = Plates::of(&file, 36) {
        assert_eq!(plates.inks.len(), 4);
        let red = plates
            .process()
            .filter(|[c, m, y, k]| (*c, *k) == (0, 0) && *m > 230 && *y > 250);
        assert!(red.count() > 5000);
    }
}

#[test]
fn a_spot_colour_of_another_palette_is_left_alone() {
    // The drawing happens to have the same red, but nobody asked for that palette.
    let project = Project::new().file("lib/layouts/palettes.toml", SPOT).svg(
        "red.svg",
        "<rect width=\"100\" height=\"100\" fill=\"#da291c\"/>",
    );
    project
        .run(&[
            "make",
            "-l",
            "red.svg",
            "-s",
            "a4",
            "--library",
            "lib",
            "--shop",
            "generic",
            "-q",
            "-o",
            "a.pdf",
        ])
        .success();
    let report = preflight(&project.path("a.pdf"), "generic", 1.0);
    assert_eq!(report.of("spot-colors").next().unwrap().figure, "");
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

/// Nothing in the whole file that only a transparency model can say.
fn assert_opaque(file: &Path) {
    let document = lopdf::Document::load(file).unwrap();
    let number = |dict: &lopdf::Dictionary, key: &[u8]| dict.get(key).ok()?.as_float().ok();
    for object in document.objects.values() {
        let dict = match object {
            lopdf::Object::Stream(stream) => &stream.dict,
            other => match other.as_dict() {
                Ok(dict) => dict,
                Err(_) => continue,
            },
        };
        for key in [&b"SMask"[..], b"Group", b"Mask"] {
            assert!(!dict.has(key), "{dict:?}");
        }
        for key in [&b"ca"[..], b"CA"] {
            assert!(
                number(dict, key).is_none_or(|alpha| alpha == 1.0),
                "{dict:?}"
            );
        }
        let blend = dict.get(b"BM").and_then(lopdf::Object::as_name);
        assert!(blend.is_err() || blend.is_ok_and(|mode| mode == b"Normal"));
    }
}

#[test]
fn see_through_parts_are_flattened_for_x1a() {
    let project = Project::new()
        .file("see.svg", include_str!("print/see-through.svg"))
        .file("soft.png", picture(200, 100, true));
    let make = |more: &[&str]| {
        let args = [&["make", "-l", "see.svg", "-s", "100x100mm"][..], more].concat();
        project.run(&args).success()
    };
    let ran = make(&["--shop", "x1a", "-o", "see.pdf"]);
    assert!(
        ran.stderr().contains(
            "the standard has no transparency, so the 6 see-through elements of the drawing and \
             what lies below are printed as pixels, 300 to the inch"
        ),
        "{}",
        ran.stderr()
    );
    let file = project.path("see.pdf");
    assert_opaque(&file);
    let report = preflight(&file, "x1a", 1.0);
    assert_eq!(report.count(Verdict::Fail), 0, "{report}");
    assert_eq!(report.of("resolution").next().unwrap().figure, "300 ppi");
    assert_eq!(report.of("color-spaces").next().unwrap().figure, "CMYK");
    readers_are_silent(&file);

    // Ghostscript shows the inks through the same profile; resvg's picture never saw a press.
    make(&["-f", "png", "--dpi", "72", "-q", "-o", "see.png"]);
    let wanted = image::open(project.path("see.png")).unwrap().to_rgb8();
    let Some(shown) = as_printed(&file, 72) else {
        return;
    };
    assert_eq!(wanted.dimensions(), shown.dimensions());
    let off = far_off(&wanted, &shown, 16);
    assert!(off < 0.003, "{:.2} % differ", off * 100.0);
}

/// A page as Ghostscript shows its inks through the profile that is built in, cut to the trim.
fn as_printed(file: &Path, dpi: u32) -> Option<image::RgbImage> {
    let shown = file.with_extension("shown.png");
    let out = format!("-sOutputFile={}", shown.display());
    let profile = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles/ISOcoated_v2_300_bas.icc");
    let profile = format!("-sDefaultCMYKProfile={}", profile.display());
    let resolution = format!("-r{dpi}");
    let args = [
        "-q",
        "-dNOPAUSE",
        "-dBATCH",
        "-sDEVICE=png16m",
        "-dUseTrimBox=true",
        &resolution,
        &profile,
        &out,
        file.to_str().unwrap(),
    ];
    tool("gs", &args)?;
    Some(image::open(shown).unwrap().to_rgb8())
}

/// The share of pixels that lie further outside of what the neighbouring pixels of another picture
/// span than so much: edges are soft in different ways.
fn far_off(wanted: &image::RgbImage, shown: &image::RgbImage, most: u8) -> f64 {
    let (width, height) = wanted.dimensions();
    let around = |at: u32, end: u32| at.saturating_sub(1)..=(at + 1).min(end - 1);
    let is_off = |x: u32, y: u32| {
        (0..3).any(|channel| {
            let near = around(y, height).flat_map(|y| around(x, width).map(move |x| (x, y)));
            let near = near.map(|(x, y)| wanted.get_pixel(x, y).0[channel]);
            let (low, high) = near.fold((255, 0), |(low, high), n| (n.min(low), n.max(high)));
            let is = shown.get_pixel(x, y).0[channel];
            is < low.saturating_sub(most) || is > high.saturating_add(most)
        })
    };
    let off = shown.enumerate_pixels().filter(|(x, y, _)| is_off(*x, *y));
    off.count() as f64 / f64::from(width * height)
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
