//! Solves the renewal equation of a geometric sum, block by block from small times to large.
//!
//! It makes no law of the solution; `renewal` does.

use super::convolve::add;
use super::grid::{KNOTS, PER_OCTAVE, STEP};
use super::knots::{LEVELS, REACH, knots};
use super::part::Shape;
use super::ready::{Averages, Cells, PAD, Ready, SIZE, curvature, half_step};
use super::scratch::Scratch;
use crate::num::elementary::ln;

const M: usize = PER_OCTAVE;
/// Places that are solved together; at most `M - 1`, so that all that is half as long is known.
const WIDE: usize = 8;
/// Places for which the knots somewhat nearer are taken together.
const NARROW: usize = 4;
/// Below this chance a sum of two is not looked for.
const RARE: f64 = 1e-5;

/// What is summed: ready for convolution, with the weights of the three places before the unknown.
pub(crate) struct Summand {
    ready: Ready,
    /// Weights of `v` at the places one, two and three before, and at the unknown itself.
    near: [Scratch; 4],
    /// The first place at which two copies count.
    from: usize,
    /// Up to which of the knots the other curve is read far enough back for a block, wide and narrow, and for the
    /// half steps of a single place.
    far: [usize; 3],
}

impl Summand {
    pub fn new(shape: &Shape) -> Self {
        let ready = Ready::new(shape);
        let all = &knots().all;
        // The last half step that is read, against the last that is known before a block of so many places.
        let within = |most: isize| all.partition_point(|k| (k.first + 3).div_euclid(2) <= most);
        let far = [WIDE.cast_signed(), NARROW.cast_signed(), 1].map(|width| within(-2 - width));
        let mut near: [Scratch; 4] = core::array::from_fn(|_| Scratch::starting_with(0.0, SIZE));
        let [one, two, three, here] = &mut near;
        for (out, zero) in here[REACH..].iter_mut().zip(ready.from_zero.iter()) {
            *out = 1.0 - zero;
        }
        // Curvature one knot back, by whole steps: t² S'' = S_vv - S_v.
        let (second, first) = (1.0 / (STEP * STEP), 0.5 / STEP);
        for knot in &all[far[2]..] {
            // Near the unknown only whole steps up to it are available: a cubic through i-3..i.
            let p = 3.0 + 0.5 * (knot.first as f64 + 1.0 + knot.fraction);
            let c = [
                -(p - 1.0) * (p - 2.0) * (p - 3.0) / 6.0,
                p * (p - 2.0) * (p - 3.0) / 2.0,
                -p * (p - 1.0) * (p - 3.0) / 2.0,
                p * (p - 1.0) * (p - 2.0) / 6.0,
            ];
            let bend = knot.bend[0] + knot.bend[1];
            let d = [second + first, -2.0 * second, second - first].map(|d| bend * d);
            let from = (PAD + ready.active.0 + knot.back - M).min(SIZE);
            let n = SIZE - from;
            let mass = &ready.mass[knot.pair][from - knot.back..][..n];
            let spread = &ready.spread[knot.pair][from - knot.back..][..n];
            let (one, two) = (&mut one[from..][..n], &mut two[from..][..n]);
            let (three, here) = (&mut three[from..][..n], &mut here[from..][..n]);
            for j in 0..n {
                three[j] += mass[j] * c[0];
                two[j] += mass[j] * c[1] - spread[j] * d[0];
                one[j] += mass[j] * c[2] - spread[j] * d[1];
                here[j] += mass[j] * c[3] - spread[j] * d[2];
            }
        }
        // Below two first knots no sum of two fits, and where the copy itself is rare two of them are forgotten.
        let from = shape.tail().partition_point(|&s| s > 1.0 - RARE).clamp(M, KNOTS);
        Self { ready, near, from, far }
    }
}

/// The unknown curve and what its part in the convolution needs, filled from the left.
pub(crate) struct Solver<'a> {
    x: &'a Summand,
    rho: f64,
    /// Its values; index `PAD + i` is knot `i`.
    pub whole: Scratch,
    half: Scratch,
    bend: [Scratch; 2],
    logs: Scratch,
    cells: [Scratch; LEVELS],
    from_zero: Scratch,
    mass: Vec<Scratch>,
    spread: Vec<Scratch>,
    averages: Averages,
}

impl<'a> Solver<'a> {
    pub fn new(x: &'a Summand, rho: f64) -> Self {
        let begin = PAD + x.ready.active.0.min(x.from);
        let (ones, zeros) = (|| Scratch::starting_with(1.0, begin), || Scratch::starting_with(0.0, begin));
        let pairs = || knots().pairs.iter().map(|_| Scratch::new()).collect();
        Self {
            x,
            rho,
            whole: ones(),
            half: ones(),
            bend: [zeros(), zeros()],
            logs: zeros(),
            cells: core::array::from_fn(|_| ones()),
            from_zero: ones(),
            mass: pairs(),
            spread: pairs(),
            averages: Averages::get(),
        }
    }

