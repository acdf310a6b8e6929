//! A station with a limited number of callers: the database behind a pool, machines and their repairmen.
//!
//! It is not for open arrivals; a caller that waits here sends nothing else.

use super::mmck::stationary;
use crate::num::sum::Sum;

/// The stationary machine-repair queue.
///
/// # Formula
/// `p_n ∝ Z! / (Z-n)! (ν/μ)^n / Π_{j<=n} min(j, c)`: each of `Z` callers asks `ν` times per second while it is not waiting,
/// `c` servers work at `μ` each. Throughput `ν (Z - L)`, sojourn time `L / throughput` by Little's law.
///
/// # Domain
/// Every load: it is always stable. No callers, or callers that never ask: nothing happens. Time between questions of any law
/// (insensitive only for `c >= Z`), service exponential.
///
/// # Source
/// Palm 1947; Gross & Harris, Fundamentals of Queueing Theory, section 2.7.
///
/// # Accuracy
/// 1e-12 relative: ratios are built from the most likely state, so nothing overflows.
///
/// ```
/// // Two machines, one repairman, as fast as they break: P(none broken) = 1/5.
/// let shop = headroom::queue::finite_source::FiniteSource::new(2, 1.0, 1, 1.0);
/// assert!((shop.chances()[0] - 0.2).abs() < 1e-15);
/// assert!((shop.mean_in_system() - 1.2).abs() < 1e-15);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct FiniteSource {
    callers: u32,
    rate: f64,
    servers: u32,
    mean_service: f64,
    chances: Vec<f64>,
}

impl FiniteSource {
    /// `callers` that each ask at `rate` [per second] when idle, `servers` and a mean service time \[s\].
    pub fn new(callers: u32, rate: f64, servers: u32, mean_service: f64) -> Self {
        let load = (rate * mean_service).max(0.0);
        let ratio = |n: usize| {
            let idle = callers as usize + 1 - n;
            load * idle as f64 / n.min(servers.max(1) as usize) as f64
        };
        let chances = stationary(callers as usize, ratio);
        Self { callers, rate, servers: servers.max(1), mean_service, chances }
    }

    /// The chances of 0, 1, ... `Z` callers at the station.
    pub fn chances(&self) -> &[f64] {
        &self.chances
    }

    /// Mean number of callers at the station, in service too.
    pub fn mean_in_system(&self) -> f64 {
        self.chances.iter().enumerate().map(|(n, p)| n as f64 * p).collect::<Sum>().value()
    }

    /// Answered questions [per second].
    pub fn throughput(&self) -> f64 {
        self.rate * (f64::from(self.callers) - self.mean_in_system())
    }

    /// Utilisation of the servers.
    pub fn utilisation(&self) -> f64 {
        self.throughput() * self.mean_service / f64::from(self.servers)
    }

    /// Mean sojourn time \[s\].
    pub fn mean_sojourn(&self) -> f64 {
        let throughput = self.throughput();
        if throughput > 0.0 { self.mean_in_system() / throughput } else { self.mean_service }
    }

    /// Mean wait \[s\].
    pub fn mean_wait(&self) -> f64 {
        (self.mean_sojourn() - self.mean_service).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::FiniteSource;

    #[test]
    fn as_many_servers_as_callers_never_wait() {
        let station = FiniteSource::new(5, 2.0, 5, 0.1);
        assert!(station.mean_wait() < 1e-15);
        assert!((station.throughput() - 5.0 * 2.0 / 1.2).abs() < 1e-12);
    }

    #[test]
    fn many_callers_saturate_and_large_numbers_do_not_overflow() {
        let station = FiniteSource::new(5000, 10.0, 16, 0.01);
        assert!((station.throughput() - 1600.0).abs() < 1e-6);
        // Interactive response time law: R = Z / X - 1 / ν.
        assert!((station.mean_sojourn() - (5000.0 / 1600.0 - 0.1)).abs() < 1e-6);
        assert!((station.utilisation() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn few_questions_are_an_open_queue() {
        let open = crate::queue::mmc::Mmc::new(1.5, 2, 1.0).unwrap();
        let closed = FiniteSource::new(20_000, 1.5 / 20_000.0, 2, 1.0);
        assert!((closed.mean_sojourn() / open.mean_sojourn() - 1.0).abs() < 1e-3);
        let nobody = FiniteSource::new(0, 1.0, 2, 1.0);
        assert_eq!((nobody.throughput(), nobody.mean_sojourn()), (0.0, 1.0));
        assert_eq!(FiniteSource::new(3, 0.0, 2, 1.0).mean_in_system(), 0.0);
    }
}
