//! The scenario as the simulation runs it: flat lists of instructions, call sites, laws and stations in SI units.
//! Not the run itself, and not how it is made; that is `compile`. A program never changes.

use super::keys::Keys;
use super::length::Length;
use super::warm::WarmPlan;
use crate::control::backoff::Backoff;
use crate::control::breaker::Settings;
use crate::dist::Service as Law;
use crate::scenario::derive::Episodes;
use crate::scenario::service::{Order, Overflow};

/// A scenario that is ready to be run, any number of times.
#[derive(Clone, Debug)]
pub struct Program {
    pub(super) code: Vec<Instruction>,
    pub(super) laws: Vec<WorkLaw>,
    pub(super) sites: Vec<Site>,
    pub(super) chains: Vec<u32>,
    pub(super) caches: Vec<CacheLevel>,
    pub(super) entries: Vec<Entry>,
    pub(super) stations: Vec<StationPlan>,
    pub(super) pools: Vec<PoolPlan>,
    pub(super) names: Names,
    pub(super) length: Length,
    pub(super) warm: WarmPlan,
}

/// One thing an operation does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Instruction {
    /// One visit to the slots, for the sum of some of the laws.
    Visit { first: u32, count: u32 },
    /// A group of parallel calls, and how many of them must answer; none is all.
    Group { first: u32, count: u32, need: u32 },
    /// The operation is done.
    Return,
}

/// The law of one work step.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WorkLaw {
    pub law: Law,
    /// Names its stream: the step.
    pub name: u64,
}

/// What names the streams of journeys, services and caches: their keys, and not their places in the document, so that
/// two documents share the randomness of what they share.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct Names {
    pub journeys: Vec<u64>,
    pub services: Vec<u64>,
    pub caches: Vec<u64>,
}

/// A place in the code where a call is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Site {
    /// First instruction of the operation that is called.
    pub start: u32,
    /// The station it runs on.
    pub station: u32,
    /// Share of requests that make the call.
    pub probability: f64,
    /// Copies made at once.
    pub parallel: u32,
    /// Copies made after the first, one after another.
    pub left: u32,
    pub awaited: bool,
    /// Time on the wire one way \[s\].
    pub half_transfer: f64,
    /// An attempt is given up after this long \[s\]; infinite for never.
    pub timeout: f64,
    pub chain: Chain,
    /// The call of the document.
    pub call: u32,
    /// Names its streams: the call.
    pub name: u64,
    /// Attempts after the first.
    pub retries: u32,
    pub backoff: Backoff,
    /// Retries by first attempts; infinite for no budget.
    pub budget: f64,
    pub second: Second,
    pub cancel: bool,
    /// It has no retries, second copies, breaker or pools.
    pub plain: bool,
    /// Its circuit breaker.
    pub breaker: Option<Settings>,
    /// Index in [`Program::pools`]; none where no connection is needed.
    pub pools: u32,
}

/// When a second copy of an attempt is sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Second {
    Never,
    /// After this long \[s\].
    After(f64),
    /// At once; the first that begins its work takes the other back.
    Tied,
}

/// A cache, shared by all chains that list it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CacheLevel {
    pub lookup: Law,
    /// Share of reads that it answers, where it knows no keys.
    pub hit: f64,
    /// Share of look-ups that write.
    pub writes: f64,
    pub pattern: Pattern,
    /// Interval of writes that are put off \[s\].
    pub flush: f64,
    /// Only one miss of a key goes on at a time.
    pub coalesce: bool,
    /// The keys that are asked for, where they matter.
    pub keys: Option<Keys>,
    /// What it holds, where that decides what hits.
    pub shelf: Option<ShelfPlan>,
}

/// What a write does at a cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    /// It goes on, and the entry goes.
    Discards,
    /// It goes on, and the entry stays.
    Keeps,
    /// It ends here and is carried out later.
    Defers,
}

/// What a cache that holds keys has room for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ShelfPlan {
    /// Entries of each copy.
    pub places: usize,
    pub copies: u32,
    /// The oldest makes room, not the longest unused.
    pub fifo: bool,
    /// Time to live, and how far it varies up and down \[s\]; infinite for ever.
    pub ttl: f64,
    pub jitter: f64,
    /// A hit starts the time to live again.
    pub resets: bool,
    /// How long it is remembered that a key does not exist \[s\].
    pub negative_ttl: f64,
}

/// The caches of a site: a part of [`Program::chains`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Chain {
    pub first: u32,
    pub count: u32,
    /// Some of them know keys.
    pub keyed: bool,
}

/// Where a journey enters.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub start: u32,
    pub station: u32,
    /// Arrivals \[1/s\].
    pub rate: f64,
    /// The law of the gaps, with mean 1.
    pub gaps: Law,
}

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

/// Pools of connections, one a replica of the caller, or the multiplexer behind them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PoolPlan {
    /// The first of its pools, counted over all groups.
    pub first: u32,
    pub pools: u32,
    /// Connections of each.
    pub connections: u32,
    /// How long a request waits for one \[s\]; infinite for ever.
    pub timeout: f64,
    /// Index in [`Program::pools`] of the multiplexer behind; none where there is none.
    pub multiplexer: u32,
    /// Every replica of the caller has a queue of its own, so that a request knows its pool.
    pub by_replica: bool,
}

impl Program {
    /// The caches of a site.
    pub(super) fn chain(&self, site: &Site) -> &[u32] {
        &self.chains[site.chain.first as usize..][..site.chain.count as usize]
    }
}
