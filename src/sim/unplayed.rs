//! What a scenario uses that the simulation does not play, so that the page can say so. Not a judgement of the
//! scenario; that is `scenario::check`.

use super::compile::MOST_QUEUES;
use super::layout::{MOST_COPIES, MOST_ENTRIES, places};
use crate::scenario::cache::{CacheRows, HitFrom, Pattern};
use crate::scenario::service::Order;
use crate::scenario::{Scenario, Service};

/// Names of what the scenario uses that the simulation does not play; empty when it plays everything.
pub fn unplayed(scenario: &Scenario) -> Vec<&'static str> {
    let mut names = Vec::new();
    let mut say = |used: bool, name: &'static str| {
        if used {
            names.push(name);
        }
    };
    let services = |of: fn(&Service) -> bool| scenario.services.iter().any(of);
    let caches = |of: fn(&CacheRows) -> bool| scenario.caches.iter().any(|c| of(&c.rows));
    say(
        services(|s| s.batching.batch_limit > 1 && s.capacity.holds_slot),
        "slots that batches hold during calls",
    );
    say(
        services(|s| s.batching.batch_limit > 1 && s.capacity.order == Order::ProcessorSharing),
        "slots that batches share",
    );
    let queues: u64 = scenario.services.iter().map(|s| u64::from(s.node_sets().max(s.replicas_up()))).sum();
    say(queues > MOST_QUEUES, "so many replicas, shards and read replicas");
    say(
        caches(|c| c.hit_from == HitFrom::Derived && c.copies > MOST_COPIES),
        "so many separate copies of a cache",
    );
    say(
        caches(|c| c.hit_from == HitFrom::Derived && scaled(c)),
        "caches with more than a million entries that expire",
    );
    say(
        caches(|c| c.hit_from == HitFrom::Derived && c.ttl_s > 0.0 && c.pattern == Pattern::RefreshAhead),
        "entries fetched before they expire",
    );
    names
}

/// Its places and keys are scaled down together, which leaves the hit rate as it is only where nothing expires.
fn scaled(rows: &CacheRows) -> bool {
    rows.ttl_s > 0.0 && places(rows).min(rows.keys) * f64::from(rows.copies) > MOST_ENTRIES
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
