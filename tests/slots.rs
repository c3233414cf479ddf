//! Slots for pictures and QR codes: what they show, what they keep to themselves, and what they say.

mod common;

use base64::Engine as _;

use std::fs;
use std::io::Cursor;

use common::{Project, Ran};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

const RED: [u8; 3] = [220, 20, 20];
const BLUE: [u8; 3] = [20, 20, 220];

/// A picture whose left half is red and whose right half is blue.
fn halves(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, _| {
        Rgb(if x < width / 2 { RED } else { BLUE })
    }))
}

fn bytes(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// A JPEG as a telephone writes it: its orientation, and a note of who took it, in EXIF.
fn from_a_telephone(picture: &DynamicImage, orientation: u8) -> Vec<u8> {
    let jpeg = bytes(picture, ImageFormat::Jpeg);
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x02".to_vec();
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    exif.extend([0x01, 0x3b, 0, 2, 0, 0, 0, 12, 0, 0, 0, 38]);
    exif.extend([0, 0, 0, 0]);
    exif.extend(b"Jane Camera\0");
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

fn close(found: [u8; 3], wanted: [u8; 3]) -> bool {
    found.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 12)
}

/// The colours at places of a PNG, in percent of its sides.
#[track_caller]
fn shows(project: &Project, file: &str, wanted: &[(u32, u32, [u8; 3])]) {
    let picture = image::open(project.path(file)).unwrap().into_rgb8();
    for (x, y, color) in wanted {
        let at = (
            (x * picture.width() / 100).min(picture.width() - 1),
            (y * picture.height() / 100).min(picture.height() - 1),
        );
        let found = picture.get_pixel(at.0, at.1).0;
        assert!(
            close(found, *color),
            "{file} at {x}%, {y}%: {found:?}, not {color:?}"
        );
    }
}

fn make(project: &Project, args: &[&str]) -> Ran {
    let fixed = ["make", "-l", "a.svg", "-o", "a.png", "-s", "100x100px"];
    project.run(&[&fixed, args].concat())
}

const FULL: &str = "<rect data-slot=\"photo\" data-kind=\"image\" width=\"100\" height=\"100\"/>";

#[test]
fn a_photograph_is_turned_upright_and_tells_nothing() {
    let project = Project::new()
        .svg("a.svg", FULL)
        .file("p.jpg", from_a_telephone(&halves(400, 200), 6));
    make(&project, &["--image", "photo=p.jpg"]).notes("");
    shows(&project, "a.png", &[(50, 20, RED), (50, 80, BLUE)]);
    for format in ["svg", "pdf"] {
        let file = format!("made.{format}");
        project
            .run(&[
                "make",
                "-l",
                "a.svg",
                "-s",
                "100x100px",
                "-o",
                &file,
                "--image",
                "photo=p.jpg",
            ])
            .success();
        let made = fs::read(project.path(&file)).unwrap();
        let mut inside = vec![made.clone()];
        if format == "svg" {
            let text = String::from_utf8(made).unwrap();
            let data = text
                .split("base64,")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap();
            inside.push(
                base64::engine::general_purpose::STANDARD
                    .decode(data)
                    .unwrap(),
            );
        }
        for bytes in inside {
            let found = |what: &[u8]| bytes.windows(what.len()).any(|w| w == what);
            assert!(!found(b"Exif") && !found(b"Jane Camera"), "{format}");
        }
    }
}

#[test]
fn every_kind_of_picture_is_read() {
    for (name, format) in [
        ("p.jpg", ImageFormat::Jpeg),
        ("p.png", ImageFormat::Png),
        ("p.webp", ImageFormat::WebP),
        ("p.gif", ImageFormat::Gif),
    ] {
        let project = Project::new()
            .svg("a.svg", FULL)
            .file(name, bytes(&halves(200, 200), format));
        make(&project, &["--image", name]).notes("");
        shows(&project, "a.png", &[(20, 50, RED), (80, 50, BLUE)]);
    }
    let logo = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 20 20\"><metadata>Jane</metadata>\
                <rect width=\"10\" height=\"20\" fill=\"#dc1414\"/><rect x=\"10\" width=\"10\" height=\"20\" fill=\"#1414dc\"/></svg>";
    let project = Project::new().svg("a.svg", FULL).file("logo.svg", logo);
    make(&project, &["--image", "logo.svg"]).notes("");
    shows(&project, "a.png", &[(20, 50, RED), (80, 50, BLUE)]);
}

#[test]
fn cover_follows_the_focus_and_contain_shows_all() {
    let project = Project::new()
        .svg("a.svg", FULL)
        .svg(
            "b.svg",
            "<rect width=\"100\" height=\"100\" fill=\"#fff\"/>\
             <image id=\"slot-photo\" width=\"100\" height=\"100\" href=\"gone.png\"/>",
        )
        .file("p.png", bytes(&halves(600, 200), ImageFormat::Png));
    make(&project, &["--image", "p.png"]).notes("");
    shows(&project, "a.png", &[(20, 50, RED), (80, 50, BLUE)]);
    make(&project, &["--image", "p.png", "--focus", "0%,50%"]).notes("");
    shows(&project, "a.png", &[(2, 50, RED), (98, 50, RED)]);
    make(&project, &["--image", "p.png", "--focus", "photo=90%,50%"]).notes("");
    shows(&project, "a.png", &[(2, 50, BLUE), (98, 50, BLUE)]);
    project
        .run(&[
            "make",
            "-l",
            "b.svg",
            "-o",
            "b.png",
            "-s",
            "100x100px",
            "--image",
            "p.png",
        ])
        .notes("");
    let white = [255; 3];
    shows(
        &project,
        "b.png",
        &[
            (10, 50, RED),
            (90, 50, BLUE),
            (50, 20, white),
            (50, 80, white),
        ],
    );
}

#[test]
fn clip_paths_and_round_corners_stay() {
    let project = Project::new()
        .svg(
            "a.svg",
            "<clipPath id=\"c\"><circle cx=\"50\" cy=\"50\" r=\"40\"/></clipPath><rect width=\"100\" height=\"100\" fill=\"#fff\"/>\
             <image data-slot=\"photo\" clip-path=\"url(#c)\" x=\"10\" y=\"10\" width=\"80\" height=\"80\" preserveAspectRatio=\"xMidYMid slice\"/>",
        )
        .svg(
            "b.svg",
            "<rect width=\"100\" height=\"100\" fill=\"#fff\"/>\
             <rect data-slot=\"photo\" data-kind=\"image\" rx=\"40\" x=\"10\" y=\"10\" width=\"80\" height=\"80\"/>",
        )
        .file("p.png", bytes(&halves(400, 400), ImageFormat::Png));
    for layout in ["a", "b"] {
        let (svg, png) = (format!("{layout}.svg"), format!("{layout}.png"));
        project
            .run(&[
                "make",
                "-l",
                &svg,
                "-o",
                &png,
                "-s",
                "100x100px",
                "--image",
                "p.png",
            ])
            .notes("");
        shows(
            &project,
            &png,
            &[
                (13, 13, [255; 3]),
                (87, 87, [255; 3]),
                (20, 50, RED),
                (80, 50, BLUE),
            ],
        );
    }
}

fn treated(treatment: &str) -> String {
    format!(
        "<style>.ink{{fill:#1a0033}}.paper{{fill:#ffe900}}.accent{{fill:#c00030}}</style>\
         <rect class=\"paper\" width=\"100\" height=\"100\"/>\
         <rect data-slot=\"photo\" data-kind=\"image\" data-treatment=\"{treatment}\" width=\"100\" height=\"100\"/>"
    )
}

#[test]
fn treatments_use_the_colours_of_the_palette() {
    let gray = DynamicImage::ImageRgb8(RgbImage::from_fn(400, 400, |x, _| {
        Rgb([if x < 200 { 40 } else { 200 }; 3])
    }));
    let (ink, paper) = ([0x1a, 0, 0x33], [0xff, 0xe9, 0]);
    for (treatment, left, right) in [
        ("none", [40; 3], [200; 3]),
        ("mono", [40; 3], [200; 3]),
        ("duotone", ink, paper),
        ("threshold", ink, paper),
        ("halftone", ink, paper),
    ] {
        let project = Project::new()
            .svg("a.svg", &treated(treatment))
            .file("p.jpg", bytes(&gray, ImageFormat::Jpeg));
        make(&project, &["--image", "p.jpg"]).notes("");
        shows(&project, "a.png", &[(20, 50, left), (80, 50, right)]);
        make(
            &project,
            &[
                "--image",
                "p.jpg",
                "--color",
                "ink=#004400",
                "--color",
                "paper=#ffffff",
            ],
        )
        .notes("");
        if treatment.ends_with("tone") || treatment == "threshold" {
            shows(
                &project,
                "a.png",
                &[(20, 50, [0, 0x44, 0]), (80, 50, [255; 3])],
            );
        }
    }
}

#[test]
fn halftone_is_vector_dots_and_not_too_many() {
    let project = Project::new()
        .svg("a.svg", &treated("halftone"))
        .file("p.jpg", bytes(&halves(300, 200), ImageFormat::Jpeg));
    project
        .run(&[
            "make",
            "-l",
            "a.svg",
            "-o",
            "a.svg.svg",
            "-s",
            "a4",
            "--image",
            "p.jpg",
        ])
        .notes("");
    let svg = fs::read_to_string(project.path("a.svg.svg")).unwrap();
    let dots = svg.matches("h0").count();
    assert!(
        !svg.contains("<image") && (3000..10_000).contains(&dots),
        "{dots}"
    );
    assert!(svg.len() < 250_000, "{}", svg.len());
}

#[test]
fn what_goes_with_a_picture_comes_and_goes() {
    let project = Project::new()
        .svg(
            "a.svg",
            "<rect width=\"100\" height=\"100\" fill=\"#fff\"/>\
             <rect data-without=\"photo\" width=\"100\" height=\"50\" fill=\"#0a0\"/>\
             <rect data-with=\"photo\" y=\"80\" width=\"100\" height=\"20\" fill=\"#000\"/>\
             <rect data-slot=\"photo\" data-kind=\"image\" data-optional=\"true\" width=\"100\" height=\"50\" fill=\"#0ff\"/>\
             <rect data-sample=\"photo\" width=\"100\" height=\"100\" fill=\"#f0f\"/>",
        )
        .file("p.png", bytes(&halves(400, 400), ImageFormat::Png));
    make(&project, &[]).notes("");
    shows(
        &project,
        "a.png",
        &[(20, 20, [0, 0xaa, 0]), (20, 90, [255; 3])],
    );
    make(&project, &["--image", "p.png"]).notes("");
    shows(&project, "a.png", &[(20, 20, RED), (20, 90, [0; 3])]);
}

#[test]
fn a_print_says_when_a_picture_is_too_small() {
    let project = Project::new()
        .svg("a.svg", FULL)
        .file("p.png", bytes(&halves(500, 500), ImageFormat::Png));
    let at = |side: &str| {
        let size = format!("{side}x{side}mm");
        project.run(&[
            "make", "-l", "a.svg", "-s", &size, "-o", "a.pdf", "--image", "p.png",
        ])
    };
    at("80").notes("");
    at("100").notes(
        "warning: the picture has 127 pixels to the inch: 500 × 500 pixels for the 10.0 × 10.0 cm of slot `photo`; \
         below 150 it looks soft\n  --> p.png\nhint: take a larger picture, or a smaller sheet",
    );
    at("200").fails(
        1,
        "error: the picture has 64 pixels to the inch: 500 × 500 pixels for the 20.0 × 20.0 cm of slot `photo`; \
         below 72 it is a mosaic\n  --> p.png\n\
         hint: take a picture about 2.4 times as wide, a smaller sheet, or a layout with `data-treatment=\"halftone\"`",
    );
    let project = Project::new()
        .svg("a.svg", FULL)
        .file("p.png", bytes(&halves(40, 40), ImageFormat::Png));
    make(&project, &["--image", "p.png"]).notes(
        "warning: the picture has 40 × 40 pixels for the 100 × 100 of slot `photo`, so it looks soft\n  --> p.png\n\
         hint: take a larger picture",
    );
}

#[test]
fn pictures_that_cannot_be_used_say_why() {
    let jpeg = bytes(&halves(300, 300), ImageFormat::Jpeg);
    let mut vast = bytes(&halves(2, 2), ImageFormat::Png);
    vast[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    let crc = crc32(&vast[12..29]).to_be_bytes();
    vast[29..33].copy_from_slice(&crc);
    let project = Project::new()
        .svg("a.svg", FULL)
        .file("empty.jpg", "")
        .file("words.jpg", "no picture")
        .file("cut.jpg", &jpeg[..40])
        .file("vast.png", vast)
        .file("phone.heic", b"\0\0\0\x18ftypheic\0\0\0\0")
        .file("words.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><text>Hello</text></svg>");
    make(&project, &[]).fails(
        1,
        "error: slot `photo` has no picture\n  --> a.svg:2:1\nhint: give it one with `--image photo=FILE`",
    );
    let said = |file: &str, status, message: &str| {
        make(&project, &["--image", file]).fails(status, message);
    };
    said(
        "gone.jpg",
        2,
        "error: the picture cannot be read: no such file or directory\n  --> gone.jpg\nhint: check the path",
    );
    said(
        "empty.jpg",
        2,
        "error: the picture is empty: its file has no bytes\n  --> empty.jpg\nhint: copy it again from the telephone or camera",
    );
    said(
        "words.jpg",
        1,
        "error: the picture is of a kind that is not known\n  --> words.jpg\nhint: use JPEG, PNG, WebP, GIF or SVG",
    );
    said(
        "phone.heic",
        1,
        "error: the picture is HEIC or AVIF, which is not read\n  --> phone.heic\n\
         hint: share it as JPEG: on an iPhone, Settings, Camera, Formats, Most Compatible",
    );
    said(
        "vast.png",
        1,
        "error: the picture has 30000 × 30000 pixels; more than 120 million are not read\n  --> vast.png\n\
         hint: save it smaller: 6000 pixels on its longer side print well up to A2",
    );
    said(
        "words.svg",
        1,
        "error: the SVG picture has words that are not outlines\n  --> words.svg\n\
         hint: turn its text into paths: in Inkscape, Path, Object to Path",
    );
    let cut = make(&project, &["--image", "cut.jpg"]).stderr();
    assert!(cut.starts_with("error: the picture is damaged: "), "{cut}");
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

#[test]
fn slots_are_filled_with_what_they_take() {
    let project = Project::new()
        .svg(
            "a.svg",
            "<rect data-slot=\"photo\" data-kind=\"image\" data-optional=\"true\" width=\"100\" height=\"50\"/>\
             <rect data-slot=\"link\" data-kind=\"qr\" data-optional=\"true\" y=\"50\" width=\"50\" height=\"50\"/>\
             <rect data-slot=\"note\" data-optional=\"true\" x=\"50\" y=\"50\" width=\"50\" height=\"50\"/>",
        )
        .file("p.png", bytes(&halves(400, 400), ImageFormat::Png));
    let said = |args: &[&str], message: &str| make(&project, args).fails(2, message);
    said(
        &["--set", "photo=x"],
        "error: slot `photo` takes a picture, not words\nhint: use `--image photo=FILE`",
    );
    said(
        &["--image", "note=p.png"],
        "error: slot `note` takes words, not a picture\nhint: use `--set note=TEXT`",
    );
    said(
        &["--qr", "photo=x"],
        "error: slot `photo` takes a picture, not a QR code\nhint: use `--image photo=FILE`",
    );
    said(
        &["--image", "phto=p.png"],
        "error: no layout that was asked for has a slot for a picture `phto`\nhint: did you mean `photo`?",
    );
    said(
        &["--image", "p.png", "--image", "p.png"],
        "error: `--image` is given twice for one slot\nhint: name the slots: `--image SLOT=p.png`",
    );
    said(
        &["--focus", "middle"],
        "error: `middle` is not a point of a picture\nhint: write how far it is from the left and from the top: `50%,30%`",
    );
    project
        .run(&["make", "Hello", "-l", "bold", "--qr", "https://example.org"])
        .fails(
            2,
            "error: no layout that was asked for has a slot for a QR code\n\
         hint: `pasteup layouts list` names the slots of every layout; `portrait` has both",
        );
    project
        .run(&["make", "Hello", "-l", "bold", "--image", "portrait=p.png"])
        .fails(
            2,
            "error: no layout that was asked for has a slot for a picture `portrait`\n\
         hint: these layouts have no slot for a picture; `pasteup layouts list` says which have",
        );
}

/// What a scanner reads from a PNG.
fn scan(project: &Project, file: &str) -> Vec<String> {
    let gray = image::open(project.path(file)).unwrap().into_luma8();
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(
        gray.width() as usize,
        gray.height() as usize,
        |x, y| {
            gray.get_pixel(u32::try_from(x).unwrap(), u32::try_from(y).unwrap())
                .0[0]
        },
    );
    let grids = prepared.detect_grids();
    grids
        .into_iter()
        .map(|grid| grid.decode().unwrap().1)
        .collect()
}

#[test]
fn codes_are_scanned_from_what_was_made() {
    let svg = |rect: &str| {
        format!(
            "<style>.ink{{fill:#7a0019}}.paper{{fill:#fff4d0}}</style><rect class=\"paper\" width=\"100\" height=\"100\"/>{rect}"
        )
    };
    let project = Project::new()
        .svg("plain.svg", &svg("<rect data-slot=\"link\" data-kind=\"qr\" x=\"20\" y=\"20\" width=\"60\" height=\"60\"/>"))
        .svg("role.svg", &svg("<rect data-slot=\"link\" data-kind=\"qr\" class=\"ink\" x=\"20\" y=\"10\" width=\"60\" height=\"80\"/>"))
        .svg("turned.svg", &svg("<g transform=\"rotate(8 50 50)\"><rect id=\"slot-qr\" x=\"20\" y=\"20\" width=\"60\" height=\"60\"/></g>"))
        .svg("dark.svg", &svg("<rect width=\"100\" height=\"100\"/><rect data-slot=\"link\" data-kind=\"qr\" fill=\"#fff\" x=\"20\" y=\"20\" width=\"60\" height=\"60\"/>"));
    for text in [
        "https://example.org/petition?id=19",
        "Свобода всем!",
        "自由を",
        "TEL",
    ] {
        for layout in ["plain", "role", "turned", "dark"] {
            let (svg, png) = (format!("{layout}.svg"), format!("{layout}.png"));
            project
                .run(&[
                    "make",
                    "-l",
                    &svg,
                    "-o",
                    &png,
                    "-s",
                    "600x600px",
                    "--qr",
                    text,
                ])
                .notes("");
            assert_eq!(scan(&project, &png), [text], "{layout}");
        }
    }
    // White on black could not be scanned by every telephone, and is turned around.
    shows(
        &project,
        "dark.png",
        &[(22, 22, [255; 3]), (10, 10, [0; 3])],
    );
    project
        .run(&[
            "make",
            "-l",
            "role.svg",
            "-o",
            "n.png",
            "-s",
            "600x600px",
            "--qr",
            "TEL",
            "--palette",
            "night",
        ])
        .notes("");
    assert_eq!(scan(&project, "n.png"), ["TEL"]);
}

#[test]
fn codes_say_what_is_wrong_with_them() {
    let project = Project::new()
        .svg("a.svg", "<rect data-slot=\"slogan\" width=\"100\" height=\"80\"/><rect data-slot=\"link\" data-kind=\"qr\" y=\"80\" width=\"20\" height=\"20\"/>");
    make(&project, &["Freedom!"]).fails(
        1,
        "error: slot `link` has no QR code\n  --> a.svg:2:51\nhint: say where it leads with `--qr link=https://…`",
    );
    make(&project, &["Freedom!", "--qr", "https://example"]).fails(
        2,
        "error: the QR code's link `https://example` names a site that cannot be\n\
         hint: write it as a browser shows it, for example `https://example.org/petition`",
    );
    make(&project, &["Freedom!", "--qr", &"x".repeat(3000)]).fails(
        1,
        "error: a QR code holds at most 2953 bytes, and this text has 3000\n  --> a.svg:2:51\nhint: take a shorter link",
    );
    project
        .run(&["make", "Freedom!", "-l", "a.svg", "-s", "200x200mm", "-o", "a.pdf", "--qr", "https://example.org"])
        .notes(
            "note: the QR code `link` is 30 mm wide and scans from 0.3 m; the slogan reads from 7.6 m\n  --> a.svg:2:51\n\
             hint: hang it where people can step up to it, or print it larger; a shorter link makes coarser squares",
        );
    project
        .run(&[
            "make", "Freedom!", "-l", "a.svg", "-s", "200x200mm", "-o", "a.pdf", "--qr", "https://example.org",
            "--readable-at", "2m",
        ])
        .notes(
            "warning: the QR code `link` is 30 mm wide and scans from 0.3 m, not from 2.0 m\n  --> a.svg:2:51\n\
             hint: hang it where people can step up to it, or print it larger; a shorter link makes coarser squares",
        );
}
