//! What a scenario uses that the simulation does not play, so that the page can say so. Not a judgement of the
//! scenario; that is `scenario::check`.

use crate::scenario::batching::Batching;
use crate::scenario::cache::{HitFrom, Pattern};
use crate::scenario::call::CallRows;
use crate::scenario::service::{Balancing, Overflow};
use crate::scenario::{Action, Cache, Scenario, Service};

/// Names of what the scenario uses that the simulation does not play; empty when it plays everything.
pub fn unplayed(scenario: &Scenario) -> Vec<&'static str> {
    let mut names = Vec::new();
    let mut say = |used: bool, name: &'static str| {
        if used {
            names.push(name);
        }
    };
    let calls = |of: fn(&CallRows) -> bool| scenario.calls.iter().any(|c| of(&c.rows));
    let services = |of: fn(&Service) -> bool| scenario.services.iter().any(of);
    let caches = |of: fn(&Cache) -> bool| scenario.caches.iter().any(of);
    let joins = scenario.steps.iter().any(|s| matches!(&s.action, Action::Calls(join, _) if join.need > 0));
    say(calls(|c| c.retries > 0), "retries");
    say(calls(|c| c.cancel), "cancelling abandoned work");
    say(services(|s| s.capacity.queue_limit > 0 && s.capacity.overflow != Overflow::Block), "queue limits");
    say(services(|s| s.capacity.patience_ms > 0.0), "patience");
    say(services(|s| s.capacity.holds_slot), "slots held during calls");
    say(services(|s| s.capacity.failure_fraction > 0.0), "answers that fail");
    say(joins, "quorums");
    say(calls(|c| c.hedge_ms > 0.0 || c.tied), "hedges");
    say(scenario.journeys.iter().any(|j| j.load.arrival_scv != 1.0), "bursty arrivals");
    say(
        services(|s| !matches!(s.capacity.balancing, Balancing::Shared | Balancing::Random)),
        "balancing by load or in turn",
    );
    say(services(|s| s.capacity.lost_replicas > 0), "lost replicas");
    say(services(|s| s.slots() != (s.capacity.slots > 0).then_some(s.capacity.slots)), "machine sizes");
    say(services(|s| s.slowdown() != 1.0), "contention");
    say(calls(|c| c.transfer_s() != c.network_ms / 1e3), "payloads and connections");
    say(calls(|c| c.breaker_fraction > 0.0), "circuit breakers");
    say(services(|s| s.database.pool_size > 0), "connection pools");
    say(services(|s| s.node_sets() > 1), "shards and read replicas");
    say(services(|s| s.batching.batch_limit > Batching::default().batch_limit), "batches");
    say(caches(|c| c.rows.hit_from == HitFrom::Derived), "hit rates from size and keys");
    say(caches(|c| c.rows.write_fraction > 0.0), "writes to caches");
    say(caches(|c| c.rows.coalesce), "one fetch a key at a time");
    say(caches(|c| c.rows.absent_fraction > 0.0), "keys that do not exist");
    say(caches(|c| c.rows.pattern == Pattern::RefreshAhead), "refreshing ahead");
    names
}

#[cfg(test)]
mod tests {
    use super::unplayed;
    use crate::scenario::preset;

    #[test]
    fn presets_are_played_whole() {
        for preset in preset::ALL {
            assert_eq!(unplayed(&(preset.build)()), [""; 0], "{}", preset.key);
        }
    }
}
