//! Strokes.

use printpdf::{LineCapStyle, LineDashPattern, LineJoinStyle, Op, PaintMode, Pt};
use usvg::tiny_skia_path::Path as Outline;

use super::fill::{self, Side, Source};
use super::{Pen, path};
use crate::output::pdf::sheaf::{Sheaf, Stream};

/// Strokes the contours of a path.
pub fn paint(path: &usvg::Path, pen: Pen, stream: &mut Stream, sheaf: &mut Sheaf) {
    let Some(stroke) = path.stroke() else { return };
    let source = Source {
        paint: stroke.paint(),
        opacity: f64::from(stroke.opacity().get()),
        bounds: path.stroke_bounding_box(),
        thickness: f64::from(stroke.width().get()),
    };
    let grid = path::Grid::of(pen.page);
    if let Some(outline) = as_area(path, stroke, pen) {
        let area = path::area(&outline, usvg::FillRule::NonZero, PaintMode::Fill, grid);
        fill::with(&source, Side::Fill, pen, stream, sheaf, |stream| {
            stream.push(area);
        });
        return;
    }
    stream.save();
    set_line(stroke, stream);
    fill::with(&source, Side::Stroke, pen, stream, sheaf, |stream| {
        path::trace(path.data(), grid, stream);
        stream.raw("S", Vec::new());
    });
    stream.leave();
}

/// The outline of a stroke that PDF has no words for: `miter-clip` cuts off a corner that is too
/// long where PDF bevels it.
fn as_area(path: &usvg::Path, stroke: &usvg::Stroke, pen: Pen) -> Option<Outline> {
    if stroke.linejoin() != usvg::LineJoin::MiterClip {
        return None;
    }
    let pen_shape = stroke.to_tiny_skia();
    let resolution = super::super::sheaf::convert_real(pen.page.mean_scale() * 4.0);
    match &pen_shape.dash {
        Some(dash) => path
            .data()
            .dash(dash, resolution)?
            .stroke(&pen_shape, resolution),
        None => path.data().stroke(&pen_shape, resolution),
    }
}

fn set_line(stroke: &usvg::Stroke, stream: &mut Stream) {
    stream.push(Op::SetOutlineThickness {
        pt: Pt(stroke.width().get()),
    });
    let cap = match stroke.linecap() {
        usvg::LineCap::Butt => LineCapStyle::Butt,
        usvg::LineCap::Round => LineCapStyle::Round,
        usvg::LineCap::Square => LineCapStyle::ProjectingSquare,
    };
    if cap != LineCapStyle::Butt {
        stream.push(Op::SetLineCapStyle { cap });
    }
    let join = match stroke.linejoin() {
        usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => LineJoinStyle::Miter,
        usvg::LineJoin::Round => LineJoinStyle::Round,
        usvg::LineJoin::Bevel => LineJoinStyle::Bevel,
    };
    if join == LineJoinStyle::Miter {
        // SVG's default is 4, PDF's is 10.
        stream.push(Op::SetMiterLimit {
            limit: Pt(stroke.miterlimit().get()),
        });
    } else {
        stream.push(Op::SetLineJoinStyle { join });
    }
    if let Some(dashes) = stroke.dasharray() {
        stream.push(Op::SetLineDashPattern {
            dash: LineDashPattern::new(dash_phase(stroke.dashoffset(), dashes), dashes),
        });
    }
}

/// The offset within one run of the dashes: some readers take no negative one.
fn dash_phase(offset: f32, dashes: &[f32]) -> f32 {
    let run: f32 = dashes.iter().sum();
    if run > 0.0 {
        offset.rem_euclid(run)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_negative_dash_offset_becomes_a_phase() {
        assert_eq!(dash_phase(-3.0, &[4.0, 6.0]), 7.0);
        assert_eq!(dash_phase(23.0, &[4.0, 6.0]), 3.0);
    }
}
