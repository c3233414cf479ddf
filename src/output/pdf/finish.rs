//! From a sheaf to a file: printpdf writes the objects, lopdf mends what printpdf 0.12.8 lacks.
//!
//! It folds the pages that are really forms, gives each stream just the resources it names, adds
//! soft masks, patterns and gray shadings, replaces metadata, and identifies the file by its own
//! content. See `sheaf` for the parts.

mod intent;
mod parts;
mod resources;
mod save;

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary};
use printpdf::PdfSaveOptions;

use super::ink::Press;
use super::paint::Tone;
use super::sheaf::{Page, Resource, Role, Sheaf, Stream, convert_affine, convert_real};
use super::spec::{Colours, PrintSpec, iso_date};
use super::{PdfOptions, xmp};
use crate::compose::Artwork;
use crate::diag::{self, Diagnostic};
use parts::Parts;

/// What printpdf does when it writes. Unknown operators are ours, so they are kept; pictures are
/// written as they are, since its optimization would make photos of drawings.
const AS_IS: PdfSaveOptions = PdfSaveOptions {
    optimize: false,
    subset_fonts: false,
    secure: false,
    image_optimization: None,
};

pub use save::save;

/// The document of the poster on one page.
pub fn document(
    mut sheaf: Sheaf,
    page: Stream,
    artwork: &Artwork,
    options: &PdfOptions,
) -> diag::Result<Document> {
    let translucent = sheaf.is_translucent();
    let size = sheaf.page;
    let press = std::mem::take(&mut sheaf.press);
    let (parts, document) = Parts::split(sheaf, page);
    let pdf = document.to_lopdf_document(&AS_IS, &mut Vec::new());
    drop(document);

    let mut mend = Mend::new(pdf, parts, press).ok_or_else(|| broken("printpdf's document"))?;
    mend.fold();
    mend.page(size, translucent)
        .ok_or_else(|| broken("the page"))?;
    mend.catalog(artwork, &options.print)
        .ok_or_else(|| broken("the catalog"))?;
    mend.intent(&options.print)
        .ok_or_else(|| broken("the output intent"))?;
    Ok(mend.pdf)
}

fn broken(what: &str) -> Diagnostic {
    Diagnostic::error(format!(
        "the PDF could not be put together: {what} is not as expected"
    ))
}

/// A document that is being mended.
struct Mend {
    pdf: Document,
    parts: Parts,
    press: Press,
    /// The profile of sRGB, once it is needed.
    srgb: Option<ObjectId>,
    /// The page object.
    page: ObjectId,
    /// The content of the page and of each form.
    contents: Vec<ObjectId>,
    /// Everything that a content stream can name.
    resources: BTreeMap<Resource, Object>,
}

impl Mend {
    fn new(mut pdf: Document, parts: Parts, press: Press) -> Option<Self> {
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
        let shared = resources::shared_resources(&pdf, page)?;
        for &form in &pages[1..] {
            pdf.objects.remove(&form);
        }
        let mut mend = Self {
            pdf,
            parts,
            press,
            srgb: None,
            page,
            contents,
            resources: BTreeMap::new(),
        };
        mend.gather(&shared);
        Some(mend)
    }

    /// Makes forms and tiles of the pages after the first.
    fn fold(&mut self) {
        for at in 1..self.contents.len() {
            let named = self.named(at);
            let (_, role) = &self.parts.streams[at];
            let space = self.blend_space();
            let mut dict = role
                .as_ref()
                .map_or_else(Dictionary::new, |role| header(role, &space));
            dict.set("Resources", named);
            if let Ok(Object::Stream(stream)) = self.pdf.get_object_mut(self.contents[at]) {
                stream.dict.extend(&dict);
            }
        }
    }

    /// The `/Resources` of a stream: what it names, and no more.
    fn named(&self, at: usize) -> Dictionary {
        let mut all = Dictionary::new();
        if let (Colours::Tagged, Some(srgb)) = (self.press.colours, self.srgb) {
            // Whatever is painted in RGB is thereby sRGB.
            all.set("ColorSpace", dictionary! { "DefaultRGB" => tagged(srgb) });
        }
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
        let around = |beyond| reals(&size.around(beyond).map(convert_real));
        let space = self.blend_space();
        let page = self.pdf.get_dictionary_mut(self.page).ok()?;
        page.set("MediaBox", around(size.slug_pt));
        page.set("TrimBox", around(0.0));
        if size.slug_pt > 0.0 {
            page.set("BleedBox", around(size.bleed_pt));
        }
        page.set("Resources", named);
        page.remove(b"CropBox");
        page.remove(b"Annots");
        if translucent {
            page.set(
                "Group",
                dictionary! { "S" => "Transparency", "CS" => space, "I" => true },
            );
        }
        let parent = page.get(b"Parent").ok()?.as_reference().ok()?;
        let pages = self.pdf.get_dictionary_mut(parent).ok()?;
        pages.set("Count", 1);
        pages.set("Kids", vec![Object::from(self.page)]);
        Some(())
    }

    /// The colour space that see-through things mix in.
    fn blend_space(&self) -> Object {
        match (self.press.colours, self.srgb) {
            (Colours::Inks, _) => "DeviceCMYK".into(),
            (Colours::Tagged, Some(srgb)) => tagged(srgb),
            _ => "DeviceRGB".into(),
        }
    }

    fn catalog(&mut self, artwork: &Artwork, print: &PrintSpec) -> Option<()> {
        let requires = print.standard.requirements();
        let stamp = requires.marker.map(|_| xmp::Stamp {
            date: iso_date(print.date),
            id: save::id_of(artwork.svg.as_bytes()),
            standard: requires.marker.filter(|_| requires.in_xmp),
        });
        // The standards want a title that says something.
        let title = match artwork.title.trim() {
            "" if requires.marker.is_some() => "Poster",
            title => title,
        };
        let metadata = lopdf::Stream::new(
            dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
            xmp::packet(title, &artwork.lang, stamp.as_ref()).into_bytes(),
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
        let mut said = dictionary! { "Title" => text_string(title) };
        if let (Some(marker), Some(stamp)) = (requires.marker, stamp) {
            let digits: String = stamp.date.chars().filter(char::is_ascii_digit).collect();
            let date = Object::string_literal(format!("D:{digits}Z"));
            said.set("CreationDate", date.clone());
            said.set("ModDate", date);
            said.set("Trapped", "False");
            if requires.in_info {
                said.set("GTS_PDFXVersion", Object::string_literal(marker));
            }
        }
        self.pdf.objects.insert(info, said.into());
        requires.version.clone_into(&mut self.pdf.version);
        Some(())
    }
}

/// A colour space of the profile of sRGB.
fn tagged(srgb: ObjectId) -> Object {
    vec![Object::from("ICCBased"), srgb.into()].into()
}

/// The entries that make a content stream a form or a tile.
fn header(role: &Role, colour: &Object) -> Dictionary {
    match role {
        Role::Group { bounds, space } => {
            let mut group = dictionary! { "S" => "Transparency", "I" => true };
            match space {
                Some(Tone::Gray) => group.set("CS", "DeviceGray"),
                Some(Tone::Colour) => group.set("CS", colour.clone()),
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
}
