//! Patterns as tiling patterns.

use super::{Pen, children, convert_transform, use_form};
use crate::output::pdf::sheaf::{Bounds, Resource, Role, Sheaf, State, Stream};
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
    if is_dust(rect, inside) {
        return None;
    }
    let mut cell = Stream::default();
    children(pattern.root(), inside, &mut cell, sheaf);
    if cell.ops.is_empty() {
        return None;
    }
    let bounds = [0.0, 0.0, f64::from(rect.width()), f64::from(rect.height())];
    let role = Role::Tile {
        bounds,
        map: pen.base.then_inner(place),
    };
    let cell = wrapped(cell, bounds, sheaf);
    Some(Resource::Tile(sheaf.add_stream(cell, role)))
}

/// Whether cells are finer than any dot of a press; readers would be busy with them for long.
fn is_dust(rect: usvg::NonZeroRect, inside: Pen) -> bool {
    const DOT_PT: f64 = 0.02;
    let page = inside.page;
    let (width, height) = (f64::from(rect.width()), f64::from(rect.height()));
    width * page.a.hypot(page.b) < DOT_PT || height * page.c.hypot(page.d) < DOT_PT
}

/// A cell that holds gradients or patterns draws them in a form: poppler takes their matrices for
/// those of the pixels of the cell otherwise.
fn wrapped(cell: Stream, bounds: Bounds, sheaf: &mut Sheaf) -> Stream {
    let nests = |resource: &Resource| matches!(resource, Resource::Gradient(_) | Resource::Tile(_));
    if !cell.used.iter().any(nests) {
        return cell;
    }
    let form = sheaf.add_stream(cell, Role::Form { bounds });
    let mut wrapper = Stream::default();
    use_form(form, &State::default(), &mut wrapper, sheaf);
    wrapper
}
