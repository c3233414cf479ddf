//! The command line.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use crate::diag::Result;
use crate::library::Library;

mod args;
mod batch;
mod json;
mod ledger;
mod list;
mod make;
mod manifest;
mod plan;
mod progress;
mod recipe;
mod report;
mod run;
mod write;

use args::{Cli, Command, LayoutsCommand, SlogansCommand};
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
    match &cli.command {
        Command::Make(args) => return make::run(args, &library, loudness),
        Command::Batch(args) => return batch::run(args, &library, loudness),
        Command::Layouts(LayoutsCommand::List { json }) => list::layouts(&library, *json)?,
        Command::Slogans(SlogansCommand::List { json }) => list::slogans(&library, *json)?,
        Command::Slogans(SlogansCommand::Show { id }) => list::slogan(&library, id)?,
        Command::Sizes(args) => list::sizes(args.json),
        Command::Completions { shell } => {
            let mut command = Cli::command();
            clap_complete::generate(*shell, &mut command, "pasteup", &mut std::io::stdout());
        }
    }
    Ok(Outcome::Made)
}

/// The user's folders, those named first, then the data folder of the platform.
fn library(cli: &Cli) -> Library {
    let mut folders = cli.library.clone();
    folders.extend(data_folder().filter(|folder| folder.is_dir()));
    Library::new(folders)
}

/// `pasteup` in the folder where the platform keeps the data of programs.
fn data_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.data_dir().join("pasteup"))
}

/// Prints a line on standard output. A reader that has gone away, as `head` does, is no error.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
