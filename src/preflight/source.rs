//! The file as objects: opened within limits, looked up without trust.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};

use crate::diag::{Diagnostic, Result};

/// Files beyond this are refused unread: no shop takes them, and objects take more room than bytes.
const LARGEST_FILE: usize = 512 << 20;
/// An object stream beyond this is a bomb: writers put a hundred or so small objects into one.
const LARGEST_OBJECT_STREAM: usize = 8 << 20;
/// What all content and pictures of a file may unpack to, together.
const LARGEST_CONTENT: usize = 2 << 30;
/// Pages that are looked at.
const MOST_PAGES: usize = 2000;
/// How far up the page tree an inherited entry is looked for.
const DEEPEST_TREE: usize = 64;

/// An opened file.
pub(super) struct Source<'a> {
    /// The bytes as they came.
    pub bytes: &'a [u8],
    /// The objects.
    pub doc: Document,
    /// Bytes that may still be unpacked.
    unpack: Cell<usize>,
}

impl<'a> Source<'a> {
    /// Opens a file; one that is locked with a password has no objects (see [`Source::is_locked`]).
    pub fn open(bytes: &'a [u8]) -> Result<Self> {
        if bytes.len() > LARGEST_FILE {
            let megabytes = bytes.len() / 1_000_000;
            let message =
                format!("the file has {megabytes} MB, more than the 536 MB that can be read");
            return Err(
                Diagnostic::error(message).hint("make its pictures smaller and export it again")
            );
        }
        if !bytes[..bytes.len().min(1024)]
            .windows(5)
            .any(|w| w == b"%PDF-")
        {
            let message = "this is not a PDF: it does not start with `%PDF-`";
            return Err(Diagnostic::error(message).hint("export the poster as PDF"));
        }
        Ok(Self {
            bytes,
            doc: load(bytes)?,
            unpack: Cell::new(LARGEST_CONTENT),
        })
    }

    /// Whether the file needs a password before anything in it can be read.
    pub fn is_locked(&self) -> bool {
        self.doc.is_encrypted()
    }

    /// The pages, in order.
    pub fn pages(&self) -> Result<Vec<&Dictionary>> {
        let ids = self.doc.page_iter().take(MOST_PAGES);
        let pages: Vec<_> = ids
            .filter_map(|id| self.doc.get_dictionary(id).ok())
            .collect();
        if pages.is_empty() {
            let message = "the file has no page that can be read";
            let hint =
                "it is damaged or cut off: export it again, or mend it with `qpdf in.pdf out.pdf`";
            return Err(Diagnostic::error(message).hint(hint));
        }
        Ok(pages)
    }

    /// The catalogue, where everything starts.
    pub fn catalog(&self) -> Option<&Dictionary> {
        self.doc.catalog().ok()
    }

    /// The Info dictionary.
    pub fn info(&self) -> Option<&Dictionary> {
        self.dict(&self.doc.trailer, "Info")
    }

    /// What an object stands for, references followed; `null` is nothing.
    pub fn resolve<'s>(&'s self, object: &'s Object) -> Option<&'s Object> {
        let (_, object) = self.doc.dereference(object).ok()?;
        (!object.is_null()).then_some(object)
    }

    /// An entry of a dictionary.
    pub fn get<'s>(&'s self, dict: &'s Dictionary, key: &str) -> Option<&'s Object> {
        self.resolve(dict.get(key.as_bytes()).ok()?)
    }

    /// An entry that is a dictionary, or the dictionary of a stream.
    pub fn dict<'s>(&'s self, dict: &'s Dictionary, key: &str) -> Option<&'s Dictionary> {
        as_dict(self.get(dict, key)?)
    }

    /// An entry that is a stream.
    pub fn stream<'s>(&'s self, dict: &'s Dictionary, key: &str) -> Option<&'s Stream> {
        self.get(dict, key)?.as_stream().ok()
    }

    /// An entry that is an array.
    pub fn array<'s>(&'s self, dict: &'s Dictionary, key: &str) -> Option<&'s [Object]> {
        self.get(dict, key)?.as_array().ok().map(Vec::as_slice)
    }

    /// An entry that is a name.
    pub fn name<'s>(&'s self, dict: &'s Dictionary, key: &str) -> Option<&'s str> {
        std::str::from_utf8(self.get(dict, key)?.as_name().ok()?).ok()
    }

    /// An entry that is a number.
    pub fn number(&self, dict: &Dictionary, key: &str) -> Option<f64> {
        number(self.get(dict, key)?)
    }

    /// An entry that is true or false.
    pub fn flag(&self, dict: &Dictionary, key: &str) -> Option<bool> {
        self.get(dict, key)?.as_bool().ok()
    }

    /// An entry that is text, decoded.
    pub fn text(&self, dict: &Dictionary, key: &str) -> Option<String> {
        text(self.get(dict, key)?)
    }

    /// An entry that is an array of numbers.
    pub fn numbers(&self, dict: &Dictionary, key: &str) -> Option<Vec<f64>> {
        let items = self.array(dict, key)?.iter();
        items.map(|item| number(self.resolve(item)?)).collect()
    }

    /// An entry of a page that may stand higher in the tree of pages.
    pub fn inherited<'s>(&'s self, page: &'s Dictionary, key: &str) -> Option<&'s Object> {
        let mut node = page;
        for _ in 0..DEEPEST_TREE {
            if let Some(found) = self.get(node, key) {
                return Some(found);
            }
            node = self.dict(node, "Parent")?;
        }
        None
    }

    /// Takes bytes off what may still be unpacked; `false` when too little is left.
    pub fn spend(&self, bytes: usize) -> bool {
        let left = self.unpack.get();
        self.unpack.set(left.saturating_sub(bytes));
        bytes <= left
    }

    /// How many bytes may still be unpacked.
    pub fn left(&self) -> usize {
        self.unpack.get()
    }
}

/// Loads the objects. lopdf indexes some slices by offsets that the file states, so a hostile file can
/// make it panic; here that is one more way of being damaged.
fn load(bytes: &[u8]) -> Result<Document> {
    let options = LoadOptions::with_max_decompressed_size(LARGEST_OBJECT_STREAM);
    let load = AssertUnwindSafe(|| Document::load_mem_with_options(bytes, options));
    let why = match catch_unwind(load) {
        Ok(Ok(doc)) => return Ok(doc),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "its table of objects points nowhere".to_owned(),
    };
    let hint = "export it again, or mend it with `qpdf in.pdf out.pdf`";
    Err(Diagnostic::error(format!("the PDF is damaged: {why}")).hint(hint))
}

/// The dictionary that an object is or carries.
pub(super) fn as_dict(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dict) => Some(dict),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// A finite number.
pub(super) fn number(object: &Object) -> Option<f64> {
    let value = match object {
        #[expect(
            clippy::cast_precision_loss,
            reason = "no figure of a page needs 53 bits"
        )]
        Object::Integer(value) => *value as f64,
        Object::Real(value) => f64::from(*value),
        _ => return None,
    };
    value.is_finite().then_some(value)
}

/// Text of any encoding that PDF allows; a name counts as text too.
pub(super) fn text(object: &Object) -> Option<String> {
    match object {
        Object::Name(name) => Some(String::from_utf8_lossy(name).into_owned()),
        Object::String(bytes, _) => Some(
            lopdf::decode_text_string(object)
                .unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned()),
        ),
        _ => None,
    }
}

/// The id behind an entry, if it is a reference: what makes two uses the same.
pub(super) fn id_of(dict: &Dictionary, key: &str) -> Option<ObjectId> {
    dict.get(key.as_bytes()).ok()?.as_reference().ok()
}
