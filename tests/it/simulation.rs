//! The simulation: what must hold always, to the last bit where it can. Not what each of its rules does; that is
//! `simulation_rules`. Not the closed forms; their tests are in `model`.

use crate::both::test;
use crate::systems::{calls, exponential, journey, service, station};
use headroom::scenario::cache::{HitFrom, Pattern};
use headroom::scenario::call::Repeat;
use headroom::scenario::service::{Balancing, Overflow, Patience};
use headroom::scenario::{Scenario, preset};
use headroom::sim::{Cause, Ending, Estimate, Observation, Observer, Progress, Replication, Simulation};

/// One replication.
pub fn replication(scenario: &Scenario, seed: u64, number: u32) -> Replication {
    let mut simulation = Simulation::new(scenario, seed, number);
    while simulation.advance(10_000) == Progress::Running {}
    simulation.take().expect("finished")
}

/// So many replications.
pub fn observe(scenario: &Scenario, seed: u64, replications: u32) -> Observation {
    let (mut simulation, mut observer) = (Simulation::new(scenario, seed, 0), Observer::new(scenario));
    for number in 0..replications {
        simulation.restart(number);
        while simulation.advance(100_000) == Progress::Running {}
        observer.add(simulation.take().expect("finished"));
    }
    observer.observation()
}

/// An estimate is within this relative distance of an exact value.
pub fn near(found: Option<Estimate>, exact: f64, rel: f64) {
    let found = found.expect("an estimate").value;
    assert!((found / exact - 1.0).abs() <= rel, "{found} is not within {rel} of {exact}");
}

#[test]
fn the_same_seed_gives_the_same_numbers_natively_and_in_webassembly() {
    // Pinned to the last bit; a change of any of them is a change of every result that was ever shown.
    let checkout = (preset::ALL[0].build)();
    let r = replication(&checkout, 7, 3);
    let p99 = r.journeys[0].latencies.quantiles(&[0.99])[0];
    let found = [r.events, r.journeys[0].latency_sum.to_bits(), p99.to_bits(), r.services[1].busy.to_bits()];
    let o = observe(&(preset::ALL[2].build)(), 1, 1);
    let cache = o.caches[4].hit_fraction.expect("look-ups").value;
    let mean = o.overall.mean_s.expect("answers").value;
    let caches = [o.requests, o.events, cache.to_bits(), mean.to_bits()];
    let o = observe(&all_levers(), 1, 1);
    let cache = o.caches[0].hit_fraction.expect("look-ups").value;
    let mean = o.overall.mean_s.expect("answers").value;
    let levers = [o.requests, o.events, cache.to_bits(), mean.to_bits()];
    assert_eq!((found, caches, levers), (PINNED, PINNED_CACHES, PINNED_LEVERS));
}
const PINNED: [u64; 4] =
    [474_226, 4_672_333_470_748_915_579, 4_606_854_764_334_940_160, 4_666_500_275_557_635_498];
const PINNED_LEVERS: [u64; 4] = [14_153, 297_683, 4_595_113_083_466_458_760, 4_601_770_166_075_789_805];
const PINNED_CACHES: [u64; 4] = [125_167, 545_939, 4_606_333_695_741_749_449, 4_576_707_892_117_509_988];

