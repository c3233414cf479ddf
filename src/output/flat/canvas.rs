//! Where coverage becomes colour: numbers of colours while they are few, else colours.

use std::collections::HashMap;
use std::ops::Range;

/// Red, green, blue and alpha, not multiplied.
pub type Rgba = [u8; 4];

/// How many steps of coverage there are between nothing and all. resvg has 16; with 32, posters of
/// eight pairs of touching colours still have fewer than 256 colours.
pub const LEVELS: u8 = 32;

/// What is painted on.
pub trait Canvas {
    /// Takes up a colour.
    fn begin(&mut self, color: Rgba);

    /// Where a row begins.
    fn row(&mut self, row: usize, width: usize) -> usize;

    /// Lays the colour over pixels, at a level above 0. `None` if that makes too many colours.
    fn span(&mut self, pixels: Range<usize>, level: u8) -> Option<()>;
}

/// Lays a colour over another one, both with alpha.
fn over(under: Rgba, color: Rgba, level: u8) -> Rgba {
    let alpha = u32::from(color[3]) * u32::from(level);
    let whole = 255 * u32::from(LEVELS);
    if alpha == whole {
        return color;
    }
    // Both alphas in parts of `whole`; the colours are mixed by what each one adds.
    let left = (whole - alpha) * u32::from(under[3]) / 255;
    let sum = alpha + left;
    if sum == 0 {
        return [0; 4];
    }
    let narrow = |n: u32| u8::try_from(n).unwrap_or(u8::MAX);
    let mix = |at: usize| {
        let mixed = u32::from(color[at]) * alpha + u32::from(under[at]) * left;
        narrow((mixed + sum / 2) / sum)
    };
    let opacity = narrow((sum * 255 + whole / 2) / whole);
    [mix(0), mix(1), mix(2), opacity]
}

/// Numbers of colours, one byte a pixel.
#[derive(Debug)]
pub struct Indexed {
    /// The pixels.
    pub pixels: Vec<u8>,
    colors: Vec<Rgba>,
    numbers: HashMap<Rgba, u8>,
    color: Rgba,
    number: u8,
    /// What becomes of each number at each level of the colour in use.
    mixed: Vec<Option<u8>>,
    /// The levels that `mixed` knows anything of.
    used: [bool; LEVELS as usize + 1],
}

impl Default for Indexed {
    fn default() -> Self {
        Self {
            pixels: Vec::new(),
            colors: vec![[0; 4]],
            numbers: HashMap::from([([0; 4], 0)]),
            color: [0; 4],
            number: 0,
            mixed: vec![None; 256 * (usize::from(LEVELS) + 1)],
            used: [false; LEVELS as usize + 1],
        }
    }
}

impl Indexed {
    /// The colours by number; 0 is nothing at all.
    pub fn colors(&self) -> &[Rgba] {
        &self.colors
    }

    /// Forgets the pixels and keeps the colours.
    pub fn clear(&mut self, pixels: usize) {
        self.pixels.clear();
        self.pixels.resize(pixels, 0);
    }

    /// Forgets the colours too.
    pub fn forget(&mut self) {
        self.colors.truncate(1);
        self.numbers.clear();
        self.numbers.insert([0; 4], 0);
        self.color = [0; 4];
        self.number = 0;
        self.mixed.fill(None);
    }

    /// Numbers colours that are not known yet. `None` if they become too many.
    pub fn learn(&mut self, colors: &[Rgba]) -> Option<()> {
        for &color in colors {
            self.number(color)?;
        }
        Some(())
    }

    fn number(&mut self, color: Rgba) -> Option<u8> {
        if let Some(&known) = self.numbers.get(&color) {
            return Some(known);
        }
        let number = u8::try_from(self.colors.len()).ok()?;
        self.colors.push(color);
        self.numbers.insert(color, number);
        Some(number)
    }

    fn mix(&mut self, under: u8, level: u8) -> Option<u8> {
        let at = usize::from(level) * 256 + usize::from(under);
        if let Some(known) = self.mixed[at] {
            return Some(known);
        }
        let mixed = over(self.colors[usize::from(under)], self.color, level);
        let number = self.number(mixed)?;
        self.mixed[at] = Some(number);
        self.used[usize::from(level)] = true;
        Some(number)
    }
}

impl Canvas for Indexed {
    fn begin(&mut self, color: Rgba) {
        if color == self.color {
            return;
        }
        self.color = color;
        // Its own number is taken when it is first laid on whole; a failure then is seen then.
        self.number = 0;
        for (level, used) in self.used.iter_mut().enumerate() {
            if std::mem::take(used) {
                self.mixed[level * 256..(level + 1) * 256].fill(None);
            }
        }
    }

    fn row(&mut self, row: usize, width: usize) -> usize {
        row * width
    }

    fn span(&mut self, pixels: Range<usize>, level: u8) -> Option<()> {
        if level == LEVELS && self.color[3] == 255 {
            if self.number == 0 {
                self.number = self.number(self.color)?;
            }
            self.pixels[pixels].fill(self.number);
            return Some(());
        }
        for at in pixels {
            self.pixels[at] = self.mix(self.pixels[at], level)?;
        }
        Some(())
    }
}

/// Colours, four bytes a pixel.
#[derive(Debug, Default)]
pub struct Direct {
    /// The pixels.
    pub pixels: Vec<Rgba>,
    color: Rgba,
}

impl Direct {
    /// Forgets the pixels.
    pub fn clear(&mut self, pixels: usize) {
        self.pixels.clear();
        self.pixels.resize(pixels, [0; 4]);
    }
}

impl Canvas for Direct {
    fn begin(&mut self, color: Rgba) {
        self.color = color;
    }

    fn row(&mut self, row: usize, width: usize) -> usize {
        row * width
    }

    fn span(&mut self, pixels: Range<usize>, level: u8) -> Option<()> {
        if level == LEVELS && self.color[3] == 255 {
            self.pixels[pixels].fill(self.color);
        } else {
            for pixel in &mut self.pixels[pixels] {
                *pixel = over(*pixel, self.color, level);
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_mix_by_coverage_and_alpha() {
        let (white, black) = ([255; 4], [0, 0, 0, 255]);
        assert_eq!(over(white, black, LEVELS), black);
        assert_eq!(over(white, black, LEVELS / 2), [128, 128, 128, 255]);
        assert_eq!(over(white, [0, 0, 0, 128], LEVELS), [127, 127, 127, 255]);
        assert_eq!(over([0; 4], [9, 8, 7, 255], LEVELS / 2), [9, 8, 7, 128]);
    }

    #[test]
    fn too_many_colours_are_refused() {
        let mut canvas = Indexed::default();
        canvas.clear(1);
        for grey in 1..=255 {
            canvas.begin([grey, 0, 0, 255]);
            assert!(canvas.span(0..1, LEVELS).is_some());
        }
        canvas.begin([0, 1, 0, 255]);
        assert!(canvas.span(0..1, LEVELS).is_none());
    }
}
