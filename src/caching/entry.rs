//! One key of a cache that has limited room, a time to live and writes, all at once.
//!
//! Each of them alone stands in `che`, `ttl` and `write`, with less to give; time here passes without refills, which
//! the caller counts.

use super::che::Eviction;
use super::ttl::{Timer, hits_per_fetch};
use crate::num::zipf::Group;

/// What a write does to the entry of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnWrite {
    /// It throws the entry away.
    Invalidate,
    /// It stores the new value, whether the key was there or not, and the time to live starts again.
    Store,
}

/// How long entries stay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Policy {
    /// Which entry makes room.
    pub eviction: Eviction,
    /// Time to live \[s\]; infinite without end.
    pub ttl: f64,
    /// When it starts.
    pub timer: Timer,
    /// What writes do.
    pub on_write: OnWrite,
}

/// How often one key is asked for and written [per second].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Key {
    /// Reads.
    pub reads: f64,
    /// Writes.
    pub writes: f64,
}

/// `(1 - e^(-w t)) / w`: the mean time until the first write, `t` at most.
fn until_write(writes: f64, t: f64) -> f64 {
    if writes * t < 1e-12 { t } else { -libm::expm1(-writes * t) / writes }
}

impl Policy {
    /// Chance that an entry is in a cache with characteristic time `t`, and its slope in `ln t`.
    fn occupied(&self, key: Key, t: f64) -> (f64, f64) {
        let (r, w) = (key.reads, key.writes);
        let asked = (r + w) * t;
        match (self.eviction, self.on_write) {
            (Eviction::Lru, on_write) => {
                let kept = if on_write == OnWrite::Store { 1.0 } else { r / (r + w) };
                let gone = libm::exp(-asked);
                (kept * -libm::expm1(-asked), kept * asked * gone)
            }
            (Eviction::Fifo, OnWrite::Store) => {
                (asked / (1.0 + asked), asked / ((1.0 + asked) * (1.0 + asked)))
            }
            (Eviction::Fifo, OnWrite::Invalidate) => {
                let hits = r * until_write(w, t);
                let slope = r * t * libm::exp(-w * t);
                (hits / (1.0 + hits), slope / ((1.0 + hits) * (1.0 + hits)))
            }
        }
    }

    /// The characteristic time of a cache \[s\]: how long an entry that is not touched stays (LRU), or any entry (FIFO).
    ///
    /// `reads` and `writes` are those of all keys [per second].
    ///
    /// # Formula
    /// The root of `Σ_i P(entry i is there) = C`, by Newton's method in logarithms. With `λ` reads and `w` writes of a key
    /// and `q = λ / (λ + w)` where a write throws the entry away, 1 where it stores it: LRU `q (1 - e^(-(λ+w) t))`; FIFO
    /// `x / (1 + x)` with `x = λ (1 - e^(-wt)) / w`, or `(λ + w) t`. Expired entries still take room.
    ///
    /// # Domain
    /// Infinite where everything fits or nothing is asked for, 0 without room.
    ///
    /// # Source
    /// Che, Tung & Wang 2002, with the chances of the renewal processes above.
    ///
    /// # Accuracy
    /// 1e-7 of the number of places.
    pub fn stay(&self, popularity: &[Group], reads: f64, writes: f64, places: f64) -> f64 {
        let key = |g: &Group| Key { reads: reads * g.share, writes: writes * g.share };
        let asked = reads + writes;
        let kept = if self.on_write == OnWrite::Store || asked <= 0.0 { 1.0 } else { reads / asked };
        let most = kept * popularity.iter().map(|g| g.items).sum::<f64>();
        if places.is_nan() || places <= 0.0 || popularity.is_empty() {
            return 0.0;
        }
        if places >= most * (1.0 - 1e-9) || asked <= 0.0 {
            return f64::INFINITY;
        }
        // In that time as many keys come in as there is room for, or fewer.
        let mut log = libm::log(places / (kept * asked));
        for _ in 0..40 {
            let t = libm::exp(log);
            let (mut there, mut slope) = (0.0, 0.0);
            for group in popularity {
                let (one, rise) = self.occupied(key(group), t);
                there += group.items * one;
                slope += group.items * rise;
            }
            let step = libm::log(places / there) * there / slope.max(1e-9 * there);
            log += step.clamp(-3.0, 3.0);
            if step.abs() < 1e-7 {
                break;
            }
        }
        libm::exp(log)
    }

