//! Parts of a batch for several machines, which need not know of each other.

use std::str::FromStr;

use crate::diag::{Diagnostic, Result};

/// The `number`-th of `of` parts, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which part, from 1.
    pub number: u32,
    /// How many parts there are.
    pub of: u32,
}

impl Shard {
    /// The only part.
    pub const WHOLE: Self = Self { number: 1, of: 1 };

    /// The posters of this part, in order, by what each costs.
    ///
    /// The parts share no poster, together they are the whole, and they depend on nothing but the
    /// job file. The dearest posters are dealt first, to and fro like cards, so that no part gets
    /// all the large pictures.
    pub fn of(self, costs: &[f32]) -> Vec<u32> {
        let count = u32::try_from(costs.len()).unwrap_or(u32::MAX);
        let mut dealt: Vec<u32> = (0..count).collect();
        if self.of == 1 {
            return dealt;
        }
        dealt.sort_by(|&a, &b| {
            costs[b as usize]
                .total_cmp(&costs[a as usize])
                .then(a.cmp(&b))
        });
        let hand = |turn: u32| {
            let (round, seat) = (turn / self.of, turn % self.of);
            let seat = if round % 2 == 0 {
                seat
            } else {
                self.of - 1 - seat
            };
            seat + 1
        };
        let mut own: Vec<u32> = (0..count)
            .filter(|&turn| hand(turn) == self.number)
            .map(|turn| dealt[turn as usize])
            .collect();
        own.sort_unstable();
        own
    }
}

impl FromStr for Shard {
    type Err = Diagnostic;

    /// Reads `K/N`.
    fn from_str(text: &str) -> Result<Self> {
        let parts = text
            .split_once('/')
            .and_then(|(k, n)| Some((k.trim().parse().ok()?, n.trim().parse().ok()?)));
        match parts {
            Some((number, of)) if (1..=of).contains(&number) => Ok(Self { number, of }),
            _ => Err(Diagnostic::error(format!("`--shard {text}` is not a part"))
                .hint("write `--shard 1/4` for the first of four parts")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_disjoint_balanced_and_the_whole() {
        let costs: Vec<f32> = (0..103_u8)
            .map(|n| if n % 4 == 0 { 90.0 } else { 5.0 })
            .collect();
        for of in 1..=9 {
            let parts: Vec<Vec<u32>> = (1..=of)
                .map(|number| Shard { number, of }.of(&costs))
                .collect();
            let mut all = parts.concat();
            all.sort_unstable();
            assert_eq!(all, (0..103).collect::<Vec<_>>());
            let sums: Vec<f32> = parts
                .iter()
                .map(|part| part.iter().map(|&at| costs[at as usize]).sum())
                .collect();
            let (least, most) = sums
                .iter()
                .fold((f32::MAX, 0_f32), |(l, m), &s| (l.min(s), m.max(s)));
            assert!(most - least <= 90.0, "{of}: {sums:?}");
        }
    }

    #[test]
    fn parts_are_read() {
        assert_eq!("2/8".parse::<Shard>().unwrap(), Shard { number: 2, of: 8 });
        for bad in ["0/2", "3/2", "2", "a/b", "1/0"] {
            assert!(bad.parse::<Shard>().is_err(), "{bad}");
        }
    }
}
