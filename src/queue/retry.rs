//! Timeouts and retries of one caller: how often it tries, how long it takes, what a budget saves.
//!
//! Attempts are given as a law; that retries make the attempts slower is `retry_storm`.

use crate::dist::Law;

/// A request with a timeout per attempt and several attempts.
#[derive(Clone, Debug, PartialEq)]
pub struct Retried {
    /// Chance that an attempt times out.
    pub attempt_fails: f64,
    /// Chance that some attempt is in time.
    pub success: f64,
    /// Mean number of attempts.
    pub attempts: f64,
    /// Mean time until the last attempt has failed \[s\].
    pub failure_time: f64,
    /// The law of the time of those that succeed; `None` if none can.
    pub latency: Option<Law>,
}

/// Attempts of this law, each given up after `timeout` \[s\], and one more after each of the `pauses`.
///
/// # Formula
/// `q = P(X > τ)`; success `1 - q^(R+1)`, attempts `(1 - q^(R+1)) / (1 - q)`. Success in attempt `i` has chance `q^i (1 - q)`
/// and takes `i τ`, the first `i` pauses and `X` given `X <= τ`. Failure takes `(R+1) τ` and all pauses.
///
/// # Domain
/// Any timeout of 0 or more. `τ` below the least of `X`: no success, `R + 1` attempts, no latency. Attempts are independent.
///
/// # Source
/// Geometric trials; Nygard, Release It!, 2007, on why the timeout matters.
///
/// # Accuracy
/// Chances 1e-6 relative, mean 1e-6, quantiles as the [algebra](crate::dist::algebra) of laws.
///
/// ```
/// use headroom::{dist::Law, queue::retry::retried};
/// let attempt = Law::from_survival(|t| (-t / 0.1).exp(), Some(0.1));
/// let request = retried(&attempt, 0.2, &[Law::point(0.05), Law::point(0.1)]);
/// assert!((request.success - 0.997_521_247_823_334).abs() < 1e-6);
/// assert!((request.failure_time - 0.75).abs() < 1e-12);
/// ```
pub fn retried(attempt: &Law, timeout: f64, pauses: &[Law]) -> Retried {
    let timeout = timeout.max(0.0);
    let fails = attempt.survival(timeout);
    let paused: f64 = pauses.iter().map(Law::mean).sum();
    let failure_time = (pauses.len() as f64 + 1.0) * timeout + paused;
    let (mut attempts, mut reached) = (0.0, 1.0);
    let mut parts = Vec::with_capacity(pauses.len() + 1);
    let (chance, on_time) = attempt.truncate(timeout);
    let mut before = Law::point(0.0);
    for i in 0..=pauses.len() {
        attempts += reached;
        parts.push((reached * (1.0 - fails), before.sum(&on_time)));
        reached *= fails;
        if let Some(pause) = pauses.get(i) {
            before = before.shift(timeout).sum(pause);
        }
    }
    let possible = chance > 0.0 && fails < 1.0;
    let latency = possible.then(|| {
        let parts: Vec<(f64, &Law)> = parts.iter().map(|(w, law)| (*w, law)).collect();
        Law::mix(&parts)
    });
    Retried { attempt_fails: fails, success: 1.0 - reached, attempts, failure_time, latency }
}

/// A pause spread evenly between nothing and `longest` \[s\]: backoff with full jitter.
///
/// ```
/// let pause = headroom::queue::retry::even_pause(0.1);
/// assert!((pause.mean() - 0.05).abs() < 1e-15 && (pause.quantile(0.9) - 0.09).abs() < 1e-4);
/// ```
pub fn even_pause(longest: f64) -> Law {
    let positive = longest > 0.0;
    if !positive {
        return Law::point(0.0);
    }
    Law::starting_at(0.0, |t| (1.0 - t / longest).max(0.0), Some(0.5 * longest), longest)
}

/// Load with retries, without and with a budget.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Budgeted {
    /// Attempts without a budget [per second].
    pub unbudgeted: f64,
    /// Attempts with it [per second].
    pub offered: f64,
    /// Whether the budget holds some retries back.
    pub binding: bool,
}

/// Attempts when each fails with chance `fails`, at most `retries` times more, and retries are at most the fraction `budget` of
/// first attempts.
///
/// # Formula
/// `min(λ Σ_{i<=R} q^i, λ (1 + β))`.
///
/// # Domain
/// `0 <= q <= 1`, clamped; `β >= 0`, infinite for no budget. `q` is given: under load it rises with the attempts, see
/// [`retry_storm`](super::retry_storm).
///
/// # Source
/// Google, Site Reliability Engineering, 2016, chapter 21.
///
/// # Accuracy
/// 1e-15 relative.
///
/// ```
/// let load = headroom::queue::retry::budgeted(100.0, 0.3, 3, 0.1);
/// assert!((load.unbudgeted - 141.7).abs() < 1e-12 && (load.offered - 110.0).abs() < 1e-12 && load.binding);
/// ```
pub fn budgeted(rate: f64, fails: f64, retries: u32, budget: f64) -> Budgeted {
    let unbudgeted = rate * attempts(fails, retries);
    let most = rate * (1.0 + budget.max(0.0));
    Budgeted { unbudgeted, offered: unbudgeted.min(most), binding: most < unbudgeted }
}

/// Mean attempts of a request whose attempts fail with chance `fails`: `Σ_{i<=R} q^i`.
pub(crate) fn attempts(fails: f64, retries: u32) -> f64 {
    let q = fails.clamp(0.0, 1.0);
    (0..retries).fold(1.0, |sum, _| 1.0 + q * sum)
}

#[cfg(test)]
mod tests {
    use super::{attempts, budgeted, even_pause, retried};
    use crate::dist::Law;

    #[test]
    fn constants_stay_exact() {
        let attempt = Law::points(&[(0.1, 0.5), (1.0, 0.5)]);
        let request = retried(&attempt, 0.2, &[Law::point(0.05)]);
        assert_eq!((request.attempt_fails, request.success, request.attempts), (0.5, 0.75, 1.5));
        let latency = request.latency.unwrap();
        assert_eq!(latency.quantile(0.6), 0.1);
        assert!((latency.quantile(0.9) - 0.35).abs() < 1e-12);
    }

    #[test]
    fn a_timeout_below_the_fastest_never_succeeds() {
        let request = retried(&Law::point(0.2), 0.1, &[Law::point(0.05), Law::point(0.1)]);
        assert_eq!((request.success, request.attempts, request.latency), (0.0, 3.0, None));
        assert!((request.failure_time - 0.45).abs() < 1e-15);
        assert_eq!(retried(&Law::point(0.1), 0.1, &[]).success, 1.0);
    }

    #[test]
    fn jitter_shortens_the_failure() {
        let attempt = Law::from_survival(|t| libm::exp(-t), Some(1.0));
        let request = retried(&attempt, 0.5, &[even_pause(0.4)]);
        assert!((request.failure_time - 1.2).abs() < 1e-9);
        assert_eq!(even_pause(-1.0).constant(), Some(0.0));
    }

    #[test]
    fn without_budget_nothing_binds() {
        assert!(!budgeted(100.0, 0.9, 3, f64::INFINITY).binding);
        assert_eq!(attempts(1.0, 3), 4.0);
        assert_eq!(attempts(0.5, 0), 1.0);
    }
}
