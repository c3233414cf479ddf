//! Text that no slogan needs: it is answered promptly and clearly, and never drawn as something else.

mod common;

use std::time::{Duration, Instant};

use common::Project;

/// How long a refusal may take, start of the process included, on a machine that is busy.
const PROMPT: Duration = Duration::from_secs(10);

/// Makes a poster of a text and expects a refusal that says all of `words`.
fn refused(text: &str, words: &[&str]) {
    let project = Project::new().file("slogan.txt", text);
    let started = Instant::now();
    let set = format!("note={text}");
    // A long text does not fit on a command line; it goes into a campaign instead.
    let said = if text.len() > 100_000 {
        let campaign = format!(
            "[campaign]\ntitle = \"t\"\nslogans = [\"s\"]\n[lang.en]\nstanding = \"draft\"\ns = {text:?}\n"
        );
        let project = project.file("mine/slogans/long.toml", campaign);
        let args = ["make", "--slogan", "long/s", "--library", "mine"];
        project.run(&args).code(1).stderr()
    } else {
        project
            .run(&["make", "Peace", "--set", &set])
            .code(1)
            .stderr()
    };
    assert!(
        started.elapsed() < PROMPT,
        "{text:.20?} took {:?}",
        started.elapsed()
    );
    for word in words {
        assert!(said.contains(word), "{said}");
    }
    assert!(said.contains("hint: "), "{said}");
}

#[test]
fn overrides_of_direction_that_are_left_open() {
    refused("Freedom \u{202E}all to", &["U+202E"]);
    refused("Freedom \u{202B}to all", &["U+202B"]);
}

#[test]
fn control_characters() {
    refused("Free\u{7}dom", &["control character", "U+0007"]);
    refused("Free\u{1B}[31mdom", &["U+001B"]);
}

#[test]
fn ten_thousand_marks() {
    let text = format!("a{}", "\u{301}".repeat(3000));
    refused(&text, &["more than 16 marks"]);
    let text = format!("a{}", "\u{301}".repeat(10_000));
    refused(&text, &["10001 characters"]);
}

#[test]
fn a_megabyte_of_text() {
    refused(&"Freedom to all! ".repeat(65_536), &["1048576 characters"]);
    // As much as is taken at all, in a script that is broken by dictionary: it does not fit.
    refused(&"เสรีภาพ".repeat(571), &["type size"]);
}

#[test]
fn nothing_to_set() {
    let project = Project::new();
    let said = project.run(&["make", ""]).code(2).stderr();
    assert!(said.contains("the slogan is empty"), "{said}");
    let said = project.run(&["make", " \u{3000} "]).code(2).stderr();
    assert!(said.contains("the slogan is empty"), "{said}");
    let said = project.run(&["make", "\u{200B}\u{2060}"]).code(1).stderr();
    assert!(said.contains("slot `slogan` has no text"), "{said}");
}

#[test]
fn a_file_that_is_no_text() {
    // A lone surrogate, as UTF-16 editors of old wrote it into UTF-8.
    let mut campaign =
        b"[campaign]\ntitle = \"t\"\nslogans = [\"s\"]\n[lang.en]\nstanding = \"draft\"\ns = \"a"
            .to_vec();
    campaign.extend([0xED, 0xA0, 0x80]);
    campaign.extend(b"b\"\n");
    let project = Project::new()
        .file("mine/slogans/odd.toml", &campaign)
        .file("odd.toml", &campaign);
    let args = ["make", "--slogan", "odd/s", "--library", "mine"];
    let said = project.run(&args).code(2).stderr();
    assert!(said.contains("not text in UTF-8"), "{said}");
    let said = project
        .run(&["slogans", "check", "odd.toml"])
        .code(2)
        .stderr();
    assert!(said.contains("not text in UTF-8: line 6"), "{said}");
}
