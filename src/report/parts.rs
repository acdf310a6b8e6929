//! The tables of outputs of services, calls and caches: names in exports, and what it means where there is no value.
//! Not those of journeys; they are in [`super::metric`].

use super::metric::Unit;
use super::{CacheReport, CallReport, Estimate, ServiceReport};
use crate::sim::{CacheObserved, ServiceObserved};

/// One output of a part of the system.
#[derive(Debug)]
pub struct Output<R: 'static, O: 'static> {
    /// Its name in exports, with its unit as suffix.
    pub key: &'static str,
    /// What it is, in a sentence.
    pub doc: &'static str,
    /// The unit.
    pub unit: Unit,
    /// Why it has no value, where it has none.
    pub none: &'static str,
    /// Reads it.
    pub get: fn(&R) -> f64,
    /// Reads what the simulation says; none where it has no say.
    pub observed: fn(&O) -> Option<Estimate>,
}

/// What every output that always has a value says where it has none.
const ALWAYS: &str = "there is always a value";
const WAITING: &str = "nothing comes, or more comes than the slots can do";
const ANSWERS: &str = "no call is answered";

macro_rules! outputs {
    ($name:ident, $report:ty, $observed:ty, $(#[$meta:meta])* $(
        $key:literal $unit:ident $doc:literal $none:expr, $get:expr, $seen:expr;
    )+) => {
        $(#[$meta])*
        pub const $name: &[Output<$report, $observed>] = &[$(
            Output { key: $key, doc: $doc, unit: Unit::$unit, none: $none, get: $get, observed: $seen }
        ),+];
    };
}

outputs! { SERVICE, ServiceReport, ServiceObserved,
    /// Every output of a service.
    "utilisation_fraction" Fraction "Busy share of the slots; above 1 it is overloaded, 0 if slots are unlimited."
        ALWAYS, |s| s.utilisation, |o| o.utilisation;
    "arrival_per_s" PerSecond "Visits that arrive." ALWAYS, |s| s.arrival_per_s, |o| o.visits_per_s;
    "work_s" Seconds "Mean work of a visit." ALWAYS, |s| s.work_s, |_| None;
    "servers" One "Slots over all replicas." "slots are unlimited", |s| s.servers, |_| None;
    "wait_fraction" Fraction "Share of visits that wait for a slot." ALWAYS, |s| s.p_wait, |_| None;
    "mean_wait_s" Seconds "Mean wait of a visit for a slot." WAITING, |s| s.mean_wait_s, |o| o.mean_wait_s;
    "p99_s" Seconds "99 of 100 visits wait and work for less than this." WAITING, |s| s.p99_s, |_| None;
    "hold_s" Seconds "Mean time a visit takes a slot: its work, and the calls it waits for where slots are held."
        ALWAYS, |s| s.hold_s, |_| None;
    "waiting" One "Visits that wait for a slot on average: the backlog."
        WAITING, |s| s.arrival_per_s * (1.0 - s.lost_fraction) * s.mean_wait_s, |_| None;
    "lost_fraction" Fraction "Share of visits that never get a slot: refused, dropped or out of patience."
        ALWAYS, |s| s.lost_fraction, |_| None;
    "full_fraction" Fraction "Share of visits that find every place of a bounded queue taken."
        ALWAYS, |s| s.full_fraction, |_| None;
    "in_flight" One "Visits there on average, waiting or worked on." WAITING, |s| s.in_flight, |_| None;
    "capacity_per_s" PerSecond "Arrival rate at which it would be overloaded."
        "slots are unlimited, or there is no work", |s| s.capacity_per_s, |_| None;
    "cost_per_month" Money "Price of its replicas for a month." ALWAYS, |s| s.cost_per_month, |_| None;
}

outputs! { CALL, CallReport, (),
    /// Every output of a call.
    "rate_per_s" PerSecond "Calls made, before caches." ALWAYS, |c| c.rate_per_s, |()| None;
    "origin_per_s" PerSecond "Calls that reach the callee, behind caches." ALWAYS, |c| c.origin_per_s, |()| None;
    "sent_per_s" PerSecond "Requests that reach the callee, retries and second copies included."
        ALWAYS, |c| c.sent_per_s, |()| None;
    "attempts" One "Mean attempts of a call that no cache answers." ALWAYS, |c| c.attempts, |()| None;
    "failed_fraction" Fraction "Share of attempts that fail, whatever the cause."
        ALWAYS, |c| c.failed_fraction, |()| None;
    "open_fraction" Fraction "Share of time that the circuit breaker is open." ALWAYS, |c| c.open_fraction, |()| None;
    "timeout_fraction" Fraction "Share of those that fail: those that time out, at the callee or behind it."
        ALWAYS, |c| c.timeout_fraction, |()| None;
    "mean_s" Seconds "Mean latency of calls that are answered, caches included." ANSWERS, |c| c.mean_s, |()| None;
    "p99_s" Seconds "99 of 100 answered calls take less than this." ANSWERS, |c| c.p99_s, |()| None;
}

outputs! { CACHE, CacheReport, CacheObserved,
    /// Every output of a cache.
    "lookups_per_s" PerSecond "Look-ups." ALWAYS, |c| c.lookups_per_s, |o| o.lookups_per_s;
    "hits_per_s" PerSecond "Look-ups that it answers." ALWAYS, |c| c.hits_per_s, |_| None;
    "hit_fraction" Fraction "Share of reads that it answers." ALWAYS, |c| c.state.hit, |_| None;
    "cost_per_month" Money "Price of memory and look-ups for a month." ALWAYS, |c| c.cost_per_month, |_| None;
}