/// A hash (FNV-1a) over every bit of a recording.
fn fingerprint(scenario: &Scenario) -> u64 {
    let mut simulation = Simulation::recording(scenario, 7, 0);
    let trace = loop {
        simulation.advance(999);
        if let Some(trace) = simulation.take_trace() {
            break trace;
        }
    };
    // The shortest text of a number tells every bit of it.
    let text = format!("{trace:?}");
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn a_recording_has_the_same_bits_natively_and_in_webassembly() {
    let found = [fingerprint(&(preset::ALL[0].build)()), fingerprint(&all_levers())];
    assert_eq!(found, PINNED_RECORDINGS);
}
const PINNED_RECORDINGS: [u64; 2] = [4_729_868_595_367_078_709, 5_419_816_863_770_108_166];

#[test]
fn steps_memory_and_order_change_nothing() {
    for scenario in [busy(), all_levers()] {
        in_any_steps_and_order(&scenario);
    }
}

fn in_any_steps_and_order(scenario: &Scenario) {
    let one = replication(scenario, 5, 1);
    let mut small = Simulation::new(scenario, 5, 1);
    while small.advance(7) == Progress::Running {}
    assert_eq!(small.take().as_ref(), Some(&one));
    assert_eq!((small.take(), small.advance(1)), (None, Progress::Finished));
    // The same memory, used before.
    small.restart(2);
    while small.advance(1000) == Progress::Running {}
    let two = small.take().expect("finished");
    small.restart(1);
    while small.advance(1000) == Progress::Running {}
    assert_eq!(small.take().as_ref(), Some(&one));
    assert_ne!(one.journeys, two.journeys);
    let zero = replication(scenario, 5, 0);
    let (mut ordered, mut mixed) = (Observer::new(scenario), Observer::new(scenario));
    for r in [&zero, &one, &two] {
        ordered.add(r.clone());
    }
    mixed.add(two.clone());
    assert_eq!(mixed.observation().replications, 0);
    for r in [one, zero.clone(), two, zero] {
        mixed.add(r);
    }
    assert_eq!(mixed.observation(), ordered.observation());
    assert_eq!(mixed.observation().replications, 3);
}

/// Every feature at once, at some load.
fn busy() -> Scenario {
    let mut s = (preset::ALL[0].build)();
    s.calls[0].rows.timeout_ms = 300.0;
    s.calls[1].rows.network_ms = 20.0;
    (s.calls[1].rows.repeat, s.calls[1].rows.repeat_how) = (2, Repeat::AtOnce);
    s.services[2].capacity.balancing = Balancing::Random;
    s.calls[2].rows.awaited = false;
    (s.calls[2].rows.repeat, s.calls[2].rows.probability) = (2, 0.4);
    let cache = s.add_cache("Cache").expect("room");
    s.put_cache(1, cache).expect("room");
    s.journeys[0].load.arrival_rps = 60.0;
    let entry = s.journeys[0].entry;
    journey(&mut s, entry, 20.0);
    s
}

#[test]
fn requests_are_conserved_at_every_moment() {
    let mut all = Simulation::new(&all_levers(), 3, 0);
    while all.advance(97) == Progress::Running {
        for (j, counts) in all.counts().to_vec().into_iter().enumerate() {
            assert_eq!(counts.arrived, counts.done + counts.failed.iter().sum::<u64>() + all.in_flight(j));
        }
    }
    let mut simulation = Simulation::new(&busy(), 3, 0);
    let mut most = [0, 0];
    while simulation.advance(97) == Progress::Running {
        for (j, counts) in simulation.counts().to_vec().into_iter().enumerate() {
            let in_flight = simulation.in_flight(j);
            assert_eq!(counts.arrived, counts.done + counts.failed.iter().sum::<u64>() + in_flight);
            most[j] = most[j].max(in_flight);
        }
    }
    let r = simulation.take().expect("finished");
    assert!(most[0] > 20 && most[1] > 5, "{most:?}");
    for journey in &r.journeys {
        // Everything that arrived in the window was answered or failed.
        assert_eq!(journey.arrived, journey.latencies.total() + journey.failed.iter().sum::<u64>());
        assert!(journey.failed[Cause::TimedOut as usize] > 0);
    }
}

#[test]
fn littles_law_holds_for_every_queue_and_every_journey() {
    let o = observe(&busy(), 11, 3);
    for s in &o.services {
        let (waiting, rate, wait) = (s.waiting, s.visits_per_s, s.mean_wait_s);
        // Off by those who wait across an end of the window.
        near(waiting, rate.expect("visits").value * wait.expect("visits").value, 0.02);
    }
    let mut steady = busy();
    steady.calls[0].rows.timeout_ms = 0.0;
    let o = observe(&steady, 11, 3);
    for j in o.journeys.iter().chain([&o.overall]) {
        let product = j.throughput_per_s.expect("requests").value * j.mean_s.expect("requests").value;
        near(j.in_flight, product, 0.01);
    }
}

/// The same with levers on everything, save those that let somebody leave a queue.
fn levers() -> Scenario {
    let mut s = busy();
    for service in &mut s.services {
        let capacity = &mut service.capacity;
        (capacity.queue_bounded, capacity.queue_limit, capacity.failure_fraction) = (true, 40, 0.02);
    }
    s.services[1].capacity.holds_slot = true;
    s.services[3].batching.batch_limit = 2;
    s.services[3].batching.batch_wait_ms = 5.0;
    s.services[2].capacity.balancing = Balancing::LeastOutstanding;
    for call in &mut s.calls {
        (call.rows.retries, call.rows.hedge_ms) = (2, 200.0);
    }
    s.calls[0].rows.breaker_fraction = 0.5;
    s.services[1].database.pool_size = 30;
    s.journeys[0].load.arrival_scv = 4.0;
    s
}

/// The same with those too, and caches that hold keys.
pub fn all_levers() -> Scenario {
    let mut s = levers();
    for service in &mut s.services {
        (service.capacity.patience_ms, service.capacity.overflow) = (500.0, Overflow::DropOldest);
    }
    s.services[2].capacity.patience_how = Patience::Exponential;
    for call in &mut s.calls {
        (call.rows.cancel, call.rows.hedge_ms, call.rows.tied) = (true, 0.0, true);
    }
    let database = &mut s.services[3].database;
    (database.shards, database.shard_skew, database.read_replicas) = (2, 1.0, 1);
    let rows = &mut s.caches[0].rows;
    (rows.hit_from, rows.keys, rows.memory_gib, rows.ttl_s) = (HitFrom::Derived, 2e6, 1.0, 20.0);
    (rows.write_fraction, rows.pattern, rows.coalesce) = (0.2, Pattern::WriteBehind, true);
    (rows.absent_fraction, rows.negative_ttl_s, rows.ttl_jitter_s) = (0.1, 5.0, 2.0);
    s
}

#[test]
fn littles_law_holds_with_every_lever_that_lets_nobody_leave_a_queue() {
    let o = observe(&levers(), 11, 3);
    for s in &o.services {
        let (waiting, rate, wait) = (s.waiting, s.visits_per_s, s.mean_wait_s);
        let product = rate.expect("visits").value * wait.expect("visits").value;
        let waiting = waiting.expect("visits").value;
        assert!((waiting - product).abs() <= 0.02 * product + 1e-9, "{waiting} {product}");
    }
    assert!(o.overall.errors.iter().filter(|e| e.is_some_and(|e| e.value > 0.0)).count() >= 2);
}

#[test]
fn loops_within_loops_run_in_bounded_steps() {
    let mut s = Scenario::default();
    let chain: Vec<_> = ["A", "B", "C", "D", "E"].iter().map(|n| service(&mut s, n, 0)).collect();
    for pair in chain.windows(2) {
        let call = calls(&mut s, pair[0], &pair[1..])[0];
        s.calls[call].rows.repeat = 10_000;
    }
    journey(&mut s, chain[0], 10.0);
    let mut simulation = Simulation::new(&s, 1, 0);
    assert_eq!(simulation.advance(200_000), Progress::Running);
    // At once, more copies than a replication holds.
    s.calls.iter_mut().for_each(|c| c.rows.repeat_how = Repeat::AtOnce);
    assert_eq!(replication(&s, 1, 0).ending, Ending::InFlightLimit);
}

#[test]
fn percentiles_and_intervals_need_samples() {
    let s = station(8.0, 10, exponential(1000.0));
    let o = observe(&s, 1, 1);
    // 50,000 requests: five hundred beyond the P99, fifty beyond the P99.9.
    assert!(o.overall.percentiles_s[2].is_some() && o.overall.percentiles_s[3].is_none());
    assert!(o.overall.percentiles_s[2].is_some_and(|e| e.half_width.is_none()));
    assert!(observe(&s, 1, 9).overall.mean_s.is_some_and(|e| e.half_width.is_none()));
    let o = observe(&s, 1, 10);
    assert!(o.overall.percentiles_s.iter().all(|p| p.is_some_and(|e| e.half_width.is_some())));
    assert!(o.overall.curve.windows(2).all(|w| w[0].latency_s.value <= w[1].latency_s.value));
    assert!(o.overall.curve.last().is_some_and(|p| p.probability > 0.999 && p.probability < 0.9999));
}
