//! PDF against picture: each drawing of `tests/pdf/` is made into a PDF, poppler makes pixels of
//! it, and these are held against what resvg makes of the same tree.
//!
//! `FILTER=masking cargo test --test pdf` looks at some of them, `SHEET=1` puts all of them side by
//! side into `target/pdf/`, `UPDATE=1` accepts the snapshot of the structure.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use image::{Rgb, RgbImage};
use pasteup::compose::{Artwork, TextLine};
use pasteup::diag::Notes;
use pasteup::lang::Lang;
use pasteup::output::pdf::{PdfOptions, pdf};
use pasteup::units::{Affine, Dpi, Pixels, SheetSize, Size};

/// Pixels to the CSS pixel in comparisons.
const ZOOM: u32 = 2;
/// How far a channel may lie outside of what the neighbouring pixels of the other picture span.
/// Edges are soft in different ways, and poppler moves lines to the pixel grid.
const TOLERANCE: u8 = 16;
/// The share of pixels that may lie further outside: corners of thin shapes, mostly.
const MOST_DIFFERING: f64 = 0.003;
/// The share of drawings that must match. Those that do not are told in docs/unsupported.md.
const LEAST_MATCHING: f64 = 0.97;

#[test]
fn drawings_look_the_same_in_pdf() {
    if !has("pdftoppm") {
        return;
    }
    let filter = std::env::var("FILTER").unwrap_or_default();
    let drawings: Vec<_> = drawings()
        .into_iter()
        .filter(|path| name_of(path).contains(&filter))
        .collect();
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let results: Vec<Comparison> = std::thread::scope(|scope| {
        let parts: Vec<_> = drawings
            .chunks(drawings.len().div_ceil(threads).max(1))
            .map(|part| scope.spawn(|| part.iter().map(|p| compare(p)).collect::<Vec<_>>()))
            .collect();
        parts
            .into_iter()
            .flat_map(|part| part.join().expect("no drawing panics"))
            .collect()
    });
    assert!(!results.is_empty(), "no drawing is called `{filter}`");

    let failed: Vec<_> = results.iter().filter(|r| !r.matches()).collect();
    for result in &failed {
        let path = result.write();
        eprintln!(
            "{}: {:.2} % of pixels differ, see {}",
            result.name,
            result.differing * 100.0,
            path.display()
        );
    }
    if std::env::var_os("SHEET").is_some() {
        write_sheets(&results);
    }
    let matching = (results.len() - failed.len()) as f64 / results.len() as f64;
    eprintln!(
        "{} of {} drawings match ({:.1} %)",
        results.len() - failed.len(),
        results.len(),
        matching * 100.0
    );
    assert!(matching >= LEAST_MATCHING);
}

/// A drawing in both ways, and how far apart they are.
struct Comparison {
    name: String,
    expected: RgbImage,
    actual: RgbImage,
    difference: RgbImage,
    differing: f64,
}

impl Comparison {
    fn matches(&self) -> bool {
        self.differing <= MOST_DIFFERING
    }

    /// Writes expected, actual and difference side by side.
    fn write(&self) -> PathBuf {
        let path = target().join(format!("{}.png", self.name.replace('/', "-")));
        let row = beside(&[&self.expected, &self.actual, &self.difference]);
        row.save(&path).expect("target can be written");
        path
    }
}

fn compare(path: &Path) -> Comparison {
    let name = name_of(path);
    let svg = fs::read_to_string(path).expect("drawings are UTF-8");
    let artwork = artwork(&svg);
    let options = PdfOptions {
        // As in the other picture: some filters count in whole pixels.
        raster: Dpi(f64::from(96 * ZOOM)),
        ..PdfOptions::default()
    };
    let file = pdf(&artwork, &options, &mut Notes::default()).expect("a PDF");
    let expected = on_paper(&artwork.tree);
    let actual = rasterize(&name, &file, expected.dimensions());
    let mut difference = RgbImage::from_pixel(expected.width(), expected.height(), WHITE);
    let mut count = 0_u32;
    for (x, y, pixel) in difference.enumerate_pixels_mut() {
        let outside = outside(&expected, &actual, x, y).max(outside(&actual, &expected, x, y));
        if outside > TOLERANCE {
            count += 1;
            *pixel = Rgb([255, 255 - outside, 0]);
        }
    }
    let differing = f64::from(count) / f64::from(expected.width() * expected.height());
    Comparison {
        name,
        expected,
        actual,
        difference,
        differing,
    }
}

const WHITE: Rgb<u8> = Rgb([255; 3]);

