//! What a file is made of, as a fingerprint: if it is the same, so are the bytes.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use super::finish::Finish;
use super::write::Fingerprint;
use crate::fonts::Fonts;
use crate::job::Planned;
use crate::library::Library;

/// Takes fingerprints. Layouts are hashed once, by the name of the artboard's file.
#[derive(Debug)]
pub struct Recipes {
    common: Fingerprint,
    boards: Mutex<HashMap<String, Fingerprint>>,
}

impl Recipes {
    /// For files made with these fonts, and so, by this version of the program.
    pub fn new(library: &Library, fonts: &Fonts, finish: &Finish) -> Self {
        let mut hash = Sha256::new();
        hash.update(env!("CARGO_PKG_VERSION"));
        hash.update(format!("{finish:?}{:?}", fonts.catalogue()));
        for name in library.own_names("fonts") {
            let bytes = library.read(&format!("fonts/{name}")).ok().flatten();
            hash.update(bytes.unwrap_or_default());
        }
        Self {
            common: Fingerprint::of(hash),
            boards: Mutex::default(),
        }
    }

    /// The fingerprint of what a file is made of.
    pub fn of(&self, planned: &Planned) -> Fingerprint {
        let poster = &planned.poster;
        let mut hash = Sha256::new();
        hash.update(self.common.0);
        hash.update(self.board(planned).0);
        hash.update(format!(
            "{:?}{:?}{:?}{:?}{:?}{:?}{:?}{:?}{:?}{:?}",
            planned.format,
            planned.dpi,
            poster.sheet,
            poster.lang,
            poster.words,
            poster.codes,
            poster.palette,
            poster.title,
            poster.edges,
            poster.caps,
        ));
        for (slot, picture) in &poster.pictures {
            hash.update(format!("{slot}{:?}{}", picture.focus, picture.bytes.len()));
            hash.update(&picture.bytes);
        }
        Fingerprint::of(hash)
    }

    fn board(&self, planned: &Planned) -> Fingerprint {
        let board = planned.poster.artboard();
        let lock = || self.boards.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&board.file) {
            return *known;
        }
        let mut hash = Sha256::new();
        hash.update(&board.source);
        for image in &board.images {
            hash.update(&image.bytes);
        }
        let fingerprint = Fingerprint::of(hash);
        lock().insert(board.file.clone(), fingerprint);
        fingerprint
    }
}
