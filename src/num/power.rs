//! Whole powers by repeated squaring.
//!
//! It is not a general power: for a real exponent use `libm::pow`.

/// `x` to a whole power, the same bits on every machine.
///
/// # Formula
/// Binary powering: `x^n` by at most `2 log2 n` multiplications; `x^0 = 1`.
///
/// # Domain
/// Any `x` and `n`; overflow gives infinity, underflow zero.
///
/// # Source
/// Knuth, The Art of Computer Programming 2, section 4.6.3.
///
/// # Accuracy
/// Relative error at most about `2 log2(n)` units in the last place.
///
/// ```
/// assert_eq!(headroom::num::powi(2.0, 10), 1024.0);
/// assert_eq!(headroom::num::powi(0.5, 0), 1.0);
/// ```
pub fn powi(x: f64, n: u32) -> f64 {
    let (mut base, mut left, mut result) = (x, n, 1.0);
    while left > 0 {
        if left & 1 == 1 {
            result *= base;
        }
        base *= base;
        left >>= 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::powi;

    #[test]
    fn agrees_with_repeated_products() {
        let mut product = 1.0;
        for n in 0..40 {
            assert!((powi(1.37, n) - product).abs() <= 1e-14 * product);
            product *= 1.37;
        }
    }

    #[test]
    fn ends_in_infinity_or_zero() {
        assert_eq!(powi(10.0, 4000), f64::INFINITY);
        assert_eq!(powi(0.1, 4000), 0.0);
    }
}
