//! What Ghostscript puts on each printing plate.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::common::readers::tool;

/// The plates of a page by the names of their inks. 0 is bare, 255 is full ink.
pub struct Plates {
    /// Samples in rows from the top.
    pub inks: BTreeMap<String, Vec<u8>>,
}

impl Plates {
    /// The plates of the first page; `None`, said aloud, where Ghostscript is not installed.
    pub fn of(pdf: &Path, dpi: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let out = format!("-sOutputFile={}", folder.path().join("p-%d.tif").display());
        let resolution = format!("-r{dpi}");
        let args = [
            "-q",
            "-dNOPAUSE",
            "-dBATCH",
            "-dSAFER",
            "-dFirstPage=1",
            "-dLastPage=1",
            "-sDEVICE=tiffsep",
            "-sCompression=none",
            // Edges that are half covered are no third colour.
            "-dGraphicsAlphaBits=1",
            &resolution,
            &out,
            pdf.to_str().unwrap(),
        ];
        let said = tool("gs", &args)?;
        assert!(said.trim().is_empty(), "gs: {said}");
        let mut inks = BTreeMap::new();
        for entry in fs::read_dir(folder.path()).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let ink = name
                .split_once('(')
                .and_then(|(_, ink)| ink.strip_suffix(").tif"));
            let Some(ink) = ink else { continue };
            let samples = samples(&fs::read(&path).unwrap());
            // Ghostscript writes light, not ink.
            inks.insert(
                ink.to_owned(),
                samples.iter().map(|light| 255 - light).collect(),
            );
        }
        assert!(inks.len() >= 4, "Ghostscript wrote {:?}", inks.keys());
        Some(Self { inks })
    }

    /// The four inks of a press at each place: cyan, magenta, yellow, black.
    pub fn process(&self) -> impl Iterator<Item = [u8; 4]> {
        let plate = |name: &str| &self.inks[name];
        let [c, m, y, k] = ["Cyan", "Magenta", "Yellow", "Black"].map(plate);
        (0..k.len()).map(|at| [c[at], m[at], y[at], k[at]])
    }

    /// The most ink on one spot over all plates, in percent.
    pub fn most_ink(&self) -> f64 {
        let count = self.inks.values().next().map_or(0, Vec::len);
        let sum = |at: usize| self.inks.values().map(|plate| u32::from(plate[at])).sum();
        let most: u32 = (0..count).map(sum).max().unwrap_or(0);
        f64::from(most) / 2.55
    }

    /// How many places of a plate carry ink.
    pub fn inked(&self, ink: &str) -> usize {
        let plate = self.inks.get(ink);
        plate.map_or(0, |plate| plate.iter().filter(|&&ink| ink > 0).count())
    }
}

/// The samples of a picture in one channel of 8 bits that is not packed (TIFF 6.0).
fn samples(file: &[u8]) -> Vec<u8> {
    assert_eq!(&file[..4], b"II*\0", "a TIFF with the low byte first");
    let number = |at: usize, bytes: usize| {
        let part = file[at..at + bytes].iter().rev();
        part.fold(0, |number, &byte| number << 8 | usize::from(byte))
    };
    let directory = number(4, 4);
    let mut tags = BTreeMap::new();
    for entry in 0..number(directory, 2) {
        let at = directory + 2 + entry * 12;
        let size = [0, 1, 1, 2, 4][number(at + 2, 2).min(4)];
        let count = number(at + 4, 4);
        let start = if size * count <= 4 {
            at + 8
        } else {
            number(at + 8, 4)
        };
        let values: Vec<usize> = (0..count * usize::from(size > 0))
            .map(|i| number(start + i * size, size))
            .collect();
        tags.insert(number(at, 2), values);
    }
    assert_eq!((tags[&258][0], tags[&259][0], tags[&277][0]), (8, 1, 1));
    let strips = tags[&273].iter().zip(&tags[&279]);
    let samples = strips.flat_map(|(&start, &length)| file[start..start + length].to_vec());
    samples.collect()
}
