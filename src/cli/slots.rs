//! `--image`, `--focus` and `--qr`: pictures and codes as typed.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diag::{Diagnostic, Result};
use crate::job::{Focus, Picture, check_code, values};

/// Reads the pictures of `--image [SLOT=]FILE`.
///
/// # Errors
/// A file cannot be read; a slot is given two.
pub fn pictures(typed: &[String]) -> Result<BTreeMap<String, Picture>> {
    each(typed, "--image", |file| Picture::open(Path::new(file)))
}

/// Reads `--focus [SLOT=]X%,Y%`.
///
/// # Errors
/// It is not a point.
pub fn focus(typed: &[String]) -> Result<BTreeMap<String, Focus>> {
    each(typed, "--focus", values::focus)
}

/// Reads and checks `--qr [SLOT=]TEXT`.
///
/// # Errors
/// The text is empty, or a link that leads nowhere.
pub fn codes(typed: &[String]) -> Result<BTreeMap<String, String>> {
    each(typed, "--qr", |text| {
        check_code(text)?;
        Ok(text.trim().to_owned())
    })
}

fn each<T>(
    typed: &[String],
    option: &str,
    read: impl Fn(&str) -> Result<T>,
) -> Result<BTreeMap<String, T>> {
    let mut all = BTreeMap::new();
    for text in typed {
        let (slot, value) = split(text);
        if all.insert(slot.to_owned(), read(value)?).is_some() {
            let whose = if slot.is_empty() {
                "one slot".to_owned()
            } else {
                format!("slot `{slot}`")
            };
            return Err(
                Diagnostic::error(format!("`{option}` is given twice for {whose}"))
                    .hint(format!("name the slots: `{option} SLOT={value}`")),
            );
        }
    }
    Ok(all)
}

/// A slot's name before `=`, where it looks like one: links and paths may have that sign as well.
fn split(text: &str) -> (&str, &str) {
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || c == '-' || c == '_')
    };
    match text.split_once('=') {
        Some((slot, value)) if is_name(slot.trim()) => (slot.trim(), value),
        _ => ("", text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_told_from_a_link_with_an_equals_sign() {
        assert_eq!(
            split("link=https://a.org/?b=c"),
            ("link", "https://a.org/?b=c")
        );
        assert_eq!(split("https://a.org/?b=c"), ("", "https://a.org/?b=c"));
        assert_eq!(split("./a=b.jpg"), ("", "./a=b.jpg"));
    }
}
