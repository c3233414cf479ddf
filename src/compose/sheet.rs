//! What is printed on: words keep clear of the edge where a guillotine may cut.

use super::ink_on_sheet;
use crate::diag::{Diagnostic, Result};
use crate::job::Poster;
use crate::typeset::Setting;
use crate::units::{Length, SheetSize};

/// Checks that no words stand nearer to the trim than the shop allows. A slot that is meant to has
/// `data-safe="false"`.
///
/// # Errors
/// The first slot that does; the message names the line of the layout.
pub fn check_safe(poster: &Poster, settings: &[Setting]) -> Result<()> {
    let safe = poster.edges.safe;
    let (board, size) = (poster.artboard(), poster.sheet.to_size());
    let (width, height) = (size.width.to_css_px(), size.height.to_css_px());
    for setting in settings {
        let slot = &board.slots[setting.slot];
        let ink = ink_on_sheet(poster, setting);
        let least = [ink.x0, ink.y0, width - ink.x1, height - ink.y1]
            .into_iter()
            .fold(f64::INFINITY, f64::min)
            / Length::mm(1.0).to_css_px();
        // A tenth of a millimetre is less than any guillotine can tell.
        if !slot.fitting.safe || least >= safe.to_mm() - 0.1 {
            continue;
        }
        let name = match slot.id.as_str() {
            "" => "fixed text".to_owned(),
            id => format!("slot `{id}`"),
        };
        let said = if safe.to_mm() > 0.0 {
            format!(
                "{name} stands {least:.1} mm from the trim but the shop wants {} mm",
                safe.to_mm()
            )
        } else {
            // On a screen nobody cuts, and a millimetre is nothing that can be measured.
            let over = match poster.sheet {
                SheetSize::Paper(_) => format!("{:.1} mm", -least),
                SheetSize::Screen(_) => format!("{:.0} px", -least * Length::mm(1.0).to_css_px()),
            };
            format!("{name} runs {over} over the edge of the sheet")
        };
        return Err(Diagnostic::error(said)
            .at(board.place(slot.range.clone()))
            .hint("choose another layout, or move the slot inwards")
            .hint("if it is meant to be cut, give it `data-safe=\"false\"`"));
    }
    Ok(())
}
