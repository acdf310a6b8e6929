//! Puts the answers of the engines together. Not the engines.

use super::journey::Solved;
use super::{
    CacheReport, CallReport, CostReport, Estimate, JourneyReport, LevelReport, Observation, Report,
    ServiceReport, caveat, metric, storm,
};
use crate::model::answer::Cause;
use crate::model::memo::Memo;
use crate::model::shape::Shape;
use crate::model::storm::states;
use crate::model::{self, Analysis};
use crate::scenario::Scenario;

/// Answers one scenario after another and computes only what changed in between. Its answers do not depend on what
/// it was asked before.
#[derive(Debug, Default)]
pub struct Evaluator {
    memo: Memo,
}

impl Evaluator {
    /// One that has answered nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers a scenario in closed form; see [`evaluate`].
    pub fn evaluate(&mut self, scenario: &Scenario) -> Report {
        let report = report(scenario, &mut self.memo);
        self.memo.next();
        report
    }

    /// Results that are kept for the next answer.
    pub fn kept(&self) -> usize {
        self.memo.len()
    }
}

/// Answers a scenario in closed form.
///
/// # Domain
/// Every scenario. It neither fails nor panics: what is overloaded is infinite and has a caveat.
pub fn evaluate(scenario: &Scenario) -> Report {
    Evaluator::new().evaluate(scenario)
}

fn report(scenario: &Scenario, memo: &mut Memo) -> Report {
    let shape = Shape::new(scenario, memo);
    let states = states(scenario, &shape, 1.0, memo);
    let analysis = states.present();
    let unloaded = model::unloaded(scenario, &shape, &analysis.passing, memo);
    let solved = Solved { scenario, shape: &shape, analysis, unloaded: &unloaded };
    let journeys: Vec<JourneyReport> = scenario.journeys.iter().map(|j| solved.journey(j)).collect();
    let overall = solved.overall(&journeys, memo);
    let services = services(analysis);
    let bottleneck = (0..services.len())
        .filter(|&s| services[s].utilisation > 0.0)
        .max_by(|&a, &b| services[a].utilisation.total_cmp(&services[b].utilisation));
    let storm = storm::of(scenario, &shape, &states);
    let mut caveats = caveat::from_model(scenario, &shape, analysis);
    caveats.extend(storm.iter().map(|s| storm::caveat(scenario, s)));
    caveats.sort_by_key(|c| !c.code.is_serious());
    Report {
        cost: cost(scenario, analysis, overall.throughput_per_s),
        calls: calls(scenario, analysis),
        caches: caches(scenario, analysis),
        storm,
        caveats,
        journeys,
        overall,
        services,
        bottleneck,
    }
}

/// The report with what the simulation says of it: caveats where they disagree.
pub fn observe(report: &Report, observation: &Observation) -> Report {
    let mut report = report.clone();
    caveat::from_simulation(&mut report, observation);
    report
}

/// The gap between simulation and model, as a share of the simulated value; none without both.
pub fn gap(report: &Report, metric: &metric::Metric, scope: Option<usize>, seen: &Estimate) -> Option<f64> {
    let value = report.read(metric, scope);
    let defined = value.is_finite() && seen.value.is_finite() && seen.value != 0.0;
    defined.then(|| (value - seen.value) / seen.value)
}

fn services(analysis: &Analysis) -> Vec<ServiceReport> {
    analysis
        .stations
        .iter()
        .enumerate()
        .map(|(s, station)| {
            let work_s = station.mean_work();
            let servers = station.servers.map_or(f64::INFINITY, f64::from);
            ServiceReport {
                arrival_per_s: station.arrival_rate,
                work_s,
                servers,
                utilisation: station.utilisation(),
                p_wait: station.wait_share(),
                mean_wait_s: station.mean_wait(),
                p99_s: station.visit_quantile(0.99),
                hold_s: station.mean_hold(),
                lost_fraction: station.queued.enter.failed.0,
                lost_after_s: station.queued.enter.failed.1.mean(),
                full_fraction: station.queued.full,
                in_flight: station.in_flight(),
                capacity_per_s: if work_s > 0.0 { servers / work_s } else { f64::INFINITY },
                cost_per_month: analysis.costs.services[s],
            }
        })
        .collect()
}

fn calls(scenario: &Scenario, analysis: &Analysis) -> Vec<CallReport> {
    let levels = |c: usize| {
        let (mut reaching, mut answer_s) = (analysis.rates.calls[c], 0.0);
        scenario.calls[c]
            .caches
            .iter()
            .map(|&cache| {
                let rows = &scenario.caches[cache].rows;
                answer_s += rows.lookup_ms / 1000.0;
                let level = LevelReport {
                    cache,
                    lookups_per_s: reaching,
                    // What goes on is a share of its own, so that the two are the whole.
                    hits_per_s: reaching * (1.0 - analysis.passing[cache].passed),
                    answer_s,
                };
                reaching *= analysis.passing[cache].loads + analysis.passing[cache].later;
                level
            })
            .collect()
    };
    (0..scenario.calls.len())
        .map(|c| CallReport {
            rate_per_s: analysis.rates.calls[c],
            origin_per_s: analysis.rates.origin[c],
            sent_per_s: analysis.rates.sent[c],
            attempts: analysis.path.origin[c].attempts,
            timeout_fraction: analysis.path.origin[c].attempt.causes[Cause::TimedOut as usize],
            failed_fraction: analysis.path.origin[c].attempt.failed.0,
            open_fraction: analysis.path.origin[c].open,
            mean_s: analysis.path.calls[c].mean(),
            p99_s: analysis.path.calls[c].percentiles()[2],
            levels: levels(c),
        })
        .collect()
}

fn caches(scenario: &Scenario, analysis: &Analysis) -> Vec<CacheReport> {
    scenario
        .caches
        .iter()
        .enumerate()
        .map(|(c, _)| CacheReport {
            lookups_per_s: analysis.costs.lookups[c],
            hits_per_s: analysis.costs.lookups[c] * (1.0 - analysis.passing[c].passed),
            cost_per_month: analysis.costs.caches[c],
        })
        .collect()
}

fn cost(scenario: &Scenario, analysis: &Analysis, throughput: f64) -> CostReport {
    let per_month = analysis.costs.per_month();
    let served = throughput * scenario.cost.hours_per_month * 3600.0;
    let services =
        scenario.services.iter().map(|s| s.name.clone()).zip(analysis.costs.services.iter().copied());
    let caches = scenario.caches.iter().map(|c| c.name.clone()).zip(analysis.costs.caches.iter().copied());
    CostReport {
        currency: crate::scenario::cost::Currency::CHOICES[scenario.cost.currency as usize].label,
        per_month,
        per_million: if served > 0.0 { per_month / served * 1e6 } else { f64::INFINITY },
        parts: services.chain(caches).filter(|p| p.1 > 0.0).collect(),
    }
}
