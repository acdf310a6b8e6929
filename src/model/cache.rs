//! What each cache does to the requests that reach it: how many it answers, and what it sends on. Not where they come
//! from or how long a look-up takes.

use crate::caching::che::Eviction;
use crate::caching::entry::{Key, OnWrite, Policy};
use crate::caching::refresh::{Ahead, ahead};
use crate::caching::ttl::Timer;
use crate::caching::write;
use crate::num::zipf::{Group, coarse};
use crate::scenario::Scenario;
use crate::scenario::cache::{self, CacheRows, HitFrom, Pattern, REFRESH_AHEAD};

/// One cache at work. Shares are of the requests that reach it, writes included, unless they say otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CacheState {
    /// Share that it answers.
    pub answered: f64,
    /// Share that waits for what lies behind it: the rest.
    pub passed: f64,
    /// Share that loads what lies behind it: less than what passes where one fetch serves several.
    pub loads: f64,
    /// What it sends on besides and nobody waits for, as a share: writes that were gathered, entries fetched ahead.
    pub later: f64,
    /// Share of the reads that it answers.
    pub hit: f64,
    /// Share of the reads of keys that do not exist that it answers; 0 where that is not remembered.
    pub negative_hit: f64,
    /// Entries that one copy has room for; infinite without limit.
    pub places: f64,
    /// Memory of one copy that would hold every key \[GiB\].
    pub full_gib: f64,
    /// Characteristic time \[s\]: how long an entry stays that nobody asks for. Infinite where all fit; NaN where the hit
    /// rate is typed in.
    pub stay_s: f64,
    /// Share of the requests that are for the most popular key.
    pub hottest_share: f64,
    /// Requests for the most popular key, over all copies \[1/s\].
    pub hottest_per_s: f64,
    /// Reads of the most popular key that miss each time it has gone, in one copy.
    pub hottest_misses: f64,
    /// Of those, how many go to what lies behind.
    pub hottest_loads: f64,
    /// Entries that expire together where they were loaded together, over all copies; 0 without a time to live.
    pub expiring: f64,
    /// The rate at which jitter spreads their fetches \[1/s\]; infinite without jitter.
    pub expiring_per_s: f64,
    /// How old an answer can be \[s\]; infinite where nothing but a write ends an entry.
    pub stale_s: f64,
    /// Writes that a crash can lose.
    pub lost_writes: f64,
    /// Writes to what lies behind that were gathered [1/s].
    pub flush_per_s: f64,
    /// Entries fetched ahead [1/s].
    pub refresh_per_s: f64,
}

impl CacheState {
    /// Share of its reads that wait for what lies behind but load it no more than the fetch they wait for.
    pub fn coalesced(&self) -> f64 {
        (self.passed - self.loads).max(0.0)
    }
}

/// What becomes of the reads of all keys of a kind, as shares of them.
#[derive(Clone, Copy, Debug, Default)]
struct Reads {
    hit: f64,
    loads: f64,
    refreshes: f64,
    /// Entries that are there to be hit, in one copy.
    live: f64,
}

/// Solves every cache, from what reaches it over all calls [1/s] and the mean time until what lies behind answers \[s\].
///
/// # Formula
/// A write goes on, save behind a write-behind cache, which answers it and later sends `Σ (1 - e^(-w_i Δ)) / Δ` writes a
/// second. A typed hit rate is of the reads, keys that do not exist among them. A derived one is `Σ p_i m_i / (m_i + 1 + λ_i R)`
/// over keys with Zipf's popularity `p_i`, `m_i` the hits between two fetches (see [`Policy::hits`] and [`ahead`]) and `R` the
/// time of a fetch, in which every read of the key misses: `1 + λ_i R` misses a fetch go on, one where misses are coalesced.
/// Keys that do not exist are as many and as popular as those that do, read with their share, and kept apart with a time
/// to live of their own. Each copy sees its share of the requests, with the whole memory. Misses of a typed rate are
/// spread over keys by popularity: coalesced, those of a key go on as `μ_i / (1 + μ_i R)`.
///
/// # Domain
/// Every cache, every rate and time from 0 to infinity. A fetch that never ends leaves only what is always there.
///
/// # Source
/// Che, Tung & Wang 2002 (limited room); Jung, Berger & Balakrishnan 2003 (time to live); renewal cycles of hits and
/// misses for their combinations, for writes and for refills.
///
/// # Accuracy
/// Against a cache of 2000 keys and 200 places that is played: within 0.003 of the hit rate (room, time to live and writes,
/// alone and together); fetching ahead in limited room 0.01, and 10 % of the fetches ahead. Negative entries take no
/// room here. Jitter does not change the hit rate here, which is right to second order. A miss that waits
/// for somebody else's fetch is taken to wait the whole of it, though it came later.
pub fn solve(scenario: &Scenario, lookups: &[f64], refill_s: &[f64]) -> Vec<CacheState> {
    let caches = scenario.caches.iter().enumerate();
    caches
        .map(|(c, cache)| {
            let given = |of: &[f64]| of.get(c).copied().unwrap_or(0.0).max(0.0);
            one(&cache.rows, given(lookups), given(refill_s))
        })
        .collect()
}

