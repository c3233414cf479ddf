//! Lines as ink: what stands between two places of a paragraph, in reading order, measured.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use kurbo::Rect;

use super::outline::{EMBOLDENING_EM, Outlines};
use super::segment::{Break, Verdict};
use super::shape::{Cluster, Glyph, Shaped};
use crate::fonts::{FaceId, Fonts};
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
    heavy: bool,
    letter_spacing: f64,
    lines: RefCell<HashMap<(usize, usize), Rc<Line>>>,
}

impl<'a> Paragraph<'a> {
    /// A paragraph that may be cut where `breaks` allow it. `heavy` thickens faces of which only a
    /// regular weight exists; `letter_spacing` is in ems.
    pub fn new(
        text: &str,
        shaped: &'a Shaped,
        breaks: &[Break],
        outlines: &'a Outlines<'a>,
        fonts: &'a Fonts,
        heavy: bool,
        letter_spacing: f64,
    ) -> Self {
        let mut pens = Vec::with_capacity(shaped.clusters.len() + 1);
        let mut pen = 0.0;
        for cluster in &shaped.clusters {
            pens.push(pen);
            pen += cluster.advance + letter_spacing;
        }
        pens.push(pen);

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
        let stops = std::iter::once(edge(0, 0))
            .chain(inner)
            .chain([end])
            .collect();
        Self {
            shaped,
            outlines,
            fonts,
            stops,
            pens,
            heavy,
            letter_spacing,
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
        self.pens[start + clusters.len()] - self.pens[start]
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

    /// The line between two stops.
    pub fn line(&self, from: usize, to: usize) -> Rc<Line> {
        if let Some(known) = self.lines.borrow().get(&(from, to)) {
            return Rc::clone(known);
        }
        let line = Rc::new(self.assemble(self.clusters(from, to)));
        self.lines.borrow_mut().insert((from, to), Rc::clone(&line));
        line
    }

    fn assemble(&self, clusters: &[Cluster]) -> Line {
        let mut glyphs = Vec::new();
        let mut pen = 0.0;
        for index in visual_order(clusters) {
            let cluster = &clusters[index];
            let mut x = pen;
            for glyph in &self.shaped.glyphs[cluster.glyphs.clone()] {
                glyphs.push(self.place(cluster, glyph, x));
                x += glyph.advance;
            }
            pen += cluster.advance + self.letter_spacing;
        }
        let ink = glyphs
            .iter()
            .filter_map(|glyph: &LineGlyph| glyph.ink)
            .reduce(|a, b| a.union(b))
            .unwrap_or_else(|| Rect::new(0.0, 0.0, pen.max(0.0), 0.0));
        Line { glyphs, ink }
    }

    fn place(&self, cluster: &Cluster, glyph: &Glyph, pen: f64) -> LineGlyph {
        let (x, y) = (pen + glyph.x, glyph.y);
        let outline = self.outlines.get(cluster.face, glyph.id);
        let swell = if self.emboldens(cluster.face) {
            EMBOLDENING_EM / 2.0
        } else {
            0.0
        };
        LineGlyph {
            face: cluster.face,
            id: glyph.id,
            x,
            y,
            byte: cluster.bytes.start,
            ink: outline
                .ink
                .map(|ink| (ink + kurbo::Vec2::new(x, y)).inflate(swell, swell)),
        }
    }

    /// Whether a face is thickened by a stroke in this paragraph.
    pub fn emboldens(&self, face: FaceId) -> bool {
        self.heavy && self.fonts.face(face).is_some_and(|face| face.embolden)
    }

    /// Baseline to baseline of two lines, in ems: the layout's line height, unless ink would come
    /// nearer than [`AIR_EM`]; then just so much more.
    pub fn step(&self, upper: &Line, lower: &Line, line_height: f64, align: Align) -> f64 {
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
                level,
                face: Fonts::new(&crate::library::Library::default())
                    .unwrap()
                    .find("Oswald")
                    .unwrap(),
                glyphs: 0..0,
                advance: 0.5,
                space: false,
            })
            .collect();
        assert_eq!(visual_order(&clusters), [4, 2, 3, 1, 0]);
    }
}
