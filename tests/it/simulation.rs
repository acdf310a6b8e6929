//! The simulation: against exact theory, against whole systems simulated by others, and what must hold always. Not
//! the closed forms; their tests are in `model`.

use crate::both::test;
use crate::systems::{calls, constant, exponential, journey, service, station};
use headroom::scenario::cache::{HitFrom, Pattern};
use headroom::scenario::call::Repeat;
use headroom::scenario::service::{Balancing, Overflow, Patience};
use headroom::scenario::{Scenario, preset};
use headroom::sim::{Cause, Ending, Estimate, Observation, Observer, Progress, Replication, Simulation};

/// One replication.
fn replication(scenario: &Scenario, seed: u64, number: u32) -> Replication {
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
fn a_fork_join_without_waiting_is_the_maximum() {
    let mut s = Scenario::default();
    let root = service(&mut s, "Root", 0);
    let leaves: Vec<_> = [10.0, 20.0, 40.0]
        .into_iter()
        .map(|mean| {
            let leaf = service(&mut s, "Leaf", 0);
            s.add_work(leaf, exponential(mean)).expect("room");
            leaf
        })
        .collect();
    calls(&mut s, root, &leaves);
    journey(&mut s, root, 1000.0);
    let o = observe(&s, 2, 6);
    // Inclusion and exclusion over rates 100, 50 and 25 a second.
    let mean = 0.01 + 0.02 + 0.04 - 1.0 / 150.0 - 1.0 / 125.0 - 1.0 / 75.0 + 1.0 / 175.0;
    near(o.overall.mean_s, mean, 0.01);
    // P99: the root of (1 - e^-100t)(1 - e^-50t)(1 - e^-25t) = 0.99, by bisection.
    near(o.overall.percentiles_s[2], 0.184_410, 0.02);
    assert!(o.services.iter().all(|s| s.utilisation.is_none()));
}

#[test]
fn a_cache_hierarchy_passes_on_its_misses() {
    let o = observe(&crate::systems::cached_database(), 4, 4);
    near(o.caches[0].hit_fraction, 0.8, 0.01);
    near(o.caches[1].hit_fraction, 0.8, 0.01);
    near(o.caches[0].lookups_per_s, 4000.0, 0.02);
    near(o.caches[1].lookups_per_s, 800.0, 0.02);
    near(o.services[1].arrival_per_s, 160.0, 0.04);
    // Four of five requests cost the near look-up alone, to the last bit a constant of 0.1 ms.
    near(o.overall.percentiles_s[0], 1e-4, 5e-4);
}

/// A front without queue that calls one station.
fn front(rate: f64, slots: u32, mean_ms: f64) -> Scenario {
    let mut s = Scenario::default();
    let front = service(&mut s, "Front", 0);
    let back = service(&mut s, "Back", slots);
    s.add_work(back, exponential(mean_ms)).expect("room");
    calls(&mut s, front, &[back]);
    journey(&mut s, front, rate);
    s
}

#[test]
fn the_share_that_times_out_is_the_tail_of_the_sojourn() {
    // M/M/1 at a half: P(T > t) = e^{-(μ - λ) t}; the work of those who gave up is done all the same.
    let mut s = front(50.0, 1, 10.0);
    s.calls[0].rows.timeout_ms = 60.0;
    let o = observe(&s, 9, 16);
    let tail = libm::exp(-3.0);
    near(o.overall.error_fraction, tail, 0.05);
    near(o.overall.errors[Cause::TimedOut as usize], tail, 0.05);
    near(o.services[1].utilisation, 0.5, 0.01);
    near(o.services[1].in_flight, 1.0, 0.05);
    // Those who are answered are answered in time: E[T | T <= t] of an exponential.
    near(o.overall.mean_s, 0.02 - 0.06 * tail / (1.0 - tail), 0.02);
    near(o.overall.throughput_per_s, 50.0 * (1.0 - tail), 0.01);
}

#[test]
fn a_failure_goes_up_at_once_and_what_was_begun_goes_on() {
    let mut s = Scenario::default();
    let [front, middle, slow, sibling, after] =
        ["Front", "Middle", "Slow", "Sibling", "After"].map(|n| service(&mut s, n, 0));
    for (target, ms) in [(slow, 500.0), (sibling, 300.0), (after, 1.0)] {
        s.add_work(target, constant(ms)).expect("room");
    }
    let up = calls(&mut s, front, &[middle])[0];
    let both = calls(&mut s, middle, &[slow, sibling]);
    calls(&mut s, middle, &[after]);
    // There and back 20 ms; the inner call expires after 100 ms, so users fail after 120 ms.
    s.calls[up].rows.network_ms = 20.0;
    s.calls[both[0]].rows.timeout_ms = 100.0;
    journey(&mut s, front, 100.0);
    let o = observe(&s, 1, 2);
    assert_eq!(o.overall.error_fraction.expect("requests").value, 1.0);
    assert_eq!((o.overall.mean_s, o.overall.percentiles_s), (None, [None; 4]));
    near(o.overall.in_flight, 100.0 * 0.120, 0.02);
    near(o.services[middle.service].in_flight, 100.0 * 0.100, 0.02);
    near(o.services[slow.service].in_flight, 100.0 * 0.500, 0.02);
    near(o.services[sibling.service].in_flight, 100.0 * 0.300, 0.02);
    assert_eq!(o.services[after.service].arrival_per_s.map(|e| e.value), Some(0.0));
    // A deadline that is just met is met.
    s.calls[both[0]].rows.timeout_ms = 500.0;
    let o = observe(&s, 1, 1);
    assert_eq!(o.overall.error_fraction.expect("requests").value, 0.0);
    near(o.overall.mean_s, 0.521, 1e-9);
    // A timeout below the network: nothing is answered, everything is worked on.
    s.calls[up].rows.timeout_ms = 15.0;
    let o = observe(&s, 1, 1);
    assert_eq!(o.overall.error_fraction.expect("requests").value, 1.0);
    near(o.overall.in_flight, 100.0 * 0.015, 0.03);
    near(o.services[slow.service].in_flight, 100.0 * 0.500, 0.03);
}

#[test]
fn copies_take_their_time_in_sequence_and_a_replica_each_at_once() {
    let mut s = Scenario::default();
    let (root, leaf) = (service(&mut s, "Root", 0), service(&mut s, "Leaf", 1));
    s.add_work(leaf, constant(10.0)).expect("room");
    let call = calls(&mut s, root, &[leaf])[0];
    let capacity = &mut s.services[leaf.service].capacity;
    (capacity.replicas, capacity.balancing) = (8, Balancing::Random);
    let rows = &mut s.calls[call].rows;
    (rows.repeat, rows.repeat_how, rows.network_ms) = (8, Repeat::AtOnce, 4.0);
    journey(&mut s, root, 0.01);
    // Nobody meets anybody at this load, so eight copies on eight replicas take as long as one.
    near(observe(&s, 1, 1).overall.mean_s, 0.014, 0.002);
    s.calls[call].rows.repeat = 9;
    near(observe(&s, 1, 1).overall.mean_s, 0.024, 0.002);
    (s.calls[call].rows.repeat, s.calls[call].rows.repeat_how) = (8, Repeat::Sequence);
    near(observe(&s, 1, 1).overall.mean_s, 8.0 * 0.014, 0.002);
    s.calls[call].rows.probability = 0.25;
    let o = observe(&s, 1, 1);
    near(o.overall.mean_s, 0.25 * 8.0 * 0.014, 0.03);
    near(o.services[leaf.service].arrival_per_s, 0.02, 0.03);
    // Not waited for: no latency, the same load.
    (s.calls[call].rows.awaited, s.calls[call].rows.probability) = (false, 1.0);
    let o = observe(&s, 1, 1);
    assert_eq!(o.overall.mean_s.map(|e| e.value), Some(0.0));
    near(o.services[leaf.service].arrival_per_s, 0.08, 0.03);
}

#[test]
fn overload_is_said_and_bounded() {
    let o = observe(&station(120.0, 10, exponential(100.0)), 1, 2);
    assert!(o.overloaded && o.services[0].overloaded && o.overall.overloaded && !o.settled);
    assert_eq!((o.overall.mean_s, o.overall.percentiles_s), (None, [None; 4]));
    near(o.overall.throughput_per_s, 100.0, 0.02);
    near(o.services[0].utilisation, 1.0, 1e-9);
    // Ten million a second at a service that takes ten minutes: more than a replication holds.
    let r = replication(&station(10_000_000.0, 0, constant(600_000.0)), 1, 0);
    assert_eq!(r.ending, Ending::InFlightLimit);
    // A background queue that overflows does not take the users' latency with it.
    let mut s = front(120.0, 10, 100.0);
    s.calls[0].rows.awaited = false;
    let o = observe(&s, 1, 1);
    assert!(o.overloaded && o.services[1].overloaded && !o.overall.overloaded);
    assert_eq!(o.overall.mean_s.map(|e| e.value), Some(0.0));
}

#[test]
fn nothing_arrives_and_nothing_is_there() {
    let o = observe(&Scenario::default(), 1, 12);
    assert_eq!((o.replications, o.requests, o.overloaded), (12, 0, false));
    assert_eq!((o.overall.mean_s, o.overall.throughput_per_s), (None, None));
    // Operations without steps, and work that takes no time.
    let mut s = front(10.0, 1, 0.0);
    s.services[0].operations[0].steps.reverse();
    let o = observe(&s, 1, 1);
    assert_eq!(o.overall.mean_s.map(|e| e.value), Some(0.0));
    assert_eq!(o.services[1].utilisation.map(|e| e.value), Some(0.0));
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
