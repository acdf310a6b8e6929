//! What a scenario uses that the simulation does not play, so that the page can say so. Not a judgement of the
//! scenario; that is `scenario::check`.

use super::compile::MOST_QUEUES;
use crate::scenario::cache::{HitFrom, Pattern};
use crate::scenario::{Cache, Scenario, Service};

/// Names of what the scenario uses that the simulation does not play; empty when it plays everything.
pub fn unplayed(scenario: &Scenario) -> Vec<&'static str> {
    let mut names = Vec::new();
    let mut say = |used: bool, name: &'static str| {
        if used {
            names.push(name);
        }
    };
    let services = |of: fn(&Service) -> bool| scenario.services.iter().any(of);
    let caches = |of: fn(&Cache) -> bool| scenario.caches.iter().any(of);
    say(
        services(|s| s.batching.batch_limit > 1 && s.capacity.holds_slot),
        "slots that batches hold during calls",
    );
    let queues: u64 = scenario.services.iter().map(|s| u64::from(s.node_sets().max(s.replicas_up()))).sum();
    say(queues > MOST_QUEUES, "so many replicas, shards and read replicas");
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
