//! The answers for services, calls, caches and costs. Not those for journeys; see `journey`.

use super::{CacheReport, CallReport, CostPart, LevelReport, PoolReport, ServiceReport};
use crate::model::answer::{Answer, Cause};
use crate::model::cost::{Costs, Kind, Owner};
use crate::model::memo::Memo;
use crate::model::resources::{self, Load};
use crate::model::shape::Shape;
use crate::model::station::Station;
use crate::model::{Analysis, database, pool};
use crate::scenario::Scenario;

/// The answers for each service.
pub(super) fn services(
    scenario: &Scenario,
    shape: &Shape,
    analysis: &Analysis,
    memo: &mut Memo,
) -> Vec<ServiceReport> {
    let p99 = visit_p99(shape, analysis, memo);
    let mut under_way = vec![0.0; scenario.services.len()];
    for (place, operation) in shape.operations.iter().enumerate() {
        let rate = analysis.rates.operations[place];
        if rate > 0.0 {
            under_way[operation.service] += rate * analysis.path.operations[place].mean_time();
        }
    }
    let report = |s: usize| {
        let (service, station) = (&scenario.services[s], &analysis.stations[s]);
        let work_s = station.mean_work();
        let servers = station.servers.map_or(f64::INFINITY, f64::from);
        let nodes = database::nodes(service);
        let busiest = nodes.iter().map(|n| n.rate_share).fold(0.0, f64::max);
        let used = resources::solve(
            service,
            &Load {
                visits_per_s: station.arrival_rate * busiest,
                work_s,
                slots_utilisation: station.utilisation(),
                in_flight: if under_way[s] > 0.0 { under_way[s] * busiest } else { 0.0 },
            },
        );
        ServiceReport {
            arrival_per_s: station.arrival_rate,
            work_s,
            servers,
            utilisation: station.utilisation(),
            p_wait: station.wait_share(),
            mean_wait_s: station.mean_wait(),
            p99_s: p99[s],
            hold_s: station.mean_hold(),
            lost_fraction: station.queued.enter.failed.0,
            lost_after_s: station.queued.enter.failed.1.mean(),
            full_fraction: station.queued.full,
            in_flight: station.in_flight(),
            capacity_per_s: capacity(station, servers),
            under_way: under_way[s],
            resources: used.all,
            binding: used.binding,
            clients: used.clients,
            storm: used.storm,
            nodes,
            cost_per_month: analysis.costs.services[s],
        }
    };
    (0..scenario.services.len()).map(report).collect()
}

/// Arrival rate at which the first node would be overloaded \[1/s\].
fn capacity(station: &Station, servers: f64) -> f64 {
    let (hold, offered) = (station.mean_hold(), station.queued.offered);
    match (offered > 0.0, hold > 0.0) {
        (true, _) => station.arrival_rate / offered,
        (false, true) => servers / hold,
        (false, false) => f64::INFINITY,
    }
}

/// P99 of wait and work of a visit to each service: of the mixture of all visits that come to it \[s\].
fn visit_p99(shape: &Shape, analysis: &Analysis, memo: &mut Memo) -> Vec<f64> {
    let mut seen: Vec<(f64, Answer)> = vec![(0.0, Answer::instant()); analysis.stations.len()];
    for &(place, part, rate) in analysis.rates.visits.iter().filter(|v| v.2 > 0.0) {
        let Some(visit) = &analysis.path.visits[place][part] else { continue };
        let (before, all) = &mut seen[shape.operations[place].service];
        *before += rate;
        // Where every visit ends in an error, it is the time until then.
        let visit = if visit.ok.0 > 0.0 { visit.clone() } else { visit.spared() };
        *all = visit.or_instead(rate / *before, all, memo);
    }
    let p99 = |(rate, visit): &(f64, Answer)| if *rate > 0.0 { memo.percentiles(visit)[2] } else { f64::NAN };
    seen.iter().map(p99).collect()
}

/// The answers for each call.
pub(super) fn calls(scenario: &Scenario, analysis: &Analysis, memo: &mut Memo) -> Vec<CallReport> {
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
            p99_s: memo.percentiles(&analysis.path.calls[c])[2],
            levels: levels(c),
            pool: pool_of(scenario, analysis, c),
        })
        .collect()
}

