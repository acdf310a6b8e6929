//! What the present document is compared with: an earlier one that was pinned, or that came with a link. Not by how much they
//! differ; that is `report::compare`.

use super::{Effect, State, library, update};
use crate::job::{self, Letter, Merged, Order, Request};
use crate::report::{self, Answers, Evaluator, Exploration, compare};
use crate::scenario::{Scenario, codec, preset};
use std::rc::Rc;

/// The flag of a link that holds the document to compare with: the name of an example, or a payload.
pub const FLAG: &str = "baseline";

/// A document that was pinned, with its answers.
#[derive(Clone, Debug)]
pub struct Baseline {
    /// The document.
    pub scenario: Rc<Scenario>,
    /// The sitting it was pinned in.
    pub sitting: u32,
    /// The closed forms' answers, in the order of the document that is shown.
    pub shown: Rc<Answers>,
    /// The same in its own order.
    pub answers: Rc<Answers>,
    /// Its replications, so that it is not simulated again; none where there were none yet.
    pub observer: Option<Rc<Merged>>,
}

impl Baseline {
    fn new(scenario: Rc<Scenario>, sitting: u32, answers: Answers) -> Self {
        let answers = Rc::new(answers);
        Self { scenario, sitting, shown: Rc::clone(&answers), answers, observer: None }
    }

    /// Arranges its answers as a document has its parts.
    pub(super) fn align(&mut self, now: &Scenario) {
        self.shown = if report::are_aligned(&self.scenario, now) {
            Rc::clone(&self.answers)
        } else {
            Rc::new(report::aligned(&self.scenario, &self.answers, now))
        };
    }
}

/// Keeps the present answers to compare with, and the replications with them; pinned ones are let go.
pub(super) fn toggle(state: &mut State) -> Vec<Effect> {
    (state.comparison, state.behind) = (None, None);
    state.run.compares = false;
    state.baseline = if state.pinned().is_some() {
        None
    } else {
        let exploration = state.exploration.clone().filter(|_| !state.run.exploring);
        let answers = Answers { report: Rc::clone(&state.report), exploration };
        let observer = state.observation.is_some().then(|| Rc::new(state.pool.observer().clone()));
        let pinned = Baseline::new(Rc::clone(&state.scenario), state.history.sitting(), answers);
        Some(Baseline { observer, ..pinned })
    };
    vec![Effect::ReplaceAddress(update::link(state)), library::last(state)]
}

/// Pins what a link says is to be compared with, if it says so.
///
/// # Errors
/// Says what was expected.
pub(super) fn follow(state: &mut State, value: Option<&str>) -> Result<(), String> {
    let Some(value) = value else { return Ok(()) };
    let link = codec::decode(value).map_err(|why| format!("the flag `{FLAG}` is no scenario: {why}"))?;
    let scenario = Rc::new(link.scenario);
    let answers = Answers { report: Rc::new(Evaluator::new().evaluate(&scenario)), exploration: None };
    let mut baseline = Baseline::new(scenario, state.history.sitting(), answers);
    baseline.align(&state.scenario);
    (state.baseline, state.comparison) = (Some(baseline), None);
    Ok(())
}

/// A document as the value of the flag.
fn value(scenario: &Scenario) -> String {
    let short = codec::encode(scenario);
    if preset::find(&short).is_some() { short } else { codec::encode_payload(scenario) }
}

/// A fragment, or the number of a document that is kept, with what it is compared with behind it.
pub fn with(pinned: Option<&Scenario>, fragment: String) -> String {
    let flag = pinned.map(|scenario| (FLAG.to_owned(), value(scenario)));
    codec::with_flags(fragment, flag.as_slice())
}

/// Parts what [`with`] has joined.
pub(super) fn parted(text: &str) -> (&str, Option<&str>) {
    let parted =
        text.rsplit_once("/!").and_then(|(rest, flag)| Some((rest, flag.strip_prefix("baseline=")?)));
    parted.map_or((text, None), |(rest, value)| (rest, Some(value)))
}

/// The curves of the present document are there: they are the baseline's too while nothing was changed, and where it has none
/// they are the next to find.
pub(super) fn explored(state: &mut State) -> Vec<Order> {
    let (run, now, found) = (state.run.number, Rc::clone(&state.scenario), state.exploration.clone());
    let Some(baseline) = state.pinned().filter(|b| b.answers.exploration.is_none()) else {
        return Vec::new();
    };
    if baseline.scenario == now {
        if let Some(found) = found {
            learn(state, &now, found);
        }
        return Vec::new();
    }
    let (asked, scenario) = (Rc::clone(&baseline.scenario), Letter::new(&baseline.scenario));
    state.looks_back = Some(asked);
    state.desk.ask(run, Request::Explore { run, scenario })
}

/// Has the baseline simulated once what is shown is, if its replications are too few to compare with: it came with a link, or was
/// left early.
pub(super) fn simulate(state: &mut State, seed: u64) -> Vec<Order> {
    let is_due = !state.pool.is_busy() && state.pool.failed().is_none() && state.behind.is_none();
    let pinned = state.pinned().map(|b| Rc::clone(&b.scenario));
    let Some(scenario) = pinned.filter(|s| {
        is_due && state.comparison.is_none() && *s != state.scenario && job::unplayed(s).is_none()
    }) else {
        return Vec::new();
    };
    // Late replies of the run before are none of this one.
    let run = state.run.number ^ (1 << 31);
    let mut pool = state.pool.another();
    let orders =
        pool.begin(run, &scenario, Letter::new(&scenario), seed, state.pool.observer().replications());
    state.behind = Some(pool);
    orders
}

/// Looks at the replications of the baseline that there are.
pub(super) fn looked(state: &mut State) {
    let observer = state.behind.as_ref().map(|pool| Rc::new(pool.observer().clone()));
    if let Some(baseline) = state.pinned_mut() {
        baseline.observer = observer;
    }
    compare(state);
}

/// Compares the replications of what is shown with those of the baseline, as far as there are both.
pub(super) fn compare(state: &mut State) {
    let Some(baseline) = state.pinned() else { return };
    let Some(before) = &baseline.observer else { return };
    let after = (&*state.scenario, state.pool.observer());
    if let Some(comparison) = compare::simulated((&baseline.scenario, before), after) {
        state.comparison = Some(Rc::new(comparison));
    }
}

/// Takes the curves of what is compared with, if it still is.
pub(super) fn learn(state: &mut State, of: &Rc<Scenario>, found: Rc<Exploration>) {
    let now = Rc::clone(&state.scenario);
    if let Some(baseline) = state.pinned_mut().filter(|b| b.scenario == *of) {
        let report = Rc::clone(&baseline.answers.report);
        baseline.answers = Rc::new(Answers { report, exploration: Some(found) });
        baseline.align(&now);
    }
}
