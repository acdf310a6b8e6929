//! The closed set of service-time laws, each with exact moments, residual life and sampling.
//!
//! It is not a latency: sums and maxima live in [`Law`](super::Law), which its `from_service` makes from one of these.

use super::bounded_pareto::BoundedPareto;
use super::constant::Constant;
use super::exponential::Exponential;
use super::gamma::Gamma;
use super::histogram::Histogram;
use super::hyperexponential::Hyperexponential;
use super::lognormal::Lognormal;
use super::mixture::Mixture;
use super::weibull::Weibull;
use crate::num::stream::Stream;

/// What every family of service-time laws can tell. Times in seconds.
pub trait Family {
    /// `E[S]` \[s\].
    fn mean(&self) -> f64;
    /// `E[S²]` \[s²\].
    fn second_moment(&self) -> f64;
    /// `E[S³]` \[s³\].
    fn third_moment(&self) -> f64;
    /// `P(S > t)`, accurate in the far tail.
    fn survival(&self, t: f64) -> f64;
    /// The smallest `t` with `P(S <= t) >= p`, for `0 < p < 1`.
    fn quantile(&self, p: f64) -> f64;
    /// `P(X > t)` of the equilibrium residual life `X`: `(1 / E[S]) ∫_t^∞ P(S > u) du`.
    ///
    /// It is what is left of the service in progress when a request arrives and finds the server busy.
    fn residual_survival(&self, t: f64) -> f64;
    /// Puts the survival in the place of each of many times, all above 0 and rising; beside [`Family::survival`] in the
    /// last bits.
    fn survivals(&self, times: &mut [f64]) {
        for t in times {
            *t = self.survival(*t);
        }
    }
    /// Puts the survival of the residual life in the place of each of many times, all above 0 and rising.
    fn residual_survivals(&self, times: &mut [f64]) {
        for t in times {
            *t = self.residual_survival(*t);
        }
    }
    /// One random service time.
    fn sample(&self, stream: &mut Stream) -> f64;
    /// Many random service times: the same numbers as one after the other.
    fn samples(&self, stream: &mut Stream, times: &mut [f64]) {
        times.fill_with(|| self.sample(stream));
    }
    /// The law of `factor * S`, for `factor > 0`.
    #[must_use]
    fn scaled(&self, factor: f64) -> Self;
    /// The shortest and the longest possible service time \[s\].
    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

/// A law of the time one request keeps one server busy.
///
/// # Formula
/// One of the closed families of this module, each in its own file; see [`Family`] for what they answer.
///
/// # Domain
/// Means from zero, squared coefficients of variation from 0 to 100 and beyond. A mean of zero is the
/// constant zero in every family.
///
/// # Source
/// See the families.
///
/// # Accuracy
/// Moments in closed form; survival and quantile 1e-12 relative.
///
/// ```
/// use headroom::dist::{Family, Service};
/// let law = Service::lognormal(0.1, 4.0).unwrap();
/// assert!((law.quantile(0.99) - 0.855_546_505_420_935).abs() < 1e-12);
/// assert!((law.scv() - 4.0).abs() < 1e-12);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Service {
    /// Always the same.
    Constant(Constant),
    /// Memoryless.
    Exponential(Exponential),
    /// Gamma, Erlang included.
    Gamma(Gamma),
    /// One of two exponentials, balanced means.
    Hyperexponential(Hyperexponential),
    /// Lognormal.
    Lognormal(Lognormal),
    /// Weibull.
    Weibull(Weibull),
    /// Pareto with an upper bound.
    BoundedPareto(BoundedPareto),
    /// Measured buckets.
    Histogram(Histogram),
    /// One of several laws, by weight.
    Mixture(Mixture),
}