/// The pools of a call: requests of its caller to the database wait at one set of pools, those of all callers at one
/// multiplexer.
fn pool_of(scenario: &Scenario, analysis: &Analysis, call: usize) -> Option<PoolReport> {
    let pools = scenario.pools(call)?;
    let wait = analysis.path.origin[call].pool.as_ref()?;
    let behind = analysis.path.origin[call].multiplexer.as_ref();
    let seconds = |w: &pool::Wait, of: f64| if w.never > 0.0 { f64::INFINITY } else { of };
    Some(PoolReport {
        pools: pools.pools,
        connections: pools.connections,
        asked: pools.asked,
        allowed: pools.allowed,
        refused: pools.refused(),
        utilisation: wait.utilisation,
        in_use: wait.in_use,
        timeout_fraction: wait.timed_out,
        mean_wait_s: seconds(wait, wait.law.mean()),
        p99_wait_s: seconds(wait, wait.law.quantile(0.99)),
        multiplexer_utilisation: behind.map_or(0.0, |w| w.utilisation),
        multiplexer_wait_s: behind.map_or(0.0, |w| seconds(w, w.law.mean())),
    })
}

/// The answers for each cache.
pub(super) fn caches(
    scenario: &Scenario,
    shape: &Shape,
    analysis: &Analysis,
    services: &[ServiceReport],
) -> Vec<CacheReport> {
    let report = |c: usize| {
        let (cold_service, cold_fraction) = cold(scenario, shape, analysis, services, c);
        CacheReport {
            lookups_per_s: analysis.costs.lookups[c],
            hits_per_s: analysis.costs.lookups[c] * (1.0 - analysis.passing[c].passed),
            state: analysis.caches[c],
            cold_service,
            cold_fraction,
            cost_per_month: analysis.costs.caches[c],
        }
    };
    (0..scenario.caches.len()).map(report).collect()
}

/// The service that is busiest when a cache is empty, and its utilisation then: of the services that are called through
/// it, in proportion to what arrives there.
fn cold(
    scenario: &Scenario,
    shape: &Shape,
    analysis: &Analysis,
    services: &[ServiceReport],
    cache: usize,
) -> (Option<usize>, f64) {
    let mut more = vec![0.0; services.len()];
    for (c, call) in scenario.calls.iter().enumerate() {
        let Some(level) = call.caches.iter().position(|&k| k == cache) else { continue };
        let answered = analysis.caches[cache].answered;
        let others: f64 = call
            .caches
            .iter()
            .enumerate()
            .filter(|o| o.0 != level)
            .fold(1.0, |passed, (_, &k)| passed * analysis.caches[k].passed);
        more[call.target.service] += analysis.rates.calls[c] * answered * others;
    }
    let mut requests = vec![0.0; services.len()];
    for (operation, rate) in shape.operations.iter().zip(&analysis.rates.operations) {
        requests[operation.service] += rate;
    }
    let mut worst = (None, 0.0);
    for (s, service) in services.iter().enumerate().filter(|s| more[s.0] > 0.0) {
        let visits = if requests[s] > 0.0 { service.arrival_per_s / requests[s] } else { 1.0 };
        let share = (service.arrival_per_s + more[s] * visits) / service.capacity_per_s;
        if share > worst.1 {
            worst = (Some(s), share);
        }
    }
    worst
}

/// Everything that has a price, with words for it.
pub(super) fn costs(scenario: &Scenario, costs: &Costs) -> Vec<CostPart> {
    let name = |of: Owner| match of {
        Owner::Service(s) => &scenario.services[s].name,
        Owner::Cache(c) => &scenario.caches[c].name,
        Owner::Journey(j) => &scenario.journeys[j].name,
    };
    let words = |kind: Kind| match kind {
        // The hours of a machine are what is first meant by its price.
        Kind::Replicas | Kind::DatabaseNodes | Kind::CacheMemory => None,
        Kind::Visits => Some("requests"),
        Kind::CacheLookups => Some("look-ups"),
        Kind::CacheEgress | Kind::Egress => Some("egress"),
    };
    costs
        .parts
        .iter()
        .map(|p| CostPart {
            name: words(p.kind).map_or_else(|| name(p.of).clone(), |w| format!("{}, {w}", name(p.of))),
            kind: p.kind,
            of: p.of,
            per_month: p.per_month,
        })
        .collect()
}
