//! What is known of the flow between two rounds of the stages: what fails, what is tried again, what caches let
//! through; and when it has settled. Not the rates that follow; those are `rates`.

use super::cache::CacheState;
use super::path::Path;
use super::station::Station;
use super::throughput::Delivered;
use crate::scenario::cache::HitFrom;
use crate::scenario::{Cache, Call, Scenario};

/// Shares that follow from the load are carried to this many parts of one. A rate is then off by 1.5e-5 of itself at
/// most, which moves a percentile by 3e-4 at 95 % utilisation, no more than the grid does; and a flow that has settled is
/// found again to the last bit, so nothing behind it is computed twice.
const PARTS: f64 = (1 << 15) as f64;
/// Parts by which a settled flow may still change.
const SETTLED: f64 = 1.5;

/// What is known so far of what goes on, fails and comes again. The stages are repeated until it settles.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Share of each call's copies that succeed for the caller.
    pub call_ok: Vec<f64>,
    /// Share of each call's copies that do not wait for ever for an overloaded service.
    pub delivered: Vec<f64>,
    /// Attempts of each call that no cache answers.
    pub attempts: Vec<f64>,
    /// Requests that one attempt of each call sends to its callee: more than 1 where it hedges.
    pub copies: Vec<f64>,
    /// Those of them that are worked on.
    pub worked: Vec<f64>,
    /// Share of visits that get a slot.
    pub enter: Vec<f64>,
    /// Busy share of each service's slots, which evens out bursts; empty where there are none.
    pub evening: Vec<f64>,
    /// What each cache lets through.
    pub passing: Vec<Passing>,
}

/// What of the requests that reach a cache goes on behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Passing {
    /// Share that waits for what lies behind.
    pub passed: f64,
    /// Share that goes there: less where misses of one key are fetched once.
    pub loads: f64,
    /// Share that is written there later, while nobody waits.
    pub later: f64,
}

impl Flow {
    /// Everything succeeds at the first attempt.
    pub fn free(scenario: &Scenario) -> Self {
        let (calls, services) = (scenario.calls.len(), scenario.services.len());
        Self {
            call_ok: vec![1.0; calls],
            delivered: vec![1.0; calls],
            attempts: vec![1.0; calls],
            copies: vec![1.0; calls],
            worked: vec![1.0; calls],
            enter: vec![1.0; services],
            evening: if scenario.journeys.iter().any(|j| j.load.arrival_scv != 1.0) {
                vec![0.0; services]
            } else {
                Vec::new()
            },
            // A cache that fills itself is warm at first: from cold, what it lets through might keep it so.
            passing: scenario
                .caches
                .iter()
                .map(|c| if c.rows.hit_from == HitFrom::Typed { 1.0 - c.rows.hit_fraction } else { 0.0 })
                .map(|share| Passing { passed: share, loads: share, later: 0.0 })
                .collect(),
        }
    }

    /// Everything is tried as often as it may be: where a collapse starts from.
    pub fn swamped(scenario: &Scenario) -> Self {
        let tries = |c: &Call| {
            let all = 1.0 + f64::from(c.rows.retries);
            let budget = c.rows.retry_budget_fraction;
            if budget > 0.0 { all.min(1.0 + budget) } else { all }
        };
        Self { attempts: scenario.calls.iter().map(tries).collect(), ..Self::free(scenario) }
    }
}

/// What a cache lets through. What was typed in is taken to the last digit; what follows from the load is a share of the
/// flow like others, and stays as it was while it changes too little to go on for, so that the path is that of the rates.
pub(super) fn passing(cache: &Cache, state: &CacheState, before: Option<Passing>) -> Passing {
    let share = |x: f64| if cache.rows.hit_from == HitFrom::Typed { x } else { rounded(x) };
    let now = Passing { passed: share(state.passed), loads: share(state.loads), later: share(state.later) };
    let change = |before: &Passing| {
        parts(&now).into_iter().zip(parts(before)).map(|(x, y)| (x - y).abs()).fold(0.0, f64::max)
    };
    before.filter(|before| change(before) * PARTS < SETTLED).unwrap_or(now)
}

fn parts(p: &Passing) -> [f64; 3] {
    [p.passed, p.loads, p.later]
}

fn rounded(share: f64) -> f64 {
    (share * PARTS).round() / PARTS
}

/// The flow that follows from these answers.
pub(super) fn next(
    path: &Path,
    delivered: &Delivered,
    stations: &[Station],
    passing: &[Passing],
    bursts: bool,
) -> Flow {
    Flow {
        call_ok: path.calls.iter().map(|a| rounded(1.0 - a.failed.0)).collect(),
        delivered: delivered.calls.iter().copied().map(rounded).collect(),
        attempts: path.origin.iter().map(|a| rounded(a.attempts)).collect(),
        copies: path.origin.iter().map(|a| rounded(a.copies)).collect(),
        worked: path.origin.iter().map(|a| rounded(a.worked)).collect(),
        enter: stations.iter().map(|s| rounded((1.0 - s.queued.enter.failed.0) * s.done())).collect(),
        evening: if bursts {
            stations.iter().map(|s| rounded(s.utilisation().min(1.0))).collect()
        } else {
            Vec::new()
        },
        passing: passing.to_vec(),
    }
}

fn distance(a: &Flow, b: &Flow) -> f64 {
    let pairs = [
        (&a.call_ok, &b.call_ok),
        (&a.delivered, &b.delivered),
        (&a.attempts, &b.attempts),
        (&a.copies, &b.copies),
        (&a.worked, &b.worked),
        (&a.enter, &b.enter),
        (&a.evening, &b.evening),
    ];
    let shares = pairs.into_iter().flat_map(|(a, b)| a.iter().zip(b)).map(|(x, y)| (x - y).abs());
    let caches = a.passing.iter().flat_map(parts).zip(b.passing.iter().flat_map(parts));
    shares.chain(caches.map(|(x, y)| (x - y).abs())).fold(0.0, f64::max)
}

pub(super) fn halfway(a: &Flow, b: &Flow) -> Flow {
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
        evening: mid(&a.evening, &b.evening),
        passing: a.passing.iter().zip(&b.passing).map(|(a, b)| between(a, b)).collect(),
    }
}

/// Whether a round has changed nothing that is carried.
pub(super) fn settled(before: &Flow, after: &Flow) -> bool {
    distance(before, after) * PARTS < SETTLED
}
