//! The slots of one service: queues in front of them, and their areas over time. Not the work
//! itself; a station knows only who waits and how many slots are busy.

use super::area::Area;
use super::arena::Arena;
use super::balance::Ranks;
use super::batch::Gathering;
use super::deadline::{Deadlines, Timers};
use super::operation::Frame;
use super::program::{Balance, StationPlan};
use super::sharing::Shared;

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

    /// Takes out who has waited longest, or shortest; none where nobody waits. The counts are left to the caller.
    #[inline]
    pub fn next(&mut self, frames: &mut Arena<Frame>, last_first: bool) -> u32 {
        let next = if last_first { self.tail } else { self.head };
        if next == NONE {
            return NONE;
        }
        if self.head == self.tail {
            (self.head, self.tail) = (NONE, NONE);
        } else if last_first {
            self.tail = frames[next].ahead;
            frames[self.tail].behind = NONE;
        } else {
            self.head = frames[next].behind;
        }
        next
    }
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
    /// Slots that are shared, by queue; empty where they are not.
    pub shared: Vec<Shared>,
    pub areas: Areas,
}

/// Numbers of one station, with their integrals over time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Areas {
    /// Busy slots.
    pub busy: Area,
    /// Requests that wait for a slot.
    pub waiting: Area,
    /// Operations under way, calls included.
    pub present: Area,
}

impl Areas {
    /// Starts the integrals at a moment \[s\].
    pub fn open(&mut self, now: f64) {
        for area in [&mut self.busy, &mut self.waiting, &mut self.present] {
            area.open(now);
        }
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
            shared: Vec::new(),
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
        self.shared.iter_mut().for_each(Shared::clear);
        self.shared.resize(if plan.shares() { self.queues.len() } else { 0 }, Shared::default());
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
