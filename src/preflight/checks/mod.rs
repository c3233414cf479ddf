//! What each check says, one file a field: figures in, sentences out.

#![expect(
    clippy::unnecessary_wraps,
    reason = "a check may have nothing to say, so all of them have the signature of the table"
)]

pub(super) mod boxes;
pub(super) mod color;
pub(super) mod content;
pub(super) mod file;
pub(super) mod fonts;
pub(super) mod private;
pub(super) mod standard;

use crate::units::Length;

/// `3 mm`, `0.1 mm`: at most two decimals, none that is zero.
fn mm(length: Length) -> String {
    format!("{} mm", decimals(length.to_mm(), 2))
}

/// A number with at most so many decimals, none that is zero.
fn decimals(number: f64, most: usize) -> String {
    let text = format!("{number:.most$}");
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// `1 line`, `3 lines`.
fn count(number: usize, one: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {one}s")
    }
}

/// `a`, `a and b`, `a, b and c`; what is beyond five is counted.
fn list(items: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let items: Vec<String> = items
        .into_iter()
        .map(|item| item.as_ref().to_owned())
        .collect();
    match items.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] if items.len() <= 5 => format!("{} and {last}", head.join(", ")),
        many => format!("{} and {} more", many[..4].join(", "), many.len() - 4),
    }
}

/// Text of a file as it can stand in a message: one line, at most 60 characters, in backticks.
fn quoted(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let clean = clean.trim().replace('`', "'");
    if clean.chars().count() <= 60 {
        return format!("`{clean}`");
    }
    let head: String = clean.chars().take(59).collect();
    format!("`{head}…`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_as_short_as_they_are_exact() {
        assert_eq!(mm(Length::mm(3.0)), "3 mm");
        assert_eq!(mm(Length::inch(0.125)), "3.17 mm");
        assert_eq!(decimals(-0.001, 2), "0");
        assert_eq!(decimals(300.0, 0), "300");
        assert_eq!(list(["a", "b", "c"]), "a, b and c");
        assert_eq!(
            list(["a", "b", "c", "d", "e", "f"]),
            "a, b, c, d and 2 more"
        );
        assert_eq!(quoted("a\nb`c"), "`a b'c`");
    }
}
