//! From a sheaf to a file: printpdf writes the objects, lopdf mends what printpdf 0.12.8 lacks.
//!
//! It folds the pages that are really forms, gives each stream just the resources it names, adds
//! soft masks, patterns and gray shadings, replaces metadata, and identifies the file by its own
//! content. See `sheaf` for the parts.

use std::collections::BTreeMap;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary};
use printpdf::{
    ExtendedGraphicsState, ExtendedGraphicsStateId, FontId, Mm, PdfDocument, PdfPage,
    PdfSaveOptions, ShadingId, XObjectId,
};

use super::paint::Tone;
use super::sheaf::{
    MaskKind, Page, Resource, Role, Sheaf, State, Stream, convert_affine, convert_real,
};
use super::{PdfOptions, font, xmp};
use crate::compose::Artwork;
use crate::diag::{self, Diagnostic};

/// What printpdf does when it writes. Unknown operators are ours, so they are kept; pictures are
/// written as they are, since its optimization would make photos of drawings.
const AS_IS: PdfSaveOptions = PdfSaveOptions {
    optimize: false,
    subset_fonts: false,
    secure: false,
    image_optimization: None,
};

/// The bytes of the file.
pub fn bytes(
    sheaf: Sheaf,
    page: Stream,
    artwork: &Artwork,
    options: &PdfOptions,
) -> diag::Result<Vec<u8>> {
    let translucent = sheaf.is_translucent();
    let size = sheaf.page;
    let (parts, document) = Parts::split(sheaf, page);
    let pdf = document.to_lopdf_document(&AS_IS, &mut Vec::new());
    drop(document);

    let mut mend = Mend::new(pdf, parts).ok_or_else(|| broken("printpdf's document"))?;
    mend.fold();
    mend.page(size, translucent)
        .ok_or_else(|| broken("the page"))?;
    mend.catalog(artwork).ok_or_else(|| broken("the catalog"))?;
    save(mend.pdf, options)
}

fn broken(what: &str) -> Diagnostic {
    Diagnostic::error(format!(
        "the PDF could not be put together: {what} is not as expected"
    ))
}

/// What printpdf has no place for, kept until its document is written.
struct Parts {
    /// What each stream names and is; the page comes first.
    streams: Vec<(Vec<Resource>, Option<Role>)>,
    states: Vec<State>,
    shadings: Vec<Tone>,
    gradients: Vec<(usize, crate::units::Affine)>,
    smooth: Vec<bool>,
}

impl Parts {
    /// Puts into a printpdf document what fits there, the page first and then each form as one
    /// more page.
    fn split(sheaf: Sheaf, page: Stream) -> (Self, PdfDocument) {
        let mut document = PdfDocument::new("");
        let resources = &mut document.resources;
        let mut smooth = Vec::new();
        for (number, picture) in sheaf.pictures.into_iter().enumerate() {
            let id = XObjectId(Resource::Image(number).name());
            resources.xobjects.map.insert(id, picture.data);
            smooth.push(picture.smooth);
        }
        for (number, state) in sheaf.states.iter().enumerate() {
            let id = ExtendedGraphicsStateId(Resource::State(number).name());
            resources.extgstates.map.insert(id, graphics_state(state));
        }
        let mut shadings = Vec::new();
        for (number, (shading, tone)) in sheaf.shadings.into_iter().enumerate() {
            let id = ShadingId(Resource::Shading(number).name());
            resources.shadings.map.insert(id, shading);
            shadings.push(tone);
        }
        if let Some(font) = sheaf.font {
            let id = FontId(Resource::Font.name());
            resources.fonts.map.insert(id, font);
        }

        let mut streams = Vec::new();
        let forms = sheaf
            .streams
            .into_iter()
            .map(|(stream, role)| (stream, Some(role)));
        for (stream, role) in std::iter::once((page, None)).chain(forms) {
            // `finish` sets the boxes; printpdf would write an offset box wrongly anyway.
            document
                .pages
                .push(PdfPage::new(Mm(1.0), Mm(1.0), stream.ops));
            streams.push((stream.used.into_iter().collect(), role));
        }
        let parts = Self {
            streams,
            states: sheaf.states,
            shadings,
            gradients: sheaf.gradients,
            smooth,
        };
        (parts, document)
    }
}

/// What printpdf can say of a graphics state; the soft mask is added later.
fn graphics_state(state: &State) -> ExtendedGraphicsState {
    let plain = State::default();
    let mut gs = ExtendedGraphicsState::default();
    if state.opacity < plain.opacity {
        gs = gs
            .with_current_fill_alpha(state.opacity)
            .with_current_stroke_alpha(state.opacity);
    }
    if state.blend != plain.blend {
        gs = gs.with_blend_mode(state.blend);
    }
    gs
}

