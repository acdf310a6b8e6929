//! Two steady states where what fails is tried again: whether there are two, and which of them a step of the load
//! leaves the system in. Not the states themselves; each is an [`Analysis`].

use super::memo::Memo;
use super::shape::Shape;
use super::{Analysis, Start, analyse, may_storm};
use crate::scenario::call::Jitter;
use crate::scenario::event::What;
use crate::scenario::service::Balancing;
use crate::scenario::{Call, Event, Scenario};

/// The steady states of a scenario.
#[derive(Clone, Debug)]
pub struct States {
    /// The one that is reached from rest.
    pub rest: Analysis,
    /// The one that is reached from a storm of retries, where that is another.
    pub storm: Option<Analysis>,
    /// Whether a step of the load at the start leaves the system in the storm.
    pub collapsed: bool,
}

/// Share of the requests of a journey that must fare differently in two states that are two.
const APART: f64 = 0.01;

/// Finds the steady states at `factor` times the load.
pub fn states(scenario: &Scenario, shape: &Shape, factor: f64, memo: &mut Memo) -> States {
    let rest = analyse(scenario, shape, factor, Start::Rest, memo);
    if !may_storm(scenario) {
        return States { rest, storm: None, collapsed: false };
    }
    let storm = analyse(scenario, shape, factor, Start::Storm, memo);
    let errors = |a: &Analysis, place| a.errors(place);
    let apart = scenario.journeys.iter().any(|journey| {
        let place = shape.place(journey.entry);
        errors(&storm, place) - errors(&rest, place) > APART
    });
    if !(apart && rest.settled && storm.settled) {
        return States { rest, storm: None, collapsed: false };
    }
    let collapsed = stays(scenario, &rest, &storm);
    States { rest, storm: Some(storm), collapsed }
}

/// Whether the scenario's own events can leave it in the storm, so that it must be known before anything is said.
pub fn may_collapse(scenario: &Scenario) -> bool {
    may_storm(scenario) && first_steps(scenario).next().is_some()
}

/// Steps of the load at the start.
fn first_steps(scenario: &Scenario) -> impl Iterator<Item = &Event> {
    scenario.events.iter().filter(|e| e.rows.what == What::LoadStep && e.rows.at_s == 0.0)
}

impl States {
    /// The state that the scenario is in.
    pub fn present(&self) -> &Analysis {
        self.storm.as_ref().filter(|_| self.collapsed).unwrap_or(&self.rest)
    }
}

impl Analysis {
    /// Share of the requests of an operation that are not answered: those that fail, and in overload those that wait
    /// for ever.
    pub fn errors(&self, place: usize) -> f64 {
        let failed = self.path.operations[place].failed.0;
        (failed + (1.0 - self.delivered.operations[place])).clamp(0.0, 1.0)
    }

    /// Attempts for each call that no cache answers, over all calls that may be tried again; 1 if there are none.
    pub fn amplification(&self, scenario: &Scenario) -> f64 {
        let again = || scenario.calls.iter().enumerate().filter(|c| c.1.rows.retries > 0);
        let made: f64 = again().map(|(c, _)| self.rates.origin[c]).sum();
        let attempts: f64 = again().map(|(c, _)| self.rates.attempts[c]).sum();
        if made > 0.0 { attempts / made } else { 1.0 }
    }
}

/// Whether a step of the load at the start leaves the system in the storm.
///
/// # Formula
/// A step to `a` times the load λ for `T` leaves `Q = min((a λ - μ) T, places)` waiting at a station that does μ a second.
/// Whoever comes then waits longer than its timeout τ until the queue is down to `μ τ`, which takes `(Q - μ τ) / (μ - λ)`.
/// The storm feeds itself if the first retries, after `τ` and a back-off, find the queue still that long.
///
/// # Source
/// A fluid limit; the mechanism is that of Bronson et al. 2021.
///
/// # Accuracy
/// Of 70 random stations with exponential work and bursts of 40 to 3000 requests, played twice each, it is right for 62; the
/// others come close to either state, and six of them stay in the storm though the formula says that they recover.
fn stays(scenario: &Scenario, rest: &Analysis, storm: &Analysis) -> bool {
    scenario.calls.iter().enumerate().any(|(c, call)| {
        let swells = storm.rates.attempts[c] > rest.rates.attempts[c] * (1.0 + APART);
        let (station, timeout) = (&rest.stations[call.target.service], call.rows.timeout_ms / 1000.0);
        let hold = station.mean_hold();
        let Some(servers) = station.servers.filter(|_| swells && timeout > 0.0 && hold > 0.0) else {
            return false;
        };
        let (load, most) = (station.arrival_rate, f64::from(servers) / hold);
        let long = most * (timeout - call.rows.transfer_s()).max(0.0);
        first_steps(scenario).any(|step| {
            let grown = (load * step.rows.amount - most) * step.rows.for_s;
            let beyond = grown.min(places(scenario, call)) - long;
            beyond > 0.0 && beyond >= (timeout + first_pause(call)) * (most - load)
        })
    })
}

/// Requests that may wait for the callee of a call, over all of its queues.
fn places(scenario: &Scenario, call: &Call) -> f64 {
    let service = &scenario.services[call.target.service];
    let queues = if service.capacity.balancing == Balancing::Shared { 1 } else { service.replicas_up() };
    let all = f64::from(queues) * f64::from(service.node_sets());
    service.queue_places().map_or(f64::INFINITY, |places| f64::from(places) * all)
}

/// Mean wait before the first retry \[s\].
fn first_pause(call: &Call) -> f64 {
    let longest = call.rows.backoff_ms / 1000.0;
    if call.rows.backoff_jitter == Jitter::Full { 0.5 * longest } else { longest }
}
