//! What is said where a scenario has a second steady state, in which retries keep the system busy. Not how the states
//! are found; that is `model::storm`.

use super::{Caveat, Code, format};
use crate::model::Analysis;
use crate::model::shape::Shape;
use crate::model::storm::States;
use crate::scenario::Scenario;

/// Two steady states of the same scenario at the same load.
#[derive(Clone, Debug, PartialEq)]
pub struct Storm {
    /// Whether the report is of the second: a step of the load at the start leaves the system in it.
    pub collapsed: bool,
    /// The state that is reached from rest.
    pub rest: SteadyState,
    /// The state that is reached from a storm of retries, and lasts although the load is what it was.
    pub storm: SteadyState,
}

/// One steady state.
#[derive(Clone, Debug, PartialEq)]
pub struct SteadyState {
    /// Attempts for each call, over all calls that may be tried again.
    pub amplification: f64,
    /// By journey, in the order of the document.
    pub journeys: Vec<JourneyState>,
}

/// One journey in one steady state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JourneyState {
    /// Requests answered successfully \[1/s\].
    pub throughput_per_s: f64,
    /// Share of requests that are not.
    pub error_fraction: f64,
    /// P99 of those that are \[s\]; infinite in overload, NaN if there are none.
    pub p99_s: f64,
}

/// Both states, where there are two.
pub(super) fn of(scenario: &Scenario, shape: &Shape, states: &States) -> Option<Storm> {
    let storm = states.storm.as_ref()?;
    let state = |analysis: &Analysis| SteadyState {
        amplification: analysis.amplification(scenario),
        journeys: scenario
            .journeys
            .iter()
            .map(|journey| {
                let place = shape.place(journey.entry);
                let error_fraction = analysis.errors(place);
                JourneyState {
                    throughput_per_s: journey.load.arrival_rps * (1.0 - error_fraction),
                    error_fraction,
                    p99_s: analysis.path.operations[place].percentiles()[2],
                }
            })
            .collect(),
    };
    Some(Storm { collapsed: states.collapsed, rest: state(&states.rest), storm: state(storm) })
}

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
