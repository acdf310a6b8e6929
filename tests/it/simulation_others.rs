//! The simulation against the simulations of others, by the intervals of both: long runs, so native only. Not against
//! exact results; that is `simulation_exact`.

use crate::simulation::observe;
use crate::systems::{self, exponential};
use headroom::scenario::Scenario;
use headroom::scenario::call::Jitter;
use headroom::scenario::service::Balancing;
use headroom::scenario::work::{Family, Work};
use headroom::sim::{Estimate, Observation};
use serde_json::Value;

fn case(id: &str) -> Value {
    let all: Value =
        serde_json::from_str(include_str!("../reference/end_to_end_public.json")).expect("valid JSON");
    let cases = all["cases"].as_array().expect("a list of cases");
    cases.iter().find(|c| c["id"] == id).unwrap_or_else(|| panic!("no case {id}")).clone()
}

/// What they call by this name.
fn read(name: &str, scenario: &Scenario, o: &Observation) -> Option<Estimate> {
    let j = &o.overall;
    let arrivals: f64 = scenario.journeys.iter().map(|j| j.load.arrival_rps).sum();
    let linear = |e: Option<Estimate>, a: f64, b: f64| {
        e.map(|e| Estimate { value: a + b * e.value, half_width: e.half_width.map(|h| h * b.abs()) })
    };
    let last = o.services.last()?;
    match name.trim_start_matches("success_") {
        "mean_s" | "mean_success_s" => j.mean_s,
        "p50_s" => j.percentiles_s[0],
        "p95_s" => j.percentiles_s[1],
        "p99_s" => j.percentiles_s[2],
        "p999_s" => j.percentiles_s[3],
        "throughput_per_s" | "goodput_per_s" => j.throughput_per_s,
        "fraction" => linear(j.error_fraction, 1.0, -1.0),
        "offered_per_s" => last.arrival_per_s,
        "mean_attempts" => linear(last.arrival_per_s, 0.0, 1.0 / arrivals),
        "extra_request_fraction" => linear(last.arrival_per_s, -1.0, 1.0 / arrivals),
        "utilization" => last.utilisation,
        other => {
            let service = other.trim_start_matches("utilization_");
            let at = scenario.services.iter().position(|s| s.name.eq_ignore_ascii_case(service));
            o.services[at.unwrap_or_else(|| panic!("no service {service}"))].utilisation
        }
    }
}

/// Both simulations are random, so their difference has the root of the sum of the squares as its interval; over a
/// dozen values at one seed the largest may be half as much again (a chance of 0.3 % each).
fn agrees(id: &str, scenario: &Scenario, replications: u32) {
    let case = case(id);
    let o = observe(scenario, 1, replications);
    let mut held = 0;
    for (name, expected) in case["expected"].as_object().expect("named values") {
        let found = read(name, scenario, &o).unwrap_or_else(|| panic!("{id}: no {name}"));
        let expected = expected.as_f64().expect("a number");
        let theirs = case["ci95_half_width"][name].as_f64().expect("an interval");
        let own = found.half_width.expect("enough replications");
        // Besides chance, the bins of the histogram round by at most 0.05 %.
        let allowed = 1.5 * (own * own + theirs * theirs).sqrt() + expected / 2048.0;
        println!("{id} {name}: {} ± {own:.6}, theirs {expected} ± {theirs}", found.value);
        assert!((found.value - expected).abs() <= allowed, "{id} {name}: {found:?} against {expected}");
        held += 1;
    }
    assert!(held >= 7, "{id}: only {held} values held");
}

#[test]
fn checkout_agrees_with_an_independent_simulation() {
    agrees("E2E-01-checkout_exponential", &systems::checkout(20.0, [6, 6, 3, 7], exponential), 60);
}

#[test]
fn seven_hops_agree_with_an_independent_simulation() {
    agrees("E2E-02-seven_hop_lognormal", &systems::seven_hops(), 60);
}

#[test]
fn caches_agree_with_an_independent_simulation() {
    agrees("E2E-03-cache_hierarchy_db", &systems::cached_database(), 60);
}

#[test]
fn the_fan_out_agrees_with_an_independent_simulation() {
    agrees("E2E-06-fanout_100", &systems::fan_out(), 250);
}

/// A front without queue that calls a station.
fn called(rate: f64, slots: u32, work: Work) -> Scenario {
    let mut s = Scenario::default();
    let front = systems::service(&mut s, "Front", 0);
    let back = systems::service(&mut s, "Back", slots);
    s.add_work(back, work).expect("room");
    systems::calls(&mut s, front, &[back]);
    systems::journey(&mut s, front, rate);
    s
}

#[test]
fn retries_agree_with_an_independent_simulation() {
    let mut s = called(70.0, 10, exponential(100.0));
    // Their hundred are those in the system.
    (s.services[1].capacity.queue_bounded, s.services[1].capacity.queue_limit) = (true, 90);
    let rows = &mut s.calls[0].rows;
    (rows.timeout_ms, rows.retries) = (500.0, 2);
    (rows.backoff_ms, rows.backoff_multiplier, rows.backoff_jitter) = (100.0, 2.0, Jitter::None);
    agrees("E2E-04-retry_timeout", &s, 60);
}

#[test]
fn hedges_agree_with_an_independent_simulation() {
    let mixed = Work { law: Family::Hyperexponential, mean_ms: 50.0, scv: 4.0, ..Work::default() };
    let mut s = called(120.0, 1, mixed);
    let capacity = &mut s.services[1].capacity;
    (capacity.replicas, capacity.balancing) = (20, Balancing::Random);
    s.calls[0].rows.hedge_ms = 250.0;
    agrees("E2E-05-hedged_replicas", &s, 60);
}
