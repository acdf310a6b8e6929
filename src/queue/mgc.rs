//! M/G/c: the engine behind every first-come first-served station.
//!
//! It is exact for one server and for exponential service, an approximation otherwise; it is not for bursty
//! arrivals (`gigc`), bounded queues (`mmck`) or impatient callers (`abandonment`).

use super::mmc::{Mmc, erlang_c};
use super::overload::Overload;
pub use super::prepared::Prepared;
use crate::dist::{Family, Law, Service};

/// A stationary M/G/c queue.
///
/// # Formula
/// `P(W > t) = C P(M + V > t)`: `C` Erlang's delay formula; `M` the least of `c` residual services, survival
/// `(1 - F_e(t))^c`; `V` a geometric sum (utilisation `ρ`) of residuals of `S/c`. The mean is
/// - one server: `E[W] = λ E[S²] / (2 (1-ρ))`;
/// - SCV at most 1: `SCV E[W_M/M/c] + (1 - SCV) E[W_M/D/c]`, the latter by Cosmetatos;
/// - SCV above 1: `C s (1 + (R-1) φ) / (c (1-ρ))` with `R = c (1-ρ) E[M+V] / s` and `φ` a fit that lets large pools
///   average out variability; the shape is stretched to it.
///
/// # Domain
/// `ρ = λ s / c < 1`; otherwise [`Mgc::new`] gives the [`Overload`] facts. Any service law; `λ = 0` and `s = 0` mean no
/// wait. Doubtful, and to be checked by simulation, when the SCV exceeds 10 and `c > 1`.
///
/// # Source
/// Pollaczek 1930, Khinchine 1932; Tijms, van Hoorn & Federgruen 1981; Cosmetatos 1976; that two moments cannot
/// suffice: Gupta, Harchol-Balter, Dai & Zwart 2010. `φ` is our own fit to exact M/PH/c solutions.
///
/// # Accuracy
/// One server: mean exact, quantiles 1e-3. Several: chance of waiting 0.035 absolute; P99 of the sojourn time 1 to
/// 4 % for constant, Erlang and hyperexponential service up to SCV 10, 6 % for lognormal SCV 4, 19 % for lognormal
/// SCV 10; mean wait at most 12 % up to SCV 4.
///
/// ```
/// use headroom::{dist::Service, queue::mgc::Mgc};
/// // M/D/1 at utilisation 0.8: mean wait 2 services.
/// let queue = Mgc::new(0.8, 1, &Service::constant(1.0)).unwrap();
/// assert!((queue.mean_wait() - 2.0).abs() < 1e-12);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Mgc {
    pub(super) arrival_rate: f64,
    pub(super) servers: u32,
    pub(super) service: Service,
    pub(super) wait_chance: f64,
    pub(super) wait: Law,
}

impl Mgc {
    /// The queue with this arrival rate [per second], number of servers and service law.
    ///
    /// # Errors
    /// The [`Overload`] facts when the utilisation is 1 or more.
    pub fn new(arrival_rate: f64, servers: u32, service: &Service) -> Result<Self, Overload> {
        Prepared::new(service, servers).queue(arrival_rate)
    }

    /// Utilisation of the servers.
    pub fn utilisation(&self) -> f64 {
        if self.servers == 0 {
            0.0
        } else {
            self.arrival_rate * self.service.mean() / f64::from(self.servers)
        }
    }

    /// Chance that an arrival waits (Erlang's `C`).
    pub fn wait_chance(&self) -> f64 {
        self.wait_chance
    }

    /// Mean wait \[s\].
    pub fn mean_wait(&self) -> f64 {
        self.wait.mean()
    }

    /// Mean sojourn time \[s\].
    pub fn mean_sojourn(&self) -> f64 {
        self.mean_wait() + self.service.mean()
    }

    /// The law of the wait; its atom at zero is exactly the chance of not waiting.
    ///
    /// For several servers and SCV below 1 its mean is the interpolated one, up to 3 % off the area under its curve.
    pub fn wait(&self) -> &Law {
        &self.wait
    }

    /// The law of the sojourn time: wait and service, independent under first come first served.
    pub fn sojourn(&self) -> Law {
        if self.service.is_exponential() {
            // The closed form spares the convolution.
            if let Ok(mmc) = Mmc::new(self.arrival_rate, self.servers, self.service.mean()) {
                return mmc.sojourn_law();
            }
        }
        self.wait.sum(&Law::from_service(&self.service))
    }
}

/// The law of the wait at an M/G/c station; see [`Mgc`].
///
/// # Errors
/// The [`Overload`] facts when the utilisation is 1 or more.
pub fn wait_law(arrival_rate: f64, servers: u32, service: &Service) -> Result<Law, Overload> {
    Prepared::new(service, servers).wait(arrival_rate)
}

