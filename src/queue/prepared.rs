//! M/G/c for many loads: what depends on the work alone is computed once.
//!
//! What the queue is, and how exact, stands at [`Mgc`].

use super::mgc::{Mgc, cosmetatos, felt};
use super::mmc::Mmc;
use super::overload::Overload;
use crate::dist::renewal::GeometricSums;
use crate::dist::{Family, Law, Service};
use crate::num::powi;
use std::sync::OnceLock;

/// A station whose work and servers are known, for many loads: what does not depend on the load is computed once, when
/// it is first needed.
///
/// ```
/// use headroom::{dist::Service, queue::mgc::{Prepared, wait_law}};
/// let work = Service::lognormal(0.1, 2.0).unwrap();
/// let station = Prepared::new(&work, 4);
/// for rate in [8.0, 20.0, 39.0] {
///     assert_eq!(station.wait(rate).unwrap(), wait_law(rate, 4, &work).unwrap());
/// }
/// assert!(station.wait(41.0).is_err());
/// ```
pub struct Prepared {
    service: Service,
    servers: u32,
    residuals: OnceLock<Residuals>,
}

/// What is left of the work in progress.
struct Residuals {
    /// Sums of what one of the servers has left, spread over all servers.
    sums: GeometricSums,
    /// The least of what the servers have left; none for one server, where it is the first of the sum.
    least: Option<Law>,
}

impl Residuals {
    fn new(service: &Service, servers: u32) -> Self {
        let c = f64::from(servers);
        let mean = service.second_moment() / (2.0 * service.mean());
        let end = service.support().1;
        let residual = Law::from_survivals(
            |times| {
                for t in &mut *times {
                    *t *= c;
                }
                service.residual_survivals(times);
            },
            Some(mean / c),
            end / c,
        );
        let least = (servers > 1).then(|| {
            Law::from_survivals(
                |times| {
                    service.residual_survivals(times);
                    for s in times {
                        *s = powi(*s, servers);
                    }
                },
                None,
                end,
            )
        });
        Self { sums: GeometricSums::new(&residual), least }
    }
}

impl Prepared {
    /// The station with this law of work and number of servers.
    pub fn new(service: &Service, servers: u32) -> Self {
        Self { service: service.clone(), servers, residuals: OnceLock::new() }
    }

    /// The law of the wait at this arrival rate [per second]; the bits of [`wait_law`](super::mgc::wait_law).
    ///
    /// # Errors
    /// The [`Overload`] facts when the utilisation is 1 or more.
    pub fn wait(&self, arrival_rate: f64) -> Result<Law, Overload> {
        self.queue(arrival_rate).map(|queue| queue.wait)
    }

    /// The queue at this arrival rate [per second].
    ///
    /// # Errors
    /// The [`Overload`] facts when the utilisation is 1 or more.
    pub fn queue(&self, arrival_rate: f64) -> Result<Mgc, Overload> {
        let (servers, service) = (self.servers, &self.service);
        let mmc = Mmc::new(arrival_rate, servers, service.mean())?;
        let wait = if mmc.wait_chance() <= 0.0 || service.is_exponential() {
            mmc.wait_law()
        } else {
            self.general(arrival_rate, &mmc)
        };
        Ok(Mgc { arrival_rate, servers, service: service.clone(), wait_chance: mmc.wait_chance(), wait })
    }

    fn general(&self, arrival_rate: f64, mmc: &Mmc) -> Law {
        let (servers, service) = (self.servers, &self.service);
        let (s, c, rho) = (service.mean(), f64::from(servers), mmc.utilisation());
        let second = service.second_moment();
        let residuals = self.residuals.get_or_init(|| Residuals::new(service, servers));
        let waited = match &residuals.least {
            // W given W > 0 is one residual and the rest of the geometric sum.
            None => residuals.sums.sum(rho).given_positive(),
            Some(least) => least.sum(&residuals.sums.sum(rho)),
        };
        let chance = mmc.wait_chance();
        let scv = service.scv();
        let target = if servers == 1 {
            arrival_rate * second / (2.0 * (1.0 - rho)) / chance
        } else if scv <= 1.0 {
            let exponential = mmc.mean_wait();
            (scv * exponential + (1.0 - scv) * cosmetatos(servers, rho, exponential)) / chance
        } else {
            let ratio = c * (1.0 - rho) * waited.mean() / s;
            let third = service.third_moment() / (s * s * s);
            s * (1.0 + (ratio - 1.0) * felt(servers, rho, scv, third)) / (c * (1.0 - rho))
        };
        let waited = if scv > 1.0 && servers > 1 { waited.scale(target / waited.mean()) } else { waited };
        let waited = waited.with_mean(target);
        Law::mix(&[(1.0 - chance, &Law::point(0.0)), (chance, &waited)])
    }
}
