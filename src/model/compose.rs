//! How answers of pieces become the answer of the whole: in sequence, in parallel, some of several, by chance, within
//! a deadline. Not what the pieces are.
//!
//! Every operation is looked up in the memo first, by what it is computed from.

use super::answer::{Answer, CAUSES, Cause, NEGLIGIBLE, causes, either};
use super::key::Key;
use super::memo::Memo;
use crate::dist::Law;

impl Answer {
    /// This, and if it succeeds, `next` after it.
    pub fn then(&self, next: &Self, memo: &mut Memo) -> Self {
        if self.is_instant() {
            return next.clone();
        }
        if next.is_instant() {
            return self.clone();
        }
        memo.answer(Key::of("then").with(self.key).with(next.key), || {
            let (p, q) = (self.ok.0, next.ok.0);
            let ok = if p * q > 0.0 { (p * q, self.ok.1.sum(&next.ok.1)) } else { (0.0, Law::point(0.0)) };
            let late = p * next.failed.0;
            let failed = if late > 0.0 {
                let after = if late > NEGLIGIBLE {
                    self.ok.1.sum(&next.failed.1)
                } else {
                    next.failed.1.shift(self.ok.1.mean())
                };
                either(self.failed.0, &self.failed.1, late, &after)
            } else {
                self.failed.clone()
            };
            let causes = causes(1.0, &self.causes, p, &next.causes);
            Self { ok, failed, never: self.never + p * next.never, causes, ..self.clone() }
        })
    }

    /// This with a probability, otherwise success at once.
    pub fn with_probability(self, probability: f64, memo: &mut Memo) -> Self {
        self.or_instead(probability, &Self::instant(), memo)
    }

    /// This with a probability, otherwise `other`.
    pub fn or_instead(self, probability: f64, other: &Self, memo: &mut Memo) -> Self {
        if probability >= 1.0 || self.key == other.key {
            return self;
        }
        if probability <= 0.0 {
            return other.clone();
        }
        let key = Key::of("or").with(self.key).with(other.key).number(probability);
        memo.answer(key, || {
            let (p, q) = (probability, 1.0 - probability);
            Self {
                ok: either(p * self.ok.0, &self.ok.1, q * other.ok.0, &other.ok.1),
                failed: either(p * self.failed.0, &self.failed.1, q * other.failed.0, &other.failed.1),
                never: p * self.never + q * other.never,
                causes: causes(p, &self.causes, q, &other.causes),
                key,
            }
        })
    }

    /// All of these in parallel: succeeds with the last, fails with the first that fails. They are taken as
    /// independent.
    pub fn all(branches: &[Self], memo: &mut Memo) -> Self {
        match branches {
            [] => Self::instant(),
            [one] => one.clone(),
            many => memo.answer(many.iter().fold(Key::of("all"), |k, b| k.with(b.key)), || {
                let laws: Vec<&Law> = many.iter().map(|b| &b.ok.1).collect();
                let share: f64 = many.iter().map(|b| b.ok.0).product();
                let ok = (share, if share > 0.0 { Law::max(&laws) } else { Law::point(0.0) });
                let sum = many.iter().fold([0.0; CAUSES], |sum, b| causes(1.0, &sum, 1.0, &b.causes));
                Self::joined(ok, first_failure(many), sum)
            }),
        }
    }

    /// This `n` times in parallel, independently: succeeds with the last, fails with the first that fails.
    pub fn all_of(&self, n: u32, memo: &mut Memo) -> Self {
        if n == 1 || self.is_instant() {
            return self.clone();
        }
        memo.answer(Key::of("all of").with(self.key).count(n as usize), || {
            let share = crate::num::powi(self.ok.0, n);
            let ok = (share, if share > 0.0 { self.ok.1.max_n(n) } else { Law::point(0.0) });
            let failed = if self.failed.0 > 0.0 { first_failure_of(self, n) } else { self.failed.clone() };
            Self::joined(ok, failed, self.causes)
        })
    }

    /// These in parallel until `need` of them have succeeded; fails when too many have failed for that. They are taken
    /// as independent. Each branch stands for as many copies as its number says.
    pub fn some(branches: &[(Self, u32)], need: u32, memo: &mut Memo) -> Self {
        let key = branches
            .iter()
            .fold(Key::of("some").count(need as usize), |k, (b, n)| k.with(b.key).count(*n as usize));
        memo.answer(key, || {
            let total = branches.iter().fold(0_u32, |sum, (_, n)| sum.saturating_add(*n));
            let need = need.min(total);
            let kth = |k: u32, until: fn(&Self) -> Law| {
                let laws: Vec<Law> = branches.iter().map(|(b, _)| until(b)).collect();
                let kinds: Vec<(&Law, u32)> =
                    laws.iter().zip(branches).map(|(law, (_, n))| (law, *n)).collect();
                Law::k_of_copies(k, &kinds).truncate(Law::longest() * 0.999)
            };
            let ok = kth(need, |b| until(&b.ok));
            let failed = if branches.iter().any(|b| b.0.failed.0 > 0.0) {
                kth(total - need + 1, |b| until(&b.failed))
            } else {
                (0.0, Law::point(0.0))
            };
            let sum = branches
                .iter()
                .fold([0.0; CAUSES], |sum, (b, n)| causes(1.0, &sum, f64::from(*n), &b.causes));
            Self::joined(ok, failed, sum)
        })
    }

