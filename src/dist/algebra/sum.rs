//! Sums of independent latencies.
//!
//! Nothing here runs in parallel; see `order`.

use super::super::law::{Atom, Law};
use super::super::part::{Part, Shape};
use super::tidy::join;
use std::sync::Arc;

/// Most pairs of continuous parts that one sum convolves; beyond, parts are merged first.
const MOST_PAIRS: usize = 4;

impl Law {
    /// One after the other: the law of `X + Y`, independent.
    ///
    /// # Formula
    /// `P(X + Y > t) = ∫ P(Y > t - x) dF_X(x)`, atoms by shifting, the rest on the grid with all terms positive.
    ///
    /// # Domain
    /// Any two laws.
    ///
    /// # Source
    /// The octave-grid convolution of this crate: `dist::convolve`.
    ///
    /// # Accuracy
    /// Constants and means exact. Quantiles from P50 to P99.99 are within 2e-4 of closed forms and of 2^22-point lattices on
    /// 12 compositions, among them 20 exponential hops, and 51 in sequence. Where one law stops at once between two knots of the
    /// grid (the largest value of a bounded Pareto law) and the other is much smaller, they are low: by at most 0.5 % to P90,
    /// 0.8 % at P99, 2.2 % at P99.9 and 3 % at P99.99 over 150,000 random pairs.
    ///
    /// ```
    /// use headroom::dist::Law;
    /// let hop = Law::from_survival(|t| (-t / 0.01).exp(), Some(0.01));
    /// let two = hop.sum(&hop);
    /// assert!((two.quantile(0.99) - 0.066_383_52).abs() < 2e-5); // Erlang 2
    /// ```
    #[must_use]
    pub fn sum(&self, other: &Self) -> Self {
        if let Some(delay) = self.constant() {
            return other.shift(delay);
        }
        if let Some(delay) = other.constant() {
            return self.shift(delay);
        }
        let mut atoms = Vec::new();
        for a in &self.atoms {
            for b in &other.atoms {
                atoms.push(Atom { time: a.time + b.time, mass: a.mass * b.mass });
            }
        }
        let mut parts = Vec::new();
        for (law, with) in [(self, other), (other, self)] {
            for atom in &law.atoms {
                for part in &with.parts {
                    parts.push(Part {
                        weight: part.weight * atom.mass,
                        origin: part.origin + atom.time,
                        shape: part.shape.clone(),
                    });
                }
            }
        }
        let (mut left, mut right) = (self.parts.clone(), other.parts.clone());
        while left.len() * right.len() > MOST_PAIRS {
            let longer = if left.len() >= right.len() { &mut left } else { &mut right };
            let most = longer.len() - 1;
            join(longer, most);
        }
        for a in &left {
            for b in &right {
                parts.push(Part {
                    weight: a.weight * b.weight,
                    origin: a.origin + b.origin,
                    shape: Arc::new(Shape::sum(&a.shape, &b.shape)),
                });
            }
        }
        Self { atoms, parts }.tidy()
    }

    /// `n` independent copies one after the other.
    ///
    /// # Formula
    /// `X_1 + ... + X_n` by squaring, so `2 log2 n` sums at most.
    ///
    /// # Domain
    /// `n = 0` gives the constant zero.
    ///
    /// # Accuracy
    /// As [`Law::sum`]; 51 exponential hops stay within 2e-4 from P50 to P99.99.
    #[must_use]
    pub fn repeat_sum(&self, n: u32) -> Self {
        if let Some(time) = self.constant() {
            return Self::point(time * f64::from(n));
        }
        let (mut left, mut power, mut result) = (n, self.clone(), None::<Self>);
        loop {
            if left & 1 == 1 {
                result = Some(result.map_or_else(|| power.clone(), |so_far| so_far.sum(&power)));
            }
            left >>= 1;
            if left == 0 {
                return result.unwrap_or_else(|| Self::point(0.0));
            }
            power = power.sum(&power);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Law;
    use crate::num::gamma;

    fn exponential(mean: f64) -> Law {
        Law::from_survival(|t| libm::exp(-t / mean), Some(mean))
    }

    #[test]
    fn twenty_hops_make_an_erlang() {
        let law = exponential(0.003).repeat_sum(20);
        assert!((law.mean() - 0.06).abs() < 1e-14);
        let mut worst: f64 = 0.0;
        for p in [0.5, 0.9, 0.95, 0.99, 0.999, 0.9999] {
            let error = law.quantile(p) / (0.003 * gamma::quantile(20.0, p)) - 1.0;
            worst = worst.max(error.abs());
        }
        assert!(worst < 2e-4, "{worst}");
    }

    #[test]
    fn atoms_stay_exact() {
        let wait = Law::mix(&[(0.75, &Law::point(0.0)), (0.25, &exponential(1.0))]);
        let law = wait.sum(&Law::point(0.2)).sum(&wait);
        assert_eq!(law.atoms()[0].time, 0.2);
        assert!((law.atoms()[0].mass - 0.5625).abs() < 1e-15);
        assert_eq!(law.quantile(0.5), 0.2);
        assert!((law.mean() - 0.7).abs() < 1e-14);
    }

    #[test]
    fn constants_never_touch_the_grid() {
        let law = Law::point(0.15).sum(&Law::point(0.25)).sum(&Law::point(0.05));
        assert!((law.constant().unwrap() - 0.45).abs() < 1e-16);
        assert_eq!(Law::point(0.25).repeat_sum(8).constant(), Some(2.0));
        assert_eq!(exponential(1.0).repeat_sum(0).constant(), Some(0.0));
    }
}
