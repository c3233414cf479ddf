//! Pictures: how fine they are on paper, what they are made of, how much ink they ask for.

use lopdf::{Dictionary, Object, Stream};

use super::seen::{Forbidden, Kind, Picture};
use super::state::Scene;
use super::{Mode, Walker};
use crate::preflight::filter::{self, Unpacked, Unreadable};
use crate::preflight::geometry::Rect;
use crate::preflight::outline::Outline;
use crate::preflight::source::as_dict;
use crate::preflight::space::Space;
use crate::units::Affine;

/// Pictures that unpack to more are not measured for ink.
const LARGEST_PICTURE: usize = 256 << 20;
/// Pictures no larger than this in either direction are swatches and gradients, not photographs.
const SWATCH: u32 = 2;
/// The share of a picture that may be over a shop's ink limit before it counts: noise in a shadow.
const NOISE: f64 = 0.001;

impl<'a> Walker<'a> {
    /// `Do` with a picture.
    pub(super) fn picture(&mut self, scene: &Scene<'a>, stream: &'a Stream) {
        self.place(scene, &stream.dict, stream);
        if self.mode == Mode::Mask || !self.done.insert(std::ptr::from_ref(stream).addr()) {
            return;
        }
        self.private_data(stream);
        let space = self.picture_space(scene.resources, &stream.dict);
        if let Some(space) = space.filter(|space| space.components() > 0) {
            self.measure(&space, stream);
        }
    }

    /// `BI`: a picture in the middle of the content.
    pub(super) fn inline_picture(&mut self, scene: &Scene<'a>, operands: &[Object]) {
        if let Some(Object::Stream(stream)) = operands.first() {
            self.place(scene, &stream.dict, stream);
        }
    }

    fn place(&mut self, scene: &Scene<'a>, dict: &Dictionary, stream: &Stream) {
        let quad = Rect::new(0.0, 0.0, 1.0, 1.0).corners(scene.state.ctm);
        let outline = Outline::polygon(quad);
        self.resolution(scene, dict, &outline);
        if self.source.get(dict, "OPI").is_some() {
            self.seen.forbidden.insert(Forbidden::Opi);
        }
        if self.mode == Mode::Mask {
            return;
        }
        let see_through = self
            .source
            .get(dict, "SMask")
            .is_some_and(|mask| as_dict(mask).is_some())
            || self
                .source
                .number(dict, "SMaskInData")
                .is_some_and(|kind| kind > 0.0);
        self.stand(outline.bounds().meet(scene.state.clip.bounds));
        if see_through || scene.state.fill.alpha < 0.999 {
            self.seen.shines("pictures with soft edges or opacity");
        }
        if self
            .either(dict, "ImageMask", "IM")
            .and_then(|flag| flag.as_bool().ok())
            == Some(true)
        {
            self.lay(scene, &outline, &scene.state.fill.clone(), Kind::Pictures);
            return;
        }
        match self.picture_space(scene.resources, dict) {
            Some(space) => {
                self.seen.ink.unmeasured |= !matches!(space, Space::Gray | Space::Cmyk);
                self.space(&space, Kind::Pictures);
            }
            // JPEG 2000 carries its colour space itself.
            None if is_jpx(self.source, stream) => self.seen.ink.unmeasured = true,
            None => self.space(&Space::Unknown, Kind::Pictures),
        }
        if self.mode == Mode::Page {
            self.cover(scene, &outline, false);
        }
    }

    fn either<'d>(&'d self, dict: &'d Dictionary, long: &str, short: &str) -> Option<&'d Object> {
        self.source
            .get(dict, long)
            .or_else(|| self.source.get(dict, short))
    }

    fn picture_space(&self, resources: &Dictionary, dict: &Dictionary) -> Option<Space> {
        let object = self.either(dict, "ColorSpace", "CS")?;
        Some(Space::read(self.source, resources, object))
    }