/// How far a pixel lies outside of what the same place and its neighbours span in another picture.
fn outside(one: &RgbImage, other: &RgbImage, x: u32, y: u32) -> u8 {
    let pixel = one.get_pixel(x, y).0;
    let (mut low, mut high) = ([u8::MAX; 3], [u8::MIN; 3]);
    for v in y.saturating_sub(1)..=(y + 1).min(other.height() - 1) {
        for u in x.saturating_sub(1)..=(x + 1).min(other.width() - 1) {
            for (channel, value) in other.get_pixel(u, v).0.into_iter().enumerate() {
                low[channel] = low[channel].min(value);
                high[channel] = high[channel].max(value);
            }
        }
    }
    (0..3)
        .map(|c| {
            low[c]
                .saturating_sub(pixel[c])
                .max(pixel[c].saturating_sub(high[c]))
        })
        .max()
        .unwrap_or(0)
}

/// resvg's picture of a tree on white paper.
fn on_paper(tree: &usvg::Tree) -> RgbImage {
    let size = tree.size().to_int_size();
    let (width, height) = (size.width() * ZOOM, size.height() * ZOOM);
    let mut pixmap = resvg::tiny_skia::Pixmap::new(width, height).expect("small");
    pixmap.fill(resvg::tiny_skia::Color::WHITE);
    let zoom = resvg::tiny_skia::Transform::from_scale(ZOOM as f32, ZOOM as f32);
    // On its own layer first: what blends must not see the paper, as on a transparent canvas.
    let mut layer = resvg::tiny_skia::Pixmap::new(width, height).expect("small");
    resvg::render(tree, zoom, &mut layer.as_mut());
    pixmap.draw_pixmap(
        0,
        0,
        layer.as_ref(),
        &resvg::tiny_skia::PixmapPaint::default(),
        resvg::tiny_skia::Transform::identity(),
        None,
    );
    let bytes = pixmap
        .pixels()
        .iter()
        .flat_map(|p| [p.red(), p.green(), p.blue()])
        .collect();
    RgbImage::from_raw(width, height, bytes).expect("as many bytes as pixels")
}

/// poppler's picture of a file.
fn rasterize(name: &str, file: &[u8], (width, height): (u32, u32)) -> RgbImage {
    let stem = target().join(name.replace('/', "-"));
    let path = stem.with_extension("pdf");
    fs::write(&path, file).expect("target can be written");
    let status = Command::new("pdftoppm")
        .args(["-singlefile", "-r"])
        .arg((96 * ZOOM).to_string())
        .args([&path, &stem])
        .status()
        .expect("pdftoppm runs");
    assert!(status.success(), "{name}: pdftoppm fails");
    let ppm = fs::read(stem.with_extension("ppm")).expect("pdftoppm writes a picture");
    let picture = read_ppm(&ppm);
    assert_eq!(
        picture.dimensions(),
        (width, height),
        "{name}: size of the page"
    );
    picture
}

/// Reads what pdftoppm writes: a head of `P6`, width, height and 255, then bytes.
fn read_ppm(ppm: &[u8]) -> RgbImage {
    let mut words = ppm.splitn(4, |byte| byte.is_ascii_whitespace());
    let mut word = || words.next().expect("a whole head");
    let number = |text: &[u8]| -> u32 {
        String::from_utf8_lossy(text)
            .parse()
            .expect("a number in the head")
    };
    assert_eq!(word(), b"P6");
    let (width, height) = (number(word()), number(word()));
    let pixels = word().strip_prefix(b"255\n").expect("eight bits a channel");
    RgbImage::from_raw(width, height, pixels.to_vec()).expect("a whole picture")
}

/// All drawings on a few pages: expected left, actual right.
fn write_sheets(results: &[Comparison]) {
    const COLUMNS: usize = 5;
    const ROWS: usize = 7;
    for (number, part) in results.chunks(COLUMNS * ROWS).enumerate() {
        let (cell_width, cell_height) = (420, 210);
        let mut sheet = RgbImage::from_pixel(
            cell_width * COLUMNS as u32,
            cell_height * ROWS as u32,
            Rgb([128; 3]),
        );
        for (at, result) in part.iter().enumerate() {
            let (x, y) = ((at % COLUMNS) as i64, (at / COLUMNS) as i64);
            let pair = beside(&[&result.expected, &result.actual]);
            let small = image::imageops::thumbnail(&pair, cell_width - 8, cell_height - 8);
            image::imageops::replace(
                &mut sheet,
                &small,
                x * i64::from(cell_width) + 4,
                y * i64::from(cell_height) + 4,
            );
            eprintln!("sheet {number}, row {y}, column {x}: {}", result.name);
        }
        sheet
            .save(target().join(format!("sheet-{number}.png")))
            .expect("target can be written");
    }
}

fn beside(pictures: &[&RgbImage]) -> RgbImage {
    let (width, height) = pictures[0].dimensions();
    let mut row = RgbImage::new((width + 4) * pictures.len() as u32, height);
    for (at, picture) in pictures.iter().enumerate() {
        image::imageops::replace(&mut row, *picture, at as i64 * i64::from(width + 4), 0);
    }
    row
}

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

