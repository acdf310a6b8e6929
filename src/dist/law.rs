//! A latency law: exact atoms beside continuous parts on the octave grid.
//!
//! It is not a parametric family and cannot be sampled; see [`Service`](super::Service) for both.

use super::grid::{horizon, times};
use super::part::{Part, Shape};
use crate::num::sum::Sum;
use std::sync::Arc;

/// Probability concentrated at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Atom {
    /// When \[s\].
    pub time: f64,
    /// How likely.
    pub mass: f64,
}

/// The law of a latency; total mass one.
///
/// # Formula
/// `P(X > t) = sum of atoms later than t + sum of w_k S_k(t - o_k)`, where each continuous part `k` has a
/// weight, a starting time and a survival curve on the grid `1e-7 s * 2^(i/16)`.
///
/// # Domain
/// Times from 0 to about 1.1e5 s (30 hours) after the start of a part; later ones count as that long.
/// Atoms may lie anywhere. Negative or undefined inputs are taken as zero; nothing panics.
///
/// # Source
/// A survival curve on a logarithmic grid; constants kept apart so that they stay exact.
///
/// # Accuracy
/// See [`algebra`](super::algebra). Means are carried exactly through sums, mixtures and scaling.
///
/// ```
/// use headroom::dist::Law;
/// let slowest = Law::max(&[&Law::point(0.2), &Law::point(0.1), &Law::point(0.25)]);
/// let checkout = Law::point(0.15).sum(&slowest).sum(&Law::point(0.05));
/// assert_eq!(checkout.quantile(0.999), 0.45);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Law {
    pub(crate) atoms: Vec<Atom>,
    pub(crate) parts: Vec<Part>,
}

/// A survival below which a table is not continued.
const NOTHING: f64 = 1e-30;

impl Law {
    /// A latency that is always the same \[s\]; negative and undefined times count as zero.
    pub fn point(time: f64) -> Self {
        // `max` turns an undefined time into zero.
        Self { atoms: vec![Atom { time: time.max(0.0), mass: 1.0 }], parts: Vec::new() }
    }

    /// Several exact latencies with their chances, which are scaled to add up to one.
    pub fn points(points: &[(f64, f64)]) -> Self {
        let atoms = points.iter().map(|&(time, mass)| Atom { time: time.max(0.0), mass }).collect();
        Self { atoms, parts: Vec::new() }.tidy()
    }

    /// A continuous law from its survival function and, when known, its mean \[s\].
    ///
    /// # Domain
    /// `survival(t)` for `t > 0`, never increasing, from 1 towards 0; made so where it is not.
    ///
    /// # Accuracy
    /// The curve is exact at the knots and 1e-6 between them for a smooth law; a mean that is not given is
    /// found by quadrature, 1e-7 for a smooth law.
    ///
    /// ```
    /// let law = headroom::dist::Law::from_survival(|t| 1.0 / ((1.0 + t) * (1.0 + t) * (1.0 + t)), None);
    /// assert!((law.mean() - 0.5).abs() < 1e-4);
    /// ```
    pub fn from_survival(survival: impl Fn(f64) -> f64, mean: Option<f64>) -> Self {
        Self::starting_at(0.0, survival, mean, f64::INFINITY)
    }

    /// A continuous law on `start..start + end`, from its survival function of the time since `start` and the
    /// mean of that time when known.
    pub fn starting_at(start: f64, survival: impl Fn(f64) -> f64, mean: Option<f64>, end: f64) -> Self {
        let tail = times().iter().map(|&t| survival(t)).collect();
        Self::of_shape(start.max(0.0), Shape::new(tail, mean, end))
    }

