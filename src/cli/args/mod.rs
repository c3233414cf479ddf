//! The command line as typed. What it means is worked out in `plan`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

mod home;
mod lists;
mod many;

pub use home::{BannerArg, HomeArgs};
pub use lists::{FontsCommand, LayoutsCommand, ListArgs, SizesArgs, SlogansCommand, StudioArgs};
pub use many::{BatchArgs, KitArgs};

/// Posters and placards from slogans, in any language.
#[derive(Debug, Parser)]
#[command(
    name = "pasteup",
    version,
    about = "Posters and placards from slogans, in any language",
    after_help = "A first poster:  pasteup make \"To remember is to fight!\"",
    disable_help_subcommand = true
)]
pub struct Cli {
    /// What to do. Without, on a terminal, questions are asked.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// A folder with layouts, slogans, palettes and fonts of your own; may be repeated
    #[arg(long, global = true, value_name = "DIR")]
    pub library: Vec<PathBuf>,
    /// Also use the fonts of this machine, behind pasteup's own; the result then depends on it
    #[arg(long, global = true)]
    pub system_fonts: bool,
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
    /// Make everything for one action: pictures for feeds, sheets for home, files for a print shop
    Kit(KitArgs),
    /// What layouts there are
    #[command(subcommand)]
    Layouts(LayoutsCommand),
    /// What slogans there are, and in which languages
    #[command(subcommand)]
    Slogans(SlogansCommand),
    /// What fonts there are, and why a text is set as it is
    #[command(subcommand)]
    Fonts(FontsCommand),
    /// Say of a PDF what a print shop would say, row by row
    Preflight {
        /// Any PDF
        file: PathBuf,
        /// The shop's rules: generic, generic-us, x1a, rgb, large-format, or one of your `shops.toml`
        #[arg(long, value_name = "NAME", default_value = "generic")]
        shop: String,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// What sizes there are
    Sizes(SizesArgs),
    /// A page on this machine to fill in, see and take away posters; live reload for designers
    Studio(StudioArgs),
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
    /// Language of the slogan, for example `ru` or `sr-Latn` (BCP 47); `ar+en` sets two languages on
    /// one poster, in a layout with the slots `slogan` and `slogan-2`
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
    /// A picture (JPEG, PNG, WebP, GIF, SVG) for a slot of the layout; may be repeated
    #[arg(long, value_name = "[SLOT=]FILE")]
    pub image: Vec<String>,
    /// Which point of a picture stays in view, for example `50%,30%`
    #[arg(long, value_name = "[SLOT=]X%,Y%")]
    pub focus: Vec<String>,
    /// A link or text as a QR code, for example `https://memohrc.org`
    #[arg(long, value_name = "[SLOT=]TEXT")]
    pub qr: Vec<String>,
    /// Let the posters of this run share one type size for each layout and size, to hang side by side
    #[arg(long)]
    pub same_size: bool,
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
    /// For a print shop.
    #[command(flatten)]
    pub print: PrintArgs,
    /// For a printer at home.
    #[command(flatten)]
    pub home: HomeArgs,
}

/// Options of `make` for a print shop.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "For a print shop")]
pub struct PrintArgs {
    /// Make a PDF by a print shop's rules and check it: generic, generic-us, x1a, rgb,
    /// large-format, or one of your `shops.toml`
    #[arg(long, value_name = "NAME")]
    pub shop: Option<String>,
    /// How far artwork runs over each edge [default: the shop's; without a shop, none]
    #[arg(long, value_name = "LENGTH")]
    pub bleed: Option<String>,
    /// Crop marks, registration marks and a colour bar around the sheet
    #[arg(long)]
    pub marks: bool,
    /// The press's own profile, an ICC file with four inks
    #[arg(long, value_name = "FILE", requires = "shop")]
    pub icc: Option<PathBuf>,
    /// Also make a PNG of what the press will make of the colours
    #[arg(long)]
    pub proof: bool,
}

/// How files are encoded.
#[derive(Debug, Default, Args)]
pub struct EncodingArgs {
    /// Take the time that the smallest files need
    #[arg(long)]
    pub small: bool,
    /// Say how long each stage took
    #[arg(long)]
    pub timings: bool,
    /// Most bytes of a picture, for example `1MB`; JPEG gives up quality for it
    #[arg(long, value_name = "SIZE")]
    pub max_bytes: Option<String>,
}

const MAKE_EXAMPLES: &str = "\
Examples:
  pasteup make \"To remember is to fight!\"
  pasteup make \"To remember is to fight!\" -s a3
  pasteup make --slogan january-19/remember --lang en,ru -s square,story,a4 -l bold,stack
  pasteup make \"To remember is to fight!\" -s a2 --shop generic
  pasteup make \"To remember is to fight!\" -s a2 --tile a4
  pasteup make \"To remember is to fight!\" -s a6 --nup 4
  pasteup make \"To remember is to fight!\" -s a4 --banner letters
  pasteup make \"*Freedom* to all political prisoners!\" --set note=\"19 January\" --palette night
  pasteup make \"Freedom to Alex!\" -l portrait --image portrait=face.jpg --qr https://example.org -s a3";
