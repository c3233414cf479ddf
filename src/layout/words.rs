//! What a designer says of the words of a slot: how they look, and how they are fitted.

/// How words look, from CSS.
#[derive(Clone, Debug, PartialEq)]
pub struct TextStyle {
    /// `font-family`, best first. Default: `Noto Sans`.
    pub families: Vec<String>,
    /// `font-weight`. Default: 700.
    pub weight: u16,
    /// `text-align` or `text-anchor`. Default: [`Align::Start`].
    pub align: Align,
    /// `text-transform`. Default: [`Case::AsTyped`].
    pub case: Case,
    /// `line-height` in ems. Default: 1.
    pub line_height: f64,
    /// `letter-spacing` in ems. Default: 0.
    pub letter_spacing: f64,
    /// `writing-mode`. Default: [`WritingMode::Horizontal`].
    pub writing_mode: WritingMode,
}

/// `writing-mode`: a wish, which only scripts that can be set in columns follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WritingMode {
    /// Lines from top to bottom.
    Horizontal,
    /// Columns from right to left (`vertical-rl`); Mongolian goes from left to right all the same.
    VerticalRl,
    /// Columns from left to right (`vertical-lr`); ideographs go from right to left all the same.
    VerticalLr,
}

impl Default for TextStyle {
    fn default() -> Self {
        Self {
            families: vec!["Noto Sans".to_owned()],
            weight: 700,
            align: Align::Start,
            case: Case::AsTyped,
            line_height: 1.0,
            letter_spacing: 0.0,
            writing_mode: WritingMode::Horizontal,
        }
    }
}

/// Where lines stand in their frame. `Start` and `End` turn around in right-to-left text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Where the text begins.
    Start,
    /// Where the text ends.
    End,
    /// The left edge, whatever the language.
    Left,
    /// The right edge, whatever the language.
    Right,
    /// The middle.
    Center,
}

/// `text-transform`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Letters as they were typed.
    AsTyped,
    /// Capitals.
    Upper,
    /// Small letters.
    Lower,
}

/// How words are fitted into a slot, from data attributes.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitting {
    /// `data-fit`. Default: [`Fit::Fill`].
    pub fit: Fit,
    /// `data-lines`: fewest and most. Default: 1 to 6.
    pub lines: (usize, usize),
    /// `data-columns`: fewest and most columns for a text of many short lines. Default: 1 to 1.
    pub columns: (usize, usize),
    /// `data-min-size` in layout units. Default: none.
    pub min_size: Option<f64>,
    /// `data-max-size` in layout units. Default: none.
    pub max_size: Option<f64>,
    /// `font-size` in layout units: what `shrink` and `keep` start from. Default: 16.
    pub drawn_size: f64,
    /// `data-valign`. Default: [`Valign::Middle`].
    pub valign: Valign,
    /// `data-group`: slots of one group share one size. Default: none.
    pub group: Option<String>,
    /// `data-ratio`: the size relative to the common size of the group. Default: 1.
    pub ratio: f64,
    /// `data-optional`: whether the slot may stay empty. Default: false.
    pub optional: bool,
    /// `data-grow`: an optional slot whose place this one takes in when it stays empty.
    /// Default: none.
    pub grow: Option<String>,
    /// `data-hyphenate`. Default: false.
    pub hyphenate: bool,
    /// `data-safe`: whether the words keep clear of the trim by what the shop asks for.
    /// Default: true.
    pub safe: bool,
}

impl Default for Fitting {
    fn default() -> Self {
        Self {
            fit: Fit::Fill,
            lines: (1, 6),
            columns: (1, 1),
            min_size: None,
            max_size: None,
            drawn_size: 16.0,
            valign: Valign::Middle,
            group: None,
            ratio: 1.0,
            optional: false,
            grow: None,
            hyphenate: false,
            safe: true,
        }
    }
}

/// `data-fit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// The largest size that fits.
    Fill,
    /// The drawn size, or less.
    Shrink,
    /// Each line scaled to the full width.
    Stack,
    /// The drawn size.
    Keep,
}

/// `data-valign`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Valign {
    /// The body of the lines in the middle of the frame.
    Middle,
    /// Ink at the top edge.
    Top,
    /// Ink at the bottom edge.
    Bottom,
}
