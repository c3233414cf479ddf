//! The command line as typed. What it means is worked out in `plan`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Posters and placards from slogans, in any language.
#[derive(Debug, Parser)]
#[command(
    name = "pasteup",
    version,
    about = "Posters and placards from slogans, in any language",
    after_help = "A first poster:  pasteup make \"To remember is to fight!\"",
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// A folder with layouts, slogans, palettes and fonts of your own; may be repeated
    #[arg(long, global = true, value_name = "DIR")]
    pub library: Vec<PathBuf>,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say how each slot was set
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a poster from words on the command line or from the catalogue of slogans
    Make(Box<MakeArgs>),
    /// Make many posters from a job file: TOML, or a CSV or TSV sheet
    Batch(Box<BatchArgs>),
    /// What layouts there are
    #[command(subcommand)]
    Layouts(LayoutsCommand),
    /// What slogans there are, and in which languages
    #[command(subcommand)]
    Slogans(SlogansCommand),
    /// What sizes there are
    Sizes(SizesArgs),
    /// Print a script that completes commands in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Options of `make`. Those that take several values take them by comma or repeated, and every
/// combination is made.
#[derive(Debug, Args)]
#[command(after_help = MAKE_EXAMPLES)]
pub struct MakeArgs {
    /// What the poster says; *stars* emphasize, \n breaks a line
    #[arg(value_name = "SLOGAN", allow_hyphen_values = true)]
    pub text: Option<String>,
    /// A slogan of the catalogue instead: CAMPAIGN/SLOGAN
    #[arg(
        long,
        value_name = "ID",
        value_delimiter = ',',
        conflicts_with = "text"
    )]
    pub slogan: Vec<String>,
    /// Layout by name, or an SVG file
    #[arg(
        short,
        long,
        value_name = "NAME|FILE",
        value_delimiter = ',',
        default_value = "bold"
    )]
    pub layout: Vec<String>,
    /// Size by name, or `24x36in`, `500x700mm`, `1080x1350px`, or `drawn` for the layout's own
    #[arg(
        short,
        long,
        value_name = "SIZE",
        value_delimiter = ',',
        default_value = "square"
    )]
    pub size: Vec<String>,
    /// png, pdf, svg, jpeg or webp [default: png for pixels, pdf for paper]
    #[arg(short, long, value_name = "FORMAT", value_delimiter = ',')]
    pub format: Vec<String>,
    /// Turn the sheet to lie
    #[arg(long)]
    pub landscape: bool,
    /// Pixels per inch, for pictures of paper sizes [default: 150]
    #[arg(long, value_name = "N")]
    pub dpi: Option<f64>,
    /// Language of the slogan, for example `ru` or `sr-Latn` (BCP 47)
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    pub lang: Vec<String>,
    /// Palette by name [default: the layout's own colours]
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub palette: Vec<String>,
    /// One colour: paper, ink, accent or second
    #[arg(long, value_name = "ROLE=#RRGGBB", value_delimiter = ',')]
    pub color: Vec<String>,
    /// Words for another slot of the layout; may be repeated
    #[arg(long, value_name = "SLOT=TEXT")]
    pub set: Vec<String>,
    /// A folder, or a file name when just one file is made
    #[arg(short, long, value_name = "PATH", default_value = "output")]
    pub output: PathBuf,
    /// Fail if the slogan cannot be read from so far away, for example `20m`
    #[arg(long, value_name = "LENGTH")]
    pub readable_at: Option<String>,
    /// Print one JSON object a file on standard output
    #[arg(long)]
    pub json: bool,
    /// How files are encoded.
    #[command(flatten)]
    pub encoding: EncodingArgs,
}

/// How files are encoded.
#[derive(Debug, Args)]
pub struct EncodingArgs {
    /// Take the time that the smallest files need
    #[arg(long)]
    pub small: bool,
    /// Most bytes of a picture, for example `1MB`; JPEG and WebP give up quality for it
    #[arg(long, value_name = "SIZE")]
    pub max_bytes: Option<String>,
}

