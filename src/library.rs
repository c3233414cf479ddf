//! The only door to what Pasteup reads: files that are built in, folders of the user, and a twin
//! in memory for tests.
//!
//! Names are relative and use `/`: `layouts/bold/layout.svg`, `fonts/core/NotoSans-Black.ttf`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Every file that is built in.
static EMBEDDED: Embedded = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// Files that are built in, sorted by name.
struct Embedded {
    /// All names, one behind the other.
    names: &'static str,
    /// Where each name ends.
    ends: &'static [u32],
    files: &'static [&'static [u8]],
}

impl Embedded {
    fn name(&self, at: usize) -> &'static str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.names[start as usize..self.ends[at] as usize]
    }

    /// The first file whose name is not less.
    fn position(&self, name: &str) -> usize {
        let (mut low, mut high) = (0, self.files.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.name(middle) < name {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The names that begin so.
    fn below(&self, prefix: &str) -> impl Iterator<Item = &'static str> {
        (self.position(prefix)..self.files.len())
            .map(|at| self.name(at))
            .take_while(move |name| name.starts_with(prefix))
    }
}

/// The bytes of a file: borrowed when they are built in, owned when they were read.
pub type Bytes = Cow<'static, [u8]>;

/// Where layouts, palettes, slogans and fonts come from.
#[derive(Clone, Debug, Default)]
pub struct Library {
    folders: Vec<PathBuf>,
    memory: BTreeMap<String, Vec<u8>>,
}

impl Library {
    /// What is built in, and folders of the user, of which the first wins over the next and all
    /// win over what is built in.
    pub fn new(folders: Vec<PathBuf>) -> Self {
        Self {
            folders,
            memory: BTreeMap::new(),
        }
    }

    /// What is built in, and files that exist in memory only, which win over everything.
    pub fn with_files<N: Into<String>, B: Into<Vec<u8>>>(
        files: impl IntoIterator<Item = (N, B)>,
    ) -> Self {
        Self {
            folders: Vec::new(),
            memory: files
                .into_iter()
                .map(|(name, bytes)| (name.into(), bytes.into()))
                .collect(),
        }
    }

    /// The bytes of a file by its name in the library; `None` if there is no such file.
    ///
    /// # Errors
    /// A file of the user's folders that is there but cannot be read.
    pub fn read(&self, name: &str) -> io::Result<Option<Bytes>> {
        if let Some(bytes) = self.memory.get(name) {
            return Ok(Some(Cow::Owned(bytes.clone())));
        }
        for folder in &self.folders {
            match fs::read(folder.join(name)) {
                Ok(bytes) => return Ok(Some(Cow::Owned(bytes))),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(builtin(name).map(Cow::Borrowed))
    }

    /// Whether a file is built in and nothing of the user stands before it.
    pub fn is_builtin(&self, name: &str) -> bool {
        let own = self.memory.contains_key(name)
            || self
                .folders
                .iter()
                .any(|folder| folder.join(name).is_file());
        !own && builtin(name).is_some()
    }

    /// A TOML file that is built in, as JSON, which is read in a fifth of the time; `None` if the user
    /// has one of that name, or if it is not one that every start reads.
    pub fn translated(&self, name: &str) -> Option<&'static [u8]> {
        let json = name.strip_suffix("toml")?;
        self.is_builtin(name)
            .then(|| builtin(&format!("{json}json")))?
    }

    /// Names of the files and folders directly below a folder of the library, sorted.
    pub fn names(&self, folder: &str) -> BTreeSet<String> {
        let prefix = format!("{folder}/");
        let mut names = self.own_names(folder);
        names.extend(
            EMBEDDED
                .below(&prefix)
                .filter_map(|name| child(name, &prefix)),
        );
        names
    }

    /// As [`Library::names`], but only what the user added.
    pub fn own_names(&self, folder: &str) -> BTreeSet<String> {
        let prefix = format!("{folder}/");
        let mut names: BTreeSet<String> = self
            .memory
            .keys()
            .filter_map(|name| child(name, &prefix))
            .collect();
        for root in &self.folders {
            for entry in fs::read_dir(root.join(folder))
                .into_iter()
                .flatten()
                .flatten()
            {
                names.extend(entry.file_name().into_string());
            }
        }
        names
    }
}

/// The bytes of a file that is built in.
pub fn builtin(name: &str) -> Option<&'static [u8]> {
    let at = EMBEDDED.position(name);
    (at < EMBEDDED.files.len() && EMBEDDED.name(at) == name).then(|| EMBEDDED.files[at])
}

/// The first step of a name below a prefix.
fn child(name: &str, prefix: &str) -> Option<String> {
    let rest = name.strip_prefix(prefix)?;
    Some(rest.split('/').next().unwrap_or(rest).to_owned())
}

/// Reads a file that the user named on the command line.
///
/// # Errors
/// The file cannot be read.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

/// Whether a file is a font, by its name.
pub fn is_font_file(name: &str) -> bool {
    let extension = name.rsplit('.').next().unwrap_or_default();
    extension.eq_ignore_ascii_case("ttf") || extension.eq_ignore_ascii_case("otf")
}

/// Font files in the folder of a file that the user named: their names and their bytes, sorted.
/// One that cannot be read is left out.
pub fn fonts_beside(path: &Path) -> Vec<(String, Vec<u8>)> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let names: BTreeSet<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| is_font_file(name))
        .collect();
    names
        .into_iter()
        .filter_map(|name| Some((name.clone(), fs::read(folder.join(name)).ok()?)))
        .collect()
}

/// When a file was last written, and how long it is.
pub type Stamp = (std::time::SystemTime, u64);

/// The stamps of a file that the user named and of the drawings, pictures and fonts beside it.
pub fn stamps_beside(path: &Path) -> BTreeMap<std::ffi::OsString, Stamp> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let matters = |name: &Path| {
        let end = name.extension().unwrap_or_default().to_ascii_lowercase();
        let ends = ["svg", "ttf", "otf", "png", "jpg", "jpeg", "webp", "gif"];
        ends.iter().any(|known| end == *known)
    };
    fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| matters(Path::new(&entry.file_name())))
        .filter_map(|entry| {
            let data = entry.metadata().ok()?;
            Some((entry.file_name(), (data.modified().ok()?, data.len())))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_in_is_sorted_and_found() {
        let names: Vec<&str> = EMBEDDED.below("").collect();
        assert!(names.is_sorted() && names.len() == EMBEDDED.files.len());
        let library = Library::default();
        assert!(library.read("fonts/catalogue.toml").unwrap().is_some());
        assert!(library.read("fonts/none.ttf").unwrap().is_none());
        assert!(library.names("fonts").contains("core"));
    }

    #[test]
    fn files_of_the_user_win() {
        let library = Library::with_files([("fonts/catalogue.toml", "mine"), ("fonts/a.ttf", "")]);
        let bytes = library.read("fonts/catalogue.toml").unwrap().unwrap();
        assert_eq!(bytes.as_ref(), b"mine");
        assert!(library.own_names("fonts").contains("a.ttf"));
        assert!(!library.own_names("fonts").contains("core"));
    }
}
