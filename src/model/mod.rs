//! The analytic engine: a scenario answered in closed form. Not the simulation, which never reads this.
//!
//! The stages, in order: [`shape`] lays the scenario out; [`rates`] says how much arrives where; [`path`] puts waits,
//! work, calls and caches together, callees first, solving each service as a [`station`] and each call as an
//! [`attempt`] on the way; [`cache`] says what the caches let through; [`throughput`] what gets through where a service
//! is overloaded; [`cost`] what it costs. What fails early never arrives later, and what fails is tried again, so the
//! stages are repeated until the flow settles; [`storm`] looks for a second such state. [`memo`] keeps what did not change.

pub mod answer;
pub mod attempt;
pub mod batch;
pub mod cache;
mod compose;
pub mod cost;
pub mod database;
pub mod hedging;
pub mod key;
pub mod memo;
pub mod path;
pub mod pool;
mod queueing;
pub mod rates;
pub mod shape;
pub mod station;
pub mod storm;
pub mod throughput;

use crate::scenario::cache::HitFrom;
use crate::scenario::derive::Pools;
use crate::scenario::{Cache, Scenario};
use cache::CacheState;
use cost::Costs;
use memo::Memo;
use path::{Path, Walk};
use rates::{Flow, Passing, Rates};
use shape::Shape;
use station::Station;
use throughput::Delivered;

/// Rounds after which a flow that has not settled is taken as it is.
const ROUNDS: usize = 60;

/// Shares are carried to this many parts of one: far below what a law resolves, so that a flow that has settled is found
/// again to the last bit and nothing behind it is computed twice.
const PARTS: f64 = (1 << 18) as f64;

/// What the closed forms say of a scenario. Times in seconds, rates a second.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// How much arrives where.
    pub rates: Rates,
    /// Each service as a queueing system, in the order of the document.
    pub stations: Vec<Station>,
    /// How long each piece of the path takes.
    pub path: Path,
    /// What gets through.
    pub delivered: Delivered,
    /// What each cache does.
    pub caches: Vec<CacheState>,
    /// What of it the path takes.
    pub passing: Vec<Passing>,
    /// What it costs.
    pub costs: Costs,
    /// Whether the flow settled; it does unless overload and timeouts chase each other.
    pub settled: bool,
}

/// Which of several steady states is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// The one that is reached from rest.
    Rest,
    /// The one that is reached from a storm of retries.
    Storm,
}

/// Answers a scenario, laid out once, at `factor` times the load its document says.
///
/// # Domain
/// Every scenario and every factor from 0. Services that are overloaded have no law of waiting, and whatever passes
/// them never answers.
pub fn analyse(scenario: &Scenario, shape: &Shape, factor: f64, start: Start, memo: &mut Memo) -> Analysis {
    let pools: Vec<Option<Pools>> = (0..scenario.calls.len()).map(|c| scenario.pools(c)).collect();
    let mut flow = match start {
        Start::Rest => Flow::free(scenario),
        Start::Storm => Flow::swamped(scenario),
    };
    let mut refill = vec![0.0; scenario.caches.len()];
    let mut round = 0;
    loop {
        let rates = rates::solve(scenario, shape, &flow, factor);
        let caches = cache::solve(scenario, &rates.lookups, &refill);
        let passing: Vec<Passing> = scenario.caches.iter().zip(&caches).map(passing).collect();
        let walk = Walk { scenario, shape, rates: Some(&rates), passing: &passing, pools: &pools };
        let (path, stations) = walk.solve(memo);
        let delivered = throughput::delivered(scenario, shape, &stations, &path, &passing);
        let next = next(&path, &delivered, &stations, &passing);
        refill = refills(scenario, &rates, &path);
        round += 1;
        let settled = distance(&flow, &next) * PARTS < 1.5;
        if settled || round == ROUNDS {
            let costs = cost::solve(scenario, &rates);
            return Analysis { rates, stations, path, delivered, caches, passing, costs, settled };
        }
        flow = if round < 8 { next } else { halfway(&flow, &next) };
    }
}

