//! The command line.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use crate::diag::{Diagnostic, Result};
use crate::fonts::Fonts;
use crate::library::Library;

mod args;
mod ask;
mod batch;
mod contact;
mod explain;
mod finish;
mod home;
mod json;
mod kit;
mod layouts;
mod ledger;
mod list;
mod make;
mod manifest;
mod plan;
mod preflight;
mod press;
mod progress;
mod proof;
mod recipe;
mod report;
mod row;
mod run;
mod same_size;
mod slots;
mod studio;
mod timings;
mod write;

use args::{Cli, Command, FontsCommand, SlogansCommand};
use report::Loudness;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was made.
    Made,
    /// Something failed; the others are made.
    SomeFailed,
    /// The user or the system stopped it; what was begun is finished.
    Stopped,
}

impl Outcome {
    const fn from_failures(failed: usize) -> Self {
        if failed == 0 {
            Self::Made
        } else {
            Self::SomeFailed
        }
    }
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let help = !error.use_stderr();
            // Nobody is left to tell if the terminal is gone.
            let _ = error.print();
            return if help {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(2)
            };
        }
    };
    let loudness = match (cli.quiet, cli.verbose) {
        (true, _) => Loudness::Quiet,
        (_, true) => Loudness::Verbose,
        _ => Loudness::Normal,
    };
    match run(&cli, loudness) {
        Ok(Outcome::Made) => ExitCode::SUCCESS,
        Ok(Outcome::SomeFailed) => ExitCode::from(1),
        // As shells say of a program that Ctrl-C ended.
        Ok(Outcome::Stopped) => ExitCode::from(130),
        Err(error) => {
            report::print(&error, loudness);
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli, loudness: Loudness) -> Result<Outcome> {
    let library = library(cli);
    let Some(command) = &cli.command else {
        return questions(cli, &library, loudness);
    };
    match command {
        Command::Make(args) => return make::run(args, &library, cli.system_fonts, loudness),
        Command::Kit(args) => return kit::run(args, &library, loudness),
        Command::Batch(args) => return batch::run(args, &library, cli.system_fonts, loudness),
        Command::Layouts(command) => {
            return layouts::run(command, &library, || fonts(cli, &library), loudness);
        }
        Command::Slogans(SlogansCommand::List { json }) => list::slogans(&library, *json)?,
        Command::Slogans(SlogansCommand::Show { id }) => list::slogan(&library, id)?,
        Command::Slogans(SlogansCommand::Check { campaign }) => {
            return proof::run(&library, campaign.as_deref(), loudness);
        }
        Command::Fonts(FontsCommand::List { json }) => {
            explain::list(&library, &fonts(cli, &library)?, *json);
        }
        Command::Fonts(FontsCommand::Explain {
            text,
            lang,
            font,
            json,
        }) => {
            let lang = lang.as_deref().map(crate::job::values::lang).transpose()?;
            let lang = lang.unwrap_or_else(|| crate::job::guess(text, &library));
            explain::run(text, &lang, font.as_deref(), &fonts(cli, &library)?, *json)?;
        }
        Command::Preflight { file, shop, json } => {
            return preflight::run(file, shop, *json, &library);
        }
        Command::Studio(args) => studio::run(args, library, cli.system_fonts)?,
        Command::Sizes(args) => list::sizes(args.json),
        Command::Completions { shell } => {
            let mut command = Cli::command();
            clap_complete::generate(*shell, &mut command, "pasteup", &mut std::io::stdout());
        }
    }
    Ok(Outcome::Made)
}

/// Asks what to make on a terminal, shows the command that it would have been, and runs it.
fn questions(cli: &Cli, library: &Library, loudness: Loudness) -> Result<Outcome> {
    if !(std::io::stdin().is_terminal() && std::io::stdout().is_terminal()) {
        return Err(Diagnostic::error("there is no command")
            .hint("make a poster: pasteup make \"To remember is to fight!\"")
            .hint("or see `pasteup --help`"));
    }
    let Some(answers) = ask::ask(library)? else {
        return Ok(Outcome::Made);
    };
    let mut words = answers.command()?;
    say(&format!("\n  {}\n", ask::shown(&words)));
    words.insert(0, "pasteup".to_owned());
    match Cli::try_parse_from(words).map(|cli| cli.command) {
        Ok(Some(Command::Make(args))) => make::run(&args, library, cli.system_fonts, loudness),
        _ => run(cli, loudness),
    }
}

/// The library's fonts and, if they were asked for, the system's.
fn fonts(cli: &Cli, library: &Library) -> Result<Fonts> {
    let mut fonts = Fonts::new(library)?;
    if cli.system_fonts {
        fonts.add_system();
    }
    Ok(fonts)
}

/// The user's folders, those named first, then the data folder of the platform.
fn library(cli: &Cli) -> Library {
    let mut folders = cli.library.clone();
    folders.extend(data_folder().filter(|folder| folder.is_dir()));
    Library::new(folders)
}

/// `pasteup` in the folder where the platform keeps the data of programs.
pub(crate) fn data_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.data_dir().join("pasteup"))
}

/// Prints a line on standard output. A reader that has gone away, as `head` does, is no error.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
