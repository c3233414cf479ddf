//! How far a batch is: a bar on a terminal, plain lines elsewhere.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::report::{self, Loudness};
use crate::diag::Diagnostic;

/// Files done out of all, with rate and time left.
#[derive(Debug)]
pub struct Progress {
    bar: Option<ProgressBar>,
    loudness: Loudness,
    all: usize,
    done: usize,
    begun: Instant,
    told: Instant,
}

impl Progress {
    /// How often a line is written where there is no terminal.
    const EVERY: Duration = Duration::from_secs(10);

    /// Nothing done yet of `all` files.
    pub fn new(all: usize, loudness: Loudness) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = (terminal && loudness != Loudness::Quiet).then(|| {
            let bar = ProgressBar::with_draw_target(
                Some(all as u64),
                ProgressDrawTarget::stderr_with_hz(10),
            );
            let style = ProgressStyle::with_template(
                "{wide_bar} {human_pos}/{human_len}  {rate}  {eta} left",
            );
            if let Ok(style) = style {
                let rate = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
                    let _ = out.write_str(&per_second(state.per_sec()));
                };
                bar.set_style(style.with_key("rate", rate));
            }
            bar
        });
        let now = Instant::now();
        Self {
            bar,
            loudness,
            all,
            done: 0,
            begun: now,
            told: now,
        }
    }

    /// Some more files are done.
    pub fn advance(&mut self, files: usize) {
        self.done += files;
        if let Some(bar) = &self.bar {
            bar.inc(files as u64);
        } else if self.loudness != Loudness::Quiet && self.told.elapsed() >= Self::EVERY {
            self.told = Instant::now();
            let line = line(self.done, self.all, self.begun.elapsed());
            let _ = writeln!(std::io::stderr(), "{line}");
        }
    }

    /// Says something without disturbing the bar.
    pub fn say(&self, diagnostic: &Diagnostic) {
        self.beside(|| report::print(diagnostic, self.loudness));
    }

    /// Does something that prints, without disturbing the bar.
    pub fn beside(&self, print: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// `120 of 1000 files, 60 a second, 15 s left`.
fn line(done: usize, all: usize, elapsed: Duration) -> String {
    let rate = done as f64 / elapsed.as_secs_f64().max(1e-6);
    let left = (all - done.min(all)) as f64 / rate.max(1e-6);
    format!(
        "{done} of {all} files, {}, {} left",
        per_second(rate),
        time(left)
    )
}

/// A rate in words: `160 a second`, `4 a minute`.
pub fn per_second(rate: f64) -> String {
    if rate >= 9.5 {
        format!("{rate:.0} a second")
    } else if rate >= 0.95 {
        format!("{rate:.1} a second")
    } else {
        format!("{:.1} a minute", rate * 60.0)
    }
}

/// A time in words: `0.8 s`, `15 s`, `4 min`, `2.5 h`.
pub fn time(seconds: f64) -> String {
    if seconds < 9.95 {
        format!("{seconds:.1} s")
    } else if seconds < 99.5 {
        format!("{seconds:.0} s")
    } else if seconds < 5400.0 {
        format!("{:.0} min", seconds / 60.0)
    } else {
        format!("{:.1} h", seconds / 3600.0)
    }
}

/// A size in words: `14 kB`, `2.3 MB`.
pub fn size(bytes: f64) -> String {
    if bytes < 1e6 {
        format!("{:.0} kB", (bytes / 1e3).ceil())
    } else if bytes < 9.95e6 {
        format!("{:.1} MB", bytes / 1e6)
    } else if bytes < 1e9 {
        format!("{:.0} MB", bytes / 1e6)
    } else {
        format!("{:.1} GB", bytes / 1e9)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_rate_and_time_left() {
        assert_eq!(
            line(120, 1000, Duration::from_secs(2)),
            "120 of 1000 files, 60 a second, 15 s left"
        );
        assert_eq!(
            line(1, 10, Duration::from_secs(60)),
            "1 of 10 files, 1.0 a minute, 9 min left"
        );
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(
            [size(500.0), size(2.34e6), size(4.2e7)],
            ["1 kB", "2.3 MB", "42 MB"]
        );
        assert_eq!(
            [time(0.84), time(15.2), time(9000.0)],
            ["0.8 s", "15 s", "2.5 h"]
        );
    }
}
