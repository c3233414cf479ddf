//! A human banner: a row of people who each carry a letter or a word.
//!
//! Every sheet has the same type size and the same baseline, so that the row reads as one line; the
//! size is the largest at which the widest piece and the tallest one still fit. The face, its case
//! and its colours are those of a layout's slogan.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Diagnostic, Notes, Result};
use crate::fonts::Fonts;
use crate::job::{InkSaver, Job, Poster, Text, Words, expand};
use crate::library::Library;
use crate::render::{self, Made};
use crate::typeset::{self, Divide, Piece};
use crate::units::{Length, SheetSize, Size};
use style::Style;

mod style;

/// Sheets for a row of people.
pub struct Banner {
    /// Each different piece once.
    pub fronts: Vec<Front>,
    /// Who stands where, in reading order.
    pub row: Vec<Stand>,
    /// The whole slogan, for the back of every sheet.
    pub back: Made,
    /// The sheet, as it is held.
    pub sheet: Size,
}

/// One piece on its sheet.
pub struct Front {
    /// The sheet.
    pub poster: Arc<Poster>,
    /// What is on it.
    pub made: Made,
    /// The piece as it is set.
    pub text: String,
}

/// One person in the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// Which of the fronts they carry.
    pub front: usize,
    /// Whether a gap follows.
    pub ends_word: bool,
}

impl Banner {
    /// Pieces that more than one person carries, and how many do.
    pub fn repeated(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for stand in &self.row {
            *counts
                .entry(self.fronts[stand.front].text.clone())
                .or_insert(0) += 1;
        }
        counts.retain(|_, count| *count > 1);
        counts
    }
}

/// More people than stand in one row.
const MOST_PEOPLE: usize = 200;

/// The type size that pieces are measured at, in millimetres.
const PROBE_MM: f64 = 100.0;

/// Makes the sheets of a poster's slogan. A sheet that may lie does so where that makes the type
/// larger.
///
/// # Errors
/// The slogan cannot be divided so, or a piece cannot be set.
pub fn banner(
    poster: &Poster,
    by: Divide,
    may_lie: bool,
    fonts: &Fonts,
    notes: &mut Notes,
) -> Result<Banner> {
    let words = poster.words.get("slogan").ok_or_else(|| {
        Diagnostic::error("there is no slogan for people to carry")
            .hint("type it in quotes: pasteup make \"Freedom!\" --banner letters -s a4")
    })?;
    let pieces = typeset::pieces(words, by, notes)?;
    if pieces.len() > MOST_PEOPLE {
        return Err(Diagnostic::error(format!(
            "{} people would have to stand in a row",
            pieces.len()
        ))
        .hint("say it shorter, or give each person a word: `--banner words`"));
    }
    let style = Style::of(poster);
    let outlined = poster.outlined.then_some(InkSaver::Outline);
    let inks = inks(&pieces, &style, words, fonts, notes)?;
    let upright = poster.sheet.to_size();
    let lying = Size {
        width: upright.height,
        height: upright.width,
    };
    let spaces = inks.values().copied().collect::<Vec<_>>();
    let (a, b) = (Spread::new(upright, &spaces), Spread::new(lying, &spaces));
    let spread = if may_lie && b.size > a.size * 1.05 {
        b
    } else {
        a
    };
    let mut fronts = Vec::new();
    let mut row = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for piece in pieces {
        let ends_word = piece.ends_word;
        let front = if let Some(front) = known.get(&piece.text) {
            *front
        } else {
            let svg = spread.svg(inks[&piece.text], &style);
            let (poster, made) = sheet(&piece.text, &svg, words, outlined, fonts, notes)?;
            let text = made.settings.first().map(|setting| setting.text.clone());
            fronts.push(Front {
                poster,
                made,
                text: text.unwrap_or_default(),
            });
            known.insert(piece.text, fronts.len() - 1);
            fronts.len() - 1
        };
        row.push(Stand { front, ends_word });
    }
    let (_, back) = sheet(
        &words.text,
        &style.back(spread.sheet),
        words,
        None,
        fonts,
        notes,
    )?;
    Ok(Banner {
        fronts,
        row,
        back,
        sheet: spread.sheet,
    })
}

