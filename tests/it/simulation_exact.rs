//! The simulation against exact results and against independent simulations, by its own intervals: long runs, so
//! native only. Not what each rule of the simulation does; that is in `simulation`.

use crate::simulation::observe;
use crate::systems::{self, constant, exponential, station};
use headroom::scenario::Scenario;
use headroom::scenario::work::{Family, Work};
use headroom::sim::{Estimate, Observation};
use serde_json::Value;

const SEEDS: std::ops::Range<u64> = 100..112;
const REPLICATIONS: u32 = 12;

/// What an exact value is compared with.
type Read = fn(&Observation) -> Option<Estimate>;

fn wait(o: &Observation) -> Option<Estimate> {
    o.services.last()?.mean_wait_s
}
fn mean(o: &Observation) -> Option<Estimate> {
    o.overall.mean_s
}
fn p50(o: &Observation) -> Option<Estimate> {
    o.overall.percentiles_s[0]
}
fn p99(o: &Observation) -> Option<Estimate> {
    o.overall.percentiles_s[2]
}

/// Over twelve seeds, a 95 % interval misses four times or more with a chance of 0.2 %, and a mean over all seeds
/// is a twelfth root of twelve more precise than one.
fn intervals_hold(name: &str, scenario: &Scenario, exact: &[(&str, Read, f64)]) {
    let observed: Vec<_> = SEEDS.map(|seed| observe(scenario, seed, REPLICATIONS)).collect();
    for (what, read, exact) in exact {
        let estimates: Vec<Estimate> = observed.iter().filter_map(read).collect();
        let half = |e: &Estimate| e.half_width.expect("twelve replications");
        let missed = estimates.iter().filter(|e| (e.value - exact).abs() > half(e)).count();
        let n = estimates.len() as f64;
        let together = estimates.iter().map(|e| e.value).sum::<f64>() / n;
        let width = estimates.iter().map(half).sum::<f64>() / n / n.sqrt();
        println!("{name} {what}: {together:.6} ± {width:.6}, exact {exact:.6}, missed {missed} of {n}");
        assert!(missed <= 3, "{name} {what}: {missed} of {n} intervals miss {exact}: {estimates:?}");
        let gap = (together - exact).abs();
        assert!(gap <= 1.5 * width, "{name} {what}: {together} ± {width} against {exact}");
    }
}

// The values of M/M/c were computed independently, in 34-digit arithmetic.

#[test]
fn one_server() {
    let values: [(&str, Read, f64); 4] = [
        ("wait", wait, 1.0),
        ("mean", mean, 2.0),
        ("P50", p50, 1.386_294_361_119_89),
        ("P99", p99, 9.210_340_371_976_18),
    ];
    intervals_hold("M/M/1 at 50 %", &station(0.5, 1, exponential(1000.0)), &values);
}

#[test]
fn ten_servers() {
    let values: [(&str, Read, f64); 4] = [
        ("wait", wait, 0.204_590_075_398_222),
        ("mean", mean, 1.204_590_075_398_22),
        ("P50", p50, 0.912_144_610_606_978),
        ("P99", p99, 4.946_111_327_611_45),
    ];
    intervals_hold("M/M/10 at 80 %", &station(8.0, 10, exponential(1000.0)), &values);
}

#[test]
fn constant_work() {
    // Pollaczek and Khinchine: E[W] = λ E[S²] / (2 (1 - ρ)).
    intervals_hold("M/D/1 at 80 %", &station(8.0, 1, constant(100.0)), &[("wait", wait, 0.2)]);
}

#[test]
fn general_work() {
    let lognormal = Work { law: Family::Lognormal, mean_ms: 10.0, scv: 2.0, ..Work::default() };
    let values: [(&str, Read, f64); 1] = [("wait", wait, 70.0 * 3e-4 / (2.0 * 0.3))];
    intervals_hold("M/LN/1 at 70 %", &station(70.0, 1, lognormal), &values);
    // Transform inversion of the exact law, computed independently.
    let mixed = Work { law: Family::Hyperexponential, mean_ms: 10.0, scv: 4.0, ..Work::default() };
    let values: [(&str, Read, f64); 3] = [
        ("wait", wait, 0.058_333_333_333_333_3),
        ("P50", p50, 0.029_067_294_796_152_8),
        ("P99", p99, 0.418_135_593_921_173),
    ];
    intervals_hold("M/H2/1 at 70 %", &station(70.0, 1, mixed), &values);
}

#[test]
fn timeouts_of_ten_servers() {
    let mut s = Scenario::default();
    let front = systems::service(&mut s, "Front", 0);
    let back = systems::service(&mut s, "Back", 10);
    s.add_work(back, exponential(1000.0)).expect("room");
    let call = systems::calls(&mut s, front, &[back])[0];
    systems::journey(&mut s, front, 8.0);
    s.calls[call].rows.timeout_ms = 2000.0;
    // P(T > 2 s) of the same M/M/10.
    let errors: Read = |o| o.overall.error_fraction;
    intervals_hold("M/M/10 with a timeout", &s, &[("errors", errors, 0.183_217_398_957_024)]);
}

fn case(id: &str) -> Value {
    let all: Value =
        serde_json::from_str(include_str!("../reference/end_to_end_public.json")).expect("valid JSON");
    let cases = all["cases"].as_array().expect("a list of cases");
    cases.iter().find(|c| c["id"] == id).unwrap_or_else(|| panic!("no case {id}")).clone()
}

/// Both simulations are random, so their difference has the root of the sum of the squares as its interval; over a
/// dozen values at one seed the largest may be half as much again (a chance of 0.3 % each).
fn agrees(id: &str, scenario: &Scenario, replications: u32) {
    let case = case(id);
    let o = observe(scenario, 1, replications);
    let mut held = 0;
    for (name, expected) in case["expected"].as_object().expect("named values") {
        let j = &o.overall;
        let found = match name.as_str() {
            "mean_s" => j.mean_s,
            "p50_s" => j.percentiles_s[0],
            "p95_s" => j.percentiles_s[1],
            "p99_s" => j.percentiles_s[2],
            "p999_s" => j.percentiles_s[3],
            "throughput_per_s" => j.throughput_per_s,
            other => {
                let service = other.trim_start_matches("utilization_");
                let at = scenario.services.iter().position(|s| s.name.eq_ignore_ascii_case(service));
                o.services[at.unwrap_or_else(|| panic!("no service {service}"))].utilisation
            }
        };
        let found = found.unwrap_or_else(|| panic!("{id}: no {name}"));
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
