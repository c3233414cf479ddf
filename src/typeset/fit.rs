//! The heart: which line breaks let the type be largest.
//!
//! Not font sizes are searched but breaks. Every choice of breaks has exactly one largest size,
//! `min(width / widest line, height / height of the block)`, both measured in ems of ink. The
//! search walks all choices depth first and leaves a branch as soon as it cannot come within
//! [`NEARLY`] of the best size known; among those that remain, a speaker's breath decides.

use std::rc::Rc;

use super::lines::{Line, Paragraph};
use super::segment::Verdict;
use crate::layout::Align;

/// Settings whose size is at least this share of the largest count as equally large.
pub const NEARLY: f64 = 0.98;

/// Branches looked at before the search is content; reached only by texts of many dozen words.
const MOST_BRANCHES: usize = 60_000;

/// Space between the lines of a stack, as a share of the frame's width.
const STACK_GAP: f64 = 0.028;

/// A frame and what the layout asks of the lines in it, in layout units.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Width of the frame; infinite for text on an anchored line.
    pub width: f64,
    /// Height of the frame; infinite for text on an anchored line.
    pub height: f64,
    /// Fewest and most lines.
    pub lines: (usize, usize),
    /// The size that is never passed.
    pub max_size: f64,
    /// Baseline to baseline, in ems.
    pub line_height: f64,
    /// Which edges of the lines are flush.
    pub align: Align,
}

/// A choice of line breaks, and the largest size it allows.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Indices of [`Paragraph::stops`], from the first to the last.
    pub cuts: Vec<usize>,
    /// Units to the em.
    pub size: f64,
    /// Whether the size is the largest that is allowed, not the largest that fits.
    capped: bool,
    merit: Merit,
}

/// What decides between settings that are nearly equal in size; less is better, from the top.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Merit {
    /// Lines that carry one letter alone.
    lonely: usize,
    /// Lines; they count where the size is capped, so that every setting has it.
    lines: usize,
    /// Breaks where a speaker would not breathe; those between words that belong together, and
    /// lines of nothing but a word that leans on another, weigh three times.
    breath: usize,
    /// How far lines fall short of the widest, as a mean square.
    unevenness: f64,
}

impl Merit {
    fn cmp(&self, other: &Self, capped: bool) -> std::cmp::Ordering {
        let lines = |merit: &Self| if capped { merit.lines } else { 0 };
        (self.lonely, lines(self), self.breath)
            .cmp(&(other.lonely, lines(other), other.breath))
            .then(self.unevenness.total_cmp(&other.unevenness))
    }
}

/// The setting with the largest type, in lines of one size; `None` if the paragraph has no piece.
pub fn fill(paragraph: &Paragraph<'_>, bounds: &Bounds) -> Option<Choice> {
    // A letter alone on a line is never worth a larger size; where it cannot be helped, so be it.
    [false, true].into_iter().find_map(|lonely| {
        let mut search = Search::new(paragraph, bounds);
        search.lonely = lonely;
        for lines in search.line_counts() {
            search.seed(lines);
        }
        let share = MOST_BRANCHES / search.line_counts().count().max(1);
        for lines in search.line_counts() {
            search.target = lines;
            search.budget = share;
            search.extend(&mut vec![0], Partial::default(), None);
        }
        search.verdict()
    })
}

/// Every legal choice of breaks, measured: the same question answered without any cleverness.
/// Tests hold [`fill`] against it.
#[cfg(test)]
pub fn all(paragraph: &Paragraph<'_>, bounds: &Bounds) -> Vec<Choice> {
    let search = Search::new(paragraph, bounds);
    let inner = paragraph.pieces().saturating_sub(1);
    let every: Vec<Choice> = (0..1_u32 << inner)
        .filter_map(|bits| {
            let cuts: Vec<usize> = std::iter::once(0)
                .chain((0..inner).filter(|at| bits >> at & 1 == 1).map(|at| at + 1))
                .chain([paragraph.pieces()])
                .collect();
            let legal = search.line_counts().contains(&(cuts.len() - 1))
                && cuts
                    .windows(2)
                    .all(|pair| !search.jumps_forced(pair[0], pair[1]));
            legal.then(|| search.measure(cuts))
        })
        .collect();
    let none_lonely = every.iter().any(|choice| choice.merit.lonely == 0);
    let fits = |choice: &Choice| !none_lonely || choice.merit.lonely == 0;
    every.into_iter().filter(fits).collect()
}

