//! The closed forms on whole systems: against values simulated independently, and against what must hold always.

use crate::both::test;
use crate::systems;
use headroom::report::{Code, Report, evaluate};
use headroom::scenario::cache::HitFrom;
use headroom::scenario::work::Work;
use headroom::scenario::{Action, Scenario, preset};
use serde_json::Value;

fn case(id: &str) -> Value {
    let all: Value =
        serde_json::from_str(include_str!("../reference/end_to_end_public.json")).expect("valid JSON");
    let cases = all["cases"].as_array().expect("a list of cases");
    cases.iter().find(|c| c["id"] == id).unwrap_or_else(|| panic!("no case {id}")).clone()
}

/// Holds every latency, the throughput and the utilisations of a whole system within the case's own tolerance.
fn hold(id: &str, scenario: &Scenario, throughput_of: &str) {
    let case = case(id);
    let report = evaluate(scenario);
    let mut held = 0;
    for (name, expected) in case["expected"].as_object().expect("named values") {
        let found = answer(scenario, &report, name, throughput_of);
        let expected = expected.as_f64().expect("a number");
        let rel = case["tolerance"][name]["rel"].as_f64().unwrap_or(0.0);
        let error = found / expected - 1.0;
        assert!(error.abs() <= rel, "{id} {name}: {found} is {error:+.4} off {expected}, allowed {rel}");
        held += 1;
    }
    assert!(held >= 7, "{id}: only {held} values held");
}

fn answer(scenario: &Scenario, report: &Report, name: &str, throughput_of: &str) -> f64 {
    let j = &report.overall;
    match name {
        "mean_s" => j.mean_s,
        "p50_s" => j.percentiles_s[0],
        "p95_s" => j.percentiles_s[1],
        "p99_s" => j.percentiles_s[2],
        "p999_s" => j.percentiles_s[3],
        "throughput_per_s" => j.throughput_per_s,
        other => {
            let service = other.strip_prefix("utilization_").unwrap_or(throughput_of);
            let at = scenario.services.iter().position(|s| s.key.as_str() == service);
            report.services[at.unwrap_or_else(|| panic!("no service for {other}"))].utilisation
        }
    }
}

#[test]
fn checkout_of_exponential_work_agrees_with_an_independent_simulation() {
    hold("E2E-01-checkout_exponential", &systems::checkout(20.0, [6, 6, 3, 7], systems::exponential), "");
}

#[test]
fn seven_lognormal_hops_agree_with_an_independent_simulation() {
    hold("E2E-02-seven_hop_lognormal", &systems::seven_hops(), "");
}

#[test]
fn caches_before_a_database_agree_with_an_independent_simulation() {
    hold("E2E-03-cache_hierarchy_db", &systems::cached_database(), "");
}

#[test]
fn a_fan_out_of_a_hundred_agrees_with_an_independent_simulation() {
    hold("E2E-06-fanout_100", &systems::fan_out(), "");
}

#[test]
fn a_checkout_of_constants_takes_exactly_450_ms() {
    let mut s = (preset::ALL[0].build)();
    for step in &mut s.steps {
        if let Action::Work(work) = &mut step.action {
            *work = Work { law: headroom::scenario::work::Family::Constant, ..work.clone() };
        }
    }
    let unloaded = evaluate(&s).overall.unloaded_s;
    assert_eq!(unloaded, 0.45);
    s.journeys[0].load.arrival_rps = 0.001;
    let light = evaluate(&s).overall;
    assert_eq!(light.percentiles_s, [0.45; 4]);
}

#[test]
fn sequential_instead_of_parallel_takes_exactly_750_ms() {
    let mut s = Scenario::default();
    let order = systems::service(&mut s, "Order", 0);
    s.add_work(order, systems::constant(150.0)).expect("room");
    for (name, mean) in [("Payment", 200.0), ("Inventory", 100.0), ("Shipping", 250.0)] {
        let callee = systems::service(&mut s, name, 0);
        s.add_work(callee, systems::constant(mean)).expect("room");
        systems::calls(&mut s, order, &[callee]);
    }
    s.add_work(order, systems::constant(50.0)).expect("room");
    systems::journey(&mut s, order, 10.0);
    assert_eq!(evaluate(&s).overall.percentiles_s, [0.75; 4]);
}

#[test]
fn one_slow_leaf_in_a_hundred_makes_63_percent_of_requests_slow() {
    let mut s = (preset::ALL[1].build)();
    s.journeys[0].load.arrival_rps = 0.001;
    let tail = evaluate(&s).overall.tail;
    let slow = tail.iter().rev().find(|p| p.0 < 0.19).expect("points before the hiccup").1;
    assert!((slow - 0.633_967_658_726_771).abs() < 1e-4, "{slow}");
}

