//! What a job says about slots, held against the slots that its layouts have.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Job, Picture};
use crate::diag::{Diagnostic, Result, did_you_mean};
use crate::layout::Layout;

/// A kind of slot, in the user's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Picture,
    Code,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Text, Self::Picture, Self::Code];

    fn ids(self, layout: &Layout) -> Vec<&str> {
        match self {
            Self::Text => layout.slot_ids(),
            Self::Picture => layout.picture_ids(),
            Self::Code => layout.code_ids(),
        }
    }

    /// How such a slot is called after `has a slot`.
    const fn called(self) -> &'static str {
        match self {
            Self::Text => "slot",
            Self::Picture => "slot for a picture",
            Self::Code => "slot for a QR code",
        }
    }

    /// What it takes, and the option that gives it.
    const fn taken(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("words", "--set SLOT=TEXT"),
            Self::Picture => ("a picture", "--image SLOT=FILE"),
            Self::Code => ("a QR code", "--qr SLOT=TEXT"),
        }
    }
}

/// Every slot that is named is one of the right kind in at least one of the layouts.
pub fn check(job: &Job, layouts: &[Arc<Layout>]) -> Result<()> {
    let named = [
        (Kind::Text, job.set.keys().collect::<Vec<_>>()),
        (
            Kind::Picture,
            job.pictures.keys().chain(job.focus.keys()).collect(),
        ),
        (Kind::Code, job.codes.keys().collect()),
    ];
    for (kind, names) in named {
        let known: Vec<&str> = layouts.iter().flat_map(|layout| kind.ids(layout)).collect();
        for name in names {
            let found = if name.is_empty() {
                !known.is_empty()
            } else {
                known.contains(&name.as_str())
            };
            if !found {
                return Err(unknown(kind, name, &known, layouts));
            }
        }
    }
    Ok(())
}

fn unknown(kind: Kind, name: &str, known: &[&str], layouts: &[Arc<Layout>]) -> Diagnostic {
    let called = kind.called();
    if name.is_empty() {
        return Diagnostic::error(format!("no layout that was asked for has a {called}"))
            .hint("`pasteup layouts list` names the slots of every layout; `portrait` has both");
    }
    let other = Kind::ALL
        .into_iter()
        .filter(|other| *other != kind)
        .find(|other| {
            layouts
                .iter()
                .any(|layout| other.ids(layout).contains(&name))
        });
    if let Some(other) = other {
        let (takes, option) = other.taken();
        return Diagnostic::error(format!(
            "slot `{name}` takes {takes}, not {}",
            kind.taken().0
        ))
        .hint(format!("use `{}`", option.replace("SLOT", name)));
    }
    let error = Diagnostic::error(format!(
        "no layout that was asked for has a {called} `{name}`"
    ));
    match did_you_mean(name, known.iter().copied()) {
        Some(suggestion) => error.hint(suggestion),
        None if known.is_empty() => error.hint(match kind {
            Kind::Text => "these layouts have no slots for text".to_owned(),
            _ => format!("these layouts have no {called}; `pasteup layouts list` says which have"),
        }),
        None => error.hint(format!("their slots are `{}`", known.join("`, `"))),
    }
}

/// The pictures of a job that one layout shows, by the names of its slots.
pub fn pictures(job: &Job, layout: &Layout) -> BTreeMap<String, Picture> {
    let mut pictures = resolved(&job.pictures, &layout.picture_ids());
    for (slot, picture) in &mut pictures {
        let focus = job.focus.get(slot).or_else(|| job.focus.get(""));
        picture.focus = focus.copied().or(picture.focus);
    }
    pictures
}

/// The QR codes of a job that one layout shows.
pub fn codes(job: &Job, layout: &Layout) -> BTreeMap<String, String> {
    resolved(&job.codes, &layout.code_ids())
}

/// What was given by slot; what was given without one goes to the first.
fn resolved<T: Clone>(given: &BTreeMap<String, T>, ids: &[&str]) -> BTreeMap<String, T> {
    let mut out = BTreeMap::new();
    if let (Some(value), Some(first)) = (given.get(""), ids.first()) {
        out.insert((*first).to_owned(), value.clone());
    }
    for id in ids {
        if let Some(value) = given.get(*id) {
            out.insert((*id).to_owned(), value.clone());
        }
    }
    out
}
