//! The analytic engine: a scenario answered in closed form. Not the simulation, which never reads this.
//!
//! The stages, in order: [`shape`] lays the scenario out; [`rates`] says how much arrives where; [`station`] how long
//! it waits; [`path`] puts waits, work, calls and caches together; [`throughput`] says what gets through
//! where a service is overloaded; [`cost`] what it costs. Where calls can fail, what fails early never
//! arrives later, so the stages are repeated until the flow settles.

pub mod answer;
pub mod cache;
pub mod cost;
pub mod database;
pub mod path;
pub mod pool;
pub mod rates;
pub mod resources;
pub mod shape;
pub mod station;
pub mod throughput;

use crate::scenario::Scenario;
use cache::CacheState;
use cost::{Costs, Usage};
use path::Path;
use rates::{Flow, Rates};
use shape::Shape;
use station::Station;
use throughput::Delivered;

/// Rounds after which a flow that has not settled is taken as it is.
const ROUNDS: usize = 40;

/// Shares that differ by less than this are settled.
const SETTLED: f64 = 1e-7;

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
    /// What it costs.
    pub costs: Costs,
    /// Whether the flow settled; it does unless overload and timeouts chase each other.
    pub settled: bool,
}

/// Answers a scenario, laid out once, at `factor` times the load its document says.
///
/// # Domain
/// Every scenario and every factor from 0. Services that are overloaded have no law of waiting, and whatever passes
/// them never answers.
pub fn analyse(scenario: &Scenario, shape: &Shape, factor: f64) -> Analysis {
    let mut flow = Flow::free(scenario);
    let mut round = 0;
    loop {
        let rates = rates::solve(scenario, shape, &flow, factor);
        let stations = station::solve(scenario, shape, &rates);
        let path = path::solve(scenario, shape, Some(&stations));
        let delivered = throughput::delivered(scenario, shape, &stations, &path);
        let next = Flow {
            call_ok: path.calls.iter().map(|a| 1.0 - a.failed.0).collect(),
            delivered: delivered.calls.clone(),
            done: stations.iter().map(Station::done).collect(),
        };
        let settled = distance(&flow, &next) < SETTLED;
        round += 1;
        if settled || round == ROUNDS {
            let (lookups, caches) = caches(scenario, &rates, &path);
            let costs = costs(scenario, shape, factor, (&rates, &path, &delivered), (&lookups, &caches));
            return Analysis { rates, stations, path, delivered, caches, costs, settled };
        }
        flow = if round < 8 { next } else { halfway(&flow, &next) };
    }
}

/// What reaches each cache, and what it does with it.
fn caches(scenario: &Scenario, rates: &Rates, path: &Path) -> (Vec<f64>, Vec<CacheState>) {
    let mut lookups = vec![0.0; scenario.caches.len()];
    let mut refills = vec![0.0; scenario.caches.len()];
    for (c, call) in scenario.calls.iter().enumerate() {
        let mut reaching = rates.calls[c];
        for (level, &cache) in call.caches.iter().enumerate() {
            let further: f64 =
                call.caches[level + 1..].iter().map(|&k| scenario.caches[k].rows.lookup_ms / 1000.0).sum();
            lookups[cache] += reaching;
            if reaching > 0.0 {
                refills[cache] += reaching * (further + path.origin[c].mean_time());
            }
            reaching *= 1.0 - scenario.caches[cache].rows.hit_fraction;
        }
    }
    for (refill, rate) in refills.iter_mut().zip(&lookups) {
        *refill = if *rate > 0.0 { *refill / rate } else { 0.0 };
    }
    let states = cache::solve(scenario, &lookups, &refills);
    (lookups, states)
}

fn costs(
    scenario: &Scenario,
    shape: &Shape,
    factor: f64,
    (rates, path, delivered): (&Rates, &Path, &Delivered),
    (lookups, caches): (&[f64], &[CacheState]),
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
    cost::solve(scenario, &Usage { requests: &requests, lookups, caches, answered: &answered })
}

fn distance(a: &Flow, b: &Flow) -> f64 {
    let pairs = [(&a.call_ok, &b.call_ok), (&a.delivered, &b.delivered), (&a.done, &b.done)];
    let pairs = pairs.into_iter().flat_map(|(a, b)| a.iter().zip(b));
    pairs.map(|(x, y)| (x - y).abs()).fold(0.0, f64::max)
}

fn halfway(a: &Flow, b: &Flow) -> Flow {
    let mid = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| 0.5 * (x + y)).collect();
    Flow {
        call_ok: mid(&a.call_ok, &b.call_ok),
        delivered: mid(&a.delivered, &b.delivered),
        done: mid(&a.done, &b.done),
    }
}
