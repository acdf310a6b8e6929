//! Whole systems of the vocabulary as documents, answered by the very calls that page and command line make.
//!
//! What a document cannot say yet is refused.

use super::input::{list, number, percentiles, whole};
use super::{Answer, Results};
use headroom::job;
use headroom::report::metric::{METRICS, Metric};
use headroom::report::{Estimate, evaluate};
use headroom::scenario::call::Repeat;
use headroom::scenario::service::Balancing;
use headroom::scenario::work::{Family, Known, Work};
use headroom::scenario::{Scenario, Target};
use serde_json::{Value, json};

/// Outputs that go by the same name in the vocabulary.
const SHARED: [&str; 6] = ["mean_s", "throughput_per_s", "p50_s", "p95_s", "p99_s", "p999_s"];

/// Replications of the simulation: a few seconds on two cores, and enough for an interval of the P99.9 of a fan-out
/// to a hundred, of which a replication plays some thousand requests.
const REPLICATIONS: u32 = 200;

/// The document of a case with a kind.
pub fn scenario(case: &Value) -> Result<Scenario, String> {
    let inputs = &case["inputs"];
    match case["kind"].as_str() {
        Some("graph") => graph(inputs),
        Some("fan") => fan(inputs),
        // Their outputs have other names too: those of `answer` and `simulated` are for graphs and fans.
        Some(later @ ("retry" | "hedge")) => Err(format!("{later}: not modelled yet")),
        Some(other) => Err(format!("{other}: no such kind")),
        None => Err("no kind".to_owned()),
    }
}

/// The answer of the closed forms to a case with a kind.
pub fn answer(case: &Value) -> Answer {
    let scenario = scenario(case)?;
    let report = evaluate(&scenario);
    let results = shared().fold(Results::new(), |r, metric| r.put(metric.key, report.read(metric, None)));
    let services =
        scenario.services.iter().zip(&report.services).filter(|(_, found)| found.servers.is_finite());
    services
        .fold(results, |r, (service, found)| {
            r.put(&format!("utilization_{}", service.name), found.utilisation)
        })
        .done()
}

/// The answer of the simulation to a case with a kind: values with half the width of their 95 % intervals.
pub fn simulated(case: &Value) -> Answer {
    let scenario = scenario(case)?;
    let seen = job::simulate(&scenario, 1, REPLICATIONS, job::threads());
    let interval =
        |e: Option<Estimate>| json!({ "value": e.map(|e| e.value), "ci95": e.and_then(|e| e.half_width) });
    let results = shared()
        .fold(Results::new(), |r, metric| r.value(metric.key, interval((metric.observed)(&seen, None))));
    let services =
        scenario.services.iter().zip(&seen.services).filter(|(_, found)| found.utilisation.is_some());
    services
        .fold(results, |r, (service, found)| {
            r.value(&format!("utilization_{}", service.name), interval(found.utilisation))
        })
        .done()
}

fn shared() -> impl Iterator<Item = &'static Metric> {
    METRICS.iter().filter(|metric| SHARED.contains(&metric.key))
}

/// Leaves asked all at once, then a merge.
fn fan(inputs: &Value) -> Result<Scenario, String> {
    let mut s = Scenario::default();
    let root = service(&mut s, "root", 0)?;
    let leaf = service(&mut s, "leaf", 1)?;
    let fanout = whole(inputs, "fanout")?;
    let capacity = &mut s.services[leaf.service].capacity;
    (capacity.replicas, capacity.balancing) = (fanout, Balancing::Random);
    s.add_work(leaf, work(&inputs["leaf_service"])?).map_err(|e| e.to_string())?;
    let step = s.add_calls(root).map_err(|e| e.to_string())?;
    let call = s.add_call(step, leaf).map_err(|e| e.to_string())?;
    (s.calls[call].rows.repeat, s.calls[call].rows.repeat_how) = (fanout, Repeat::AtOnce);
    if inputs["aggregate"].is_object() {
        s.add_work(root, work(&inputs["aggregate"])?).map_err(|e| e.to_string())?;
    }
    journey(&mut s, root, number(inputs, "arrival_rate_per_s")?)?;
    Ok(s)
}

