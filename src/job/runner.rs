//! The work in steps. Not the loop that calls them; between two steps that loop looks for messages.

use super::{Reply, Request};
use crate::plan;
use crate::scenario::{Scenario, codec};
use crate::sim::{Progress, Simulation};

/// Events that a step plays: two to four milliseconds of work in a browser. Counted in events and never in time, so
/// that nothing depends on the machine.
const EVENTS: u64 = 20_000;

/// Holds what is under way and moves it a step at a time.
#[derive(Debug, Default)]
pub struct Runner {
    failed: Vec<Reply>,
    exploring: Option<(u32, Scenario)>,
    recording: Option<(u32, Simulation)>,
    simulating: Option<Simulating>,
}

#[derive(Debug)]
struct Simulating {
    run: u32,
    simulation: Simulation,
    /// The replication under way, as long as it is below `end`.
    number: u32,
    stride: u32,
    end: u32,
}

impl Runner {
    /// Nothing to do yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a request; what it asks for is done by [`Self::step`].
    pub fn handle(&mut self, request: Request) {
        match request {
            Request::Cancel => *self = Self::new(),
            Request::Explore { run, scenario } => {
                self.exploring = self.read(run, &scenario).map(|scenario| (run, scenario));
            }
            Request::Record { run, scenario, seed } => {
                let read = self.read(run, &scenario);
                self.recording = read.map(|scenario| (run, Simulation::recording(&scenario, seed, 0)));
            }
            Request::Simulate { run, scenario, seed, first, stride, replications } => {
                self.simulating = self.read(run, &scenario).map(|scenario| Simulating {
                    run,
                    simulation: Simulation::new(&scenario, seed, first),
                    number: first,
                    stride: stride.max(1),
                    end: replications,
                });
            }
        }
    }

    fn read(&mut self, run: u32, bytes: &[u8]) -> Option<Scenario> {
        let read = codec::from_bytes(bytes);
        read.map_err(|e| self.failed.push(Reply::Failed { run, message: e.to_string() })).ok()
    }

    /// Whether another step would do anything.
    pub fn has_work(&self) -> bool {
        !self.failed.is_empty()
            || self.exploring.is_some()
            || self.recording.is_some()
            || self.simulating.is_some()
    }

    /// Works a little; gives a reply when one is ready. Answering over a range of loads is one step, however long.
    pub fn step(&mut self) -> Option<Reply> {
        if let Some(failed) = self.failed.pop() {
            return Some(failed);
        }
        if let Some((run, scenario)) = self.exploring.take() {
            return Some(Reply::Explored { run, exploration: plan::explore(&scenario) });
        }
        if let Some((run, simulation)) = &mut self.recording {
            let run = *run;
            simulation.advance(EVENTS);
            let trace = simulation.take_trace()?;
            self.recording = None;
            return Some(Reply::Recorded { run, trace });
        }
        let work = self.simulating.as_mut()?;
        let run = work.run;
        if work.number >= work.end {
            self.simulating = None;
            return Some(Reply::Done { run });
        }
        if work.simulation.advance(EVENTS) == Progress::Running {
            return None;
        }
        let replication = work.simulation.take();
        work.number = work.number.saturating_add(work.stride);
        if work.number < work.end {
            work.simulation.restart(work.number);
        }
        replication.map(|replication| Reply::Replication { run, replication })
    }
}

#[cfg(test)]
mod tests {
    use super::{Reply, Request, Runner};
    use crate::job::Gather;
    use crate::scenario::{codec, preset};

    fn simulate(run: u32, first: u32, stride: u32) -> Request {
        let scenario = codec::to_bytes(&(preset::ALL[0].build)());
        Request::Simulate { run, scenario, seed: 1, first, stride, replications: 5 }
    }

    fn all(runner: &mut Runner) -> Vec<Reply> {
        let mut replies = Vec::new();
        while runner.has_work() {
            replies.extend(runner.step());
        }
        replies
    }

    #[test]
    fn the_number_of_workers_changes_nothing() {
        let scenario = (preset::ALL[0].build)();
        let (mut one, mut both) = (Runner::new(), Gather::new(3, &scenario));
        one.handle(simulate(3, 0, 1));
        let replies = all(&mut one);
        assert_eq!(replies.len(), 6);
        assert_eq!(replies[5], Reply::Done { run: 3 });
        let mut gathered = Gather::new(3, &scenario);
        let alone = replies.into_iter().filter_map(|r| gathered.add(r)).last().expect("five replications");
        assert_eq!(alone.replications, 5);
        let (mut even, mut odd) = (Runner::new(), Runner::new());
        even.handle(simulate(3, 0, 2));
        odd.handle(simulate(3, 1, 2));
        let mut replies = all(&mut odd);
        replies.extend(all(&mut even));
        let shared = replies.into_iter().filter_map(|r| both.add(r)).last();
        assert_eq!(shared.as_ref(), Some(&alone));
    }

    #[test]
    fn a_newer_request_takes_over_and_cancel_drops_it() {
        let mut runner = Runner::new();
        runner.handle(simulate(1, 0, 1));
        assert_eq!(runner.step(), None);
        runner.handle(simulate(2, 0, 1));
        assert!(all(&mut runner).iter().all(|r| r.run() == 2));
        runner.handle(simulate(3, 0, 1));
        runner.handle(Request::Cancel);
        assert!(!runner.has_work());
        assert_eq!(runner.step(), None);
    }

    #[test]
    fn bytes_that_are_no_scenario_fail_with_a_sentence() {
        let mut runner = Runner::new();
        runner.handle(Request::Simulate {
            run: 9,
            scenario: vec![1, 2, 3],
            seed: 0,
            first: 0,
            stride: 0,
            replications: 1,
        });
        let replies = all(&mut runner);
        assert!(matches!(replies.as_slice(), [Reply::Failed { run: 9, message }] if !message.is_empty()));
    }

    #[test]
    fn a_worker_without_a_share_is_done_at_once() {
        let mut runner = Runner::new();
        runner.handle(simulate(1, 7, 8));
        assert_eq!(all(&mut runner), [Reply::Done { run: 1 }]);
    }
}
