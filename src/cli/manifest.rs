//! What a folder holds and of what it was made, so that a batch can go on where it stopped.
//!
//! A line is added when its file is finished. A run that is killed loses no line but the one that
//! it was writing; a line that is not whole is ignored, and its poster made again.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use super::write::{Fingerprint, Written};
use crate::batch::Shard;
use crate::diag::{Diagnostic, Place, Result};

/// The files of a folder that are finished.
#[derive(Debug)]
pub struct Manifest {
    folder: PathBuf,
    file: Mutex<File>,
    known: HashMap<String, Entry>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    /// Of everything that the file was made of.
    recipe: Fingerprint,
    digest: Fingerprint,
    bytes: u64,
}

/// How names of manifests begin and end. Parts of a batch have one each, because they may write to
/// one folder at a time.
const NAME: (&str, &str) = (".pasteup", ".manifest");

impl Manifest {
    /// Opens the manifest of a folder. To `resume` is to believe what is written in it, and in
    /// those of other parts; otherwise it is begun anew.
    ///
    /// # Errors
    /// It cannot be read or written.
    pub fn open(folder: &Path, shard: Shard, resume: bool) -> Result<Self> {
        let part = match shard {
            Shard::WHOLE => String::new(),
            Shard { number, of } => format!("-{number}-of-{of}"),
        };
        let path = folder.join(format!("{}{part}{}", NAME.0, NAME.1));
        let refused = |error: io::Error| {
            Diagnostic::error(format!(
                "the list of finished files cannot be used: {error}"
            ))
            .at(Place::file(path.display().to_string()))
            .hint("choose another folder with `--output`")
        };
        let known = if resume {
            read_all(folder).map_err(refused)?
        } else {
            HashMap::new()
        };
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)
            .map_err(refused)?;
        if !resume {
            file.set_len(0).map_err(refused)?;
        } else if file.metadata().map_err(refused)?.len() > 0 {
            // After a line that a killed run left unfinished.
            (&file).write_all(b"\n").map_err(refused)?;
        }
        Ok(Self {
            folder: folder.to_owned(),
            file: Mutex::new(file),
            known,
        })
    }

    /// Whether a file is there, made of the same, and as it was written.
    pub fn has(&self, name: &str, recipe: Fingerprint) -> bool {
        self.known.get(name).is_some_and(|entry| {
            entry.recipe == recipe && is_as_written(&self.folder.join(name), *entry)
        })
    }

    /// Adds a finished file.
    ///
    /// # Errors
    /// The disk is full.
    pub fn add(&self, name: &str, recipe: Fingerprint, written: Written) -> Result<()> {
        let line = format!(
            "{}\t{}\t{}\t{name}\n",
            hex(recipe),
            hex(written.digest),
            written.bytes
        );
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        // One call for the whole line, so that lines are never mixed.
        file.write_all(line.as_bytes()).map_err(|error| {
            Diagnostic::error(format!(
                "the list of finished files cannot be written: {error}"
            ))
            .hint("make room or choose another place with `--output`")
        })
    }
}

fn is_as_written(path: &Path, written: Entry) -> bool {
    let same_length = path
        .metadata()
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() == written.bytes);
    same_length && fs::File::open(path).is_ok_and(|file| digest(file) == Some(written.digest))
}

fn digest(mut file: File) -> Option<Fingerprint> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match io::Read::read(&mut file, &mut buffer).ok()? {
            0 => return Some(Fingerprint::of(hash)),
            read => hash.update(&buffer[..read]),
        }
    }
}

/// Every manifest of a folder; later lines win.
fn read_all(folder: &Path) -> io::Result<HashMap<String, Entry>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(NAME.0) && name.ends_with(NAME.1)
        })
        .collect();
    files.sort();
    let mut known = HashMap::new();
    for file in files {
        let bytes = fs::read(file)?;
        let text = String::from_utf8_lossy(&bytes);
        known.extend(text.lines().filter_map(parse));
    }
    Ok(known)
}

fn parse(line: &str) -> Option<(String, Entry)> {
    let mut parts = line.splitn(4, '\t');
    let recipe = unhex(parts.next()?)?;
    let digest = unhex(parts.next()?)?;
    let bytes = parts.next()?.parse().ok()?;
    let name = parts.next().filter(|name| !name.is_empty())?;
    let entry = Entry {
        recipe,
        digest,
        bytes,
    };
    Some((name.to_owned(), entry))
}

fn hex(fingerprint: Fingerprint) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(32);
    for byte in fingerprint.0 {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn unhex(text: &str) -> Option<Fingerprint> {
    let mut bytes = [0; 16];
    if text.len() != 32 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(Fingerprint(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_not_whole_is_ignored() {
        let folder = tempfile::tempdir().unwrap();
        let made = Fingerprint([7; 16]);
        let content = b"poster";
        fs::write(folder.path().join("a.png"), content).unwrap();
        let written = Written {
            bytes: 6,
            digest: Fingerprint::of(Sha256::new_with_prefix(content)),
            time: std::time::Duration::ZERO,
        };
        let manifest = Manifest::open(folder.path(), Shard::WHOLE, false).unwrap();
        manifest.add("a.png", made, written).unwrap();
        let path = folder.path().join(".pasteup.manifest");
        let mut torn = fs::read(&path).unwrap();
        torn.extend_from_within(..40);
        fs::write(&path, torn).unwrap();

        let again = Manifest::open(folder.path(), Shard::WHOLE, true).unwrap();
        assert!(again.has("a.png", made));
        assert!(
            !again.has("a.png", Fingerprint([8; 16])),
            "made of something else"
        );
        again.add("b.png", made, written).unwrap();
        assert_eq!(read_all(folder.path()).unwrap().len(), 2);
        fs::write(folder.path().join("a.png"), b"posted").unwrap();
        assert!(!again.has("a.png", made), "somebody changed it");
    }
}
