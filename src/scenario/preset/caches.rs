//! Six levels of caching from the browser to the database. Not how any one of them works inside.

use super::Preset;
use crate::scenario::service::Role;
use crate::scenario::work::{Family, Work};
use crate::scenario::{Scenario, Target};

pub(super) const PRESET: Preset = Preset {
    key: "caches",
    title: "Six levels of cache",
    lesson: "Each level passes on only its misses, so five ordinary caches leave the sixth level, the database, 2.1 requests \
             in a thousand. The far levels make the tail: the median never sees the database, the P99.9 sees little else.",
    build,
};

fn build() -> Scenario {
    let fits = "a preset fits its document";
    let mut s = Scenario { name: "Cache hierarchy".to_owned(), ..Scenario::default() };
    let user = service(&mut s, "User", Role::Client, 1, 0);
    s.services[user.service].capacity.replica_price_per_h = 0.0;
    let api = service(&mut s, "Catalogue", Role::Service, 4, 16);
    let db = service(&mut s, "Database", Role::Database, 1, 8);
    s.services[db.service].capacity.replica_price_per_h = 0.9;

    let fetch = s.add_calls(user).expect(fits);
    let fetch = s.add_call(fetch, api).expect(fits);
    s.calls[fetch].rows.network_ms = 40.0;
    for (name, hit_fraction, lookup_ms, scv) in
        [("Browser", 0.4, 0.5, 0.0), ("CDN", 0.9, 12.0, 0.3), ("Gateway", 0.3, 1.0, 0.3)]
    {
        let cache = cache(&mut s, name, hit_fraction, lookup_ms, scv);
        s.put_cache(fetch, cache).expect(fits);
    }
    s.add_work(api, Work { mean_ms: 4.0, scv: 0.5, ..Work::default() }).expect(fits);
    let query = s.add_calls(api).expect(fits);
    let query = s.add_call(query, db).expect(fits);
    s.calls[query].rows.network_ms = 0.5;
    for (name, hit_fraction, lookup_ms, scv) in
        [("In-process", 0.5, 0.005, 0.0), ("Distributed", 0.9, 0.8, 0.5)]
    {
        let cache = cache(&mut s, name, hit_fraction, lookup_ms, scv);
        s.put_cache(query, cache).expect(fits);
    }
    let distributed = s.caches.len() - 1;
    s.caches[distributed].rows.memory_gib = 26.0;
    s.caches[1].rows.lookup_price_per_million = 1.0;
    s.add_work(db, Work { law: Family::Lognormal, mean_ms: 25.0, scv: 2.0, ..Work::default() }).expect(fits);

    let journey = s.add_journey("Browse", user).expect(fits);
    s.journeys[journey].load.arrival_rps = 20_000.0;
    s.journeys[journey].slo.slo_latency_ms = 150.0;
    s
}

fn service(s: &mut Scenario, name: &str, role: Role, replicas: u32, slots: u32) -> Target {
    let target = s.add_service(name).expect("a preset fits its document");
    let capacity = &mut s.services[target.service].capacity;
    (capacity.role, capacity.replicas, capacity.slots) = (role, replicas, slots);
    target
}

fn cache(s: &mut Scenario, name: &str, hit_fraction: f64, lookup_ms: f64, lookup_scv: f64) -> usize {
    let cache = s.add_cache(name).expect("a preset fits its document");
    let rows = &mut s.caches[cache].rows;
    (rows.hit_fraction, rows.lookup_ms, rows.lookup_scv) = (hit_fraction, lookup_ms, lookup_scv);
    cache
}
