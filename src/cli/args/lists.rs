//! Options of the commands that tell what there is, and of the studio.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Commands on layouts.
#[derive(Debug, Subcommand)]
pub enum LayoutsCommand {
    /// Names, ideas, slots and shapes of all layouts; or a contact sheet of them
    List(Box<ListArgs>),
    /// One layout: its idea, shapes, slots and faces
    Show {
        /// A layout by name, or an SVG file
        #[arg(value_name = "NAME|FILE")]
        layout: String,
    },
    /// What stands in the way of a layout, and what could be better
    Check {
        /// A layout by name, or an SVG file
        #[arg(value_name = "NAME|FILE")]
        layout: String,
    },
    /// One sheet with the shortest and longest slogans of twelve scripts in every shape
    Stress {
        /// A layout by name, or an SVG file
        #[arg(value_name = "NAME|FILE")]
        layout: String,
        /// The picture to write, PNG
        #[arg(short, long, value_name = "FILE", default_value = "stress.png")]
        output: PathBuf,
    },
    /// Write a commented SVG to start a layout from; an existing file is left alone
    New {
        /// The name of the layout: NAME.svg is written
        name: String,
    },
}

/// Options of `layouts list`.
#[derive(Debug, Args)]
#[command(after_help = GALLERY_EXAMPLES)]
pub struct ListArgs {
    /// Print one JSON object a layout
    #[arg(long, conflicts_with = "gallery")]
    pub json: bool,
    /// A contact sheet instead, as a web page (.html) or a picture (.png)
    #[arg(long, value_name = "FILE")]
    pub gallery: Option<PathBuf>,
    /// What the posters of the contact sheet say
    #[arg(
        long,
        value_name = "WORDS",
        requires = "gallery",
        conflicts_with = "slogan"
    )]
    pub text: Option<String>,
    /// A slogan of the catalogue instead
    #[arg(long, value_name = "ID", default_value = "january-19/remember")]
    pub slogan: String,
    /// Layouts of the contact sheet [default: all]
    #[arg(
        short,
        long,
        value_name = "NAME|FILE",
        value_delimiter = ',',
        requires = "gallery"
    )]
    pub layout: Vec<String>,
    /// Sizes of the contact sheet
    #[arg(
        short,
        long,
        value_name = "SIZE",
        value_delimiter = ',',
        default_value = "a4"
    )]
    pub size: Vec<String>,
    /// Languages of the contact sheet, or `all`
    #[arg(long, value_name = "TAG", value_delimiter = ',', requires = "gallery")]
    pub lang: Vec<String>,
    /// Palettes of the contact sheet, or `all`
    #[arg(long, value_name = "NAME", value_delimiter = ',', requires = "gallery")]
    pub palette: Vec<String>,
}

const GALLERY_EXAMPLES: &str = "\
Examples:
  pasteup layouts list --gallery layouts.html
  pasteup layouts list --gallery bold.png -l bold --palette all --text \"Freedom to all!\"
  pasteup layouts list --gallery remember.html -l stack --slogan january-19/remember --lang all";

/// Commands on slogans.
#[derive(Debug, Subcommand)]
pub enum SlogansCommand {
    /// All slogans, in English where they have it
    List {
        /// Print one JSON object a slogan
        #[arg(long)]
        json: bool,
    },
    /// One slogan in all its languages
    Show {
        /// CAMPAIGN/SLOGAN
        id: String,
    },
    /// Look for slips: missing translations, stray spaces, letters of another script
    Check {
        /// A campaign by name, or a TOML file [default: all campaigns]
        #[arg(value_name = "NAME|FILE")]
        campaign: Option<String>,
    },
}

/// Commands on fonts.
#[derive(Debug, Subcommand)]
pub enum FontsCommand {
    /// All families, with their scripts and where they are
    List {
        /// Print one JSON object a family
        #[arg(long)]
        json: bool,
    },
    /// How a text is set and why: script, face and glyphs of each run, and where lines may break
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain {
        /// The text
        #[arg(allow_hyphen_values = true)]
        text: String,
        /// Its language (BCP 47) [default: told by the catalogue or the script]
        #[arg(long, value_name = "TAG")]
        lang: Option<String>,
        /// A family, as a layout would name it in `font-family` [default: the script's own]
        #[arg(long, value_name = "FAMILY")]
        font: Option<String>,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
}

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  pasteup fonts explain \"Помнить — значит бороться!\" --lang ru
  pasteup fonts explain \"یاد رکھنا جدوجہد ہے\" --lang ur --font Rubik --json";

/// Options of `sizes`.
#[derive(Debug, Args)]
pub struct SizesArgs {
    /// Print one JSON object a size
    #[arg(long)]
    pub json: bool,
}

/// Options of `studio`.
#[derive(Debug, Args)]
pub struct StudioArgs {
    /// The port on 127.0.0.1 [default: one that is free]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub port: u16,
    /// A layout that you are drawing: the page reloads as you save it
    #[arg(long, value_name = "FILE")]
    pub watch: Option<PathBuf>,
    /// Open the page in the browser
    #[arg(long, overrides_with = "no_open")]
    pub open: bool,
    /// Only print the address, as without `--open`
    #[arg(long, overrides_with = "open")]
    pub no_open: bool,
}
