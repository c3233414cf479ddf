//! The objects that content streams name, mended.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::{Mend, reals, tagged};
use crate::output::pdf::font;
use crate::output::pdf::ink::{Inks, Press};
use crate::output::pdf::paint::Tone;
use crate::output::pdf::sheaf::{MaskKind, Resource, convert_affine};
use crate::output::pdf::spec::Colours;

impl Mend {
    /// Finds or makes the object of each resource.
    pub(super) fn gather(&mut self, shared: &BTreeMap<Vec<u8>, Object>) {
        if self.press.colours == Colours::Tagged {
            self.srgb();
        }
        for number in 0..self.press.spots.len() {
            self.spot(number);
        }
        let registration = self.separation("All", [1.0; 4]);
        self.resources.insert(Resource::Registration, registration);
        let find = |resource: Resource| shared.get(resource.name().as_bytes()).cloned();
        for (at, &id) in self.contents.iter().enumerate().skip(1) {
            self.resources.insert(Resource::Form(at - 1), id.into());
            self.resources.insert(Resource::Tile(at - 1), id.into());
        }
        for number in 0..self.parts.smooth.len() {
            if let Some(Object::Reference(id)) = find(Resource::Image(number)) {
                self.picture(number, id);
            }
        }
        for number in 0..self.parts.states.len() {
            if let Some(Object::Dictionary(state)) = find(Resource::State(number)) {
                self.state(number, state);
            }
        }
        for number in 0..self.parts.shadings.len() {
            if let Some(Object::Dictionary(shading)) = find(Resource::Shading(number)) {
                self.shading(number, shading);
            }
        }
        for number in 0..self.parts.gradients.len() {
            self.gradient(number);
        }
        if let Some(Object::Reference(id)) = find(Resource::Font) {
            self.font(id);
        }
    }

    /// An ink by name, and the four inks that stand in for it where it is not in the press.
    fn separation(&mut self, name: &str, inks: Inks) -> Object {
        let function = dictionary! {
            "FunctionType" => 2,
            "Domain" => reals(&[0.0, 1.0]),
            "C0" => reals(&[0.0; 4]),
            "C1" => reals(&inks),
            "N" => 1,
        };
        let space = vec![
            Object::from("Separation"),
            Object::Name(name.as_bytes().to_vec()),
            "DeviceCMYK".into(),
            function.into(),
        ];
        self.pdf.add_object(space).into()
    }

    fn spot(&mut self, number: usize) {
        let (name, inks) = self.press.spots[number].clone();
        let space = self.separation(&name, inks);
        self.resources.insert(Resource::Spot(number), space);
    }

    /// Pictures in RGB say that it is sRGB, unless the file is for screens.
    fn tag(&mut self, id: ObjectId) {
        if self.press.colours == Colours::Screen {
            return;
        }
        let is_rgb = |object: &Object| {
            let dict = &object.as_stream().ok()?.dict;
            let space = dict.get(b"ColorSpace").ok()?.as_name().ok()?;
            (space == b"DeviceRGB").then_some(())
        };
        if self.pdf.get_object(id).ok().and_then(is_rgb).is_none() {
            return;
        }
        let space = tagged(self.srgb());
        if let Ok(Object::Stream(stream)) = self.pdf.get_object_mut(id) {
            stream.dict.set("ColorSpace", space);
        }
    }

    fn picture(&mut self, number: usize, id: ObjectId) {
        self.tag(id);
        let alpha = self.parts.alphas[number].take();
        let mask = alpha.and_then(|alpha| self.soft_mask(id, alpha));
        if let Ok(Object::Stream(stream)) = self.pdf.get_object_mut(id) {
            if self.parts.smooth[number] {
                stream.dict.set("Interpolate", true);
            }
            if let Some(mask) = mask {
                stream.dict.set("SMask", mask);
            }
        }
        self.resources.insert(Resource::Image(number), id.into());
    }

