//! Words to outlines that fit their slots.
//!
//! `prepare` tidies the words, `case` sets the capitals of the language, `segment` finds where
//! lines may break, `shape` makes glyphs, `lines` measures ink, `fit` chooses the breaks, and
//! [`slots`] puts the result into place.

use kurbo::Rect;

use crate::diag::{Diagnostic, Notes, Result};
use crate::fonts::{FaceId, Fonts};
use crate::job::{Poster, Words};
use crate::lang::{Lang, Script};
use crate::layout::{Align, Case, Fit, Fitting, Slot, SlotContent, SlotShape, Valign};
use crate::units::Frame;

mod case;
mod fit;
mod lines;
mod outline;
mod place;
mod prepare;
mod segment;
mod shape;

pub use segment::{Break, Verdict};
pub use shape::script_of;

use fit::{Bounds, Choice};
use lines::Paragraph;
use outline::Outlines;
use shape::Shaped;

/// Text that was typeset to fit its slot.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Which of the artboard's slots.
    pub slot: usize,
    /// The text as it was set: in the slot's case, without asterisks, `\n` where a line was forced.
    pub text: String,
    /// Its language.
    pub lang: Lang,
    /// From top to bottom.
    pub lines: Vec<SetLine>,
    /// The outlines, in the slot's coordinates.
    pub paths: Vec<SetPath>,
    /// The box around all ink, in the slot's coordinates.
    pub ink: Rect,
    /// Units to the em; of a stack, the size of its smallest line.
    pub size: f64,
    /// Height of its capitals or, in scripts without, of the body of its letters, in units.
    pub letter_height: f64,
    /// The families that set it, the one with most glyphs first.
    pub families: Vec<String>,
    /// The longest word of the widest line, where the width is what keeps the type from growing.
    pub limited_by: Option<String>,
}

/// One line of a setting.
#[derive(Clone, Debug, PartialEq)]
pub struct SetLine {
    /// Its characters in logical order.
    pub text: String,
    /// Left end of its baseline, in the slot's coordinates.
    pub x: f64,
    /// Its baseline.
    pub baseline: f64,
    /// Units to the em.
    pub size: f64,
    /// How far the pen moves along it, in ems.
    pub width_em: f64,
    /// Whether it reads from right to left.
    pub rtl: bool,
}

/// Outlines that are painted alike.
#[derive(Clone, Debug, PartialEq)]
pub struct SetPath {
    /// SVG path data, to be filled by the nonzero rule.
    pub data: String,
    /// Whether these are emphasized words.
    pub emphasis: bool,
    /// Width of the stroke that thickens a face without a heavy weight, in units.
    pub thicken: Option<f64>,
}

/// Decimals that path data of a poster needs: a hundred-thousandth of its longer side.
pub fn decimals(view: Frame) -> usize {
    let longest = view.width.max(view.height);
    (0..6)
        .find(|decimals| longest * 10_f64.powi(*decimals) >= 1e5)
        .map_or(6, |decimals| usize::try_from(decimals).unwrap_or(6))
}

