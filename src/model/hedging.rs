//! Which services are asked by nothing but hedged calls whose losers are taken back, so that their queues are solved
//! with the copies that leave. Not that queue; it is `queue::hedge_cancel`.

use super::rates::Rates;
use super::shape::{Part, Shape};
use crate::scenario::Scenario;
use crate::scenario::service::Balancing;

/// First copies that come to a service, and when the second follow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hedging {
    /// First copies \[1/s\].
    pub rate: f64,
    /// From the arrival of the first to that of the second \[s\].
    pub delay_s: f64,
}

/// How the calls to a service hedge: none unless they all do, alike, and it works on them on one slot a replica and
/// answers.
pub fn of(scenario: &Scenario, shape: &Shape, rates: &Rates, service: usize) -> Option<Hedging> {
    let own = &scenario.services[service];
    let (capacity, database) = (&own.capacity, &own.database);
    let plain = capacity.balancing == Balancing::Random
        && own.slots() == Some(1)
        && own.replicas_up() > 1
        && own.node_sets() == 1
        && own.batching.batch_limit <= 1
        && database.pool_size == 0
        && own.queue_places().is_none()
        && capacity.patience_ms == 0.0;
    if !plain || scenario.journeys.iter().any(|j| j.entry.service == service) {
        return None;
    }
    let mut found: Option<Hedging> = None;
    let calls = scenario.calls.iter().enumerate();
    for (c, call) in calls.filter(|(c, call)| call.target.service == service && rates.attempts[*c] > 0.0) {
        let rows = &call.rows;
        let parts = &shape.operations[shape.place(call.target)].parts;
        let delay_s = rows.hedge_ms / 1000.0 - rows.transfer_s();
        let timeout = if rows.timeout_ms > 0.0 { rows.timeout_ms } else { f64::INFINITY };
        let alike = rows.cancel
            && rows.awaited
            && delay_s > 0.0
            && rows.hedge_ms < timeout
            && matches!(parts.as_slice(), [Part::Visit(_)])
            && found.is_none_or(|f| f.delay_s == delay_s);
        if !alike {
            return None;
        }
        let before = found.map_or(0.0, |f| f.rate);
        found = Some(Hedging { rate: before + rates.attempts[c], delay_s });
    }
    found
}
