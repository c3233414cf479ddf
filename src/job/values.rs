//! Single values as people write them, on the command line and in job files.

use super::{Focus, FocusError, Format, FormatError, Langs};
use crate::color::{Rgb, Role};
use crate::diag::{Diagnostic, Result, did_you_mean};
use crate::lang::{Lang, LangError};
use crate::slogans::{language_name, nearest_language};
use crate::units::Dpi;

/// Reads a point of a picture.
///
/// # Errors
/// It is not two shares.
pub fn focus(text: &str) -> Result<Focus> {
    text.parse().map_err(|error: FocusError| {
        Diagnostic::error(error.to_string())
            .hint("write how far it is from the left and from the top: `50%,30%`")
    })
}

/// Reads a language tag.
///
/// # Errors
/// It is not a tag, or of no language that is known.
pub fn lang(tag: &str) -> Result<Lang> {
    tag.parse().map_err(|error: LangError| {
        let message = Diagnostic::error(error.to_string());
        match nearest_language(&error) {
            Some(near) => {
                let name = language_name(near);
                message.hint(format!("did you mean `{near}`, {name}?"))
            }
            None => message.hint("use a tag of BCP 47, such as `fr`, `pt-BR` or `sr-Latn`"),
        }
    })
}

/// Reads language tags that share a poster: `ar`, or `ar+en`.
///
/// # Errors
/// As [`lang`].
pub fn langs(tags: &str) -> Result<Langs> {
    let mut tags = tags.split('+').map(lang);
    Ok(Langs {
        first: tags.next().unwrap_or_else(|| lang(""))?,
        others: tags.collect::<Result<_>>()?,
    })
}

/// Reads a format.
///
/// # Errors
/// There is no such format.
pub fn format(text: &str) -> Result<Format> {
    text.parse().map_err(|error: FormatError| {
        let names = Format::ALL.map(Format::extension);
        let message = Diagnostic::error(error.to_string());
        match did_you_mean(text, names) {
            Some(suggestion) => message.hint(suggestion),
            None => message.hint(format!("the formats are `{}`", names.join("`, `"))),
        }
    })
}

/// Checks a resolution; `said` is how it was asked for, for the message.
///
/// # Errors
/// It is out of all proportion.
pub fn dpi(number: f64, said: &str) -> Result<Dpi> {
    if (10.0..=2400.0).contains(&number) {
        Ok(Dpi(number))
    } else {
        Err(
            Diagnostic::error(format!("`{said} {number}` is not between 10 and 2400"))
                .hint("300 prints well up to A3, 150 from A2 up"),
        )
    }
}

/// Reads `ROLE=#rrggbb`.
///
/// # Errors
/// There is no such role, or the colour cannot be read.
pub fn color(text: &str) -> Result<(Role, Rgb)> {
    let Some((role, value)) = text.split_once('=') else {
        return Err(
            Diagnostic::error(format!("`{text}` does not say which colour of what"))
                .hint("write `--color ink=#d4001a`"),
        );
    };
    role_color(role, value)
}

/// Reads a role and its colour.
///
/// # Errors
/// There is no such role, or the colour cannot be read.
pub fn role_color(role: &str, value: &str) -> Result<(Role, Rgb)> {
    let roles = Role::ALL.map(Role::class);
    let known = Role::from_class(role.trim()).ok_or_else(|| {
        let error = Diagnostic::error(format!("there is no colour role `{role}`"));
        match did_you_mean(role, roles) {
            Some(suggestion) => error.hint(suggestion),
            None => error.hint(format!("the roles are `{}`", roles.join("`, `"))),
        }
    })?;
    let rgb = value
        .trim()
        .parse()
        .map_err(|error: crate::color::ColorError| Diagnostic::error(error.to_string()))?;
    Ok((known, rgb))
}
