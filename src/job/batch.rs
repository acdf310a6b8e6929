//! All replications of a run at once, for those who can wait: command line, examples, tests. Not the page's way, which
//! shows what it has after each.

use super::{Reply, Request, Runner};
use crate::scenario::{Scenario, codec};
use crate::sim::{Observation, Observer, Replication};
use std::sync::mpsc;
use std::thread;

/// Simulates a scenario; the numbers depend on scenario, seed and replications alone, not on how many threads share
/// the work. One thread is this one.
pub fn simulate(scenario: &Scenario, seed: u64, replications: u32, threads: u32) -> Observation {
    let mut observer = Observer::new(scenario);
    let bytes = codec::to_bytes(scenario);
    let threads = threads.clamp(1, replications.max(1));
    let request = |first| {
        let scenario = bytes.clone();
        Request::Simulate { run: 0, scenario, seed, first, stride: threads, replications }
    };
    if threads == 1 {
        play(request(0), |replication| observer.add(replication));
        return observer.observation();
    }
    thread::scope(|scope| {
        // A full channel makes those who are ahead wait, so that few replications are held at a time.
        let (sender, receiver) = mpsc::sync_channel(2);
        for first in 0..threads {
            let (sender, request) = (sender.clone(), request(first));
            scope.spawn(move || {
                play(request, |replication| {
                    // Whoever listens takes all there are.
                    let _ = sender.send(replication);
                });
            });
        }
        drop(sender);
        for replication in receiver {
            observer.add(replication);
        }
    });
    observer.observation()
}

/// As many threads as the machine runs at the same time.
pub fn threads() -> u32 {
    thread::available_parallelism().map_or(1, |n| n.get().min(64) as u32)
}

fn play(request: Request, mut take: impl FnMut(Replication)) {
    let mut runner = Runner::new();
    runner.handle(request);
    while runner.has_work() {
        if let Some(Reply::Replication { replication, .. }) = runner.step() {
            take(replication);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::simulate;
    use crate::scenario::preset;

    #[test]
    fn the_number_of_threads_changes_nothing() {
        let scenario = (preset::ALL[0].build)();
        let alone = simulate(&scenario, 3, 4, 1);
        assert_eq!(alone.replications, 4);
        for threads in [0, 2, 3, 9] {
            assert_eq!(simulate(&scenario, 3, 4, threads), alone, "{threads}");
        }
        assert_eq!(simulate(&scenario, 3, 0, 4).replications, 0);
    }
}
