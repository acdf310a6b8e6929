//! Puts the answers of the engines together. Not the engines.

use super::journey::Solved;
use super::{
    CostReport, Estimate, JourneyReport, Observation, Report, caveat, doubt, metric, objects, risk,
    storm::{self, Storm},
};
use crate::model::completion;
use crate::model::memo::Memo;
use crate::model::shape::Shape;
use crate::model::storm::{States, may_collapse, states};
use crate::model::{self, Analysis, Start, analyse};
use crate::plan::steady;
use crate::scenario::Scenario;

/// Answers one scenario after another and computes only what changed in between. Its answers do not depend on what
/// it was asked before.
#[derive(Clone, Debug, Default)]
pub struct Evaluator {
    memo: Memo,
}

impl Evaluator {
    /// One that has answered nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers a scenario in closed form; see [`evaluate`]. Where nothing of the document brings a storm of retries
    /// about, none is looked for: it is the larger half of the work, and [`complete`] adds it.
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
    let mut evaluator = Evaluator::new();
    let report = report(scenario, &mut evaluator.memo);
    let shape = Shape::new(scenario, &mut evaluator.memo);
    let storm = steady::storm(scenario, &shape, &mut evaluator.memo);
    complete(scenario, &report, storm.as_ref())
}

/// The report with the second steady state, where there is one.
pub fn complete(scenario: &Scenario, report: &Report, storm: Option<&Storm>) -> Report {
    let mut report = report.clone();
    if let Some(storm) = storm.filter(|_| report.storm.is_none()) {
        report.caveats.push(storm::caveat(scenario, storm));
        caveat::sort(&mut report.caveats);
        report.storm = Some(storm.clone());
    }
    report
}

fn report(scenario: &Scenario, memo: &mut Memo) -> Report {
    let shape = Shape::new(scenario, memo);
    let states = if may_collapse(scenario) {
        states(scenario, &shape, 1.0, memo)
    } else {
        States { rest: analyse(scenario, &shape, 1.0, Start::Rest, memo), storm: None, collapsed: false }
    };
    let storm = steady::beside(scenario, &shape, &states);
    let analysis = states.present();
    let unloaded = model::unloaded(scenario, &shape, &analysis.passing, memo);
    let completion = completion::solve(scenario, &shape, &analysis.path, &analysis.passing, memo);
    let solved = Solved { scenario, shape: &shape, analysis, unloaded: &unloaded, completion: &completion };
    let journeys: Vec<JourneyReport> = scenario.journeys.iter().map(|j| solved.journey(j, memo)).collect();
    let overall = solved.overall(&journeys, memo);
    let services = objects::services(scenario, &shape, analysis, memo);
    let bottleneck = (0..services.len())
        .filter(|&s| services[s].busiest() > 0.0)
        .max_by(|&a, &b| services[a].busiest().total_cmp(&services[b].busiest()));
    let caches = objects::caches(scenario, &shape, analysis, &services);
    let calls = objects::calls(scenario, analysis, memo);
    let mut caveats = caveat::from_model(scenario, &shape, analysis);
    caveats.extend(risk::caveats(scenario, &services, &calls, &caches));
    caveats.extend(storm.iter().map(|s| storm::caveat(scenario, s)));
    caveat::sort(&mut caveats);
    Report {
        assumptions: doubt::assumptions(scenario, &services, &caveats),
        cost: cost(scenario, analysis, overall.throughput_per_s),
        caveats,
        calls,
        caches,
        storm,
        journeys,
        overall,
        services,
        bottleneck,
    }
}

/// The report with what the simulation says of it: caveats where they disagree.
pub fn observe(report: &Report, observation: &Observation) -> Report {
    let mut report = report.clone();
    doubt::from_simulation(&mut report, observation);
    report
}

/// The gap between simulation and model, as a share of the simulated value; none without both.
pub fn gap(report: &Report, metric: &metric::Metric, scope: Option<usize>, seen: &Estimate) -> Option<f64> {
    gap_of(report.read(metric, scope), seen)
}

/// The gap between a simulated value and what the closed form says, as a share of the simulated; none without both.
pub fn gap_of(value: f64, seen: &Estimate) -> Option<f64> {
    let defined = value.is_finite() && seen.value.is_finite() && seen.value != 0.0;
    defined.then(|| (value - seen.value) / seen.value)
}

fn cost(scenario: &Scenario, analysis: &Analysis, throughput: f64) -> CostReport {
    let per_month = analysis.costs.per_month();
    let served = throughput * scenario.cost.hours_per_month * 3600.0;
    CostReport {
        currency: crate::scenario::cost::Currency::CHOICES[scenario.cost.currency as usize].label,
        per_month,
        per_million: if served > 0.0 { per_month / served * 1e6 } else { f64::INFINITY },
        parts: objects::costs(scenario, &analysis.costs),
    }
}
