//! Every reference case of the models that the numeric core covers, held within the case's own tolerance.
//!
//! It tests no scenario: whole systems have tests of their own. A model is one row of [`MODELS`].

mod answers;
mod laws;

use crate::both::test;
use serde_json::Value;

/// What a model answers: names and values; anything undefined is left out or not finite.
pub type Results = Vec<(&'static str, f64)>;

/// A model's name and the function that answers its cases.
type Model = (&'static str, fn(&Value) -> Results);

/// The models that are covered.
const MODELS: &[Model] = &[
    ("mmc", answers::mmc),
    ("mmck", answers::mmck),
    ("erlang_b", answers::erlang_b),
    ("mgc", answers::mgc),
    ("gigc", answers::gigc),
    ("gim1", answers::gim1),
    ("mmc_patience_exponential", answers::patience_exponential),
    ("mmc_patience_constant", answers::patience_constant),
    ("pool_as_station", answers::pool_as_station),
    ("deadline_no_cancel", answers::deadline_no_cancel),
    ("load_balancing", answers::load_balancing),
    ("overload", answers::overload),
    ("littles_law", answers::littles_law),
    ("bounded_queue_block", answers::bounded_queue_block),
    ("bounded_queue_drop", answers::bounded_queue_drop),
    ("async_offload", answers::async_offload),
    ("burst_spill", answers::burst_spill),
    ("fluid_backlog", answers::fluid_backlog),
    ("quantile_ci_ranks", answers::quantile_ci_ranks),
    ("replication_ci", answers::replication_ci),
    ("elasticity_mmc", answers::elasticity_mmc),
    ("fit_lognormal", laws::fit),
    ("fit_gamma", laws::fit),
    ("fit_weibull", laws::fit),
    ("fit_pareto", laws::fit_pareto),
    ("fit_hyperexponential", laws::fit),
    ("distribution_stats", laws::fit),
    ("prometheus_histogram", laws::prometheus_histogram),
    ("compose", laws::compose),
    ("retry_latency", laws::retry_latency),
    ("n_plus_one", laws::n_plus_one),
    ("cache_hierarchy", laws::cache_hierarchy),
    ("fanout_slow_probability", laws::fanout_slow_probability),
    ("fanout_leaf_target", laws::fanout_leaf_target),
    ("fanout_correlated", laws::fanout_correlated),
    ("fanout_common_shock", laws::fanout_common_shock),
    ("fanout_hedged", laws::fanout_hedged),
];

/// The quantiles that cases ask for, by the end of their name.
pub const LEVELS: [(&str, f64); 6] =
    [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99), ("p999", 0.999), ("p9999", 0.9999)];

pub fn number(inputs: &Value, name: &str) -> f64 {
    inputs[name].as_f64().unwrap_or_else(|| panic!("no number {name} in {inputs}"))
}

pub fn whole(inputs: &Value, name: &str) -> u32 {
    number(inputs, name) as u32
}

fn document() -> Value {
    serde_json::from_str(include_str!("../../reference/reference_public.json"))
        .expect("the reference is JSON")
}

fn tolerance(case: &Value, name: &str, kind: &str) -> f64 {
    let general = &case["tolerance"];
    let own = &general["override"][name][kind];
    own.as_f64().or_else(|| general[kind].as_f64()).unwrap_or(0.0)
}

/// The greatest relative error of one case, for whoever reads the output of the test.
fn worst(case: &Value, results: &Results) -> f64 {
    let error = |(name, value): &(&str, f64)| {
        let want = case["expected"][*name].as_f64()?;
        (want != 0.0).then(|| (value / want - 1.0).abs())
    };
    results.iter().filter_map(error).fold(0.0, f64::max)
}

/// Misses of one case, as lines of text.
fn misses(case: &Value, results: &Results) -> Vec<String> {
    let expected = case["expected"].as_object().expect("a case expects an object");
    let mut lines = Vec::new();
    for (name, want) in expected {
        let got = results.iter().find(|(n, _)| n == name).map(|&(_, v)| v);
        let want = match want {
            Value::Bool(flag) => f64::from(u8::from(*flag)),
            other => other.as_f64().unwrap_or(f64::NAN),
        };
        let fits = match got {
            None => want.is_nan(),
            Some(v) if want.is_nan() => !v.is_finite(),
            Some(v) => {
                let allowed = tolerance(case, name, "abs").max(tolerance(case, name, "rel") * want.abs());
                (v - want).abs() <= allowed
            }
        };
        if !fits {
            let off = got.map(|v| v / want - 1.0);
            lines.push(format!("{} {name}: got {got:?}, expected {want}, off by {off:?}", case["id"]));
        }
    }
    lines
}

#[test]
fn every_case_is_within_its_own_tolerance() {
    let document = document();
    let cases = document["cases"].as_array().expect("cases");
    let mut failures = Vec::new();
    for (model, answer) in MODELS {
        let (mut count, mut most) = (0, 0.0_f64);
        for case in cases.iter().filter(|c| c["model"] == *model) {
            count += 1;
            let results = answer(&case["inputs"]);
            most = most.max(worst(case, &results));
            failures.extend(misses(case, &results));
        }
        println!("{model}: {count} cases, greatest relative error {most:.1e}");
        assert!(count > 0, "no case of {model}");
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
