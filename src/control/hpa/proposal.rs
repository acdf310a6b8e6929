//! What one metric proposes, and what several propose together.
//!
//! It has no memory; windows and policies are `behaviour`.

/// How far a ratio may be from one without a change; both ends count as inside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    /// Below one.
    pub down: f64,
    /// Above one.
    pub up: f64,
}

impl Default for Tolerance {
    fn default() -> Self {
        Self::both(0.1)
    }
}

impl Tolerance {
    /// The same on both sides.
    pub fn both(tolerance: f64) -> Self {
        Self { down: tolerance, up: tolerance }
    }

    fn holds(self, ratio: f64) -> bool {
        1.0 - self.down <= ratio && ratio <= 1.0 + self.up
    }
}

/// What is known of the pods behind a metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Pods {
    /// One value for each ready pod that reports: percent of its request, or plain units.
    pub ready: Vec<f64>,
    /// Pods not ready yet, or whose CPU is not believed yet.
    pub unready: u32,
    /// Pods without a value.
    pub missing: u32,
}

/// One metric of the autoscaler.
#[derive(Clone, Debug, PartialEq)]
pub enum Metric {
    /// CPU or memory in percent of the request, pods of equal requests; the target is a percentage.
    Utilisation(Pods),
    /// An average over the pods in plain units.
    Average(Pods),
    /// A total that is compared with the target times the number of pods (External or Object, `AverageValue`).
    Total(f64),
    /// A value that is compared with the target itself (External or Object, `Value`), with so many pods ready.
    Value(f64, u32),
}

/// Replicas that a metric proposes; `None` if it cannot tell (no ready pod reports, or the target is not positive).
///
/// # Formula
/// With `ratio = current / target`: inside the tolerance the current size, else `⌈ratio · ready⌉`. Utilisation is truncated to
/// whole percent. Unready pods count 0 when the ratio is above 1; missing pods count 0 above 1, and below 1 the whole request
/// (utilisation; the target if that is higher) or the target (average). With those the ratio is taken again, and the current
/// size kept if it lies inside the tolerance or on the other side of 1, or, for utilisation, if the new size would go the
/// other way; else `⌈ratio' · pods counted⌉`. A total proposes `⌈total / target⌉` with the tolerance on
/// `total / (target · current)`.
///
/// # Domain
/// Any sizes. No current replicas: the autoscaler is off; a value then proposes `⌈ratio⌉`.
///
/// # Source
/// kubernetes/kubernetes, `pkg/controller/podautoscaler/replica_calculator.go` and `metrics/utilization.go`.
///
/// # Accuracy
/// The same floating-point steps as the controller's. The controller measures in milli-units and whole requests, which are
/// taken as exact here.
///
/// ```
/// use headroom::control::hpa::{Metric, Pods, Tolerance, propose};
/// let busy = Metric::Utilisation(Pods { ready: vec![90.0; 4], unready: 0, missing: 0 });
/// assert_eq!(propose(&busy, 60.0, 4, Tolerance::default()), Some(6));
/// ```
pub fn propose(metric: &Metric, target: f64, current: u32, tolerance: Tolerance) -> Option<u32> {
    let positive = target > 0.0;
    if !positive {
        return None;
    }
    match metric {
        Metric::Utilisation(pods) => by_pods(pods, target, current, tolerance, true),
        Metric::Average(pods) => by_pods(pods, target, current, tolerance, false),
        Metric::Total(total) => {
            let ratio = total / (target * f64::from(current));
            Some(if tolerance.holds(ratio) { current } else { whole(total / target) })
        }
        Metric::Value(value, ready) => {
            let ratio = value / target;
            Some(match current {
                0 => whole(ratio),
                _ if tolerance.holds(ratio) => current,
                _ => whole(ratio * f64::from(*ready)),
            })
        }
    }
}

