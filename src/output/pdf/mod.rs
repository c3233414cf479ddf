//! Vector PDF from artwork.
use crate::compose::Artwork;
use crate::diag::{Diagnostic, Notes, Result};
#[derive(Default)]
pub struct PdfOptions;
pub fn pdf(_: &Artwork, _: &PdfOptions, _: &mut Notes) -> Result<Vec<u8>> {
    Err(Diagnostic::error("pending"))
}
