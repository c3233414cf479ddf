//! Text that is still text: where it stands, what it is set in, how it is coloured.

use std::rc::Rc;

use lopdf::Object;

use super::font::Font;
use super::seen::Kind;
use super::state::Scene;
use super::{Mode, Walker, affine, name, numbers};
use crate::preflight::boxes::Side;
use crate::preflight::geometry::Rect;
use crate::preflight::outline::Outline;
use crate::preflight::source::{as_dict, id_of, number};
use crate::units::Affine;

/// From the baseline down and up, for a size of 1: what most faces keep to.
const DESCENT: f64 = 0.2;
const ASCENT: f64 = 0.75;
/// A letter of a Type 3 font, unpacked.
const LARGEST_LETTER: usize = 1 << 20;
/// The stem of ordinary type, for a size of 1.
const STEM: f64 = 0.12;

impl<'a> Walker<'a> {
    /// Text operators; `false` if it is another.
    pub(super) fn text(
        &mut self,
        scene: &mut Scene<'a>,
        operator: &[u8],
        operands: &[Object],
    ) -> bool {
        let n = numbers(operands);
        let number = n.first().copied().unwrap_or(0.0);
        let text = &mut scene.state.text;
        match operator {
            b"BT" => set_matrix(scene, Affine::IDENTITY),
            b"ET" => end(scene),
            b"Tc" => text.char_space = number,
            b"Tw" => text.word_space = number,
            b"Tz" => text.stretch = number / 100.0,
            b"TL" => text.leading = number,
            b"Ts" => text.rise = number,
            #[expect(clippy::cast_possible_truncation, reason = "0 to 7")]
            b"Tr" => text.mode = number.clamp(0.0, 7.0) as i64,
            b"Tf" => {
                text.size = number;
                text.font = name(&operands[..operands.len().min(1)]).and_then(|name| {
                    let fonts = self.source.dict(scene.resources, "Font")?;
                    self.font(fonts, name)
                });
            }
            b"Td" | b"TD" => {
                let (x, y) = (number, n.get(1).copied().unwrap_or(0.0));
                if operator == b"TD" {
                    text.leading = -y;
                }
                next_line(scene, x, y);
            }
            b"Tm" => set_matrix(scene, affine(operands).unwrap_or(Affine::IDENTITY)),
            b"T*" => next_line(scene, 0.0, -scene.state.text.leading),
            b"Tj" | b"TJ" => self.show_all(scene, operands),
            b"'" | b"\"" => {
                if let (b"\"", &[word, char]) = (operator, &n[..]) {
                    (text.word_space, text.char_space) = (word, char);
                }
                next_line(scene, 0.0, -scene.state.text.leading);
                self.show_all(scene, operands);
            }
            _ => return false,
        }
        true
    }

