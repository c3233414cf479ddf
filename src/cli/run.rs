//! A batch on its way to the disk: all cores, one report in order, and a way to go on.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::Outcome;
use super::finish::{self, Finish};
use super::json::FileJson;
use super::ledger::{Entry, Ledger};
use super::make::{artwork, note_draft};
use super::manifest::Manifest;
use super::progress::{Progress, per_second, size, time};
use super::recipe::Recipes;
use super::report::Loudness;
use super::timings::Timings;
use super::write::{self, Refused};
use crate::batch::{Batch, Shard, in_order};
use crate::diag::{Diagnostic, Notes, Result};
use crate::fonts::Fonts;
use crate::job::Planned;
use crate::library::Library;
use crate::render::Made;
use crate::units::Length;

/// How a batch is run.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command")]
pub struct Run {
    /// Where files go.
    pub folder: PathBuf,
    /// Which part of the batch is made.
    pub shard: Shard,
    /// Whether what is there, unchanged and made of the same, is left.
    pub resume: bool,
    /// How many threads; `None` is one a core.
    pub threads: Option<usize>,
    /// Where the report goes.
    pub report: Option<PathBuf>,
    /// From how far slogans must be readable.
    pub readable_at: Option<Length>,
    /// How files are made.
    pub finish: Finish,
    /// Whether the machine's fonts stand behind pasteup's own.
    pub system_fonts: bool,
    /// Whether to print a JSON object a file.
    pub json: bool,
    /// Whether to say how long each stage took.
    pub timings: bool,
}

/// Makes the posters of a batch.
///
/// # Errors
/// There is nowhere to write.
pub fn run(batch: &Batch, run: &Run, library: &Library, loudness: Loudness) -> Result<Outcome> {
    let timings = Timings::new();
    write::prepare_folder(&run.folder)?;
    let mut fonts = Fonts::new(library)?;
    for layout in batch.layouts() {
        fonts.add(&layout.fonts)?;
    }
    if run.system_fonts {
        fonts.add_system();
    }
    let stop = stop_on_signal();
    let posters = batch.shard(run.shard);
    let maker = Maker {
        batch,
        library,
        run,
        manifest: Manifest::open(&run.folder, run.shard, run.resume)?,
        recipes: Recipes::new(library, &fonts, &run.finish),
        fonts,
        stop: &stop,
    };
    let mut teller = Teller::new(batch, run, posters.len(), loudness, timings)?;
    if run.shard.number == 1 {
        // Rows that nothing can be made of belong to no part; the first one tells of them.
        for refused in &batch.refused {
            teller.say_failure(&for_file(refused.error.clone(), refused.row, ""));
            teller.failed(refused.row, "", &refused.error.message);
        }
    }
    let begun = in_order(
        run.threads,
        posters.len(),
        &stop,
        |at| maker.make(posters[at] as usize),
        |at, done| teller.tell(batch.row(posters[at] as usize), done),
    )?;
    teller.finish(begun < posters.len(), run)
}

/// A flag that Ctrl-C, or a system that wants the machine back, sets. The second Ctrl-C ends the
/// program at once: files are renamed when they are whole, so even then nothing is half there.
fn stop_on_signal() -> Arc<AtomicBool> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // A system without signals is stopped the hard way, which loses nothing either.
        let _ = signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&stop));
        let _ = signal_hook::flag::register(signal, Arc::clone(&stop));
    }
    stop
}

/// Makes posters; shared by all threads.
struct Maker<'a> {
    batch: &'a Batch,
    library: &'a Library,
    run: &'a Run,
    manifest: Manifest,
    recipes: Recipes,
    fonts: Fonts,
    stop: &'a AtomicBool,
}

/// What became of one poster.
#[derive(Default)]
struct Done {
    files: Vec<DoneFile>,
    notes: Notes,
    /// Why it, or one of its files, was not made.
    error: Option<Diagnostic>,
    /// The files that were not made.
    failed: Vec<String>,
}

struct DoneFile {
    name: String,
    /// Its length, unless it was there already.
    bytes: Option<u64>,
    json: Option<String>,
}

