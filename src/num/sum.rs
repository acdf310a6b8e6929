//! Sums that lose no small terms.
//!
//! It is not a statistics module: means and intervals are built on it elsewhere.

/// A running sum that carries what rounding would lose.
///
/// # Formula
/// `sum + carry`, where `carry` gathers the rounding error of every addition.
///
/// # Domain
/// Finite terms; an infinite or undefined term gives an undefined sum.
///
/// # Source
/// Neumaier, Zeitschrift für angewandte Mathematik und Mechanik 54, 1974.
///
/// # Accuracy
/// One rounding of the exact sum as long as the condition number stays below about 1e16.
///
/// ```
/// use headroom::num::sum::Sum;
/// let total: Sum = [1.0, 1e100, 1.0, -1e100].into_iter().collect();
/// assert_eq!(total.value(), 2.0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sum {
    total: f64,
    carry: f64,
}

impl Sum {
    /// Adds one term.
    pub fn add(&mut self, term: f64) {
        let next = self.total + term;
        // The smaller of the two is the one whose digits were cut.
        self.carry += if self.total.abs() >= term.abs() {
            (self.total - next) + term
        } else {
            (term - next) + self.total
        };
        self.total = next;
    }

    /// The sum so far.
    pub fn value(self) -> f64 {
        self.total + self.carry
    }
}

impl FromIterator<f64> for Sum {
    fn from_iter<I: IntoIterator<Item = f64>>(terms: I) -> Self {
        let mut sum = Self::default();
        for term in terms {
            sum.add(term);
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::Sum;

    #[test]
    fn ten_million_tenths() {
        let sum: Sum = core::iter::repeat_n(0.1, 10_000_000).collect();
        assert_eq!(sum.value(), 1_000_000.0);
    }
}
