//! What one call of the document remembers between its requests: deadlines, its retry budget, its circuit breaker. Not
//! the calls themselves.

use super::breaker::Circuit;
use super::deadline::Deadlines;
use super::program::Site;
use crate::control::retry_budget::RetryBudget;

/// Retries that a full budget has in reserve, so that a few are possible at once.
const RESERVE: f64 = 10.0;

/// The state of one site of the program, for all replicas of the caller together.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Attempts that may take only so long.
    pub timeouts: Deadlines,
    /// Attempts that wait for their second copy.
    pub hedges: Deadlines,
    pub budget: RetryBudget,
    pub circuit: Option<Circuit>,
}

impl Line {
    pub fn new(site: &Site) -> Self {
        Self {
            timeouts: Deadlines::default(),
            hedges: Deadlines::default(),
            budget: Self::full(site),
            circuit: site.breaker.map(Circuit::new),
        }
    }

    fn full(site: &Site) -> RetryBudget {
        let reserve = if site.budget.is_finite() { RESERVE } else { f64::INFINITY };
        RetryBudget::new(site.budget, reserve)
    }

    /// As when it was new.
    pub fn clear(&mut self, site: &Site) {
        self.timeouts.clear();
        self.hedges.clear();
        self.budget = Self::full(site);
        self.circuit = site.breaker.map(Circuit::new);
    }
}