#[test]
fn caches_thin_the_flow_level_by_level() {
    let s = (preset::ALL[2].build)();
    let report = evaluate(&s);
    let arriving = s.journeys[0].load.arrival_rps;
    let mut expected = arriving;
    for level in &report.calls[0].levels {
        assert!((level.lookups_per_s / expected - 1.0).abs() < 1e-12);
        expected *= 1.0 - s.caches[level.cache].rows.hit_fraction;
    }
    assert!((report.calls[0].origin_per_s / expected - 1.0).abs() < 1e-12);
    assert!((report.services[1].arrival_per_s / expected - 1.0).abs() < 1e-12);
}

#[test]
fn a_timeout_fails_the_share_above_it_and_still_burns_the_server() {
    let mut s = Scenario::default();
    let front = systems::service(&mut s, "Front", 0);
    let back = systems::service(&mut s, "Back", 10);
    s.add_work(back, systems::exponential(100.0)).expect("room");
    let call = systems::calls(&mut s, front, &[back])[0];
    systems::journey(&mut s, front, 80.0);
    let before = evaluate(&s);
    s.calls[call].rows.timeout_ms = 500.0;
    let after = evaluate(&s);
    // P(T > 0.5 s) of M/M/10 at 80 %, computed independently in 34-digit arithmetic.
    assert!((after.overall.error_fraction / 0.009_476_404_418_123_34 - 1.0).abs() < 1e-3);
    assert_eq!(after.services[1].utilisation, before.services[1].utilisation);
    assert!(after.overall.percentiles_s[3] <= 0.5);
    assert!((after.overall.throughput_per_s / 79.241_887_646_550_1 - 1.0).abs() < 1e-4);
}

#[test]
fn what_fails_early_does_not_arrive_later() {
    let mut s = Scenario::default();
    let front = systems::service(&mut s, "Front", 0);
    let first = systems::service(&mut s, "First", 0);
    let second = systems::service(&mut s, "Second", 0);
    s.add_work(first, systems::exponential(100.0)).expect("room");
    s.add_work(second, systems::constant(1.0)).expect("room");
    let call = systems::calls(&mut s, front, &[first])[0];
    systems::calls(&mut s, front, &[second]);
    systems::journey(&mut s, front, 1000.0);
    s.calls[call].rows.timeout_ms = 100.0;
    let report = evaluate(&s);
    let answered = 1.0 - libm::exp(-1.0);
    assert!((report.services[2].arrival_per_s / (1000.0 * answered) - 1.0).abs() < 1e-3);
    assert!((report.overall.error_fraction / (1.0 - answered) - 1.0).abs() < 1e-3);
    // Failed requests leave after exactly the timeout; Little's law counts them.
    let fast = 0.1 * (1.0 - libm::exp(-1.0) * 2.0) + answered * 0.001;
    let expected = 1000.0 * (fast + libm::exp(-1.0) * 0.1);
    assert!(
        (report.overall.in_flight / expected - 1.0).abs() < 1e-3,
        "{} {expected}",
        report.overall.in_flight
    );
}

#[test]
fn overload_is_a_value_and_says_what_mends_it() {
    let report = evaluate(&systems::station(120.0, 10, systems::exponential(100.0)));
    assert_eq!(report.overall.percentiles_s, [f64::INFINITY; 4]);
    assert!((report.overall.throughput_per_s - 100.0).abs() < 1e-9);
    assert!((report.overall.error_fraction - 1.0 / 6.0).abs() < 1e-9);
    assert!(report.overall.slo.latency == Some(false) && !report.overall.slo.errors);
    let caveat = report.caveats.iter().find(|c| c.code == Code::Overload).expect("a caveat");
    assert!(caveat.text.contains("120 %") && caveat.text.contains("16.7 %"), "{}", caveat.text);
}

