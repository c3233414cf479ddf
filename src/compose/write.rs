//! One document from the designer's source and the settings: cut, replace, wrap, recolour.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use base64::Engine as _;

use super::{colouring, photo, qr, recolor};
use crate::color::Role;
use crate::diag::{Diagnostic, Notes, Result};
use crate::job::Poster;
use crate::layout::{Slot, SlotContent, escape};
use crate::typeset::Setting;
use crate::units::{Affine, SheetSize};

/// What is done at one place of the source.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Edit {
    /// Ends the group around a top-level element. Comes before what begins at the same place.
    Close,
    /// Begins the group around a top-level element.
    Open(String),
    /// Puts something in the place of a range that ends here.
    Replace(usize, String),
}

/// A piece of a filled document, and the range of the designer's source that it stands for: the same
/// bytes, or what was put in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands in the document.
    pub out: Range<usize>,
    /// Where it comes from.
    pub source: Range<usize>,
}

/// Writes the filled document of a poster.
///
/// # Errors
/// A picture beside the layout is of a kind that is not known.
pub fn svg(poster: &Poster, settings: &[Setting], notes: &mut Notes) -> Result<String> {
    document(poster, settings, notes).map(|(svg, _)| svg)
}

/// Writes the filled document, and says where its pieces come from.
///
/// # Errors
/// As [`svg`].
pub(super) fn document(
    poster: &Poster,
    settings: &[Setting],
    notes: &mut Notes,
) -> Result<(String, Vec<Piece>)> {
    let board = poster.artboard();
    let source = &board.source;
    note_plain(poster, notes);
    note_printed_ground(poster, notes);

    let mut out = String::with_capacity(source.len() + 16_384);
    head(&mut out, poster);
    let mut pieces = Vec::new();
    let mut at = board.cuts.head.end;
    let copy = |range: Range<usize>, out: &mut String, pieces: &mut Vec<Piece>| {
        let start = out.len();
        out.push_str(&source[range.clone()]);
        pieces.push(Piece {
            out: start..out.len(),
            source: range,
        });
    };
    for (start, edit) in edits(poster, settings, notes)? {
        // What stands inside something already replaced has gone with it.
        if start < at {
            continue;
        }
        copy(at..start, &mut out, &mut pieces);
        at = start;
        match edit {
            Edit::Close => out.push_str("</g>"),
            Edit::Open(tag) => out.push_str(&tag),
            Edit::Replace(end, text) => {
                pieces.push(Piece {
                    out: out.len()..out.len() + text.len(),
                    source: start..end,
                });
                out.push_str(&text);
                at = end;
            }
        }
    }
    copy(at..board.cuts.tail.max(at), &mut out, &mut pieces);
    let css = recolor::style(board, &poster.palette);
    if !css.is_empty() {
        let _ = write!(out, "<style>{css}</style>");
    }
    out.push_str("</svg>\n");
    Ok((out, pieces))
}

/// What is drawn without the role `paper` is printed, on coloured paper as well.
fn note_printed_ground(poster: &Poster, notes: &mut Notes) {
    let board = poster.artboard();
    if poster.stock.is_some() && board.own_color(Role::Paper).is_none() {
        notes.push(
            Diagnostic::note(format!(
                "`{}` has no ground of the class `paper`, so all of it is printed on the coloured paper",
                poster.layout.name
            ))
            .at(board.place(board.cuts.head.clone()))
            .hint("give its ground the class `paper`, or take another layout"),
        );
    }
}

/// A layout without slots is made as drawn; whoever typed a slogan should know.
fn note_plain(poster: &Poster, notes: &mut Notes) {
    let board = poster.artboard();
    let fillable = board
        .slots
        .iter()
        .any(|slot| slot.content == SlotContent::Fill);
    if !fillable && !poster.words.is_empty() {
        notes.push(
            Diagnostic::note(format!(
                "`{}` has no slot for text, so it is made as drawn, without the slogan",
                poster.layout.name
            ))
            .at(board.place(board.cuts.head.clone()))
            .hint("give a rectangle the attribute `data-slot=\"slogan\"`"),
        );
    }
}

fn head(out: &mut String, poster: &Poster) {
    let board = poster.artboard();
    let view = poster.board.view;
    let (width, height) = match poster.sheet {
        SheetSize::Screen(px) => (px.width.to_string(), px.height.to_string()),
        SheetSize::Paper(size) => (
            format!("{}mm", number(size.width.to_mm())),
            format!("{}mm", number(size.height.to_mm())),
        ),
    };
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         width=\"{width}\" height=\"{height}\" viewBox=\"{} {} {} {}\"",
        number(view.x),
        number(view.y),
        number(view.width),
        number(view.height),
    );
    if !poster.lang.is_unknown() {
        let _ = write!(out, " xml:lang=\"{}\"", poster.lang);
    }
    out.push_str(&board.cuts.root_attributes);
    let _ = write!(out, "><title>{}</title>", escape(&poster.title));
}

