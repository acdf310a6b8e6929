//! Pieces of documents that all whole systems are made of. Not which; that is for `systems` and `resilient`.

use super::LEVELS;
use super::input::{law, list, number, percentiles};
use headroom::dist::Family as _;
use headroom::scenario::work::{Family, Known, Work};
use headroom::scenario::{Scenario, Target};
use serde_json::Value;

/// Adds a step that makes these calls in parallel, each with a probability; the indices of the calls.
pub fn call(s: &mut Scenario, at: Target, to: &[(Target, f64)]) -> Result<Vec<usize>, String> {
    let step = s.add_calls(at).map_err(|e| e.to_string())?;
    let mut made = Vec::new();
    for &(target, probability) in to {
        let call = s.add_call(step, target).map_err(|e| e.to_string())?;
        s.calls[call].rows.probability = probability;
        made.push(call);
    }
    Ok(made)
}

/// Adds a service of one replica with so many slots, 0 for unlimited.
pub fn service(s: &mut Scenario, name: &str, slots: u32) -> Result<Target, String> {
    let target = s.add_service(name).map_err(|e| e.to_string())?;
    let capacity = &mut s.services[target.service].capacity;
    (capacity.replicas, capacity.slots) = (1, slots);
    Ok(target)
}

/// Adds a journey of so many requests a second.
pub fn journey(s: &mut Scenario, entry: Target, rate: f64) -> Result<(), String> {
    let journey = s.add_journey("journey", entry).map_err(|e| e.to_string())?;
    s.journeys[journey].load.arrival_rps = rate;
    Ok(())
}

/// A law as the rows of a work, if they say the very law.
pub fn work(given: &Value) -> Result<Work, String> {
    let family = match given["dist"].as_str().ok_or("no law")? {
        "constant" => Family::Constant,
        "exponential" => Family::Exponential,
        "erlang" | "gamma" => Family::Gamma,
        "hyperexponential" => Family::Hyperexponential,
        "lognormal" => Family::Lognormal,
        "weibull" => Family::Weibull,
        "bounded_pareto" => Family::BoundedPareto,
        "mixture" => Family::Hiccup,
        "pareto" => return Err("pareto: the work times of a document have an end".to_owned()),
        other => return Err(format!("{other}: no document has such a law")),
    };
    let law = law(given)?;
    let (mean_ms, scv) = (law.mean() * 1000.0, law.scv());
    let mut work = Work { law: family, known: Known::Mean, mean_ms, scv, ..Work::default() };
    if let Some(pair) = percentiles(given).filter(|p| (p.low_level, p.high_level) == (0.5, 0.99)) {
        (work.known, work.p50_ms, work.p99_ms) = (Known::Percentiles, pair.low * 1000.0, pair.high * 1000.0);
    }
    if family == Family::BoundedPareto {
        work.cap_ms = number(given, "max_s")? * 1000.0;
    }
    if let (Family::Hiccup, [usual, slow]) = (family, list(given, "parts").unwrap_or_default()) {
        let time = |part: &Value| number(&part["of"], "mean_s").map(|s| s * 1000.0);
        let weight = |part: &Value| number(part, "weight");
        (work.p50_ms, work.slow_ms) = (time(usual)?, time(slow)?);
        work.slow_fraction = weight(slow)? / (weight(usual)? + weight(slow)?);
    }
    let said = work.law();
    let off = |p: f64| (said.quantile(p) - law.quantile(p)).abs() > 1e-6 * law.quantile(p);
    if LEVELS.iter().any(|level| off(level.1)) {
        return Err(format!("{given}: the rows of a document cannot say this law"));
    }
    Ok(work)
}
