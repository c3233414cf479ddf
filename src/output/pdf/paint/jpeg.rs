//! JPEG files inside of PDF: kept as they are, but for what they tell about their maker.

use std::collections::BTreeMap;

use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject};

/// What the frame header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Frame {
    width: u16,
    height: u16,
    components: u8,
}

/// A JPEG file as an image `XObject`, if all readers understand its kind: eight bits, one channel
/// or three, baseline or progressive. Inks (four channels) are read by readers in too many ways.
pub fn embed(file: &[u8]) -> Option<XObject> {
    let (frame, content) = rewrite(file)?;
    let space = match frame.components {
        1 => "DeviceGray",
        3 => "DeviceRGB",
        _ => return None,
    };
    let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
    let dict = BTreeMap::from([
        ("Type".to_owned(), name("XObject")),
        ("Subtype".to_owned(), name("Image")),
        ("Width".to_owned(), DictItem::Int(frame.width.into())),
        ("Height".to_owned(), DictItem::Int(frame.height.into())),
        ("BitsPerComponent".to_owned(), DictItem::Int(8)),
        ("ColorSpace".to_owned(), name(space)),
        ("Filter".to_owned(), name("DCTDecode")),
    ]);
    Some(XObject::External(ExternalXObject {
        stream: ExternalStream {
            dict,
            content,
            compress: false,
        },
        width: None,
        height: None,
        dpi: None,
    }))
}

/// Copies the segments that make the picture. A photo's EXIF names the camera, its owner, the
/// place and the time, and thumbnails show what was cropped: none of it may travel with a poster.
fn rewrite(file: &[u8]) -> Option<(Frame, Vec<u8>)> {
    const SCAN: u8 = 0xDA;
    let mut rest = file.strip_prefix(&[0xFF, 0xD8])?;
    let mut copy = vec![0xFF, 0xD8];
    let mut frame = None;
    loop {
        // Any number of fill bytes may stand before a marker.
        while let [0xFF, 0xFF, ..] = rest {
            rest = &rest[1..];
        }
        let [0xFF, marker, high, low, ..] = *rest else {
            return None;
        };
        if marker == SCAN {
            break;
        }
        let length = usize::from(u16::from_be_bytes([high, low]));
        let segment = rest.get(..length + 2)?;
        match marker {
            0xC0..=0xC2 => frame = Some(read_frame(segment.get(4..)?)?),
            // Lossless, hierarchical and arithmetic coding.
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => return None,
            _ => {}
        }
        if is_picture(marker, segment) {
            copy.extend_from_slice(segment);
        }
        rest = &rest[length + 2..];
    }
    copy.extend_from_slice(&rest[..scans_end(rest)]);
    Some((frame?, copy))
}

/// Whether a segment is needed for decoding: tables, frames, and the marker that tells RGB from
/// YCbCr (APP14), but no other application data and no comments.
fn is_picture(marker: u8, segment: &[u8]) -> bool {
    match marker {
        0xEE => segment.get(4..9) == Some(b"Adobe"),
        0xE0..=0xEF | 0xFE => false,
        _ => true,
    }
}

fn read_frame(header: &[u8]) -> Option<Frame> {
    let &[8, y1, y0, x1, x0, components, id, ..] = header else {
        return None;
    };
    let frame = Frame {
        width: u16::from_be_bytes([x1, x0]),
        height: u16::from_be_bytes([y1, y0]),
        components,
    };
    // Channels named R, G, B are no YCbCr, whatever a reader assumes.
    (frame.width > 0 && frame.height > 0 && !(components == 3 && id == b'R')).then_some(frame)
}

/// Where the picture ends: after the marker EOI. Phones append whole videos to their photos.
fn scans_end(scans: &[u8]) -> usize {
    let mut at = 0;
    while let Some(step) = scans[at..].windows(2).position(is_marker) {
        at += step;
        match scans[at + 1] {
            0xD9 => return at + 2,
            // A further scan or a table between scans: its content is not entropy-coded.
            _ => match scans.get(at + 2..at + 4) {
                Some(&[high, low]) => {
                    at += 2 + usize::from(u16::from_be_bytes([high, low]));
                    if at >= scans.len() {
                        return scans.len();
                    }
                }
                _ => return scans.len(),
            },
        }
    }
    scans.len()
}

/// A marker in coded data: not a stuffed byte, a restart or a fill byte.
fn is_marker(pair: &[u8]) -> bool {
    matches!(pair, [0xFF, code] if !matches!(code, 0x00 | 0x01 | 0xD0..=0xD7 | 0xFF))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, marker], &length[..], content].concat()
    }

    fn file(parts: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0xD8];
        bytes.extend(parts.concat());
        bytes
    }

    #[test]
    fn what_a_photo_tells_about_its_maker_is_left_out() {
        let frame = segment(0xC0, &[8, 0, 2, 0, 3, 3, 1, 0x11, 0]);
        let scan = [
            segment(0xDA, &[1, 2]),
            vec![0x12, 0xFF, 0x00, 0xFF, 0xD0, 0x34, 0xFF, 0xD9],
        ]
        .concat();
        let photo = file(&[
            segment(0xE1, b"Exif\0\0GPS"),
            frame.clone(),
            segment(0xFE, b"comment"),
            scan.clone(),
            b"trailer".to_vec(),
        ]);
        let (read, copy) = rewrite(&photo).unwrap();
        assert_eq!((read.width, read.height, read.components), (3, 2, 3));
        assert_eq!(copy, file(&[frame, scan]));
    }

    #[test]
    fn broken_files_are_refused_without_panic() {
        for bytes in [
            &[][..],
            &[0xFF, 0xD8],
            &[0xFF, 0xD8, 0xFF, 0xE1, 0xFF, 0xFF, 0x00],
            &[0xFF, 0xD8, 0xFF, 0xC0, 0x00, 0x00],
            &[0xFF, 0xD8, 0xFF, 0xDA, 0x00, 0x02, 0xFF, 0xC4, 0xFF],
        ] {
            assert!(rewrite(bytes).is_none(), "{bytes:?}");
        }
    }
}