/// Height of a block of lines, in ems, with the baseline of each line below its top.
pub fn block(paragraph: &Paragraph<'_>, cuts: &[usize], bounds: &Bounds) -> (f64, Vec<f64>) {
    let lines = paragraph.lines(cuts);
    let mut baselines = Vec::with_capacity(lines.len());
    let mut at = lines.first().map_or(0.0, |line| line.above());
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            at += Paragraph::step(&lines[index - 1], line, bounds.line_height, bounds.align);
        }
        baselines.push(at);
    }
    (
        at + lines.last().map_or(0.0, |line| line.below()),
        baselines,
    )
}

/// What is known of the lines chosen so far.
#[derive(Clone, Copy, Debug, Default)]
struct Partial {
    width: f64,
    height: f64,
}

struct Search<'p, 'a> {
    paragraph: &'p Paragraph<'a>,
    bounds: Bounds,
    target: usize,
    /// Whether lines may carry one letter alone.
    lonely: bool,
    best: f64,
    found: Vec<Choice>,
    /// Branches that may still be looked at.
    budget: usize,
}

impl<'p, 'a> Search<'p, 'a> {
    fn new(paragraph: &'p Paragraph<'a>, bounds: &Bounds) -> Self {
        Self {
            paragraph,
            bounds: *bounds,
            target: 0,
            lonely: true,
            best: 0.0,
            found: Vec::new(),
            budget: 0,
        }
    }

    /// Numbers of lines that are allowed: what the layout says, made room for forced breaks, and
    /// no more than there are pieces.
    fn line_counts(&self) -> std::ops::RangeInclusive<usize> {
        let pieces = self.paragraph.pieces();
        let forced = self.forced_before(pieces) + 1;
        let (low, high) = self.bounds.lines;
        let high = high.max(forced).min(pieces);
        low.max(forced).min(high)..=high
    }

    /// Forced stops strictly inside the first `to` pieces.
    fn forced_before(&self, to: usize) -> usize {
        let inner = &self.paragraph.stops[1..to.max(1)];
        inner
            .iter()
            .filter(|stop| stop.verdict == Verdict::Forced)
            .count()
    }

    fn jumps_forced(&self, from: usize, to: usize) -> bool {
        self.paragraph.stops[from + 1..to]
            .iter()
            .any(|stop| stop.verdict == Verdict::Forced)
    }

    /// A good first answer for a number of lines: the narrowest measure at which lines filled one
    /// after the other need no more of them. It sets the bound that keeps the search short.
    fn seed(&mut self, lines: usize) {
        let pieces = self.paragraph.pieces();
        let (mut low, mut high) = (0.0, self.paragraph.advance(0, pieces).max(1e-9));
        let mut cuts = None;
        for _ in 0..24 {
            let middle = f64::midpoint(low, high);
            match self.greedy(middle, lines) {
                Some(found) => {
                    cuts = Some(found);
                    high = middle;
                }
                None => low = middle,
            }
        }
        if let Some(cuts) = cuts.or_else(|| self.greedy(high, lines)) {
            let choice = self.measure(cuts);
            self.keep(choice);
        }
    }

    /// Remembers a setting that comes near the best.
    fn keep(&mut self, choice: Choice) {
        let allowed = self.lonely || choice.merit.lonely == 0;
        if allowed && choice.size >= self.best * NEARLY {
            self.best = self.best.max(choice.size);
            self.found.push(choice);
        }
    }

    /// Lines filled one after the other to a measure in ems, exactly `lines` of them.
    fn greedy(&self, measure: f64, lines: usize) -> Option<Vec<usize>> {
        let pieces = self.paragraph.pieces();
        let mut cuts = vec![0];
        while cuts.len() <= lines {
            let from = cuts[cuts.len() - 1];
            let left = lines - cuts.len();
            let mut to = from + 1;
            while to < pieces
                && pieces - to > left
                && !self.jumps_forced(from, to + 1)
                && self.paragraph.advance(from, to + 1) <= measure
            {
                to += 1;
            }
            if self.paragraph.advance(from, to) > measure {
                return None;
            }
            cuts.push(to);
            if to == pieces {
                break;
            }
        }
        (cuts[cuts.len() - 1] == pieces && cuts.len() == lines + 1).then_some(cuts)
    }

