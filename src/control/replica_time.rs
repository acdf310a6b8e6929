//! What replicas over time add up to.
//!
//! It prices time; prices a month and other costs are a matter of `plan`.

/// Replicas over time, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ReplicaTime {
    /// Replica hours.
    pub hours: f64,
    /// Mean replicas.
    pub mean: f64,
    /// Most replicas.
    pub peak: f64,
}

impl ReplicaTime {
    /// What it costs at a price per replica hour.
    pub fn cost(&self, price: f64) -> f64 {
        self.hours * price
    }
}

/// Adds up steps `(time \[s\], replicas from then on)`; the last one only marks the end.
///
/// # Formula
/// `Σ n_i (t_(i+1) - t_i) / 3600`.
///
/// # Domain
/// Steps in order of time; fewer than two add up to nothing.
///
/// # Source
/// Integral of a step function.
///
/// # Accuracy
/// Exact up to rounding.
///
/// ```
/// let steps = [(0.0, 4.0), (3600.0, 10.0), (7200.0, 6.0), (14400.0, 0.0)];
/// let time = headroom::control::replica_time::replica_time(&steps);
/// assert_eq!((time.hours, time.mean, time.peak), (26.0, 6.5, 10.0));
/// ```
pub fn replica_time(steps: &[(f64, f64)]) -> ReplicaTime {
    let (mut seconds, mut length, mut peak) = (0.0, 0.0, 0.0_f64);
    for pair in steps.windows(2) {
        let span = (pair[1].0 - pair[0].0).max(0.0);
        seconds += pair[0].1 * span;
        length += span;
        peak = peak.max(pair[0].1);
    }
    let mean = if length > 0.0 { seconds / length } else { 0.0 };
    ReplicaTime { hours: seconds / 3600.0, mean, peak }
}

#[cfg(test)]
mod tests {
    use super::{ReplicaTime, replica_time};

    #[test]
    fn nothing_adds_up_to_nothing() {
        assert_eq!(replica_time(&[]), ReplicaTime::default());
        assert_eq!(replica_time(&[(0.0, 5.0)]), ReplicaTime::default());
    }
}
