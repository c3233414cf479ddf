//! Masks as soft masks.

use super::{Pen, Tone, add_group, children};
use crate::output::pdf::sheaf::{Bounds, MaskKind, Sheaf, SoftMask, Stream};

/// Adds a mask, and the masks on it, to those that a group is seen through. `false` means that
/// nothing of the group is left.
pub fn resolve(
    mask: Option<&usvg::Mask>,
    pen: Pen,
    masks: &mut Vec<SoftMask>,
    sheaf: &mut Sheaf,
) -> bool {
    let Some(mask) = mask else { return true };
    if !mask.root().has_children() {
        return false;
    }
    let kind = match mask.kind() {
        usvg::MaskType::Luminance => MaskKind::Luminosity,
        usvg::MaskType::Alpha => MaskKind::Alpha,
    };
    masks.push(soft_mask(kind, mask.root(), bounds(mask), pen, sheaf));
    resolve(mask.mask(), pen, masks, sheaf)
}

fn bounds(mask: &usvg::Mask) -> Bounds {
    let rect = mask.rect();
    [rect.left(), rect.top(), rect.right(), rect.bottom()].map(f64::from)
}

/// A soft mask that shows the children of a group.
fn soft_mask(
    kind: MaskKind,
    root: &usvg::Group,
    bounds: Bounds,
    pen: Pen,
    sheaf: &mut Sheaf,
) -> SoftMask {
    let mut content = Stream::default();
    children(
        root,
        pen.afresh().with_tone(Tone::Gray),
        &mut content,
        sheaf,
    );
    (kind, add_group(content, bounds, Some(Tone::Gray), sheaf))
}