/// A document that is being mended.
struct Mend {
    pdf: Document,
    parts: Parts,
    /// The page object.
    page: ObjectId,
    /// The content of the page and of each form.
    contents: Vec<ObjectId>,
    /// Everything that a content stream can name.
    resources: BTreeMap<Resource, Object>,
}

impl Mend {
    fn new(mut pdf: Document, parts: Parts) -> Option<Self> {
        let pages: Vec<ObjectId> = pdf.page_iter().collect();
        let page = *pages.first()?;
        let contents = pages
            .iter()
            .map(|&id| {
                pdf.get_dictionary(id)
                    .ok()?
                    .get(b"Contents")
                    .ok()?
                    .as_reference()
                    .ok()
            })
            .collect::<Option<Vec<_>>>()?;
        let shared = shared_resources(&pdf, page)?;
        for &form in &pages[1..] {
            pdf.objects.remove(&form);
        }
        let mut mend = Self {
            pdf,
            parts,
            page,
            contents,
            resources: BTreeMap::new(),
        };
        mend.gather(&shared);
        Some(mend)
    }

    /// Finds or makes the object of each resource.
    fn gather(&mut self, shared: &BTreeMap<Vec<u8>, Object>) {
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

    /// Makes forms and tiles of the pages after the first.
    fn fold(&mut self) {
        for at in 1..self.contents.len() {
            let named = self.named(at);
            let (_, role) = &self.parts.streams[at];
            let mut dict = role.as_ref().map_or_else(Dictionary::new, header);
            dict.set("Resources", named);
            if let Ok(Object::Stream(stream)) = self.pdf.get_object_mut(self.contents[at]) {
                stream.dict.extend(&dict);
            }
        }
    }

    /// The `/Resources` of a stream: what it names, and no more.
    fn named(&self, at: usize) -> Dictionary {
        let mut all = Dictionary::new();
        for &resource in &self.parts.streams[at].0 {
            let Some(object) = self.resources.get(&resource) else {
                continue;
            };
            let category = resource.category();
            if !all.has(category.as_bytes()) {
                all.set(category, Dictionary::new());
            }
            if let Ok(Object::Dictionary(of_kind)) = all.get_mut(category.as_bytes()) {
                of_kind.set(resource.name(), object.clone());
            }
        }
        all
    }

    fn page(&mut self, size: Page, translucent: bool) -> Option<()> {
        let named = self.named(0);
        let sheet = reals(&[0.0, 0.0, size.width_pt, size.height_pt].map(convert_real));
        let page = self.pdf.get_dictionary_mut(self.page).ok()?;
        page.set("MediaBox", sheet.clone());
        page.set("TrimBox", sheet);
        page.set("Resources", named);
        page.remove(b"CropBox");
        page.remove(b"Annots");
        if translucent {
            page.set(
                "Group",
                dictionary! { "S" => "Transparency", "CS" => "DeviceRGB", "I" => true },
            );
        }
        let parent = page.get(b"Parent").ok()?.as_reference().ok()?;
        let pages = self.pdf.get_dictionary_mut(parent).ok()?;
        pages.set("Count", 1);
        pages.set("Kids", vec![Object::from(self.page)]);
        Some(())
    }

    fn catalog(&mut self, artwork: &Artwork) -> Option<()> {
        let metadata = lopdf::Stream::new(
            dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
            xmp::packet(&artwork.title, &artwork.lang).into_bytes(),
        )
        // Programs that know nothing of PDF look for the packet in the plain file.
        .with_compression(false);
        let metadata = self.pdf.add_object(metadata);
        let root = self.pdf.trailer.get(b"Root").ok()?.as_reference().ok()?;
        let catalog = self.pdf.get_dictionary_mut(root).ok()?;
        catalog.remove(b"PageLayout");
        catalog.remove(b"PageMode");
        catalog.set("Metadata", metadata);
        catalog.set(
            "ViewerPreferences",
            dictionary! { "DisplayDocTitle" => true },
        );
        if !artwork.lang.is_unknown() {
            catalog.set("Lang", Object::string_literal(artwork.lang.to_string()));
        }
        let info = self.pdf.trailer.get(b"Info").ok()?.as_reference().ok()?;
        let title = dictionary! { "Title" => text_string(&artwork.title) };
        self.pdf.objects.insert(info, title.into());
        Some(())
    }
}

/// All named resources that printpdf wrote. It shares one dictionary a kind among all pages.
fn shared_resources(pdf: &Document, page: ObjectId) -> Option<BTreeMap<Vec<u8>, Object>> {
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

/// The entries that make a content stream a form or a tile.
fn header(role: &Role) -> Dictionary {
    match role {
        Role::Group { bounds, space } => {
            let mut group = dictionary! { "S" => "Transparency", "I" => true };
            match space {
                Some(Tone::Gray) => group.set("CS", "DeviceGray"),
                Some(Tone::Colour) => group.set("CS", "DeviceRGB"),
                None => {}
            }
            dictionary! {
                "Type" => "XObject",
                "Subtype" => "Form",
                "BBox" => reals(&bounds.map(convert_real)),
                "Group" => group,
            }
        }
        Role::Form { bounds } => dictionary! {
            "Type" => "XObject",
            "Subtype" => "Form",
            "BBox" => reals(&bounds.map(convert_real)),
        },
        Role::Tile { bounds, map } => dictionary! {
            "Type" => "Pattern",
            "PatternType" => 1,
            "PaintType" => 1,
            "TilingType" => 1,
            "BBox" => reals(&bounds.map(convert_real)),
            "XStep" => convert_real(bounds[2] - bounds[0]),
            "YStep" => convert_real(bounds[3] - bounds[1]),
            "Matrix" => reals(&convert_affine(*map)),
        },
    }
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

fn reals(numbers: &[f32]) -> Object {
    Object::Array(numbers.iter().copied().map(Object::Real).collect())
}

/// A text string (ISO 32000-1, 7.9.2.2): plain where it is ASCII, else UTF-16 with its mark.
fn text_string(text: &str) -> Object {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Object::string_literal(text);
    }
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(
        units.flat_map(u16::to_be_bytes).collect(),
        StringFormat::Hexadecimal,
    )
}

fn save(mut pdf: Document, options: &PdfOptions) -> diag::Result<Vec<u8>> {
    pdf.version = "1.6".to_owned();
    pdf.prune_objects();
    pdf.renumber_objects();
    if options.compress {
        deflate(&mut pdf);
    }
    let id = Object::String(vec![0; ID_BYTES], StringFormat::Hexadecimal);
    pdf.trailer.set("ID", vec![id.clone(), id]);
    let mut file = Vec::new();
    pdf.save_to(&mut file)
        .map_err(|error| Diagnostic::error(format!("the PDF could not be written: {error}")))?;
    identify(&mut file);
    Ok(file)
}

/// For a poster of forty letters, 4 takes half a millisecond, and the 9 of lopdf's own `compress`
/// two, which is twice as long as all the rest; the file is then smaller by a tenth.
const DEFLATE_LEVEL: u32 = 4;

/// Deflates the streams that are not compressed yet.
fn deflate(pdf: &mut Document) {
    for object in pdf.objects.values_mut() {
        if let Object::Stream(stream) = object
            && stream.allows_compression
            && !stream.dict.has(b"Filter")
        {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(DEFLATE_LEVEL));
            // Writing into memory does not fail; if it did, the stream would stay as it is.
            if let Ok(content) = encoder
                .write_all(&stream.content)
                .and_then(|()| encoder.finish())
            {
                stream.set_content(content);
                stream.dict.set("Filter", "FlateDecode");
            }
        }
    }
}

const ID_BYTES: usize = 16;

/// Writes a hash of the file over the zeros of its `/ID`, so that equal files have equal ids and
/// others do not.
fn identify(file: &mut [u8]) {
    let blank = "0".repeat(ID_BYTES * 2);
    let both = format!("<{blank}><{blank}>");
    let id = format!("{:032X}", fnv1a(file));
    if let Some(at) = file
        .windows(both.len())
        .rposition(|window| window == both.as_bytes())
    {
        let id = format!("<{id}><{id}>");
        file[at..at + id.len()].copy_from_slice(id.as_bytes());
    }
}

/// FNV-1a of 128 bits: an id must differ between files, nobody has to be kept from forging it.
fn fnv1a(bytes: &[u8]) -> u128 {
    bytes
        .iter()
        .fold(0x6C62_272E_07BB_0142_62B8_2175_6295_C58D, |hash, &byte| {
            (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013B)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_ascii_or_utf_16() {
        assert_eq!(
            text_string("To remember"),
            Object::string_literal("To remember")
        );
        assert_eq!(
            text_string("ж"),
            Object::String(vec![0xFE, 0xFF, 0x04, 0x36], StringFormat::Hexadecimal)
        );
    }

    #[test]
    fn an_id_comes_from_the_content() {
        let blank = "0".repeat(32);
        let file = |content: &str| {
            let mut file = format!("{content} /ID[<{blank}><{blank}>]").into_bytes();
            identify(&mut file);
            file
        };
        assert_eq!(file("a"), file("a"));
        assert_ne!(file("a")[1..], file("b")[1..]);
        assert!(!String::from_utf8(file("a")).unwrap().contains(&blank));
    }
}
