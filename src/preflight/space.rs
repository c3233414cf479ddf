//! Colour spaces, and what a colour in them asks of the press.

use lopdf::{Dictionary, Object, ObjectId};

use super::filter;
use super::ink::{self, Ink};
use super::shop::Color;
use super::source::{Source, text};

/// Spaces in spaces (a pattern of an indexed separation) end here.
const DEEPEST: usize = 6;
/// The longest palette: 256 colours of 32 inks.
const LONGEST_PALETTE: usize = 1 << 14;

/// A colour space, as far as a press cares.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Space {
    Gray,
    Rgb,
    Cmyk,
    CalGray,
    CalRgb,
    Lab,
    /// A profile with so many components; `None` stands for a profile that can't be read.
    Icc {
        components: usize,
        profile: Option<ObjectId>,
    },
    /// Inks by name, one for `Separation`; the space that stands in for them.
    Inks {
        names: Vec<String>,
        alternate: Box<Space>,
    },
    /// A palette in another space, one byte a component.
    Indexed {
        base: Box<Space>,
        palette: Vec<u8>,
    },
    /// A pattern, over a colour in another space if it has none of its own.
    Pattern(Option<Box<Space>>),
    Unknown,
}

impl Space {
    /// Reads a colour space: a name, an array, or a name in the resources.
    pub fn read(source: &Source, resources: &Dictionary, object: &Object) -> Self {
        Self::read_at(source, resources, object, 0)
    }

    fn read_at(source: &Source, resources: &Dictionary, object: &Object, depth: usize) -> Self {
        let Some(object) = source.resolve(object).filter(|_| depth < DEEPEST) else {
            return Self::Unknown;
        };
        match object {
            Object::Name(name) => {
                let name = String::from_utf8_lossy(name);
                Self::by_name(source, resources, &name, depth)
            }
            Object::Array(items) => Self::by_array(source, resources, items, depth),
            _ => Self::Unknown,
        }
    }

    fn by_name(source: &Source, resources: &Dictionary, name: &str, depth: usize) -> Self {
        let named = source.dict(resources, "ColorSpace");
        // A `DefaultRGB` in the resources gives a profile to all `DeviceRGB` painted with them.
        let device = |device: Self, default: &str| {
            let stand_in = named.and_then(|named| source.get(named, default));
            stand_in.map_or(device, |object| {
                Self::read_at(source, resources, object, depth + 2)
            })
        };
        match name {
            "DeviceGray" | "G" => device(Self::Gray, "DefaultGray"),
            "DeviceRGB" | "RGB" => device(Self::Rgb, "DefaultRGB"),
            "DeviceCMYK" | "CMYK" => device(Self::Cmyk, "DefaultCMYK"),
            "CalGray" => Self::CalGray,
            "CalRGB" => Self::CalRgb,
            "Pattern" => Self::Pattern(None),
            _ => match named.and_then(|named| source.get(named, name)) {
                Some(object) => Self::read_at(source, resources, object, depth + 1),
                None => Self::Unknown,
            },
        }
    }

    fn by_array(source: &Source, resources: &Dictionary, items: &[Object], depth: usize) -> Self {
        let item = |at: usize| items.get(at).and_then(|item| source.resolve(item));
        let inner = |at: usize| match item(at) {
            Some(object) => Self::read_at(source, resources, object, depth + 1),
            None => Self::Unknown,
        };
        let Some(family) = item(0).and_then(|name| name.as_name().ok()) else {
            return Self::Unknown;
        };
        match family {
            b"CalGray" => Self::CalGray,
            b"CalRGB" => Self::CalRgb,
            b"Lab" => Self::Lab,
            b"ICCBased" => Self::profile(source, items),
            b"Separation" => {
                let names = item(1).and_then(text).into_iter().collect();
                Self::Inks {
                    names,
                    alternate: Box::new(inner(2)),
                }
            }
            b"DeviceN" => {
                let names = item(1).and_then(|names| names.as_array().ok());
                let names = names
                    .into_iter()
                    .flatten()
                    .take(32)
                    .filter_map(text)
                    .collect();
                Self::Inks {
                    names,
                    alternate: Box::new(inner(2)),
                }
            }
            b"Indexed" | b"I" => Self::Indexed {
                base: Box::new(inner(1)),
                palette: item(3)
                    .map(|table| palette(source, table))
                    .unwrap_or_default(),
            },
            b"Pattern" => Self::Pattern(item(1).map(|_| Box::new(inner(1)))),
            name => {
                let name = String::from_utf8_lossy(name);
                Self::by_name(source, resources, &name, depth + 1)
            }
        }
    }

