//! A cache level: how often it answers, how long a look-up takes and what it costs. Not which calls stand behind it.

use super::param::{choices, rows};
use crate::dist::Service as LookupLaw;

choices! {
    /// Where the hit rate comes from.
    HitFrom {
        /// It is typed in.
        Typed "typed" "Typed in",
        /// It follows from memory, keys, popularity and time to live.
        Derived "derived" "Size, keys and TTL",
    }
}

choices! {
    /// Which entry makes room for a new one.
    Eviction {
        /// The least recently used.
        Lru "lru" "Least recently used",
        /// The oldest, or one at random: the hit rates are the same.
        Fifo "fifo" "Oldest or random",
    }
}

choices! {
    /// Who keeps the cache and the origin together.
    Pattern {
        /// The caller asks the cache, then the origin, and fills the cache; a write goes to the origin and throws the entry
        /// away.
        Aside "aside" "Cache-aside",
        /// The cache asks the origin itself; a write goes to the origin and throws the entry away.
        ReadThrough "read-through" "Read-through",
        /// A write goes to the cache and through it to the origin; the entry stays.
        WriteThrough "write-through" "Write-through",
        /// A write ends at the cache; the origin is written later, once an interval a key.
        WriteBehind "write-behind" "Write-behind",
        /// As read-through, and an entry that is read near its end is fetched anew before it expires.
        RefreshAhead "refresh-ahead" "Refresh-ahead",
    }
}

/// How near its end a refresh-ahead cache fetches an entry anew that is read: the last so much of its time to live.
pub const REFRESH_AHEAD: f64 = 0.2;

rows! {
    /// One named cache, which several calls may share and which is paid for once.
    CacheRows {
        /// Whether the hit rate is typed in or follows from the size.
        hit_from: HitFrom = HitFrom::Typed, "Hit rate from", One, 0..=1, Linear;
        /// Share of look-ups that this level answers, of those that reach it.
        hit_fraction: f64 = 0.8, "Hit rate", Fraction, 0..=1, Linear, if |c| c.hit_from == HitFrom::Typed;
        /// Different keys that are asked for.
        keys: f64 = 1e6, "Keys", One, 1.0..=1e12, Log;
        /// How uneven their popularity is: the exponent of Zipf's law; 0 is even.
        zipf_exponent: f64 = 0.9, "Popularity (Zipf)", One, 0.0..=3, Linear;
        /// Mean size of an entry.
        entry_kib: f64 = 4.0, "Size of an entry", Kib, 0.001..=1_000_000, Log;
        /// Which entry makes room.
        eviction: Eviction = Eviction::Lru, "Makes room by", One, 0..=1, Linear, if |c| c.hit_from == HitFrom::Derived && c.memory_gib > 0.0;
        /// Time to live of an entry.
        ttl_s: f64 = 0.0, "Time to live", Seconds, 0.01..=100_000_000, Log, zero "no end";
        /// Whether a hit starts the time to live again.
        ttl_resets: bool = false, "Hits start the TTL again", One, 0..=1, Linear, if |c| c.ttl_s > 0.0;
        /// The time to live varies by this much up and down, so that keys loaded together do not expire together.
        ttl_jitter_s: f64 = 0.0, "TTL jitter", Seconds, 0.01..=100_000_000, Log, zero "none", if |c| c.ttl_s > 0.0;
        /// Separate copies of the cache, one a process: each sees its share of the look-ups and has the whole memory.
        copies: u32 = 1, "Separate copies", One, 1..=100_000, Log;
        /// Whether only one miss of a key goes to the origin while the others wait for it.
        coalesce: bool = false, "One fetch a key at a time", One, 0..=1, Linear;
        /// Share of look-ups for keys that the origin does not have.
        absent_fraction: f64 = 0.0, "Keys that do not exist", Fraction, 0..=1, Linear;
        /// How long it is remembered that a key does not exist.
        negative_ttl_s: f64 = 0.0, "TTL of a negative entry", Seconds, 0.01..=100_000_000, Log, zero "not kept", if |c| c.absent_fraction > 0.0;
        /// Share of requests here that write.
        write_fraction: f64 = 0.0, "Writes", Fraction, 0..=1, Linear;
        /// Who keeps the cache and the origin together.
        pattern: Pattern = Pattern::Aside, "Pattern", One, 0..=4, Linear;
        /// How long a write-behind cache gathers writes before it writes them to the origin.
        flush_s: f64 = 1.0, "Write-behind interval", Seconds, 0.001..=86_400, Log, if |c| c.pattern == Pattern::WriteBehind;
        /// Mean time of a look-up, hit or miss.
        lookup_ms: f64 = 1.0, "Look-up time", Millis, 0.000_01..=60_000, Log, zero "none";
        /// Squared coefficient of variation of the look-up time: 0 constant, 1 exponential, between and beyond a gamma law.
        lookup_scv: f64 = 0.0, "Look-up spread (SCV)", One, 0.0..=100, Linear;
        /// Memory that is paid for.
        memory_gib: f64 = 0.0, "Memory", Gib, 0.001..=1_000_000, Log, zero "none";
        /// Price of a gibibyte for an hour.
        memory_price_per_h: f64 = 0.0125, "Price of a GiB-hour", Money, 0.000_001..=100, Log, zero "free";
        /// Price of a million look-ups.
        lookup_price_per_million: f64 = 0.0, "Price of a million look-ups", Money, 0.000_1..=10_000, Log, zero "free";
        /// Price of a gibibyte that leaves this level for the user: entries served, at their size.
        egress_price_per_gib: f64 = 0.0, "Price of a GiB of egress", Money, 0.000_1..=100, Log, zero "free";
    }
}

impl CacheRows {
    /// The law of the look-up time, in seconds: constant, exponential or, for any other spread, gamma.
    pub fn lookup_law(&self) -> LookupLaw {
        let mean = self.lookup_ms / 1000.0;
        let law = if self.lookup_scv == 1.0 {
            LookupLaw::exponential(mean)
        } else {
            LookupLaw::gamma(mean, self.lookup_scv)
        };
        law.unwrap_or_else(|_| LookupLaw::constant(mean))
    }
}
