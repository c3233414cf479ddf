//! `--max-bytes`: pictures for platforms that take no more.

use super::{Options, jpeg, picture};
use crate::compose::Artwork;
use crate::diag::{Diagnostic, Notes, Result};
use crate::job::Format;
use crate::units::Dpi;

/// The lowest quality of a JPEG that is worth sending.
const LEAST_QUALITY: u8 = 40;

/// The bytes of a picture that has no more than `most` of them: as it is if that is enough, else
/// with more effort, else, if the format has loss, with the best quality that fits.
///
/// # Errors
/// It cannot be made so small.
pub fn within(
    artwork: &Artwork,
    format: Format,
    dpi: Dpi,
    options: &Options,
    most: u64,
    notes: &mut Notes,
) -> Result<Vec<u8>> {
    let mut make = |options: &Options, quality: u8| {
        let mut bytes = Vec::new();
        picture(artwork, (format, quality), dpi, options, notes, &mut bytes)?;
        Ok::<_, Diagnostic>(bytes)
    };
    let fits = |bytes: &Vec<u8>| bytes.len() as u64 <= most;
    let mut smallest = make(options, jpeg::QUALITY)?;
    if fits(&smallest) {
        return Ok(smallest);
    }
    match format {
        Format::Png => {
            let small = Options {
                small: true,
                ..options.clone()
            };
            smallest = make(&small, jpeg::QUALITY)?;
        }
        Format::Jpeg => {
            // The best quality that fits, by halving.
            let (mut low, mut high) = (LEAST_QUALITY, jpeg::QUALITY);
            smallest = make(options, low)?;
            while fits(&smallest) && high - low > 1 {
                let middle = low.midpoint(high);
                let tried = make(options, middle)?;
                if fits(&tried) {
                    (low, smallest) = (middle, tried);
                } else {
                    high = middle;
                }
            }
        }
        _ => {}
    }
    if fits(&smallest) {
        return Ok(smallest);
    }
    let hint = match format {
        Format::Jpeg => "ask for a smaller size or a lower `--dpi`",
        _ => "ask for a smaller size or a lower `--dpi`, or for `-f jpeg`",
    };
    Err(Diagnostic::error(format!(
        "the {format} file needs {} bytes and may have {most}",
        smallest.len()
    ))
    .hint(hint))
}
