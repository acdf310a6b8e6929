//! One continuous part of a latency law: a survival curve on the octave grid, started at some time.
//!
//! It is not a law by itself: it carries a weight, and a [`Law`](super::Law) adds parts and atoms up to one.

use super::convolve::convolve;
use super::grid::{FIRST, KNOTS, STEP, between, between_near_end, place, times};
use std::sync::{Arc, OnceLock};

/// Knots before the end of a bounded law from which its survival is smoother than its logarithm.
const NEAR: usize = 4;

/// A continuous law of total mass one, starting at zero.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    /// Mean \[s\].
    pub mean: f64,
    /// No mass beyond this time \[s\]; infinite when unknown.
    pub end: f64,
    tail: OnceLock<Vec<f64>>,
    /// The two of which it is the sum, if it is one. Of many sums nobody asks more than the mean.
    sum: Option<[Arc<Shape>; 2]>,
}

impl PartialEq for Shape {
    fn eq(&self, other: &Self) -> bool {
        self.mean == other.mean && self.end == other.end && self.tail() == other.tail()
    }
}

/// A shape with its weight and the time it starts at.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    pub weight: f64,
    pub origin: f64,
    pub shape: Arc<Shape>,
}

impl Shape {
    /// Makes values that should be a survival curve into one; the mean by quadrature unless it is known.
    pub fn new(tail: Vec<f64>, mean: Option<f64>, end: f64) -> Self {
        let mut shape = Self { mean: 0.0, end, tail: falling(tail).into(), sum: None };
        shape.mean = mean.unwrap_or_else(|| shape.area(f64::INFINITY));
        shape
    }

    /// The sum of two independent variables; its curve is computed when it is first looked at.
    pub fn sum(x: &Arc<Self>, y: &Arc<Self>) -> Self {
        Self {
            mean: x.mean + y.mean,
            end: x.end + y.end,
            tail: OnceLock::new(),
            sum: Some([Arc::clone(x), Arc::clone(y)]),
        }
    }

    /// Survival at the knots; never increasing, at most 1.
    pub fn tail(&self) -> &[f64] {
        self.tail.get_or_init(|| self.sum.as_ref().map_or_else(Vec::new, |[x, y]| falling(convolve(x, y))))
    }

    /// The same curve with a better known mean \[s\].
    pub fn with_mean(self, mean: f64) -> Self {
        Self { mean, ..self }
    }

    /// Survival at an offset from the start.
    pub fn at(&self, x: f64) -> f64 {
        if x <= 0.0 {
            return 1.0;
        }
        if x >= self.end {
            return 0.0;
        }
        if x < FIRST {
            return 1.0 + (self.tail()[0] - 1.0) * (x / FIRST);
        }
        let v = place(x);
        let i = v as usize;
        if i + 1 >= KNOTS {
            return self.tail()[KNOTS - 1];
        }
        if self.end < times()[i + 1] {
            return self.last_cell(i, x);
        }
        if self.ends_near(i) {
            return between_near_end(self.tail(), i, v - i as f64);
        }
        between(self.tail(), i, v - i as f64)
    }

    /// Whether the law ends a few knots after this one, and not before the second.
    pub fn ends_near(&self, i: usize) -> bool {
        let t = times();
        i > 0 && i + 2 < KNOTS && t[i + 2] < self.end && self.end <= t[(i + NEAR).min(KNOTS - 1)]
    }

    /// Survival in the last cell, which ends where the law ends and not at the next knot: the parabola through the two
    /// knots before and zero at the end, held between the two ends of the cell.
    fn last_cell(&self, i: usize, x: f64) -> f64 {
        let (t, right) = (times()[i], self.tail()[i]);
        let (before, left) = if i > 0 { (times()[i - 1], self.tail()[i - 1]) } else { (0.0, 1.0) };
        let end = self.end;
        let from_left = left * ((x - t) / (before - t)) * ((x - end) / (before - end));
        let from_right = right * ((x - before) / (t - before)) * ((x - end) / (t - end));
        (from_left + from_right).clamp(0.0, right)
    }

