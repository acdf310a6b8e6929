//! Callers that give up while they wait: exponential and constant patience.
//!
//! It is not a timeout on the whole sojourn time without cancelling; there the work is done anyway.

use super::mmc::erlang_b;
use super::mmck::stationary;
use crate::dist::Law;

/// What a station with impatient callers does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Impatient {
    /// Fraction of the arrivals that gives up.
    pub abandoned: f64,
    /// Chance that an arrival has to wait, for service or in vain.
    pub wait_chance: f64,
    /// Mean time waited \[s\], over all arrivals; those that give up count with the time they waited.
    pub mean_wait: f64,
    /// Mean number waiting.
    pub mean_queue: f64,
    /// Utilisation of the servers.
    pub utilisation: f64,
    /// Served requests [per second].
    pub throughput: f64,
}

/// M/M/c with exponential patience (Erlang A).
///
/// # Formula
/// `p_n = p_(n-1) λ / (min(n,c) μ + max(0, n-c) ξ)`; abandoned `ξ E[queue] / λ` with `1/ξ` the mean patience \[s\].
///
/// # Domain
/// Every load; mean patience above 0. Loads so large that more than a million callers wait are cut there.
///
/// # Source
/// Palm 1957; Garnett, Mandelbaum & Reiman 2002.
///
/// # Accuracy
/// 1e-11 relative against 34-digit sums.
///
/// ```
/// let station = headroom::queue::abandonment::exponential_patience(100.0, 100, 1.0, 2.0);
/// assert!((station.abandoned - 0.033_030_152_528_288_1).abs() < 1e-13);
/// ```
pub fn exponential_patience(arrival_rate: f64, servers: u32, mean_service: f64, patience: f64) -> Impatient {
    let (c, rate, leave) = (servers as usize, 1.0 / mean_service, 1.0 / patience);
    if arrival_rate <= 0.0 || mean_service <= 0.0 {
        return nobody_waits(arrival_rate);
    }
    // Past the balance point the chances fall faster than a Poisson law with mean λ/ξ.
    let balance = ((arrival_rate - f64::from(servers) * rate) * patience).max(0.0);
    let spread = 12.0 * (arrival_rate * patience + f64::from(servers) + balance).sqrt() + 60.0;
    // With long patience the queue is that of M/M/c, whose tail falls by ρ a place.
    let drain = arrival_rate / (f64::from(servers) * rate);
    let geometric = if drain < 1.0 && drain > 0.0 { 50.0 / -libm::log(drain) } else { f64::INFINITY };
    let room = (balance + spread).min(geometric.max(60.0)).min(1e6) as usize;
    let per_state = |n: usize| arrival_rate / (n.min(c) as f64 * rate + n.saturating_sub(c) as f64 * leave);
    let chances = stationary(c + room, per_state);
    let mean_queue: f64 = chances.iter().skip(c).enumerate().map(|(q, p)| q as f64 * p).sum();
    let wait_chance: f64 = chances.iter().skip(c).sum();
    let busy: f64 = chances.iter().enumerate().map(|(n, p)| n.min(c) as f64 * p).sum();
    let abandoned = (leave * mean_queue / arrival_rate).min(1.0);
    Impatient {
        abandoned,
        wait_chance,
        mean_wait: mean_queue / arrival_rate,
        mean_queue,
        utilisation: if c > 0 { busy / c as f64 } else { 0.0 },
        throughput: busy * rate,
    }
}

fn nobody_waits(throughput: f64) -> Impatient {
    let throughput = throughput.max(0.0);
    Impatient {
        abandoned: 0.0,
        wait_chance: 0.0,
        mean_wait: 0.0,
        mean_queue: 0.0,
        utilisation: 0.0,
        throughput,
    }
}

