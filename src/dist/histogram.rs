//! A service time given by measured buckets.
//!
//! It is not a fit: inside a bucket the time is spread evenly, which is all the buckets say.

use super::fit::LawError;
use super::service::{Family, Service};
use crate::num::stream::Stream;

/// Buckets with upper bounds and cumulative counts, as a Prometheus classic histogram has them.
///
/// # Formula
/// Even spread inside each bucket, the first starting at 0; what lies beyond the last finite bound counts as
/// that bound (as `histogram_quantile` does). Moments are those of this law.
///
/// # Domain
/// Increasing positive bounds \[s\], counts that do not decrease.
///
/// # Source
/// Prometheus documentation, `histogram_quantile`, classic histograms.
///
/// # Accuracy
/// Exact for the law described; the truth may lie anywhere inside a bucket.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// Bucket edges, from 0.
    edges: Vec<f64>,
    /// Fraction at or below each edge, from 0.
    below: Vec<f64>,
}

impl Histogram {
    /// Buckets from upper bounds \[s\], cumulative counts and the count beyond the last bound.
    ///
    /// # Errors
    /// [`LawError::BadBuckets`] without a bucket or count, or where bounds or counts do not increase.
    ///
    /// ```
    /// use headroom::dist::{Family, histogram::Histogram};
    /// let law = Histogram::new(&[0.1, 0.2], &[50.0, 80.0], 20.0).unwrap();
    /// assert_eq!((law.quantile(0.5), law.quantile(0.9)), (0.1, 0.2));
    /// ```
    pub fn new(bounds: &[f64], cumulative: &[f64], beyond: f64) -> Result<Self, LawError> {
        let total = cumulative.last().copied().unwrap_or(0.0) + beyond;
        let counted =
            bounds.len() == cumulative.len() && !bounds.is_empty() && total > 0.0 && total.is_finite();
        let (mut edges, mut below) = (vec![0.0], vec![0.0]);
        for (&bound, &count) in bounds.iter().zip(cumulative) {
            edges.push(bound);
            below.push(count / total);
        }
        let rising = edges.windows(2).all(|w| w[0] < w[1]) && below.windows(2).all(|w| w[0] <= w[1]);
        if counted && rising && beyond >= 0.0 && edges.iter().all(|e| e.is_finite()) {
            Ok(Self { edges, below })
        } else {
            Err(LawError::BadBuckets)
        }
    }

    /// The greatest bound \[s\] and the fraction that lies beyond it.
    pub fn beyond(&self) -> (f64, f64) {
        let last = self.edges.len() - 1;
        (self.edges[last], 1.0 - self.below[last])
    }

    /// Buckets as (lower, upper, fraction).
    fn buckets(&self) -> impl Iterator<Item = (f64, f64, f64)> {
        self.edges.windows(2).zip(self.below.windows(2)).map(|(e, f)| (e[0], e[1], f[1] - f[0]))
    }

    /// `E[S^n]`: an even spread on `(a, b)` has `(b^(n+1) - a^(n+1)) / ((n+1)(b-a))`.
    fn moment(&self, n: u32) -> f64 {
        let (top, rest) = self.beyond();
        let power = |x: f64| crate::num::powi(x, n + 1);
        let inside: f64 =
            self.buckets().map(|(a, b, w)| w * (power(b) - power(a)) / (f64::from(n + 1) * (b - a))).sum();
        inside + rest * crate::num::powi(top, n)
    }
}

impl Service {
    /// See [`Histogram::new`].
    ///
    /// # Errors
    /// As there.
    pub fn histogram(bounds: &[f64], cumulative: &[f64], beyond: f64) -> Result<Self, LawError> {
        Histogram::new(bounds, cumulative, beyond).map(Self::Histogram)
    }
}

impl Family for Histogram {
    fn mean(&self) -> f64 {
        self.moment(1)
    }
    fn second_moment(&self) -> f64 {
        self.moment(2)
    }
    fn third_moment(&self) -> f64 {
        self.moment(3)
    }
    fn survival(&self, t: f64) -> f64 {
        let next = self.edges.partition_point(|&e| e <= t);
        if next >= self.edges.len() {
            return 0.0;
        }
        if next == 0 {
            return 1.0;
        }
        let (a, b) = (self.edges[next - 1], self.edges[next]);
        1.0 - (self.below[next - 1] + (self.below[next] - self.below[next - 1]) * (t - a) / (b - a))
    }
    fn quantile(&self, p: f64) -> f64 {
        let next = self.below.partition_point(|&f| f < p);
        if next >= self.edges.len() {
            return self.beyond().0;
        }
        if next == 0 {
            return 0.0;
        }
        let (a, b) = (self.edges[next - 1], self.edges[next]);
        a + (b - a) * (p - self.below[next - 1]) / (self.below[next] - self.below[next - 1])
    }
    fn residual_survival(&self, t: f64) -> f64 {
        let (top, rest) = self.beyond();
        let mut area = rest * (top - t).max(0.0);
        for (a, b, w) in self.buckets() {
            // ∫_t^∞ of the survival of an even spread on (a, b).
            area += w * if t <= a {
                0.5 * (a + b) - t
            } else if t < b {
                0.5 * (b - t) * (b - t) / (b - a)
            } else {
                0.0
            };
        }
        area / self.mean()
    }
    fn sample(&self, stream: &mut Stream) -> f64 {
        self.quantile(stream.uniform())
    }
    fn scaled(&self, factor: f64) -> Self {
        Self { edges: self.edges.iter().map(|e| e * factor).collect(), below: self.below.clone() }
    }
    fn support(&self) -> (f64, f64) {
        (0.0, self.beyond().0)
    }
}
