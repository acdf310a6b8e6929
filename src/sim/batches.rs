//! Replications added up: all of them, and in batches of the same size from which intervals are made. Not what the sums
//! mean; that is `observer`.

use super::histogram::Histogram;
use super::observation::Estimate;
use super::spread;
use super::tally::{Ending, Replication};
use crate::num::student;
use std::ops::Range;

/// Fewest batches that make an interval.
pub(super) const BATCHES: usize = 10;
/// Requests that must lie beyond a percentile for it to be given.
const BEYOND: f64 = 100.0;

/// Sums over some replications; only the numbers that can be added are used.
#[derive(Clone, Debug)]
pub(super) struct Sums {
    pub all: Replication,
    pub in_flight_limit: bool,
    pub event_limit: bool,
}

impl From<Replication> for Sums {
    fn from(all: Replication) -> Self {
        let in_flight_limit = all.ending == Ending::InFlightLimit;
        let event_limit = all.ending == Ending::EventLimit;
        Self { all, in_flight_limit, event_limit }
    }
}

impl Sums {
    fn add(&mut self, other: &Self) {
        self.in_flight_limit |= other.in_flight_limit;
        self.event_limit |= other.event_limit;
        let (a, b) = (&mut self.all, &other.all);
        a.events += b.events;
        a.window += b.window;
        for (a, b) in a.journeys.iter_mut().zip(&b.journeys) {
            a.arrived += b.arrived;
            a.latency_sum += b.latency_sum;
            a.failed.iter_mut().zip(&b.failed).for_each(|(a, b)| *a += b);
            a.in_flight += b.in_flight;
            a.delivered += b.delivered;
            a.latencies.merge(&b.latencies);
        }
        for (a, b) in a.services.iter_mut().zip(&b.services) {
            a.arrivals += b.arrivals;
            a.visits += b.visits;
            a.wait_sum += b.wait_sum;
            a.busy += b.busy;
            a.waiting += b.waiting;
            a.present += b.present;
            a.slots += b.slots;
            a.up += b.up;
            a.starting += b.starting;
        }
        for (a, b) in a.caches.iter_mut().zip(&b.caches) {
            a.lookups += b.lookups;
            a.hits += b.hits;
        }
    }

    fn latencies(&self, journeys: Range<usize>) -> Histogram {
        let mut merged = Histogram::default();
        self.all.journeys[journeys].iter().for_each(|j| merged.merge(&j.latencies));
        merged
    }
}

/// The same number read from all replications together and from each batch alone.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reading {
    value: f64,
    /// None where there are too few batches, or one has no value.
    parts: Option<Vec<f64>>,
    half_width: Option<f64>,
}

impl Reading {
    pub fn estimate(&self) -> Estimate {
        Estimate { value: self.value, half_width: self.half_width }
    }

    /// How much more this is than another, from the differences batch by batch; none without intervals.
    pub fn minus(&self, other: &Self) -> Option<Estimate> {
        let (ours, theirs) = (self.parts.as_ref()?, other.parts.as_ref()?);
        let differences: Vec<f64> = ours.iter().zip(theirs).map(|(a, b)| a - b).collect();
        Some(Estimate {
            value: self.value - other.value,
            half_width: Some(student::half_width(&differences)),
        })
    }
}

/// Ten to twenty batches of consecutive replications, however many there are: its memory does not grow with them.
#[derive(Clone, Debug)]
pub(super) struct Batches {
    pub total: Sums,
    list: Vec<Sums>,
    /// Replications in a full batch.
    size: u32,
    /// Replications in the last batch.
    in_last: u32,
}

impl Batches {
    /// None yet, of replications that look like this one, which has counted nothing.
    pub fn new(nothing: Replication) -> Self {
        Self { total: nothing.into(), list: Vec::new(), size: 1, in_last: 0 }
    }

