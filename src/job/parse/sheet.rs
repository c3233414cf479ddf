//! CSV and TSV sheets as people export them: one poster a row, columns are slots and options.

use csv::StringRecord;

use super::super::{Job, Pattern, Picture, Shelf, Text, check_code, values};
use super::rows::{Row, dialect, records};
use crate::color::Role;
use crate::diag::{Diagnostic, Place, Result, did_you_mean};

/// Columns that are options; every other one is a slot.
const OPTIONS: [&str; 11] = [
    "text", "lang", "layout", "size", "format", "palette", "dpi", "file", "image", "focus", "qr",
];

/// A sheet, read but not yet understood: rows are small, what they mean is not.
#[derive(Debug)]
pub struct Sheet {
    file: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    defaults: Job,
    overrides: Job,
}

/// What a column means.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Column {
    /// The words of the slot `slogan`, or a slogan of the catalogue.
    Slogan,
    Lang,
    Layout,
    Size,
    Format,
    Palette,
    Dpi,
    Landscape,
    Name,
    Color(Role),
    Slot(String),
    /// The path of a picture, from the folder of the sheet, for a slot; an empty name is the first.
    Picture(String),
    Focus,
    /// The text of a QR code for a slot; an empty name is the first.
    Code(String),
    /// A column without head, which must be empty.
    Nothing,
}

/// What a slot makes of its column.
type Kind = fn(String) -> Column;

