//! The law of the sum of two independent continuous parts.
//!
//! It is not the algebra of laws: atoms, weights and origins are handled there.

use super::grid::{KNOTS, PER_OCTAVE, lagrange, times};
use super::part::Shape;
use std::sync::OnceLock;

const M: usize = PER_OCTAVE;
/// Octaves below half the time that are integrated knot by knot; the rest is one cell.
const NEAR: usize = 8;
/// Offset of the last knot.
pub(crate) const REACH: usize = M * (NEAR + 1);
/// Cells of 1, 2, 4, 8 and 16 steps.
pub(crate) const LEVELS: usize = 5;
/// Room below index zero, so that no inner loop tests its bounds.
pub(crate) const PAD: usize = REACH + 2 * M;

/// One knot `x = t 2^(-k/m)` of the integral over `x <= t/2`.
pub(crate) struct Knot {
    /// Offset `k`, in steps of the grid.
    pub back: usize,
    /// Level of the cell above (towards `t/2`); none for the first knot.
    pub above: Option<usize>,
    /// Level of the cell below; none for the last knot, whose cell reaches to zero.
    pub below: Option<usize>,
    /// First of four half steps from `2i` at which the other survival is read at `t - x`.
    pub first: isize,
    /// Place between the second and the third of them.
    pub fraction: f64,
    /// Their weights.
    pub weights: [f64; 4],
    /// Factors of the mass in the cell above and in the cell below for the bend of the other survival:
    /// `h² / (24 (t - x)²)`.
    pub bend: [f64; 2],
}

pub(crate) fn knots() -> &'static [Knot] {
    static ALL: OnceLock<Vec<Knot>> = OnceLock::new();
    ALL.get_or_init(|| {
        // Every step in the octave below t/2; then steps double with every octave, which keeps the cells about
        // equally long. Finer steps would gain a factor four in error for a third more work.
        let mut offsets = Vec::new();
        for r in 0..NEAR {
            let level = if r == 0 { 0 } else { (r + 1).min(LEVELS - 1) };
            for k in (M * (r + 1)..M * (r + 2)).step_by(1 << level) {
                offsets.push((k, level));
            }
        }
        offsets.push((REACH, 0));
        (0..offsets.len())
            .map(|q| {
                let (back, level) = offsets[q];
                let x = |k: usize| libm::exp(-(k as f64) * super::grid::STEP);
                let square = |h: f64| h * h / (24.0 * (1.0 - x(back)) * (1.0 - x(back)));
                let above = if q > 0 { square(x(offsets[q - 1].0) - x(back)) } else { 0.0 };
                let below = if q + 1 < offsets.len() { square(x(back) - x(offsets[q + 1].0)) } else { 0.0 };
                let place = 2.0 * M as f64 * libm::log2(-libm::expm1(-(back as f64) * super::grid::STEP));
                let floor = place.floor();
                let (a, b, c, d) = lagrange(place - floor);
                Knot {
                    back,
                    above: (q > 0).then(|| offsets[q - 1].1),
                    below: (q + 1 < offsets.len()).then_some(level),
                    first: floor as isize - 1,
                    fraction: place - floor,
                    weights: [a, b, c, d],
                    bend: [above, below],
                }
            })
            .collect()
    })
}

/// A shape made ready for convolution: half steps, and averages over cells of every size.
pub(crate) struct Ready {
    /// Survival at the knots, padded by ones below.
    pub whole: Vec<f64>,
    /// Survival half a step later.
    pub half: Vec<f64>,
    /// `cells[l][PAD + j]`: average survival over the cell of `2^l` steps that ends at knot `j`.
    pub cells: [Vec<f64>; LEVELS],
    /// Average survival from zero to knot `j`.
    pub from_zero: Vec<f64>,
    /// `t² S''(t)` at the knots and half a step later.
    pub bend: [Vec<f64>; 2],
    /// First knot with mass below it, and first knot beyond all mass.
    pub active: (usize, usize),
}

/// Weights of Simpson's rule in the logarithm of time, for an average over one cell.
pub(crate) fn simpson() -> (f64, f64, f64) {
    let r = libm::exp2(0.5 / M as f64);
    let total = 1.0 + 4.0 * r + r * r;
    (1.0 / total, 4.0 * r / total, r * r / total)
}

/// Weight of the upper of two neighbouring cells of `2^level` steps in their union.
pub(crate) fn upper_share(level: usize) -> f64 {
    let ratio = libm::exp2((1_usize << level) as f64 / M as f64);
    ratio / (1.0 + ratio)
}

