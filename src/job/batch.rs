//! All replications of a run at once, for those who can wait: command line, examples, tests. Not the page's way, which
//! shows what it has as it goes.

use crate::scenario::Scenario;
use crate::sim::{Observation, Observer, Program, Progress, Replication, Simulation};
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread;

/// Simulates a scenario; the numbers depend on scenario, seed and replications alone, not on how many threads share
/// the work. One thread is this one.
pub fn simulate(scenario: &Scenario, seed: u64, replications: u32, threads: u32) -> Observation {
    observe(scenario, seed, replications, threads).observation()
}

/// The same as what it is read from, which can be put beside another run.
pub fn observe(scenario: &Scenario, seed: u64, replications: u32, threads: u32) -> Observer {
    let mut observer = Observer::new(scenario);
    let threads = threads.clamp(1, replications.max(1));
    let next = AtomicU32::new(0);
    if threads == 1 {
        play(scenario, seed, replications, &next, |replication| observer.add(replication));
        return observer;
    }
    thread::scope(|scope| {
        // A full channel makes those who are ahead wait, so that few replications are held at a time.
        let (sender, receiver) = mpsc::sync_channel(2);
        for _ in 0..threads {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                play(scenario, seed, replications, next, |replication| {
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
    observer
}

/// As many threads as the machine runs at the same time.
pub fn threads() -> u32 {
    thread::available_parallelism().map_or(1, |n| n.get().min(64) as u32)
}

/// Plays the next replication that nobody has taken, as long as there is one.
fn play(scenario: &Scenario, seed: u64, end: u32, next: &AtomicU32, mut take: impl FnMut(Replication)) {
    let program = Rc::new(Program::new(scenario));
    let mut simulation: Option<Simulation> = None;
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= end {
            return;
        }
        let simulation = match &mut simulation {
            Some(old) => {
                old.restart(number);
                old
            }
            none => none.insert(Simulation::of(Rc::clone(&program), seed, number)),
        };
        while simulation.advance(u64::from(u32::MAX)) == Progress::Running {}
        simulation.take().into_iter().for_each(&mut take);
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
