//! From a sheaf to a file: printpdf writes the objects, lopdf mends what printpdf 0.12.8 lacks.
//!
//! It folds the pages that are really forms, gives each stream just the resources it names, adds
//! soft masks, patterns and gray shadings, replaces metadata, and identifies the file by its own
//! content. See `sheaf` for the parts.

mod parts;
mod resources;
mod save;

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary};
use printpdf::PdfSaveOptions;

use super::paint::Tone;
use super::sheaf::{Page, Resource, Role, Sheaf, Stream, convert_affine, convert_real};
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
    save::save(mend.pdf, options)
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
        let shared = resources::shared_resources(&pdf, page)?;
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
