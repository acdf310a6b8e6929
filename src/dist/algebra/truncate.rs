//! Cutting a law at a deadline.
//!
//! What lies beyond the deadline is a scalar, never a mass on the grid.

use super::super::grid::times;
use super::super::law::Law;
use super::super::part::{Part, Shape};
use std::sync::Arc;

impl Law {
    /// The law of those that are not zero; the constant zero if nothing else is possible.
    ///
    /// # Formula
    /// `P(X > t | X > 0)`.
    #[must_use]
    pub fn given_positive(&self) -> Self {
        let mut law = self.clone();
        law.atoms.retain(|a| a.time > 0.0);
        law.tidy()
    }

    /// The same curve with the mean replaced by a better known one; only for a law with a single continuous part.
    pub(crate) fn with_mean(mut self, mean: f64) -> Self {
        if let ([], [part]) = (self.atoms.as_slice(), self.parts.as_mut_slice()) {
            let mean = mean / part.weight - part.origin;
            part.shape = Arc::new((*part.shape).clone().with_mean(mean));
        }
        self
    }

    /// The chance of being on time and the law of those that are.
    ///
    /// # Formula
    /// `(P(X <= τ), P(X > t | X <= τ) = (S(t) - S(τ)) / (1 - S(τ)))`.
    ///
    /// # Domain
    /// Any `limit` \[s\]. If nothing is on time the chance is 0 and the law, which has no meaning then, is the
    /// constant `limit`.
    ///
    /// # Source
    /// Conditional probability.
    ///
    /// # Accuracy
    /// The chance 1e-6 relative; the mean of what is on time 1e-6 for a smooth law.
    ///
    /// ```
    /// let law = headroom::dist::Law::from_survival(|t| (-t / 0.1).exp(), Some(0.1));
    /// let (on_time, kept) = law.truncate(0.2);
    /// assert!((on_time - (1.0 - (-2f64).exp())).abs() < 1e-6);
    /// assert!(kept.quantile(1.0) <= 0.2);
    /// ```
    pub fn truncate(&self, limit: f64) -> (f64, Self) {
        let limit = limit.max(0.0);
        if self.end() <= limit {
            return (1.0, self.clone());
        }
        let atoms: Vec<_> = self.atoms.iter().copied().filter(|a| a.time <= limit).collect();
        let mut parts = Vec::new();
        for part in &self.parts {
            let reach = limit - part.origin;
            if reach <= 0.0 {
                continue;
            }
            let rest = part.shape.at(reach);
            let kept = 1.0 - rest;
            if kept <= 0.0 {
                continue;
            }
            let tail = times()
                .iter()
                .zip(part.shape.tail())
                .map(|(&t, &s)| if t < reach { (s - rest) / kept } else { 0.0 })
                .collect();
            let mean = (part.shape.area(reach) - reach * rest) / kept;
            let end = reach.min(part.shape.end);
            let shape = Arc::new(Shape::new(tail, Some(mean.clamp(0.0, reach)), end));
            parts.push(Part { weight: part.weight * kept, origin: part.origin, shape });
        }
        let mass: f64 =
            atoms.iter().map(|a| a.mass).sum::<f64>() + parts.iter().map(|p| p.weight).sum::<f64>();
        if mass <= 1e-300 {
            return (0.0, Self::point(limit));
        }
        // Scaled before tidying, which drops tiny masses.
        let share = 1.0 / mass;
        let mut law = Self { atoms, parts };
        for atom in &mut law.atoms {
            atom.mass *= share;
        }
        for part in &mut law.parts {
            part.weight *= share;
        }
        (mass.min(1.0), law.tidy())
    }
}

#[cfg(test)]
mod tests {
    use super::Law;

    #[test]
    fn keeps_what_is_on_time() {
        let law = Law::mix(&[(0.5, &Law::point(0.1)), (0.5, &Law::point(0.4))]);
        let (chance, kept) = law.truncate(0.2);
        assert_eq!((chance, kept.constant()), (0.5, Some(0.1)));
        assert_eq!(law.truncate(0.05), (0.0, Law::point(0.05)));
        assert_eq!(law.truncate(0.4).0, 1.0);
    }

    #[test]
    fn truncated_exponential() {
        let law = Law::from_survival(|t| libm::exp(-t), Some(1.0));
        let (chance, kept) = law.truncate(2.0);
        let exact = (1.0 - 3.0 * libm::exp(-2.0)) / (1.0 - libm::exp(-2.0));
        assert!((chance - (1.0 - libm::exp(-2.0))).abs() < 1e-7);
        assert!((kept.mean() - exact).abs() < 1e-6, "{} {exact}", kept.mean());
        assert!(kept.end() <= 2.0);
    }
}
