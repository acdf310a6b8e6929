//! The work in steps. Not the loop that calls them; between two steps that loop looks for messages.

use super::{Letter, Reply, Request};
use crate::plan;
use crate::scenario::Scenario;
use crate::sim::{Program, Progress, Simulation};
use std::collections::VecDeque;
use std::rc::Rc;

/// Events that a step plays: two to four milliseconds of work in a browser. Counted in events and never in time, so
/// that nothing depends on the machine.
const EVENTS: u64 = 20_000;

/// Most replications that wait for their turn; whoever asks for more asks nothing that a page of this build does.
const WAITING: usize = 1000;

/// Holds what is under way and moves it a step at a time.
#[derive(Debug, Default)]
pub struct Runner {
    failed: Vec<Reply>,
    exploring: Option<(u32, Rc<Scenario>)>,
    recording: Option<(u32, Simulation)>,
    simulating: Option<Simulating>,
}

#[derive(Debug)]
struct Simulating {
    run: u32,
    seed: u64,
    program: Rc<Program>,
    /// What is played, or was last.
    simulation: Option<Simulation>,
    under_way: bool,
    /// Numbers of the replications that come next.
    waiting: VecDeque<u32>,
}

impl Simulating {
    /// Plays a little.
    fn step(&mut self) -> Option<Reply> {
        if !self.under_way {
            let number = self.waiting.pop_front()?;
            match &mut self.simulation {
                Some(old) => old.restart(number),
                none => *none = Some(Simulation::of(Rc::clone(&self.program), self.seed, number)),
            }
            self.under_way = true;
        }
        let simulation = self.simulation.as_mut()?;
        if simulation.advance(EVENTS) == Progress::Running {
            return None;
        }
        self.under_way = false;
        simulation.take().map(|replication| Reply::Replication { run: self.run, replication })
    }
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
            Request::Simulate { run, scenario, seed } => {
                self.simulating = self.read(run, &scenario).map(|scenario| Simulating {
                    run,
                    seed,
                    program: Rc::new(Program::new(&scenario)),
                    simulation: None,
                    under_way: false,
                    waiting: VecDeque::new(),
                });
            }
            Request::Replicate { run, number } => {
                let work = self.simulating.as_mut().filter(|work| work.run == run);
                if let Some(work) = work.filter(|work| work.waiting.len() < WAITING) {
                    work.waiting.push_back(number);
                }
            }
        }
    }

    fn read(&mut self, run: u32, letter: &Letter) -> Option<Rc<Scenario>> {
        let read = letter.open();
        read.map_err(|e| self.failed.push(Reply::Failed { run, message: e.to_string() })).ok()
    }

    /// Whether another step would do anything.
    pub fn has_work(&self) -> bool {
        let playing = self.simulating.as_ref().is_some_and(|s| s.under_way || !s.waiting.is_empty());
        !self.failed.is_empty() || self.exploring.is_some() || self.recording.is_some() || playing
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
        self.simulating.as_mut().and_then(Simulating::step)
    }
}

#[cfg(test)]
mod tests {
    use super::{Letter, Reply, Request, Runner};
    use crate::scenario::preset;
    use std::rc::Rc;

    fn ask(runner: &mut Runner, run: u32, numbers: &[u32]) {
        let scenario = Letter::new(&Rc::new((preset::ALL[0].build)()));
        runner.handle(Request::Simulate { run, scenario, seed: 1 });
        for &number in numbers {
            runner.handle(Request::Replicate { run, number });
        }
    }

    fn all(runner: &mut Runner) -> Vec<Reply> {
        let mut replies = Vec::new();
        while runner.has_work() {
            replies.extend(runner.step());
        }
        replies
    }

    #[test]
    fn a_replication_depends_on_its_number_alone() {
        let (mut one, mut other) = (Runner::new(), Runner::new());
        ask(&mut one, 3, &[0, 1, 2]);
        ask(&mut other, 3, &[2, 0]);
        let (all_three, two) = (all(&mut one), all(&mut other));
        assert_eq!(all_three.len(), 3);
        assert_eq!(two, [all_three[2].clone(), all_three[0].clone()]);
        // More of the same, with the memory of those before.
        one.handle(Request::Replicate { run: 3, number: 0 });
        one.handle(Request::Replicate { run: 4, number: 1 });
        assert_eq!(all(&mut one), all_three[..1]);
    }

    #[test]
    fn a_newer_request_takes_over_and_cancel_drops_it() {
        let mut runner = Runner::new();
        ask(&mut runner, 1, &[0, 1]);
        assert_eq!(runner.step(), None);
        ask(&mut runner, 2, &[0]);
        let replies = all(&mut runner);
        assert!(replies.len() == 1 && replies[0].run() == 2);
        ask(&mut runner, 3, &[0]);
        runner.handle(Request::Cancel);
        assert!(!runner.has_work());
        assert_eq!(runner.step(), None);
    }

    #[test]
    fn bytes_that_are_no_scenario_fail_with_a_sentence() {
        let mut runner = Runner::new();
        runner.handle(Request::Simulate { run: 9, scenario: Letter::received(vec![1, 2, 3]), seed: 0 });
        runner.handle(Request::Replicate { run: 9, number: 0 });
        let replies = all(&mut runner);
        assert!(matches!(replies.as_slice(), [Reply::Failed { run: 9, message }] if !message.is_empty()));
    }

    #[test]
    fn what_waits_is_bounded() {
        let mut runner = Runner::new();
        ask(&mut runner, 1, &vec![0; 5000]);
        runner.handle(Request::Cancel);
        ask(&mut runner, 1, &vec![u32::MAX; super::WAITING + 7]);
        assert_eq!(runner.simulating.map(|s| s.waiting.len()), Some(super::WAITING));
    }
}
