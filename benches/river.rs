//! The stages and the whole river in a warm process: `cargo bench`.

use std::fs;
use std::hint::black_box;
use std::io::Write as _;

use divan::Bencher;
use pasteup::diag::Notes;
use pasteup::fonts::Fonts;
use pasteup::job::{Format, Job, Planned, Text, expand};
use pasteup::library::Library;
use pasteup::{compose, output, render, typeset};

fn main() {
    divan::main();
}

const LANGS: &[&str] = &[
    "en", "ru", "ar", "ur", "hi", "ta", "th", "ja", "zh-Hans", "ko", "am", "km",
];

fn planned(lang: &str, size: &str, format: Format) -> (Planned, Fonts) {
    let library = Library::default();
    let job = Job {
        texts: vec![Text::Catalogue("january-19/freedom".to_owned())],
        layouts: vec!["bold".to_owned()],
        sizes: vec![size.to_owned()],
        formats: vec![format],
        langs: vec![lang.parse().unwrap()],
        ..Job::default()
    };
    let planned = expand(&job, &library).unwrap().remove(0);
    (planned, Fonts::new(&library).unwrap())
}

/// Words to outlines, in twelve scripts.
#[divan::bench(args = LANGS)]
fn typesetting(bencher: Bencher<'_, '_>, lang: &str) {
    let (planned, fonts) = planned(lang, "square", Format::Png);
    bencher.bench_local(|| {
        typeset::slots(black_box(&planned.poster), &fonts, &mut Notes::default()).unwrap()
    });
}

/// Outlines and template to one SVG.
#[divan::bench]
fn composing(bencher: Bencher<'_, '_>) {
    let (planned, fonts) = planned("en", "square", Format::Png);
    let mut notes = Notes::default();
    let settings = typeset::slots(&planned.poster, &fonts, &mut notes).unwrap();
    bencher
        .bench_local(|| compose::svg(&planned.poster, black_box(&settings), &mut notes).unwrap());
}

/// Words to a finished file.
#[divan::bench(args = ["square png", "square jpeg", "square webp", "a2 pdf", "a4 png"])]
fn whole(bencher: Bencher<'_, '_>, what: &str) {
    let (size, format) = what.split_once(' ').unwrap();
    let (planned, fonts) = planned("en", size, format.parse().unwrap());
    bencher.bench_local(|| {
        let mut notes = Notes::default();
        let made = render::artwork(&planned.poster, &fonts, &mut notes).unwrap();
        output::bytes(&made.artwork, planned.format, planned.dpi, &mut notes).unwrap()
    });
}

/// What the machine can do with a picture of 1080 × 1080 pixels at best: fill it, deflate its rows
/// when they are all alike, write a file of 25 kB. Stages are held against these.
#[divan::bench(args = ["fill", "deflate", "write"])]
fn machine(bencher: Bencher<'_, '_>, what: &str) {
    const SIDE: u32 = 1080;
    let side = SIDE as usize;
    match what {
        "fill" => bencher.bench_local(|| vec![black_box([0_u8, 0, 0, 255]); side * side]),
        "deflate" => {
            let rows = vec![1_u8; side * side];
            bencher.bench_local(|| {
                let mut encoder = png::Encoder::new(Vec::new(), SIDE, SIDE);
                encoder.set_color(png::ColorType::Grayscale);
                encoder.set_filter(png::Filter::Up);
                encoder.set_deflate_compression(png::DeflateCompression::FdeflateUltraFast);
                let mut writer = encoder.write_header().unwrap();
                let mut stream = writer.stream_writer().unwrap();
                stream.write_all(black_box(&rows)).unwrap();
                stream.finish().unwrap();
            });
        }
        _ => {
            let folder = tempfile::tempdir().unwrap();
            let [part, file] = [".part", "a.png"].map(|name| folder.path().join(name));
            let bytes = vec![7_u8; 25_000];
            bencher.bench_local(|| {
                fs::write(&part, black_box(&bytes)).unwrap();
                fs::rename(&part, &file).unwrap();
            });
        }
    }
}
