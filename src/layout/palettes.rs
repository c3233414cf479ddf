//! `layouts/palettes.toml`: colours for the roles, on screen and on the press.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::color::{Cmyk, Palette, Role, Swatch};
use crate::diag::{Diagnostic, Place, Result};
use crate::library::Library;

/// The file's place in the library.
const FILE: &str = "layouts/palettes.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(default, rename = "about")]
    _about: String,
    paper: Option<Color>,
    ink: Option<Color>,
    accent: Option<Color>,
    second: Option<Color>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Color {
    rgb: String,
    /// Percent of each ink.
    cmyk: Option<[f64; 4]>,
    /// The name of an ink.
    spot: Option<String>,
}

/// Every palette of a library by name.
///
/// # Errors
/// The file is not what it should be; the message names the line.
pub fn palettes(library: &Library) -> Result<BTreeMap<String, Palette>> {
    let entries = match library.translated(FILE) {
        Some(json) => serde_json::from_slice(json)
            .map_err(|error| Diagnostic::error(format!("the palettes are broken: {error}")))?,
        None => own(library)?,
    };
    entries
        .into_iter()
        .map(|(name, entry)| {
            let colors = [
                (Role::Paper, entry.paper),
                (Role::Ink, entry.ink),
                (Role::Accent, entry.accent),
                (Role::Second, entry.second),
            ];
            let mut roles = BTreeMap::new();
            for (role, color) in colors {
                if let Some(color) = color {
                    roles.insert(role, swatch(&name, &color)?);
                }
            }
            Ok((name.clone(), Palette { name, roles }))
        })
        .collect()
}

/// The palettes that a user keeps.
fn own(library: &Library) -> Result<BTreeMap<String, Entry>> {
    let bytes = library.read(FILE).map_err(|error| {
        Diagnostic::error(format!("the palettes cannot be read: {error}")).at(Place::file(FILE))
    })?;
    let text = String::from_utf8_lossy(bytes.as_deref().unwrap_or_default()).into_owned();
    toml::from_str(&text).map_err(|error| {
        let place = Place::span(FILE, &text, error.span().unwrap_or(0..0));
        Diagnostic::error(error.message().to_owned()).at(place)
    })
}

fn swatch(palette: &str, color: &Color) -> Result<Swatch> {
    let wrong = |message: String| {
        Diagnostic::error(format!("palette `{palette}`: {message}")).at(Place::file(FILE))
    };
    let rgb = color
        .rgb
        .parse()
        .map_err(|error: crate::color::ColorError| wrong(error.to_string()))?;
    if let Some(inks) = color.cmyk
        && inks.iter().any(|ink| !(0.0..=100.0).contains(ink))
    {
        return Err(wrong(format!(
            "an ink of {inks:?} is not between 0 and 100 percent"
        )));
    }
    if let (Some(spot), None) = (&color.spot, color.cmyk) {
        return Err(wrong(format!(
            "the spot colour `{spot}` has no CMYK to stand in for it"
        ))
        .hint("add `cmyk = [0, 95, 100, 0]` beside it, from the ink maker's own table"));
    }
    let cmyk = color.cmyk.map(|[c, m, y, k]| Cmyk {
        c: c / 100.0,
        m: m / 100.0,
        y: y / 100.0,
        k: k / 100.0,
    });
    Ok(Swatch {
        rgb,
        cmyk,
        spot: color.spot.clone(),
    })
}
