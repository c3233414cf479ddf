//! What is printed on: words and codes keep clear of the edge where a guillotine may cut.

use kurbo::Rect;

use super::{ink_on_sheet, qr};
use crate::diag::{Diagnostic, Result};
use crate::job::Poster;
use crate::layout::{Slot, SlotContent};
use crate::typeset::Setting;
use crate::units::{Length, SheetSize};

/// Checks that no words and no QR code stand nearer to the trim than the shop allows. A slot that is
/// meant to has `data-safe="false"`.
///
/// # Errors
/// The first slot that does; the message names the line of the layout.
pub fn check_safe(poster: &Poster, settings: &[Setting]) -> Result<()> {
    let words = settings
        .iter()
        .map(|setting| (setting.slot, ink_on_sheet(poster, setting)));
    let slots = poster.artboard().slots.iter().enumerate();
    let codes = slots
        .filter(|(_, slot)| slot.content == SlotContent::Code)
        .filter_map(|(index, _)| Some((index, qr::box_on_sheet(poster, index)?)));
    for (index, ink) in words.chain(codes) {
        check(poster, &poster.artboard().slots[index], ink)?;
    }
    Ok(())
}

fn check(poster: &Poster, slot: &Slot, ink: Rect) -> Result<()> {
    let (safe, size) = (poster.edges.safe, poster.sheet.to_size());
    let (width, height) = (size.width.to_css_px(), size.height.to_css_px());
    let least = [ink.x0, ink.y0, width - ink.x1, height - ink.y1]
        .into_iter()
        .fold(f64::INFINITY, f64::min)
        / Length::mm(1.0).to_css_px();
    // A tenth of a millimetre is less than any guillotine can tell.
    if !slot.fitting.safe || least >= safe.to_mm() - 0.1 {
        return Ok(());
    }
    let name = match (slot.id.as_str(), &slot.content) {
        ("", _) => "fixed text".to_owned(),
        (id, SlotContent::Code) => format!("the QR code in slot `{id}`"),
        (id, _) => format!("slot `{id}`"),
    };
    let said = if safe.to_mm() > 0.0 {
        format!(
            "{name} stands {least:.1} mm from the trim but the shop wants {} mm",
            safe.to_mm()
        )
    } else {
        // Where no shop cuts, what matters is the sheet itself; on a screen it has no millimetres.
        let over = match poster.sheet {
            SheetSize::Paper(_) => format!("{:.1} mm", -least),
            SheetSize::Screen(_) => format!("{:.0} px", -least * Length::mm(1.0).to_css_px()),
        };
        format!("{name} runs {over} over the edge of the sheet")
    };
    Err(Diagnostic::error(said)
        .at(poster.artboard().place(slot.range.clone()))
        .hint("choose another layout, or move the slot inwards")
        .hint("if it is meant to be cut, give it `data-safe=\"false\"`"))
}