/// M/M/c with the same patience for all: whoever has waited that long leaves unserved.
///
/// # Formula
/// `d = λ - cμ`, `ε = 1 / B_(c-1)`, `I1 = (e^(dD) - 1)/d`, `I2 = e^(dD)/(cμ)`, `π = 1/(ε + λ (I1 + I2))`:
/// waits `λ (I1 + I2) π`, gives up `λ I2 π`, `E[min(W, D)] = λπ (e^(dD) (D/d - 1/d²) + 1/d² + D I2)`.
///
/// # Domain
/// Every load, `D >= 0` \[s\]; `c >= 1`.
///
/// # Source
/// Baccelli & Hébuterne 1981; Zeltyn & Mandelbaum 2005.
///
/// # Accuracy
/// 1e-10 relative against 34-digit integrals; for overload the growing exponential is factored out.
///
/// ```
/// let station = headroom::queue::abandonment::ConstantPatience::new(100.0, 100, 1.0, 0.5);
/// assert!((station.abandoned() - 0.015_820_291_454_539_7).abs() < 1e-13);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConstantPatience {
    arrival_rate: f64,
    servers: u32,
    mean_service: f64,
    patience: f64,
    drift: f64,
    /// `λ π`, where `π` normalises; scaled by `e^(-dD)` in overload.
    density: f64,
    /// `e^(dD)`, or 1 in overload.
    growth: f64,
    /// `e^(-dD)` in overload, else 1.
    scale: f64,
}

impl ConstantPatience {
    /// The station with this arrival rate [per second], servers, mean service time \[s\] and patience \[s\].
    pub fn new(arrival_rate: f64, servers: u32, mean_service: f64, patience: f64) -> Self {
        let servers = servers.max(1);
        let (arrival_rate, patience) = (arrival_rate.max(0.0), patience.max(0.0));
        let capacity = f64::from(servers) / mean_service;
        let drift = arrival_rate - capacity;
        // Every term is divided by e^(dD) where that would overflow.
        let (growth, scale) = if drift > 0.0 {
            (1.0, libm::exp(-drift * patience))
        } else {
            (libm::exp(drift * patience), 1.0)
        };
        let free = scale / erlang_b(arrival_rate * mean_service, servers - 1);
        let waiting = growth_integral(drift, patience, scale) + growth / capacity;
        let density = arrival_rate / (free + arrival_rate * waiting);
        let density = if density.is_finite() && mean_service > 0.0 { density } else { 0.0 };
        Self { arrival_rate, servers, mean_service, patience, drift, density, growth, scale }
    }

    fn capacity(&self) -> f64 {
        f64::from(self.servers) / self.mean_service
    }

    /// Chance that an arrival has to wait, for service or in vain.
    pub fn wait_chance(&self) -> f64 {
        if self.density == 0.0 {
            return 0.0;
        }
        self.density
            * (growth_integral(self.drift, self.patience, self.scale) + self.growth / self.capacity())
    }

    /// Fraction of the arrivals that gives up.
    pub fn abandoned(&self) -> f64 {
        if self.density == 0.0 { 0.0 } else { self.density * self.growth / self.capacity() }
    }

    /// Mean time waited \[s\] over all arrivals; those that give up count with the patience.
    pub fn mean_wait(&self) -> f64 {
        if self.density == 0.0 {
            return 0.0;
        }
        let (d, limit) = (self.drift, self.patience);
        let z = d * limit;
        // ∫_0^D x e^(dx) dx, by its series where the closed form cancels.
        let inner = if z.abs() < 1e-2 {
            let series =
                0.5 + z * (1.0 / 3.0 + z * (1.0 / 8.0 + z * (1.0 / 30.0 + z * (1.0 / 144.0 + z / 840.0))));
            self.scale * limit * limit * series
        } else {
            self.growth * (limit / d - 1.0 / (d * d)) + self.scale / (d * d)
        };
        self.density * (inner + limit * self.growth / self.capacity())
    }

    /// Mean wait \[s\] of those that are served.
    pub fn mean_wait_served(&self) -> f64 {
        let gone = self.abandoned();
        if gone < 1.0 { ((self.mean_wait() - gone * self.patience) / (1.0 - gone)).max(0.0) } else { 0.0 }
    }

    /// Served requests [per second].
    pub fn throughput(&self) -> f64 {
        self.arrival_rate * (1.0 - self.abandoned())
    }

