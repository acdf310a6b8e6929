//! Connection pools: as a station that callers wait at, and as a budget of connections.
//!
//! What the database does behind the pool is `finite_source`; here the time a connection is held is given.

use super::abandonment::ConstantPatience;

/// Alike pools of connections, each with callers of its own that wait for a limited time.
///
/// # Formula
/// M/M/c+D per pool: `c = pool_size + max_overflow`, service the time a connection is held, patience `D` the pool's
/// timeout.
///
/// # Domain
/// Every load. A pool without limit, where nobody waits, is not a station: see [`connections`].
///
/// # Source
/// SQLAlchemy QueuePool, documentation; Baccelli & Hébuterne 1981 for the station.
///
/// # Accuracy
/// 1e-10 relative for exponential holding times. For other laws an approximation.
///
/// ```
/// use headroom::queue::pool::Pools;
/// let pools = Pools { count: 10.0, connections: 15, hold: 0.1, timeout: 1.0 };
/// assert!((pools.station(1600.0).abandoned() - 0.062_502_003_290_311).abs() < 1e-12);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pools {
    /// Number of pools: one per process.
    pub count: f64,
    /// Connections of each.
    pub connections: u32,
    /// Mean time a connection is held \[s\].
    pub hold: f64,
    /// How long a caller waits for one \[s\].
    pub timeout: f64,
}

impl Pools {
    /// One pool as a station, at this rate over all pools [per second].
    pub fn station(&self, rate: f64) -> ConstantPatience {
        ConstantPatience::new(rate / self.count, self.connections, self.hold, self.timeout)
    }

    /// Load of one pool \[erlangs\].
    pub fn load(&self, rate: f64) -> f64 {
        rate / self.count * self.hold
    }

    /// Callers that get a connection, over all pools [per second].
    pub fn throughput(&self, rate: f64) -> f64 {
        rate * (1.0 - self.station(rate).abandoned())
    }
}

/// Connections a pool may open: `pool_size + max_overflow`; `None` when there is no limit (`pool_size` 0 or a negative
/// overflow, as in SQLAlchemy).
///
/// ```
/// use headroom::queue::pool::connections;
/// assert_eq!((connections(5, 10), connections(0, 10), connections(5, -1)), (Some(15), None, None));
/// ```
pub fn connections(pool_size: u32, max_overflow: i32) -> Option<u32> {
    let overflow = u32::try_from(max_overflow).ok()?;
    if pool_size == 0 { None } else { Some(pool_size.saturating_add(overflow)) }
}

/// All connections of a fleet against what the database allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Connections when every pool overflows; `None` without a limit.
    pub most: Option<u64>,
    /// Connections kept open when idle.
    pub idle: u64,
    /// Connections the database has for the fleet.
    pub available: u64,
    /// Pods that fit; `None` where no number is too many.
    pub max_pods: Option<u64>,
}

impl Budget {
    /// Whether every pool may overflow at once.
    pub fn fits(&self) -> bool {
        self.most.is_some_and(|most| most <= self.available)
    }

    /// Connections to spare; negative when too many may be opened, `None` without a limit.
    pub fn spare(&self) -> Option<i64> {
        let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        self.most.map(|most| signed(self.available).saturating_sub(signed(most)))
    }
}

/// The connection budget of `pods` pods with `processes` processes each.
///
/// # Formula
/// `most = pods · processes · (pool_size + max_overflow)`, to be at most `max_connections - reserved`. During a rolling deploy
/// `pods` grows by the surge.
///
/// # Domain
/// Whole numbers; a pool without limit never fits.
///
/// # Source
/// SQLAlchemy QueuePool (5 and 10 by default); PostgreSQL `max_connections` (100) and
/// `superuser_reserved_connections` (3).
///
/// # Accuracy
/// Exact.
///
/// ```
/// use headroom::queue::pool::budget;
/// let fleet = budget(20, 4, 5, 10, 500, 3);
/// assert_eq!((fleet.most, fleet.idle, fleet.spare(), fleet.max_pods), (Some(1200), 400, Some(-703), Some(8)));
/// ```
pub fn budget(
    pods: u32,
    processes: u32,
    pool_size: u32,
    max_overflow: i32,
    max_connections: u32,
    reserved: u32,
) -> Budget {
    let pools = u64::from(pods) * u64::from(processes);
    let available = u64::from(max_connections.saturating_sub(reserved));
    let each = connections(pool_size, max_overflow).map(u64::from);
    let per_pod = each.map(|each| each.saturating_mul(u64::from(processes)));
    Budget {
        most: each.map(|each| pools.saturating_mul(each)),
        idle: pools.saturating_mul(u64::from(pool_size)),
        available,
        max_pods: match per_pod {
            None => Some(0),
            Some(0) => None,
            Some(one) => Some(available / one),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{Pools, budget};

    #[test]
    fn a_long_timeout_is_a_plain_queue() {
        let pools = Pools { count: 10.0, connections: 15, hold: 0.2, timeout: 30.0 };
        let pool = pools.station(600.0);
        assert!((pool.wait_chance() - 0.319_190_425_112_56).abs() < 1e-12);
        assert!(pool.abandoned() < 1e-190);
    }

    #[test]
    fn without_limit_nothing_fits() {
        let fleet = budget(2, 1, 0, 10, 100, 3);
        assert_eq!((fleet.most, fleet.fits(), fleet.spare(), fleet.max_pods), (None, false, None, Some(0)));
        let none = budget(10, 0, 5, 10, 100, 3);
        assert!(none.fits() && none.max_pods.is_none());
        assert_eq!(budget(1, 1, 5, 0, 2, 3).spare(), Some(-5));
    }
}
