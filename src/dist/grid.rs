//! The octave grid on which the continuous part of every latency is kept.
//!
//! It is not a histogram: the values are survival probabilities at the knots, not masses of bins.

use std::sync::OnceLock;

/// Knots per octave: neighbouring knots differ by a factor `2^(1/16)`, 4.4 %.
pub const PER_OCTAVE: usize = 16;
/// Octaves between the first knot and the last.
pub const OCTAVES: usize = 40;
/// Number of knots.
pub const KNOTS: usize = PER_OCTAVE * OCTAVES + 1;
/// Time of the first knot \[s\]; what is faster counts as if spread evenly below it.
pub const FIRST: f64 = 1e-7;
/// Logarithm of the ratio of neighbouring knots.
pub const STEP: f64 = core::f64::consts::LN_2 / PER_OCTAVE as f64;

/// Time of the last knot \[s\], 1.1e5 s or 30 hours: a latency beyond it counts as this long.
pub fn horizon() -> f64 {
    times()[KNOTS - 1]
}

/// Times of the knots \[s\].
///
/// # Formula
/// `t_i = 1e-7 * 2^(i/16)`.
pub fn times() -> &'static [f64; KNOTS] {
    static TIMES: OnceLock<[f64; KNOTS]> = OnceLock::new();
    TIMES.get_or_init(|| {
        let mut times = [0.0; KNOTS];
        let mut octave = FIRST;
        for (i, time) in times.iter_mut().enumerate() {
            let within = i % PER_OCTAVE;
            if i > 0 && within == 0 {
                octave *= 2.0;
            }
            *time = octave * libm::exp2(within as f64 / PER_OCTAVE as f64);
        }
        times
    })
}

/// Place of a time on the grid, in knots: whole part and fraction. Negative below the first knot.
pub fn place(time: f64) -> f64 {
    libm::log2(time / FIRST) * PER_OCTAVE as f64
}

/// Survival between the knots `i` and `i + 1`.
///
/// # Formula
/// Cubic through the logarithms of four neighbouring values, in the logarithm of time; held between the
/// two nearest values, so it stays monotone. Where a bounded law ends in the next cell: the parabola in time
/// through three values. In the first and the last cell: linear in time.
///
/// # Accuracy
/// 1e-7 relative for an exponential law up to three means, 1e-5 at ten.
pub fn between(tail: &[f64], i: usize, fraction: f64) -> f64 {
    let (left, right) = (tail[i], tail[i + 1]);
    if left == right {
        return left;
    }
    if i == 0 || i + 2 >= tail.len() {
        return left + (right - left) * (libm::expm1(fraction * STEP) / libm::expm1(STEP));
    }
    let f = fraction;
    if tail[i + 2] <= 0.0 {
        // Near the end of a bounded law the logarithm runs away, but the survival itself is smooth.
        let (q, x) = (libm::exp(STEP), libm::exp(f * STEP));
        let p = 1.0 / q;
        let bow = tail[i - 1] * (x - 1.0) * (x - q) / ((p - 1.0) * (p - q))
            + left * (x - p) * (x - q) / ((1.0 - p) * (1.0 - q))
            + right * (x - p) * (x - 1.0) / ((q - p) * (q - 1.0));
        return bow.min(left).max(right);
    }
    let (a, b, c, d) = lagrange(f);
    let log =
        a * libm::log(tail[i - 1]) + b * libm::log(left) + c * libm::log(right) + d * libm::log(tail[i + 2]);
    libm::exp(log).min(left).max(right)
}

/// Survival between the knots `i` and `i + 1` where a bounded law ends within a few: the cubic in time through four values,
/// since the survival is smooth up to the end and its logarithm is not.
pub fn between_near_end(tail: &[f64], i: usize, fraction: f64) -> f64 {
    let (q, x) = (libm::exp(STEP), libm::exp(fraction * STEP));
    let at = [1.0 / q, 1.0, q, q * q];
    let weight = |k: usize| (0..4).filter(|&j| j != k).fold(1.0, |w, j| w * (x - at[j]) / (at[k] - at[j]));
    let cubic: f64 = (0..4).map(|k| tail[i + k - 1] * weight(k)).sum();
    cubic.min(tail[i]).max(tail[i + 1])
}

/// Weights of the cubic through the points -1, 0, 1, 2 at the place `f`.
pub fn lagrange(f: f64) -> (f64, f64, f64, f64) {
    (
        -f * (f - 1.0) * (f - 2.0) / 6.0,
        (f + 1.0) * (f - 1.0) * (f - 2.0) / 2.0,
        -(f + 1.0) * f * (f - 2.0) / 2.0,
        (f + 1.0) * f * (f - 1.0) / 6.0,
    )
}

#[cfg(test)]
mod tests {
    use super::{FIRST, KNOTS, between, horizon, place, times};

    #[test]
    fn the_grid_spans_thirty_hours() {
        assert_eq!(times()[0], FIRST);
        assert!((horizon() - 109_951.162_777_6).abs() < 1e-6);
        assert!(times().windows(2).all(|w| w[0] < w[1]));
    }

    #[test]
    fn place_inverts_time() {
        for i in [0, 1, 17, 300, KNOTS - 1] {
            assert!((place(times()[i]) - i as f64).abs() < 1e-9);
        }
    }

    #[test]
    fn an_exponential_is_interpolated_closely() {
        let tail: Vec<f64> = times().iter().map(|t| libm::exp(-t)).collect();
        for x in [1e-5, 0.013, 0.7, 3.1, 9.9] {
            let v = place(x);
            let s = between(&tail, v as usize, v.fract());
            assert!((s / libm::exp(-x) - 1.0).abs() < 2e-6, "{x} {s}");
        }
    }
}
