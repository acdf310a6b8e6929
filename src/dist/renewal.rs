//! The law of a geometric number of independent copies: the waiting time of a single server in disguise.
//!
//! It knows no queue; `queue::mgc` chooses what is summed.

use super::grid::KNOTS;
use super::law::Law;
use super::part::Shape;
use super::ready::PAD;
use super::solver::{Solver, Summand};

/// A law of which geometric sums are wanted, with everything that does not depend on how many are summed.
///
/// # Formula
/// See [`Law::geometric_sum`].
///
/// # Domain
/// Any law.
///
/// # Accuracy
/// The bits of [`Law::geometric_sum`].
///
/// ```
/// use headroom::dist::{Law, renewal::GeometricSums};
/// let law = Law::from_survival(|t| (-t).exp(), Some(1.0));
/// let sums = GeometricSums::new(&law);
/// assert_eq!(sums.sum(0.8), law.geometric_sum(0.8));
/// ```
pub struct GeometricSums {
    mean: f64,
    /// None of the constant zero.
    x: Option<Summand>,
}

impl GeometricSums {
    /// Prepares a law.
    pub fn new(law: &Law) -> Self {
        let x = (law.constant() != Some(0.0)).then(|| match (law.atoms.as_slice(), law.parts.as_slice()) {
            ([], [part]) if part.origin == 0.0 && part.weight == 1.0 => Summand::new(&part.shape),
            _ => {
                let tail = super::grid::times().iter().map(|&t| law.survival(t)).collect();
                Summand::new(&Shape::new(tail, Some(law.mean()), f64::INFINITY))
            }
        });
        Self { mean: law.mean(), x }
    }

    /// The law of the sum; see [`Law::geometric_sum`].
    pub fn sum(&self, rho: f64) -> Law {
        let rho = rho.clamp(0.0, 1.0 - 1e-9);
        let none = Law::point(0.0);
        match &self.x {
            Some(x) if rho > 0.0 => {
                let some = Law::of_shape(0.0, geometric(x, self.mean / (1.0 - rho), rho));
                Law::mix(&[(1.0 - rho, &none), (rho, &some)])
            }
            _ => none,
        }
    }
}

/// The sum of `N >= 1` independent copies of a shape, `P(N = n) = (1-ρ) ρ^(n-1)`, with this mean.
///
/// # Formula
/// Its survival solves the defective renewal equation `v(t) = (1-ρ) S_X(t) + ρ P(X + V > t)`. The convolution is the
/// one of `convolve`, from small times to large, with the unknown `v(t_i)` collected on the left. What lies at `t/2` and
/// before is known for whole blocks of places; only what is close to `t` goes place by place.
///
/// # Accuracy
/// Before the mean is corrected the relative error grows like `1/(1-ρ)`; the curve is then stretched to the exact
/// mean `E[X]/(1-ρ)`, after which quantiles of M/G/1 waits are within 1e-3 up to utilisation 0.99.
fn geometric(x: &Summand, exact: f64, rho: f64) -> Shape {
    let mut solver = Solver::new(x, rho);
    solver.solve();
    let raw = Shape::new(solver.whole[PAD..PAD + KNOTS].to_vec(), None, f64::INFINITY);
    if raw.tail()[KNOTS - 1] > 1e-9 || raw.mean <= 0.0 {
        // Part of the law lies beyond the grid: the quadrature cannot see the mean, so nothing is stretched.
        return raw.with_mean(exact);
    }
    raw.scaled(exact / raw.mean).with_mean(exact)
}

impl Law {
    /// A geometric number of independent copies, possibly none: `P(N = n) = (1-ρ) ρ^n`.
    ///
    /// # Formula
    /// `V = 0` with chance `1 - ρ`, else `X + V'` with `V'` like `V`; the atom at 0 is exact.
    ///
    /// # Domain
    /// `0 <= ρ < 1`; outside it is held to 0 or 1 - 1e-9. Atoms of the summand are spread over one cell of the grid,
    /// since their sums would fill a lattice.
    ///
    /// # Source
    /// Feller, An Introduction to Probability Theory and Its Applications 2, 1971, chapter XI.
    ///
    /// # Accuracy
    /// 1e-3 of every quantile for smooth summands up to `ρ = 0.99`; the mean exact.
    ///
    /// ```
    /// use headroom::dist::Law;
    /// let law = Law::from_survival(|t| (-t).exp(), Some(1.0)).geometric_sum(0.8);
    /// assert!((law.quantile(0.99) - 5.0 * 80f64.ln()).abs() < 0.01);
    /// ```
    #[must_use]
    pub fn geometric_sum(&self, rho: f64) -> Self {
        GeometricSums::new(self).sum(rho)
    }
}

#[cfg(test)]
mod tests {
    use super::super::grid::times;
    use super::{Shape, Summand, geometric};

    #[test]
    fn exponential_copies_stay_exponential() {
        for rho in [0.01, 0.5, 0.9, 0.99, 0.999] {
            let x = Shape::new(times().iter().map(|t| libm::exp(-t)).collect(), Some(1.0), f64::INFINITY);
            let v = geometric(&Summand::new(&x), 1.0 / (1.0 - rho), rho);
            for z in [0.1, 0.7, 2.3, 4.6, 7.0, 9.0] {
                let t = z / (1.0 - rho);
                let error = libm::log(v.at(t)) / -z - 1.0;
                let most = if rho < 0.98 { 2e-4 } else { 5e-3 };
                assert!(error.abs() < most, "{rho} {z} {error:e}");
            }
        }
    }
}