/// Keys, rates and rules of one copy of a cache.
struct Copied<'a> {
    rows: &'a CacheRows,
    keys: Vec<Group>,
    policy: Policy,
    places: f64,
    refill: f64,
    /// Reads of keys that exist, reads of those that do not, writes [1/s].
    reads: f64,
    absent: f64,
    writes: f64,
}

fn one(rows: &CacheRows, rate: f64, refill: f64) -> CacheState {
    let copies = f64::from(rows.copies.max(1));
    let derived = rows.hit_from == HitFrom::Derived;
    let behind = rows.pattern == Pattern::WriteBehind;
    let (writing, absent) = (rows.write_fraction, if derived { rows.absent_fraction } else { 0.0 });
    // A cache that is never asked has the shares of one that hardly is.
    let asked = (rate / copies).max(1e-12);
    let copy = Copied {
        rows,
        keys: coarse((rows.keys as u64).max(1), rows.zipf_exponent),
        policy: policy(rows),
        places: if rows.memory_gib > 0.0 { rows.memory_gib * GIB / rows.entry_kib } else { f64::INFINITY },
        refill,
        reads: asked * (1.0 - writing) * (1.0 - absent),
        absent: asked * (1.0 - writing) * absent,
        writes: asked * writing,
    };
    let stay_s =
        if derived { copy.policy.stay(&copy.keys, copy.reads, copy.writes, copy.places) } else { f64::NAN };
    let present = if derived { copy.present(stay_s) } else { copy.typed() };
    let negative = if absent > 0.0 { copy.negative() } else { Reads::default() };
    let (there, missing) = ((1.0 - writing) * (1.0 - absent), (1.0 - writing) * absent);
    let hits = there * present.hit + missing * negative.hit;
    let answered = hits + if behind { writing } else { 0.0 };
    let loads = there * present.loads + missing * negative.loads + if behind { 0.0 } else { writing };
    let flushed = if behind { copy.flushed() / asked } else { 0.0 };
    let later = there * present.refreshes + flushed;
    let hottest = copy.keys.first().map_or(1.0, |g| g.share);
    let misses =
        if refill.is_finite() { 1.0 + rate / copies * (1.0 - writing) * hottest * refill } else { refill };
    let expiring = if rows.ttl_s > 0.0 && rate > 0.0 { copies * present.live.min(copy.places) } else { 0.0 };
    let jitter = rows.ttl_jitter_s.min(rows.ttl_s);
    CacheState {
        answered,
        passed: 1.0 - answered,
        loads: loads.min(1.0 - answered),
        later,
        hit: if writing < 1.0 { hits / (1.0 - writing) } else { 0.0 },
        negative_hit: negative.hit,
        places: copy.places,
        full_gib: rows.keys * rows.entry_kib / GIB,
        stay_s: if rate > 0.0 { stay_s } else { f64::INFINITY },
        hottest_share: hottest,
        hottest_per_s: rate * hottest,
        hottest_misses: misses,
        hottest_loads: if rows.coalesce { 1.0 } else { misses },
        expiring,
        expiring_per_s: match expiring {
            0.0 => 0.0,
            _ if jitter > 0.0 => expiring / (2.0 * jitter),
            _ => f64::INFINITY,
        },
        stale_s: stale(rows, refill),
        lost_writes: if behind { write::loss_window(rate * writing, rows.flush_s) } else { 0.0 },
        flush_per_s: rate * flushed,
        refresh_per_s: rate * there * present.refreshes,
    }
}

/// Kibibytes of a gibibyte.
const GIB: f64 = 1_048_576.0;

fn policy(rows: &CacheRows) -> Policy {
    Policy {
        eviction: match rows.eviction {
            cache::Eviction::Lru => Eviction::Lru,
            cache::Eviction::Fifo => Eviction::Fifo,
        },
        ttl: if rows.ttl_s > 0.0 { rows.ttl_s } else { f64::INFINITY },
        timer: if rows.ttl_resets { Timer::FromHit } else { Timer::FromFetch },
        on_write: match rows.pattern {
            Pattern::WriteThrough | Pattern::WriteBehind => OnWrite::Store,
            Pattern::Aside | Pattern::ReadThrough | Pattern::RefreshAhead => OnWrite::Invalidate,
        },
    }
}

