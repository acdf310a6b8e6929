//! Users far from the origin with a cache near them. Not a map of any network.

use super::Preset;
use super::parts::{call, empty, journey, service, work};
use crate::scenario::Scenario;
use crate::scenario::service::Role;

pub(super) const PRESET: Preset = Preset {
    key: "edge",
    title: "Caching at the edge",
    lesson: "An edge within 20 ms answers nine of ten requests, so the median falls from 183 ms to 19.7 and the origin sees a \
             tenth of the load. The P99 only falls from 294 to 246 ms: it is made of those who go all the way.",
    build,
};

fn build() -> Scenario {
    let fits = "a preset fits its document";
    let mut s = empty("Edge caching");
    let user = service(&mut s, "User", Role::Client, 1, 0);
    s.services[user.service].capacity.replica_price_per_h = 0.0;
    let origin = service(&mut s, "Origin", Role::Service, 4, 16);
    let fetch = s.calls.len();
    call(&mut s, user, origin).rows.network_ms = 150.0;
    let cache = s.add_cache("Edge").expect(fits);
    let rows = &mut s.caches[cache].rows;
    (rows.hit_fraction, rows.lookup_ms, rows.lookup_scv) = (0.9, 20.0, 0.25);
    rows.lookup_price_per_million = 0.6;
    s.put_cache(fetch, cache).expect(fits);
    work(&mut s, origin, 40.0, 0.5);
    journey(&mut s, "Browse", user, 5000.0, 400.0);
    s.journeys[0].load.response_kib = 50.0;
    s
}
