//! The analytic engine: a scenario answered in closed form. Not the simulation, which never reads this.
//!
//! The stages, in order: [`shape`] lays the scenario out; [`rates`] says how much arrives where; [`path`] puts waits,
//! work, calls and caches together, callees first, solving each service as a [`station`] of what queues for it
//! (`demand`) and each call as an [`attempt`] on the way; [`cache`] says what the caches let through; [`throughput`] what gets through where a service
//! is overloaded; [`cost`] what it costs. What fails early never arrives later, and what fails is tried again, so the
//! stages are repeated until the flow settles; [`storm`] looks for a second such state. [`memo`] keeps what did not change.

pub mod answer;
pub mod attempt;
pub mod batch;
pub mod cache;
pub mod completion;
mod compose;
pub mod cost;
pub mod database;
mod demand;
pub mod flow;
pub mod hedging;
pub mod key;
pub mod memo;
pub mod path;
pub mod pool;
mod queueing;
pub mod rates;
pub mod resources;
pub mod shape;
pub mod station;
pub mod storm;
pub mod throughput;

use crate::scenario::Scenario;
use crate::scenario::derive::Pools;
use cache::CacheState;
use cost::{Costs, Usage};
use flow::{Flow, Passing};
use memo::Memo;
use path::{Path, Walk};
use rates::Rates;
use shape::Shape;
use station::Station;
use throughput::Delivered;

/// The version of the model. It rises with every change of a number that a link shows, and `CHANGELOG.md` has a line on it;
/// `tests/golden` holds the numbers of each.
pub const VERSION: u32 = 1;

/// Rounds after which a flow that has not settled is taken as it is.
const ROUNDS: usize = 60;

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
    let bursts = scenario.journeys.iter().any(|j| j.load.arrival_scv != 1.0);
    let mut round = 0;
    loop {
        let rates = rates::solve(scenario, shape, &flow, factor);
        let caches = cache::solve(scenario, &rates.lookups, &refill);
        let passing: Vec<Passing> = (scenario.caches.iter().zip(&caches).zip(&flow.passing))
            .map(|((cache, state), &before)| flow::passing(cache, state, (round > 0).then_some(before)))
            .collect();
        let walk = Walk { scenario, shape, rates: Some(&rates), passing: &passing, pools: &pools };
        let (path, stations) = walk.solve(memo);
        let delivered = throughput::delivered(scenario, shape, &stations, &path, &passing);
        let next = flow::next(&path, &delivered, &stations, &passing, bursts);
        refill = refills(scenario, &rates, &path);
        round += 1;
        let settled = flow::settled(&flow, &next) && flow.passing == passing;
        if settled || round == ROUNDS {
            let costs = costs(scenario, shape, factor, (&rates, &path, &delivered), &caches);
            return Analysis { rates, stations, path, delivered, caches, passing, costs, settled };
        }
        flow = if round < 8 { next } else { flow::halfway(&flow, &next) };
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

/// Mean time until what lies behind each cache has answered \[s\].
fn refills(scenario: &Scenario, rates: &Rates, path: &Path) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); scenario.caches.len()];
    for (c, call) in scenario.calls.iter().enumerate().filter(|c| rates.calls[c.0] > 0.0) {
        let mut time = path.origin[c].answer.mean_time();
        for &level in call.caches.iter().rev() {
            sums[level].0 += rates.calls[c] * time;
            sums[level].1 += rates.calls[c];
            time += scenario.caches[level].rows.lookup_ms / 1000.0;
        }
    }
    sums.into_iter().map(|(time, rate)| if rate > 0.0 { time / rate } else { 0.0 }).collect()
}

fn costs(
    scenario: &Scenario,
    shape: &Shape,
    factor: f64,
    (rates, path, delivered): (&Rates, &Path, &Delivered),
    caches: &[CacheState],
) -> Costs {
    let mut requests = vec![0.0; scenario.services.len()];
    for (operation, rate) in shape.operations.iter().zip(&rates.operations) {
        requests[operation.service] += rate;
    }
    let answered: Vec<f64> = scenario
        .journeys
        .iter()
        .map(|journey| {
            let place = shape.place(journey.entry);
            let lost = path.operations[place].failed.0 + (1.0 - delivered.operations[place]);
            journey.load.arrival_rps * factor * (1.0 - lost).clamp(0.0, 1.0)
        })
        .collect();
    cost::solve(
        scenario,
        &Usage { requests: &requests, lookups: &rates.lookups, caches, answered: &answered },
    )
}