/// What people write, in scripts that run and join in different ways.
const SLOGANS: [(&str, &str); 17] = [
    ("en", "To remember is to fight!"),
    ("ro", "Să ne amintim înseamnă să luptăm – ăâîșț"),
    ("vi", "Tưởng nhớ là đấu tranh"),
    ("ru", "Помнить — значит бороться!"),
    ("el", "Θυμάμαι σημαίνει αγωνίζομαι"),
    ("ar", "لا للحرب!"),
    ("ar", "«لا للحرب»، قالت No war في 19 يناير 2025!"),
    ("he", "לזכור פירושו להילחם"),
    ("he", "שלום world 2025, עולם."),
    ("fa", "به یاد داشتن یعنی مبارزه، ۱۹ ژانویه"),
    ("hi", "याद रखना ही लड़ना है"),
    ("ta", "நினைவில் கொள்வது போராடுவது"),
    ("th", "จดจำคือการต่อสู้"),
    ("ja", "記憶することは、闘うこと。"),
    ("zh", "记住就是战斗"),
    ("ff", "𞤀𞤣𞤤𞤢𞤥 𞤐𞤣𞤫𞤲"),
    ("en", "✊🏽 peace 🕊️ 𝔣𝔯𝔢𝔢𝔡𝔬𝔪"),
];

#[test]
fn words_are_found_in_every_script() {
    if !has("pdftotext") {
        return;
    }
    for (lang, slogan) in SLOGANS {
        assert_words(&[slogan], lang);
    }
}

#[test]
fn words_are_found_where_scripts_meet_on_a_page() {
    if !has("pdftotext") {
        return;
    }
    let latin = "We stand together for peace and freedom";
    for (lang, slogan) in SLOGANS {
        assert_words(&[latin, slogan, latin], lang);
        assert_words(&["أن نتذكر يعني أن نناضل معا", slogan], lang);
    }
}

#[test]
fn a_selection_covers_the_line() {
    if !has("pdftotext") {
        return;
    }
    for (lang, slogan, rtl) in [("en", "Stand up", false), ("ar", "لا للحرب", true)] {
        let mut artwork = artwork(PLAIN);
        artwork.texts = vec![line(slogan, lang, rtl)];
        let boxes = pdftotext(&artwork, &["-bbox"]);
        let edge = |name: &str| -> Vec<f64> {
            boxes
                .split(&format!("{name}=\""))
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
                .collect()
        };
        let low = edge("xMin").into_iter().fold(f64::MAX, f64::min);
        let high = edge("xMax").into_iter().fold(f64::MIN, f64::max);
        // The line is 160 pixels long from 20 on; points are three quarters of a pixel.
        assert!(
            (low - 15.0).abs() < 0.1 && (high - 135.0).abs() < 0.1,
            "{boxes}"
        );
        let (top, bottom) = (edge("yMin")[0], edge("yMax")[0]);
        assert!(
            top < 65.0 && bottom > 76.0 && bottom - top < 20.0,
            "{boxes}"
        );
    }
}

/// Lines on one page come back in order, but for spaces and direction marks.
fn assert_words(lines: &[&str], lang: &str) {
    let mut artwork = artwork(PLAIN);
    artwork.texts = lines
        .iter()
        .enumerate()
        .map(|(at, text)| TextLine {
            transform: Affine::new(20.0, 0.0, 0.0, 20.0, 20.0, 40.0 + 50.0 * at as f64),
            ..line(text, lang, is_rtl(text))
        })
        .collect();
    let plain = |text: &str| -> String {
        text.chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200E}' | '\u{200F}'))
            .filter(|c| !matches!(c, '\u{202A}'..='\u{202E}'))
            .collect()
    };
    let read = pdftotext(&artwork, &[]);
    for text in lines {
        assert!(
            plain(&read).contains(&plain(text)),
            "{lines:?} reads {read:?}"
        );
    }
}

fn is_rtl(text: &str) -> bool {
    text.chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(|c| matches!(c, '\u{590}'..='\u{8FF}' | '\u{1E800}'..='\u{1EFFF}'))
}

fn pdftotext(artwork: &Artwork, arguments: &[&str]) -> String {
    let path = target().join(format!("text-{:?}.pdf", std::thread::current().id()));
    fs::write(&path, make(artwork)).unwrap();
    let output = Command::new("pdftotext")
        .args(["-enc", "UTF-8"])
        .args(arguments)
        .arg(&path)
        .arg("-")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
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
        title: "A drawing".to_owned(),
        lang: Lang::UNKNOWN,
        texts: Vec::new(),
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
