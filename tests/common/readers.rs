//! Tools that read a finished file: each is used where it is installed.

use std::path::Path;
use std::process::Command;

/// The output of a tool, or `None`, said aloud, where it is not installed.
pub fn tool(name: &str, args: &[&str]) -> Option<String> {
    if let Ok(output) = Command::new(name).args(args).output() {
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        assert!(output.status.success(), "{name} {args:?}: {said}");
        Some(said)
    } else {
        eprintln!("skipped: `{name}` is not installed");
        None
    }
}

/// What every reader that is installed says of a file: nothing.
pub fn readers_are_silent(path: &Path) {
    let file = path.to_str().unwrap();
    if let Some(said) = tool("qpdf", &["--check", file]) {
        assert!(
            said.contains("No syntax or stream encoding errors"),
            "{said}"
        );
    }
    if let Some(said) = tool("pdfinfo", &["-box", file]) {
        assert!(
            !said.contains("Error") && !said.contains("Warning"),
            "{said}"
        );
    }
    let null = path.with_extension("null.png");
    let null = null.to_str().unwrap();
    if let Some(said) = tool("mutool", &["draw", "-q", "-r", "10", "-o", null, file, "1"]) {
        // That is about the build of mutool, not about the file.
        let said = said.replace("warning: ICC support is not available", "");
        assert!(said.trim().is_empty(), "mutool: {said}");
    }
    let quiet = ["-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=nullpage", file];
    if let Some(said) = tool("gs", &quiet) {
        assert!(said.trim().is_empty(), "gs: {said}");
    }
}
