//! Student's t: the quantile that intervals over replications need.
//!
//! It is not a test statistic library: one quantile, for a whole number of degrees of freedom.

/// The `p` quantile of Student's t with `degrees` degrees of freedom.
///
/// # Formula
/// The root of `P(T <= t) = 1 - I_{n/(n+t²)}(n/2, 1/2) / 2`, the incomplete beta integral being the finite
/// trigonometric sum that exists for whole `n`.
///
/// # Domain
/// `degrees >= 1`, `0 < p < 1`; no degrees of freedom gives infinity, since one value has no spread.
///
/// # Source
/// Student 1908; the finite sum: Abramowitz & Stegun 1964, 26.7.3 and 26.7.4.
///
/// # Accuracy
/// 1e-12 relative up to 1,000 degrees; above, the normal quantile with Fisher's corrections, 1e-9.
///
/// ```
/// let t = headroom::num::student::quantile(0.975, 19);
/// assert!((t - 2.093_024_054_408_263).abs() < 1e-10);
/// ```
pub fn quantile(p: f64, degrees: u32) -> f64 {
    if degrees == 0 {
        return f64::INFINITY;
    }
    if p == 0.5 {
        return 0.0;
    }
    if p < 0.5 {
        return -quantile(1.0 - p, degrees);
    }
    if degrees > 1000 {
        let z = super::normal::quantile(p);
        let n = f64::from(degrees);
        let z2 = z * z;
        return z
            + z * (z2 + 1.0) / (4.0 * n)
            + z * (5.0 * z2 * z2 + 16.0 * z2 + 3.0) / (96.0 * n * n)
            + z * (3.0 * z2 * z2 * z2 + 19.0 * z2 * z2 + 17.0 * z2 - 15.0) / (384.0 * n * n * n);
    }
    // The angle θ = atan(t / sqrt(n)) keeps the search bounded.
    let target = 2.0 * p - 1.0;
    let theta =
        super::root::brent(|x| central(x, degrees) - target, 0.0, core::f64::consts::FRAC_PI_2, 1e-16);
    libm::tan(theta) * f64::from(degrees).sqrt()
}

/// Half the width of the 95 % interval for the mean of independent values.
///
/// # Formula
/// `t(0.975, n - 1) · s / √n`, with `s` the sample standard deviation.
///
/// # Domain
/// Two values at least; fewer have no spread, so their interval has no end.
///
/// # Source
/// Student 1908, whose additional hours of sleep with the second drug are these ten.
///
/// ```
/// let sleep = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
/// assert!((headroom::num::student::half_width(&sleep) - 1.432_322).abs() < 1e-5);
/// ```
pub fn half_width(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return f64::INFINITY;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let square: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    quantile(0.975, values.len() as u32 - 1) * (square / (n - 1.0) / n).sqrt()
}

/// `P(|T| <= t)` at `t = sqrt(n) tan θ`.
fn central(theta: f64, degrees: u32) -> f64 {
    let (sine, cosine) = (libm::sin(theta), libm::cos(theta));
    let square = cosine * cosine;
    if degrees % 2 == 1 {
        let (mut term, mut sum) = (cosine, 0.0);
        for k in (1..degrees).step_by(2) {
            sum += term;
            term *= square * f64::from(k + 1) / f64::from(k + 2);
        }
        core::f64::consts::FRAC_2_PI * (theta + sine * sum)
    } else {
        let (mut term, mut sum) = (1.0, 0.0);
        for k in (0..degrees).step_by(2) {
            sum += term;
            term *= square * f64::from(k + 1) / f64::from(k + 2);
        }
        sine * sum
    }
}

#[cfg(test)]
mod tests {
    use super::quantile;

    #[test]
    fn published_table() {
        // Abramowitz & Stegun 1964, table 26.10.
        for (n, p, t) in [
            (1, 0.975, 12.706_204_736),
            (2, 0.975, 4.302_652_730),
            (5, 0.95, 2.015_048_373),
            (7, 0.975, 2.364_624_252),
            (30, 0.995, 2.749_995_654),
            (120, 0.975, 1.979_930_405),
        ] {
            assert!((quantile(p, n) - t).abs() < 1e-8, "{n} {p}");
        }
        assert!((quantile(0.025, 7) + 2.364_624_252).abs() < 1e-8);
    }

    #[test]
    fn the_two_ranges_meet() {
        assert!((quantile(0.975, 1000) - quantile(0.975, 1001)).abs() < 1e-5);
    }
}
