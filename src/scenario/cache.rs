//! A cache level: how often it answers, how long a look-up takes and what it costs. Not which calls stand behind it.

use super::param::rows;
use crate::dist::Service as LookupLaw;

rows! {
    /// One named cache, which several calls may share and which is paid for once.
    CacheRows {
        /// Share of look-ups that this level answers, of those that reach it.
        hit_fraction: f64 = 0.8, "Hit rate", Fraction, 0..=1, Linear;
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
