//! Every family against its own moments, residual life, quantiles and samples.
//!
//! What only one family does is tested beside it.

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

#[test]
fn many_at_once_are_the_same_as_one_by_one() {
    for law in all() {
        let times: Vec<f64> = (0..600).map(|i| 1e-6 * libm::exp2(f64::from(i) / 20.0)).collect();
        let (mut survivals, mut residuals) = (times.clone(), times.clone());
        for piece in survivals.chunks_mut(30) {
            law.survivals(piece);
        }
        for piece in residuals.chunks_mut(30) {
            law.residual_survivals(piece);
        }
        for (i, &t) in times.iter().enumerate() {
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-12 * b + 1e-16;
            assert!(near(survivals[i], law.survival(t)), "{law:?} {t} {}", survivals[i]);
            assert!(near(residuals[i], law.residual_survival(t)), "{law:?} {t} {}", residuals[i]);
        }
    }
}
