//! The numbers of a service, a call or a cache, each with where it comes from. Not the texts; they are in the tables.

use super::explain::{Number, number};
use super::{CACHE, CALL, Entry, POOL, SERVICE, STORM};
use crate::report::{Estimate, Observation, Report};
use crate::scenario::Scenario;
use crate::sim::{CacheObserved, ServiceObserved};

/// Every number of a table that applies.
fn all<T>(
    table: &'static [Entry<T>],
    of: &T,
    currency: &str,
    own: &str,
    seen: impl Fn(&str) -> Option<Estimate>,
) -> Vec<Number> {
    let number = |e: &'static Entry<T>| {
        let value = (e.get)(of);
        (!value.is_nan()).then(|| number(e, value, seen(e.key), currency, own))
    };
    table.iter().filter_map(number).collect()
}

/// The numbers of a service, and of the loss of a replica.
pub(super) fn service(
    scenario: &Scenario,
    report: &Report,
    seen: Option<&Observation>,
    i: usize,
) -> Option<Vec<Number>> {
    let (service, of) = (scenario.services.get(i)?, report.services.get(i)?);
    let (own, currency) = (format!("service.{}.", service.key), report.cost.currency);
    let seen = seen.and_then(|o| o.services.get(i));
    let mut numbers = all(SERVICE, of, currency, &own, |key| seen.and_then(|o| of_service(key, o)));
    if let Some(storm) = &of.storm {
        numbers.extend(all(STORM, storm, currency, &own, |_| None));
    }
    Some(numbers)
}

/// The numbers of a call, and of its connection pools.
pub(super) fn call(scenario: &Scenario, report: &Report, i: usize) -> Option<Vec<Number>> {
    let (call, of) = (scenario.calls.get(i)?, report.calls.get(i)?);
    let (own, currency) = (format!("call.{}.", call.key), report.cost.currency);
    let mut numbers = all(CALL, of, currency, &own, |_| None);
    if let Some(pool) = &of.pool {
        numbers.extend(all(POOL, pool, currency, &own, |_| None));
    }
    Some(numbers)
}

/// The numbers of a cache.
pub(super) fn cache(
    scenario: &Scenario,
    report: &Report,
    seen: Option<&Observation>,
    i: usize,
) -> Option<Vec<Number>> {
    let (cache, of) = (scenario.caches.get(i)?, report.caches.get(i)?);
    let (own, currency) = (format!("cache.{}.", cache.key), report.cost.currency);
    let seen = seen.and_then(|o| o.caches.get(i));
    Some(all(CACHE, of, currency, &own, |key| seen.and_then(|o| of_cache(key, o))))
}

/// What the simulation says of a number of a service.
fn of_service(key: &str, seen: &ServiceObserved) -> Option<Estimate> {
    match key {
        "visits_per_s" => seen.visits_per_s,
        "slots_fraction" => seen.utilisation,
        "mean_wait_s" => seen.mean_wait_s,
        "under_way" => seen.in_flight,
        _ => None,
    }
}

/// What the simulation says of a number of a cache.
fn of_cache(key: &str, seen: &CacheObserved) -> Option<Estimate> {
    match key {
        "lookups_per_s" => seen.lookups_per_s,
        "answered_fraction" => seen.hit_fraction,
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{of_cache, of_service};
    use crate::report::Estimate;
    use crate::report::provenance::{CACHE, SERVICE};
    use crate::sim::{CacheObserved, ServiceObserved};

    #[test]
    fn what_is_simulated_has_its_place_in_the_tables() {
        let one = Some(Estimate { value: 1.0, half_width: None });
        let service = ServiceObserved {
            visits_per_s: one,
            utilisation: one,
            mean_wait_s: one,
            in_flight: one,
            ..ServiceObserved::default()
        };
        assert_eq!(SERVICE.iter().filter(|e| of_service(e.key, &service).is_some()).count(), 4);
        let cache = CacheObserved { lookups_per_s: one, hit_fraction: one };
        assert_eq!(CACHE.iter().filter(|e| of_cache(e.key, &cache).is_some()).count(), 2);
    }
}
