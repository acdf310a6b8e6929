//! What a simulation asks of memory: nothing for a request once it is warm, and never more than so much. Counted by the
//! allocator itself, thread by thread; native only. Not how fast it is.

use crate::systems::{exponential, station};
use allocation_counter::measure;
use headroom::scenario::cache::{HitFrom, Pattern};
use headroom::scenario::service::Order;
use headroom::scenario::{Scenario, preset};
use headroom::sim::{Ending, Progress, Simulation};

fn play(simulation: &mut Simulation) {
    while simulation.advance(1 << 20) == Progress::Running {}
}

#[test]
fn a_request_allocates_nothing_once_all_is_warm() {
    let mut shared = (preset::ALL[0].build)();
    shared.services.iter_mut().for_each(|s| s.capacity.order = Order::ProcessorSharing);
    let mut gathered = (preset::ALL[0].build)();
    for service in &mut gathered.services {
        (service.batching.batch_limit, service.batching.batch_wait_ms) = (3, 5.0);
    }
    // Caches that know keys, whose entries come and go, whose misses wait for each other and whose writes are put off.
    let mut keyed = (preset::ALL[2].build)();
    for cache in &mut keyed.caches {
        let rows = &mut cache.rows;
        (rows.hit_from, rows.keys, rows.ttl_s, rows.coalesce) = (HitFrom::Derived, 5000.0, 5.0, true);
        (rows.pattern, rows.write_fraction, rows.flush_s) = (Pattern::WriteBehind, 0.1, 1.0);
    }
    let mut levers = (preset::ALL[0].build)();
    for service in &mut levers.services {
        (service.capacity.patience_ms, service.capacity.failure_fraction) = (5000.0, 0.001);
        service.database.pool_size = 50;
    }
    for call in &mut levers.calls {
        let rows = &mut call.rows;
        (rows.timeout_ms, rows.retries, rows.retry_budget_fraction) = (2000.0, 2, 0.1);
        (rows.breaker_fraction, rows.hedge_ms, rows.cancel) = (0.5, 1000.0, true);
    }
    let systems = [station(9.0, 10, exponential(1000.0)), levers, shared, gathered, keyed];
    for scenario in preset::ALL.iter().map(|p| (p.build)()).chain(systems) {
        let mut simulation = Simulation::new(&scenario, 1, 0);
        play(&mut simulation);
        // The same requests again, in the memory of before.
        simulation.restart(0);
        let arrived = |s: &Simulation| s.counts().iter().map(|c| c.arrived).sum::<u64>();
        assert_eq!(arrived(&simulation), 0);
        let counted = measure(|| play(&mut simulation));
        assert!(arrived(&simulation) > 150, "{}", arrived(&simulation));
        // When the window closes, the counts of services and of caches are copied; a breaker is new in each replication.
        let breakers = scenario.calls.iter().filter(|c| c.rows.breaker_fraction > 0.0).count() as u64;
        assert!(counted.count_total <= 2 + 5 * breakers, "{}: {counted:?}", scenario.name);
    }
}

/// The most bytes that a simulation of an overload holds at once, in MiB, and how it ended.
fn most(scenario: &Scenario) -> (u64, Option<Ending>) {
    let mut ending = None;
    let counted = measure(|| {
        let mut simulation = Simulation::new(scenario, 1, 0);
        play(&mut simulation);
        ending = simulation.take().map(|r| r.ending);
    });
    (counted.bytes_max >> 20, ending)
}

#[test]
fn memory_is_bounded_whatever_the_load() {
    // Twice what the slots can do, with nothing to bound a queue, in every order of service.
    let mut found = Vec::new();
    for order in Order::ALL {
        for preset in &preset::ALL[..2] {
            let mut scenario = (preset.build)();
            scenario.journeys[0].load.arrival_rps *= 4.0;
            scenario.services.iter_mut().for_each(|s| (s.capacity.order, s.capacity.slots) = (*order, 1));
            found.push(most(&scenario));
        }
    }
    // Behind calls with every lever, which are then under way too.
    let mut scenario = (preset::ALL[0].build)();
    scenario.services[0].capacity.slots = 0;
    for service in &mut scenario.services[1..] {
        (service.capacity.slots, service.capacity.patience_ms) = (1, 600_000.0);
        service.database.pool_size = 10_000;
    }
    for call in &mut scenario.calls {
        let rows = &mut call.rows;
        (rows.timeout_ms, rows.retries, rows.network_ms) = (600_000.0, 3, 1.0);
        (rows.hedge_ms, rows.cancel) = (1000.0, true);
    }
    found.push(most(&scenario));
    println!("{found:?} MiB at most");
    assert!(found.iter().all(|&(m, _)| m < MOST_MIB), "{found:?} MiB");
    // Some came as far as a replication may.
    assert!(found.iter().any(|f| f.1 == Some(Ending::InFlightLimit)), "{found:?}");
}
const MOST_MIB: u64 = 96;
