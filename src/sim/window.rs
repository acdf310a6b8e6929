//! The window of a replication: where the counting of services and caches begins and ends, and the replication that comes of
//! it. Not what is counted in between; that is `tally`.

use super::{CacheTally, Replication, ServiceTally, Simulation, fleet};

impl Simulation {
    /// Starts the counting of services, caches and what is in flight.
    pub(super) fn open(&mut self) {
        self.tally.open_window(self.now);
        self.stations.iter_mut().for_each(|s| s.areas.open(self.now));
        self.fleets.iter_mut().for_each(|f| f.open(self.now));
    }

    /// What services and caches counted since then.
    pub(super) fn counted(&mut self) -> (Vec<ServiceTally>, Vec<CacheTally>) {
        self.tally.close_window(self.now);
        let mut services = self.tally.services.clone();
        for ((tally, station), fleet) in services.iter_mut().zip(&self.stations).zip(&mut self.fleets) {
            let areas = &station.areas;
            tally.busy = areas.busy.until(self.now);
            tally.waiting = areas.waiting.until(self.now);
            tally.present = areas.present.until(self.now);
            if station.plan.shares() {
                // Nobody waits, but all take longer: by Little's law.
                tally.wait_sum = tally.waiting;
            }
            fleet.touch(station.plan, self.now);
            tally.slots = fleet.sum[fleet::SLOTS];
            tally.up = fleet.sum[fleet::UP];
            tally.starting = fleet.sum[fleet::STARTING];
        }
        (services, self.tally.caches.clone())
    }

    /// Ends the counting of services and caches.
    pub(super) fn close(&mut self) {
        let window = (self.now - self.tally.window.0).max(0.0);
        let (services, caches) = self.counted();
        self.closed = Some((window, services, caches));
    }

    /// Takes the finished replication; `None` before it is finished, after it was taken, and of a story.
    pub fn take(&mut self) -> Option<Replication> {
        if self.stage.is_some() {
            return None;
        }
        let ending = self.ending.filter(|_| !std::mem::replace(&mut self.taken, self.ending.is_some()))?;
        if self.closed.is_none() {
            self.close();
        }
        let (window, services, caches) = self.closed.take()?;
        let journeys = self.tally.take_journeys();
        Some(Replication {
            number: self.number,
            ending,
            events: self.events,
            window,
            journeys,
            services,
            caches,
        })
    }
}
