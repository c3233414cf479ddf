//! From line breaks and sizes to outlines in the slot's coordinates.

use std::collections::BTreeMap;
use std::rc::Rc;

use kurbo::Rect;

use super::fit::{self, Bounds};
use super::lines::{Line, Paragraph};
use super::outline::{EMBOLDENING_EM, Outlines, PathData};
use super::{Fitted, SetLine, SetPath, Setting, Text, letter_height_em, side, valign};
use crate::fonts::{FaceId, Fonts};
use crate::layout::{Align, Fit, Slot, SlotShape, Valign};

/// All that placing one setting needs.
pub struct Job<'a> {
    pub index: usize,
    pub slot: &'a Slot,
    pub shape: SlotShape,
    pub text: &'a Text,
    pub paragraph: &'a Paragraph<'a>,
    pub bounds: &'a Bounds,
    pub fit: &'a Fitted,
    pub outlines: &'a Outlines<'a>,
    pub fonts: &'a Fonts,
    pub decimals: usize,
}

/// Places lines in their frame and draws them.
pub fn place(job: &Job<'_>) -> Setting {
    let cuts = &job.fit.choice.cuts;
    let lines: Vec<Rc<Line>> = cuts
        .windows(2)
        .map(|pair| job.paragraph.line(pair[0], pair[1]))
        .collect();
    let (height, baselines) = block(job);
    let top = top(job, &lines, height, &baselines);

    let mut set_lines = Vec::with_capacity(lines.len());
    let mut painter = Painter::new(job);
    for (at, line) in lines.iter().enumerate() {
        let size = job.fit.sizes[at];
        let (x, baseline) = (left(job, line, size), top + baselines[at]);
        painter.line(line, size, x, baseline);
        let bytes = job.paragraph.stops[cuts[at]].byte..job.paragraph.stops[cuts[at + 1]].byte;
        set_lines.push(SetLine {
            text: job.text.prepared.text[bytes].trim().to_owned(),
            x,
            baseline,
            size,
            width_em: job.paragraph.advance(cuts[at], cuts[at + 1]),
            rtl: job.paragraph.rtl(),
        });
    }
    let families = painter.families();
    let main = families.first().copied();
    let size = job.fit.choice.size;
    let height_em =
        letter_height_em(job.text, main, job.fonts).unwrap_or_else(|| body_height(&lines));
    Setting {
        slot: job.index,
        text: job.text.prepared.text.clone(),
        lang: job.text.lang.clone(),
        lines: set_lines,
        ink: painter.ink.unwrap_or(Rect::ZERO),
        paths: painter.paths(),
        size,
        letter_height: height_em * size,
        families: families
            .into_iter()
            .filter_map(|face| Some(job.fonts.face(face)?.family.clone()))
            .collect(),
        limited_by: limited_by(job, &lines, height),
    }
}

/// Height of the block in units, and the baselines below its top.
fn block(job: &Job<'_>) -> (f64, Vec<f64>) {
    let cuts = &job.fit.choice.cuts;
    if job.slot.fitting.fit == Fit::Stack && job.bounds.width.is_finite() {
        return fit::stack_baselines(job.paragraph, cuts, &job.fit.sizes);
    }
    let size = job.fit.choice.size;
    let (height, baselines) = fit::block(job.paragraph, cuts, job.bounds);
    (
        height * size,
        baselines.into_iter().map(|at| at * size).collect(),
    )
}

/// Where the top of the block stands.
fn top(job: &Job<'_>, lines: &[Rc<Line>], height: f64, baselines: &[f64]) -> f64 {
    let frame = match job.shape {
        SlotShape::Anchor { y, .. } => return y - baselines.first().copied().unwrap_or_default(),
        SlotShape::Frame(frame) => frame,
    };
    let (lowest, highest) = (frame.y, (frame.bottom() - height).max(frame.y));
    match valign(job.slot) {
        Valign::Top => lowest,
        Valign::Bottom => highest,
        Valign::Middle => {
            // The letters' main body stands in the middle, accents and descenders hang out of it,
            // but never out of the frame.
            let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
                return lowest;
            };
            let last_at = lines.len() - 1;
            let body_top = baselines[0] + first.body().0 * job.fit.sizes[0];
            let body_bottom = baselines[last_at] + last.body().1 * job.fit.sizes[last_at];
            let middle = frame.y + frame.height / 2.0;
            (middle - f64::midpoint(body_top, body_bottom)).clamp(lowest, highest)
        }
    }
}