/// A graph of calls; alternatives that exclude each other become journeys of their own.
fn graph(inputs: &Value) -> Result<Scenario, String> {
    let mut s = Scenario::default();
    let services = inputs["services"].as_object().ok_or("no services")?;
    for (name, rows) in services {
        service(&mut s, name, whole(rows, "servers")?)?;
    }
    let rate = number(inputs, "arrival_rate_per_s")?;
    for (weight, node) in alternatives(&inputs["graph"])? {
        let front = service(&mut s, "front", 0)?;
        build(&mut s, front, &node)?;
        journey(&mut s, front, rate * weight)?;
    }
    Ok(s)
}

/// The trees without exclusive alternatives that a tree with them stands for, with their weights.
fn alternatives(node: &Value) -> Result<Vec<(f64, Value)>, String> {
    let Some(op) = node["op"].as_str() else { return Ok(vec![(1.0, node.clone())]) };
    match op {
        "sequence" | "parallel" => {
            let mut trees = vec![(1.0, Vec::new())];
            for child in list(node, "of")? {
                let choices = alternatives(child)?;
                let longer = trees.iter().flat_map(|(w, children): &(f64, Vec<Value>)| {
                    choices.iter().map(move |(v, child)| {
                        (w * v, children.iter().cloned().chain([child.clone()]).collect::<Vec<_>>())
                    })
                });
                trees = longer.collect();
            }
            Ok(trees.into_iter().map(|(w, children)| (w, json!({ "op": op, "of": children }))).collect())
        }
        "branch" => {
            let branches = branches(node)?;
            let some: Vec<_> = branches.iter().filter(|b| !is_nothing(&b.1)).collect();
            // One alternative to nothing is a call that some requests make.
            if let [(_, only)] = some.as_slice()
                && alternatives(only)?.len() == 1
            {
                return Ok(vec![(1.0, node.clone())]);
            }
            let mut trees = Vec::new();
            for (weight, child) in &branches {
                trees.extend(alternatives(child)?.into_iter().map(|(w, tree)| (w * weight, tree)));
            }
            Ok(trees)
        }
        _ if alternatives(&node["of"])?.len() > 1 => {
            Err(format!("alternatives within {op}: not modelled yet"))
        }
        _ => Ok(vec![(1.0, node.clone())]),
    }
}

/// Branches with a chance above nothing, and their chances.
fn branches(node: &Value) -> Result<Vec<(f64, Value)>, String> {
    let branch = |b: &Value| Ok((number(b, "weight")?, b["of"].clone()));
    let mut found = list(node, "of")?.iter().map(branch).collect::<Result<Vec<_>, String>>()?;
    found.retain(|b| b.0 > 0.0);
    let total: f64 = found.iter().map(|b| b.0).sum();
    for branch in &mut found {
        branch.0 /= total;
    }
    Ok(found)
}

fn is_nothing(node: &Value) -> bool {
    node["dist"] == "constant" && node["mean_s"].as_f64() == Some(0.0)
}

