//! Answers of an earlier document in the order of a later one, so that what belongs together has the same place. Not by how
//! much they differ; that is `compare`.

use super::{
    CallReport, CostPart, Exploration, Hop, JourneyReport, LevelReport, Owner, Report, ServiceReport, Verdict,
};
use crate::scenario::{Key, Scenario};
use std::rc::Rc;

/// The closed forms' answers to a document.
#[derive(Clone, Debug)]
pub struct Answers {
    /// At the load it has.
    pub report: Rc<Report>,
    /// Over all loads; none before they were found.
    pub exploration: Option<Rc<Exploration>>,
}

/// Whether two documents have the same journeys, services, calls and caches in the same order.
pub fn are_aligned(before: &Scenario, now: &Scenario) -> bool {
    keys(before) == keys(now)
}

/// The answers to an earlier document, all parts of it arranged as a later one has them, by their keys. What the earlier has
/// not has no values: NaN.
pub fn aligned(before: &Scenario, answers: &Answers, now: &Scenario) -> Answers {
    let (before, now) = (keys(before), keys(now));
    let [journeys, services, calls, caches] = [0, 1, 2, 3].map(|kind| places(&before[kind], &now[kind]));
    let all = Places { journeys, services, calls, caches };
    Answers {
        report: Rc::new(all.report(&answers.report)),
        exploration: answers.exploration.as_ref().map(|e| Rc::new(all.exploration(e))),
    }
}

/// Journeys, services, calls, caches.
fn keys(s: &Scenario) -> [Vec<&Key>; 4] {
    [
        s.journeys.iter().map(|j| &j.key).collect(),
        s.services.iter().map(|s| &s.key).collect(),
        s.calls.iter().map(|c| &c.key).collect(),
        s.caches.iter().map(|c| &c.key).collect(),
    ]
}

/// Where each thing of the later document was in the earlier.
fn places(before: &[&Key], now: &[&Key]) -> Vec<Option<usize>> {
    now.iter().map(|key| before.iter().position(|other| other == key)).collect()
}

/// The same for all kinds of things.
struct Places {
    journeys: Vec<Option<usize>>,
    services: Vec<Option<usize>>,
    calls: Vec<Option<usize>>,
    caches: Vec<Option<usize>>,
}

impl Places {
    fn report(&self, report: &Report) -> Report {
        let mut now = report.clone();
        now.journeys = arranged(&report.journeys, &self.journeys, JourneyReport::absent);
        for journey in now.journeys.iter_mut().chain([&mut now.overall]) {
            let hop = |hop: &Hop| Some(Hop { service: now_at(&self.services, hop.service)?, ..hop.clone() });
            journey.hops = journey.hops.iter().filter_map(hop).collect();
            journey.critical = journey.critical.iter().filter_map(|&c| now_at(&self.calls, c)).collect();
        }
        now.services = arranged(&report.services, &self.services, ServiceReport::absent);
        now.calls = arranged(&report.calls, &self.calls, CallReport::absent);
        for call in &mut now.calls {
            let level = |level: &LevelReport| {
                Some(LevelReport { cache: now_at(&self.caches, level.cache)?, ..*level })
            };
            call.levels = call.levels.iter().filter_map(level).collect();
        }
        now.bottleneck = report.bottleneck.and_then(|s| now_at(&self.services, s));
        let part = |part: &CostPart| Some(CostPart { of: self.owner(part.of)?, ..part.clone() });
        now.cost.parts = report.cost.parts.iter().filter_map(part).collect();
        now
    }

    fn owner(&self, of: Owner) -> Option<Owner> {
        Some(match of {
            Owner::Journey(i) => Owner::Journey(now_at(&self.journeys, i)?),
            Owner::Service(i) => Owner::Service(now_at(&self.services, i)?),
            Owner::Cache(i) => Owner::Cache(now_at(&self.caches, i)?),
        })
    }

    /// The curves; what is said of single services and objectives is left out.
    fn exploration(&self, exploration: &Exploration) -> Exploration {
        let mut now = Exploration { saturates: None, misses: None, ..exploration.clone() };
        for point in &mut now.points {
            point.percentiles_s = self.entries(&point.percentiles_s, [f64::NAN; 4]);
            point.error_fraction = self.entries(&point.error_fraction, f64::NAN);
        }
        now
    }

    /// One entry a journey, and that of all together at the end.
    fn entries<T: Copy>(&self, entries: &[T], absent: T) -> Vec<T> {
        let mut now = arranged(entries, &self.journeys, || absent);
        now.extend(entries.last());
        now
    }
}

/// Where a thing of the earlier document is in the later.
fn now_at(places: &[Option<usize>], before: usize) -> Option<usize> {
    places.iter().position(|place| *place == Some(before))
}

fn arranged<T: Clone>(reports: &[T], places: &[Option<usize>], absent: impl Fn() -> T) -> Vec<T> {
    let report = |place: &Option<usize>| place.and_then(|i| reports.get(i)).cloned().unwrap_or_else(&absent);
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

impl CallReport {
    /// Of a call that is not there.
    fn absent() -> Self {
        Self {
            rate_per_s: f64::NAN,
            origin_per_s: f64::NAN,
            sent_per_s: f64::NAN,
            attempts: f64::NAN,
            timeout_fraction: f64::NAN,
            failed_fraction: f64::NAN,
            open_fraction: f64::NAN,
            mean_s: f64::NAN,
            p99_s: f64::NAN,
            levels: Vec::new(),
            pool: None,
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
    use super::{Answers, aligned};
    use crate::plan::explore;
    use crate::report::{Owner, evaluate};
    use crate::scenario::{Key, preset};

    #[test]
    fn what_belongs_together_has_the_same_place_and_what_is_new_no_value() {
        let before = (preset::ALL[0].build)();
        let report = evaluate(&before);
        let answers = Answers { report: report.clone().into(), exploration: Some(explore(&before).into()) };
        let mut now = before.clone();
        let new = now.add_service("Ledger").expect("room");
        // The last comes first.
        now.services.swap(0, new.service);
        now.calls.swap(0, 2);
        let found = aligned(&before, &answers, &now).report;
        assert!(found.services[0].utilisation.is_nan());
        assert_eq!(found.services[new.service], report.services[0]);
        assert_eq!(found.services[3], report.services[3]);
        assert_eq!((&found.calls[0], &found.calls[2]), (&report.calls[2], &report.calls[0]));
        assert_eq!(found.bottleneck, Some(3));
        let of_first = found.cost.parts.iter().find(|p| p.of == Owner::Service(new.service)).expect("a part");
        assert_eq!(of_first.name, before.services[0].name);
        assert_eq!(found.overall.hops[0].service, new.service);
        now.journeys[0].key = Key::new("other").expect("a key");
        let found = aligned(&before, &answers, &now);
        assert!(found.report.journeys[0].percentiles_s[2].is_nan());
        assert_eq!(found.report.overall.percentiles_s, report.overall.percentiles_s);
        let point = &found.exploration.expect("curves").points[0];
        assert!(point.percentiles_s[0][2].is_nan() && point.percentiles_s[1][2].is_finite());
        assert_eq!(*aligned(&before, &answers, &before).report, report);
    }
}
