//! Licences of everything we build on, and one version of each crate.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Licences that a program under MIT OR Apache-2.0 may be built on.
const ALLOWED: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "0BSD",
    "Zlib",
    "Unlicense",
    "Unicode-3.0",
];

/// Crates of which two versions stand in the tree, and why nothing can be done about it.
const TWICE: &[(&str, &str)] = &[
    (
        "heck",
        "rusttype → owned_ttf_parser → ouroboros is no longer developed",
    ),
    (
        "harfrust",
        "parley_engine 0.12 asks for 0.12, which leaves Bengali conjuncts unmade; its shaper is not linked",
    ),
    ("read-fonts", "by harfrust 0.15 and parley_engine"),
    ("syn", "rusttype → ouroboros, at build time only"),
    (
        "miniz_oxide",
        "png 0.18 and flate2 1.1 are one release apart",
    ),
    ("weezl", "gif 0.14 and lopdf 0.44 are one release apart"),
];

fn packages() -> Vec<serde_json::Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

#[test]
fn every_licence_is_allowed() {
    let packages = packages();
    assert!(packages.len() > 50);
    for package in packages {
        let licence = package["license"].as_str().unwrap_or("none");
        // Every part of an AND must be allowed, one part of an OR is enough.
        let allowed = licence.split(" AND ").all(|part| {
            part.trim_matches(['(', ')'])
                .split(" OR ")
                .flat_map(|choice| choice.split('/'))
                .any(|choice| ALLOWED.contains(&choice.trim_matches([' ', '(', ')'])))
        });
        assert!(allowed, "{} is under {licence}", package["name"]);
    }
}

#[test]
fn there_is_one_version_of_each_crate() {
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages() {
        let (name, version) = (
            package["name"].as_str().unwrap(),
            package["version"].as_str().unwrap(),
        );
        versions
            .entry(name.to_owned())
            .or_default()
            .insert(version.to_owned());
    }
    versions.retain(|_, found| found.len() > 1);
    for (name, found) in &versions {
        assert!(
            TWICE.iter().any(|(known, _)| known == name),
            "{name} is there as {found:?}"
        );
    }
    for (name, _) in TWICE {
        assert!(
            versions.contains_key(*name),
            "{name} is there once now: strike it from the list"
        );
    }
}
