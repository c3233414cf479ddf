//! Colour operators.

use std::rc::Rc;

use lopdf::Object;

use super::state::{Paint, Scene};
use super::{Walker, name, numbers};
use crate::preflight::space::Space;

impl<'a> Walker<'a> {
    /// Colour operators; `false` if it is another. Capitals are for strokes.
    pub(super) fn color(
        &mut self,
        scene: &mut Scene<'a>,
        operator: &[u8],
        operands: &[Object],
    ) -> bool {
        let resources = scene.resources;
        let stroke = operator.first().is_some_and(u8::is_ascii_uppercase);
        let paint = if stroke {
            &mut scene.state.stroke
        } else {
            &mut scene.state.fill
        };
        let device = match operator {
            b"g" | b"G" => "DeviceGray",
            b"rg" | b"RG" => "DeviceRGB",
            b"k" | b"K" => "DeviceCMYK",
            b"cs" | b"CS" => {
                if let Some(space) = operands.last() {
                    paint.space = Rc::new(Space::read(self.source, resources, space));
                    paint.values = paint.space.initial();
                    paint.pattern = None;
                }
                return true;
            }
            b"sc" | b"SC" | b"scn" | b"SCN" => {
                paint.values = numbers(operands);
                if let (Some(pattern), Space::Pattern(_)) = (name(operands), &*paint.space) {
                    let patterns = self.source.dict(resources, "Pattern");
                    paint.pattern = patterns.and_then(|all| self.source.get(all, pattern));
                }
                return true;
            }
            _ => return false,
        };
        self.device(resources, paint, device, operands);
        true
    }

    fn device(
        &self,
        resources: &'a lopdf::Dictionary,
        paint: &mut Paint<'a>,
        device: &str,
        operands: &[Object],
    ) {
        let space = Object::Name(device.as_bytes().to_vec());
        paint.space = Rc::new(Space::read(self.source, resources, &space));
        paint.values = numbers(operands);
        paint.pattern = None;
    }
}