/// Adds a node as the last steps of an operation of a service without a limit on slots.
fn build(s: &mut Scenario, at: Target, node: &Value) -> Result<(), String> {
    if is_nothing(node) {
        return Ok(());
    }
    if node["dist"].is_string() {
        return s.add_work(at, work(node)?).map(|_| ()).map_err(|e| e.to_string());
    }
    if node["call"].is_string() {
        let to = target(s, node)?;
        return call(s, at, &[(to, 1.0)]).map(|_| ());
    }
    match node["op"].as_str().ok_or("a node without law, call and operator")? {
        "sequence" => list(node, "of")?.iter().try_for_each(|child| build(s, at, child)),
        "parallel" => {
            let mut to = Vec::new();
            for child in list(node, "of")?.iter().filter(|c| !is_nothing(c)) {
                to.push((target(s, child)?, 1.0));
            }
            call(s, at, &to).map(|_| ())
        }
        "branch" => match branches(node)?.into_iter().find(|b| !is_nothing(&b.1)) {
            Some((weight, child)) => {
                let to = target(s, &child)?;
                call(s, at, &[(to, weight)]).map(|_| ())
            }
            None => Ok(()),
        },
        op @ ("repeat" | "fanout") => {
            let to = target(s, &node["of"])?;
            let made = call(s, at, &[(to, 1.0)])?;
            let rows = &mut s.calls[made[0]].rows;
            rows.repeat = whole(node, "times")?;
            rows.repeat_how = if op == "fanout" { Repeat::AtOnce } else { Repeat::Sequence };
            Ok(())
        }
        other => Err(format!("{other}: not modelled yet")),
    }
}

/// The operation that does a node: of the service it calls, or of one made for it.
fn target(s: &mut Scenario, node: &Value) -> Result<Target, String> {
    let Some(name) = node["call"].as_str() else {
        let helper = service(s, "part", 0)?;
        build(s, helper, node)?;
        return Ok(helper);
    };
    let at = s.services.iter().position(|x| x.name == name).ok_or_else(|| format!("no service {name}"))?;
    let first = Target { service: at, operation: 0 };
    // The operation that every service begins with is still without work.
    let empty = s.operation(first).steps.is_empty();
    let to = if empty { first } else { s.add_operation(at, "other").map_err(|e| e.to_string())? };
    s.add_work(to, work(&node["service"])?).map_err(|e| e.to_string())?;
    Ok(to)
}

fn call(s: &mut Scenario, at: Target, to: &[(Target, f64)]) -> Result<Vec<usize>, String> {
    let step = s.add_calls(at).map_err(|e| e.to_string())?;
    let mut made = Vec::new();
    for &(target, probability) in to {
        let call = s.add_call(step, target).map_err(|e| e.to_string())?;
        s.calls[call].rows.probability = probability;
        made.push(call);
    }
    Ok(made)
}

fn service(s: &mut Scenario, name: &str, slots: u32) -> Result<Target, String> {
    let target = s.add_service(name).map_err(|e| e.to_string())?;
    let capacity = &mut s.services[target.service].capacity;
    (capacity.replicas, capacity.slots) = (1, slots);
    Ok(target)
}

fn journey(s: &mut Scenario, entry: Target, rate: f64) -> Result<(), String> {
    let journey = s.add_journey("journey", entry).map_err(|e| e.to_string())?;
    s.journeys[journey].load.arrival_rps = rate;
    Ok(())
}

/// A law as the rows of a work.
fn work(law: &Value) -> Result<Work, String> {
    let family = match law["dist"].as_str().ok_or("no law")? {
        "constant" => Family::Constant,
        "exponential" => Family::Exponential,
        "erlang" | "gamma" => Family::Gamma,
        "hyperexponential" => Family::Hyperexponential,
        "lognormal" => Family::Lognormal,
        other => return Err(format!("{other}: no document has such a law")),
    };
    if let Some(pair) = percentiles(law) {
        if (pair.low_level, pair.high_level) != (0.5, 0.99) {
            return Err("a document knows P50 and P99".to_owned());
        }
        let (p50_ms, p99_ms) = (pair.low * 1000.0, pair.high * 1000.0);
        return Ok(Work { law: family, known: Known::Percentiles, p50_ms, p99_ms, ..Work::default() });
    }
    let scv = match law["stages"].as_f64() {
        Some(stages) => 1.0 / stages,
        None => law["scv"].as_f64().unwrap_or(1.0),
    };
    let mean_ms = number(law, "mean_s")? * 1000.0;
    Ok(Work { law: family, known: Known::Mean, mean_ms, scv, ..Work::default() })
}