const MAKE_EXAMPLES: &str = "\
Examples:
  pasteup make \"To remember is to fight!\"
  pasteup make \"To remember is to fight!\" -s a3
  pasteup make --slogan january-19/remember --lang en,ru -s square,story,a4 -l bold,stack
  pasteup make \"*Freedom* to all political prisoners!\" --set note=\"19 January\" --palette night";

/// Options of `batch`. What is said here wins over the job file.
#[derive(Debug, Args)]
#[command(after_help = BATCH_HELP)]
pub struct BatchArgs {
    /// The job: a `.toml`, `.csv` or `.tsv` file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Layouts for all
    #[arg(short, long, value_name = "NAME|FILE", value_delimiter = ',')]
    pub layout: Vec<String>,
    /// Sizes for all
    #[arg(short, long, value_name = "SIZE", value_delimiter = ',')]
    pub size: Vec<String>,
    /// Formats for all
    #[arg(short, long, value_name = "FORMAT", value_delimiter = ',')]
    pub format: Vec<String>,
    /// Languages for all
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    pub lang: Vec<String>,
    /// Palettes for all
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub palette: Vec<String>,
    /// Turn the sheets to lie
    #[arg(long)]
    pub landscape: bool,
    /// Pixels per inch, for pictures of paper sizes [default: 150]
    #[arg(long, value_name = "N")]
    pub dpi: Option<f64>,
    /// How files are called, for example `{lang}/{slogan}-{size}`
    #[arg(long, value_name = "PATTERN")]
    pub name: Option<String>,
    /// A folder
    #[arg(short, long, value_name = "DIR", default_value = "output")]
    pub output: PathBuf,
    /// Say what would be made: files, sheets, megabytes
    #[arg(long)]
    pub dry_run: bool,
    /// Go on: leave what is there, unchanged, and made of the same
    #[arg(long)]
    pub resume: bool,
    /// Make the K-th of N parts, which share nothing and together are the whole
    #[arg(long, value_name = "K/N")]
    pub shard: Option<String>,
    /// Threads [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Write what became of each file into a `.csv` or `.json` file
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Fail a poster if the slogan cannot be read from so far away
    #[arg(long, value_name = "LENGTH")]
    pub readable_at: Option<String>,
    /// Print one JSON object a file on standard output
    #[arg(long)]
    pub json: bool,
    /// How files are encoded.
    #[command(flatten)]
    pub encoding: EncodingArgs,
}

const BATCH_HELP: &str = "\
A TOML job lists values, and every combination is made:
  slogans = [\"january-19/remember\"]    texts = [\"Hands off!\"]
  lang = [\"en\", \"ru\"]    layouts = [\"bold\", \"stack\"]    sizes = [\"square\", \"a4\"]
  formats, palettes, dpi, landscape, name, set = { note = \"19 January\" }, colors = { ink = \"#d4001a\" }
  [[exclude]] and any of lang, layouts, sizes, palettes, slogans, formats leave combinations out
  [[poster]] and any of the above asks for one more, the rest being as above

A sheet has a row a poster. Columns: slogan (words, or CAMPAIGN/SLOGAN), lang, layout, size, format,
palette, dpi, landscape, name, paper, ink, accent, second, and any slot of its layouts.

Names: {slogan} in Latin letters, {text} in its own script, {id} {lang} {layout} {size} {palette}
{format} {row}, and any slot by its name. The ending is added.

Exit status: 0 all made, 1 some failed (the others are made), 2 nothing could be begun, 130 stopped by
Ctrl-C (what was being written is finished; go on with --resume).

Examples:
  pasteup batch january.toml --dry-run
  pasteup batch names.csv -l bold -s square --name '{lang}/{slogan}'
  pasteup batch january.toml --shard 2/8 --resume";

/// Commands on layouts.
#[derive(Debug, Subcommand)]
pub enum LayoutsCommand {
    /// Names, ideas, slots and shapes of all layouts
    List {
        /// Print one JSON object a layout
        #[arg(long)]
        json: bool,
    },
}

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
}

/// Options of `sizes`.
#[derive(Debug, Args)]
pub struct SizesArgs {
    /// Print one JSON object a size
    #[arg(long)]
    pub json: bool,
}
