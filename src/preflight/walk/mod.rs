//! Walks over everything that a page paints, as a press would, and writes down what it sees.
//!
//! One file a kind of thing: `path`, `text`, `picture`, `form` (forms, patterns, masks), `color`.
//! Every one ends in [`Walker::lay`], where ink reaches paper.

mod color;
mod font;
mod form;
mod path;
mod picture;
pub(super) mod seen;
mod state;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::LazyLock;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::boxes::Boxes;
use super::filter::{self, Unreadable};
use super::geometry::Rect;
use super::lexer::Lexer;
use super::outline::Outline;
use super::shop::Shop;
use super::source::{Source, number};
use super::space::Space;
use crate::units::Affine;
use font::Font;
use seen::{First, Kind, Seen};
use state::{Paint, Scene, State};

/// What a page without resources has.
static EMPTY: LazyLock<Dictionary> = LazyLock::new(Dictionary::new);
/// Forms within forms; real posters have five.
const DEEPEST: usize = 28;
/// Operations in a whole file, repeated forms counted each time.
const MOST_OPERATIONS: usize = 20_000_000;
/// What entering a form costs, in operations.
const ENTRY: usize = 50;
/// One content stream, unpacked.
const LARGEST_CONTENT: usize = 128 << 20;

/// How much of what is walked reaches paper.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mode {
    /// All of it, here.
    Page,
    /// All of it, at places that are not known: the cell of a pattern.
    Cell,
    /// None of it: a mask.
    Mask,
}

/// Walks over the pages of one file.
pub(super) struct Walker<'a> {
    source: &'a Source<'a>,
    shop: &'a Shop,
    boxes: Boxes,
    seen: Seen,
    mode: Mode,
    /// The content streams that are being walked, by address: none may contain itself.
    inside: Vec<usize>,
    operations: usize,
    fonts: BTreeMap<ObjectId, Rc<Font<'a>>>,
    /// Pictures whose ink is known, patterns and letters that were walked: by address.
    done: BTreeSet<usize>,
}

impl<'a> Walker<'a> {
    pub fn new(source: &'a Source<'a>, shop: &'a Shop, boxes: &Boxes) -> Self {
        Self {
            source,
            shop,
            boxes: boxes.clone(),
            seen: Seen::new(boxes, shop),
            mode: Mode::Page,
            inside: Vec::new(),
            operations: 0,
            fonts: BTreeMap::new(),
            done: BTreeSet::new(),
        }
    }

    /// Walks over one page.
    pub fn page(&mut self, page: &'a Dictionary, boxes: &Boxes) -> Seen {
        self.boxes = boxes.clone();
        self.seen = Seen::new(boxes, self.shop);
        self.done.clear();
        let resources = self.source.inherited(page, "Resources");
        let resources = resources.and_then(super::source::as_dict).unwrap_or(&EMPTY);
        let content = self.contents(page);
        self.run(&content, resources, State::new(boxes.media));
        std::mem::replace(&mut self.seen, Seen::new(boxes, self.shop))
    }

    /// The content of a page: one stream, or several that continue each other.
    fn contents(&mut self, page: &Dictionary) -> Vec<u8> {
        let object = self.source.get(page, "Contents");
        let streams = match object {
            Some(Object::Array(items)) => items.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => &[],
        };
        let mut content = Vec::new();
        for stream in streams {
            let stream = self
                .source
                .resolve(stream)
                .and_then(|object| object.as_stream().ok());
            let Some(stream) = stream else { continue };
            let left = LARGEST_CONTENT.saturating_sub(content.len());
            match filter::plain(self.source, stream, left) {
                Ok(data) => content.extend(data),
                Err(why) => self.unread(why),
            }
            content.push(b'\n');
        }
        content
    }

    fn unread(&mut self, why: Unreadable) {
        self.seen.unread.insert(match why {
            Unreadable::TooLarge => "it unpacks to more than a poster has",
            Unreadable::Damaged => "some of it is damaged or packed in an unknown way",
        });
    }