    /// Finds all values.
    pub fn solve(&mut self) {
        let (x, tail) = (self.x, PAD + KNOTS);
        let from = PAD + x.from;
        for j in PAD + x.ready.active.0.min(x.from)..from {
            self.put(j, 1.0 - (1.0 - self.rho) * (1.0 - x.ready.whole[j]));
        }
        for block in (from..tail).step_by(WIDE) {
            let mut known = self.far(block);
            for part in (0..WIDE).step_by(NARROW) {
                self.middle(block + part, &mut known[part..part + NARROW]);
                for (j, known) in (block + part..).zip(&known[part..part + NARROW]) {
                    let v = self.at(j, *known);
                    if j >= tail || v < 1e-19 {
                        self.whole[j.min(tail)..].fill(0.0);
                        return;
                    }
                    self.put(j, v);
                }
            }
        }
    }

    /// What is known of the convolution at a block of places from what is at most half as long, and from the knots
    /// that lie far enough from the unknown.
    fn far(&mut self, block: usize) -> [f64; WIDE] {
        self.weigh(block);
        let x = &self.x.ready;
        let begin = PAD + x.active.0;
        let mut known = [0.0; WIDE];
        let (zero, edge) = (&self.from_zero[block - REACH..][..WIDE], &self.whole[block - M..][..WIDE]);
        let (right, left) = (&x.whole[block..][..WIDE], &x.whole[block - M..][..WIDE]);
        for k in 0..WIDE {
            known[k] = (1.0 - zero[k]) * right[k] + left[k] * edge[k];
        }
        for (q, knot) in knots().all.iter().enumerate() {
            let base = block - knot.back;
            if base + WIDE + M <= begin {
                break;
            }
            let weights = [&self.mass[knot.pair], &self.spread[knot.pair]];
            add(&mut known, weights, base, [&x.whole, &x.half], &x.bend, block, knot);
            if q < self.x.far[0] && base < PAD + x.active.1 + M {
                let weights = [&x.mass[knot.pair], &x.spread[knot.pair]];
                add(&mut known, weights, base, [&self.whole, &self.half], &self.bend, block, knot);
            }
        }
        known
    }

    /// Adds the knots that lie far enough from the unknown for a narrow block.
    fn middle(&self, block: usize, known: &mut [f64]) {
        let x = &self.x.ready;
        let mut sum = [0.0; NARROW];
        for knot in &knots().all[self.x.far[0]..self.x.far[1]] {
            let weights = [&x.mass[knot.pair], &x.spread[knot.pair]];
            add(&mut sum, weights, block - knot.back, [&self.whole, &self.half], &self.bend, block, knot);
        }
        for (known, sum) in known.iter_mut().zip(sum) {
            *known += sum;
        }
    }

    /// `v` at a place from all earlier values.
    fn at(&self, j: usize, known: f64) -> f64 {
        let (x, w) = (&self.x.ready, &self.whole);
        let [one, two, three, here] = &self.x.near;
        let mut sum = [known + one[j] * w[j - 1] + (two[j] * w[j - 2] + three[j] * w[j - 3])];
        for knot in &knots().all[self.x.far[1]..self.x.far[2]] {
            let weights = [&x.mass[knot.pair], &x.spread[knot.pair]];
            add(&mut sum, weights, j - knot.back, [w, &self.half], &self.bend, j, knot);
        }
        ((1.0 - self.rho) * x.whole[j] + self.rho * sum[0]) / (1.0 - self.rho * here[j])
    }

    /// Stores `v` at a place and everything that has become known with it.
    fn put(&mut self, j: usize, v: f64) {
        let w = &mut self.whole;
        let v = v.max(0.0).min(w[j - 1]);
        w[j] = v;
        self.logs[j] = ln(v);
        // The half step two knots back has now all four neighbours.
        let (h, logs) = (j - 2, &self.logs);
        self.half[h] = half_step([logs[h - 1], logs[h], logs[h + 1], logs[j]], w[h], w[h + 1], v > 0.0);
        self.bend[0][h] = curvature(self.half[h - 1], w[h], self.half[h]);
        self.bend[1][h] = curvature(w[h], self.half[h], w[h + 1]);
        // With it the cell that ends one knot back.
        let c = j - 1;
        let Averages { simpson: (w0, w1, w2), upper, keep } = self.averages;
        self.cells[0][c] = w0 * w[c - 1] + w1 * self.half[c - 1] + w2 * w[c];
        for level in 1..LEVELS {
            let (high, span) = (upper[level - 1], 1 << (level - 1));
            self.cells[level][c] =
                (1.0 - high) * self.cells[level - 1][c - span] + high * self.cells[level - 1][c];
        }
        self.from_zero[c] = keep * self.from_zero[c - 1] + (1.0 - keep) * self.cells[0][c];
    }

    /// Weighs the pairs of cells that a block needs and the blocks before it did not.
    fn weigh(&mut self, block: usize) {
        let cells = Cells { whole: &self.whole, from_zero: &self.from_zero, sized: &self.cells };
        let is_first = block == PAD + self.x.from;
        let mut done = usize::MAX;
        for knot in &knots().all {
            if knot.pair == done {
                continue;
            }
            done = knot.pair;
            // The least distance back comes first, and with it the last place that is needed.
            let to = block + WIDE - knot.back;
            let least = PAD + self.x.ready.active.0.min(self.x.from) - M - WIDE;
            let from = if is_first { least } else { to - WIDE };
            if from < to {
                let (mass, spread) = (&mut self.mass[done], &mut self.spread[done]);
                cells.weigh(knots().pairs[done], from, to, mass, spread);
            }
        }
    }
}
