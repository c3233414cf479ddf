//! Pasteup fills SVG layouts with slogans in any language and makes posters of them.

pub mod color;
pub mod compose;
pub mod diag;
pub mod fonts;
pub mod job;
pub mod lang;
pub mod layout;
pub mod library;
pub mod output;
pub mod preflight;
pub mod typeset;
pub mod units;
