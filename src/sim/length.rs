//! How long a replication is, and how much of its start is not counted. Decided before the run from the document
//! alone, so that it depends on nothing random. Not an estimate of any result.

use super::program::Program;
use crate::dist::Family as _;
use crate::scenario::call::Repeat;
use crate::scenario::{Action, Scenario};

/// The length of a replication.
///
/// # Formula
/// The window is as long as it takes [`EVENTS`] events to happen, but no longer than [`REQUESTS`] arrivals. Before it
/// goes a warm-up: a tenth of the window, or six times (the sum over stations of `E[S²] / (E[S] c (1 - ρ)²)`, plus the
/// latency without waiting), whichever is longer, but at most four windows; where that cuts it, [`Self::settled`] is
/// false. `E[S²] / E[S]` is `s (1 + SCV)`; six of these are three times the relaxation time of an M/M/1 queue,
/// `1 / (μ (1 - √ρ)²)`, close to saturation.
///
/// # Source
/// Cohen, The Single Server Queue, 1982 (relaxation time); Law, Simulation Modeling and Analysis, 2015, 9.5.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct Length {
    /// Time before anything is counted \[s\].
    pub warm_up: f64,
    /// Time in which what arrives is counted \[s\]; 0 when nothing arrives.
    pub window: f64,
    /// The warm-up is as long as it should be.
    pub settled: bool,
    /// Offered load of every station, in slots, if no call ever fails \[erlang\].
    pub offered: Vec<f64>,
    /// For every journey, by service: whether its users wait for that service.
    pub waits_for: Vec<Vec<bool>>,
}

/// Events in the window of one replication: some tens of milliseconds of work.
const EVENTS: f64 = 200_000.0;
/// Most arrivals in the window.
const REQUESTS: f64 = 50_000.0;
/// Fewest arrivals in the window, however much each of them sets in motion.
const LEAST_REQUESTS: f64 = 200.0;
const FIRST_SHARE: f64 = 0.1;
const RELAXATIONS: f64 = 6.0;
const MOST_WINDOWS: f64 = 4.0;
/// Rates and times of deeply nested loops are cut here, so that none is infinite.
const MOST: f64 = 1e30;

/// What flows through one operation.
#[derive(Clone, Copy, Debug, Default)]
struct Flow {
    /// Requests \[1/s\].
    rate: f64,
    /// Time of one request without waiting \[s\].
    time: f64,
}

pub(super) fn plan(scenario: &Scenario, program: &Program) -> Length {
    let arrivals: f64 = program.entries.iter().map(|e| e.rate).sum();
    let order = scenario.callers_first();
    let (flows, events) = rates(scenario, &order);
    let waits_for = scenario.journeys.iter().map(|j| waits_for(scenario, j.entry.service, j.entry.operation));
    let mut length = Length { settled: true, waits_for: waits_for.collect(), ..Length::default() };
    let relaxation = stations(scenario, program, &flows, &mut length.offered);
    if arrivals <= 0.0 {
        return length;
    }
    let flows = times(scenario, &order, flows);
    let latency =
        scenario.journeys.iter().map(|j| flows[j.entry.service][j.entry.operation].time).fold(0.0, f64::max);
    let requests = (EVENTS * arrivals / (events + arrivals)).clamp(LEAST_REQUESTS, REQUESTS);
    length.window = requests / arrivals;
    let first = FIRST_SHARE * length.window;
    let wanted = RELAXATIONS * (relaxation + latency);
    length.warm_up = first.max(wanted.min(MOST_WINDOWS * length.window));
    if !relaxation.is_finite() {
        // There is no state to settle into; the flags of the observation say so.
        length.warm_up = first;
    }
    length.settled = wanted <= length.warm_up;
    length
}

