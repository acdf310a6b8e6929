//! Quantiles of a sorted sample and the order-statistic interval around them.
//!
//! It is not a sketch or a histogram: the sample is all there.

/// The `p` quantile of a sorted sample: the smallest value with at least a share `p` at or below it.
///
/// # Formula
/// Order statistic number `ceil(p n)`, counted from one.
///
/// # Domain
/// `0 <= p <= 1`; an empty sample gives `None`.
///
/// # Source
/// Hyndman & Fan 1996, definition 1 (the inverse of the empirical distribution function).
///
/// # Accuracy
/// Exact.
///
/// ```
/// assert_eq!(headroom::num::quantile::of_sorted(&[1.0, 2.0, 3.0, 4.0], 0.5), Some(2.0));
/// ```
pub fn of_sorted(sorted: &[f64], p: f64) -> Option<f64> {
    // A product such as 0.95 * 20 may land a hair above the whole number that was meant.
    let rank = (p * sorted.len() as f64 - 1e-9).ceil().max(1.0) as usize;
    sorted.get(rank.min(sorted.len()).wrapping_sub(1)).copied()
}

/// Ranks of the two order statistics that enclose a quantile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranks {
    /// Rank of the lower end, counted from one; at least 1.
    pub lower: u64,
    /// Rank of the upper end; `None` when the sample is too small to bound the quantile from above.
    pub upper: Option<u64>,
    /// The chance that the interval covers the quantile.
    pub coverage: f64,
}

/// Ranks of a distribution-free interval for the `p` quantile of `n` independent values.
///
/// # Formula
/// With `K` binomial `(n, p)` and `α = 1 - confidence`: lower rank the `α/2` quantile of `K`, upper rank
/// the `1 - α/2` quantile plus one; coverage `P(lower <= K <= upper - 1)`.
///
/// # Domain
/// `n >= 1`, `0 < p < 1`, `0 < confidence < 1`.
///
/// # Source
/// David & Nagaraja, Order Statistics, 2003, section 7.1.
///
/// # Accuracy
/// The binomial sum is direct; coverage to 1e-10.
///
/// ```
/// let ranks = headroom::num::quantile::interval_ranks(10_000, 0.99, 0.95);
/// assert_eq!((ranks.lower, ranks.upper), (9880, Some(9920)));
/// ```
pub fn interval_ranks(n: u64, p: f64, confidence: f64) -> Ranks {
    let alpha = 0.5 * (1.0 - confidence);
    let size = n as f64;
    // Start twelve standard deviations below the mean: what is left out is below 1e-30.
    let spread = 12.0 * (size * p * (1.0 - p)).sqrt() + 30.0;
    let first = (size * p - spread).floor().max(0.0);
    let mut mass = libm::exp(ln_binomial(size, first, p));
    let (mut below, mut k) = (0.0, first);
    let (mut lower, mut before_lower) = (None, 0.0);
    loop {
        let through = below + mass;
        if lower.is_none() && through >= alpha {
            lower = Some(k);
            before_lower = below;
        }
        if through >= 1.0 - alpha || k >= size {
            let low = lower.unwrap_or(k);
            let upper = if k + 1.0 > size { None } else { Some(k as u64 + 1) };
            return Ranks { lower: (low as u64).max(1), upper, coverage: through - before_lower };
        }
        below = through;
        mass *= (size - k) / (k + 1.0) * p / (1.0 - p);
        k += 1.0;
    }
}

fn ln_binomial(n: f64, k: f64, p: f64) -> f64 {
    let choose = super::gamma::ln_gamma(n + 1.0)
        - super::gamma::ln_gamma(k + 1.0)
        - super::gamma::ln_gamma(n - k + 1.0);
    choose + k * libm::log(p) + (n - k) * libm::log1p(-p)
}

#[cfg(test)]
mod tests {
    use super::{interval_ranks, of_sorted};

    #[test]
    fn sample_quantiles() {
        let sample: Vec<f64> = (1..=20).map(f64::from).collect();
        assert_eq!(of_sorted(&sample, 0.95), Some(19.0));
        assert_eq!(of_sorted(&sample, 0.0), Some(1.0));
        assert_eq!(of_sorted(&sample, 1.0), Some(20.0));
        assert_eq!(of_sorted(&[], 0.5), None);
    }

    #[test]
    fn a_small_sample_does_not_bound_a_high_quantile() {
        assert_eq!(interval_ranks(100, 0.99, 0.95).upper, None);
    }
}
