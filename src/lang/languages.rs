//! The languages that CLDR names, from `languages.tsv`.

use std::sync::LazyLock;

use super::Script;

/// One row a language: tag, usual script, name in English, name in the language itself.
const TABLE: &str = include_str!("languages.tsv");

/// A language that Pasteup knows by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownLanguage {
    /// The BCP 47 tag: a language, or a language with a script.
    pub tag: &'static str,
    /// ISO 15924 code of the script in which it is usually written.
    pub script: &'static str,
    /// Its name in English.
    pub english: &'static str,
    /// Its name in itself; empty where CLDR has none.
    pub own: &'static str,
}

/// The rows, taken apart when a language is first asked for.
static ROWS: LazyLock<Vec<KnownLanguage>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let mut columns = line.split('\t');
        let (tag, script) = (columns.next()?, columns.next()?);
        let (english, own) = (columns.next()?, columns.next()?);
        Some(KnownLanguage {
            tag,
            script,
            english,
            own,
        })
    };
    TABLE.lines().filter_map(row).collect()
});

/// Every language that is known by name, sorted by tag.
pub fn known() -> impl Iterator<Item = KnownLanguage> {
    ROWS.iter().copied()
}

/// The row of a tag, for example `sr` or `sr-Latn`.
pub fn find(tag: &str) -> Option<KnownLanguage> {
    let at = ROWS.binary_search_by_key(&tag, |row| row.tag).ok()?;
    Some(ROWS[at])
}

/// The script in which a language is usually written.
pub(super) fn usual_script(language: &str) -> Option<Script> {
    find(language).and_then(|row| Script::from_iso15924(row.script))
}
