//! Numbered replications over the threads of a machine. Not what is played; that is `batch` and `story`.

use crate::sim::{Progress, Simulation};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread;

/// As many threads as the machine runs at the same time.
pub fn threads() -> u32 {
    thread::available_parallelism().map_or(1, |n| n.get().min(64) as u32)
}

/// Plays replications 0 to `end`; `take` gets what they give, in any order. One thread is this one.
///
/// `begin` makes the simulation of a thread, `give` takes from it what a replication gave.
pub(super) fn play<T: Send>(
    threads: u32,
    end: u32,
    begin: &(impl Fn(u32) -> Simulation + Sync),
    give: &(impl Fn(&mut Simulation) -> Option<T> + Sync),
    mut take: impl FnMut(T),
) {
    let next = AtomicU32::new(0);
    let threads = threads.clamp(1, end.max(1));
    if threads == 1 {
        return rest(end, &next, begin, give, take);
    }
    thread::scope(|scope| {
        // A full channel makes those who are ahead wait, so that few replications are held at a time.
        let (sender, receiver) = mpsc::sync_channel(2);
        for _ in 0..threads {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                // Whoever listens takes all there are.
                rest(end, next, begin, give, |given| _ = sender.send(given));
            });
        }
        drop(sender);
        receiver.into_iter().for_each(&mut take);
    });
}

/// Plays the next replication that nobody has taken, as long as there is one.
fn rest<T>(
    end: u32,
    next: &AtomicU32,
    begin: impl Fn(u32) -> Simulation,
    give: impl Fn(&mut Simulation) -> Option<T>,
    mut take: impl FnMut(T),
) {
    let mut simulation: Option<Simulation> = None;
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= end {
            return;
        }
        // What one has allocated the next has.
        let simulation = match &mut simulation {
            Some(old) => {
                old.restart(number);
                old
            }
            none => none.insert(begin(number)),
        };
        while simulation.advance(u64::from(u32::MAX)) == Progress::Running {}
        give(simulation).into_iter().for_each(&mut take);
    }
}
