//! M/M/c/K: a bounded station that turns away what finds it full.
//!
//! It is not for dropping the oldest or blocking the caller; see `bounded`.

use crate::num::{gamma, root, sum::Sum};

/// A stationary M/M/c/K queue; `K` counts the requests in service too.
///
/// # Formula
/// `p_n = p_(n-1) λ / (min(n, c) μ)`, scaled to one. Refused `p_K`; throughput `λ (1 - p_K)`; an accepted request sees
/// `n` others with chance `p_n / (1 - p_K)` and with `n >= c` waits Erlang `(n-c+1, cμ)`.
///
/// # Domain
/// Every load, also above 1. `K < c` counts as `c = K` servers; `K = 0` refuses everything.
///
/// # Source
/// Erlang 1917; Gross & Harris, Fundamentals of Queueing Theory, section 2.5.
///
/// # Accuracy
/// 1e-11 relative against 34-digit sums. The recursion starts at the most likely state, so nothing overflows.
///
/// ```
/// let queue = headroom::queue::mmck::Mmck::new(0.9, 1, 1.0, 5);
/// assert!((queue.refused() - 0.126_022_549_988_369).abs() < 1e-14);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Mmck {
    arrival_rate: f64,
    servers: u32,
    mean_service: f64,
    chances: Vec<f64>,
}

impl Mmck {
    /// The queue with this arrival rate [per second], servers, mean service time \[s\] and room for `capacity` requests.
    pub fn new(arrival_rate: f64, servers: u32, mean_service: f64, capacity: u32) -> Self {
        let servers = servers.min(capacity);
        let load = (arrival_rate * mean_service).max(0.0);
        let chances = stationary(capacity as usize, |n| load / (n.min(servers as usize)) as f64);
        Self { arrival_rate, servers, mean_service, chances }
    }

    /// The chances of finding 0, 1, ... `K` requests in the station.
    pub fn chances(&self) -> &[f64] {
        &self.chances
    }

    /// Fraction of the arrivals that is refused.
    pub fn refused(&self) -> f64 {
        self.chances[self.chances.len() - 1]
    }

    /// Accepted requests [per second].
    pub fn throughput(&self) -> f64 {
        self.arrival_rate * (1.0 - self.refused())
    }

    /// Utilisation of the servers.
    pub fn utilisation(&self) -> f64 {
        if self.servers == 0 { 0.0 } else { self.throughput() * self.mean_service / f64::from(self.servers) }
    }

    /// Mean number waiting.
    pub fn mean_queue(&self) -> f64 {
        let c = self.servers as usize;
        self.chances.iter().enumerate().skip(c).map(|(n, p)| (n - c) as f64 * p).collect::<Sum>().value()
    }

    /// Mean number in the station.
    pub fn mean_in_system(&self) -> f64 {
        self.chances.iter().enumerate().map(|(n, p)| n as f64 * p).collect::<Sum>().value()
    }

    /// Mean wait \[s\] of the accepted.
    pub fn mean_wait(&self) -> f64 {
        let throughput = self.throughput();
        if throughput > 0.0 { self.mean_queue() / throughput } else { 0.0 }
    }

    /// Mean sojourn time \[s\] of the accepted.
    pub fn mean_sojourn(&self) -> f64 {
        self.mean_wait() + self.mean_service
    }

    /// Chance that an accepted request waits.
    pub fn wait_chance(&self) -> f64 {
        let last = self.chances.len() - 1;
        let waiting: Sum = self.chances[..last].iter().skip(self.servers as usize).copied().collect();
        let accepted = 1.0 - self.refused();
        if accepted > 0.0 { waiting.value() / accepted } else { 0.0 }
    }

    /// `P(W > t)` of the accepted.
    pub fn wait_survival(&self, t: f64) -> f64 {
        let c = self.servers as usize;
        let x = f64::from(self.servers) * t.max(0.0) / self.mean_service;
        let waiting = &self.chances[c.min(self.chances.len() - 1)..self.chances.len() - 1];
        let (mut still, mut sum) = (0.0, 0.0);
        for (k, p) in waiting.iter().enumerate() {
            // Q(k+1, x) = Q(k, x) + x^k e^-x / k!.
            still += gamma::poisson(k as f64, x);
            sum += p * still;
        }
        (sum / (1.0 - self.refused())).min(1.0)
    }

