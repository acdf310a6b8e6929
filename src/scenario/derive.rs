//! What several rows mean together, said once for both engines: the slots that are left, how much slower work is, the
//! pools in front of a database. Not what comes of it; that is for the engines.

use super::machine::Machine;
use super::service::{Balancing, Capacity, Order, Overflow};
use super::{Scenario, Service};

/// The connection pools that stand in front of the target of a call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pools {
    /// Pools, one a replica of the caller.
    pub pools: u32,
    /// Connections of each that the database accepts: at least one.
    pub connections: u32,
    /// Connections that all pools of the database may ask for together.
    pub asked: u64,
    /// Connections that the database has for them; none is no limit.
    pub allowed: Option<u64>,
    /// How long a request waits for a connection \[s\]; infinite for ever.
    pub timeout_s: f64,
    /// Connections of the multiplexer behind the pools; none is no multiplexer.
    pub multiplexer: Option<u32>,
}

/// Slow episodes of a service, which come and go at random: exponential times without and with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Episodes {
    /// Mean time from the end of one to the start of the next \[s\].
    pub without_s: f64,
    /// Mean length of one \[s\].
    pub with_s: f64,
    /// How many times longer work takes in one.
    pub factor: f64,
}

impl Episodes {
    /// Share of the time that is slow: length / (length + time between).
    pub fn share(&self) -> f64 {
        self.with_s / (self.with_s + self.without_s)
    }

    /// How many times longer work takes on average, if as many visits begin in an episode as outside, for its length.
    pub fn mean_factor(&self) -> f64 {
        1.0 + self.share() * (self.factor - 1.0)
    }
}

impl Pools {
    /// Connections that are refused, should every pool open all of its own.
    pub fn refused(&self) -> u64 {
        self.allowed.map_or(0, |allowed| self.asked.saturating_sub(allowed))
    }
}

impl Service {
    /// Replicas that are up: those that were not lost.
    pub fn replicas_up(&self) -> u32 {
        self.capacity.replicas.saturating_sub(self.capacity.lost_replicas)
    }

    /// Worker slots of one replica on its machine; none is unlimited.
    ///
    /// # Formula
    /// Slots × size, rounded, at least one.
    pub fn slots(&self) -> Option<u32> {
        let slots = f64::from(self.capacity.slots) * self.machine.size;
        (self.capacity.slots > 0).then(|| (slots.round() as u32).max(1))
    }

    /// How many times longer work takes than on one machine unit alone.
    ///
    /// # Formula
    /// 1 + σ (N - 1) + κ N (N - 1) with contention σ, coherency κ and N = replicas up × size, at least 1.
    ///
    /// # Source
    /// Gunther 1993, the universal scalability law: throughput of N units is N over this.
    pub fn slowdown(&self) -> f64 {
        self.machine.slowdown(self.replicas_up())
    }

    /// Its slow episodes; none where there are none, or where they change nothing.
    pub fn episodes(&self) -> Option<Episodes> {
        let Capacity { episode_every_s, episode_s, episode_factor, .. } = self.capacity;
        let slow = Episodes { without_s: episode_every_s, with_s: episode_s, factor: episode_factor };
        (episode_every_s > 0.0 && episode_factor > 1.0).then_some(slow)
    }

    /// Whether the slots work for all who are there at once; batches are worked on one after another.
    pub fn shares_slots(&self) -> bool {
        self.capacity.order == Order::ProcessorSharing && self.batching.batch_limit <= 1
    }

    /// Whether a slot is kept during calls: who shares slots has none to keep.
    pub fn holds_slot(&self) -> bool {
        self.capacity.holds_slot && !self.shares_slots()
    }

    /// Copies of the replica set that are paid for: shards × (one primary and its read replicas).
    pub fn node_sets(&self) -> u32 {
        self.database.shards.saturating_mul(self.database.read_replicas.saturating_add(1))
    }

    /// Requests that may wait in one queue; none is unbounded. Where each replica has a queue of its own, each has its even
    /// share of the limit, rounded up. A queue that blocks or spills takes everybody.
    pub fn queue_places(&self) -> Option<u32> {
        let capacity = &self.capacity;
        let bounded = capacity.queue_bounded
            && matches!(capacity.overflow, Overflow::Reject | Overflow::DropOldest | Overflow::DropNewest);
        let queues = if capacity.balancing == Balancing::Shared { 1 } else { self.replicas_up().max(1) };
        bounded.then(|| capacity.queue_limit.div_ceil(queues))
    }

