//! A query over a hundred shards, one in a hundred answers slow. Not a search engine.

use super::Preset;
use crate::scenario::Scenario;
use crate::scenario::call::Repeat;
use crate::scenario::service::{Balancing, Role};
use crate::scenario::work::{Family, Work};

pub(super) const PRESET: Preset = Preset {
    key: "fan-out",
    title: "Fan-out to a hundred shards",
    lesson: "If one answer in a hundred is slow, a request that waits for a hundred answers is slow 63 % of the time. \
             What is rare at a leaf is the normal case at the root: the leaf's P99 becomes the root's median.",
    build,
};

fn build() -> Scenario {
    let fits = "a preset fits its document";
    let mut s = Scenario { name: "Fan-out".to_owned(), ..Scenario::default() };
    let root = s.add_service("Query").expect(fits);
    s.services[root.service].capacity.replicas = 3;
    let leaf = s.add_service("Shard").expect(fits);
    let shards = &mut s.services[leaf.service].capacity;
    shards.role = Role::Database;
    shards.replicas = 100;
    shards.slots = 4;
    shards.balancing = Balancing::Random;
    shards.replica_price_per_h = 0.2;
    let hiccup =
        Work { law: Family::Hiccup, p50_ms: 10.0, slow_fraction: 0.01, slow_ms: 200.0, ..Work::default() };
    s.add_work(leaf, hiccup).expect(fits);
    let calls = s.add_calls(root).expect(fits);
    let call = s.add_call(calls, leaf).expect(fits);
    s.calls[call].rows.repeat = 100;
    s.calls[call].rows.repeat_how = Repeat::AtOnce;
    let merge = Work { law: Family::Lognormal, mean_ms: 5.0, scv: 0.5, ..Work::default() };
    s.add_work(root, merge).expect(fits);
    let journey = s.add_journey("Query", root).expect(fits);
    s.journeys[journey].load.arrival_rps = 50.0;
    s.journeys[journey].slo.slo_latency_ms = 250.0;
    s
}
