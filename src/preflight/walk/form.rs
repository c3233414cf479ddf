//! What leads on to further content: forms, patterns, soft masks, and the graphics states that set them.

use lopdf::{Dictionary, Object, Stream};

use super::seen::{Forbidden, Kind};
use super::state::{Scene, State};
use super::{LARGEST_CONTENT, Mode, Walker, name};
use crate::preflight::geometry::Rect;
use crate::preflight::outline::Outline;
use crate::preflight::source::as_dict;
use crate::preflight::space::Space;
use crate::units::Affine;

/// Functions within functions of a gradient.
const DEEPEST_FUNCTION: usize = 8;

impl<'a> Walker<'a> {
    /// `Do`: a form, a picture, or PostScript.
    pub(super) fn object(&mut self, scene: &Scene<'a>, operands: &[Object]) {
        let objects = self.source.dict(scene.resources, "XObject");
        let object = name(operands).and_then(|name| self.source.stream(objects?, name));
        let Some(stream) = object else { return };
        match self.source.name(&stream.dict, "Subtype") {
            Some("Image") => self.picture(scene, stream),
            Some("PS") => drop(self.seen.forbidden.insert(Forbidden::PostScript)),
            _ => self.form(scene, stream),
        }
    }

    fn form(&mut self, scene: &Scene<'a>, stream: &'a Stream) {
        let dict = &stream.dict;
        if self.source.name(dict, "Subtype2") == Some("PS") || self.source.get(dict, "PS").is_some()
        {
            self.seen.forbidden.insert(Forbidden::PostScript);
        }
        if self.source.get(dict, "OPI").is_some() {
            self.seen.forbidden.insert(Forbidden::Opi);
        }
        self.group(scene.resources, dict);
        let mut state = scene.state.clone();
        if state.fill.alpha < 0.999 && self.mode != Mode::Mask {
            if let Some(around) = self.bbox(dict) {
                let corners = around.corners(state.ctm.then_inner(self.matrix(dict)));
                self.stand(Rect::around(corners).meet(state.clip.bounds));
            }
            self.seen.shines("opacity below 100 %");
        }
        if self.source.get(dict, "Group").is_some() {
            // Opacity works on the group as a whole (ISO 32000-1, 11.6.6).
            (state.fill.alpha, state.stroke.alpha) = (1.0, 1.0);
        }
        state.ctm = state.ctm.then_inner(self.matrix(dict));
        self.enter(scene, stream, state);
    }

    /// Writes down the space that a transparency group blends in.
    pub(super) fn group(&mut self, resources: &Dictionary, dict: &Dictionary) {
        let Some(group) = self.source.dict(dict, "Group") else {
            return;
        };
        if self.source.name(group, "S") == Some("Transparency") {
            let space = Space::of_group(self.source, resources, group);
            *self
                .seen
                .groups
                .entry(space.map(|space| space.color()))
                .or_default() += 1;
        }
    }

    fn matrix(&self, dict: &Dictionary) -> Affine {
        match self.source.numbers(dict, "Matrix").as_deref() {
            Some(&[a, b, c, d, e, f]) => Affine::new(a, b, c, d, e, f),
            _ => Affine::IDENTITY,
        }
    }

    fn bbox(&self, dict: &Dictionary) -> Option<Rect> {
        match self.source.numbers(dict, "BBox").as_deref() {
            Some(&[x0, y0, x1, y1]) => Some(Rect::between((x0, y0), (x1, y1))),
            _ => None,
        }
    }

    /// Walks over the content of a form or of a pattern's cell.
    fn enter(&mut self, scene: &Scene<'a>, stream: &'a Stream, mut state: State<'a>) {
        let dict = &stream.dict;
        if let Some(bbox) = self.bbox(dict) {
            state.clip = state.clip.with(Outline::polygon(bbox.corners(state.ctm)));
        }
        let resources = self
            .source
            .dict(dict, "Resources")
            .unwrap_or(scene.resources);
        self.descend(stream, resources, state, LARGEST_CONTENT);
    }

    fn within(&mut self, mode: Mode, walk: impl FnOnce(&mut Self)) {
        let outer = self.mode;
        // Nothing inside a mask prints, and nothing inside a cell has a place.
        self.mode = if outer == Mode::Mask { outer } else { mode };
        walk(self);
        self.mode = outer;
    }

    /// Walks over the cell of a pattern, or writes down its gradient, once for a page.
    pub(super) fn pattern(&mut self, scene: &Scene<'a>, pattern: &'a Object) {
        let Some(dict) = as_dict(pattern) else { return };
        if !self.done.insert(std::ptr::from_ref(pattern).addr()) {
            return;
        }
        if let Some(state) = self.source.dict(dict, "ExtGState") {
            let mut inner = Scene::new(scene.resources, scene.state.clone());
            self.apply(&mut inner, state);
        }
        if let Some(shading) = self.source.get(dict, "Shading").and_then(as_dict) {
            self.gradient(scene.resources, shading);
        } else if let Object::Stream(stream) = pattern {
            let mut state = State::new(Rect::EVERYTHING);
            state.ctm = scene.base.then_inner(self.matrix(dict));
            state.fill = scene.state.fill.clone();
            state.fill.pattern = None;
            self.within(Mode::Cell, |walker| walker.enter(scene, stream, state));
        }
    }

    /// `sh`: a gradient over all that the clip leaves.
    pub(super) fn shading(&mut self, scene: &Scene<'a>, operands: &[Object]) {
        let all = self.source.dict(scene.resources, "Shading");
        let shading = name(operands).and_then(|name| self.source.dict(all?, name));
        let Some(shading) = shading else { return };
        self.stand(scene.state.clip.bounds);
        self.gradient(scene.resources, shading);
        if scene.state.fill.alpha < 0.999 {
            self.seen.shines("opacity below 100 %");
        }
        if self.mode == Mode::Page {
            let everything = scene.state.clip.bounds.corners(Affine::IDENTITY);
            self.cover(scene, &Outline::polygon(everything), false);
        }
    }

