//! `pasteup fonts list` and `pasteup fonts explain`.

use serde::Serialize;
use serde_json::json;

use super::{data_folder, say};
use crate::diag::Result;
use crate::fonts::{Family, Fonts, Source};
use crate::lang::Lang;
use crate::library::Library;
use crate::slogans::language_name;
use crate::typeset::{self, Break, Explained, Verdict};

/// Every family: name, scripts, file, and where that is.
pub fn list(library: &Library, fonts: &Fonts, as_json: bool) {
    for family in &fonts.catalogue().families {
        let place = place(library, fonts, family);
        if as_json {
            say(&json!({
                "family": family.name,
                "file": family.file,
                "weight": family.weight,
                "scripts": family.scripts,
                "style": family.style,
                "place": place,
            })
            .to_string());
        } else {
            let scripts = family.scripts.join(" ");
            say(&format!("{:<34} {scripts:<28} {place}", family.name));
        }
    }
    if let Some(folder) = data_folder().filter(|_| !as_json) {
        say(&format!(
            "\nFonts of your own go into `{}`, or into the folder `fonts` of a `--library`.",
            folder.join("fonts").display()
        ));
    }
}

fn place(library: &Library, fonts: &Fonts, family: &Family) -> String {
    match &family.source {
        Source::System(path, _) => path.display().to_string(),
        Source::Given(_) => format!("{} beside the layout", family.file),
        Source::Library if !fonts.is_installed(family) => "not installed".to_owned(),
        Source::Library if library.is_builtin(&format!("fonts/{}", family.file)) => {
            "built in".to_owned()
        }
        Source::Library => format!("fonts/{}", family.file),
    }
}

/// How a text is set and why.
///
/// # Errors
/// Words that should not be set, or that no font can set.
pub fn run(
    text: &str,
    lang: &Lang,
    family: Option<&str>,
    fonts: &Fonts,
    as_json: bool,
) -> Result<()> {
    let asked: Vec<String> = family.into_iter().map(str::to_owned).collect();
    let explained = typeset::explain(text, lang, &asked, fonts)?;
    if as_json {
        if let Ok(line) = serde_json::to_string(&ExplainedJson::new(&explained)) {
            say(&line);
        }
        return Ok(());
    }
    say(&format!(
        "{} in {}",
        explained.text,
        language_name(&lang.to_string())
    ));
    for run in &explained.runs {
        let glyphs: Vec<String> = run.glyphs.iter().map(u32::to_string).collect();
        let direction = if run.rtl { ", right to left" } else { "" };
        say(&format!(
            "\n  {}\n    script {}{direction}, {} ({})\n    glyphs {}",
            run.text,
            run.script.code(),
            run.family,
            run.font,
            glyphs.join(" ")
        ));
    }
    if !explained.breaks.is_empty() {
        say("");
    }
    for b in &explained.breaks {
        say(&format!(
            "  {:<9} {:<22} {}",
            kind(b),
            b.rule,
            around(&explained.text, b.byte)
        ));
    }
    Ok(())
}

/// What `--json` prints, kept stable.
#[derive(Serialize)]
struct ExplainedJson<'a> {
    runs: Vec<RunJson<'a>>,
    breaks: Vec<BreakJson>,
}

#[derive(Serialize)]
struct RunJson<'a> {
    text: &'a str,
    script: &'a str,
    lang: String,
    font: &'a str,
    glyphs: &'a [u32],
}

#[derive(Serialize)]
struct BreakJson {
    byte: usize,
    kind: &'static str,
    rule: &'static str,
}

impl<'a> ExplainedJson<'a> {
    fn new(explained: &'a Explained) -> Self {
        let runs = explained.runs.iter().map(|run| RunJson {
            text: &run.text,
            script: run.script.code(),
            lang: run.lang.to_string(),
            font: &run.font,
            glyphs: &run.glyphs,
        });
        let breaks = explained.breaks.iter().map(|b| BreakJson {
            byte: b.byte,
            kind: kind(b),
            rule: b.rule,
        });
        Self {
            runs: runs.collect(),
            breaks: breaks.collect(),
        }
    }
}

fn kind(b: &Break) -> &'static str {
    if b.verdict == Verdict::Forbidden {
        "forbidden"
    } else {
        "allowed"
    }
}

/// The words on both sides of a break.
fn around(text: &str, byte: usize) -> String {
    let (before, after) = (text[..byte].trim_end(), &text[byte..]);
    let last: Vec<&str> = before.split_whitespace().rev().take(2).collect();
    let next: Vec<&str> = after.split_whitespace().take(2).collect();
    let last = last.into_iter().rev().collect::<Vec<_>>().join(" ");
    format!("{last} | {}", next.join(" "))
}