/// Mean wait of M/D/c from that of M/M/c.
///
/// # Formula
/// `E[W_D] = (1 + (1-ρ)(c-1)(sqrt(4+5c) - 2) / (16 ρ c)) E[W_M/M/c] / 2`.
///
/// # Domain
/// `0 < ρ < 1`.
///
/// # Source
/// Cosmetatos 1976.
///
/// # Accuracy
/// Exact for one server; mean error 0.9 %, at most 3.6 % for 2 to 64 servers at utilisation 0.5 to 0.95.
///
/// ```
/// let wait = headroom::queue::mgc::cosmetatos(1, 0.5, 1.0);
/// assert_eq!(wait, 0.5);
/// ```
pub fn cosmetatos(servers: u32, utilisation: f64, exponential_wait: f64) -> f64 {
    let c = f64::from(servers);
    let extra = (1.0 - utilisation) * (c - 1.0) * ((4.0 + 5.0 * c).sqrt() - 2.0) / (16.0 * utilisation * c);
    // At low utilisation the correction diverges; constant service never waits longer than exponential.
    0.5 * (1.0 + extra.min(1.0)) * exponential_wait
}

/// How much of the variability a pool of servers feels: 1 for up to three servers, towards 0 for large pools.
pub(super) fn felt(servers: u32, utilisation: f64, scv: f64, third: f64) -> f64 {
    let theta = (third / 6.0 - 0.25 * (1.0 + scv) * (1.0 + scv)) * 4.0 / ((scv - 1.0) * (1.0 + scv));
    let theta = theta.clamp(0.1, 20.0);
    let pool = libm::pow((f64::from(servers) - 3.0).max(0.0), 1.15);
    1.0 / (1.0 + 0.06 * libm::pow(theta, 0.42) * pool * (1.0 - utilisation) / libm::pow(utilisation, 2.2))
}

/// The load at which an arrival waits with this chance, by bisection on [`erlang_c`]; used to size pools.
///
/// # Formula
/// The root `a` of `C(c, a) = p`.
///
/// # Domain
/// `0 <= p <= 1`; 1 gives `c`.
///
/// # Accuracy
/// 1e-14 relative.
///
/// ```
/// let load = headroom::queue::mgc::load_for_wait_chance(10, 0.409_180_150_796_444);
/// assert!((load - 8.0).abs() < 1e-9);
/// ```
pub fn load_for_wait_chance(servers: u32, chance: f64) -> f64 {
    crate::num::root::last_true(|load| erlang_c(load, servers) < chance, 0.0, f64::from(servers))
}

#[cfg(test)]
mod tests {
    use super::{Mgc, Mmc, wait_law};
    use crate::dist::Service;

    #[test]
    fn exponential_service_is_exact() {
        let queue = Mgc::new(8.0, 10, &Service::exponential(1.0).unwrap()).unwrap();
        let exact = Mmc::new(8.0, 10, 1.0).unwrap();
        for p in [0.5, 0.9, 0.99, 0.999] {
            assert!((queue.wait().quantile(p) - exact.wait_quantile(p)).abs() < 1e-6);
            assert!((queue.sojourn().quantile(p) / exact.sojourn_quantile(p) - 1.0).abs() < 1e-6);
        }
    }

    #[test]
    fn a_general_law_of_exponential_shape_agrees_with_the_closed_form() {
        // Gamma with SCV 1 is exponential, but goes through the integral equation.
        for (rate, servers) in [(0.5, 1), (0.9, 1), (0.98, 1), (9.0, 10)] {
            let queue = Mgc::new(rate, servers, &Service::gamma(1.0, 1.0).unwrap()).unwrap();
            let exact = Mmc::new(rate, servers, 1.0).unwrap();
            assert!((queue.mean_wait() / exact.mean_wait() - 1.0).abs() < 1e-9);
            for p in [0.9, 0.99, 0.999] {
                let error = queue.wait().quantile(p) / exact.wait_quantile(p) - 1.0;
                println!("{rate} {servers} {p} {error:e}");
                assert!(exact.wait_quantile(p) == 0.0 || error.abs() < 1e-3);
            }
        }
    }

    #[test]
    fn nothing_waits_without_load() {
        assert_eq!(wait_law(0.0, 1, &Service::constant(1.0)).unwrap().constant(), Some(0.0));
        assert_eq!(wait_law(5.0, 1, &Service::constant(0.0)).unwrap().constant(), Some(0.0));
        assert!(wait_law(1.0, 1, &Service::constant(1.0)).is_err());
    }

    #[test]
    fn the_atom_at_zero_is_exact() {
        let law = wait_law(0.8, 1, &Service::lognormal(1.0, 4.0).unwrap()).unwrap();
        assert!((law.atoms()[0].mass - 0.2).abs() < 1e-12);
        assert_eq!(law.quantile(0.2), 0.0);
    }

    #[test]
    fn extremes_stay_finite() {
        for service in [Service::lognormal(1e-3, 100.0).unwrap(), Service::gamma(20.0, 1e-4).unwrap()] {
            for (c, rho) in [(1, 1e-9), (1, 0.9999), (3, 0.01), (5000, 0.99)] {
                use crate::dist::Family;
                let rate = rho * f64::from(c) / service.mean();
                let queue = Mgc::new(rate, c, &service).unwrap();
                let q = queue.sojourn().quantile(0.999);
                assert!(
                    q.is_finite() && q >= 0.0 && queue.mean_wait().is_finite(),
                    "{service:?} {c} {rho} {q}"
                );
            }
        }
    }
}