#[test]
fn of_parallel_branches_in_overload_the_least_counts() {
    let mut s = Scenario::default();
    let front = systems::service(&mut s, "Front", 0);
    let branches: Vec<_> = [("A", 100.0), ("B", 200.0), ("C", 50.0)]
        .iter()
        .map(|&(name, mean)| {
            let branch = systems::service(&mut s, name, 10);
            s.add_work(branch, systems::exponential(mean)).expect("room");
            branch
        })
        .collect();
    systems::calls(&mut s, front, &branches);
    let last = systems::service(&mut s, "Last", 0);
    s.add_work(last, systems::constant(1.0)).expect("room");
    systems::calls(&mut s, front, &[last]);
    systems::journey(&mut s, front, 400.0);
    // A takes 100 a second, B 50, C 200; what B has done, the others have done before.
    let report = evaluate(&s);
    assert!((report.overall.throughput_per_s - 50.0).abs() < 1e-6);
    assert!((report.services[4].arrival_per_s - 50.0).abs() < 1e-6);
}

#[test]
fn the_most_load_is_below_the_first_overload() {
    // One request in a thousand reaches the database: P99 never sees it, but its queue must not grow for ever.
    let most = headroom::plan::explore(&(preset::ALL[2].build)());
    assert!(most.max_factor < most.saturation_factor);
    assert!(most.max_factor > 0.99 * most.saturation_factor);
}

#[test]
fn a_cache_that_fills_itself_carries_more_than_a_cold_one_promises() {
    // Cold, 320 requests a second fill the origin; asked 10,000 times a second the cache answers 99 % of them.
    let s = (preset::find("stampede").expect("a preset").build)();
    let (now, most) = (evaluate(&s), headroom::plan::explore(&s));
    assert!(now.journeys[0].slo.holds() && now.services[1].utilisation < 0.3);
    assert!(most.max_factor > 1.0 && most.saturation_factor > most.max_factor, "{}", most.max_factor);
    let busiest = |share: f64| {
        let mut near = s.clone();
        near.journeys[0].load.arrival_rps *= share * most.saturation_factor;
        evaluate(&near).services.iter().map(|s| s.utilisation).fold(0.0, f64::max)
    };
    // Beyond it the cache's loads fail, so that it answers nothing any more.
    let (below, beyond) = (busiest(0.998), busiest(1.0));
    assert!(below > 0.99 && below < 1.0 && beyond > 100.0, "{below} {beyond}");
}

#[test]
fn what_caches_keep_from_ever_filling_up_is_never_full() {
    // Each object is fetched once a day at most, however often it is asked for: the origin's share of its slots has a bound.
    let mut s = (preset::find("edge").expect("a preset").build)();
    for cache in &mut s.caches {
        (cache.rows.hit_from, cache.rows.ttl_s) = (HitFrom::Derived, 86_400.0);
    }
    let most = headroom::plan::explore(&s);
    assert_eq!((most.saturation_factor, most.saturates), (f64::INFINITY, None));
    assert!(most.points.iter().all(|p| p.arrival_per_s.is_finite()));
}

#[test]
fn one_station_obeys_littles_law_and_the_exact_percentiles() {
    let report = evaluate(&systems::station(80.0, 10, systems::exponential(100.0)));
    // M/M/10 at 80 %, in units of 0.1 s: computed independently in 34-digit arithmetic.
    let exact = [0.912_144_610_606_978, 3.328_274_678_560_12, 4.946_111_327_611_45, 7.250_557_242_985_25];
    for (found, exact) in report.overall.percentiles_s.iter().zip(exact) {
        assert!((found / (exact * 0.1) - 1.0).abs() < 1e-3, "{found} {exact}");
    }
    assert!((report.overall.in_flight / 9.636_720_603_185_77 - 1.0).abs() < 1e-3);
    assert!((report.services[0].in_flight / 9.636_720_603_185_77 - 1.0).abs() < 1e-6);
}

#[test]
fn what_nobody_waits_for_is_off_the_answer_and_in_the_completion() {
    let mut s = Scenario::default();
    let front = systems::service(&mut s, "Front", 0);
    let [slow, quick] = ["Slow", "Quick"].map(|name| systems::service(&mut s, name, 0));
    s.add_work(front, systems::constant(50.0)).expect("room");
    s.add_work(slow, systems::constant(300.0)).expect("room");
    s.add_work(quick, systems::constant(100.0)).expect("room");
    let calls = systems::calls(&mut s, front, &[slow, quick]);
    s.add_work(front, systems::constant(50.0)).expect("room");
    s.calls[calls[0]].rows.awaited = false;
    systems::journey(&mut s, front, 10.0);
    let report = evaluate(&s);
    assert_eq!(report.overall.percentiles_s, [0.2; 4]);
    assert_eq!(report.overall.completion_s, [0.35; 4]);
    s.calls[calls[0]].rows.awaited = true;
    let report = evaluate(&s);
    assert_eq!(report.overall.completion_s, report.overall.percentiles_s);
}
