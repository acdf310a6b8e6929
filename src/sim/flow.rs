//! How often each operation and each call is asked for, and how long one request takes without waiting: guesses from the
//! document alone, for the length of a replication. Not a model of the system; no answer is made of them.

use super::layout::places;
use crate::dist::Family as _;
use crate::scenario::cache::{CacheRows, HitFrom};
use crate::scenario::call::{CallRows, Repeat};
use crate::scenario::{Action, Scenario};

/// Rates and times of deeply nested loops are cut here, so that none is infinite.
const MOST: f64 = 1e30;

/// What flows through one operation.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flow {
    /// Requests, if every call needs one attempt \[1/s\].
    pub rate: f64,
    /// The same if every attempt but the last fails \[1/s\].
    pub most: f64,
    /// Time of one request without waiting \[s\].
    pub time: f64,
}

/// Rates of all operations, of events and of all calls \[1/s\].
pub(super) fn rates(scenario: &Scenario, order: &[usize]) -> (Vec<Vec<Flow>>, f64, Vec<f64>) {
    let mut flows: Vec<Vec<Flow>> =
        scenario.services.iter().map(|s| vec![Flow::default(); s.operations.len()]).collect();
    for journey in &scenario.journeys {
        let flow = &mut flows[journey.entry.service][journey.entry.operation];
        flow.rate += journey.load.arrival_rps;
        flow.most = flow.rate;
    }
    let (mut events, mut all_calls) = (0.0, vec![0.0; scenario.calls.len()]);
    for &s in order {
        for (o, operation) in scenario.services[s].operations.iter().enumerate() {
            let Flow { rate, most, .. } = flows[s][o];
            for &step in &operation.steps {
                let Action::Calls(_, calls) = &scenario.steps[step].action else {
                    events += rate;
                    continue;
                };
                for &index in calls {
                    let call = &scenario.calls[index];
                    let made = call.rows.probability * f64::from(call.rows.repeat);
                    let (mut calls, mut most) = (rate * made, most * made * attempts(&call.rows));
                    events += calls;
                    all_calls[index] = calls;
                    for &cache in &call.caches {
                        events += calls;
                        let (usual, worst) = passes_on(&scenario.caches[cache].rows, calls);
                        (calls, most) = (calls * usual, most * worst);
                    }
                    events += if call.rows.transfer_s() > 0.0 { 2.0 * calls } else { 0.0 };
                    let flow = &mut flows[call.target.service][call.target.operation];
                    flow.rate = (flow.rate + calls).min(MOST);
                    flow.most = (flow.most + most).min(MOST);
                }
            }
        }
    }
    (flows, events, all_calls)
}

/// Share of so many look-ups of a cache a second that go on to the next level: as a guess, and at most. Where every key has
/// its place, each is missed once in its time to live; else half of the reads are taken to miss.
pub(super) fn passes_on(rows: &CacheRows, lookups: f64) -> (f64, f64) {
    let reads = 1.0 - rows.write_fraction;
    match rows.hit_from {
        HitFrom::Typed => {
            let passes = rows.write_fraction + reads * (1.0 - rows.hit_fraction);
            (passes, passes)
        }
        HitFrom::Derived => {
            let expired = rows.keys * f64::from(rows.copies) / rows.ttl_s / (lookups * reads);
            let has_places = rows.ttl_s > 0.0 && rows.absent_fraction == 0.0 && places(rows) >= rows.keys;
            let misses = if has_places && expired < 0.5 { expired } else { 0.5 };
            (rows.write_fraction + reads * misses, 1.0)
        }
    }
}

/// Most trips that a call which reaches its callee can bring about.
fn attempts(rows: &CallRows) -> f64 {
    let retries = f64::from(rows.retries);
    let budget = if rows.retry_budget_fraction > 0.0 { rows.retry_budget_fraction } else { f64::INFINITY };
    let copies = if rows.awaited && (rows.tied || rows.hedge_ms > 0.0) { 2.0 } else { 1.0 };
    copies * (1.0 + retries.min(budget))
}

/// Adds the time of one request of each operation without waiting, callees first.
pub(super) fn times(scenario: &Scenario, order: &[usize], mut flows: Vec<Vec<Flow>>) -> Vec<Vec<Flow>> {
    for &s in order.iter().rev() {
        let service = &scenario.services[s];
        for (o, operation) in service.operations.iter().enumerate() {
            let batching = &service.batching;
            let fills = f64::from(batching.batch_limit) / flows[s][o].rate;
            let gathers =
                if batching.batch_limit > 1 { fills.min(batching.batch_wait_ms * 1e-3) } else { 0.0 };
            let mut time = 0.0;
            for &step in &operation.steps {
                match &scenario.steps[step].action {
                    Action::Work(_) => time += gathers + scenario.work_law(step).mean() * service.slowdown(),
                    Action::Calls(_, calls) => {
                        let slowest = calls.iter().map(|&c| {
                            let call = &scenario.calls[c];
                            let lookups: f64 =
                                call.caches.iter().map(|&c| scenario.caches[c].rows.lookup_ms * 1e-3).sum();
                            let callee = flows[call.target.service][call.target.operation].time;
                            let one = lookups + attempted(&call.rows, callee);
                            let loops = call.rows.repeat_how == Repeat::Sequence;
                            if loops { one * f64::from(call.rows.repeat) } else { one }
                        });
                        time += slowest.fold(0.0, f64::max);
                    }
                }
            }
            flows[s][o].time = time.min(MOST);
        }
    }
    flows
}

/// The time of a call behind its caches, without waiting \[s\]: if it would take longer than its timeout, all attempts.
fn attempted(rows: &CallRows, callee: f64) -> f64 {
    let (one, timeout) = (rows.transfer_s() + callee, rows.timeout_ms * 1e-3);
    if !rows.awaited || timeout == 0.0 || one <= timeout {
        return one;
    }
    let (mut total, mut pause) = (timeout, rows.backoff_ms * 1e-3);
    for _ in 0..rows.retries {
        total += timeout + pause;
        pause *= rows.backoff_multiplier;
    }
    total
}
