//! Parts of one deflate stream (RFC 1951), made apart and joined byte to byte.
//!
//! Each part but the last ends with an empty stored block, which ends on a whole byte. flate2 runs
//! on `miniz_oxide`, which gives the same bytes on every machine; encoders that look at the
//! processor do not.

use flate2::{Compress, Compression, FlushCompress, Status};

/// How a zlib stream (RFC 1950) begins: deflate, a window of 32 KiB, no dictionary.
pub const HEAD: [u8; 2] = [0x78, 0x01];

/// How hard to try. Figures are of an indexed poster of 1080 × 1080 pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// For pictures of many megapixels: 2.3 GB a second, 25 kB.
    Least,
    /// For feeds: 0.7 GB a second, 16 kB.
    Some,
    /// For whoever has the time: 0.05 GB a second, 15 kB.
    Most,
}

impl Effort {
    const fn level(self) -> u32 {
        match self {
            Self::Least => 1,
            Self::Some => 4,
            Self::Most => 9,
        }
    }
}

/// A part of a stream.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether the stream ends with it.
    pub last: bool,
    adler: u32,
    length: usize,
}

/// Deflates a part.
pub fn part(data: &[u8], effort: Effort, last: bool) -> Part {
    let mut state = Compress::new(Compression::new(effort.level()), false);
    let flush = if last {
        FlushCompress::Finish
    } else {
        FlushCompress::Sync
    };
    let mut bytes = Vec::with_capacity(data.len() / 32 + 1024);
    loop {
        let read = usize::try_from(state.total_in()).unwrap_or(usize::MAX);
        // It fails on wrong use only, which this is not.
        let status = state.compress_vec(&data[read..], &mut bytes, flush);
        let room = bytes.capacity() - bytes.len();
        match status {
            Ok(Status::StreamEnd) | Err(_) => break,
            Ok(_) if !last && room > 0 && state.total_in() == data.len() as u64 => break,
            Ok(_) => bytes.reserve(bytes.len().max(1024)),
        }
    }
    Part {
        bytes,
        last,
        adler: adler(data),
        length: data.len(),
    }
}

fn adler(data: &[u8]) -> u32 {
    let mut sum = simd_adler32::Adler32::new();
    sum.write(data);
    sum.finish()
}

/// The checksum of a stream to which a part is added.
pub fn joined(before: u32, part: &Part) -> u32 {
    // Both sums start anew in the part: the first at 1, the second without what came before.
    const MODULUS: u64 = 65_521;
    let (low, high) = (u64::from(before & 0xFFFF), u64::from(before >> 16));
    let (own_low, own_high) = (u64::from(part.adler & 0xFFFF), u64::from(part.adler >> 16));
    let length = part.length as u64 % MODULUS;
    let new_low = (low + own_low + MODULUS - 1) % MODULUS;
    let new_high = (high + own_high + length * (low + MODULUS - 1)) % MODULUS;
    u32::try_from(new_high << 16 | new_low).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_join_to_one_stream() {
        let data: Vec<u8> = (0..200_000_u32)
            .map(|n| u8::try_from((n / 7).wrapping_mul(n) % 251).unwrap())
            .collect();
        for effort in [Effort::Least, Effort::Some, Effort::Most] {
            let mut stream = HEAD.to_vec();
            let mut sum = 1;
            for (at, piece) in data.chunks(70_001).enumerate() {
                let part = part(piece, effort, at == 2);
                sum = joined(sum, &part);
                stream.extend(part.bytes);
            }
            assert_eq!(sum, adler(&data));
            stream.extend(sum.to_be_bytes());
            let mut read = Vec::new();
            let mut reader = flate2::read::ZlibDecoder::new(stream.as_slice());
            std::io::Read::read_to_end(&mut reader, &mut read).unwrap();
            assert!(read == data);
        }
    }
}
