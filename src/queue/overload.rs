//! What can be said when more work arrives than the servers can do: growth, not percentiles.
//!
//! It is not a stationary model; nothing here settles.

/// The facts of a station that cannot keep up.
///
/// # Formula
/// With arrival rate `λ` and capacity `cμ` [per second]: growth `λ - cμ`, shed fraction `1 - cμ/λ`.
///
/// # Source
/// The fluid limit; Newell, Applications of Queueing Theory, 1982.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overload {
    /// Offered utilisation, at least 1.
    pub utilisation: f64,
    /// Growth of the backlog [per second]; 0 exactly at utilisation 1.
    pub growth: f64,
    /// Work the servers complete [per second].
    pub capacity: f64,
    /// Fraction of the arrivals that must be shed for the rest to be served.
    pub shed_fraction: f64,
}

impl Overload {
    /// The facts for an arrival rate [per second], servers and a mean service time \[s\]; `None` when the station
    /// keeps up (utilisation below 1).
    ///
    /// ```
    /// let facts = headroom::queue::overload::Overload::of(120.0, 10, 0.1).unwrap();
    /// assert!((facts.backlog_after(60.0) - 1200.0).abs() < 1e-9);
    /// assert!((facts.wait_after(60.0) - 12.0).abs() < 1e-9);
    /// ```
    pub fn of(arrival_rate: f64, servers: u32, mean_service: f64) -> Option<Self> {
        let utilisation = arrival_rate * mean_service / f64::from(servers);
        // No servers or an undefined load cannot keep up either.
        if utilisation < 1.0 || arrival_rate <= 0.0 {
            return None;
        }
        let capacity = if mean_service > 0.0 { f64::from(servers) / mean_service } else { 0.0 };
        Some(Self {
            utilisation,
            growth: (arrival_rate - capacity).max(0.0),
            capacity,
            shed_fraction: (1.0 - capacity / arrival_rate).clamp(0.0, 1.0),
        })
    }

    /// Backlog \[requests\] after `horizon` seconds from an empty queue.
    pub fn backlog_after(&self, horizon: f64) -> f64 {
        self.growth * horizon.max(0.0)
    }

    /// Wait \[s\] of a request that arrives after `horizon` seconds from an empty queue.
    pub fn wait_after(&self, horizon: f64) -> f64 {
        self.backlog_after(horizon) / self.capacity
    }

    /// Time \[s\] until a queue with room for `places` more requests is full; infinite without growth.
    pub fn time_to_fill(&self, places: f64) -> f64 {
        places / self.growth
    }
}

#[cfg(test)]
mod tests {
    use super::Overload;

    #[test]
    fn only_where_it_cannot_keep_up() {
        assert!(Overload::of(99.0, 10, 0.1).is_none());
        assert!(Overload::of(0.0, 0, 0.1).is_none());
        let edge = Overload::of(100.0, 10, 0.1).unwrap();
        assert_eq!((edge.growth, edge.time_to_fill(5.0)), (0.0, f64::INFINITY));
        assert_eq!(Overload::of(5.0, 0, 0.1).unwrap().shed_fraction, 1.0);
    }
}
