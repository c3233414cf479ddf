//! One drawing on many sheets: the page of a poster becomes a form, and new pages show parts of it.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::canvas::Canvas;
use super::sheaf::convert_real;

/// A page of the finished file.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Width and height in points.
    pub size: (f64, f64),
    /// What is on it. Posters are the forms `Art0`, `Art1` …
    pub content: Canvas,
}

/// How paper is turned over for its back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is printed on one side.
    Never,
    /// Like the pages of a book: upright sheets.
    LongEdge,
    /// Like a calendar: sheets that lie, so that the back stands on its feet.
    ShortEdge,
}

/// Makes new pages out of posters on one page each. `None` if they are not such.
pub fn impose(posters: Vec<Document>, sheets: Vec<Sheet>, turn: Turn) -> Option<Document> {
    let mut posters = posters.into_iter();
    let mut pdf = posters.next()?;
    let (page, pages) = page_of(&pdf)?;
    let mut forms = Dictionary::new();
    forms.set("Art0", into_form(&mut pdf, page)?);
    for (number, mut other) in posters.enumerate() {
        other.renumber_objects_with(pdf.max_id + 1);
        let (page, _) = page_of(&other)?;
        let form = into_form(&mut other, page)?;
        pdf.max_id = other.max_id;
        pdf.objects.append(&mut other.objects);
        forms.set(format!("Art{}", number + 1), form);
    }
    let resources = pdf.add_object(dictionary! { "XObject" => forms });
    let count = sheets.len();
    let mut kids = Vec::new();
    for sheet in sheets {
        let content = pdf.add_object(Stream::new(Dictionary::new(), sheet.content.0.into_bytes()));
        let (width, height) = (convert_real(sheet.size.0), convert_real(sheet.size.1));
        let media = Object::Array([0.0, 0.0, width, height].map(Object::Real).to_vec());
        let page = pdf.add_object(dictionary! {
            "Type" => "Page",
            "Parent" => pages,
            "MediaBox" => media.clone(),
            "TrimBox" => media,
            "Resources" => resources,
            "Contents" => content,
        });
        kids.push(Object::from(page));
    }
    let tree = pdf.get_dictionary_mut(pages).ok()?;
    tree.set("Kids", kids);
    tree.set("Count", i64::try_from(count).ok()?);
    let root = pdf.trailer.get(b"Root").ok()?.as_reference().ok()?;
    let catalog = pdf.get_dictionary_mut(root).ok()?;
    // The paper is the paper: a viewer that fits pages to it would shrink them.
    let mut wishes = dictionary! { "DisplayDocTitle" => true, "PrintScaling" => "None" };
    match turn {
        Turn::Never => {}
        Turn::LongEdge => wishes.set("Duplex", "DuplexFlipLongEdge"),
        Turn::ShortEdge => wishes.set("Duplex", "DuplexFlipShortEdge"),
    }
    catalog.set("ViewerPreferences", wishes);
    Some(pdf)
}

fn page_of(pdf: &Document) -> Option<(ObjectId, ObjectId)> {
    let page = pdf.page_iter().next()?;
    let parent = pdf.get_dictionary(page).ok()?.get(b"Parent").ok()?;
    Some((page, parent.as_reference().ok()?))
}

/// Makes a form of the content of a page.
fn into_form(pdf: &mut Document, page: ObjectId) -> Option<ObjectId> {
    let dict = pdf.get_dictionary(page).ok()?.clone();
    let content = dict.get(b"Contents").ok()?.as_reference().ok()?;
    let Object::Stream(stream) = pdf.get_object_mut(content).ok()? else {
        return None;
    };
    stream.dict.set("Type", "XObject");
    stream.dict.set("Subtype", "Form");
    stream.dict.set("BBox", dict.get(b"TrimBox").ok()?.clone());
    stream
        .dict
        .set("Resources", dict.get(b"Resources").ok()?.clone());
    if let Ok(group) = dict.get(b"Group") {
        stream.dict.set("Group", group.clone());
    }
    pdf.objects.remove(&page);
    Some(content)
}
