//! What the simulation says: estimates with their intervals, as plain data. Not how they are computed; that is
//! `observer`.

use super::tally::Cause;
use crate::scenario::slo::Percentile;

/// A number that was estimated from random runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Half the width of its 95 % interval; `None` below ten replications, or where the parts of the run that the
    /// interval is made from have too few samples each.
    pub half_width: Option<f64>,
}

/// A point of the latency curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// Share of answered requests that are at most this slow, 0 to 1.
    pub probability: f64,
    /// Their greatest latency \[s\].
    pub latency_s: Estimate,
}

/// What was observed of a journey, or of all journeys together.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct JourneyObserved {
    /// Requests that were answered.
    pub answered: u64,
    /// Latency percentiles of answered requests \[s\], in the order of [`Percentile::ALL`]. `None` where fewer than a
    /// hundred requests lie beyond the percentile, and where the journey waits for an overloaded service.
    pub percentiles_s: [Option<Estimate>; 4],
    /// Mean latency of answered requests \[s\]; `None` where none was answered, and where the journey waits for an
    /// overloaded service.
    pub mean_s: Option<Estimate>,
    /// Share of requests that failed, whatever the cause; `None` where none has ended.
    pub error_fraction: Option<Estimate>,
    /// The same by cause, in the order of [`Cause::ALL`].
    pub errors: [Option<Estimate>; Cause::COUNT],
    /// Arrivals \[1/s\].
    pub arrival_per_s: Option<Estimate>,
    /// Requests answered \[1/s\]: below the arrivals where requests fail or pile up.
    pub throughput_per_s: Option<Estimate>,
    /// Mean number of requests in flight, failing ones included until they fail.
    pub in_flight: Option<Estimate>,
    /// Latency at ascending probabilities, as far as there are samples for it: the distribution, and its tail.
    pub curve: Vec<CurvePoint>,
    /// It waits for a service that is overloaded, or for connections of which there are too few, so that its latency has
    /// no lasting value.
    pub overloaded: bool,
}

impl JourneyObserved {
    /// A latency percentile of answered requests \[s\].
    pub fn percentile(&self, percentile: Percentile) -> Option<Estimate> {
        self.percentiles_s[percentile as usize]
    }
}

/// What was observed of a service.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ServiceObserved {
    /// Busy share of the slots, 0 to 1; `None` where their number is unlimited.
    pub utilisation: Option<Estimate>,
    /// Mean number of busy slots.
    pub busy: Option<Estimate>,
    /// Operations begun \[1/s\].
    pub arrival_per_s: Option<Estimate>,
    /// Visits to the slots \[1/s\]: more than operations where work is interrupted by calls.
    pub visits_per_s: Option<Estimate>,
    /// Mean time that a visit waits for its slot \[s\]; `None` where there was no visit.
    pub mean_wait_s: Option<Estimate>,
    /// Mean number of requests waiting for a slot.
    pub waiting: Option<Estimate>,
    /// Mean number of operations under way: waiting, working or waiting for their own calls.
    pub in_flight: Option<Estimate>,
    /// Mean number of replicas that are up.
    pub replicas: Option<Estimate>,
    /// Mean number of replicas that start.
    pub starting: Option<Estimate>,
    /// More work is offered than its slots can do, and they were never idle.
    pub overloaded: bool,
}

/// What was observed of a cache.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct CacheObserved {
    /// Look-ups \[1/s\].
    pub lookups_per_s: Option<Estimate>,
    /// Share of look-ups that found something; `None` where there was none.
    pub hit_fraction: Option<Estimate>,
}

/// What the simulation says of a scenario, from all replications so far.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Observation {
    /// Replications that went in.
    pub replications: u32,
    /// Requests that were measured, over all journeys.
    pub requests: u64,
    /// Events that were played, those of the warm-up included.
    pub events: u64,
    /// By journey of the document.
    pub journeys: Vec<JourneyObserved>,
    /// All journeys together.
    pub overall: JourneyObserved,
    /// By service of the document.
    pub services: Vec<ServiceObserved>,
    /// By cache of the document.
    pub caches: Vec<CacheObserved>,
    /// Some service is overloaded, connections are too few, or a replication ended because too much was in flight.
    pub overloaded: bool,
    /// A replication ended at its greatest number of events: what it says of rare things is cut off.
    pub truncated: bool,
    /// The warm-up of each replication was long enough for the system to settle; if not (close to saturation),
    /// latencies are underestimated.
    pub settled: bool,
}

impl Observation {
    /// What was observed of a journey, or of all together; `None` where there is no such journey.
    pub fn journey(&self, scope: Option<usize>) -> Option<&JourneyObserved> {
        scope.map_or(Some(&self.overall), |j| self.journeys.get(j))
    }
}
