//! The same inputs give the same bits natively and in a browser. It says nothing about their accuracy.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// A hash (FNV-1a) over the bits of a function's values on a fixed, wide grid.
fn fingerprint(function: impl Fn(f64) -> f64) -> u64 {
    (0..20_000).fold(0xcbf2_9ce4_8422_2325, |hash: u64, step| {
        let x = 1e-3 * f64::from(step) + 1e-6;
        (hash ^ function(x).to_bits()).wrapping_mul(0x0100_0000_01b3)
    })
}

#[test]
fn libm_has_the_same_bits_everywhere() {
    assert_eq!(
        [
            fingerprint(libm::log),
            fingerprint(libm::log1p),
            fingerprint(libm::exp),
            fingerprint(libm::expm1),
            fingerprint(|x| libm::pow(x, 1.7)),
            fingerprint(libm::lgamma),
        ],
        [
            16_785_586_361_310_837_541,
            16_814_684_129_841_035_890,
            756_648_985_245_378_096,
            11_814_844_415_797_389_033,
            2_697_118_433_927_758_445,
            5_725_498_485_227_511_015,
        ]
    );
}

#[test]
fn branchless_functions_have_the_same_bits_everywhere() {
    use headroom::num::{elementary, normal};
    assert_eq!(
        [
            fingerprint(|x| elementary::exp(-x)),
            fingerprint(elementary::ln),
            fingerprint(|x| normal::cdf(x - 10.0)),
        ],
        [5_861_781_618_844_223_371, 16_785_586_361_310_837_541, 7_061_548_975_776_652_362]
    );
}

#[test]
fn stations_have_the_same_bits_everywhere() {
    use headroom::dist::{Law, Service};
    use headroom::queue::mgc::wait_law;
    let names: Vec<u64> = [
        Service::lognormal(0.1, 0.25),
        Service::hyperexponential(0.1, 4.0),
        Service::gamma(0.1, 0.4),
        Service::weibull(0.1, 2.0),
        Ok(Service::constant(0.1)),
    ]
    .into_iter()
    .map(|work| {
        let work = work.expect("a law");
        let sojourn = wait_law(30.0, 4, &work).expect("no overload").sum(&Law::from_service(&work));
        let law = Law::max(&[&sojourn.scale(1.1), &sojourn.truncate(0.8).1]);
        fingerprint(|t| law.survival(t))
    })
    .collect();
    assert_eq!(
        names,
        [
            9_747_751_519_664_562_964,
            17_625_151_890_069_656_029,
            1_881_183_938_354_879_971,
            16_778_239_901_748_368_505,
            17_476_103_818_935_344_874,
        ]
    );
}
