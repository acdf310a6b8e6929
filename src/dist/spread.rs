//! How widely a latency law is spread: its second moment. Not the moments of parametric families; they have their own.

use super::grid::{FIRST, KNOTS, STEP, times};
use super::law::Law;
use super::part::Shape;
use crate::num::sum::Sum;

impl Law {
    /// `E[X²]` \[s²\].
    ///
    /// # Formula
    /// `Σ m_k t_k²` over the atoms and `w (o² + 2 o E[Y] + E[Y²])` over the parts, `E[Y²] = 2 ∫ t P(Y > t) dt`.
    ///
    /// # Domain
    /// Every law; finite, since nothing is carried beyond the grid.
    ///
    /// # Source
    /// Integration by parts.
    ///
    /// # Accuracy
    /// Atoms exact; 1e-4 relative for a smooth law, 1 % where a curve is cut off inside a cell of the grid.
    ///
    /// ```
    /// use headroom::dist::{Law, Service};
    /// let law = Law::from_service(&Service::lognormal(0.1, 4.0).unwrap());
    /// assert!((law.second_moment() - 0.05).abs() < 5e-6);
    /// ```
    pub fn second_moment(&self) -> f64 {
        let atoms = self.atoms.iter().map(|a| a.mass * a.time * a.time);
        let parts = self.parts.iter().map(|p| {
            let (o, mean) = (p.origin, p.shape.mean);
            p.weight * (o * (o + 2.0 * mean) + second_moment(&p.shape))
        });
        atoms.chain(parts).collect::<Sum>().value()
    }

    /// Squared coefficient of variation, `E[X²] / E[X]² - 1`; 0 for a law that is always 0.
    ///
    /// # Accuracy
    /// That of [`Law::second_moment`], absolute for laws of small variation.
    pub fn scv(&self) -> f64 {
        let mean = self.mean();
        if self.constant().is_some() || mean <= 0.0 {
            return 0.0;
        }
        (self.second_moment() / (mean * mean) - 1.0).max(0.0)
    }
}

/// `E[Y²]` of a part, by the rule that [`Shape::area`] uses.
fn second_moment(shape: &Shape) -> f64 {
    let (t, s) = (times(), shape.tail());
    let y = |i: usize| s[i] * t[i] * t[i];
    let mut sum = Sum::default();
    sum.add(FIRST * FIRST * 0.5 * (1.0 + s[0]));
    for i in 0..KNOTS - 1 {
        if s[i] == 0.0 {
            break;
        }
        if t[i + 1] > shape.end {
            sum.add(0.5 * s[i] * (shape.end * shape.end - t[i] * t[i]).max(0.0));
            break;
        }
        sum.add(if i == 0 || i + 2 >= KNOTS || s[i + 2] == 0.0 {
            0.5 * (s[i] + s[i + 1]) * (t[i + 1] * t[i + 1] - t[i] * t[i])
        } else {
            STEP / 12.0 * (13.0 * (y(i) + y(i + 1)) - y(i - 1) - y(i + 2))
        });
    }
    sum.value()
}

#[cfg(test)]
mod tests {
    use crate::dist::{Family, Law, Service};

    #[test]
    fn the_second_moment_is_that_of_the_family() {
        for service in [
            Service::constant(0.3),
            Service::exponential(0.02).unwrap(),
            Service::gamma(0.1, 0.05).unwrap(),
            Service::gamma(2.0, 9.0).unwrap(),
            Service::hyperexponential(0.1, 20.0).unwrap(),
            Service::lognormal(1e-3, 2.0).unwrap(),
        ] {
            let law = Law::from_service(&service).shift(0.01);
            let mean = service.mean();
            let exact = service.second_moment() + 0.02 * mean + 1e-4;
            let error = law.second_moment() / exact - 1.0;
            assert!(error.abs() < 1e-4, "{service:?} {error:e}");
        }
    }

    #[test]
    fn a_cut_law_is_within_a_hundredth() {
        let (_, kept) = Law::from_service(&Service::exponential(1.0).unwrap()).truncate(1.0);
        let e = libm::exp(-1.0);
        let exact = (2.0 - 5.0 * e) / (1.0 - e);
        assert!((kept.second_moment() / exact - 1.0).abs() < 0.01, "{} {exact}", kept.second_moment());
        assert_eq!(Law::point(0.0).scv(), 0.0);
    }
}
