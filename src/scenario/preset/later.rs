//! The checkout whose shipping is left for later: what the user waits for and what goes on behind. Not a benchmark.

use super::Preset;
use super::parts::{call, empty, journey, service, work};
use crate::scenario::Scenario;
use crate::scenario::service::Role;

pub(super) const PRESET: Preset = Preset {
    key: "later",
    title: "Checkout that ships later",
    lesson: "Whoever does not wait for shipping is answered after 100 ms instead of 450. The work is not gone: it goes on \
             for 350 ms in the background, on servers that must keep up, and its backlog is the first thing to watch.",
    build,
};

fn build() -> Scenario {
    let mut s = empty("Checkout, shipping later");
    let order = service(&mut s, "Order", Role::Service, 2, 16);
    let queue = service(&mut s, "Fulfilment", Role::Queue, 4, 8);
    let shipping = service(&mut s, "Shipping", Role::Service, 5, 8);
    work(&mut s, order, 100.0, 0.25);
    call(&mut s, order, queue).rows.awaited = false;
    work(&mut s, queue, 100.0, 0.25);
    call(&mut s, queue, shipping);
    work(&mut s, shipping, 250.0, 0.25);
    journey(&mut s, "Checkout", order, 112.0, 300.0);
    s
}
