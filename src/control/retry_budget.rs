//! A token budget that keeps retries to a fraction of first attempts.
//!
//! It does not decide when to retry, only whether one may be afforded.

/// Tokens: first attempts pay in, retries take out.
///
/// # Formula
/// A first attempt adds the budget's fraction of a token, up to the reserve; a retry takes a whole one.
///
/// # Domain
/// Fraction 0 or more, reserve at least one token. Starts full, so that a few retries are possible at once.
///
/// # Source
/// gRPC retry throttling (proposal A6); Google, Site Reliability Engineering, 2016, chapter 21.
///
/// # Accuracy
/// Tokens are counted in whole thousandths.
///
/// ```
/// use headroom::control::retry_budget::RetryBudget;
/// let mut budget = RetryBudget::new(0.1, 2.0);
/// assert!(budget.retry() && budget.retry() && !budget.retry());
/// (0..10).for_each(|_| budget.first_attempt());
/// assert!(budget.retry() && !budget.retry());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryBudget {
    /// Thousandths of a token, so that ten tenths are one.
    tokens: u64,
    reserve: u64,
    earned: u64,
}

const TOKEN: u64 = 1000;

impl RetryBudget {
    /// A full budget: retries as a fraction of first attempts, and the tokens it can hold.
    pub fn new(fraction: f64, reserve: f64) -> Self {
        let thousandths = |x: f64| (x.max(0.0) * TOKEN as f64).round() as u64;
        let reserve = thousandths(reserve).max(TOKEN);
        Self { tokens: reserve, reserve, earned: thousandths(fraction) }
    }

    /// A request was sent for the first time.
    pub fn first_attempt(&mut self) {
        self.tokens = self.tokens.saturating_add(self.earned).min(self.reserve);
    }

    /// Whether a retry may go; it is paid for if so.
    pub fn retry(&mut self) -> bool {
        let affordable = self.tokens >= TOKEN;
        if affordable {
            self.tokens -= TOKEN;
        }
        affordable
    }

    /// Tokens left.
    pub fn tokens(&self) -> f64 {
        self.tokens as f64 / TOKEN as f64
    }
}

#[cfg(test)]
mod tests {
    use super::RetryBudget;

    #[test]
    fn in_the_long_run_the_fraction_holds() {
        let mut budget = RetryBudget::new(0.2, 10.0);
        let mut retries = 0;
        for _ in 0..10_000 {
            budget.first_attempt();
            retries += u32::from(budget.retry());
        }
        assert!((2000..=2010).contains(&retries), "{retries}");
        assert!(!(0..3).any(|_| budget.retry()));
        assert!(budget.tokens() < 1.0);
    }

    #[test]
    fn odd_settings() {
        let mut none = RetryBudget::new(f64::NAN, -1.0);
        assert!(none.retry());
        none.first_attempt();
        assert!(!none.retry());
        assert!(RetryBudget::new(f64::INFINITY, f64::INFINITY).retry());
    }
}
