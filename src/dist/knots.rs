//! The knots of the integral over the smaller of two times, the same for every place on the grid.
//!
//! It knows no law: what a knot weighs comes from `ready`.

use super::grid::{PER_OCTAVE, STEP, lagrange};
use std::sync::OnceLock;

const M: usize = PER_OCTAVE;
/// Octaves below half the time that are integrated knot by knot; the rest is one cell.
const NEAR: usize = 8;
/// Offset of the last knot.
pub(crate) const REACH: usize = M * (NEAR + 1);
/// Cells of 1, 2, 4, 8 and 16 steps.
pub(crate) const LEVELS: usize = 5;

/// One knot `x = t 2^(-k/m)` of the integral over `x <= t/2`.
pub(crate) struct Knot {
    /// Offset `k`, in steps of the grid.
    pub back: usize,
    /// Which of [`pairs`] its two cells are.
    pub pair: usize,
    /// First of four half steps from `2i` at which the other survival is read at `t - x`.
    pub first: isize,
    /// Place between the second and the third of them.
    pub fraction: f64,
    /// Their weights.
    pub weights: [f64; 4],
    /// Weights of the bend `u² S''(u)` of the other survival at the second and the third of them, at `u = t - x`:
    /// `x² / (24 (t - x)²)`, shared between the two.
    pub bend: [f64; 2],
}

/// The two cells at a knot, by their levels: `2^level` steps long.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Pair {
    /// The cell above (towards `t/2`); none at the first knot.
    pub above: Option<usize>,
    /// The cell below; none at the last knot, whose cell reaches to zero.
    pub below: Option<usize>,
    /// Squares of their lengths, in the knot's own time; 0 where there is none.
    pub squares: (f64, f64),
}

impl Pair {
    fn new(above: Option<usize>, below: Option<usize>) -> Self {
        let square = |steps: f64| libm::expm1(steps * STEP) * libm::expm1(steps * STEP);
        let none = Self { above, below, squares: (0.0, 0.0) };
        let (up, down) = none.steps();
        Self { squares: (square(up as f64), square(-(down as f64))), ..none }
    }

    /// Steps to the next knot above and below; 0 where there is none.
    pub fn steps(self) -> (usize, usize) {
        let steps = |level: Option<usize>| level.map_or(0, |l| 1 << l);
        (steps(self.above), steps(self.below))
    }
}

/// All knots with their pairs of cells.
pub(crate) struct Knots {
    pub all: Vec<Knot>,
    pub pairs: Vec<Pair>,
}

/// The knots, from `t/2` to smaller times.
pub(crate) fn knots() -> &'static Knots {
    static KNOTS: OnceLock<Knots> = OnceLock::new();
    KNOTS.get_or_init(|| {
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
        let mut pairs = Vec::new();
        let all = (0..offsets.len())
            .map(|q| {
                let (back, level) = offsets[q];
                let pair =
                    Pair::new((q > 0).then(|| offsets[q - 1].1), (q + 1 < offsets.len()).then_some(level));
                let known = pairs.iter().position(|p| *p == pair).unwrap_or_else(|| {
                    pairs.push(pair);
                    pairs.len() - 1
                });
                knot(back, known)
            })
            .collect();
        Knots { all, pairs }
    })
}

fn knot(back: usize, pair: usize) -> Knot {
    let log = -(back as f64) * STEP;
    let rest = -libm::expm1(log);
    let place = 2.0 * M as f64 * libm::log2(rest);
    let floor = place.floor();
    let fraction = place - floor;
    let (a, b, c, d) = lagrange(fraction);
    let ratio = libm::exp(log) / rest;
    let bend = ratio * ratio / 24.0;
    Knot {
        back,
        pair,
        first: floor as isize - 1,
        fraction,
        weights: [a, b, c, d],
        // The bend needs no more than a straight line between its two neighbours.
        bend: [bend * (1.0 - fraction), bend * fraction],
    }
}
