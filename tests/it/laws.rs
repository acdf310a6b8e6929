//! Properties that every law must have, over random laws.
//!
//! Native only: the generator of cases is not portable, the properties are.

use headroom::dist::{Family, Law, Service};
use proptest::prelude::*;

fn service() -> impl Strategy<Value = Service> {
    let mean = (-6.0..1.5_f64).prop_map(libm::exp10);
    let scv = (-2.0..2.0_f64).prop_map(libm::exp10);
    (0..7_usize, mean, scv).prop_map(|(kind, mean, scv)| {
        let made = match kind {
            0 => Ok(Service::constant(mean)),
            1 => Service::exponential(mean),
            2 => Service::gamma(mean, scv),
            3 => Service::hyperexponential(mean, scv.max(1.0)),
            4 => Service::lognormal(mean, scv),
            5 => Service::weibull(mean, scv.min(20.0)),
            _ => Service::bounded_pareto(mean, mean * (2.0 + 10.0 * scv), 1.3),
        };
        made.expect("inputs are in range")
    })
}

fn law() -> impl Strategy<Value = Law> {
    let one = service().prop_map(|s| Law::from_service(&s));
    let mixed = (service(), service(), 0.05..0.95_f64)
        .prop_map(|(a, b, w)| Law::mix(&[(w, &Law::from_service(&a)), (1.0 - w, &Law::from_service(&b))]));
    prop_oneof![2 => one, 1 => mixed]
}

const LEVELS: [f64; 7] = [0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 0.9999];

fn well_formed(law: &Law) {
    let quantiles = law.quantiles(LEVELS);
    assert!(quantiles.windows(2).all(|w| w[0] <= w[1]), "{quantiles:?}");
    assert!(quantiles.iter().all(|q| q.is_finite() && *q >= 0.0));
    let mut last = 1.0;
    for i in -70..60 {
        let s = law.survival(libm::exp10(f64::from(i) * 0.1));
        assert!((0.0..=last + 1e-12).contains(&s), "{i} {s} {last}");
        last = s;
    }
    assert_eq!(law.survival(-1.0), 1.0);
    let atoms: f64 = law.atoms().iter().map(|a| a.mass).sum();
    assert!((0.0..=1.0 + 1e-12).contains(&atoms));
    assert!(law.survival(law.start() - 1e-9 - 1e-9 * law.start()) > 1.0 - 1e-9);
    assert!(law.mean().is_finite() && law.mean() >= 0.0);
}

fn close(a: &Law, b: &Law, slack: f64) {
    for p in [0.1, 0.5, 0.9, 0.99, 0.999] {
        let (x, y) = (a.quantile(p), b.quantile(p));
        assert!((x - y).abs() <= slack * x.max(y) + 1e-12, "{p} {x} {y}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_operation_gives_a_law(a in law(), b in law(), k in 0.01..100.0_f64) {
        well_formed(&a);
        well_formed(&a.sum(&b));
        well_formed(&Law::max(&[&a, &b]));
        well_formed(&Law::min(&[&a, &b]));
        well_formed(&Law::k_of_n(2, &[&a, &b, &a]));
        well_formed(&a.scale(k));
        well_formed(&a.hedged(b.quantile(0.9)));
        let (chance, kept) = a.truncate(b.quantile(0.5));
        prop_assert!((0.0..=1.0).contains(&chance));
        well_formed(&kept);
        prop_assert!(kept.end() <= b.quantile(0.5).max(kept.start()) * (1.0 + 1e-12));
    }

    #[test]
    fn sums_commute_and_add_their_means(a in law(), b in law()) {
        let (ab, ba) = (a.sum(&b), b.sum(&a));
        close(&ab, &ba, 1e-9);
        prop_assert!((ab.mean() - a.mean() - b.mean()).abs() <= 1e-9 * ab.mean());
        // What `Law::sum` states for laws that stop at once.
        for (p, low) in LEVELS.into_iter().zip([1e-6, 5e-3, 5e-3, 6e-3, 8e-3, 0.022, 0.03]) {
            let (x, y) = (ab.quantile(p), a.quantile(p).max(b.quantile(p)));
            prop_assert!(x >= y * (1.0 - low), "{} {} {}", p, x, y);
        }
    }

    #[test]
    fn the_slowest_is_slower_than_each(a in law(), b in law()) {
        let (slow, fast) = (Law::max(&[&a, &b]), Law::min(&[&a, &b]));
        for p in LEVELS {
            let (x, y) = (a.quantile(p), b.quantile(p));
            prop_assert!(slow.quantile(p) >= x.max(y) * (1.0 - 0.05), "{} {} {}", slow.quantile(p), x, y);
            prop_assert!(fast.quantile(p) <= x.min(y) * (1.0 + 0.05));
        }
    }

    #[test]
    fn constants_are_exact(a in 0.0..10.0_f64, b in 0.0..10.0_f64, n in 1..50_u32) {
        let (x, y) = (Law::point(a), Law::point(b));
        prop_assert_eq!(x.sum(&y).constant(), Some(a + b));
        prop_assert_eq!(Law::max(&[&x, &y]).quantile(0.5), a.max(b));
        prop_assert_eq!(Law::min(&[&x, &y]).quantile(0.5), a.min(b));
        prop_assert_eq!(x.repeat_sum(n).constant(), Some(a * f64::from(n)));
        prop_assert_eq!(x.max_n(n).constant(), Some(a));
    }

    #[test]
    fn services_keep_their_numbers(s in service()) {
        let law = Law::from_service(&s);
        prop_assert!((law.mean() - s.mean()).abs() <= 1e-12 * s.mean());
        for p in [0.5, 0.9, 0.99, 0.999] {
            let (x, y) = (law.quantile(p), s.quantile(p));
            prop_assert!((x - y).abs() <= 1e-3 * y + 1e-7, "{s:?} {p} {x} {y}");
        }
    }
}

/// A law that ends is read as closely just before its end, wherever that falls between two knots.
#[test]
fn a_bounded_law_is_read_closely_up_to_its_end() {
    let mut worst = [0.0_f64; 4];
    for i in 0..2000 {
        let high = 0.1 * libm::exp2(f64::from(i % 100) / 1600.0);
        let ratio = 1.5 * libm::exp2(f64::from(i) / 400.0);
        let s = Service::bounded_pareto(high / ratio * 1.2, high, 1.3).expect("in range");
        let law = Law::from_service(&s);
        for (worst, p) in worst.iter_mut().zip([0.9, 0.99, 0.999, 0.9999]) {
            *worst = worst.max((law.quantile(p) / s.quantile(p) - 1.0).abs());
        }
    }
    assert!(worst.iter().zip([2e-4; 4]).all(|(w, most)| *w <= most), "{worst:?}");
}
