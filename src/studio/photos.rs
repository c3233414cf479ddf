//! Pictures that were dropped on the page: in memory, a few at a time, gone with the studio.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::diag::{Diagnostic, Result};
use crate::job::Picture;

/// Most bytes of one picture.
pub const MOST_BYTES: usize = 24 << 20;

/// How many are kept; the oldest goes first.
const KEPT: usize = 4;

/// The pictures of a run, by the names that the studio gave them.
#[derive(Default)]
pub struct Photos(Mutex<(u64, VecDeque<(String, Picture)>)>);

impl Photos {
    /// Keeps a picture and gives it a name.
    ///
    /// # Errors
    /// It is empty.
    pub fn keep(&self, bytes: Vec<u8>) -> Result<String> {
        let picture = Picture::from_bytes("photo", bytes)?;
        let mut photos = self.lock();
        photos.0 += 1;
        let name = format!("photo-{}", photos.0);
        photos.1.push_back((name.clone(), picture));
        if photos.1.len() > KEPT {
            photos.1.pop_front();
        }
        Ok(name)
    }

    /// The pictures for slots.
    ///
    /// # Errors
    /// A picture that is not kept any more.
    pub fn of(&self, slots: &BTreeMap<String, String>) -> Result<BTreeMap<String, Picture>> {
        let photos = self.lock();
        let found = |name: &String| photos.1.iter().find(|(known, _)| known == name);
        slots
            .iter()
            .map(|(slot, name)| match found(name) {
                Some((_, picture)) => Ok((slot.clone(), picture.clone())),
                None => Err(Diagnostic::error(format!(
                    "the picture of slot `{slot}` is not kept any more"
                ))
                .hint("choose it again")),
            })
            .collect()
    }

    fn lock(&self) -> MutexGuard<'_, (u64, VecDeque<(String, Picture)>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_picture_makes_room() {
        let photos = Photos::default();
        let first = photos.keep(vec![1]).unwrap();
        let asked = BTreeMap::from([("face".to_owned(), first)]);
        assert_eq!(photos.of(&asked).unwrap()["face"].bytes[..], [1]);
        for byte in 2..=5 {
            photos.keep(vec![byte]).unwrap();
        }
        let error = photos.of(&asked).unwrap_err();
        assert_eq!(
            error.message,
            "the picture of slot `face` is not kept any more"
        );
    }
}
