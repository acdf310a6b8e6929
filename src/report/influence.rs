//! Which output a parameter moves most. Not by how much it should be moved.

use super::metric::{self, Metric};
use super::{Evaluator, Report};
use crate::scenario::{ParamId, Scenario, param::Kind};

/// The outputs that are compared: those of the strip.
const WATCHED: [&str; 7] =
    ["p50_s", "p95_s", "p99_s", "p999_s", "throughput_per_s", "error_fraction", "cost_per_month"];
/// Share of a slider that the parameter is moved by.
const STEP: f64 = 0.02;
/// Changes below this share are none.
const LEAST: f64 = 1e-4;

/// The key of the output that changes most, as a share of itself, when a parameter goes a little way along its slider; none
/// where nothing changes.
///
/// # Formula
/// `|b - a| / max(|a|, |b|)` of each output before and after a fiftieth of the slider, or the next choice. From a word for zero
/// ("none", "never") it is the middle of the slider: the first values beyond are too small to be felt, as of a price, or so small
/// that nothing works, as of a timeout.
pub fn moved_most(
    evaluator: &mut Evaluator,
    scenario: &Scenario,
    report: &Report,
    scope: Option<usize>,
    id: ParamId,
) -> Option<&'static str> {
    let (spec, value) = (id.spec()?, scenario.get(id)?);
    let mut moved = scenario.clone();
    let other = match spec.kind {
        Kind::Number | Kind::Count if value == 0.0 && spec.zero.is_some() => spec.at(0.5),
        Kind::Number | Kind::Count => {
            let at = spec.position(value);
            let ahead = spec.at(at + if at + STEP <= 1.0 { STEP } else { -STEP });
            let is_whole = spec.kind == Kind::Count && ahead == value;
            if is_whole { value + 1.0 } else { ahead }
        }
        Kind::Choice(choices) => (value + 1.0) % choices.len().max(1) as f64,
        Kind::Switch => 1.0 - value,
    };
    moved.set_clamped(id, other);
    if moved == *scenario {
        return None;
    }
    let after = evaluator.evaluate(&moved);
    let change = |metric: &Metric| {
        let (a, b) = (report.read(metric, scope), after.read(metric, scope));
        let share = (b - a).abs() / a.abs().max(b.abs());
        // From or to what has no value, or no bound, is as much as there can be.
        if a == b || a.is_nan() && b.is_nan() {
            0.0
        } else if share.is_nan() {
            1.0
        } else {
            share
        }
    };
    let changes = WATCHED.iter().filter_map(|key| metric::find(key)).map(|m| (m.key, change(m)));
    let most = changes.fold(("", LEAST), |most, next| if next.1 > most.1 { next } else { most });
    (most.1 > LEAST).then_some(most.0)
}

#[cfg(test)]
mod tests {
    use super::moved_most;
    use crate::report::Evaluator;
    use crate::scenario::preset;

    #[test]
    fn prices_move_the_cost_and_timeouts_the_errors() {
        let scenario = (preset::ALL[0].build)();
        let mut evaluator = Evaluator::new();
        let report = evaluator.evaluate(&scenario);
        let mut most = |path: &str| {
            let id = scenario.find(path).expect("a parameter");
            moved_most(&mut evaluator, &scenario, &report, None, id)
        };
        assert_eq!(most("service.shipping.replica_price_per_h"), Some("cost_per_month"));
        assert_eq!(most("service.shipping.failure_fraction"), Some("error_fraction"));
        assert_eq!(most("journey.checkout.slo_latency_ms"), None, "an objective moves no number");
        // At their words for zero.
        for (path, moved) in [
            ("service.shipping.patience_ms", "error_fraction"),
            ("service.shipping.contention_fraction", "p999_s"),
            ("service.shipping.visit_price_per_million", "cost_per_month"),
        ] {
            assert_eq!(scenario.get(scenario.find(path).expect("a parameter")), Some(0.0), "{path}");
            assert_eq!(most(path), Some(moved), "{path}");
        }
    }
}
