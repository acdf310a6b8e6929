//! The mean field of power of `d` choices: what many replicas come to.
//!
//! It is not for a handful of replicas, which are slower than it says.

use crate::num::{gamma, root};

/// Power of `d` choices with infinitely many replicas and exponential service of mean 1.
///
/// # Formula
/// A share `s_k = ρ^((d^k - 1)/(d - 1))` of the replicas holds at least `k` requests; an arrival lands at position `k` with
/// chance `s_(k-1)^d - s_k^d`, and stays Erlang `(k, μ)`.
///
/// # Domain
/// `0 <= ρ < 1`, `d >= 1` (1 is random choice).
///
/// # Source
/// Vvedenskaya, Dobrushin & Karpelevich 1996; Mitzenmacher 1996.
///
/// # Accuracy
/// Exact in the limit; at `ρ = 0.9` finite systems are slower by 3 % with 50 replicas and 14 % with 10.
///
/// ```
/// let field = headroom::queue::balancing::MeanField::new(2, 0.9);
/// assert!((field.mean() - 2.614_057_377_323_88).abs() < 1e-12);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct MeanField {
    landing: Vec<f64>,
}

impl MeanField {
    /// The limit for `choices` replicas looked at and this utilisation.
    pub fn new(choices: u32, utilisation: f64) -> Self {
        let d = f64::from(choices.max(1));
        let mut landing = Vec::new();
        let (mut share, mut before) = (1.0, 1.0);
        while before > 1e-18 && landing.len() < 10_000 {
            share = utilisation * libm::pow(share, d);
            let reached = libm::pow(share, d);
            landing.push(before - reached);
            before = reached;
        }
        Self { landing }
    }

    /// Mean sojourn time, in mean service times.
    pub fn mean(&self) -> f64 {
        self.landing.iter().enumerate().map(|(k, p)| (k + 1) as f64 * p).sum()
    }

    /// `P(T > t)`, time in mean service times.
    pub fn survival(&self, t: f64) -> f64 {
        let (mut still, mut total) = (0.0, 0.0);
        for (k, p) in self.landing.iter().enumerate() {
            still += gamma::poisson(k as f64, t);
            total += p * still;
        }
        total
    }

    /// The `p` quantile of the sojourn time, in mean service times.
    pub fn quantile(&self, p: f64) -> f64 {
        self.time_at(-libm::log1p(-p))
    }

    /// The time at which `e^(-x)` is left.
    pub(super) fn time_at(&self, x: f64) -> f64 {
        let miss = |t: f64| libm::log(self.survival(t).max(1e-300)) + x;
        let mut high = 4.0 + x;
        while miss(high) > 0.0 {
            high *= 2.0;
        }
        root::brent(miss, 0.0, high, 1e-12)
    }
}

#[cfg(test)]
mod tests {
    use super::MeanField;

    #[test]
    fn one_choice_is_random() {
        let field = MeanField::new(1, 0.8);
        assert!((field.mean() - 5.0).abs() < 1e-9);
        assert!((field.quantile(0.99) - 5.0 * libm::log(100.0)).abs() < 1e-6);
    }
}
