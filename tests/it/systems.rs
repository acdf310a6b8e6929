//! Whole systems as scenarios, for both engines. Not presets: these are the systems whose answers were computed
//! independently.

use headroom::scenario::call::Repeat;
use headroom::scenario::service::Balancing;
use headroom::scenario::work::{Family, Known, Work};
use headroom::scenario::{Scenario, Target};

const FITS: &str = "fits a document";

/// Exponential work with a mean in milliseconds.
pub fn exponential(mean_ms: f64) -> Work {
    Work { law: Family::Exponential, mean_ms, ..Work::default() }
}

/// Constant work in milliseconds.
pub fn constant(mean_ms: f64) -> Work {
    Work { law: Family::Constant, mean_ms, ..Work::default() }
}

/// Lognormal work by its P50 and P99 in milliseconds.
pub fn lognormal(p50_ms: f64, p99_ms: f64) -> Work {
    Work { law: Family::Lognormal, known: Known::Percentiles, p50_ms, p99_ms, ..Work::default() }
}

/// A service of one replica with so many slots.
pub fn service(s: &mut Scenario, name: &str, slots: u32) -> Target {
    let target = s.add_service(name).expect(FITS);
    let capacity = &mut s.services[target.service].capacity;
    (capacity.replicas, capacity.slots) = (1, slots);
    target
}

/// A step that calls all of these in parallel; the indices of the calls.
pub fn calls(s: &mut Scenario, from: Target, to: &[Target]) -> Vec<usize> {
    let step = s.add_calls(from).expect(FITS);
    to.iter().map(|&t| s.add_call(step, t).expect(FITS)).collect()
}

/// A journey at so many requests a second.
pub fn journey(s: &mut Scenario, entry: Target, rate: f64) {
    let j = s.add_journey("Journey", entry).expect(FITS);
    s.journeys[j].load.arrival_rps = rate;
}

/// One station: Poisson arrivals, `slots` servers, this work.
pub fn station(rate: f64, slots: u32, work: Work) -> Scenario {
    let mut s = Scenario::default();
    let only = service(&mut s, "Station", slots);
    s.add_work(only, work).expect(FITS);
    journey(&mut s, only, rate);
    s
}

/// Order, then payment, inventory and shipping in parallel, then order again, with this law of work.
pub fn checkout(rate: f64, slots: [u32; 4], work: fn(f64) -> Work) -> Scenario {
    let mut s = Scenario::default();
    let [order, payment, inventory, shipping] = ["Order", "Payment", "Inventory", "Shipping"]
        .iter()
        .zip(slots)
        .map(|(name, slots)| service(&mut s, name, slots))
        .collect::<Vec<_>>()
        .try_into()
        .expect("four services");
    for (target, mean) in [(order, 150.0), (payment, 200.0), (inventory, 100.0), (shipping, 250.0)] {
        s.add_work(target, work(mean)).expect(FITS);
    }
    calls(&mut s, order, &[payment, inventory, shipping]);
    s.add_work(order, work(50.0)).expect(FITS);
    journey(&mut s, order, rate);
    s
}

/// Gateway, auth, cart, then inventory and pricing in parallel, then payment and order; lognormal work.
pub fn seven_hops() -> Scenario {
    let mut s = Scenario::default();
    let front = service(&mut s, "Front", 0);
    let hop = |s: &mut Scenario, name: &str, slots, p50, p99| {
        let target = service(s, name, slots);
        s.add_work(target, lognormal(p50, p99)).expect(FITS);
        target
    };
    let gateway = hop(&mut s, "gateway", 1, 3.0, 12.0);
    let auth = hop(&mut s, "auth", 2, 8.0, 30.0);
    let cart = hop(&mut s, "cart", 3, 12.0, 60.0);
    let inventory = hop(&mut s, "inventory", 4, 20.0, 90.0);
    let pricing = hop(&mut s, "pricing", 3, 15.0, 80.0);
    let payment = hop(&mut s, "payment", 12, 60.0, 300.0);
    let order = hop(&mut s, "order", 5, 25.0, 120.0);
    for group in [&[gateway][..], &[auth], &[cart], &[inventory, pricing], &[payment], &[order]] {
        calls(&mut s, front, group);
    }
    journey(&mut s, front, 100.0);
    s
}

/// Two cache levels before a database.
pub fn cached_database() -> Scenario {
    let mut s = Scenario::default();
    let front = service(&mut s, "Front", 0);
    let db = service(&mut s, "db", 4);
    s.add_work(db, exponential(20.0)).expect(FITS);
    let call = calls(&mut s, front, &[db])[0];
    for (name, lookup_ms, scv) in [("near", 0.1, 0.0), ("far", 1.0, 1.0)] {
        let cache = s.add_cache(name).expect(FITS);
        s.put_cache(call, cache).expect(FITS);
        let rows = &mut s.caches[cache].rows;
        (rows.hit_fraction, rows.lookup_ms, rows.lookup_scv) = (0.8, lookup_ms, scv);
    }
    journey(&mut s, front, 4000.0);
    s
}

/// A hundred leaves of one server each, all asked at once, then a merge without a queue.
pub fn fan_out() -> Scenario {
    let mut s = Scenario::default();
    let root = service(&mut s, "Root", 0);
    let leaf = service(&mut s, "leaf", 1);
    let capacity = &mut s.services[leaf.service].capacity;
    (capacity.replicas, capacity.balancing) = (100, Balancing::Random);
    s.add_work(leaf, exponential(8.0)).expect(FITS);
    let call = calls(&mut s, root, &[leaf])[0];
    (s.calls[call].rows.repeat, s.calls[call].rows.repeat_how) = (100, Repeat::AtOnce);
    s.add_work(root, lognormal(5.0, 20.0)).expect(FITS);
    journey(&mut s, root, 50.0);
    s
}
