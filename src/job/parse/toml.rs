//! TOML jobs: lists multiply, `[[poster]]` asks for single ones, `[[exclude]]` leaves out.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::{Exclude, Job, Pattern, Picture, Text, check_code, values};
use crate::diag::{Diagnostic, Place, Result, did_you_mean};

/// What a job may say, in the plural; each may be said in the singular too.
const KEYS: &[&str] = &[
    "slogans",
    "texts",
    "lang",
    "layouts",
    "sizes",
    "formats",
    "palettes",
    "dpi",
    "landscape",
    "set",
    "colors",
    "images",
    "focus",
    "qr",
    "name",
    "poster",
    "exclude",
];

/// Reads a job into its orders: the lists first, if they have a text, then each `[[poster]]`.
///
/// # Errors
/// The text is not TOML, a key is not known, or a value is of the wrong kind; the message names the
/// line.
pub fn read(file: &str, bytes: Vec<u8>, defaults: &Job, overrides: &Job) -> Result<Vec<Job>> {
    let text = super::decode(file, bytes)?;
    let source = Source { file, text: &text };
    let table = DeTable::parse(&text).map_err(|error| {
        Diagnostic::error(format!("the job is not TOML: {}", error.message()))
            .at(source.place(error.span().unwrap_or(0..0)))
            .hint("texts stand in quotes, lists in brackets: `lang = [\"en\", \"ru\"]`")
    })?;
    let table = table.get_ref();

    let mut job = defaults.clone();
    source.job(&mut job, table)?;
    super::lay_over(&mut job, overrides);
    for (span, entry) in source.tables(table, "exclude")? {
        let entry = source.exclude(entry)?;
        entry
            .check(&job)
            .map_err(|error| error.at(source.place(span)))?;
        job.exclude.push(entry);
    }
    let posters = source.tables(table, "poster")?;
    let drawing = job
        .layouts
        .iter()
        .all(|name| name.to_lowercase().ends_with(".svg"));
    let mut jobs = Vec::new();
    if !job.texts.is_empty() {
        jobs.push(job.clone());
    } else if posters.is_empty() && (drawing || !job.set.is_empty()) {
        jobs.push(Job {
            texts: vec![Text::None],
            ..job.clone()
        });
    }
    for (_, entry) in posters {
        let mut single = Job {
            texts: Vec::new(),
            ..job.clone()
        };
        // Words of its own are in a language of their own.
        if ["text", "texts"].iter().any(|key| entry.contains_key(*key)) {
            single.langs.clear();
        }
        source.job(&mut single, entry)?;
        super::lay_over(&mut single, overrides);
        if single.texts.is_empty() {
            single.texts = vec![Text::None];
        }
        jobs.push(single);
    }
    if jobs.is_empty() {
        return Err(Diagnostic::error("the job has no slogan")
            .at(Place::file(file))
            .hint("write `texts = [\"To remember is to fight!\"]`, or `slogans = [\"january-19/remember\"]`"));
    }
    Ok(jobs)
}

