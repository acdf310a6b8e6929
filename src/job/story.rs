//! All replications of a story at once, over all cores, for those who can wait. Not the steady simulation; that is
//! `batch`.

use crate::scenario::Scenario;
use crate::sim::{Progress, Run, Script, Simulation, Storyteller, Timeline};
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread;

/// Plays a scenario as a story; the numbers depend on scenario, seed and replications alone, not on how many threads share
/// the work. One thread is this one.
pub fn play(scenario: &Scenario, seed: u64, replications: u32, threads: u32) -> Timeline {
    let mut teller = Storyteller::new(&Script::new(scenario));
    let next = AtomicU32::new(0);
    let threads = threads.clamp(1, replications.max(1));
    if threads == 1 {
        each(scenario, seed, replications, &next, |run| teller.add(run));
        return teller.timeline();
    }
    thread::scope(|scope| {
        // A full channel makes those who are ahead wait, so that few replications are held at a time.
        let (sender, receiver) = mpsc::sync_channel(2);
        for _ in 0..threads {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                each(scenario, seed, replications, next, |run| {
                    // Whoever listens takes all there are.
                    let _ = sender.send(run);
                });
            });
        }
        drop(sender);
        for run in receiver {
            teller.add(run);
        }
    });
    teller.timeline()
}

/// Plays the next replication that nobody has taken, as long as there is one.
fn each(scenario: &Scenario, seed: u64, end: u32, next: &AtomicU32, mut take: impl FnMut(Run)) {
    let script = Rc::new(Script::new(scenario));
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
            none => none.insert(Simulation::of_story(Rc::clone(&script), seed, number)),
        };
        while simulation.advance(u64::from(u32::MAX)) == Progress::Running {}
        simulation.take_story().into_iter().for_each(&mut take);
    }
}

#[cfg(test)]
mod tests {
    use super::play;
    use crate::scenario::event::{EventRows, What};
    use crate::scenario::{Event, preset};

    #[test]
    fn the_number_of_threads_changes_nothing() {
        let mut scenario = (preset::ALL[0].build)();
        let rows = EventRows { what: What::ReplicaLost, at_s: 5.0, for_s: 5.0, amount: 1.0 };
        scenario.events.push(Event { object: Some(1), rows });
        let alone = play(&scenario, 3, 4, 1);
        assert_eq!((alone.replications, alone.ended_early_s), (4, None));
        for threads in [0, 2, 9] {
            assert_eq!(play(&scenario, 3, 4, threads), alone, "{threads}");
        }
        assert_eq!(play(&scenario, 3, 0, 4).replications, 0);
    }
}
