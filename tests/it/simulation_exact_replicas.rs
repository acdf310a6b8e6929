//! The simulation of several queues behind one name against exact results: balancing, shards and read replicas. Long runs, so
//! native only. Not one queue; that is `simulation_exact`.

use crate::simulation::{near, observe};
use crate::simulation_exact::{Read, intervals_hold, mean, p50, p99, reference_holds, utilisation, wait};
use crate::systems::{exponential, station};
use headroom::queue::balancing::MeanField;
use headroom::queue::gim::Gim;
use headroom::queue::mmc::Mmc;
use headroom::scenario::Scenario;
use headroom::scenario::service::Balancing;

#[test]
fn the_shorter_of_two_queues() {
    let mut s = station(1.6, 1, exponential(1000.0));
    (s.services[0].capacity.replicas, s.services[0].capacity.balancing) = (2, Balancing::LeastOutstanding);
    let values: [(&str, Read); 3] =
        [("mean_sojourn_s", mean), ("sojourn_p50_s", p50), ("sojourn_p99_s", p99)];
    reference_holds("A-load_balancing-04", &s, &values);
    // Of two queues, the better of two is the shorter.
    s.services[0].capacity.balancing = Balancing::TwoChoices;
    reference_holds("A-load_balancing-04", &s, &values);
}

/// Single servers with their own queues, at 80 %.
fn balanced(replicas: u32, balancing: Balancing) -> Scenario {
    let mut s = station(0.8 * f64::from(replicas), 1, exponential(1000.0));
    let capacity = &mut s.services[0].capacity;
    (capacity.replicas, capacity.balancing) = (replicas, balancing);
    s
}

#[test]
fn replicas_in_turn() {
    // Each sees every fourth arrival: Erlang gaps.
    let exact = Gim::new(0.8, 0.25, 1, 1.0).expect("below saturation");
    let values: [(&str, Read, f64); 1] = [("wait", wait, exact.mean_wait())];
    intervals_hold("four in turn", &balanced(4, Balancing::RoundRobin), &values);
}

#[test]
fn better_balancing_waits_less() {
    let mean_of = |balancing| observe(&balanced(10, balancing), 1, 10).overall.mean_s.expect("answers").value;
    let order = [
        Balancing::Random,
        Balancing::RoundRobin,
        Balancing::TwoChoices,
        Balancing::LeastOutstanding,
        Balancing::Shared,
    ];
    let means = order.map(mean_of);
    assert!(means.windows(2).all(|w| w[0] > w[1] * 1.02), "{means:?}");
    // A thousand replicas are as good as endlessly many.
    let two = observe(&balanced(1000, Balancing::TwoChoices), 1, 10).overall.mean_s;
    near(two, MeanField::new(2, 0.8).mean(), 0.01);
    // And of ten thousand, one is always idle.
    let least = observe(&balanced(10_000, Balancing::LeastOutstanding), 1, 4).services[0].mean_wait_s;
    assert!(least.is_some_and(|w| w.value < 0.001), "{least:?}");
}

#[test]
fn shards_and_read_replicas() {
    // 20 keys, all alike: the hottest shard of four has 1/20 + (19/20)/4 of the visits.
    let mut s = station(3.0, 1, exponential(1000.0));
    let database = &mut s.services[0].database;
    (database.shards, database.shard_keys, database.shard_skew) = (4, 20.0, 0.0);
    s.journeys[0].load.arrival_rps = 2.4;
    let hot = 0.05 + 0.95 / 4.0;
    let one = |share: f64| Mmc::new(2.4 * share, 1, 1.0).expect("below saturation").mean_sojourn();
    let exact = hot * one(hot) + (1.0 - hot) * one((1.0 - hot) / 3.0);
    let values: [(&str, Read, f64); 1] = [("mean", mean, exact)];
    intervals_hold("four shards", &s, &values);
    // Replicas read their share and apply every write, which leaves the primary as a Poisson stream (Burke).
    let database = &mut s.services[0].database;
    (database.shards, database.read_replicas, database.write_fraction) = (1, 2, 0.3);
    s.journeys[0].load.arrival_rps = 1.2;
    let at = |rate: f64| Mmc::new(rate, 1, 1.0).expect("below saturation").mean_sojourn();
    let exact = 0.3 * at(0.36) + 0.7 * at(0.42 + 0.36);
    let values: [(&str, Read, f64); 2] =
        [("mean", mean, exact), ("utilisation", utilisation, (0.36 + 2.0 * 0.78) / 3.0)];
    intervals_hold("a primary and two replicas", &s, &values);
}