impl Maker<'_> {
    fn make(&self, poster: usize) -> Done {
        let mut done = Done::default();
        let files = match self.batch.files(poster) {
            Ok(files) => files,
            Err(error) => {
                done.error = Some(error);
                done.failed.push(String::new());
                return done;
            }
        };
        let mut made = None;
        for planned in &files {
            let result = self.file(planned, &mut made, &mut done.notes);
            match result {
                Ok(file) => done.files.push(file),
                Err(error) => {
                    // Formats of one poster fail for one reason, which is said once.
                    done.error.get_or_insert(error);
                    done.failed.push(planned.file_name());
                }
            }
        }
        done
    }

    fn file(
        &self,
        planned: &Planned,
        made: &mut Option<Arc<Made>>,
        notes: &mut Notes,
    ) -> Result<DoneFile> {
        let name = planned.file_name();
        let recipe = self.recipes.of(planned);
        if self.run.resume && self.manifest.has(&name, recipe) {
            return Ok(DoneFile {
                name,
                bytes: None,
                json: None,
            });
        }
        let target = self.run.folder.join(&name);
        let written = self.write(&target, planned, made, notes);
        let mut done = written.map_err(|refused| {
            if let Refused::Place(_) = refused {
                // Every other file would say the same.
                self.stop.store(true, Ordering::Relaxed);
            }
            Diagnostic::from(refused)
        })?;
        self.manifest.add(&name, recipe, done.written)?;
        let json = self.run.json.then(|| {
            done.measure_ink();
            let notes: Vec<Diagnostic> = notes.iter().cloned().collect();
            serde_json::to_string(&FileJson::new(
                &target,
                &done.planned,
                &done.made,
                &done.pages,
                &notes,
            ))
            .unwrap_or_default()
        });
        Ok(DoneFile {
            name,
            bytes: Some(done.written.bytes),
            json,
        })
    }

    fn write(
        &self,
        target: &Path,
        planned: &Planned,
        made: &mut Option<Arc<Made>>,
        notes: &mut Notes,
    ) -> std::result::Result<finish::Done, Refused> {
        let Run {
            finish,
            readable_at,
            ..
        } = self.run;
        if let Some(by) = finish.home.banner(planned) {
            note_draft(&planned.poster, notes);
            return finish.row(by, target, planned, &self.fonts, *readable_at, notes);
        }
        // Formats of one poster share its artwork.
        let made = if let Some(made) = made {
            Arc::clone(made)
        } else {
            let fresh = artwork(&planned.poster, &self.fonts, *readable_at, notes);
            Arc::clone(made.insert(Arc::new(fresh.map_err(Refused::File)?)))
        };
        finish.write(target, planned, made, (self.library, &self.fonts), notes)
    }
}

/// Tells what was made, in order.
struct Teller {
    progress: Progress,
    ledger: Option<Ledger>,
    said: Notes,
    timings: Timings,
    loudness: Loudness,
    begun: Instant,
    made: usize,
    bytes: u64,
    unchanged: usize,
    /// Files that were not made.
    failed: usize,
    /// Reasons for that, one a poster.
    failures: usize,
}

impl Teller {
    /// Failures that are told in full; a sheet with a wrong column has thousands.
    const MOST_TOLD: usize = 20;

    fn new(
        batch: &Batch,
        run: &Run,
        posters: usize,
        loudness: Loudness,
        mut timings: Timings,
    ) -> Result<Self> {
        timings.read();
        let all = if run.shard == Shard::WHOLE {
            batch.totals.files
        } else {
            // Files of a part are about its share.
            posters * batch.totals.files / batch.totals.posters.max(1)
        };
        Ok(Self {
            progress: Progress::new(all, loudness),
            ledger: run.report.as_deref().map(Ledger::begin).transpose()?,
            said: Notes::default(),
            timings,
            loudness,
            begun: Instant::now(),
            made: 0,
            bytes: 0,
            unchanged: 0,
            failed: 0,
            failures: 0,
        })
    }