    fn font(&mut self, fonts: &'a lopdf::Dictionary, name: &str) -> Option<Rc<Font<'a>>> {
        let dict = self.source.dict(fonts, name)?;
        let Some(id) = id_of(fonts, name) else {
            return Some(Rc::new(Font::read(self.source, dict)));
        };
        let source = self.source;
        let font = self
            .fonts
            .entry(id)
            .or_insert_with(|| Rc::new(Font::read(source, dict)));
        Some(Rc::clone(font))
    }

    fn show_all(&mut self, scene: &mut Scene<'a>, operands: &[Object]) {
        match operands.last() {
            Some(Object::String(string, _)) => self.show(scene, string),
            Some(Object::Array(items)) => {
                for item in items {
                    match item {
                        Object::String(string, _) => self.show(scene, string),
                        back => {
                            let text = &scene.state.text;
                            let back = number(back).unwrap_or(0.0) / 1000.0;
                            advance(scene, -back * text.size * text.stretch);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn show(&mut self, scene: &mut Scene<'a>, string: &[u8]) {
        let Some(font) = scene.state.text.font.clone() else {
            return;
        };
        self.operations += string.len();
        let (from, mut width) = (scene.matrix, 0.0);
        for code in font.codes(string) {
            let text = &scene.state.text;
            let word = if code == 32 && !font.wide {
                text.word_space
            } else {
                0.0
            };
            let step = (font.advance(code) * text.size + text.char_space + word) * text.stretch;
            self.letter(scene, &font, code);
            self.seen.notdef += usize::from(font.wide && code == 0);
            advance(scene, step);
            width += step;
        }
        let text = &scene.state.text;
        let size = text.size;
        let (x, y) = (0.0_f64.min(width), text.rise);
        let line = Rect::new(x, y - DESCENT * size, x + width.abs(), y + ASCENT * size);
        let map = scene.state.ctm.then_inner(from);
        let visible = text.mode != 3 && text.mode != 7 && self.mode != Mode::Mask;
        self.use_font(&font, visible, string.len());
        let outline = Outline::polygon(line.corners(map));
        if text.mode >= 4 {
            scene.text_clip = scene.text_clip.join(outline.bounds());
        }
        if visible && !string.is_empty() && font.drawn.is_none() {
            self.set(scene, &outline, size.abs() * map.c.hypot(map.d));
        }
    }

    /// Lays a line of text whose letters are so many points high.
    fn set(&mut self, scene: &Scene<'a>, outline: &Outline, size: f64) {
        let (fill, stroke) = (scene.state.fill.clone(), scene.state.stroke.clone());
        let mode = scene.state.text.mode % 4;
        if mode != 1 {
            self.lay(scene, outline, &fill, Kind::Type);
            self.thin_black(&fill, size * STEM);
        }
        if mode == 1 || mode == 2 {
            let width = scene.state.stroke_width();
            self.lay(scene, outline, &stroke, Kind::Type);
            self.thin_line(width);
            self.thin_black(&stroke, width);
        }
        if self.mode == Mode::Page {
            let (clip, media) = (scene.state.clip.bounds, self.boxes.media);
            if !outline.bounds().meet(clip).is_empty() {
                self.margin(outline.bounds().meet(clip.without(media)));
            }
        }
    }

    /// Keeps how near type comes to the trim; type beyond the trim is a mark's label.
    fn margin(&mut self, bounds: Rect) {
        let trim = self.boxes.trim();
        if bounds.is_empty() || trim.meet(bounds).is_empty() {
            return;
        }
        for side in Side::ALL {
            let margin = side.beyond(trim, bounds);
            if self
                .seen
                .type_margin
                .is_none_or(|(least, ..)| margin < least)
            {
                self.seen.type_margin = Some((margin, side, bounds));
            }
        }
    }

    fn use_font(&mut self, font: &Font<'a>, visible: bool, letters: usize) {
        let about = self
            .seen
            .fonts
            .entry(font.name.clone())
            .or_insert_with(|| font.about.clone());
        about.visible |= visible;
        about.embedded &= font.about.embedded;
        about.to_unicode &= font.about.to_unicode;
        about.lacks_map |= font.about.lacks_map;
        if visible {
            self.seen.text += letters;
        }
    }

    /// Draws a letter of a Type 3 font.
    fn letter(&mut self, scene: &Scene<'a>, font: &Rc<Font<'a>>, code: u32) {
        let Some(drawn) = &font.drawn else { return };
        let procedure = drawn
            .letter(code)
            .and_then(|letter| letter.as_stream().ok());
        let Some(procedure) = procedure.filter(|_| scene.state.text.mode != 3) else {
            return;
        };
        let text = &scene.state.text;
        let size = Affine::new(
            text.size * text.stretch,
            0.0,
            0.0,
            text.size,
            0.0,
            text.rise,
        );
        let mut state = scene.state.clone();
        state.ctm = state
            .ctm
            .then_inner(scene.matrix)
            .then_inner(size)
            .then_inner(drawn.matrix);
        self.descend(
            procedure,
            drawn.resources.unwrap_or(scene.resources),
            state,
            LARGEST_LETTER,
        );
    }

    /// A font that is set by a graphics state: `[font size]`.
    pub(super) fn take_font(&self, scene: &mut Scene<'a>, entry: &'a [Object]) {
        let [font, size] = entry else { return };
        scene.state.text.size = number(size).unwrap_or(0.0);
        let dict = self.source.resolve(font).and_then(as_dict);
        scene.state.text.font = dict.map(|dict| Rc::new(Font::read(self.source, dict)));
    }
}

/// Text that was shown as a clip cuts what follows.
fn end(scene: &mut Scene) {
    if !scene.text_clip.is_empty() {
        scene.state.clip = scene.state.clip.within(scene.text_clip);
        scene.text_clip = Rect::NOTHING;
    }
}

fn set_matrix(scene: &mut Scene, matrix: Affine) {
    (scene.matrix, scene.line) = (matrix, matrix);
}

fn next_line(scene: &mut Scene, x: f64, y: f64) {
    set_matrix(scene, scene.line.then_inner(Affine::translate(x, y)));
}

fn advance(scene: &mut Scene, by: f64) {
    scene.matrix = scene.matrix.then_inner(Affine::translate(by, 0.0));
}
