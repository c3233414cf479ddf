//! Logos: SVG in the place of a photograph, drawn again from what usvg understands of it, so that
//! nothing but its shapes is taken in.

use super::image;
use crate::compose::options;
use crate::diag::{Diagnostic, Notes, Place, Result};
use crate::job::Picture;
use crate::layout::{PictureFit, PictureStyle, Treatment};
use crate::units::Frame;

/// Whether a picture is an SVG file.
pub fn is_svg(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let start = start.trim_start_matches('\u{FEFF}').trim_start();
    start.starts_with('<') && start.contains("<svg")
}

/// A logo in its frame.
///
/// # Errors
/// It is not an SVG that can be drawn, or has words that are not outlines.
pub fn draw(
    picture: &Picture,
    style: &PictureStyle,
    frame: Frame,
    notes: &mut Notes,
) -> Result<String> {
    let wrong = |message: String| Diagnostic::error(message).at(Place::file(&picture.name));
    let text = std::str::from_utf8(&picture.bytes).map_err(|_| {
        wrong("the SVG picture is not text".to_owned()).hint("save it again as SVG")
    })?;
    if text.contains("<text") {
        return Err(
            wrong("the SVG picture has words that are not outlines".to_owned())
                .hint("turn its text into paths: in Inkscape, Path, Object to Path"),
        );
    }
    let tree = usvg::Tree::from_str(text, &options()).map_err(|error| {
        wrong(format!("the SVG picture cannot be read: {error}")).hint("save it again as plain SVG")
    })?;
    if style.treatment != Treatment::None {
        notes.push(
            Diagnostic::note(
                "the SVG picture keeps its own colours: treatments are for photographs",
            )
            .at(Place::file(&picture.name)),
        );
    }
    let svg = tree.to_string(&usvg::WriteOptions::default());
    let point = picture
        .focus
        .map_or(style.focus, |focus| (focus.x, focus.y));
    let side = |share: f64| match share {
        low if low < 1.0 / 3.0 => "Min",
        high if high > 2.0 / 3.0 => "Max",
        _ => "Mid",
    };
    let fit = match style.fit {
        PictureFit::Cover => "slice",
        PictureFit::Contain => "meet",
    };
    let aspect = format!("x{}Y{} {fit}", side(point.0), side(point.1));
    Ok(image(frame, &aspect, "image/svg+xml", svg.as_bytes()))
}
