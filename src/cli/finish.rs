//! From artwork to a file on the disk, as the user wants it: for a screen, a press or a printer at
//! home.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::home::{Home, Pages};
use super::press::{self, Press};
use super::write::{self, Refused, Written};
use crate::diag::{Diagnostic, Notes, Result};
use crate::fonts::Fonts;
use crate::job::{Format, Planned, Poster};
use crate::library::Library;
use crate::output::{self, Options};
use crate::render::Made;

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
        made: &Made,
        (library, fonts): (&Library, &Fonts),
        notes: &mut Notes,
    ) -> std::result::Result<(Written, Pages), Refused> {
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
                .bytes(planned, made, (library, fonts), &options, notes)?;
            let bytes = match at_home {
                Some((bytes, of_home)) => {
                    pages = of_home;
                    bytes
                }
                None => notes.lap("paint", |notes| {
                    output::pdf::pdf(&made.artwork, &options, notes)
                })?,
            };
            self.press.judge(&bytes, planned)?;
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
        Ok((written, pages))
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