/// Typesets every slot of a poster that has words.
///
/// # Errors
/// Words that do not fit, that no font can set, or that should not be set; a slot that is not
/// optional has none.
pub fn slots(poster: &Poster, fonts: &Fonts, notes: &mut Notes) -> Result<Vec<Setting>> {
    let outlines = Outlines::new(fonts);
    let decimals = decimals(poster.board.view);
    let board = poster.artboard();
    let mut drafts = Vec::new();
    for (index, slot) in board.slots.iter().enumerate() {
        let Some(words) = words_of(poster, slot)? else {
            continue;
        };
        let shape = inset(shape_of(poster, index, slot)?, decimals);
        let located = |error: Diagnostic| locate(error, poster, slot);
        let text = Text::new(&words, slot, fonts, notes).map_err(located)?;
        drafts.push((index, slot, shape, text));
    }

    let mut fitted = Vec::new();
    for (index, slot, shape, text) in &drafts {
        let paragraph = text.paragraph(slot, &outlines, fonts);
        let bounds = bounds(slot, *shape, paragraph.rtl());
        let fit = fit_one(&paragraph, slot, &bounds, None)
            .ok_or_else(|| locate(no_room(slot, &paragraph, &bounds, text), poster, slot))?;
        fitted.push((*index, *slot, *shape, text, paragraph, bounds, fit));
    }

    for at in 0..fitted.len() {
        let shared = shared_size(&fitted, at);
        let (_, slot, _, _, paragraph, bounds, fit) = &mut fitted[at];
        if let Some(shared) = shared
            && shared < fit.choice.size
            && let Some(smaller) = fit_one(paragraph, slot, bounds, Some(shared))
        {
            *fit = smaller;
        }
    }

    fitted
        .into_iter()
        .map(|(index, slot, shape, text, paragraph, bounds, fit)| {
            check_minimum(slot, &fit, text).map_err(|error| locate(error, poster, slot))?;
            Ok(place::place(&place::Job {
                index,
                slot,
                shape,
                text,
                paragraph: &paragraph,
                bounds: &bounds,
                fit: &fit,
                outlines: &outlines,
                fonts,
                decimals,
            }))
        })
        .collect()
}

/// The shape of a slot, grown over the place of an empty one where the layout says so.
fn shape_of(poster: &Poster, index: usize, slot: &Slot) -> Result<SlotShape> {
    let slots = &poster.artboard().slots;
    let neighbour = slot
        .fitting
        .grow
        .as_ref()
        .and_then(|id| slots.iter().position(|other| other.id == *id));
    match neighbour {
        Some(over) if words_of(poster, &slots[over])?.is_none() => {
            Ok(poster.board.grown(index, over))
        }
        _ => Ok(poster.board.slots[index].shape),
    }
}

/// A frame without the hair by which rounded coordinates could pass it.
fn inset(shape: SlotShape, decimals: usize) -> SlotShape {
    let SlotShape::Frame(frame) = shape else {
        return shape;
    };
    let hair = 0.1_f64.powi(i32::try_from(decimals).unwrap_or(6));
    Frame::new(
        frame.x + hair,
        frame.y + hair,
        frame.width - 2.0 * hair,
        frame.height - 2.0 * hair,
    )
    .map_or(shape, SlotShape::Frame)
}

/// The words of a slot, or none for an optional slot that was left empty.
fn words_of(poster: &Poster, slot: &Slot) -> Result<Option<Words>> {
    match &slot.content {
        SlotContent::Fixed(text) => Ok(Some(Words {
            text: text.clone(),
            lang: poster.lang.clone(),
        })),
        SlotContent::Fill => match poster.words.get(&slot.id) {
            Some(words) if !words.text.trim().is_empty() => Ok(Some(words.clone())),
            _ if slot.fitting.optional => Ok(None),
            _ => {
                let hint = if slot.id == "slogan" {
                    "type it after `make`, in quotes, or name one of the catalogue with `--slogan`"
                        .to_owned()
                } else {
                    format!("give it words with `--set {}=TEXT`", slot.id)
                };
                Err(locate(
                    Diagnostic::error(format!("slot `{}` has no text", slot.id)).hint(hint),
                    poster,
                    slot,
                ))
            }
        },
    }
}

fn locate(error: Diagnostic, poster: &Poster, slot: &Slot) -> Diagnostic {
    let place = poster.artboard().place(slot.range.clone());
    if error.place.is_some() {
        error
    } else {
        error.at(place)
    }
}

/// Words on their way into one slot: prepared, in case, broken, shaped.
pub(crate) struct Text {
    prepared: prepare::Prepared,
    lang: Lang,
    breaks: Vec<Break>,
    shaped: Shaped,
}

