//! Pools of connections in front of a database, and the multiplexer behind them: who has one and who waits. Not what
//! the database does.

use super::attempt::Place;
use super::deadline::{Due, GRACE};
use super::program::PoolPlan;
use super::station::NONE;
use super::{Cause, Ended, Event, Simulation};

/// One pool: free connections, and trips that wait for one in the order in which they came.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pool {
    pub free: u32,
    pub head: u32,
    pub tail: u32,
}

impl Pool {
    /// The pools of all groups, all connections free.
    pub fn all(groups: &[PoolPlan]) -> Vec<Self> {
        let each = |g: &PoolPlan| {
            let pool = Self { free: g.connections, head: NONE, tail: NONE };
            std::iter::repeat_n(pool, g.pools as usize)
        };
        groups.iter().flat_map(each).collect()
    }
}

impl Simulation {
    /// The pool of a call: that of the caller's replica, or one at random where the replicas share their queue.
    pub(super) fn choose_pool(&mut self, frame: u32, site: u32) -> u32 {
        let plan = &self.program.pools[self.program.sites[site as usize].pools as usize];
        let own = if plan.by_replica {
            // There are as many as replicas, save where those were too many to be kept apart.
            self.frames[frame].queue % plan.pools
        } else {
            let up = self.fleets[self.frames[frame].station as usize].up.clamp(1, plan.pools);
            self.random.pools[site as usize].index(up as usize) as u32
        };
        plan.first + own
    }

    /// The pools of a trip, and the multiplexer behind them if there is one.
    fn pools_of(&self, trip: u32) -> (u32, u32) {
        let group = self.program.sites[self.trips[trip].site as usize].pools;
        let multiplexer = self.program.pools[group as usize].multiplexer;
        let behind = if multiplexer == NONE { NONE } else { self.program.pools[multiplexer as usize].first };
        (self.trips[trip].pool, behind)
    }

    /// A trip needs a connection of its pool.
    pub(super) fn wants_connection(&mut self, trip: u32) {
        let pool = self.trips[trip].pool;
        if self.takes(trip, pool, Place::Pool) {
            return self.has_connection(trip);
        }
        let group = self.program.sites[self.trips[trip].site as usize].pools;
        let timeout = self.program.pools[group as usize].timeout;
        if timeout < f64::INFINITY {
            let deadline = self.now + timeout * (1.0 + GRACE);
            let (trips, generation) = (&self.trips, self.trips[trip].generation);
            let waits = |t: u32, g: u32| trips[t].generation == g && trips[t].place == Place::Pool;
            if self.pool_timeouts[group as usize].set(deadline, trip, generation, waits) {
                self.put(deadline, Event::PoolExpires(group));
            }
        }
    }

    /// A trip has a connection of its pool, and may need one of the multiplexer.
    fn has_connection(&mut self, trip: u32) {
        let (_, multiplexer) = self.pools_of(trip);
        if multiplexer == NONE || self.takes(trip, multiplexer, Place::Multiplexer) {
            self.depart(trip);
        }
    }

    /// Takes a free connection of a pool; if there is none, waits.
    fn takes(&mut self, trip: u32, pool: u32, place: Place) -> bool {
        let p = &mut self.pools[pool as usize];
        if p.free > 0 {
            p.free -= 1;
            return true;
        }
        let last = std::mem::replace(&mut p.tail, trip);
        let t = &mut self.trips[trip];
        (t.place, t.ahead, t.behind) = (place, last, NONE);
        if last == NONE {
            p.head = trip;
        } else {
            self.trips[last].behind = trip;
        }
        false
    }

    /// A connection of a pool is free: it goes to who has waited longest.
    fn returns(&mut self, pool: u32) {
        let next = self.pools[pool as usize].head;
        if next == NONE {
            self.pools[pool as usize].free += 1;
            return;
        }
        self.unlink_from(pool, next);
        // It goes on at this moment, but not from within whatever gave the connection back.
        self.ended.push_back(Ended::Connected(next, self.trips[next].generation));
        let t = &mut self.trips[next];
        t.place = if t.place == Place::Pool { Place::Granted } else { Place::Connected };
    }

    /// A trip that waited has been given a connection.
    pub(super) fn connected(&mut self, trip: u32, generation: u32) {
        if self.trips[trip].generation != generation {
            return;
        }
        if self.trips[trip].place == Place::Granted { self.has_connection(trip) } else { self.depart(trip) }
    }

