//! Embeds `layouts/`, `slogans/` and `fonts/`: writes a sorted table of paths and bytes.
//! Translates the TOML files that every poster needs into JSON, and deflates the output profile of
//! `profiles/`.
//!
//! The bytes stay uncompressed in the binary, so a face costs nothing until a page of it is read.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let mut files = Vec::new();
    deflate(&root.join("profiles/ISOcoated_v2_300_bas.icc"));
    for folder in ["fonts", "layouts", "slogans"] {
        println!("cargo::rerun-if-changed={folder}");
        collect(&root.join(folder), &mut files);
    }
    let mut named: Vec<(String, &PathBuf)> = files
        .iter()
        .map(|file| {
            let name = file.strip_prefix(&root).expect("below the root");
            let name = name.to_str().expect("our names are ASCII");
            (name.replace('\\', "/"), file)
        })
        .collect();
    // By name, not by path: the table is searched by name, and `banner-vertical/` stands before
    // `banner/` there.
    named.sort();

    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let mut entries: Vec<(String, PathBuf)> = named
        .into_iter()
        .filter(|(name, _)| wanted(name))
        .map(|(name, file)| (name, file.clone()))
        .collect();
    for name in ["fonts/catalogue", "layouts/palettes"] {
        let json = out.join(format!("{}.json", name.replace('/', "-")));
        translate(&root.join(format!("{name}.toml")), &json);
        entries.push((format!("{name}.json"), json));
    }
    entries.sort();
    fs::write(out.join("embedded.rs"), table(&entries)).expect("OUT_DIR can be written");
}

/// Names of all files in one text, where each one ends in it, and the files themselves. Were every
/// name a text of its own, they would lie strewn among the files, and to look one up would read
/// a page of the disk for each.
fn table(entries: &[(String, PathBuf)]) -> String {
    let (mut names, mut ends, mut files) = (String::new(), String::new(), String::new());
    for (name, file) in entries {
        names.push_str(name);
        let file = file.display().to_string();
        write!(ends, "{}, ", names.len()).expect("strings grow");
        writeln!(files, "include_bytes!({file:?}),").expect("strings grow");
    }
    format!("Embedded {{ names: {names:?}, ends: &[{ends}], files: &[\n{files}] }}")
}

/// What people write is TOML; what is read at every start is the same as JSON, in a fifth of the
/// time.
fn translate(from: &Path, to: &Path) {
    let text = fs::read_to_string(from).expect("the file is in the repository");
    let value: serde_json::Value = toml::from_str(&text).expect("the file is TOML");
    fs::write(to, value.to_string()).expect("OUT_DIR can be written");
}

/// Deflates the output profile once, for every PDF that will carry it.
fn deflate(profile: &Path) {
    println!("cargo::rerun-if-changed={}", profile.display());
    let bytes = fs::read(profile).expect("the profile is in the repository");
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&bytes).expect("memory takes it");
    let deflated = encoder.finish().expect("memory takes it");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("profile.icc.z"), deflated).expect("OUT_DIR can be written");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// Pictures of layouts are for people who browse the repository; the licences travel with the faces.
fn wanted(name: &str) -> bool {
    let cjk = env::var_os("CARGO_FEATURE_CJK").is_some();
    let extension = name.rsplit('.').next().unwrap_or_default();
    matches!(extension, "ttf" | "otf" | "toml" | "svg" | "txt")
        && (cjk || !name.starts_with("fonts/cjk/"))
}
