//! A cache of the model against one that is played request by request. Not the formulas; those are in `cache`.

use super::{CacheState, solve};
use crate::num::stream::{Stream, Streams};
use crate::num::zipf;
use crate::scenario::cache::{CacheRows, Eviction, HitFrom, Pattern};
use crate::scenario::{Cache, Key, Scenario};
use std::collections::BTreeSet;

fn state(rows: CacheRows, rate: f64, refill: f64) -> CacheState {
    let cache = Cache { key: Key::new("c").expect("a key"), name: "C".to_owned(), rows };
    let scenario = Scenario { caches: vec![cache], ..Scenario::default() };
    let found = solve(&scenario, &[rate], &[refill])[0];
    assert!((found.answered + found.passed - 1.0).abs() < 1e-12, "{found:?}");
    assert!(found.loads <= found.passed + 1e-12 && found.later >= 0.0, "{found:?}");
    found
}

/// 2000 keys of 1 KiB, room for 200.
fn small() -> CacheRows {
    CacheRows {
        hit_from: HitFrom::Derived,
        keys: 2000.0,
        zipf_exponent: 0.9,
        entry_kib: 1.0,
        memory_gib: 200.0 / 1_048_576.0,
        ..CacheRows::default()
    }
}

fn gap(stream: &mut Stream, rate: f64) -> f64 {
    -libm::log(1.0 - stream.uniform()) / rate
}

/// Share of the reads that hit, and of the requests that fetch ahead, at 100 requests a second.
fn played(rows: &CacheRows, requests: usize) -> (f64, f64) {
    let mut stream = Streams::new(7, 0).stream(0, 0);
    let keys = rows.keys as usize;
    let mut shares = Vec::with_capacity(keys);
    let total = zipf::harmonic(keys as u64, rows.zipf_exponent);
    let mut sum = 0.0;
    for k in 1..=keys {
        sum += libm::pow(k as f64, -rows.zipf_exponent) / total;
        shares.push(sum);
    }
    let places = if rows.memory_gib > 0.0 {
        (rows.memory_gib * 1_048_576.0 / rows.entry_kib).round() as usize
    } else {
        keys
    };
    let ttl = if rows.ttl_s > 0.0 { rows.ttl_s } else { f64::INFINITY };
    let stores = matches!(rows.pattern, Pattern::WriteThrough | Pattern::WriteBehind);
    // By key: the tick that orders evictions, and when the value was fetched.
    let mut held: Vec<Option<(usize, f64)>> = vec![None; keys];
    let mut order: BTreeSet<(usize, usize)> = BTreeSet::new();
    let (mut now, mut hits, mut reads, mut ahead) = (0.0, 0_u32, 0_u32, 0_u32);
    for tick in 0..requests {
        now += gap(&mut stream, 100.0);
        let place = stream.uniform();
        let key = shares.partition_point(|&s| s < place).min(keys - 1);
        let writes = stream.uniform() < rows.write_fraction;
        let counted = tick > requests / 5;
        if writes && !stores {
            if let Some((at, _)) = held[key].take() {
                order.remove(&(at, key));
            }
            continue;
        }
        let live = held[key].is_some_and(|(_, since)| now - since < ttl);
        if !writes && counted {
            reads += 1;
            hits += u32::from(live);
        }
        let since = match held[key] {
            Some((_, since)) if live && !writes => {
                let early = rows.pattern == Pattern::RefreshAhead && now - since > 0.8 * ttl;
                ahead += u32::from(early && counted);
                if early || rows.ttl_resets { now } else { since }
            }
            _ => now,
        };
        let touched = rows.eviction == Eviction::Lru || held[key].is_none();
        let at = if touched { tick } else { held[key].map_or(tick, |h| h.0) };
        if let Some((before, _)) = held[key] {
            order.remove(&(before, key));
        }
        held[key] = Some((at, since));
        order.insert((at, key));
        if order.len() > places
            && let Some((_, out)) = order.pop_first()
        {
            held[out] = None;
        }
    }
    (f64::from(hits) / f64::from(reads), f64::from(ahead) / (0.8 * requests as f64))
}

