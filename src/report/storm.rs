//! What is said where a scenario has a second steady state, in which retries keep the system busy. Not the states; those
//! are `plan`'s.

use super::{Caveat, Code, format};
pub use crate::plan::{JourneyState, SteadyState, Storm};
use crate::scenario::Scenario;

/// What to know of it.
pub(super) fn caveat(scenario: &Scenario, storm: &Storm) -> Caveat {
    let pairs = || storm.rest.journeys.iter().zip(&storm.storm.journeys).enumerate();
    let lost = |(_, (rest, storm)): &(usize, (&JourneyState, &JourneyState))| {
        storm.error_fraction - rest.error_fraction
    };
    let worst = pairs().max_by(|a, b| lost(a).total_cmp(&lost(b)));
    let (journey, errors) =
        worst.map_or((0, 0.0), |(journey, (_, in_storm))| (journey, in_storm.error_fraction));
    let name = scenario.journeys.get(journey).map_or("", |j| j.name.as_str());
    let state = format!(
        "{} attempts a call keep the slots busy with work that nobody waits for any more, and {} of {name} fail",
        format::count(storm.storm.amplification),
        format::percent(errors),
    );
    let advice = "A retry budget removes that state; a circuit breaker, and taking abandoned work out of the queue, make it \
                  milder.";
    if storm.collapsed {
        let text = format!(
            "The step of the load at the start leaves the system in a storm of retries, and there it stays: {state}. \
             These are its numbers. {advice}"
        );
        return Caveat { code: Code::Collapsed, service: None, text };
    }
    let text = format!(
        "At this load there is a second steady state, a storm of retries: {state}. A burst that fills the queue for \
         longer than the timeout can bring the system there, and it stays when the burst is over; the numbers here are \
         of the state reached from rest. {advice}"
    );
    Caveat { code: Code::Storm, service: None, text }
}
