//! Holds the ranks and fences of the source: who may import whom, and where a foreign crate may be
//! named. See ARCHITECTURE in CONTRIBUTING.md.

use std::fs;
use std::path::{Path, PathBuf};

/// Modules by rank: a module imports from lower ranks only, or from its own folder.
const RANKS: &[&[&str]] = &[
    &["units", "color", "lang", "diag"],
    &["library"],
    &["fonts", "slogans", "layout"],
    &["job"],
    &["typeset"],
    &["compose"],
    &["output", "legibility"],
    &["render"],
    &["banner", "batch", "preflight", "review"],
    &["studio"],
    &["cli"],
];

/// Crates that only some places may name: the crate, and the paths below `src/`.
const FENCES: &[(&str, &[&str])] = &[
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("etcetera", &["cli/"]),
    ("indicatif", &["cli/"]),
    ("inquire", &["cli/"]),
    ("axum", &["studio/"]),
    ("tokio", &["studio/"]),
    ("notify", &["studio/"]),
    ("signal_hook", &["cli/"]),
    ("zip", &["cli/"]),
    ("sha2", &["cli/"]),
    ("rayon", &["batch", "output/png", "output/jpeg"]),
    (
        "toml",
        &[
            "slogans/",
            "job/",
            "fonts/catalogue",
            "layout/palettes",
            "preflight/",
        ],
    ),
    ("csv", &["job/", "cli/ledger"]),
    ("roxmltree", &["layout/"]),
    ("simplecss", &["layout/"]),
    ("svgtypes", &["layout/"]),
    ("parley", &["fonts/", "typeset/"]),
    ("parley_engine", &["fonts/", "typeset/"]),
    ("fontique", &["fonts/", "typeset/"]),
    ("harfrust", &["fonts/", "typeset/"]),
    ("hypher", &["typeset/"]),
    ("skrifa", &["fonts/", "typeset/"]),
    ("icu_casemap", &["typeset/"]),
    ("icu_normalizer", &["typeset/"]),
    ("icu_properties", &["typeset/"]),
    ("icu_locale_core", &["lang/", "typeset/"]),
    ("deunicode", &["job/"]),
    ("usvg", &["compose/", "output/"]),
    (
        "resvg",
        &["output/raster", "output/png", "output/pdf/paint/"],
    ),
    ("printpdf", &["output/pdf/"]),
    ("lopdf", &["output/pdf/", "preflight/"]),
    ("moxcms", &["compose/photo", "output/ink", "output/pdf/"]),
    ("rusttype", &["fonts/coverage", "output/pdf/canvas"]),
    ("image", &["compose/photo", "output/"]),
    ("std::fs", &["library", "fonts/system", "cli/"]),
];

#[test]
fn modules_import_from_lower_ranks_only() {
    let mut wrong = Vec::new();
    for (path, line, text) in lines() {
        let Some(home) = module_of(&path) else {
            continue;
        };
        for target in imports(&text) {
            let (Some(from), Some(to)) = (rank(&home), rank(&target)) else {
                continue;
            };
            if home != target && to >= from {
                wrong.push(format!(
                    "src/{}:{line}: `{home}` (rank {from}) reaches upstream to `{target}` (rank {to}); \
                     hand the value down as an argument, or move what both need below rank {from}",
                    path.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn foreign_crates_stay_behind_their_fences() {
    let mut wrong = Vec::new();
    for (path, line, text) in lines() {
        let here = path.to_string_lossy().replace('\\', "/");
        for (name, places) in FENCES {
            let named = names(&text, name);
            if named && !places.iter().any(|place| here.starts_with(place)) {
                wrong.push(format!(
                    "src/{here}:{line}: `{name}` is named outside its fence; let `{}` do it",
                    places.join("` or `")
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_module_has_a_rank() {
    let mut homes: Vec<String> = lines()
        .iter()
        .filter_map(|(path, ..)| module_of(path))
        .collect();
    homes.sort();
    homes.dedup();
    assert!(homes.len() > 10, "the source was not found");
    let strangers: Vec<_> = homes.iter().filter(|home| rank(home).is_none()).collect();
    assert!(strangers.is_empty(), "give these a rank: {strangers:?}");
}

fn rank(module: &str) -> Option<usize> {
    RANKS.iter().position(|row| row.contains(&module))
}

/// Every line of code of `src`, without comments and without unit tests, which may use anything.
fn lines() -> Vec<(PathBuf, usize, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let mut lines = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.strip_prefix(&root).unwrap().to_owned();
        for (number, line) in text.lines().enumerate() {
            if line.starts_with("#[cfg(test)]")
                && text.lines().nth(number + 1) == Some("mod tests {")
            {
                break;
            }
            let code = line.split("//").next().unwrap_or_default();
            lines.push((name.clone(), number + 1, code.to_owned()));
        }
    }
    lines
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
}

/// The module that a file belongs to; `lib.rs` and `main.rs` stand outside.
fn module_of(path: &Path) -> Option<String> {
    let first = path.iter().next()?.to_str()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    (!["lib", "main"].contains(&name)).then(|| name.to_owned())
}

/// Modules of this crate that a line names: `crate::x` and `crate::{x, y}`.
fn imports(line: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.trim_start()
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect()
    };
    line.split("crate::")
        .skip(1)
        .flat_map(|rest| match rest.strip_prefix('{') {
            Some(list) => list.split(',').map(word).collect(),
            None => vec![word(rest)],
        })
        .collect()
}

/// Whether a line names a crate as the start of a path.
fn names(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = &line[at + name.len()..];
        let starts = before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':');
        // `png::encode` in our own `output` is a module, not the crate of that name.
        starts && (after.starts_with("::") || (name == "std::fs" && !after.starts_with('_')))
    })
}