/// All edits, in the order of the source.
fn edits(poster: &Poster, settings: &[Setting], notes: &mut Notes) -> Result<Vec<(usize, Edit)>> {
    let board = poster.artboard();
    let mut edits: Vec<(usize, Edit)> = Vec::new();
    let mut replace = |range: &Range<usize>, text: String| {
        edits.push((range.start, Edit::Replace(range.end, text)));
    };
    for range in &board.cuts.removed {
        replace(range, String::new());
    }
    for (id, range) in &board.cuts.with_slot {
        if !poster.fills(id) {
            replace(range, String::new());
        }
    }
    for (id, range) in &board.cuts.without_slot {
        if poster.fills(id) {
            replace(range, String::new());
        }
    }
    for (range, text) in slots(poster, settings, notes)? {
        replace(&range, text);
    }
    for image in &board.images {
        replace(&image.range, data_url(poster, image)?);
    }
    for (top, map) in board.tops.iter().zip(&poster.board.maps) {
        if *map != Affine::IDENTITY {
            // The map is one of the root's coordinates, and is written inside the top's layers.
            let back = top.parent.inverse().unwrap_or(Affine::IDENTITY);
            let map = back.then_inner(*map).then_inner(top.parent);
            edits.push((
                top.range.start,
                Edit::Open(format!("<g transform=\"{}\">", matrix(map))),
            ));
            edits.push((top.range.end, Edit::Close));
        }
    }
    // At one place: close what ends, open what begins, then replace, the longest range first, so
    // that an element that goes takes its inner edits along.
    edits.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| rank(x).cmp(&rank(y))));
    Ok(edits)
}

fn rank(edit: &Edit) -> (u8, std::cmp::Reverse<usize>) {
    match edit {
        Edit::Close => (0, std::cmp::Reverse(0)),
        Edit::Open(_) => (1, std::cmp::Reverse(0)),
        Edit::Replace(end, _) => (2, std::cmp::Reverse(*end)),
    }
}

/// What stands in the place of each slot's element: outlines, a picture, a code, or nothing.
fn slots(
    poster: &Poster,
    settings: &[Setting],
    notes: &mut Notes,
) -> Result<Vec<(Range<usize>, String)>> {
    let board = poster.artboard();
    let mut elements: BTreeMap<usize, (Range<usize>, String)> = BTreeMap::new();
    for (index, slot) in board.slots.iter().enumerate() {
        let (_, text) = elements
            .entry(slot.range.start)
            .or_insert_with(|| (slot.range.clone(), String::new()));
        for setting in settings.iter().filter(|setting| setting.slot == index) {
            text.push_str(&group(poster, slot, setting));
        }
        match &slot.content {
            SlotContent::Picture(style) => {
                text.push_str(&photo::picture(poster, index, style, notes)?);
            }
            SlotContent::Code => text.push_str(&qr::code(poster, index)?),
            SlotContent::Fill | SlotContent::Fixed(_) => {}
        }
    }
    Ok(elements.into_values().collect())
}

/// The outlines of one setting, painted as the slot says.
fn group(poster: &Poster, slot: &Slot, setting: &Setting) -> String {
    let placed = poster.board.slots[setting.slot];
    let laid = recolor::of_slot(slot, &poster.palette).map(|rgb| rgb.to_string());
    let fill = laid.as_deref().unwrap_or(&slot.fill);
    let mut out = format!("<g{}", slot.paint);
    if let Some(laid) = &laid {
        // Rules may speak of the slot's element by its tag, which the outlines do not have.
        let own = format!(" fill=\"{}\"", escape(&slot.fill));
        out = out.replacen(&own, &format!(" fill=\"{laid}\""), 1);
    }
    if !slot.classes.is_empty() {
        let _ = write!(out, " class=\"{}\"", escape(&slot.classes));
    }
    if placed.inner != Affine::IDENTITY {
        let _ = write!(out, " transform=\"{}\"", matrix(placed.inner));
    }
    out.push('>');
    let line = colouring::line(poster, slot, setting);
    for path in &setting.paths {
        if let Some(line) = line {
            out.push_str(&colouring::path(poster, path, fill, line));
            continue;
        }
        out.push_str("<path");
        if path.emphasis {
            out.push_str(" class=\"emphasis\"");
        }
        if let Some(width) = path.thicken {
            let _ = write!(
                out,
                " stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\"",
                escape(fill),
                number(width)
            );
        }
        let _ = write!(out, " d=\"{}\"/>", path.data);
    }
    out.push_str("</g>");
    out
}

fn data_url(poster: &Poster, image: &crate::layout::Image) -> Result<String> {
    let kind = match image.bytes.as_slice() {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, ..] => "image/jpeg",
        [b'G', b'I', b'F', b'8', ..] => "image/gif",
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => "image/webp",
        bytes if String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).contains("<svg") => {
            "image/svg+xml"
        }
        _ => {
            return Err(Diagnostic::error(format!(
                "the picture `{}` is of a kind that is not known",
                image.name
            ))
            .at(poster.artboard().place(image.range.clone()))
            .hint("use PNG, JPEG, GIF, WebP or SVG"));
        }
    };
    let data = base64::engine::general_purpose::STANDARD.encode(&image.bytes);
    Ok(format!("data:{kind};base64,{data}"))
}

pub(super) fn matrix(m: Affine) -> String {
    let n = |value: f64| number_to(value, 8);
    if (m.a, m.b, m.c, m.d) == (1.0, 0.0, 0.0, 1.0) {
        return format!("translate({} {})", n(m.e), n(m.f));
    }
    format!(
        "matrix({} {} {} {} {} {})",
        n(m.a),
        n(m.b),
        n(m.c),
        n(m.d),
        n(m.e),
        n(m.f)
    )
}

/// A number with at most four decimals, without idle zeros.
pub(super) fn number(value: f64) -> String {
    number_to(value, 4)
}

fn number_to(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" {
        "0".to_owned()
    } else {
        short.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_carry_no_idle_zeros() {
        assert_eq!(number(297.0), "297");
        assert_eq!(number(-0.000_01), "0");
        assert_eq!(number(215.9), "215.9");
        assert_eq!(matrix(Affine::translate(1.5, 0.0)), "translate(1.5 0)");
    }
}
