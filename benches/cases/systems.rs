//! Systems to be asked about: a queue of the textbooks, a shop with everything on, and trees of services with caches and
//! timeouts, as large as wanted. Not anybody's system.

use headroom::scenario::work::{Family, Work};
use headroom::scenario::{Scenario, preset};

/// M/M/10 at 90 %.
pub fn ten_servers() -> Scenario {
    let mut s = Scenario::default();
    let station = s.add_service("Station").expect("room");
    (s.services[0].capacity.replicas, s.services[0].capacity.slots) = (1, 10);
    s.add_work(station, Work { law: Family::Exponential, mean_ms: 1000.0, ..Work::default() }).expect("room");
    let journey = s.add_journey("Journey", station).expect("room");
    s.journeys[journey].load.arrival_rps = 9.0;
    s
}

/// The first preset as a shop has it: behind a gateway that asks for the user and reads the cart, seven services in all.
pub fn checkout_of_seven() -> Scenario {
    let room = "a shop fits its document";
    let mut s = (preset::ALL[0].build)();
    let order = s.journeys[0].entry;
    let service = |s: &mut Scenario, name: &str, mean_ms: f64| {
        let target = s.add_service(name).expect(room);
        s.services[target.service].capacity.replicas = 2;
        s.add_work(target, Work { law: Family::Lognormal, mean_ms, scv: 0.5, ..Work::default() })
            .expect(room);
        target
    };
    let gateway = service(&mut s, "Gateway", 5.0);
    let (user, cart) = (service(&mut s, "User", 15.0), service(&mut s, "Cart", 40.0));
    for callee in [user, cart, order] {
        let step = s.add_calls(gateway).expect(room);
        let call = s.add_call(step, callee).expect(room);
        s.calls[call].rows.network_ms = 1.0;
    }
    s.journeys[0].entry = gateway;
    s
}

/// The first preset with levers on every call and service.
pub fn checkout_with_levers() -> Scenario {
    let mut s = (preset::ALL[0].build)();
    for service in &mut s.services {
        service.capacity.queue_bounded = true;
        (service.capacity.queue_limit, service.capacity.patience_ms) = (100, 5000.0);
        service.capacity.failure_fraction = 0.001;
        service.database.pool_size = 50;
    }
    for call in &mut s.calls {
        let rows = &mut call.rows;
        (rows.timeout_ms, rows.retries, rows.retry_budget_fraction) = (2000.0, 2, 0.1);
        (rows.breaker_fraction, rows.hedge_ms, rows.cancel) = (0.5, 1000.0, true);
    }
    s
}

/// The same, where every call that times out is made again, twice at most.
pub fn retrying_tree(services: usize) -> Scenario {
    let mut s = tree(services);
    for call in s.calls.iter_mut().filter(|c| c.rows.timeout_ms > 0.0) {
        call.rows.retries = 2;
    }
    s
}

/// A tree in which each service works and then calls two others in parallel; every second call has a timeout, every fifth
/// a cache.
pub fn tree(services: usize) -> Scenario {
    let room = "a tree fits its document";
    let mut s = Scenario::default();
    let targets: Vec<_> = (0..services)
        .map(|i| {
            let target = s.add_service(&format!("Service {i}")).expect(room);
            let capacity = &mut s.services[i].capacity;
            (capacity.replicas, capacity.slots) = (2, 1 + i as u32 % 3);
            let mean_ms = 4.0 * f64::from(capacity.replicas * capacity.slots);
            let scv = [0.25, 1.5, 4.0][i % 3];
            s.add_work(target, Work { law: Family::Lognormal, mean_ms, scv, ..Work::default() }).expect(room);
            target
        })
        .collect();
    for i in 0..services {
        let callees = 2 * i + 1..(2 * i + 3).min(services);
        if callees.is_empty() {
            continue;
        }
        let step = s.add_calls(targets[i]).expect(room);
        for callee in callees {
            let call = s.add_call(step, targets[callee]).expect(room);
            if callee % 2 == 0 {
                s.calls[call].rows.timeout_ms = 2000.0;
            }
            if callee % 5 == 0 {
                let cache = s.add_cache(&format!("Cache {callee}")).expect(room);
                s.put_cache(call, cache).expect(room);
            }
        }
    }
    let journey = s.add_journey("Journey", targets[0]).expect(room);
    s.journeys[journey].load.arrival_rps = 150.0;
    s
}
