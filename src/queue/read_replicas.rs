//! A primary that takes all writes and replicas that share the reads.
//!
//! It splits load; how long a query takes at each node is that node's station.

/// The flow to each node of a replicated store.
///
/// # Formula
/// Reads `rλ` over `n` live replicas, writes `wλ` to the primary and, applied again, to every replica:
/// replica rate `rλ/n + wλ`, primary rate `wλ`; utilisation with `c` servers of mean service `s`, an applied write costing
/// `k` times a query: `(rλ/n + k wλ) s / c`. Greatest rate `min(cμ / w, cμ / (r/n + k w))`.
///
/// # Domain
/// `0 <= r <= 1`, clamped. Without a live replica the primary takes the reads too. Above the greatest rate the lag of the
/// replicas has no bound.
///
/// # Source
/// Conservation of flow.
///
/// # Accuracy
/// 1e-15 relative.
///
/// ```
/// use headroom::queue::read_replicas::Replicated;
/// let store = Replicated { rate: 2000.0, reads: 0.9, replicas: 3, apply_cost: 1.0, mean_service: 0.004, servers: 16 };
/// assert!((store.replica_rate() - 800.0).abs() < 1e-9);
/// assert!((store.max_rate() - 10_000.0).abs() < 1e-8);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Replicated {
    /// Requests in all [per second].
    pub rate: f64,
    /// Fraction of them that read.
    pub reads: f64,
    /// Live replicas.
    pub replicas: u32,
    /// Cost of applying a write at a replica, against a query; 0 when replicas do not apply writes.
    pub apply_cost: f64,
    /// Mean service time of a query \[s\].
    pub mean_service: f64,
    /// Servers at each node.
    pub servers: u32,
}

impl Replicated {
    fn split(&self) -> (f64, f64) {
        let reads = self.reads.clamp(0.0, 1.0);
        (reads, 1.0 - reads)
    }

    /// Operations at the primary [per second].
    pub fn primary_rate(&self) -> f64 {
        self.rate * self.primary_share()
    }

    /// Operations at each replica [per second], applied writes included.
    pub fn replica_rate(&self) -> f64 {
        let (reads, writes) = self.split();
        if self.replicas == 0 {
            return 0.0;
        }
        let applied = if self.apply_cost > 0.0 { writes } else { 0.0 };
        self.rate * (reads / f64::from(self.replicas) + applied)
    }

    /// Utilisation of the primary.
    pub fn primary_utilisation(&self) -> f64 {
        self.rate * self.primary_share() / self.capacity()
    }

    /// Utilisation of each replica.
    pub fn replica_utilisation(&self) -> f64 {
        self.rate * self.replica_share() / self.capacity()
    }

    /// The rate in all [per second] at which the first node is full; infinite if nothing is asked of any.
    pub fn max_rate(&self) -> f64 {
        self.capacity() / self.primary_share().max(self.replica_share())
    }

    /// Work a node does [queries per second].
    fn capacity(&self) -> f64 {
        f64::from(self.servers) / self.mean_service
    }

    fn primary_share(&self) -> f64 {
        if self.replicas == 0 { 1.0 } else { self.split().1 }
    }

    /// Work of one replica per request, in queries.
    fn replica_share(&self) -> f64 {
        let (reads, writes) = self.split();
        if self.replicas == 0 {
            return 0.0;
        }
        reads / f64::from(self.replicas) + writes * self.apply_cost.max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Replicated;

    #[test]
    fn the_primary_takes_over() {
        let store = Replicated {
            rate: 100.0,
            reads: 0.9,
            replicas: 0,
            apply_cost: 1.0,
            mean_service: 0.01,
            servers: 2,
        };
        assert_eq!((store.primary_rate(), store.replica_rate(), store.max_rate()), (100.0, 0.0, 200.0));
        let writes_only = Replicated { reads: 0.0, replicas: 4, apply_cost: 0.5, ..store };
        assert_eq!(writes_only.max_rate(), 200.0);
        assert_eq!(writes_only.replica_utilisation(), 0.25);
    }
}
