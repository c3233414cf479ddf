//! The one place that writes: to a temporary name beside the target, then renamed.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sha2::{Digest as _, Sha256};

use crate::diag::{Diagnostic, Place, Result};

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Length of the file.
    pub bytes: u64,
    /// What is in it.
    pub digest: Fingerprint,
    /// How long the disk took.
    pub time: Duration,
}

/// The first half of a SHA-256: enough to tell that something changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint(pub [u8; 16]);

impl Fingerprint {
    /// Of everything that went into a hash.
    pub fn of(hash: Sha256) -> Self {
        let mut half = [0; 16];
        half.copy_from_slice(&hash.finalize()[..16]);
        Self(half)
    }
}

/// Why a file was not written.
#[derive(Clone, Debug)]
pub enum Refused {
    /// This one cannot be; others may.
    File(Diagnostic),
    /// The place takes no more: the disk is full, or the folder is not ours.
    Place(Diagnostic),
}

impl From<Refused> for Diagnostic {
    fn from(refused: Refused) -> Self {
        let (Refused::File(error) | Refused::Place(error)) = refused;
        error
    }
}

/// Checks before any work that files can be written to their folder, and makes the folder.
///
/// # Errors
/// The folder cannot be made, or is a file.
pub fn prepare(target: &Path) -> Result<()> {
    let folder = folder_of(target);
    make_folder(&folder)?;
    if target.is_dir() {
        return Err(
            Diagnostic::error(format!("`{}` is a folder", target.display()))
                .hint("choose another file name with `--output`"),
        );
    }
    Ok(())
}

/// Makes a folder and checks that files can be written to it.
///
/// # Errors
/// It cannot be made, or not be written to.
pub fn prepare_folder(folder: &Path) -> Result<()> {
    make_folder(folder)?;
    let probe = folder.join(".pasteup.part");
    let tried = fs::File::create(&probe).and_then(|_| fs::remove_file(&probe));
    tried.map_err(|error| {
        Diagnostic::error(format!(
            "nothing can be written to the folder `{}`: {}",
            folder.display(),
            reason(&error)
        ))
        .hint("choose another place with `--output`")
    })
}

fn make_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| {
        Diagnostic::error(format!(
            "the folder `{}` cannot be made: {}",
            folder.display(),
            reason(&error)
        ))
        .hint("choose another place with `--output`")
    })
}

/// Writes a file whole or not at all: `fill` is handed where its bytes go.
///
/// # Errors
/// The folder is not writable, the disk is full, the file would overwrite one of `inputs`, or
/// `fill` fails.
pub fn write(
    target: &Path,
    inputs: &[PathBuf],
    fill: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> std::result::Result<Written, Refused> {
    if let Some(error) = overwrites(target, inputs) {
        return Err(Refused::File(error));
    }
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder_of(target).join(format!(".{name}.part"));
    let refused = |error: &io::Error| Refused::Place(not_written(target, error));
    let mut tap = Tap::new(create(&temporary).map_err(|error| refused(&error))?);
    let filled = fill(&mut tap).map_err(Refused::File);
    let finished = match tap.finish() {
        Ok(written) => filled.and_then(|()| {
            fs::rename(&temporary, target).map_err(|error| refused(&error))?;
            Ok(written)
        }),
        // Whatever the encoder said of it, the disk was the reason.
        Err(error) => Err(refused(&error)),
    };
    if finished.is_err() {
        // What was half written must not look like a poster.
        let _ = fs::remove_file(&temporary);
    }
    finished
}

/// A file that is written bit by bit, and has its name only when it is finished.
#[derive(Debug)]
pub struct Growing {
    file: io::BufWriter<fs::File>,
    temporary: PathBuf,
    target: PathBuf,
}

impl Growing {
    /// Begins a file.
    ///
    /// # Errors
    /// The folder cannot be made or written to.
    pub fn begin(target: &Path) -> Result<Self> {
        prepare(target)?;
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let temporary = folder_of(target).join(format!(".{name}.part"));
        let file = fs::File::create(&temporary).map_err(|error| not_written(target, &error))?;
        Ok(Self {
            file: io::BufWriter::new(file),
            temporary,
            target: target.to_owned(),
        })
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// The disk is full.
    pub fn finish(mut self) -> Result<()> {
        let finished = self
            .file
            .flush()
            .and_then(|()| fs::rename(&self.temporary, &self.target));
        finished.map_err(|error| not_written(&self.target, &error))
    }
}

impl Write for Growing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn not_written(target: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error(format!("the file cannot be written: {}", reason(error)))
        .at(Place::file(target.display().to_string()))
        .hint("make room or choose another place with `--output`")
}

/// Creates a file, and its folder if that is missing.
fn create(path: &Path) -> io::Result<fs::File> {
    match fs::File::create(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder_of(path))?;
            fs::File::create(path)
        }
        other => other,
    }
}

fn overwrites(target: &Path, inputs: &[PathBuf]) -> Option<Diagnostic> {
    let real = target.canonicalize().ok()?;
    let is_input = |input: &PathBuf| input.canonicalize().is_ok_and(|input| input == real);
    inputs.iter().any(is_input).then(|| {
        Diagnostic::error(format!(
            "`{}` is what the poster is made of and is not overwritten",
            target.display()
        ))
        .hint("choose another name with `--output`")
    })
}

/// A file that is counted and hashed while it is written, and remembers its first failure.
struct Tap {
    file: fs::File,
    buffer: Vec<u8>,
    hash: Sha256,
    bytes: u64,
    time: Duration,
    failed: Option<io::Error>,
}

impl Tap {
    const BUFFER: usize = 256 * 1024;

    fn new(file: fs::File) -> Self {
        Self {
            file,
            buffer: Vec::new(),
            hash: Sha256::new(),
            bytes: 0,
            time: Duration::ZERO,
            failed: None,
        }
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        let begun = Instant::now();
        let sent = self.file.write_all(bytes);
        self.time += begun.elapsed();
        sent.inspect_err(|error| {
            self.failed
                .get_or_insert_with(|| io::Error::new(error.kind(), error.to_string()));
        })
    }

    fn finish(mut self) -> io::Result<Written> {
        let flushed = self.flush();
        match self.failed {
            Some(error) => Err(error),
            None => flushed.map(|()| Written {
                bytes: self.bytes,
                digest: Fingerprint::of(self.hash),
                time: self.time,
            }),
        }
    }
}

impl Write for Tap {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.buffer.len() + bytes.len() > Self::BUFFER {
            self.flush()?;
        }
        if bytes.len() >= Self::BUFFER {
            self.send(bytes)?;
        } else {
            self.buffer.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let buffer = std::mem::take(&mut self.buffer);
        let sent = if buffer.is_empty() {
            Ok(())
        } else {
            self.send(&buffer)
        };
        self.buffer = buffer;
        self.buffer.clear();
        sent
    }
}

fn folder_of(target: &Path) -> PathBuf {
    match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// The system's reason without its number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let plain = text.split(" (os error").next().unwrap_or(&text);
    plain.to_lowercase()
}
