//! All replications of a run at once, for those who can wait: command line, examples, tests. Not the page's way, which
//! shows what it has as it goes.

use super::threads;
use crate::scenario::Scenario;
use crate::sim::{Observation, Observer, Program, Simulation};
use std::rc::Rc;

/// Simulates a scenario; the numbers depend on scenario, seed and replications alone, not on how many threads share
/// the work. One thread is this one.
pub fn simulate(scenario: &Scenario, seed: u64, replications: u32, threads: u32) -> Observation {
    observe(scenario, seed, replications, threads).observation()
}

/// The same as what it is read from, which can be put beside another run.
pub fn observe(scenario: &Scenario, seed: u64, replications: u32, threads: u32) -> Observer {
    let mut observer = Observer::new(scenario);
    let begin = |number| Simulation::of(Rc::new(Program::new(scenario)), seed, number);
    threads::play(threads, replications, &begin, &Simulation::take, |replication| observer.add(replication));
    observer
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