    /// Adds every line that may follow the lines of `cuts`, and goes on from there.
    fn extend(&mut self, cuts: &mut Vec<usize>, so_far: Partial, last: Option<&Rc<Line>>) {
        let pieces = self.paragraph.pieces();
        let from = cuts[cuts.len() - 1];
        let left = self.target - (cuts.len() - 1);
        let first_end = if left == 1 { pieces } else { from + 1 };
        for to in first_end..=pieces {
            if self.jumps_forced(from, to) || pieces - to < left - 1 {
                break;
            }
            if self.budget == 0 {
                return;
            }
            self.budget -= 1;
            if !self.lonely && self.paragraph.lonely(from, to) {
                continue;
            }
            let (widest, highest) = self.limits();
            // Advances differ from ink by side bearings only; the margin is generous.
            if self.paragraph.advance(from, to) > widest * 1.3 + 0.5 {
                break;
            }
            let rest = self.paragraph.advance(to, pieces);
            if rest > (widest * 1.3 + 0.5) * count(left - 1) {
                continue;
            }
            let line = self.paragraph.line(from, to);
            let step = last.map_or_else(
                || line.above(),
                |last| {
                    let b = &self.bounds;
                    Paragraph::step(last, &line, b.line_height, b.align)
                },
            );
            let now = Partial {
                width: so_far.width.max(line.width()),
                height: so_far.height + step,
            };
            let least = now.height + self.bounds.line_height * count(left - 1);
            if now.width > widest || least > highest {
                continue;
            }
            cuts.push(to);
            if left == 1 {
                let choice = self.measure(cuts.clone());
                self.keep(choice);
            } else {
                self.extend(cuts, now, Some(&line));
            }
            cuts.pop();
        }
    }

    /// The widest line and the highest block, in ems, that still come near the best size. A hair
    /// is added so that rounding never shuts out the best itself.
    fn limits(&self) -> (f64, f64) {
        let size = self.best * NEARLY * (1.0 - 1e-9);
        (self.bounds.width / size, self.bounds.height / size)
    }

    fn measure(&self, cuts: Vec<usize>) -> Choice {
        let width = cuts
            .windows(2)
            .map(|pair| self.paragraph.line(pair[0], pair[1]).width())
            .fold(1e-9, f64::max);
        let (height, _) = block(self.paragraph, &cuts, &self.bounds);
        let free = (self.bounds.width / width).min(self.bounds.height / height.max(1e-9));
        let size = free.min(self.bounds.max_size);
        let merit = merit(self.paragraph, &cuts, width);
        Choice {
            cuts,
            size,
            capped: size < free,
            merit,
        }
    }

    fn verdict(mut self) -> Option<Choice> {
        let floor = self.best * NEARLY;
        self.found.retain(|choice| choice.size >= floor);
        pick(self.found)
    }
}

/// The best of settings that are nearly equal in size.
pub fn pick(choices: Vec<Choice>) -> Option<Choice> {
    // Where one setting has all the size that is allowed, those a hair below count as such.
    let capped = choices.iter().any(|choice| choice.capped);
    choices.into_iter().min_by(|a, b| {
        let merit = a.merit.cmp(&b.merit, capped);
        merit.then(b.size.total_cmp(&a.size))
    })
}

fn merit(paragraph: &Paragraph<'_>, cuts: &[usize], widest: f64) -> Merit {
    let lines = paragraph.lines(cuts);
    let lonely = cuts
        .windows(2)
        .filter(|pair| paragraph.lonely(pair[0], pair[1]));
    let leaning = cuts
        .windows(2)
        .filter(|pair| paragraph.leans_alone(pair[0], pair[1]));
    let breaks: usize = cuts[1..cuts.len() - 1]
        .iter()
        .map(|&cut| match paragraph.stops[cut].verdict {
            Verdict::Good | Verdict::Forced => 0,
            Verdict::Allowed => 1,
            Verdict::Poor => 3,
            Verdict::Inner => 4,
            Verdict::Hyphen | Verdict::Forbidden => 5,
        })
        .sum();
    let short = |line: &Line| (1.0 - line.width() / widest).powi(2);
    Merit {
        lonely: lonely.count(),
        lines: lines.len(),
        breath: breaks + 3 * leaning.count(),
        unevenness: lines.iter().map(|line| short(line)).sum::<f64>() / count(lines.len()),
    }
}

/// Each line scaled to the full width: the choice that covers most of the frame, without lines
/// that dwarf the others. Returns the choice and the size of each line.
pub fn stack(paragraph: &Paragraph<'_>, bounds: &Bounds) -> Option<(Choice, Vec<f64>)> {
    let search = Search::new(paragraph, bounds);
    let mut best: Option<(f64, Vec<usize>, Vec<f64>)> = None;
    for lines in search.line_counts() {
        let mut cuts = vec![0];
        let mut budget = MOST_BRANCHES / 8;
        stack_from(&search, lines, &mut cuts, &mut budget, &mut best);
    }
    let (_, cuts, sizes) = best?;
    let mut choice = search.measure(cuts);
    choice.size = sizes.iter().copied().fold(f64::INFINITY, f64::min);
    Some((choice, sizes))
}

