//! What a colour asks of the press: how much of which ink.

/// What a colour asks of the press.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ink {
    /// Cyan, magenta, yellow, black from 0 to 1, when the file says so itself.
    pub process: Option<[f64; 4]>,
    /// Ink over all plates, 1 for a full plate; `None` where the press decides.
    pub total: Option<f64>,
    /// Whether paper is left bare.
    pub white: bool,
    /// Whether it is the black of a screen, which a press makes of four inks.
    pub screen_black: bool,
}

impl Ink {
    /// A colour that says nothing about ink.
    pub const UNKNOWN: Self = Self {
        process: None,
        total: None,
        white: false,
        screen_black: false,
    };

    /// The four inks, from 0 to 1.
    pub fn process(inks: [f64; 4]) -> Self {
        let inks = inks.map(|ink| ink.clamp(0.0, 1.0));
        let total: f64 = inks.iter().sum();
        Self {
            process: Some(inks),
            total: Some(total),
            white: total < 0.001,
            screen_black: false,
        }
    }

    /// Whether it looks black and is made of more than black ink.
    pub fn is_rich_black(&self) -> bool {
        let mixed = self.process.is_some_and(|[c, m, y, k]| {
            let color = c + m + y;
            (k >= 0.8 && color > 0.05)
                || (c.min(m).min(y) >= 0.6 && k > 0.0)
                || c.min(m).min(y) >= 0.7
        });
        mixed || self.screen_black
    }

    /// Whether it is full black ink and nothing else.
    pub fn is_plain_black(&self) -> bool {
        self.process
            .is_some_and(|[c, m, y, k]| c + m + y < 0.001 && k > 0.999)
    }
}

/// Inks by name: each on a plate of its own, unless it is one of the four, all, or none.
pub(super) fn of_names(names: &[String], tints: &[f64]) -> Ink {
    let (mut process, mut spots) = ([0.0; 4], 0.0);
    for (name, &tint) in names.iter().zip(tints) {
        let tint = tint.clamp(0.0, 1.0);
        match name.as_str() {
            "Cyan" => process[0] += tint,
            "Magenta" => process[1] += tint,
            "Yellow" => process[2] += tint,
            "Black" => process[3] += tint,
            "All" => process = [tint; 4],
            "None" => {}
            _ => spots += tint,
        }
    }
    let ink = Ink::process(process);
    let total = ink.total.unwrap_or(0.0) + spots;
    if spots > 0.0 {
        Ink {
            process: None,
            total: Some(total),
            white: false,
            screen_black: false,
        }
    } else {
        ink
    }
}

#[cfg(test)]
mod tests {
    use crate::preflight::space::Space;

    #[test]
    fn black_is_told_from_black() {
        let cmyk = |c, m, y, k| Space::Cmyk.ink(&[c, m, y, k]);
        assert!(cmyk(0.6, 0.4, 0.4, 1.0).is_rich_black());
        assert!(cmyk(0.0, 0.0, 0.0, 1.0).is_plain_black());
        assert!(!cmyk(0.0, 1.0, 1.0, 0.1).is_rich_black());
        assert!(Space::Rgb.ink(&[0.0, 0.0, 0.0]).is_rich_black());
    }

    #[test]
    fn ink_adds_up_over_plates() {
        let spot = Space::Inks {
            names: vec!["Orange".into()],
            alternate: Box::new(Space::Cmyk),
        };
        assert_eq!(spot.ink(&[0.5]).total, Some(0.5));
        let all = Space::Inks {
            names: vec!["All".into()],
            alternate: Box::new(Space::Cmyk),
        };
        assert_eq!(all.ink(&[1.0]).total, Some(4.0));
        let palette = Space::Indexed {
            base: Box::new(Space::Cmyk),
            palette: vec![0, 0, 0, 0, 255, 255, 255, 255],
        };
        assert_eq!(palette.ink(&[1.0]).total, Some(4.0));
    }
}
