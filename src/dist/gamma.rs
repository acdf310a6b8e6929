//! The gamma service time, Erlang included.
//!
//! The gamma function itself is in `num::gamma`.

use super::fit::{LawError, Percentiles, time};
use super::service::{Family, Service};
use crate::num::{gamma, root, stream::Stream};

/// Gamma law: a sum of `k` exponential stages, for whole and other shapes `k`.
///
/// # Formula
/// `P(S > t) = Q(k, t/θ)` with shape `k = 1/SCV` and scale `θ = s SCV` \[s\]; `E[S²] = k(k+1)θ²`,
/// `E[S³] = k(k+1)(k+2)θ³`; residual `Q(k+1, z) - (z/k) Q(k, z)` at `z = t/θ`.
///
/// # Domain
/// Mean `s > 0` \[s\], SCV above 0 (a SCV of zero is the constant).
///
/// # Source
/// Erlang 1917; sampling: Marsaglia & Tsang, ACM TOMS 26, 2000.
///
/// # Accuracy
/// 1e-12 relative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gamma {
    shape: f64,
    scale: f64,
}

impl Gamma {
    /// Shape `k`.
    pub fn shape(&self) -> f64 {
        self.shape
    }

    /// Scale `θ` \[s\].
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// The gamma law with two given percentiles.
    ///
    /// # Formula
    /// The shape from the ratio of the percentiles, which falls as the shape grows; then the scale.
    ///
    /// # Errors
    /// [`LawError::PercentilesNotIncreasing`], or [`LawError::RatioOutOfReach`] if the shape would lie outside
    /// 0.02..500.
    ///
    /// ```
    /// use headroom::dist::{Percentiles, gamma::Gamma};
    /// let law = Gamma::from_percentiles(Percentiles::p50_p99(0.1, 0.4)).unwrap();
    /// assert!((law.shape() - 1.964_373_217_667_31).abs() < 1e-9);
    /// ```
    pub fn from_percentiles(pair: Percentiles) -> Result<Self, LawError> {
        let pair = pair.checked()?;
        let goal = pair.log_ratio();
        let miss = |log_shape: f64| {
            let k = libm::exp(log_shape);
            libm::log(gamma::quantile(k, pair.high_level))
                - libm::log(gamma::quantile(k, pair.low_level))
                - goal
        };
        let (low, high) = (libm::log(0.02), libm::log(500.0));
        if miss(low) < 0.0 || miss(high) > 0.0 {
            return Err(LawError::RatioOutOfReach);
        }
        let shape = libm::exp(root::brent(miss, low, high, 1e-14));
        Ok(Self { shape, scale: pair.high / gamma::quantile(shape, pair.high_level) })
    }
}

impl Service {
    /// Gamma with this mean \[s\] and squared coefficient of variation.
    ///
    /// # Errors
    /// [`LawError::NotATime`] for a bad mean, [`LawError::VariationOutOfRange`] for a negative or undefined SCV.
    pub fn gamma(mean: f64, scv: f64) -> Result<Self, LawError> {
        let mean = time(mean)?;
        if !(scv.is_finite() && scv >= 0.0) {
            return Err(LawError::VariationOutOfRange);
        }
        // Below 1e-8 the law is a spike that no percentile can tell from a constant.
        if mean == 0.0 || scv < 1e-8 {
            return Ok(Self::constant(mean));
        }
        Ok(Self::Gamma(Gamma { shape: 1.0 / scv, scale: mean * scv }))
    }

    /// Erlang: the sum of `stages` exponential stages with this total mean \[s\].
    ///
    /// # Errors
    /// [`LawError::NotATime`] for a bad mean, [`LawError::VariationOutOfRange`] for no stages.
    pub fn erlang(mean: f64, stages: u32) -> Result<Self, LawError> {
        match stages {
            0 => Err(LawError::VariationOutOfRange),
            1 => Self::exponential(mean),
            _ => {
                let (mean, k) = (time(mean)?, f64::from(stages));
                if mean == 0.0 {
                    return Ok(Self::constant(0.0));
                }
                Ok(Self::Gamma(Gamma { shape: k, scale: mean / k }))
            }
        }
    }

    /// See [`Gamma::from_percentiles`].
    ///
    /// # Errors
    /// As there.
    pub fn gamma_from_percentiles(pair: Percentiles) -> Result<Self, LawError> {
        Gamma::from_percentiles(pair).map(Self::Gamma)
    }
}

impl Family for Gamma {
    fn mean(&self) -> f64 {
        self.shape * self.scale
    }
    fn second_moment(&self) -> f64 {
        self.shape * (self.shape + 1.0) * self.scale * self.scale
    }
    fn third_moment(&self) -> f64 {
        self.second_moment() * (self.shape + 2.0) * self.scale
    }
    fn survival(&self, t: f64) -> f64 {
        gamma::upper(self.shape, t / self.scale)
    }
    fn quantile(&self, p: f64) -> f64 {
        self.scale * gamma::quantile(self.shape, p)
    }
    fn residual_survival(&self, t: f64) -> f64 {
        let (k, z) = (self.shape, t / self.scale);
        // Q(k+1, z) = Q(k, z) + z^k e^-z / Γ(k+1): one incomplete integral instead of two.
        gamma::upper(k, z) * (1.0 - z / k) + gamma::poisson(k, z)
    }
    fn sample(&self, stream: &mut Stream) -> f64 {
        if self.shape.fract() == 0.0 && self.shape <= 8.0 {
            let mut product = 1.0;
            for _ in 0..self.shape as u32 {
                product *= stream.uniform();
            }
            return -self.scale * libm::log(product);
        }
        // Below shape 1 a draw of shape k + 1 is thinned by u^(1/k).
        let (k, thin) = if self.shape < 1.0 {
            (self.shape + 1.0, libm::pow(stream.uniform(), 1.0 / self.shape))
        } else {
            (self.shape, 1.0)
        };
        let d = k - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = stream.normal();
            let v = 1.0 + c * x;
            if v <= 0.0 {
                continue;
            }
            let cube = v * v * v;
            let u = stream.uniform();
            let square = x * x;
            if u < 1.0 - 0.0331 * square * square
                || libm::log(u) < 0.5 * square + d * (1.0 - cube + libm::log(cube))
            {
                return self.scale * d * cube * thin;
            }
        }
    }
    fn scaled(&self, factor: f64) -> Self {
        Self { scale: self.scale * factor, ..*self }
    }
}