/// The ink of each different piece: left, top, right and bottom, from the baseline's left end.
fn inks(
    pieces: &[Piece],
    style: &Style,
    words: &Words,
    fonts: &Fonts,
    notes: &mut Notes,
) -> Result<BTreeMap<String, [f64; 4]>> {
    let probe = style.letters(Size::mm(1000.0, 1000.0), (0.0, 0.0), PROBE_MM);
    let mut inks = BTreeMap::new();
    for piece in pieces {
        if inks.contains_key(&piece.text) {
            continue;
        }
        let poster = poster_of(&piece.text, &probe, words, None)?;
        let settings = typeset::slots(&poster, fonts, notes)?;
        let ink = settings.first().map(|setting| setting.ink).ok_or_else(|| {
            Diagnostic::error(format!(
                "`{}` has nothing that could be carried",
                piece.text
            ))
        })?;
        inks.insert(piece.text.clone(), [ink.x0, ink.y0, ink.x1, ink.y1]);
    }
    Ok(inks)
}

/// How large the type is on a sheet, and where its baseline is.
struct Spread {
    sheet: Size,
    size: f64,
    baseline: f64,
}

impl Spread {
    /// The largest size at which every piece fits.
    fn new(sheet: Size, inks: &[[f64; 4]]) -> Self {
        let (width, height) = (sheet.width.to_mm(), sheet.height.to_mm());
        // Home printers leave 5 mm; a little more looks like an intention.
        let margin = (width.min(height) * 0.05).max(8.0);
        let most = |side: fn(&[f64; 4]) -> f64| inks.iter().map(side).fold(1e-6, f64::max);
        let widest = most(|ink| ink[2] - ink[0]);
        let above = most(|ink| -ink[1]);
        let below = most(|ink| ink[3]);
        let scale =
            ((width - 2.0 * margin) / widest).min((height - 2.0 * margin) / (above + below));
        Self {
            sheet,
            size: PROBE_MM * scale,
            baseline: f64::midpoint(height, (above - below) * scale),
        }
    }

    /// The drawing of a piece, its ink in the middle of the sheet.
    fn svg(&self, ink: [f64; 4], style: &Style) -> String {
        let scale = self.size / PROBE_MM;
        let middle = f64::midpoint(ink[0], ink[2]) * scale;
        let x = self.sheet.width.to_mm() / 2.0 - middle;
        style.letters(self.sheet, (x, self.baseline), self.size)
    }
}

/// Words in a drawing, brought down the river like any poster.
fn sheet(
    text: &str,
    svg: &str,
    words: &Words,
    outlined: Option<InkSaver>,
    fonts: &Fonts,
    notes: &mut Notes,
) -> Result<(Arc<Poster>, Made)> {
    let poster = poster_of(text, svg, words, outlined)?;
    let made = render::artwork(&poster, fonts, notes)?;
    Ok((poster, made))
}

fn poster_of(
    text: &str,
    svg: &str,
    words: &Words,
    ink_saver: Option<InkSaver>,
) -> Result<Arc<Poster>> {
    let library = Library::with_files([("layouts/banner-sheet/layout.svg", svg)]);
    let job = Job {
        texts: vec![Text::Typed(text.to_owned())],
        layouts: vec!["banner-sheet".to_owned()],
        sizes: vec!["drawn".to_owned()],
        langs: vec![words.lang.clone().into()],
        ink_saver,
        ..Job::default()
    };
    let files = expand(&job, &library)?;
    let file = files.into_iter().next();
    file.map(|file| file.poster)
        .ok_or_else(|| Diagnostic::error("there is nothing to carry"))
}

/// The paper that people hold, if it is paper.
///
/// # Errors
/// The size is one in pixels.
pub fn check_paper(size: &str, sheet: SheetSize) -> Result<()> {
    let least = Length::mm(70.0);
    match sheet {
        SheetSize::Screen(_) => Err(Diagnostic::error(format!(
            "`{size}` is a size in pixels, which nobody can carry"
        ))
        .hint("say what paper each person carries: `--banner letters --size a3`")),
        SheetSize::Paper(paper) if paper.width < least || paper.height < least => Err(
            Diagnostic::error(format!("`{size}` is too small for a sheet that is carried"))
                .hint("say what paper each person carries: `--banner letters --size a3`"),
        ),
        SheetSize::Paper(_) => Ok(()),
    }
}
