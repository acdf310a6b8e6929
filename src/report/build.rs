//! Puts the answers of the engines together. Not the engines.

use super::{
    CacheReport, CallReport, CostReport, Estimate, JourneyReport, LevelReport, Observation, Report, ServiceReport,
    Verdict, caveat, hops, metric,
};
use crate::dist::Law;
use crate::model::answer::Answer;
use crate::model::path::{self, Path};
use crate::model::{Analysis, analyse};
use crate::scenario::{Journey, Scenario};

/// The percentiles that are read.
const LEVELS: [f64; 4] = [0.5, 0.95, 0.99, 0.999];

/// Answers a scenario in closed form.
///
/// # Domain
/// Every scenario. It neither fails nor panics: what is overloaded is infinite and has a caveat.
pub fn evaluate(scenario: &Scenario) -> Report {
    let analysis = analyse(scenario, 1.0);
    let unloaded = path::solve(scenario, &analysis.shape, None);
    let journeys: Vec<JourneyReport> =
        scenario.journeys.iter().map(|j| journey(scenario, &analysis, &unloaded, j)).collect();
    let overall = overall(scenario, &analysis, &unloaded, &journeys);
    let services = services(scenario, &analysis);
    let bottleneck = (0..services.len())
        .filter(|&s| services[s].utilisation > 0.0)
        .max_by(|&a, &b| services[a].utilisation.total_cmp(&services[b].utilisation));
    Report {
        cost: cost(scenario, &analysis, overall.throughput_per_s),
        caveats: caveat::from_model(scenario, &analysis),
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

fn journey(scenario: &Scenario, analysis: &Analysis, unloaded: &Path, journey: &Journey) -> JourneyReport {
    let place = analysis.shape.place(journey.entry);
    let answer = &analysis.path.operations[place];
    let arrival_per_s = journey.load.arrival_rps;
    let percentiles_s = percentiles(answer);
    let error_fraction = answer.failed.0;
    let got_through = analysis.delivered.operations[place] - error_fraction;
    let mut report = JourneyReport {
        name: journey.name.clone(),
        arrival_per_s,
        throughput_per_s: arrival_per_s * got_through.max(0.0),
        error_fraction,
        percentiles_s,
        mean_s: mean(answer),
        unloaded_s: mean(&unloaded.operations[place]),
        in_flight: in_flight(arrival_per_s, answer),
        tail: tail(answer),
        hops: hops::trace(scenario, analysis, journey.entry),
        slo: Verdict::default(),
    };
    report.slo = verdict(journey, &report);
    report
}

fn verdict(journey: &Journey, report: &JourneyReport) -> Verdict {
    let slo = &journey.slo;
    let percentile = slo.slo_percentile as usize;
    let limit_s = if slo.slo_latency_ms > 0.0 { slo.slo_latency_ms / 1000.0 } else { f64::INFINITY };
    Verdict {
        // A latency that is no number is of a journey of which nothing succeeds.
        latency: limit_s.is_finite().then(|| report.percentiles_s[percentile] <= limit_s),
        percentile,
        limit_s,
        errors: report.error_fraction <= slo.slo_error_fraction,
        throughput: (slo.slo_throughput_rps > 0.0).then(|| report.throughput_per_s >= slo.slo_throughput_rps),
    }
}

/// All journeys together: requests are a mixture of theirs.
fn overall(scenario: &Scenario, analysis: &Analysis, unloaded: &Path, journeys: &[JourneyReport]) -> JourneyReport {
    if let [only] = journeys {
        return only.clone();
    }
    let arrival_per_s: f64 = journeys.iter().map(|j| j.arrival_per_s).sum();
    let entries = || scenario.journeys.iter().map(|j| (j.load.arrival_rps, analysis.shape.place(j.entry)));
    let mix = |path: &Path| {
        entries()
            .scan(0.0, |before, (rate, place)| {
                *before += rate;
                Some((rate / *before, path.operations[place].clone()))
            })
            .fold(Answer::instant(), |all, (share, answer)| answer.or_instead(share, &all))
    };
    let answer = mix(&analysis.path);
    let weighted = |get: fn(&JourneyReport) -> f64| -> f64 {
        journeys.iter().map(|j| j.arrival_per_s * get(j)).sum::<f64>() / arrival_per_s
    };
    let tightest = journeys
        .iter()
        .filter(|j| j.slo.limit_s.is_finite())
        .min_by(|a, b| a.slo.limit_s.total_cmp(&b.slo.limit_s))
        .map_or(Verdict::default(), |j| j.slo);
    let every = |get: fn(&Verdict) -> Option<bool>| -> Option<bool> {
        let asked: Vec<bool> = journeys.iter().filter_map(|j| get(&j.slo)).collect();
        (!asked.is_empty()).then(|| asked.iter().all(|&holds| holds))
    };
    JourneyReport {
        name: "All journeys".to_owned(),
        arrival_per_s,
        throughput_per_s: journeys.iter().map(|j| j.throughput_per_s).sum(),
        error_fraction: if arrival_per_s > 0.0 { weighted(|j| j.error_fraction) } else { 0.0 },
        percentiles_s: percentiles(&answer),
        mean_s: mean(&answer),
        unloaded_s: mean(&mix(unloaded)),
        in_flight: journeys.iter().map(|j| j.in_flight).sum(),
        tail: tail(&answer),
        hops: Vec::new(),
        slo: Verdict {
            latency: every(|v| v.latency),
            errors: journeys.iter().all(|j| j.slo.errors),
            throughput: every(|v| v.throughput),
            // Limits differ between journeys; none is drawn for all of them.
            limit_s: f64::INFINITY,
            ..tightest
        },
    }
}

/// Percentiles of those that succeed and those that wait for ever; the failed are counted elsewhere.
pub(crate) fn percentiles(answer: &Answer) -> [f64; 4] {
    let share = answer.ok.0 + answer.never;
    if share <= 0.0 {
        return [f64::NAN; 4];
    }
    let answered = answer.ok.0 / share;
    if answered >= 1.0 {
        return answer.ok.1.quantiles(LEVELS);
    }
    LEVELS.map(|p| if p < answered { answer.ok.1.quantile(p / answered) } else { f64::INFINITY })
}

fn mean(answer: &Answer) -> f64 {
    if answer.never > 0.0 {
        f64::INFINITY
    } else if answer.ok.0 > 0.0 {
        answer.ok.1.mean()
    } else {
        f64::NAN
    }
}

fn in_flight(rate: f64, answer: &Answer) -> f64 {
    if answer.never > 0.0 {
        return f64::INFINITY;
    }
    let time = |(share, law): &(f64, Law)| if *share > 0.0 { share * law.mean() } else { 0.0 };
    rate * (time(&answer.ok) + time(&answer.failed))
}

/// The latency law as points for a chart; what waits for ever never comes down.
fn tail(answer: &Answer) -> Vec<(f64, f64)> {
    let share = answer.ok.0 + answer.never;
    if answer.ok.0 <= 0.0 {
        return Vec::new();
    }
    let answered = answer.ok.0 / share;
    answer.ok.1.cdf_points().into_iter().map(|(t, cdf)| (t, 1.0 - answered * cdf)).collect()
}

fn services(scenario: &Scenario, analysis: &Analysis) -> Vec<ServiceReport> {
    let mut p99 = vec![f64::NAN; scenario.services.len()];
    for (s, station) in analysis.stations.iter().enumerate() {
        p99[s] = match &station.wait {
            Some(wait) if station.arrival_rate > 0.0 => wait.sum(&Law::from_service(&station.work)).quantile(0.99),
            Some(_) => f64::NAN,
            None => f64::INFINITY,
        };
    }
    analysis
        .stations
        .iter()
        .enumerate()
        .map(|(s, station)| {
            let work_s = station.work.mean();
            let servers = station.servers.map_or(f64::INFINITY, f64::from);
            let mean_wait_s = station.wait.as_ref().map_or(f64::INFINITY, Law::mean);
            ServiceReport {
                arrival_per_s: station.arrival_rate,
                work_s,
                servers,
                utilisation: station.utilisation,
                p_wait: station.wait.as_ref().map_or(1.0, |w| w.survival(0.0)),
                mean_wait_s,
                p99_s: p99[s],
                in_flight: if station.arrival_rate > 0.0 { station.arrival_rate * (mean_wait_s + work_s) } else { 0.0 },
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
            mean_s: mean(&analysis.path.calls[c]),
            p99_s: percentiles(&analysis.path.calls[c])[2],
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
    let services = scenario.services.iter().map(|s| s.name.clone()).zip(analysis.costs.services.iter().copied());
    let caches = scenario.caches.iter().map(|c| c.name.clone()).zip(analysis.costs.caches.iter().copied());
    CostReport {
        currency: crate::scenario::cost::Currency::CHOICES[scenario.cost.currency as usize].label,
        per_month,
        per_million: if served > 0.0 { per_month / served * 1e6 } else { f64::INFINITY },
        parts: services.chain(caches).filter(|p| p.1 > 0.0).collect(),
    }
}
