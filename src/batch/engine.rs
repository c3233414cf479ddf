//! All cores work, and what they did is told in order.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::diag::{Diagnostic, Result};

/// Does `count` pieces of work on a number of threads and reports each in order, however they are
/// finished. Returns how many were begun: fewer than `count` once `stop` is set; what was begun is
/// always finished.
///
/// Pieces are handed out one after the other, not in halves as rayon would split them, so that the
/// reports that wait for an earlier one are few.
///
/// # Errors
/// The threads cannot be started.
pub fn in_order<R: Send>(
    threads: Option<usize>,
    count: usize,
    stop: &AtomicBool,
    work: impl Fn(usize) -> R + Sync,
    report: impl FnMut(usize, R) + Send,
) -> Result<usize> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .thread_name(|at| format!("poster {at}"))
        .build()
        .map_err(|error| {
            Diagnostic::error(format!("the threads cannot be started: {error}"))
                .hint("ask for fewer with `--threads`")
        })?;
    let next = AtomicUsize::new(0);
    let desk = Mutex::new(Desk {
        next: 0,
        waiting: BTreeMap::new(),
        report,
    });
    pool.broadcast(|_| {
        while !stop.load(Ordering::Relaxed) {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                break;
            }
            let done = work(at);
            desk.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(at, done);
        }
    });
    let desk = desk.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(desk.next)
}

/// Where finished work waits for its turn to be told.
struct Desk<R, F> {
    next: usize,
    waiting: BTreeMap<usize, R>,
    report: F,
}

impl<R, F: FnMut(usize, R)> Desk<R, F> {
    fn take(&mut self, at: usize, done: R) {
        self.waiting.insert(at, done);
        while let Some(done) = self.waiting.remove(&self.next) {
            (self.report)(self.next, done);
            self.next += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_come_in_order_from_any_number_of_threads() {
        for threads in [1, 2, 7] {
            let mut told = Vec::new();
            let slow_first = |at: usize| {
                if at.is_multiple_of(5) {
                    std::thread::sleep(std::time::Duration::from_millis(2));
                }
                at * at
            };
            let stop = AtomicBool::new(false);
            let begun = in_order(Some(threads), 50, &stop, slow_first, |at, done| {
                told.push((at, done));
            });
            assert_eq!(begun.unwrap(), 50);
            assert_eq!(told, (0..50).map(|at| (at, at * at)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_was_begun_is_finished_when_stopped() {
        let stop = AtomicBool::new(false);
        let mut told = 0;
        let work = |at: usize| {
            if at == 10 {
                stop.store(true, Ordering::Relaxed);
            }
        };
        let begun = in_order(Some(2), 1000, &stop, work, |_, ()| told += 1).unwrap();
        assert!(
            (11..=13).contains(&begun) && told == begun,
            "{begun} {told}"
        );
    }
}
