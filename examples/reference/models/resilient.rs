//! Whole systems of one station whose clients try again, or send second copies, as documents. Not graphs and fans;
//! those are in `systems`.
//!
//! A client without a limit of its own calls the station, so that all the client does is rows of one call.

use super::Results;
use super::document::{call, journey, service, work};
use super::input::{number, number_or, whole};
use super::systems::{REPLICATIONS, interval};
use headroom::control::backoff::{self, Backoff};
use headroom::job;
use headroom::report::metric::{METRICS, Metric};
use headroom::report::{Estimate, Observation, Report, evaluate};
use headroom::scenario::call::{CallRows, Jitter};
use headroom::scenario::event::{EventRows, What};
use headroom::scenario::service::{Balancing, Capacity, Overflow};
use headroom::scenario::{Event, Scenario};
use serde_json::Value;

/// The station among the services of a document, and the call to it among its calls.
const STATION: usize = 1;
const CALL: usize = 0;

/// The shortest time that a document can say \[ms\].
const SHORTEST_MS: f64 = 0.01;

/// One queue with limited room, whose clients give up after a time and try again.
pub fn retry(inputs: &Value) -> Result<Scenario, String> {
    let servers = whole(inputs, "servers")?;
    let (mut s, rate) = station(inputs)?;
    let capacity = &mut s.services[STATION].capacity;
    (capacity.replicas, capacity.slots, capacity.overflow) = (1, servers, Overflow::Reject);
    match inputs["capacity"].as_f64() {
        Some(room) if room < f64::from(servers) => return Err("a capacity below the servers".to_owned()),
        Some(room) => (capacity.queue_bounded, capacity.queue_limit) = (true, room as u32 - servers),
        None => {}
    }
    let rows = &mut s.calls[CALL].rows;
    rows.timeout_ms = number_or(inputs, "timeout_s", 0.0) * 1000.0;
    rows.retries = whole(inputs, "max_retries")?;
    backoff(inputs, rows)?;
    match inputs["retry_budget_fraction"].as_f64() {
        Some(0.0) => rows.retries = 0,
        Some(budget) if budget.is_finite() => rows.retry_budget_fraction = budget,
        _ => {}
    }
    rows.cancel = inputs["cancel_on_timeout"] == true;
    burst(inputs, &mut s, rate);
    Ok(s)
}

fn backoff(inputs: &Value, rows: &mut CallRows) -> Result<(), String> {
    let (base, factor) =
        (number_or(inputs, "backoff_base_s", 0.0), number_or(inputs, "backoff_multiplier", 1.0));
    (rows.backoff_ms, rows.backoff_multiplier) = (base * 1000.0, factor);
    rows.backoff_jitter = match inputs["backoff_jitter"].as_str().or(inputs["jitter"].as_str()) {
        None | Some("none") => Jitter::None,
        Some("full") => Jitter::Full,
        Some(other) => return Err(format!("{other}: a document has no such jitter")),
    };
    let all = Backoff { base, factor, cap: f64::INFINITY, jitter: backoff::Jitter::None };
    if number_or(inputs, "backoff_max_s", f64::INFINITY) < all.longest(rows.retries) {
        return Err("backoff_max_s: the back-off of a document has no cap".to_owned());
    }
    Ok(())
}

/// Extra requests at the start are a step of the load as short as a document can say it.
fn burst(inputs: &Value, s: &mut Scenario, rate: f64) {
    let extra = number_or(inputs, "initial_burst", 0.0);
    if extra > 0.0 && rate > 0.0 {
        let mut rows = EventRows { what: What::LoadStep, at_s: 0.0, for_s: 0.1, amount: 1.0 };
        let most = 10_000.0;
        rows.for_s = rows.for_s.max(extra / rate / (most - 1.0));
        rows.amount = (1.0 + extra / rate / rows.for_s).min(most);
        s.events.push(Event { object: None, rows });
    }
}

/// Replicas with queues of their own, and a second copy to another after a delay.
pub fn hedge(inputs: &Value) -> Result<Scenario, String> {
    let (mut s, _) = station(inputs)?;
    let capacity = &mut s.services[STATION].capacity;
    capacity.replicas = whole(inputs, "replicas")?;
    capacity.slots = number_or(inputs, "servers_per_replica", 1.0) as u32;
    routing(inputs, capacity)?;
    let rows = &mut s.calls[CALL].rows;
    if let Some(delay) = inputs["hedge_delay_s"].as_f64() {
        // None at all is as short as a document can say it.
        rows.hedge_ms = (delay * 1000.0).max(SHORTEST_MS);
    }
    rows.cancel = inputs["cancel_queued_loser"] == true || inputs["cancel_loser"] == true;
    Ok(s)
}

