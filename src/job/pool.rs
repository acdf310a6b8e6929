//! Who makes which replication: a schedule over several workers that come, go and answer in any order. Not the workers, and
//! not what the replications mean; that is `sim`.

use super::{Letter, Reply, Request};
use crate::scenario::Scenario;
use crate::sim::{Goal, Observation, Observer};
use std::collections::BTreeSet;
use std::rc::Rc;

/// The worker for questions of its own; those of the pool are numbered from the next on.
pub const DESK: usize = 0;

/// Most workers of a pool: beyond it each holds memory and ends a run no sooner, since the first look at the numbers is at
/// ten replications.
pub const MOST_WORKERS: u32 = 8;

/// Workers that die one after another, without an answer in between, before it is given up.
pub(super) const RESTARTS: u32 = 3;

/// Replications that a worker has under way: one that it plays and one that it goes on with.
const UNDER_WAY: usize = 2;

/// How far the numbers given out may be ahead of what is merged, by worker. Bounds what is held early.
const AHEAD: u32 = 4;

/// What is to be done with a worker.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// Ask it something.
    Post(usize, Request),
    /// Start another in its place.
    Restart(usize),
}

impl Order {
    /// Whom it is about.
    pub fn worker(&self) -> usize {
        match self {
            Self::Post(worker, _) | Self::Restart(worker) => *worker,
        }
    }
}

/// A run that is shared by several workers.
#[derive(Clone, Debug)]
pub struct Pool {
    /// By worker: numbers it has under way.
    workers: Vec<Vec<u32>>,
    run: u32,
    /// What makes a worker ready for the run.
    ready: Request,
    observer: Observer,
    goal: Goal,
    going: bool,
    /// The least number that nobody was given.
    next: u32,
    /// Numbers that a worker left behind.
    again: BTreeSet<u32>,
    /// Since the last answer.
    crashes: u32,
    /// Some worker has answered something: the script is there and works.
    works: bool,
    replaced: u32,
    failed: Option<String>,
}

impl Pool {
    /// For a machine that runs so many threads at a time: one is left to the page.
    pub fn new(cores: u32) -> Self {
        Self::of(cores.saturating_sub(1).clamp(1, MOST_WORKERS) as usize)
    }

    /// Another for the same workers, without a run.
    #[must_use]
    pub fn another(&self) -> Self {
        Self { works: self.works, ..Self::of(self.workers.len()) }
    }

    fn of(workers: usize) -> Self {
        Self {
            workers: vec![Vec::new(); workers],
            run: 0,
            ready: Request::Cancel,
            observer: Observer::default(),
            goal: Goal::default(),
            going: false,
            next: 0,
            again: BTreeSet::new(),
            crashes: 0,
            works: false,
            replaced: 0,
            failed: None,
        }
    }

    /// Begins a run of a document, which the letter holds, in place of the one before. A pool that was given up before it ever answered stays so.
    /// It has this many replications at least.
    pub fn begin(
        &mut self,
        run: u32,
        scenario: &Scenario,
        letter: Rc<Letter>,
        seed: u64,
        least: u32,
    ) -> Vec<Order> {
        let goal = Goal { least };
        let mut orders = self.stop();
        (self.run, self.observer) = (run, Observer::until(scenario, goal));
        if self.crashes > RESTARTS && !self.works {
            return orders;
        }
        self.ready = Request::Simulate { run, scenario: letter, seed };
        (self.goal, self.going, self.next) = (goal, true, 0);
        (self.crashes, self.replaced, self.failed) = (0, 0, None);
        orders.extend((0..self.workers.len()).map(|w| self.make_ready(w)));
        orders.extend(self.give());
        orders
    }

    /// Drops whatever is under way.
    pub fn stop(&mut self) -> Vec<Order> {
        self.going = false;
        self.again.clear();
        let busy = self.workers.iter_mut().enumerate().filter(|(_, numbers)| !numbers.is_empty());
        let cancel = |(w, numbers): (usize, &mut Vec<u32>)| {
            numbers.clear();
            Order::Post(DESK + 1 + w, Request::Cancel)
        };
        busy.map(cancel).collect()
    }

    fn make_ready(&self, worker: usize) -> Order {
        Order::Post(DESK + 1 + worker, self.ready.clone())
    }

    /// Gives everyone as much as they may have under way, in turn.
    fn give(&mut self) -> Vec<Order> {
        let mut orders = Vec::new();
        let end = self.observer.replications() + AHEAD * self.workers.len() as u32;
        for level in 1..=UNDER_WAY {
            for worker in 0..self.workers.len() {
                if self.workers[worker].len() >= level || !self.going {
                    continue;
                }
                let new = self.next;
                let Some(number) = self.again.pop_first().or((new < end).then_some(new)) else { continue };
                self.next += u32::from(number == new);
                self.workers[worker].push(number);
                orders.push(Order::Post(DESK + 1 + worker, Request::Replicate { run: self.run, number }));
            }
        }
        orders
    }

    /// Takes what a worker says. Replies to other runs are late and are dropped.
    pub fn hear(&mut self, reply: Reply) -> Vec<Order> {
        (self.works, self.crashes) = (true, 0);
        if reply.run() != self.run || !self.going {
            return Vec::new();
        }
        match reply {
            Reply::Replication { replication, .. } => {
                // A worker that was taken for dead may have sent it before it died.
                self.workers.iter_mut().for_each(|numbers| numbers.retain(|&n| n != replication.number));
                self.again.remove(&replication.number);
                if replication.number < self.next {
                    self.observer.add(replication);
                }
                if self.observer.is_finished() { self.stop() } else { self.give() }
            }
            Reply::Failed { message, .. } => {
                self.failed = Some(message);
                self.stop()
            }
            Reply::Explored { .. } | Reply::Recorded { .. } => Vec::new(),
        }
    }

    /// A worker of the pool died. Another takes its place, and its replications are taken up again; after a few deaths
    /// in a row the run is given up.
    pub fn crashed(&mut self, worker: usize, why: &str) -> Vec<Order> {
        let Some(left) = worker.checked_sub(DESK + 1).and_then(|w| self.workers.get_mut(w)) else {
            return Vec::new();
        };
        self.again.extend(left.drain(..).filter(|_| self.going));
        self.crashes += 1;
        if self.crashes > RESTARTS {
            self.failed = Some(why.to_owned());
            let mut orders = self.stop();
            // One that works otherwise is wanted for the next run.
            orders.extend(self.works.then_some(Order::Restart(worker)));
            return orders;
        }
        let mut orders = vec![Order::Restart(worker)];
        if self.going {
            self.replaced += 1;
            orders.push(self.make_ready(worker - DESK - 1));
            orders.extend(self.give());
        }
        orders
    }

    /// Replications are still to come.
    pub fn is_busy(&self) -> bool {
        self.going
    }

    /// What has been merged so far.
    pub fn observer(&self) -> &Observer {
        &self.observer
    }

    /// Share of the run that is made, 0 to 1, as far as that can be known.
    pub fn progress(&self, observation: &Observation) -> f64 {
        if self.going { self.goal.progress(observation) } else { 1.0 }
    }

    /// Workers that were replaced in this run.
    pub fn replaced(&self) -> u32 {
        self.replaced
    }

    /// Why the run was given up, if it was.
    pub fn failed(&self) -> Option<&str> {
        self.failed.as_deref()
    }
}

#[cfg(test)]
#[path = "pool_tests.rs"]
mod tests;
