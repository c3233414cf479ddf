//! How the sheets of a banner look: as the slogan of the layout that was asked for.

use std::fmt::Write as _;

use crate::color::{Rgb, Role};
use crate::job::Poster;
use crate::layout::{Case, Slot, escape};
use crate::units::Size;

/// The look of a layout's slogan.
pub struct Style {
    families: String,
    weight: u16,
    case: &'static str,
    paper: Rgb,
    ink: Rgb,
    emphasis: Rgb,
}

impl Style {
    /// That of a poster.
    pub fn of(poster: &Poster) -> Self {
        const LEAST_CONTRAST: f64 = 4.5;
        let board = poster.artboard();
        let slot = board.slots.iter().find(|slot| slot.id == "slogan");
        let style = slot.map_or_else(Default::default, |slot| slot.style.clone());
        let (white, black) = (Rgb::new(255, 255, 255), Rgb::new(0, 0, 0));
        let color = |role| board.color(role, &poster.palette);
        let paper = color(Role::Paper).unwrap_or(white);
        let plain = if paper.contrast(black) >= paper.contrast(white) {
            black
        } else {
            white
        };
        // Letters that stand on something else in the layout may not be readable on its paper.
        let readable =
            |found: Option<Rgb>| found.filter(|color| color.contrast(paper) >= LEAST_CONTRAST);
        let own = |slot: &Slot| slot.classes.split_whitespace().find_map(Role::from_class);
        let ink =
            readable(slot.and_then(own).and_then(color)).or_else(|| readable(color(Role::Ink)));
        let ink = ink.unwrap_or(plain);
        Self {
            families: style
                .families
                .iter()
                .map(|family| format!("'{}'", escape(family)))
                .collect::<Vec<_>>()
                .join(","),
            weight: style.weight,
            case: match style.case {
                Case::AsTyped => "none",
                Case::Upper => "uppercase",
                Case::Lower => "lowercase",
            },
            paper,
            ink,
            emphasis: readable(color(Role::Accent)).unwrap_or(ink),
        }
    }

    /// One line of letters from a point of the baseline.
    pub fn letters(&self, sheet: Size, (x, y): (f64, f64), size: f64) -> String {
        let mut svg = head(sheet);
        let _ = write!(
            svg,
            "<style>.paper{{fill:{}}}.ink{{fill:{}}}.emphasis{{fill:{}}}</style>\
             <rect class=\"paper\" width=\"{}\" height=\"{}\"/>\
             <text class=\"ink\" data-slot=\"slogan\" data-fit=\"keep\" x=\"{x:.4}\" y=\"{y:.4}\" \
             font-family=\"{}\" font-weight=\"{}\" font-size=\"{size:.4}\" \
             style=\"text-transform:{}\">A</text></svg>",
            self.paper,
            self.ink,
            self.emphasis,
            sheet.width.to_mm(),
            sheet.height.to_mm(),
            self.families,
            self.weight,
            self.case,
        );
        svg
    }

    /// The whole slogan below the middle, in black on white paper.
    pub fn back(&self, sheet: Size) -> String {
        let (width, height) = (sheet.width.to_mm(), sheet.height.to_mm());
        let side = width.min(height);
        let mut svg = head(sheet);
        let _ = write!(
            svg,
            "<rect data-slot=\"slogan\" data-fit=\"shrink\" data-lines=\"1..8\" data-valign=\"top\" \
             x=\"{:.3}\" y=\"{:.3}\" width=\"{:.3}\" height=\"{:.3}\" font-family=\"{}\" \
             font-weight=\"{}\" font-size=\"{:.3}\" style=\"text-anchor:middle;line-height:1.15\"/></svg>",
            width * 0.12,
            height * 0.66,
            width * 0.76,
            height * 0.26,
            self.families,
            self.weight,
            side * 0.06,
        );
        svg
    }
}

fn head(sheet: Size) -> String {
    let (width, height) = (sheet.width.to_mm(), sheet.height.to_mm());
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}mm\" height=\"{height}mm\" \
         viewBox=\"0 0 {width} {height}\">"
    )
}
