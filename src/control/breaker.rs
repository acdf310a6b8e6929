//! A circuit breaker by counts: closed, open, half-open.
//!
//! It has no clock and sends nothing; it is told when something happens and answers whether a call may go.

use std::collections::VecDeque;

/// When a breaker opens and closes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Last calls that are looked at.
    pub window: usize,
    /// Calls that must have ended before the failures count.
    pub least_calls: usize,
    /// Fraction of failures at which it opens.
    pub failure_fraction: f64,
    /// How long it stays open \[s\].
    pub open_for: f64,
    /// Calls let through to try whether it is well again; as many must succeed.
    pub trials: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { window: 100, least_calls: 100, failure_fraction: 0.5, open_for: 60.0, trials: 10 }
    }
}

/// Where a breaker stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum State {
    /// Calls go through.
    Closed,
    /// Calls are refused until this time \[s\].
    Open(f64),
    /// A few calls go through on trial.
    HalfOpen {
        /// Calls let through.
        sent: u32,
        /// Calls that came back well.
        well: u32,
    },
}

/// A breaker that counts the last calls.
///
/// # Formula
/// Opens when at least `failure_fraction` of the last `window` calls failed and `least_calls` have ended; after `open_for`
/// seconds lets `trials` calls through; closes when all of them succeed, opens again at the first that fails.
///
/// # Domain
/// A window or number of trials of 0 counts as 1. Answers to calls sent before it opened are ignored.
///
/// # Source
/// Nygard, Release It!, 2007; the count-based window of resilience4j.
///
/// # Accuracy
/// Exact.
///
/// ```
/// use headroom::control::breaker::{Breaker, Settings};
/// let mut breaker = Breaker::new(Settings { window: 4, least_calls: 4, open_for: 10.0, trials: 1, ..Settings::default() });
/// for failed in [true, false, true, true] {
///     assert!(breaker.allows(0.0));
///     breaker.ended(failed, 0.0);
/// }
/// assert!(!breaker.allows(9.9) && breaker.allows(10.0));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Breaker {
    settings: Settings,
    state: State,
    last: VecDeque<bool>,
    failures: usize,
}

impl Breaker {
    /// A closed breaker.
    pub fn new(settings: Settings) -> Self {
        let settings =
            Settings { window: settings.window.max(1), trials: settings.trials.max(1), ..settings };
        Self { settings, state: State::Closed, last: VecDeque::new(), failures: 0 }
    }

    /// Where it stands, without asking.
    pub fn state(&self) -> State {
        self.state
    }

    /// Whether a call may go now \[s\]; a trial is counted as sent.
    pub fn allows(&mut self, now: f64) -> bool {
        if let State::Open(until) = self.state {
            if now < until {
                return false;
            }
            self.state = State::HalfOpen { sent: 0, well: 0 };
        }
        match &mut self.state {
            State::HalfOpen { sent, .. } if *sent >= self.settings.trials => false,
            State::HalfOpen { sent, .. } => {
                *sent += 1;
                true
            }
            _ => true,
        }
    }

    /// A call that was let through has ended now \[s\].
    pub fn ended(&mut self, failed: bool, now: f64) {
        match self.state {
            State::Closed => self.count(failed, now),
            State::Open(_) => {}
            State::HalfOpen { .. } if failed => self.open(now),
            State::HalfOpen { sent, well } if well + 1 >= self.settings.trials => {
                debug_assert!(sent >= self.settings.trials, "every trial was let through");
                self.state = State::Closed;
            }
            State::HalfOpen { sent, well } => self.state = State::HalfOpen { sent, well: well + 1 },
        }
    }

    fn count(&mut self, failed: bool, now: f64) {
        self.last.push_back(failed);
        self.failures += usize::from(failed);
        if self.last.len() > self.settings.window {
            self.failures -= usize::from(self.last.pop_front() == Some(true));
        }
        let enough = self.last.len() >= self.settings.least_calls.min(self.settings.window);
        let fraction = self.failures as f64 / self.last.len() as f64;
        if enough && self.failures > 0 && fraction >= self.settings.failure_fraction {
            self.open(now);
        }
    }

    fn open(&mut self, now: f64) {
        self.state = State::Open(now + self.settings.open_for);
        self.last.clear();
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::{Breaker, Settings, State};

    fn small() -> Breaker {
        let settings =
            Settings { window: 4, least_calls: 2, open_for: 5.0, trials: 2, ..Settings::default() };
        Breaker::new(settings)
    }

    #[test]
    fn old_failures_are_forgotten() {
        let mut breaker = small();
        for failed in [false, false, false, true, false, false, false, true] {
            breaker.ended(failed, 0.0);
        }
        assert_eq!(breaker.state(), State::Closed);
        breaker.ended(true, 1.0);
        assert_eq!(breaker.state(), State::Open(6.0));
    }

    #[test]
    fn trials_decide() {
        let mut breaker = small();
        breaker.ended(true, 0.0);
        breaker.ended(true, 0.0);
        assert!(!breaker.allows(4.0));
        assert!(breaker.allows(5.0) && breaker.allows(5.0) && !breaker.allows(5.0));
        breaker.ended(false, 5.1);
        breaker.ended(true, 5.2);
        assert_eq!(breaker.state(), State::Open(10.2));
        assert!(breaker.allows(11.0) && breaker.allows(11.0));
        breaker.ended(false, 11.1);
        breaker.ended(false, 11.1);
        assert_eq!(breaker.state(), State::Closed);
        assert!(breaker.allows(11.2));
    }
}
