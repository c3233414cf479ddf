//! From a document to bytes.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Document, Object, StringFormat};

use crate::diag::{self, Diagnostic};
use crate::output::pdf::PdfOptions;

/// Numbers the objects anew, compresses them and writes them.
///
/// # Errors
///
/// When lopdf cannot write them.
pub fn save(mut pdf: Document, options: &PdfOptions) -> diag::Result<Vec<u8>> {
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

/// The file of a poster of forty letters has 7.3 kB; level 4 makes it 6.6 kB and takes a twelfth
/// longer for the whole run, and the 9 of lopdf's own `compress` more than all the rest.
const DEFLATE_LEVEL: u32 = 1;

/// Streams shorter than this stay as they are: deflate would gain nothing.
const LEAST_BYTES: usize = 128;

/// Deflates the streams that are not compressed yet.
fn deflate(pdf: &mut Document) {
    // One for all: its tables are larger than a poster.
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(DEFLATE_LEVEL));
    for object in pdf.objects.values_mut() {
        if let Object::Stream(stream) = object
            && stream.allows_compression
            && !stream.dict.has(b"Filter")
            && stream.content.len() >= LEAST_BYTES
        {
            // Writing into memory does not fail; if it did, the stream would stay as it is.
            if let Ok(content) = encoder
                .write_all(&stream.content)
                .and_then(|()| encoder.reset(Vec::new()))
            {
                stream.set_content(content);
                stream.dict.set("Filter", "FlateDecode");
            }
        }
    }
}

const ID_BYTES: usize = 16;

/// Thirty-two hexadecimal digits that differ where the content does.
pub fn id_of(content: &[u8]) -> String {
    format!("{:032x}", fnv1a(content))
}

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
