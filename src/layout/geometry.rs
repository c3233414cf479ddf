//! Boxes around the elements of an SVG, in the coordinates of their parent.

use kurbo::{BezPath, Rect, Shape};
use roxmltree::Node;

use super::style::SvgNode as _;
use crate::units::{Affine, Frame};

/// The `transform` of an element; the identity if it has none or it cannot be read.
pub fn transform(node: Node<'_, '_>) -> Affine {
    node.attribute("transform")
        .and_then(|text| text.parse::<svgtypes::Transform>().ok())
        .map_or(Affine::IDENTITY, |t| {
            Affine::new(t.a, t.b, t.c, t.d, t.e, t.f)
        })
}

/// A length attribute in user units; absolute units are converted at 96 pixels to the inch.
pub fn length(node: Node<'_, '_>, name: &str) -> Option<f64> {
    node.attribute(name)
        .and_then(|text| length_in_units(text, None))
}

/// A length in user units; a percentage is taken of `whole`.
pub fn length_in_units(text: &str, whole: Option<f64>) -> Option<f64> {
    use svgtypes::LengthUnit::{Cm, Em, Ex, In, Mm, None as Bare, Pc, Percent, Pt, Px};
    let length: svgtypes::Length = text.trim().parse().ok()?;
    let n = length.number;
    match length.unit {
        Bare | Px => Some(n),
        In => Some(n * 96.0),
        Cm => Some(n * 96.0 / 2.54),
        Mm => Some(n * 96.0 / 25.4),
        Pt => Some(n * 96.0 / 72.0),
        Pc => Some(n * 16.0),
        Percent => whole.map(|whole| whole * n / 100.0),
        Em | Ex => None,
    }
}

/// The frame of a `<rect>` or `<image>` in its own coordinates.
pub fn frame(node: Node<'_, '_>, view: Frame) -> Option<Frame> {
    let get = |name, whole| {
        node.attribute(name)
            .and_then(|text| length_in_units(text, Some(whole)))
    };
    Frame::new(
        get("x", view.width).unwrap_or(0.0),
        get("y", view.height).unwrap_or(0.0),
        get("width", view.width)?,
        get("height", view.height)?,
    )
}

/// The box around all that an element draws, in its parent's coordinates or, with an outer map, in
/// those that it maps to; `None` where it draws nothing or that cannot be told (references; text,
/// unless its box is estimated by the map's companion).
pub fn bounds<'a>(node: Node<'a, 'a>, view: Frame, outer: Option<Outer<'_, 'a>>) -> Option<Frame> {
    let outer = outer.unwrap_or(Outer {
        map: Affine::IDENTITY,
        text: &|_| None,
    });
    let rect = outline(
        node,
        view,
        outer.map.then_inner(transform(node)),
        outer.text,
    )?;
    boxed(rect)
}

/// What stands around an element: the map to the coordinates that are asked for, and how the box
/// of a text is estimated in its own.
#[derive(Clone, Copy)]
pub struct Outer<'o, 'a> {
    /// From the element's parent.
    pub map: Affine,
    /// The box of a text.
    pub text: &'o dyn Fn(Node<'a, 'a>) -> Option<Frame>,
}

fn boxed(rect: Rect) -> Option<Frame> {
    Frame::new(rect.x0, rect.y0, rect.width(), rect.height()).or_else(|| {
        // A straight line has no area; a hair of one keeps it in the arithmetic.
        let hair = 1e-6;
        Frame::new(
            rect.x0,
            rect.y0,
            rect.width().max(hair),
            rect.height().max(hair),
        )
    })
}

fn outline<'a>(
    node: Node<'a, 'a>,
    view: Frame,
    map: Affine,
    text: &dyn Fn(Node<'a, 'a>) -> Option<Frame>,
) -> Option<Rect> {
    let get = |name| length(node, name).unwrap_or(0.0);
    let path = match node.tag_name().name() {
        "g" | "a" | "switch" | "svg" => {
            return node
                .children()
                .filter(Node::is_element)
                .filter(|child| !child.has_tag_name_in_svg("defs"))
                .filter_map(|child| outline(child, view, map.then_inner(transform(child)), text))
                .reduce(|a, b| a.union(b));
        }
        "rect" | "image" | "text" => {
            let f = if node.tag_name().name() == "text" {
                text(node)?
            } else {
                frame(node, view)?
            };
            Rect::new(f.x, f.y, f.right(), f.bottom()).to_path(0.1)
        }
        "circle" => kurbo::Circle::new((get("cx"), get("cy")), get("r")).to_path(0.1),
        "ellipse" => {
            kurbo::Ellipse::new((get("cx"), get("cy")), (get("rx"), get("ry")), 0.0).to_path(0.1)
        }
        "line" => kurbo::Line::new((get("x1"), get("y1")), (get("x2"), get("y2"))).to_path(0.1),
        "polyline" | "polygon" => polygon(node.attribute("points")?)?,
        "path" => BezPath::from_svg(node.attribute("d")?).ok()?,
        _ => return None,
    };
    let map = kurbo::Affine::new([map.a, map.b, map.c, map.d, map.e, map.f]);
    (!path.is_empty()).then(|| (map * path).bounding_box())
}

fn polygon(points: &str) -> Option<BezPath> {
    let mut path = BezPath::new();
    for (x, y) in svgtypes::PointsParser::from(points) {
        if path.elements().is_empty() {
            path.move_to((x, y));
        } else {
            path.line_to((x, y));
        }
    }
    (!path.is_empty()).then_some(path)
}
