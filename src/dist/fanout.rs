//! Fan-out arithmetic: how likely one slow leaf is, and what a leaf must keep for the request to keep its target.
//!
//! It is about probabilities of one threshold; the whole law of the slowest leaf is [`Law::max_n`](super::Law::max_n).

use crate::num::normal;

/// Chance that at least one of `n` independent leaves is slow.
///
/// # Formula
/// `1 - (1-p)^n`.
///
/// # Domain
/// `0 <= p <= 1`.
///
/// # Source
/// Dean & Barroso 2013.
///
/// # Accuracy
/// 1e-15 relative.
///
/// ```
/// assert!((headroom::dist::fanout::any_slow(100, 0.01) - 0.633_967_658_726_771).abs() < 1e-14);
/// ```
pub fn any_slow(n: u32, p: f64) -> f64 {
    if n == 0 {
        return 0.0;
    }
    if p >= 1.0 {
        return 1.0;
    }
    -libm::expm1(f64::from(n) * libm::log1p(-p.max(0.0)))
}

/// Percentile level a leaf must keep so that all `n` keep the request's.
///
/// # Formula
/// `P^(1/n)`.
///
/// # Domain
/// `0 < P < 1`, `n >= 1`.
///
/// # Source
/// Dean & Barroso 2013.
///
/// # Accuracy
/// 1e-16 absolute.
///
/// ```
/// assert!((headroom::dist::fanout::leaf_level(100, 0.99) - 0.999_899_501_691_758).abs() < 1e-14);
/// ```
pub fn leaf_level(n: u32, level: f64) -> f64 {
    libm::pow(level, 1.0 / f64::from(n.max(1)))
}

/// Chance that at least one of `n` leaves is slow when their times are correlated through one common factor.
///
/// # Formula
/// `1 - ∫ φ(z) Φ((Φ⁻¹(1-p) - sqrt(r) z) / sqrt(1-r))^n dz`, a one-factor Gaussian copula.
///
/// # Domain
/// Correlation `0 <= r <= 1`: 0 independent, 1 all alike.
///
/// # Source
/// Vasicek 1987, for the one-factor law.
///
/// # Accuracy
/// 1e-7 absolute: trapezoid over 800 points on (-9, 9), which converges geometrically for smooth integrands; for `r` above
/// 0.999 1e-4.
///
/// ```
/// let chance = headroom::dist::fanout::any_slow_correlated(100, 0.01, 0.5);
/// assert!((chance - 0.234_754_150_210_756).abs() < 1e-6);
/// ```
pub fn any_slow_correlated(n: u32, p: f64, correlation: f64) -> f64 {
    if correlation <= 0.0 || n <= 1 {
        return any_slow(n, p);
    }
    if correlation >= 1.0 || p <= 0.0 || p >= 1.0 {
        return p.clamp(0.0, 1.0);
    }
    let threshold = -normal::quantile(p);
    let (root, rest) = (correlation.sqrt(), (1.0 - correlation).sqrt());
    let (points, step) = (800, 18.0 / 800.0);
    let slow: f64 = (0..=points)
        .map(|i| {
            let z = -9.0 + step * f64::from(i);
            let density = libm::exp(-0.5 * z * z) / core::f64::consts::TAU.sqrt();
            // The leaf's own chance of being slow, given the factor.
            density * any_slow(n, normal::cdf(-(threshold - root * z) / rest))
        })
        .sum();
    (slow * step).min(1.0)
}

/// A common shock that slows every leaf at once: the leaf's own chance of being slow, and the request's.
///
/// # Formula
/// `p_i = (p - q) / (1 - q)`, request `1 - (1-q)(1-p_i)^n`, with `p` the whole chance of a slow leaf and `q` of a shock.
///
/// # Domain
/// `0 <= q <= p < 1`; a shock more likely than a slow leaf leaves nothing of its own to the leaf.
///
/// # Source
/// Marshall & Olkin 1967.
///
/// # Accuracy
/// 1e-15 relative.
///
/// ```
/// let (_, request) = headroom::dist::fanout::common_shock(100, 0.01, 0.005);
/// assert!((request - 0.398_778_551_035_417).abs() < 1e-14);
/// ```
pub fn common_shock(n: u32, p: f64, shock: f64) -> (f64, f64) {
    if shock >= 1.0 {
        return (0.0, 1.0);
    }
    let own = ((p - shock) / (1.0 - shock)).max(0.0);
    let slow = any_slow(n, own);
    (own, shock + (1.0 - shock) * slow)
}

#[cfg(test)]
mod tests {
    use super::{any_slow, any_slow_correlated, common_shock};

    #[test]
    fn correlation_spans_from_independent_to_alike() {
        let at = |r: f64| any_slow_correlated(100, 0.01, r);
        assert_eq!(at(0.0), any_slow(100, 0.01));
        assert_eq!(at(1.0), 0.01);
        assert!((at(1e-9) - at(0.0)).abs() < 1e-4);
        assert!(at(0.2) > at(0.5) && at(0.5) > at(0.9));
        assert_eq!(common_shock(100, 0.01, 0.0).1, any_slow(100, 0.01));
    }
}
