//! From line breaks and sizes to outlines in the slot's coordinates.

use std::collections::BTreeMap;
use std::rc::Rc;

use kurbo::{Affine, Point, Rect};

use super::fit;
use super::lines::Line;
use super::outline::{EMBOLDENING_EM, Outlines, PathData};
use super::settle::{Settled, side};
use super::vertical::Flow;
use super::{SetLine, SetPath, Setting};
use crate::fonts::{FaceId, Fonts};
use crate::layout::{Align, Fit, Slot, SlotShape, Valign};
use crate::units::Frame;

/// All that placing one setting needs.
pub struct Job<'a> {
    pub index: usize,
    pub slot: &'a Slot,
    pub found: &'a Settled<'a>,
    pub outlines: &'a Outlines<'a>,
    pub fonts: &'a Fonts,
    pub decimals: usize,
}

impl Job<'_> {
    /// The frame in line space; `None` for text on an anchored line.
    fn frame(&self) -> Option<Frame> {
        match self.found.shape {
            SlotShape::Frame(frame) => Some(self.found.text.flow.frame(frame)),
            SlotShape::Anchor { .. } => None,
        }
    }

    /// From line space to the slot's coordinates.
    fn to_slot(&self) -> Affine {
        match self.found.shape {
            SlotShape::Frame(frame) => self.found.text.flow.to_frame(frame),
            SlotShape::Anchor { .. } => Affine::IDENTITY,
        }
    }
}

/// Places lines in their frame and draws them.
pub fn place(job: &Job<'_>) -> Setting {
    let cuts = &job.found.choice.cuts;
    let lines = job.found.paragraph.lines(cuts);
    let (height, baselines) = block(job);
    let top = top(job, &lines, height, &baselines);

    let mut set_lines = Vec::with_capacity(lines.len());
    let to_slot = job.to_slot();
    let mut painter = Painter::new(job);
    let widths = lines.iter().zip(&job.found.sizes);
    let widest = widths.map(|(line, size)| line.width() * size);
    let widest = widest.fold(0.0, f64::max);
    for (at, line) in lines.iter().enumerate() {
        let size = job.found.sizes[at];
        let (x, baseline) = (left(job, line, size, widest), top + baselines[at]);
        painter.line(line, size, x, baseline);
        let bytes =
            job.found.paragraph.stops[cuts[at]].byte..job.found.paragraph.stops[cuts[at + 1]].byte;
        let start = to_slot * Point::new(x, baseline);
        set_lines.push(SetLine {
            text: job.found.text.prepared.text[bytes]
                .trim_matches(is_unseen)
                .to_owned(),
            x: start.x,
            baseline: start.y,
            size,
            width_em: job.found.paragraph.advance(cuts[at], cuts[at + 1]),
            rtl: job.found.paragraph.rtl(),
            column: job.found.text.flow != Flow::Horizontal,
        });
    }
    let families = painter.families();
    let main = families.first().copied();
    let size = job.found.choice.size;
    let text = job.found.text;
    let height_em = text
        .letter_height_em(main, job.fonts)
        .unwrap_or_else(|| body_height(&lines));
    Setting {
        slot: job.index,
        text: job.found.text.prepared.text.clone(),
        lang: job.found.text.lang.clone(),
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
    let cuts = &job.found.choice.cuts;
    if job.slot.fitting.fit == Fit::Stack && job.found.bounds.width.is_finite() {
        return fit::stack_baselines(&job.found.paragraph, cuts, &job.found.sizes);
    }
    let size = job.found.choice.size;
    let (height, baselines) = fit::block(&job.found.paragraph, cuts, &job.found.bounds);
    (
        height * size,
        baselines.into_iter().map(|at| at * size).collect(),
    )
}

/// Where the top of the block stands.
fn top(job: &Job<'_>, lines: &[Rc<Line>], height: f64, baselines: &[f64]) -> f64 {
    let frame = match (job.frame(), job.found.shape) {
        (_, SlotShape::Anchor { y, .. }) => {
            return y - baselines.first().copied().unwrap_or_default();
        }
        (frame, SlotShape::Frame(drawn)) => frame.unwrap_or(drawn),
    };
    let (lowest, highest) = (frame.y, (frame.bottom() - height).max(frame.y));
    match job.slot.fitting.valign {
        Valign::Top => lowest,
        Valign::Bottom => highest,
        Valign::Middle => {
            // The letters' main body stands in the middle, accents and descenders hang out of it,
            // but never out of the frame.
            let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
                return lowest;
            };
            let last_at = lines.len() - 1;
            let body_top = baselines[0] + first.body().0 * job.found.sizes[0];
            let body_bottom = baselines[last_at] + last.body().1 * job.found.sizes[last_at];
            let middle = frame.y + frame.height / 2.0;
            (middle - f64::midpoint(body_top, body_bottom)).clamp(lowest, highest)
        }
    }
}

