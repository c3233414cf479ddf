//! The objects that content streams name, mended.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::{Mend, reals};
use crate::output::pdf::font;
use crate::output::pdf::paint::Tone;
use crate::output::pdf::sheaf::{MaskKind, Resource, convert_affine};

impl Mend {
    /// Finds or makes the object of each resource.
    pub(super) fn gather(&mut self, shared: &BTreeMap<Vec<u8>, Object>) {
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

    fn picture(&mut self, number: usize, id: ObjectId) {
        if self.parts.smooth[number]
            && let Ok(Object::Stream(stream)) = self.pdf.get_object_mut(id)
        {
            stream.dict.set("Interpolate", true);
        }
        self.resources.insert(Resource::Image(number), id.into());
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
        let id = self.pdf.add_object(state);
        self.resources.insert(Resource::State(number), id.into());
    }

    fn shading(&mut self, number: usize, mut shading: Dictionary) {
        if self.parts.shadings[number] == Tone::Gray {
            make_gray(&mut shading);
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

/// printpdf's shadings are in RGB; where all three channels are equal, one of them says it.
fn make_gray(shading: &mut Dictionary) {
    shading.set("ColorSpace", "DeviceGray");
    if let Ok(Object::Dictionary(function)) = shading.get_mut(b"Function") {
        make_function_gray(function);
    }
}

fn make_function_gray(function: &mut Dictionary) {
    for end in [&b"C0"[..], b"C1"] {
        if let Ok(Object::Array(channels)) = function.get_mut(end) {
            channels.truncate(1);
        }
    }
    if let Ok(Object::Array(parts)) = function.get_mut(b"Functions") {
        for part in parts {
            if let Object::Dictionary(part) = part {
                make_function_gray(part);
            }
        }
    }
}
