//! poppler's picture of a PDF against resvg's picture of the same tree.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use image::{Rgb, RgbImage};
use pasteup::diag::Notes;
use pasteup::output::pdf::{PdfOptions, pdf};
use pasteup::units::Dpi;

use super::{artwork, drawings, has, name_of, target};

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
    let mut words = ppm.splitn(4, u8::is_ascii_whitespace);
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
    const CELL: (u32, u32) = (420, 210);
    for (number, part) in results.chunks(COLUMNS * ROWS).enumerate() {
        let rows: Vec<RgbImage> = part
            .chunks(COLUMNS)
            .map(|row| {
                let cells: Vec<RgbImage> = row
                    .iter()
                    .map(|result| {
                        let pair = beside(&[&result.expected, &result.actual]);
                        image::imageops::thumbnail(&pair, CELL.0, CELL.1)
                    })
                    .collect();
                beside(&cells.iter().collect::<Vec<_>>())
            })
            .collect();
        for (at, result) in part.iter().enumerate() {
            let (row, column) = (at / COLUMNS, at % COLUMNS);
            eprintln!(
                "sheet {number}, row {row}, column {column}: {}",
                result.name
            );
        }
        let mut sheet = RgbImage::new(rows[0].width(), rows.iter().map(|r| r.height() + GAP).sum());
        let mut top = 0;
        for row in &rows {
            image::imageops::replace(&mut sheet, row, 0, i64::from(top));
            top += row.height() + GAP;
        }
        sheet
            .save(target().join(format!("sheet-{number}.png")))
            .expect("target can be written");
    }
}

/// Pixels between pictures.
const GAP: u32 = 4;

fn beside(pictures: &[&RgbImage]) -> RgbImage {
    let width = pictures.iter().map(|picture| picture.width() + GAP).sum();
    let mut row = RgbImage::new(width, pictures[0].height());
    let mut left = 0;
    for picture in pictures {
        image::imageops::replace(&mut row, *picture, i64::from(left), 0);
        left += picture.width() + GAP;
    }
    row
}