/// How old an answer can be.
fn stale(rows: &CacheRows, refill: f64) -> f64 {
    if rows.ttl_s <= 0.0 || rows.ttl_resets {
        return f64::INFINITY;
    }
    let most = rows.ttl_s + rows.ttl_jitter_s.min(rows.ttl_s);
    // A key that is read all the time is fetched anew as soon as it may be.
    if rows.pattern == Pattern::RefreshAhead { most.min(most * (1.0 - REFRESH_AHEAD) + refill) } else { most }
}

impl Copied<'_> {
    fn key(&self, group: &Group) -> Key {
        Key { reads: self.reads * group.share, writes: self.writes * group.share }
    }

    /// How many come at this rate until what lies behind has answered; none where none come, though it never answers.
    fn during_refill(&self, rate: f64) -> f64 {
        if rate > 0.0 { rate * self.refill } else { 0.0 }
    }

    /// Adds up what `hits` says of each key, read at `reads` in all.
    fn sum(&self, reads: f64, hits: impl Fn(&Group) -> Ahead) -> Reads {
        let mut all = Reads::default();
        for group in &self.keys {
            let Ahead { hits, refreshes } = hits(group);
            let missed = 1.0 + self.during_refill(reads * group.share);
            let (hit, fetch) = match (hits.is_infinite(), missed.is_infinite()) {
                (true, _) => (1.0, 0.0),
                (false, true) => (0.0, 0.0),
                (false, false) => (hits / (hits + missed), 1.0 / (hits + missed)),
            };
            let weight = group.items * group.share;
            all.hit += weight * hit;
            all.live += group.items * hit;
            all.loads += weight * if self.rows.coalesce { fetch } else { 1.0 - hit };
            all.refreshes += weight * refreshes * fetch;
        }
        // Groups stand for sums to within their error.
        all.hit = all.hit.clamp(0.0, 1.0);
        all.loads = all.loads.clamp(0.0, 1.0 - all.hit);
        all
    }

    /// Keys that exist, under a derived hit rate.
    fn present(&self, stay: f64) -> Reads {
        let ttl = self.policy.ttl;
        let refreshes = self.rows.pattern == Pattern::RefreshAhead && ttl.is_finite();
        self.sum(self.reads, |group| {
            let key = self.key(group);
            if !refreshes {
                return Ahead { hits: self.policy.hits(key, stay), refreshes: 0.0 };
            }
            let wide = ahead(key.reads, key.writes, ttl, REFRESH_AHEAD, self.policy.timer);
            if stay.is_infinite() {
                return wide;
            }
            // Room takes from it what it takes from a time to live, and leaves no more than it leaves without one.
            let forever = Policy { ttl: f64::INFINITY, ..self.policy };
            let kept = self.policy.hits(key, stay) / self.policy.hits(key, f64::INFINITY).max(1e-300);
            let hits = (wide.hits * kept).min(forever.hits(key, stay));
            // Fetched ahead is what is left when the entry is due, as if eviction threw entries away at random.
            let evicted =
                if ttl > stay { key.reads / libm::expm1(key.reads * stay).max(1e-300) } else { 0.0 };
            let tight = ahead(key.reads, key.writes + evicted, ttl, REFRESH_AHEAD, self.policy.timer);
            Ahead { hits, refreshes: tight.refreshes * (hits + 1.0) / (tight.hits + 1.0) }
        })
    }

    /// Keys that do not exist.
    fn negative(&self) -> Reads {
        let (asked, ttl) = (self.absent, self.rows.negative_ttl_s);
        self.sum(asked, |group| Ahead { hits: asked * group.share * ttl, refreshes: 0.0 })
    }

    /// All keys, under a typed hit rate.
    fn typed(&self) -> Reads {
        let hit = self.rows.hit_fraction;
        let live = self.keys.iter().map(|g| {
            let asked =
                self.reads * g.share * if self.policy.ttl.is_finite() { self.policy.ttl } else { 0.0 };
            g.items * asked / (1.0 + asked)
        });
        let live = live.sum();
        if !self.rows.coalesce {
            return Reads { hit, loads: 1.0 - hit, refreshes: 0.0, live };
        }
        let missing = self.reads * (1.0 - hit);
        let fetched = |g: &Group| g.items * g.share / (1.0 + self.during_refill(missing * g.share));
        let loads = (1.0 - hit) * self.keys.iter().map(fetched).sum::<f64>().clamp(0.0, 1.0);
        Reads { hit, loads, refreshes: 0.0, live }
    }

    /// Writes sent on after they were gathered [1/s].
    fn flushed(&self) -> f64 {
        let flush = self.rows.flush_s;
        let of = |g: &Group| g.items * write::behind(self.writes * g.share, 1.0, flush);
        self.keys.iter().map(of).sum()
    }
}

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;
