//! How a piece of the path answers: when it succeeds, when it fails, and how often it does neither. Not where those
//! times come from.
//!
//! An answer has three outcomes whose shares add to one: it succeeds after a time with a law, it fails after a time
//! with a law, or it never answers, because a service on the way is overloaded.

use super::key::Key;
use crate::dist::Law;

/// Why a request is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A full queue, an open breaker or a service without replicas refused it.
    Refused,
    /// Somebody did not wait any longer.
    TimedOut,
    /// A service answered with an error.
    Failed,
    /// A full queue dropped it.
    Dropped,
}

/// A share of requests so small that its place in time moves no percentile that is shown: at P99.9 by a thousandth of
/// the tail. The share itself is always counted.
pub(super) const NEGLIGIBLE: f64 = 1e-6;

/// Number of causes.
pub const CAUSES: usize = 4;

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
    /// The share that fails, by [`Cause`].
    pub causes: [f64; CAUSES],
    /// What it was computed from.
    pub key: Key,
}

impl Answer {
    /// Succeeds at once.
    pub fn instant() -> Self {
        Self { key: Key::of("instant"), ..Self::success(Law::point(0.0), Key::default()) }
    }

    /// Succeeds after a constant time \[s\].
    pub fn after(time: f64) -> Self {
        if time > 0.0 {
            Self::success(Law::point(time), Key::of("after").number(time))
        } else {
            Self::instant()
        }
    }

    /// Always succeeds, after a time with this law, which was computed from what the key says.
    pub fn success(law: Law, key: Key) -> Self {
        Self { ok: (1.0, law), ..Self::nothing(key) }
    }

    /// Never answers.
    pub fn never() -> Self {
        Self { never: 1.0, ..Self::nothing(Key::of("never")) }
    }

    /// The same, but who succeeds does so at once.
    pub fn without_wait(&self) -> Self {
        let ok = (self.ok.0, Law::point(0.0));
        Self { ok, key: Key::of("without wait").with(self.key), ..self.clone() }
    }

    /// Always fails, after a time with this law.
    pub fn failure(law: Law, cause: Cause, key: Key) -> Self {
        let mut causes = [0.0; CAUSES];
        causes[cause as usize] = 1.0;
        Self { failed: (1.0, law), causes, ..Self::nothing(key) }
    }

    fn nothing(key: Key) -> Self {
        let none = || (0.0, Law::point(0.0));
        Self { ok: none(), failed: none(), never: 0.0, causes: [0.0; CAUSES], key }
    }

    /// Whether it succeeds at once, always.
    pub fn is_instant(&self) -> bool {
        self.key == Self::instant().key
    }

    /// The same outcomes without the failures: what the others see.
    pub fn spared(&self) -> Self {
        let ok = self.ok.0 + self.failed.0;
        let law = either(self.ok.0, &self.ok.1, self.failed.0, &self.failed.1).1;
        Self {
            ok: (ok, law),
            failed: (0.0, Law::point(0.0)),
            never: self.never,
            causes: [0.0; CAUSES],
            key: Key::of("spared").with(self.key),
        }
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
}

/// A share of one law and a share of another, as one share of their mixture.
pub(super) fn either(p: f64, a: &Law, q: f64, b: &Law) -> (f64, Law) {
    match (p > 0.0, q > 0.0) {
        // Shares that add to one may round to a little more.
        (true, true) => ((p + q).min(1.0), Law::mix(&[(p / (p + q), a), (q / (p + q), b)])),
        (true, false) => (p, a.clone()),
        (false, true) => (q, b.clone()),
        (false, false) => (0.0, Law::point(0.0)),
    }
}

/// Causes of two shares together.
pub(super) fn causes(p: f64, a: &[f64; CAUSES], q: f64, b: &[f64; CAUSES]) -> [f64; CAUSES] {
    std::array::from_fn(|i| p * a[i] + q * b[i])
}
