//! `--timings`: where the time went, by stage.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::diag::Notes;

/// Stages in the order of the river.
const STAGES: [&str; 7] = [
    "read", "typeset", "compose", "parse", "paint", "encode", "write",
];

/// What each stage took, summed over posters and cores.
#[derive(Debug)]
pub struct Timings {
    begun: Instant,
    stages: BTreeMap<&'static str, Duration>,
}

impl Timings {
    /// Begins now.
    pub fn new() -> Self {
        Self {
            begun: Instant::now(),
            stages: BTreeMap::new(),
        }
    }

    /// Everything up to now was reading.
    pub fn read(&mut self) {
        self.stages.insert("read", self.begun.elapsed());
    }

    /// Adds the stages of a poster.
    pub fn add(&mut self, notes: &Notes) {
        for (stage, time) in notes.laps() {
            *self.stages.entry(stage).or_default() += time;
        }
    }

    /// One line a stage.
    pub fn print(&self) {
        let sum: Duration = self.stages.values().sum();
        for stage in STAGES {
            let time = self.stages.get(stage).copied().unwrap_or_default();
            eprintln!(
                "{stage:<8} {:>10.3} ms {:>5.1} %",
                time.as_secs_f64() * 1e3,
                100.0 * time.as_secs_f64() / sum.as_secs_f64().max(1e-9)
            );
        }
        let wall = self.begun.elapsed().as_secs_f64() * 1e3;
        eprintln!("{:<8} {wall:>10.3} ms", "clock");
    }
}
