//! Names for what was computed from what: equal inputs give equal keys, on every machine. Not a hash of results.

/// 128 bits that stand for an operation and all of its inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Key(u128);

/// An odd multiplier without pattern: the golden ratio in 128 bits.
const ODD: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;

impl Key {
    /// The key of an operation, before its inputs.
    pub fn of(operation: &str) -> Self {
        operation.bytes().fold(Self(ODD), |key, byte| key.mixed(u128::from(byte)))
    }

    /// With one more input that has a key itself.
    #[must_use]
    pub fn with(self, input: Self) -> Self {
        self.mixed(input.0)
    }

    /// With one more number.
    #[must_use]
    pub fn number(self, input: f64) -> Self {
        // Both zeros mean the same.
        self.mixed(u128::from((input + 0.0).to_bits()))
    }

    /// With one more count.
    #[must_use]
    pub fn count(self, input: usize) -> Self {
        self.mixed(input as u128 | 1 << 100)
    }

    fn mixed(self, input: u128) -> Self {
        let x = (self.0.rotate_left(29) ^ input).wrapping_mul(ODD);
        Self(x ^ x >> 67)
    }
}

#[cfg(test)]
mod tests {
    use super::Key;
    use std::collections::BTreeSet;

    #[test]
    fn keys_tell_inputs_apart() {
        let mut seen = BTreeSet::new();
        for a in 0..100_u32 {
            for b in 0..100_u32 {
                let key = Key::of("sum").number(f64::from(a)).number(f64::from(b));
                assert!(seen.insert(key), "{a} {b}");
                assert!(seen.insert(Key::of("max").with(key).count(a as usize)));
            }
        }
        assert_eq!(Key::of("x").number(0.0), Key::of("x").number(-0.0));
        assert_ne!(Key::of("x").number(1.0).number(2.0), Key::of("x").number(2.0).number(1.0));
    }
}