    fn resolution(&mut self, scene: &Scene<'a>, dict: &Dictionary, outline: &Outline) {
        let count = |long, short| {
            let number = self.either(dict, long, short).and_then(|n| n.as_i64().ok());
            number
                .and_then(|number| u32::try_from(number).ok())
                .unwrap_or(0)
        };
        let (columns, rows) = (count("Width", "W"), count("Height", "H"));
        let visible = outline.bounds().meet(scene.state.clip.bounds);
        if columns.min(rows) <= SWATCH || visible.is_empty() {
            return;
        }
        let Affine { a, b, c, d, .. } = scene.state.ctm;
        let inches = |points: f64| self.boxes.length(points).to_mm() / 25.4;
        let (width, height) = (inches(a.hypot(b)), inches(c.hypot(d)));
        let ppi = (f64::from(columns) / width).min(f64::from(rows) / height);
        if ppi.is_finite() {
            self.seen.pictures.push(Picture {
                pixels: (columns, rows),
                ppi,
                at: visible,
            });
        }
    }

    /// Cameras write their name and the place into JPEG; editors write a history beside any picture.
    fn private_data(&mut self, stream: &Stream) {
        let head = &stream.content[..stream.content.len().min(1 << 16)];
        let has = |mark: &[u8]| head.windows(mark.len()).any(|window| window == mark);
        let jpeg = filter::chain(self.source, &stream.dict);
        if jpeg.iter().any(|(filter, _)| filter == "DCTDecode") {
            if has(b"Exif\0\0") {
                self.seen.picture_data.insert("camera data (Exif)");
            }
            if has(b"Photoshop 3.0\0") || has(b"http://ns.adobe.com/xap/1.0/\0") {
                self.seen.picture_data.insert("editing data");
            }
        }
        if self.source.get(&stream.dict, "Metadata").is_some() {
            self.seen.picture_data.insert("metadata of its own");
        }
    }

    /// The most ink in a picture of CMYK at eight bits, or in its palette.
    fn measure(&mut self, space: &Space, stream: &Stream) {
        if let Space::Indexed { base, palette } = space {
            let entries = palette.chunks_exact(base.components().max(1));
            let most = entries.filter_map(|entry| base.ink(&base.values_of(entry)).total);
            let most = most.fold(0.0, f64::max);
            self.seen.ink(most * 100.0, Kind::Pictures);
            return;
        }
        let bits = self
            .source
            .number(&stream.dict, "BitsPerComponent")
            .unwrap_or(8.0);
        if space.components() != 4 || (bits - 8.0).abs() > 0.1 {
            return;
        }
        match filter::unpack(self.source, stream, LARGEST_PICTURE) {
            Ok(Unpacked::Plain(pixels)) => {
                let decode = self.source.numbers(&stream.dict, "Decode");
                let inverted = decode.is_some_and(|d| d.first().is_some_and(|&first| first > 0.5));
                let percent = most_ink(&pixels, inverted);
                self.seen.ink(percent, Kind::Pictures);
            }
            Ok(Unpacked::Picture) | Err(Unreadable::TooLarge) => self.seen.ink.unmeasured = true,
            Err(why) => self.unread(why),
        }
    }
}

fn is_jpx(source: &crate::preflight::source::Source, stream: &Stream) -> bool {
    filter::chain(source, &stream.dict)
        .iter()
        .any(|(filter, _)| filter == "JPXDecode")
}

/// Percent of ink that all but a thousandth of the pixels stay under.
fn most_ink(pixels: &[u8], inverted: bool) -> f64 {
    let mut histogram = vec![0usize; 1021];
    for pixel in pixels.chunks_exact(4) {
        let sum: usize = pixel.iter().map(|&byte| usize::from(byte)).sum();
        histogram[if inverted { 1020 - sum } else { sum }] += 1;
    }
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a count"
    )]
    let noise = ((pixels.len() / 4) as f64 * NOISE) as usize;
    let mut over = 0;
    for (sum, &count) in histogram.iter().enumerate().rev() {
        over += count;
        if over > noise {
            #[expect(clippy::cast_precision_loss, reason = "at most 1020")]
            return sum as f64 / 255.0 * 100.0;
        }
    }
    0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speck_of_noise_is_not_the_most_ink() {
        let mut pixels = vec![128; 4 * 10_000];
        pixels[..4].fill(255);
        assert!((most_ink(&pixels, false) - 200.8).abs() < 0.1);
        assert!((most_ink(&[255, 255, 255, 255], false) - 400.0).abs() < 0.1);
        assert!(most_ink(&[255, 255, 255, 255], true) < 0.1);
    }
}
