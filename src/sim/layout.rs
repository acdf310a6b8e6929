//! Services and caches as the program sees them: their rows in SI units. Not calls and operations; those are `compile`.

use super::keys::Keys;
use super::program::{Balance, CacheLevel, Pattern, ShelfPlan, StationPlan};
use crate::num::zipf;
use crate::scenario::Service;
use crate::scenario::cache::{self, CacheRows, Eviction, HitFrom};
use crate::scenario::service::{Balancing, Order, Overflow, Patience};

/// Most entries that a cache holds, over all its copies; beyond, places and keys are scaled down together.
pub(super) const MOST_ENTRIES: f64 = (1 << 20) as f64;

/// Most copies of a cache that are kept apart.
pub(super) const MOST_COPIES: u32 = 1 << 10;

/// Entries that each copy of a cache has room for; infinite where it has no end of memory.
pub(super) fn places(rows: &CacheRows) -> f64 {
    let kib = rows.memory_gib * 1024.0 * 1024.0;
    if kib > 0.0 { (kib / rows.entry_kib).floor().max(1.0) } else { f64::INFINITY }
}

/// A cache.
pub(super) fn cache(rows: &CacheRows) -> CacheLevel {
    let copies = rows.copies.clamp(1, MOST_COPIES);
    let most = (MOST_ENTRIES / f64::from(copies)).floor();
    let places = places(rows);
    let held = places.min(rows.keys);
    let scale = if held > most { most / held } else { 1.0 };
    let pattern = match rows.pattern {
        cache::Pattern::Aside | cache::Pattern::ReadThrough | cache::Pattern::RefreshAhead => {
            Pattern::Discards
        }
        cache::Pattern::WriteThrough => Pattern::Keeps,
        cache::Pattern::WriteBehind => Pattern::Defers,
    };
    let derived = rows.hit_from == HitFrom::Derived;
    let keyed = derived || rows.coalesce || (pattern == Pattern::Defers && rows.write_fraction > 0.0);
    let absent = if derived { rows.absent_fraction } else { 0.0 };
    CacheLevel {
        lookup: rows.lookup_law(),
        hit: rows.hit_fraction,
        writes: rows.write_fraction,
        pattern,
        flush: rows.flush_s,
        coalesce: rows.coalesce,
        keys: keyed.then(|| {
            Keys::new(if derived { rows.keys * scale } else { rows.keys }, rows.zipf_exponent, absent)
        }),
        shelf: derived.then_some(ShelfPlan {
            places: (places * scale).min(most).max(1.0) as usize,
            copies,
            fifo: rows.eviction == Eviction::Fifo,
            ttl: if rows.ttl_s > 0.0 { rows.ttl_s } else { f64::INFINITY },
            jitter: if rows.ttl_s > 0.0 { rows.ttl_jitter_s } else { 0.0 },
            resets: rows.ttl_resets && rows.ttl_s > 0.0,
            negative_ttl: rows.negative_ttl_s,
        }),
    }
}

/// The slots of a service and the queues in front of them.
pub(super) fn station(service: &Service) -> StationPlan {
    let capacity = &service.capacity;
    let (up, slots) = (service.replicas_up(), service.slots());
    let whole = |slots: u32| up.saturating_mul(slots).min(u32::MAX - 1);
    let balance = match capacity.balancing {
        Balancing::Shared => Balance::Shared,
        Balancing::Random => Balance::Random,
        Balancing::RoundRobin => Balance::InTurn,
        Balancing::LeastOutstanding => Balance::LeastOutstanding,
        Balancing::TwoChoices => Balance::TwoChoices,
    };
    let each = slots.unwrap_or(u32::MAX);
    let (slots, queues, balance) = match (slots, capacity.balancing) {
        (slots, _) if service.node_sets() > 1 => {
            let database = &service.database;
            let one = 1.0 / zipf::harmonic((database.shard_keys.round() as u64).max(1), database.shard_skew);
            let nodes = Balance::Nodes {
                replicas: database.read_replicas,
                hottest: one + (1.0 - one) / f64::from(database.shards),
                writes: database.write_fraction,
            };
            (slots.map_or(u32::MAX, whole), service.node_sets(), nodes)
        }
        (None, _) => (u32::MAX, 1, balance),
        (Some(slots), Balancing::Shared) => (whole(slots), 1, balance),
        (Some(slots), _) => (slots, up, balance),
    };
    let shared = capacity.balancing == Balancing::Shared;
    let places = if !capacity.queue_bounded || capacity.overflow == Overflow::Block {
        u32::MAX
    } else {
        let share = capacity.queue_limit.div_ceil(if shared { 1 } else { up.max(1) });
        service.queue_places().unwrap_or(share)
    };
    let batch = service.batching.batch_limit.max(1);
    let shares = service.shares_slots() && slots < u32::MAX;
    StationPlan {
        replicas: up,
        each,
        slots,
        queues,
        balance,
        places,
        overflow: capacity.overflow,
        spill: capacity.spill_ms * 1e-3,
        patience: if capacity.patience_ms > 0.0 && !shares {
            capacity.patience_ms * 1e-3
        } else {
            f64::INFINITY
        },
        hangs_up: capacity.patience_how == Patience::Exponential,
        failure: capacity.failure_fraction,
        episodes: service.episodes(),
        plain: capacity.failure_fraction == 0.0 && service.node_sets() == 1,
        holds: service.holds_slot() && batch == 1,
        // Where there is no limit, or batches are worked on, nothing is shared.
        order: if shares || capacity.order != Order::ProcessorSharing {
            capacity.order
        } else {
            Order::default()
        },
        batch,
        batch_wait: service.batching.batch_wait_ms * 1e-3,
        batch_item: service.batching.batch_item_fraction,
    }
}
