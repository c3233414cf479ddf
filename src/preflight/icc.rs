//! The header of an ICC profile (ICC.1:2022, 7.2) and its name.

/// What a shop wants to know of a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Profile {
    /// What it describes: `prtr` is a press, `mntr` a screen.
    pub class: String,
    /// Its colours: `CMYK`, `RGB `, `GRAY`.
    pub space: String,
    /// Its name, if it has one that can be read.
    pub name: Option<String>,
}

impl Profile {
    /// Reads a profile; `None` if these bytes are none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let text = |range| Some(String::from_utf8_lossy(bytes.get(range)?).into_owned());
        (bytes.get(36..40)? == b"acsp").then_some(())?;
        Some(Self {
            class: text(12..16)?,
            space: text(16..20)?,
            name: name(bytes),
        })
    }

    /// Whether it describes a press with four inks.
    pub fn is_press(&self) -> bool {
        self.class == "prtr" && self.space == "CMYK"
    }
}

/// The `desc` tag: plain text in version 2, UTF-16 by language in version 4.
fn name(bytes: &[u8]) -> Option<String> {
    let count = u32_at(bytes, 128)?.min(128);
    let entry = (0..count)
        .map(|at| 132 + at * 12)
        .find(|&at| bytes.get(at..at + 4) == Some(b"desc"))?;
    let (start, length) = (u32_at(bytes, entry + 4)?, u32_at(bytes, entry + 8)?);
    let tag = bytes.get(start..start.checked_add(length)?)?;
    let name = match tag.get(..4)? {
        b"desc" => {
            let length = u32_at(tag, 8)?;
            String::from_utf8_lossy(tag.get(12..12_usize.checked_add(length)?)?).into_owned()
        }
        b"mluc" => {
            let (length, start) = (u32_at(tag, 20)?, u32_at(tag, 24)?);
            let text = tag.get(start..start.checked_add(length)?)?;
            let units: Vec<_> = text
                .chunks_exact(2)
                .map(|u| u16::from_be_bytes([u[0], u[1]]))
                .collect();
            String::from_utf16_lossy(&units)
        }
        _ => return None,
    };
    let name: String = name.trim_end_matches('\0').chars().take(80).collect();
    (!name.is_empty()).then_some(name)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(four)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_tells_a_press_from_a_screen() {
        let mut bytes = vec![0; 132];
        bytes[12..20].copy_from_slice(b"prtrCMYK");
        assert_eq!(Profile::read(&bytes), None);
        bytes[36..40].copy_from_slice(b"acsp");
        assert!(Profile::read(&bytes).unwrap().is_press());
        bytes[12..20].copy_from_slice(b"mntrRGB ");
        assert!(!Profile::read(&bytes).unwrap().is_press());
    }
}
