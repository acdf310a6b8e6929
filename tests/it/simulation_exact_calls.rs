//! The simulation of calls against exact results: forks, timeouts, retries, hedges, connections and held slots. Long runs, so
//! native only. Not one queue by itself; that is `simulation_exact`.

use crate::simulation::{near, observe};
use crate::simulation_exact::{Read, begun, intervals_hold, mean, p50, p99, refused, timed_out};
use crate::systems::{self, constant, exponential};
use headroom::dist::Law;
use headroom::queue::hedge;
use headroom::queue::mmc::Mmc;
use headroom::queue::mmck::Mmck;
use headroom::queue::pool::Pools;
use headroom::queue::retry::{even_pause, retried};
use headroom::queue::retry_storm::RetryStorm;
use headroom::scenario::call::Repeat;
use headroom::scenario::service::Balancing;
use headroom::scenario::{Action, Scenario};

/// A front without queue that calls a station.
fn called(rate: f64, slots: u32, mean_ms: f64) -> Scenario {
    let mut s = Scenario::default();
    let front = systems::service(&mut s, "Front", 0);
    let back = systems::service(&mut s, "Back", slots);
    s.add_work(back, exponential(mean_ms)).expect("room");
    systems::calls(&mut s, front, &[back]);
    systems::journey(&mut s, front, rate);
    s
}

