//! What the documents say is run: every `pasteup` command in them, every layout, every campaign.

mod common;

use std::fs;
use std::path::Path;

use common::Project;

/// The commands in the shell blocks of a document, as arguments.
fn commands(file: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let mut commands = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside && line.trim().ends_with("sh");
        } else if inside {
            let line = line.trim();
            let rest = line
                .strip_prefix("pasteup ")
                .or_else(|| line.strip_prefix("cargo run --release -- "));
            commands.extend(rest.map(words));
        }
    }
    commands
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

#[test]
fn commands_of_the_documents_work() {
    let mut ran = 0;
    for file in ["README.md", "CONTRIBUTING.md"] {
        for command in commands(file) {
            let project = Project::new();
            let args: Vec<&str> = command.iter().map(String::as_str).collect();
            project.run(&args).success();
            ran += 1;
        }
    }
    assert!(ran >= 5, "only {ran} commands were found");
}

#[test]
fn readme_names_every_layout() {
    let readme =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let layouts = Project::new()
        .run(&["layouts", "list", "--json"])
        .success()
        .stdout();
    for line in layouts.lines() {
        let layout: serde_json::Value = serde_json::from_str(line).unwrap();
        let name = layout["name"].as_str().unwrap();
        assert!(
            readme.contains(&format!("`{name}`")),
            "README does not name `{name}`"
        );
        assert!(
            !layout["idea"].as_str().unwrap().is_empty(),
            "`{name}` has no <desc>"
        );
    }
}

/// Every layout, in every shape, with the shortest and the longest slogan, in six scripts.
#[test]
fn every_layout_takes_every_slogan_in_every_shape() {
    let project = Project::new();
    let layouts = project
        .run(&["layouts", "list", "--json"])
        .success()
        .stdout();
    for line in layouts.lines() {
        let layout: serde_json::Value = serde_json::from_str(line).unwrap();
        let name = layout["name"].as_str().unwrap();
        project
            .run(&[
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
            ])
            .success();
    }
}
