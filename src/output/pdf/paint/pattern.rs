//! Patterns as tiling patterns.

use super::{Pen, children, convert_transform};
use crate::output::pdf::sheaf::{Resource, Role, Sheaf, Stream};
use crate::units::Affine;

/// The cell of a pattern, ready to paint with.
pub fn tile(pattern: &usvg::Pattern, pen: Pen, sheaf: &mut Sheaf) -> Option<Resource> {
    let rect = pattern.rect();
    let place = convert_transform(pattern.transform())
        .then_inner(Affine::translate(f64::from(rect.x()), f64::from(rect.y())));
    place.inverse()?;

    let inside = Pen {
        on_page: false,
        ..pen.inner(place).afresh()
    };
    let mut cell = Stream::default();
    children(pattern.root(), inside, &mut cell, sheaf);
    if cell.ops.is_empty() {
        return None;
    }
    let role = Role::Tile {
        bounds: [0.0, 0.0, f64::from(rect.width()), f64::from(rect.height())],
        map: pen.base.then_inner(place),
    };
    Some(Resource::Tile(sheaf.add_stream(cell, role)))
}
