//! When a run has enough replications. Not how many a worker is given; that is `job::pool`.

use super::observation::{Estimate, JourneyObserved, Observation};
use super::observer::Observer;

/// When to stop making replications.
///
/// # Formula
/// The headline numbers of every journey, and of all together, are known well enough: the half width of the 95 % interval
/// is at most `RELATIVE` of P50, P95, P99, P99.9 and throughput, and at most `RELATIVE` of the error rate or
/// `ERROR_FRACTION`, whichever is more. Or the budget is spent: `EVENTS` events, or `REPLICATIONS` replications.
///
/// # Domain
/// A percentile that too few requests lie beyond is waited for, within the budget; a journey without lasting values
/// (overloaded, or nothing answered) is not. The rule is asked of the replications merged in the order of their numbers, and
/// only where all batches are of one size: at 10, 11 .. 20, 22 .. 40, 44 .. 80, 88 .. So the number of replications depends
/// on scenario and seed alone.
///
/// # Source
/// Law, Simulation Modeling and Analysis, 2015, 9.4.1 (sequential procedure for a relative error).
///
/// # Accuracy
/// Stopping where the interval happens to be narrow makes it hold a little less often than 95 of 100 times: the source
/// reports 2 to 5 points less with ten replications at first. Ten replications suffice for the checkout and the caches of the
/// gallery; the fan-out, whose events buy few requests, takes 160 for its P99.9.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Goal {
    /// Fewest replications, if more than ten: as many as another run has that this one is compared with.
    pub least: u32,
}

/// Greatest half width of an interval, as a share of the number.
pub const RELATIVE: f64 = 0.02;
/// The same of an error rate close to zero, where a share of next to nothing says nothing.
pub const ERROR_FRACTION: f64 = 1e-4;
/// Events that a run may take: some ten seconds of one worker.
pub const EVENTS: u64 = 1 << 26;
/// Replications that a run may take, where they have next to no events.
pub const REPLICATIONS: u32 = 1000;

impl Goal {
    /// Whether a run that has come so far has enough.
    pub(super) fn is_met(self, observer: &Observer) -> bool {
        let made = observer.replications();
        let spent = observer.events() >= EVENTS || made >= REPLICATIONS;
        spent || made >= self.least && coarseness(&observer.observation()) <= 1.0
    }

    /// Share of the way to the goal that is done, 0 to 1, as far as that can be known: the width of an interval goes with
    /// the root of the number of replications.
    pub fn progress(self, observation: &Observation) -> f64 {
        let made = f64::from(observation.replications);
        let precise = (1.0 / coarseness(observation)).min(1.0);
        let first = (made / f64::from(self.least.max(10))).min(1.0);
        let spent = (observation.events as f64 / EVENTS as f64).max(made / f64::from(REPLICATIONS));
        (precise * precise * first).max(spent).max(0.1 * first).min(1.0)
    }
}

/// The widest interval of the headline numbers, by what it may be; infinite where one has no interval.
fn coarseness(observation: &Observation) -> f64 {
    let all = std::iter::once(&observation.overall).chain(&observation.journeys);
    all.map(of_journey).fold(0.0, f64::max)
}

fn of_journey(journey: &JourneyObserved) -> f64 {
    if journey.overloaded || journey.answered == 0 {
        return 0.0;
    }
    let width = |e: Option<Estimate>, least: f64| {
        let width = e.and_then(|e| Some(e.half_width? / (RELATIVE * e.value).max(least)));
        width.unwrap_or(f64::INFINITY)
    };
    let percentiles = journey.percentiles_s.iter().map(|&p| width(p, f64::MIN_POSITIVE));
    let others =
        [width(journey.throughput_per_s, f64::MIN_POSITIVE), width(journey.error_fraction, ERROR_FRACTION)];
    percentiles.chain(others).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::{Goal, of_journey};
    use crate::sim::{Estimate, JourneyObserved};

    fn seen(value: f64, half: f64) -> Estimate {
        Estimate { value, half_width: Some(half) }
    }

    #[test]
    fn the_widest_interval_decides_and_tiny_error_rates_are_taken_as_they_are() {
        let mut journey = JourneyObserved {
            answered: 1,
            percentiles_s: [Some(seen(1.0, 0.01)); 4],
            throughput_per_s: Some(seen(100.0, 1.0)),
            error_fraction: Some(seen(1e-5, 5e-5)),
            ..JourneyObserved::default()
        };
        assert!((of_journey(&journey) - 0.5).abs() < 1e-12);
        journey.percentiles_s[3] = Some(seen(1.0, 0.03));
        assert!((of_journey(&journey) - 1.5).abs() < 1e-12);
        journey.error_fraction = Some(seen(0.1, 0.004));
        assert!((of_journey(&journey) - 2.0).abs() < 1e-12);
        journey.percentiles_s[2] = None;
        assert_eq!(of_journey(&journey), f64::INFINITY, "it is waited for");
        journey.overloaded = true;
        assert_eq!(of_journey(&journey), 0.0, "nothing to wait for");
    }

    #[test]
    fn progress_goes_from_nothing_to_all() {
        let of = |replications, events| {
            let overall = JourneyObserved { answered: 1, ..JourneyObserved::default() };
            let observation = crate::sim::Observation {
                replications,
                events,
                overall,
                ..crate::sim::Observation::default()
            };
            Goal { least: 20 }.progress(&observation)
        };
        assert_eq!(of(0, 0), 0.0);
        assert!(of(5, 1000) > 0.0 && of(5, 1000) < of(20, 1000));
        assert_eq!(of(40, super::EVENTS), 1.0);
    }
}
