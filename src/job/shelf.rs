//! What jobs name, opened once.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::words;
use crate::color::Palette;
use crate::diag::{Diagnostic, Result, did_you_mean};
use crate::lang::Lang;
use crate::layout::{Layout, palettes};
use crate::library::Library;
use crate::slogans::{Campaign, Found, Slogan, translation};

/// Layouts, palettes and slogans of a library, each read when it is first named and kept. Shared
/// between threads.
#[derive(Debug)]
pub struct Shelf {
    library: Library,
    layouts: Kept<Layout>,
    slogans: Kept<(String, Slogan)>,
    langs: Kept<Lang>,
    palettes: OnceLock<Result<BTreeMap<String, Palette>>>,
    campaigns: OnceLock<Vec<String>>,
}

type Kept<T> = Mutex<BTreeMap<String, Arc<T>>>;

impl Shelf {
    /// An empty shelf before a library.
    pub fn new(library: &Library) -> Self {
        Self {
            library: library.clone(),
            layouts: Mutex::default(),
            slogans: Mutex::default(),
            langs: Mutex::default(),
            palettes: OnceLock::new(),
            campaigns: OnceLock::new(),
        }
    }

    /// A layout by its name or, ending in `.svg`, by the path of its file.
    ///
    /// # Errors
    /// There is no such layout, or it cannot be used.
    pub fn layout(&self, name: &str) -> Result<Arc<Layout>> {
        keep(&self.layouts, name, || {
            if name.to_lowercase().ends_with(".svg") {
                Layout::open(Path::new(name))
            } else {
                Layout::load(&self.library, name)
            }
        })
    }

    /// Every layout that was named so far.
    pub fn layouts(&self) -> Vec<Arc<Layout>> {
        let kept = self.layouts.lock().unwrap_or_else(PoisonError::into_inner);
        kept.values().map(Arc::clone).collect()
    }

    /// All palettes by name.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn palettes(&self) -> Result<&BTreeMap<String, Palette>> {
        let known = self.palettes.get_or_init(|| palettes(&self.library));
        known.as_ref().map_err(Clone::clone)
    }

    /// A palette by its name.
    ///
    /// # Errors
    /// There is no such palette, or the palettes cannot be read.
    pub fn palette(&self, name: &str) -> Result<Palette> {
        let known = self.palettes()?;
        known.get(name).cloned().ok_or_else(|| {
            let error = Diagnostic::error(format!("there is no palette `{name}`"));
            let names = known.keys().map(String::as_str);
            match did_you_mean(name, names.clone()) {
                Some(suggestion) => error.hint(suggestion),
                None => error.hint(format!(
                    "the palettes are {}",
                    names
                        .map(|n| format!("`{n}`"))
                        .collect::<Vec<_>>()
                        .join(", ")
                )),
            }
        })
    }

    /// The words of a slogan of the catalogue in a language or the nearest wider one.
    ///
    /// # Errors
    /// There is no such slogan, or it has no translation into the language.
    pub fn slogan(&self, id: &str, lang: &Lang) -> Result<Found> {
        let found = keep(&self.slogans, id, || {
            let (campaign, slogan) = Campaign::slogan(&self.library, id)?;
            Ok((campaign.name, slogan))
        })?;
        translation(&found.0, &found.1, lang)
    }

    /// Whether `CAMPAIGN/…` names a campaign of the library: then it is no text.
    pub fn is_slogan_id(&self, text: &str) -> bool {
        let names = || Campaign::names(&self.library);
        text.split_once('/').is_some_and(|(campaign, _)| {
            let names = self.campaigns.get_or_init(names);
            names.iter().any(|name| name == campaign)
        })
    }

    /// The language of a text that was typed without one: see [`guess`](super::guess).
    pub fn guess(&self, text: &str) -> Lang {
        // Sheets say the same few slogans again and again; a long list of others is not kept.
        const MOST: usize = 256;
        let lock = || self.langs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(text) {
            return Lang::clone(known);
        }
        let lang = words::guess(text, &self.library);
        let mut kept = lock();
        if kept.len() < MOST {
            kept.insert(text.to_owned(), Arc::new(lang.clone()));
        }
        lang
    }
}

/// What is kept under a name, or what `open` makes of it.
///
/// Nothing is locked while a file is read: two threads may both read it, and the first one's is
/// kept.
fn keep<T>(kept: &Kept<T>, name: &str, open: impl FnOnce() -> Result<T>) -> Result<Arc<T>> {
    let lock = || kept.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = lock().get(name) {
        return Ok(Arc::clone(known));
    }
    let opened = Arc::new(open()?);
    Ok(Arc::clone(
        lock().entry(name.to_owned()).or_insert_with(|| opened),
    ))
}
