//! What is asked of the workers, and what comes of their replies. Not who is asked what; that is `job::Pool`.

use super::{Effect, State, baseline, replay};
use crate::job::{self, DESK, Letter, Order, Pool, Reply, Request};
use crate::report::{self, Exploration};
use std::rc::Rc;

/// Names the random numbers of every simulation: the same link shows the same numbers to everyone, and two scenarios
/// share their randomness.
const SEED: u64 = 1;

/// Asks everything anew; what was asked before is dropped.
pub(super) fn ask(state: &mut State) -> Effect {
    state.run.number = state.run.number.wrapping_add(1);
    // A recording that is under way belongs to the run before.
    state.replay.outdate();
    let run = state.run.number;
    let letter = Letter::new(&state.scenario);
    let mut orders = state.desk.ask(run, Request::Explore { run, scenario: Rc::clone(&letter) });
    // What the simulation would play wrongly is not asked of it.
    let unplayed = job::unplayed(&state.scenario);
    orders.extend(match unplayed {
        None => state.pool.begin(run, &state.scenario, letter, SEED, least(state)),
        Some(_) => state.pool.stop(),
    });
    state.run.unplayed = unplayed;
    (state.run.replaced, state.run.progress) = (None, 0.0);
    (state.comparison, state.behind, state.looks_back) = (None, None, None);
    follow(state);
    Effect::Work(orders)
}

/// Asks for a recording of the first replication.
pub(super) fn record(state: &mut State) -> Vec<Effect> {
    let (run, scenario) = (state.run.number, Letter::new(&state.scenario));
    let orders = state.desk.ask(run, Request::Record { run, scenario, seed: SEED });
    effects(orders)
}

/// As many replications as the baseline has, so that each has its twin; where those are too few it is simulated anew.
fn least(state: &State) -> u32 {
    let pinned = state.pinned().filter(|b| b.scenario != state.scenario);
    let before = pinned.and_then(|b| b.observer.as_ref()).filter(|observer| observer.has_batches());
    before.map_or(0, |observer| observer.replications())
}

/// Takes what a worker says.
pub(super) fn hear(state: &mut State, worker: usize, reply: Reply) -> Vec<Effect> {
    let orders = if worker == DESK {
        match state.desk.hear(reply) {
            Some(Reply::Explored { exploration, .. }) => explored(state, exploration),
            Some(Reply::Recorded { trace, .. }) => {
                replay::recorded(state, &trace);
                Vec::new()
            }
            Some(_) => {
                given_up(state);
                Vec::new()
            }
            None => Vec::new(),
        }
    } else {
        let pool = state.behind.as_mut().unwrap_or(&mut state.pool);
        let moments = pool.observer().moments();
        let mut orders = pool.hear(reply);
        if pool.observer().moments() != moments {
            if state.behind.is_some() { baseline::looked(state) } else { look(state) }
        }
        orders.extend(baseline::simulate(state, SEED));
        orders
    };
    follow(state);
    effects(orders)
}

/// Takes the curves over load, and what was found on the way; then those of the baseline are asked for, if it has none.
fn explored(state: &mut State, exploration: Exploration) -> Vec<Order> {
    if let Some(of) = state.looks_back.take() {
        baseline::learn(state, &of, Rc::new(exploration));
        return Vec::new();
    }
    if exploration.storm.is_some() {
        state.report = Rc::new(report::complete(&state.scenario, &state.report, exploration.storm.as_ref()));
    }
    state.exploration = Some(Rc::new(exploration));
    baseline::explored(state)
}

/// Looks at the replications there are.
fn look(state: &mut State) {
    let observation = state.pool.observer().observation();
    // Most replications say nothing new of the closed forms: what is drawn from them then stays.
    let report = report::observe(&state.report, &observation);
    if report != *state.report {
        state.report = Rc::new(report);
    }
    state.run.progress = state.pool.progress(&observation);
    state.observation = Some(Rc::new(observation));
    let Some(baseline) = state.pinned() else { return };
    if baseline.scenario == state.scenario {
        // It goes on while nothing was changed, or was changed back.
        let has = baseline.observer.as_ref().map_or(0, |o| o.replications());
        if state.pool.observer().replications() > has {
            let observer = Some(Rc::new(state.pool.observer().clone()));
            if let Some(baseline) = state.pinned_mut() {
                baseline.observer = observer;
            }
        }
    } else {
        baseline::compare(state);
    }
}

/// A worker died.
pub(super) fn crashed(state: &mut State, worker: usize, why: &str) -> Vec<Effect> {
    let orders = if worker == DESK {
        let orders = state.desk.crashed();
        if state.desk.is_given_up() {
            given_up(state);
        }
        orders
    } else {
        let pool = state.behind.as_mut().unwrap_or(&mut state.pool);
        let replaced = pool.replaced();
        let orders = pool.crashed(worker, why);
        if pool.replaced() > replaced {
            state.run.replaced = Some((pool.replaced(), why.to_owned()));
        }
        orders
    };
    follow(state);
    effects(orders)
}

/// Nobody will answer what the desk was asked.
fn given_up(state: &mut State) {
    if state.run.exploring {
        state.exploration = None;
    }
    state.looks_back = None;
    state.replay.outdate();
}

/// Brings what the page shows of the workers up to date.
fn follow(state: &mut State) {
    state.run.exploring = state.desk.is_exploring() && state.looks_back.is_none();
    state.run.simulating = state.pool.is_busy();
    state.run.compares = state.behind.as_ref().is_some_and(Pool::is_busy);
    let failed = state.pool.failed().map(|why| format!("The worker could not do its work: {why}"));
    state.run.failed = state.run.unplayed.clone().or(failed);
}

fn effects(orders: Vec<Order>) -> Vec<Effect> {
    if orders.is_empty() { Vec::new() } else { vec![Effect::Work(orders)] }
}
