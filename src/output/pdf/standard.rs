//! The standards as a table: what each requires of a file, and what it forbids.
//!
//! PDF/X-4:2010 is ISO 15930-7, PDF/X-1a:2003 is ISO 15930-4. Where the text leaves a choice, the
//! table takes what every checker accepts.

use super::spec::Standard;

/// What one standard asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a standard is a table of what it requires"
)]
pub struct Requirements {
    /// The version in the file's header.
    pub version: &'static str,
    /// The value of `GTS_PDFXVersion`, which says that the file keeps to the standard.
    pub marker: Option<&'static str>,
    /// Whether the marker stands in XMP under the names of PDF/X-4 (`pdfxid`).
    pub in_xmp: bool,
    /// Whether the marker stands in Info, as it did before XMP.
    pub in_info: bool,
    /// Whether the press must be named by an output intent with its profile.
    pub intent: bool,
    /// Whether things may be see-through.
    pub transparency: bool,
    /// Whether pictures may keep sRGB with its profile.
    pub tagged: bool,
}

impl Standard {
    /// What the standard asks.
    pub const fn requirements(self) -> Requirements {
        match self {
            Self::Plain => Requirements {
                version: "1.6",
                marker: None,
                in_xmp: false,
                in_info: false,
                intent: false,
                transparency: true,
                tagged: true,
            },
            Self::X4 => Requirements {
                version: "1.6",
                marker: Some("PDF/X-4"),
                in_xmp: true,
                in_info: false,
                intent: true,
                transparency: true,
                tagged: true,
            },
            Self::X1a => Requirements {
                version: "1.4",
                // The key of conformance beside it went with PDF/X-1a:2001.
                marker: Some("PDF/X-1a:2003"),
                in_xmp: false,
                in_info: true,
                intent: true,
                transparency: false,
                tagged: false,
            },
        }
    }
}
