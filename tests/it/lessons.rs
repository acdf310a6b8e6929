//! The lessons of the gallery say what is computed: each number in one is found again in the answer to its example, or to
//! the example changed as the lesson says.

use headroom::report::{Report, evaluate, format};
use headroom::scenario::{Scenario, preset};

fn example(key: &str) -> (Scenario, &'static str) {
    let preset = preset::find(key).expect("an example");
    ((preset.build)(), preset.lesson)
}

/// The example with another value of a parameter.
fn with(mut s: Scenario, changes: &[(&str, f64)]) -> Report {
    for (path, value) in changes {
        let id = s.find(path).expect("a parameter");
        s.set_clamped(id, *value);
    }
    evaluate(&s)
}

fn says(lesson: &str, wanted: &str) {
    assert!(lesson.contains(wanted), "`{wanted}` is computed, but the lesson is: {lesson}");
}

#[test]
fn the_edge_moves_the_median_more_than_the_tail() {
    let (s, lesson) = example("edge");
    let now = evaluate(&s).overall;
    // An origin that can take them all.
    let without = with(
        s,
        &[("cache.edge.hit_fraction", 0.0), ("cache.edge.lookup_ms", 0.0), ("service.origin.replicas", 20.0)],
    );
    let [p50, _, p99, _] = without.overall.percentiles_s.map(format::time);
    says(lesson, &format!("from {p50} to {}", format::time(now.percentiles_s[0]).trim_end_matches(" ms")));
    says(lesson, &format!("from {} to {}", p99.trim_end_matches(" ms"), format::time(now.percentiles_s[2])));
}

#[test]
fn five_caches_leave_the_database_little() {
    let (s, lesson) = example("caches");
    let report = evaluate(&s);
    let share = report.services.last().expect("a database").arrival_per_s / report.overall.arrival_per_s;
    says(lesson, &format!("{} requests in a thousand", format::decimal(1000.0 * share, 1)));
}

#[test]
fn the_slowest_call_decides_the_checkout() {
    let (s, lesson) = example("checkout");
    let now = evaluate(&s).overall;
    says(lesson, &format!("take {} when nobody waits", format::time(now.unloaded_s)));
    let p99_with = |service: &str| {
        with(s.clone(), &[(&format!("service.{service}.replicas"), 5.0)]).overall.percentiles_s[2]
    };
    let gain = |service: &str| now.percentiles_s[2] - p99_with(service);
    assert!(["order", "payment", "inventory"].iter().all(|other| gain(other) < 0.1 * gain("shipping")));
}

#[test]
fn percentiles_of_hops_do_not_add_up() {
    let (s, lesson) = example("budget");
    says(lesson, &format!("the path is {}", format::time(evaluate(&s).overall.percentiles_s[1])));
}

#[test]
fn what_the_pools_ask_for_is_refused_while_the_database_has_time() {
    let (s, lesson) = example("pools");
    let report = evaluate(&s);
    let pools = report.calls[0].pool.as_ref().expect("pools");
    assert!((0.85..0.95).contains(&(pools.refused as f64 / pools.asked as f64)));
    says(lesson, &format::percent(report.services[1].utilisation));
}

#[test]
fn a_hot_key_that_expires_is_asked_for_by_hundreds() {
    let (s, lesson) = example("stampede");
    let cache = &evaluate(&s).caches[0].state;
    assert!((200.0..1000.0).contains(&cache.hottest_misses), "{}", cache.hottest_misses);
    says(lesson, &format!("{} %", format::decimal(100.0 * cache.hit, 0)));
}

#[test]
fn who_does_not_wait_for_shipping_is_answered_soon() {
    let (s, lesson) = example("later");
    says(lesson, &format!("after {}", format::time(evaluate(&s).overall.mean_s)));
}

#[test]
fn what_is_rare_at_a_leaf_is_the_median_of_the_root() {
    let (s, lesson) = example("fan-out");
    let report = evaluate(&s);
    let slow = 1.0 - libm::pow(0.99, 100.0);
    says(lesson, &format!("{} %", format::decimal(100.0 * slow, 0)));
    let leaf = report.services[1].p99_s;
    assert!((report.overall.percentiles_s[0] / leaf - 1.0).abs() < 0.05, "{leaf}");
}