/// Rates of all operations, and of events \[1/s\].
fn rates(scenario: &Scenario, order: &[usize]) -> (Vec<Vec<Flow>>, f64) {
    let mut flows: Vec<Vec<Flow>> =
        scenario.services.iter().map(|s| vec![Flow::default(); s.operations.len()]).collect();
    for journey in &scenario.journeys {
        flows[journey.entry.service][journey.entry.operation].rate += journey.load.arrival_rps;
    }
    let mut events = 0.0;
    for &s in order {
        for (o, operation) in scenario.services[s].operations.iter().enumerate() {
            let rate = flows[s][o].rate;
            for &step in &operation.steps {
                let Action::Calls(_, calls) = &scenario.steps[step].action else {
                    events += rate;
                    continue;
                };
                for &call in calls {
                    let call = &scenario.calls[call];
                    let mut calls = rate * call.rows.probability * f64::from(call.rows.repeat);
                    events += calls;
                    for &cache in &call.caches {
                        events += calls;
                        calls *= 1.0 - scenario.caches[cache].rows.hit_fraction;
                    }
                    events += if call.rows.network_ms > 0.0 { 2.0 * calls } else { 0.0 };
                    let flow = &mut flows[call.target.service][call.target.operation];
                    flow.rate = (flow.rate + calls).min(MOST);
                }
            }
        }
    }
    (flows, events)
}

/// Offered loads; gives the sum of the relaxation times \[s\].
fn stations(scenario: &Scenario, program: &Program, flows: &[Vec<Flow>], offered: &mut Vec<f64>) -> f64 {
    let mut total = 0.0;
    for (s, service) in scenario.services.iter().enumerate() {
        // Rates of work and of its square.
        let (mut load, mut square) = (0.0, 0.0);
        for (o, operation) in service.operations.iter().enumerate() {
            let (mut mean, mut variance) = (0.0, 0.0);
            let mut visit_ends = |mean: &mut f64, variance: &mut f64| {
                load += flows[s][o].rate * *mean;
                square += flows[s][o].rate * (*variance + *mean * *mean);
                (*mean, *variance) = (0.0, 0.0);
            };
            for &step in &operation.steps {
                match &scenario.steps[step].action {
                    Action::Work(_) => {
                        let law = scenario.work_law(step);
                        mean += law.mean();
                        variance += law.scv() * law.mean() * law.mean();
                    }
                    Action::Calls(_, calls) if calls.is_empty() => {}
                    Action::Calls(..) => visit_ends(&mut mean, &mut variance),
                }
            }
            visit_ends(&mut mean, &mut variance);
        }
        let plan = program.stations[s];
        let spare = 1.0 - load / plan.capacity();
        if spare <= 0.0 {
            total = f64::INFINITY;
        } else if load > 0.0 && !plan.unlimited() {
            total += square / load / (f64::from(plan.slots) * spare * spare);
        }
        offered.push(load);
    }
    total
}

/// Adds the time of one request of each operation without waiting, callees first.
fn times(scenario: &Scenario, order: &[usize], mut flows: Vec<Vec<Flow>>) -> Vec<Vec<Flow>> {
    for &s in order.iter().rev() {
        for (o, operation) in scenario.services[s].operations.iter().enumerate() {
            let mut time = 0.0;
            for &step in &operation.steps {
                match &scenario.steps[step].action {
                    Action::Work(_) => time += scenario.work_law(step).mean(),
                    Action::Calls(_, calls) => {
                        let slowest = calls.iter().map(|&c| {
                            let call = &scenario.calls[c];
                            let lookups: f64 =
                                call.caches.iter().map(|&c| scenario.caches[c].rows.lookup_ms * 1e-3).sum();
                            let callee = flows[call.target.service][call.target.operation].time;
                            let one = lookups + call.rows.network_ms * 1e-3 + callee;
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

/// Which services somebody who enters at an operation waits for.
fn waits_for(scenario: &Scenario, service: usize, operation: usize) -> Vec<bool> {
    let mut found = vec![false; scenario.services.len()];
    let mut reached = vec![(service, operation)];
    let mut next = 0;
    while let Some(&(s, o)) = reached.get(next) {
        next += 1;
        found[s] = true;
        for &step in &scenario.services[s].operations[o].steps {
            let Action::Calls(_, calls) = &scenario.steps[step].action else { continue };
            for call in calls.iter().map(|&c| &scenario.calls[c]) {
                let target = (call.target.service, call.target.operation);
                if call.rows.awaited && call.rows.probability > 0.0 && !reached.contains(&target) {
                    reached.push(target);
                }
            }
        }
    }
    found
}