fn stack_from(
    search: &Search<'_, '_>,
    target: usize,
    cuts: &mut Vec<usize>,
    budget: &mut usize,
    best: &mut Option<(f64, Vec<usize>, Vec<f64>)>,
) {
    let pieces = search.paragraph.pieces();
    let from = cuts[cuts.len() - 1];
    let left = target - (cuts.len() - 1);
    let mean = search.paragraph.advance(0, pieces) / count(target);
    let first_end = if left == 1 { pieces } else { from + 1 };
    for to in first_end..=pieces {
        if search.jumps_forced(from, to) || pieces - to < left - 1 || *budget == 0 {
            break;
        }
        // Lines much longer than the mean make others giants; short texts try everything.
        if pieces > 12 && to > from + 1 && search.paragraph.advance(from, to) > 1.8 * mean {
            break;
        }
        *budget -= 1;
        cuts.push(to);
        if left == 1 {
            let sizes = stack_sizes(search.paragraph, cuts, &search.bounds);
            let score = stack_score(search.paragraph, cuts, &sizes, &search.bounds);
            if best
                .as_ref()
                .is_none_or(|(known, ..)| score > *known + 1e-9)
            {
                *best = Some((score, cuts.clone(), sizes));
            }
        } else {
            stack_from(search, target, cuts, budget, best);
        }
        cuts.pop();
    }
}

/// The size of each line of a stack: the full width, or all smaller alike until the height fits.
fn stack_sizes(paragraph: &Paragraph<'_>, cuts: &[usize], bounds: &Bounds) -> Vec<f64> {
    let lines = paragraph.lines(cuts);
    let mut sizes: Vec<f64> = lines
        .iter()
        .map(|line| (bounds.width / line.width().max(1e-9)).min(bounds.max_size))
        .collect();
    let height = stack_baselines(paragraph, cuts, &sizes).0;
    if height > bounds.height {
        let shrink = bounds.height / height;
        for size in &mut sizes {
            *size *= shrink;
        }
    }
    sizes
}

/// Height of a stack in layout units, and the baselines below its top.
pub fn stack_baselines(
    paragraph: &Paragraph<'_>,
    cuts: &[usize],
    sizes: &[f64],
) -> (f64, Vec<f64>) {
    let lines = paragraph.lines(cuts);
    let widest = lines
        .iter()
        .zip(sizes)
        .map(|(line, size)| line.width() * size)
        .fold(0.0, f64::max);
    let gap = widest * STACK_GAP;
    let mut bottom = 0.0;
    let mut baselines = Vec::with_capacity(lines.len());
    for (index, (line, size)) in lines.iter().zip(sizes).enumerate() {
        let top = if index == 0 { 0.0 } else { bottom + gap };
        baselines.push(top + line.above() * size);
        bottom = top + (line.above() + line.below()) * size;
    }
    (bottom, baselines)
}

