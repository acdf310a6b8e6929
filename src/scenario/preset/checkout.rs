//! The default scenario: a checkout that calls three services in parallel. Not a benchmark of any shop.

use super::Preset;
use crate::scenario::work::{Family, Work};
use crate::scenario::{Scenario, Target};

pub(super) const PRESET: Preset = Preset {
    key: "checkout",
    title: "Checkout with parallel calls",
    lesson: "Three calls in parallel cost as much as the slowest of them, so 750 ms of work take 489 ms when nobody waits. \
             Under load the slowest call's queue decides the tail: one more replica of any other service changes next to nothing.",
    build,
};

fn build() -> Scenario {
    let mut s = Scenario { name: "Checkout".to_owned(), ..Scenario::default() };
    let order = service(&mut s, "Order", 4);
    let payment = service(&mut s, "Payment", 4);
    let inventory = service(&mut s, "Inventory", 2);
    let shipping = service(&mut s, "Shipping", 4);
    let fits = "a preset fits its document";
    s.add_work(order, work(150.0)).expect(fits);
    let calls = s.add_calls(order).expect(fits);
    for (callee, mean_ms) in [(payment, 200.0), (inventory, 100.0), (shipping, 250.0)] {
        s.add_work(callee, work(mean_ms)).expect(fits);
        s.add_call(calls, callee).expect(fits);
    }
    s.add_work(order, work(50.0)).expect(fits);
    let journey = s.add_journey("Checkout", order).expect(fits);
    s.journeys[journey].load.arrival_rps = 112.0;
    s.journeys[journey].slo.slo_latency_ms = 1500.0;
    s
}

fn service(s: &mut Scenario, name: &str, replicas: u32) -> Target {
    let target = s.add_service(name).expect("a preset fits its document");
    s.services[target.service].capacity.replicas = replicas;
    target
}

fn work(mean_ms: f64) -> Work {
    Work { law: Family::Lognormal, mean_ms, scv: 0.25, ..Work::default() }
}
