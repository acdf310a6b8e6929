//! GI/M/c: arrivals that are smoother or burstier than Poisson, exponential service.
//!
//! It is not for other service laws; `gigc` combines it with M/G/c.

use super::mmc::Mmc;
use super::overload::Overload;
use crate::dist::Law;
use crate::num::{gamma::ln_gamma, root};

/// The law of the time between arrivals, by its squared coefficient of variation: constant for 0, gamma below 1,
/// exponential at 1, hyperexponential with balanced means above.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interarrival {
    mean: f64,
    scv: f64,
}

impl Interarrival {
    /// Times between arrivals with this rate [per second] and squared coefficient of variation (0 to 100).
    pub fn new(rate: f64, scv: f64) -> Self {
        Self { mean: 1.0 / rate, scv: scv.clamp(0.0, 100.0) }
    }

    /// Laplace transform `E[e^(-zA)]`.
    pub fn transform(self, z: f64) -> f64 {
        let (x, scv) = (z * self.mean, self.scv);
        if scv < 1e-8 {
            libm::exp(-x)
        } else if scv < 1.0 {
            libm::exp(-libm::log1p(x * scv) / scv)
        } else if scv == 1.0 {
            1.0 / (1.0 + x)
        } else {
            let p = 0.5 * (1.0 + ((scv - 1.0) / (scv + 1.0)).sqrt());
            let q = 0.5 / ((scv + 1.0) * p);
            p * 2.0 * p / (2.0 * p + x) + q * 2.0 * q / (2.0 * q + x)
        }
    }
}

/// A stationary GI/M/c queue.
///
/// # Formula
/// `σ` in (0, 1) solves `σ = A*(cμ (1-σ))`; a wait is exponential with rate `cμ (1-σ)`. Chance of waiting
/// `P0 / (1-σ)`, `1/P0 = 1/(1-σ) + sum_j C(c,j) (c(1-φ_j) - j) / (C_j (1-φ_j) (c(1-σ) - j))`, `φ_j = A*(jμ)`,
/// `C_j = Π_(i<=j) φ_i/(1-φ_i)`; for one server simply `σ`.
///
/// # Domain
/// `ρ < 1`, otherwise the [`Overload`] facts; up to some hundreds of servers.
///
/// # Source
/// Takács, Introduction to the Theory of Queues, 1962, chapter 2.
///
/// # Accuracy
/// 1e-10 relative; 1e-6 where `c(1-σ)` is within 1e-7 of a whole number, which is stepped around.
///
/// ```
/// use headroom::queue::gim::Gim;
/// let queue = Gim::new(0.8, 0.0, 1, 1.0).unwrap(); // D/M/1
/// assert!((queue.wait_chance() - 0.628_629_796_496_947).abs() < 1e-12);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gim {
    mean_service: f64,
    wait_chance: f64,
    decay: f64,
}

impl Gim {
    /// The queue with this arrival rate [per second], squared coefficient of variation of the times between arrivals,
    /// servers and mean service time \[s\].
    ///
    /// # Errors
    /// The [`Overload`] facts when the utilisation is 1 or more.
    pub fn new(arrival_rate: f64, scv: f64, servers: u32, mean_service: f64) -> Result<Self, Overload> {
        let plain = Mmc::new(arrival_rate, servers, mean_service)?;
        if plain.wait_chance() <= 0.0 || scv == 1.0 {
            return Ok(Self { mean_service, wait_chance: plain.wait_chance(), decay: plain.decay() });
        }
        let arrivals = Interarrival::new(arrival_rate, scv);
        let (c, rate) = (f64::from(servers), 1.0 / mean_service);
        let delta = solve(arrivals, c * rate, plain.utilisation());
        let wait_chance = if servers == 1 {
            1.0 - delta
        } else if (c * delta - (c * delta).round()).abs() < 1e-7 {
            // Top and bottom of one term vanish together: a small step in the load gives the limit.
            let aside = Interarrival::new(arrival_rate * (1.0 - 1e-7), scv);
            takacs(aside, servers, rate, solve(aside, c * rate, plain.utilisation()))
        } else {
            takacs(arrivals, servers, rate, delta)
        };
        Ok(Self { mean_service, wait_chance: wait_chance.clamp(0.0, 1.0), decay: c * rate * delta })
    }

