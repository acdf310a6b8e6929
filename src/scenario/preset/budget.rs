//! A latency budget of 300 ms over the hops of one request. Not a recommendation of these slices.

use super::Preset;
use super::parts::{call, calls, empty, journey, service, work};
use crate::scenario::Scenario;
use crate::scenario::service::Role;
use crate::scenario::slo::Percentile;

pub(super) const PRESET: Preset = Preset {
    key: "budget",
    title: "A budget of 300 ms over six services",
    lesson: "The slices 20, 15, 40, 50, 40 and 120 ms leave 15 of 300 in a row, and 55 where pricing and inventory run side \
             by side. Percentiles do not add up: the P95 of the path is 206 ms, the P95s of its hops add up to some 245.",
    build,
};

fn build() -> Scenario {
    let mut s = empty("Latency budget");
    let edge = service(&mut s, "Edge", Role::Service, 2, 32);
    let hop = |s: &mut Scenario, name: &str, replicas: u32, mean_ms: f64| {
        let target = service(s, name, Role::Service, replicas, 8);
        work(s, target, mean_ms, 0.1);
        target
    };
    // The slices are of P95; with this spread the mean is some 1.6 times less.
    let auth = hop(&mut s, "Auth", 1, 9.5);
    let cart = hop(&mut s, "Cart", 1, 25.0);
    let pricing = hop(&mut s, "Pricing", 2, 31.0);
    let inventory = hop(&mut s, "Inventory", 1, 25.0);
    let payment = hop(&mut s, "Payment", 3, 75.0);
    work(&mut s, edge, 12.5, 0.1);
    call(&mut s, edge, auth);
    call(&mut s, edge, cart);
    calls(&mut s, edge, &[pricing, inventory]);
    call(&mut s, edge, payment);
    journey(&mut s, "Checkout", edge, 200.0, 300.0);
    s.journeys[0].slo.slo_percentile = Percentile::P95;
    s
}
