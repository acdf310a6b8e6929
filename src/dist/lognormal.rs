//! The lognormal service time.
//!
//! Its sums are not lognormal; they are computed on the grid.

use super::fit::{LawError, Percentiles, time};
use super::service::{Family, Service};
use crate::num::{elementary, normal, stream::Stream};

/// The exponential of a normal variable: the usual fit of measured latencies.
///
/// # Formula
/// `P(S > t) = Φ((μ - ln t) / σ)`; mean `e^(μ + σ²/2)`, SCV `e^(σ²) - 1`, `E[S^n] = e^(nμ + n²σ²/2)`; residual
/// `Φ((μ + σ² - ln t)/σ) - t P(S > t) / s`.
///
/// # Domain
/// `σ > 0`; time unit of `e^μ`: seconds.
///
/// # Source
/// Aitchison & Brown 1957.
///
/// # Accuracy
/// 1e-13 relative; the residual 1e-10 in the far tail, where two terms nearly cancel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lognormal {
    mu: f64,
    sigma: f64,
}

impl Lognormal {
    /// Mean `μ` of the logarithm.
    pub fn mu(&self) -> f64 {
        self.mu
    }

    /// Standard deviation `σ` of the logarithm.
    pub fn sigma(&self) -> f64 {
        self.sigma
    }

    /// The lognormal law with two given percentiles.
    ///
    /// # Formula
    /// `σ = ln(x2/x1) / (z2 - z1)`, `μ = ln x1 - z1 σ`.
    ///
    /// # Errors
    /// [`LawError::PercentilesNotIncreasing`].
    ///
    /// ```
    /// use headroom::dist::{Family, Percentiles, lognormal::Lognormal};
    /// let law = Lognormal::from_percentiles(Percentiles::p50_p99(0.05, 0.25)).unwrap();
    /// assert!((law.mean() - 0.063_518_904_926_529_4).abs() < 1e-15);
    /// ```
    pub fn from_percentiles(pair: Percentiles) -> Result<Self, LawError> {
        let pair = pair.checked()?;
        let (low, high) = (normal::quantile(pair.low_level), normal::quantile(pair.high_level));
        let sigma = pair.log_ratio() / (high - low);
        Ok(Self { mu: libm::log(pair.low) - low * sigma, sigma })
    }

    fn moment(&self, n: f64) -> f64 {
        libm::exp(n * self.mu + 0.5 * n * n * self.sigma * self.sigma)
    }
}

impl Service {
    /// Lognormal with this mean \[s\] and squared coefficient of variation.
    ///
    /// # Errors
    /// [`LawError::NotATime`] for a bad mean, [`LawError::VariationOutOfRange`] for a negative or undefined SCV.
    pub fn lognormal(mean: f64, scv: f64) -> Result<Self, LawError> {
        let mean = time(mean)?;
        if !(scv.is_finite() && scv >= 0.0) {
            return Err(LawError::VariationOutOfRange);
        }
        if mean == 0.0 || scv < 1e-8 {
            return Ok(Self::constant(mean));
        }
        let square = libm::log1p(scv);
        Ok(Self::Lognormal(Lognormal { mu: libm::log(mean) - 0.5 * square, sigma: square.sqrt() }))
    }

    /// See [`Lognormal::from_percentiles`].
    ///
    /// # Errors
    /// As there.
    pub fn lognormal_from_percentiles(pair: Percentiles) -> Result<Self, LawError> {
        Lognormal::from_percentiles(pair).map(Self::Lognormal)
    }
}

impl Family for Lognormal {
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
        if t <= 0.0 { 1.0 } else { normal::cdf((self.mu - libm::log(t)) / self.sigma) }
    }
    fn quantile(&self, p: f64) -> f64 {
        libm::exp(self.mu + self.sigma * normal::quantile(p))
    }
    fn residual_survival(&self, t: f64) -> f64 {
        let z = (self.mu - libm::log(t)) / self.sigma;
        (normal::cdf(z + self.sigma) - t * normal::cdf(z) / self.mean()).max(0.0)
    }
    fn survivals(&self, times: &mut [f64]) {
        let per_sigma = 1.0 / self.sigma;
        for t in times {
            *t = normal::cdf((self.mu - elementary::ln(*t)) * per_sigma);
        }
    }
    fn residual_survivals(&self, times: &mut [f64]) {
        let (per_sigma, per_mean) = (1.0 / self.sigma, 1.0 / self.mean());
        for t in times {
            let z = (self.mu - elementary::ln(*t)) * per_sigma;
            *t = normal::cdf(z + self.sigma) - *t * normal::cdf(z) * per_mean;
        }
    }
    #[inline]
    fn sample(&self, stream: &mut Stream) -> f64 {
        elementary::exp(self.mu + self.sigma * stream.normal())
    }
    fn samples(&self, stream: &mut Stream, times: &mut [f64]) {
        times.fill_with(|| stream.normal());
        for t in times {
            *t = elementary::exp(self.mu + self.sigma * *t);
        }
    }
    fn scaled(&self, factor: f64) -> Self {
        Self { mu: self.mu + libm::log(factor), ..*self }
    }
}