/// The path as if nobody ever waited.
pub fn unloaded(scenario: &Scenario, shape: &Shape, passing: &[Passing], memo: &mut Memo) -> Path {
    let pools = vec![None; scenario.calls.len()];
    Walk { scenario, shape, rates: None, passing, pools: &pools }.solve(memo).0
}

/// Whether what fails may come again, so that there may be more than one steady state.
pub fn may_storm(scenario: &Scenario) -> bool {
    scenario.calls.iter().any(|c| c.rows.retries > 0)
}

/// What a cache lets through. What was typed in is taken to the last digit; what follows from the load is a share of the
/// flow like others.
fn passing((cache, state): (&Cache, &CacheState)) -> Passing {
    let share = |x: f64| if cache.rows.hit_from == HitFrom::Typed { x } else { rounded(x) };
    Passing { passed: share(state.passed), loads: share(state.loads), later: share(state.later) }
}

fn rounded(share: f64) -> f64 {
    (share * PARTS).round() / PARTS
}

/// The flow that follows from these answers.
fn next(path: &Path, delivered: &Delivered, stations: &[Station], passing: &[Passing]) -> Flow {
    Flow {
        call_ok: path.calls.iter().map(|a| rounded(1.0 - a.failed.0)).collect(),
        delivered: delivered.calls.iter().copied().map(rounded).collect(),
        attempts: path.origin.iter().map(|a| rounded(a.attempts)).collect(),
        copies: path.origin.iter().map(|a| rounded(a.copies)).collect(),
        worked: path.origin.iter().map(|a| rounded(a.worked)).collect(),
        enter: stations.iter().map(|s| rounded((1.0 - s.queued.enter.failed.0) * s.done())).collect(),
        utilisation: stations.iter().map(|s| rounded(s.utilisation().min(1.0))).collect(),
        passing: passing.to_vec(),
    }
}

/// Mean time until what lies behind each cache has answered \[s\].
fn refills(scenario: &Scenario, rates: &Rates, path: &Path) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); scenario.caches.len()];
    for (c, call) in scenario.calls.iter().enumerate() {
        let time = path.origin[c].answer.mean_time();
        for &level in &call.caches {
            sums[level].0 += rates.calls[c] * time;
            sums[level].1 += rates.calls[c];
        }
    }
    sums.into_iter().map(|(time, rate)| if rate > 0.0 { time / rate } else { 0.0 }).collect()
}

fn distance(a: &Flow, b: &Flow) -> f64 {
    let pairs = [
        (&a.call_ok, &b.call_ok),
        (&a.delivered, &b.delivered),
        (&a.attempts, &b.attempts),
        (&a.copies, &b.copies),
        (&a.worked, &b.worked),
        (&a.enter, &b.enter),
        (&a.utilisation, &b.utilisation),
    ];
    let shares = pairs.into_iter().flat_map(|(a, b)| a.iter().zip(b)).map(|(x, y)| (x - y).abs());
    let parts = |p: &Passing| [p.passed, p.loads, p.later];
    let caches = a.passing.iter().flat_map(parts).zip(b.passing.iter().flat_map(parts));
    shares.chain(caches.map(|(x, y)| (x - y).abs())).fold(0.0, f64::max)
}

fn halfway(a: &Flow, b: &Flow) -> Flow {
    // Steps round towards the new flow, so that halving ends.
    let half = |x: f64, y: f64| {
        if x == y {
            return x;
        }
        let middle = 0.5 * (x + y) * PARTS;
        (if y > x { middle.ceil() } else { middle.floor() }) / PARTS
    };
    let mid = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(&x, &y)| half(x, y)).collect();
    let between = |a: &Passing, b: &Passing| Passing {
        passed: half(a.passed, b.passed),
        loads: half(a.loads, b.loads),
        later: half(a.later, b.later),
    };
    Flow {
        call_ok: mid(&a.call_ok, &b.call_ok),
        delivered: mid(&a.delivered, &b.delivered),
        attempts: mid(&a.attempts, &b.attempts),
        copies: mid(&a.copies, &b.copies),
        worked: mid(&a.worked, &b.worked),
        enter: mid(&a.enter, &b.enter),
        utilisation: mid(&a.utilisation, &b.utilisation),
        passing: a.passing.iter().zip(&b.passing).map(|(a, b)| between(a, b)).collect(),
    }
}