impl Ready {
    pub fn new(shape: &Shape) -> Self {
        let s = &shape.tail;
        let size = PAD + KNOTS + 2;
        let begin = s.iter().position(|&v| v < 1.0 - 1e-11).unwrap_or(KNOTS);
        let stop = s.iter().position(|&v| v < 1e-17).unwrap_or(KNOTS);
        let mut whole = vec![1.0; size];
        whole[PAD..PAD + KNOTS].copy_from_slice(s);
        whole[PAD + KNOTS..].fill(s[KNOTS - 1]);
        let half = halves(&whole, begin, stop);
        let (w0, w1, w2) = simpson();
        let mut cells: [Vec<f64>; LEVELS] = core::array::from_fn(|_| vec![1.0; size]);
        for j in PAD + begin..size {
            cells[0][j] = w0 * whole[j - 1] + w1 * half[j - 1] + w2 * whole[j];
        }
        for level in 1..LEVELS {
            let span = 1 << (level - 1);
            let high = upper_share(level - 1);
            let (fine, coarse) = cells.split_at_mut(level);
            let fine = &fine[level - 1];
            for j in PAD + begin..size {
                coarse[0][j] = (1.0 - high) * fine[j - span] + high * fine[j];
            }
        }
        let mut from_zero = vec![1.0; size];
        let keep = libm::exp2(-1.0 / M as f64);
        for j in PAD + begin..size {
            from_zero[j] = keep * from_zero[j - 1] + (1.0 - keep) * cells[0][j];
        }
        let bend = bends(&whole, &half, begin, stop);
        Self { whole, half, cells, from_zero, bend, active: (begin, stop) }
    }

    /// The array that holds half step `2i + h`, and the offset to add to `i`.
    pub fn phase(&self, h: isize) -> (&[f64], isize) {
        if h.rem_euclid(2) == 0 { (&self.whole, h / 2) } else { (&self.half, (h - 1) / 2) }
    }
}

/// `t² S'' = S_vv - S_v` with `v = ln t`, by central differences over half steps.
fn bends(whole: &[f64], half: &[f64], begin: usize, stop: usize) -> [Vec<f64>; 2] {
    let second = 4.0 / (super::grid::STEP * super::grid::STEP);
    let first = 1.0 / super::grid::STEP;
    let at = |a: f64, b: f64, c: f64| second * (a - 2.0 * b + c) - first * (c - a);
    let mut bend = [vec![0.0; whole.len()], vec![0.0; whole.len()]];
    for j in PAD + begin..(PAD + stop + 1).min(PAD + KNOTS) {
        bend[0][j] = at(half[j - 1], whole[j], half[j]);
        bend[1][j] = at(whole[j], half[j], whole[j + 1]);
    }
    bend
}

fn halves(whole: &[f64], begin: usize, stop: usize) -> Vec<f64> {
    let mut half = whole.to_vec();
    let (first, last) = (PAD + begin.saturating_sub(1), (PAD + stop + 1).min(PAD + KNOTS - 2));
    if first > last {
        return half;
    }
    let log = |j: usize| if whole[j] > 0.0 { libm::log(whole[j]) } else { f64::NEG_INFINITY };
    let mut window = [log(first - 1), log(first), log(first + 1), log(first + 2)];
    for j in first..=last {
        half[j] = if window[3] > f64::NEG_INFINITY {
            let middle = (9.0 * (window[1] + window[2]) - window[0] - window[3]) / 16.0;
            libm::exp(middle).min(whole[j]).max(whole[j + 1])
        } else {
            0.5 * (whole[j] + whole[j + 1])
        };
        window = [window[1], window[2], window[3], if j + 3 < whole.len() { log(j + 3) } else { window[3] }];
    }
    half
}

