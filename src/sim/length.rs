//! How long a replication is, and how much of its start is not counted. Decided before the run from the document
//! alone, so that it depends on nothing random. Not an estimate of any result.

use super::flow::{Flow, passes_on, rates, times};
use super::program::Program;
use super::reach::waits_for;
use super::station::NONE;
use crate::dist::Family as _;
use crate::scenario::{Action, Scenario};

/// The length of a replication.
///
/// # Formula
/// The window is as long as it takes [`EVENTS`] events to happen, but no longer than [`REQUESTS`] arrivals; busy systems
/// have longer ones, [`SETTLINGS`] times the sum over stations of `E[S²] / (E[S] c (1 - ρ)²)`, up to [`LONGEST`] times
/// as long. Every replication starts empty, so before the window goes a warm-up: a tenth of it, or six times (that sum, plus
/// the latency without waiting), whichever is longer, but at most four windows; where that cuts it, [`Self::settled`] is
/// false. `E[S²] / E[S]` is `s (1 + SCV)`; six of these are three times the relaxation time of an M/M/1 queue,
/// `1 / (μ (1 - √ρ)²)`, close to saturation. A station whose queue cannot grow for ever settles at any load: its term is at most
/// that of `n = c + places` requests that come and go like a random walk, `E[S] (n + n²/10) / c`, or the patience. Slow
/// episodes of the length L and the factor f add `L (1 + max(0, f ρ - 1) / (1 - ρ))`, the time to pile up and to work off.
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
    /// Of every station: its queue would grow for ever at the most load there can be.
    pub piles_up: Vec<bool>,
    /// Of every station: how many times busier its busiest queue is than the mean.
    pub busiest: Vec<f64>,
    /// Of every call of the document: how often it is made \[1/s\].
    pub calls: Vec<f64>,
    /// For every journey, by service: whether its users wait for that service.
    pub waits_for: Vec<Vec<bool>>,
    /// For every journey: its users wait for connections of which there are too few, for ever.
    pub in_vain: Vec<bool>,
}

/// Events in the window of one replication: some tens of milliseconds of work.
const EVENTS: f64 = 200_000.0;
/// Most arrivals in the window.
const REQUESTS: f64 = 50_000.0;
/// Relaxations in the window: with fewer, too few runs of long waits fall into a replication for its percentiles to be
/// spread as Student's interval takes them to be.
const SETTLINGS: f64 = 500.0;
/// How many times longer the window becomes for that at most.
const LONGEST: f64 = 8.0;
/// Fewest arrivals in the window, however much each of them sets in motion.
const LEAST_REQUESTS: f64 = 200.0;
const FIRST_SHARE: f64 = 0.1;
const RELAXATIONS: f64 = 6.0;
const MOST_WINDOWS: f64 = 4.0;