    /// Walks over a stream that another one leads to.
    fn descend(
        &mut self,
        stream: &'a Stream,
        resources: &'a Dictionary,
        state: State<'a>,
        limit: usize,
    ) {
        let address = std::ptr::from_ref(stream).addr();
        if self.inside.len() >= DEEPEST || self.inside.contains(&address) {
            self.seen
                .unread
                .insert("a form contains itself, or forms are nested too deep");
            return;
        }
        self.operations += ENTRY;
        self.inside.push(address);
        match filter::plain(self.source, stream, limit) {
            Ok(content) => self.run(&content, resources, state),
            Err(why) => self.unread(why),
        }
        self.inside.pop();
    }

    /// Walks over one content stream.
    fn run(&mut self, content: &[u8], resources: &'a Dictionary, state: State<'a>) {
        let mut scene = Scene::new(resources, state);
        let (mut lexer, mut operands) = (Lexer::new(content), Vec::new());
        while let Some(operator) = lexer.operation(&mut operands) {
            self.operations += 1;
            if self.operations > MOST_OPERATIONS {
                self.seen
                    .unread
                    .insert("there is more in it than can be walked over");
                break;
            }
            self.operation(&mut scene, operator, &operands);
        }
    }

    fn operation(&mut self, scene: &mut Scene<'a>, operator: &[u8], operands: &[Object]) {
        match operator {
            b"q" => scene.save(),
            b"Q" => scene.restore(),
            b"cm" => {
                if let Some(matrix) = affine(operands) {
                    scene.state.ctm = scene.state.ctm.then_inner(matrix);
                }
            }
            b"w" => scene.state.line_width = first(operands).unwrap_or(1.0).max(0.0),
            b"gs" => self.graphics_state(scene, operands),
            b"Do" => self.object(scene, operands),
            b"sh" => self.shading(scene, operands),
            b"BI" => self.inline_picture(scene, operands),
            _ => {
                // What none of them knows (marked content, flatness, dashes) no press would mind.
                let _ = self.path(scene, operator, operands)
                    || self.color(scene, operator, operands)
                    || self.text(scene, operator, operands);
            }
        }
    }

    /// Where ink reaches paper: an outline in a colour, cut to the clip.
    fn lay(&mut self, scene: &Scene<'a>, outline: &Outline, paint: &Paint<'a>, kind: Kind) {
        if self.mode == Mode::Mask {
            return;
        }
        self.stand(outline.bounds().meet(scene.state.clip.bounds));
        let bare = self.tint(scene, paint, kind);
        if self.mode == Mode::Page {
            self.cover(scene, outline, bare && paint.alpha > 0.999);
            self.register(scene, outline, &paint.space);
        }
    }

    /// Remembers around what is being painted, as far as that has a place on the page.
    fn stand(&mut self, around: Rect) {
        if self.mode == Mode::Page {
            self.seen.here = around;
        }
    }

    /// Counts what is in registration colour inside the trim, where only marks outside may be.
    fn register(&mut self, scene: &Scene<'a>, outline: &Outline, space: &Space) {
        let all = is_registration(space);
        let inside = self
            .boxes
            .trim()
            .grow(-1.0)
            .meet(outline.bounds())
            .meet(scene.state.clip.bounds);
        if all && !inside.is_empty() {
            self.seen.registration += 1;
            self.seen.mark(First::Registration);
        }
    }

    /// Marks what an outline covers; `bare` covers with white.
    fn cover(&mut self, scene: &Scene<'a>, outline: &Outline, bare: bool) {
        let bounds = outline.bounds().meet(scene.state.clip.bounds);
        if bounds.is_empty() {
            return;
        }
        self.seen.painted += 1;
        self.seen.edges.paint(outline, &scene.state.clip, !bare);
        let (trim, bleed) = (self.boxes.trim(), self.boxes.bleed());
        if bleed.meet(bounds.grow(-0.01)).is_empty() && !bare {
            let side = |side: super::boxes::Side| -side.beyond(bounds, trim) - extent(bounds, side);
            let gap = super::boxes::Side::ALL
                .map(side)
                .into_iter()
                .fold(f64::MIN, f64::max);
            self.seen.outside.add(gap, bounds);
        }
    }