#[test]
fn forks_and_joins() {
    // Two queues that are fed together: (12 - ρ) / 8 times the mean of one (Flatto and Hahn 1984; Nelson and Tantawi 1988).
    let mut s = Scenario::default();
    let front = systems::service(&mut s, "Front", 0);
    let leaves = ["A", "B"].map(|name| {
        let leaf = systems::service(&mut s, name, 1);
        s.add_work(leaf, exponential(1000.0)).expect("room");
        leaf
    });
    systems::calls(&mut s, front, &leaves);
    systems::journey(&mut s, front, 0.6);
    let exact = (12.0 - 0.6) / 8.0 / (1.0 - 0.6);
    intervals_hold("a fork of two", &s, &[("mean", mean, exact)]);
    // Ten without queues: the slowest of ten exponentials.
    let mut s = called(50.0, 0, 100.0);
    (s.calls[0].rows.repeat, s.calls[0].rows.repeat_how) = (10, Repeat::AtOnce);
    let quantile = |p: f64| -0.1 * libm::log1p(-libm::pow(p, 0.1));
    let harmonic: f64 = (1..=10).map(|i| 1.0 / f64::from(i)).sum();
    let values: [(&str, Read, f64); 3] =
        [("mean", mean, 0.1 * harmonic), ("P50", p50, quantile(0.5)), ("P99", p99, quantile(0.99))];
    intervals_hold("a fork of ten", &s, &values);
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

#[test]
fn retries_without_a_queue() {
    let mut s = called(100.0, 0, 100.0);
    let rows = &mut s.calls[0].rows;
    (rows.timeout_ms, rows.retries, rows.backoff_ms) = (150.0, 2, 50.0);
    let attempt = Law::from_survival(|t| libm::exp(-t / 0.1), Some(0.1));
    let exact = retried(&attempt, 0.150, &[even_pause(0.050), even_pause(0.100)]);
    let latency = exact.latency.expect("some succeed");
    let values: [(&str, Read, f64); 5] = [
        ("failures", timed_out, 1.0 - exact.success),
        ("attempts", begun, 100.0 * exact.attempts),
        ("mean", mean, latency.mean()),
        ("P50", p50, latency.quantile(0.5)),
        ("P99", p99, latency.quantile(0.99)),
    ];
    intervals_hold("M/M/∞ with retries", &s, &values);
}

#[test]
fn a_retry_storm() {
    // The closed form takes attempts as a Poisson stream, which long pauses make them.
    for (rate, budget) in [(40.0, f64::INFINITY), (70.0, 0.2), (95.0, f64::INFINITY)] {
        let mut s = called(rate, 10, 100.0);
        (s.services[1].capacity.queue_bounded, s.services[1].capacity.queue_limit) = (true, 70);
        let rows = &mut s.calls[0].rows;
        (rows.timeout_ms, rows.retries, rows.backoff_ms) = (500.0, 3, 5000.0);
        rows.retry_budget_fraction = if budget.is_finite() { budget } else { 0.0 };
        let storm = RetryStorm {
            rate,
            servers: 10,
            mean_service: 0.1,
            capacity: 80,
            timeout: 0.5,
            retries: 3,
            budget,
        };
        let state = storm.states()[0];
        let o = observe(&s, 1, 10);
        near(o.services[1].arrival_per_s, state.offered, 0.01);
        let goodput = o.overall.throughput_per_s.expect("requests").value;
        assert!((goodput - state.goodput).abs() < 0.005 * rate, "{goodput} against {state:?}");
    }
}

#[test]
fn hedges() {
    // Without queues both copies are independent: exact.
    let mut s = called(100.0, 0, 100.0);
    s.calls[0].rows.hedge_ms = 100.0;
    let copy = |t: f64| libm::exp(-t / 0.1);
    let values: [(&str, Read, f64); 3] = [
        ("copies", begun, 100.0 * (1.0 + copy(0.1))),
        ("mean", mean, 0.1 * (1.0 - 0.5 * copy(0.1))),
        ("P99", p99, hedge::quantile(copy, 0.1, 0.01)),
    ];
    intervals_hold("hedged without queues", &s, &values);
    // With queues nearly so, at low load.
    let mut s = called(25.0, 1, 100.0);
    let capacity = &mut s.services[1].capacity;
    (capacity.replicas, capacity.balancing) = (10, Balancing::Random);
    s.calls[0].rows.hedge_ms = 200.0;
    let service = headroom::dist::Service::exponential(0.1).expect("a law");
    let exact = hedge::Hedged::new(25.0, 10, &service, 0.2).expect("stable");
    let o = observe(&s, 1, 10);
    near(o.services[1].arrival_per_s, 25.0 * (1.0 + exact.extra), 0.03);
    near(o.overall.percentiles_s[2], exact.quantile(0.99), 0.03);
}

#[test]
fn connections_of_a_pool() {
    let mut s = called(32.0, 0, 100.0);
    let database = &mut s.services[1].database;
    (database.pool_size, database.pool_overflow, database.pool_timeout_ms) = (2, 1, 200.0);
    let exact = Pools { count: 1.0, connections: 3, hold: 0.1, timeout: 0.2 }.station(32.0);
    let values: [(&str, Read, f64); 2] =
        [("timed out", timed_out, exact.abandoned()), ("answered", mean, exact.wait_served().mean() + 0.1)];
    intervals_hold("one pool", &s, &values);
    // Two replicas that share their queue: each pool gets half, at random.
    s.services[0].capacity.replicas = 2;
    s.journeys[0].load.arrival_rps = 64.0;
    intervals_hold("two pools", &s, &values);
    // A multiplexer of three connections behind pools that are never empty: everybody waits there.
    s.services[1].database.pool_size = 1000;
    s.services[1].database.multiplexer_connections = 9;
    let exact = Mmc::new(64.0, 9, 0.1).expect("below saturation");
    let values: [(&str, Read, f64); 1] = [("mean", mean, exact.mean_sojourn())];
    intervals_hold("a multiplexer", &s, &values);
    // A held connection is a held slot: the network is part of it.
    let database = &mut s.services[1].database;
    (database.pool_size, database.multiplexer_connections, database.pool_overflow) = (1, 0, 0);
    (s.services[0].capacity.replicas, s.journeys[0].load.arrival_rps) = (1, 4.0);
    s.calls[0].rows.network_ms = 50.0;
    // M/G/1 with a mean of 150 ms and a variance of (100 ms)².
    let exact = 4.0 * (0.150 * 0.150 + 0.010) / (2.0 * (1.0 - 0.6));
    s.services[1].database.pool_timeout_ms = 0.0;
    let values: [(&str, Read, f64); 1] = [("mean", mean, exact + 0.150)];
    intervals_hold("a connection is held on the wire", &s, &values);
}

#[test]
fn slots_held_during_calls() {
    // Nothing but the callee keeps the slots: M/M/10.
    let mut s = called(8.0, 0, 1000.0);
    let front = headroom::scenario::Target { service: 0, operation: 0 };
    s.add_work(front, constant(0.0)).expect("room");
    s.services[0].operations[0].steps.reverse();
    s.add_work(front, constant(0.0)).expect("room");
    let capacity = &mut s.services[0].capacity;
    (capacity.slots, capacity.holds_slot) = (10, true);
    let busy: Read = |o| o.services[0].utilisation;
    let values: [(&str, Read, f64); 3] =
        [("mean", mean, 1.204_590_075_398_22), ("P99", p99, 4.946_111_327_611_45), ("held", busy, 0.8)];
    intervals_hold("ten held slots", &s, &values);
    // A slow dependency exhausts its caller: more than the slots can hold is refused.
    (s.services[0].capacity.queue_bounded, s.services[0].capacity.queue_limit) = (true, 10);
    s.journeys[0].load.arrival_rps = 12.0;
    let exact = Mmck::new(12.0, 10, 1.0, 20);
    let values: [(&str, Read, f64); 2] =
        [("refused", refused, exact.refused()), ("mean", mean, exact.mean_sojourn())];
    intervals_hold("ten held slots and ten places", &s, &values);
}

#[test]
fn answers_that_are_needed() {
    // Three of five exponentials.
    let mut s = called(100.0, 0, 60.0);
    (s.calls[0].rows.repeat, s.calls[0].rows.repeat_how) = (5, Repeat::AtOnce);
    if let Action::Calls(join, _) = &mut s.steps[1].action {
        join.need = 3;
    }
    let exact = 0.060 * (1.0 / 5.0 + 1.0 / 4.0 + 1.0 / 3.0);
    let values: [(&str, Read, f64); 1] = [("mean", mean, exact)];
    intervals_hold("three of five", &s, &values);
}
