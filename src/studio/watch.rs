//! Looks after a designer's file, and says when it was saved.
//!
//! Files are asked for their stamps a few times a second. Notices of the system would come sooner,
//! but not from every disk: drawing programs save by writing another file and renaming it, network
//! and shared folders send none at all. A designer cannot tell 150 ms from none.

use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::watch::Sender;

use crate::library;

/// How long a save may go unseen.
const PAUSE: Duration = Duration::from_millis(150);

/// Counts up in `saves` whenever the layout, or a picture or font beside it, has changed. Ends with
/// the studio.
pub fn spawn(file: PathBuf, saves: Sender<u64>) {
    tokio::spawn(async move {
        let mut known = library::stamps_beside(&file);
        while !saves.is_closed() {
            tokio::time::sleep(PAUSE).await;
            let now = library::stamps_beside(&file);
            // While a program writes, the file may be gone or half there: wait until it stands.
            if now != known
                && now
                    .iter()
                    .any(|(name, _)| Some(name.as_os_str()) == file.file_name())
            {
                known = now;
                saves.send_modify(|count| *count += 1);
            }
        }
    });
}
