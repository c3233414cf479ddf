//! Combinations that are left out.

use super::{Format, Job, Poster};
use crate::diag::{Diagnostic, Result, did_you_mean};

/// A combination that is left out: a poster that matches in everything that is named here. A list
/// that is empty matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exclude {
    /// Language tags; `zh` is also `zh-Hant`.
    pub langs: Vec<String>,
    /// Names of layouts.
    pub layouts: Vec<String>,
    /// Sizes as the job has them.
    pub sizes: Vec<String>,
    /// Names of palettes, or `own`.
    pub palettes: Vec<String>,
    /// Slogans of the catalogue.
    pub slogans: Vec<String>,
    /// Formats.
    pub formats: Vec<Format>,
}

impl Exclude {
    /// Whether a file is left out. `id` is the slogan's name in the catalogue.
    pub fn matches(&self, poster: &Poster, id: Option<&str>, format: Format) -> bool {
        let lang = poster.lang.to_string();
        let palette = match poster.palette.name.as_str() {
            "" => "own",
            name => name,
        };
        any(&self.langs, |tag| {
            lang == *tag
                || lang
                    .strip_prefix(tag)
                    .is_some_and(|rest| rest.starts_with('-'))
        }) && any(&self.layouts, |name| *name == poster.layout.name)
            && any(&self.sizes, |size| size.eq_ignore_ascii_case(&poster.size))
            && any(&self.palettes, |name| name == palette)
            && any(&self.slogans, |slogan| Some(slogan.as_str()) == id)
            && any(&self.formats, |one| *one == format)
    }

    /// Checks that the job has what is left out of it: else a slip of the finger would go unseen.
    ///
    /// # Errors
    /// A layout, size, palette or slogan that the job does not have.
    pub fn check(&self, job: &Job) -> Result<()> {
        let slogans: Vec<String> = job
            .texts
            .iter()
            .filter_map(|text| match text {
                super::Text::Catalogue(id) => Some(id.clone()),
                _ => None,
            })
            .collect();
        for (what, named, known) in [
            ("layout", &self.layouts, &job.layouts),
            ("size", &self.sizes, &job.sizes),
            ("palette", &self.palettes, &job.palettes),
            ("slogan", &self.slogans, &slogans),
        ] {
            for name in named {
                if !known.iter().any(|one| one.eq_ignore_ascii_case(name)) {
                    let error = Diagnostic::error(format!(
                        "`exclude` leaves out the {what} `{name}`, which the job does not have"
                    ));
                    return Err(match did_you_mean(name, known.iter().map(String::as_str)) {
                        Some(suggestion) => error.hint(suggestion),
                        None => error,
                    });
                }
            }
        }
        Ok(())
    }
}

fn any<T>(list: &[T], test: impl Fn(&T) -> bool) -> bool {
    list.is_empty() || list.iter().any(test)
}
