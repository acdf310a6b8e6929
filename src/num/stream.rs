//! Named random streams of one seed.
//!
//! It is not a source of entropy: the same seed, replication and name give the same numbers for ever.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// All streams of one replication.
///
/// # Formula
/// A stream's 256-bit state is four rounds of `SplitMix64` over (seed, replication, purpose, index), each
/// word absorbed by the full 64-bit mix, so that neighbouring names share nothing.
///
/// # Domain
/// Any seed, replication and name; no two different names are known to collide.
///
/// # Source
/// Steele, Lea & Flood 2014 (`SplitMix64`); Blackman & Vigna 2021 (xoshiro256++).
///
/// # Accuracy
/// Bit-identical natively and in WebAssembly; pinned by the tests of this file.
///
/// ```
/// use headroom::num::stream::Streams;
/// let streams = Streams::new(7, 0);
/// let (mut arrivals, mut again) = (streams.stream(1, 4), streams.stream(1, 4));
/// assert_eq!(arrivals.uniform(), again.uniform());
/// assert_ne!(arrivals.uniform(), streams.stream(2, 4).uniform());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Streams {
    key: u64,
}

impl Streams {
    /// The streams of one replication of the run with this seed.
    pub fn new(seed: u64, replication: u32) -> Self {
        Self { key: mix(mix(seed ^ 0x6865_6164_726f_6f6d).wrapping_add(u64::from(replication))) }
    }

    /// The stream of one purpose (arrivals, service, routing ...) and object (which station, which call), by a number
    /// that is its index or [`number_of`] its name.
    pub fn stream(self, purpose: u64, object: u64) -> Stream {
        let mut word = mix(mix(self.key ^ mix(purpose)).wrapping_add(object));
        let mut seed = [0_u8; 32];
        for chunk in seed.chunks_exact_mut(8) {
            word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
            chunk.copy_from_slice(&finish(word).to_le_bytes());
        }
        Stream { generator: Xoshiro256PlusPlus::from_seed(seed) }
    }
}

/// The number that stands for a name: FNV-1a over its bytes, so that a stream is found by a word that stays whatever
/// is added or taken away beside it.
///
/// # Source
/// Fowler, Noll & Vo 1991.
///
/// ```
/// assert_eq!(headroom::num::stream::number_of("a"), 0xaf63_dc4c_8601_ec8c);
/// ```
pub fn number_of(name: &str) -> u64 {
    name.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn mix(word: u64) -> u64 {
    finish(word.wrapping_add(0x9e37_79b9_7f4a_7c15))
}

fn finish(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// One stream of random numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    generator: Xoshiro256PlusPlus,
}

impl Stream {
    /// The next 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.generator.next_u64()
    }

    /// Uniform strictly between 0 and 1: the middle of one of 2^52 equal cells, so that a logarithm of it
    /// or of its complement is always finite.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) * (1.0 / 4_503_599_627_370_496.0)
    }

    /// Exponential with mean 1, by inversion: one uniform each, so two runs can share their randomness.
    #[inline]
    pub fn exponential(&mut self) -> f64 {
        -super::elementary::ln(self.uniform())
    }

    /// Many exponentials with mean 1: the same numbers as one after the other.
    pub fn exponentials(&mut self, many: &mut [f64]) {
        many.fill_with(|| self.uniform());
        for x in many {
            *x = -super::elementary::ln(*x);
        }
    }

    /// Standard normal, by inversion.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        super::normal::quantile(self.uniform())
    }

    /// Uniform on `0..n`; 0 when `n` is 0.
    ///
    /// # Source
    /// Lemire 2019, without the rejection step: the bias is below `n / 2^64`.
    #[inline]
    pub fn index(&mut self, n: usize) -> usize {
        ((u128::from(self.bits()) * n as u128) >> 64) as usize
    }

    /// True with chance `p`; never for `p <= 0`, always for `p >= 1`.
    #[inline]
    pub fn chance(&mut self, p: f64) -> bool {
        self.uniform() < p
    }
}

#[cfg(test)]
mod tests {
    use super::Streams;

    #[test]
    fn values_are_pinned() {
        let mut stream = Streams::new(1, 0).stream(0, 0);
        let bits: Vec<u64> = (0..3).map(|_| stream.bits()).collect();
        assert_eq!(bits, PINNED_BITS);
        assert_eq!(stream.exponential().to_bits(), PINNED_EXPONENTIAL);
        assert_eq!(stream.normal().to_bits(), PINNED_NORMAL);
    }
    const PINNED_BITS: [u64; 3] =
        [6_905_023_167_826_051_759, 1_744_603_463_322_841_425, 12_275_736_375_399_010_800];
    const PINNED_EXPONENTIAL: u64 = 4_605_486_305_422_013_340;
    const PINNED_NORMAL: u64 = 4_611_949_665_797_532_483;

    #[test]
    fn names_are_independent() {
        // Neighbouring names must not be correlated: 16 pairs, 4,000 draws each.
        for name in 0..16 {
            let streams = Streams::new(42, name);
            let (mut a, mut b) = (streams.stream(3, u64::from(name)), streams.stream(3, u64::from(name) + 1));
            let sum: f64 = (0..4000).map(|_| (a.uniform() - 0.5) * (b.uniform() - 0.5)).sum();
            assert!((sum / 4000.0 * 12.0).abs() < 0.08, "{sum}");
        }
    }

    #[test]
    fn uniform_stays_inside() {
        let mut stream = Streams::new(9, 1).stream(1, 1);
        let mean: f64 = (0..100_000)
            .map(|_| {
                let u = stream.uniform();
                assert!(u > 0.0 && u < 1.0);
                u
            })
            .sum();
        assert!((mean / 100_000.0 - 0.5).abs() < 0.004);
    }

    #[test]
    fn index_and_chance_cover_their_range() {
        let mut stream = Streams::new(5, 0).stream(2, 0);
        let mut seen = [0; 7];
        for _ in 0..7000 {
            seen[stream.index(7)] += 1;
        }
        assert!(seen.iter().all(|&n| n > 850), "{seen:?}");
        assert!(!stream.chance(0.0) && stream.chance(1.0));
    }
}