    /// `P(T > t)` of the sojourn time of the accepted.
    ///
    /// # Formula
    /// With `ν = cμ`, `k = n-c+1`: waiting and service together exceed `t` with chance `Q(k, νt) + h_k`, where
    /// `h_(k-1) = h_k (1 - 1/c) + e^(-νt) (νt)^(k-1) / (k-1)!` is run downwards, all terms positive.
    pub fn sojourn_survival(&self, t: f64) -> f64 {
        if t <= 0.0 || self.mean_service <= 0.0 {
            return if t < 0.0 || self.mean_service > 0.0 { 1.0 } else { 0.0 };
        }
        let (c, last) = (self.servers as usize, self.chances.len() - 1);
        let (rate, y) = (f64::from(self.servers) * t / self.mean_service, t / self.mean_service);
        let at_once: f64 = self.chances[..c.min(last)].iter().sum();
        let mut total = at_once * libm::exp(-y);
        let most = last.saturating_sub(c);
        let mut tails = vec![0.0; most + 1];
        tails[most] = top(most as f64, self.servers, rate, y);
        let keep = 1.0 - 1.0 / f64::from(self.servers);
        let mut next = tails[most];
        for (k, tail) in tails[..most].iter_mut().enumerate().rev() {
            next = next * keep + gamma::poisson(k as f64, rate);
            *tail = next;
        }
        let mut still = 0.0;
        for (k, (tail, chance)) in tails[1..].iter().zip(&self.chances[c.min(last)..last]).enumerate() {
            still += gamma::poisson(k as f64, rate);
            total += chance * (still + tail);
        }
        (total / (1.0 - self.refused())).min(1.0)
    }

    /// The `p` quantile of the sojourn time \[s\] of the accepted.
    pub fn sojourn_quantile(&self, p: f64) -> f64 {
        if p <= 0.0 || self.mean_service <= 0.0 || self.refused() >= 1.0 {
            return 0.0;
        }
        if p >= 1.0 {
            return f64::INFINITY;
        }
        let goal = libm::log1p(-p);
        let low = -goal * self.mean_service;
        let mut high = 2.0 * low + self.mean_wait();
        while self.sojourn_survival(high) > 1.0 - p {
            high *= 2.0;
        }
        root::brent(|t| libm::log(self.sojourn_survival(t).max(1e-300)) - goal, low, high, 1e-13 * low)
    }
}

/// `h_k` for the greatest `k`: `e^(-μt) (c/(c-1))^k P(k, (c-1)μt)`.
fn top(k: f64, servers: u32, rate: f64, y: f64) -> f64 {
    if servers <= 1 {
        // The factor is infinite and the integral zero; the limit is the Poisson term itself.
        return gamma::poisson(k, rate);
    }
    let rest = rate - y;
    if rest > k {
        let ratio = f64::from(servers) / (f64::from(servers) - 1.0);
        return libm::exp(k * libm::log(ratio) - y) * gamma::lower(k, rest);
    }
    let (mut term, mut sum, mut n) = (1.0, 1.0, k);
    while term > sum * 1e-17 {
        n += 1.0;
        term *= rest / n;
        sum += term;
    }
    gamma::poisson(k, rate) * sum
}

/// Chances of the states `0..=last` of a birth-death chain, where `ratio(n) = p_n / p_(n-1)` does not increase.
///
/// # Formula
/// Ratios multiplied outwards from the most likely state, then scaled to one.
pub(crate) fn stationary(last: usize, ratio: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut chances = vec![0.0; last + 1];
    // The last state that is at least as likely as the one before.
    let (mut low, mut high) = (0, last);
    while low < high {
        let middle = usize::midpoint(low, high) + (high - low) % 2;
        if ratio(middle) >= 1.0 {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    chances[low] = 1.0;
    for n in low + 1..=last {
        chances[n] = chances[n - 1] * ratio(n);
    }
    for n in (1..=low).rev() {
        chances[n - 1] = chances[n] / ratio(n);
    }
    let total = chances.iter().copied().collect::<Sum>().value();
    for chance in &mut chances {
        *chance /= total;
    }
    chances
}

#[cfg(test)]
mod tests {
    use super::Mmck;
    use crate::queue::mmc::{Mmc, erlang_b};

    #[test]
    fn without_room_to_wait_it_is_the_loss_formula() {
        let queue = Mmck::new(50.0, 4, 0.1, 4);
        assert!((queue.refused() - erlang_b(5.0, 4)).abs() < 1e-14);
        assert_eq!(queue.mean_wait(), 0.0);
    }

    #[test]
    fn with_plenty_of_room_it_is_the_unbounded_queue() {
        for servers in [1, 2, 10] {
            let rate = 0.8 * f64::from(servers);
            let (bounded, free) = (Mmck::new(rate, servers, 1.0, 300), Mmc::new(rate, servers, 1.0).unwrap());
            for t in [0.3, 2.0, 9.0] {
                assert!((bounded.sojourn_survival(t) / free.sojourn_survival(t) - 1.0).abs() < 1e-10);
                assert!((bounded.wait_survival(t) / free.wait_survival(t) - 1.0).abs() < 1e-10);
            }
        }
    }

    #[test]
    fn extremes() {
        let swamped = Mmck::new(1e6, 100, 1.0, 20_000);
        assert!((swamped.throughput() - 100.0).abs() < 1e-6);
        assert!(swamped.sojourn_quantile(0.99).is_finite());
        assert_eq!(Mmck::new(5.0, 2, 1.0, 0).refused(), 1.0);
        assert_eq!(Mmck::new(0.0, 2, 1.0, 5).refused(), 0.0);
        assert_eq!(Mmck::new(3.0, 2, 0.0, 5).sojourn_quantile(0.99), 0.0);
    }
}
