//! What is said of a call, of the caches in front of it and of the pools it goes through. Not how it was found, and not how it
//! is read out; that is `parts`.

use super::CacheState;

/// Answers for one call.
#[derive(Clone, Debug, PartialEq)]
pub struct CallReport {
    /// Calls made, before caches \[1/s\].
    pub rate_per_s: f64,
    /// Calls that no cache answers \[1/s\].
    pub origin_per_s: f64,
    /// Requests that reach the callee, retries and hedges included \[1/s\].
    pub sent_per_s: f64,
    /// Mean attempts of a call that no cache answers.
    pub attempts: f64,
    /// Share of attempts that time out.
    pub timeout_fraction: f64,
    /// Share of attempts that fail, whatever the cause.
    pub failed_fraction: f64,
    /// Share of time that the circuit breaker is open.
    pub open_fraction: f64,
    /// Mean latency seen by the caller, caches included, of calls that are answered \[s\].
    pub mean_s: f64,
    /// P99 of the same \[s\].
    pub p99_s: f64,
    /// What each cache level in front of it does, from near to far.
    pub levels: Vec<LevelReport>,
    /// The connection pools it goes through; none where its target keeps none.
    pub pool: Option<PoolReport>,
}

/// The connection pools between a caller and a database.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoolReport {
    /// Pools of the caller, one a replica.
    pub pools: u32,
    /// Connections of each that the database accepts.
    pub connections: u32,
    /// Connections that all pools of the database, or its multiplexer, may ask for.
    pub asked: u64,
    /// Connections that the database has for them; none is no limit.
    pub allowed: Option<u64>,
    /// Those it refuses, should all be asked for.
    pub refused: u64,
    /// Load of a pool by its connections; above 1 more is asked than they can take.
    pub utilisation: f64,
    /// Connections of a pool in use, on average.
    pub in_use: f64,
    /// Share of the requests that give up waiting for a connection.
    pub timeout_fraction: f64,
    /// Mean wait of those that get one \[s\]; infinite where all wait for ever.
    pub mean_wait_s: f64,
    /// P99 of the same \[s\].
    pub p99_wait_s: f64,
    /// Load of the multiplexer by its connections, from all callers; 0 without one.
    pub multiplexer_utilisation: f64,
    /// Mean wait for one of its connections \[s\]; 0 without one.
    pub multiplexer_wait_s: f64,
}

/// One cache level in front of one call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelReport {
    /// The cache.
    pub cache: usize,
    /// Look-ups that reach it \[1/s\].
    pub lookups_per_s: f64,
    /// Look-ups that it answers \[1/s\].
    pub hits_per_s: f64,
    /// Mean time until an answer from this level, the levels before it included \[s\].
    pub answer_s: f64,
}

/// Answers for one cache, over all calls that ask it.
#[derive(Clone, Debug, PartialEq)]
pub struct CacheReport {
    /// Look-ups \[1/s\].
    pub lookups_per_s: f64,
    /// Look-ups that it answers \[1/s\].
    pub hits_per_s: f64,
    /// What it does and what could go wrong with it.
    pub state: CacheState,
    /// The service behind it that is busiest when this cache is empty; none where nothing behind it can be full.
    pub cold_service: Option<usize>,
    /// Utilisation of that service then: with every request that the cache answers now.
    pub cold_fraction: f64,
    /// Price a month.
    pub cost_per_month: f64,
}
