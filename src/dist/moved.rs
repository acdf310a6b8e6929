//! A whole curve read between its knots: scaled, or later than its grid.
//!
//! It is not the reading of one value; that is [`Shape::at`].

use super::grid::{FIRST, KNOTS, STEP, lagrange, times};
use super::part::Shape;
use super::scratch::Scratch;
use crate::num::elementary::{exp, ln};
use core::ops::Range;

/// Logarithm of the first knot.
const LN_FIRST: f64 = -16.118_095_650_958_32;

impl Shape {
    /// Logarithms of the survivals at some of the knots.
    fn logs(&self, knots: Range<usize>) -> Scratch {
        let mut logs = Scratch::new();
        for (log, s) in logs[knots.clone()].iter_mut().zip(&self.tail()[knots]) {
            *log = ln(*s);
        }
        logs
    }

    /// Survival `gap` seconds before each of the first `count` knots.
    pub fn earlier(&self, gap: f64, count: usize) -> Scratch {
        let (tail, times) = (self.tail(), times());
        // Before these the curve is one at all four knots that a value is read from, beyond them it is zero at all.
        let (begin, stop) = (tail.partition_point(|&s| s >= 1.0), tail.partition_point(|&s| s > 0.0));
        let after = |knot: usize| times[..count].partition_point(|t| t - gap < times[knot.min(KNOTS - 1)]);
        let first = if begin > 0 {
            after(begin.saturating_sub(3))
        } else {
            times[..count].partition_point(|t| *t <= gap)
        };
        let last = if stop + 1 < KNOTS { after(stop + 1) } else { count };
        let logs = self.logs(begin.saturating_sub(5)..(stop + 4).min(KNOTS));
        let per_knot = 1.0 / STEP;
        let mut out = Scratch::new();
        out[..first].fill(1.0);
        out[last..count].fill(0.0);
        let (out_there, there) = (&mut out[first..last], &times[first..last]);
        for (out, t) in out_there.iter_mut().zip(there) {
            *out = (ln((t - gap).max(FIRST)) - LN_FIRST) * per_knot;
        }
        for (out, t) in out_there.iter_mut().zip(there) {
            let (x, v) = (t - gap, *out);
            let i = v as usize;
            let is_inside = i > 0 && i + 2 < KNOTS && self.end >= times[i + 1] && tail[i + 2] > 0.0;
            *out = if x > FIRST && is_inside && !self.ends_near(i) {
                let (left, right) = (tail[i], tail[i + 1]);
                let (a, b, c, d) = lagrange(v - i as f64);
                let log = a * logs[i - 1] + b * logs[i] + c * logs[i + 1] + d * logs[i + 2];
                exp(log).min(left).max(right)
            } else {
                self.at(x)
            };
        }
        out
    }

    /// Survival a fraction of a step after each knot.
    fn at_fraction(&self, fraction: f64) -> Scratch {
        let mut out = Scratch::new();
        out[..KNOTS].copy_from_slice(self.tail());
        if fraction < 1e-12 {
            return out;
        }
        let n = KNOTS - 3;
        let logs = self.logs(0..KNOTS);
        let (a, b, c, d) = lagrange(fraction);
        let straight = libm::expm1(fraction * STEP) / libm::expm1(STEP);
        let (l0, l1, l2, l3) = (&logs[..n], &logs[1..][..n], &logs[2..][..n], &logs[3..][..n]);
        let (left, right, beyond) = (&self.tail()[1..][..n], &self.tail()[2..][..n], &self.tail()[3..][..n]);
        let inner = &mut out[1..][..n];
        for i in 0..n {
            let cubic = exp((a * l0[i] + b * l1[i]) + (c * l2[i] + d * l3[i]));
            let cubic = if cubic < left[i] { cubic } else { left[i] };
            let cubic = if cubic > right[i] { cubic } else { right[i] };
            let line = left[i] + (right[i] - left[i]) * straight;
            inner[i] = if beyond[i] > 0.0 { cubic } else { line };
        }
        // In the first and the last cell there is no cubic.
        for i in [0, KNOTS - 2] {
            out[i] = self.tail()[i] + (self.tail()[i + 1] - self.tail()[i]) * straight;
        }
        out
    }

    /// The same shape with all times multiplied by `factor`.
    pub fn scaled(&self, factor: f64) -> Self {
        let shift = libm::log2(factor) * super::grid::PER_OCTAVE as f64;
        let low = (-shift).floor();
        let fraction = -shift - low;
        // Place `i` of the new curve is read at `i + low` and a fraction.
        let read = self.at_fraction(fraction);
        let tail = (0..KNOTS)
            .map(|i| match i.checked_add_signed(low as isize) {
                None => 1.0,
                Some(i) => read[i.min(KNOTS - 1)],
            })
            .collect();
        Self::new(tail, Some(self.mean * factor), self.end * factor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn earlier_is_what_is_read_one_by_one(
            // Nothing is over before `from`, everything at `end`: runs of ones and of zeros, short and long, or none.
            from in prop_oneof![Just(0.0), 1e-6..100.0_f64],
            rate in 0.01..100.0_f64,
            end in prop_oneof![Just(f64::INFINITY), 1e-3..1000.0_f64],
            gap in prop_oneof![-10.0..10.0_f64, -1e-4..1e-4, Just(0.0)],
            count in 0..=KNOTS,
        ) {
            let survival = |t: f64| if t >= end { 0.0 } else { libm::exp(-rate * (t - from).max(0.0)) };
            let shape = Shape::new(times().iter().map(|&t| survival(t)).collect(), None, end);
            let read = shape.earlier(gap, count);
            for (k, t) in times()[..count].iter().enumerate() {
                let expected = shape.at(t - gap);
                prop_assert!((read[k] - expected).abs() < 1e-10, "knot {}: {} and {}", k, read[k], expected);
            }
        }
    }
}