impl Text {
    fn new(words: &Words, slot: &Slot, fonts: &Fonts, notes: &mut Notes) -> Result<Self> {
        let typed = prepare::prepare(&words.text, &words.lang)?;
        if typed.text.is_empty() {
            return Err(Diagnostic::error(format!("slot `{}` has no text", slot.id))
                .hint("the text is only spaces and marks that do not print"));
        }
        let mut case = slot.style.case;
        let shape = |case| {
            let prepared = case::apply(&typed, case, &words.lang);
            let (analysis, breaks) = segment::analyze(&prepared.text, &words.lang);
            let shaped = shape::shape(
                &prepared.text,
                &analysis,
                &slot.style.families,
                &words.lang,
                fonts,
            )?;
            Ok::<_, Diagnostic>((prepared, breaks, shaped))
        };
        let (mut prepared, mut breaks, mut shaped) = shape(case)?;
        let joined = shaped
            .clusters
            .iter()
            .filter_map(|cluster| fonts.face(cluster.face))
            .find(|face| case == Case::Upper && !face.capitals);
        if let Some(face) = joined {
            notes.push(Diagnostic::note(format!(
                "`{}` is a joined script and is not set in capitals",
                face.family
            )));
            case = Case::AsTyped;
            (prepared, breaks, shaped) = shape(case)?;
        }
        Ok(Self {
            prepared,
            lang: words.lang.clone(),
            breaks,
            shaped,
        })
    }

    fn paragraph<'a>(
        &'a self,
        slot: &Slot,
        outlines: &'a Outlines<'a>,
        fonts: &'a Fonts,
    ) -> Paragraph<'a> {
        let spacing = if self.joins() {
            0.0
        } else {
            slot.style.letter_spacing
        };
        let heavy = slot.style.weight >= 600;
        Paragraph::new(
            &self.prepared.text,
            &self.shaped,
            &self.breaks,
            outlines,
            fonts,
            heavy,
            spacing,
        )
    }

    /// Whether its letters touch their neighbours, so that letter-spacing would tear words apart.
    fn joins(&self) -> bool {
        let joined = [
            "Arab", "Syrc", "Mong", "Nkoo", "Mand", "Adlm", "Rohg", "Deva", "Beng", "Guru",
        ];
        self.prepared
            .text
            .chars()
            .any(|c| joined.contains(&script_of(c).code()))
    }

    /// The script with most letters.
    fn script(&self) -> Script {
        let mut counts = std::collections::BTreeMap::new();
        for script in self.prepared.text.chars().map(script_of) {
            *counts.entry(script).or_insert(0_usize) += usize::from(script != Script::COMMON);
        }
        counts
            .into_iter()
            .max_by_key(|(_, count)| *count)
            .map_or(Script::COMMON, |(script, _)| script)
    }
}

/// Line breaks and sizes.
pub(crate) struct Fitted {
    choice: Choice,
    /// The size of each line.
    sizes: Vec<f64>,
}

fn bounds(slot: &Slot, shape: SlotShape, rtl: bool) -> Bounds {
    let Fitting {
        fit,
        lines,
        max_size,
        drawn_size,
        ..
    } = slot.fitting;
    let (width, height) = match shape {
        SlotShape::Frame(frame) => (frame.width, frame.height),
        SlotShape::Anchor { .. } => (f64::INFINITY, f64::INFINITY),
    };
    let cap = match fit {
        Fit::Fill | Fit::Stack => f64::INFINITY,
        Fit::Shrink | Fit::Keep => drawn_size,
    };
    // Text on an anchored line has nothing to be fitted to, whatever the fit is called.
    let cap = if width.is_infinite() { drawn_size } else { cap };
    Bounds {
        width,
        height,
        lines,
        max_size: max_size.unwrap_or(f64::INFINITY).min(cap),
        line_height: slot.style.line_height,
        align: side(slot.style.align, rtl),
    }
}

fn fit_one(
    paragraph: &Paragraph<'_>,
    slot: &Slot,
    bounds: &Bounds,
    most: Option<f64>,
) -> Option<Fitted> {
    let bounds = Bounds {
        max_size: bounds.max_size.min(most.unwrap_or(f64::INFINITY)),
        ..*bounds
    };
    if slot.fitting.fit == Fit::Stack && bounds.width.is_finite() {
        let (choice, sizes) = fit::stack(paragraph, &bounds)?;
        return Some(Fitted { choice, sizes });
    }
    let choice = fit::fill(paragraph, &bounds)?;
    let sizes = vec![choice.size; choice.cuts.len() - 1];
    Some(Fitted { choice, sizes })
}

