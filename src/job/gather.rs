//! The other side of the workers: replications of one run become its observation. Not the workers' side.

use super::Reply;
use crate::scenario::Scenario;
use crate::sim::{Observation, Observer};

/// Takes the replies to one run, in whatever order they come.
#[derive(Clone, Debug)]
pub struct Gather {
    run: u32,
    observer: Observer,
}

impl Gather {
    /// Waits for the replies to a run.
    pub fn new(run: u32, scenario: &Scenario) -> Self {
        Self { run, observer: Observer::new(scenario) }
    }

    /// Takes a reply; gives what is observed so far if there is more than before. Replies to other runs are late and
    /// are dropped.
    pub fn add(&mut self, reply: Reply) -> Option<Observation> {
        let Reply::Replication { run, replication } = reply else { return None };
        if run != self.run {
            return None;
        }
        let before = self.observer.replications();
        self.observer.add(replication);
        (self.observer.replications() > before).then(|| self.observer.observation())
    }
}
