//! The law of a geometric number of independent copies: the waiting time of a single server in disguise.
//!
//! It knows no queue; `queue::mgc` chooses what is summed.

use super::convolve::{LEVELS, PAD, REACH, Ready, knots, simpson, upper_share};
use super::grid::{KNOTS, PER_OCTAVE, STEP};
use super::law::Law;
use super::part::{Part, Shape};
use std::sync::Arc;

const M: usize = PER_OCTAVE;

/// The sum of `N >= 1` independent copies of a shape, `P(N = n) = (1-ρ) ρ^(n-1)`.
///
/// # Formula
/// Its survival solves the defective renewal equation `v(t) = (1-ρ) S_X(t) + ρ P(X + V > t)`. The convolution is the
/// one of `convolve`, knot by knot from small times to large, with the unknown `v(t_i)` collected on the left.
///
/// # Accuracy
/// Before the mean is corrected the relative error grows like `1/(1-ρ)`; the curve is then stretched to the exact
/// mean `E[X]/(1-ρ)`, after which quantiles of M/G/1 waits are within 1e-3 up to utilisation 0.99.
pub(crate) fn geometric(x: &Shape, rho: f64) -> Shape {
    let exact = x.mean / (1.0 - rho);
    if rho <= 0.0 {
        return x.clone();
    }
    let ready = Ready::new(x);
    let mut solver = Solver::new(&ready, rho);
    let from = ready.active.0.clamp(M, KNOTS);
    for i in 0..from {
        // Below two first knots no sum of two fits: only the first copy counts.
        solver.put(i, 1.0 - (1.0 - rho) * (1.0 - x.tail[i]));
    }
    for i in from..KNOTS {
        let v = solver.solve(i);
        solver.put(i, v);
        if v < 1e-19 {
            break;
        }
    }
    let tail = solver.whole[PAD..PAD + KNOTS].to_vec();
    let raw = Shape::new(tail, None, f64::INFINITY);
    if raw.tail[KNOTS - 1] > 1e-9 || raw.mean <= 0.0 {
        // Part of the law lies beyond the grid: the quadrature cannot see the mean, so nothing is stretched.
        return raw.with_mean(exact);
    }
    raw.scaled(exact / raw.mean).with_mean(exact)
}

/// The unknown curve and what its part in the convolution needs, filled from the left.
struct Solver<'a> {
    x: &'a Ready,
    rho: f64,
    whole: Vec<f64>,
    half: Vec<f64>,
    bend: [Vec<f64>; 2],
    cells: [Vec<f64>; LEVELS],
    from_zero: Vec<f64>,
    shares: [f64; LEVELS],
    close: Vec<[f64; 4]>,
}

impl<'a> Solver<'a> {
    fn new(x: &'a Ready, rho: f64) -> Self {
        let size = PAD + KNOTS + 2;
        let mut whole = vec![1.0; size];
        whole[PAD..].fill(0.0);
        // Near the unknown only whole steps up to it are available: a cubic through i-3..i.
        let close = knots()
            .iter()
            .map(|k| {
                let p = 3.0 + 0.5 * (k.first as f64 + 1.0 + k.fraction);
                [
                    -(p - 1.0) * (p - 2.0) * (p - 3.0) / 6.0,
                    p * (p - 2.0) * (p - 3.0) / 2.0,
                    -p * (p - 1.0) * (p - 3.0) / 2.0,
                    p * (p - 1.0) * (p - 2.0) / 6.0,
                ]
            })
            .collect();
        Self {
            x,
            rho,
            half: whole.clone(),
            bend: [vec![0.0; size], vec![0.0; size]],
            cells: core::array::from_fn(|_| vec![1.0; size]),
            from_zero: vec![1.0; size],
            shares: core::array::from_fn(upper_share),
            close,
            whole,
        }
    }

    /// Stores `v(t_i)` and everything that has become known with it.
    fn put(&mut self, i: usize, v: f64) {
        let j = PAD + i;
        let v = v.max(0.0).min(self.whole[j - 1]);
        self.whole[j] = v;
        // The half step two knots back has now all four neighbours.
        let h = j - 2;
        let w = &self.whole;
        self.half[h] = if v > 0.0 && w[h] != w[h + 1] {
            let log = |q: usize| libm::log(w[q]);
            let middle = (9.0 * (log(h) + log(h + 1)) - log(h - 1) - log(h + 2)) / 16.0;
            libm::exp(middle).min(w[h]).max(w[h + 1])
        } else {
            0.5 * (w[h] + w[h + 1])
        };
        let (second, first) = (4.0 / (STEP * STEP), 1.0 / STEP);
        let bend = |a: f64, b: f64, c: f64| second * (a - 2.0 * b + c) - first * (c - a);
        self.bend[0][h] = bend(self.half[h - 1], w[h], self.half[h]);
        self.bend[1][h] = bend(w[h], self.half[h], w[h + 1]);
        // With it the cell that ends one knot back.
        let c = j - 1;
        let (w0, w1, w2) = simpson_once();
        self.cells[0][c] = w0 * w[c - 1] + w1 * self.half[c - 1] + w2 * w[c];
        for level in 1..LEVELS {
            let (high, span) = (self.shares[level - 1], 1 << (level - 1));
            self.cells[level][c] =
                (1.0 - high) * self.cells[level - 1][c - span] + high * self.cells[level - 1][c];
        }
        let keep = libm::exp(-STEP);
        self.from_zero[c] = keep * self.from_zero[c - 1] + (1.0 - keep) * self.cells[0][c];
    }