    fn profile(source: &Source, items: &[Object]) -> Self {
        let reference = items.get(1);
        let stream = reference.and_then(|object| source.resolve(object)?.as_stream().ok());
        let count = stream.and_then(|stream| source.number(&stream.dict, "N"));
        match count {
            Some(1.0) => Self::icc(1, reference),
            Some(3.0) => Self::icc(3, reference),
            Some(4.0) => Self::icc(4, reference),
            _ => Self::Unknown,
        }
    }

    fn icc(components: usize, reference: Option<&Object>) -> Self {
        let profile = reference.and_then(|object| object.as_reference().ok());
        Self::Icc {
            components,
            profile,
        }
    }

    /// The space of a transparency group, from its dictionary.
    pub fn of_group(source: &Source, resources: &Dictionary, group: &Dictionary) -> Option<Self> {
        Some(Self::read(source, resources, source.get(group, "CS")?))
    }

    /// What a shop calls it.
    pub fn color(&self) -> Color {
        match self {
            Self::Gray => Color::Gray,
            Self::Rgb => Color::Rgb,
            Self::Cmyk => Color::Cmyk,
            Self::CalGray | Self::Icc { components: 1, .. } => Color::TaggedGray,
            Self::CalRgb | Self::Icc { components: 3, .. } => Color::TaggedRgb,
            Self::Icc { components: 4, .. } => Color::TaggedCmyk,
            Self::Lab => Color::Lab,
            Self::Inks { .. } => Color::Spot,
            Self::Indexed { base, .. } | Self::Pattern(Some(base)) => base.color(),
            Self::Icc { .. } | Self::Pattern(None) | Self::Unknown => Color::Unknown,
        }
    }

    /// How many numbers make a colour.
    pub fn components(&self) -> usize {
        match self {
            Self::Gray | Self::CalGray | Self::Indexed { .. } => 1,
            Self::Rgb | Self::CalRgb | Self::Lab => 3,
            Self::Cmyk => 4,
            Self::Icc { components, .. } => *components,
            Self::Inks { names, .. } => names.len(),
            Self::Pattern(base) => base.as_ref().map_or(0, |base| base.components()),
            Self::Unknown => 0,
        }
    }

    /// The colour that is set before any is chosen (ISO 32000-1, 8.6.5.1).
    pub fn initial(&self) -> Vec<f64> {
        match self {
            Self::Cmyk | Self::Icc { components: 4, .. } => vec![0.0, 0.0, 0.0, 1.0],
            Self::Inks { names, .. } => vec![1.0; names.len()],
            _ => vec![0.0; self.components()],
        }
    }

    /// What a colour asks of the press.
    pub fn ink(&self, values: &[f64]) -> Ink {
        match (self, values) {
            (Self::Gray, &[gray]) => Ink::process([0.0, 0.0, 0.0, 1.0 - gray]),
            (Self::Cmyk | Self::Icc { components: 4, .. }, &[c, m, y, k]) => {
                Ink::process([c, m, y, k])
            }
            (Self::Rgb | Self::CalRgb | Self::Icc { components: 3, .. }, &[r, g, b]) => Ink {
                process: None,
                total: None,
                white: r.min(g).min(b) >= 0.999,
                screen_black: r.max(g).max(b) <= 0.13,
            },
            (Self::CalGray | Self::Icc { components: 1, .. }, &[gray]) => Ink {
                process: None,
                total: None,
                white: gray >= 0.999,
                screen_black: false,
            },
            (Self::Lab, &[light, ..]) => Ink {
                process: None,
                total: None,
                white: light >= 99.9,
                screen_black: light <= 5.0,
            },
            (Self::Inks { names, .. }, tints) => ink::of_names(names, tints),
            (Self::Indexed { base, palette }, &[index]) => {
                let size = base.components();
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "clamped"
                )]
                let at = index.clamp(0.0, 255.0) as usize * size;
                palette
                    .get(at..at + size)
                    .map_or(Ink::UNKNOWN, |entry| base.ink(&base.values_of(entry)))
            }
            _ => Ink::UNKNOWN,
        }
    }

    /// A colour from bytes, 0 to 255 for the range of each component.
    pub fn values_of(&self, bytes: &[u8]) -> Vec<f64> {
        let unit = bytes.iter().map(|&byte| f64::from(byte) / 255.0);
        match self {
            Self::Lab => unit
                .enumerate()
                .map(|(at, v)| if at == 0 { v * 100.0 } else { v })
                .collect(),
            _ => unit.collect(),
        }
    }

    /// The id of its profile, if it has one of its own.
    pub fn profile_id(&self) -> Option<ObjectId> {
        match self {
            Self::Icc { profile, .. } => *profile,
            Self::Indexed { base, .. } | Self::Pattern(Some(base)) => base.profile_id(),
            _ => None,
        }
    }
}

fn palette(source: &Source, table: &Object) -> Vec<u8> {
    match table {
        Object::String(bytes, _) => bytes.clone(),
        Object::Stream(stream) => {
            filter::plain(source, stream, LONGEST_PALETTE).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}
