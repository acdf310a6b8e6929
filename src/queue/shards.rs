//! Shards and the hot key: why more shards do not always help.
//!
//! It is about the split of load; latency at a shard is any station's.

use crate::num::zipf::harmonic;

/// The hottest shard of a store whose keys follow Zipf's law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HotShard {
    /// Share of the requests for the most popular key.
    pub key_share: f64,
    /// Expected share of the shard that holds it.
    pub shard_share: f64,
    /// That share against an even split.
    pub imbalance: f64,
}

impl HotShard {
    /// Keys with Zipf exponent `exponent`, placed at random on `shards` shards.
    ///
    /// # Formula
    /// `p_1 = 1 / H_{N,α}`; expected hottest share `p_1 + (1 - p_1) / S`.
    ///
    /// # Domain
    /// At least one key and one shard, fewer count as one. The second hottest key may by chance share the shard: this is the
    /// mean over placements, not the worst.
    ///
    /// # Source
    /// Expectation over a random placement of the other keys.
    ///
    /// # Accuracy
    /// 1e-14 relative.
    ///
    /// ```
    /// let hot = headroom::queue::shards::HotShard::new(100_000, 1.0, 16);
    /// assert!((hot.shard_share - 0.140_042_487_074_19).abs() < 1e-14);
    /// assert!((hot.max_rate(2000.0) - 14_281.380_185_289_5).abs() < 1e-8);
    /// ```
    pub fn new(keys: u64, exponent: f64, shards: u32) -> Self {
        let key_share = 1.0 / harmonic(keys.max(1), exponent);
        let count = f64::from(shards.max(1));
        let shard_share = key_share + (1.0 - key_share) / count;
        Self { key_share, shard_share, imbalance: shard_share * count }
    }

    /// Requests at the hottest shard [per second] when the whole store takes `rate` [per second].
    pub fn rate(&self, rate: f64) -> f64 {
        rate * self.shard_share
    }

    /// The rate of the whole store [per second] at which the hottest shard is full, each shard taking `capacity` [per second].
    pub fn max_rate(&self, capacity: f64) -> f64 {
        capacity / self.shard_share
    }

    /// The rate [per second] that no number of shards can exceed: the hottest key alone fills one.
    pub fn ceiling(&self, capacity: f64) -> f64 {
        capacity / self.key_share
    }
}

/// Share of the requests that go to the `top` most popular of `keys` keys: `H_{top,α} / H_{N,α}`.
///
/// ```
/// let share = headroom::queue::shards::top_share(10, 100_000, 1.0);
/// assert!((share - 0.242_260_781_838_982).abs() < 1e-14);
/// ```
pub fn top_share(top: u64, keys: u64, exponent: f64) -> f64 {
    if keys == 0 { 0.0 } else { harmonic(top.min(keys), exponent) / harmonic(keys, exponent) }
}

#[cfg(test)]
mod tests {
    use super::{HotShard, top_share};

    #[test]
    fn alike_keys_split_evenly() {
        let even = HotShard::new(1_000_000, 0.0, 10);
        assert!((even.imbalance - 1.0).abs() < 1e-5);
        assert_eq!(HotShard::new(0, 1.0, 0).shard_share, 1.0);
        assert_eq!((top_share(5, 3, 1.0), top_share(0, 3, 1.0), top_share(1, 0, 1.0)), (1.0, 0.0, 0.0));
        assert!(even.max_rate(100.0) < even.ceiling(100.0));
    }
}
