//! What one replication counted: sums over its window, without any statistics. Not estimates; those need several
//! replications and are in `observation`.

use super::area::Area;
use super::histogram::{Counting, Histogram};
use super::program::Program;

/// Why a request failed, at the place where the failure that reached the user began. The order is that of every array of failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A queue was full, no replica was up, or a circuit was open.
    Refused,
    /// A call was not answered within its timeout, or somebody waited for a slot or a connection for too long.
    TimedOut,
    /// An answer was an error.
    Failed,
    /// A full queue threw the request away.
    Dropped,
}

impl Cause {
    /// Every cause, in order.
    pub const ALL: &'static [Self] = &[Self::Refused, Self::TimedOut, Self::Failed, Self::Dropped];
    /// How many causes there are.
    pub const COUNT: usize = Self::ALL.len();
}

/// How a replication came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Everything that arrived in the window was answered or failed.
    Complete,
    /// More was under way than a replication holds: [`super::IN_FLIGHT_LIMIT`]. The window ends there.
    InFlightLimit,
    /// It took more events than a replication may: [`super::EVENT_LIMIT`]. The window ends there.
    EventLimit,
}

/// What was counted of one journey: requests by the moment they arrived.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct JourneyTally {
    /// Requests that arrived in the window.
    pub arrived: u64,
    /// Those of them that failed, by [`Cause`].
    pub failed: [u64; Cause::COUNT],
    /// Requests that were answered in the window, whenever they arrived.
    pub delivered: u64,
    /// Sum of the latencies of those that were answered \[s\].
    pub latency_sum: f64,
    /// Latencies of those that were answered.
    pub latencies: Histogram,
    /// Integral over the window of the number of its requests in flight, whenever they arrived \[s\].
    pub in_flight: f64,
}

/// What was counted of one service in the window.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct ServiceTally {
    /// Operations that were begun.
    pub arrivals: u64,
    /// Visits that got a slot.
    pub visits: u64,
    /// Sum of the times that those visits had waited for it \[s\].
    pub wait_sum: f64,
    /// Integral of the busy slots over time \[s\].
    pub busy: f64,
    /// Integral of the number of requests waiting for a slot \[s\].
    pub waiting: f64,
    /// Integral of the number of operations under way, their calls included \[s\].
    pub present: f64,
    /// Integral of the slots of the replicas that are up \[s\]; infinite where they are unlimited.
    pub slots: f64,
    /// Integral of the number of replicas that are up \[s\].
    pub up: f64,
    /// Integral of the number of replicas that start \[s\].
    pub starting: f64,
}

/// What was counted of one cache in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct CacheTally {
    /// Look-ups that came to an end.
    pub lookups: u64,
    /// Those of them that found something.
    pub hits: u64,
}

/// What one replication counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Replication {
    /// Its number: with the seed, the name of its random streams.
    pub number: u32,
    /// How it came to its end.
    pub ending: Ending,
    /// Events it took, warm-up included.
    pub events: u64,
    /// Length of the window \[s\].
    pub window: f64,
    /// By journey of the document.
    pub journeys: Vec<JourneyTally>,
    /// By service of the document.
    pub services: Vec<ServiceTally>,
    /// By cache of the document.
    pub caches: Vec<CacheTally>,
}

impl Replication {
    /// One of so many journeys, services and caches that counted nothing yet.
    pub(super) fn nothing(journeys: usize, services: usize, caches: usize) -> Self {
        Self {
            number: 0,
            ending: Ending::Complete,
            events: 0,
            window: 0.0,
            journeys: vec![JourneyTally::default(); journeys],
            services: vec![ServiceTally::default(); services],
            caches: vec![CacheTally::default(); caches],
        }
    }
}

/// Requests of one journey since the start, warm-up included: arrived = done + failed + in flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Counts {
    /// Requests that arrived.
    pub arrived: u64,
    /// Requests that were answered.
    pub done: u64,
    /// Requests that failed, by [`Cause`].
    pub failed: [u64; Cause::COUNT],
}

/// A replication that is being counted.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    pub counts: Vec<Counts>,
    latencies: Vec<Counting>,
    pub services: Vec<ServiceTally>,
    pub caches: Vec<CacheTally>,
    journeys: Vec<JourneyTally>,
    /// When the window opens and closes \[s\].
    pub window: (f64, f64),
    /// Requests that arrived in the window and are still in flight.
    pub open: u64,
    /// Requests in flight, by journey.
    in_flight: Vec<Area>,
    /// The window is open.
    counts_now: bool,
}

impl Tally {
    pub fn new(program: &Program) -> Self {
        let plan = &program.length;
        let journeys = program.entries.len();
        Self {
            counts: vec![Counts::default(); journeys],
            latencies: vec![Counting::default(); journeys],
            services: vec![ServiceTally::default(); program.stations.len()],
            caches: vec![CacheTally::default(); program.caches.len()],
            journeys: vec![JourneyTally::default(); journeys],
            window: (plan.warm_up, plan.warm_up + plan.window),
            open: 0,
            in_flight: vec![Area::default(); journeys],
            counts_now: false,
        }
    }

    /// As when it was new.
    pub fn clear(&mut self) {
        self.counts.fill(Counts::default());
        self.latencies.iter_mut().for_each(|l| drop(l.take()));
        self.in_flight.fill(Area::default());
        self.open_window(0.0);
        self.journeys.fill(JourneyTally::default());
        (self.open, self.counts_now) = (0, false);
    }

    /// Counts services, caches and what is in flight from now on.
    pub fn open_window(&mut self, now: f64) {
        self.counts_now = true;
        self.in_flight.iter_mut().for_each(|area| area.open(now));
        self.services.fill(ServiceTally::default());
        self.caches.fill(CacheTally::default());
    }

    /// Ends the counting of what is in flight.
    pub fn close_window(&mut self, now: f64) {
        self.counts_now = false;
        for (journey, area) in self.journeys.iter_mut().zip(&self.in_flight) {
            journey.in_flight = area.until(now);
        }
    }

    #[inline]
    fn measures(&self, began: f64) -> bool {
        began >= self.window.0 && began < self.window.1
    }

    #[inline]
    pub fn arrived(&mut self, journey: u32, now: f64) {
        self.in_flight[journey as usize].comes(now);
        self.counts[journey as usize].arrived += 1;
        if self.measures(now) {
            self.journeys[journey as usize].arrived += 1;
            self.open += 1;
        }
    }

    #[inline]
    pub fn done(&mut self, journey: u32, began: f64, now: f64) {
        self.in_flight[journey as usize].goes(now);
        self.counts[journey as usize].done += 1;
        self.journeys[journey as usize].delivered += u64::from(self.counts_now);
        if self.measures(began) {
            self.journeys[journey as usize].latency_sum += now - began;
            self.latencies[journey as usize].count(now - began);
            self.open -= 1;
        }
    }

    #[inline]
    pub fn failed(&mut self, journey: u32, began: f64, now: f64, cause: Cause) {
        self.in_flight[journey as usize].goes(now);
        self.counts[journey as usize].failed[cause as usize] += 1;
        if self.measures(began) {
            self.journeys[journey as usize].failed[cause as usize] += 1;
            self.open -= 1;
        }
    }

    /// The journeys' part of the result; starts again from nothing.
    pub fn take_journeys(&mut self) -> Vec<JourneyTally> {
        let taken = self.journeys.iter_mut().zip(&mut self.latencies).map(|(journey, latencies)| {
            JourneyTally { latencies: latencies.take(), ..std::mem::take(journey) }
        });
        taken.collect()
    }
}
