//! Sheets for a row of people: the front of each, then its back, so that a printer that turns paper
//! over makes both.

use super::super::canvas::Canvas;
use super::super::impose::{Sheet, Turn, impose};
use super::super::{PdfOptions, document, finish};
use super::broken;
use crate::compose::Artwork;
use crate::diag::{Notes, Result};

/// One person in the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// Which of the drawings they carry.
    pub front: usize,
    /// Whether there is a gap behind them, in reading order.
    pub gap: bool,
}

/// A page for each person and one for the back of it: the person's number, the numbers of those who
/// stand beside them, and `back`, which says the whole slogan.
///
/// # Errors
/// The file cannot be put together.
pub fn banner(
    fronts: &[&Artwork],
    back: &Artwork,
    row: &[Person],
    rtl: bool,
    options: &PdfOptions,
    notes: &mut Notes,
) -> Result<Vec<u8>> {
    let page = back.sheet.to_size();
    let size = (page.width.to_pt(), page.height.to_pt());
    let mut documents = Vec::new();
    for artwork in fronts.iter().chain([&back]) {
        documents.push(document(artwork, options, notes)?);
    }
    let mut sheets = Vec::new();
    for (at, person) in row.iter().enumerate() {
        let mut front = Canvas::default();
        front.form(&format!("Art{}", person.front));
        let mut other = Canvas::default();
        other.form(&format!("Art{}", fronts.len()));
        Back { size, row, rtl }.paint(at, &mut other);
        sheets.extend([front, other].map(|content| Sheet { size, content }));
    }
    let turn = if size.0 > size.1 {
        Turn::ShortEdge
    } else {
        Turn::LongEdge
    };
    let pdf = impose(documents, sheets, turn).ok_or_else(broken)?;
    finish::save(pdf, options)
}

/// The backs of all sheets.
struct Back<'a> {
    size: (f64, f64),
    row: &'a [Person],
    rtl: bool,
}

impl Back<'_> {
    fn paint(&self, at: usize, canvas: &mut Canvas) {
        let (width, height) = self.size;
        let side = width.min(height);
        let (tall, small) = (side * 0.26, side * 0.09);
        let base = height * 0.56;
        let number = (at + 1).to_string();
        let of = format!("/{}", self.row.len());
        let gap = small * 0.5;
        let wide = Canvas::width_of(&number, tall) + gap + Canvas::width_of(&of, small);
        let left = (width - wide) / 2.0;
        canvas.gray(0.0);
        let end = left + canvas.words(&number, tall, (left, base));
        canvas.words(&of, small, (end + gap, base));
        // Who reads the back stands behind the sheet: what reads on to the right goes on at their
        // left.
        let next = (at + 1 < self.row.len()).then_some((at + 2, self.row[at].gap));
        let before = at.checked_sub(1).map(|n| (at, self.row[n].gap));
        let (at_left, at_right) = if self.rtl {
            (before, next)
        } else {
            (next, before)
        };
        let y = height * 0.42;
        if let Some(neighbour) = at_left {
            self.neighbour(canvas, neighbour, -1.0, (small, y));
        }
        if let Some(neighbour) = at_right {
            self.neighbour(canvas, neighbour, 1.0, (small, y));
        }
    }

    /// The number of a neighbour at an edge of the sheet, with an arrow; two where a gap is between.
    fn neighbour(
        &self,
        canvas: &mut Canvas,
        (number, gap): (usize, bool),
        out: f64,
        (tall, y): (f64, f64),
    ) {
        let edge = if out < 0.0 {
            tall * 0.6
        } else {
            self.size.0 - tall * 0.6
        };
        let mut tip = edge;
        for _ in 0..if gap { 2 } else { 1 } {
            let back = tip - out * tall * 0.7;
            canvas.area(&[(tip, y + tall / 2.0), (back, y), (back, y + tall)]);
            tip = back - out * tall * 0.15;
        }
        let text = number.to_string();
        let wide = Canvas::width_of(&text, tall);
        let x = tip - out * tall * 0.15 - if out > 0.0 { wide } else { 0.0 };
        canvas.words(&text, tall, (x, y));
    }
}
