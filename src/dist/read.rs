//! Reading a law: its percentiles and its curve for a chart.
//!
//! It changes no law; see `algebra`.

use super::grid::{FIRST, KNOTS, times};
use super::law::Law;
use crate::num::root;

impl Law {
    /// The smallest `t` with `P(X <= t) >= p`.
    ///
    /// # Formula
    /// The root of `ln S(t) = ln(1 - p)` inside the cell where it lies; an atom answers exactly.
    ///
    /// # Domain
    /// `p <= 0` gives the earliest latency, `p >= 1` the latest; a quantile beyond the grid gives its end.
    ///
    /// # Source
    /// Definition of the generalised inverse.
    ///
    /// # Accuracy
    /// 1e-12 relative to the curve that is stored.
    ///
    /// ```
    /// use headroom::dist::Law;
    /// let law = Law::points(&[(0.001, 0.9), (0.05, 0.1)]);
    /// assert_eq!((law.quantile(0.9), law.quantile(0.95)), (0.001, 0.05));
    /// ```
    pub fn quantile(&self, p: f64) -> f64 {
        if p.is_nan() || p <= 0.0 {
            return self.start();
        }
        // A mass of exactly 1 - p, met through rounding, still counts as reached.
        let goal = (1.0 - p).max(0.0) * (1.0 + 1e-12) + 1e-15;
        let (mut low, mut high) = (self.start(), self.end());
        let below = self.atoms.partition_point(|a| self.survival(a.time) > goal);
        if let Some(atom) = self.atoms.get(below) {
            if self.survival(atom.time) + atom.mass > goal {
                return atom.time;
            }
            high = high.min(atom.time);
        }
        if below > 0 {
            low = low.max(self.atoms[below - 1].time);
        }
        if self.parts.is_empty() || self.survival(high) > goal {
            return high;
        }
        self.search(low, high, goal)
    }

    /// Several quantiles at once, in the order asked.
    pub fn quantiles<const N: usize>(&self, ps: [f64; N]) -> [f64; N] {
        ps.map(|p| self.quantile(p))
    }

    /// The root of `S(t) = goal` where `S(high) <= goal`: first the cell, then the place in it.
    fn search(&self, low: f64, high: f64, goal: f64) -> f64 {
        let base = self.parts.iter().map(|p| p.origin).fold(f64::INFINITY, f64::min);
        let t = times();
        let (mut i, mut k) = (0, KNOTS - 1);
        if self.survival(base + FIRST) <= goal {
            return self.root(low.max(base), high.min(base + FIRST), goal);
        }
        while k - i > 1 {
            let middle = usize::midpoint(i, k);
            if self.survival(base + t[middle]) > goal {
                i = middle;
            } else {
                k = middle;
            }
        }
        self.root(low.max(base + t[i]), high.min(base + t[k]), goal)
    }

    fn root(&self, low: f64, high: f64, goal: f64) -> f64 {
        if low >= high {
            return high;
        }
        let log = libm::log(goal.max(1e-300));
        let miss = |t: f64| {
            let s = self.survival(t);
            if s > 0.0 { libm::log(s) - log } else { -700.0 }
        };
        root::brent(miss, low, high, 1e-14 * high)
    }

    /// Points `(t, P(X <= t))` for a chart, both sides of every jump, up to where `1e-6` of the mass is left.
    pub fn cdf_points(&self) -> Vec<(f64, f64)> {
        let mut at: Vec<f64> = self.atoms.iter().map(|a| a.time).collect();
        for part in &self.parts {
            let tail = part.shape.tail();
            at.push(part.origin);
            at.extend(
                times()
                    .iter()
                    .zip(tail)
                    .filter(|&(_, &s)| s < 1.0 - 1e-6 && s > 1e-7)
                    .map(|(t, _)| part.origin + t),
            );
        }
        at.sort_by(f64::total_cmp);
        at.dedup();
        let mut points = Vec::with_capacity(at.len() + self.atoms.len());
        for t in at {
            let value = self.cdf(t);
            let jump: f64 = self.atoms.iter().filter(|a| a.time == t).map(|a| a.mass).sum();
            if jump > 0.0 {
                points.push((t, (value - jump).max(0.0)));
            }
            points.push((t, value));
            if value > 1.0 - 1e-6 {
                break;
            }
        }
        points
    }
}

#[cfg(test)]
mod tests {
    use super::Law;

    fn exponential(mean: f64) -> Law {
        Law::from_survival(|t| libm::exp(-t / mean), Some(mean))
    }

    #[test]
    fn quantiles_of_an_exponential() {
        let law = exponential(0.1);
        for p in [1e-4, 0.1, 0.5, 0.99, 0.9999, 0.999_999] {
            let exact = -0.1 * libm::log1p(-p);
            assert!((law.quantile(p) / exact - 1.0).abs() < 1e-5, "{p} {} {exact}", law.quantile(p));
        }
    }

    #[test]
    fn chart_points_rise() {
        let law = Law::mix(&[(0.5, &Law::point(0.1)), (0.5, &exponential(1.0))]);
        let points = law.cdf_points();
        assert!(points.windows(2).all(|w| w[0].0 <= w[1].0 && w[0].1 <= w[1].1 + 1e-12));
        assert!(points.len() > 50);
    }
}
