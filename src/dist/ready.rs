//! A survival curve made ready for convolution: its half steps, its bends, and its mass in every kind of cell.
//!
//! It convolves nothing; `convolve` and `renewal` do.

use super::grid::{KNOTS, PER_OCTAVE, STEP};
use super::knots::{LEVELS, Pair, REACH, knots};
use super::part::Shape;
use super::scratch::Scratch;
use crate::num::elementary::{exp, ln};
use std::sync::OnceLock;

const M: usize = PER_OCTAVE;
/// Room below index zero, so that no inner loop tests its bounds.
pub(crate) const PAD: usize = REACH + 2 * M;
/// Length of a padded array: room above for a block that reaches beyond the last knot.
pub(crate) const SIZE: usize = PAD + KNOTS + M;

/// A shape made ready for convolution. Index `PAD + i` is knot `i`.
pub(crate) struct Ready {
    /// Survival at the knots, padded by ones below.
    pub whole: Scratch,
    /// Survival half a step later.
    pub half: Scratch,
    /// `t² S''(t)` at the knots and half a step later.
    pub bend: [Scratch; 2],
    /// Average survival from zero to a knot.
    pub from_zero: Scratch,
    /// For each pair of cells: their mass by the two averages.
    pub mass: Vec<Scratch>,
    /// For each pair of cells: the masses weighted by the squares of their lengths.
    pub spread: Vec<Scratch>,
    /// First knot with mass below it, and first knot beyond all mass.
    pub active: (usize, usize),
}

/// Weights of averages over cells.
#[derive(Clone, Copy)]
pub(crate) struct Averages {
    /// Simpson's rule in the logarithm of time, for one cell.
    pub simpson: (f64, f64, f64),
    /// Share of the upper of two neighbouring cells of `2^level` steps in their union.
    pub upper: [f64; LEVELS],
    /// Share of all below in the time up to the next knot.
    pub keep: f64,
}

impl Averages {
    pub fn get() -> Self {
        static AVERAGES: OnceLock<Averages> = OnceLock::new();
        *AVERAGES.get_or_init(|| {
            let r = libm::exp2(0.5 / M as f64);
            let total = 1.0 + 4.0 * r + r * r;
            let upper = core::array::from_fn(|level| {
                let ratio = libm::exp2((1_usize << level) as f64 / M as f64);
                ratio / (1.0 + ratio)
            });
            let keep = libm::exp2(-1.0 / M as f64);
            Self { simpson: (1.0 / total, 4.0 * r / total, r * r / total), upper, keep }
        })
    }
}

/// The knots between which a curve does more than stand still: the first with mass below, the first beyond all mass.
pub(crate) fn active(tail: &[f64]) -> (usize, usize) {
    (tail.partition_point(|&v| v >= 1.0 - 1e-11), tail.partition_point(|&v| v >= 1e-17))
}

impl Ready {
    pub fn new(shape: &Shape) -> Self {
        let tail = shape.tail();
        let (begin, stop) = active(tail);
        let mut whole = Scratch::starting_with(1.0, PAD);
        whole[PAD..PAD + KNOTS].copy_from_slice(tail);
        whole[PAD + KNOTS..].fill(tail[KNOTS - 1]);
        let half = halves(&whole, begin, stop);
        let bend = bends(&whole, &half, begin, stop);
        // Beyond this every cell is without mass.
        let end = (PAD + stop + M + 1).min(SIZE - M);
        let cells = cells(&whole, &half, PAD + begin, end + M);
        let mut from_zero = Scratch::starting_with(1.0, PAD + begin);
        let keep = Averages::get().keep;
        let mut average = 1.0;
        for (out, cell) in from_zero[PAD + begin..end].iter_mut().zip(&cells[0][PAD + begin..end]) {
            average = keep * average + (1.0 - keep) * cell;
            *out = average;
        }
        for out in &mut from_zero[end..] {
            average *= keep;
            *out = average;
        }
        let mut ready = Self {
            whole,
            half,
            bend,
            from_zero,
            mass: Vec::new(),
            spread: Vec::new(),
            active: (begin, stop),
        };
        for pair in &knots().pairs {
            let from = PAD + begin - M;
            let (mut mass, mut spread) =
                (Scratch::starting_with(0.0, from), Scratch::starting_with(0.0, from));
            let to = if pair.below.is_some() { end } else { SIZE - M };
            let of = Cells { whole: &ready.whole, from_zero: &ready.from_zero, sized: &cells };
            of.weigh(*pair, from, end, &mut mass, &mut spread);
            if to > end {
                // What reaches to zero has still a mass where the curve itself has none.
                mass[end..to].copy_from_slice(&ready.from_zero[end..to]);
                spread[end..to].fill(0.0);
            }
            mass[to..].fill(0.0);
            spread[to..].fill(0.0);
            ready.mass.push(mass);
            ready.spread.push(spread);
        }
        ready
    }

    /// The array that holds half step `2i + h`, and the offset to add to `i`.
    pub fn phase(&self, h: isize) -> (&[f64], isize) {
        if h.rem_euclid(2) == 0 { (&self.whole, h / 2) } else { (&self.half, (h - 1) / 2) }
    }
}

