//! What every sheet for a printer at home says: print at 100 %.

use super::Lang;

/// One row a language: tag, standing, phrase. Lines with `#` explain.
const TABLE: &str = include_str!("print_at_100.tsv");

/// Tag and phrase of every row.
fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            Some((columns.next()?, columns.nth(1)?))
        })
}

/// `Print at 100 %` in a language, or in English where it is not known yet, and the language that
/// it is in.
pub fn print_at_100(lang: &Lang) -> (Lang, &'static str) {
    let found = candidates(lang)
        .iter()
        .find_map(|wanted| rows().find(|(tag, _)| tag == wanted))
        .unwrap_or(("en", "Print at 100 %"));
    (found.0.parse().unwrap_or(Lang::UNKNOWN), found.1)
}

/// Tags that would do, the nearest first. Chinese of these regions is written in traditional
/// characters (CLDR, likely subtags).
fn candidates(lang: &Lang) -> Vec<String> {
    let language = lang.language();
    let traditional = language == "zh" && matches!(lang.region(), Some("TW" | "HK" | "MO"));
    let script = match lang.script() {
        Some(script) if lang.names_script() => Some(script.code().to_owned()),
        _ => traditional.then(|| "Hant".to_owned()),
    };
    let mut tags = vec![lang.to_string()];
    tags.extend(script.map(|script| format!("{language}-{script}")));
    tags.push(language.to_owned());
    tags
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Script;

    fn phrase(tag: &str) -> (String, &'static str) {
        let (lang, phrase) = print_at_100(&tag.parse().unwrap());
        (lang.to_string(), phrase)
    }

    #[test]
    fn the_nearest_language_is_taken() {
        assert_eq!(
            phrase("sr-Latn"),
            ("sr-Latn".to_owned(), "Štampati u razmeri 100 %")
        );
        assert_eq!(phrase("sr"), ("sr".to_owned(), "Штампати у размери 100 %"));
        assert_eq!(phrase("zh-TW"), ("zh-Hant".to_owned(), "以 100% 列印"));
        assert_eq!(phrase("zh-Hans"), ("zh".to_owned(), "按 100% 打印"));
        assert_eq!(phrase("de-AT").0, "de");
        assert_eq!(phrase("yo"), ("en".to_owned(), "Print at 100 %"));
        assert_eq!(phrase("und").0, "en");
    }

    #[test]
    fn every_row_has_a_tag_a_standing_and_a_phrase_in_its_script() {
        let lines: Vec<Vec<&str>> = TABLE
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split('\t').collect())
            .collect();
        assert!(lines.is_sorted_by_key(|columns| columns[0]));
        for columns in &lines {
            let [tag, standing, phrase] = columns[..] else {
                panic!("{columns:?}");
            };
            let lang: Lang = tag.parse().unwrap();
            assert_eq!(lang.to_string(), tag);
            assert!(
                ["original", "reviewed", "draft"].contains(&standing),
                "{tag}"
            );
            let hundred = ["100", "۱۰۰", "١٠٠", "১০০", "१००"];
            assert!(
                hundred.iter().any(|digits| phrase.contains(digits)),
                "{phrase}"
            );
            assert!(phrase.contains(['%', '٪', '％']), "{phrase}");
            let latin = phrase.chars().any(|c| c.is_ascii_alphabetic());
            assert_eq!(
                latin,
                lang.script() == Some(Script::LATIN),
                "{tag}: {phrase}"
            );
        }
    }
}
