//! Keys that are asked for: which one a draw names. Not what is known of them; that is `store`.

use crate::num::zipf;

/// Keys whose popularity follows Zipf's law, and some that do not exist.
///
/// # Formula
/// By inversion, so that two caches with the same keys see the same key in the same draw: the first ranks by their sums,
/// the others by the integral of `k^-α` between half ranks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Keys {
    count: f64,
    exponent: f64,
    /// Share of look-ups for keys that do not exist; there are as many of them, all alike.
    absent: f64,
    /// Sums of the popularities of the first ranks.
    head: Vec<f64>,
    total: f64,
}

/// Ranks that are summed one by one.
const EXACT: u64 = 1000;

/// Set in the name of a key that does not exist.
pub(super) const ABSENT: u64 = 1 << 63;

impl Keys {
    pub fn new(count: f64, exponent: f64, absent: f64) -> Self {
        let count = count.round().max(1.0);
        let mut sum = 0.0;
        let first = (count as u64).min(EXACT);
        let head = (1..=first).map(|k| {
            sum += libm::pow(k as f64, -exponent);
            sum
        });
        let head = head.collect();
        Self { count, exponent, absent, head, total: zipf::harmonic(count as u64, exponent) }
    }

    /// How many keys there are.
    pub fn count(&self) -> u64 {
        self.count as u64
    }

    /// The key that a draw names: its rank in popularity, or one that does not exist.
    pub fn key(&self, draw: u32) -> u64 {
        let u = (f64::from(draw) + 0.5) / 4_294_967_296.0;
        if u < self.absent {
            return ABSENT | (u / self.absent * self.count) as u64;
        }
        self.rank((u - self.absent) / (1.0 - self.absent))
    }

    /// The rank at which the popularities add up to a share.
    fn rank(&self, share: f64) -> u64 {
        let goal = share * self.total;
        let head = self.head[self.head.len() - 1];
        if goal <= head || self.count as usize == self.head.len() {
            let below = self.head.partition_point(|&sum| sum < goal);
            return (below as u64 + 1).min(self.head.len() as u64);
        }
        let (start, power) = (EXACT as f64 + 0.5, 1.0 - self.exponent);
        let end = if power == 0.0 {
            start * libm::exp(goal - head)
        } else {
            libm::pow((libm::pow(start, power) + power * (goal - head)).max(0.0), 1.0 / power)
        };
        (end + 0.5).clamp(EXACT as f64 + 1.0, self.count) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::{ABSENT, Keys};
    use crate::num::stream::Streams;
    use crate::num::zipf;

    #[test]
    fn draws_have_the_popularity_of_zipf() {
        let mut stream = Streams::new(1, 0).stream(0, 0);
        for exponent in [0.0, 0.9, 1.0, 1.4] {
            let keys = Keys::new(50_000.0, exponent, 0.0);
            let total = zipf::harmonic(50_000, exponent);
            let mut below = [0_u32; 4];
            let ends = [10, 1000, 3000, 40_000];
            for _ in 0..100_000 {
                let key = keys.key((stream.bits() >> 32) as u32);
                assert!((1..=50_000).contains(&key));
                below.iter_mut().zip(ends).for_each(|(n, end)| *n += u32::from(key <= end));
            }
            for (n, end) in below.into_iter().zip(ends) {
                let share = zipf::harmonic(end, exponent) / total;
                assert!((f64::from(n) / 1e5 - share).abs() < 0.006, "{exponent} {end} {n} {share}");
            }
        }
    }

    #[test]
    fn a_share_of_the_keys_does_not_exist() {
        let keys = Keys::new(100.0, 1.0, 0.25);
        let absent = (0..4000_u32).filter(|i| keys.key(i << 20) & ABSENT != 0).count();
        assert_eq!(absent, 1000 + 24);
        assert_eq!(Keys::new(1.0, 2.0, 0.0).key(u32::MAX), 1);
        assert!(Keys::new(1e12, 0.5, 0.0).key(u32::MAX) > 999_000_000_000);
    }
}
