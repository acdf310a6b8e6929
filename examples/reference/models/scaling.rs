//! Scaling: the universal scalability law, and the autoscaler.

use super::input::{list, number, number_or, numbers, pairs, whole};
use super::{Answer, Results};
use headroom::control::autoscale::{Settings, run};
use headroom::control::hpa::{
    Behaviour, Controller, Metric, Pods, Policy, Rules, Select, Step, Tolerance, largest, propose,
};
use headroom::plan::money::cheapest_option;
use headroom::queue::usl::Usl;
use headroom::queue::usl_fit::fit;
use serde_json::Value;

fn system(inputs: &Value) -> Result<Usl, String> {
    Ok(Usl {
        one: number(inputs, "throughput_one_per_s")?,
        contention: number(inputs, "contention")?,
        coherency: number(inputs, "coherency")?,
    })
}

pub fn usl(inputs: &Value) -> Answer {
    let (system, nodes) = (system(inputs)?, number(inputs, "nodes")?);
    Results::new()
        .put("throughput_per_s", system.throughput(nodes))
        .put("speedup", system.speedup(nodes))
        .put("efficiency", system.efficiency(nodes))
        .value("peak_nodes_real", system.peak())
        .value("peak_nodes", system.peak_nodes())
        .put("peak_throughput_per_s", system.peak_throughput())
        .done()
}

pub fn usl_fit(inputs: &Value) -> Answer {
    let (nodes, throughput) = (numbers(inputs, "nodes")?, numbers(inputs, "throughput_per_s")?);
    let data: Vec<(f64, f64)> = nodes.into_iter().zip(throughput).collect();
    let found = fit(&data).ok_or("too few points")?;
    Results::new()
        .put("throughput_one_per_s", found.one)
        .put("contention", found.contention)
        .put("coherency", found.coherency)
        .done()
}

pub fn horizontal_vs_vertical(inputs: &Value) -> Answer {
    let demand = number(inputs, "demand_per_s")?;
    let small = &inputs["small_node"];
    let (nodes, price) = (system(small)?.nodes_for(demand), number(small, "price_per_hour")?);
    let option = |o: &Value| Ok((number(o, "price_per_hour")?, number(o, "throughput_per_s")?));
    let options = list(inputs, "vertical_options")?.iter().map(option).collect::<Result<Vec<_>, String>>()?;
    let vertical = cheapest_option(&options, demand).map(|i| options[i].0);
    Results::new()
        .value("horizontal_feasible", nodes.is_some())
        .value("horizontal_nodes", nodes)
        .value("horizontal_price_per_hour", nodes.map(|n| n as f64 * price))
        .value("vertical_feasible", vertical.is_some())
        .value("vertical_price_per_hour", vertical)
        .done()
}

fn metric(metric: &Value) -> Result<Metric, String> {
    let count = |name: &str| whole(metric, name).unwrap_or(0);
    let pods = || {
        let ready = numbers(metric, "ready_values")?;
        Ok::<_, String>(Pods { ready, unready: count("unready"), missing: count("missing") })
    };
    match metric["type"].as_str().ok_or("a metric without a type")? {
        "resource_utilization" => Ok(Metric::Utilisation(pods()?)),
        "pods_average" | "resource_average" => Ok(Metric::Average(pods()?)),
        "external_average" | "object_average" => Ok(Metric::Total(number(metric, "total_value")?)),
        other => Err(format!("no metric {other}")),
    }
}

pub fn hpa_proposal(inputs: &Value) -> Answer {
    let current = whole(inputs, "current_replicas")?;
    let tolerance = Tolerance::both(number_or(inputs, "tolerance", 0.1));
    let one = |m: &Value| Ok(propose(&metric(m)?, number(m, "target_value")?, current, tolerance));
    let proposals = list(inputs, "metrics")?.iter().map(one).collect::<Result<Vec<_>, String>>()?;
    let proposal = largest(&proposals, current);
    let (min, max) = (whole(inputs, "min_replicas")?, whole(inputs, "max_replicas")?);
    Results::new()
        .value("proposals", proposals)
        .value("proposal", proposal)
        .value("bounded", proposal.min(max).max(min))
        .done()
}

