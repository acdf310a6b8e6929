//! Every reference case, held within its own tolerance.
//!
//! The answers come from the same table as those of the example; here they are only compared.

use crate::both::test;
use serde_json::Value;

#[path = "../../examples/reference/models/mod.rs"]
pub mod models;

pub fn cases(document: &str) -> Vec<Value> {
    let document: Value = serde_json::from_str(document).expect("the reference is JSON");
    document["cases"].as_array().expect("a list of cases").clone()
}

fn tolerance(case: &Value, name: &str, kind: &str) -> f64 {
    let tolerance = &case["tolerance"];
    let own = tolerance["override"][name][kind].as_f64().or_else(|| tolerance[name][kind].as_f64());
    own.or_else(|| tolerance[kind].as_f64()).unwrap_or(0.0)
}

/// How far off a value is in units of what is allowed: at most 1 is within.
fn off(case: &Value, name: &str, expected: &Value, found: &Value) -> f64 {
    match (expected, found) {
        (Value::Array(e), Value::Array(f)) if e.len() == f.len() => {
            e.iter().zip(f).map(|(e, f)| off(case, name, e, f)).fold(0.0, f64::max)
        }
        (Value::Number(e), Value::Number(f)) => {
            let (e, f) = (e.as_f64().expect("a number"), f.as_f64().expect("a number"));
            let allowed = tolerance(case, name, "abs").max(tolerance(case, name, "rel") * e.abs());
            if e == f { 0.0 } else { (f - e).abs() / allowed }
        }
        _ if expected == found => 0.0,
        _ => f64::INFINITY,
    }
}

/// Holds every case; prints how close each model comes.
fn hold(cases: &[Value], kind: &str) {
    let mut closest: Vec<(String, usize, f64, f64)> = Vec::new();
    let mut failures = Vec::new();
    for case in cases {
        let (id, model) = (&case["id"], case[kind].as_str().expect("a model"));
        let results = models::answer(case, false).unwrap_or_else(|error| panic!("{id}: {error}"));
        if closest.last().is_none_or(|last| last.0 != model) {
            closest.push((model.to_owned(), 0, 0.0, 0.0));
        }
        let entry = closest.last_mut().expect("just pushed");
        entry.1 += 1;
        for (name, expected) in case["expected"].as_object().expect("named values") {
            let found = results.get(name).unwrap_or(&Value::Null);
            let share = off(case, name, expected, found);
            entry.2 = entry.2.max(share);
            if let (Some(e), Some(f)) = (expected.as_f64(), found.as_f64()) {
                entry.3 = entry.3.max(if e == f { 0.0 } else { (f - e).abs() / e.abs().max(1e-300) });
            }
            let within = share <= 1.0;
            if !within {
                failures
                    .push(format!("{id} {name}: {found} instead of {expected}, {share:.2} of the tolerance"));
            }
        }
    }
    for (model, count, share, error) in closest {
        println!("{model}: {count} cases, relative error {error:.1e}, {share:.2} of the tolerance");
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_case_of_every_model_is_within_its_tolerance() {
    let cases = cases(include_str!("../reference/reference_public.json"));
    assert_eq!(cases.len(), 144);
    for (name, _) in models::TABLE {
        assert!(cases.iter().any(|c| c["model"] == *name), "no case of {name}");
    }
    hold(&cases, "model");
}

#[test]
fn whole_systems_as_documents_are_within_their_tolerance() {
    let cases = cases(include_str!("../reference/end_to_end_public.json"));
    assert_eq!(cases.len(), 6);
    hold(&cases, "kind");
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn a_simulated_system_has_values_with_intervals_within_their_tolerance() {
    let mut cases = cases(include_str!("../reference/end_to_end_public.json"));
    // The one of which a replication plays the fewest events.
    cases.retain(|c| c["id"].as_str().is_some_and(|id| id.starts_with("E2E-03")));
    let results = models::answer(&cases[0], true).expect("a graph");
    for (name, expected) in cases[0]["expected"].as_object().expect("named values") {
        assert!(results[name]["ci95"].is_f64(), "{name}: {}", results[name]);
        let share = off(&cases[0], name, expected, &results[name]["value"]);
        assert!(share <= 1.0, "{name}: {} instead of {expected}", results[name]);
    }
    assert!(models::answer(&serde_json::json!({ "kind": "retry" }), true).is_err());
}
