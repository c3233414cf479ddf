//! Lines as ink: what stands between two places of a paragraph, in reading order, measured.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use kurbo::Rect;

use super::outline::{EMBOLDENING_EM, Outlines};
use super::segment::{Break, Verdict, hyphen_sign, leans};
use super::shape::{Cluster, Glyph, Shaped, Turn};
use crate::fonts::{FaceId, Fonts};
use crate::lang::Lang;
use crate::layout::Align;

/// How near the ink of two lines may come, in ems.
const AIR_EM: f64 = 0.06;

/// A place where a line may begin or end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Byte offset in the text.
    pub byte: usize,
    /// The first cluster behind it.
    pub cluster: usize,
    /// Whether lines end here.
    pub verdict: Verdict,
}

/// A glyph in its line, in ems from the left end of the baseline.
#[derive(Clone, Copy, Debug)]
pub struct LineGlyph {
    /// Its face.
    pub face: FaceId,
    /// Glyph index in the face.
    pub id: u32,
    /// Origin, to the right.
    pub x: f64,
    /// Origin, downwards.
    pub y: f64,
    /// The first character of its cluster.
    pub byte: usize,
    /// How it is turned in the line.
    pub turn: Turn,
    /// Its ink relative to the line, if it has any.
    pub ink: Option<Rect>,
}

/// A line of clusters in visual order.
#[derive(Debug)]
pub struct Line {
    /// From left to right.
    pub glyphs: Vec<LineGlyph>,
    /// The box around the ink, in ems; `y` downwards from the baseline.
    pub ink: Rect,
}

impl Line {
    /// Width of the ink, in ems.
    pub fn width(&self) -> f64 {
        self.ink.width()
    }

    /// Ink above the baseline, in ems.
    pub fn above(&self) -> f64 {
        -self.ink.y0
    }

    /// Ink below the baseline, in ems.
    pub fn below(&self) -> f64 {
        self.ink.y1
    }

    /// Top and bottom of the letters' main body: the medians over the glyphs, so that accents and
    /// descenders do not pull the optical middle.
    pub fn body(&self) -> (f64, f64) {
        let median = |side: fn(&Rect) -> f64| {
            let mut values: Vec<f64> = self
                .glyphs
                .iter()
                .filter_map(|glyph| glyph.ink.as_ref().map(side))
                .collect();
            values.sort_by(f64::total_cmp);
            values.get(values.len() / 2).copied().unwrap_or_default()
        };
        (median(|ink| ink.y0), median(|ink| ink.y1))
    }
}

/// A shaped paragraph that can be cut into lines. Lines are measured when first asked for.
pub struct Paragraph<'a> {
    shaped: &'a Shaped,
    outlines: &'a Outlines<'a>,
    fonts: &'a Fonts,
    /// The beginning, every place where a line may end, and the end.
    pub stops: Vec<Stop>,
    /// Pen position before each cluster, as if all stood on one line, in ems.
    pens: Vec<f64>,
    /// Letters before each cluster.
    letters: Vec<usize>,
    /// Whether what follows each stop, up to the next one, is a word that leans on a neighbour.
    leaning: Vec<bool>,
    look: Look,
    lines: RefCell<HashMap<(usize, usize), Rc<Line>>>,
}

/// What a slot asks of the letters of a paragraph.
#[derive(Clone, Debug)]
pub struct Look {
    /// Whether faces of which only a regular weight exists are thickened. Default: false.
    pub heavy: bool,
    /// Added behind each cluster, in ems. Default: 0.
    pub letter_spacing: f64,
    /// The language, for the hyphen that it takes. Default: unknown.
    pub lang: Lang,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            heavy: false,
            letter_spacing: 0.0,
            lang: Lang::UNKNOWN,
        }
    }
}

