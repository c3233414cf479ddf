//! The command line as typed. What it means is worked out in `plan`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::diag::Result;
use crate::job::{InkSaver, Stock};

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

/// Options of `make` for a printer at home.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "For a printer at home")]
pub struct HomeArgs {
    /// Split into sheets of this paper: a4, letter, a3, legal… With `--nup`, the paper
    #[arg(long, value_name = "SHEET", conflicts_with = "shop")]
    pub tile: Option<String>,
    /// What the printer cannot print along each edge [default: 5mm]
    #[arg(long, value_name = "LENGTH", requires = "tile")]
    pub margin: Option<String>,
    /// What neighbouring sheets share, to be glued [default: 10mm]
    #[arg(long, value_name = "LENGTH", requires = "tile")]
    pub overlap: Option<String>,
    /// The largest poster of this shape that takes at most N sheets
    #[arg(long, value_name = "N", requires = "tile")]
    pub sheets: Option<usize>,
    /// How long the ruler of 100 mm on the map came out of the printer
    #[arg(long, value_name = "LENGTH", requires = "tile")]
    pub printed_ruler: Option<String>,
    /// So many copies on one sheet, with lines to cut along
    #[arg(long, value_name = "N", conflicts_with_all = ["shop", "sheets"])]
    pub nup: Option<usize>,
    /// A row of people: one letter or one word a sheet, its place in the row on the back
    #[arg(long, value_name = "WHAT", value_enum, conflicts_with_all = ["shop", "tile", "nup", "back"])]
    pub banner: Option<BannerArg>,
    /// Save ink and time: white ground and coloured type, or outlined letters to colour in
    #[arg(
        long,
        value_name = "HOW",
        value_enum,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "white"
    )]
    pub ink_saver: Option<InkSaverArg>,
    /// Coloured paper that you print on: yellow, pink, neon-green, kraft… or #rrggbb. Pictures show
    /// it, the PDF leaves it out
    #[arg(
        long,
        visible_alias = "paper-color",
        value_name = "NAME|#RRGGBB",
        conflicts_with = "shop"
    )]
    pub paper_colour: Option<String>,
    /// PDF in black and grays, for printers with one ink
    #[arg(long, conflicts_with = "shop")]
    pub mono: bool,
    /// A layout for the back, on a page of its own
    #[arg(long, value_name = "NAME|FILE", requires = "nup")]
    pub back: Option<String>,
}

impl HomeArgs {
    /// What is done to save ink.
    pub fn ink_saver(&self) -> Option<InkSaver> {
        self.ink_saver.map(|how| match how {
            InkSaverArg::White => InkSaver::White,
            InkSaverArg::Outline => InkSaver::Outline,
        })
    }

    /// Coloured paper.
    ///
    /// # Errors
    /// There is no such paper.
    pub fn stock(&self) -> Result<Option<Stock>> {
        self.paper_colour.as_deref().map(str::parse).transpose()
    }
}

/// How ink is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum InkSaverArg {
    /// White ground, coloured type
    White,
    /// White ground, outlined letters
    Outline,
}

/// What each person of a human banner carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum BannerArg {
    /// A letter
    Letters,
    /// A word
    Words,
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

/// Options of `batch`. What is said here wins over the job file.
#[derive(Debug, Args)]
#[command(after_help = BATCH_HELP)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command")]
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
    /// For a print shop.
    #[command(flatten)]
    pub print: PrintArgs,
    /// For a printer at home.
    #[command(flatten)]
    pub home: HomeArgs,
}

const BATCH_HELP: &str = "\
A TOML job lists values, and every combination is made:
  slogans = [\"january-19/remember\"]    texts = [\"Hands off!\"]
  lang = [\"en\", \"ru\"]    layouts = [\"bold\", \"stack\"]    sizes = [\"square\", \"a4\"]
  formats, palettes, dpi, landscape, name, set = { note = \"19 January\" }, colors = { ink = \"#d4001a\" }
  image = { portrait = \"face.jpg\" }, focus = \"50%,30%\", qr = \"https://example.org\"
  [[exclude]] and any of lang, layouts, sizes, palettes, slogans, formats leave combinations out
  [[poster]] and any of the above asks for one more, the rest being as above

A sheet has a row a poster. Columns: slogan (words, or CAMPAIGN/SLOGAN), lang, layout, size, format,
palette, dpi, landscape, file, image, focus, qr, paper, ink, accent, second, and any slot of its
layouts. Pictures are paths from where the job file stands.

Names: {slogan} in Latin letters, {text} in its own script, {id} {lang} {layout} {size} {palette}
{format} {row}, and any slot by its name. The ending is added.

Exit status: 0 all made, 1 some failed (the others are made), 2 nothing could be begun, 130 stopped by
Ctrl-C (what was being written is finished; go on with --resume).

Examples:
  pasteup batch january.toml --dry-run
  pasteup batch names.csv -l bold -s square --name '{lang}/{slogan}'
  pasteup batch january.toml --shard 2/8 --resume";

/// Options of `kit`.
#[derive(Debug, Args)]
#[command(after_help = KIT_HELP)]
pub struct KitArgs {
    /// A campaign by name: see `pasteup slogans list`
    #[arg(value_name = "CAMPAIGN")]
    pub campaign: String,
    /// Languages, a folder each
    #[arg(long, value_name = "TAG", value_delimiter = ',', default_value = "en")]
    pub lang: Vec<String>,
    /// One layout for all [default: `bold` for feeds and shop, `plain` for home]
    #[arg(short, long, value_name = "NAME|FILE")]
    pub layout: Option<String>,
    /// Palette by name [default: the layout's own colours]
    #[arg(long, value_name = "NAME")]
    pub palette: Option<String>,
    /// The print shop that the files for the press are made for
    #[arg(long, value_name = "NAME", default_value = "generic")]
    pub shop: String,
    /// Also pack the kit into one file
    #[arg(long)]
    pub zip: bool,
    /// The folder in which the kit's own folder is made
    #[arg(short, long, value_name = "DIR", default_value = "output")]
    pub output: PathBuf,
}

const KIT_HELP: &str = "\
For every slogan and language:
  feeds/   square, portrait, story and landscape, as PNG
  home/    A4, and tiled/ an A2 on sheets of A4, as PDF
  shop/    A3 and A2 with bleed, checked by the shop's rules, as PDF
and contact-sheet.pdf, alt-texts.txt and README.txt in the language.

Example:
  pasteup kit january-19 --lang fr,nl --zip";

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
