//! The scenario as the simulation runs it: flat lists of instructions, call sites, laws and stations in SI units.
//! Not the run itself, and not how it is made; that is `compile`. A program never changes.

use super::keys::Keys;
use super::length::Length;
use super::warm::WarmPlan;
use crate::control::backoff::Backoff;
use crate::control::breaker::Settings;
use crate::dist::Service as Law;

pub(super) use super::station_plan::{Balance, StationPlan};

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
