//! What each plate of the press gets: black, spot colours, gradients, photographs, see-through parts.

use std::path::Path;

use pasteup::preflight::{Shop, Verdict};

use super::common::Project;
use super::common::readers::{readers_are_silent, tool};
use super::plates::Plates;
use super::{layouts, make, picture, preflight};

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
        .file("see.svg", include_str!("see-through.svg"))
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

const GRADIENTS: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">
  <linearGradient id="a">
    <stop offset="0" stop-color="#c8a050"/><stop offset="1" stop-color="#405a80"/>
  </linearGradient>
  <radialGradient id="b"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#000"/></radialGradient>
  <linearGradient id="c"><stop offset="0" stop-color="#9a6a5a"/><stop offset="1" stop-color="#000"/></linearGradient>
  <rect width="100" height="100" fill="#fff"/>
  <rect width="100" height="60" fill="url(#a)"/>
  <circle cx="30" cy="80" r="15" fill="url(#b)"/>
  <rect x="55" y="65" width="40" height="30" fill="url(#c)"/>
</svg>
"##;

#[test]
fn gradients_are_in_inks_and_look_as_on_the_screen() {
    let project = Project::new().file("g.svg", GRADIENTS);
    let make = |more: &[&str]| {
        let args = [&["make", "-l", "g.svg", "-s", "100x100mm", "-q"][..], more].concat();
        project.run(&args).success();
    };
    make(&["-f", "png", "--dpi", "72", "-o", "g.png"]);
    let wanted = image::open(project.path("g.png")).unwrap().to_rgb8();
    for shop in ["generic", "x1a"] {
        make(&["--shop", shop, "--proof", "--dpi", "72", "-o", "g.pdf"]);
        let file = project.path("g.pdf");
        let report = preflight(&file, shop, 1.0);
        assert_eq!(report.count(Verdict::Fail), 0, "{report}");
        assert_eq!(report.of("color-spaces").next().unwrap().figure, "CMYK");
        assert_eq!(
            report.of("resolution").next().unwrap().figure,
            "",
            "no pixels"
        );
        readers_are_silent(&file);
        let proof = image::open(project.path("g-proof.png")).unwrap().to_rgb8();
        let off = far_off(&wanted, &proof, 30);
        assert!(off < 0.003, "the proof: {:.2} % differ", off * 100.0);
        // Black is lighter on paper than on the screen.
        if let Some(shown) = as_printed(&file, 72) {
            // The last steps to black are black ink alone, which the proof takes for the profile's.
            let off = far_off(&proof, &shown, 28);
            assert!(off < 0.003, "{shop}: {:.2} % differ", off * 100.0);
        }
        // The circle runs from white to black in black ink alone.
        if let Some(plates) = Plates::of(&file, 72) {
            let limit = Shop::built_in()[shop].ink_limit_percent;
            assert!(plates.most_ink() <= limit + 0.8, "{}", plates.most_ink());
        }
    }
}

#[test]
fn photographs_are_inks_or_tagged_as_the_shop_has_it() {
    let photo = image::RgbImage::from_fn(1300, 900, |x, y| {
        let channel = |value: u32| u8::try_from(value.min(255)).unwrap();
        // A dark corner, and colours that run.
        if x < 300 && y < 300 {
            image::Rgb([12, 8, 16])
        } else {
            image::Rgb([
                channel(60 + x / 10),
                channel(50 + y / 8),
                channel(190 - x / 10),
            ])
        }
    });
    let mut jpeg = std::io::Cursor::new(Vec::new());
    photo.write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    let project = Project::new()
        .svg("p.svg", "<rect width=\"100\" height=\"100\" fill=\"#fff\"/><rect data-slot=\"photo\" data-kind=\"image\" x=\"0\" y=\"0\" width=\"100\" height=\"69\"/>")
        .file("photo.jpg", jpeg.into_inner());
    let make = |more: &[&str]| {
        let args = [
            "make",
            "-l",
            "p.svg",
            "--image",
            "photo.jpg",
            "-s",
            "100x100mm",
            "-q",
        ];
        project.run(&[&args[..], more].concat()).success();
    };
    make(&["-f", "png", "--dpi", "72", "-o", "p.png"]);
    let wanted = image::open(project.path("p.png")).unwrap().to_rgb8();
    for (shop, space) in [
        ("generic", "CMYK and RGB with a profile"),
        ("rgb", "RGB with a profile"),
        ("x1a", "CMYK"),
    ] {
        make(&["--shop", shop, "--proof", "--dpi", "72", "-o", "p.pdf"]);
        let file = project.path("p.pdf");
        let report = preflight(&file, shop, 1.0);
        assert_eq!(report.count(Verdict::Fail), 0, "{report}");
        assert_eq!(report.of("color-spaces").next().unwrap().figure, space);
        readers_are_silent(&file);
        let proof = image::open(project.path("p-proof.png")).unwrap().to_rgb8();
        if let Some(shown) = as_printed(&file, 72) {
            // One percent are along the edges of the dark corner, where pixels are thinned out otherwise.
            // A tagged photograph is shown with all its colours, one in inks with those of the press.
            let to = if space == "CMYK" { &proof } else { &wanted };
            let off = far_off(to, &shown, 24);
            assert!(off < 0.015, "{shop}: {:.2} % differ", off * 100.0);
        }
        if let Some(plates) = Plates::of(&file, 72).filter(|_| space == "CMYK") {
            let limit = Shop::built_in()[shop].ink_limit_percent;
            assert!(plates.most_ink() <= limit + 0.8, "{}", plates.most_ink());
        }
    }
}
