//! The law of the sum of two independent continuous parts.
//!
//! It is not the algebra of laws: atoms, weights and origins are handled there.

use super::grid::{KNOTS, PER_OCTAVE};
use super::knots::{Knot, REACH, knots};
use super::part::Shape;
use super::ready::{PAD, Ready};
use super::scratch::Scratch;

const M: usize = PER_OCTAVE;
/// Where more than this share of both is faster than the first knot, it is set apart.
const FAST: f64 = 1e-2;

/// The survival curve of the sum of two independent continuous variables, but for rounding.
///
/// # Formula
/// `S(t) = ∫_{x<=t/2} S_Y(t-x) dF_X + ∫_{y<=t/2} S_X(t-y) dF_Y + S_X(t/2) S_Y(t/2)`. On the grid `t/2` is a
/// whole number of steps away and `t - x` a constant offset, so each knot is one straight loop. `S_Y(t-x)`
/// is taken linear between knots and weighted by the exact mass and first moment of `X` in each cell,
/// both of which follow from the average of `S_X` over the cell.
///
/// # Accuracy
/// All terms are positive, so the far tail keeps its relative accuracy. See [`super::algebra`].
pub(crate) fn convolve(x: &Shape, y: &Shape) -> Vec<f64> {
    let (slow_x, slow_y) = (x.tail()[0], y.tail()[0]);
    if 1.0 - slow_x.max(slow_y) <= FAST {
        return on_grid(x, y);
    }
    // A curve that falls by much before the first knot is no smooth one there. What is faster adds nothing that the grid
    // could show; the rest starts at the first knot.
    let both = if slow_x.min(slow_y) == 0.0 {
        vec![0.0; KNOTS]
    } else {
        let slow = |shape: &Shape, share: f64| {
            Shape::new(shape.tail().iter().map(|v| v / share).collect(), Some(shape.mean), shape.end)
        };
        let a = slow(x, slow_x);
        if core::ptr::eq(x, y) { on_grid(&a, &a) } else { on_grid(&a, &slow(y, slow_y)) }
    };
    let one = x.tail().iter().zip(y.tail()).map(|(x, y)| (1.0 - slow_y) * x + (1.0 - slow_x) * y);
    one.zip(both).map(|(one, both)| one + slow_x * slow_y * both).collect()
}

/// The same for curves that fall by little before the first knot.
fn on_grid(x: &Shape, y: &Shape) -> Vec<f64> {
    // Doubling a law, as repeating does, needs half of the work.
    let twin = core::ptr::eq(x, y);
    let (x_tail, y_tail) = (x.tail(), y.tail());
    let a = Ready::new(x);
    let other = if twin { None } else { Some(Ready::new(y)) };
    let b = other.as_ref().unwrap_or(&a);
    let low = a.active.0.max(b.active.0);
    let stop = (a.active.1.max(b.active.1) + M + 2).min(KNOTS);
    // P(X + Y <= t) <= F_X(t) F_Y(t): below, the tail is one.
    let begin =
        (low..stop).find(|&i| (1.0 - x_tail[i]) * (1.0 - y_tail[i]) > 1e-8).unwrap_or(stop).max(M).min(stop);
    let mut tail = vec![1.0; KNOTS];
    tail[stop..].fill(0.0);
    if stop == KNOTS {
        tail[KNOTS - 1] = 0.0;
    }
    for (i, out) in tail.iter_mut().enumerate().take(stop).skip(begin) {
        let j = PAD + i;
        *out = (1.0 - a.from_zero[j - REACH]) * b.whole[j]
            + (1.0 - b.from_zero[j - REACH]) * a.whole[j]
            + a.whole[j - M] * b.whole[j - M];
    }
    if twin {
        let mut once = vec![0.0; KNOTS];
        half(&a, &a, &mut once, begin, stop);
        for (out, value) in tail.iter_mut().zip(&once) {
            *out += 2.0 * value;
        }
    } else {
        half(&a, b, &mut tail, begin, stop);
        half(b, &a, &mut tail, begin, stop);
    }
    tail
}

/// Adds `∫_{x<=t/2} S_Y(t-x) dF_X` for the knots `begin..stop`.
fn half(x: &Ready, y: &Ready, out: &mut [f64], begin: usize, stop: usize) {
    let knots = knots();
    for knot in &knots.all {
        // Where X has no mass in the two cells at the knot there is nothing to add; the cell that reaches to
        // zero is never left behind.
        let from = (x.active.0 + knot.back).saturating_sub(M).max(begin);
        let is_last = knots.pairs[knot.pair].below.is_none();
        let to = if is_last { stop } else { (x.active.1 + knot.back + M + 1).min(stop) };
        if from >= to {
            continue;
        }
        let n = to - from;
        let base = PAD + from - knot.back;
        let read = |q: isize| {
            let (array, offset) = y.phase(knot.first + q);
            let start = (PAD + from).wrapping_add_signed(offset);
            (&array[start..start + n], start)
        };
        let ((y0, _), (y1, s1), (y2, s2), (y3, _)) = (read(0), read(1), read(2), read(3));
        let odd = knot.first.rem_euclid(2) as usize;
        let (b1, b2) = (&y.bend[1 - odd][s1..s1 + n], &y.bend[odd][s2..s2 + n]);
        let (mass, spread) = (&x.mass[knot.pair][base..base + n], &x.spread[knot.pair][base..base + n]);
        accumulate(&mut out[from..to], [mass, spread], [y0, y1, y2, y3, b1, b2], knot);
    }
}