/// Where the left end of a line's baseline stands, so that its ink is flush or centred.
fn left(job: &Job<'_>, line: &Line, size: f64) -> f64 {
    let (start, end) = match job.shape {
        SlotShape::Frame(frame) => (frame.x, frame.right()),
        SlotShape::Anchor { x, .. } => (x, x),
    };
    let (ink_left, ink_right) = (line.ink.x0 * size, line.ink.x1 * size);
    match side(job.slot.style.align, job.paragraph.rtl()) {
        Align::Center => f64::midpoint(start, end) - f64::midpoint(ink_left, ink_right),
        Align::Right | Align::End => end - ink_right,
        Align::Left | Align::Start => start - ink_left,
    }
}

/// Height of the letters' main body where no capital can be measured.
fn body_height(lines: &[Rc<Line>]) -> f64 {
    let heights = lines.iter().map(|line| {
        let (top, bottom) = line.body();
        bottom - top
    });
    heights.fold(0.0, f64::max)
}

/// The longest word of the widest line, if the width is what binds.
fn limited_by(job: &Job<'_>, lines: &[Rc<Line>], height: f64) -> Option<String> {
    let size = job.fit.choice.size;
    let by_height = height >= job.bounds.height * fit::NEARLY;
    let cuts = &job.fit.choice.cuts;
    let widest = (0..lines.len()).max_by(|a, b| lines[*a].width().total_cmp(&lines[*b].width()))?;
    let by_width = lines[widest].width() * size >= job.bounds.width * fit::NEARLY;
    if !by_width && !by_height {
        return None;
    }
    let bytes = job.paragraph.stops[cuts[widest]].byte..job.paragraph.stops[cuts[widest + 1]].byte;
    job.text.prepared.text[bytes]
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .max_by_key(|word| word.chars().count())
        .map(str::to_owned)
}

/// Collects outlines by how they are painted.
struct Painter<'a> {
    job: &'a Job<'a>,
    /// By emphasis and thickening.
    paths: BTreeMap<(bool, bool), PathData>,
    /// Widths of the strokes that thicken, one size a setting.
    stroke: f64,
    glyphs: BTreeMap<FaceId, usize>,
    ink: Option<Rect>,
}

impl<'a> Painter<'a> {
    fn new(job: &'a Job<'a>) -> Self {
        Self {
            job,
            paths: BTreeMap::new(),
            stroke: job.fit.choice.size * EMBOLDENING_EM,
            glyphs: BTreeMap::new(),
            ink: None,
        }
    }

    fn line(&mut self, line: &Line, size: f64, x: f64, baseline: f64) {
        for glyph in &line.glyphs {
            let Some(ink) = glyph.ink else { continue };
            let emphasis = self.job.text.prepared.is_emphasized(glyph.byte);
            let thick = self.job.paragraph.emboldens(glyph.face);
            let outline = self.job.outlines.get(glyph.face, glyph.id);
            let decimals = self.job.decimals;
            self.paths
                .entry((emphasis, thick))
                .or_insert_with(|| PathData::new(decimals))
                .glyph(
                    &outline.path,
                    size,
                    x + glyph.x * size,
                    baseline + glyph.y * size,
                );
            *self.glyphs.entry(glyph.face).or_default() += 1;
            let ink = Rect::new(
                x + ink.x0 * size,
                baseline + ink.y0 * size,
                x + ink.x1 * size,
                baseline + ink.y1 * size,
            );
            self.ink = Some(self.ink.map_or(ink, |all| all.union(ink)));
        }
    }

    /// The faces that were used, the one with most glyphs first.
    fn families(&self) -> Vec<FaceId> {
        let mut faces: Vec<(FaceId, usize)> = self.glyphs.iter().map(|(f, n)| (*f, *n)).collect();
        faces.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        faces.into_iter().map(|(face, _)| face).collect()
    }

    fn paths(self) -> Vec<SetPath> {
        let stroke = self.stroke;
        self.paths
            .into_iter()
            .map(|((emphasis, thick), data)| SetPath {
                data: data.into_string(),
                emphasis,
                thicken: thick.then_some(stroke),
            })
            .collect()
    }
}