impl<'a> Paragraph<'a> {
    /// A paragraph that may be cut at those of the `breaks` that are not forbidden.
    pub fn new(
        text: &str,
        shaped: &'a Shaped,
        breaks: &[Break],
        outlines: &'a Outlines<'a>,
        fonts: &'a Fonts,
        look: Look,
    ) -> Self {
        let mut pens = Vec::with_capacity(shaped.clusters.len() + 1);
        let mut letters = Vec::with_capacity(shaped.clusters.len() + 1);
        let (mut pen, mut count) = (0.0, 0);
        for cluster in &shaped.clusters {
            pens.push(pen);
            letters.push(count);
            pen += cluster.advance + look.letter_spacing;
            count += usize::from(cluster.letter);
        }
        pens.push(pen);
        letters.push(count);

        let edge = |byte, cluster| Stop {
            byte,
            cluster,
            verdict: Verdict::Forced,
        };
        let inner = breaks
            .iter()
            .filter(|b| b.verdict != Verdict::Forbidden)
            .filter_map(|b| {
                // A break inside a ligature is none.
                let at = shaped
                    .clusters
                    .binary_search_by_key(&b.byte, |c| c.bytes.start)
                    .ok()?;
                Some(Stop {
                    byte: b.byte,
                    cluster: at,
                    verdict: b.verdict,
                })
            });
        let end = edge(text.len(), shaped.clusters.len());
        let stops: Vec<Stop> = std::iter::once(edge(0, 0))
            .chain(inner)
            .chain([end])
            .collect();
        let leaning = stops
            .windows(2)
            .map(|pair| leans(text[pair[0].byte..pair[1].byte].trim(), &look.lang))
            .collect();
        Self {
            shaped,
            outlines,
            fonts,
            stops,
            pens,
            letters,
            leaning,
            look,
            lines: RefCell::default(),
        }
    }

    /// The number of pieces between stops.
    pub fn pieces(&self) -> usize {
        self.stops.len() - 1
    }

    /// Whether the paragraph runs from right to left.
    pub fn rtl(&self) -> bool {
        self.shaped.rtl
    }

    /// How far the pen moves from one stop to another, spaces at the end left out, in ems.
    pub fn advance(&self, from: usize, to: usize) -> f64 {
        let clusters = self.clusters(from, to);
        let start = self.stops[from].cluster;
        let hyphen = self.hyphen(from, to).map_or(0.0, |glyph| glyph.advance);
        self.pens[start + clusters.len()] - self.pens[start] + hyphen
    }

    /// Whether a line between two stops carries one letter alone, though it was not forced to: a lost
    /// `y`, an ideograph without its neighbours.
    pub fn lonely(&self, from: usize, to: usize) -> bool {
        let [start, end] = [self.stops[from], self.stops[to]];
        let meant = start.verdict == Verdict::Forced && end.verdict == Verdict::Forced;
        !meant && self.letters[end.cluster] - self.letters[start.cluster] <= 1
    }

    /// Whether a line between two stops is nothing but a word that leans on a neighbour.
    pub fn leans_alone(&self, from: usize, to: usize) -> bool {
        to == from + 1 && self.leaning[from]
    }

    /// The hyphen at the end of a line that divides a word, with the face that sets it.
    fn hyphen(&self, from: usize, to: usize) -> Option<LastGlyph> {
        if self.stops[to].verdict != Verdict::Hyphen {
            return None;
        }
        let last = self.clusters(from, to).last()?;
        let probe = &self.fonts.face(last.face)?.probe;
        let sign = hyphen_sign(&self.look.lang)?;
        let (id, advance) = probe.glyph_em(sign).or_else(|| probe.glyph_em('-'))?;
        Some(LastGlyph {
            face: last.face,
            id,
            advance,
            byte: last.bytes.start,
            turn: last.turn,
        })
    }

    /// The clusters of a line, without the space at its end.
    fn clusters(&self, from: usize, to: usize) -> &[Cluster] {
        let all = &self.shaped.clusters[self.stops[from].cluster..self.stops[to].cluster];
        let kept = all
            .iter()
            .rposition(|cluster| !cluster.space)
            .map_or(0, |at| at + 1);
        &all[..kept]
    }

    /// The lines between stops, given by their indices from the first to the last.
    pub fn lines(&self, cuts: &[usize]) -> Vec<Rc<Line>> {
        cuts.windows(2)
            .map(|pair| self.line(pair[0], pair[1]))
            .collect()
    }

    /// The line between two stops.
    pub fn line(&self, from: usize, to: usize) -> Rc<Line> {
        if let Some(known) = self.lines.borrow().get(&(from, to)) {
            return Rc::clone(known);
        }
        let line = Rc::new(self.assemble(self.clusters(from, to), self.hyphen(from, to)));
        self.lines.borrow_mut().insert((from, to), Rc::clone(&line));
        line
    }

