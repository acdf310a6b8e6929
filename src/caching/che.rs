//! A cache of limited size under independent requests: LRU and FIFO by their characteristic time.
//!
//! Entries here never grow stale; for a time to live see `ttl`.

use crate::num::{root, sum::Sum, zipf::Group};

/// Which entry makes room for a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eviction {
    /// The least recently used.
    Lru,
    /// The oldest, or one at random: both have the same hit ratio.
    Fifo,
}

/// A cache of limited size in its steady state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limited {
    /// Characteristic time \[s\]: how long an entry that is not asked for stays. Infinite if everything fits or nothing is
    /// asked for; 0 without room.
    pub time: f64,
    /// Fraction of the requests that hit.
    pub hit: f64,
    /// The same for the most popular object.
    pub hottest_hit: f64,
}

/// The steady state of a cache with room for `places` objects.
///
/// # Formula
/// The characteristic time `t` solves `Σ_i h_i = C`; hit ratio `Σ_i p_i h_i`, with `h_i = 1 - e^(-λ_i t)` for LRU and
/// `h_i = λ_i t / (1 + λ_i t)` for FIFO and random; `λ_i = λ p_i` [per second].
///
/// # Domain
/// `0 <= C`: no room, no hits; `C` at least the number of objects, everything hits. A cache measured in bytes has
/// `C = bytes / mean object size`. Requests are independent of each other (no scans, no bursts of one key). The hit ratio does
/// not depend on the rate.
///
/// # Source
/// Che, Tung & Wang 2002; why it is so good: Fricker, Robert & Roberts 2012.
///
/// # Accuracy
/// Root 1e-13 relative; as a model of LRU under independent requests 0.1 % of the hit ratio.
///
/// ```
/// use headroom::{caching::che::{Eviction, limited}, num::zipf};
/// let cache = limited(&zipf::groups(100_000, 0.8), Eviction::Lru, 10_000.0, 1000.0);
/// assert!((cache.hit - 0.468_685_235_384_155).abs() < 1e-7);
/// assert!((cache.time - 15.605_919_826_646_4).abs() < 1e-5);
/// ```
pub fn limited(popularity: &[Group], eviction: Eviction, places: f64, rate: f64) -> Limited {
    let objects = popularity.iter().map(|g| g.items).collect::<Sum>().value();
    if places.is_nan() || places <= 0.0 || popularity.is_empty() {
        return Limited { time: 0.0, hit: 0.0, hottest_hit: 0.0 };
    }
    // The sum of quadrature weights may miss a whole number by rounding.
    if places >= objects * (1.0 - 1e-12) {
        return Limited { time: f64::INFINITY, hit: 1.0, hottest_hit: 1.0 };
    }
    let kept = |share: f64, x: f64| match eviction {
        Eviction::Lru => -libm::expm1(-share * x),
        Eviction::Fifo => share * x / (1.0 + share * x),
    };
    let inside = |x: f64| popularity.iter().map(|g| g.items * kept(g.share, x)).collect::<Sum>().value();
    // Time in units of requests: that many requests bring at most as many objects.
    let (low, mut high) = (places, 2.0 * places);
    while inside(high) < places && high < 1e300 {
        high *= 4.0;
    }
    let x = root::brent(|x| inside(x) - places, low, high, 1e-13 * low);
    let hit = popularity.iter().map(|g| g.items * g.share * kept(g.share, x)).collect::<Sum>().value();
    let hottest = popularity.iter().map(|g| g.share).fold(0.0, f64::max);
    let time = if rate > 0.0 { x / rate } else { f64::INFINITY };
    Limited { time, hit: hit.clamp(0.0, 1.0), hottest_hit: kept(hottest, x) }
}

#[cfg(test)]
mod tests {
    use super::{Eviction, limited};
    use crate::num::zipf::{Group, groups};

    #[test]
    fn the_ends() {
        let keys = groups(5000, 1.0);
        for eviction in [Eviction::Lru, Eviction::Fifo] {
            assert_eq!(limited(&keys, eviction, 0.0, 10.0).hit, 0.0);
            assert_eq!(limited(&keys, eviction, 5000.0, 10.0).hit, 1.0);
            assert!(limited(&keys, eviction, 4999.0, 10.0).hit > 0.99);
        }
        assert_eq!(limited(&[], Eviction::Lru, 5.0, 1.0).hit, 0.0);
    }

    #[test]
    fn alike_objects_hit_as_often_as_they_fit() {
        let keys = [Group { items: 1000.0, share: 1e-3 }];
        for eviction in [Eviction::Lru, Eviction::Fifo] {
            assert!((limited(&keys, eviction, 250.0, 7.0).hit - 0.25).abs() < 1e-12);
        }
    }

    #[test]
    fn more_room_and_recency_help_and_the_rate_does_not_matter() {
        let keys = groups(20_000, 0.9);
        let hit = |eviction, places, rate| limited(&keys, eviction, places, rate).hit;
        assert!(hit(Eviction::Lru, 2000.0, 1.0) > hit(Eviction::Lru, 1000.0, 1.0));
        assert!(hit(Eviction::Lru, 1000.0, 1.0) > hit(Eviction::Fifo, 1000.0, 1.0));
        assert_eq!(hit(Eviction::Lru, 1000.0, 1.0), hit(Eviction::Lru, 1000.0, 1e4));
    }
}
