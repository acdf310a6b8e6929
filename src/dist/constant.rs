//! The constant service time.
//!
//! It is not the limit of a continuous law: latencies keep it as an exact atom.

use super::service::{Family, Service};
use crate::num::stream::Stream;

/// Every service takes the same time.
///
/// # Formula
/// `P(S > t) = 1` for `t < d`, else 0; residual life uniform on `(0, d)`.
///
/// # Domain
/// `d >= 0` \[s\].
///
/// # Source
/// Definition.
///
/// # Accuracy
/// Exact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constant {
    time: f64,
}

impl Service {
    /// Always `time` seconds; negative, infinite and undefined times count as zero.
    pub fn constant(time: f64) -> Self {
        Self::Constant(Constant { time: if time.is_finite() { time.max(0.0) } else { 0.0 } })
    }
}

impl Family for Constant {
    fn mean(&self) -> f64 {
        self.time
    }
    fn second_moment(&self) -> f64 {
        self.time * self.time
    }
    fn third_moment(&self) -> f64 {
        self.time * self.time * self.time
    }
    fn survival(&self, t: f64) -> f64 {
        if t < self.time { 1.0 } else { 0.0 }
    }
    fn quantile(&self, _: f64) -> f64 {
        self.time
    }
    fn residual_survival(&self, t: f64) -> f64 {
        if t < self.time { 1.0 - t / self.time } else { 0.0 }
    }
    #[inline]
    fn sample(&self, _: &mut Stream) -> f64 {
        self.time
    }
    fn scaled(&self, factor: f64) -> Self {
        Self { time: self.time * factor }
    }
    fn support(&self) -> (f64, f64) {
        (self.time, self.time)
    }
}
