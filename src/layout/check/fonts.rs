//! Faces that nobody has.

use std::collections::BTreeSet;

use super::super::SlotContent;
use super::Checker;
use crate::diag::Diagnostic;

impl Checker<'_> {
    /// Faces that nobody has.
    pub(super) fn fonts(&self, known: &dyn Fn(&str) -> bool) -> Vec<Diagnostic> {
        const GENERIC: [&str; 6] = [
            "serif",
            "sans-serif",
            "monospace",
            "cursive",
            "fantasy",
            "system-ui",
        ];
        let mut said = BTreeSet::new();
        let mut found = Vec::new();
        let words = self
            .board
            .slots
            .iter()
            .filter(|slot| matches!(slot.content, SlotContent::Fill | SlotContent::Fixed(_)));
        for slot in words {
            let families = &slot.style.families;
            let there = |name: &String| known(name) || GENERIC.contains(&name.as_str());
            let Some(missing) = families.first().filter(|name| !there(name)) else {
                continue;
            };
            if !said.insert(missing.clone()) {
                continue;
            }
            found.push(if families.iter().any(there) {
                self.advice(
                    slot.range.clone(),
                    format!("there is no font `{missing}`; the next one in the list is taken"),
                )
                .hint("put the font file into the `fonts` folder of a library, or name one of `fonts/catalogue.toml`")
            } else {
                self.error(slot.range.clone(), format!("there is no font `{missing}`"))
                    .hint("put the font file into the `fonts` folder of a library, or name one of `fonts/catalogue.toml`")
            });
        }
        found
    }
}