    /// The alpha of a picture as a picture of its own (ISO 32000-1, 11.6.5.3).
    fn soft_mask(&mut self, picture: ObjectId, alpha: Vec<u8>) -> Option<ObjectId> {
        let dict = &self.pdf.get_object(picture).ok()?.as_stream().ok()?.dict;
        let dict = dictionary! {
            "Type" => "XObject",
            "Subtype" => "Image",
            "Width" => dict.get(b"Width").ok()?.clone(),
            "Height" => dict.get(b"Height").ok()?.clone(),
            "BitsPerComponent" => 8,
            "ColorSpace" => "DeviceGray",
        };
        Some(self.pdf.add_object(lopdf::Stream::new(dict, alpha)))
    }

    fn state(&mut self, number: usize, mut state: Dictionary) {
        state.set("Type", "ExtGState");
        if let Some((kind, form)) = self.parts.states[number].mask {
            let kind = match kind {
                MaskKind::Luminosity => "Luminosity",
                MaskKind::Alpha => "Alpha",
            };
            let group = self.contents[form + 1];
            state.set(
                "SMask",
                dictionary! { "Type" => "Mask", "S" => kind, "G" => group },
            );
        }
        if self.parts.states[number].overprint {
            // printpdf has the two keys the wrong way round; here both hold.
            state.set("OP", true);
            state.set("op", true);
            state.set("OPM", 1);
        }
        let id = self.pdf.add_object(state);
        self.resources.insert(Resource::State(number), id.into());
    }

    fn shading(&mut self, number: usize, mut shading: Dictionary) {
        match (self.parts.shadings[number], self.press.colours) {
            (Tone::Gray, _) => make(&mut shading, &"DeviceGray".into(), &|rgb| vec![rgb[0]]),
            (Tone::Colour, Colours::Inks) => {
                shading.set("ColorSpace", "DeviceCMYK");
                if let Ok(Object::Dictionary(function)) = shading.get_mut(b"Function") {
                    mix(function, &self.press);
                }
            }
            (Tone::Colour, Colours::Tagged) => {
                let space = tagged(self.srgb());
                make(&mut shading, &space, &|rgb| rgb.to_vec());
            }
            (Tone::Colour, Colours::Screen) => {}
        }
        let id = self.pdf.add_object(shading);
        self.resources.insert(Resource::Shading(number), id.into());
    }

    fn gradient(&mut self, number: usize) {
        let (shading, map) = self.parts.gradients[number];
        let Some(shading) = self.resources.get(&Resource::Shading(shading)) else {
            return;
        };
        let id = self.pdf.add_object(dictionary! {
            "Type" => "Pattern",
            "PatternType" => 2,
            "Shading" => shading.clone(),
            "Matrix" => reals(&convert_affine(map)),
        });
        self.resources.insert(Resource::Gradient(number), id.into());
    }

    /// printpdf maps code to glyph one to one; here every code shows the one empty glyph.
    fn font(&mut self, id: ObjectId) {
        let codes = self.highest_code(id).unwrap_or(0);
        let mut map = vec![0; 2];
        map.extend(std::iter::repeat_n(font::BLANK_GLYPH.to_be_bytes(), codes).flatten());
        let map = self
            .pdf
            .add_object(lopdf::Stream::new(Dictionary::new(), map));
        if let Some(descendant) = self.descendant(id) {
            descendant.set("CIDToGIDMap", map);
            descendant.set("DW", i64::from(font::WIDTH));
            descendant.remove(b"W");
        }
        self.resources.insert(Resource::Font, id.into());
    }

    /// The number of codes in use: they are counted from 1 without a gap, and `/W` lists them.
    fn highest_code(&mut self, font: ObjectId) -> Option<usize> {
        let widths = self.descendant(font)?.get(b"W").ok()?.as_array().ok()?;
        Some(widths.get(1)?.as_array().ok()?.len())
    }