pub(super) fn plan(scenario: &Scenario, program: &Program) -> Length {
    let arrivals: f64 = program.entries.iter().map(|e| e.rate).sum();
    let order = scenario.callers_first();
    let (flows, events, calls) = rates(scenario, &order);
    let mut length = Length { settled: true, calls, ..Length::default() };
    let flows = times(scenario, &order, flows);
    let scarce = connections(scenario, program, &flows, &length.calls);
    for j in &scenario.journeys {
        let (services, in_vain) = waits_for(scenario, j.entry.service, j.entry.operation, &scarce);
        length.waits_for.push(services);
        length.in_vain.push(in_vain);
    }
    let relaxation = stations(scenario, program, &flows, &mut length);
    if arrivals <= 0.0 {
        return length;
    }
    let latency =
        scenario.journeys.iter().map(|j| flows[j.entry.service][j.entry.operation].time).fold(0.0, f64::max);
    let requests = (EVENTS * arrivals / (events + arrivals)).clamp(LEAST_REQUESTS, REQUESTS);
    let short = requests / arrivals;
    let settles = if relaxation.is_finite() { SETTLINGS * relaxation } else { 0.0 };
    length.window = settles.clamp(short, LONGEST * short);
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

/// Says which stations may pile up; gives the sum of the relaxation times \[s\].
fn stations(scenario: &Scenario, program: &Program, flows: &[Vec<Flow>], length: &mut Length) -> f64 {
    let mut total = 0.0;
    for (s, service) in scenario.services.iter().enumerate() {
        let (plan, slowdown, episodes) = (program.stations[s], service.slowdown(), service.episodes());
        // What a visit of a full batch costs, as a share of its work.
        let share = (1.0 + plan.batch_item * f64::from(plan.batch - 1)) / f64::from(plan.batch);
        // Rates of work and of its square; of work at most.
        let (mut load, mut square, mut most) = (0.0, 0.0, 0.0);
        for (operation, flow) in service.operations.iter().zip(&flows[s]) {
            let (mut mean, mut variance) = (0.0, 0.0);
            let mut visit_ends = |mean: &mut f64, variance: &mut f64| {
                let work = *mean * share;
                load += flow.rate * work;
                most += flow.most * work;
                square += flow.rate * (*variance + *mean * *mean);
                (*mean, *variance) = (0.0, 0.0);
            };
            for &step in &operation.steps {
                match &scenario.steps[step].action {
                    Action::Work(_) => {
                        let law = scenario.work_law(step);
                        let work = law.mean() * slowdown;
                        mean += work;
                        variance += law.scv() * work * work;
                    }
                    Action::Calls(_, calls) if calls.is_empty() || plan.holds => {}
                    Action::Calls(..) => visit_ends(&mut mean, &mut variance),
                }
            }
            if plan.holds && mean > 0.0 {
                mean = mean.max(flow.time);
            }
            visit_ends(&mut mean, &mut variance);
        }
        let busiest = plan.busiest() * plan.done_per_visit();
        // In an episode work is done so much more slowly; visits are so much longer on average if as many begin in one.
        let done = episodes.map_or(1.0, |e| 1.0 - e.share() + e.share() / e.factor);
        let longer = episodes.map_or(1.0, |e| e.mean_factor());
        let usual = load * busiest / plan.capacity();
        let spare = 1.0 - usual * longer;
        let overloaded = plan.holds || most * busiest >= plan.capacity() * done;
        length.piles_up.push(overloaded && !plan.bounded() && !plan.unlimited());
        length.busiest.push(plan.busiest());
        if load == 0.0 || plan.unlimited() || plan.replicas == 0 {
            continue;
        }
        let slots = f64::from(plan.slots);
        let relaxation = if spare > 0.0 { square / load / (slots * spare * spare) } else { f64::INFINITY };
        let n = slots + f64::from(plan.places);
        let work = square / load;
        let walk = if plan.bounded() { work * (n + n * n / 10.0) / slots } else { f64::INFINITY };
        total += relaxation.min(walk).min(plan.patience + work);
        // What an episode piles up has to be worked off behind it.
        total += episodes.map_or(0.0, |e| {
            let excess = (usual * e.factor - 1.0).max(0.0) / (1.0 - usual).max(0.0);
            e.with_s * if plan.bounded() || excess.is_nan() { 1.0 } else { 1.0 + excess }
        });
    }
    total
}

/// By call of the document: it waits, for ever, for connections of which more are needed than there are.
fn connections(scenario: &Scenario, program: &Program, flows: &[Vec<Flow>], rates: &[f64]) -> Vec<bool> {
    let mut needed = vec![0.0; program.pools.len()];
    let behind = |group: u32| program.pools[group as usize].multiplexer;
    let pooled = || program.sites.iter().filter(|s| s.pools != NONE);
    for site in pooled() {
        let call = &scenario.calls[site.call as usize];
        let rate = rates[site.call as usize];
        let passes: f64 = call.caches.iter().map(|&c| passes_on(&scenario.caches[c].rows, rate).0).product();
        let held = call.rows.transfer_s() + flows[call.target.service][call.target.operation].time;
        for group in [site.pools, behind(site.pools)].into_iter().filter(|&g| g != NONE) {
            needed[group as usize] += rates[site.call as usize] * passes * held;
        }
    }
    let full = |group: u32| {
        let plan = &program.pools[group as usize];
        needed[group as usize] >= f64::from(plan.connections) * f64::from(plan.pools)
    };
    let mut scarce = vec![false; scenario.calls.len()];
    for site in pooled() {
        let patient = site.timeout.min(program.pools[site.pools as usize].timeout) == f64::INFINITY;
        let multiplexer = behind(site.pools);
        let few = full(site.pools) || multiplexer != NONE && full(multiplexer);
        scarce[site.call as usize] = site.awaited && patient && few;
    }
    scarce
}
