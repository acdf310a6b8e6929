//! What laws are fitted to, and why a fit can be impossible.
//!
//! The fits themselves are with the families.

/// Why no law of the asked family has the asked numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LawError {
    /// A mean, scale or bound is negative, infinite or undefined.
    NotATime,
    /// The squared coefficient of variation is negative, undefined or outside what the family can have.
    VariationOutOfRange,
    /// The lower percentile is not below the higher one, or a level is not strictly between 0 and 1, or the two
    /// times are not positive and increasing.
    PercentilesNotIncreasing,
    /// The ratio of the two percentiles lies outside what the family can have.
    RatioOutOfReach,
    /// A weight is negative or undefined, or none is positive.
    BadWeights,
    /// A histogram has no bucket, or its bounds or counts do not increase.
    BadBuckets,
}

/// Two percentiles that a law is fitted to: `P(S <= low) = low_level` and the same for `high`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Percentiles {
    /// Level of the lower percentile, such as 0.5.
    pub low_level: f64,
    /// The lower percentile \[s\].
    pub low: f64,
    /// Level of the higher percentile, such as 0.99.
    pub high_level: f64,
    /// The higher percentile \[s\].
    pub high: f64,
}

impl Percentiles {
    /// The usual pair: median and P99 \[s\].
    pub fn p50_p99(p50: f64, p99: f64) -> Self {
        Self { low_level: 0.5, low: p50, high_level: 0.99, high: p99 }
    }

    /// The pair itself, if it can belong to a continuous law.
    pub(crate) fn checked(self) -> Result<Self, LawError> {
        let levels = self.low_level > 0.0 && self.low_level < self.high_level && self.high_level < 1.0;
        let times = self.low > 0.0 && self.low < self.high && self.high.is_finite();
        if levels && times { Ok(self) } else { Err(LawError::PercentilesNotIncreasing) }
    }

    /// `ln(high / low)`.
    pub(crate) fn log_ratio(self) -> f64 {
        libm::log(self.high / self.low)
    }
}

/// A mean that can be one: finite and at least zero.
pub(crate) fn time(value: f64) -> Result<f64, LawError> {
    if value.is_finite() && value >= 0.0 { Ok(value) } else { Err(LawError::NotATime) }
}
