//! Where the characters of an invisible line stand, so that readers give them back in order.
//!
//! A PDF has glyphs at places, not text, and every reader guesses the order in its own way. The
//! answers of pdftotext, `MuPDF`, `PDFium` (Chrome) and pdf.js (Firefox) to every arrangement of
//! right-to-left text were compared; spans with `/ActualText` came out worse than any of these:
//!
//! - `MuPDF` and pdf.js keep the order of the stream, unless glyphs follow each other closely to the
//!   right: then they take a right-to-left word for one written in visual order and turn it round.
//!   So the stream is in logical order, and right-to-left glyphs are set one by one, leftwards.
//! - `PDFium` turns every right-to-left run round, but not one whose matrix mirrors it. So these
//!   stand on their heads, which an empty glyph can do.
//! - pdftotext looks at places alone, and puts them in order by rules of its own (`dumpFragment` in
//!   poppler's `TextOutputDev.cc`): either left-to-right or right-to-left is the direction of the
//!   whole page. Runs are placed here so that these rules lead back to the text. That is where they
//!   stand on the sheet as well, except for some punctuation between directions.

use unicode_bidi::BidiClass;

/// Which way something runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As in Latin.
    Right,
    /// As in Arabic and Hebrew.
    Left,
}

/// Characters that run the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// In logical order.
    pub text: String,
    /// Which way they run.
    pub way: Way,
    /// How many characters of the line stand further left.
    pub before: usize,
}

/// Which way the page runs, as pdftotext counts it: by its letters, where numbers do not count.
pub fn page_way<'a>(lines: impl IntoIterator<Item = &'a str>) -> Way {
    let mut right = 0_i64;
    for c in lines.into_iter().flat_map(str::chars) {
        match kind(c) {
            Kind::Right => right += 1,
            Kind::Left => right -= 1,
            Kind::Number | Kind::Neutral => {}
        }
    }
    if right >= 0 { Way::Right } else { Way::Left }
}

/// The runs of a line in logical order, on a page that runs one way.
pub fn runs(line: &str, page: Way) -> Vec<Run> {
    let mut runs = split(line, page);
    for run in &mut runs {
        close(run, page);
    }
    let mut before = 0;
    let mut place = |run: &mut Run| {
        run.before = before;
        before += run.text.chars().count();
    };
    match page {
        Way::Right => runs.iter_mut().for_each(&mut place),
        Way::Left => runs.iter_mut().rev().for_each(&mut place),
    }
    runs
}

/// Neutral characters belong to the run before them, those at the start to the first run.
fn split(line: &str, page: Way) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open = true;
    for c in line.chars() {
        let way = match kind(c) {
            Kind::Right | Kind::Number => Some(Way::Right),
            Kind::Left => Some(Way::Left),
            Kind::Neutral => None,
        };
        match (runs.last_mut(), way) {
            (Some(run), None) => run.text.push(c),
            (Some(run), Some(way)) if open || run.way == way => {
                run.text.push(c);
                run.way = way;
                open = false;
            }
            (_, way) => {
                open = open && way.is_none();
                runs.push(Run {
                    text: c.to_string(),
                    way: way.unwrap_or(page),
                    before: 0,
                });
            }
        }
    }
    runs
}

/// A run against the page must end with a character that says so, or pdftotext would give its
/// last punctuation to its neighbour. A space may go there: a mark would harm searching more.
fn close(run: &mut Run, page: Way) {
    let open = run
        .text
        .chars()
        .rev()
        .take_while(|&c| kind(c) == Kind::Neutral)
        .any(|c| !c.is_whitespace());
    if run.way != page && open {
        run.text.push(match run.way {
            Way::Right => '\u{200E}',
            Way::Left => '\u{200F}',
        });
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Right,
    Left,
    Number,
    Neutral,
}

/// The kind of a character for pdftotext. To it, a comma or a plus is a number, as are digits; and
/// its table is older than N'Ko, and ends with the Basic Multilingual Plane: Adlam is as neutral as
/// an emoji.
fn kind(c: char) -> Kind {
    if matches!(c, '\u{7C0}'..='\u{8FF}' | '\u{10000}'..) {
        return Kind::Neutral;
    }
    match unicode_bidi::bidi_class(c) {
        BidiClass::L => Kind::Right,
        BidiClass::R | BidiClass::AL => Kind::Left,
        BidiClass::EN | BidiClass::AN | BidiClass::ES | BidiClass::ET | BidiClass::CS => {
            Kind::Number
        }
        _ => Kind::Neutral,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(line: &str) -> Vec<(String, Way, usize)> {
        runs(line, page_way([line]))
            .into_iter()
            .map(|run| (run.text, run.way, run.before))
            .collect()
    }

    #[test]
    fn one_direction_is_one_run() {
        assert_eq!(seen("¡No!"), [("¡No!".into(), Way::Right, 0)]);
        assert_eq!(seen("«لا للحرب!»"), [("«لا للحرب!»".into(), Way::Left, 0)]);
    }

    #[test]
    fn runs_against_the_page_are_placed_from_its_start_and_closed() {
        assert_eq!(
            seen("אבגד war; הוז"),
            [
                ("אבגד ".into(), Way::Left, 9),
                ("war; \u{200E}".into(), Way::Right, 3),
                ("הוז".into(), Way::Left, 0),
            ]
        );
        assert_eq!(
            seen("Say שלום! now"),
            [
                ("Say ".into(), Way::Right, 0),
                ("שלום! \u{200F}".into(), Way::Left, 4),
                ("now".into(), Way::Right, 11),
            ]
        );
    }

    #[test]
    fn digits_do_not_decide_on_the_page() {
        assert_eq!(page_way(["2025 لا"]), Way::Left);
        assert_eq!(page_way(["19.01."]), Way::Right);
    }
}
