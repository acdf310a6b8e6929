//! The tables of what is told of a bin of a story: names in exports, and what each is. Not the outputs of the steady state;
//! those are [`super::metric`] and [`super::parts`].

use super::Estimate;
use super::metric::Unit;
use crate::scenario::slo::Percentile;
use crate::sim::{CacheObserved, Cause, JourneyObserved, ServiceObserved};

/// One number of a bin.
#[derive(Debug)]
pub struct Told<O: 'static> {
    /// Its name in exports, with its unit as suffix.
    pub key: &'static str,
    /// What it is, in a sentence.
    pub doc: &'static str,
    /// The unit.
    pub unit: Unit,
    /// Reads it; none where there is nothing to tell, or too little for it.
    pub get: fn(&O) -> Option<Estimate>,
}

macro_rules! told {
    ($name:ident, $of:ty, $(#[$meta:meta])* $($key:literal $unit:ident $doc:literal $get:expr;)+) => {
        $(#[$meta])*
        pub const $name: &[Told<$of>] =
            &[$(Told { key: $key, doc: $doc, unit: Unit::$unit, get: $get }),+];
    };
}

told! { JOURNEY, JourneyObserved,
    /// What is told of all journeys together, and of each.
    "arrival_per_s" PerSecond "Requests that arrive." |o| o.arrival_per_s;
    "throughput_per_s" PerSecond "Requests that are answered, whenever they arrived." |o| o.throughput_per_s;
    "in_flight" One "Requests under way, on average." |o| o.in_flight;
    "mean_s" Seconds "Mean latency of the requests that are answered in the bin." |o| o.mean_s;
    "p50_s" Seconds "Median latency of those." |o| o.percentile(Percentile::P50);
    "p95_s" Seconds "95 of 100 of those take less than this." |o| o.percentile(Percentile::P95);
    "p99_s" Seconds "99 of 100 of those take less than this." |o| o.percentile(Percentile::P99);
    "error_fraction" Fraction "Share that fails of the requests that end in the bin." |o| o.error_fraction;
    "refused_fraction" Fraction "The same for a full queue, no replica that is up or an open breaker."
        |o| o.errors[Cause::Refused as usize];
    "timed_out_fraction" Fraction "The same for a timeout, or for patience that has run out."
        |o| o.errors[Cause::TimedOut as usize];
    "failed_fraction" Fraction "The same for an answer that is an error, or a replica that is lost."
        |o| o.errors[Cause::Failed as usize];
    "dropped_fraction" Fraction "The same for a full queue that throws requests away."
        |o| o.errors[Cause::Dropped as usize];
}

told! { SERVICE, ServiceObserved,
    /// What is told of a service.
    "utilisation_fraction" Fraction "Busy share of the slots of the replicas that are up; null where those are unlimited."
        |o| o.utilisation;
    "arrival_per_s" PerSecond "Visits that get a slot." |o| o.visits_per_s;
    "mean_wait_s" Seconds "Mean time that those have waited for it." |o| o.mean_wait_s;
    "waiting" One "Requests that wait for a slot, on average." |o| o.waiting;
    "replicas" One "Replicas that are up, on average." |o| o.replicas;
    "starting" One "Replicas that start and do not answer yet, on average." |o| o.starting;
}

told! { CACHE, CacheObserved,
    /// What is told of a cache.
    "lookups_per_s" PerSecond "Look-ups." |o| o.lookups_per_s;
    "hit_fraction" Fraction "Share of them that found something." |o| o.hit_fraction;
}
