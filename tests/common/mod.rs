//! What the tests share: a folder to work in, the command, and snapshots as text files.

#![allow(dead_code, reason = "every test file uses a part of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub mod readers;

/// A folder of its own in which the command runs; removed afterwards.
pub struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// Adds a file.
    pub fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// Adds an SVG with this inside a view of 100 × 100.
    pub fn svg(self, name: &str, inside: &str) -> Self {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\">\n{inside}\n</svg>\n"
        );
        self.file(name, svg)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_pasteup"))
            .args(args)
            .current_dir(self.folder.path())
            .env("XDG_DATA_HOME", self.folder.path().join("data"))
            .env("NO_COLOR", "1")
            .output()
            .unwrap();
        Ran { output }
    }
}

/// A run of the command, with what it said.
pub struct Ran {
    output: Output,
}

impl Ran {
    pub fn stdout(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).unwrap()
    }

    pub fn stderr(&self) -> String {
        String::from_utf8(self.output.stderr.clone()).unwrap()
    }

    #[track_caller]
    pub fn success(self) -> Self {
        assert!(self.output.status.success(), "{}", self.stderr());
        self
    }

    /// The command ended with this status.
    #[track_caller]
    pub fn code(self, status: i32) -> Self {
        assert_eq!(self.output.status.code(), Some(status), "{}", self.stderr());
        self
    }

    /// The command ended with this status and said exactly this on standard error.
    #[track_caller]
    pub fn fails(self, status: i32, message: &str) -> Self {
        assert_eq!(self.stderr().trim_end(), message.trim());
        assert_eq!(self.output.status.code(), Some(status));
        self
    }

    /// The command succeeded and said exactly this on standard error.
    #[track_caller]
    pub fn notes(self, message: &str) -> Self {
        assert_eq!(self.stderr().trim_end(), message.trim());
        self.success()
    }
}

/// Compares a text with a committed file. `UPDATE=1` accepts the new text.
#[track_caller]
pub fn snapshot(path: impl AsRef<Path>, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, actual).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == actual,
        "{} differs; UPDATE=1 accepts\n--- expected\n{expected}\n--- actual\n{actual}",
        path.display()
    );
}
