//! From what was asked to posters: every combination, everything looked up.

use super::{Job, Matrix, Planned, Shelf};
use crate::diag::{Diagnostic, Result};
use crate::layout::Layout;
use crate::library::Library;

/// Opens a layout by name, or from an SVG file.
///
/// # Errors
/// There is no such layout, or its file cannot be used.
pub fn open(library: &Library, name: &str) -> Result<Layout> {
    if name.to_lowercase().ends_with(".svg") {
        Layout::open(std::path::Path::new(name))
    } else {
        Layout::load(library, name)
    }
}

/// Resolves a job into the files it asks for, in the order layouts, languages, sizes, palettes,
/// formats.
///
/// # Errors
/// A name in the job that is not known: nothing is made of a job that is half understood.
pub fn expand(job: &Job, library: &Library) -> Result<Vec<Planned>> {
    let matrix = Matrix::new(job, &Shelf::new(library))?;
    let planned: Vec<Planned> = (0..matrix.len()).flat_map(|at| matrix.files(at)).collect();
    if let Some(name) = clash(&planned) {
        return Err(
            Diagnostic::error(format!("two posters would have the same name, `{name}`"))
                .hint("leave out what is asked for twice"),
        );
    }
    Ok(planned)
}

fn clash(planned: &[Planned]) -> Option<String> {
    let mut seen = std::collections::BTreeSet::new();
    planned
        .iter()
        .map(Planned::file_name)
        .find(|name| !seen.insert(name.to_lowercase()))
}