    /// `v(t_i)` from all earlier values.
    fn solve(&self, i: usize) -> f64 {
        let (x, j) = (self.x, PAD + i);
        let w = &self.whole;
        // Curvature one knot back, by whole steps: t² S'' = S_vv - S_v.
        let (second, first) = (1.0 / (STEP * STEP), 0.5 / STEP);
        let (d0, d1, d2) = (second + first, -2.0 * second, second - first);
        let mut factor = 1.0 - x.from_zero[j - REACH];
        let mut known = (1.0 - self.from_zero[j - REACH]) * x.whole[j] + x.whole[j - M] * w[j - M];
        for (knot, close) in knots().iter().zip(&self.close) {
            let b = j - knot.back;
            let (up, down) = (knot.above.map_or(0, |l| 1 << l), knot.below.map_or(0, |l| 1 << l));
            let weigh = |cells: &[Vec<f64>; LEVELS], zero: &[f64], whole: &[f64]| {
                let below = knot.below.map_or_else(|| zero[b], |l| cells[l][b]);
                let above = knot.above.map_or_else(|| whole[b], |l| cells[l][b + up]);
                let spread =
                    knot.bend[0] * (whole[b] - whole[b + up]) + knot.bend[1] * (whole[b - down] - whole[b]);
                (below - above, spread)
            };
            let (weight, spread) = weigh(&x.cells, &x.from_zero, &x.whole);
            if weight != 0.0 || spread != 0.0 {
                if knot.first + 3 > -5 {
                    known += weight * (close[0] * w[j - 3] + close[1] * w[j - 2] + close[2] * w[j - 1]);
                    known -= spread * (d0 * w[j - 2] + d1 * w[j - 1]);
                    factor += weight * close[3] - spread * d2;
                } else {
                    known += read(knot, weight, spread, j, w, &self.half, &self.bend);
                }
            }
            let (weight, spread) = weigh(&self.cells, &self.from_zero, w);
            if weight != 0.0 || spread != 0.0 {
                known += read(knot, weight, spread, j, &x.whole, &x.half, &x.bend);
            }
        }
        ((1.0 - self.rho) * x.whole[j] + self.rho * known) / (1.0 - self.rho * factor)
    }
}

/// `weight * S(t - x) - spread * (bend of S at t - x)` by half steps.
fn read(
    knot: &super::convolve::Knot,
    weight: f64,
    spread: f64,
    j: usize,
    whole: &[f64],
    half: &[f64],
    bend: &[Vec<f64>; 2],
) -> f64 {
    let at = |q: isize| {
        let h = knot.first + q;
        (h.rem_euclid(2) as usize, j.wrapping_add_signed(h.div_euclid(2)))
    };
    let value = |q: isize| match at(q) {
        (0, k) => whole[k],
        (_, k) => half[k],
    };
    let curve = |q: isize| {
        let (phase, k) = at(q);
        bend[phase][k]
    };
    let [c0, c1, c2, c3] = knot.weights;
    let s = c0 * value(0) + c1 * value(1) + c2 * value(2) + c3 * value(3);
    let (near, far) = (curve(1), curve(2));
    weight * s - spread * (near + knot.fraction * (far - near))
}

fn simpson_once() -> (f64, f64, f64) {
    static WEIGHTS: std::sync::OnceLock<(f64, f64, f64)> = std::sync::OnceLock::new();
    *WEIGHTS.get_or_init(simpson)
}

impl Law {
    /// A geometric number of independent copies, possibly none: `P(N = n) = (1-ρ) ρ^n`.
    ///
    /// # Formula
    /// `V = 0` with chance `1 - ρ`, else `X + V'` with `V'` like `V`; the atom at 0 is exact.
    ///
    /// # Domain
    /// `0 <= ρ < 1`; outside it is held to 0 or 1 - 1e-9. Atoms of the summand are spread over one cell of the grid,
    /// since their sums would fill a lattice.
    ///
    /// # Source
    /// Feller, An Introduction to Probability Theory and Its Applications 2, 1971, chapter XI.
    ///
    /// # Accuracy
    /// 1e-3 of every quantile for smooth summands up to `ρ = 0.99`; the mean exact.
    ///
    /// ```
    /// use headroom::dist::Law;
    /// let law = Law::from_survival(|t| (-t).exp(), Some(1.0)).geometric_sum(0.8);
    /// assert!((law.quantile(0.99) - 5.0 * 80f64.ln()).abs() < 0.01);
    /// ```
    #[must_use]
    pub fn geometric_sum(&self, rho: f64) -> Self {
        let rho = rho.clamp(0.0, 1.0 - 1e-9);
        if self.constant() == Some(0.0) || rho == 0.0 {
            return Self::point(0.0);
        }
        let tail = super::grid::times().iter().map(|&t| self.survival(t)).collect();
        let shape = geometric(&Shape::new(tail, Some(self.mean()), f64::INFINITY), rho);
        let none = Self::point(0.0);
        let some = Self {
            atoms: Vec::new(),
            parts: vec![Part { weight: 1.0, origin: 0.0, shape: Arc::new(shape) }],
        };
        Self::mix(&[(1.0 - rho, &none), (rho, &some)])
    }
}

#[cfg(test)]
mod tests {
    use super::super::grid::times;
    use super::{Shape, geometric};

    #[test]
    fn exponential_copies_stay_exponential() {
        for rho in [0.01, 0.5, 0.9, 0.99, 0.999] {
            let x = Shape::new(times().iter().map(|t| libm::exp(-t)).collect(), Some(1.0), f64::INFINITY);
            let v = geometric(&x, rho);
            for z in [0.1, 0.7, 2.3, 4.6, 7.0, 9.0] {
                let t = z / (1.0 - rho);
                let error = libm::log(v.at(t)) / -z - 1.0;
                let most = if rho < 0.98 { 2e-4 } else { 5e-3 };
                assert!(error.abs() < most, "{rho} {z} {error:e}");
            }
        }
    }
}
