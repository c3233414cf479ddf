//! JPEG, for platforms that take nothing else.
//!
//! Colour is not thinned out (4:4:4), so that red next to white keeps its edge. Large pictures are
//! encoded in bands on all cores; each band is a restart interval (ITU-T T.81, E.1.4), which begins
//! as a picture of its own does, so that bands are joined without being touched.

use std::io::Write;

use image::ExtendedColorType;
use image::codecs::jpeg::{JpegEncoder, PixelDensity, PixelDensityUnit};
use rayon::prelude::*;

use super::failed;
use super::raster::{Picture, Pixmap, on_white};
use crate::diag::{Diagnostic, Result};
use crate::job::Format;
use crate::units::{Dpi, Pixels};

/// High enough that flat red next to white keeps its edge.
pub const QUALITY: u8 = 92;

/// Most pixels along a side.
const LONGEST: u32 = 65_535;

/// Bands that are in memory at a time, for each thread.
const AHEAD: usize = 2;

/// Writes a picture with loss; what is transparent becomes white.
///
/// # Errors
/// A side of more than 65 535 pixels, more pixels than fit into memory, or `out` fails.
pub fn write(picture: &Picture<'_>, dpi: Dpi, quality: u8, out: &mut dyn Write) -> Result<()> {
    if picture.size.width > LONGEST || picture.size.height > LONGEST {
        return Err(failed(
            Format::Jpeg,
            &format!("a side has at most {LONGEST} pixels"),
        ));
    }
    let band = |top| -> Result<Vec<u8>> { encode(&picture.paint(top)?, dpi, quality) };
    if picture.is_small() {
        return out
            .write_all(&band(0)?)
            .map_err(|error| failed(Format::Jpeg, &error));
    }
    let tops = picture.bands();
    let mut joint = Joint::new(picture.size, picture.band_rows());
    for group in tops.chunks(AHEAD * rayon::current_num_threads()) {
        let bands: Vec<Result<Vec<u8>>> = group.par_iter().map(|&top| band(top)).collect();
        for band in bands {
            joint.add(&band?, out)?;
        }
    }
    joint.end(out)
}

fn encode(pixmap: &Pixmap, dpi: Dpi, quality: u8) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(pixmap.data().len() / 16);
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the range of u16 first"
    )]
    let density = dpi.0.round().clamp(1.0, 65_535.0) as u16;
    encoder.set_pixel_density(PixelDensity {
        density: (density, density),
        unit: PixelDensityUnit::Inches,
    });
    encoder
        .encode(
            &on_white(pixmap),
            pixmap.width(),
            pixmap.height(),
            ExtendedColorType::Rgb8,
        )
        .map_err(|error| failed(Format::Jpeg, &error))?;
    Ok(bytes)
}

/// Bands joined to one picture.
struct Joint {
    height: u16,
    interval: u16,
    bands: u8,
}

impl Joint {
    fn new(size: Pixels, rows: u32) -> Self {
        let narrow = |n: u32| u16::try_from(n).unwrap_or(u16::MAX);
        Self {
            height: narrow(size.height),
            interval: narrow(size.width.div_ceil(8) * (rows / 8)),
            bands: 0,
        }
    }

    /// Adds a band: the first with its head, of which the height is changed and to which the
    /// restart interval is added; the others without.
    fn add(&mut self, band: &[u8], out: &mut dyn Write) -> Result<()> {
        let broken = || failed(Format::Jpeg, &"the encoder wrote something unexpected");
        let (frame, scan) = markers(band).ok_or_else(broken)?;
        let sent =
            |result: std::io::Result<()>| result.map_err(|error| failed(Format::Jpeg, &error));
        let length = usize::from(u16::from_be_bytes([band[scan + 2], band[scan + 3]]));
        let data = band
            .get(scan + 2 + length..band.len() - 2)
            .ok_or_else(broken)?;
        if self.bands == 0 {
            let mut head = band[..scan + 2 + length].to_vec();
            head[frame + 5..frame + 7].copy_from_slice(&self.height.to_be_bytes());
            let [high, low] = self.interval.to_be_bytes();
            head.splice(scan..scan, [0xFF, 0xDD, 0, 4, high, low]);
            sent(out.write_all(&head))?;
            self.bands = 8;
        } else {
            sent(out.write_all(&[0xFF, 0xD0 + self.bands % 8]))?;
            self.bands = 8 + (self.bands + 1) % 8;
        }
        sent(out.write_all(data))
    }

    #[expect(clippy::unused_self, reason = "after the end nothing can follow")]
    fn end(self, out: &mut dyn Write) -> Result<()> {
        out.write_all(&[0xFF, 0xD9])
            .map_err(|error: std::io::Error| -> Diagnostic { failed(Format::Jpeg, &error) })
    }
}

/// Where the frame (SOF0) and the scan (SOS) begin.
fn markers(jpeg: &[u8]) -> Option<(usize, usize)> {
    let (mut at, mut frame) = (2, None);
    loop {
        let kind = *jpeg.get(at + 1)?;
        match kind {
            0xC0 => frame = Some(at),
            0xDA => return Some((frame?, at)),
            _ => {}
        }
        at += 2 + usize::from(u16::from_be_bytes([*jpeg.get(at + 2)?, *jpeg.get(at + 3)?]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_bands_decode_as_the_whole() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"333\" height=\"203\">\
            <rect width=\"333\" height=\"203\" fill=\"#fff\"/><circle cx=\"150\" cy=\"90\" r=\"80\" fill=\"#d4001a\"/></svg>";
        let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).unwrap();
        let size = Pixels {
            width: 333,
            height: 203,
        };
        let decoded = |picture: &Picture<'_>| {
            let mut file = Vec::new();
            write(picture, Dpi(72.0), QUALITY, &mut file).unwrap();
            let read = image::load_from_memory(&file).unwrap().into_rgb8();
            assert_eq!(read.dimensions(), (333, 203));
            read.into_raw()
        };
        for rows in [8, 16, 64] {
            let picture = Picture::in_bands(&tree, size, rows, true);
            let bands = decoded(&picture);
            assert!(bands == decoded(&picture.at_once()), "in bands of {rows}");
        }
    }
}
