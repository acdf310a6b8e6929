//! Whole systems of the vocabulary as documents, answered by the very calls that page and command line make.
//!
//! What a document cannot say is refused. Systems of one station with retries and hedges are in [`resilient`].

use super::document::{call, journey, service, work};
use super::input::{list, number, whole};
use super::{Answer, Results, resilient};
use headroom::job;
use headroom::report::metric::{METRICS, Metric};
use headroom::report::{Estimate, evaluate};
use headroom::scenario::call::Repeat;
use headroom::scenario::service::Balancing;
use headroom::scenario::{Action, Scenario, Target};
use serde_json::{Value, json};

/// Outputs that go by the same name in the vocabulary.
const SHARED: [&str; 6] = ["mean_s", "throughput_per_s", "p50_s", "p95_s", "p99_s", "p999_s"];

/// Replications of the simulation: a few seconds on two cores, and enough for an interval of the P99.9 of a fan-out
/// to a hundred, of which a replication plays some thousand requests.
pub const REPLICATIONS: u32 = 200;

/// The document of a case with a kind.
pub fn scenario(case: &Value) -> Result<Scenario, String> {
    let inputs = &case["inputs"];
    let made = match case["kind"].as_str() {
        Some("graph") => graph(inputs),
        Some("fan") => fan(inputs),
        Some("retry") => resilient::retry(inputs),
        Some("hedge") => resilient::hedge(inputs),
        Some(other) => Err(format!("{other}: no such kind")),
        None => Err("no kind".to_owned()),
    }?;
    // Values out of the range of their rows, for instance.
    made.validate().map_err(|invalid| invalid.to_string())?;
    Ok(made)
}

/// The answer of the closed forms to a case with a kind.
pub fn answer(case: &Value) -> Answer {
    let scenario = scenario(case)?;
    if let Some(kind @ ("retry" | "hedge")) = case["kind"].as_str() {
        return resilient::answered(kind, &scenario).done();
    }
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
    if let Some(kind @ ("retry" | "hedge")) = case["kind"].as_str() {
        return resilient::simulated(kind, &scenario).done();
    }
    let seen = job::simulate(&scenario, 1, REPLICATIONS, job::threads());
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

/// A value with half the width of its interval.
pub fn interval(e: Option<Estimate>) -> Value {
    json!({ "value": e.map(|e| e.value), "ci95": e.and_then(|e| e.half_width) })
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
    if let Some(parts) = parts(node)? {
        return alternatives(&json!({ "op": "branch", "of": parts }));
    }
    let Some(op) = node["op"].as_str() else { return Ok(vec![(1.0, node.clone())]) };
    match op {
        "sequence" | "parallel" | "quorum" => {
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
            let joined = |of: Vec<Value>| json!({ "op": op, "k": node["k"], "of": of });
            Ok(trees.into_iter().map(|(w, children)| (w, joined(children))).collect())
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
            Err(format!("alternatives within {op}: a document has them for whole requests only"))
        }
        _ => Ok(vec![(1.0, node.clone())]),
    }
}

/// The branches that a law which is a mixture stands for, or work with such a law; none for another node.
fn parts(node: &Value) -> Result<Option<Value>, String> {
    let law = if node["call"].is_string() { &node["service"] } else { node };
    if law["dist"] != "mixture" || work(law).is_ok() {
        return Ok(None);
    }
    let part = |part: &Value| {
        let (mut one, of) = (node.clone(), part["of"].clone());
        if node["call"].is_string() {
            one["service"] = of;
        } else {
            one = of;
        }
        json!({ "weight": part["weight"], "of": one })
    };
    Ok(Some(list(law, "parts")?.iter().map(part).collect()))
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
        op @ ("parallel" | "quorum") => {
            let mut to = Vec::new();
            // What takes no time is a branch too, where some answers are enough.
            for child in list(node, "of")?.iter().filter(|c| op == "quorum" || !is_nothing(c)) {
                to.push((target(s, child)?, 1.0));
            }
            call(s, at, &to)?;
            if op == "quorum" {
                let step = s.operation(at).steps.last().copied().ok_or("no step")?;
                let Action::Calls(join, _) = &mut s.steps[step].action else { return Err("no calls".into()) };
                join.need = whole(node, "k")?;
            }
            Ok(())
        }
        "hedge" => {
            let to = target(s, &node["of"])?;
            let made = call(s, at, &[(to, 1.0)])?;
            s.calls[made[0]].rows.hedge_ms = number(node, "delay_s")? * 1000.0;
            s.calls[made[0]].rows.cancel = node["cancel_queued_loser"] == true;
            Ok(())
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
        other => Err(format!("{other}: no such operator")),
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