    /// Writes down a colour; says whether it leaves the paper bare.
    fn tint(&mut self, scene: &Scene<'a>, paint: &Paint<'a>, kind: Kind) -> bool {
        if let Some(pattern) = paint.pattern {
            self.pattern(scene, pattern);
        }
        if paint.alpha < 0.999 {
            self.seen.shines("opacity below 100 %");
        }
        self.space(&paint.space, kind);
        let ink = paint.ink();
        match ink.total {
            // Full on every plate by its nature; `register` sees that only marks use it.
            _ if is_registration(&paint.space) => {}
            Some(total) => self.seen.ink(total * 100.0, kind),
            None => self.seen.ink.unmeasured |= paint.pattern.is_none(),
        }
        let zero_leaves = paint.zero_leaves && *paint.space == Space::Cmyk;
        let alone = matches!(*paint.space, Space::Inks { .. });
        if ink.white && paint.overprint && paint.pattern.is_none() && (zero_leaves || alone) {
            self.seen.vanishing += 1;
            self.seen.mark(First::Vanishing);
        }
        ink.white
    }

    /// Writes down a colour space.
    fn space(&mut self, space: &Space, kind: Kind) {
        if matches!(space, Space::Pattern(None)) {
            return;
        }
        let color = space.color();
        self.seen.colors.entry(color).or_default().insert(kind);
        self.seen.mark(First::Color(color));
        self.seen.profiles.extend(space.profile_id());
        let inner = match space {
            Space::Indexed { base, .. } | Space::Pattern(Some(base)) => base,
            _ => space,
        };
        if let Space::Inks { names, alternate } = inner {
            let process = ["Cyan", "Magenta", "Yellow", "Black", "None", "All"];
            let spots = names
                .iter()
                .filter(|name| !process.contains(&name.as_str()));
            self.seen
                .spots
                .extend(spots.map(|name| (name.clone(), alternate.color())));
        }
    }

    /// Whether black this thin should be black ink alone; `points` on the page.
    fn thin_black(&mut self, paint: &Paint<'a>, points: f64) {
        let thickness = self.boxes.length(points);
        if self.mode == Mode::Mask
            || thickness >= self.shop.rich_black_from
            || is_registration(&paint.space)
        {
            return;
        }
        let (ink, here) = (paint.ink(), self.seen.here);
        if ink.is_rich_black() {
            self.seen.rich_black.add(thickness.to_mm(), here);
        }
        if ink.is_plain_black() && !paint.overprint {
            self.seen.knocked_out.add(thickness.to_mm(), here);
        }
    }
}

/// Whether a colour space is the ink of marks, which prints on every plate.
fn is_registration(space: &Space) -> bool {
    matches!(space, Space::Inks { names, .. } if names.iter().any(|name| name == "All"))
}

/// The size of a rectangle across a side.
fn extent(rect: Rect, side: super::boxes::Side) -> f64 {
    match side {
        super::boxes::Side::Left | super::boxes::Side::Right => rect.width(),
        super::boxes::Side::Top | super::boxes::Side::Bottom => rect.height(),
    }
}

/// The first operand as a number.
fn first(operands: &[Object]) -> Option<f64> {
    operands.first().and_then(number)
}

/// The last operand as a name.
fn name(operands: &[Object]) -> Option<&str> {
    std::str::from_utf8(operands.last()?.as_name().ok()?).ok()
}

/// All operands as numbers.
fn numbers(operands: &[Object]) -> Vec<f64> {
    operands.iter().filter_map(number).collect()
}

/// Six operands as a map.
fn affine(operands: &[Object]) -> Option<Affine> {
    match numbers(operands)[..] {
        [a, b, c, d, e, f] => Some(Affine::new(a, b, c, d, e, f)),
        _ => None,
    }
}
