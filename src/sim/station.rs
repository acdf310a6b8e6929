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
}

impl Queue {
    const EMPTY: Self = Self { busy: 0, waiting: 0, head: NONE, tail: NONE };
}

/// The queues of one service.
#[derive(Clone, Debug)]
pub(super) struct Station {
    pub plan: StationPlan,
    pub queues: Vec<Queue>,
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
        let many = |yes: bool| if yes && plan.queues > 1 { plan.queues } else { 0 };
        let batches = if plan.batch > 1 { plan.queues } else { 0 };
        Self {
            plan,
            queues: vec![Queue::EMPTY; plan.queues as usize],
            order: (0..many(plan.balance == Balance::Random)).collect(),
            turn: 0,
            ranks: Ranks::new(many(plan.balance == Balance::LeastOutstanding)),
            patience: Timers::default(),
            gathering: vec![Gathering::EMPTY; batches as usize],
            flushes: Deadlines::default(),
            areas: Areas::default(),
        }
    }

    /// As when it was new.
    pub fn clear(&mut self) {
        self.queues.fill(Queue::EMPTY);
        for (place, i) in self.order.iter_mut().zip(0..) {
            *place = i;
        }
        self.turn = 0;
        self.ranks.clear();
        self.patience.clear();
        self.gathering.fill(Gathering::EMPTY);
        self.flushes.clear();
        self.areas = Areas::default();
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
