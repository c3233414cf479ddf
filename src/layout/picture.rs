//! Slots for pictures and QR codes: what their elements say.

use roxmltree::Node;

use super::style::SvgNode as _;

/// How a picture stands in its slot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PictureStyle {
    /// `preserveAspectRatio`: `slice` covers, `meet` contains. Default: [`PictureFit::Cover`] for a
    /// rectangle, [`PictureFit::Contain`] for an image, as SVG has it.
    pub fit: PictureFit,
    /// Which part stays in view where the user names no focus: shares of the width and height
    /// from the left top. Default: the middle.
    pub focus: (f64, f64),
    /// `data-treatment`. Default: [`Treatment::None`].
    pub treatment: Treatment,
    /// Radii of rounded corners, in layout units. Default: none.
    pub corners: Option<(f64, f64)>,
}

/// Whether a picture fills its slot or is shown whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFit {
    /// The slot is full, what passes its edges is cut off.
    Cover,
    /// The picture is whole, the slot may be left empty at two sides.
    Contain,
}

/// What is done to a photograph to make it a poster's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// Its own colours.
    None,
    /// Shades of grey.
    Mono,
    /// From one colour of the palette to another.
    Duotone,
    /// Two colours, nothing between.
    Threshold,
    /// Vector dots of one colour on another.
    Halftone,
}

impl Treatment {
    /// The words of `data-treatment`.
    pub const NAMES: [&'static str; 5] = ["none", "mono", "duotone", "threshold", "halftone"];

    pub(super) fn from_name(name: &str) -> Self {
        match name {
            "mono" => Self::Mono,
            "duotone" => Self::Duotone,
            "threshold" => Self::Threshold,
            "halftone" => Self::Halftone,
            _ => Self::None,
        }
    }
}

/// What kind of slot an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words in a rectangle or on a line.
    Text,
    /// A picture.
    Picture,
    /// A QR code.
    Code,
}

/// The kind of slot that an element called `id` is; `None` for one that cannot be a slot.
pub fn kind(node: Node<'_, '_>, id: &str, fill: Option<&str>) -> Option<Kind> {
    match node.tag_name().name() {
        "image" => Some(Kind::Picture),
        "text" => Some(Kind::Text),
        "rect" => Some(match node.attribute("data-kind") {
            Some("image") => Kind::Picture,
            Some("qr") => Kind::Code,
            // Programs without attributes of our own: a rectangle filled with a picture is one, and
            // `slot-qr` says what it is.
            None if is_pictured(node, fill) => Kind::Picture,
            None if id == "qr" || id.starts_with("qr-") => Kind::Code,
            _ => Kind::Text,
        }),
        _ => None,
    }
}

/// Whether the fill is a pattern that shows an image, as Figma and Penpot fill frames.
fn is_pictured(node: Node<'_, '_>, fill: Option<&str>) -> bool {
    let Some(pattern) = fill.and_then(reference) else {
        return false;
    };
    let by_id = |id: &str| {
        let all = node.document().root().descendants();
        all.into_iter()
            .find(|node| node.attribute("id") == Some(id))
    };
    by_id(pattern).is_some_and(|pattern| {
        pattern.has_tag_name_in_svg("pattern")
            && pattern.descendants().any(|node| {
                let used = node
                    .has_tag_name_in_svg("use")
                    .then(|| href(node)?.strip_prefix('#'))
                    .flatten();
                node.has_tag_name_in_svg("image")
                    || used
                        .and_then(by_id)
                        .is_some_and(|used| used.has_tag_name_in_svg("image"))
            })
    })
}

/// `href`, in either of its spellings.
pub fn href<'a>(node: Node<'a, 'a>) -> Option<&'a str> {
    node.attribute("href")
        .or_else(|| node.attribute((super::cuts::XLINK, "href")))
}

/// The id in `url(#id)`.
pub fn reference(value: &str) -> Option<&str> {
    let inside = value.trim().strip_prefix("url(")?.split(')').next()?;
    inside.trim().trim_matches(['"', '\'']).strip_prefix('#')
}

/// What `preserveAspectRatio` says.
pub fn aspect(node: Node<'_, '_>) -> (PictureFit, (f64, f64)) {
    use svgtypes::Align::{
        None as Stretch, XMaxYMax, XMaxYMid, XMaxYMin, XMidYMax, XMidYMid, XMidYMin, XMinYMax,
        XMinYMid, XMinYMin,
    };
    let written = node
        .attribute("preserveAspectRatio")
        .and_then(|text| text.parse::<svgtypes::AspectRatio>().ok());
    let is_image = node.has_tag_name_in_svg("image");
    let Some(written) = written else {
        let fit = if is_image {
            PictureFit::Contain
        } else {
            PictureFit::Cover
        };
        return (fit, (0.5, 0.5));
    };
    let focus = match written.align {
        XMinYMin => (0.0, 0.0),
        XMidYMin => (0.5, 0.0),
        XMaxYMin => (1.0, 0.0),
        XMinYMid => (0.0, 0.5),
        XMidYMid | Stretch => (0.5, 0.5),
        XMaxYMid => (1.0, 0.5),
        XMinYMax => (0.0, 1.0),
        XMidYMax => (0.5, 1.0),
        XMaxYMax => (1.0, 1.0),
    };
    // Nobody's face is squeezed: what would be stretched is covered.
    let fit = if written.slice || written.align == Stretch {
        PictureFit::Cover
    } else {
        PictureFit::Contain
    };
    (fit, focus)
}
