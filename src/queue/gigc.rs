//! GI/G/c: bursty or smooth arrivals at a station with any service law.
//!
//! It is an interpolation between exact systems, not an exact solution.

use super::gim::Gim;
use super::mgc::{self, Mgc};
use super::mmc::Mmc;
use super::overload::Overload;
use crate::dist::{Family, Law, Service};

/// A stationary GI/G/c queue.
///
/// # Formula
/// `E[W] = E[W_GI/M/c] + E[W_M/G/c] - E[W_M/M/c]`, at least zero; chance of waiting from GI/M/c; given a wait, the shape
/// of M/G/c stretched to this mean.
///
/// # Domain
/// `ρ < 1`, otherwise the [`Overload`] facts; squared coefficient of variation of the times between arrivals 0 to 100.
///
/// # Source
/// Interpolation by systems: Page 1972, Kimura 1986; Takács 1962 for GI/M/c.
///
/// # Accuracy
/// Exact for Poisson arrivals with one server, and for exponential service; on two mixed cases the mean wait is 2 % high.
#[derive(Clone, Debug, PartialEq)]
pub struct Gigc {
    wait_chance: f64,
    wait: Law,
    sojourn: Law,
}

impl Gigc {
    /// The queue with this arrival rate [per second], squared coefficient of variation of the times between arrivals,
    /// servers and service law.
    ///
    /// # Errors
    /// The [`Overload`] facts when the utilisation is 1 or more.
    pub fn new(
        arrival_rate: f64,
        arrival_scv: f64,
        servers: u32,
        service: &Service,
    ) -> Result<Self, Overload> {
        if arrival_scv == 1.0 {
            let queue = Mgc::new(arrival_rate, servers, service)?;
            let (wait, sojourn) = (queue.wait().clone(), queue.sojourn());
            return Ok(Self { wait_chance: queue.wait_chance(), wait, sojourn });
        }
        let (gim, wait) = bursty(arrival_rate, arrival_scv, servers, service)?;
        let sojourn =
            if service.is_exponential() { gim.sojourn_law() } else { wait.sum(&Law::from_service(service)) };
        Ok(Self { wait_chance: gim.wait_chance(), wait, sojourn })
    }

    /// Chance that an arrival waits.
    pub fn wait_chance(&self) -> f64 {
        self.wait_chance
    }

    /// Mean wait \[s\].
    pub fn mean_wait(&self) -> f64 {
        self.wait.mean()
    }

    /// Mean sojourn time \[s\].
    pub fn mean_sojourn(&self) -> f64 {
        self.sojourn.mean()
    }

    /// The law of the wait.
    pub fn wait(&self) -> &Law {
        &self.wait
    }

    /// The law of the sojourn time.
    pub fn sojourn(&self) -> &Law {
        &self.sojourn
    }
}

/// The law of the wait at a GI/G/c station; see [`Gigc`].
///
/// # Errors
/// The [`Overload`] facts when the utilisation is 1 or more.
pub fn wait_law(
    arrival_rate: f64,
    arrival_scv: f64,
    servers: u32,
    service: &Service,
) -> Result<Law, Overload> {
    if arrival_scv == 1.0 {
        return mgc::wait_law(arrival_rate, servers, service);
    }
    bursty(arrival_rate, arrival_scv, servers, service).map(|found| found.1)
}

fn bursty(
    arrival_rate: f64,
    arrival_scv: f64,
    servers: u32,
    service: &Service,
) -> Result<(Gim, Law), Overload> {
    let gim = Gim::new(arrival_rate, arrival_scv, servers, service.mean())?;
    let chance = gim.wait_chance();
    if service.is_exponential() || chance <= 1e-15 {
        let wait = gim.wait_law();
        return Ok((gim, wait));
    }
    let mgc = Mgc::new(arrival_rate, servers, service)?;
    let mmc = Mmc::new(arrival_rate, servers, service.mean())?;
    let mean = (gim.mean_wait() + mgc.mean_wait() - mmc.mean_wait()).max(0.0);
    let waited = mgc.wait().given_positive();
    // With hardly anybody waiting there may be no law of those that do.
    if mean <= 0.0 || waited.mean() <= 0.0 {
        return Ok((gim, Law::point(0.0)));
    }
    let waited = waited.scale(mean / chance / waited.mean());
    let wait = Law::mix(&[(1.0 - chance, &Law::point(0.0)), (chance, &waited)]);
    Ok((gim, wait))
}

#[cfg(test)]
mod tests {
    use super::Gigc;
    use crate::dist::Service;

    #[test]
    fn smooth_arrivals_wait_less_and_bursty_more() {
        let service = Service::erlang(1.0, 4).unwrap();
        let wait = |scv: f64| Gigc::new(0.8, scv, 1, &service).unwrap().mean_wait();
        assert!(wait(0.2) < wait(1.0) && wait(1.0) < wait(4.0));
    }

    #[test]
    fn clockwork_never_waits() {
        let queue = Gigc::new(0.8, 0.0, 1, &Service::constant(1.0)).unwrap();
        assert_eq!(queue.mean_wait(), 0.0);
        assert_eq!(queue.sojourn().quantile(0.999), 1.0);
        assert!(Gigc::new(2.0, 0.5, 1, &service()).is_err());
    }

    fn service() -> Service {
        Service::exponential(1.0).unwrap()
    }
}