    /// Mean number of hits between two fetches of one key, in a cache with characteristic time `stay` \[s\].
    ///
    /// # Formula
    /// Renewal processes that end when the entry is evicted, expires or is thrown away. With `λ`, `w`, `T`, `t` and
    /// `e = λ + w`:
    /// - LRU alone: `λ (1-E) / (w + λE)` with `E = e^(-et)`, or `e^(et) - 1` where writes store;
    /// - a time to live that hits start again: the same with `min(t, T)`;
    /// - from the fetch: `λ L` with `L = (1 - e^(-wT)) / w`; where writes store, `e L e^(wT)`;
    /// - FIFO: `λ (1 - e^(-wt)) / w` or `et`, an entry that stays being as one that lives so long;
    /// - LRU with a time to live from the fetch: the hits of [`lru_hit`](super::ttl::lru_hit) as a time to live of that
    ///   effect, at most the hits of LRU alone.
    ///
    /// # Domain
    /// Rates of at least 0; infinite where nothing ever ends the entry. A key that is never read has no hits.
    ///
    /// # Source
    /// Renewal argument, as for [`ttl`](super::ttl) and [`invalidated_hit`](super::write::invalidated_hit).
    ///
    /// # Accuracy
    /// Exact for one of the three (room, time to live, writes) alone and for writes with either of the others, given `t`;
    /// all three at once within 0.003 of the hit ratio of a cache of 2000 keys and 200 places that was played.
    ///
    /// ```
    /// use headroom::caching::{che::Eviction, entry::{Key, OnWrite, Policy}, ttl::Timer};
    /// let policy = Policy {
    ///     eviction: Eviction::Lru, ttl: f64::INFINITY, timer: Timer::FromFetch, on_write: OnWrite::Invalidate,
    /// };
    /// // Three reads to one write: three of four reads hit, which is three hits a fetch.
    /// let hits = policy.hits(Key { reads: 3.0, writes: 1.0 }, f64::INFINITY);
    /// assert!((hits - 3.0).abs() < 1e-12);
    /// ```
    pub fn hits(&self, key: Key, stay: f64) -> f64 {
        let Key { reads, writes } = key;
        if reads <= 0.0 || stay <= 0.0 || self.ttl <= 0.0 {
            return 0.0;
        }
        let stores = self.on_write == OnWrite::Store;
        let asked = reads + writes;
        let recent = |t: f64| {
            if stores {
                return libm::expm1(asked * t);
            }
            let gone = libm::exp(-asked * t);
            let ends = writes + reads * gone;
            if ends > 0.0 { reads * -libm::expm1(-asked * t) / ends } else { f64::INFINITY }
        };
        let lives = |t: f64| {
            let until = if t.is_infinite() && writes == 0.0 { t } else { until_write(writes, t) };
            if stores { asked * until * libm::exp((writes * t).max(0.0)) } else { reads * until }
        };
        let ttl = self.ttl;
        match (self.eviction, self.timer) {
            (Eviction::Lru, _) if ttl.is_infinite() => recent(stay),
            (Eviction::Lru, Timer::FromHit) => recent(ttl.min(stay)),
            (Eviction::Lru, Timer::FromFetch) if ttl <= stay => lives(ttl),
            (Eviction::Lru, Timer::FromFetch) => {
                let alone = hits_per_fetch(reads * stay, reads * ttl);
                let both = if stores { alone / (reads * ttl) * lives(ttl) } else { lives(alone / reads) };
                both.min(recent(stay))
            }
            (Eviction::Fifo, timer) => {
                let room = match (stores, stay.is_infinite()) {
                    (true, true) => f64::INFINITY,
                    (true, false) => asked * stay,
                    (false, _) => lives(stay),
                };
                let life = match timer {
                    _ if ttl.is_infinite() => f64::INFINITY,
                    Timer::FromFetch => lives(ttl),
                    Timer::FromHit => recent(ttl),
                };
                room.min(life)
            }
        }
    }
}
