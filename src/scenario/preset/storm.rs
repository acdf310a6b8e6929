//! A payment that fails now and then and is tried again. Not a story of one outage; its steady states.

use super::Preset;
use super::parts::{call, empty, journey, service, work};
use crate::scenario::Scenario;
use crate::scenario::service::Role;

pub(super) const PRESET: Preset = Preset {
    key: "storm",
    title: "Brownout and retry storm",
    lesson: "Retries hide a few failures and multiply many: at the same load the system either works or stays down, kept busy \
             by retries of calls that timed out. A burst decides which; a retry budget removes the second state.",
    build,
};

fn build() -> Scenario {
    let mut s = empty("Retry storm");
    let order = service(&mut s, "Order", Role::Service, 4, 64);
    let payment = service(&mut s, "Payment", Role::Service, 5, 4);
    work(&mut s, order, 20.0, 0.25);
    let rows = &mut call(&mut s, order, payment).rows;
    (rows.timeout_ms, rows.retries, rows.backoff_ms) = (1000.0, 3, 50.0);
    work(&mut s, payment, 200.0, 1.0);
    let capacity = &mut s.services[payment.service].capacity;
    (capacity.failure_fraction, capacity.queue_bounded, capacity.queue_limit) = (0.01, true, 200);
    journey(&mut s, "Checkout", order, 70.0, 1500.0);
    s
}