    /// Utilisation of the servers.
    pub fn utilisation(&self) -> f64 {
        self.throughput() * self.mean_service / f64::from(self.servers)
    }

    /// The law of the wait of those that are served: an atom at zero, then a density that grows or falls with the
    /// drift up to the patience.
    pub fn wait_served(&self) -> Law {
        let served = 1.0 - self.abandoned();
        let waited = self.wait_chance() - self.abandoned();
        if waited <= 1e-15 || served <= 0.0 {
            return Law::point(0.0);
        }
        let all = growth_integral(self.drift, self.patience, self.scale);
        let tail = |t: f64| {
            if t >= self.patience {
                return 0.0;
            }
            // ∫_t^D e^(dx) dx as a share of the whole.
            let start = if self.drift > 0.0 {
                libm::exp(self.drift * (t - self.patience))
            } else {
                libm::exp(self.drift * t)
            };
            let rest = self.patience - t;
            let part = if self.drift > 0.0 {
                growth_integral(self.drift, rest, libm::exp(-self.drift * rest))
            } else {
                start * growth_integral(self.drift, rest, 1.0)
            };
            part / all
        };
        let mean = self.mean_wait_served() * served / waited;
        let wait = Law::starting_at(0.0, tail, Some(mean), self.patience);
        Law::mix(&[(served - waited, &Law::point(0.0)), (waited, &wait)])
    }
}

/// `scale * ∫_0^D e^(dx) dx`, where `scale` is `e^(-dD)` for `d > 0` and 1 otherwise.
fn growth_integral(drift: f64, limit: f64, scale: f64) -> f64 {
    let z = drift * limit;
    if z == 0.0 {
        return limit;
    }
    if drift > 0.0 && scale < 1.0 { -libm::expm1(-z) / drift } else { libm::expm1(z) / drift * scale }
}

#[cfg(test)]
mod tests {
    use super::{ConstantPatience, exponential_patience};
    use crate::queue::mmc::Mmc;

    #[test]
    fn endless_patience_is_the_plain_queue() {
        let plain = Mmc::new(8.0, 10, 1.0).unwrap();
        let constant = ConstantPatience::new(8.0, 10, 1.0, 1e3);
        assert!((constant.mean_wait() / plain.mean_wait() - 1.0).abs() < 1e-12);
        let exponential = exponential_patience(8.0, 10, 1.0, 1e9);
        assert!((exponential.mean_wait / plain.mean_wait() - 1.0).abs() < 1e-6);
    }

    #[test]
    fn the_two_sides_of_no_drift_agree() {
        let below = ConstantPatience::new(10.0 - 1e-6, 10, 1.0, 2.0);
        let above = ConstantPatience::new(10.0 + 1e-6, 10, 1.0, 2.0);
        let exact = ConstantPatience::new(10.0, 10, 1.0, 2.0);
        assert!((below.mean_wait() + above.mean_wait() - 2.0 * exact.mean_wait()).abs() < 1e-9);
        assert!((below.abandoned() - above.abandoned()).abs() < 1e-5);
    }

    #[test]
    fn swamped_stations_stay_finite() {
        let swamped = ConstantPatience::new(1e5, 10, 0.1, 30.0);
        assert!((swamped.throughput() - 100.0).abs() < 1e-6);
        assert!((swamped.wait_served().quantile(0.5) - 30.0).abs() < 0.7);
        assert!(exponential_patience(1e5, 10, 0.1, 1.0).throughput <= 100.0 + 1e-6);
        assert_eq!(ConstantPatience::new(0.0, 3, 1.0, 1.0).abandoned(), 0.0);
        assert_eq!(ConstantPatience::new(10.0, 3, 0.0, 1.0).abandoned(), 0.0);
    }

    #[test]
    fn the_law_of_the_served_has_their_mean() {
        for rate in [50.0, 100.0, 130.0] {
            let station = ConstantPatience::new(rate, 10, 0.1, 0.4);
            let law = station.wait_served();
            assert!((law.mean() - station.mean_wait_served()).abs() < 1e-9);
            assert!(law.quantile(0.9999) <= 0.4);
        }
    }
}