    fn descendant(&mut self, font: ObjectId) -> Option<&mut Dictionary> {
        let font = self.pdf.get_dictionary_mut(font).ok()?;
        let list = font.get_mut(b"DescendantFonts").ok()?.as_array_mut().ok()?;
        list.first_mut()?.as_dict_mut().ok()
    }
}

/// All named resources that printpdf wrote. It shares one dictionary a kind among all pages.
pub fn shared_resources(pdf: &Document, page: ObjectId) -> Option<BTreeMap<Vec<u8>, Object>> {
    let resolve = |object: &Object| -> Option<Dictionary> {
        let (_, object) = pdf.dereference(object).ok()?;
        object.as_dict().ok().cloned()
    };
    let page = pdf.get_dictionary(page).ok()?;
    let kinds = resolve(page.get(b"Resources").ok()?)?;
    let mut shared = BTreeMap::new();
    for (_, kind) in &kinds {
        shared.extend(resolve(kind)?);
    }
    Some(shared)
}

/// printpdf's shadings are in RGB; each colour is written anew in another space.
fn make(shading: &mut Dictionary, space: &Object, convert: &dyn Fn([f32; 3]) -> Vec<f32>) {
    shading.set("ColorSpace", space.clone());
    if let Ok(Object::Dictionary(function)) = shading.get_mut(b"Function") {
        make_function(function, convert);
    }
}

/// Between two inks a press mixes otherwise than a screen between two colours, so each part of a
/// gradient is cut into shorter ones.
fn mix(function: &mut Dictionary, press: &Press) {
    /// Parts of a part: by then nobody sees where they meet.
    const STEPS: u8 = 8;
    let rgb = |end: &[u8]| -> Option<[u8; 3]> {
        let channels = function.get(end).ok()?.as_array().ok()?;
        let channel = |i: usize| Some(convert_byte(channels.get(i)?.as_float().ok()?));
        Some([channel(0)?, channel(1)?, channel(2)?])
    };
    if let (Some(from), Some(to)) = (rgb(b"C0"), rgb(b"C1")) {
        let steps = if from == to { 1 } else { STEPS };
        let ramp = press.ramp(from, to, steps);
        let part = |pair: &[Inks]| -> Object {
            let ends = dictionary! {
                "FunctionType" => 2,
                "Domain" => reals(&[0.0, 1.0]),
                "C0" => reals(&pair[0]),
                "C1" => reals(&pair[1]),
                "N" => 1,
            };
            ends.into()
        };
        let bounds: Vec<f32> = (1..steps)
            .map(|at| f32::from(at) / f32::from(steps))
            .collect();
        *function = dictionary! {
            "FunctionType" => 3,
            "Domain" => reals(&[0.0, 1.0]),
            "Functions" => ramp.windows(2).map(part).collect::<Vec<_>>(),
            "Bounds" => reals(&bounds),
            "Encode" => reals(&[0.0, 1.0].repeat(usize::from(steps))),
        };
    } else if let Ok(Object::Array(parts)) = function.get_mut(b"Functions") {
        for part in parts {
            if let Object::Dictionary(part) = part {
                mix(part, press);
            }
        }
    }
}

fn make_function(function: &mut Dictionary, convert: &dyn Fn([f32; 3]) -> Vec<f32>) {
    for end in [&b"C0"[..], b"C1"] {
        if let Ok(Object::Array(channels)) = function.get_mut(end) {
            let rgb: Vec<f32> = channels.iter().filter_map(|c| c.as_float().ok()).collect();
            if let [red, green, blue] = rgb[..] {
                let converted = convert([red, green, blue]);
                *channels = converted.into_iter().map(Object::Real).collect();
            }
        }
    }
    if let Ok(Object::Array(parts)) = function.get_mut(b"Functions") {
        for part in parts {
            if let Object::Dictionary(part) = part {
                make_function(part, convert);
            }
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the range of u8 first"
)]
fn convert_byte(channel: f32) -> u8 {
    (channel * 255.0).round().clamp(0.0, 255.0) as u8
}