    fn assemble(&self, clusters: &[Cluster], hyphen: Option<LastGlyph>) -> Line {
        let mut glyphs = Vec::new();
        let mut pen = 0.0;
        for index in visual_order(clusters) {
            let cluster = &clusters[index];
            let mut x = pen;
            for glyph in &self.shaped.glyphs[cluster.glyphs.clone()] {
                let Glyph { id, x: dx, y, .. } = *glyph;
                let at = (id, x + dx, y);
                glyphs.push(self.place(cluster.face, cluster.turn, cluster.bytes.start, at));
                x += glyph.advance;
            }
            pen += cluster.advance + self.look.letter_spacing;
        }
        // Scripts that run from right to left do not divide words.
        if let Some(last) = hyphen {
            glyphs.push(self.place(last.face, last.turn, last.byte, (last.id, pen, 0.0)));
        }
        let ink = glyphs
            .iter()
            .filter_map(|glyph: &LineGlyph| glyph.ink)
            .reduce(|a, b| a.union(b))
            .unwrap_or_else(|| Rect::new(0.0, 0.0, pen.max(0.0), 0.0));
        Line { glyphs, ink }
    }

    /// A glyph with its origin in the line, and the ink that it leaves there.
    fn place(&self, face: FaceId, turn: Turn, byte: usize, at: (u32, f64, f64)) -> LineGlyph {
        let (id, x, y) = at;
        let outline = self.outlines.get(face, id);
        let swell = if self.emboldens(face) {
            EMBOLDENING_EM / 2.0
        } else {
            0.0
        };
        let place = kurbo::Affine::translate((x, y)) * turn.affine();
        LineGlyph {
            face,
            id,
            x,
            y,
            byte,
            turn,
            ink: outline
                .ink
                .map(|ink| place.transform_rect_bbox(ink).inflate(swell, swell)),
        }
    }

    /// Whether a face is thickened by a stroke in this paragraph.
    pub fn emboldens(&self, face: FaceId) -> bool {
        self.look.heavy && self.fonts.face(face).is_some_and(|face| face.embolden)
    }

    /// Baseline to baseline of two lines, in ems: the layout's line height, unless ink would come
    /// nearer than [`AIR_EM`]; then just so much more.
    pub fn step(upper: &Line, lower: &Line, line_height: f64, align: Align) -> f64 {
        if upper.below() + lower.above() + AIR_EM <= line_height {
            return line_height;
        }
        let shift = match align {
            Align::Left | Align::Start => upper.ink.x0 - lower.ink.x0,
            Align::Right | Align::End => upper.ink.x1 - lower.ink.x1,
            Align::Center => upper.ink.center().x - lower.ink.center().x,
        };
        let uppers = upper.glyphs.iter().filter_map(|glyph| glyph.ink);
        let mut step = line_height;
        for above in uppers {
            for below in lower.glyphs.iter().filter_map(|glyph| glyph.ink) {
                let apart =
                    below.x0 + shift > above.x1 + AIR_EM || below.x1 + shift < above.x0 - AIR_EM;
                if !apart {
                    step = step.max(above.y1 - below.y0 + AIR_EM);
                }
            }
        }
        step
    }
}

/// A glyph that stands at the end of a line and not in the text.
#[derive(Clone, Copy, Debug)]
struct LastGlyph {
    face: FaceId,
    id: u32,
    advance: f64,
    byte: usize,
    turn: Turn,
}

/// Visual order of the clusters of one line, as indices (UAX #9, rule L2).
fn visual_order(clusters: &[Cluster]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..clusters.len()).collect();
    let highest = clusters
        .iter()
        .map(|cluster| cluster.level)
        .max()
        .unwrap_or(0);
    for level in (1..=highest).rev() {
        let mut at = 0;
        while at < order.len() {
            let run = order[at..]
                .iter()
                .take_while(|&&i| clusters[i].level >= level)
                .count();
            order[at..at + run].reverse();
            at += run.max(1);
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_reordered_by_level() {
        let clusters: Vec<Cluster> = [1, 1, 2, 2, 1]
            .into_iter()
            .map(|level| Cluster {
                bytes: 0..1,
                script: crate::lang::Script::LATIN,
                level,
                face: Fonts::new(&crate::library::Library::default())
                    .unwrap()
                    .find("Oswald")
                    .unwrap(),
                glyphs: 0..0,
                advance: 0.5,
                space: false,
                letter: true,
                turn: Turn::None,
            })
            .collect();
        assert_eq!(visual_order(&clusters), [4, 2, 3, 1, 0]);
    }
}
