//! Keys loaded together expire together, unless their times to live are spread.
//!
//! It is about one batch of hot keys, not about the steady state.

/// When a batch of keys expires.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Batch {
    /// First expiry after loading \[s\].
    pub first: f64,
    /// Last expiry after loading \[s\].
    pub last: f64,
    /// Refills in between [per second]; infinite when all expire at once.
    pub rate: f64,
}

/// So many hot keys loaded at once, each living evenly between `T (1-j)` and `T (1+j)` seconds.
///
/// # Formula
/// Refills at `K / (2jT)` per second for `2jT` seconds, instead of `K` at once.
///
/// # Domain
/// `0 <= j <= 1`, clamped; without jitter the rate is infinite (0 without keys). All keys are asked for soon after they expire.
///
/// # Source
/// Even spread.
///
/// # Accuracy
/// Exact.
///
/// ```
/// let batch = headroom::caching::jitter::batch(10_000.0, 300.0, 0.1);
/// assert!((batch.rate - 166.666_666_666_667).abs() < 1e-9);
/// ```
pub fn batch(keys: f64, ttl: f64, jitter: f64) -> Batch {
    let j = jitter.clamp(0.0, 1.0);
    let spread = 2.0 * j * ttl;
    let rate = if keys > 0.0 { keys / spread } else { 0.0 };
    Batch { first: ttl * (1.0 - j), last: ttl * (1.0 + j), rate }
}

#[cfg(test)]
mod tests {
    use super::batch;

    #[test]
    fn without_jitter_all_at_once() {
        let all = batch(100.0, 60.0, 0.0);
        assert_eq!((all.first, all.last, all.rate), (60.0, 60.0, f64::INFINITY));
        assert_eq!(batch(0.0, 60.0, 0.0).rate, 0.0);
    }
}
