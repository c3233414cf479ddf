//! From artwork to a file on the disk, as the user wants it: for a screen, a press or a printer at
//! home.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::home::{Home, Pages};
use super::press::{self, Press};
use super::row;
use super::write::{self, Refused, Written};
use crate::diag::{Diagnostic, Notes, Result};
use crate::fonts::Fonts;
use crate::job::{Format, Planned, Poster};
use crate::layout::Layout;
use crate::legibility;
use crate::library::Library;
use crate::output::{self, Options};
use crate::render::Made;
use crate::typeset::Divide;
use crate::units::{Length, SheetSize};

/// How files are made.
#[derive(Debug, Default)]
pub struct Finish {
    /// For a press.
    pub press: Press,
    /// For a printer at home.
    pub home: Home,
    /// How pictures are encoded.
    pub encoding: Options,
}

impl Finish {
    /// Checks before any work that a file can be made as it is asked for.
    ///
    /// # Errors
    /// A size in pixels, which has no size on paper.
    pub fn check(&self, planned: &Planned) -> Result<()> {
        self.press.check(planned)?;
        self.home.check(planned)
    }

    /// Writes a file, and its proof if one is wanted; says what its pages are.
    ///
    /// # Errors
    /// It cannot be made, the shop would not take it, or the disk is full.
    pub fn write(
        &self,
        target: &Path,
        planned: &Planned,
        made: Arc<Made>,
        (library, fonts): (&Library, &Fonts),
        notes: &mut Notes,
    ) -> std::result::Result<Done, Refused> {
        let mut pages = Pages::default();
        let inputs = &inputs(&planned.poster);
        let written = write::write(target, inputs, |out| {
            if planned.format != Format::Pdf {
                let (format, dpi) = (planned.format, planned.dpi);
                return output::write(&made.artwork, format, dpi, &self.encoding, notes, out);
            }
            let mut options = self.press.options(planned);
            options.mono = self.home.mono;
            let at_home = self
                .home
                .bytes(planned, &made, (library, fonts), &options, notes)?;
            let bytes = match at_home {
                Some((bytes, of_home)) => {
                    pages = of_home;
                    bytes
                }
                None => notes.lap("paint", |notes| {
                    output::pdf::pdf(&made.artwork, &options, notes)
                })?,
            };
            self.press.judge(&bytes, planned, &made, notes)?;
            send(&bytes, out)
        })?;
        notes.add_lap("write", written.time);
        if self.press.proof {
            let proof = press::proof_path(target);
            write::write(&proof, inputs, |out| {
                let proof = output::proof(&made.artwork, planned.dpi, self.press.spec())?;
                send(&proof, out)
            })?;
        }
        Ok(Done {
            planned: planned.clone(),
            made,
            pages,
            written,
        })
    }

    /// Writes the file of a row of people, which is judged by its first sheet.
    ///
    /// # Errors
    /// The slogan cannot be divided, a piece cannot be set or not be read, or the disk is full.
    pub fn row(
        &self,
        by: Divide,
        target: &Path,
        planned: &Planned,
        fonts: &Fonts,
        readable_at: Option<Length>,
        notes: &mut Notes,
    ) -> std::result::Result<Done, Refused> {
        let poster = &planned.poster;
        let mut options = self.press.options(planned);
        options.mono = self.home.mono;
        let made = row::bytes(by, poster, fonts, &options, notes);
        let (bytes, pages, first) = made.map_err(Refused::File)?;
        if let Some(distance) = readable_at {
            legibility::check(&first.poster, &first.made.settings, distance)
                .map_err(Refused::File)?;
        }
        let written = write::write(target, &inputs(poster), |out| send(&bytes, out))?;
        notes.add_lap("write", written.time);
        // It is told as what was asked for.
        let layout = Layout {
            name: poster.layout.name.clone(),
            ..first.poster.layout.as_ref().clone()
        };
        let asked = Poster {
            layout: Arc::new(layout),
            size: poster.size.clone(),
            palette: poster.palette.clone(),
            ..first.poster.as_ref().clone()
        };
        Ok(Done {
            planned: Planned {
                poster: Arc::new(asked),
                ..planned.clone()
            },
            made: Arc::new(first.made),
            pages,
            written,
        })
    }
}

/// A file that was written, and of what.
pub struct Done {
    /// What was asked for.
    pub planned: Planned,
    /// The poster on it, or the first one.
    pub made: Arc<Made>,
    /// Its pages.
    pub pages: Pages,
    /// What the disk has.
    pub written: Written,
}

impl Done {
    /// Measures how much of the paper is inked, where that was not done yet and there is paper. It
    /// costs some milliseconds, so only who tells it asks for it.
    pub fn measure_ink(&mut self) {
        let paper = matches!(self.planned.poster.sheet, SheetSize::Paper(_));
        if paper && self.pages.ink_percent.is_none() && self.pages.banner.is_none() {
            let share = output::coverage(&self.made.artwork).ok();
            self.pages.ink_percent = share.map(|share| share * 100.0);
        }
    }
}

/// The files that a poster is made of, which are never written over.
fn inputs(poster: &Poster) -> Vec<PathBuf> {
    let pictures = poster.pictures.values().map(|picture| &picture.name);
    let layout = [&poster.artboard().file];
    layout
        .into_iter()
        .chain(pictures)
        .map(PathBuf::from)
        .collect()
}

/// What the disk says is said by the writer.
fn send(bytes: &[u8], out: &mut dyn Write) -> Result<()> {
    out.write_all(bytes)
        .map_err(|error| Diagnostic::error(format!("the file cannot be written: {error}")))
}
