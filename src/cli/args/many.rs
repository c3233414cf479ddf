//! Options of the commands that make many posters.

use std::path::PathBuf;

use clap::Args;

use super::{EncodingArgs, HomeArgs, PrintArgs};

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
