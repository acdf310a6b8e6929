//! Remembering that a key does not exist.
//!
//! It is only about absent keys; those that exist have a cache of their own.

use super::ttl::{Timer, hit};

/// What asking for absent keys costs the origin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Negative {
    /// Requests for absent keys [per second]; all reach the origin when nothing is remembered.
    pub asked: f64,
    /// Those that still reach it [per second].
    pub origin_rate: f64,
    /// Fraction of them answered from memory.
    pub hit: f64,
}

/// Requests at `rate` [per second], a fraction of them for one of `keys` absent keys, each remembered for `ttl` \[s\].
///
/// # Formula
/// A time to live per key: `h = λT / (1 + λT)` with `λ = rate · absent / keys`.
///
/// # Domain
/// Absent keys are asked for evenly: the worst case for a given number. Endlessly many different keys (`keys` infinite) never
/// hit; without absent keys nothing is asked.
///
/// # Source
/// See [`hit`].
///
/// # Accuracy
/// 1e-14 relative.
///
/// ```
/// let absent = headroom::caching::negative::negative(1000.0, 0.2, 500.0, 60.0);
/// assert!((absent.hit - 0.96).abs() < 1e-14);
/// assert!((absent.origin_rate - 8.0).abs() < 1e-12);
/// ```
pub fn negative(rate: f64, absent: f64, keys: f64, ttl: f64) -> Negative {
    let asked = rate * absent;
    let positive = keys > 0.0 && asked > 0.0;
    if !positive {
        return Negative { asked: 0.0, origin_rate: 0.0, hit: 0.0 };
    }
    let one = asked / keys;
    // The share that misses is 1 / (1 + λT), without the cancellation of 1 - h.
    let missed = if one > 0.0 { 1.0 / (1.0 + one * ttl.max(0.0)) } else { 1.0 };
    Negative { asked, origin_rate: asked * missed, hit: hit(one, ttl, Timer::FromFetch) }
}

#[cfg(test)]
mod tests {
    use super::negative;

    #[test]
    fn nothing_to_remember() {
        assert_eq!(negative(1000.0, 0.0, 500.0, 60.0).origin_rate, 0.0);
        let endless = negative(1000.0, 0.2, f64::INFINITY, 60.0);
        assert_eq!((endless.origin_rate, endless.hit), (200.0, 0.0));
        assert_eq!(negative(1000.0, 0.2, 500.0, 0.0).origin_rate, 200.0);
    }
}
