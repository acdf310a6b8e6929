//! Parallel work: the slowest, the fastest, and the k-th of several independent latencies.
//!
//! Nothing here knows about shared queues; branches that meet in one queue are positively associated and
//! the maximum of independent laws is then an upper bound.

use super::super::law::Law;
use super::pointwise::pointwise;

impl Law {
    /// All in parallel: the law of the slowest.
    ///
    /// # Formula
    /// `F(t) = Π F_k(t)`, computed on survivals as `S <- S + S_k (1 - S)`, a sum of positive terms.
    ///
    /// # Domain
    /// Any number of laws; none gives the constant zero.
    ///
    /// # Source
    /// Order statistics; as an upper bound for associated branches: Baccelli & Makowski 1989.
    ///
    /// # Accuracy
    /// Exact at the knots and at atoms; 1e-5 between, for smooth laws.
    pub fn max(laws: &[&Self]) -> Self {
        pointwise(laws, |s| s.iter().fold(0.0, |all, &one| all + one * (1.0 - all)))
    }

    /// `n` independent copies in parallel: the law of the slowest.
    ///
    /// # Formula
    /// `S(t) = 1 - (1 - S_X(t))^n = -expm1(n log1p(-S_X(t)))`.
    ///
    /// # Domain
    /// `n = 0` gives the constant zero.
    ///
    /// # Source
    /// Dean & Barroso 2013 for its use on fan-out.
    ///
    /// # Accuracy
    /// As [`Law::max`].
    #[must_use]
    pub fn max_n(&self, n: u32) -> Self {
        if n == 0 {
            return Self::point(0.0);
        }
        let n = f64::from(n);
        pointwise(&[self], |s| if s[0] >= 1.0 { 1.0 } else { -libm::expm1(n * libm::log1p(-s[0])) })
    }

    /// The first of several to answer.
    ///
    /// # Formula
    /// `S(t) = Π S_k(t)`.
    ///
    /// # Domain
    /// Any number of laws; none gives the constant zero.
    ///
    /// # Accuracy
    /// As [`Law::max`].
    pub fn min(laws: &[&Self]) -> Self {
        if laws.is_empty() {
            return Self::point(0.0);
        }
        pointwise(laws, |s| s.iter().product())
    }

    /// The `k`-th of several to answer (a quorum).
    ///
    /// # Formula
    /// `S(t) = P(fewer than k done) = sum_{j<k} P_j`, where child by child `P_j <- P_j S + P_{j-1} (1 - S)`.
    ///
    /// # Domain
    /// `k = 0` or no law gives the constant zero; `k` above the number of laws counts as all of them.
    ///
    /// # Accuracy
    /// As [`Law::max`].
    pub fn k_of_n(k: usize, laws: &[&Self]) -> Self {
        let k = k.min(laws.len());
        if k == 0 {
            return Self::point(0.0);
        }
        if k == 1 {
            return Self::min(laws);
        }
        if k == laws.len() {
            return Self::max(laws);
        }
        pointwise(laws, |s| {
            let mut done = vec![0.0; k];
            done[0] = 1.0;
            for &one in s {
                for j in (1..k).rev() {
                    done[j] = done[j] * one + done[j - 1] * (1.0 - one);
                }
                done[0] *= one;
            }
            done.iter().sum()
        })
    }

    /// The `k`-th of many to answer that come in kinds: each law with its number of independent copies.
    ///
    /// # Formula
    /// As [`Law::k_of_n`], kind by kind: the number done of `n` copies is binomial.
    ///
    /// # Domain
    /// As [`Law::k_of_n`]. The work grows with `k` times the number of copies, but only with `k` for a single kind.
    ///
    /// # Accuracy
    /// As [`Law::max`].
    pub fn k_of_copies(k: u32, kinds: &[(&Self, u32)]) -> Self {
        let total = kinds.iter().fold(0_u32, |sum, kind| sum.saturating_add(kind.1));
        let most = k.min(total) as usize;
        if most == 0 {
            return Self::point(0.0);
        }
        let laws: Vec<&Self> = kinds.iter().map(|kind| kind.0).collect();
        if most == total as usize {
            return Self::max(
                &kinds.iter().map(|(law, n)| law.max_n(*n)).collect::<Vec<_>>().iter().collect::<Vec<_>>(),
            );
        }
        // ln C(n, j), for as many as may be done.
        let choices: Vec<Vec<f64>> = kinds
            .iter()
            .map(|&(_, n)| {
                let ratio = |j: u32| libm::log(f64::from(n - j) / f64::from(j + 1));
                let mut sum = 0.0;
                let more = (0..n).take(most - 1).map(ratio).map(|ratio| {
                    sum += ratio;
                    sum
                });
                std::iter::once(0.0).chain(more).collect()
            })
            .collect();
        pointwise(&laws, |survivals| {
            let mut done = vec![1.0];
            for ((&left, choices), &(_, n)) in survivals.iter().zip(&choices).zip(kinds) {
                let own = binomial(left, n, choices);
                let mut sum = vec![0.0; (done.len() + own.len() - 1).min(most)];
                for (i, a) in done.iter().enumerate().filter(|a| *a.1 > 0.0) {
                    for (slot, b) in sum[i..].iter_mut().zip(&own) {
                        *slot += a * b;
                    }
                }
                done = sum;
            }
            done.iter().sum::<f64>().min(1.0)
        })
    }

