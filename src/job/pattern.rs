//! File names by a pattern: `{lang}/{slogan}-{size}`.

use super::{Format, Poster, name};
use crate::diag::{Diagnostic, Result, did_you_mean};

/// What may stand between braces, apart from the names of slots.
pub const PLACEHOLDERS: [(&str, &str); 9] = [
    ("slogan", "the words in Latin letters"),
    ("text", "the words in their own script"),
    (
        "id",
        "the slogan's name in the catalogue, or the words in Latin letters",
    ),
    ("lang", "the language tag"),
    ("layout", "the layout"),
    ("size", "the size"),
    ("palette", "the palette; `own` for the layout's own colours"),
    ("format", "png, pdf, svg, jpeg or webp"),
    ("row", "the row of the sheet"),
];

/// A pattern for names of files, without their ending. A `/` makes a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    typed: String,
    parts: Vec<Part>,
    row: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Plain(String),
    Value(String),
}

impl Pattern {
    /// Reads a pattern. What stands between braces is checked by [`Pattern::check`], when the
    /// slots are known.
    ///
    /// # Errors
    /// A brace without its partner, or a character that some system does not take in a name.
    pub fn parse(typed: &str) -> Result<Self> {
        let wrong = |what: String| {
            Diagnostic::error(format!("the name `{typed}` {what}"))
                .hint("for example `{lang}/{slogan}-{size}`")
        };
        let mut parts = Vec::new();
        let mut rest = typed.trim();
        // The ending comes by itself.
        rest = rest.strip_suffix(".{format}").unwrap_or(rest);
        while !rest.is_empty() {
            let (plain, after) = match rest.split_once('{') {
                Some((plain, after)) => (plain, Some(after)),
                None => (rest, None),
            };
            if let Some(bad) = plain.chars().find(|&c| !may_stand(c) && c != '/') {
                return Err(wrong(format!("has `{bad}`, which not every system takes")));
            }
            if !plain.is_empty() {
                parts.push(Part::Plain(plain.to_owned()));
            }
            rest = match after {
                None => "",
                Some(after) => {
                    let (value, rest) = after
                        .split_once('}')
                        .ok_or_else(|| wrong("has a `{` without its `}`".to_owned()))?;
                    parts.push(Part::Value(value.trim().to_lowercase()));
                    rest
                }
            };
        }
        let outside = typed.starts_with('/') || typed.split('/').any(|step| step == "..");
        if outside || parts.is_empty() || typed.ends_with('/') {
            return Err(wrong("does not name a file below the folder".to_owned()));
        }
        Ok(Self {
            typed: typed.to_owned(),
            parts,
            row: None,
        })
    }

    /// The pattern for one row of a sheet.
    #[must_use]
    pub fn for_row(mut self, row: Option<usize>) -> Self {
        self.row = row;
        self
    }

    /// Whether a value stands in the names.
    pub fn has(&self, placeholder: &str) -> bool {
        self.parts
            .iter()
            .any(|part| matches!(part, Part::Value(value) if value == placeholder))
    }

    /// Checks that everything between braces is a value or one of these slots.
    ///
    /// # Errors
    /// A name that is neither.
    pub fn check<'a>(&self, slots: impl IntoIterator<Item = &'a str>) -> Result<()> {
        let mut known: Vec<&str> = PLACEHOLDERS.iter().map(|(name, _)| *name).collect();
        known.extend(slots);
        for part in &self.parts {
            if let Part::Value(value) = part
                && !known.contains(&value.as_str())
            {
                let typed = &self.typed;
                let error = Diagnostic::error(format!(
                    "the name `{typed}` asks for `{{{value}}}`, which is not known"
                ));
                return Err(match did_you_mean(value, known.iter().copied()) {
                    Some(suggestion) => error.hint(suggestion),
                    None => error.hint(format!("there is `{{{}}}`", known.join("}`, `{"))),
                });
            }
        }
        Ok(())
    }

    /// The name of a file. `id` is the slogan's in the catalogue, `size` as names have it.
    pub fn fill(&self, poster: &Poster, id: Option<&str>, size: &str, format: Format) -> String {
        let mut filled = String::new();
        for part in &self.parts {
            match part {
                Part::Plain(plain) => filled.push_str(plain),
                Part::Value(value) => {
                    filled.push_str(&self.value(value, poster, id, size, format));
                }
            }
        }
        filled
    }

    fn value(
        &self,
        name: &str,
        poster: &Poster,
        id: Option<&str>,
        size: &str,
        format: Format,
    ) -> String {
        let words = |slot: &str| poster.words.get(slot).map(|words| words.text.as_str());
        match name {
            "text" => own_script(&poster.title),
            "id" => id.map_or_else(
                || name::slug(&poster.title),
                |id| name::slug(id.rsplit('/').next().unwrap_or(id)),
            ),
            "slogan" => name::slug(words("slogan").unwrap_or(&poster.title)),
            "lang" => poster.lang.to_string(),
            "layout" => name::slug(&poster.layout.name),
            "size" => size.to_owned(),
            "palette" if poster.palette.name.is_empty() => "own".to_owned(),
            "palette" => name::slug(&poster.palette.name),
            "format" => format.extension().to_owned(),
            "row" => self
                .row
                .map_or_else(|| "0".to_owned(), |row| row.to_string()),
            slot => words(slot).map_or_else(|| "none".to_owned(), name::slug),
        }
    }
}

/// Longest part of a name in its own script, in bytes: systems take 255 for the whole.
const LONGEST: usize = 180;

/// Words as part of a file name in their own script, without what a system does not take.
fn own_script(text: &str) -> String {
    let joined = text
        .split(|c: char| !may_stand(c) || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    let mut end = joined.len().min(LONGEST);
    while !joined.is_char_boundary(end) {
        end -= 1;
    }
    let short = joined[..end].trim_matches(['-', '.']);
    if short.is_empty() {
        "poster".to_owned()
    } else {
        short.to_owned()
    }
}

/// Whether every system takes a character in the name of a file.
fn may_stand(c: char) -> bool {
    !c.is_control() && !"/\\:*?\"<>|{}!".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_read_and_refused() {
        assert!(
            Pattern::parse("{lang}/{slogan}-{size}")
                .unwrap()
                .has("size")
        );
        assert_eq!(
            Pattern::parse("{slogan}.{format}").unwrap().parts,
            [Part::Value("slogan".to_owned())]
        );
        for bad in ["", "/x", "../x", "a/", "{lang", "a:b", "a/../b"] {
            assert!(Pattern::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_unknown_value_is_refused_with_advice() {
        let error = Pattern::parse("{langg}")
            .unwrap()
            .check(["note"])
            .unwrap_err();
        assert_eq!(error.hints, ["did you mean `lang`?"]);
        assert!(Pattern::parse("{note}").unwrap().check(["note"]).is_ok());
    }

    #[test]
    fn words_keep_their_script_when_asked() {
        assert_eq!(
            own_script("Помнить — значит бороться!"),
            "Помнить-—-значит-бороться"
        );
        assert_eq!(own_script("???"), "poster");
        assert!(own_script(&"слово ".repeat(90)).len() <= LONGEST);
    }
}
