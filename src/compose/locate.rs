//! From a part of a finished sheet back to the line of the layout that draws it.
//!
//! A print shop points at the paper. What it points at is looked up only when it complains: the
//! document is written once more, this time remembering where each piece of it comes from, and the
//! element whose box is that part of the sheet is the one that is meant.

use std::ops::Range;

use usvg::{Group, Node, Tree};

use super::options;
use super::write::{self, Piece};
use crate::diag::{Notes, Place};
use crate::job::Poster;
use crate::layout::numbered;
use crate::typeset::Setting;
use crate::units::Length;

/// A rectangle in CSS pixels of the sheet: left, top, right, bottom.
type Part = [f64; 4];

/// How far a box may be off and still be the one that is meant.
const NEAR: Length = Length::mm(0.5);

/// Where the layout draws a part of the sheet; `part` is in millimetres from the left and the top
/// of the finished poster, with width and height. `None` where nothing is drawn there.
pub fn place(poster: &Poster, settings: &[Setting], part: [f64; 4]) -> Option<Place> {
    let px = Length::mm(1.0).to_css_px();
    let [left, top, width, height] = part.map(|mm| mm * px);
    let part = [left, top, left + width, top + height];
    let (svg, pieces) = write::document(poster, settings, &mut Notes::default()).ok()?;
    let (svg, places) = numbered(&svg)?;
    let tree = Tree::from_str(&svg, &options()).ok()?;
    let mut drawn = Vec::new();
    collect(tree.root(), None, &mut drawn);
    let id = meant(&drawn, part, sheet(poster))?;
    let range = places.get(id)?;
    let source = source_of(&pieces, range)?;
    Some(poster.artboard().place(source))
}

/// The sheet with its bleed: nothing beyond is seen.
fn sheet(poster: &Poster) -> Part {
    let (size, bleed) = (poster.sheet.to_size(), poster.edges.bleed.to_css_px());
    let (width, height) = (size.width.to_css_px(), size.height.to_css_px());
    [-bleed, -bleed, width + bleed, height + bleed]
}

/// Everything that is drawn: the element's id, and the box around it. usvg gives the id of an image to
/// a group around it, and that of an element with effects to what the group around it holds.
fn collect<'a>(group: &'a Group, around: Option<&'a str>, drawn: &mut Vec<(&'a str, Part)>) {
    for node in group.children() {
        let id = id_of(node).or(around);
        let boxes = match node {
            Node::Group(inner) => {
                collect(inner, id, drawn);
                let effects = inner.should_isolate();
                vec![effects.then(|| inner.abs_layer_bounding_box().to_rect())]
            }
            Node::Path(path) => vec![
                path.fill().map(|_| path.abs_bounding_box()),
                path.stroke().map(|_| path.abs_stroke_bounding_box()),
            ],
            Node::Image(image) => vec![Some(image.abs_bounding_box())],
            Node::Text(_) => Vec::new(),
        };
        let Some(id) = id else { continue };
        for rect in boxes.into_iter().flatten() {
            let corners = [rect.left(), rect.top(), rect.right(), rect.bottom()];
            drawn.push((id, corners.map(f64::from)));
        }
    }
}

fn id_of(node: &Node) -> Option<&str> {
    match node {
        Node::Group(group) if group.id().is_empty() => group.children().iter().find_map(id_of),
        _ => Some(node.id()).filter(|id| !id.is_empty()),
    }
}

/// The element whose box is nearest to a part of the sheet; or, if none is near, the smallest that
/// the part lies in, for what is cut off by a clip is smaller than what it is cut from. Of two
/// alike, the upper one.
fn meant<'a>(drawn: &[(&'a str, Part)], part: Part, sheet: Part) -> Option<&'a str> {
    let near = NEAR.to_css_px();
    let seen = |of: &Part| [0, 1, 2, 3].map(|i| of[i].clamp(sheet[i % 2], sheet[2 + i % 2]));
    let part = seen(&part);
    let off = |of: &Part| {
        let sides = [0, 1, 2, 3].map(|i| (seen(of)[i] - part[i]).abs());
        sides.into_iter().fold(0.0, f64::max)
    };
    let exact = drawn.iter().rev().filter(|(_, of)| off(of) <= near);
    if let Some((id, _)) = exact.min_by(|(_, a), (_, b)| off(a).total_cmp(&off(b))) {
        return Some(id);
    }
    let holds = |of: &Part| {
        of[0] <= part[0] + near
            && of[1] <= part[1] + near
            && of[2] >= part[2] - near
            && of[3] >= part[3] - near
    };
    let area = |of: &Part| (of[2] - of[0]) * (of[3] - of[1]);
    let around = drawn.iter().rev().filter(|(_, of)| holds(of));
    let smallest = around.min_by(|(_, a), (_, b)| area(a).total_cmp(&area(b)));
    smallest.map(|(id, _)| *id)
}

/// The range of the designer's source that a range of the document comes from.
fn source_of(pieces: &[Piece], range: &Range<usize>) -> Option<Range<usize>> {
    let piece = pieces
        .iter()
        .find(|piece| piece.out.contains(&range.start))?;
    if piece.out.len() != piece.source.len() {
        return Some(piece.source.clone());
    }
    let start = piece.source.start + (range.start - piece.out.start);
    Some(start..piece.source.end.min(start + range.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: Part = [0.0, 0.0, 400.0, 400.0];

    #[test]
    fn the_element_with_that_box_is_meant() {
        let drawn = [
            ("ground", SHEET),
            ("bar", [10.0, 10.0, 390.0, 12.0]),
            ("over", [10.0, 10.0, 500.0, 200.0]),
        ];
        assert_eq!(meant(&drawn, [10.0, 10.1, 390.0, 12.0], SHEET), Some("bar"));
        assert_eq!(
            meant(&drawn, [10.0, 10.0, 400.0, 200.0], SHEET),
            Some("over")
        );
        assert_eq!(meant(&drawn, [50.0, 50.0, 80.0, 80.0], SHEET), Some("over"));
        assert_eq!(
            meant(&drawn, [50.0, 250.0, 80.0, 280.0], SHEET),
            Some("ground")
        );
        assert_eq!(meant(&drawn[1..], [50.0, 250.0, 80.0, 280.0], SHEET), None);
    }

    #[test]
    fn what_was_put_in_leads_to_what_it_replaced() {
        let pieces = [
            Piece {
                out: 0..10,
                source: 100..110,
            },
            Piece {
                out: 10..50,
                source: 110..115,
            },
        ];
        assert_eq!(source_of(&pieces, &(4..8)), Some(104..108));
        assert_eq!(source_of(&pieces, &(20..30)), Some(110..115));
        assert_eq!(source_of(&pieces, &(60..70)), None);
    }
}
