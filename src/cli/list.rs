//! `pasteup layouts list`, `slogans list`, `slogans show`, `sizes`.

use serde_json::json;

use super::say;
use crate::diag::Result;
use crate::job::sizes::{GRIDS, SIZES};
use crate::layout::Layout;
use crate::library::Library;
use crate::slogans::{Campaign, Standing, language_name};
use crate::units::SheetSize;

/// Every layout: name, idea, slots, shapes.
///
/// # Errors
/// A layout of the library cannot be used.
pub fn layouts(library: &Library, as_json: bool) -> Result<()> {
    for name in Layout::names(library) {
        let layout = Layout::load(library, &name)?;
        let shapes: Vec<String> = layout
            .artboards
            .iter()
            .map(|board| shape(board.view.aspect()))
            .collect();
        let slots = layout.all_ids();
        let idea = &layout.main().idea;
        if as_json {
            say(&json!({"name": name, "idea": idea, "slots": slots, "pictures": layout.picture_ids(), "codes": layout.code_ids(), "shapes": shapes}).to_string());
        } else {
            say(&format!("{name:<12} {idea}"));
            say(&format!(
                "{:<12} slots: {}; drawn for: {}",
                "",
                slots.join(", "),
                shapes.join(", ")
            ));
        }
    }
    Ok(())
}

/// What a shape is called.
pub fn shape(aspect: f64) -> String {
    let name = if aspect > 1.05 {
        "landscape"
    } else if aspect > 0.95 {
        "square"
    } else if aspect > 0.6 {
        "portrait"
    } else {
        "story"
    };
    name.to_owned()
}

/// Every slogan, in English where it has it.
///
/// # Errors
/// A campaign of the library cannot be read.
pub fn slogans(library: &Library, as_json: bool) -> Result<()> {
    for name in Campaign::names(library) {
        let campaign = Campaign::load(library, &name)?;
        if !as_json {
            say(&format!("{}: {}", campaign.title, campaign.about));
        }
        for slogan in &campaign.slogans {
            let id = format!("{}/{}", campaign.name, slogan.id);
            let shown = slogan
                .translations
                .get("en")
                .or_else(|| slogan.translations.values().next());
            let text = shown.map_or("", |translation| translation.text.as_str());
            let langs: Vec<&str> = slogan.translations.keys().map(String::as_str).collect();
            if as_json {
                say(&json!({"id": id, "text": text, "langs": langs}).to_string());
            } else {
                say(&format!("  {id:<24} {text}  ({} languages)", langs.len()));
            }
        }
    }
    Ok(())
}

/// One slogan in all its languages.
///
/// # Errors
/// There is no such slogan.
pub fn slogan(library: &Library, id: &str) -> Result<()> {
    let (campaign, slogan) = Campaign::slogan(library, id)?;
    say(&format!("{}/{}", campaign.name, slogan.id));
    for (tag, translation) in &slogan.translations {
        let standing = match translation.standing {
            Standing::Original => "original",
            Standing::Reviewed => "reviewed",
            Standing::Draft => "draft",
        };
        say(&format!(
            "  {:<28} {}  [{standing}]",
            language_name(tag),
            translation.text
        ));
    }
    Ok(())
}

/// Every size that has a name.
pub fn sizes(as_json: bool) {
    for named in SIZES.iter().chain(GRIDS) {
        let (width, height, unit) = match named.size {
            SheetSize::Paper(size) => (size.width.to_mm(), size.height.to_mm(), "mm"),
            SheetSize::Screen(px) => (f64::from(px.width), f64::from(px.height), "px"),
        };
        let short = |n: f64| {
            let text = format!("{n:.1}");
            text.trim_end_matches(".0").to_owned()
        };
        if as_json {
            say(&json!({"name": named.name, "width": width, "height": height, "unit": unit, "about": named.about})
                .to_string());
        } else {
            let measure = format!("{} × {} {unit}", short(width), short(height));
            say(&format!("{:<15} {measure:<20} {}", named.name, named.about));
        }
    }
}