/// The sum of two independent continuous variables.
///
/// # Formula
/// `S(t) = ∫_{x<=t/2} S_Y(t-x) dF_X + ∫_{y<=t/2} S_X(t-y) dF_Y + S_X(t/2) S_Y(t/2)`. On the grid `t/2` is a
/// whole number of steps away and `t - x` a constant offset, so each knot is one straight loop. `S_Y(t-x)`
/// is taken linear between knots and weighted by the exact mass and first moment of `X` in each cell,
/// both of which follow from the average of `S_X` over the cell.
///
/// # Accuracy
/// All terms are positive, so the far tail keeps its relative accuracy. See [`super::algebra`].
pub(crate) fn convolve(x: &Shape, y: &Shape) -> Shape {
    // Doubling a law, as repeating does, needs half of the work.
    let twin = core::ptr::eq(x, y);
    let a = Ready::new(x);
    let other = if twin { None } else { Some(Ready::new(y)) };
    let b = other.as_ref().unwrap_or(&a);
    let end = x.end + y.end;
    let low = a.active.0.max(b.active.0);
    let stop = (a.active.1.max(b.active.1) + M + 2).min(KNOTS);
    // P(X + Y <= t) <= F_X(t) F_Y(t): below, the tail is one.
    let begin =
        (low..stop).find(|&i| (1.0 - x.tail[i]) * (1.0 - y.tail[i]) > 1e-8).unwrap_or(stop).max(M).min(stop);
    let mut tail = vec![1.0; KNOTS];
    tail[stop..].fill(0.0);
    let t = times();
    if t[KNOTS - 1] > 0.0 && stop == KNOTS {
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
    Shape::new(tail, Some(x.mean + y.mean), end)
}

/// Adds `∫_{x<=t/2} S_Y(t-x) dF_X` for the knots `begin..stop`.
fn half(x: &Ready, y: &Ready, out: &mut [f64], begin: usize, stop: usize) {
    for knot in knots() {
        // Where X has no mass in the two cells at the knot there is nothing to add; the cell that reaches to
        // zero is never left behind.
        let from = (x.active.0 + knot.back).saturating_sub(M).max(begin);
        let to = if knot.below.is_some() { (x.active.1 + knot.back + M + 1).min(stop) } else { stop };
        if from >= to {
            continue;
        }
        let n = to - from;
        let base = PAD + from - knot.back;
        let (up, down) = (knot.above.map_or(0, |l| 1 << l), knot.below.map_or(0, |l| 1 << l));
        let below = &knot.below.map_or(&x.from_zero, |l| &x.cells[l])[base..base + n];
        let above = &knot.above.map_or(&x.whole, |l| &x.cells[l])[base + up..base + up + n];
        let (higher, here, lower) = (
            &x.whole[base + up..base + up + n],
            &x.whole[base..base + n],
            &x.whole[base - down..base - down + n],
        );
        let read = |q: isize| {
            let (array, offset) = y.phase(knot.first + q);
            let start = (PAD + from).wrapping_add_signed(offset);
            (&array[start..start + n], start)
        };
        let ((y0, _), (y1, s1), (y2, s2), (y3, _)) = (read(0), read(1), read(2), read(3));
        let odd = knot.first.rem_euclid(2) as usize;
        let (b1, b2) = (&y.bend[1 - odd][s1..s1 + n], &y.bend[odd][s2..s2 + n]);
        let masses = [below, above, higher, here, lower];
        accumulate(&mut out[from..to], masses, [y0, y1, y2, y3, b1, b2], knot);
    }
}

/// The one hot loop: straight, without bounds tests, so that it vectorises.
#[inline(never)]
fn accumulate(out: &mut [f64], masses: [&[f64]; 5], values: [&[f64]; 6], knot: &Knot) {
    let n = out.len();
    let [below, above, higher, here, lower] = masses;
    let [y0, y1, y2, y3, b1, b2] = values;
    let (below, above, higher, here, lower) =
        (&below[..n], &above[..n], &higher[..n], &here[..n], &lower[..n]);
    let (y0, y1, y2, y3, b1, b2) = (&y0[..n], &y1[..n], &y2[..n], &y3[..n], &b1[..n], &b2[..n]);
    let [c0, c1, c2, c3] = knot.weights;
    let [p, q] = knot.bend;
    // The bend needs no more than a straight line between its two neighbours.
    let (f, g) = (knot.fraction, 1.0 - knot.fraction);
    for i in 0..n {
        let value = (c0 * y0[i] + c1 * y1[i]) + (c2 * y2[i] + c3 * y3[i]);
        let bend = g * b1[i] + f * b2[i];
        let spread = p * (here[i] - higher[i]) + q * (lower[i] - here[i]);
        out[i] += (below[i] - above[i]) * value - spread * bend;
    }
}

#[cfg(test)]
mod tests {
    use super::{Shape, convolve, times};

    fn exponential(mean: f64) -> Shape {
        Shape::new(times().iter().map(|t| libm::exp(-t / mean)).collect(), Some(mean), f64::INFINITY)
    }

    #[test]
    fn two_exponentials_make_an_erlang() {
        let sum = convolve(&exponential(1.0), &exponential(1.0));
        for x in [1e-3, 0.1, 0.5, 1.0, 3.0, 10.0, 30.0] {
            let exact = libm::exp(-x) * (1.0 + x);
            assert!((sum.at(x) / exact - 1.0).abs() < 3e-4 * x.max(1.0), "{x}: {} {exact}", sum.at(x));
        }
    }

    #[test]
    fn scales_far_apart() {
        let sum = convolve(&exponential(1e-4), &exponential(1.0));
        for x in [1e-3, 0.1, 1.0, 5.0] {
            let exact = (libm::exp(-x) - 1e-4 * libm::exp(-x * 1e4)) / (1.0 - 1e-4);
            assert!((sum.at(x) / exact - 1.0).abs() < 1e-4, "{x}: {} {exact}", sum.at(x));
        }
    }
}
