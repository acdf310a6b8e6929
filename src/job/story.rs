//! All replications of a story at once, over all cores, for those who can wait. Not the steady simulation; that is
//! `batch`.

use super::threads;
use crate::scenario::Scenario;
use crate::sim::{Script, Simulation, Storyteller, Timeline};
use std::rc::Rc;

/// Plays a scenario as a story; the numbers depend on scenario, seed and replications alone, not on how many threads share
/// the work. One thread is this one.
pub fn play(scenario: &Scenario, seed: u64, replications: u32, threads: u32) -> Timeline {
    let mut teller = Storyteller::new(&Script::new(scenario));
    let begin = |number| Simulation::of_story(Rc::new(Script::new(scenario)), seed, number);
    threads::play(threads, replications, &begin, &Simulation::take_story, |run| teller.add(run));
    teller.timeline()
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
