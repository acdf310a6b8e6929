//! M/M/c: Poisson arrivals, exponential service, `c` servers, one queue without limit.
//!
//! It is not for other service laws (`mgc`), bounded queues (`mmck`) or impatient callers (`abandonment`).

use super::overload::Overload;
use crate::dist::Law;
use crate::num::{elementary::exp, root};

/// Erlang's loss formula: the chance that all `servers` are busy when none may wait.
///
/// # Formula
/// `B_0 = 1`, `B_k = a B_{k-1} / (k + a B_{k-1})` with `a` the offered load \[erlangs\].
///
/// # Domain
/// Every load, any service law (insensitive). No load gives 0 (1 without servers).
///
/// # Source
/// Erlang 1917.
///
/// # Accuracy
/// 1e-13 relative up to 100,000 servers: every step adds positive terms.
///
/// ```
/// let b = headroom::queue::mmc::erlang_b(10.0, 12);
/// assert!((b - 0.119_739_188_444_825).abs() < 1e-14);
/// ```
pub fn erlang_b(load: f64, servers: u32) -> f64 {
    let mut blocked = 1.0;
    for k in 1..=servers {
        blocked = load * blocked / (f64::from(k) + load * blocked);
    }
    blocked
}

/// Erlang's delay formula: the chance that an arrival must wait.
///
/// # Formula
/// `C = B / (1 - ρ (1 - B))` with `B` of [`erlang_b`] and utilisation `ρ = a / c`.
///
/// # Domain
/// `ρ < 1`; at and above 1, and without servers, every arrival waits: 1.
///
/// # Source
/// Erlang 1917.
///
/// # Accuracy
/// 1e-13 relative.
///
/// ```
/// let c = headroom::queue::mmc::erlang_c(8.0, 10);
/// assert!((c - 0.409_180_150_796_444).abs() < 1e-14);
/// ```
pub fn erlang_c(load: f64, servers: u32) -> f64 {
    let utilisation = load / f64::from(servers);
    if servers == 0 || utilisation >= 1.0 {
        return 1.0;
    }
    let blocked = erlang_b(load, servers);
    blocked / (1.0 - utilisation * (1.0 - blocked))
}

/// A stationary M/M/c queue.
///
/// # Formula
/// With `λ` arrivals per second, mean service `s = 1/μ` \[s\], `θ = cμ - λ` and Erlang's `C`:
/// `P(W > t) = C e^(-θt)`, `E[W] = C / θ`, `P(T > t) = e^(-μt) + C μ (e^(-μt) - e^(-θt)) / (θ - μ)`.
///
/// # Domain
/// `ρ = λ s / c < 1`; otherwise [`Mmc::new`] gives the [`Overload`] facts. `λ = 0` and `s = 0` are fine: no wait.
///
/// # Source
/// Erlang 1917; sojourn law: Gross & Harris, Fundamentals of Queueing Theory, section 2.3.
///
/// # Accuracy
/// 1e-10 relative against 34-digit sums, from 1 to 1,000 servers, utilisation up to 0.999.
///
/// ```
/// use headroom::queue::mmc::Mmc;
/// let queue = Mmc::new(8.0, 10, 1.0).unwrap();
/// assert!((queue.mean_wait() - 0.204_590_075_398_222).abs() < 1e-12);
/// assert!((queue.sojourn_quantile(0.99) - 4.946_111_327_611_45).abs() < 1e-10);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mmc {
    arrival_rate: f64,
    servers: u32,
    mean_service: f64,
    wait_chance: f64,
}

impl Mmc {
    /// The queue with this arrival rate [per second], number of servers and mean service time \[s\].
    ///
    /// # Errors
    /// The [`Overload`] facts when the utilisation is 1 or more.
    pub fn new(arrival_rate: f64, servers: u32, mean_service: f64) -> Result<Self, Overload> {
        if let Some(overload) = Overload::of(arrival_rate, servers, mean_service) {
            return Err(overload);
        }
        let wait_chance = erlang_c(arrival_rate * mean_service, servers);
        // Without arrivals nobody waits, not even where there is no server.
        let wait_chance = if arrival_rate > 0.0 && mean_service > 0.0 { wait_chance } else { 0.0 };
        Ok(Self { arrival_rate, servers, mean_service, wait_chance })
    }

    /// Utilisation `λ s / c` of the servers.
    pub fn utilisation(&self) -> f64 {
        if self.servers == 0 { 0.0 } else { self.arrival_rate * self.mean_service / f64::from(self.servers) }
    }

    /// Chance that an arrival waits.
    pub fn wait_chance(&self) -> f64 {
        self.wait_chance
    }

    /// Rate `θ = cμ - λ` at which the tail of the wait falls [per second].
    pub fn decay(&self) -> f64 {
        // (1 - ρ) cμ keeps its digits close to saturation better than the difference of two large rates.
        f64::from(self.servers) / self.mean_service - self.arrival_rate
    }

    /// Mean wait \[s\].
    pub fn mean_wait(&self) -> f64 {
        if self.wait_chance > 0.0 { self.wait_chance / self.decay() } else { 0.0 }
    }

    /// Mean sojourn time \[s\]: wait and service.
    pub fn mean_sojourn(&self) -> f64 {
        self.mean_wait() + self.mean_service
    }

    /// Mean number waiting.
    pub fn mean_queue(&self) -> f64 {
        self.arrival_rate * self.mean_wait()
    }

    /// Mean number in the station.
    pub fn mean_in_system(&self) -> f64 {
        self.arrival_rate * self.mean_sojourn()
    }

