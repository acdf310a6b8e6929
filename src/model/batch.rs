//! Visits gathered into batches before they queue: how long a visit waits for its batch, and what comes to the queue.
//! Not the queue.

use crate::dist::{Family, Law, Service as WorkLaw};
use crate::num::gamma;
use crate::scenario::batching::Batching;

/// Batches as the queue sees them.
#[derive(Clone, Debug)]
pub struct Batches {
    /// Batches \[1/s\].
    pub rate: f64,
    /// Mean visits in one.
    pub size: f64,
    /// Squared coefficient of variation of the time between them.
    pub arrival_scv: f64,
    /// Work of one.
    pub work: WorkLaw,
    /// How long a visit waits for its batch to be closed.
    pub gathering: Law,
}

/// Quantiles of the time to fill that stand for its law.
const STEPS: u32 = 32;

/// Gathers visits that arrive at `rate` and take `hold` each.
///
/// # Formula
/// A batch is closed `F = min(T, Erlang(B - 1, λ))` after its first visit, with limit `B` and longest wait `T`. Its size is
/// `b = 1 + λ E[F]` on average, so there are `λ / b` a second, `1/λ + E[F]` apart. The first visit waits `F`, the others
/// evenly less. Work is `s (1 + φ (b - 1))`, with the variances of its parts and of the size.
///
/// # Domain
/// `rate > 0`, limit at least 2, Poisson arrivals.
///
/// # Source
/// First principles; Erlang 1917 for the time to fill.
///
/// # Accuracy
/// Size and rate exact for Poisson arrivals; the wait takes arrivals within a batch for even.
pub fn gather(rows: &Batching, rate: f64, hold: &WorkLaw) -> Batches {
    let (limit, longest) = (f64::from(rows.batch_limit), rows.batch_wait_ms / 1000.0);
    let others = limit - 1.0;
    // Quantiles of the time until a batch is closed.
    let closed: Vec<f64> = (0..STEPS)
        .map(|i| (f64::from(i) + 0.5) / f64::from(STEPS))
        .map(|p| (gamma::quantile(others, p) / rate).min(longest))
        .collect();
    let mean_closed = mean_fill(others, rate, longest);
    let size = (1.0 + rate * mean_closed).min(limit);
    let second = closed.iter().map(|f| f * f).sum::<f64>() / f64::from(STEPS);
    let spread = (second - mean_closed * mean_closed).max(0.0);
    let apart = 1.0 / rate + mean_closed;
    let arrival_scv = (1.0 / (rate * rate) + spread) / (apart * apart);
    let (s, item) = (hold.mean(), rows.batch_item_fraction);
    let variance =
        hold.scv() * s * s * (1.0 + item * item * (size - 1.0)) + item * item * s * s * rate * rate * spread;
    let mean = s * (1.0 + item * (size - 1.0));
    let scv = if mean > 0.0 { variance / (mean * mean) } else { 0.0 };
    let tail = |t: f64| {
        let first = closed.iter().filter(|&&f| f > t).count() as f64;
        let rest: f64 = closed.iter().map(|&f| if f > t { 1.0 - t / f } else { 0.0 }).sum();
        (first / size + rest * (1.0 - 1.0 / size)) / f64::from(STEPS)
    };
    let gathering = if mean_closed > 0.0 {
        let mean = mean_closed * (1.0 / size + 0.5 * (1.0 - 1.0 / size));
        Law::starting_at(0.0, tail, Some(mean), longest)
    } else {
        Law::point(0.0)
    };
    Batches {
        rate: rate / size,
        size,
        arrival_scv,
        work: WorkLaw::gamma(mean, scv).unwrap_or_else(|_| WorkLaw::constant(mean)),
        gathering,
    }
}

/// `E[min(T, Erlang(k, λ))] = k/λ P(Erlang(k+1) <= T) + T P(Erlang(k) > T)`.
fn mean_fill(k: f64, rate: f64, longest: f64) -> f64 {
    k / rate * gamma::lower(k + 1.0, rate * longest) + longest * gamma::upper(k, rate * longest)
}

#[cfg(test)]
mod tests {
    use super::{Batching, WorkLaw, gather};
    use crate::dist::Family;

    #[test]
    fn many_visits_fill_a_batch_and_few_wait_out_the_time() {
        let rows = Batching { batch_limit: 500, batch_wait_ms: 100.0, batch_item_fraction: 0.1 };
        let work = WorkLaw::constant(0.01);
        let full = gather(&rows, 1e6, &work);
        assert!((full.size - 500.0).abs() < 1.0 && full.gathering.mean() < 1e-3, "{full:?}");
        assert!((full.work.mean() - 0.01 * (1.0 + 0.1 * 499.0)).abs() < 1e-4);
        let few = gather(&rows, 1.0, &work);
        assert!((few.size - 1.1).abs() < 1e-6 && few.gathering.mean() > 0.09, "{few:?}");
        assert!(few.gathering.quantile(1.0) <= 0.1 + 1e-12);
        // What comes in goes out.
        assert!((few.rate * few.size - 1.0).abs() < 1e-12);
    }
}
