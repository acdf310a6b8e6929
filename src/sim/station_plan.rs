//! The slots of a service as the simulation runs them, and what follows from them. Not who waits there; that is `station`.

use crate::scenario::derive::Episodes;
use crate::scenario::service::{Order, Overflow};

/// How a request finds its queue, where there are several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Balance {
    /// All replicas have one.
    Shared,
    Random,
    InTurn,
    LeastOutstanding,
    TwoChoices,
    /// Shards of one primary and so many read replicas: the share of the hottest shard and that of the writes.
    Nodes {
        replicas: u32,
        hottest: f64,
        writes: f64,
    },
}

/// The slots of one service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct StationPlan {
    /// Replicas that are up.
    pub replicas: u32,
    /// Slots of one of them; `u32::MAX` stands for no limit.
    pub each: u32,
    /// Slots behind each queue; `u32::MAX` stands for no limit.
    pub slots: u32,
    /// Queues: one, one a replica or one a node.
    pub queues: u32,
    pub balance: Balance,
    /// Requests that may wait in one queue before it is full; `u32::MAX` stands for no limit.
    pub places: u32,
    pub overflow: Overflow,
    /// What a request that found the queue full and was put aside takes longer \[s\].
    pub spill: f64,
    /// Longest wait, or its mean \[s\]; infinite for ever.
    pub patience: f64,
    /// Patience is exponential.
    pub hangs_up: bool,
    /// Share of visits that end in an error.
    pub failure: f64,
    /// Times slower that work is at random: how long without, how long with, and the factor.
    pub episodes: Option<Episodes>,
    /// A visit is all there is: it does not fail, and nobody applies it.
    pub plain: bool,
    /// The slot of the first visit is kept until the operation ends.
    pub holds: bool,
    /// Who gets a slot that becomes free.
    pub order: Order,
    /// Visits of a full batch.
    pub batch: u32,
    /// How long a batch gathers \[s\].
    pub batch_wait: f64,
    /// Share of the work that each further visit of a batch adds.
    pub batch_item: f64,
}

impl Default for StationPlan {
    /// One slot, one queue.
    fn default() -> Self {
        Self {
            replicas: 1,
            each: 1,
            slots: 1,
            queues: 1,
            balance: Balance::Random,
            places: u32::MAX,
            overflow: Overflow::Reject,
            spill: 0.0,
            patience: f64::INFINITY,
            hangs_up: false,
            failure: 0.0,
            episodes: None,
            plain: true,
            holds: false,
            order: Order::default(),
            batch: 1,
            batch_wait: 0.0,
            batch_item: 0.0,
        }
    }
}

impl StationPlan {
    /// A slot that becomes free goes to who came last.
    #[inline]
    pub fn last_first(self) -> bool {
        self.order == Order::LastInFirstOut
    }

    /// The slots work for all who are there at once.
    #[inline]
    pub fn shares(self) -> bool {
        self.order == Order::ProcessorSharing
    }

    /// Visits do not queue for a slot each: they share the slots, or gather in batches.
    #[inline]
    pub fn apart(self) -> bool {
        self.shares() || self.batch > 1
    }

    /// Every replica has a queue of its own.
    pub fn own(self) -> bool {
        self.each < u32::MAX && !matches!(self.balance, Balance::Shared | Balance::Nodes { .. })
    }

    pub fn unlimited(self) -> bool {
        self.slots == u32::MAX && self.replicas > 0
    }

    /// All slots; infinite where there is no limit.
    pub fn capacity(self) -> f64 {
        match self.replicas {
            0 => 0.0,
            _ if self.unlimited() => f64::INFINITY,
            _ => f64::from(self.slots) * f64::from(self.queues),
        }
    }

    /// Work that is done for each visit, in visits: replicas apply writes too.
    pub fn done_per_visit(self) -> f64 {
        match self.balance {
            Balance::Nodes { replicas, writes, .. } => 1.0 + f64::from(replicas) * writes,
            _ => 1.0,
        }
    }

    /// How many times busier the busiest queue is than the mean.
    pub fn busiest(self) -> f64 {
        let Balance::Nodes { replicas, hottest, writes } = self.balance else { return 1.0 };
        let read = (1.0 - writes) / f64::from(replicas) + writes;
        let share = hottest * if replicas == 0 { 1.0 } else { read.max(writes) };
        share * f64::from(self.queues) / self.done_per_visit()
    }

    /// Leaves out queues beyond so many.
    pub fn keep(&mut self, most: u32) {
        if let Balance::Nodes { replicas, .. } = &mut self.balance {
            *replicas = (*replicas).min(most - 1);
            let nodes = *replicas + 1;
            self.queues = self.queues.min(most / nodes * nodes);
        } else {
            self.queues = self.queues.min(most);
        }
    }

    /// Nobody waits for ever in a queue that only grows: it is full some day, or they lose patience.
    pub fn bounded(self) -> bool {
        let full = self.places < u32::MAX && self.overflow != Overflow::Spill;
        full || self.patience.is_finite() || self.replicas == 0
    }
}