    fn unlink_from(&mut self, pool: u32, trip: u32) {
        let (ahead, behind) = (self.trips[trip].ahead, self.trips[trip].behind);
        let p = &mut self.pools[pool as usize];
        let first = p.head == trip;
        if first {
            p.head = behind;
        }
        if behind == NONE {
            p.tail = if first { NONE } else { ahead };
        } else {
            self.trips[behind].ahead = ahead;
        }
        if !first {
            self.trips[ahead].behind = behind;
        }
    }

    /// A trip goes, or ends, without the connection it waits for.
    pub(super) fn stops_waiting(&mut self, trip: u32) {
        let (pool, multiplexer) = self.pools_of(trip);
        if self.trips[trip].place == Place::Multiplexer {
            self.unlink_from(multiplexer, trip);
            self.returns(pool);
        } else {
            self.unlink_from(pool, trip);
        }
    }

    /// A trip gives back the connections it has.
    #[inline]
    pub(super) fn gives_back(&mut self, trip: u32) {
        if self.trips[trip].pool != NONE {
            let (pool, multiplexer) = self.pools_of(trip);
            let connected = self.trips[trip].place != Place::Granted;
            self.trips[trip].pool = NONE;
            self.returns(pool);
            if multiplexer != NONE && connected {
                self.returns(multiplexer);
            }
        }
    }

    /// Trips have waited for a connection as long as they may, and fail.
    pub(super) fn pool_deadline_comes(&mut self, group: u32) {
        loop {
            let trips = &self.trips;
            let waits = |t: u32, g: u32| trips[t].generation == g && trips[t].place == Place::Pool;
            match self.pool_timeouts[group as usize].due(self.now, waits) {
                Due::Expired(trip) => {
                    self.stops_waiting(trip);
                    let t = &mut self.trips[trip];
                    (t.pool, t.failed, t.place) = (NONE, Some(Cause::TimedOut), Place::Back);
                    self.ended.push_back(Ended::Trip(trip));
                }
                Due::Later(at) => return self.put(at, Event::PoolExpires(group)),
                Due::Nothing => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::attempt::Place;
    use super::super::station::NONE;
    use super::super::{Progress, Simulation};
    use crate::scenario::preset;

    /// Every connection is free or held by a trip, and nobody waits for one that is free.
    fn check(simulation: &Simulation) -> u32 {
        let mut held = vec![0; simulation.pools.len()];
        for trip in simulation.trips.iter().filter(|t| t.pool != NONE && t.place != Place::Pool) {
            held[trip.pool as usize] += 1;
            if !matches!(trip.place, Place::Granted | Place::Multiplexer) {
                let group = simulation.program.sites[trip.site as usize].pools;
                let behind = simulation.program.pools[group as usize].multiplexer;
                held[simulation.program.pools[behind as usize].first as usize] += 1;
            }
        }
        let mut waiting = 0;
        for group in &simulation.program.pools {
            for p in group.first..group.first + group.pools {
                let pool = &simulation.pools[p as usize];
                assert_eq!(pool.free + held[p as usize], group.connections);
                assert!(pool.free == 0 || pool.head == NONE, "a connection is idle while somebody waits");
                let (mut at, mut last) = (pool.head, NONE);
                while at != NONE {
                    assert_eq!(simulation.trips[at].ahead, last);
                    (last, at) = (at, simulation.trips[at].behind);
                    waiting += 1;
                }
                assert_eq!(pool.tail, last);
            }
        }
        waiting
    }

    #[test]
    fn connections_are_conserved() {
        for (hedge_ms, tied) in [(0.0, false), (50.0, false), (0.0, true)] {
            let mut scenario = (preset::ALL[0].build)();
            scenario.journeys[0].load.arrival_rps = 130.0;
            for service in &mut scenario.services[1..] {
                let database = &mut service.database;
                (database.pool_size, database.pool_overflow, database.pool_timeout_ms) = (6, 2, 300.0);
                database.multiplexer_connections = 29;
                service.capacity.queue_bounded = true;
                (service.capacity.queue_limit, service.capacity.patience_ms) = (5, 400.0);
            }
            for call in &mut scenario.calls {
                let rows = &mut call.rows;
                (rows.timeout_ms, rows.network_ms, rows.retries) = (700.0, 3.0, 2);
                (rows.cancel, rows.hedge_ms, rows.tied) = (true, hedge_ms, tied);
            }
            let mut simulation = Simulation::new(&scenario, 1, 0);
            let mut most = 0;
            // The first connections are taken while the sums are watched at every event.
            while simulation.advance(1 + simulation.events / 300) == Progress::Running {
                if simulation.ended.is_empty() {
                    most = most.max(check(&simulation));
                }
            }
            assert!(most > 10, "{most}");
        }
    }
}
