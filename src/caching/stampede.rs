//! One hot key that expires: how many requests rush to the origin before it is back.
//!
//! It takes the time to refill as given; that the rush itself makes the origin slower is for the caller to iterate.

/// One key through its cycle of refill and life.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stampede {
    /// Fetches per expiry when every miss goes to the origin.
    pub fetches: f64,
    /// Requests per expiry that wait for the one fetch when misses are coalesced; that fetch not counted.
    pub waiters: f64,
    /// Length of a cycle \[s\]: idle, refill, life.
    pub cycle: f64,
    /// Requests that reach the origin without coalescing [per second].
    pub origin_rate: f64,
    /// The same with coalescing [per second].
    pub coalesced_rate: f64,
    /// Fraction of the requests that find a live entry.
    pub hit: f64,
}

/// A key asked for at `rate` [per second], refilled within `refill` \[s\], live for `ttl` \[s\].
///
/// # Formula
/// Cycle `1/λ + R + T`. Fetches `1 + λR`, waiters `λR`; origin rate `(1 + λR)` or `1` per cycle; hits `λT` of `1 + λ(R+T)`.
///
/// # Domain
/// `λ >= 0`, `R >= 0`, `T >= 0`. A key never asked for: nothing happens, the cycle is infinite.
///
/// # Source
/// Renewal cycle; on refreshing early instead: Vattani, Chierichetti & Lowenstein 2015.
///
/// # Accuracy
/// 1e-15 relative; simulated within its interval.
///
/// ```
/// let key = headroom::caching::stampede::stampede(1000.0, 60.0, 0.5);
/// assert_eq!(key.fetches, 501.0);
/// assert!((key.origin_rate - 8.280_854_861_903_11).abs() < 1e-13);
/// ```
pub fn stampede(rate: f64, ttl: f64, refill: f64) -> Stampede {
    let positive = rate > 0.0;
    if !positive {
        return Stampede {
            fetches: 1.0,
            waiters: 0.0,
            cycle: f64::INFINITY,
            origin_rate: 0.0,
            coalesced_rate: 0.0,
            hit: 0.0,
        };
    }
    let cycle = 1.0 / rate + refill + ttl;
    let waiters = rate * refill;
    let hit = rate * ttl / (1.0 + rate * (refill + ttl));
    let fetches = 1.0 + waiters;
    Stampede { fetches, waiters, cycle, origin_rate: fetches / cycle, coalesced_rate: 1.0 / cycle, hit }
}

#[cfg(test)]
mod tests {
    use super::stampede;

    #[test]
    fn without_refill_it_is_a_plain_time_to_live() {
        let key = stampede(0.5, 60.0, 0.0);
        assert!((key.hit - 30.0 / 31.0).abs() < 1e-15);
        assert!((key.origin_rate - 0.5 / 31.0).abs() < 1e-15);
        assert_eq!(stampede(0.0, 60.0, 1.0).origin_rate, 0.0);
    }
}