impl Sheet {
    /// Reads a sheet. Without a hint in the file itself, `tabs` says what stands between cells.
    ///
    /// # Errors
    /// The file is not text, has no heads, or a head is neither an option nor a slot of any of its
    /// layouts.
    pub fn read(
        file: &str,
        bytes: Vec<u8>,
        tabs: bool,
        defaults: &Job,
        overrides: &Job,
        shelf: &Shelf,
    ) -> Result<Self> {
        let text = super::decode(file, bytes)?;
        let (delimiter, body) = dialect(&text, tabs);
        let mut records = records(file, body, delimiter)?.into_iter();
        let Some(heads) = records.next() else {
            return Err(Diagnostic::error("the sheet is empty")
                .at(Place::file(file))
                .hint("its first row names the columns: slogan, lang, size"));
        };
        let rows: Vec<Row> = records
            .filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()))
            .collect();
        let mut sheet = Self {
            file: file.to_owned(),
            columns: Vec::new(),
            rows,
            defaults: defaults.clone(),
            overrides: overrides.clone(),
        };
        sheet.columns = sheet.understand(&heads.cells, shelf)?;
        Ok(sheet)
    }

    /// How many rows there are, empty ones not counted.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The number of a row, as a spreadsheet counts.
    pub fn row(&self, at: usize) -> usize {
        self.rows[at].number
    }

    /// What one row asks for. `CAMPAIGN/SLOGAN` in the slogan's cell is taken from the catalogue.
    ///
    /// # Errors
    /// A cell that cannot be read, or more cells than there are columns.
    pub fn job(&self, at: usize, shelf: &Shelf) -> Result<Job> {
        let row = &self.rows[at];
        let mut job = self.defaults.clone();
        let mut slogan = None;
        for (at, cell) in row.cells.iter().enumerate() {
            let cell = cell.trim();
            if cell.is_empty() {
                continue;
            }
            match self.columns.get(at).unwrap_or(&Column::Nothing) {
                Column::Nothing => {
                    return Err(Diagnostic::error(format!(
                        "`{}` stands in column {}, which has no head",
                        short(cell),
                        at + 1
                    ))
                    .hint("give the column a head, or put cells with commas into quotes"));
                }
                Column::Slogan => slogan = Some(cell.to_owned()),
                Column::Lang => job.langs = all(cell, values::langs)?,
                Column::Layout => job.layouts = list(cell),
                Column::Size => job.sizes = list(cell),
                Column::Format => job.formats = all(cell, values::format)?,
                Column::Palette => job.palettes = list(cell),
                Column::Dpi => job.dpi = Some(values::dpi(number(cell)?, "dpi")?),
                Column::Landscape => job.landscape = yes(cell)?,
                Column::Name => job.name = Some(Pattern::parse(cell)?),
                Column::Color(role) => {
                    let (role, color) = values::role_color(role.class(), cell)?;
                    job.colors.insert(role, color);
                }
                Column::Slot(slot) => {
                    job.set.insert(slot.clone(), cell.to_owned());
                }
                Column::Picture(slot) => {
                    let picture = Picture::open(&super::beside(&self.file, cell))?;
                    job.pictures.insert(slot.clone(), picture);
                }
                Column::Focus => {
                    job.focus.insert(String::new(), values::focus(cell)?);
                }
                Column::Code(slot) => {
                    check_code(cell)?;
                    job.codes.insert(slot.clone(), cell.to_owned());
                }
            }
        }
        super::lay_over(&mut job, &self.overrides);
        job.name = job.name.map(|name| name.for_row(Some(row.number)));
        job.texts = vec![match slogan {
            None => Text::None,
            Some(id) if shelf.is_slogan_id(&id) => Text::Catalogue(id),
            Some(words) => Text::Typed(words),
        }];
        Ok(job)
    }

    /// What the heads mean.
    fn understand(&self, heads: &StringRecord, shelf: &Shelf) -> Result<Vec<Column>> {
        let slots = self.slots(heads, shelf);
        let mut columns = Vec::new();
        for (at, head) in heads.iter().enumerate() {
            let name = head.trim().to_lowercase();
            let column = match name.as_str() {
                "" => Column::Nothing,
                "slogan" | "text" => Column::Slogan,
                "lang" | "language" => Column::Lang,
                "layout" => Column::Layout,
                "size" => Column::Size,
                "format" => Column::Format,
                "palette" => Column::Palette,
                "dpi" => Column::Dpi,
                "landscape" => Column::Landscape,
                "file" => Column::Name,
                // Where a layout has a place for a name, it is a person's, not the file's.
                "name" if !slots.iter().any(|(slot, _)| slot == "name") => Column::Name,
                "image" => Column::Picture(String::new()),
                "focus" => Column::Focus,
                "qr" => Column::Code(String::new()),
                _ => match slots.iter().find(|(slot, _)| slot.to_lowercase() == name) {
                    Some((slot, column)) => column(slot.clone()),
                    None => Column::Color(
                        Role::from_class(&name).ok_or_else(|| self.unknown(head, at, &slots))?,
                    ),
                },
            };
            if column != Column::Nothing && columns.contains(&column) {
                return Err(
                    Diagnostic::error(format!("two columns are called `{head}`"))
                        .at(self.head_place(at))
                        .hint("rename or remove one of them"),
                );
            }
            columns.push(column);
        }
        Ok(columns)
    }

    /// The slots of every layout that the sheet names; one that is not known is its row's trouble.
    fn slots(&self, heads: &StringRecord, shelf: &Shelf) -> Vec<(String, Kind)> {
        let column = heads
            .iter()
            .position(|head| head.trim().eq_ignore_ascii_case("layout"));
        let mut names: Vec<String> = if self.overrides.layouts.is_empty() {
            self.defaults.layouts.clone()
        } else {
            self.overrides.layouts.clone()
        };
        for row in &self.rows {
            let cell = column.and_then(|at| row.cells.get(at)).unwrap_or_default();
            for name in list(cell) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        let mut slots: Vec<(String, Kind)> = Vec::new();
        for layout in names.iter().filter_map(|name| shelf.layout(name).ok()) {
            for (ids, kind) in [
                (layout.slot_ids(), Column::Slot as Kind),
                (layout.picture_ids(), Column::Picture),
                (layout.code_ids(), Column::Code),
            ] {
                for slot in ids {
                    if !slots.iter().any(|(known, _)| known == slot) {
                        slots.push((slot.to_owned(), kind));
                    }
                }
            }
        }
        slots
    }

    fn unknown(&self, head: &str, at: usize, slots: &[(String, Kind)]) -> Diagnostic {
        let slots: Vec<&str> = slots.iter().map(|(slot, _)| slot.as_str()).collect();
        let roles = Role::ALL.map(Role::class);
        let mut known: Vec<&str> = OPTIONS.to_vec();
        known.push("landscape");
        known.extend(roles);
        known.extend(&slots);
        let error = Diagnostic::error(format!(
            "the column `{}` is neither an option nor a slot of these layouts",
            short(head)
        ))
        .at(self.head_place(at));
        let error = match did_you_mean(head, known.iter().copied()) {
            Some(suggestion) => error.hint(suggestion),
            None => error,
        };
        error.hint(format!(
            "options are `{}`, slots are `{}`",
            OPTIONS.join("`, `"),
            slots.join("`, `")
        ))
    }

    fn head_place(&self, at: usize) -> Place {
        Place {
            line_column: Some((1, at + 1)),
            ..Place::file(&self.file)
        }
    }
}

