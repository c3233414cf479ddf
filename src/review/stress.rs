//! The stress board: the shortest and the longest slogans of twelve scripts in every shape.

use super::{Cell, Fill, with_samples};
use crate::diag::Result;
use crate::fonts::Fonts;
use crate::job::{Job, Text, expand};
use crate::lang::Lang;
use crate::library::Library;
use crate::slogans::Campaign;

/// Languages of twelve scripts: they stress width, height, marks and breaks in their own ways.
const LANGS: [&str; 12] = [
    "en", "ru", "el", "hy", "ka", "he", "ar", "hi", "ta", "th", "am", "ja",
];

/// Shapes from one to three to three to one, as sizes that `make` would take.
pub const SHAPES: [&str; 6] = [
    "600x1800px",
    "900x1600px",
    "1000x1414px",
    "1200x1200px",
    "1600x900px",
    "1800x600px",
];

/// All posters of the board, in rows of twenty-four: one row a shape, two columns a script. `layout`
/// is a name or a file.
///
/// # Errors
/// There is no such layout, or the library has no slogans.
pub fn stress(layout: &str, library: &Library, fonts: &mut Fonts) -> Result<Vec<Cell>> {
    let mut cells = Vec::new();
    for shape in SHAPES {
        for lang in LANGS {
            let [short, long] = extremes(library, lang)?;
            for (text, fill) in [(short, Fill::Needed), (long, Fill::All)] {
                let job = Job {
                    texts: vec![Text::Typed(text)],
                    layouts: vec![layout.to_owned()],
                    sizes: vec![shape.to_owned()],
                    langs: lang
                        .parse::<Lang>()
                        .ok()
                        .map(Into::into)
                        .into_iter()
                        .collect(),
                    ..Job::default()
                };
                for planned in expand(&job, library)? {
                    fonts.add(&planned.poster.layout.fonts)?;
                    let poster = with_samples(&planned.poster, fill);
                    cells.push(Cell::new(&poster, lang.to_owned(), fonts));
                }
            }
        }
    }
    Ok(cells)
}

/// The shortest and the longest slogan that the library has in a language.
fn extremes(library: &Library, lang: &str) -> Result<[String; 2]> {
    let mut texts: Vec<String> = Vec::new();
    for name in Campaign::names(library) {
        let campaign = Campaign::load(library, &name)?;
        let found = campaign.slogans.into_iter();
        texts.extend(found.filter_map(|mut slogan| Some(slogan.translations.remove(lang)?.text)));
    }
    texts.sort_by_key(|text| (text.chars().count(), text.clone()));
    let short = texts.first().cloned().unwrap_or_else(|| "19".to_owned());
    let long = texts.last().cloned().unwrap_or_else(|| short.clone());
    Ok([short, long])
}
