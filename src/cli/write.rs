//! The one place that writes: to a temporary name beside the target, then renamed.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, Place, Result};

/// Checks before any work that files can be written to their folder, and makes the folder.
///
/// # Errors
/// The folder cannot be made, or is a file.
pub fn prepare(target: &Path) -> Result<()> {
    let folder = folder_of(target);
    fs::create_dir_all(&folder).map_err(|error| {
        Diagnostic::error(format!(
            "the folder `{}` cannot be made: {}",
            folder.display(),
            reason(&error)
        ))
        .hint("choose another place with `--output`")
    })?;
    if target.is_dir() {
        return Err(
            Diagnostic::error(format!("`{}` is a folder", target.display()))
                .hint("choose another file name with `--output`"),
        );
    }
    Ok(())
}

/// Writes a file whole or not at all.
///
/// # Errors
/// The folder is not writable, the disk is full, or the file would overwrite one of `inputs`.
pub fn write(target: &Path, bytes: &[u8], inputs: &[PathBuf]) -> Result<()> {
    if let Ok(real) = target.canonicalize()
        && inputs
            .iter()
            .any(|input| input.canonicalize().is_ok_and(|input| input == real))
    {
        return Err(Diagnostic::error(format!(
            "`{}` is the layout itself and is not overwritten",
            target.display()
        ))
        .hint("choose another name with `--output`"));
    }
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder_of(target).join(format!(".{name}.part"));
    let written = fs::File::create(&temporary)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.flush()))
        .and_then(|()| fs::rename(&temporary, target));
    written.map_err(|error| {
        // What was half written must not look like a poster.
        let _ = fs::remove_file(&temporary);
        Diagnostic::error(format!("the file cannot be written: {}", reason(&error)))
            .at(Place::file(target.display().to_string()))
            .hint("make room or choose another place with `--output`")
    })
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