/// Several values of an option in one cell: by comma, semicolon or bar.
fn list(cell: &str) -> Vec<String> {
    cell.split([',', ';', '|'])
        .map(str::trim)
        .filter(|one| !one.is_empty())
        .map(str::to_owned)
        .collect()
}

fn all<T>(cell: &str, read: impl Fn(&str) -> Result<T>) -> Result<Vec<T>> {
    list(cell).iter().map(|one| read(one)).collect()
}

fn number(cell: &str) -> Result<f64> {
    cell.replace(',', ".")
        .parse()
        .map_err(|_| Diagnostic::error(format!("`{}` is not a number", short(cell))))
}

fn yes(cell: &str) -> Result<bool> {
    match cell.to_lowercase().as_str() {
        "yes" | "true" | "1" | "x" => Ok(true),
        "no" | "false" | "0" => Ok(false),
        _ => Err(
            Diagnostic::error(format!("`{}` is neither yes nor no", short(cell)))
                .hint("write `yes` or `no` into the column `landscape`"),
        ),
    }
}

/// The beginning of a cell, for a message.
fn short(cell: &str) -> String {
    const MOST: usize = 40;
    let line = cell.lines().next().unwrap_or_default();
    if line.chars().count() <= MOST {
        line.to_owned()
    } else {
        line.chars()
            .take(MOST)
            .chain(std::iter::once('…'))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Library;

    fn sheet(text: impl Into<Vec<u8>>) -> Result<Sheet> {
        let defaults = Job {
            layouts: vec!["bold".to_owned()],
            sizes: vec!["square".to_owned()],
            ..Job::default()
        };
        let shelf = Shelf::new(&Library::default());
        Sheet::read(
            "a.csv",
            text.into(),
            false,
            &defaults,
            &Job::default(),
            &shelf,
        )
    }

    fn typed(sheet: &Sheet) -> Vec<String> {
        let shelf = Shelf::new(&Library::default());
        let texts = (0..sheet.len()).map(|at| match &sheet.job(at, &shelf).unwrap().texts[0] {
            Text::Typed(text) => text.clone(),
            other => format!("{other:?}"),
        });
        texts.collect()
    }

    #[test]
    fn every_dialect_of_spreadsheets_is_read() {
        for text in [
            "slogan,lang\n\"Peace, now\",en\n",
            "slogan;lang\r\n\"Peace, now\";en\r\n",
            "slogan\tlang\nPeace, now\ten\n",
            "\u{feff}slogan;lang\nPeace, now;en",
            "sep=;\nslogan;lang\nPeace, now;en",
            "Slogan,Language\n\"Peace, now\",en\n",
        ] {
            assert_eq!(typed(&sheet(text).unwrap()), ["Peace, now"], "{text}");
        }
        let wide: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain(
                "slogan\tlang\nМир\tru\n"
                    .encode_utf16()
                    .flat_map(u16::to_le_bytes),
            )
            .collect();
        assert_eq!(typed(&sheet(wide).unwrap()), ["Мир"]);
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_does() {
        let sheet = sheet("slogan\n\"one\ntwo\"\n\nthree\n").unwrap();
        assert_eq!(typed(&sheet), ["one\ntwo", "three"]);
        assert_eq!((sheet.row(0), sheet.row(1)), (2, 4));
    }

    #[test]
    fn an_unknown_column_names_its_nearest() {
        let error = sheet("slogan,lagn\nx,en\n").unwrap_err();
        assert_eq!(
            error.message,
            "the column `lagn` is neither an option nor a slot of these layouts"
        );
        assert_eq!(error.hints[0], "did you mean `lang`?");
        assert_eq!(error.place.unwrap().line_column, Some((1, 2)));
    }

    #[test]
    fn cells_beyond_the_heads_are_refused() {
        let sheet = sheet("slogan,\nx,\ny,z\n").unwrap();
        let shelf = Shelf::new(&Library::default());
        assert!(sheet.job(0, &shelf).is_ok());
        assert_eq!(
            sheet.job(1, &shelf).unwrap_err().message,
            "`z` stands in column 2, which has no head"
        );
    }

    #[test]
    fn slots_and_colours_are_columns() {
        let sheet = sheet("slogan,note,ink,size\nx,19 January,#d00,\"a4,square\"\n").unwrap();
        let job = sheet.job(0, &Shelf::new(&Library::default())).unwrap();
        assert_eq!(job.set["note"], "19 January");
        assert_eq!(job.sizes, ["a4", "square"]);
        assert_eq!(job.colors.len(), 1);
    }
}
