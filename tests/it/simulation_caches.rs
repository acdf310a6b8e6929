//! Caches in the simulation: what they hold, writes, absent keys, fetches that are shared. Against the closed forms of
//! `caching`, which know nothing of it.

use crate::simulation::{near, observe};
use crate::systems::{calls, constant, journey, service};
use headroom::caching::che::{self, limited};
use headroom::caching::negative::negative;
use headroom::caching::stampede::stampede;
use headroom::caching::ttl::{Timer, lru_with_ttl, unlimited};
use headroom::caching::write;
use headroom::num::zipf;
use headroom::scenario::Scenario;
use headroom::scenario::cache::{CacheRows, Eviction, HitFrom, Pattern};
use headroom::sim::unplayed;

/// A front without queue that asks these caches before a service that takes a constant time.
fn cached(rate: f64, work_ms: f64, caches: &[CacheRows]) -> Scenario {
    let mut s = Scenario::default();
    let (front, back) = (service(&mut s, "Front", 0), service(&mut s, "Back", 0));
    s.add_work(back, constant(work_ms)).expect("room");
    let call = calls(&mut s, front, &[back])[0];
    for rows in caches {
        let cache = s.add_cache("Cache").expect("room");
        s.caches[cache].rows = rows.clone();
        s.put_cache(call, cache).expect("room");
    }
    journey(&mut s, front, rate);
    assert_eq!(unplayed(&s), [""; 0]);
    s
}

/// 10,000 keys under Zipf 0.9 with room for 1,024 of them.
fn shelf() -> CacheRows {
    CacheRows {
        hit_from: HitFrom::Derived,
        keys: 10_000.0,
        entry_kib: 1024.0,
        memory_gib: 1.0,
        lookup_ms: 0.0,
        ..CacheRows::default()
    }
}

fn typed(hit_fraction: f64) -> CacheRows {
    CacheRows { hit_fraction, lookup_ms: 0.0, ..CacheRows::default() }
}

#[test]
fn room_and_time_decide_what_hits() {
    let keys = zipf::groups(10_000, 0.9);
    let lru = limited(&keys, che::Eviction::Lru, 1024.0, 500.0);
    let fifo = limited(&keys, che::Eviction::Fifo, 1024.0, 500.0);
    let hit = |rows: CacheRows| observe(&cached(500.0, 1.0, &[rows]), 1, 4).caches[0].hit_fraction;
    near(hit(shelf()), lru.hit, 0.01);
    near(hit(CacheRows { eviction: Eviction::Fifo, ..shelf() }), fifo.hit, 0.01);
    // Separate copies see their share of the look-ups and have the whole memory each.
    near(hit(CacheRows { copies: 4, ..shelf() }), lru.hit, 0.01);
    let ttl = CacheRows { ttl_s: 30.0, ..shelf() };
    near(hit(ttl.clone()), lru_with_ttl(&keys, 500.0, lru.time, 30.0, Timer::FromFetch), 0.01);
    let roomy = CacheRows { memory_gib: 0.0, ..ttl };
    near(hit(roomy.clone()), unlimited(&keys, 500.0, 30.0, Timer::FromFetch).hit, 0.01);
    near(
        hit(CacheRows { ttl_jitter_s: 3.0, ..roomy.clone() }),
        unlimited(&keys, 500.0, 30.0, Timer::FromFetch).hit,
        0.01,
    );
    near(
        hit(CacheRows { ttl_resets: true, ..roomy }),
        unlimited(&keys, 500.0, 30.0, Timer::FromHit).hit,
        0.01,
    );
}

#[test]
fn a_second_level_sees_the_keys_that_the_first_missed() {
    let far = CacheRows { memory_gib: 2.0, ..shelf() };
    let o = observe(&cached(500.0, 1.0, &[shelf(), far]), 1, 4);
    let (near_hit, far_hit) = (o.caches[0].hit_fraction, o.caches[1].hit_fraction);
    let alone = |places| limited(&zipf::groups(10_000, 0.9), che::Eviction::Lru, places, 500.0).hit;
    near(near_hit, alone(1024.0), 0.01);
    // Far less than of look-ups that know nothing of the first.
    assert!(far_hit.is_some_and(|h| h.value < 0.6 * alone(2048.0) && h.value > 0.02), "{far_hit:?}");
}

#[test]
fn keys_that_do_not_exist_are_remembered_for_a_while() {
    let rows = CacheRows { keys: 500.0, absent_fraction: 0.2, memory_gib: 0.0, ..shelf() };
    let rate = |rows: CacheRows| observe(&cached(1000.0, 1.0, &[rows]), 1, 4).services[1].arrival_per_s;
    near(rate(rows.clone()), 200.0, 0.03);
    near(
        rate(CacheRows { negative_ttl_s: 10.0, ..rows }),
        negative(1000.0, 0.2, 500.0, 10.0).origin_rate,
        0.05,
    );
}

#[test]
fn writes_touch_the_cache_and_go_on() {
    let rows = CacheRows { write_fraction: 0.25, ..typed(0.8) };
    let o = observe(&cached(1000.0, 1.0, &[rows, typed(0.5)]), 1, 2);
    near(o.caches[1].lookups_per_s, 1000.0 * (0.25 + 0.75 * 0.2), 0.02);
    near(o.services[1].arrival_per_s, 200.0, 0.03);
    // One key: a read hits if the one before was a read too.
    let one = CacheRows { keys: 1.0, write_fraction: 0.25, ..shelf() };
    let hits = |rows: CacheRows| observe(&cached(1000.0, 0.0, &[rows]), 1, 2).caches[0].hit_fraction;
    near(hits(one.clone()), 0.75 * write::invalidated_hit(750.0, 250.0), 0.02);
    near(hits(CacheRows { pattern: Pattern::WriteThrough, ..one }), 0.75, 0.02);
}

#[test]
fn writes_behind_are_gathered_by_key() {
    let rows = CacheRows {
        pattern: Pattern::WriteBehind,
        keys: 100.0,
        zipf_exponent: 0.0,
        write_fraction: 0.5,
        ..typed(1.0)
    };
    let o = observe(&cached(1000.0, 1.0, &[rows]), 1, 4);
    near(o.services[1].arrival_per_s, write::behind(500.0, 100.0, 1.0), 0.02);
    // Nobody waits for them.
    assert_eq!(o.overall.mean_s.map(|m| m.value), Some(0.0));
}

#[test]
fn one_fetch_a_key_at_a_time() {
    // One key that lives 0.5 s and takes 0.1 s to fetch.
    let rows = CacheRows { keys: 1.0, memory_gib: 0.0, ttl_s: 0.5, coalesce: true, ..shelf() };
    let exact = stampede(200.0, 0.5, 0.1);
    let o = observe(&cached(200.0, 100.0, std::slice::from_ref(&rows)), 1, 8);
    near(o.services[1].arrival_per_s, exact.coalesced_rate, 0.02);
    near(o.caches[0].hit_fraction, exact.hit, 0.02);
    // Who joins a fetch waits for half of it on average.
    let waits = (0.1 + exact.waiters * 0.05) / (exact.cycle * 200.0);
    near(o.overall.mean_s, waits, 0.03);
    // Failures are shared too.
    let mut s = cached(200.0, 100.0, &[rows]);
    s.services[1].capacity.failure_fraction = 1.0;
    let o = observe(&s, 1, 2);
    assert_eq!(o.overall.error_fraction.map(|e| e.value), Some(1.0));
    near(o.services[1].arrival_per_s, 1.0 / 0.105, 0.05);
}
