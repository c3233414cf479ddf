//! Unpacks streams: every filter of PDF that is not a picture format, within the file's limits.

use lopdf::{Dictionary, Object, Stream};

use super::source::{Source, as_dict};

/// A stream, unpacked as far as it goes.
pub(super) enum Unpacked {
    /// Plain bytes.
    Plain(Vec<u8>),
    /// A picture format is left, such as JPEG.
    Picture,
}

/// Why a stream could not be unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// It unpacks to more than a poster has.
    TooLarge,
    /// Its filter is unknown or its bytes are not what the filter makes.
    Damaged,
}

/// Unpacks a stream to at most `limit` bytes.
pub(super) fn unpack(
    source: &Source,
    stream: &Stream,
    limit: usize,
) -> Result<Unpacked, Unreadable> {
    let limit = limit.min(source.left());
    let mut data = stream.content.clone();
    for (filter, params) in chain(source, &stream.dict) {
        data = match filter.as_str() {
            "FlateDecode" | "Fl" | "LZWDecode" | "LZW" => {
                let plain = by_lopdf(data, long_name(&filter), params, limit)?;
                unpredict(source, plain, params)?
            }
            "ASCII85Decode" | "A85" => by_lopdf(data, "ASCII85Decode", None, limit)?,
            "ASCIIHexDecode" | "AHx" => hex(&data),
            "RunLengthDecode" | "RL" => run_length(&data, limit)?,
            // Decrypted while loading; what is left of it says "identity".
            "Crypt" => data,
            "DCTDecode" | "DCT" | "JPXDecode" | "JBIG2Decode" | "CCITTFaxDecode" | "CCF" => {
                return Ok(Unpacked::Picture);
            }
            _ => return Err(Unreadable::Damaged),
        };
    }
    if source.spend(data.len()) && data.len() <= limit {
        Ok(Unpacked::Plain(data))
    } else {
        Err(Unreadable::TooLarge)
    }
}

/// Unpacks a stream that must end as plain bytes.
pub(super) fn plain(source: &Source, stream: &Stream, limit: usize) -> Result<Vec<u8>, Unreadable> {
    match unpack(source, stream, limit)? {
        Unpacked::Plain(data) => Ok(data),
        Unpacked::Picture => Err(Unreadable::Damaged),
    }
}

/// The filters of a stream with their parameters, in the order of decoding; at most eight.
pub(super) fn chain<'s>(
    source: &'s Source,
    dict: &'s Dictionary,
) -> Vec<(String, Option<&'s Dictionary>)> {
    let either = |long, short| source.get(dict, long).or_else(|| source.get(dict, short));
    let many = |object: Option<&'s Object>| match object {
        Some(Object::Array(items)) => items
            .iter()
            .take(8)
            .map(|item| source.resolve(item))
            .collect(),
        one => vec![one],
    };
    let params = many(either("DecodeParms", "DP"));
    let filters = many(either("Filter", "F")).into_iter().enumerate();
    let named = filters.filter_map(|(at, filter)| {
        let name = String::from_utf8_lossy(filter?.as_name().ok()?).into_owned();
        Some((name, params.get(at).copied().flatten().and_then(as_dict)))
    });
    named.collect()
}

fn long_name(filter: &str) -> &'static str {
    if filter.starts_with('F') {
        "FlateDecode"
    } else {
        "LZWDecode"
    }
}

/// One filter without its predictor, whose rows of odd depths lopdf cuts wrongly.
fn by_lopdf(
    data: Vec<u8>,
    filter: &str,
    params: Option<&Dictionary>,
    limit: usize,
) -> Result<Vec<u8>, Unreadable> {
    let mut dict = Dictionary::new();
    dict.set("Filter", Object::Name(filter.as_bytes().to_vec()));
    if let Some(early) = params.and_then(|params| params.get(b"EarlyChange").ok()) {
        let mut only = Dictionary::new();
        only.set("EarlyChange", early.clone());
        dict.set("DecodeParms", only);
    }
    Stream::new(dict, data)
        .decompressed_content_with_limit(limit)
        .map_err(|error| match error {
            // lopdf's reasons are private; only ASCII85 has another one than size.
            lopdf::Error::Decompress(_) if filter != "ASCII85Decode" => Unreadable::TooLarge,
            _ => Unreadable::Damaged,
        })
}

