//! Shift, scale and mixture.
//!
//! Nothing here combines two random times of one request; see `sum` and `order`.

use super::super::law::{Atom, Law};
use super::super::part::Part;
use std::sync::Arc;

impl Law {
    /// The law of `X + delay`.
    ///
    /// # Formula
    /// `P(X + d > t) = P(X > t - d)`.
    ///
    /// # Domain
    /// `delay >= 0` \[s\]; anything else counts as zero.
    ///
    /// # Accuracy
    /// Exact.
    #[must_use]
    pub fn shift(&self, delay: f64) -> Self {
        let delay = delay.max(0.0);
        let mut law = self.clone();
        for atom in &mut law.atoms {
            atom.time += delay;
        }
        for part in &mut law.parts {
            part.origin += delay;
        }
        law
    }

    /// The law of `factor * X`.
    ///
    /// # Formula
    /// `P(k X > t) = P(X > t / k)`: on the grid a move by `16 log2 k` knots.
    ///
    /// # Domain
    /// `factor >= 0`; zero, negative and undefined factors give the constant zero.
    ///
    /// # Accuracy
    /// Atoms and mean exact; the curve 1e-6 relative (one interpolation), exact for powers of `2^(1/16)`.
    #[must_use]
    pub fn scale(&self, factor: f64) -> Self {
        if factor.is_nan() || factor <= 0.0 {
            return Self::point(0.0);
        }
        let atoms = self.atoms.iter().map(|a| Atom { time: a.time * factor, mass: a.mass }).collect();
        let parts = self
            .parts
            .iter()
            .map(|p| Part {
                weight: p.weight,
                origin: p.origin * factor,
                shape: Arc::new(p.shape.scaled(factor)),
            })
            .collect();
        Self { atoms, parts }
    }

    /// One of several laws, chosen with the given weights.
    ///
    /// # Formula
    /// `P(X > t) = sum w_k P(X_k > t) / sum w_k`.
    ///
    /// # Domain
    /// Weights are at least zero and need not add to one; if none is positive the constant zero is returned.
    ///
    /// # Accuracy
    /// Exact for up to 24 atoms and 6 starting times; beyond, the lightest are merged.
    ///
    /// ```
    /// use headroom::dist::Law;
    /// let cache = Law::mix(&[(0.9, &Law::point(0.001)), (0.1, &Law::point(0.021))]);
    /// assert!((cache.mean() - 0.003).abs() < 1e-15);
    /// ```
    pub fn mix(parts: &[(f64, &Self)]) -> Self {
        let total: f64 = parts.iter().map(|&(w, _)| w.max(0.0)).sum();
        let mut law = Self { atoms: Vec::new(), parts: Vec::new() };
        for &(weight, of) in parts {
            let share = weight.max(0.0) / total;
            if share.is_nan() || share <= 0.0 {
                continue;
            }
            law.atoms.extend(of.atoms.iter().map(|a| Atom { time: a.time, mass: a.mass * share }));
            law.parts.extend(of.parts.iter().map(|p| Part { weight: p.weight * share, ..p.clone() }));
        }
        law.tidy()
    }
}

#[cfg(test)]
mod tests {
    use super::Law;

    #[test]
    fn shifts_and_scales() {
        let law = Law::from_survival(|t| libm::exp(-t), Some(1.0)).shift(2.0).scale(0.5);
        assert!((law.mean() - 1.5).abs() < 1e-12);
        assert_eq!(law.survival(0.99), 1.0);
        assert!((law.survival(1.5) - libm::exp(-1.0)).abs() < 1e-7);
        assert_eq!(law.scale(0.0).constant(), Some(0.0));
    }

    #[test]
    fn nothing_to_mix_is_the_constant_zero() {
        assert_eq!(Law::mix(&[]).constant(), Some(0.0));
        assert_eq!(Law::mix(&[(0.0, &Law::point(3.0))]).constant(), Some(0.0));
    }
}
