//! GI/G/c: bursty or smooth arrivals at a station with any service law.
//!
//! It is an interpolation between exact systems, not an exact solution.

use super::gim::{Gim, Interarrival};
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
/// Exact for Poisson arrivals with one server, and for exponential service. Mean wait 2 % high on two mixed cases.
/// Arrivals and service both smoother than exponential, against simulation at utilisation 0.8: percentiles of the sojourn
/// time within 2.4 % for constant service; lognormal SCV 0.5 1 % with several servers, 13 % low at P99.9 with one and
/// arrivals of SCV 0.1. Bursts of SCV 4 before 10 servers: 10 % at P99.9.
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
    if arrival_scv < 1.0 && service.scv() < 1.0 {
        let wait = smooth(arrival_rate, arrival_scv, servers, service, chance);
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

/// The wait where arrivals and service are both smoother than exponential.
///
/// # Formula
/// None or exponential with rate `θ`, the root of `A*(θ) E[e^(θS/c)] = 1`, service taken for gamma with its mean and SCV;
/// chance of waiting that of GI/M/c times `P(ca², cs²) / P(ca², 1)` with Kraemer's and Langenbach-Belz' formula for one
/// server.
///
/// # Source
/// Exponential tail: Cramér and Lundberg; Kraemer & Langenbach-Belz 1976 for the chance.
fn smooth(rate: f64, arrival_scv: f64, servers: u32, service: &Service, chance: f64) -> Law {
    let (s, cs, c) = (service.mean(), service.scv(), f64::from(servers));
    let rho = rate * s / c;
    let arrivals = Interarrival::new(rate, arrival_scv);
    // The logarithm of E[e^(θS/c)]; it has a pole where the gamma law's tail falls as fast.
    let log_service = |theta: f64| {
        let x = theta * s / c;
        if cs > 1e-6 { -libm::log1p(-x * cs) / cs } else { x }
    };
    let excess = |theta: f64| libm::log(arrivals.transform(theta)) + log_service(theta);
    let steepest = if cs > 1e-6 { (1.0 - 1e-9) * c / (s * cs) } else { 1e3 * c / s };
    // Near zero the excess is negative; a heavy-traffic guess is doubled until it is positive.
    let mut high = (2.0 * (1.0 - rho) * c / (s * (arrival_scv + cs).max(1e-3))).min(steepest);
    for _ in 0..60 {
        if excess(high) > 0.0 || high >= steepest {
            break;
        }
        high = (2.0 * high).min(steepest);
    }
    let theta = crate::num::root::brent(excess, 1e-6 * high, high, 1e-12 * high);
    let waits = |cs: f64| {
        let (a, below) = (arrival_scv, 1.0 + rho * (cs - 1.0) + rho * rho * (4.0 * arrival_scv + cs));
        rho + (a - 1.0) * rho * (1.0 - rho) * (1.0 + a + rho * cs) / below
    };
    let chance = (chance * waits(cs) / waits(1.0)).clamp(0.0, 1.0);
    if chance <= 1e-15 || !(theta > 0.0 && theta.is_finite()) {
        return Law::point(0.0);
    }
    let waited = Law::from_survival(|t| libm::exp(-theta * t), Some(1.0 / theta));
    Law::mix(&[(1.0 - chance, &Law::point(0.0)), (chance, &waited)])
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
