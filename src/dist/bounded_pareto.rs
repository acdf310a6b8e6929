//! The Pareto service time with an upper bound.
//!
//! The unbounded Pareto has no steady state worth planning for (its moments may not exist); it appears here
//! only as a fit that is then bounded.

use super::fit::{LawError, Percentiles, time};
use super::service::{Family, Service};
use crate::num::stream::Stream;

/// Pareto between two bounds.
///
/// # Formula
/// `P(S > t) = ((L/t)^α - (L/H)^α) / (1 - (L/H)^α)` for `L <= t <= H`;
/// `E[S^r] = α L^α (H^(r-α) - L^(r-α)) / ((r-α)(1 - (L/H)^α))`, for `r = α` with `ln(H/L)` instead.
///
/// # Domain
/// `0 < L < H < ∞` \[s\], `α > 0`.
///
/// # Source
/// Pareto 1896; bounded: Harchol-Balter, Performance Modeling and Design of Computer Systems, 2013, chapter 20.
///
/// # Accuracy
/// 1e-12 relative; 1e-9 when `r` is within 1e-4 of `α`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoundedPareto {
    low: f64,
    high: f64,
    alpha: f64,
}

/// A Pareto law without upper bound, as fitted from two percentiles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pareto {
    /// Least value `L` \[s\].
    pub min: f64,
    /// Exponent `α` of the tail.
    pub alpha: f64,
}

impl Pareto {
    /// The Pareto law with two given percentiles.
    ///
    /// # Formula
    /// `α = ln((1-p1)/(1-p2)) / ln(x2/x1)`, `L = x1 (1-p1)^(1/α)`.
    ///
    /// # Errors
    /// [`LawError::PercentilesNotIncreasing`].
    ///
    /// ```
    /// use headroom::dist::{Percentiles, bounded_pareto::Pareto};
    /// let law = Pareto::from_percentiles(Percentiles::p50_p99(0.02, 0.2)).unwrap();
    /// assert!((law.alpha - 1.698_970_004_336_02).abs() < 1e-13);
    /// ```
    pub fn from_percentiles(pair: Percentiles) -> Result<Self, LawError> {
        let pair = pair.checked()?;
        let alpha = libm::log((1.0 - pair.low_level) / (1.0 - pair.high_level)) / pair.log_ratio();
        Ok(Self { min: pair.low * libm::pow(1.0 - pair.low_level, 1.0 / alpha), alpha })
    }

    /// Mean \[s\]; infinite for `α <= 1`.
    pub fn mean(&self) -> f64 {
        if self.alpha > 1.0 { self.alpha * self.min / (self.alpha - 1.0) } else { f64::INFINITY }
    }

    /// The `p` quantile \[s\].
    pub fn quantile(&self, p: f64) -> f64 {
        self.min * libm::pow(1.0 - p, -1.0 / self.alpha)
    }
}

impl BoundedPareto {
    fn kept(&self) -> f64 {
        -libm::expm1(self.alpha * libm::log(self.low / self.high))
    }

    fn moment(&self, r: f64) -> f64 {
        let log = libm::log(self.high / self.low);
        let gap = (r - self.alpha) * log;
        // (H^(r-α) - L^(r-α)) / (r-α) = L^(r-α) ln(H/L) (e^gap - 1) / gap.
        let growth = if gap == 0.0 { 1.0 } else { libm::expm1(gap) / gap };
        self.alpha * libm::pow(self.low, r) * log * growth / self.kept()
    }
}

impl Service {
    /// Pareto between `low` and `high` \[s\] with exponent `alpha`.
    ///
    /// # Errors
    /// [`LawError::NotATime`] unless `0 < low < high`, [`LawError::VariationOutOfRange`] unless `alpha > 0`.
    pub fn bounded_pareto(low: f64, high: f64, alpha: f64) -> Result<Self, LawError> {
        let (low, high) = (time(low)?, time(high)?);
        if low <= 0.0 || low >= high {
            return Err(LawError::NotATime);
        }
        if !(alpha.is_finite() && alpha > 0.0) {
            return Err(LawError::VariationOutOfRange);
        }
        Ok(Self::BoundedPareto(BoundedPareto { low, high, alpha }))
    }

