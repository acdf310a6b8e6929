//! What each lever of the document does in the simulation, where that can be said exactly: constants, or plain shares.
//! Not the queues behind them; see `simulation_exact`.

use crate::both::test;
use crate::simulation::{near, observe};
use crate::systems::{calls, constant, exponential, journey, service};
use headroom::report::{Code, evaluate};
use headroom::scenario::call::{CallRows, Jitter, Repeat};
use headroom::scenario::service::{Balancing, Order, Overflow};
use headroom::scenario::work::{Family, Work};
use headroom::scenario::{Action, Scenario, Target};
use headroom::sim::{Cause, Observation};

/// A front without queue that calls a service which works like this, by a call with these rows.
fn pair(rate: f64, slots: u32, work: headroom::scenario::work::Work, rows: CallRows) -> Scenario {
    let mut s = Scenario::default();
    let (front, back) = (service(&mut s, "Front", 0), service(&mut s, "Back", slots));
    s.add_work(back, work).expect("room");
    let call = calls(&mut s, front, &[back])[0];
    s.calls[call].rows = rows;
    journey(&mut s, front, rate);
    s
}

fn errors(o: &Observation, cause: Cause) -> f64 {
    o.overall.errors[cause as usize].expect("requests").value
}

#[test]
fn a_call_tries_again_after_its_back_off() {
    let mut rows = CallRows { timeout_ms: 20.0, retries: 2, backoff_ms: 10.0, ..CallRows::default() };
    rows.backoff_jitter = Jitter::None;
    // Three attempts of 20 ms and pauses of 10 and 20 ms; all of them reach the callee.
    let o = observe(&pair(100.0, 0, constant(50.0), rows.clone()), 1, 2);
    assert_eq!(errors(&o, Cause::TimedOut), 1.0);
    near(o.overall.in_flight, 100.0 * 0.090, 0.02);
    near(o.services[1].arrival_per_s, 300.0, 0.02);
    near(o.services[1].in_flight, 300.0 * 0.050, 0.02);
    // With full jitter the pauses are half as long on average.
    rows.backoff_jitter = Jitter::Full;
    near(observe(&pair(100.0, 0, constant(50.0), rows.clone()), 1, 2).overall.in_flight, 100.0 * 0.075, 0.02);
    // Answers that fail are tried again too: 0.5³ fail, and an attempt takes 10 ms.
    (rows.timeout_ms, rows.backoff_ms) = (0.0, 0.0);
    let mut failing = pair(1000.0, 0, constant(10.0), rows);
    failing.services[1].capacity.failure_fraction = 0.5;
    let o = observe(&failing, 1, 2);
    near(o.overall.errors[Cause::Failed as usize], 0.125, 0.03);
    near(o.overall.mean_s, 0.010 * (0.5 + 2.0 * 0.25 + 3.0 * 0.125) / 0.875, 0.01);
    // Nobody waits for the call, which tries again all the same.
    failing.calls[0].rows.awaited = false;
    let o = observe(&failing, 1, 2);
    assert_eq!(errors(&o, Cause::Failed), 0.0);
    near(o.services[1].arrival_per_s, 1750.0, 0.01);
}

#[test]
fn a_budget_bounds_the_retries() {
    let rows = CallRows { retries: 3, retry_budget_fraction: 0.1, ..CallRows::default() };
    let mut s = pair(1000.0, 0, constant(1.0), rows);
    s.services[1].capacity.failure_fraction = 1.0;
    near(observe(&s, 1, 1).services[1].arrival_per_s, 1100.0, 0.01);
}

#[test]
fn what_is_cancelled_leaves_the_queue_and_what_has_begun_goes_on() {
    let rows = CallRows { repeat: 3, repeat_how: Repeat::AtOnce, timeout_ms: 15.0, ..CallRows::default() };
    let mut s = pair(0.01, 1, constant(10.0), rows);
    near(observe(&s, 1, 1).services[1].visits_per_s, 0.03, 0.1);
    s.calls[0].rows.cancel = true;
    let o = observe(&s, 1, 1);
    // The third never begins.
    near(o.services[1].visits_per_s, 2.0 * o.overall.arrival_per_s.expect("requests").value, 1e-3);
    // On the wire it is taken back too.
    s.calls[0].rows.network_ms = 40.0;
    assert_eq!(observe(&s, 1, 1).services[1].arrival_per_s.map(|e| e.value), Some(0.0));
}

/// Three copies at once for one slot and one place, 10 ms each: what becomes of the third.
fn three_for_two(overflow: Overflow, timeout_ms: f64) -> Observation {
    let rows = CallRows { repeat: 3, repeat_how: Repeat::AtOnce, timeout_ms, ..CallRows::default() };
    let mut s = pair(0.01, 1, constant(10.0), rows);
    let capacity = &mut s.services[1].capacity;
    capacity.queue_bounded = true;
    (capacity.queue_limit, capacity.overflow, capacity.spill_ms) = (1, overflow, 5.0);
    observe(&s, 1, 1)
}

