//! How two numbers of one output compare: model beside simulation, now beside a pinned baseline. Not whether either
//! is right.

use super::metric::{Better, Metric};

/// How far the model is from the simulation, as a share of the simulation's value. None where that says nothing:
/// a value is missing, infinite or zero.
pub fn gap(model: f64, simulated: f64) -> Option<f64> {
    let gap = (model - simulated) / simulated;
    gap.is_finite().then_some(gap)
}

/// How an output changed against a baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// What was added; infinite into or out of overload.
    pub by: f64,
    /// The same as a share of the earlier value, where that is a number.
    pub share: Option<f64>,
    /// Whether it is better; none if nothing changed or neither direction is.
    pub better: Option<bool>,
}

/// How an output changed. None where one of the values is no number or both are infinite.
pub fn change(metric: &Metric, now: f64, then: f64) -> Option<Change> {
    let by = now - then;
    if by.is_nan() {
        return None;
    }
    // Less than what three significant digits can show is no change.
    let visible = by.abs() > 5e-4 * then.abs();
    let better = match metric.better {
        _ if !visible => None,
        Better::Lower => Some(by < 0.0),
        Better::Higher => Some(by > 0.0),
        Better::Neither => None,
    };
    let share = Some(by / then).filter(|s| s.is_finite());
    Some(Change { by: if visible { by } else { 0.0 }, share, better })
}

#[cfg(test)]
mod tests {
    use super::super::metric;
    use super::*;

    #[test]
    fn a_gap_is_a_share_of_what_was_simulated() {
        assert_eq!(gap(1.5, 1.2).map(|g| (g * 100.0).round()), Some(25.0));
        assert_eq!(gap(f64::INFINITY, 1.0), None);
        assert_eq!(gap(0.0, 0.0), None);
    }

    #[test]
    fn a_change_knows_which_way_is_better() {
        let p99 = metric::find("p99_s").expect("an output");
        let delivered = metric::find("throughput_per_s").expect("an output");
        assert_eq!(change(p99, 1.0, 2.0).and_then(|c| c.better), Some(true));
        assert_eq!(change(delivered, 1.0, 2.0).and_then(|c| c.better), Some(false));
        assert_eq!(change(p99, 2.000_1, 2.0).map(|c| (c.by, c.better)), Some((0.0, None)));
        assert_eq!(change(p99, f64::INFINITY, 2.0).and_then(|c| c.better), Some(false));
        assert_eq!(change(p99, f64::INFINITY, f64::INFINITY), None);
    }
}
