//! How a piece of the path answers: when it succeeds, when it fails, and how often it does neither. Not where those
//! times come from.
//!
//! An answer has three outcomes whose shares add to one: it succeeds after a time with a law, it fails after a time
//! with a law, or it never answers, because a service on the way is overloaded.

use crate::dist::Law;

/// Outcome law of a piece of the path.
#[derive(Clone, Debug)]
#[must_use]
pub struct Answer {
    /// Share that succeeds, and when. Where the share is 0 the law is a point at 0 and means nothing.
    pub ok: (f64, Law),
    /// Share that fails, and when.
    pub failed: (f64, Law),
    /// Share that never answers.
    pub never: f64,
}

impl Answer {
    /// Succeeds at once.
    pub fn instant() -> Self {
        Self::success(Law::point(0.0))
    }

    /// Always succeeds, after a time with this law.
    pub fn success(law: Law) -> Self {
        Self { ok: (1.0, law), failed: (0.0, Law::point(0.0)), never: 0.0 }
    }

    /// Never answers.
    pub fn never() -> Self {
        Self { ok: (0.0, Law::point(0.0)), failed: (0.0, Law::point(0.0)), never: 1.0 }
    }

    /// This, and if it succeeds, `next` after it.
    pub fn then(&self, next: &Self) -> Self {
        let (p, q) = (self.ok.0, next.ok.0);
        let ok = if p * q > 0.0 { (p * q, self.ok.1.sum(&next.ok.1)) } else { (0.0, Law::point(0.0)) };
        let late = p * next.failed.0;
        let failed = if late > 0.0 {
            let after = self.ok.1.sum(&next.failed.1);
            either(self.failed.0, &self.failed.1, late, &after)
        } else {
            self.failed.clone()
        };
        Self { ok, failed, never: self.never + p * next.never }
    }

    /// This with a probability, otherwise success at once.
    pub fn with_probability(self, probability: f64) -> Self {
        self.or_instead(probability, &Self::instant())
    }

    /// This with a probability, otherwise `other`.
    pub fn or_instead(self, probability: f64, other: &Self) -> Self {
        if probability >= 1.0 {
            return self;
        }
        let (p, q) = (probability, 1.0 - probability);
        Self {
            ok: either(p * self.ok.0, &self.ok.1, q * other.ok.0, &other.ok.1),
            failed: either(p * self.failed.0, &self.failed.1, q * other.failed.0, &other.failed.1),
            never: p * self.never + q * other.never,
        }
    }

    /// All of these in parallel: succeeds with the last, fails with the first that fails. They are taken as
    /// independent.
    pub fn all(branches: &[Self]) -> Self {
        match branches {
            [] => Self::instant(),
            [one] => one.clone(),
            many => {
                let laws: Vec<&Law> = many.iter().map(|b| &b.ok.1).collect();
                let share: f64 = many.iter().map(|b| b.ok.0).product();
                let ok = (share, if share > 0.0 { Law::max(&laws) } else { Law::point(0.0) });
                Self::joined(ok, first_failure(many))
            }
        }
    }

    /// This `n` times in parallel, independently: succeeds with the last, fails with the first that fails.
    pub fn all_of(&self, n: u32) -> Self {
        let share = crate::num::powi(self.ok.0, n);
        let ok = (share, if share > 0.0 { self.ok.1.max_n(n) } else { Law::point(0.0) });
        let failed = if self.failed.0 > 0.0 { first_failure_of(self, n) } else { self.failed.clone() };
        Self::joined(ok, failed)
    }

    /// This `n` times, one after another.
    pub fn repeated(&self, n: u32) -> Self {
        if self.failed.0 == 0.0 && self.never == 0.0 {
            return Self::success(self.ok.1.repeat_sum(n));
        }
        let (mut power, mut result, mut rest) = (self.clone(), Self::instant(), n);
        while rest > 0 {
            if rest % 2 == 1 {
                result = result.then(&power);
            }
            rest /= 2;
            if rest > 0 {
                power = power.then(&power.clone());
            }
        }
        result
    }

    /// What the caller sees who gives up after `timeout` seconds.
    pub fn within(&self, timeout: f64) -> Self {
        let cut = |(share, law): &(f64, Law)| {
            if *share == 0.0 {
                return (0.0, law.clone());
            }
            let (mass, law) = law.truncate(timeout);
            (share * mass, law)
        };
        let (ok, failed) = (cut(&self.ok), cut(&self.failed));
        let given_up = (1.0 - ok.0 - failed.0).max(0.0);
        let failed = either(failed.0, &failed.1, given_up, &Law::point(timeout));
        Self { ok, failed, never: 0.0 }
    }

