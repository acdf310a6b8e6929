//! Roots of one real function on a bracket.
//!
//! It is not an optimiser, and it never leaves the bracket it is given.

/// A root of `f` between `low` and `high`, where `f` changes sign.
///
/// # Formula
/// Brent's method: inverse quadratic or secant steps, bisection whenever they would not shrink the
/// bracket fast enough.
///
/// # Domain
/// Any bracket. If `f` does not change sign on it, the end with the smaller `|f|` is returned, so the
/// caller gets the nearest feasible point and never a panic.
///
/// # Source
/// Brent, Algorithms for Minimization without Derivatives, 1973, chapter 4.
///
/// # Accuracy
/// Within `tolerance` (absolute) plus four units in the last place, in at most 200 evaluations.
///
/// ```
/// let root = headroom::num::root::brent(|x| x * x - 2.0, 0.0, 2.0, 1e-15);
/// assert!((root - 2f64.sqrt()).abs() < 1e-14);
/// ```
pub fn brent(mut f: impl FnMut(f64) -> f64, low: f64, high: f64, tolerance: f64) -> f64 {
    let (mut a, mut b) = (low, high);
    let (mut fa, mut fb) = (f(a), f(b));
    if (fa > 0.0) == (fb > 0.0) && fa != 0.0 && fb != 0.0 {
        return if fa.abs() < fb.abs() { a } else { b };
    }
    let (mut c, mut fc, mut step, mut before) = (a, fa, b - a, b - a);
    for _ in 0..200 {
        if (fb > 0.0) == (fc > 0.0) {
            (c, fc) = (a, fa);
            step = b - a;
            before = step;
        }
        if fc.abs() < fb.abs() {
            (a, fa) = (b, fb);
            (b, fb) = (c, fc);
            (c, fc) = (a, fa);
        }
        let slack = 2.0 * f64::EPSILON * b.abs() + 0.5 * tolerance;
        let half = 0.5 * (c - b);
        if half.abs() <= slack || fb == 0.0 {
            return b;
        }
        if before.abs() >= slack && fa.abs() > fb.abs() {
            let s = fb / fa;
            let (mut p, mut q);
            if a == c {
                p = 2.0 * half * s;
                q = 1.0 - s;
            } else {
                let (r, t) = (fb / fc, fa / fc);
                p = s * (2.0 * half * t * (t - r) - (b - a) * (r - 1.0));
                q = (t - 1.0) * (r - 1.0) * (s - 1.0);
            }
            if p > 0.0 {
                q = -q;
            }
            p = p.abs();
            if 2.0 * p < (3.0 * half * q - (slack * q).abs()).min((before * q).abs()) {
                before = step;
                step = p / q;
            } else {
                step = half;
                before = half;
            }
        } else {
            step = half;
            before = half;
        }
        (a, fa) = (b, fb);
        b += if step.abs() > slack { step } else { slack.copysign(half) };
        fb = f(b);
    }
    b
}

/// The place where a decreasing predicate turns from true to false, by bisection.
///
/// # Formula
/// Halves `[low, high]` keeping `holds(low)` and `!holds(high)`, until the two are neighbours.
///
/// # Domain
/// `holds` true below some point and false above it; if it holds everywhere `high` is returned, if
/// nowhere `low`.
///
/// # Source
/// Bolzano's bisection.
///
/// # Accuracy
/// 120 halvings: the last bit of an `f64`.
///
/// ```
/// let edge = headroom::num::root::last_true(|x| x * x < 9.0, 0.0, 10.0);
/// assert!((edge - 3.0).abs() < 1e-14);
/// ```
pub fn last_true(mut holds: impl FnMut(f64) -> bool, low: f64, high: f64) -> f64 {
    if holds(high) {
        return high;
    }
    let (mut lo, mut hi) = (low, high);
    for _ in 0..120 {
        let middle = 0.5 * (lo + hi);
        if middle <= lo || middle >= hi {
            break;
        }
        if holds(middle) {
            lo = middle;
        } else {
            hi = middle;
        }
    }
    lo
}

#[cfg(test)]
mod tests {
    use super::{brent, last_true};

    #[test]
    fn brent_finds_steep_and_flat_roots() {
        let steep = brent(|x| libm::exp(40.0 * x) - 2.0, -1.0, 1.0, 0.0);
        assert!((steep - libm::log(2.0) / 40.0).abs() < 1e-15);
        let flat = brent(|x| (x - 0.3) * (x - 0.3) * (x - 0.3), 0.0, 1.0, 1e-12);
        assert!((flat - 0.3).abs() < 1e-4);
    }

    #[test]
    fn without_a_sign_change_the_better_end_is_returned() {
        assert_eq!(brent(|x| x + 1.0, 0.0, 5.0, 1e-9), 0.0);
        assert_eq!(brent(|x| 9.0 - x, 0.0, 5.0, 1e-9), 5.0);
    }

    #[test]
    fn bisection_ends_at_its_bounds() {
        assert_eq!(last_true(|_| true, 0.0, 4.0), 4.0);
        assert_eq!(last_true(|_| false, 0.0, 4.0), 0.0);
    }
}
