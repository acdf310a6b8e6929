//! Where the simulation contradicts the closed forms, and which of their assumptions is to blame. Not what they say of
//! themselves; that is `caveat`.

use super::caveat::{self, Caveat, Code};
use super::{Observation, Report, ServiceReport, format, metric};
use crate::scenario::Scenario;
use crate::scenario::service::Balancing;

/// Largest error of the closed forms that is stated anywhere, as a share: a gap beyond it and the interval means that
/// an assumption failed.
const STATED_ERROR: f64 = 0.05;

/// Assumptions that are named for one gap.
const NAMED: usize = 2;

/// What the closed forms assume and this scenario may break, the most doubtful first.
pub(super) fn assumptions(
    scenario: &Scenario,
    services: &[ServiceReport],
    caveats: &[Caveat],
) -> Vec<String> {
    let mut all = Vec::new();
    let of = |code: Code, text: &str| caveats.iter().any(|c| c.code == code).then(|| text.to_owned());
    all.extend(of(Code::Batch, "that copies made at once arrive one by one"));
    // Where nobody waits, nothing that is said of waiting can fail.
    let waits = |s: usize| services.get(s).is_some_and(|s| s.p_wait > 0.01);
    let target = |c: usize| scenario.services[scenario.calls[c].target.service].name.as_str();
    for (c, call) in
        scenario.calls.iter().enumerate().filter(|(_, c)| c.rows.awaited && waits(c.target.service))
    {
        if call.rows.hedge_ms > 0.0 {
            all.push(format!("that the two copies of a hedged call to {} wait independently", target(c)));
        } else if call.rows.tied {
            all.push(format!("that the two copies of a tied call to {} wait independently", target(c)));
        }
    }
    for (s, service) in scenario.services.iter().enumerate().filter(|&(s, _)| waits(s)) {
        if service.capacity.holds_slot && scenario.edges().any(|(caller, ..)| caller == s) {
            let name = &service.name;
            all.push(format!(
                "that what {name} calls queues as if its held slots did not bound how many calls there are"
            ));
        }
    }
    for (c, call) in scenario.calls.iter().enumerate() {
        if call.rows.breaker_fraction > 0.0 && call.rows.awaited {
            all.push(format!("that the breaker in front of {} sees a steady share of failures", target(c)));
        }
        if call.rows.retries > 0 {
            all.push(format!(
                "that retries to {} arrive independently of what made them necessary",
                target(c)
            ));
        }
    }
    all.extend(of(Code::Association, "that queues fed at the same instants fill independently"));
    for (_, service) in scenario.services.iter().enumerate().filter(|&(s, _)| waits(s)) {
        let name = &service.name;
        if !matches!(service.capacity.balancing, Balancing::Shared | Balancing::Random) {
            all.push(format!("that the queues of the replicas of {name} are independent of each other"));
        }
        if service.capacity.queue_bounded || service.capacity.patience_ms > 0.0 {
            all.push(format!("that a full or abandoned queue of {name} is met at random"));
        }
        if service.batching.batch_limit > 1 {
            all.push(format!("that batches of {name} gather at random"));
        }
    }
    all.extend(of(Code::Order, "the law of the wait in another order than first in, first out"));
    all.extend(of(Code::GeneralWork, "the approximation of the wait of general work"));
    all.extend(of(Code::Episodes, "that slow episodes come to visits one by one"));
    all.extend(of(Code::SlowSettling, "that a busy queue has settled"));
    if scenario.journeys.iter().any(|j| j.load.arrival_scv != 1.0) {
        all.push("that bursts keep their shape on the way".to_owned());
    }
    all.push("that queues which follow each other are independent".to_owned());
    all
}

/// Adds what the simulation says against the model.
pub(super) fn from_simulation(report: &mut Report, observation: &Observation) {
    report.caveats.retain(|c| !matches!(c.code, Code::Disagreement | Code::SimulationOverload));
    if observation.overloaded {
        let text = "Requests piled up without bound, so the simulation was stopped; its numbers are of the start of an \
                    overload.";
        report.caveats.push(Caveat { code: Code::SimulationOverload, service: None, text: text.to_owned() });
    } else if let Some(text) = disagreement(report, observation) {
        report.caveats.push(Caveat { code: Code::Disagreement, service: None, text });
    }
    caveat::sort(&mut report.caveats);
}

/// The percentile of a journey with the widest gap that neither chance nor the stated error explains, in words.
fn disagreement(report: &Report, observation: &Observation) -> Option<String> {
    let mut worst: Option<(f64, String)> = None;
    for scope in (0..report.journeys.len()).map(Some) {
        for metric in &metric::METRICS[..4] {
            let Some(seen) = (metric.observed)(observation, scope) else { continue };
            let Some(half) = seen.half_width else { continue };
            let said = report.read(metric, scope);
            // Overload that the simulation knows nothing of is as wide as a gap can be.
            let gap = if said == f64::INFINITY && observation.settled {
                said
            } else {
                super::gap(report, metric, scope, &seen).map_or(0.0, f64::abs)
            };
            let beyond = gap - half / seen.value - STATED_ERROR;
            if beyond <= 0.0 || worst.as_ref().is_some_and(|w| w.0 >= beyond) {
                continue;
            }
            let blame = &report.assumptions[..report.assumptions.len().min(NAMED)];
            let said = if said.is_finite() { format::time(said) } else { "overload".to_owned() };
            let text = format!(
                "{} of {}: the closed form says {said}, the simulation {}. That is more than chance and the stated error \
                 explain; the assumption at fault is probably {}.",
                metric.label,
                report.journey(scope).name,
                format::interval(metric.unit, seen.value, half),
                blame.join(", or "),
            );
            worst = Some((beyond, text));
        }
    }
    worst.map(|w| w.1)
}