fn by_pods(pods: &Pods, target: f64, current: u32, tolerance: Tolerance, percent: bool) -> Option<u32> {
    if pods.ready.is_empty() {
        return None;
    }
    let sum: f64 = pods.ready.iter().sum();
    let ratio_of = |sum: f64, count: f64| {
        let mean = sum / count;
        (if percent { mean.trunc() } else { mean }) / target
    };
    let ready = pods.ready.len() as f64;
    let ratio = ratio_of(sum, ready);
    let rising = pods.unready > 0 && ratio > 1.0;
    if !rising && pods.missing == 0 {
        return Some(if tolerance.holds(ratio) { current } else { whole(ratio * ready) });
    }
    let (mut sum, mut counted) = (sum, ready);
    // At exactly 1 nothing is assumed of those that do not report.
    if ratio != 1.0 {
        counted += f64::from(pods.missing);
    }
    if ratio < 1.0 {
        sum += f64::from(pods.missing) * if percent { target.max(100.0) } else { target };
    }
    if rising {
        counted += f64::from(pods.unready);
    }
    let again = ratio_of(sum, counted);
    let turned = (ratio < 1.0 && again > 1.0) || (ratio > 1.0 && again < 1.0);
    if tolerance.holds(again) || turned {
        return Some(current);
    }
    let size = whole(again * counted);
    let against = (again < 1.0 && size > current) || (again > 1.0 && size < current);
    Some(if percent && against { current } else { size })
}

/// The proposal of several metrics together: the largest; the current size if one cannot tell and the others would shrink,
/// or if none can tell.
///
/// ```
/// use headroom::control::hpa::largest;
/// assert_eq!(largest(&[Some(6), Some(10)], 4), 10);
/// assert_eq!(largest(&[Some(2), None], 4), 4);
/// ```
pub fn largest(proposals: &[Option<u32>], current: u32) -> u32 {
    let most = proposals.iter().flatten().max().copied().unwrap_or(current);
    if proposals.contains(&None) { most.max(current) } else { most }
}

/// The next whole number, without surprises for the undefined.
fn whole(x: f64) -> u32 {
    x.ceil() as u32
}

#[cfg(test)]
mod tests {
    use super::{Metric, Pods, Tolerance, largest, propose};

    fn utilisation(ready: &[f64], unready: u32, missing: u32, current: u32) -> Option<u32> {
        let pods = Pods { ready: ready.to_vec(), unready, missing };
        propose(&Metric::Utilisation(pods), 60.0, current, Tolerance::default())
    }

    #[test]
    fn both_ends_of_the_tolerance_are_inside() {
        assert_eq!(utilisation(&[66.0; 10], 0, 0, 10), Some(10));
        assert_eq!(utilisation(&[54.0; 10], 0, 0, 10), Some(10));
        assert_eq!(utilisation(&[67.0; 10], 0, 0, 10), Some(12));
        // Truncated to whole percent: 66.9 is 66.
        assert_eq!(utilisation(&[66.9; 10], 0, 0, 10), Some(10));
    }

    #[test]
    fn starting_and_silent_pods() {
        assert_eq!(utilisation(&[95.0; 2], 1, 0, 3), Some(3));
        assert_eq!(utilisation(&[30.0; 4], 0, 1, 5), Some(4));
        // Silent pods count as idle when growing, so that less is asked for.
        assert_eq!(utilisation(&[120.0; 4], 0, 2, 6), Some(8));
        // Counting an unready pod would turn the direction.
        assert_eq!(utilisation(&[70.0; 2], 4, 0, 6), Some(6));
        assert_eq!(utilisation(&[], 3, 1, 4), None);
    }

    #[test]
    fn totals_and_values() {
        let at = |m: Metric| propose(&m, 100.0, 4, Tolerance::default());
        assert_eq!(at(Metric::Total(1000.0)), Some(10));
        assert_eq!(at(Metric::Total(440.0)), Some(4));
        assert_eq!(at(Metric::Value(150.0, 3)), Some(5));
        assert_eq!(propose(&Metric::Total(5.0), 0.0, 4, Tolerance::default()), None);
    }

    #[test]
    fn an_average_may_turn_only_by_its_ratio() {
        let average = Metric::Average(Pods { ready: vec![40.0; 4], unready: 0, missing: 0 });
        assert_eq!(propose(&average, 50.0, 4, Tolerance::default()), Some(4));
        assert_eq!(propose(&average, 20.0, 4, Tolerance::default()), Some(8));
    }

    #[test]
    fn the_largest_wins_unless_one_is_blind() {
        assert_eq!(largest(&[], 3), 3);
        assert_eq!(largest(&[None, None], 3), 3);
        assert_eq!(largest(&[Some(7), None], 4), 7);
    }
}