/// The one hot loop: straight, without bounds tests, so that it vectorises.
#[inline(never)]
fn accumulate(out: &mut [f64], weights: [&[f64]; 2], values: [&[f64]; 6], knot: &Knot) {
    let n = out.len();
    let [mass, spread] = weights;
    let [y0, y1, y2, y3, b1, b2] = values;
    let (mass, spread) = (&mass[..n], &spread[..n]);
    let (y0, y1, y2, y3, b1, b2) = (&y0[..n], &y1[..n], &y2[..n], &y3[..n], &b1[..n], &b2[..n]);
    let [c0, c1, c2, c3] = knot.weights;
    let [g, f] = knot.bend;
    for i in 0..n {
        let value = (c0 * y0[i] + c1 * y1[i]) + (c2 * y2[i] + c3 * y3[i]);
        let bend = g * b1[i] + f * b2[i];
        out[i] += mass[i] * value - spread[i] * bend;
    }
}

/// Adds `∫ S_Y(t-x) dF_X` around one knot for `W` places from index `at` on: `base` is where the mass of `X` begins,
/// `steps` are the whole and the half steps of `Y`.
#[inline]
pub(crate) fn add<const W: usize>(
    out: &mut [f64; W],
    [mass, spread]: [&Scratch; 2],
    base: usize,
    steps: [&Scratch; 2],
    bend: &[Scratch; 2],
    at: usize,
    knot: &Knot,
) {
    let (mass, spread) = (&mass[base..base + W], &spread[base..base + W]);
    let odd = knot.first.rem_euclid(2) as usize;
    let start = at.wrapping_add_signed(knot.first.div_euclid(2));
    // Whole and half steps take turns.
    let (even, uneven) = (steps[odd], steps[1 - odd]);
    let (y0, y2) = (&even[start..start + W], &even[start + 1..start + 1 + W]);
    let (y1, y3) = (&uneven[start + odd..start + odd + W], &uneven[start + 1 + odd..start + 1 + odd + W]);
    let (b1, b2) = (&bend[1 - odd][start + odd..start + odd + W], &bend[odd][start + 1..start + 1 + W]);
    let [c0, c1, c2, c3] = knot.weights;
    let [g, f] = knot.bend;
    for i in 0..W {
        let value = (c0 * y0[i] + c1 * y1[i]) + (c2 * y2[i] + c3 * y3[i]);
        let bend = g * b1[i] + f * b2[i];
        out[i] += mass[i] * value - spread[i] * bend;
    }
}

#[cfg(test)]
mod tests {
    use super::super::grid::times;
    use super::super::service::{Family, Service};
    use super::Shape;
    use std::sync::Arc;

    fn exponential(mean: f64) -> Arc<Shape> {
        let tail = times().iter().map(|t| libm::exp(-t / mean)).collect();
        Arc::new(Shape::new(tail, Some(mean), f64::INFINITY))
    }

    /// Four of five are faster than the first knot.
    #[test]
    fn two_that_are_mostly_faster_than_the_grid_make_a_gamma() {
        let (half, whole) =
            (Service::gamma(0.01, 100.0).expect("valid"), Service::gamma(0.02, 50.0).expect("valid"));
        let tail = times().iter().map(|&t| half.survival(t)).collect();
        let half = Arc::new(Shape::new(tail, Some(0.01), f64::INFINITY));
        for other in [Arc::clone(&half), Arc::new((*half).clone())] {
            let sum = Shape::sum(&half, &other);
            for x in [1e-6, 1e-4, 1e-2, 0.1, 1.0] {
                let exact = whole.survival(x);
                assert!((sum.at(x) / exact - 1.0).abs() < 2e-3, "{x}: {} {exact}", sum.at(x));
            }
        }
    }

    #[test]
    fn two_exponentials_make_an_erlang() {
        let sum = Shape::sum(&exponential(1.0), &exponential(1.0));
        for x in [1e-3, 0.1, 0.5, 1.0, 3.0, 10.0, 30.0] {
            let exact = libm::exp(-x) * (1.0 + x);
            assert!((sum.at(x) / exact - 1.0).abs() < 3e-4 * x.max(1.0), "{x}: {} {exact}", sum.at(x));
        }
    }

    #[test]
    fn scales_far_apart() {
        let sum = Shape::sum(&exponential(1e-4), &exponential(1.0));
        for x in [1e-3, 0.1, 1.0, 5.0] {
            let exact = (libm::exp(-x) - 1e-4 * libm::exp(-x * 1e4)) / (1.0 - 1e-4);
            assert!((sum.at(x) / exact - 1.0).abs() < 1e-4, "{x}: {} {exact}", sum.at(x));
        }
    }
}
