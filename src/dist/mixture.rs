//! A service time that is one of several laws, by weight.
//!
//! It is how a station that serves several kinds of calls sees its work; the calls keep their own laws.

use super::fit::LawError;
use super::service::{Family, Service};
use crate::num::{root, stream::Stream};

/// Weighted mixture of laws.
///
/// # Formula
/// Moments and survival are weighted means; the residual life weighs each law by `w_i E[S_i]`.
///
/// # Domain
/// At least one positive weight; weights are scaled to add up to one.
///
/// # Source
/// Definition.
///
/// # Accuracy
/// As the parts; quantiles to 1e-13.
#[derive(Clone, Debug, PartialEq)]
pub struct Mixture {
    parts: Vec<(f64, Service)>,
}

impl Service {
    /// A mixture from weights and laws; a single law with weight stays itself.
    ///
    /// # Errors
    /// [`LawError::BadWeights`] if a weight is negative or undefined or none is positive.
    ///
    /// ```
    /// use headroom::dist::{Family, Service};
    /// let fast = Service::exponential(0.01).unwrap();
    /// let slow = Service::exponential(0.5).unwrap();
    /// let law = Service::mixture(vec![(0.99, fast), (0.01, slow)]).unwrap();
    /// assert!((law.scv() - 22.413_359_758_569_4).abs() < 1e-10);
    /// ```
    pub fn mixture(mut parts: Vec<(f64, Self)>) -> Result<Self, LawError> {
        let total: f64 = parts.iter().map(|p| p.0).sum();
        if parts.iter().any(|p| p.0.is_nan() || p.0 < 0.0) || !(total > 0.0 && total.is_finite()) {
            return Err(LawError::BadWeights);
        }
        parts.retain(|p| p.0 > 0.0);
        for part in &mut parts {
            part.0 /= total;
        }
        match <[_; 1]>::try_from(parts) {
            Ok([(_, only)]) => Ok(only),
            Err(parts) => Ok(Self::Mixture(Mixture { parts })),
        }
    }
}

impl Mixture {
    /// The laws with their weights, which add up to one.
    pub fn parts(&self) -> &[(f64, Service)] {
        &self.parts
    }

    /// Weighted means of curves, each at all times.
    fn averages(
        &self,
        times: &mut [f64],
        factor: impl Fn(&Service) -> f64,
        curve: impl Fn(&Service, &mut [f64]),
    ) {
        let mut sum = vec![0.0; times.len()];
        let mut values = times.to_vec();
        for (weight, law) in &self.parts {
            let factor = factor(law);
            if factor > 0.0 {
                values.copy_from_slice(times);
                curve(law, &mut values);
                for (sum, value) in sum.iter_mut().zip(&values) {
                    *sum += weight * factor * value;
                }
            }
        }
        times.copy_from_slice(&sum);
    }

    fn average(&self, of: impl Fn(&Service) -> f64) -> f64 {
        self.parts.iter().map(|(w, law)| w * of(law)).sum()
    }
}

impl Family for Mixture {
    fn mean(&self) -> f64 {
        self.average(Service::mean)
    }
    fn second_moment(&self) -> f64 {
        self.average(Service::second_moment)
    }
    fn third_moment(&self) -> f64 {
        self.average(Service::third_moment)
    }
    fn survival(&self, t: f64) -> f64 {
        self.average(|law| law.survival(t))
    }
    fn quantile(&self, p: f64) -> f64 {
        let each = || self.parts.iter().map(|(_, law)| law.quantile(p));
        let (low, high) = (each().fold(f64::INFINITY, f64::min), each().fold(0.0, f64::max));
        if self.survival(low) <= 1.0 - p {
            return low;
        }
        // Bisection, not Brent: constants among the parts make the curve jump.
        let below = root::last_true(|t| self.survival(t) > (1.0 - p) * (1.0 + 1e-14), low, high);
        if below >= high { high } else { below + f64::EPSILON * below }
    }
    fn residual_survival(&self, t: f64) -> f64 {
        let mean = self.mean();
        if mean > 0.0 { self.average(|law| law.mean() * law.residual_survival(t)) / mean } else { 0.0 }
    }
    fn survivals(&self, times: &mut [f64]) {
        self.averages(times, |_| 1.0, Service::survivals);
    }
    fn residual_survivals(&self, times: &mut [f64]) {
        self.averages(times, |law| law.mean() / self.mean(), Service::residual_survivals);
    }
    fn sample(&self, stream: &mut Stream) -> f64 {
        let mut left = stream.uniform();
        for (weight, law) in &self.parts {
            left -= weight;
            if left < 0.0 {
                return law.sample(stream);
            }
        }
        // Rounding may leave a sliver above the last weight.
        self.parts.last().map_or(0.0, |(_, law)| law.sample(stream))
    }
    fn scaled(&self, factor: f64) -> Self {
        Self { parts: self.parts.iter().map(|(w, law)| (*w, law.scaled(factor))).collect() }
    }
    fn support(&self) -> (f64, f64) {
        self.parts.iter().fold((f64::INFINITY, 0.0), |(low, high), (_, law)| {
            let (a, b) = law.support();
            (low.min(a), high.max(b))
        })
    }
}
