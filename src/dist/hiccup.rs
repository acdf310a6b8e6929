//! The hiccup: usually one law, now and then a much slower one (a pause, a cold path, a noisy neighbour).
//!
//! It is not its own family: the result is a [`Mixture`](super::mixture::Mixture) of two.

use super::fit::{LawError, Percentiles, time};
use super::service::Service;
use crate::num::root;

impl Service {
    /// `fast` with chance `1 - slow_fraction`, otherwise `slow`.
    ///
    /// # Formula
    /// `P(S > t) = (1 - w) P(fast > t) + w P(slow > t)`.
    ///
    /// # Domain
    /// `0 <= w <= 1`.
    ///
    /// # Errors
    /// [`LawError::BadWeights`] for a fraction outside 0..=1.
    pub fn hiccup(fast: Self, slow: Self, slow_fraction: f64) -> Result<Self, LawError> {
        Self::mixture(vec![(1.0 - slow_fraction, fast), (slow_fraction, slow)])
    }

    /// Two exponentials that have the two percentiles, with a chosen fraction of slow requests.
    ///
    /// # Formula
    /// For each slow mean the fast mean that keeps the lower percentile; the slow mean by bisection on the higher.
    ///
    /// # Domain
    /// The slow fraction must exceed what lies above the higher percentile, else the slow requests are not seen.
    ///
    /// # Errors
    /// [`LawError::PercentilesNotIncreasing`], [`LawError::BadWeights`] unless `1 - high_level < w < 1`, and
    /// [`LawError::RatioOutOfReach`] if the ratio is below an exponential's own.
    ///
    /// ```
    /// use headroom::dist::{Family, Percentiles, Service};
    /// let law = Service::hiccup_from_percentiles(Percentiles::p50_p99(0.05, 0.8), 0.02).unwrap();
    /// assert!((law.quantile(0.5) - 0.05).abs() < 1e-9 && (law.quantile(0.99) - 0.8).abs() < 1e-8);
    /// ```
    pub fn hiccup_from_percentiles(pair: Percentiles, slow_fraction: f64) -> Result<Self, LawError> {
        let (pair, w) = (pair.checked()?, slow_fraction);
        if !(w > 1.0 - pair.high_level && w < 1.0 - pair.low_level) {
            return Err(LawError::BadWeights);
        }
        let at = |fast: f64, slow: f64, t: f64| (1.0 - w) * libm::exp(-t / fast) + w * libm::exp(-t / slow);
        // The fast mean that leaves 1 - p1 beyond the lower percentile, once the slow ones are counted.
        let fast_for = |slow: f64| {
            let rest = (1.0 - pair.low_level - w * libm::exp(-pair.low / slow)) / (1.0 - w);
            -pair.low / libm::log(rest.clamp(1e-300, 1.0 - 1e-16))
        };
        let miss = |log_slow: f64| {
            let slow = libm::exp(log_slow);
            at(fast_for(slow), slow, pair.high) - (1.0 - pair.high_level)
        };
        let equal = time(pair.low / -libm::log1p(-pair.low_level))?;
        let (low, high) = (libm::log(equal), libm::log(pair.high * 1e6));
        if miss(low) > 0.0 {
            return Err(LawError::RatioOutOfReach);
        }
        let slow = libm::exp(root::brent(miss, low, high, 1e-15));
        Self::hiccup(Self::exponential(fast_for(slow))?, Self::exponential(slow)?, w)
    }
}

#[cfg(test)]
mod tests {
    use super::{LawError, Percentiles, Service};
    use crate::dist::Family;

    #[test]
    fn infeasible_fits_say_why() {
        let pair = Percentiles::p50_p99(0.05, 0.8);
        assert_eq!(Service::hiccup_from_percentiles(pair, 0.005), Err(LawError::BadWeights));
        let narrow = Percentiles::p50_p99(0.05, 0.06);
        assert_eq!(Service::hiccup_from_percentiles(narrow, 0.02), Err(LawError::RatioOutOfReach));
    }

    #[test]
    fn a_constant_pause() {
        let law = Service::hiccup(Service::exponential(0.01).unwrap(), Service::constant(0.5), 0.01).unwrap();
        assert_eq!(law.quantile(0.995), 0.5);
    }
}
