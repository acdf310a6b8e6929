//! What each rule of the simulation does, by values that can be worked out by hand. Not long runs against exact results; those
//! are in `simulation_exact`.

use crate::both::test;
use crate::simulation::{near, observe, replication};
use crate::systems::{calls, constant, exponential, journey, service, station};
use headroom::scenario::Scenario;
use headroom::scenario::call::Repeat;
use headroom::scenario::service::Balancing;
use headroom::sim::{Cause, Ending};

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
