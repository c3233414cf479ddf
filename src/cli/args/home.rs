//! Options for a printer at home.

use clap::Args;

use crate::diag::Result;
use crate::job::{InkSaver, Stock};

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
