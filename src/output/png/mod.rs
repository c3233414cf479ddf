//! PNG: sRGB, the resolution, and nothing else about its making.
//!
//! A poster of flat colours has fewer than 256 of them, edges included, and becomes an indexed
//! picture: a byte a pixel to paint, to filter and to deflate. Large pictures are painted and
//! deflated in bands on all cores, each band a part of one deflate stream, and written as they come.

use std::io::{self, Write};

use rayon::prelude::*;

use super::flat::{Indexed, Rgba};
use super::raster::{Picture, Raster};
use super::{Options, failed};
use crate::diag::{Diagnostic, Result};
use crate::job::Format;
use crate::units::{Dpi, Pixels};

mod deflate;
mod filter;
mod palette;

use deflate::{Effort, Part};
use palette::Palette;

/// Bands that are in memory at a time, for each thread.
const AHEAD: usize = 2;

/// Writes a picture without loss.
///
/// # Errors
/// More pixels than fit into memory, or `out` fails.
pub fn write(
    picture: &Picture<'_>,
    dpi: Dpi,
    options: &Options,
    out: &mut dyn Write,
) -> Result<()> {
    if picture.is_small() {
        return small(picture, dpi, options, out);
    }
    let effort = if options.small {
        Effort::Most
    } else {
        Effort::Least
    };
    let tops = picture.bands();
    match Palette::of(picture, &tops) {
        Some(palette) => {
            let color = palette.color();
            let mut file = File::begin(out, picture.size, dpi, &color).map_err(io_failed)?;
            file.bands(&tops, |top, last| {
                let mut canvas = palette.canvas();
                let (above, pixels) = indexed(picture, top, &mut canvas);
                let rows = filter::up(above.as_deref(), pixels, picture.size.width);
                Ok(deflate::part(&rows, effort, last))
            })?;
            file.end().map_err(io_failed)
        }
        None => direct(picture, dpi, effort, &tops, out),
    }
}

/// Writes a picture of one band.
fn small(picture: &Picture<'_>, dpi: Dpi, options: &Options, out: &mut dyn Write) -> Result<()> {
    let mut canvas = Indexed::default();
    let height = picture.size.height;
    let effort = if options.small {
        Effort::Most
    } else {
        Effort::Some
    };
    if picture.indexed(0, height, &mut canvas).is_some() {
        let palette = Palette::of_canvas(&canvas);
        return indexed_file(picture, dpi, &palette, &canvas.pixels, effort, out);
    }
    let pixels = picture.rgba(0, height)?;
    if let Some((palette, numbers)) = palette::count(&pixels) {
        return indexed_file(picture, dpi, &palette, &numbers, effort, out);
    }
    let opaque = pixels.iter().all(|pixel| pixel[3] == 255);
    let color = if opaque { Color::Rgb } else { Color::Rgba };
    let rows = filter::adaptive(
        None,
        &bytes(&pixels, opaque),
        picture.size.width,
        color.bytes(),
    );
    one_part(
        picture.size,
        dpi,
        &color,
        &deflate::part(&rows, effort, true),
        out,
    )
}

fn indexed_file(
    picture: &Picture<'_>,
    dpi: Dpi,
    palette: &Palette,
    pixels: &[u8],
    effort: Effort,
    out: &mut dyn Write,
) -> Result<()> {
    let rows = filter::up(None, pixels, picture.size.width);
    let mut part = deflate::part(&rows, effort, true);
    if effort == Effort::Most {
        // Now and then the bare numbers repeat better than their differences.
        let bare = deflate::part(&filter::none(pixels, picture.size.width), effort, true);
        if bare.bytes.len() < part.bytes.len() {
            part = bare;
        }
    }
    one_part(picture.size, dpi, &palette.color(), &part, out)
}

/// The bytes of a picture of many colours that is in memory already.
///
/// # Errors
/// More bytes than a PNG may have.
pub fn encode(raster: &Raster, dpi: Dpi) -> Result<Vec<u8>> {
    let color = if raster.opaque {
        Color::Rgb
    } else {
        Color::Rgba
    };
    let rows = filter::adaptive(None, &raster.samples, raster.size.width, color.bytes());
    let part = deflate::part(&rows, Effort::Some, true);
    let mut bytes = Vec::new();
    one_part(raster.size, dpi, &color, &part, &mut bytes)?;
    Ok(bytes)
}

fn one_part(size: Pixels, dpi: Dpi, color: &Color, part: &Part, out: &mut dyn Write) -> Result<()> {
    let written = File::begin(out, size, dpi, color).and_then(|mut file| {
        file.part(part)?;
        file.end()
    });
    written.map_err(io_failed)
}