/// Averages of a curve, from which the mass of any cell follows.
pub(crate) struct Cells<'a> {
    pub whole: &'a [f64],
    pub from_zero: &'a [f64],
    /// `sized[l][PAD + j]`: average survival over the cell of `2^l` steps that ends at knot `j`.
    pub sized: &'a [Scratch; LEVELS],
}

impl Cells<'_> {
    /// Mass and spread of a pair of cells at the indices `from..to`.
    pub fn weigh(&self, pair: Pair, from: usize, to: usize, mass: &mut [f64], spread: &mut [f64]) {
        let n = to - from;
        let (up, down) = pair.steps();
        let (p, q) = pair.squares;
        let below = &pair.below.map_or(self.from_zero, |l| &self.sized[l])[from..from + n];
        let above = &pair.above.map_or(self.whole, |l| &self.sized[l])[from + up..from + up + n];
        let higher = &self.whole[from + up..from + up + n];
        let here = &self.whole[from..from + n];
        let lower = &self.whole[from - down..from - down + n];
        let (mass, spread) = (&mut mass[from..to], &mut spread[from..to]);
        for i in 0..n {
            mass[i] = below[i] - above[i];
            spread[i] = p * (here[i] - higher[i]) + q * (lower[i] - here[i]);
        }
    }
}

/// Averages over cells of every size that end at `from..to`.
fn cells(whole: &[f64], half: &[f64], from: usize, to: usize) -> [Scratch; LEVELS] {
    let Averages { simpson: (w0, w1, w2), upper, .. } = Averages::get();
    let mut cells: [Scratch; LEVELS] = core::array::from_fn(|_| Scratch::starting_with(1.0, from));
    let n = to - from;
    let (left, middle, right) = (&whole[from - 1..][..n], &half[from - 1..][..n], &whole[from..][..n]);
    let finest = &mut cells[0][from..];
    for i in 0..n {
        finest[i] = w0 * left[i] + w1 * middle[i] + w2 * right[i];
    }
    for level in 1..LEVELS {
        let span = 1 << (level - 1);
        let high = upper[level - 1];
        let (fine, coarse) = cells.split_at_mut(level);
        let (early, late) = (&fine[level - 1][from - span..][..n], &fine[level - 1][from..][..n]);
        let coarse = &mut coarse[0][from..];
        for i in 0..n {
            coarse[i] = (1.0 - high) * early[i] + high * late[i];
        }
    }
    cells
}

/// `t² S'' = S_vv - S_v` with `v = ln t`, by central differences over half steps.
fn bends(whole: &[f64], half: &[f64], begin: usize, stop: usize) -> [Scratch; 2] {
    let (from, to) = (PAD + begin, (PAD + stop + 1).min(PAD + KNOTS).max(PAD + begin));
    let mut bend = [Scratch::starting_with(0.0, from), Scratch::starting_with(0.0, from)];
    let n = to - from;
    let (here, next) = (&whole[from..][..n], &whole[from + 1..][..n]);
    let (before, after) = (&half[from - 1..][..n], &half[from..][..n]);
    let [at, later] = &mut bend;
    let (at, later) = (&mut at[from..][..n], &mut later[from..][..n]);
    for i in 0..n {
        at[i] = curvature(before[i], here[i], after[i]);
        later[i] = curvature(here[i], after[i], next[i]);
    }
    bend[0][to..].fill(0.0);
    bend[1][to..].fill(0.0);
    bend
}

/// `t² S''(t)` from three values half a step apart.
#[inline]
pub(crate) fn curvature(a: f64, b: f64, c: f64) -> f64 {
    const SECOND: f64 = 4.0 / (STEP * STEP);
    const FIRST: f64 = 1.0 / STEP;
    SECOND * (a - 2.0 * b + c) - FIRST * (c - a)
}

fn halves(whole: &[f64], begin: usize, stop: usize) -> Scratch {
    let mut half = Scratch::new();
    half.copy_from_slice(whole);
    let (first, last) = (PAD + begin.saturating_sub(1), (PAD + stop + 1).min(PAD + KNOTS - 2));
    if first > last {
        return half;
    }
    let n = last + 1 - first;
    let mut logs = Scratch::new();
    for (log, value) in logs.iter_mut().zip(&whole[first - 1..=last + 2]) {
        *log = ln(*value);
    }
    let (l0, l1, l2, l3) = (&logs[..n], &logs[1..][..n], &logs[2..][..n], &logs[3..][..n]);
    let (left, right, beyond) = (&whole[first..][..n], &whole[first + 1..][..n], &whole[first + 2..][..n]);
    let half_way = &mut half[first..][..n];
    for i in 0..n {
        half_way[i] = half_step([l0[i], l1[i], l2[i], l3[i]], left[i], right[i], beyond[i] > 0.0);
    }
    half
}

/// The value between two knots from the logarithms at four: by the cubic, or straight where the curve has ended.
#[expect(clippy::inline_always, reason = "a call inside a loop keeps it from being vectorised")]
#[inline(always)]
pub(crate) fn half_step(logs: [f64; 4], left: f64, right: f64, goes_on: bool) -> f64 {
    let middle = exp((9.0 * (logs[1] + logs[2]) - logs[0] - logs[3]) * (1.0 / 16.0));
    let middle = if middle < left { middle } else { left };
    let middle = if middle > right { middle } else { right };
    if goes_on { middle } else { 0.5 * (left + right) }
}
