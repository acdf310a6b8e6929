//! What breaks first as load grows, and at what load: an objective, or a service that is full. Not the curves; those are
//! the exploration's.

use super::metric::METRICS;
use super::provenance::Topic;
use super::{Exploration, Report, format};
use crate::scenario::Scenario;

/// A load at which something gives way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// Requests that arrive then, over all journeys \[1/s\].
    pub arrival_per_s: f64,
    /// Multiple of the present load.
    pub factor: f64,
}

/// What breaks, the first thing first.
#[derive(Clone, Debug, PartialEq)]
pub struct Break {
    /// What it is, in a sentence.
    pub text: String,
    /// What explains it: the service that is full there, or the output whose objective is lost.
    pub topic: Topic,
    /// When; a factor below 1 has passed already.
    pub at: Load,
}

/// What breaks as load grows, in order: the objective that is lost before anything is full, then the service that is full
/// first. Nothing where nothing ever breaks.
///
/// The exploration may be of an earlier document, for the moment until the next one comes: the loads stay as it found them, and
/// are compared with that of the report.
pub fn breaks(scenario: &Scenario, report: &Report, exploration: &Exploration) -> Vec<Break> {
    let mut all = Vec::new();
    let (then, now) = (exploration.arrival_per_s, report.overall.arrival_per_s);
    if now <= 0.0 {
        return all;
    }
    let at = |factor: f64| Load { arrival_per_s: then * factor, factor: factor * (then / now) };
    // An objective that is lost only where a queue grows without end is lost to that.
    let together = when(at(exploration.max_factor)) == when(at(exploration.saturation_factor));
    if let Some(miss) = exploration.misses.as_ref().filter(|_| !together)
        && let Some(journey) = scenario.journeys.get(miss.journey)
    {
        let at = at(exploration.max_factor);
        let (key, what) = if miss.by_errors {
            let limit = format::percent(journey.slo.slo_error_fraction);
            ("error_fraction", format!("more than {limit} of {} fail", journey.name))
        } else {
            let percentile = &METRICS[journey.slo.slo_percentile as usize];
            let limit = format::time(journey.slo.slo_latency_ms / 1000.0);
            (percentile.key, format!("{} of {} passes {limit}", percentile.label, journey.name))
        };
        all.push(Break { text: format!("{what} {}", when(at)), topic: Topic::Metric(key), at });
    }
    if let Some(service) = exploration.saturates
        && let Some(found) = scenario.services.get(service)
    {
        let at = at(exploration.saturation_factor);
        all.push(Break {
            text: format!("{} is full {}", found.name, when(at)),
            topic: Topic::Service(service),
            at,
        });
    }
    all
}

/// At what load, in words.
fn when(at: Load) -> String {
    let rate = format::rate(at.arrival_per_s);
    match at.factor {
        0.0 => "at any load".to_owned(),
        f if f < 1.0 => format!("from {rate} on, which is {} of today's load", format::percent(f)),
        f => format!("at {rate}, {} × today's load", times(f)),
    }
}

/// A multiple with as many digits as are worth reading.
fn times(factor: f64) -> String {
    match factor {
        f if f < 10.0 => format::decimal(f, 2),
        f if f < 1000.0 => format::decimal(f, 0),
        f => format::count(f),
    }
}

#[cfg(test)]
mod tests {
    use super::super::evaluate;
    use super::*;
    use crate::plan::explore;
    use crate::scenario::preset;

    fn said(s: &Scenario) -> Vec<String> {
        breaks(s, &evaluate(s), &explore(s)).into_iter().map(|b| b.text).collect()
    }

    #[test]
    fn the_objective_of_the_checkout_goes_before_shipping_is_full() {
        let s = (preset::ALL[0].build)();
        let found = breaks(&s, &evaluate(&s), &explore(&s));
        let topics: Vec<_> = found.iter().map(|b| b.topic).collect();
        assert_eq!(topics, [Topic::Metric("p99_s"), Topic::Service(3)]);
        assert!(found[0].text.starts_with("P99 of Checkout passes 1.50 s at "), "{}", found[0].text);
        // 32 slots of a quarter of a second.
        assert_eq!(found[1].text, "Shipping is full at 128/s, 1.14 × today's load");
        assert!(found[0].at.factor < found[1].at.factor);
    }

    #[test]
    fn while_the_load_moves_what_was_found_stays_where_it_is() {
        let mut s = (preset::ALL[0].build)();
        let (before, found) = (said(&s), explore(&s));
        s.journeys[0].load.arrival_rps = 56.0;
        let text = |s: &Scenario| breaks(s, &evaluate(s), &found)[1].text.clone();
        assert_eq!(before[1], "Shipping is full at 128/s, 1.14 × today's load");
        assert_eq!(text(&s), "Shipping is full at 128/s, 2.29 × today's load");
        s.journeys[0].load.arrival_rps = 0.0;
        assert!(breaks(&s, &evaluate(&s), &found).is_empty());
    }

    #[test]
    fn large_multiples_are_short() {
        let mut s = (preset::ALL[0].build)();
        s.journeys[0].load.arrival_rps = 0.001;
        assert_eq!(said(&s)[1], "Shipping is full at 128/s, 128 k × today's load");
    }

    #[test]
    fn what_has_broken_already_is_said_so() {
        let mut s = (preset::ALL[0].build)();
        s.journeys[0].load.arrival_rps = 256.0;
        assert_eq!(said(&s)[1], "Shipping is full from 128/s on, which is 50.0 % of today's load");
        s.journeys[0].slo.slo_latency_ms = 1.0;
        assert_eq!(said(&s)[0], "P99 of Checkout passes 1.00 ms at any load");
        s.journeys[0].slo.slo_latency_ms = 0.0;
        assert_eq!(said(&s).len(), 1);
        assert!(said(&Scenario::default()).is_empty());
    }
}