/// Writes a large picture of many colours.
fn direct(
    picture: &Picture<'_>,
    dpi: Dpi,
    effort: Effort,
    tops: &[u32],
    out: &mut dyn Write,
) -> Result<()> {
    // Whether any pixel is transparent must be known before the first is written.
    let opaque = picture.is_opaque();
    let color = if opaque { Color::Rgb } else { Color::Rgba };
    let width = picture.size.width;
    let mut file = File::begin(out, picture.size, dpi, &color).map_err(io_failed)?;
    file.bands(tops, |top, last| {
        let above = u32::from(top > 0);
        let pixels = picture.rgba(top - above, picture.rows_at(top) + above)?;
        let bytes = bytes(&pixels, opaque);
        let stride = width as usize * color.bytes();
        let (before, rows) = bytes.split_at(stride * above as usize);
        let before = (above > 0).then_some(before);
        let rows = filter::adaptive(before, rows, width, color.bytes());
        Ok(deflate::part(&rows, effort, last))
    })?;
    file.end().map_err(io_failed)
}

/// The row above a band, if there is one, and the band.
fn indexed<'c>(
    picture: &Picture<'_>,
    top: u32,
    canvas: &'c mut Indexed,
) -> (Option<Vec<u8>>, &'c [u8]) {
    let above = (top > 0).then(|| {
        let _ = picture.indexed(top - 1, 1, canvas);
        canvas.pixels.clone()
    });
    // Every colour is in the palette already.
    let _ = picture.indexed(top, picture.rows_at(top), canvas);
    (above, &canvas.pixels)
}

fn bytes(pixels: &[Rgba], opaque: bool) -> Vec<u8> {
    if opaque {
        pixels.iter().flat_map(|&[r, g, b, _]| [r, g, b]).collect()
    } else {
        pixels.as_flattened().to_vec()
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to `map_err`")]
fn io_failed(error: io::Error) -> Diagnostic {
    failed(Format::Png, &error)
}

/// What a pixel is.
#[derive(Clone, Debug)]
enum Color {
    Rgb,
    Rgba,
    Indexed { rgb: Vec<u8>, alpha: Vec<u8> },
}

impl Color {
    const fn bytes(&self) -> usize {
        match self {
            Self::Rgb => 3,
            Self::Rgba => 4,
            Self::Indexed { .. } => 1,
        }
    }

    /// Its number in the PNG specification, third edition, 11.2.1.
    const fn kind(&self) -> u8 {
        match self {
            Self::Rgb => 2,
            Self::Indexed { .. } => 3,
            Self::Rgba => 6,
        }
    }
}

/// A PNG file that grows.
struct File<'o> {
    out: &'o mut dyn Write,
    adler: u32,
    begun: bool,
}

impl<'o> File<'o> {
    fn begin(out: &'o mut dyn Write, size: Pixels, dpi: Dpi, color: &Color) -> io::Result<Self> {
        let mut file = Self {
            out,
            adler: 1,
            begun: false,
        };
        file.out.write_all(b"\x89PNG\r\n\x1a\n")?;
        let mut head = Vec::with_capacity(13);
        head.extend(size.width.to_be_bytes());
        head.extend(size.height.to_be_bytes());
        head.extend([8, color.kind(), 0, 0, 0]);
        file.chunk(b"IHDR", &[&head])?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "dots per metre of any sane resolution fit"
        )]
        let per_metre = (dpi.per_metre().round() as u32).to_be_bytes();
        // The unit is the metre.
        file.chunk(b"pHYs", &[&per_metre, &per_metre, &[1]])?;
        // Relative colorimetric.
        file.chunk(b"sRGB", &[&[1]])?;
        if let Color::Indexed { rgb, alpha } = color {
            file.chunk(b"PLTE", &[rgb])?;
            if !alpha.is_empty() {
                file.chunk(b"tRNS", &[alpha])?;
            }
        }
        Ok(file)
    }

    /// Makes bands on all cores and writes them in order.
    fn bands(
        &mut self,
        tops: &[u32],
        make: impl Fn(u32, bool) -> Result<Part> + Sync,
    ) -> Result<()> {
        let last = tops.last().copied();
        for group in tops.chunks(AHEAD * rayon::current_num_threads()) {
            let parts: Vec<Result<Part>> = group
                .par_iter()
                .map(|&top| make(top, Some(top) == last))
                .collect();
            for part in parts {
                self.part(&part?).map_err(io_failed)?;
            }
        }
        Ok(())
    }

    /// Writes a part of the stream of pixels.
    fn part(&mut self, part: &Part) -> io::Result<()> {
        let head: &[u8] = if self.begun { &[] } else { &deflate::HEAD };
        self.begun = true;
        self.adler = deflate::joined(self.adler, part);
        let adler = self.adler.to_be_bytes();
        let tail: &[u8] = if part.last { &adler } else { &[] };
        self.chunk(b"IDAT", &[head, &part.bytes, tail])
    }

    fn end(mut self) -> io::Result<()> {
        self.chunk(b"IEND", &[])
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "names of chunks are byte strings"
    )]
    fn chunk(&mut self, kind: &[u8; 4], data: &[&[u8]]) -> io::Result<()> {
        let mut crc = flate2::Crc::new();
        crc.update(kind);
        let mut length = 0;
        for piece in data {
            crc.update(piece);
            length += piece.len();
        }
        let length = u32::try_from(length).map_err(io::Error::other)?;
        self.out.write_all(&length.to_be_bytes())?;
        self.out.write_all(kind)?;
        for piece in data {
            self.out.write_all(piece)?;
        }
        self.out.write_all(&crc.sum().to_be_bytes())
    }
}
