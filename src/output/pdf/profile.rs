//! Profiles of presses: the one that is built in, and the printer's own.

use std::borrow::Cow;
use std::fmt;
use std::io::{Read as _, Write as _};
use std::sync::{Arc, OnceLock};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use moxcms::{
    ColorProfile, DataColorSpace, Layout, ProfileClass, ProfileText, RenderingIntent,
    Transform8BitExecutor, TransformOptions,
};

use crate::diag::{Diagnostic, Result};

/// ISO Coated v2 300 % (basICColor), deflated when Pasteup was built.
static BUILT_IN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/profile.icc.z"));

/// An output profile with four inks (ICC.1).
pub struct Profile {
    /// The bytes as they stand in a PDF, deflated.
    deflated: Cow<'static, [u8]>,
    /// The printing condition as a PDF names it.
    pub condition: String,
    /// What it is called.
    pub name: String,
    colors: OnceLock<Option<ColorProfile>>,
    to_inks: OnceLock<Option<Arc<Transform8BitExecutor>>>,
    to_screen: OnceLock<Option<Arc<Transform8BitExecutor>>>,
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Profile {
    /// The profile that is built in: offset on coated paper, at most 300 % of ink.
    pub fn built_in() -> Self {
        Self::new(
            Cow::Borrowed(BUILT_IN),
            "FOGRA39",
            "ISO Coated v2 300% (basICColor)",
        )
    }

    fn new(deflated: Cow<'static, [u8]>, condition: &str, name: &str) -> Self {
        Self {
            deflated,
            condition: condition.to_owned(),
            name: name.to_owned(),
            colors: OnceLock::new(),
            to_inks: OnceLock::new(),
            to_screen: OnceLock::new(),
        }
    }

    /// Reads the bytes of an ICC file; `file` is its name for messages.
    ///
    /// # Errors
    /// They are no profile, or not one of a press with four inks.
    pub fn read(bytes: &[u8], file: &str) -> Result<Self> {
        let colors = ColorProfile::new_from_slice(bytes)
            .map_err(|error| Diagnostic::error(format!("`{file}` is no ICC profile: {error:?}")))?;
        if colors.profile_class != ProfileClass::OutputDevice
            || colors.color_space != DataColorSpace::Cmyk
        {
            return Err(Diagnostic::error(format!(
                "`{file}` does not describe a press with four inks"
            ))
            .hint("ask the print shop for its CMYK output profile, such as PSOcoated_v3.icc"));
        }
        let name = match &colors.description {
            Some(ProfileText::PlainString(text)) => text.clone(),
            Some(ProfileText::Localizable(texts)) => texts
                .first()
                .map_or_else(String::new, |text| text.value.clone()),
            Some(ProfileText::Description(text)) => text.ascii_string.clone(),
            None => String::new(),
        };
        let name = name.trim_matches(['\0', ' ']).to_owned();
        let name = if name.is_empty() {
            file.to_owned()
        } else {
            name
        };
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(6));
        let deflated = encoder
            .write_all(bytes)
            .and_then(|()| encoder.finish())
            .map_err(|error| Diagnostic::error(format!("`{file}` cannot be packed: {error}")))?;
        let profile = Self::new(Cow::Owned(deflated), &name, &name);
        let _ = profile.colors.set(Some(colors));
        Ok(profile)
    }

    /// The bytes as they stand in a PDF, deflated.
    pub fn deflated(&self) -> &[u8] {
        &self.deflated
    }

    fn colors(&self) -> Option<&ColorProfile> {
        self.colors
            .get_or_init(|| {
                let mut plain = Vec::new();
                ZlibDecoder::new(&*self.deflated)
                    .read_to_end(&mut plain)
                    .ok()?;
                ColorProfile::new_from_slice(&plain).ok()
            })
            .as_ref()
    }

    /// Turns pixels of sRGB, three bytes each, into inks, four bytes each. `None` if the profile
    /// has no table for that.
    pub fn to_inks(&self, rgb: &[u8]) -> Option<Vec<u8>> {
        let transform = self.to_inks.get_or_init(|| {
            ColorProfile::new_srgb()
                .create_transform_8bit(Layout::Rgb, self.colors()?, Layout::Rgba, options())
                .ok()
        });
        let mut inks = vec![0; rgb.len() / 3 * 4];
        transform.as_ref()?.transform(rgb, &mut inks).ok()?;
        Some(inks)
    }

    /// Turns inks, four bytes each, into the sRGB that they look like, three bytes each.
    pub fn to_screen(&self, inks: &[u8]) -> Option<Vec<u8>> {
        let transform = self.to_screen.get_or_init(|| {
            self.colors()?
                .create_transform_8bit(
                    Layout::Rgba,
                    &ColorProfile::new_srgb(),
                    Layout::Rgb,
                    options(),
                )
                .ok()
        });
        let mut rgb = vec![0; inks.len() / 4 * 3];
        transform.as_ref()?.transform(inks, &mut rgb).ok()?;
        Some(rgb)
    }
}

/// Perceptual: colours that a press cannot print keep their differences. White is always paper.
fn options() -> TransformOptions {
    TransformOptions {
        rendering_intent: RenderingIntent::Perceptual,
        ..TransformOptions::default()
    }
}

/// The profile of sRGB, the same bytes every time.
pub fn srgb() -> Vec<u8> {
    let mut profile = ColorProfile::new_srgb();
    profile.creation_date_time = moxcms::ColorDateTime {
        year: 2000,
        month: 1,
        day_of_the_month: 1,
        hours: 0,
        minutes: 0,
        seconds: 0,
    };
    profile.encode().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn red_is_magenta_and_yellow() {
        let inks = Profile::built_in().to_inks(&[232, 22, 30]).unwrap();
        assert!(inks[1] > 220 && inks[2] > 200 && inks[3] < 30, "{inks:?}");
    }

    #[test]
    fn a_screen_is_no_press() {
        let error = Profile::read(&srgb(), "screen.icc").unwrap_err();
        assert_eq!(
            error.message,
            "`screen.icc` does not describe a press with four inks"
        );
        assert_eq!(srgb(), srgb());
    }
}