#[test]
fn the_hit_rate_is_that_of_a_cache_that_is_played() {
    let lru = small;
    let fifo = || CacheRows { eviction: Eviction::Fifo, ..small() };
    let wide = || CacheRows { memory_gib: 0.0, ..small() };
    let cases = [
        ("lru", lru(), 0.002),
        ("fifo", fifo(), 0.002),
        ("lru, writes", CacheRows { write_fraction: 0.2, ..lru() }, 0.003),
        ("fifo, writes", CacheRows { write_fraction: 0.2, ..fifo() }, 0.003),
        (
            "lru, stored writes",
            CacheRows { write_fraction: 0.2, pattern: Pattern::WriteThrough, ..lru() },
            0.003,
        ),
        (
            "fifo, stored writes",
            CacheRows { write_fraction: 0.2, pattern: Pattern::WriteBehind, ..fifo() },
            0.003,
        ),
        ("ttl", CacheRows { ttl_s: 20.0, ..wide() }, 0.003),
        ("ttl, writes", CacheRows { ttl_s: 20.0, write_fraction: 0.2, ..wide() }, 0.003),
        (
            "ttl, stored writes",
            CacheRows { ttl_s: 20.0, write_fraction: 0.2, pattern: Pattern::WriteThrough, ..wide() },
            0.003,
        ),
        (
            "reset ttl, writes",
            CacheRows { ttl_s: 2.0, ttl_resets: true, write_fraction: 0.2, ..wide() },
            0.003,
        ),
        ("lru, ttl", CacheRows { ttl_s: 5.0, ..lru() }, 0.003),
        ("lru, ttl, writes", CacheRows { ttl_s: 5.0, write_fraction: 0.2, ..lru() }, 0.003),
        (
            "lru, ttl, stored writes",
            CacheRows { ttl_s: 5.0, write_fraction: 0.2, pattern: Pattern::WriteThrough, ..lru() },
            0.003,
        ),
        ("fifo, ttl", CacheRows { ttl_s: 5.0, ..fifo() }, 0.003),
        ("ahead", CacheRows { ttl_s: 20.0, pattern: Pattern::RefreshAhead, ..wide() }, 0.003),
        ("lru, ahead", CacheRows { ttl_s: 5.0, pattern: Pattern::RefreshAhead, ..lru() }, 0.01),
        (
            "ahead, writes",
            CacheRows { ttl_s: 20.0, pattern: Pattern::RefreshAhead, write_fraction: 0.2, ..wide() },
            0.003,
        ),
    ];
    for (name, rows, most) in cases {
        let (hit, ahead) = played(&rows, 400_000);
        let found = state(rows, 100.0, 0.0);
        println!(
            "{name}: played {hit:.4} {ahead:.4}, found {:.4} {:.4}",
            found.hit,
            found.refresh_per_s / 100.0
        );
        assert!((found.hit - hit).abs() < most, "{name}: played {hit}, found {}", found.hit);
        assert!(
            (found.refresh_per_s / 100.0 - ahead).abs() < 0.005,
            "{name}: {ahead} {}",
            found.refresh_per_s
        );
    }
}

#[test]
fn a_typed_rate_is_of_the_reads() {
    let rows = CacheRows { hit_fraction: 0.8, write_fraction: 0.25, ..CacheRows::default() };
    let aside = state(rows.clone(), 1000.0, 0.1);
    assert!((aside.answered - 0.6).abs() < 1e-15 && aside.loads == aside.passed && aside.later == 0.0);
    let behind = state(CacheRows { pattern: Pattern::WriteBehind, keys: 10.0, ..rows }, 1000.0, 0.1);
    assert!((behind.answered - 0.85).abs() < 1e-15);
    // Ten keys, each written once a second at most.
    assert!(behind.flush_per_s < 10.0 && behind.flush_per_s > 9.0 && behind.lost_writes == 250.0);
    assert!((behind.later - behind.flush_per_s / 1000.0).abs() < 1e-15);
}

