//! PNG: sRGB, the resolution, and nothing else about its making.
//!
//! A poster of flat colours has fewer than 256 of them, edges included, and becomes an indexed
//! picture, which is smaller and quicker. Large pictures are painted in bands on all cores and
//! encoded as they come.

use std::io::{self, Write};
use std::panic::resume_unwind;
use std::thread;

use png::{
    BitDepth, ColorType, DeflateCompression, Encoder, Filter, PixelDimensions, SrgbRenderingIntent,
    StreamWriter, Unit,
};
use rayon::prelude::*;

use super::raster::{Picture, Pixmap, Raster, is_opaque, on_white, straight};
use super::{Options, failed};
use crate::diag::{Diagnostic, Result};
use crate::job::Format;
use crate::units::{Dpi, Pixels};
use palette::{Palette, Runs};

mod palette;

/// Bands that are in memory at a time, for each thread.
const AHEAD: usize = 2;

/// Bytes of a chunk of the file.
const CHUNK: usize = 1 << 16;

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
    let file = File {
        size: picture.size,
        dpi,
        options,
    };
    if !picture.is_small() {
        return match few(picture)? {
            Some((palette, bands)) => file.indexed(&palette, &bands, out),
            None => file.bands(picture, out),
        };
    }
    let pixmap = picture.paint(0)?;
    match Runs::of(&pixmap).map(|runs| [runs]) {
        Some(runs) if let Some(palette) = Palette::of(&runs) => file.indexed(&palette, &runs, out),
        _ if is_opaque(&pixmap) => file.samples(&Color::Rgb, &on_white(&pixmap), out),
        _ => file.samples(&Color::Rgba, &straight(&pixmap), out),
    }
}

/// The bytes of a picture that is in memory already.
///
/// # Errors
/// More bytes than a PNG may have.
pub fn encode(raster: &Raster, dpi: Dpi) -> Result<Vec<u8>> {
    let file = File {
        size: raster.size,
        dpi,
        options: &Options::default(),
    };
    let color = if raster.opaque {
        Color::Rgb
    } else {
        Color::Rgba
    };
    let mut bytes = Vec::with_capacity(raster.samples.len() / 16);
    file.samples(&color, &raster.samples, &mut bytes)?;
    Ok(bytes)
}

/// A large picture as runs of few colours; `None` if it has too many.
fn few(picture: &Picture<'_>) -> Result<Option<(Palette, Vec<Runs>)>> {
    let bands: Option<Vec<Runs>> = picture
        .bands()
        .into_par_iter()
        .map(|top| picture.paint(top).map(|pixmap| Runs::of(&pixmap)))
        .collect::<Result<_>>()?;
    Ok(bands.and_then(|bands| Some((Palette::of(&bands)?, bands))))
}

/// What a pixel is.
#[derive(Clone, Debug)]
enum Color {
    Rgb,
    Rgba,
    Indexed { rgb: Vec<u8>, alpha: Vec<u8> },
}

/// Rows on their way into a file.
type Rows<'w, 'o> = StreamWriter<'w, &'o mut dyn Write>;

/// A file that is to be written.
struct File<'a> {
    size: Pixels,
    dpi: Dpi,
    options: &'a Options,
}