#[test]
fn a_full_queue_does_what_it_is_told() {
    for (overflow, cause) in [
        (Overflow::Reject, Cause::Refused),
        (Overflow::DropOldest, Cause::Dropped),
        (Overflow::DropNewest, Cause::Dropped),
    ] {
        let o = three_for_two(overflow, 0.0);
        assert_eq!(errors(&o, cause), 1.0, "{overflow:?}");
        near(o.services[1].visits_per_s, 2.0 * 0.01, 0.1);
    }
    // Without a word, the caller learns of it by its timeout.
    let o = three_for_two(Overflow::DropNewest, 100.0);
    assert_eq!(errors(&o, Cause::TimedOut), 1.0);
    near(o.overall.in_flight, 0.01 * 0.100, 0.1);
    near(three_for_two(Overflow::Spill, 0.0).overall.mean_s, 0.035, 1e-3);
    near(three_for_two(Overflow::Block, 0.0).overall.mean_s, 0.030, 1e-3);
}

#[test]
fn who_has_waited_long_enough_leaves() {
    let rows = CallRows { repeat: 3, repeat_how: Repeat::AtOnce, ..CallRows::default() };
    let mut s = pair(0.01, 1, constant(10.0), rows);
    s.services[1].capacity.patience_ms = 10.0;
    let o = observe(&s, 1, 1);
    // The second begins just in time, the third has gone when it could.
    assert_eq!(errors(&o, Cause::TimedOut), 1.0);
    near(o.overall.in_flight, 0.01 * 0.010, 0.1);
    near(o.services[1].visits_per_s, 0.02, 0.1);
}

#[test]
fn without_replicas_everybody_is_refused() {
    let mut s = pair(100.0, 4, constant(10.0), CallRows::default());
    s.services[1].capacity.lost_replicas = 1;
    for slots in [0, 4] {
        s.services[1].capacity.slots = slots;
        let o = observe(&s, 1, 1);
        assert_eq!((errors(&o, Cause::Refused), o.services[1].utilisation), (1.0, None));
        assert!(!o.overloaded && !o.overall.overloaded);
    }
}

#[test]
fn machines_and_messages_take_their_time() {
    let rows = CallRows { network_ms: 10.0, payload_kib: 512.0, ..CallRows::default() };
    let mut s = pair(10.0, 8, constant(100.0), rows);
    let back = &mut s.services[1];
    (back.capacity.replicas, back.capacity.lost_replicas, back.machine.size) = (5, 1, 0.5);
    back.machine.contention_fraction = 0.1;
    let o = observe(&s, 1, 1);
    // Half a MiB at 20 ms each; work slowed by 1 + 0.1 (4 × 0.5 - 1).
    near(o.overall.mean_s, 0.010 + 0.010 + 0.110, 1e-3);
    near(o.services[1].utilisation, 10.0 * 0.110 / 16.0, 0.03);
}

#[test]
fn a_quorum_goes_on_with_the_last_it_needs() {
    let rows = CallRows { repeat: 3, repeat_how: Repeat::AtOnce, ..CallRows::default() };
    let mut s = pair(500.0, 0, exponential(60.0), rows);
    let quorum = |s: &mut Scenario, n: u32| {
        for step in &mut s.steps {
            if let Action::Calls(join, _) = &mut step.action {
                join.need = n;
            }
        }
    };
    let after = Target { service: 0, operation: 0 };
    s.add_work(after, constant(1.0)).expect("room");
    quorum(&mut s, 2);
    // Order statistics of three exponentials: a third and a half of the mean.
    let o = observe(&s, 1, 2);
    near(o.overall.mean_s, 0.001 + 0.060 * (1.0 / 3.0 + 1.0 / 2.0), 0.01);
    near(o.services[1].arrival_per_s, 1500.0, 0.01);
    // It fails when it cannot be reached any more: two of three must not fail.
    s.services[1].capacity.failure_fraction = 0.2;
    near(observe(&s, 1, 2).overall.error_fraction, 3.0 * 0.2 * 0.2 * 0.8 + 0.008, 0.05);
    // More than there are is all.
    quorum(&mut s, 9);
    near(observe(&s, 1, 2).overall.error_fraction, 1.0 - 0.512, 0.03);
}

#[test]
fn a_hedge_is_sent_late_and_a_tied_pair_at_once() {
    let mut s = pair(0.1, 1, constant(10.0), CallRows { hedge_ms: 4.0, ..CallRows::default() });
    let capacity = &mut s.services[1].capacity;
    (capacity.replicas, capacity.balancing) = (2, Balancing::Random);
    let o = observe(&s, 1, 1);
    near(o.overall.mean_s, 0.010, 1e-3);
    near(o.services[1].visits_per_s, 2.0 * o.overall.arrival_per_s.expect("requests").value, 1e-3);
    // Tied: two are sent, one is worked on, whatever the network.
    (s.calls[0].rows.hedge_ms, s.calls[0].rows.tied) = (0.0, true);
    for network_ms in [0.0, 2.0] {
        s.calls[0].rows.network_ms = network_ms;
        let o = observe(&s, 1, 1);
        near(o.overall.mean_s, 0.010 + network_ms / 1e3, 1e-3);
        near(o.services[1].visits_per_s, o.overall.arrival_per_s.expect("requests").value, 1e-3);
    }
}