#[test]
fn the_ends() {
    let all = state(CacheRows { hit_from: HitFrom::Derived, ..CacheRows::default() }, 1000.0, 0.1);
    assert_eq!((all.hit, all.passed, all.places), (1.0, 0.0, f64::INFINITY));
    assert!((all.full_gib - 1e6 * 4.0 / 1_048_576.0).abs() < 1e-12);
    let none = state(CacheRows { hit_fraction: 0.0, ..CacheRows::default() }, 1000.0, f64::INFINITY);
    assert_eq!((none.answered, none.loads), (0.0, 1.0));
    let writes = state(CacheRows { write_fraction: 1.0, ..small() }, 1000.0, 0.1);
    assert_eq!((writes.answered, writes.loads), (0.0, 1.0));
    let idle = state(small(), 0.0, 0.1);
    assert!(idle.hit > 0.4 && idle.hottest_per_s == 0.0);
    let stuck = state(CacheRows { ttl_s: 60.0, ..small() }, 100.0, f64::INFINITY);
    assert_eq!((stuck.answered, stuck.passed), (0.0, 1.0));
    let held = state(CacheRows { coalesce: true, ..small() }, 100.0, f64::INFINITY);
    assert_eq!(held.loads, 0.0);
}

#[test]
fn one_fetch_a_key_spares_the_origin_and_not_the_readers() {
    let rows = CacheRows { ttl_s: 60.0, memory_gib: 0.0, zipf_exponent: 1.0, ..small() };
    let (each, one) =
        (state(rows.clone(), 1000.0, 0.5), state(CacheRows { coalesce: true, ..rows }, 1000.0, 0.5));
    assert!(each.hit == one.hit && (each.loads - each.passed).abs() < 1e-15);
    assert!(one.loads < each.loads && one.coalesced() > 0.0);
    let key = crate::caching::stampede::stampede(each.hottest_per_s, 60.0, 0.5);
    assert!((each.hottest_misses / key.fetches - 1.0).abs() < 1e-12 && one.hottest_loads == 1.0);
    let typed = CacheRows { hit_fraction: 0.5, coalesce: true, keys: 1.0, ..CacheRows::default() };
    // One key, 500 misses a second, half a second each: one of 251 fetches.
    assert!((state(typed, 1000.0, 0.5).loads - 0.5 / 251.0).abs() < 1e-12);
}

#[test]
fn copies_share_the_requests() {
    let rows = CacheRows { ttl_s: 10.0, memory_gib: 0.0, ..small() };
    let (one, ten) =
        (state(rows.clone(), 100.0, 0.0), state(CacheRows { copies: 10, ..rows.clone() }, 1000.0, 0.0));
    assert!((one.hit - ten.hit).abs() < 1e-12 && (ten.expiring / one.expiring - 10.0).abs() < 1e-9);
    assert!(state(CacheRows { copies: 10, ..rows }, 100.0, 0.0).hit < one.hit);
    let room = |copies| state(CacheRows { copies, ..small() }, 100.0, 0.0).hit;
    assert!((room(1) - room(10)).abs() < 1e-9);
}

#[test]
fn keys_that_do_not_exist_miss_unless_that_is_remembered() {
    let rows = CacheRows { memory_gib: 0.0, absent_fraction: 0.3, ..small() };
    let never = state(rows.clone(), 100.0, 0.0);
    assert!((never.hit - 0.7).abs() < 1e-9 && never.negative_hit == 0.0);
    let kept = state(CacheRows { negative_ttl_s: 1e6, ..rows }, 100.0, 0.0);
    assert!(kept.negative_hit > 0.99 && kept.hit > 0.99);
}

#[test]
fn jitter_spreads_what_expires_together() {
    let rows = CacheRows { ttl_s: 300.0, memory_gib: 0.0, ..small() };
    let together = state(rows.clone(), 1e5, 0.0);
    assert!((together.expiring - 2000.0).abs() < 2.0 && together.expiring_per_s.is_infinite());
    let spread = state(CacheRows { ttl_jitter_s: 30.0, ..rows }, 1e5, 0.0);
    assert!((spread.expiring_per_s - spread.expiring / 60.0).abs() < 1e-9 && spread.stale_s == 330.0);
}
