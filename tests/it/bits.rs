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
