//! Pasteup fills SVG layouts with slogans in any language and makes posters of them.

pub mod color;
pub mod compose;
pub mod diag;
pub mod lang;
pub mod output;
pub mod units;