    /// Price of one replica for an hour on its machine: list price × size to the power of the price exponent.
    pub fn replica_price_per_h(&self) -> f64 {
        let steeper = libm::pow(self.machine.size, self.machine.size_price_exponent);
        self.capacity.replica_price_per_h * steeper
    }
}

impl Machine {
    /// How many times longer work takes where so many replicas are up; see [`Service::slowdown`].
    pub fn slowdown(&self, replicas: u32) -> f64 {
        let n = (f64::from(replicas) * self.size).max(1.0);
        1.0 + self.contention_fraction * (n - 1.0) + self.coherency_fraction * n * (n - 1.0)
    }
}

impl Scenario {
    /// The pools that a call goes through; none where its target keeps no pool.
    ///
    /// # Formula
    /// A pool has size + overflow connections. What the database allows besides its reserve is shared out evenly over
    /// all pools to it, one connection each at least; behind a multiplexer the pools connect to that, and the limit is
    /// its connections'.
    ///
    /// # Source
    /// The meaning of size, overflow and timeout is that of `SQLAlchemy`'s `QueuePool`.
    pub fn pools(&self, call: usize) -> Option<Pools> {
        let target = self.calls.get(call)?.target.service;
        let database = &self.services[target].database;
        if database.pool_size == 0 {
            return None;
        }
        let mut callers = vec![false; self.services.len()];
        let mut own = 0;
        for (from, to, c) in self.edges() {
            if to == target {
                callers[from] = true;
            }
            if c == call {
                own = from;
            }
        }
        let up = |s: usize| self.services[s].replicas_up().max(1);
        let pools: u64 = (0..self.services.len()).filter(|&s| callers[s]).map(|s| u64::from(up(s))).sum();
        let each = database.pool_size.saturating_add(database.pool_overflow);
        let allowed = (database.max_connections > 0).then(|| {
            u64::from(database.max_connections.saturating_sub(database.reserved_connections)).max(1)
        });
        let multiplexer = (database.multiplexer_connections > 0).then(|| {
            let most = allowed.map_or(u32::MAX, |a| u32::try_from(a).unwrap_or(u32::MAX));
            database.multiplexer_connections.min(most)
        });
        let (asked, fair) = if multiplexer.is_some() {
            (u64::from(database.multiplexer_connections), each)
        } else {
            let fair = allowed.map_or(u64::MAX, |a| (a / pools.max(1)).max(1));
            (pools * u64::from(each), each.min(u32::try_from(fair).unwrap_or(u32::MAX)))
        };
        let timeout = database.pool_timeout_ms / 1000.0;
        Some(Pools {
            pools: up(own),
            connections: fair,
            asked,
            allowed,
            timeout_s: if timeout > 0.0 { timeout } else { f64::INFINITY },
            multiplexer,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::preset;

    #[test]
    fn fifty_pods_ask_a_hundred_connections_for_fifteen_hundred() {
        let mut s = (preset::ALL[0].build)();
        s.services[0].capacity.replicas = 50;
        let database = &mut s.services[1].database;
        (database.pool_size, database.pool_overflow, database.max_connections) = (20, 10, 100);
        database.reserved_connections = 0;
        let pools = s.pools(0).expect("pools");
        assert_eq!((pools.pools, pools.connections, pools.asked, pools.refused()), (50, 2, 1500, 1400));
        s.services[1].database.multiplexer_connections = 80;
        let pools = s.pools(0).expect("pools");
        assert_eq!((pools.connections, pools.multiplexer, pools.refused()), (30, Some(80), 0));
        assert_eq!(s.pools(1), None);
    }

    #[test]
    fn a_larger_machine_has_more_slots_and_contention_slows_it() {
        let mut s = (preset::ALL[0].build)();
        let service = &mut s.services[0];
        (service.capacity.replicas, service.capacity.lost_replicas, service.capacity.slots) = (5, 1, 3);
        (service.machine.size, service.machine.size_price_exponent) = (0.5, 2.0);
        assert_eq!((service.replicas_up(), service.slots()), (4, Some(2)));
        assert_eq!(service.slowdown(), 1.0);
        service.machine.contention_fraction = 0.1;
        assert!((service.slowdown() - 1.1).abs() < 1e-15);
        assert!((service.replica_price_per_h() - 0.025).abs() < 1e-15);
    }
}