macro_rules! each {
    ($self:expr, $law:ident => $answer:expr) => {
        match $self {
            Service::Constant($law) => $answer,
            Service::Exponential($law) => $answer,
            Service::Gamma($law) => $answer,
            Service::Hyperexponential($law) => $answer,
            Service::Lognormal($law) => $answer,
            Service::Weibull($law) => $answer,
            Service::BoundedPareto($law) => $answer,
            Service::Histogram($law) => $answer,
            Service::Mixture($law) => $answer,
        }
    };
}

impl Family for Service {
    fn mean(&self) -> f64 {
        each!(self, law => law.mean())
    }
    fn second_moment(&self) -> f64 {
        each!(self, law => law.second_moment())
    }
    fn third_moment(&self) -> f64 {
        each!(self, law => law.third_moment())
    }
    fn survival(&self, t: f64) -> f64 {
        if t < 0.0 { 1.0 } else { each!(self, law => law.survival(t)) }
    }
    fn quantile(&self, p: f64) -> f64 {
        let (low, high) = self.support();
        if p.is_nan() || p <= 0.0 {
            low
        } else if p >= 1.0 {
            high
        } else {
            each!(self, law => law.quantile(p))
        }
    }
    fn residual_survival(&self, t: f64) -> f64 {
        if t <= 0.0 { 1.0 } else { each!(self, law => law.residual_survival(t)).clamp(0.0, 1.0) }
    }
    fn survivals(&self, times: &mut [f64]) {
        if times.last().is_some_and(|&last| self.survival(last) >= 1.0) {
            times.fill(1.0);
            return;
        }
        each!(self, law => law.survivals(times));
    }
    fn residual_survivals(&self, times: &mut [f64]) {
        if times.last().is_some_and(|&last| self.survival(last) >= 1.0) {
            // While nothing has ended, what is left falls on a straight line.
            let per_mean = 1.0 / self.mean();
            for t in &mut *times {
                *t = 1.0 - *t * per_mean;
            }
        } else {
            each!(self, law => law.residual_survivals(times));
        }
        for s in times {
            *s = s.clamp(0.0, 1.0);
        }
    }
    #[inline]
    fn sample(&self, stream: &mut Stream) -> f64 {
        each!(self, law => law.sample(stream))
    }
    fn samples(&self, stream: &mut Stream, times: &mut [f64]) {
        each!(self, law => law.samples(stream, times));
    }
    fn scaled(&self, factor: f64) -> Self {
        if factor.is_nan() || factor <= 0.0 {
            return Self::constant(0.0);
        }
        match self {
            Self::Constant(law) => Self::Constant(law.scaled(factor)),
            Self::Exponential(law) => Self::Exponential(law.scaled(factor)),
            Self::Gamma(law) => Self::Gamma(law.scaled(factor)),
            Self::Hyperexponential(law) => Self::Hyperexponential(law.scaled(factor)),
            Self::Lognormal(law) => Self::Lognormal(law.scaled(factor)),
            Self::Weibull(law) => Self::Weibull(law.scaled(factor)),
            Self::BoundedPareto(law) => Self::BoundedPareto(law.scaled(factor)),
            Self::Histogram(law) => Self::Histogram(law.scaled(factor)),
            Self::Mixture(law) => Self::Mixture(law.scaled(factor)),
        }
    }
    fn support(&self) -> (f64, f64) {
        each!(self, law => law.support())
    }
}

impl Service {
    /// Squared coefficient of variation: variance over squared mean; 0 for a mean of zero.
    pub fn scv(&self) -> f64 {
        let mean = self.mean();
        if mean > 0.0 { (self.second_moment() / (mean * mean) - 1.0).max(0.0) } else { 0.0 }
    }

    /// True if every service takes the same time.
    pub fn is_constant(&self) -> bool {
        matches!(self, Self::Constant(_))
    }

    /// True for the memoryless law, for which closed forms exist.
    pub fn is_exponential(&self) -> bool {
        matches!(self, Self::Exponential(_))
    }
}

#[cfg(test)]
#[path = "service_tests.rs"]
mod tests;
