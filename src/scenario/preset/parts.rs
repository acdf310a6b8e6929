//! Pieces that presets are put together from. Not a preset.

use crate::scenario::service::Role;
use crate::scenario::work::{Family, Work};
use crate::scenario::{Action, Call, Scenario, Target};

const FITS: &str = "a preset fits its document";

/// A scenario of that name with nothing in it.
pub fn empty(name: &str) -> Scenario {
    Scenario { name: name.to_owned(), ..Scenario::default() }
}

/// A service of a role, with replicas and slots each.
pub fn service(s: &mut Scenario, name: &str, role: Role, replicas: u32, slots: u32) -> Target {
    let target = s.add_service(name).expect(FITS);
    let capacity = &mut s.services[target.service].capacity;
    (capacity.role, capacity.replicas, capacity.slots) = (role, replicas, slots);
    target
}

/// Own work of a service, its next step: a lognormal law.
pub fn work(s: &mut Scenario, at: Target, mean_ms: f64, scv: f64) {
    s.add_work(at, Work { law: Family::Lognormal, mean_ms, scv, ..Work::default() }).expect(FITS);
}

/// Calls in parallel, the next step of a service.
pub fn calls(s: &mut Scenario, from: Target, to: &[Target]) {
    let group = s.add_calls(from).expect(FITS);
    for &target in to {
        s.add_call(group, target).expect(FITS);
    }
}

/// One call, the next step of a service.
pub fn call(s: &mut Scenario, from: Target, to: Target) -> &mut Call {
    calls(s, from, &[to]);
    let step = s.services[from.service].operations[from.operation].steps.last();
    let call = step.and_then(|&step| match &s.steps[step].action {
        Action::Calls(_, calls) => calls.first().copied(),
        Action::Work(_) => None,
    });
    &mut s.calls[call.expect(FITS)]
}

/// A journey that enters there, with its rate and the latency it must keep at P99.
pub fn journey(s: &mut Scenario, name: &str, entry: Target, arrival_rps: f64, slo_latency_ms: f64) {
    let journey = s.add_journey(name, entry).expect(FITS);
    s.journeys[journey].load.arrival_rps = arrival_rps;
    s.journeys[journey].slo.slo_latency_ms = slo_latency_ms;
}
