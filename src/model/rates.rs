//! How much arrives where: from the journeys down the calls, thinned by caches, probabilities and failures, and swollen
//! by retries and hedges. Not how long anything takes.

use super::flow::{Flow, Passing};
use super::shape::{Part, Shape};
use crate::scenario::call::Repeat;
use crate::scenario::{Call, Scenario};

/// Arrival rates \[1/s\].
#[derive(Clone, Debug, Default)]
pub struct Rates {
    /// Requests of each operation that are worked on, by place in the shape.
    pub operations: Vec<f64>,
    /// Squared coefficient of variation of the time between them, less 1, times their rate.
    pub excess: Vec<f64>,
    /// Visits that queue for a slot: (place of the operation, index of the part, rate).
    pub visits: Vec<(usize, usize, f64)>,
    /// Copies of each call that are made, before caches.
    pub calls: Vec<f64>,
    /// Calls that go behind all caches: first attempts.
    pub origin: Vec<f64>,
    /// Attempts of each call.
    pub attempts: Vec<f64>,
    /// Requests that reach the callee of each call.
    pub sent: Vec<f64>,
    /// Requests that reach each cache.
    pub lookups: Vec<f64>,
}

/// Solves the flow balance for loads of `factor` times what the document says.
pub fn solve(scenario: &Scenario, shape: &Shape, flow: &Flow, factor: f64) -> Rates {
    let (operations, calls) = (shape.operations.len(), scenario.calls.len());
    let mut rates = Rates {
        operations: vec![0.0; operations],
        excess: vec![0.0; operations],
        visits: Vec::new(),
        calls: vec![0.0; calls],
        origin: vec![0.0; calls],
        attempts: vec![0.0; calls],
        sent: vec![0.0; calls],
        lookups: vec![0.0; scenario.caches.len()],
    };
    for journey in &scenario.journeys {
        let rate = journey.load.arrival_rps * factor;
        rates.operations[shape.place(journey.entry)] += rate;
        rates.excess[shape.place(journey.entry)] += rate * (journey.load.arrival_scv - 1.0);
    }
    for place in 0..operations {
        operation(scenario, shape, flow, place, &mut rates);
    }
    rates
}

fn operation(scenario: &Scenario, shape: &Shape, flow: &Flow, place: usize, rates: &mut Rates) {
    let operation = &shape.operations[place];
    let well = 1.0 - scenario.services[operation.service].capacity.failure_fraction;
    // The rate of requests that have come this far.
    let arriving = rates.operations[place];
    let mut going = arriving;
    // Bursts that are still felt behind the queue: those the slots do not even out.
    let even = flow.evening.get(operation.service).copied().unwrap_or(0.0);
    let burst = if arriving > 0.0 { rates.excess[place] / arriving * (1.0 - even * even) } else { 0.0 };
    for (i, part) in operation.parts.iter().enumerate() {
        match part {
            Part::Visit(_) => {
                if !operation.has_slot(i) {
                    rates.visits.push((place, i, going));
                    going *= flow.enter[operation.service];
                }
                going *= well;
            }
            Part::Group(group) => {
                let (mut ok, mut least) = (1.0, 1.0_f64);
                for &c in &group.calls {
                    let call = &scenario.calls[c];
                    let made = going * call.rows.probability * copies(call, flow.call_ok[c]);
                    rates.calls[c] = made;
                    let mut reaching = made;
                    for &level in &call.caches {
                        rates.lookups[level] += reaching;
                        reaching *= flow.passing[level].loads + flow.passing[level].later;
                    }
                    rates.origin[c] = reaching;
                    rates.attempts[c] = reaching * flow.attempts[c];
                    rates.sent[c] = rates.attempts[c] * flow.copies[c];
                    let callee = shape.place(call.target);
                    let worked = rates.attempts[c] * flow.worked[c];
                    rates.operations[callee] += worked;
                    // Of a thinned stream the rest is closer to Poisson.
                    let share = if arriving > 0.0 { (worked / arriving).min(1.0) } else { 0.0 };
                    rates.excess[callee] += worked * burst * share;
                    if call.rows.awaited {
                        ok *= group_ok(call, flow.call_ok[c]);
                        least = least.min(through(call, flow.delivered[c]));
                    }
                }
                // Where only some answers are needed, those that fail hardly ever stop the request.
                going *= if group.need == 0 { ok * least } else { 1.0 };
            }
        }
    }
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

/// Share of copies that wait for what lies behind all caches of the call.
pub fn passed_share(passing: &[Passing], call: &Call) -> f64 {
    call.caches.iter().map(|&c| passing[c].passed).product()
}
