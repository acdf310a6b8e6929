//! How an output changed: now beside a pinned baseline. Not the gap between model and simulation; that is
//! [`super::gap`].

use super::metric::{Better, Metric};

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
