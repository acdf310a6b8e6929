//! How an output changed: now beside a pinned baseline, in closed form and as simulated. Not the gap between model and
//! simulation; that is [`super::gap`].

use super::format;
use super::metric::{self, Better, Metric, Unit};
use crate::scenario::Scenario;
use crate::sim::{Difference, Estimate, Observer, Pair};

/// The outputs that two simulations are compared by, in order.
pub const COMPARED: [&str; 6] = ["p50_s", "p95_s", "p99_s", "p999_s", "throughput_per_s", "error_fraction"];

/// By how much two simulations of the same random numbers differ; see [`Difference`].
///
/// # Domain
/// Each interval alone holds the truth 95 of 100 times; of six outputs of two systems that are the same, one seems to differ in
/// every fourth comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Replications of each.
    pub replications: u32,
    /// All journeys together.
    pub overall: Vec<Contrast>,
    /// By journey of the later document; empty for one that the earlier has not.
    pub journeys: Vec<Vec<Contrast>>,
}

/// By how much an output differs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contrast {
    /// Name of the output.
    pub metric: &'static str,
    /// By how much it is above the baseline's.
    pub by: f64,
    /// Half the width of the 95 % interval of that.
    pub half_width: f64,
}

impl Comparison {
    /// What there is of a journey, or of all together.
    pub fn journey(&self, scope: Option<usize>) -> &[Contrast] {
        scope.map_or(&self.overall, |j| self.journeys.get(j).map_or(&[], Vec::as_slice))
    }

    /// What there is of one output.
    pub fn find(&self, metric: &str, scope: Option<usize>) -> Option<&Contrast> {
        self.journey(scope).iter().find(|c| c.metric == metric)
    }
}

impl Contrast {
    /// Zero lies outside the interval.
    pub fn is_significant(&self) -> bool {
        self.by.abs() > self.half_width
    }

    /// Whether it is better; none where it cannot be told apart, or neither direction is.
    pub fn better(&self) -> Option<bool> {
        let metric = metric::find(self.metric).filter(|_| self.is_significant())?;
        match metric.better {
            Better::Lower => Some(self.by < 0.0),
            Better::Higher => Some(self.by > 0.0),
            Better::Neither => None,
        }
    }

    /// The whole in words: `P99: 12 ms lower, 95 % interval 8 ms to 16 ms: significant`.
    pub fn words(&self) -> String {
        let label = metric::find(self.metric).map_or(self.metric, |m| m.label);
        let size = if self.is_significant() { format!("{}, ", self.size()) } else { String::new() };
        match (self.interval(), self.is_significant()) {
            (None, _) => format!("{label}: the same"),
            (Some(interval), true) => format!("{label}: {size}95 % interval {interval}: significant"),
            (Some(interval), false) => format!("{label}: cannot be told apart, 95 % interval {interval}"),
        }
    }

    /// By how much, with its direction: `12 ms lower`.
    pub fn size(&self) -> String {
        self.way(self.by)
    }

    /// By how much, with its sign: `−12 ms`.
    pub fn signed(&self) -> String {
        let unit = metric::find(self.metric).map_or(Unit::One, |m| m.unit);
        format!("{}{}", if self.by < 0.0 { "−" } else { "+" }, points(format::brief(unit, self.by.abs())))
    }

    /// The interval in words, from its end next to zero or from the lower one; none where there was no difference at all.
    pub fn interval(&self) -> Option<String> {
        let half = if self.is_significant() { self.half_width.copysign(self.by) } else { self.half_width };
        let whole = || format!("{} to {}", self.way(self.by - half), self.way(self.by + half));
        (self.by != 0.0 || self.half_width != 0.0).then(whole)
    }

    fn way(&self, by: f64) -> String {
        let unit = metric::find(self.metric).map_or(Unit::One, |m| m.unit);
        format!("{} {}", points(format::brief(unit, by.abs())), if by < 0.0 { "lower" } else { "higher" })
    }
}

/// A difference of shares in percentage points: a hundredth of all is no hundredth of the share.
pub fn points(text: String) -> String {
    if text.ends_with('%') { text.replace('%', "pp") } else { text }
}

/// Compares two simulations, each with its document; none where fewer than ten batches of replications are in both. Journeys
/// belong together by their keys.
pub fn simulated(before: (&Scenario, &Observer), after: (&Scenario, &Observer)) -> Option<Comparison> {
    let pair = Pair::new(before.1, after.1)?;
    let journeys = after.0.journeys.iter().enumerate().map(|(place, journey)| {
        let earlier = before.0.journeys.iter().position(|j| j.key == journey.key);
        earlier.map_or_else(Vec::new, |earlier| contrasts(&pair.difference(Some((earlier, place)))))
    });
    let journeys = journeys.collect();
    Some(Comparison {
        replications: pair.replications(),
        overall: contrasts(&pair.difference(None)),
        journeys,
    })
}

fn contrasts(difference: &Difference) -> Vec<Contrast> {
    let [p50, p95, p99, p999] = difference.percentiles_s;
    let all = [p50, p95, p99, p999, difference.throughput_per_s, difference.error_fraction];
    let contrast = |(metric, e): (&'static str, Option<Estimate>)| {
        let Estimate { value: by, half_width } = e?;
        Some(Contrast { metric, by, half_width: half_width? })
    };
    COMPARED.into_iter().zip(all).filter_map(contrast).collect()
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
    let visible = if then.is_infinite() { by != 0.0 } else { by.abs() > 5e-4 * then.abs() };
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
    fn a_difference_says_whether_it_is_one() {
        let of = |metric, by, half_width| Contrast { metric, by, half_width };
        let lower = of("p99_s", -0.012, 0.004);
        assert_eq!(lower.words(), "P99: 12 ms lower, 95 % interval 8 ms lower to 16 ms lower: significant");
        assert_eq!(lower.signed(), "−12 ms");
        assert_eq!((lower.is_significant(), lower.better()), (true, Some(true)));
        let unclear = of("p50_s", 0.001, 0.004);
        assert_eq!(unclear.words(), "P50: cannot be told apart, 95 % interval 3 ms lower to 5 ms higher");
        assert_eq!((unclear.is_significant(), unclear.better()), (false, None));
        assert_eq!(of("throughput_per_s", 3.0, 1.0).better(), Some(true));
        assert_eq!(of("error_fraction", 0.0, 0.0).words(), "Errors: the same");
        assert_eq!(of("error_fraction", 0.02, 0.001).size(), "2 pp higher");
    }

    #[test]
    fn a_change_knows_which_way_is_better() {
        let p99 = metric::find("p99_s").expect("an output");
        let delivered = metric::find("throughput_per_s").expect("an output");
        assert_eq!(change(p99, 1.0, 2.0).and_then(|c| c.better), Some(true));
        assert_eq!(change(p99, 1.0, f64::INFINITY).and_then(|c| c.better), Some(true));
        assert_eq!(change(delivered, 1.0, 2.0).and_then(|c| c.better), Some(false));
        assert_eq!(change(p99, 2.000_1, 2.0).map(|c| (c.by, c.better)), Some((0.0, None)));
        assert_eq!(change(p99, f64::INFINITY, 2.0).and_then(|c| c.better), Some(false));
        assert_eq!(change(p99, f64::INFINITY, f64::INFINITY), None);
    }
}