/// The smallest size in the group of a slot.
fn shared_size(
    fitted: &[(
        usize,
        &Slot,
        SlotShape,
        &Text,
        Paragraph<'_>,
        Bounds,
        Fitted,
    )],
    at: usize,
) -> Option<f64> {
    let group = fitted[at].1.fitting.group.as_ref()?;
    fitted
        .iter()
        .filter(|(_, slot, ..)| slot.fitting.group.as_ref() == Some(group))
        .map(|(.., fit)| fit.choice.size)
        .min_by(f64::total_cmp)
}

fn no_room(slot: &Slot, paragraph: &Paragraph<'_>, bounds: &Bounds, text: &Text) -> Diagnostic {
    Diagnostic::error(format!(
        "slot `{}` cannot set {} words in {} lines",
        slot.id,
        text.prepared.text.split_whitespace().count(),
        bounds.lines.1.min(paragraph.pieces()),
    ))
    .hint("shorten the text, or raise `data-lines`")
}

/// Refuses type below the layout's minimum, and `keep` that would have to shrink.
fn check_minimum(slot: &Slot, fit: &Fitted, text: &Text) -> Result<()> {
    let size = fit.choice.size;
    let least = match slot.fitting.fit {
        Fit::Keep => Some(
            slot.fitting
                .drawn_size
                .min(slot.fitting.max_size.unwrap_or(f64::INFINITY)),
        ),
        Fit::Fill | Fit::Shrink | Fit::Stack => slot.fitting.min_size,
    };
    let Some(least) = least.filter(|least| size < least * (1.0 - 1e-9)) else {
        return Ok(());
    };
    let name = if slot.id.is_empty() {
        "fixed text".to_owned()
    } else {
        format!("slot `{}`", slot.id)
    };
    let words = text.prepared.text.split_whitespace().count();
    // The area that text takes grows with the square of its size.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a number of words"
    )]
    let surplus = ((1.0 - (size / least).powi(2)) * words as f64).ceil() as usize;
    let language = crate::lang::find(text.lang.language()).map_or("", |row| row.english);
    let space = if language.is_empty() { "" } else { " " };
    Err(Diagnostic::error(format!(
        "{name} fits only at {size:.0} units of type size, and the layout's smallest is {least:.0}"
    ))
    .hint(format!(
        "shorten the {language}{space}text by about {} of its {words} words, choose a layout with more room, \
         or lower `data-min-size`",
        surplus.clamp(1, words.max(1))
    )))
}

/// The height by which text is judged from afar, in ems: of capitals, of small letters where there
/// are no capitals, else of the body of the letters.
fn letter_height_em(text: &Text, face: Option<FaceId>, fonts: &Fonts) -> Option<f64> {
    let probe = &fonts.face(face?)?.probe;
    let has_upper = text.prepared.text.chars().any(char::is_uppercase);
    match (text.script().code(), has_upper) {
        ("Latn", true) => probe.height_em('H'),
        ("Latn", false) => probe.height_em('x'),
        ("Cyrl", true) => probe.height_em('Н'),
        ("Cyrl", false) => probe.height_em('х'),
        ("Grek", true) => probe.height_em('Η'),
        ("Grek", false) => probe.height_em('χ'),
        ("Armn", _) => probe.height_em('Հ'),
        ("Hani" | "Hira" | "Kana" | "Hang" | "Bopo", _) => {
            probe.body_em('国').or_else(|| probe.body_em('국'))
        }
        _ => None,
    }
}

/// Which side of the frame lines are flush with, in a direction of reading.
fn side(align: Align, rtl: bool) -> Align {
    match (align, rtl) {
        (Align::Start, false) | (Align::End, true) => Align::Left,
        (Align::Start, true) | (Align::End, false) => Align::Right,
        (other, _) => other,
    }
}

/// How a block stands in a frame.
fn valign(slot: &Slot) -> Valign {
    slot.fitting.valign
}
