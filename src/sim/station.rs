//! The slots of one service: first-in-first-out queues in front of them, and their areas over time. Not the work
//! itself; a station knows only who waits and how many slots are busy.

use super::balance::Ranks;
use super::batch::Gathering;
use super::deadline::{Deadlines, Timers};
use super::program::{Balance, StationPlan};

/// No request: the end of a list.
pub(super) const NONE: u32 = u32::MAX;

/// One queue and the slots behind it. Those who wait are a list through their own records.
#[derive(Clone, Copy, Debug)]
pub(super) struct Queue {
    pub busy: u32,
    /// Requests that wait.
    pub waiting: u32,
    pub head: u32,
    pub tail: u32,
    /// Its replica is gone with all that it had.
    pub lost: bool,
}

impl Queue {
    pub const EMPTY: Self = Self { busy: 0, waiting: 0, head: NONE, tail: NONE, lost: false };
}

/// The queues of one service.
#[derive(Clone, Debug)]
pub(super) struct Station {
    pub plan: StationPlan,
    pub queues: Vec<Queue>,
    /// Queues that requests are given to, those behind which a replica is up.
    pub open: Vec<u32>,
    /// How many times longer work takes that is begun now.
    pub pace: f64,
    /// Replicas in the order in which copies of one call are spread over them; shuffled as it is used. Empty where they
    /// are not chosen at random.
    pub order: Vec<u32>,
    /// The replica whose turn it is.
    pub turn: u32,
    /// Where the least loaded replica is asked for, all of them by load.
    pub ranks: Ranks,
    /// Those who wait with limited patience.
    pub patience: Timers,
    /// Batches that gather, by queue; empty where there are none.
    pub gathering: Vec<Gathering>,
    pub flushes: Deadlines,
    pub areas: Areas,
}

/// Numbers present and their integrals over time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Areas {
    /// Busy slots, waiting requests, operations under way.
    pub now: [u32; 3],
    /// Integrals of the same since the last [`Self::open`] \[s\].
    pub sum: [f64; 3],
    since: f64,
}

/// Index into [`Areas`]: busy slots.
pub(super) const BUSY: usize = 0;
/// Index into [`Areas`]: requests that wait for a slot.
pub(super) const WAITING: usize = 1;
/// Index into [`Areas`]: operations under way, calls included.
pub(super) const PRESENT: usize = 2;

impl Areas {
    /// Brings the integrals up to a moment \[s\].
    #[inline]
    pub fn touch(&mut self, now: f64) {
        let passed = now - self.since;
        for (sum, &n) in self.sum.iter_mut().zip(&self.now) {
            *sum += f64::from(n) * passed;
        }
        self.since = now;
    }

    /// Starts the integrals at a moment \[s\].
    pub fn open(&mut self, now: f64) {
        (self.sum, self.since) = ([0.0; 3], now);
    }
}

impl Station {
    pub fn new(plan: StationPlan) -> Self {
        let mut new = Self {
            plan,
            queues: Vec::new(),
            open: Vec::new(),
            pace: 1.0,
            order: Vec::new(),
            turn: 0,
            ranks: Ranks::default(),
            patience: Timers::default(),
            gathering: Vec::new(),
            flushes: Deadlines::default(),
            areas: Areas::default(),
        };
        new.clear(plan);
        new
    }

    /// As when it was new.
    pub fn clear(&mut self, plan: StationPlan) {
        self.plan = plan;
        self.queues.clear();
        self.queues.resize(plan.queues as usize, Queue::EMPTY);
        self.gathering.clear();
        self.gathering.resize(if plan.batch > 1 { self.queues.len() } else { 0 }, Gathering::EMPTY);
        self.open.clear();
        self.open.extend(0..if plan.replicas > 0 { plan.queues } else { 0 });
        self.pace = 1.0;
        self.ranks.load.clear();
        self.opened();
        self.patience.clear();
        self.flushes.clear();
        self.areas = Areas::default();
    }

    /// Queues have been opened or closed: whatever chooses among them starts anew.
    pub fn opened(&mut self) {
        self.turn = 0;
        self.order.clear();
        match self.plan.balance {
            Balance::Random if self.open.len() > 1 => self.order.extend_from_slice(&self.open),
            Balance::LeastOutstanding => self.ranks.open(&self.open, self.queues.len()),
            _ => {}
        }
    }

    /// A queue has one request more, waiting or on a slot.
    #[inline]
    pub fn gains(&mut self, queue: u32) {
        if self.plan.balance == Balance::LeastOutstanding {
            self.ranks.add(queue);
        }
    }

    /// A queue has one request less.
    #[inline]
    pub fn loses(&mut self, queue: u32) {
        if self.plan.balance == Balance::LeastOutstanding {
            self.ranks.remove(queue);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Areas, BUSY};

    #[test]
    fn areas_are_integrals() {
        let mut areas = Areas::default();
        areas.now[BUSY] = 3;
        areas.open(1.0);
        areas.touch(2.5);
        areas.now[BUSY] = 1;
        areas.touch(4.5);
        assert_eq!(areas.sum[BUSY], 6.5);
    }
}
