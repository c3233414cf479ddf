//! Paths: built point by point, then filled, stroked, or kept as a clip.

use lopdf::Object;

use super::Walker;
use super::numbers;
use super::seen::Kind;
use super::state::{Path, Scene};
use crate::preflight::geometry::Point;
use crate::preflight::outline::{Inside, Outline, curve_to};
use crate::units::Length;

/// A path longer than this loses its further points: no outline of a word comes near.
const MOST_POINTS: usize = 2_000_000;
/// A filled shape with at most so many points may be a line that a program drew as a bar.
const BAR: usize = 6;
/// … and if it is thinner than this.
const THICKEST_BAR: Length = Length::mm(1.0);

impl<'a> Walker<'a> {
    /// Path operators; `false` if it is another.
    pub(super) fn path(
        &mut self,
        scene: &mut Scene<'a>,
        operator: &[u8],
        operands: &[Object],
    ) -> bool {
        let (fill, stroke) = match operator {
            b"m" | b"l" | b"c" | b"v" | b"y" | b"h" | b"re" => {
                build(scene, operator, &numbers(operands));
                return true;
            }
            b"W" | b"W*" => {
                scene.path.clip = Some(rule(operator));
                return true;
            }
            b"n" => (None, false),
            b"S" | b"s" => (None, true),
            b"f" | b"F" | b"f*" => (Some(rule(operator)), false),
            b"B" | b"B*" | b"b" | b"b*" => (Some(rule(operator)), true),
            _ => return false,
        };
        if matches!(operator, b"s" | b"b" | b"b*") {
            close(&mut scene.path);
        }
        self.paint_path(scene, fill, stroke);
        true
    }

    fn paint_path(&mut self, scene: &mut Scene<'a>, fill: Option<Inside>, stroke: bool) {
        let path = std::mem::take(&mut scene.path);
        let mut outline = Outline::new(path.lines, Inside::NonZero);
        if let Some(inside) = fill {
            outline.inside = inside;
            self.fill(scene, &outline);
        }
        if stroke {
            let width = scene.state.stroke_width();
            outline.inside = Inside::Stroke(width / 2.0);
            self.lay(scene, &outline, &scene.state.stroke.clone(), Kind::Lines);
            self.thin_line(width);
            self.thin_black(&scene.state.stroke.clone(), width);
        }
        if let Some(inside) = path.clip {
            outline.inside = inside;
            scene.state.clip = scene.state.clip.with(outline);
        }
    }

    fn fill(&mut self, scene: &Scene<'a>, outline: &Outline) {
        let paint = scene.state.fill.clone();
        self.lay(scene, outline, &paint, Kind::Shapes);
        // A shape without area is painted as thin as the device can, or not at all.
        let Some(thickness) = outline.thickness().filter(|&it| it > 1e-6) else {
            return;
        };
        self.thin_black(&paint, thickness);
        let bare = paint.ink().white;
        let bar = outline.points() <= BAR && self.boxes.length(thickness) < THICKEST_BAR;
        if bar && !bare && paint.pattern.is_none() {
            self.thin_line(thickness);
        }
    }

    /// Writes down the width of a line, in points on the page.
    pub(super) fn thin_line(&mut self, width: f64) {
        let width = self.boxes.length(width);
        if self.mode == super::Mode::Mask {
            return;
        }
        let points = width.to_pt();
        self.seen.thinnest = Some(self.seen.thinnest.map_or(points, |least| least.min(points)));
        // A hundredth of tolerance: 0.25 pt goes through two matrices of six digits.
        if points < self.shop.hairline.to_pt() * 0.99 {
            let here = self.seen.here;
            self.seen.hairlines.add(points, here);
        }
    }
}

fn rule(operator: &[u8]) -> Inside {
    if operator.ends_with(b"*") {
        Inside::EvenOdd
    } else {
        Inside::NonZero
    }
}

fn build(scene: &mut Scene, operator: &[u8], n: &[f64]) {
    let ctm = scene.state.ctm;
    let path = &mut scene.path;
    let at = |i: usize| -> Option<Point> { Some(ctm.apply(*n.get(i)?, *n.get(i + 1)?)) };
    path.points += if operator == b"c" { 8 } else { 4 };
    if path.points > MOST_POINTS {
        return;
    }
    match operator {
        b"m" => path.lines.extend(at(0).map(|point| vec![point])),
        b"l" => line(path).extend(at(0)),
        b"re" => {
            if let &[x, y, w, h] = n {
                let corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)];
                path.lines
                    .push(corners.map(|(x, y)| ctm.apply(x, y)).to_vec());
            }
        }
        b"h" => close(path),
        curve => {
            let here = path.lines.last().and_then(|line| line.last()).copied();
            let points = match curve {
                b"c" => (at(0), at(2), at(4)),
                b"v" => (here, at(0), at(2)),
                _ => (at(0), at(2), at(2)),
            };
            if let (Some(c1), Some(c2), Some(end)) = points {
                curve_to(line(path), c1, c2, end);
            }
        }
    }
}

/// The line under construction.
fn line(path: &mut Path) -> &mut Vec<Point> {
    if path.lines.is_empty() {
        path.lines.push(Vec::new());
    }
    let last = path.lines.len() - 1;
    &mut path.lines[last]
}

/// Back to the start of the line, from where the next one starts too.
fn close(path: &mut Path) {
    let line = line(path);
    line.extend(line.first().copied());
}