    fn tell(&mut self, row: Option<usize>, done: Done) {
        self.timings.add(&done.notes);
        for note in &done.notes {
            // What holds for many posters is said once.
            if self.said.iter().count() < Self::MOST_TOLD && self.said.push(note.clone()) {
                self.progress.say(note);
            }
        }
        let message: Vec<&str> = done
            .notes
            .iter()
            .map(|note| note.message.as_str())
            .collect();
        let message = message.join("; ");
        let files = done.files.len() + done.failed.len();
        for file in done.files {
            self.file(row, file, &message);
        }
        if let Some(error) = done.error {
            let first = done.failed.first().map_or("", String::as_str);
            self.say_failure(&for_file(error.clone(), row, first));
            for name in &done.failed {
                self.failed(row, name, &error.message);
            }
        }
        self.progress.advance(files);
    }

    fn file(&mut self, row: Option<usize>, file: DoneFile, message: &str) {
        match file.bytes {
            Some(bytes) => {
                self.made += 1;
                self.bytes += bytes;
            }
            None => self.unchanged += 1,
        }
        if let Some(json) = &file.json {
            self.progress.beside(|| super::say(json));
        } else if self.loudness == Loudness::Verbose {
            self.progress.beside(|| super::say(&file.name));
        }
        self.enter(&Entry {
            row,
            status: if file.bytes.is_some() {
                "made"
            } else {
                "unchanged"
            },
            bytes: file.bytes,
            file: file.name,
            message: message.to_owned(),
        });
    }

    fn say_failure(&mut self, error: &Diagnostic) {
        self.failures += 1;
        if self.failures <= Self::MOST_TOLD {
            self.progress.say(error);
        }
    }

    fn failed(&mut self, row: Option<usize>, file: &str, message: &str) {
        self.failed += 1;
        self.enter(&Entry {
            row,
            file: file.to_owned(),
            status: "failed",
            bytes: None,
            message: message.to_owned(),
        });
    }

    fn enter(&mut self, entry: &Entry) {
        if let Some(ledger) = &mut self.ledger {
            ledger.add(entry);
        }
    }

    fn finish(mut self, stopped: bool, run: &Run) -> Result<Outcome> {
        self.progress.finish();
        if let Some(ledger) = self.ledger.take() {
            ledger.finish()?;
        }
        if matches!(self.loudness, Loudness::Normal | Loudness::Verbose) {
            self.summary(run);
        }
        if run.timings {
            self.timings.print();
        }
        if stopped {
            eprintln!("stopped; go on with:\n  {}", again());
            return Ok(Outcome::Stopped);
        }
        Ok(Outcome::from_failures(self.failed))
    }

    fn summary(&self, run: &Run) {
        if self.failures > Self::MOST_TOLD && run.report.is_none() {
            eprintln!(
                "hint: {} more failures are not shown; `--report failures.csv` lists them all",
                self.failures - Self::MOST_TOLD
            );
        }
        let seconds = self.begun.elapsed().as_secs_f64();
        let files = if self.made == 1 { "file" } else { "files" };
        let mut line = format!("{} {files} made in `{}`", self.made, run.folder.display());
        if self.made > 0 {
            let rate = per_second(self.made as f64 / seconds.max(1e-6));
            let bytes = size(self.bytes as f64);
            line = format!("{line}: {bytes} in {}, {rate}", time(seconds));
        }
        if self.unchanged > 0 {
            line = format!("{line}; {} unchanged", self.unchanged);
        }
        if self.failed > 0 {
            line = format!("{line}; {} failed", self.failed);
        }
        eprintln!("{line}");
    }
}

/// The command that goes on where this one stopped.
fn again() -> String {
    let mut words: Vec<String> = std::env::args().skip(1).map(|word| quoted(&word)).collect();
    if !words.iter().any(|word| word == "--resume") {
        words.push("--resume".to_owned());
    }
    format!("pasteup {}", words.join(" "))
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=,:+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// An error that says which row of a sheet it is about or, without a sheet, which file.
pub fn for_file(mut error: Diagnostic, row: Option<usize>, file: &str) -> Diagnostic {
    error.message = match row {
        Some(row) => format!("row {row} is not made: {}", error.message),
        None if file.is_empty() => error.message,
        None => format!("`{file}` is not made: {}", error.message),
    };
    error
}