    /// Pareto up to `high` \[s\] with two given percentiles.
    ///
    /// # Formula
    /// For an exponent `α` the low percentile gives `L^α = (1-p1) / (x1^-α - p1 H^-α)`; `α` is where the high one holds.
    ///
    /// # Errors
    /// [`LawError::PercentilesNotIncreasing`]; [`LawError::NotATime`] where `high` is not above the high percentile;
    /// [`LawError::RatioOutOfReach`] where no exponent from 0.001 to 100 fits.
    ///
    /// ```
    /// use headroom::dist::{Family, Percentiles, Service};
    /// let law = Service::bounded_pareto_from_percentiles(Percentiles::p50_p99(0.02, 0.2), 10.0).unwrap();
    /// assert!((law.quantile(0.5) - 0.02).abs() < 1e-9 && (law.quantile(0.99) - 0.2).abs() < 1e-9);
    /// ```
    pub fn bounded_pareto_from_percentiles(pair: Percentiles, high: f64) -> Result<Self, LawError> {
        let (pair, high) = (pair.checked()?, time(high)?);
        if high <= pair.high {
            return Err(LawError::NotATime);
        }
        let low = |alpha: f64| {
            // L / x1, from the powers of x1 / H, which do not overflow.
            let reach = libm::pow(pair.low / high, alpha);
            pair.low * libm::pow((1.0 - pair.low_level) / (1.0 - pair.low_level * reach), 1.0 / alpha)
        };
        let fits = |alpha: f64| BoundedPareto { low: low(alpha), high, alpha };
        let excess = |alpha: f64| fits(alpha).survival(pair.high) - (1.0 - pair.high_level);
        let (flat, steep) = (1e-3, 100.0);
        if excess(flat) < 0.0 || excess(steep) > 0.0 {
            return Err(LawError::RatioOutOfReach);
        }
        let alpha = crate::num::root::brent(excess, flat, steep, 1e-13);
        Self::bounded_pareto(low(alpha), high, alpha)
    }

    /// Pareto up to `high` \[s\] with a given mean \[s\] and squared coefficient of variation.
    ///
    /// # Formula
    /// For an exponent `α` the lower bound is where the mean holds; `α` is where the variation does.
    ///
    /// # Errors
    /// [`LawError::NotATime`] unless `0 < mean < high`; [`LawError::VariationOutOfRange`] where no exponent from 0.001
    /// to 100 gives this variation under this cap.
    ///
    /// ```
    /// use headroom::dist::{Family, Service};
    /// let law = Service::bounded_pareto_from_moments(0.01, 4.0, 1.0).unwrap();
    /// assert!((law.mean() - 0.01).abs() < 1e-12 && (law.scv() - 4.0).abs() < 1e-9);
    /// ```
    pub fn bounded_pareto_from_moments(mean: f64, scv: f64, high: f64) -> Result<Self, LawError> {
        let (mean, high) = (time(mean)?, time(high)?);
        if mean <= 0.0 || mean >= high {
            return Err(LawError::NotATime);
        }
        let low = |alpha: f64| {
            let excess = |low: f64| BoundedPareto { low, high, alpha }.mean() - mean;
            // Some of the mass lies above the lower bound, so the bound lies below the mean.
            let least = mean * 1e-12;
            if excess(least) >= 0.0 {
                least
            } else {
                crate::num::root::brent(excess, least, mean, 1e-15 * mean)
            }
        };
        let fits = |alpha: f64| BoundedPareto { low: low(alpha), high, alpha };
        let excess = |alpha: f64| fits(alpha).second_moment() / (mean * mean) - 1.0 - scv;
        let (flat, steep) = (1e-3, 100.0);
        if scv.is_nan() || excess(flat) < 0.0 || excess(steep) > 0.0 {
            return Err(LawError::VariationOutOfRange);
        }
        let alpha = crate::num::root::brent(excess, flat, steep, 1e-13);
        Self::bounded_pareto(low(alpha), high, alpha)
    }
}

impl Family for BoundedPareto {
    fn mean(&self) -> f64 {
        self.moment(1.0)
    }
    fn second_moment(&self) -> f64 {
        self.moment(2.0)
    }
    fn third_moment(&self) -> f64 {
        self.moment(3.0)
    }
    fn survival(&self, t: f64) -> f64 {
        if t <= self.low {
            return 1.0;
        }
        if t >= self.high {
            return 0.0;
        }
        // (L/t)^α - (L/H)^α = (L/t)^α (1 - (t/H)^α), without cancellation near the upper bound.
        let fall = libm::pow(self.low / t, self.alpha);
        fall * -libm::expm1(self.alpha * libm::log(t / self.high)) / self.kept()
    }
    fn quantile(&self, p: f64) -> f64 {
        (self.low * libm::pow(1.0 - p * self.kept(), -1.0 / self.alpha)).min(self.high)
    }
    fn residual_survival(&self, t: f64) -> f64 {
        let mean = self.mean();
        if t >= self.high {
            return 0.0;
        }
        if t <= self.low {
            return 1.0 - t / mean;
        }
        // ∫_t^H (L/u)^α du - (H - t)(L/H)^α, over what is kept.
        let log = libm::log(self.high / t);
        let gap = (1.0 - self.alpha) * log;
        let growth = if gap == 0.0 { 1.0 } else { libm::expm1(gap) / gap };
        let area = libm::pow(self.low / t, self.alpha) * t * log * growth;
        let floor = (self.high - t) * libm::pow(self.low / self.high, self.alpha);
        ((area - floor) / (self.kept() * mean)).max(0.0)
    }
    #[inline]
    fn sample(&self, stream: &mut Stream) -> f64 {
        self.quantile(stream.uniform())
    }
    fn scaled(&self, factor: f64) -> Self {
        Self { low: self.low * factor, high: self.high * factor, alpha: self.alpha }
    }
    fn support(&self) -> (f64, f64) {
        (self.low, self.high)
    }
}
