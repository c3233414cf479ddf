//! PDF against picture: each drawing of `tests/pdf/` is made into a PDF, poppler makes pixels of
//! it, and these are held against what resvg makes of the same tree.
//!
//! `FILTER=masking cargo test --test pdf` looks at some of them, `SHEET=1` puts all of them side by
//! side into `target/pdf/`, `UPDATE=1` accepts the snapshot of the structure.

#[path = "pdf/compare.rs"]
mod compare;
#[path = "pdf/words.rs"]
mod words;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use pasteup::compose::{Artwork, TextLine};
use pasteup::diag::Notes;
use pasteup::job::Edges;
use pasteup::lang::Lang;
use pasteup::output::pdf::{PdfOptions, pdf};
use pasteup::units::{Affine, Pixels, SheetSize, Size};

#[test]
fn a_page_is_exactly_the_sheet() {
    let a3 = with_sheet(PLAIN, SheetSize::Paper(Size::mm(297.0, 420.0)));
    let text = as_text(&a3);
    for name in ["MediaBox", "TrimBox"] {
        let numbers = box_of(&text, name);
        let wanted = [0.0, 0.0, 297.0 / 25.4 * 72.0, 420.0 / 25.4 * 72.0];
        for (number, wanted) in numbers.into_iter().zip(wanted) {
            assert!((number - wanted).abs() < 0.01, "{name}: {numbers:?}");
        }
    }
    let screen = with_sheet(
        PLAIN,
        SheetSize::Screen(Pixels {
            width: 1080,
            height: 1350,
        }),
    );
    assert_eq!(
        box_of(&as_text(&screen), "TrimBox"),
        [0.0, 0.0, 810.0, 1012.5]
    );
    assert!(!text.contains("CropBox") && !text.contains("/Rotate"));
    assert!(make(&a3).starts_with(b"%PDF-1.6\n"));
}

#[test]
fn the_same_artwork_makes_the_same_bytes_in_every_thread() {
    let svg = fs::read_to_string(folder().join("masking/clip-path-and-mask.svg")).unwrap();
    let alone = make(&artwork(&svg));
    let together: Vec<Vec<u8>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| make(&artwork(&svg))))
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(together.iter().all(|file| *file == alone));
    let other = make(&artwork(&svg.replace("0.8", "0.7")));
    assert_ne!(id_of(&alone), id_of(&other));
}

#[test]
fn the_structure_is_as_before() {
    let mut artwork = artwork(PLAIN);
    artwork.title = "Не <молчи> & не бойся".to_owned();
    artwork.lang = "ru".parse().unwrap();
    artwork.texts = vec![line("Не молчи", "ru", false)];
    let seen = as_text(&artwork);
    let path = folder().join("structure.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &seen).unwrap();
    }
    let known = fs::read_to_string(&path).unwrap_or_default();
    assert!(known == seen, "UPDATE=1 accepts:\n{seen}");
}

#[test]
fn nothing_tells_who_made_it_or_when() {
    let svg = fs::read_to_string(folder().join("images/jpeg-with-exif.svg")).unwrap();
    let file = String::from_utf8_lossy(&make(&artwork(&svg))).into_owned();
    for word in [
        "Exif", "SPYCAM", "home", "Date", "Producer", "Author", "19700101", "printpdf",
    ] {
        assert!(!file.contains(word), "`{word}` is in the file");
    }
}

#[test]
fn filters_are_pixels_and_the_notes_say_so() {
    let svg = fs::read_to_string(folder().join("filters/gaussian-blur.svg")).unwrap();
    let mut notes = Notes::default();
    pdf(&artwork(&svg), &PdfOptions::default(), &mut notes).unwrap();
    let messages: Vec<_> = notes.iter().map(|note| note.message.as_str()).collect();
    assert_eq!(
        messages,
        ["the filter (feGaussianBlur) is printed as pixels, 300 to the inch"]
    );
}

#[test]
fn letters_on_their_shadow_stay_vectors() {
    let svg = fs::read_to_string(folder().join("filters/drop-shadow.svg")).unwrap();
    let text = as_text(&artwork(&svg));
    let (_, after_picture) = text.split_once("/I0 Do").expect("the shadow");
    let (content, _) = after_picture.split_once("endstream").expect("the page");
    assert!(
        content.contains("0.8392 0.1569 0.1569 rg") && content.contains(" c\n"),
        "{content}"
    );
}

#[test]
fn all_else_is_vectors() {
    for path in drawings() {
        let name = name_of(&path);
        let artwork = artwork(&fs::read_to_string(&path).unwrap());
        let pictures = as_text(&artwork).matches("/Subtype/Image").count();
        if name.starts_with("images/") || name.starts_with("filters/") {
            continue;
        }
        assert_eq!(pictures, 0, "{name} holds pixels");
    }
}