    pub fn append(&mut self, next: Sums) {
        self.total.add(&next);
        match self.list.last_mut() {
            Some(last) if self.in_last < self.size => {
                last.add(&next);
                self.in_last += 1;
            }
            _ => {
                self.list.push(next);
                self.in_last = 1;
            }
        }
        if self.list.len() == 2 * BATCHES && self.in_last == self.size {
            self.pair();
        }
    }

    /// Makes one batch of every two; a last one without a neighbour is not full any more.
    fn pair(&mut self) {
        let pairs = self.list.chunks(2).map(|pair| {
            let mut sum = pair[0].clone();
            pair[1..].iter().for_each(|other| sum.add(other));
            sum
        });
        let alone = self.list.len() % 2 == 1;
        self.in_last += if alone { 0 } else { self.size };
        self.list = pairs.collect();
        self.size *= 2;
    }

    /// All batches have the same number of replications.
    pub fn is_even(&self) -> bool {
        self.in_last == self.size
    }

    /// Batches that are full.
    fn count(&self) -> usize {
        self.list.len() - usize::from(!self.is_even() && !self.list.is_empty())
    }

    /// Batches that are full, if there are enough for an interval.
    pub fn full(&self) -> Option<&[Sums]> {
        let full = self.count();
        (full >= BATCHES).then(|| &self.list[..full])
    }

    /// The same replications of two runs in the same batches, as many as both have; none where they are too few.
    pub fn in_common(&self, other: &Self) -> Option<(Self, Self)> {
        let (mut a, mut b) = (self.clone(), other.clone());
        while a.size != b.size {
            if a.size < b.size { a.pair() } else { b.pair() }
        }
        let count = a.count().min(b.count());
        (count >= BATCHES).then(|| (a.first(count), b.first(count)))
    }

    /// The first full batches alone.
    fn first(mut self, count: usize) -> Self {
        self.list.truncate(count);
        self.in_last = self.size;
        let mut total = self.list[0].clone();
        self.list[1..].iter().for_each(|batch| total.add(batch));
        self.total = total;
        self
    }

    /// Replications in the full batches.
    pub fn replications(&self) -> u32 {
        self.count() as u32 * self.size
    }

    /// A number that can be read of any sums; none where all together have no value.
    pub fn read(&self, of: impl Fn(&Replication) -> Option<f64>) -> Option<Reading> {
        let value = of(&self.total.all)?;
        let parts: Option<Vec<f64>> = self.full().and_then(|full| full.iter().map(|b| of(&b.all)).collect());
        let half_width = parts.as_deref().map(student::half_width);
        Some(Reading { value, parts, half_width })
    }

    /// The quantiles of the latencies of some journeys at ascending probabilities, as far as there are samples for them.
    pub fn quantiles(&self, journeys: Range<usize>, probabilities: &[f64]) -> Vec<(f64, Reading)> {
        let all = self.total.latencies(journeys.clone());
        let total = all.total() as f64;
        let mut probabilities = probabilities.to_vec();
        // The same rule on both sides: a hundred below are as many as a hundred beyond.
        probabilities.retain(|p| total * p.min(1.0 - p) >= BEYOND - 1e-6);
        let values = all.quantiles(&probabilities);
        let batches: Option<Vec<Histogram>> =
            self.full().map(|full| full.iter().map(|batch| batch.latencies(journeys.clone())).collect());
        let quantiles: Vec<(f64, f64)> = probabilities.iter().copied().zip(values).collect();
        let half_widths = batches
            .as_ref()
            .map_or(vec![None; quantiles.len()], |batches| spread::half_widths(&all, batches, &quantiles));
        let parts: Vec<Vec<f64>> =
            batches.iter().flatten().map(|batch| batch.quantiles(&probabilities)).collect();
        let known = quantiles.iter().zip(half_widths).enumerate();
        // With batches enough, what has no interval is not known.
        let known = known.filter(|(_, (_, half_width))| batches.is_none() || half_width.is_some());
        let readings = known.map(|(i, (&(p, value), half_width))| {
            let parts = half_width.map(|_| parts.iter().map(|part| part[i]).collect());
            (p, Reading { value, parts, half_width })
        });
        readings.collect()
    }
}