/// Share of the frame that the lines cover, less a malus for giants, stubs and broken phrases.
fn stack_score(paragraph: &Paragraph<'_>, cuts: &[usize], sizes: &[f64], bounds: &Bounds) -> f64 {
    let lines = paragraph.lines(cuts);
    let heights = lines
        .iter()
        .zip(sizes)
        .map(|(line, size)| (line.above() + line.below()) * size);
    let width = lines
        .iter()
        .zip(sizes)
        .map(|(line, size)| line.width() * size)
        .fold(0.0, f64::max);
    let covered = heights.clone().sum::<f64>() * width / (bounds.width * bounds.height);
    let tallest = heights.clone().fold(0.0, f64::max);
    let shortest = heights.fold(f64::INFINITY, f64::min);
    let giants = (tallest / shortest.max(1e-9) - 2.6).max(0.0);
    let stubs = lines
        .iter()
        .filter(|line| lines.len() > 1 && line.glyphs.len() <= 3)
        .count();
    let merit = merit(paragraph, cuts, 1.0);
    covered
        - 0.12 * giants
        - 0.15 * count(stubs)
        - 0.02 * count(merit.breath)
        - 0.5 * count(merit.lonely)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of lines and words are small"
)]
fn count(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::Fonts;
    use crate::lang::Lang;
    use crate::library::Library;
    use crate::slogans::Campaign;
    use crate::typeset::lines::Look;
    use crate::typeset::outline::Outlines;
    use crate::typeset::{Flow, prepare, segment, shape};

    /// Shapes a text as a heavy headline in Oswald and hands it on as a paragraph.
    fn with_paragraph<T>(
        text: &str,
        lang: &Lang,
        fonts: &Fonts,
        f: impl FnOnce(&Paragraph<'_>) -> T,
    ) -> T {
        let prepared = prepare::prepare(text, lang).unwrap();
        let (analysis, breaks) = segment::analyze(&prepared.text, lang);
        let asked = ["Oswald".to_owned()];
        let flow = Flow::Horizontal;
        let shaped = shape::shape(&prepared.text, &analysis, &asked, lang, flow, fonts).unwrap();
        let outlines = Outlines::new(fonts);
        f(&Paragraph::new(
            &prepared.text,
            &shaped,
            &breaks,
            &outlines,
            fonts,
            Look::default(),
        ))
    }

    fn bounds(width: f64, height: f64) -> Bounds {
        Bounds {
            width,
            height,
            lines: (1, 6),
            max_size: f64::INFINITY,
            line_height: 1.0,
            align: Align::Center,
        }
    }

    /// The search against brute force: every slogan of the catalogue that has few enough places to
    /// break, in frames from a banner to a column.
    #[test]
    fn no_choice_of_breaks_is_larger() {
        let library = Library::default();
        let fonts = Fonts::new(&library).unwrap();
        let campaign = Campaign::load(&library, "january-19").unwrap();
        let mut compared = 0;
        for slogan in &campaign.slogans {
            for (tag, translation) in &slogan.translations {
                let lang: Lang = tag.parse().unwrap();
                with_paragraph(&translation.text, &lang, &fonts, |paragraph| {
                    if paragraph.pieces() > 9 {
                        return;
                    }
                    for (width, height) in [(1000.0, 1000.0), (900.0, 300.0), (400.0, 1200.0)] {
                        let bounds = bounds(width, height);
                        let found = fill(paragraph, &bounds).unwrap();
                        let every = all(paragraph, &bounds);
                        let largest = every.iter().map(|choice| choice.size).fold(0.0, f64::max);
                        let nearly = every
                            .into_iter()
                            .filter(|choice| choice.size >= largest * NEARLY)
                            .collect();
                        assert_eq!(Some(found), pick(nearly), "{tag}: {}", translation.text);
                        compared += 1;
                    }
                });
            }
        }
        assert!(compared > 500, "only {compared} settings were compared");
    }

    #[test]
    fn a_setting_touches_its_frame_and_never_passes_it() {
        let fonts = Fonts::new(&Library::default()).unwrap();
        let lang: Lang = "vi".parse().unwrap();
        with_paragraph(
            "Tự do cho tất cả tù nhân chính trị Nga!",
            &lang,
            &fonts,
            |paragraph| {
                for (width, height) in [(1000.0, 1000.0), (2000.0, 200.0), (300.0, 3000.0)] {
                    let bounds = bounds(width, height);
                    let choice = fill(paragraph, &bounds).unwrap();
                    let widest = choice
                        .cuts
                        .windows(2)
                        .map(|pair| paragraph.line(pair[0], pair[1]).width() * choice.size)
                        .fold(0.0, f64::max);
                    let tall = block(paragraph, &choice.cuts, &bounds).0 * choice.size;
                    assert!(widest <= width + 1e-6 && tall <= height + 1e-6);
                    assert!(widest >= width * NEARLY || tall >= height * NEARLY);
                }
            },
        );
    }

    #[test]
    fn forced_breaks_hold_and_a_letter_is_not_left_alone() {
        let fonts = Fonts::new(&Library::default()).unwrap();
        let lines_of = |text: &str, lang: &str, width| {
            let lang: Lang = lang.parse().unwrap();
            with_paragraph(text, &lang, &fonts, |paragraph| {
                let choice = fill(paragraph, &bounds(width, 1000.0)).unwrap();
                let bytes = choice.cuts.iter().map(|cut| paragraph.stops[*cut].byte);
                bytes.collect::<Vec<_>>()
            })
        };
        assert_eq!(lines_of("To\nremember", "en", 4000.0), [0, 3, 11]);
        // Three ideographs and a last one: nobody would leave the last alone.
        let cuts = lines_of("反对战争", "zh", 330.0);
        assert_ne!(cuts[cuts.len() - 2], "反对战".len());
    }

    #[test]
    fn a_long_text_is_set_promptly() {
        let fonts = Fonts::new(&Library::default()).unwrap();
        let text = "We do not forget and we do not forgive those who murder. ".repeat(20);
        let started = std::time::Instant::now();
        with_paragraph(&text, &"en".parse().unwrap(), &fonts, |paragraph| {
            let wide = Bounds {
                lines: (1, 40),
                ..bounds(1000.0, 1414.0)
            };
            assert!(fill(paragraph, &wide).is_some());
        });
        assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
    }
}