/// The file, for messages.
#[derive(Clone, Copy)]
struct Source<'a> {
    file: &'a str,
    text: &'a str,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl Source<'_> {
    fn place(&self, span: Range<usize>) -> Place {
        Place::span(self.file, self.text, span)
    }

    /// Lays what a table says over a job.
    fn job(&self, job: &mut Job, table: &DeTable<'_>) -> Result<()> {
        let mut texts = Vec::new();
        for (key, value) in table {
            let at = |error: Diagnostic| {
                if error.place.is_some() {
                    error
                } else {
                    error.at(self.place(value.span()))
                }
            };
            let each = || self.strings(value);
            match key.get_ref().as_ref() {
                "slogans" | "slogan" => texts.extend(each()?.into_iter().map(Text::Catalogue)),
                "texts" | "text" => texts.extend(each()?.into_iter().map(Text::Typed)),
                "lang" | "langs" => {
                    job.langs = read_all(&each()?, values::langs).map_err(at)?;
                }
                "layouts" | "layout" => job.layouts = each()?,
                "sizes" | "size" => job.sizes = each()?,
                "formats" | "format" => {
                    job.formats = read_all(&each()?, values::format).map_err(at)?;
                }
                "palettes" | "palette" => job.palettes = each()?,
                "dpi" => {
                    job.dpi = Some(values::dpi(self.number(value)?, "dpi").map_err(at)?);
                }
                "landscape" => job.landscape = self.boolean(value)?,
                "name" => job.name = Some(Pattern::parse(&self.string(value)?).map_err(at)?),
                "set" => {
                    for (slot, words) in self.table(value)? {
                        job.set
                            .insert(slot.get_ref().to_string(), self.string(words)?);
                    }
                }
                "colors" | "color" => {
                    for (role, color) in self.table(value)? {
                        let read = values::role_color(role.get_ref(), &self.string(color)?);
                        let (role, color) = read.map_err(at)?;
                        job.colors.insert(role, color);
                    }
                }
                "images" | "image" => {
                    for (slot, path) in self.by_slot(value)? {
                        let path = super::beside(self.file, &path);
                        job.pictures.insert(slot, Picture::open(&path)?);
                    }
                }
                "focus" => {
                    for (slot, point) in self.by_slot(value)? {
                        let point = values::focus(&point).map_err(at)?;
                        job.focus.insert(slot, point);
                    }
                }
                "qr" => {
                    for (slot, text) in self.by_slot(value)? {
                        check_code(&text).map_err(at)?;
                        job.codes.insert(slot, text);
                    }
                }
                "poster" | "exclude" => {}
                _ => return Err(self.unknown(key, KEYS)),
            }
        }
        if !texts.is_empty() {
            job.texts = texts;
        }
        Ok(())
    }

    fn exclude(&self, table: &DeTable<'_>) -> Result<Exclude> {
        let mut entry = Exclude::default();
        for (key, value) in table {
            let each = self.strings(value)?;
            let at = |error: Diagnostic| error.at(self.place(value.span()));
            match key.get_ref().as_ref() {
                "lang" | "langs" => {
                    let langs = read_all(&each, values::lang).map_err(at)?;
                    entry.langs = langs.iter().map(ToString::to_string).collect();
                }
                "layouts" | "layout" => entry.layouts = each,
                "sizes" | "size" => entry.sizes = each,
                "palettes" | "palette" => entry.palettes = each,
                "slogans" | "slogan" => entry.slogans = each,
                "formats" | "format" => {
                    entry.formats = read_all(&each, values::format).map_err(at)?;
                }
                _ => {
                    let keys = ["lang", "layouts", "sizes", "palettes", "slogans", "formats"];
                    return Err(self.unknown(key, &keys));
                }
            }
        }
        Ok(entry)
    }

    fn unknown(&self, key: &Spanned<std::borrow::Cow<'_, str>>, known: &[&str]) -> Diagnostic {
        let name = key.get_ref();
        let error =
            Diagnostic::error(format!("a job does not know `{name}`")).at(self.place(key.span()));
        match did_you_mean(name, known.iter().copied()) {
            Some(suggestion) => error.hint(suggestion),
            None => error.hint(format!("it knows `{}`", known.join("`, `"))),
        }
    }

    /// The tables of `[[name]]`, each with its place.
    fn tables<'t, 'i>(
        &self,
        table: &'t DeTable<'i>,
        name: &str,
    ) -> Result<Vec<(Range<usize>, &'t DeTable<'i>)>> {
        let Some(value) = table.get(name) else {
            return Ok(Vec::new());
        };
        let DeValue::Array(array) = value.get_ref() else {
            return Err(self.wrong(value, &format!("blocks that begin with `[[{name}]]`")));
        };
        array
            .iter()
            .map(|entry| Ok((entry.span(), self.table(entry)?)))
            .collect()
    }

    fn table<'t, 'i>(&self, value: &'t Value<'i>) -> Result<&'t DeTable<'i>> {
        match value.get_ref() {
            DeValue::Table(table) => Ok(table),
            _ => Err(self.wrong(
                value,
                "names with values, as in `{ note = \"19 January\" }`",
            )),
        }
    }

    /// Texts by slot; one without a slot is for the first.
    fn by_slot(&self, value: &Value<'_>) -> Result<Vec<(String, String)>> {
        match value.get_ref() {
            DeValue::String(text) => Ok(vec![(String::new(), text.to_string())]),
            _ => self
                .table(value)?
                .iter()
                .map(|(slot, text)| Ok((slot.get_ref().to_string(), self.string(text)?)))
                .collect(),
        }
    }

    fn strings(&self, value: &Value<'_>) -> Result<Vec<String>> {
        match value.get_ref() {
            DeValue::Array(array) => array.iter().map(|entry| self.string(entry)).collect(),
            _ => Ok(vec![self.string(value)?]),
        }
    }

    fn string(&self, value: &Value<'_>) -> Result<String> {
        match value.get_ref() {
            DeValue::String(text) => Ok(text.to_string()),
            _ => Err(self.wrong(value, "text in quotes")),
        }
    }

    fn number(&self, value: &Value<'_>) -> Result<f64> {
        let digits = match value.get_ref() {
            DeValue::Integer(number) => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            _ => return Err(self.wrong(value, "a number")),
        };
        digits.parse().map_err(|_| self.wrong(value, "a number"))
    }

    fn boolean(&self, value: &Value<'_>) -> Result<bool> {
        match value.get_ref() {
            DeValue::Boolean(yes) => Ok(*yes),
            _ => Err(self.wrong(value, "`true` or `false`")),
        }
    }

    fn wrong(&self, value: &Value<'_>, wanted: &str) -> Diagnostic {
        let typed = &self.text[value.span()];
        let line = typed.lines().next().unwrap_or_default();
        Diagnostic::error(format!("`{line}` stands where {wanted} should"))
            .at(self.place(value.span()))
    }
}

fn read_all<T>(texts: &[String], read: impl Fn(&str) -> Result<T>) -> Result<Vec<T>> {
    texts.iter().map(|text| read(text)).collect()
}