fn rules(rules: &Value) -> Result<Rules, String> {
    let policy = |p: &Value| {
        let (value, period) = (number(p, "value")?, number(p, "period_s")?);
        match p["type"].as_str() {
            Some("Pods") => Ok(Policy::Pods(value as u32, period)),
            Some("Percent") => Ok(Policy::Percent(value, period)),
            _ => Err(format!("no policy {p}")),
        }
    };
    let select = match rules["select_policy"].as_str() {
        None | Some("Max") => Select::Max,
        Some("Min") => Select::Min,
        Some("Disabled") => Select::Disabled,
        Some(other) => return Err(format!("no choice {other}")),
    };
    let policies = list(rules, "policies")?.iter().map(policy).collect::<Result<_, String>>()?;
    Ok(Rules { window: number(rules, "stabilization_window_s")?, select, policies })
}

/// The behaviour of a case; what it does not say is as in an empty block.
fn behaviour(inputs: &Value) -> Result<Behaviour, String> {
    let mut found = Behaviour::default();
    if let Behaviour::Block { up, down } = &mut found {
        for (name, side) in [("scale_up", up), ("scale_down", down)] {
            if inputs[name].is_object() {
                *side = rules(&inputs[name])?;
            }
        }
    }
    Ok(found)
}

pub fn hpa_behaviour(inputs: &Value) -> Answer {
    let mut controller = Controller::new(behaviour(inputs)?);
    let (min, max) = (whole(inputs, "min_replicas")?, whole(inputs, "max_replicas")?);
    let (mut current, period) = (whole(inputs, "initial_replicas")?, number(inputs, "sync_period_s")?);
    let mut sizes = Vec::new();
    for (i, proposal) in numbers(inputs, "proposals")?.into_iter().enumerate() {
        let step = Step { now: period * i as f64, current, proposal: proposal as u32, min, max };
        current = controller.step(step);
        sizes.push(current);
    }
    Results::new().value("replicas_by_sync", sizes).done()
}

pub fn autoscale(inputs: &Value) -> Answer {
    let span = |s: &Value| Ok((number(s, "start_s")?, number(s, "end_s")?, whole(s, "min_replicas")?));
    let schedule = inputs["schedule"].as_array().map(Vec::as_slice).unwrap_or_default();
    let settings = Settings {
        min: whole(inputs, "min_replicas")?,
        max: whole(inputs, "max_replicas")?,
        target: number(inputs, "target_percent")?,
        tolerance: Tolerance::both(number_or(inputs, "tolerance", 0.1)),
        pod_capacity: number(inputs, "pod_capacity_per_s")?,
        startup: number(inputs, "startup_s")?,
        sync_period: number_or(inputs, "sync_period_s", 15.0),
        behaviour: behaviour(inputs)?,
        schedule: schedule.iter().map(span).collect::<Result<_, String>>()?,
    };
    let (initial, horizon) = (whole(inputs, "initial_replicas")?, number(inputs, "horizon_s")?);
    let trace = run(settings, initial, &pairs(inputs, "demand_per_s")?, horizon);
    Results::new()
        .value("final_replicas", trace.replicas.last().copied().unwrap_or(initial))
        .value("replicas_by_sync", trace.replicas)
        .value("peak_replicas", trace.totals.peak_replicas)
        .put("replica_seconds", trace.totals.replica_seconds)
        .put("max_backlog", trace.totals.max_backlog)
        .put("backlog_seconds", trace.totals.backlog_seconds)
        .put("time_with_backlog_s", trace.totals.time_with_backlog)
        .put("final_backlog", trace.backlog)
        .done()
}
