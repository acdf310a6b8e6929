//! How long to wait before a retry.
//!
//! It draws no random numbers: one is given to it where jitter needs it.

use crate::num::powi;

/// How the pause is spread, so that clients do not come back together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jitter {
    /// Not at all.
    None,
    /// Evenly between nothing and the whole pause.
    Full,
}

/// Pauses that grow by a factor.
///
/// # Formula
/// Before retry `i = 1, 2, ...`: `b_i = min(b_0 m^(i-1), most)` \[s\]; with full jitter `U b_i`, `U` even on 0..1.
///
/// # Domain
/// Base, factor and cap 0 or more; the cap may be infinite. Retry 0 counts as 1.
///
/// # Source
/// Metcalfe & Boggs 1976; full jitter: Brooker, Exponential Backoff and Jitter, 2015.
///
/// # Accuracy
/// Exact up to rounding.
///
/// ```
/// use headroom::control::backoff::{Backoff, Jitter};
/// let backoff = Backoff { base: 0.05, factor: 2.0, cap: f64::INFINITY, jitter: Jitter::None };
/// assert_eq!((backoff.pause(1, 0.7), backoff.pause(3, 0.7)), (0.05, 0.2));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backoff {
    /// First pause \[s\].
    pub base: f64,
    /// Growth from one pause to the next.
    pub factor: f64,
    /// Longest pause \[s\].
    pub cap: f64,
    /// How it is spread.
    pub jitter: Jitter,
}

impl Backoff {
    /// The longest the pause before this retry can be \[s\].
    pub fn longest(&self, retry: u32) -> f64 {
        if self.base <= 0.0 {
            return 0.0;
        }
        (self.base * powi(self.factor, retry.saturating_sub(1))).min(self.cap)
    }

    /// The pause before this retry \[s\], given a number spread evenly over 0..1.
    pub fn pause(&self, retry: u32, uniform: f64) -> f64 {
        match self.jitter {
            Jitter::None => self.longest(retry),
            Jitter::Full => uniform * self.longest(retry),
        }
    }

    /// The mean pause before this retry \[s\].
    pub fn mean(&self, retry: u32) -> f64 {
        self.pause(retry, 0.5)
    }
}

#[cfg(test)]
mod tests {
    use super::{Backoff, Jitter};

    #[test]
    fn grows_to_its_cap() {
        let backoff = Backoff { base: 0.1, factor: 3.0, cap: 1.0, jitter: Jitter::Full };
        let longest: Vec<f64> = (1..=4).map(|i| backoff.longest(i)).collect();
        assert!((longest[1] - 0.3).abs() < 1e-15 && longest[3] == 1.0);
        assert_eq!((backoff.pause(9, 0.0), backoff.mean(9)), (0.0, 0.5));
        assert_eq!(Backoff { base: 0.0, cap: 5.0, ..backoff }.longest(5000), 0.0);
        assert_eq!(backoff.longest(5000), 1.0);
    }
}
