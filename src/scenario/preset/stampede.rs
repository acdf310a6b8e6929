//! A cache whose hot keys expire while thousands ask for them. Not a story of one moment; its mean over time.

use super::Preset;
use super::parts::{call, empty, journey, service, work};
use crate::scenario::Scenario;
use crate::scenario::cache::HitFrom;
use crate::scenario::service::Role;

pub(super) const PRESET: Preset = Preset {
    key: "stampede",
    title: "Stampede on a hot key",
    lesson: "When the hottest key expires, everybody who asks before the first answer is back asks the origin too: hundreds \
             at once, though the hit rate says 99 %. One fetch a key at a time makes one of them; jitter keeps keys apart.",
    build,
};

fn build() -> Scenario {
    let mut s = empty("Stampede");
    let api = service(&mut s, "Catalogue", Role::Service, 8, 32);
    let origin = service(&mut s, "Origin", Role::Database, 4, 16);
    let cache = s.add_cache("Redis").expect("a preset fits its document");
    let rows = &mut s.caches[cache].rows;
    (rows.hit_from, rows.keys, rows.zipf_exponent, rows.ttl_s) = (HitFrom::Derived, 100.0, 1.1, 30.0);
    (rows.memory_gib, rows.lookup_ms, rows.lookup_scv) = (1.0, 0.8, 0.5);
    work(&mut s, api, 3.0, 0.5);
    let fetch = s.calls.len();
    call(&mut s, api, origin);
    s.put_cache(fetch, cache).expect("a preset fits its document");
    work(&mut s, origin, 200.0, 0.5);
    journey(&mut s, "Browse", api, 10_000.0, 100.0);
    s
}
