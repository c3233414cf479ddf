//! Where a reader of Japanese or Chinese would breathe: the models of BudouX.
//!
//! A model weighs the six characters around a place, alone, in pairs and in threes; the place is a
//! boundary of phrases if the sum of the weights passes half of all weights (BudouX 0.10, file
//! `parser.py`).

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use crate::lang::Lang;

/// One trained model.
struct Model {
    /// By feature (`UW3`) and the characters it looks at.
    weights: HashMap<&'static str, HashMap<&'static str, i32>>,
    /// Sum of all weights.
    total: i32,
}

impl Model {
    fn parse(text: &'static str) -> Self {
        let mut model = Self {
            weights: HashMap::new(),
            total: 0,
        };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            let (feature, characters) = (columns.next(), columns.next());
            let weight = columns.next().and_then(|text| text.parse::<i32>().ok());
            if let (Some(feature), Some(characters), Some(weight)) = (feature, characters, weight) {
                model.total += weight;
                let entries = model.weights.entry(feature).or_default();
                entries.insert(characters, weight);
            }
        }
        model
    }

    fn weight(&self, feature: &str, characters: &str) -> i32 {
        let entries = self.weights.get(feature);
        entries
            .and_then(|entries| entries.get(characters))
            .copied()
            .unwrap_or(0)
    }
}

/// The model of a language, read when it is first needed; `None` for a language without one.
fn model(lang: &Lang) -> Option<&'static Model> {
    static JA: OnceLock<Model> = OnceLock::new();
    static HANS: OnceLock<Model> = OnceLock::new();
    static HANT: OnceLock<Model> = OnceLock::new();
    let traditional = lang.script().is_some_and(|script| script.code() == "Hant")
        || matches!(lang.region(), Some("TW" | "HK" | "MO"));
    match lang.language() {
        "ja" => Some(JA.get_or_init(|| Model::parse(include_str!("phrases/ja.txt")))),
        "zh" if traditional => {
            Some(HANT.get_or_init(|| Model::parse(include_str!("phrases/zh-hant.txt"))))
        }
        "zh" => Some(HANS.get_or_init(|| Model::parse(include_str!("phrases/zh-hans.txt")))),
        _ => None,
    }
}

/// Byte offsets where a phrase begins; `None` for a language that is not read in phrases.
pub fn boundaries(text: &str, lang: &Lang) -> Option<BTreeSet<usize>> {
    let model = model(lang)?;
    // Byte offset of each character, and of the end.
    let at: Vec<usize> = text
        .char_indices()
        .map(|(byte, _)| byte)
        .chain([text.len()])
        .collect();
    let count = at.len() - 1;
    let found = (1..count)
        .filter(|&i| score(model, text, &at, i) > 0)
        .map(|i| at[i]);
    Some(found.collect())
}

/// The sum of the weights around character `i`, twice, less all weights.
fn score(model: &Model, text: &str, at: &[usize], i: usize) -> i32 {
    /// Feature, first character relative to `i`, number of characters.
    const FEATURES: [(&str, isize, usize); 13] = [
        ("UW1", -3, 1),
        ("UW2", -2, 1),
        ("UW3", -1, 1),
        ("UW4", 0, 1),
        ("UW5", 1, 1),
        ("UW6", 2, 1),
        ("BW1", -2, 2),
        ("BW2", -1, 2),
        ("BW3", 0, 2),
        ("TW1", -3, 3),
        ("TW2", -2, 3),
        ("TW3", -1, 3),
        ("TW4", 0, 3),
    ];
    let seen: i32 = FEATURES
        .iter()
        .filter_map(|&(feature, from, length)| {
            let start = i.checked_add_signed(from)?;
            let end = *at.get(start + length)?;
            Some(model.weight(feature, &text[at[start]..end]))
        })
        .sum();
    2 * seen - model.total
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(text: &str, lang: &str) -> String {
        let mut out = text.to_owned();
        let found = boundaries(text, &lang.parse().unwrap()).unwrap();
        for byte in found.into_iter().rev() {
            out.insert(byte, '|');
        }
        out
    }

    #[test]
    fn phrases_are_those_of_budoux() {
        assert_eq!(
            phrases("記憶することは闘うことだ！", "ja"),
            "記憶する|ことは|闘うことだ！"
        );
        assert_eq!(phrases("今天是晴天。", "zh"), "今天|是|晴天。");
        assert_eq!(phrases("今天是晴天。", "zh-Hant"), "今天|是|晴天。");
    }

    #[test]
    fn other_languages_are_not_read_in_phrases() {
        assert_eq!(boundaries("To remember", &"en".parse().unwrap()), None);
    }
}
