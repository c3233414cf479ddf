//! The graphics state, small enough to be copied on every `q`.

use std::rc::Rc;

use lopdf::{Dictionary, Object};

use super::font::Font;
use crate::preflight::geometry::{Point, Rect};
use crate::preflight::ink::Ink;
use crate::preflight::outline::{Clip, Inside};
use crate::preflight::space::Space;
use crate::units::Affine;

/// What `q` saves and `Q` brings back.
#[derive(Clone)]
pub(super) struct State<'a> {
    /// From the content's coordinates to the page's.
    pub ctm: Affine,
    pub clip: Clip,
    pub fill: Paint<'a>,
    pub stroke: Paint<'a>,
    pub line_width: f64,
    pub text: Text<'a>,
}

/// A colour to paint with.
#[derive(Clone)]
pub(super) struct Paint<'a> {
    pub space: Rc<Space>,
    pub values: Vec<f64>,
    /// The pattern, if the space is one for patterns.
    pub pattern: Option<&'a Object>,
    /// 1 hides what is below, 0 is invisible.
    pub alpha: f64,
    pub overprint: bool,
    /// Overprint mode 1: a component of zero leaves what is below.
    pub zero_leaves: bool,
}

impl Paint<'_> {
    fn black() -> Self {
        Self {
            space: Rc::new(Space::Gray),
            values: vec![0.0],
            pattern: None,
            alpha: 1.0,
            overprint: false,
            zero_leaves: false,
        }
    }

    /// What this colour asks of the press.
    pub fn ink(&self) -> Ink {
        if self.pattern.is_some() {
            Ink::UNKNOWN
        } else {
            self.space.ink(&self.values)
        }
    }
}

/// The state of text.
#[derive(Clone)]
pub(super) struct Text<'a> {
    pub font: Option<Rc<Font<'a>>>,
    pub size: f64,
    pub char_space: f64,
    pub word_space: f64,
    /// Horizontal scale, 1 for 100 %.
    pub stretch: f64,
    pub leading: f64,
    pub rise: f64,
    /// `Tr`: 0 fill, 1 stroke, 2 both, 3 invisible; 4 to 7 the same, and clip.
    pub mode: i64,
}

impl State<'_> {
    /// The state at the start of a page.
    pub fn new(clip: Rect) -> Self {
        Self {
            ctm: Affine::IDENTITY,
            clip: Clip::rect(clip),
            fill: Paint::black(),
            stroke: Paint::black(),
            line_width: 1.0,
            text: Text {
                font: None,
                size: 0.0,
                char_space: 0.0,
                word_space: 0.0,
                stretch: 1.0,
                leading: 0.0,
                rise: 0.0,
                mode: 0,
            },
        }
    }

    /// The narrowest that a line becomes on the page.
    pub fn stroke_width(&self) -> f64 {
        let Affine { a, b, c, d, .. } = self.ctm;
        self.line_width * a.hypot(b).min(c.hypot(d))
    }
}

/// One content stream that is being walked.
pub(super) struct Scene<'a> {
    pub resources: &'a Dictionary,
    pub state: State<'a>,
    /// What `q` saved.
    pub saved: Vec<State<'a>>,
    /// `q` beyond what is kept.
    pub unsaved: usize,
    /// The map at the start of the content: patterns stand in its coordinates.
    pub base: Affine,
    pub path: Path,
    /// Text matrix and text line matrix.
    pub matrix: Affine,
    pub line: Affine,
    /// Around text that becomes a clip at `ET`.
    pub text_clip: Rect,
}

/// `q` deeper than this is counted, not kept.
const DEEPEST_SAVE: usize = 512;

impl<'a> Scene<'a> {
    pub fn new(resources: &'a Dictionary, state: State<'a>) -> Self {
        Self {
            resources,
            base: state.ctm,
            state,
            saved: Vec::new(),
            unsaved: 0,
            path: Path::default(),
            matrix: Affine::IDENTITY,
            line: Affine::IDENTITY,
            text_clip: Rect::NOTHING,
        }
    }

    pub fn save(&mut self) {
        if self.saved.len() < DEEPEST_SAVE {
            self.saved.push(self.state.clone());
        } else {
            self.unsaved += 1;
        }
    }

    pub fn restore(&mut self) {
        if self.unsaved > 0 {
            self.unsaved -= 1;
        } else if let Some(state) = self.saved.pop() {
            self.state = state;
        }
    }
}

/// The path under construction, already in the page's coordinates.
#[derive(Default)]
pub(super) struct Path {
    pub lines: Vec<Vec<Point>>,
    /// About how many points that is.
    pub points: usize,
    /// Set by `W`: the path becomes a clip once it is painted.
    pub clip: Option<Inside>,
}
