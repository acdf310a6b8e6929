//! The interval around a mean of independent values.
//!
//! It is not for quantiles of one sample; those have ranks, in `quantile`.

use super::student;
use super::sum::Sum;

/// A mean and how far the truth may be from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Mean of the values.
    pub mean: f64,
    /// Half the width of the interval; infinite for a single value.
    pub half_width: f64,
}

impl Interval {
    /// Half width against the mean; infinite where the mean is zero.
    pub fn relative(&self) -> f64 {
        if self.mean == 0.0 { f64::INFINITY } else { self.half_width / self.mean.abs() }
    }
}

/// Student's interval for the mean of independent, identically distributed values (replications, batch means).
///
/// # Formula
/// `m ± t s / sqrt(n)`: `s` the standard deviation with divisor `n - 1`, `t` Student's quantile at `(1 + confidence) / 2` with
/// `n - 1` degrees of freedom.
///
/// # Domain
/// At least one value, otherwise `None`; one value has an infinite interval. `0 <= confidence < 1`.
///
/// # Source
/// Student 1908.
///
/// # Accuracy
/// 1e-12 relative; the coverage is exact for normal values.
///
/// ```
/// let values = [1.02, 0.98, 1.05, 0.97, 1.01, 1.0, 1.03, 0.99];
/// let found = headroom::num::interval::of_mean(&values, 0.95).unwrap();
/// assert!((found.half_width - 0.022_315_652_001_439_4).abs() < 1e-13);
/// ```
pub fn of_mean(values: &[f64], confidence: f64) -> Option<Interval> {
    if values.is_empty() {
        return None;
    }
    let n = values.len() as f64;
    let mean = values.iter().copied().collect::<Sum>().value() / n;
    if values.len() == 1 {
        return Some(Interval { mean, half_width: f64::INFINITY });
    }
    let squares = values.iter().map(|v| (v - mean) * (v - mean)).collect::<Sum>().value();
    let degrees = u32::try_from(values.len() - 1).unwrap_or(u32::MAX);
    let t = student::quantile(0.5 + 0.5 * confidence, degrees);
    Some(Interval { mean, half_width: t * (squares / (n - 1.0) / n).sqrt() })
}

#[cfg(test)]
mod tests {
    use super::of_mean;

    #[test]
    fn few_values() {
        assert!(of_mean(&[], 0.95).is_none());
        assert_eq!(of_mean(&[3.0], 0.95).map(|i| i.half_width), Some(f64::INFINITY));
        let same = of_mean(&[2.0; 5], 0.95).unwrap();
        assert_eq!((same.mean, same.half_width, same.relative()), (2.0, 0.0, 0.0));
        assert_eq!(of_mean(&[0.0, 0.0], 0.9).unwrap().relative(), f64::INFINITY);
    }
}