    fn gradient(&mut self, resources: &Dictionary, shading: &Dictionary) {
        if self.mode == Mode::Mask {
            return;
        }
        let space = self.source.get(shading, "ColorSpace");
        let space = space.map_or(Space::Unknown, |space| {
            Space::read(self.source, resources, space)
        });
        self.space(&space, Kind::Gradients);
        let mut stops = Vec::new();
        match self.source.get(shading, "Function") {
            Some(Object::Array(each)) => {
                // One function a component: together they are worth as much as their largest values.
                let most = each
                    .iter()
                    .take(32)
                    .map(|function| self.most(function))
                    .collect();
                stops.push(most);
            }
            Some(function) => self.stops(function, &mut stops, 0),
            None => {}
        }
        let totals: Vec<_> = stops
            .iter()
            .filter_map(|stop| space.ink(stop).total)
            .collect();
        match totals.iter().copied().reduce(f64::max) {
            Some(most) => self.seen.ink(most * 100.0, Kind::Gradients),
            None => self.seen.ink.unmeasured = true,
        }
    }

    /// The largest value of a function with one result.
    fn most(&self, function: &Object) -> f64 {
        let mut stops = Vec::new();
        self.stops(function, &mut stops, 0);
        stops.iter().flatten().copied().fold(0.0, f64::max)
    }

    /// The colours between which a function runs (types 2 and 3 of ISO 32000-1, 7.10).
    fn stops(&self, function: &Object, stops: &mut Vec<Vec<f64>>, depth: usize) {
        let function = self.source.resolve(function).and_then(as_dict);
        let Some(dict) = function.filter(|_| depth < DEEPEST_FUNCTION && stops.len() < 4096) else {
            return;
        };
        match self.source.number(dict, "FunctionType") {
            Some(2.0) => {
                stops.push(self.source.numbers(dict, "C0").unwrap_or_else(|| vec![0.0]));
                stops.push(self.source.numbers(dict, "C1").unwrap_or_else(|| vec![1.0]));
            }
            Some(3.0) => {
                for part in self
                    .source
                    .array(dict, "Functions")
                    .into_iter()
                    .flatten()
                    .take(256)
                {
                    self.stops(part, stops, depth + 1);
                }
            }
            _ => {}
        }
    }

    /// `gs`: sets what the entries of a graphics state say.
    pub(super) fn graphics_state(&mut self, scene: &mut Scene<'a>, operands: &[Object]) {
        let all = self.source.dict(scene.resources, "ExtGState");
        let state = name(operands).and_then(|name| self.source.dict(all?, name));
        if let Some(state) = state {
            self.apply(scene, state);
        }
    }

    fn apply(&mut self, scene: &mut Scene<'a>, dict: &'a Dictionary) {
        let source = self.source;
        let state = &mut scene.state;
        let number_of = |key| source.number(dict, key);
        state.line_width = number_of("LW").unwrap_or(state.line_width);
        state.stroke.alpha = number_of("CA").unwrap_or(state.stroke.alpha);
        state.fill.alpha = number_of("ca").unwrap_or(state.fill.alpha);
        let strokes = source.flag(dict, "OP");
        // `OP` alone speaks for fills too (ISO 32000-1, table 58).
        let fills = source.flag(dict, "op").or(strokes);
        state.stroke.overprint = strokes.unwrap_or(state.stroke.overprint);
        state.fill.overprint = fills.unwrap_or(state.fill.overprint);
        if let Some(mode) = number_of("OPM") {
            (state.fill.zero_leaves, state.stroke.zero_leaves) = (mode > 0.5, mode > 0.5);
        }
        if let Some(entry) = source.array(dict, "Font") {
            self.take_font(scene, entry);
        }
        self.device_control(dict);
        if !is_normal(source.get(dict, "BM")) {
            self.seen.transparency.insert("blend modes");
        }
        if let Some(mask) = source.get(dict, "SMask").and_then(as_dict) {
            self.soft_mask(scene, mask);
        }
    }

    fn device_control(&mut self, dict: &Dictionary) {
        let set = |key| match self.source.get(dict, key) {
            None => false,
            Some(Object::Name(name)) => name != b"Default" && name != b"Identity",
            Some(_) => true,
        };
        if set("TR2") || (set("TR") && self.source.get(dict, "TR2").is_none()) {
            self.seen.forbidden.insert(Forbidden::TransferCurve);
        }
        if set("HT") || set("HTP") {
            self.seen.forbidden.insert(Forbidden::Halftone);
        }
    }

    fn soft_mask(&mut self, scene: &Scene<'a>, mask: &'a Dictionary) {
        self.seen.transparency.insert("soft masks");
        let Some(group) = self.source.stream(mask, "G") else {
            return;
        };
        if !self.done.insert(std::ptr::from_ref(group).addr()) {
            return;
        }
        self.group(scene.resources, &group.dict);
        let mut state = State::new(Rect::EVERYTHING);
        state.ctm = scene.state.ctm.then_inner(self.matrix(&group.dict));
        self.within(Mode::Mask, |walker| walker.enter(scene, group, state));
    }
}

/// One name, or an array whose first known name counts; `Normal` and `Compatible` hide what is below.
fn is_normal(mode: Option<&Object>) -> bool {
    let mode = match mode {
        Some(Object::Array(modes)) => modes.first(),
        other => other,
    };
    let name = mode.and_then(|mode| mode.as_name().ok());
    name.is_none_or(|name| matches!(name, b"Normal" | b"Compatible"))
}
