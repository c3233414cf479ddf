//! Which translation answers a language: the tag itself, then with less and less detail.

use super::{Found, Slogan, Standing, language_name};
use crate::diag::{Diagnostic, Result};
use crate::lang::Lang;

/// The translation of a slogan into a language, or into the nearest wider one: `pt-BR` is answered
/// by `pt`, `zh-TW` by `zh-Hant`, never one script by another. `campaign` is named in the message.
///
/// # Errors
/// There is no such translation.
pub fn translation(campaign: &str, slogan: &Slogan, lang: &Lang) -> Result<Found> {
    for tag in candidates(lang) {
        if let Some(found) = slogan.translations.get(&tag) {
            return Ok(Found {
                text: found.text.clone(),
                lang: lang.clone(),
                draft: found.standing == Standing::Draft,
            });
        }
    }
    let known: Vec<String> = slogan.translations.keys().cloned().collect();
    Err(Diagnostic::error(format!(
        "`{campaign}/{}` has no translation into {}",
        slogan.id,
        language_name(&lang.to_string())
    ))
    .hint(format!("it has {}", known.join(", ")))
    .hint("type the slogan itself instead, or add the language to the campaign's file"))
}

/// Tags to look for, the most detailed first.
fn candidates(lang: &Lang) -> Vec<String> {
    let language = lang.language();
    let script = match (language, lang.region()) {
        // The regions that write Chinese in traditional characters.
        ("zh", Some("TW" | "HK" | "MO")) if !lang.names_script() => Some("Hant".to_owned()),
        _ => lang.script().map(|script| script.code().to_owned()),
    };
    let mut tags = vec![lang.to_string()];
    tags.extend(script.map(|script| format!("{language}-{script}")));
    // The bare language answers only in its usual script.
    let usual: Option<Lang> = language.parse().ok();
    if usual.and_then(|lang| lang.script()) == lang.script() {
        tags.push(language.to_owned());
    }
    // Norwegian is mostly Bokmål, and the reverse.
    match language {
        "no" => tags.push("nb".to_owned()),
        "nb" => tags.push("no".to_owned()),
        _ => {}
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_lose_detail_but_never_change_script() {
        let tags = |tag: &str| candidates(&tag.parse().unwrap());
        assert_eq!(tags("pt-BR"), ["pt-BR", "pt-Latn", "pt"]);
        assert_eq!(tags("sr-Latn"), ["sr-Latn", "sr-Latn"]);
        assert_eq!(tags("zh-TW")[1], "zh-Hant");
        assert!(!tags("zh-Hant").contains(&"zh".to_owned()));
    }
}