    /// `P(W > t)`.
    pub fn wait_survival(&self, t: f64) -> f64 {
        if t < 0.0 {
            1.0
        } else if self.wait_chance > 0.0 {
            self.wait_chance * libm::exp(-self.decay() * t)
        } else {
            0.0
        }
    }

    /// The `p` quantile of the wait \[s\]: 0 when at least a share `p` does not wait.
    pub fn wait_quantile(&self, p: f64) -> f64 {
        if self.wait_chance <= 1.0 - p {
            return 0.0;
        }
        -libm::log((1.0 - p) / self.wait_chance) / self.decay()
    }

    /// `P(T > t)` of the sojourn time.
    pub fn sojourn_survival(&self, t: f64) -> f64 {
        if t <= 0.0 {
            return if self.mean_service > 0.0 || t < 0.0 { 1.0 } else { 0.0 };
        }
        if self.mean_service <= 0.0 {
            return 0.0;
        }
        two_stage(t, 1.0 / self.mean_service, self.decay(), self.wait_chance)
    }

    /// The `p` quantile of the sojourn time \[s\].
    ///
    /// # Formula
    /// The root of `ln P(T > t) = ln(1 - p)` between the quantile of service alone and the sum of the quantiles
    /// of wait and service at `1 - (1 - p)/2`.
    pub fn sojourn_quantile(&self, p: f64) -> f64 {
        if p <= 0.0 || self.mean_service <= 0.0 {
            return 0.0;
        }
        if p >= 1.0 {
            return f64::INFINITY;
        }
        let goal = libm::log1p(-p);
        let low = -goal * self.mean_service;
        // If T > a + b then W > a or S > b, each of chance (1 - p) / 2 at most.
        let half = 1.0 - 0.5 * (1.0 - p);
        let high = -libm::log(0.5 * (1.0 - p)) * self.mean_service + self.wait_quantile(half);
        root::brent(|t| libm::log(self.sojourn_survival(t).max(1e-300)) - goal, low, high, 1e-13 * low)
    }

    /// The law of the wait: an exact atom at zero beside an exponential.
    pub fn wait_law(&self) -> Law {
        if self.wait_chance <= 0.0 {
            return Law::point(0.0);
        }
        let decay = self.decay();
        let falling = |times: &mut [f64]| {
            for t in times {
                *t = exp(-decay * *t);
            }
        };
        let wait = Law::from_survivals(falling, Some(1.0 / decay), f64::INFINITY);
        Law::mix(&[(1.0 - self.wait_chance, &Law::point(0.0)), (self.wait_chance, &wait)])
    }

    /// The law of the sojourn time, from its closed form.
    pub fn sojourn_law(&self) -> Law {
        if self.mean_service <= 0.0 {
            return self.wait_law();
        }
        let (rate, decay, chance) = (1.0 / self.mean_service, self.decay(), self.wait_chance);
        let falling = |times: &mut [f64]| {
            for t in times {
                *t = two_stage(*t, rate, decay, chance);
            }
        };
        Law::from_survivals(falling, Some(self.mean_sojourn()), f64::INFINITY)
    }
}

/// `P(W + S > t)` for `P(W > t) = C e^(-θt)` and exponential `S` with rate `μ`.
///
/// `e^(-μt) + C μ (e^(-μt) - e^(-θt)) / (θ - μ)`, written with the slower exponential in front, so that neither factor
/// overflows, and continuous through `θ = μ`.
pub(super) fn two_stage(t: f64, rate: f64, decay: f64, chance: f64) -> f64 {
    let gap = (decay - rate).abs();
    let waited = if gap == 0.0 { t } else { -libm::expm1(-gap * t) / gap };
    libm::exp(-rate * t) + chance * rate * waited * libm::exp(-rate.min(decay) * t)
}

#[cfg(test)]
mod tests {
    use super::{Mmc, erlang_b, erlang_c};

    #[test]
    fn one_server_is_the_textbook_queue() {
        let queue = Mmc::new(0.5, 1, 1.0).unwrap();
        assert!((queue.wait_chance() - 0.5).abs() < 1e-15);
        assert!((queue.mean_sojourn() - 2.0).abs() < 1e-14);
        assert!((queue.sojourn_quantile(0.9) + 2.0 * libm::log(0.1)).abs() < 1e-11);
    }

    #[test]
    fn nothing_to_do() {
        let idle = Mmc::new(0.0, 3, 0.2).unwrap();
        assert_eq!((idle.mean_wait(), idle.wait_quantile(0.99)), (0.0, 0.0));
        let instant = Mmc::new(100.0, 4, 0.0).unwrap();
        assert_eq!((instant.mean_sojourn(), instant.sojourn_quantile(0.99)), (0.0, 0.0));
        assert_eq!(instant.wait_law().constant(), Some(0.0));
        assert!(Mmc::new(0.0, 0, 1.0).is_ok());
    }

    #[test]
    fn overload_is_a_value() {
        assert_eq!(Mmc::new(10.0, 1, 0.1).unwrap_err().utilisation, 1.0);
        assert_eq!(erlang_c(5.0, 4), 1.0);
        assert_eq!(erlang_b(0.0, 4), 0.0);
    }

    #[test]
    fn the_laws_agree_with_the_closed_forms() {
        let queue = Mmc::new(95.0, 100, 1.0).unwrap();
        let law = queue.sojourn_law();
        for p in [0.5, 0.9, 0.99, 0.999] {
            assert!((law.quantile(p) / queue.sojourn_quantile(p) - 1.0).abs() < 1e-6);
        }
        assert!((queue.wait_law().mean() - queue.mean_wait()).abs() < 1e-12);
    }
}