    /// This `n` times, one after another.
    pub fn repeated(&self, n: u32, memo: &mut Memo) -> Self {
        if n == 1 || self.is_instant() {
            return self.clone();
        }
        if self.failed.0 == 0.0 && self.never == 0.0 {
            let key = Key::of("repeated").with(self.key).count(n as usize);
            return memo.answer(key, || Self::success(self.ok.1.repeat_sum(n), key));
        }
        let (mut power, mut result, mut rest) = (self.clone(), Self::instant(), n);
        while rest > 0 {
            if rest % 2 == 1 {
                result = result.then(&power, memo);
            }
            rest /= 2;
            if rest > 0 {
                power = power.then(&power.clone(), memo);
            }
        }
        result
    }

    /// What the caller sees who gives up after `timeout` seconds.
    pub fn within(&self, timeout: f64, memo: &mut Memo) -> Self {
        if timeout == f64::INFINITY {
            return self.clone();
        }
        memo.answer(Key::of("within").with(self.key).number(timeout), || {
            let cut = |(share, law): &(f64, Law)| {
                if *share == 0.0 {
                    return (0.0, law.clone());
                }
                let (mass, law) = law.truncate(timeout);
                (share * mass, law)
            };
            let (ok, failed) = (cut(&self.ok), cut(&self.failed));
            let given_up = (1.0 - ok.0 - failed.0).max(0.0);
            let kept = if self.failed.0 > 0.0 { failed.0 / self.failed.0 } else { 0.0 };
            let mut causes = self.causes.map(|c| c * kept);
            causes[Cause::TimedOut as usize] += given_up;
            let failed = either(failed.0, &failed.1, given_up, &Law::point(timeout));
            Self { ok, failed, never: 0.0, causes, ..self.clone() }
        })
    }

    /// The first of two copies to succeed, the second sent `delay` seconds after the first; fails when both have.
    pub fn hedged(&self, delay: f64, memo: &mut Memo) -> Self {
        memo.answer(Key::of("hedged").with(self.key).number(delay), || {
            if self.failed.0 == 0.0 && self.never == 0.0 {
                return Self { ok: (1.0, self.ok.1.hedged(delay)), ..self.clone() };
            }
            let ok = until(&self.ok).hedged(delay).truncate(Law::longest() * 0.999);
            let both = until(&self.failed);
            let failed = Law::max(&[&both, &both.shift(delay)]).truncate(Law::longest() * 0.999);
            Self::joined(ok, failed, self.causes)
        })
    }

    /// What is left after success and failure never answers; causes share the failures as they are to each other.
    fn joined(ok: (f64, Law), failed: (f64, Law), weights: [f64; CAUSES]) -> Self {
        let never = (1.0 - ok.0 - failed.0).max(0.0);
        // What is left of rounding is no overload.
        let never = if never < 1e-12 { 0.0 } else { never };
        let sum: f64 = weights.iter().sum();
        let causes = if sum > 0.0 { weights.map(|w| failed.0 * w / sum) } else { [0.0; CAUSES] };
        Self { ok, failed, never, causes, key: Key::default() }
    }
}

/// Share of requests of which a branch fails, and when the first does.
fn first_failure(branches: &[Answer]) -> (f64, Law) {
    let failing: Vec<&Answer> = branches.iter().filter(|b| b.failed.0 > 0.0).collect();
    match failing.as_slice() {
        [] => (0.0, Law::point(0.0)),
        [one] => one.failed.clone(),
        many => {
            let laws: Vec<Law> = many.iter().map(|b| until(&b.failed)).collect();
            let none: f64 = many.iter().map(|b| libm::log1p(-b.failed.0)).sum();
            (-libm::expm1(none), those_that_do(&Law::min(&laws.iter().collect::<Vec<_>>())))
        }
    }
}

/// The same for `n` independent branches of one kind.
fn first_failure_of(branch: &Answer, n: u32) -> (f64, Law) {
    // The first of n is found by doubling, as a power is.
    let (mut power, mut first, mut rest) = (until(&branch.failed), None, n);
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
    (share, first.map_or(Law::point(0.0), |f| those_that_do(&f)))
}

/// When something happens that happens with a share, where not at all is beyond every horizon.
fn until((share, law): &(f64, Law)) -> Law {
    either(*share, law, 1.0 - share, &Law::point(Law::longest())).1
}

/// A law without what lies beyond every horizon.
fn those_that_do(first: &Law) -> Law {
    first.truncate(Law::longest() * 0.999).1
}
