//! What the page asks for, as JSON, understood as a job.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diag::{Diagnostic, Result};
use crate::job::{Edges, Format, Job, Picture, Text, check_code};
use crate::lang::LangError;

/// Longest text of one slot, in bytes: the walls of names that people hang have some hundreds.
const LONGEST: usize = 20_000;

/// A poster as the page describes it; absent fields are what `make` takes by default.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Asked {
    /// The slogan as typed.
    pub text: String,
    /// A layout by name, or the watched file.
    pub layout: String,
    /// A size, as on the command line.
    pub size: String,
    /// Whether paper lies.
    pub landscape: bool,
    /// Tags of BCP 47 with `+` between them; empty leaves it to the text.
    pub lang: String,
    /// A palette; empty for the layout's own colours.
    pub palette: String,
    /// Words for other slots.
    pub set: BTreeMap<String, String>,
    /// Pictures by their slots, as the studio named them when they came.
    pub images: BTreeMap<String, String>,
    /// Words of QR codes by their slots.
    pub codes: BTreeMap<String, String>,
    /// A format by its ending; for previews of no account.
    pub format: String,
    /// A kind of file beside the plain formats.
    pub finish: String,
}

impl Asked {
    /// Reads a request.
    ///
    /// # Errors
    /// It is not JSON of this form, or a text is too long.
    pub fn parse(json: &[u8]) -> Result<Self> {
        let asked: Self = serde_json::from_slice(json).map_err(|error| {
            Diagnostic::error(format!("the request is not understood: {error}"))
        })?;
        let slots = asked.set.iter().chain(&asked.codes);
        let texts = std::iter::once(("slogan", &asked.text))
            .chain(slots.map(|(slot, text)| (slot.as_str(), text)));
        for (slot, text) in texts {
            if text.len() > LONGEST {
                return Err(Diagnostic::error(format!(
                    "the text of slot `{slot}` has {} bytes, and {LONGEST} is the most",
                    text.len()
                ))
                .hint("say it shorter"));
            }
        }
        Ok(asked)
    }

    /// The job of one file. The pictures are those that [`Asked::images`] names.
    ///
    /// # Errors
    /// A language or a format that is not known.
    pub fn job(
        &self,
        format: Format,
        edges: Edges,
        pictures: BTreeMap<String, Picture>,
    ) -> Result<Job> {
        let text = if self.text.trim().is_empty() {
            Text::None
        } else {
            Text::Typed(self.text.clone())
        };
        let langs = if self.lang.is_empty() {
            Vec::new()
        } else {
            vec![self.lang.parse().map_err(|error: LangError| {
                Diagnostic::error(error.to_string()).hint("choose a language from the list")
            })?]
        };
        for (slot, text) in &self.codes {
            check_code(text).map_err(|error| Diagnostic {
                message: format!("slot `{slot}`: {}", error.message),
                ..error
            })?;
        }
        let codes = self.codes.iter();
        // A field that is left empty is a slot that is left out, as when it is not named at all.
        let filled = |(_, text): &(&String, &String)| !text.trim().is_empty();
        let owned = |(slot, text): (&String, &String)| (slot.clone(), text.clone());
        Ok(Job {
            texts: vec![text],
            layouts: vec![self.layout.clone()],
            sizes: vec![self.size.clone()],
            landscape: self.landscape,
            formats: vec![format],
            langs,
            palettes: one(&self.palette),
            set: self.set.iter().filter(filled).map(owned).collect(),
            pictures,
            codes: codes
                .map(|(slot, text)| (slot.clone(), text.trim().to_owned()))
                .collect(),
            edges,
            ..Job::default()
        })
    }
}

fn one(name: &str) -> Vec<String> {
    let named = (!name.is_empty()).then(|| name.to_owned());
    named.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_empty_is_left_out() {
        let json = r#"{"text": "ዝክር", "layout": "bold", "size": "a4", "set": {"note": " "}}"#;
        let job = Asked::parse(json.as_bytes()).unwrap();
        let job = job
            .job(Format::Svg, Edges::default(), BTreeMap::new())
            .unwrap();
        assert_eq!(job.texts, [Text::Typed("ዝክር".to_owned())]);
        assert!(job.set.is_empty() && job.langs.is_empty() && job.palettes.is_empty());
    }

    #[test]
    fn a_text_without_end_is_refused() {
        let json = format!(r#"{{"text": "{}"}}"#, "x".repeat(LONGEST + 1));
        let error = Asked::parse(json.as_bytes()).unwrap_err();
        assert!(error.message.contains("20000 is the most"), "{error:?}");
    }
}
