//! Whom the users of a journey wait for, down the calls. Not for how long.

use crate::scenario::{Action, Scenario};

/// Which services somebody who enters at an operation waits for, and whether for a scarce call.
pub(super) fn waits_for(
    scenario: &Scenario,
    service: usize,
    operation: usize,
    scarce: &[bool],
) -> (Vec<bool>, bool) {
    let (mut found, mut in_vain) = (vec![false; scenario.services.len()], false);
    let mut reached = vec![(service, operation)];
    let mut next = 0;
    while let Some(&(s, o)) = reached.get(next) {
        next += 1;
        found[s] = true;
        for &step in &scenario.services[s].operations[o].steps {
            let Action::Calls(_, calls) = &scenario.steps[step].action else { continue };
            for &index in calls {
                let call = &scenario.calls[index];
                let target = (call.target.service, call.target.operation);
                let waits = call.rows.awaited && call.rows.probability > 0.0;
                in_vain |= waits && scarce[index];
                if waits && !reached.contains(&target) {
                    reached.push(target);
                }
            }
        }
    }
    (found, in_vain)
}
