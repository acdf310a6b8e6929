//! The exponential service time.
//!
//! Queues with it have closed forms; see `queue::mmc`.

use super::fit::{LawError, time};
use super::service::{Family, Service};
use crate::num::{elementary, stream::Stream};

/// The memoryless law.
///
/// # Formula
/// `P(S > t) = e^(-t/s)`, mean `s` \[s\]; `E[S²] = 2 s²`, `E[S³] = 6 s³`; the residual life has the same law.
///
/// # Domain
/// `s > 0` \[s\]; zero becomes the constant.
///
/// # Source
/// Erlang 1917.
///
/// # Accuracy
/// 1 unit in the last place of libm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exponential {
    mean: f64,
}

impl Service {
    /// Exponential with this mean \[s\].
    ///
    /// # Errors
    /// [`LawError::NotATime`] for a negative, infinite or undefined mean.
    pub fn exponential(mean: f64) -> Result<Self, LawError> {
        let mean = time(mean)?;
        Ok(if mean > 0.0 { Self::Exponential(Exponential { mean }) } else { Self::constant(0.0) })
    }

    /// Exponential whose percentile at `level` is `value` \[s\].
    ///
    /// # Errors
    /// [`LawError::PercentilesNotIncreasing`] if the level is not strictly between 0 and 1.
    ///
    /// ```
    /// use headroom::dist::{Family, Service};
    /// let law = Service::exponential_from_percentile(0.5, 2f64.ln()).unwrap();
    /// assert!((law.mean() - 1.0).abs() < 1e-15);
    /// ```
    pub fn exponential_from_percentile(level: f64, value: f64) -> Result<Self, LawError> {
        if level > 0.0 && level < 1.0 {
            Self::exponential(value / -libm::log1p(-level))
        } else {
            Err(LawError::PercentilesNotIncreasing)
        }
    }
}

impl Family for Exponential {
    fn mean(&self) -> f64 {
        self.mean
    }
    fn second_moment(&self) -> f64 {
        2.0 * self.mean * self.mean
    }
    fn third_moment(&self) -> f64 {
        6.0 * self.mean * self.mean * self.mean
    }
    fn survival(&self, t: f64) -> f64 {
        libm::exp(-t / self.mean)
    }
    fn quantile(&self, p: f64) -> f64 {
        -self.mean * libm::log1p(-p)
    }
    fn residual_survival(&self, t: f64) -> f64 {
        self.survival(t)
    }
    fn survivals(&self, times: &mut [f64]) {
        let rate = 1.0 / self.mean;
        for t in times {
            *t = elementary::exp(-*t * rate);
        }
    }
    fn residual_survivals(&self, times: &mut [f64]) {
        self.survivals(times);
    }
    #[inline]
    fn sample(&self, stream: &mut Stream) -> f64 {
        self.mean * stream.exponential()
    }
    fn samples(&self, stream: &mut Stream, times: &mut [f64]) {
        stream.exponentials(times);
        for t in times.iter_mut() {
            *t *= self.mean;
        }
    }
    fn scaled(&self, factor: f64) -> Self {
        Self { mean: self.mean * factor }
    }
}
