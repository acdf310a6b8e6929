//! The hyperexponential service time with balanced means.
//!
//! It is not the general two-phase law: both phases carry half of the mean.

use super::fit::{LawError, Percentiles, time};
use super::service::{Family, Service};
use crate::num::{elementary, root, stream::Stream};

/// Fast with chance `p`, slow otherwise; both phases contribute half of the mean.
///
/// # Formula
/// `p = (1 + sqrt((SCV-1)/(SCV+1))) / 2`, rates `2p/s` and `2(1-p)/s`; residual life is an even mixture of the
/// two exponentials.
///
/// # Domain
/// Mean `s > 0` \[s\], SCV at least 1 (at 1 the exponential).
///
/// # Source
/// Morse 1958; balanced means: Tijms 2003, section B.3.
///
/// # Accuracy
/// 1e-13 relative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hyperexponential {
    fast_chance: f64,
    fast: f64,
    slow: f64,
}

impl Hyperexponential {
    fn balanced(mean: f64, scv: f64) -> Self {
        let p = 0.5 * (1.0 + ((scv - 1.0) / (scv + 1.0)).sqrt());
        // 1 - p without cancellation: p (1 - p) = 1 / (2 (SCV + 1)).
        let q = 0.5 / ((scv + 1.0) * p);
        Self { fast_chance: p, fast: 0.5 * mean / p, slow: 0.5 * mean / q }
    }

    /// The law with two given percentiles.
    ///
    /// # Formula
    /// SCV from the ratio of the percentiles, monotone for SCV from 1 to 18; then the scale.
    ///
    /// # Errors
    /// [`LawError::PercentilesNotIncreasing`], or [`LawError::RatioOutOfReach`] when no SCV from 1 to 18 has this
    /// ratio (for P50 and P99: 6.64 to 49.7).
    ///
    /// ```
    /// use headroom::dist::{Family, Percentiles, hyperexponential::Hyperexponential};
    /// let law = Hyperexponential::from_percentiles(Percentiles::p50_p99(0.05, 0.5)).unwrap();
    /// assert!((law.mean() - 0.082_873_210_887_925).abs() < 1e-12);
    /// ```
    pub fn from_percentiles(pair: Percentiles) -> Result<Self, LawError> {
        let pair = pair.checked()?;
        let goal = pair.log_ratio();
        let miss = |scv: f64| {
            let law = Self::balanced(1.0, scv);
            libm::log(law.quantile(pair.high_level) / law.quantile(pair.low_level)) - goal
        };
        // A hair of slack lets the exponential's own ratio through.
        if miss(1.0) > 1e-12 || miss(18.0) < 0.0 {
            return Err(LawError::RatioOutOfReach);
        }
        let scv = root::brent(miss, 1.0, 18.0, 1e-14);
        let unit = Self::balanced(1.0, scv);
        Ok(unit.scaled(pair.high / unit.quantile(pair.high_level)))
    }
}

impl Service {
    /// Hyperexponential with this mean \[s\] and squared coefficient of variation.
    ///
    /// # Errors
    /// [`LawError::NotATime`] for a bad mean, [`LawError::VariationOutOfRange`] for a SCV below 1 or undefined.
    pub fn hyperexponential(mean: f64, scv: f64) -> Result<Self, LawError> {
        let mean = time(mean)?;
        if !(scv.is_finite() && scv >= 1.0) {
            return Err(LawError::VariationOutOfRange);
        }
        if mean == 0.0 {
            return Ok(Self::constant(0.0));
        }
        if scv == 1.0 {
            return Self::exponential(mean);
        }
        Ok(Self::Hyperexponential(Hyperexponential::balanced(mean, scv)))
    }

    /// See [`Hyperexponential::from_percentiles`].
    ///
    /// # Errors
    /// As there.
    pub fn hyperexponential_from_percentiles(pair: Percentiles) -> Result<Self, LawError> {
        Hyperexponential::from_percentiles(pair).map(Self::Hyperexponential)
    }
}

impl Hyperexponential {
    fn sum(&self, fast: f64, slow: f64) -> f64 {
        // The slow chance from the balance of the means, without cancellation.
        self.fast_chance * fast + self.fast_chance * self.fast / self.slow * slow
    }
}

impl Family for Hyperexponential {
    fn mean(&self) -> f64 {
        self.sum(self.fast, self.slow)
    }
    fn second_moment(&self) -> f64 {
        2.0 * self.sum(self.fast * self.fast, self.slow * self.slow)
    }
    fn third_moment(&self) -> f64 {
        6.0 * self.sum(self.fast * self.fast * self.fast, self.slow * self.slow * self.slow)
    }
    fn survival(&self, t: f64) -> f64 {
        self.sum(libm::exp(-t / self.fast), libm::exp(-t / self.slow))
    }
    fn quantile(&self, p: f64) -> f64 {
        let goal = libm::log1p(-p);
        let (low, high) = (-goal * self.fast, -goal * self.slow);
        root::brent(|t| libm::log(self.survival(t)) - goal, low, high, 1e-14 * low)
    }
    fn residual_survival(&self, t: f64) -> f64 {
        0.5 * (libm::exp(-t / self.fast) + libm::exp(-t / self.slow))
    }
    fn survivals(&self, times: &mut [f64]) {
        let (fast, slow) = (1.0 / self.fast, 1.0 / self.slow);
        for t in times {
            *t = self.sum(elementary::exp(-*t * fast), elementary::exp(-*t * slow));
        }
    }
    fn residual_survivals(&self, times: &mut [f64]) {
        let (fast, slow) = (1.0 / self.fast, 1.0 / self.slow);
        for t in times {
            *t = 0.5 * (elementary::exp(-*t * fast) + elementary::exp(-*t * slow));
        }
    }
    #[inline]
    fn sample(&self, stream: &mut Stream) -> f64 {
        let mean = if stream.chance(self.fast_chance) { self.fast } else { self.slow };
        mean * stream.exponential()
    }
    fn scaled(&self, factor: f64) -> Self {
        Self { fast: self.fast * factor, slow: self.slow * factor, ..*self }
    }
}