    /// Chance that an arrival waits.
    pub fn wait_chance(&self) -> f64 {
        self.wait_chance
    }

    /// Rate at which the tail of the wait falls [per second].
    pub fn decay(&self) -> f64 {
        self.decay
    }

    /// Mean wait \[s\].
    pub fn mean_wait(&self) -> f64 {
        if self.wait_chance > 0.0 { self.wait_chance / self.decay } else { 0.0 }
    }

    /// Mean sojourn time \[s\].
    pub fn mean_sojourn(&self) -> f64 {
        self.mean_wait() + self.mean_service
    }

    /// `P(T > t)` of the sojourn time.
    pub fn sojourn_survival(&self, t: f64) -> f64 {
        if t <= 0.0 || self.mean_service <= 0.0 {
            return if t < 0.0 || self.mean_service > 0.0 { 1.0 } else { 0.0 };
        }
        super::mmc::two_stage(t, 1.0 / self.mean_service, self.decay, self.wait_chance)
    }

    /// The law of the wait.
    pub fn wait_law(&self) -> Law {
        if self.wait_chance <= 0.0 {
            return Law::point(0.0);
        }
        let wait = Law::from_survival(|t| libm::exp(-self.decay * t), Some(1.0 / self.decay));
        Law::mix(&[(1.0 - self.wait_chance, &Law::point(0.0)), (self.wait_chance, &wait)])
    }

    /// The law of the sojourn time, from its closed form.
    pub fn sojourn_law(&self) -> Law {
        if self.mean_service <= 0.0 {
            return self.wait_law();
        }
        Law::from_survival(|t| self.sojourn_survival(t), Some(self.mean_sojourn()))
    }
}

/// `1 - σ`, which keeps its digits close to saturation.
fn solve(arrivals: Interarrival, capacity: f64, utilisation: f64) -> f64 {
    let miss = |delta: f64| arrivals.transform(capacity * delta) - 1.0 + delta;
    root::brent(miss, 1e-9 * (1.0 - utilisation), 1.0, 1e-16)
}

fn takacs(arrivals: Interarrival, servers: u32, rate: f64, delta: f64) -> f64 {
    let c = f64::from(servers);
    let mut sum = 1.0 / delta;
    let mut log_product = 0.0;
    for j in 1..=servers {
        let j = f64::from(j);
        let phi = arrivals.transform(j * rate);
        log_product += libm::log(phi) - libm::log1p(-phi);
        let choose = ln_gamma(c + 1.0) - ln_gamma(j + 1.0) - ln_gamma(c - j + 1.0);
        sum += libm::exp(choose - log_product) / (1.0 - phi) * (c * (1.0 - phi) - j) / (c * delta - j);
    }
    1.0 / (delta * sum)
}

#[cfg(test)]
mod tests {
    use super::{Gim, Interarrival, Mmc};

    #[test]
    fn poisson_arrivals_through_the_general_way() {
        for servers in [1_u32, 3, 40, 200] {
            let rate = 0.85 * f64::from(servers);
            let near = Gim::new(rate, 1.0 + 1e-9, servers, 1.0).unwrap();
            let exact = Mmc::new(rate, servers, 1.0).unwrap();
            assert!((near.wait_chance() / exact.wait_chance() - 1.0).abs() < 1e-5, "{servers}");
            assert!((near.mean_wait() / exact.mean_wait() - 1.0).abs() < 1e-5, "{servers}");
        }
    }

    #[test]
    fn transforms_have_mean_and_variation() {
        for scv in [0.0, 0.3, 1.0, 4.0, 50.0] {
            let a = Interarrival::new(2.0, scv);
            let h = 1e-4;
            let slope = (a.transform(h) - a.transform(0.0)) / h;
            assert!((slope + 0.5).abs() < 1e-3 * (1.0 + scv), "{scv} {slope}");
        }
    }
}
