//! The Weibull service time.
//!
//! For shapes below 1 its tail is heavier than exponential, but every moment exists.

use super::fit::{LawError, Percentiles, time};
use super::service::{Family, Service};
use crate::num::{elementary, gamma, root, stream::Stream};

/// Weibull law.
///
/// # Formula
/// `P(S > t) = e^(-(t/b)^k)` with shape `k` and scale `b` \[s\]; `E[S^n] = b^n Γ(1 + n/k)`; residual
/// `Q(1/k, (t/b)^k)`.
///
/// # Domain
/// `k > 0`, `b > 0`.
///
/// # Source
/// Weibull 1951.
///
/// # Accuracy
/// 1e-12 relative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weibull {
    shape: f64,
    scale: f64,
}

impl Weibull {
    /// Shape `k`.
    pub fn shape(&self) -> f64 {
        self.shape
    }

    /// Scale `b` \[s\].
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// The Weibull law with two given percentiles.
    ///
    /// # Formula
    /// `k = ln(ln(1-p2) / ln(1-p1)) / ln(x2/x1)`, `b = x1 / (-ln(1-p1))^(1/k)`.
    ///
    /// # Errors
    /// [`LawError::PercentilesNotIncreasing`].
    ///
    /// ```
    /// use headroom::dist::{Percentiles, weibull::Weibull};
    /// let law = Weibull::from_percentiles(Percentiles::p50_p99(0.1, 1.5)).unwrap();
    /// assert!((law.shape() - 0.699_282_659_390_439).abs() < 1e-13);
    /// ```
    pub fn from_percentiles(pair: Percentiles) -> Result<Self, LawError> {
        let pair = pair.checked()?;
        let (low, high) = (-libm::log1p(-pair.low_level), -libm::log1p(-pair.high_level));
        let shape = libm::log(high / low) / pair.log_ratio();
        Ok(Self { shape, scale: pair.low / libm::pow(low, 1.0 / shape) })
    }

    fn moment(&self, n: f64) -> f64 {
        libm::exp(n * libm::log(self.scale) + gamma::ln_gamma(1.0 + n / self.shape))
    }
}

impl Service {
    /// Weibull with this scale \[s\] and shape.
    ///
    /// # Errors
    /// [`LawError::NotATime`] for a bad scale, [`LawError::VariationOutOfRange`] for a shape outside 0.1..1e4.
    pub fn weibull_of(scale: f64, shape: f64) -> Result<Self, LawError> {
        let scale = time(scale)?;
        if !(0.1..=1e4).contains(&shape) {
            return Err(LawError::VariationOutOfRange);
        }
        Ok(if scale > 0.0 { Self::Weibull(Weibull { shape, scale }) } else { Self::constant(0.0) })
    }

    /// Weibull with this mean \[s\] and squared coefficient of variation.
    ///
    /// # Formula
    /// The shape solves `Γ(1+2/k) / Γ(1+1/k)² - 1 = SCV`, which falls as `k` grows.
    ///
    /// # Errors
    /// [`LawError::NotATime`] for a bad mean, [`LawError::VariationOutOfRange`] for a negative or undefined SCV or
    /// one above 1e5.
    pub fn weibull(mean: f64, scv: f64) -> Result<Self, LawError> {
        let mean = time(mean)?;
        if !(0.0..=1e5).contains(&scv) {
            return Err(LawError::VariationOutOfRange);
        }
        if mean == 0.0 || scv < 1e-6 {
            return Ok(Self::constant(mean));
        }
        let miss = |log_shape: f64| {
            let k = libm::exp(log_shape);
            let ratio = gamma::ln_gamma(1.0 + 2.0 / k) - 2.0 * gamma::ln_gamma(1.0 + 1.0 / k);
            libm::log1p(scv) - ratio
        };
        let shape = libm::exp(root::brent(miss, libm::log(0.1), libm::log(1e4), 1e-15));
        let scale = mean / libm::exp(gamma::ln_gamma(1.0 + 1.0 / shape));
        Ok(Self::Weibull(Weibull { shape, scale }))
    }

    /// See [`Weibull::from_percentiles`].
    ///
    /// # Errors
    /// As there.
    pub fn weibull_from_percentiles(pair: Percentiles) -> Result<Self, LawError> {
        Weibull::from_percentiles(pair).map(Self::Weibull)
    }
}

impl Family for Weibull {
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
        libm::exp(-libm::pow(t / self.scale, self.shape))
    }
    fn quantile(&self, p: f64) -> f64 {
        self.scale * libm::pow(-libm::log1p(-p), 1.0 / self.shape)
    }
    fn residual_survival(&self, t: f64) -> f64 {
        gamma::upper(1.0 / self.shape, libm::pow(t / self.scale, self.shape))
    }
    fn survivals(&self, times: &mut [f64]) {
        let log = libm::log(self.scale);
        for t in times {
            *t = elementary::exp(-elementary::exp(self.shape * (elementary::ln(*t) - log)));
        }
    }
    #[inline]
    fn sample(&self, stream: &mut Stream) -> f64 {
        self.scale * libm::pow(stream.exponential(), 1.0 / self.shape)
    }
    fn scaled(&self, factor: f64) -> Self {
        Self { scale: self.scale * factor, ..*self }
    }
}
