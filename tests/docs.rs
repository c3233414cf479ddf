//! What the documents say is run: every `pasteup` command in them, every layout, every campaign.

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use common::Project;

/// The commands in the shell blocks of a document, as arguments, block by block.
fn blocks(file: &str) -> Vec<Vec<Vec<String>>> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let mut blocks = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside && line.trim().ends_with("sh");
            blocks.push(Vec::new());
        } else if inside {
            let line = line.trim();
            let rest = line
                .strip_prefix("pasteup ")
                .or_else(|| line.strip_prefix("cargo run --release -- "));
            let block: &mut Vec<Vec<String>> = blocks.last_mut().unwrap();
            block.extend(rest.map(words));
        }
    }
    blocks
}

/// Splits a line as a shell does: spaces, double quotes, comments.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            '#' if !quoted && words.last().is_some_and(String::is_empty) => break,
            _ => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The first block of a kind in a document.
fn block<'t>(text: &'t str, kind: &str) -> &'t str {
    let begin = text.find(&format!("```{kind}\n")).unwrap() + kind.len() + 4;
    &text[begin..begin + text[begin..].find("```").unwrap()]
}

/// A folder with the job files of docs/campaigns.md, and the photographs that they name.
fn campaign() -> Project {
    let text = include_str!("../docs/campaigns.md");
    let mut photo = Vec::new();
    image::GrayImage::from_fn(1600, 2000, |x, y| image::Luma([(x + y).to_le_bytes()[0]]))
        .write_to(
            &mut std::io::Cursor::new(&mut photo),
            image::ImageFormat::Jpeg,
        )
        .unwrap();
    Project::new()
        .file("job.toml", block(text, "toml"))
        .file("prisoners.csv", block(text, "csv"))
        .file("photos/a.jpg", &photo)
        .file("photos/b.jpg", &photo)
}

#[test]
fn commands_of_the_documents_work() {
    let mut ran = 0;
    for file in [
        "README.md",
        "CONTRIBUTING.md",
        "docs/designers.md",
        "docs/printing.md",
        "docs/campaigns.md",
    ] {
        for block in blocks(file) {
            let project = campaign();
            for command in block {
                let args: Vec<&str> = command.iter().map(String::as_str).collect();
                project.run(&args).success();
                ran += 1;
            }
        }
    }
    assert!(ran >= 5, "only {ran} commands were found");
}

/// The layouts, as `layouts list --json` tells.
fn layouts(project: &Project) -> Vec<serde_json::Value> {
    let list = project
        .run(&["layouts", "list", "--json"])
        .success()
        .stdout();
    list.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn the_wall_shows_every_layout() {
    let mut page = String::from(
        "# The layouts\n\nMade by `UPDATE=1 cargo test --test docs` from the layouts themselves. \
         What a layout may say: [Draw a layout](designers.md#all-that-a-slot-understands).\n\n| | layout | slots |\n|---|---|---|\n",
    );
    for layout in layouts(&Project::new()) {
        let name = layout["name"].as_str().unwrap();
        let idea = layout["idea"].as_str().unwrap();
        assert!(!idea.is_empty(), "`{name}` has no <desc>");
        let preview =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("layouts/{name}/preview.png"));
        let size = fs::metadata(&preview).map(|file| file.len());
        let size = size.unwrap_or_else(|_| panic!("`{name}` has no preview.png"));
        assert!(size <= 4096, "the preview of `{name}` has {size} bytes");
        let slots: Vec<String> = layout["slots"]
            .as_array()
            .unwrap()
            .iter()
            .map(|slot| format!("`{}`", slot.as_str().unwrap()))
            .collect();
        let _ = writeln!(
            page,
            "| <img src=\"../layouts/{name}/preview.png\" height=\"160\" alt=\"{name}\"> | **{name}** <br> {idea} | {} |",
            slots.join(" ")
        );
    }
    common::snapshot("docs/layouts.md", &page);
}

/// A designer who has only the guide knows of every attribute that the program reads.
#[test]
fn the_guide_names_every_attribute() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guide = fs::read_to_string(root.join("docs/designers.md")).unwrap();
    let mut folders = vec![root.join("src/layout")];
    let mut named = std::collections::BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = fs::read_to_string(path).unwrap();
            let code = source.split("#[cfg(test)]").next().unwrap();
            let quoted = code
                .split('"')
                .filter(|text| text.len() > 5 && text.starts_with("data-") && !text.contains(' '));
            named.extend(quoted.map(str::to_owned));
        }
    }
    assert!(named.len() > 20, "{named:?}");
    // What Illustrator and Penpot write themselves is no business of a designer.
    named.retain(|name| !["data-name", "data-testid"].contains(&name.as_str()));
    let missing: Vec<_> = named.iter().filter(|name| !guide.contains(*name)).collect();
    assert!(missing.is_empty(), "the guide does not name {missing:?}");
}

/// Every layout, in every shape, with the shortest and the longest slogan, in six scripts.
#[test]
fn every_layout_takes_every_slogan_in_every_shape() {
    let project = Project::new();
    for layout in layouts(&project) {
        let name = layout["name"].as_str().unwrap();
        let mut args = vec![
            "make",
            "--slogan",
            "no-to-war,remember",
            "--lang",
            "en,ru,ar,hi,th,ja",
            "-l",
            name,
            "-s",
            "a4,square,story,header,roll-up",
            "-f",
            "svg",
            "-q",
        ];
        // Some layouts are nothing without their own words.
        let slots = layout["slots"].as_array().unwrap();
        for (slot, words) in [
            ("number", "number=9"),
            ("slogan-2", "slogan-2=To remember is to fight!"),
            ("names", "names=A. Example, B. Sample, C. Someone"),
        ] {
            if slots.iter().any(|known| known == slot) {
                args.extend(["--set", words]);
            }
        }
        project.run(&args).success();
    }
}