#[test]
fn an_open_circuit_lets_one_call_try() {
    let rows =
        CallRows { breaker_fraction: 0.5, breaker_window: 10, breaker_open_ms: 90.0, ..CallRows::default() };
    let mut s = pair(100.0, 0, constant(0.0), rows);
    s.services[1].capacity.failure_fraction = 1.0;
    let o = observe(&s, 1, 2);
    // Open for 90 ms, then until the next call, which fails.
    near(o.services[1].arrival_per_s, 1.0 / (0.090 + 0.010), 0.02);
    near(o.overall.errors[Cause::Refused as usize], 0.9, 0.01);
    near(o.overall.errors[Cause::Failed as usize], 0.1, 0.05);
    s.services[1].capacity.failure_fraction = 0.1;
    near(observe(&s, 1, 2).overall.errors[Cause::Failed as usize], 0.1, 0.05);
}

#[test]
fn batches_are_full_or_late() {
    let mut s = pair(1000.0, 0, constant(10.0), CallRows::default());
    let batching = &mut s.services[1].batching;
    (batching.batch_limit, batching.batch_wait_ms, batching.batch_item_fraction) = (5, 10_000.0, 0.25);
    let o = observe(&s, 1, 2);
    // Two of a thousandth are waited for on average; five share 10 ms and four quarters of it.
    near(o.overall.mean_s, 0.002 + 0.020, 0.01);
    near(o.services[1].visits_per_s, 1000.0, 0.01);
    near(o.services[1].busy, 200.0 * 0.020, 0.01);
    near(o.services[1].mean_wait_s, 0.002, 0.01);
    // At 1 a second nobody comes in 20 ms, or hardly anybody.
    s.journeys[0].load.arrival_rps = 0.1;
    s.services[1].batching.batch_wait_ms = 20.0;
    near(observe(&s, 1, 1).overall.mean_s, 0.030, 2e-3);
}

#[test]
fn every_write_is_applied_by_every_replica() {
    let mut s = pair(1000.0, 0, constant(10.0), CallRows::default());
    let database = &mut s.services[1].database;
    (database.read_replicas, database.write_fraction) = (3, 0.25);
    let o = observe(&s, 1, 2);
    near(o.services[1].visits_per_s, 1000.0 * (1.0 + 3.0 * 0.25), 0.01);
    near(o.services[1].arrival_per_s, 1000.0, 0.01);
    near(o.services[1].busy, 1750.0 * 0.010, 0.01);
    near(o.overall.mean_s, 0.010, 1e-9);
}

#[test]
fn a_metronome_keeps_its_time() {
    let mut s = pair(100.0, 1, constant(9.0), CallRows::default());
    s.journeys[0].load.arrival_scv = 0.0;
    let o = observe(&s, 1, 1);
    near(o.overall.mean_s, 0.009, 1e-9);
    near(o.overall.arrival_per_s, 100.0, 1e-4);
}

#[test]
fn too_few_connections_are_said() {
    let mut s = pair(20.0, 0, constant(100.0), CallRows::default());
    let database = &mut s.services[1].database;
    (database.pool_size, database.pool_overflow, database.pool_timeout_ms) = (1, 0, 0.0);
    let o = observe(&s, 1, 1);
    assert!(o.overloaded && o.overall.overloaded && o.overall.mean_s.is_none());
    near(o.overall.throughput_per_s, 10.0, 0.02);
    // Whoever gives up makes room for others.
    s.services[1].database.pool_timeout_ms = 1000.0;
    let o = observe(&s, 1, 1);
    assert!(!o.overloaded && errors(&o, Cause::TimedOut) > 0.4);
}

#[test]
fn orders_of_service_agree_as_far_as_they_say() {
    let lognormal = Work { law: Family::Lognormal, mean_ms: 100.0, scv: 2.0, ..Work::default() };
    // As far as their docs say: P99 of the model is up to 15 % off, and up to 63 % too low.
    for (order, p99) in [(Order::ProcessorSharing, 0.15), (Order::LastInFirstOut, 1.7)] {
        let mut s = pair(32.0, 4, lognormal.clone(), CallRows::default());
        s.services[1].capacity.order = order;
        let (model, o) = (evaluate(&s), observe(&s, 1, 10));
        near(o.overall.mean_s, model.overall.mean_s, 0.03);
        near(o.services[1].mean_wait_s, model.services[1].mean_wait_s, 0.06);
        near(o.overall.percentiles_s[2], model.overall.percentiles_s[2], p99);
        assert!(model.caveats.iter().any(|c| c.code == Code::Order && c.service == Some(1)));
        // Without a limit there is nothing to share and nobody's turn.
        s.services[1].capacity.slots = 0;
        let unlimited = (evaluate(&s).overall.percentiles_s, observe(&s, 1, 1));
        s.services[1].capacity.order = Order::FirstInFirstOut;
        assert_eq!(unlimited, (evaluate(&s).overall.percentiles_s, observe(&s, 1, 1)));
    }
}
