//! Pasteup fills SVG layouts with slogans in any language and makes posters of them.

pub mod batch;
pub mod cli;
pub mod color;
pub mod compose;
pub mod diag;
pub mod fonts;
pub mod job;
pub mod lang;
pub mod layout;
pub mod legibility;
pub mod library;
pub mod output;
pub mod render;
pub mod slogans;
pub mod typeset;
pub mod units;
