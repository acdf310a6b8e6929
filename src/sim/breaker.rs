//! The circuit breaker of one call: whether calls may go, and which ends it hears of. Not when it opens; that is
//! `control::breaker`.

use crate::control::breaker::{Breaker, Settings, State};

/// A breaker that is told only of calls that were let through in the state it is in: late ends of older calls say
/// nothing of it.
#[derive(Clone, Debug)]
pub(super) struct Circuit {
    breaker: Breaker,
    /// How often its state has changed.
    era: u32,
}

impl Circuit {
    pub fn new(settings: Settings) -> Self {
        Self { breaker: Breaker::new(settings), era: 0 }
    }

    /// Whether a call may go now \[s\]: the era it belongs to.
    pub fn allows(&mut self, now: f64) -> Option<u32> {
        let allowed = self.change(|breaker| breaker.allows(now));
        allowed.then_some(self.era)
    }

    /// A call of an era has ended now \[s\].
    pub fn ended(&mut self, era: u32, failed: bool, now: f64) {
        if era == self.era {
            self.change(|breaker| breaker.ended(failed, now));
        }
    }

    fn change<T>(&mut self, by: impl FnOnce(&mut Breaker) -> T) -> T {
        let kind = |state: State| std::mem::discriminant(&state);
        let before = kind(self.breaker.state());
        let answer = by(&mut self.breaker);
        self.era = self.era.wrapping_add(u32::from(kind(self.breaker.state()) != before));
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::Circuit;
    use crate::control::breaker::Settings;

    #[test]
    fn late_ends_of_older_calls_say_nothing() {
        let settings =
            Settings { window: 2, least_calls: 2, failure_fraction: 0.5, open_for: 1.0, trials: 1 };
        let mut circuit = Circuit::new(settings);
        let eras: Vec<_> = (0..3).map(|_| circuit.allows(0.0).expect("closed")).collect();
        circuit.ended(eras[0], true, 0.1);
        circuit.ended(eras[1], true, 0.1);
        assert_eq!(circuit.allows(0.5), None);
        let trial = circuit.allows(1.2).expect("a trial");
        // Neither well nor badly does the third decide the trial.
        circuit.ended(eras[2], false, 1.3);
        assert_eq!(circuit.allows(1.3), None);
        circuit.ended(trial, false, 1.4);
        assert!(circuit.allows(1.4).is_some());
    }
}
