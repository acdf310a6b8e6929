//! Answers of an earlier document in the order of a later one, so that what belongs together has the same place. Not by how
//! much they differ; that is `compare`.

use super::{CostPart, JourneyReport, Owner, Report, ServiceReport, Verdict};
use crate::scenario::{Key, Scenario};

/// The answers to an earlier document, its journeys and services arranged as a later one has them, by their keys. What the
/// earlier has not has no values: NaN.
pub fn aligned(before: &Scenario, report: &Report, now: &Scenario) -> Report {
    let journeys = places(before.journeys.iter().map(|j| &j.key), now.journeys.iter().map(|j| &j.key));
    let services = places(before.services.iter().map(|s| &s.key), now.services.iter().map(|s| &s.key));
    let caches = places(before.caches.iter().map(|c| &c.key), now.caches.iter().map(|c| &c.key));
    let mut aligned = report.clone();
    aligned.journeys = arranged(&report.journeys, &journeys, JourneyReport::absent);
    aligned.services = arranged(&report.services, &services, ServiceReport::absent);
    aligned.bottleneck = report.bottleneck.and_then(|s| now_at(&services, s));
    let owner = |of: Owner| {
        Some(match of {
            Owner::Journey(i) => Owner::Journey(now_at(&journeys, i)?),
            Owner::Service(i) => Owner::Service(now_at(&services, i)?),
            Owner::Cache(i) => Owner::Cache(now_at(&caches, i)?),
        })
    };
    let part = |part: &CostPart| Some(CostPart { of: owner(part.of)?, ..part.clone() });
    aligned.cost.parts = report.cost.parts.iter().filter_map(part).collect();
    aligned
}

/// Where each thing of the later document was in the earlier.
fn places<'a>(
    before: impl Iterator<Item = &'a Key>,
    now: impl Iterator<Item = &'a Key>,
) -> Vec<Option<usize>> {
    let before: Vec<_> = before.collect();
    now.map(|key| before.iter().position(|other| *other == key)).collect()
}

/// Where a thing of the earlier document is in the later.
fn now_at(places: &[Option<usize>], before: usize) -> Option<usize> {
    places.iter().position(|place| *place == Some(before))
}

fn arranged<T: Clone>(reports: &[T], places: &[Option<usize>], absent: fn() -> T) -> Vec<T> {
    let report = |place: &Option<usize>| place.and_then(|i| reports.get(i)).cloned().unwrap_or_else(absent);
    places.iter().map(report).collect()
}

impl JourneyReport {
    /// Of a journey that is not there.
    fn absent() -> Self {
        let slo =
            Verdict { latency: None, percentile: 0, limit_s: f64::INFINITY, errors: true, throughput: None };
        Self {
            name: String::new(),
            arrival_per_s: f64::NAN,
            throughput_per_s: f64::NAN,
            error_fraction: f64::NAN,
            percentiles_s: [f64::NAN; 4],
            completion_s: [f64::NAN; 4],
            mean_s: f64::NAN,
            unloaded_s: f64::NAN,
            in_flight: f64::NAN,
            tail: Vec::new(),
            hops: Vec::new(),
            critical: Vec::new(),
            slo,
        }
    }
}

impl ServiceReport {
    /// Of a service that is not there.
    fn absent() -> Self {
        Self {
            arrival_per_s: f64::NAN,
            work_s: f64::NAN,
            servers: f64::NAN,
            utilisation: f64::NAN,
            p_wait: f64::NAN,
            mean_wait_s: f64::NAN,
            p99_s: f64::NAN,
            hold_s: f64::NAN,
            lost_fraction: f64::NAN,
            lost_after_s: f64::NAN,
            full_fraction: f64::NAN,
            in_flight: f64::NAN,
            capacity_per_s: f64::NAN,
            under_way: f64::NAN,
            resources: Vec::new(),
            binding: None,
            clients: f64::NAN,
            storm: None,
            nodes: Vec::new(),
            cost_per_month: f64::NAN,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::aligned;
    use crate::report::{Owner, evaluate};
    use crate::scenario::{Key, preset};

    #[test]
    fn what_belongs_together_has_the_same_place_and_what_is_new_no_value() {
        let before = (preset::ALL[0].build)();
        let report = evaluate(&before);
        let mut now = before.clone();
        let new = now.add_service("Ledger").expect("room");
        // The last comes first.
        now.services.swap(0, new.service);
        let found = aligned(&before, &report, &now);
        assert!(found.services[0].utilisation.is_nan());
        assert_eq!(found.services[new.service], report.services[0]);
        assert_eq!(found.services[3], report.services[3]);
        assert_eq!(found.bottleneck, Some(3));
        let of_first = found.cost.parts.iter().find(|p| p.of == Owner::Service(new.service)).expect("a part");
        assert_eq!(of_first.name, before.services[0].name);
        now.journeys[0].key = Key::new("other").expect("a key");
        let found = aligned(&before, &report, &now);
        assert!(found.journeys[0].percentiles_s[2].is_nan() && found.overall == report.overall);
        assert_eq!(aligned(&before, &report, &before), report);
    }
}
