//! A picture that the user gives, and which part of it must stay in view.

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use crate::diag::{Diagnostic, Place, Result};
use crate::library::read_file;

/// Files larger than this are no photographs.
const MOST_BYTES: usize = 100 << 20;

/// A picture, as its file was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The file as the user named it.
    pub name: String,
    /// Its content. Shared by all posters of a job.
    pub bytes: Arc<[u8]>,
    /// Which part stays in view; `None` leaves it to the layout.
    pub focus: Option<Focus>,
}

impl Picture {
    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read, is empty or larger than 100 MB.
    pub fn open(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let bytes = read_file(path).map_err(|error| {
            let reason = error.to_string();
            let reason = reason.split(" (os error").next().unwrap_or(&reason);
            Diagnostic::error(format!(
                "the picture cannot be read: {}",
                reason.to_lowercase()
            ))
            .at(Place::file(&name))
            .hint("check the path")
        })?;
        Self::from_bytes(name, bytes)
    }

    /// A picture whose bytes are at hand.
    ///
    /// # Errors
    /// It is empty or larger than 100 MB.
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self> {
        let name = name.into();
        let wrong = |message: String| Diagnostic::error(message).at(Place::file(&name));
        if bytes.is_empty() {
            return Err(
                wrong("the picture is empty: its file has no bytes".to_owned())
                    .hint("copy it again from the telephone or camera"),
            );
        }
        if bytes.len() > MOST_BYTES {
            return Err(wrong(format!(
                "the picture is {} MB large and may be 100 MB",
                bytes.len() >> 20
            ))
            .hint("save it as JPEG"));
        }
        Ok(Self {
            name,
            bytes: bytes.into(),
            focus: None,
        })
    }
}

/// The point of a picture that matters most, as shares of its width and height from the left top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Focus {
    /// From the left edge, 0 to 1.
    pub x: f64,
    /// From the top edge, 0 to 1.
    pub y: f64,
}

/// Why a focus could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a point of a picture")]
pub struct FocusError(pub String);

impl FromStr for Focus {
    type Err = FocusError;

    /// Reads `50%,30%`: from the left, from the top.
    fn from_str(text: &str) -> std::result::Result<Self, FocusError> {
        let share = |part: &str| {
            let number: f64 = part.trim().strip_suffix('%')?.trim().parse().ok()?;
            (0.0..=100.0).contains(&number).then_some(number / 100.0)
        };
        let point = text
            .split_once(',')
            .and_then(|(x, y)| Some((share(x)?, share(y)?)));
        let (x, y) = point.ok_or_else(|| FocusError(text.to_owned()))?;
        Ok(Self { x, y })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_focus_is_two_shares() {
        assert_eq!("50%, 30%".parse(), Ok(Focus { x: 0.5, y: 0.3 }));
        for wrong in ["50%", "50,30", "120%,0%", "a%,b%", ""] {
            assert_eq!(wrong.parse::<Focus>(), Err(FocusError(wrong.to_owned())));
        }
    }
}
