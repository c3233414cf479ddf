//! `pasteup` alone on a terminal: a few questions, and the command that would have been the answer.

use inquire::{InquireError, MultiSelect, Select, Text};

use crate::diag::{Diagnostic, Result};
use crate::layout::Layout;
use crate::library::Library;
use crate::slogans::Campaign;

/// What a poster is for, and the size that it takes.
const PURPOSES: [(&str, &str); 7] = [
    ("a picture for a feed (square)", "square"),
    ("a picture for a feed (upright, 4:5)", "portrait"),
    ("a story or reel", "story"),
    ("a phone held up as a sign", "phone"),
    ("a sheet for the printer at home (A4)", "a4"),
    ("a placard from a copy shop (A3)", "a3"),
    ("a poster from a print shop (A2)", "a2"),
];

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// Words, or the id of a slogan of the catalogue.
    pub slogan: Slogan,
    /// A language tag; empty for a guess.
    pub lang: String,
    /// Names of sizes.
    pub sizes: Vec<String>,
    /// The name of a layout.
    pub layout: String,
}

/// Where the slogan comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slogan {
    /// Typed now.
    Typed(String),
    /// Of the catalogue.
    Catalogue(String),
}

/// Asks. `None` if the questions were cancelled.
///
/// # Errors
/// The catalogue or the layouts cannot be read, or the terminal cannot be asked.
pub fn ask(library: &Library) -> Result<Option<Answers>> {
    let slogans = catalogue(library)?;
    let layouts = Layout::names(library);
    match questions(&slogans, &layouts) {
        Ok(answers) => Ok(Some(answers)),
        Err(InquireError::OperationCanceled | InquireError::OperationInterrupted) => Ok(None),
        Err(error) => Err(
            Diagnostic::error(format!("the terminal cannot be asked: {error}"))
                .hint("say it in one command: pasteup make \"To remember is to fight!\""),
        ),
    }
}

/// English words and id of every slogan.
fn catalogue(library: &Library) -> Result<Vec<(String, String)>> {
    let mut slogans = Vec::new();
    for name in Campaign::names(library) {
        let campaign = Campaign::load(library, &name)?;
        for slogan in &campaign.slogans {
            let shown = slogan
                .translations
                .get("en")
                .or_else(|| slogan.translations.values().next());
            let text = shown.map_or_else(String::new, |translation| translation.text.clone());
            slogans.push((text, format!("{}/{}", campaign.name, slogan.id)));
        }
    }
    Ok(slogans)
}

fn questions(
    slogans: &[(String, String)],
    layouts: &[String],
) -> std::result::Result<Answers, InquireError> {
    let own = "something of my own".to_owned();
    let mut choices: Vec<String> = slogans.iter().map(|(text, _)| text.clone()).collect();
    choices.push(own.clone());
    let chosen = Select::new("What shall it say?", choices).prompt()?;
    let slogan = match slogans.iter().find(|(text, _)| *text == chosen) {
        Some((_, id)) if chosen != own => Slogan::Catalogue(id.clone()),
        _ => Slogan::Typed(Text::new("The words:").prompt()?),
    };
    let lang =
        Text::new("In which language? (a tag such as en, ru, pt-BR; empty: as typed)").prompt()?;
    let names: Vec<&str> = PURPOSES.iter().map(|(name, _)| *name).collect();
    let purposes = MultiSelect::new("What for?", names)
        .with_default(&[0])
        .prompt()?;
    let start = layouts.iter().position(|name| name == "bold").unwrap_or(0);
    let layout = Select::new("Which layout?", layouts.to_vec())
        .with_starting_cursor(start)
        .prompt()?;
    Ok(Answers {
        slogan,
        lang: lang.trim().to_owned(),
        sizes: sizes(&purposes),
        layout,
    })
}

fn sizes(purposes: &[&str]) -> Vec<String> {
    let sizes = PURPOSES
        .iter()
        .filter(|(name, _)| purposes.contains(name))
        .map(|(_, size)| (*size).to_owned());
    let mut sizes: Vec<String> = sizes.collect();
    if sizes.is_empty() {
        sizes.push("square".to_owned());
    }
    sizes
}

impl Answers {
    /// The command that means the same, without the name of the program.
    ///
    /// # Errors
    /// The language is not known.
    pub fn command(&self) -> Result<Vec<String>> {
        let mut words = vec!["make".to_owned()];
        match &self.slogan {
            Slogan::Typed(text) => words.push(text.clone()),
            Slogan::Catalogue(id) => words.extend(["--slogan".to_owned(), id.clone()]),
        }
        if !self.lang.is_empty() {
            crate::job::values::lang(&self.lang)?;
            words.extend(["--lang".to_owned(), self.lang.clone()]);
        }
        words.extend(["-s".to_owned(), self.sizes.join(",")]);
        words.extend(["-l".to_owned(), self.layout.clone()]);
        Ok(words)
    }
}

/// A command as it would be typed in a shell.
pub fn shown(words: &[String]) -> String {
    let quoted = words.iter().map(|word| {
        let plain = word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_/.,:=+".contains(c));
        if plain && !word.is_empty() {
            word.clone()
        } else {
            format!("'{}'", word.replace('\'', "'\\''"))
        }
    });
    format!("pasteup {}", quoted.collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_become_a_command_that_can_be_typed() {
        let answers = Answers {
            slogan: Slogan::Typed("No to Putin's war!".to_owned()),
            lang: "en".to_owned(),
            sizes: sizes(&[PURPOSES[0].0, PURPOSES[4].0]),
            layout: "bold".to_owned(),
        };
        assert_eq!(
            shown(&answers.command().unwrap()),
            "pasteup make 'No to Putin'\\''s war!' --lang en -s square,a4 -l bold"
        );
    }

    #[test]
    fn a_language_that_is_not_known_is_said_at_once() {
        let answers = Answers {
            slogan: Slogan::Catalogue("january-19/remember".to_owned()),
            lang: "frnch".to_owned(),
            sizes: vec!["a4".to_owned()],
            layout: "bold".to_owned(),
        };
        assert!(answers.command().unwrap_err().hints[0].contains("`fr`"));
    }
}