fn routing(inputs: &Value, capacity: &mut Capacity) -> Result<(), String> {
    capacity.balancing = match inputs["routing"].as_str().or(inputs["policy"].as_str()) {
        None | Some("random") => Balancing::Random,
        Some("round_robin") => Balancing::RoundRobin,
        Some("shared_queue") => Balancing::Shared,
        Some("jsq" | "least_outstanding") => Balancing::LeastOutstanding,
        Some("power_of_two") => Balancing::TwoChoices,
        Some("power_of_d") if number_or(inputs, "choices", 2.0) == 2.0 => Balancing::TwoChoices,
        Some("power_of_d") => return Err("a document knows the better of two, not of more".to_owned()),
        Some(other) => return Err(format!("{other}: a document has no such balancing")),
    };
    Ok(())
}

/// A client that calls a station, and how often a second.
fn station(inputs: &Value) -> Result<(Scenario, f64), String> {
    let mut s = Scenario::default();
    let client = service(&mut s, "client", 0)?;
    let station = service(&mut s, "station", 1)?;
    s.add_work(station, work(&inputs["service"])?).map_err(|e| e.to_string())?;
    call(&mut s, client, &[(station, 1.0)])?;
    let rate = number(inputs, "arrival_rate_per_s")?;
    journey(&mut s, client, rate)?;
    Ok((s, rate))
}

/// Names in the vocabulary of the outputs of a journey: those of retries are of requests that succeed.
const OF_RETRY: [(&str, &str); 6] = [
    ("throughput_per_s", "goodput_per_s"),
    ("mean_s", "mean_success_s"),
    ("p50_s", "success_p50_s"),
    ("p95_s", "success_p95_s"),
    ("p99_s", "success_p99_s"),
    ("p999_s", "success_p999_s"),
];

fn metrics() -> impl Iterator<Item = (&'static Metric, &'static str)> {
    OF_RETRY.iter().filter_map(|(ours, theirs)| METRICS.iter().find(|m| m.key == *ours).map(|m| (m, *theirs)))
}

/// The results of a document of either kind, as the closed forms have them.
pub fn answered(kind: &str, s: &Scenario) -> Results {
    let report: Report = evaluate(s);
    let (sent, made) = (report.calls[CALL].sent_per_s, report.calls[CALL].rate_per_s);
    let per_request = if made > 0.0 { sent / made } else { f64::NAN };
    let used = report.services[STATION].utilisation;
    let results = metrics().fold(Results::new(), |r, (metric, name)| {
        r.put(if kind == "retry" { name } else { metric.key }, report.read(metric, None))
    });
    let results = results.put("utilization", used);
    if kind == "hedge" {
        return results.put("extra_request_fraction", per_request - 1.0);
    }
    let fails = report.overall.error_fraction;
    let results = results.put("success_fraction", 1.0 - fails).put("error_fraction", fails);
    results.put("mean_attempts", per_request).put("offered_per_s", sent)
}

/// The same as the simulation has them: values with half the width of their intervals.
pub fn simulated(kind: &str, s: &Scenario) -> Results {
    let seen: Observation = job::simulate(s, 1, REPLICATIONS, job::threads());
    let station = &seen.services[STATION];
    let made = seen.overall.arrival_per_s.map_or(f64::NAN, |a| a.value);
    let scaled = |e: Option<Estimate>, by: f64, less: f64| {
        let scale = |e: Estimate| Estimate {
            value: e.value * by - less,
            half_width: e.half_width.map(|h| h * by.abs()),
        };
        interval(e.map(scale))
    };
    let results = metrics().fold(Results::new(), |r, (metric, name)| {
        let name = if kind == "retry" { name } else { metric.key };
        r.value(name, interval((metric.observed)(&seen, None)))
    });
    let results = results.value("utilization", interval(station.utilisation));
    if kind == "hedge" {
        return results.value("extra_request_fraction", scaled(station.arrival_per_s, 1.0 / made, 1.0));
    }
    let fails = seen.overall.error_fraction;
    results
        .value("success_fraction", scaled(fails, -1.0, -1.0))
        .value("error_fraction", interval(fails))
        .value("mean_attempts", scaled(station.arrival_per_s, 1.0 / made, 0.0))
        .value("offered_per_s", interval(station.arrival_per_s))
}