/// Where the left end of a line's baseline stands, so that its ink is flush or centred. Columns are
/// centred as one block: they all begin at the same height, as readers expect.
fn left(job: &Job<'_>, line: &Line, size: f64, widest: f64) -> f64 {
    let (start, end) = match (job.frame(), job.found.shape) {
        (Some(frame), _) | (None, SlotShape::Frame(frame)) => (frame.x, frame.right()),
        (None, SlotShape::Anchor { x, .. }) => (x, x),
    };
    let (ink_left, ink_right) = (line.ink.x0 * size, line.ink.x1 * size);
    match side(job.slot.style.align, job.found.paragraph.rtl()) {
        Align::Center if job.found.text.flow != Flow::Horizontal => {
            f64::midpoint(start, end) - widest / 2.0 - ink_left
        }
        Align::Center => f64::midpoint(start, end) - f64::midpoint(ink_left, ink_right),
        Align::Right | Align::End => end - ink_right,
        Align::Left | Align::Start => start - ink_left,
    }
}

/// White space, and soft hyphens, which a finished line does not show.
fn is_unseen(c: char) -> bool {
    c.is_whitespace() || c == '\u{AD}'
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
    let size = job.found.choice.size;
    let by_height = height >= job.found.bounds.height * fit::NEARLY;
    let cuts = &job.found.choice.cuts;
    let widest = (0..lines.len()).max_by(|a, b| lines[*a].width().total_cmp(&lines[*b].width()))?;
    let by_width = lines[widest].width() * size >= job.found.bounds.width * fit::NEARLY;
    if !by_width && !by_height {
        return None;
    }
    let bytes = job.found.paragraph.stops[cuts[widest]].byte
        ..job.found.paragraph.stops[cuts[widest + 1]].byte;
    job.found.text.prepared.text[bytes]
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
    to_slot: Affine,
    glyphs: BTreeMap<FaceId, usize>,
    ink: Option<Rect>,
}

impl<'a> Painter<'a> {
    fn new(job: &'a Job<'a>) -> Self {
        Self {
            job,
            paths: BTreeMap::new(),
            stroke: job.found.choice.size * EMBOLDENING_EM,
            to_slot: job.to_slot(),
            glyphs: BTreeMap::new(),
            ink: None,
        }
    }

    fn line(&mut self, line: &Line, size: f64, x: f64, baseline: f64) {
        let to_slot = self.to_slot * Affine::translate((x, baseline)) * Affine::scale(size);
        for glyph in &line.glyphs {
            let Some(ink) = glyph.ink else { continue };
            let emphasis = self.job.found.text.prepared.is_emphasized(glyph.byte);
            let thick = self.job.found.paragraph.emboldens(glyph.face);
            let outline = self.job.outlines.get(glyph.face, glyph.id);
            let decimals = self.job.decimals;
            let place = to_slot * Affine::translate((glyph.x, glyph.y)) * glyph.turn.affine();
            self.paths
                .entry((emphasis, thick))
                .or_insert_with(|| PathData::new(decimals))
                .glyph(&outline.path, place);
            *self.glyphs.entry(glyph.face).or_default() += 1;
            let ink = to_slot.transform_rect_bbox(ink);
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
