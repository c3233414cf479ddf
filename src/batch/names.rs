//! File names that no two posters of a batch may share.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::job::Planned;

/// The names of a batch, as hashes.
#[derive(Debug, Default)]
pub struct Names(Vec<(u64, u32)>);

impl Names {
    /// Keeps the name of a file of a poster.
    pub fn push(&mut self, name: &str, poster: usize) {
        // The hasher's keys are fixed; and not every disk tells capitals from small letters.
        let mut hasher = DefaultHasher::new();
        name.to_lowercase().hash(&mut hasher);
        self.0
            .push((hasher.finish(), u32::try_from(poster).unwrap_or(u32::MAX)));
    }

    /// The first two posters that have a name in common.
    pub fn clash(mut self) -> Option<(usize, usize)> {
        self.0.sort_unstable();
        self.0
            .windows(2)
            .filter(|pair| pair[0].0 == pair[1].0)
            .map(|pair| (pair[0].1 as usize, pair[1].1 as usize))
            .min()
    }
}

/// Whether two names are one to a disk that does not tell capitals from small letters.
pub fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// What two posters of the same name differ in: the placeholder that would tell them apart.
pub fn difference(a: &Planned, b: &Planned) -> Option<&'static str> {
    let (one, other) = (&a.poster, &b.poster);
    let differs = [
        ("slogan", one.title != other.title),
        ("lang", one.lang != other.lang),
        ("layout", one.layout.name != other.layout.name),
        ("size", one.size != other.size),
        ("palette", one.palette.name != other.palette.name),
        (
            "row",
            one.words != other.words || one.palette != other.palette,
        ),
    ];
    differs
        .into_iter()
        .find_map(|(what, differs)| differs.then_some(what))
}
