//! Round values: where an axis may end, and where it may have ticks. Not which of them have room.

/// Numbers of steps to try, from many to few.
pub const STEPS: [f64; 7] = [10.0, 8.0, 6.0, 5.0, 4.0, 2.0, 1.0];

/// Multiples of the smallest 1, 2 or 5 times a power of ten that makes at most `steps` of them.
pub fn linear_steps(from: f64, to: f64, steps: f64) -> Vec<f64> {
    let rough = (to - from) / steps;
    if !(rough.is_finite() && rough > 0.0) {
        return Vec::new();
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
    let step =
        [1.0, 2.0, 5.0, 10.0].into_iter().find(|m| m * power >= rough * 0.999_999).unwrap_or(10.0) * power;
    let first = libm::ceil(from / step - 1e-9) as i64;
    let last = libm::floor(to / step + 1e-9) as i64;
    (first..=last).map(|i| i as f64 * step).collect()
}

/// Sets of ticks for a range over decades, from dense to sparse.
pub fn log_sets(from: f64, to: f64) -> Vec<Vec<f64>> {
    let decades = libm::floor(libm::log10(from) + 1e-9) as i32..=libm::ceil(libm::log10(to) - 1e-9) as i32;
    let inside = |v: &f64| *v >= from * 0.999_999 && *v <= to * 1.000_001;
    let set = |mantissas: &[f64], every: i32| -> Vec<f64> {
        let powers =
            decades.clone().filter(|d| d.rem_euclid(every) == 0).map(|d| libm::pow(10.0, f64::from(d)));
        powers.flat_map(|p| mantissas.iter().map(move |m| m * p)).filter(inside).collect()
    };
    let mut sets = Vec::new();
    // Less than about a decade: 1, 2 and 5 would leave most of the axis bare.
    if to / from <= 6.0 {
        sets.extend([8.0, 5.0, 4.0].map(|n| linear_steps(from, to, n)));
    }
    if to / from <= 60.0 {
        sets.push(set(&[1.0, 1.5, 2.0, 3.0, 5.0, 7.0], 1));
    }
    sets.extend([
        set(&[1.0, 2.0, 5.0], 1),
        set(&[1.0, 3.0], 1),
        set(&[1.0], 1),
        set(&[1.0], 2),
        set(&[1.0], 4),
    ]);
    sets.push([from, to].to_vec());
    sets.retain(|s| s.len() >= 2);
    sets.push([from].to_vec());
    sets
}

/// The nearest round value outwards, so that an axis does not shift with every movement of a slider.
pub fn round_out(value: f64, up: bool) -> f64 {
    const ROUND: [f64; 8] = [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0];
    let power = libm::pow(10.0, libm::floor(libm::log10(value) + 1e-12));
    let mantissa = value / power;
    let found = if up {
        ROUND.into_iter().find(|&m| m >= mantissa * 0.999_999)
    } else {
        ROUND.into_iter().rev().find(|&m| m <= mantissa * 1.000_001)
    };
    found.unwrap_or(if up { 10.0 } else { 1.0 }) * power
}

/// The next of values in steps of a fifth or so.
pub fn step_out(value: f64) -> f64 {
    const STEPS: [f64; 13] = [1.0, 1.2, 1.5, 1.8, 2.2, 2.7, 3.2, 3.8, 4.5, 5.5, 6.5, 8.0, 10.0];
    let power = libm::pow(10.0, libm::floor(libm::log10(value) + 1e-12));
    let mantissa = value / power;
    STEPS.into_iter().find(|&m| m >= mantissa * 0.999_999).unwrap_or(10.0) * power
}