    /// Area under the survival curve up to `x`.
    ///
    /// Cells are integrated in the logarithm of time by the four-point rule of fourth order.
    pub fn area(&self, x: f64) -> f64 {
        let (t, s) = (times(), self.tail());
        if x <= FIRST {
            return x * 0.5 * (1.0 + self.at(x));
        }
        let mut sum = super::super::num::sum::Sum::default();
        sum.add(FIRST * 0.5 * (1.0 + s[0]));
        let y = |i: usize| s[i] * t[i];
        for i in 0..KNOTS - 1 {
            if s[i] == 0.0 {
                break;
            }
            if t[i + 1] > x || t[i + 1] > self.end {
                let stop = x.min(self.end);
                // Simpson on the broken cell, in time itself: its curve is read from the interpolation.
                let middle = 0.5 * (t[i] + stop);
                let last = if stop < self.end { self.at(stop) } else { 0.0 };
                sum.add((stop - t[i]) / 6.0 * (s[i] + 4.0 * self.at(middle) + last));
                break;
            }
            sum.add(if i == 0 || i + 2 >= KNOTS || s[i + 2] == 0.0 {
                (t[i + 1] - t[i]) * 0.5 * (s[i] + s[i + 1])
            } else {
                STEP / 24.0 * (13.0 * (y(i) + y(i + 1)) - y(i - 1) - y(i + 2))
            });
        }
        sum.value()
    }
}

/// Makes values into a curve that never rises.
fn falling(mut tail: Vec<f64>) -> Vec<f64> {
    let mut least = 1.0;
    for value in &mut tail {
        // `max` and `min` also turn an undefined value into a number.
        least = value.max(0.0).min(least);
        if least < 1e-300 {
            least = 0.0;
        }
        *value = least;
    }
    tail
}

impl Part {
    /// Survival of this part at an absolute time, its weight included.
    pub fn at(&self, time: f64) -> f64 {
        self.weight * self.shape.at(time - self.origin)
    }

    /// The latest time this part can take.
    pub fn end(&self) -> f64 {
        self.origin + self.shape.end.min(super::grid::horizon())
    }

    /// Mean contribution, weight included.
    pub fn moment(&self) -> f64 {
        self.weight * (self.origin + self.shape.mean)
    }

    /// Survival at `origin + t_i`, weight included, added to `out`, which may stop before the last knot.
    pub fn add_to(&self, origin: f64, out: &mut [f64]) {
        let gap = self.origin - origin;
        if gap == 0.0 {
            for (sum, s) in out.iter_mut().zip(self.shape.tail()) {
                *sum += self.weight * s;
            }
            return;
        }
        let earlier = self.shape.earlier(gap, out.len());
        for (sum, s) in out.iter_mut().zip(earlier.iter()) {
            *sum += self.weight * s;
        }
    }

    /// Two parts as one that starts at the earlier origin.
    pub fn merged(&self, other: &Self) -> Self {
        let weight = self.weight + other.weight;
        let origin = self.origin.min(other.origin);
        let mut tail = vec![0.0; KNOTS];
        self.add_to(origin, &mut tail);
        other.add_to(origin, &mut tail);
        for s in &mut tail {
            *s /= weight;
        }
        let mean = (self.moment() + other.moment()) / weight - origin;
        let end = (self.origin + self.shape.end).max(other.origin + other.shape.end) - origin;
        Self { weight, origin, shape: Arc::new(Shape::new(tail, Some(mean), end)) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Shape, times};

    fn exponential() -> Shape {
        Shape::new(times().iter().map(|t| libm::exp(-t)).collect(), None, f64::INFINITY)
    }

    #[test]
    fn the_mean_by_quadrature_is_close() {
        assert!((exponential().mean - 1.0).abs() < 1e-7, "{}", exponential().mean);
        assert!((exponential().area(0.7) - (1.0 - libm::exp(-0.7))).abs() < 1e-7);
    }

    #[test]
    fn scaling_moves_the_curve() {
        let scaled = exponential().scaled(3.0);
        for x in [0.1, 1.0, 7.0] {
            assert!((scaled.at(x) / libm::exp(-x / 3.0) - 1.0).abs() < 1e-6);
        }
        assert!((scaled.mean - 3.0).abs() < 1e-6);
    }

    #[test]
    fn a_bounded_shape_ends_at_its_end() {
        let uniform = Shape::new(times().iter().map(|t| 1.0 - t).collect(), None, 1.0);
        assert_eq!(uniform.at(1.0), 0.0);
        assert!((uniform.at(0.995) - 0.005).abs() < 1e-9);
        assert!((uniform.mean - 0.5).abs() < 1e-5, "{}", uniform.mean);
    }
}