    /// P50, P95, P99 and P99.9 over those that succeed and those that wait for ever \[s\]; what fails is counted as
    /// errors. Infinite where the percentile lies among those that wait for ever, NaN if there are only failures.
    pub fn percentiles(&self) -> [f64; 4] {
        const LEVELS: [f64; 4] = [0.5, 0.95, 0.99, 0.999];
        let share = self.ok.0 + self.never;
        if share <= 0.0 {
            return [f64::NAN; 4];
        }
        let answered = self.ok.0 / share;
        if answered >= 1.0 {
            return self.ok.1.quantiles(LEVELS);
        }
        LEVELS.map(|p| if p < answered { self.ok.1.quantile(p / answered) } else { f64::INFINITY })
    }

    /// Mean time of those that succeed; infinite if some wait for ever, NaN if there are only failures \[s\].
    pub fn mean(&self) -> f64 {
        if self.never > 0.0 {
            f64::INFINITY
        } else if self.ok.0 > 0.0 {
            self.ok.1.mean()
        } else {
            f64::NAN
        }
    }

    /// Mean time in the system, of those that succeed and those that fail \[s\].
    pub fn mean_time(&self) -> f64 {
        if self.never > 0.0 {
            return f64::INFINITY;
        }
        let time = |(share, law): &(f64, Law)| if *share > 0.0 { share * law.mean() } else { 0.0 };
        time(&self.ok) + time(&self.failed)
    }

    /// The latency law as points: (time \[s\], share of the successful that are slower). What waits for ever never
    /// comes down; empty if there are only failures.
    pub fn tail(&self) -> Vec<(f64, f64)> {
        if self.ok.0 <= 0.0 {
            return Vec::new();
        }
        let answered = self.ok.0 / (self.ok.0 + self.never);
        self.ok.1.cdf_points().into_iter().map(|(t, cdf)| (t, 1.0 - answered * cdf)).collect()
    }

    fn joined(ok: (f64, Law), failed: (f64, Law)) -> Self {
        let never = (1.0 - ok.0 - failed.0).max(0.0);
        // What is left of rounding is no overload.
        let never = if never < 1e-12 { 0.0 } else { never };
        Self { ok, failed, never }
    }
}

/// A share of one law and a share of another, as one share of their mixture.
fn either(p: f64, a: &Law, q: f64, b: &Law) -> (f64, Law) {
    match (p > 0.0, q > 0.0) {
        // Shares that add to one may round to a little more.
        (true, true) => ((p + q).min(1.0), Law::mix(&[(p / (p + q), a), (q / (p + q), b)])),
        (true, false) => (p, a.clone()),
        (false, true) => (q, b.clone()),
        (false, false) => (0.0, Law::point(0.0)),
    }
}

/// Share of requests of which a branch fails, and when the first does.
fn first_failure(branches: &[Answer]) -> (f64, Law) {
    let failing: Vec<&Answer> = branches.iter().filter(|b| b.failed.0 > 0.0).collect();
    match failing.as_slice() {
        [] => (0.0, Law::point(0.0)),
        [one] => one.failed.clone(),
        many => {
            let laws: Vec<Law> = many.iter().map(|b| until_failure(b)).collect();
            let none: f64 = many.iter().map(|b| libm::log1p(-b.failed.0)).sum();
            (-libm::expm1(none), those_that_fail(&Law::min(&laws.iter().collect::<Vec<_>>())))
        }
    }
}

/// The same for `n` independent branches of one kind.
fn first_failure_of(branch: &Answer, n: u32) -> (f64, Law) {
    // The first of n is found by doubling, as a power is.
    let (mut power, mut first, mut rest) = (until_failure(branch), None, n);
    while rest > 0 {
        if rest % 2 == 1 {
            first = Some(first.map_or_else(|| power.clone(), |f| Law::min(&[&f, &power])));
        }
        rest /= 2;
        if rest > 0 {
            power = Law::min(&[&power, &power]);
        }
    }
    let share = -libm::expm1(f64::from(n) * libm::log1p(-branch.failed.0));
    (share, first.map_or(Law::point(0.0), |f| those_that_fail(&f)))
}

/// When a branch fails, where one that does not is taken to fail beyond every horizon.
fn until_failure(branch: &Answer) -> Law {
    either(branch.failed.0, &branch.failed.1, 1.0 - branch.failed.0, &Law::point(Law::longest())).1
}

/// A law without what lies beyond every horizon.
fn those_that_fail(first: &Law) -> Law {
    first.truncate(Law::longest() * 0.999).1
}
