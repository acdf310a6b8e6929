//! The two steady states of a scenario in which retries can keep the system busy, side by side. Not how they are found;
//! that is `model::storm`.

use crate::model::memo::Memo;
use crate::model::shape::Shape;
use crate::model::storm::{States, states};
use crate::model::{Analysis, may_storm};
use crate::scenario::Scenario;

/// Two steady states of the same scenario at the same load.
#[derive(Clone, Debug, PartialEq)]
pub struct Storm {
    /// Whether the scenario is in the second: a step of the load at the start leaves the system in it.
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

/// Both states at the present load, where there are two.
pub(crate) fn storm(scenario: &Scenario, shape: &Shape, memo: &mut Memo) -> Option<Storm> {
    if may_storm(scenario) { beside(scenario, shape, &states(scenario, shape, 1.0, memo)) } else { None }
}

/// Both states that were found, where there are two.
pub(crate) fn beside(scenario: &Scenario, shape: &Shape, states: &States) -> Option<Storm> {
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
