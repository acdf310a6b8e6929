//! Whether the simulation can be asked at all. Not what it says.

use crate::scenario::Scenario;
use crate::sim;

/// Why the simulation has no say on a scenario: what it would have to play and does not. None where it plays everything.
pub fn unplayed(scenario: &Scenario) -> Option<String> {
    let names = sim::unplayed(scenario);
    (!names.is_empty()).then(|| format!("The simulation does not play {}.", names.join(", ")))
}
