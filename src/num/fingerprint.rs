//! A name for a list of numbers, made of their bits: the same list has the same name on every platform.
//!
//! It is not cryptography: nobody is expected to look for two lists of one name.

/// Collects words and numbers into 128 bits.
///
/// # Formula
/// Two lanes of 64 bits. Each takes a word by an odd multiplication and a shift of its own, steps that lose nothing, and
/// the lanes are stirred into each other at the end.
///
/// # Domain
/// Any sequence. Order and length count; `-0.0` counts as `0.0`.
///
/// # Source
/// The steps of Steele, Lea & Flood 2014 (`SplitMix64`).
///
/// # Accuracy
/// Lists that differ in one word never share a name; for others the chance is about 2^-128.
///
/// ```
/// use headroom::num::fingerprint::Fingerprint;
/// let of = |numbers: &[f64]| Fingerprint::new(1).numbers(numbers).finish();
/// assert_eq!(of(&[0.1, 0.2]), of(&[0.1, 0.2]));
/// assert_ne!(of(&[0.1, 0.2]), of(&[0.2, 0.1]));
/// assert_ne!(of(&[0.0]), of(&[0.0, 0.0]));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Fingerprint {
    lanes: [u64; 2],
}

impl Fingerprint {
    /// Nothing collected yet; lists of different purposes start with different words.
    pub fn new(purpose: u64) -> Self {
        Self { lanes: [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344] }.word(purpose)
    }

    /// Takes a word.
    #[inline]
    pub fn word(mut self, word: u64) -> Self {
        let [a, b] = &mut self.lanes;
        *a = (*a ^ word).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        *a ^= *a >> 31;
        *b = b.wrapping_add(word).wrapping_mul(0x94d0_49bb_1331_11eb);
        *b ^= *b >> 29;
        self
    }

    /// Takes a number by its bits.
    #[inline]
    pub fn number(self, number: f64) -> Self {
        // Adding zero makes one of the two zeros.
        self.word((number + 0.0).to_bits())
    }

    /// Takes numbers in their order.
    pub fn numbers(self, numbers: &[f64]) -> Self {
        numbers.iter().fold(self, |so_far, &number| so_far.number(number))
    }

    /// Takes another finished name.
    pub fn name(self, name: u128) -> Self {
        self.word(name as u64).word((name >> 64) as u64)
    }

    /// The name.
    #[must_use]
    pub fn finish(self) -> u128 {
        let [mut a, mut b] = self.lanes;
        for _ in 0..2 {
            a = stir(a ^ b.rotate_left(32));
            b = stir(b ^ a);
        }
        (u128::from(a) << 64) | u128::from(b)
    }
}

/// The last steps of `SplitMix64`: every bit changes half of the others.
fn stir(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;
    use std::collections::BTreeSet;

    #[test]
    fn lists_close_to_each_other_have_names_far_apart() {
        let mut names = BTreeSet::new();
        for i in 0..20_000_u64 {
            let name = Fingerprint::new(0).word(i % 100).word(i / 100).finish();
            names.insert(name as u64);
            names.insert((name >> 64) as u64);
        }
        assert_eq!(names.len(), 40_000);
    }

    #[test]
    fn one_bit_changes_half_of_the_name() {
        let base = Fingerprint::new(0).number(1.0).number(2.0).finish();
        for bit in 0..64 {
            let other = Fingerprint::new(0).word(1f64.to_bits() ^ (1 << bit)).number(2.0).finish();
            let changed = (base ^ other).count_ones();
            assert!((32..=96).contains(&changed), "{bit} {changed}");
        }
    }

    #[test]
    fn names_are_the_same_on_every_platform() {
        let name = Fingerprint::new(7).numbers(&[0.1, 1e300, -3.0]).word(5).finish();
        assert_eq!(name, 149_258_813_651_614_008_208_627_457_340_527_930_078);
    }
}
