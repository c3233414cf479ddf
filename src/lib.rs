//! Pasteup fills SVG layouts with slogans in any language and makes posters of them.
//!
//! # The river
//!
//! ```text
//! words ──► job ──► typeset ──► compose ──► output ──► bytes
//! ```
//!
//! - [`job`] resolves what the user asked for into [`job::Poster`]s: the [`layout`], the sheet, the
//!   words in their language, the palette. After this nothing is looked up any more.
//! - [`typeset`] sets the words of each slot in the [`fonts`] of their script: it searches the line
//!   breaks that let the type be largest, measured by ink, and hands on finished outlines.
//! - [`compose`] puts the outlines into the designer's drawing: one SVG, then one `usvg` tree. That is
//!   the waist of the river; every format sees the same document.
//! - [`output`] paints that tree as PNG, PDF, SVG, JPEG or WebP.
//!
//! [`render::artwork`] is the whole of it in three lines. Stages take borrowed values and return owned
//! ones; warnings go into [`diag::Notes`], and only [`cli`] prints and writes.
//!
//! # Glossary
//!
//! *campaign* a set of slogans for one cause · *slogan* one sentence with its translations · *layout* the
//! designer's template · *artboard* one SVG of a layout, drawn for one shape of sheet · *slot* a place in
//! a layout that the user fills · *setting* text that was typeset to fit its slot · *artwork* the filled
//! document · *sheet* what is printed on · *poster* one resolved piece of a *job*.
//!
//! # Example
//!
//! ```
//! use pasteup::{diag::Notes, fonts::Fonts, job::{Format, Job, Text, expand}, library::Library, output, render};
//!
//! let library = Library::default();
//! let job = Job {
//!     texts: vec![Text::Typed("याद रखना ही लड़ना है!".to_owned())],
//!     layouts: vec!["bold".to_owned()],
//!     sizes: vec!["a3".to_owned()],
//!     langs: vec!["hi".parse()?],
//!     ..Job::default()
//! };
//! let fonts = Fonts::new(&library).unwrap();
//! for file in expand(&job, &library).unwrap() {
//!     let mut notes = Notes::default();
//!     let made = render::artwork(&file.poster, &fonts, &mut notes).unwrap();
//!     let bytes = output::bytes(&made.artwork, file.format, file.dpi, &mut notes).unwrap();
//!     assert_eq!(file.format, Format::Pdf);
//!     assert!(bytes.starts_with(b"%PDF"));
//! }
//! # Ok::<(), pasteup::lang::LangError>(())
//! ```

pub mod banner;
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
pub mod preflight;
pub mod render;
pub mod review;
pub mod slogans;
pub mod studio;
pub mod typeset;
pub mod units;
