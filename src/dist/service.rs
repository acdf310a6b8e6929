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
use crate::num::{fingerprint::Fingerprint, stream::Stream};

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
    /// The law of `factor * S`, for `factor > 0`.
    #[must_use]
    fn scaled(&self, factor: f64) -> Self;
    /// Takes every parameter of the law into a fingerprint.
    fn imprint(&self, on: Fingerprint) -> Fingerprint;
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
        each!(self, law => law.survivals(times));
    }
    fn residual_survivals(&self, times: &mut [f64]) {
        each!(self, law => law.residual_survivals(times));
        for s in times {
            *s = s.clamp(0.0, 1.0);
        }
    }
    #[inline]
    fn sample(&self, stream: &mut Stream) -> f64 {
        each!(self, law => law.sample(stream))
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
    fn imprint(&self, on: Fingerprint) -> Fingerprint {
        let family = match self {
            Self::Constant(_) => 0,
            Self::Exponential(_) => 1,
            Self::Gamma(_) => 2,
            Self::Hyperexponential(_) => 3,
            Self::Lognormal(_) => 4,
            Self::Weibull(_) => 5,
            Self::BoundedPareto(_) => 6,
            Self::Histogram(_) => 7,
            Self::Mixture(_) => 8,
        };
        each!(self, law => law.imprint(on.word(family)))
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

    /// A name made of the family and the bits of its parameters: laws of one name are the same law, so that answers can
    /// be remembered under it. The same on every platform; see [`Fingerprint`].
    ///
    /// ```
    /// use headroom::dist::Service;
    /// let law = || Service::lognormal(0.1, 4.0).unwrap();
    /// assert_eq!(law().fingerprint(), law().fingerprint());
    /// assert_ne!(law().fingerprint(), Service::gamma(0.1, 4.0).unwrap().fingerprint());
    /// ```
    pub fn fingerprint(&self) -> u128 {
        self.imprint(Fingerprint::new(2)).finish()
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
mod tests {
    use super::{Family, Service};
    use crate::dist::Percentiles;
    use crate::num::stream::Streams;

    pub(crate) fn all() -> Vec<Service> {
        let fast = Service::exponential(0.01).unwrap();
        let slow = Service::constant(0.5);
        vec![
            Service::constant(0.2),
            Service::exponential(0.1).unwrap(),
            Service::erlang(0.1, 3).unwrap(),
            Service::gamma(0.1, 4.0).unwrap(),
            Service::hyperexponential(0.1, 4.0).unwrap(),
            Service::lognormal(0.1, 2.0).unwrap(),
            Service::weibull(0.1, 3.0).unwrap(),
            Service::bounded_pareto(0.01, 10.0, 1.2).unwrap(),
            Service::histogram(&[0.01, 0.1, 0.5], &[40.0, 90.0, 99.0], 1.0).unwrap(),
            Service::mixture(vec![(0.9, fast), (0.1, slow)]).unwrap(),
        ]
    }

    #[test]
    fn moments_agree_with_the_survival_function() {
        for law in all() {
            let (mut first, mut second, mut third, mut t) = (0.0, 0.0, 0.0, 0.0);
            // E[S^n] = n ∫ t^(n-1) S(t) dt, midpoint rule with growing steps.
            while t < 60.0 {
                let step = 1e-5 + 1e-3 * t;
                let (m, s) = (t + 0.5 * step, law.survival(t + 0.5 * step));
                first += step * s;
                second += step * 2.0 * m * s;
                third += step * 3.0 * m * m * s;
                t += step;
            }
            assert!((first / law.mean() - 1.0).abs() < 3e-3, "{law:?} {first}");
            assert!((second / law.second_moment() - 1.0).abs() < 5e-3, "{law:?} {second}");
            assert!((third / law.third_moment() - 1.0).abs() < 1e-2, "{law:?} {third}");
        }
    }

    #[test]
    fn residual_life_is_the_scaled_integral() {
        for law in all() {
            let h = 1e-6;
            for t in [0.003, 0.02, 0.11, 0.4] {
                let slope = (law.residual_survival(t - h) - law.residual_survival(t + h)) / (2.0 * h);
                let exact = law.survival(t) / law.mean();
                assert!((slope - exact).abs() < 1e-6 + 1e-6 * exact, "{law:?} {t} {slope} {exact}");
            }
            assert!(law.residual_survival(1e-12) > 1.0 - 1e-9);
        }
    }

    #[test]
    fn quantiles_invert_and_samples_agree() {
        let mut stream = Streams::new(3, 0).stream(0, 0);
        for law in all() {
            let n = 40_000;
            let draws: Vec<f64> = (0..n).map(|_| law.sample(&mut stream)).collect();
            for p in [0.05, 0.5, 0.9, 0.99] {
                let q = law.quantile(p);
                assert!(law.survival(q) <= 1.0 - p + 1e-9, "{law:?} {p}");
                assert!(law.survival(q * (1.0 - 1e-9) - 1e-15) >= 1.0 - p - 1e-7, "{law:?} {p}");
                // Kolmogorov: five standard deviations of a proportion.
                let below = draws.iter().filter(|&&x| x <= q).count() as f64 / f64::from(n);
                let cdf = 1.0 - law.survival(q);
                assert!((below - cdf).abs() < 5.0 * (0.25 / f64::from(n)).sqrt(), "{law:?} {p} {below}");
            }
        }
    }

    #[test]
    fn scaling_scales() {
        for law in all() {
            let twice = law.scaled(2.0);
            assert!((twice.mean() / law.mean() - 2.0).abs() < 1e-12);
            assert!((twice.third_moment() / law.third_moment() - 8.0).abs() < 1e-9);
            assert!((twice.survival(0.2) - law.survival(0.1)).abs() < 1e-12);
        }
    }

    #[test]
    fn fingerprints_tell_laws_apart() {
        let mut names: Vec<u128> = Vec::new();
        for law in all() {
            assert_eq!(law.fingerprint(), law.clone().fingerprint());
            names.extend([law.fingerprint(), law.scaled(2.0).fingerprint()]);
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn a_mean_of_zero_is_the_constant_zero() {
        for law in [
            Service::exponential(0.0),
            Service::gamma(0.0, 3.0),
            Service::lognormal(0.0, 3.0),
            Service::hyperexponential(0.0, 3.0),
            Service::weibull(0.0, 3.0),
        ] {
            let law = law.unwrap();
            assert!(law.is_constant());
            assert_eq!((law.mean(), law.scv(), law.quantile(0.99)), (0.0, 0.0, 0.0));
        }
        assert!(Service::exponential(-1.0).is_err() && Service::gamma(1.0, f64::NAN).is_err());
        assert!(Service::hyperexponential(1.0, 0.5).is_err());
        assert!(Percentiles::p50_p99(0.2, 0.1).checked().is_err());
    }
}
