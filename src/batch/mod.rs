//! Many posters: planned as numbers, made on all cores, reported in order.
//!
//! A poster that is not being made is twelve bytes: its order, its number in the order, and what
//! it is likely to cost. That, and a hash of each file's name, is all that grows with the batch.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diag::{Diagnostic, Result};
use crate::job::{Job, Matrix, Orders, Planned, Shelf};
use crate::layout::Layout;
use crate::units::SheetSize;

mod engine;
mod estimate;
mod names;
mod shard;

pub use engine::in_order;
pub use shard::Shard;

/// Every poster of a job file, numbered, with names that no two files share.
#[derive(Debug)]
pub struct Batch {
    orders: Orders,
    shelf: Shelf,
    /// The orders of a TOML job, resolved; rows of a sheet are resolved again when they are made.
    kept: Vec<Arc<Matrix>>,
    units: Vec<Unit>,
    /// Orders of which nothing can be made, and why.
    pub refused: Vec<Refused>,
    /// What the whole batch comes to.
    pub totals: Totals,
}

/// One poster in all its formats.
#[derive(Clone, Copy, Debug)]
struct Unit {
    order: u32,
    at: u32,
    cost: f32,
}

/// An order that cannot be understood.
#[derive(Clone, Debug)]
pub struct Refused {
    /// Its row, if it stands in a sheet.
    pub row: Option<usize>,
    /// Why.
    pub error: Diagnostic,
}

/// What a batch comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// Posters, each in one format or more.
    pub posters: usize,
    /// Files.
    pub files: usize,
    /// Sheets of paper, if all paper sizes are printed once.
    pub sheets: usize,
    /// Bytes, by experience; within a factor of two for flat layouts, more with photos.
    pub bytes: f64,
}

impl Batch {
    /// Looks at every poster of a job file without making it; `check` refuses files that cannot be
    /// made as they are asked for.
    ///
    /// # Errors
    /// A TOML job that names what is not there, or two files of one name. Rows of a sheet that
    /// cannot be understood do not stop the others: they are in [`Batch::refused`].
    pub fn plan(
        orders: Orders,
        shelf: Shelf,
        check: impl Fn(&Planned) -> Result<()>,
    ) -> Result<Self> {
        let mut batch = Self {
            orders,
            shelf,
            kept: Vec::new(),
            units: Vec::new(),
            refused: Vec::new(),
            totals: Totals::default(),
        };
        let mut names = names::Names::default();
        for order in 0..batch.orders.len() {
            let matrix = match batch.resolve(order) {
                Ok(matrix) => matrix,
                Err(error) => {
                    let row = batch.orders.row(order);
                    if row.is_none() {
                        return Err(error);
                    }
                    batch.refused.push(Refused { row, error });
                    continue;
                }
            };
            for at in 0..matrix.len() {
                let files = matrix.files(at);
                match files.iter().try_for_each(&check) {
                    Ok(()) => batch.note(order, at, &files, &mut names),
                    Err(error) => batch.refused.push(Refused {
                        row: batch.orders.row(order),
                        error,
                    }),
                }
            }
            if let Orders::Jobs(_) = batch.orders {
                batch.kept.push(matrix);
            }
        }
        if let Some((one, other)) = names.clash() {
            return Err(batch.clash(one, other));
        }
        Ok(batch)
    }

    fn note(&mut self, order: usize, at: usize, files: &[Planned], names: &mut names::Names) {
        if files.is_empty() {
            return;
        }
        for file in files {
            names.push(&file.file_name(), self.units.len());
            self.totals.files += 1;
            self.totals.sheets += usize::from(matches!(file.poster.sheet, SheetSize::Paper(_)));
            self.totals.bytes += estimate::bytes(file);
        }
        self.totals.posters += 1;
        self.units.push(Unit {
            order: u32::try_from(order).unwrap_or(u32::MAX),
            at: u32::try_from(at).unwrap_or(u32::MAX),
            cost: estimate::cost(files),
        });
    }

    /// The layouts that its posters are made on.
    pub fn layouts(&self) -> Vec<Arc<Layout>> {
        self.shelf.layouts()
    }

    /// How many posters there are.
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// The files of one poster.
    ///
    /// # Errors
    /// What the row names was there when the batch was planned, and is no more.
    pub fn files(&self, poster: usize) -> Result<Vec<Planned>> {
        let Unit { order, at, .. } = self.units[poster];
        let matrix = match self.kept.get(order as usize) {
            Some(matrix) => Arc::clone(matrix),
            None => self.resolve(order as usize)?,
        };
        Ok(matrix.files(at as usize))
    }

    /// The row of one poster, if it stands in a sheet.
    pub fn row(&self, poster: usize) -> Option<usize> {
        self.orders.row(self.units[poster].order as usize)
    }

    /// The posters of one part of the batch, in order. The parts of all shards are the whole.
    pub fn shard(&self, shard: Shard) -> Vec<u32> {
        shard.of(&self.units.iter().map(|unit| unit.cost).collect::<Vec<_>>())
    }

    fn resolve(&self, order: usize) -> Result<Arc<Matrix>> {
        let job: Cow<'_, Job> = self.orders.job(order, &self.shelf)?;
        Matrix::new(&job, &self.shelf).map(Arc::new)
    }

    /// Two posters that have a file of the same name: says which, and what would tell them apart.
    fn clash(&self, one: usize, other: usize) -> Diagnostic {
        let files = |poster| self.files(poster).unwrap_or_default();
        let (ones, others) = (files(one), files(other));
        let same = |a: &Planned, b: &Planned| names::same(&a.file_name(), &b.file_name());
        let pair = ones.iter().enumerate().find_map(|(at, a)| {
            let rest = if one == other {
                &ones[at + 1..]
            } else {
                &others[..]
            };
            rest.iter().find(|b| same(a, b)).map(|b| (a, b))
        });
        let Some((a, b)) = pair else {
            return Diagnostic::error("two posters would have the same name");
        };
        let rows = match (self.row(one), self.row(other)) {
            (Some(one), Some(other)) if one != other => format!(": rows {one} and {other}"),
            _ => String::new(),
        };
        let error = Diagnostic::error(format!(
            "two posters would have the same name, `{}`{rows}",
            a.file_name()
        ));
        match names::difference(a, b) {
            Some(what) => error.hint(format!("add `{{{what}}}` to `--name`")),
            None => error.hint("leave out what is asked for twice"),
        }
    }
}