impl File<'_> {
    fn indexed(&self, palette: &Palette, bands: &[Runs], out: &mut dyn Write) -> Result<()> {
        self.write(&palette.color(), out, |rows| {
            let mut row = Vec::with_capacity(self.size.width as usize);
            for (color, length) in bands.iter().flat_map(|runs| palette.numbers(runs)) {
                let mut left = length;
                while left > 0 {
                    let some = left.min(self.size.width as usize - row.len());
                    row.resize(row.len() + some, color);
                    left -= some;
                    if row.len() == self.size.width as usize {
                        rows.write_all(&row).map_err(io_failed)?;
                        row.clear();
                    }
                }
            }
            Ok(())
        })
    }

    fn samples(&self, color: &Color, samples: &[u8], out: &mut dyn Write) -> Result<()> {
        self.write(color, out, |rows| {
            rows.write_all(samples).map_err(io_failed)
        })
    }

    /// Encodes bands while the next ones are painted.
    fn bands(&self, picture: &Picture<'_>, out: &mut dyn Write) -> Result<()> {
        // Whether any pixel is transparent must be known before the first is written.
        let (color, samples): (Color, fn(&Pixmap) -> Vec<u8>) = if picture.is_opaque() {
            (Color::Rgb, on_white)
        } else {
            (Color::Rgba, straight)
        };
        let paint = |tops: &[u32]| -> Result<Vec<Vec<u8>>> {
            let band = |&top| picture.paint(top).map(|pixmap| samples(&pixmap));
            tops.par_iter().map(band).collect()
        };
        let tops = picture.bands();
        self.write(&color, out, |rows| {
            let mut groups = tops.chunks(AHEAD * rayon::current_num_threads());
            let mut painted = groups.next().map_or(Ok(Vec::new()), paint)?;
            while !painted.is_empty() {
                painted = thread::scope(|scope| {
                    let next = groups.next().map(|tops| scope.spawn(move || paint(tops)));
                    for band in &painted {
                        rows.write_all(band).map_err(io_failed)?;
                    }
                    let join = |next: thread::ScopedJoinHandle<'_, _>| {
                        next.join().unwrap_or_else(|panic| resume_unwind(panic))
                    };
                    next.map_or(Ok(Vec::new()), join)
                })?;
            }
            Ok(())
        })
    }

    fn write(
        &self,
        color: &Color,
        out: &mut dyn Write,
        fill: impl FnOnce(&mut Rows<'_, '_>) -> Result<()>,
    ) -> Result<()> {
        let broken = |error| failed(Format::Png, &error);
        let mut writer = self.encoder(color, out).write_header().map_err(broken)?;
        let mut rows = writer.stream_writer_with_size(CHUNK).map_err(broken)?;
        fill(&mut rows)?;
        rows.finish().map_err(broken)?;
        writer.finish().map_err(broken)
    }

    fn encoder<'o>(
        &self,
        color: &Color,
        out: &'o mut dyn Write,
    ) -> Encoder<'static, &'o mut dyn Write> {
        let mut encoder = Encoder::new(out, self.size.width, self.size.height);
        let kind = match color {
            Color::Rgb => ColorType::Rgb,
            Color::Rgba => ColorType::Rgba,
            Color::Indexed { rgb, alpha } => {
                encoder.set_palette(rgb.clone());
                if !alpha.is_empty() {
                    encoder.set_trns(alpha.clone());
                }
                ColorType::Indexed
            }
        };
        encoder.set_color(kind);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_source_srgb(SrgbRenderingIntent::RelativeColorimetric);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "dots per metre of any sane resolution fit"
        )]
        let per_metre = self.dpi.per_metre().round() as u32;
        encoder.set_pixel_dims(Some(PixelDimensions {
            xppu: per_metre,
            yppu: per_metre,
            unit: Unit::Meter,
        }));
        self.effort(&mut encoder, kind);
        encoder
    }

    /// How hard to try. Rows of flat colour repeat the row above, which is what the filter `Up`
    /// turns into zeros, and zeros are what fdeflate is fastest at.
    fn effort<W: Write>(&self, encoder: &mut Encoder<'_, W>, kind: ColorType) {
        encoder.set_filter(match kind {
            ColorType::Indexed => Filter::Up,
            _ => Filter::Adaptive,
        });
        encoder.set_deflate_compression(if self.options.small {
            DeflateCompression::Level(9)
        } else {
            DeflateCompression::FdeflateUltraFast
        });
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to `map_err`")]
fn io_failed(error: io::Error) -> Diagnostic {
    failed(Format::Png, &error)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLAT: &str = "<rect width=\"300\" height=\"200\" fill=\"#fff\"/><circle cx=\"150\" cy=\"90\" r=\"80\" fill=\"#d4001a\"/>";
    const MANY: &str = "<linearGradient id=\"a\"><stop stop-color=\"red\"/><stop offset=\"1\" stop-color=\"#0cf\"/></linearGradient>\
        <linearGradient id=\"b\" x2=\"0\" y2=\"1\"><stop stop-opacity=\"0\"/><stop offset=\"1\"/></linearGradient>\
        <rect width=\"300\" height=\"200\" fill=\"#fff\"/><rect width=\"300\" height=\"200\" fill=\"url(#a)\"/>\
        <rect width=\"300\" height=\"200\" fill=\"url(#b)\"/>";

    const UNCOVERED: &str = "<rect y=\"9\" width=\"300\" height=\"150\" fill=\"url(#a)\"/><rect y=\"9\" width=\"300\" height=\"150\" fill=\"url(#b)\"/>";

    fn tree(inside: &str) -> usvg::Tree {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"200\">{inside}</svg>"
        );
        usvg::Tree::from_str(&svg, &usvg::Options::default()).unwrap()
    }

    /// What a reader of the file sees, as RGBA, and what kind of pixels the file has.
    fn read(file: &[u8]) -> (Vec<u8>, ColorType) {
        let mut decoder = png::Decoder::new(io::Cursor::new(file));
        decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::ALPHA);
        let mut reader = decoder.read_info().unwrap();
        let kind = reader.info().color_type;
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        reader.finish().unwrap();
        (pixels, kind)
    }

    #[test]
    fn files_in_bands_hold_the_pixels_of_the_whole() {
        let size = Pixels {
            width: 300,
            height: 200,
        };
        let clear = "<circle cx=\"9\" cy=\"9\" r=\"9\" fill=\"#00f\"/>";
        for (inside, kind) in [
            (FLAT, ColorType::Indexed),
            (clear, ColorType::Indexed),
            (MANY, ColorType::Rgb),
            (UNCOVERED, ColorType::Rgba),
        ] {
            let whole = &format!("{}{inside}", &MANY[..MANY.find("<rect").unwrap()]);
            let tree = tree(whole);
            for rows in [8, 32, 200] {
                let whole = Picture::in_bands(&tree, size, rows, true).at_once();
                let painted = whole.paint(0).unwrap();
                let picture = Picture::in_bands(&tree, size, rows, true);
                for small in [false, true] {
                    let options = Options {
                        small,
                        max_bytes: None,
                    };
                    let mut file = Vec::new();
                    write(&picture, Dpi(300.0), &options, &mut file).unwrap();
                    let (pixels, is) = read(&file);
                    assert_eq!(is, kind, "{inside}");
                    let far = pixels
                        .iter()
                        .zip(straight(&painted))
                        .map(|(a, b)| a.abs_diff(b));
                    // Gradients are counted in 32 bits from where a band begins.
                    assert!(
                        far.max().unwrap() <= u8::from(kind != ColorType::Indexed),
                        "{inside}"
                    );
                }
            }
        }
    }
}
