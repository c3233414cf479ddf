//! Fonts that are installed on this machine: used only when asked for, since the result then
//! depends on the machine.

use std::path::{Path, PathBuf};
use std::{env, fs};

use super::catalogue::{Family, Source};
use super::named_family;

/// Folders below folders that are searched; fonts lie one or two deep.
const DEEPEST: usize = 5;

/// More faces than this are in no collection.
const MOST_FACES: u32 = 64;

/// The families of all font files in the folders where platforms keep them, in the order of their
/// paths.
pub fn families() -> Vec<Family> {
    let mut files = Vec::new();
    for folder in folders() {
        collect(&folder, DEEPEST, &mut files);
    }
    files.sort();
    files.dedup();
    files.iter().flat_map(|file| faces(file)).collect()
}

/// The bytes of a font file; `None` if it has gone since it was listed.
pub fn read(path: &Path) -> Option<Vec<u8>> {
    fs::read(path).ok()
}

fn folders() -> Vec<PathBuf> {
    let home = |below: &str| env::var_os("HOME").map(|home| PathBuf::from(home).join(below));
    let variable = |name, below: &str| env::var_os(name).map(|dir| PathBuf::from(dir).join(below));
    if cfg!(windows) {
        let own = variable("LOCALAPPDATA", "Microsoft\\Windows\\Fonts");
        variable("WINDIR", "Fonts").into_iter().chain(own).collect()
    } else if cfg!(target_os = "macos") {
        let all = ["/System/Library/Fonts", "/Library/Fonts"].map(PathBuf::from);
        all.into_iter().chain(home("Library/Fonts")).collect()
    } else {
        let all = ["/usr/share/fonts", "/usr/local/share/fonts"].map(PathBuf::from);
        let data = variable("XDG_DATA_HOME", "fonts").or_else(|| home(".local/share/fonts"));
        all.into_iter().chain(data).chain(home(".fonts")).collect()
    }
}

fn collect(folder: &Path, deep: usize, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
        if ["ttf", "otf", "ttc", "otc"]
            .iter()
            .any(|end| extension == *end)
        {
            files.push(path);
        } else if deep > 0 && path.is_dir() {
            collect(&path, deep - 1, files);
        }
    }
}

fn faces(path: &Path) -> Vec<Family> {
    let Some(bytes) = read(path) else {
        return Vec::new();
    };
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let faces = (0..MOST_FACES).map_while(|index| {
        let mut family = named_family(&file, &bytes, index)?;
        family.source = Source::System(path.to_owned(), index);
        Some(family)
    });
    // Not a collection: one face, whatever number is asked for.
    if bytes.starts_with(b"ttcf") {
        faces.collect()
    } else {
        faces.take(1).collect()
    }
}
