//! A TrueType font without ink: `.notdef` and one empty glyph, which stands for every character of
//! the invisible text. Built here, for readers look at an embedded font even when nothing shows.

/// The empty glyph that characters map to.
pub const BLANK_GLYPH: u16 = 1;
/// Its width, and so that of every character, in thousandths of an em.
pub const WIDTH: u16 = 500;
/// How far a selection reaches above the base line, in thousandths of an em: as far as below.
pub const ASCENT: i16 = 500;
/// How far it reaches below, as a negative number.
pub const DESCENT: i16 = -500;
/// Units to the em.
pub const UNITS: u16 = 1000;

const GLYPHS: u16 = 2;
/// The sum over a whole font file, by the rules of the `head` table.
const MAGIC_SUM: u32 = 0xB1B0_AFBA;
const HEAD_ADJUSTMENT: usize = 8;

/// The bytes of the font file, with the tables that PDF asks of `FontFile2`.
pub fn bytes() -> Vec<u8> {
    let tables: [(&[u8; 4], Vec<u8>); 6] = [
        // No outline at all; the table itself may not be empty.
        (b"glyf", vec![0; 4]),
        (b"head", head()),
        (b"hhea", hhea()),
        (b"hmtx", words(&[WIDTH, 0, WIDTH, 0])),
        (b"loca", words(&[0, 0, 0])),
        (b"maxp", maxp()),
    ];
    let mut font = words(&[0x0001, 0x0000, 6, 64, 2, 32]);
    let mut body = Vec::new();
    let start = font.len() + tables.len() * 16;
    let mut head_at = 0;
    for (tag, table) in &tables {
        let offset = start + body.len();
        if *tag == b"head" {
            head_at = offset;
        }
        font.extend_from_slice(*tag);
        font.extend(sum(table).to_be_bytes());
        font.extend(convert_u32(offset).to_be_bytes());
        font.extend(convert_u32(table.len()).to_be_bytes());
        body.extend_from_slice(table);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    font.append(&mut body);
    let adjustment = MAGIC_SUM.wrapping_sub(sum(&font)).to_be_bytes();
    font[head_at + HEAD_ADJUSTMENT..][..4].copy_from_slice(&adjustment);
    font
}

fn head() -> Vec<u8> {
    let mut table = words(&[0x0001, 0x0000, 0x0001, 0x0000]);
    // The adjustment of the sum, then the magic number of the format.
    table.extend([0, 0, 0, 0, 0x5F, 0x0F, 0x3C, 0xF5]);
    table.extend(words(&[0, UNITS]));
    // Created and modified: never.
    table.extend([0; 16]);
    let (ascent, descent) = (ASCENT.cast_unsigned(), DESCENT.cast_unsigned());
    // Bounds, style, smallest size, direction, short offsets, format of `glyf`.
    table.extend(words(&[0, descent, WIDTH, ascent, 0, 8, 2, 0, 0]));
    table
}

fn hhea() -> Vec<u8> {
    let (ascent, descent) = (ASCENT.cast_unsigned(), DESCENT.cast_unsigned());
    let mut table = words(&[0x0001, 0x0000, ascent, descent, 0, WIDTH, 0, 0, 0, 1]);
    table.extend([0; 14]);
    table.extend(words(&[GLYPHS]));
    table
}

fn maxp() -> Vec<u8> {
    // Version 1.0; no points, contours, functions or instructions; two zones.
    let mut table = words(&[0x0001, 0x0000, GLYPHS, 0, 0, 0, 0, 2]);
    table.extend([0; 16]);
    table
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}

/// The sum of big-endian words of four bytes, the last padded with zeros.
fn sum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0, |sum: u32, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

fn convert_u32(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_is_read_by_others() {
        let font = bytes();
        assert!(font.len() < 400);
        assert_eq!(sum(&font), MAGIC_SUM);
        let parsed = rusttype::Font::try_from_bytes(&font);
        assert_eq!(parsed.map(|font| font.glyph_count()), Some(2));
    }
}
