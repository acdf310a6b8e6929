//! How much arrives where: from the journeys down the calls, thinned by caches, probabilities and failures. Not how
//! long anything takes.

use super::shape::{Part, Shape};
use crate::scenario::call::Repeat;
use crate::scenario::{Call, Scenario};

/// What share of requests goes on, as far as is known; 1 everywhere to begin with.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Share of each call's copies that succeed for the caller.
    pub call_ok: Vec<f64>,
    /// Share of each call's copies that do not wait for ever for an overloaded service.
    pub delivered: Vec<f64>,
    /// Share of visits that an overloaded service gets done: 1 below saturation.
    pub done: Vec<f64>,
}

/// Arrival rates \[1/s\].
#[derive(Clone, Debug, Default)]
pub struct Rates {
    /// Requests of each operation, by place in the shape.
    pub operations: Vec<f64>,
    /// Visits: (place of the operation, index of the part, rate).
    pub visits: Vec<(usize, usize, f64)>,
    /// Copies of each call that are made, before caches.
    pub calls: Vec<f64>,
    /// Copies of each call that reach the callee.
    pub origin: Vec<f64>,
}

impl Flow {
    /// Everything succeeds.
    pub fn free(scenario: &Scenario) -> Self {
        Self {
            call_ok: vec![1.0; scenario.calls.len()],
            delivered: vec![1.0; scenario.calls.len()],
            done: vec![1.0; scenario.services.len()],
        }
    }
}

/// Solves the flow balance for loads of `factor` times what the document says.
pub fn solve(scenario: &Scenario, shape: &Shape, flow: &Flow, factor: f64) -> Rates {
    let mut rates = Rates {
        operations: vec![0.0; shape.operations.len()],
        visits: Vec::new(),
        calls: vec![0.0; scenario.calls.len()],
        origin: vec![0.0; scenario.calls.len()],
    };
    for journey in &scenario.journeys {
        rates.operations[shape.place(journey.entry)] += journey.load.arrival_rps * factor;
    }
    for place in 0..shape.operations.len() {
        let operation = &shape.operations[place];
        // The rate of requests that have come this far.
        let mut going = rates.operations[place];
        for (i, part) in operation.parts.iter().enumerate() {
            match part {
                Part::Visit(_) => {
                    rates.visits.push((place, i, going));
                    going *= flow.done[operation.service];
                }
                Part::Group(calls) => {
                    let (mut ok, mut least) = (1.0, 1.0_f64);
                    for &c in calls {
                        let call = &scenario.calls[c];
                        rates.calls[c] = going * call.rows.probability * copies(call, flow.call_ok[c]);
                        rates.origin[c] = rates.calls[c] * miss_share(scenario, call);
                        rates.operations[shape.place(call.target)] += rates.origin[c];
                        if call.rows.awaited {
                            ok *= group_ok(call, flow.call_ok[c]);
                            least = least.min(through(call, flow.delivered[c]));
                        }
                    }
                    going *= ok * least;
                }
            }
        }
    }
    rates
}

/// Copies that a request makes which makes the call: in sequence, each needs the one before.
fn copies(call: &Call, ok: f64) -> f64 {
    let n = f64::from(call.rows.repeat);
    if call.rows.repeat_how == Repeat::AtOnce || !call.rows.awaited || ok >= 1.0 {
        return n;
    }
    (1.0 - crate::num::powi(ok, call.rows.repeat)) / (1.0 - ok)
}

/// Share of requests whose copies of this call all succeed.
fn group_ok(call: &Call, ok: f64) -> f64 {
    1.0 - call.rows.probability * (1.0 - crate::num::powi(ok, call.rows.repeat))
}

/// Share of requests that do not wait for ever for this call, given the share of its copies.
///
/// Every queue takes its requests in the order they came, so of copies made at once the share is that of one.
pub fn through(call: &Call, delivered: f64) -> f64 {
    let copies = match call.rows.repeat_how {
        Repeat::Sequence => crate::num::powi(delivered, call.rows.repeat),
        Repeat::AtOnce => delivered,
    };
    1.0 - call.rows.probability * (1.0 - copies)
}

/// Share of copies that no cache in front of the call answers.
pub fn miss_share(scenario: &Scenario, call: &Call) -> f64 {
    call.caches.iter().map(|&c| 1.0 - scenario.caches[c].rows.hit_fraction).product()
}