#[test]
fn qpdf_finds_nothing_wrong() {
    if !has("qpdf") {
        return;
    }
    let mut pages = BTreeMap::new();
    for path in drawings() {
        let mut artwork = artwork(&fs::read_to_string(&path).unwrap());
        artwork.texts = vec![line("لا للحرب", "ar", true)];
        pages.insert(name_of(&path), make(&artwork));
    }
    for (name, file) in pages {
        let path = target().join("check.pdf");
        fs::write(&path, file).unwrap();
        let output = Command::new("qpdf")
            .arg("--check")
            .arg(&path)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{name}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn odd_drawings_make_whole_files() {
    let bodies = [
        "",
        r#"<g transform="scale(0)"><rect width="9" height="9"/></g>"#,
        r#"<path d="M1e20 0 L-1e20 1e20 L3e33 5 Z"/>"#,
        r##"<path d="M9 9 H90" stroke="#000" stroke-width="1e-9" stroke-dasharray="1e-7"/>"##,
        r#"<pattern id="p" width="1e-6" height="1e-6" patternUnits="userSpaceOnUse"><rect width="1" height="1"/></pattern><rect width="99" height="99" fill="url(#p)"/>"#,
        r##"<linearGradient id="g" gradientTransform="scale(0 1)"><stop offset="0"/><stop offset="1" stop-color="#fff"/></linearGradient><rect width="99" height="99" fill="url(#g)"/>"##,
        r##"<linearGradient id="g" x2="1e-7" spreadMethod="repeat"><stop offset="0"/><stop offset="1" stop-color="#fff"/></linearGradient><rect width="99" height="99" fill="url(#g)"/>"##,
        r##"<radialGradient id="g" fx="1" spreadMethod="reflect"><stop offset="0"/><stop offset="1" stop-color="#fff"/></radialGradient><rect width="99" height="99" fill="url(#g)"/>"##,
        r#"<filter id="f"><feGaussianBlur stdDeviation="1e6"/></filter><rect width="99" height="99" filter="url(#f)"/>"#,
        r#"<image width="9" height="9" href="data:image/jpeg;base64,/9j/4AAQSkZJRg=="/>"#,
    ];
    for body in bodies {
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200">{body}</svg>"#
        );
        let text = as_text(&artwork(&svg));
        assert!(
            !text.contains("NaN") && !text.contains("inf"),
            "{body}: {text}"
        );
        let pages = lopdf::Document::load_mem(&make(&artwork(&svg)))
            .unwrap()
            .get_pages();
        assert_eq!(pages.len(), 1, "{body}");
    }
}

#[test]
fn large_filters_get_fewer_pixels_and_say_so() {
    let svg = fs::read_to_string(folder().join("filters/beyond-the-page.svg")).unwrap();
    let banner = with_sheet(&svg, SheetSize::Paper(Size::mm(3000.0, 3000.0)));
    let mut notes = Notes::default();
    let file = pdf(&banner, &PdfOptions::default(), &mut notes).unwrap();
    let message = &notes.iter().next().unwrap().message;
    let words: Vec<_> = message.split(' ').collect();
    let at = words.iter().position(|word| *word == "to").unwrap();
    let resolution: f64 = words[at - 1].parse().unwrap();
    assert!((10.0..100.0).contains(&resolution), "{message}");
    assert!(file.len() < 10_000_000);
}

const PLAIN: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200">
  <rect width="200" height="200" fill="#c1121f"/>
  <path d="M20 20 H180 L100 90 Z" fill="#fff" fill-opacity="0.5"/>
</svg>"##;

fn artwork(svg: &str) -> Artwork {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).expect("an SVG");
    let size = tree.size();
    let inches = |px: f32| f64::from(px) / 96.0;
    Artwork {
        svg: svg.to_owned(),
        sheet: SheetSize::Paper(Size::inch(inches(size.width()), inches(size.height()))),
        tree,
        edges: Edges::default(),
        swatches: [].into(),
        title: "A drawing".to_owned(),
        lang: Lang::UNKNOWN,
        texts: Vec::new(),
        stock: None,
        keep_whole: Vec::new(),
    }
}

fn with_sheet(svg: &str, sheet: SheetSize) -> Artwork {
    Artwork {
        sheet,
        ..artwork(svg)
    }
}

/// A line of 20 pixels' height, from 20 to 180 at 100.
fn line(text: &str, lang: &str, rtl: bool) -> TextLine {
    TextLine {
        text: text.to_owned(),
        lang: lang.parse().unwrap(),
        transform: Affine::new(20.0, 0.0, 0.0, 20.0, 20.0, 100.0),
        width_em: 8.0,
        rtl,
    }
}

fn make(artwork: &Artwork) -> Vec<u8> {
    pdf(artwork, &PdfOptions::default(), &mut Notes::default()).expect("a PDF")
}

/// The file as text, without compression.
fn as_text(artwork: &Artwork) -> String {
    let options = PdfOptions {
        compress: false,
        ..PdfOptions::default()
    };
    let file = pdf(artwork, &options, &mut Notes::default()).expect("a PDF");
    file.iter()
        .map(|&byte| match byte {
            b'\n' | b' '..=b'~' => char::from(byte),
            _ => '·',
        })
        .collect()
}

fn box_of(text: &str, name: &str) -> [f64; 4] {
    let (_, rest) = text.split_once(&format!("/{name}[")).expect(name);
    let (numbers, _) = rest.split_once(']').expect(name);
    let numbers: Vec<f64> = numbers.split(' ').map(|n| n.parse().unwrap()).collect();
    numbers.try_into().expect("four numbers")
}

fn id_of(file: &[u8]) -> String {
    let text = String::from_utf8_lossy(file);
    let (_, id) = text.rsplit_once("/ID[").expect("an id");
    id.chars().take(68).collect()
}

fn drawings() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "svg") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn name_of(path: &Path) -> String {
    let relative = path.strip_prefix(folder()).unwrap_or(path);
    relative
        .with_extension("")
        .to_string_lossy()
        .replace('\\', "/")
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pdf")
}

fn target() -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pdf");
    fs::create_dir_all(&path).expect("target can be written");
    path
}

/// Whether a program is there; a test that needs it says aloud that it did not run.
fn has(program: &str) -> bool {
    let found = Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok();
    if !found {
        eprintln!("NOT TESTED: `{program}` is not installed");
    }
    found
}
