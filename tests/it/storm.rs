//! Retries that feed back on the load: two steady states, what brings a system from one to the other, and what removes
//! the second. Against the theory of one bounded station; not a simulation.

use crate::both::test;
use crate::systems::{calls, exponential, journey, service};
use headroom::plan::explore;
use headroom::queue::retry_storm::RetryStorm;
use headroom::report::{Code, Evaluator, Report, evaluate};
use headroom::scenario::call::Jitter;
use headroom::scenario::event::{EventRows, What};
use headroom::scenario::{Event, Scenario};

/// Ten servers of 100 ms with room for eighty, asked with a timeout of 500 ms and up to three retries.
pub const STATION: RetryStorm = RetryStorm {
    rate: 50.0,
    servers: 10,
    mean_service: 0.1,
    capacity: 80,
    timeout: 0.5,
    retries: 3,
    budget: f64::INFINITY,
};

pub fn retrying(of: &RetryStorm) -> Scenario {
    let mut s = Scenario::default();
    let client = service(&mut s, "Client", 0);
    let station = service(&mut s, "Station", of.servers);
    s.add_work(station, exponential(of.mean_service * 1000.0)).expect("fits");
    let capacity = &mut s.services[station.service].capacity;
    (capacity.queue_bounded, capacity.queue_limit) = (true, of.capacity - of.servers);
    let call = calls(&mut s, client, &[station])[0];
    let rows = &mut s.calls[call].rows;
    (rows.timeout_ms, rows.retries) = (of.timeout * 1000.0, of.retries);
    (rows.backoff_ms, rows.backoff_jitter) = (50.0, Jitter::None);
    journey(&mut s, client, of.rate);
    s
}

fn burst(s: &mut Scenario, requests: f64) {
    let rate = s.journeys[0].load.arrival_rps;
    let rows = EventRows { what: What::LoadStep, at_s: 0.0, for_s: 1.0, amount: 1.0 + requests / rate };
    s.events.push(Event { object: None, rows });
}

fn has(report: &Report, code: Code) -> bool {
    report.caveats.iter().any(|c| c.code == code)
}

#[test]
fn both_states_are_those_of_theory() {
    for rate in [50.0, 70.0, 80.0] {
        let theory = RetryStorm { rate, ..STATION };
        let states = theory.states();
        let (low, high) = (&states[0], &states[2]);
        let report = evaluate(&retrying(&theory));
        let storm = report.storm.as_ref().expect("two states");
        let near = |found: f64, expected: f64, off: f64| {
            assert!((found - expected).abs() <= off * expected, "{rate}: {found} instead of {expected}");
        };
        near(storm.rest.amplification, low.amplification, 1e-4);
        near(storm.storm.amplification, high.amplification, 1e-4);
        near(storm.rest.journeys[0].throughput_per_s, low.goodput, 1e-4);
        // What is left of the throughput in the storm lies beyond what shares are carried to.
        assert!((storm.storm.journeys[0].error_fraction - (1.0 - high.success)).abs() < 5e-4);
        assert!(!storm.collapsed && has(&report, Code::Storm) && !has(&report, Code::Collapsed));
        assert_eq!(report.overall.error_fraction, storm.rest.journeys[0].error_fraction);
    }
}

#[test]
fn the_loads_between_which_there_are_two_states_are_those_of_theory() {
    let two = |rate: f64| RetryStorm { rate, ..STATION }.states().len() >= 3;
    let edge = |mut inside: f64, mut outside: f64| {
        for _ in 0..30 {
            let middle = 0.5 * (inside + outside);
            if two(middle) { inside = middle } else { outside = middle }
        }
        inside
    };
    let (recovers, tips) = (edge(50.0, 10.0), edge(50.0, 99.0));
    let found = explore(&retrying(&STATION)).tipping.expect("a range");
    let (low, high) = (found.recovers_factor * 50.0, found.tips_factor * 50.0);
    assert!((low / recovers - 1.0).abs() < 0.02, "{low} instead of {recovers}");
    assert!((high / tips - 1.0).abs() < 0.02, "{high} instead of {tips}");
    let tipped = evaluate(&retrying(&RetryStorm { rate: 1.02 * tips, ..STATION }));
    assert!(tipped.storm.is_none() && tipped.overall.error_fraction > 0.9);
}

#[test]
fn a_burst_at_the_start_brings_it_there_and_a_small_one_does_not() {
    let busy = retrying(&RetryStorm { rate: 80.0, ..STATION });
    let (mut small, mut large, mut late) = (busy.clone(), busy.clone(), busy.clone());
    burst(&mut small, 30.0);
    burst(&mut large, 1000.0);
    burst(&mut late, 1000.0);
    late.events[0].rows.at_s = 60.0;
    for (s, collapsed) in [(&busy, false), (&small, false), (&large, true), (&late, false)] {
        let report = evaluate(s);
        let storm = report.storm.as_ref().expect("two states");
        assert_eq!(storm.collapsed, collapsed);
        assert_eq!(has(&report, Code::Collapsed), collapsed);
        let state = if collapsed { &storm.storm } else { &storm.rest };
        assert_eq!(report.overall.error_fraction, state.journeys[0].error_fraction);
        assert_eq!(has(&report, Code::NotModelled), s.events.iter().any(|e| e.rows.at_s > 0.0));
    }
    // At half of the load it recovers, as it does when it is played.
    let mut light = retrying(&STATION);
    burst(&mut light, 2000.0);
    assert!(!evaluate(&light).storm.expect("two states").collapsed);
}

#[test]
fn budget_breaker_cancelling_and_no_retries_remove_the_second_state() {
    let two = |change: fn(&mut Scenario)| {
        let mut s = retrying(&STATION);
        change(&mut s);
        evaluate(&s).storm.is_some()
    };
    assert!(two(|_| {}));
    assert!(!two(|s| s.calls[0].rows.retries = 0));
    assert!(!two(|s| s.calls[0].rows.retry_budget_fraction = 0.1));
    assert!(!two(|s| s.calls[0].rows.timeout_ms = 5000.0));
}

#[test]
fn an_evaluator_that_has_seen_the_storm_finds_the_state_from_rest() {
    let mut evaluator = Evaluator::new();
    for rate in [95.0, 50.0, 95.0, 20.0, 50.0] {
        let s = retrying(&RetryStorm { rate, ..STATION });
        assert_eq!(evaluator.evaluate(&s).overall.error_fraction, evaluate(&s).overall.error_fraction);
    }
}
