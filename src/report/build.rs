//! Puts the answers of the engines together. Not the engines.

use super::journey::Solved;
use super::{
    CacheReport, CallReport, CostReport, Estimate, JourneyReport, LevelReport, Observation, Report,
    ServiceReport, caveat, metric,
};
use crate::model::shape::Shape;
use crate::model::{Analysis, analyse, path};
use crate::scenario::Scenario;

/// Answers a scenario in closed form.
///
/// # Domain
/// Every scenario. It neither fails nor panics: what is overloaded is infinite and has a caveat.
pub fn evaluate(scenario: &Scenario) -> Report {
    let shape = Shape::new(scenario);
    let analysis = analyse(scenario, &shape, 1.0);
    let unloaded = path::solve(scenario, &shape, None);
    let solved = Solved { scenario, shape: &shape, analysis: &analysis, unloaded: &unloaded };
    let journeys: Vec<JourneyReport> = scenario.journeys.iter().map(|j| solved.journey(j)).collect();
    let overall = solved.overall(&journeys);
    let services = services(&analysis);
    let bottleneck = (0..services.len())
        .filter(|&s| services[s].utilisation > 0.0)
        .max_by(|&a, &b| services[a].utilisation.total_cmp(&services[b].utilisation));
    Report {
        cost: cost(scenario, &analysis, overall.throughput_per_s),
        caveats: caveat::from_model(scenario, &shape, &analysis),
        calls: calls(scenario, &analysis),
        caches: caches(scenario, &analysis),
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
                utilisation: station.utilisation,
                p_wait: station.wait_share(),
                mean_wait_s: station.mean_wait(),
                p99_s: station.visit_quantile(0.99),
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
                    hits_per_s: reaching * rows.hit_fraction,
                    answer_s,
                };
                reaching *= 1.0 - rows.hit_fraction;
                level
            })
            .collect()
    };
    (0..scenario.calls.len())
        .map(|c| CallReport {
            rate_per_s: analysis.rates.calls[c],
            origin_per_s: analysis.rates.origin[c],
            timeout_fraction: analysis.path.origin[c].failed.0,
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
        .map(|(c, cache)| CacheReport {
            lookups_per_s: analysis.costs.lookups[c],
            hits_per_s: analysis.costs.lookups[c] * cache.rows.hit_fraction,
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