/// Undoes a predictor: TIFF's (2, at eight bits) or PNG's (10 to 15).
fn unpredict(
    source: &Source,
    data: Vec<u8>,
    params: Option<&Dictionary>,
) -> Result<Vec<u8>, Unreadable> {
    let Some(params) = params else {
        return Ok(data);
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a small range first"
    )]
    let entry = |key, default: f64| {
        source
            .number(params, key)
            .unwrap_or(default)
            .clamp(1.0, 1e6) as usize
    };
    let (colors, bits) = (
        entry("Colors", 1.0).min(32),
        entry("BitsPerComponent", 8.0).min(16),
    );
    let row = (entry("Columns", 1.0) * colors * bits).div_ceil(8);
    let pixel = (colors * bits).div_ceil(8);
    match entry("Predictor", 1.0) {
        1 => Ok(data),
        2 if bits == 8 => Ok(tiff(data, row, pixel)),
        10..=15 => Ok(png(&data, row, pixel)),
        _ => Err(Unreadable::Damaged),
    }
}

fn tiff(mut data: Vec<u8>, row: usize, pixel: usize) -> Vec<u8> {
    for line in data.chunks_mut(row) {
        for at in pixel..line.len() {
            line[at] = line[at].wrapping_add(line[at - pixel]);
        }
    }
    data
}

/// PNG (ISO 15948, 9.2): a byte that names the filter, then the row.
fn png(data: &[u8], row: usize, pixel: usize) -> Vec<u8> {
    let mut plain: Vec<u8> = Vec::with_capacity(data.len());
    let mut above = vec![0; row];
    for line in data.chunks(row + 1) {
        let (filter, line) = (line[0], &line[1..]);
        let mut current = vec![0; row];
        for (at, &byte) in line.iter().enumerate() {
            let left = if at >= pixel { current[at - pixel] } else { 0 };
            let corner = if at >= pixel { above[at - pixel] } else { 0 };
            let guess = match filter {
                1 => left,
                2 => above[at],
                3 => u8::midpoint(left, above[at]),
                4 => paeth(left, above[at], corner),
                _ => 0,
            };
            current[at] = byte.wrapping_add(guess);
        }
        plain.extend_from_slice(&current[..line.len()]);
        above = current;
    }
    plain
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let [a, b, c] = [left, above, corner].map(i16::from);
    let guess = a + b - c;
    let far = |value: i16| (guess - value).abs();
    if far(a) <= far(b) && far(a) <= far(c) {
        left
    } else if far(b) <= far(c) {
        above
    } else {
        corner
    }
}

fn hex(data: &[u8]) -> Vec<u8> {
    let digits = data.iter().take_while(|&&byte| byte != b'>');
    let digit = |&byte: &u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|d| u8::try_from(d).ok())
    };
    let digits: Vec<u8> = digits.filter_map(digit).collect();
    let pair = |pair: &[u8]| pair[0] << 4 | pair.get(1).copied().unwrap_or(0);
    digits.chunks(2).map(pair).collect()
}

fn run_length(data: &[u8], limit: usize) -> Result<Vec<u8>, Unreadable> {
    let (mut plain, mut at) = (Vec::new(), 0);
    while let Some(&length) = data.get(at).filter(|&&length| length != 128) {
        let count = usize::from(length);
        if length < 128 {
            let end = data.len().min(at + count + 2);
            plain.extend_from_slice(&data[at + 1..end]);
            at += count + 2;
        } else {
            let byte = *data.get(at + 1).ok_or(Unreadable::Damaged)?;
            plain.extend(std::iter::repeat_n(byte, 257 - count));
            at += 2;
        }
        if plain.len() > limit {
            return Err(Unreadable::TooLarge);
        }
    }
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_from_their_differences() {
        assert_eq!(png(&[1, 5, 1, 1, 2, 1, 1, 1], 3, 1), [5, 6, 7, 6, 7, 8]);
        assert_eq!(tiff(vec![1, 1, 1, 9, 1, 1], 3, 1), [1, 2, 3, 9, 10, 11]);
    }

    #[test]
    fn hexadecimal_and_runs_unpack() {
        assert_eq!(hex(b"4 1 4\n2 7>zz"), [0x41, 0x42, 0x70]);
        assert_eq!(
            run_length(&[1, 7, 8, 254, 9, 128, 1], 100),
            Ok(vec![7, 8, 9, 9, 9])
        );
        assert_eq!(
            run_length(&[129, 9, 129, 9], 100),
            Err(Unreadable::TooLarge)
        );
    }
}