    /// A continuous law from a function that puts its survival in the place of many rising times at once, with the mean
    /// when known and a time without mass beyond it.
    ///
    /// ```
    /// use headroom::dist::{Family, Law, Service};
    /// let service = Service::lognormal(0.1, 1.0).unwrap();
    /// let law = Law::from_survivals(|times| service.survivals(times), Some(0.1), f64::INFINITY);
    /// assert!((law.quantile(0.99) / service.quantile(0.99) - 1.0).abs() < 1e-6);
    /// ```
    pub fn from_survivals(survivals: impl Fn(&mut [f64]), mean: Option<f64>, end: f64) -> Self {
        let mut tail = times().to_vec();
        let mut done = 0;
        // Piece by piece, since beyond the end there is nothing to compute.
        for piece in tail.chunks_mut(32) {
            survivals(piece);
            done += piece.len();
            if piece.last().is_some_and(|&s| s < NOTHING) {
                break;
            }
        }
        tail[done..].fill(0.0);
        Self::of_shape(0.0, Shape::new(tail, mean, end))
    }

    pub(crate) fn of_shape(origin: f64, shape: Shape) -> Self {
        if shape.mean <= 0.0 && shape.tail()[0] <= 0.0 {
            return Self::point(origin);
        }
        Self { atoms: Vec::new(), parts: vec![Part { weight: 1.0, origin, shape: Arc::new(shape) }] }
    }

    /// The time, if the law is a single constant.
    pub fn constant(&self) -> Option<f64> {
        match (self.atoms.as_slice(), self.parts.is_empty()) {
            ([atom], true) => Some(atom.time),
            _ => None,
        }
    }

    /// The exact part of the law, by time.
    pub fn atoms(&self) -> &[Atom] {
        &self.atoms
    }

    /// Mean \[s\].
    ///
    /// # Formula
    /// `sum of m_k t_k over atoms + sum of w_k (o_k + mean of part k)`.
    pub fn mean(&self) -> f64 {
        let sum: Sum =
            self.atoms.iter().map(|a| a.time * a.mass).chain(self.parts.iter().map(Part::moment)).collect();
        sum.value()
    }

    /// `P(X > t)`.
    ///
    /// # Domain
    /// Every `t`; 1 for negative times.
    pub fn survival(&self, t: f64) -> f64 {
        if t < self.start() {
            // Exactly one, whatever the weights add up to.
            return 1.0;
        }
        let atoms: f64 = self.atoms.iter().filter(|a| a.time > t).map(|a| a.mass).sum();
        let parts: f64 = self.parts.iter().map(|p| p.at(t)).sum();
        (atoms + parts).clamp(0.0, 1.0)
    }

    /// `P(X <= t)`, accurate where it is not small; prefer [`Law::survival`] for tails.
    pub fn cdf(&self, t: f64) -> f64 {
        1.0 - self.survival(t)
    }

    /// The earliest possible latency \[s\].
    pub fn start(&self) -> f64 {
        let atom = self.atoms.first().map_or(f64::INFINITY, |a| a.time);
        self.parts.iter().map(|p| p.origin).fold(atom, f64::min)
    }

    /// The latest possible latency \[s\]; finite, since nothing is carried beyond the grid.
    pub fn end(&self) -> f64 {
        let atom = self.atoms.last().map_or(0.0, |a| a.time);
        self.parts.iter().map(Part::end).fold(atom, f64::max)
    }

    /// The time up to which a part of the grid reaches, for callers that want to say so.
    pub fn longest() -> f64 {
        horizon()
    }
}

#[cfg(test)]
mod tests {
    use super::Law;

    fn exponential(mean: f64) -> Law {
        Law::from_survival(|t| libm::exp(-t / mean), Some(mean))
    }

    #[test]
    fn atoms_and_parts_together() {
        let law = Law::mix(&[(0.8, &Law::point(0.0)), (0.2, &exponential(1.0))]);
        assert_eq!(law.quantile(0.8), 0.0);
        assert!((law.quantile(0.9) - core::f64::consts::LN_2).abs() < 1e-6);
        assert!((law.mean() - 0.2).abs() < 1e-15);
    }

    #[test]
    fn odd_inputs_are_taken_as_they_can_be() {
        assert_eq!(Law::point(f64::NAN).mean(), 0.0);
        assert_eq!(Law::point(-1.0).quantile(0.5), 0.0);
        let law = Law::from_survival(|_| f64::NAN, None);
        assert!(law.quantile(0.5).is_finite() && law.mean().is_finite());
        assert!(exponential(1e9).quantile(0.99) <= Law::longest());
        assert!(exponential(0.3).quantile(1.0).is_finite());
    }
}