    /// First of the request and a second copy sent `delay` later if the first has not answered by then.
    ///
    /// # Formula
    /// `S(t) = S_X(t) S_X(t - d)`, copies independent.
    ///
    /// # Domain
    /// `delay >= 0` \[s\].
    ///
    /// # Source
    /// Dean & Barroso 2013. The extra load is `S_X(d)`.
    ///
    /// # Accuracy
    /// As [`Law::max`]; the bend at `d` is smoothed over one cell, below 1e-3 of a quantile.
    #[must_use]
    pub fn hedged(&self, delay: f64) -> Self {
        Self::min(&[self, &self.shift(delay)])
    }
}

/// Chances that so many of `n` copies are done, each of which is left with a chance, as far as choices are given.
fn binomial(left: f64, n: u32, choices: &[f64]) -> Vec<f64> {
    if left >= 1.0 {
        return vec![1.0];
    }
    let (ln_left, ln_done) = (libm::log(left), libm::log1p(-left));
    let chance = |(j, choice): (usize, &f64)| {
        let rest = f64::from(n) - j as f64;
        // None of them left has no logarithm.
        let stay = if rest > 0.0 { rest * ln_left } else { 0.0 };
        libm::exp(choice + j as f64 * ln_done + stay)
    };
    choices.iter().enumerate().map(chance).collect()
}

#[cfg(test)]
mod tests {
    use super::Law;

    fn exponential(mean: f64) -> Law {
        Law::from_survival(|t| libm::exp(-t / mean), Some(mean))
    }

    #[test]
    fn slowest_of_two_exponentials() {
        let law = Law::max(&[&exponential(1.0), &exponential(1.0)]);
        assert!((law.mean() - 1.5).abs() < 1e-6);
        assert!((law.survival(2.0) - (2.0 * libm::exp(-2.0) - libm::exp(-4.0))).abs() < 1e-7);
    }

    #[test]
    fn a_constant_and_an_exponential() {
        let law = Law::max(&[&Law::point(1.0), &exponential(1.0)]);
        assert_eq!(law.quantile(0.5), 1.0);
        assert!((law.atoms()[0].mass - (1.0 - libm::exp(-1.0))).abs() < 1e-6);
        assert!((law.survival(1.5) - libm::exp(-1.5)).abs() < 1e-6);
        let first = Law::min(&[&Law::point(1.0), &exponential(1.0)]);
        assert_eq!(first.quantile(0.9), 1.0);
        assert_eq!(first.end(), 1.0);
    }

    #[test]
    fn constants_are_exact() {
        let (a, b, c) = (Law::point(0.2), Law::point(0.1), Law::point(0.25));
        let all = [&a, &b, &c];
        assert_eq!(Law::max(&all).constant(), Some(0.25));
        assert_eq!(Law::min(&all).constant(), Some(0.1));
        assert_eq!(Law::k_of_n(2, &all).constant(), Some(0.2));
        assert_eq!(Law::k_of_n(0, &all).constant(), Some(0.0));
        assert_eq!(a.max_n(100).constant(), Some(0.2));
    }

    #[test]
    fn kinds_of_copies_are_the_copies() {
        let (a, b) = (exponential(0.01), exponential(0.03));
        for k in 0..=6 {
            let one_by_one = Law::k_of_n(k, &[&a, &a, &a, &b, &b]);
            let kinds = Law::k_of_copies(k as u32, &[(&a, 3), (&b, 2)]);
            assert!((kinds.mean() - one_by_one.mean()).abs() < 1e-9 * one_by_one.mean().max(1e-9), "{k}");
            assert!((kinds.survival(0.02) - one_by_one.survival(0.02)).abs() < 1e-12, "{k}");
        }
        // Of n exponentials the k-th answers after the sum of 1/n to 1/(n-k+1) means.
        let mean: f64 = (9_001..=10_000).map(|j| 0.01 / f64::from(j)).sum();
        assert!((Law::k_of_copies(1000, &[(&a, 10_000)]).mean() / mean - 1.0).abs() < 1e-4);
        assert_eq!(Law::k_of_copies(500, &[(&Law::point(0.2), 1000)]).constant(), Some(0.2));
    }

    #[test]
    fn quorum_of_exponentials() {
        let e = exponential(0.01);
        let law = Law::k_of_n(2, &[&e, &e, &e]);
        assert!((law.mean() - 0.01 * (1.0 / 3.0 + 1.0 / 2.0)).abs() < 1e-8);
    }
}
