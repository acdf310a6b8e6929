//! What writes do to a cache and to the database behind it.
//!
//! It counts operations; how long they take is a matter of queues.

/// Writes that reach the database under write-behind [per second].
///
/// # Formula
/// `n (1 - e^(-wΔ/n)) / Δ`: of the writes to one key within an interval only the last is flushed; `w` writes per second over
/// `n` equally hot keys, flushed every `Δ` seconds.
///
/// # Domain
/// Any; without an interval every write goes through. Write-through is the limit `Δ = 0`.
///
/// # Source
/// Poisson counts per key and interval.
///
/// # Accuracy
/// 1e-15 relative.
///
/// ```
/// let writes = headroom::caching::write::behind(500.0, 100.0, 1.0);
/// assert!((writes - 99.326_205_300_091_5).abs() < 1e-12);
/// ```
pub fn behind(rate: f64, keys: f64, interval: f64) -> f64 {
    let coalesces = interval > 0.0 && keys > 0.0 && keys.is_finite();
    if !coalesces {
        return rate;
    }
    -keys * libm::expm1(-rate * interval / keys) / interval
}

/// Writes acknowledged but not yet flushed that a crash can lose: `wΔ`, those of a whole interval.
///
/// ```
/// assert_eq!(headroom::caching::write::loss_window(500.0, 1.0), 500.0);
/// ```
pub fn loss_window(rate: f64, interval: f64) -> f64 {
    rate * interval.max(0.0)
}

/// Reads that reach the database [per second]: `r (1 - h)`.
///
/// ```
/// assert!((headroom::caching::write::reads(2000.0, 0.95) - 100.0).abs() < 1e-9);
/// ```
pub fn reads(rate: f64, hit: f64) -> f64 {
    rate * (1.0 - hit)
}

/// Hit ratio of one key that every write throws out of the cache (write-around, invalidation).
///
/// # Formula
/// `λ_r / (λ_r + λ_w)`: a read hits if the event before it was a read too.
///
/// # Domain
/// Rates of one key [per second]; no time to live, room for it. Never read: 0.
///
/// # Source
/// Competing Poisson processes.
///
/// # Accuracy
/// Exact.
///
/// ```
/// assert_eq!(headroom::caching::write::invalidated_hit(3.0, 1.0), 0.75);
/// ```
pub fn invalidated_hit(reads: f64, writes: f64) -> f64 {
    if reads > 0.0 { reads / (reads + writes.max(0.0)) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::{behind, invalidated_hit};

    #[test]
    fn write_behind_never_writes_more_than_there_is() {
        assert_eq!(behind(500.0, 100.0, 0.0), 500.0);
        assert_eq!(behind(500.0, f64::INFINITY, 1.0), 500.0);
        assert!((behind(500.0, 1e12, 1.0) - 500.0).abs() < 1e-6);
        assert!(behind(1e6, 100.0, 1.0) <= 100.0);
        assert_eq!(invalidated_hit(0.0, 0.0), 0.0);
    }
}
