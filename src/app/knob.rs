//! What the page knows of its knobs besides their values: which ones are kept on top, which number the one in hand moves
//! most, and what is typed into their boxes. Not the values; those are the document's.

use super::draft::{self, Draft};
use super::update::{edit, restore};
use super::{Effect, State};
use crate::report;
use crate::scenario::{ParamId, Scenario};
use std::rc::Rc;

/// Most knobs that are kept on top.
const MOST: usize = 30;

/// What is known of the knobs.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Knobs {
    /// Paths of those that are kept on top, in the order in which they were put there. Whatever document is open: those it
    /// does not have are kept for one that has.
    favourites: Vec<String>,
    /// The output that the knob in hand moves most, by its key.
    pub moved: Option<&'static str>,
    /// What stands typed in number boxes of the document.
    pub drafts: Rc<Vec<Draft>>,
}

/// What is done with a knob besides moving it.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// A text is typed into its box.
    Write(ParamId, String),
    /// Its box is left.
    Leave(ParamId),
    /// What was typed since its box was entered is taken back.
    GiveBack(ParamId),
    /// Several go back to their defaults.
    Reset(Vec<ParamId>),
    /// A double-click puts it back to its default: its first click, before which it had this value, was no step of its own.
    ResetFrom(ParamId, f64),
    /// It was taken in hand.
    Touch(ParamId),
    /// It was let go.
    Release,
    /// It is kept on top from now on, or no longer.
    Favour(ParamId),
}

impl Knobs {
    /// Those of the document that are kept on top.
    pub fn favourites(&self, scenario: &Scenario) -> Vec<ParamId> {
        let found = self.favourites.iter().filter_map(|path| scenario.find(path).ok());
        found.filter(|&id| id.spec().is_some_and(|s| s.live) && scenario.applies(id)).collect()
    }
}

/// Does it.
pub(super) fn update(state: &mut State, act: Act) -> Vec<Effect> {
    match act {
        Act::Write(id, text) => draft::write(state, id, &text),
        Act::Leave(id) => {
            draft::leave(state, id);
            Vec::new()
        }
        Act::GiveBack(id) => draft::give_back(state, id),
        Act::Reset(ids) => reset(state, &ids),
        Act::ResetFrom(id, before) => {
            let mut effects = restore(state, id, before);
            effects.extend(reset(state, &[id]));
            effects
        }
        Act::Touch(id) => {
            state.knobs.moved =
                report::moved_most(&mut state.evaluator, &state.scenario, &state.report, state.journey, id);
            Vec::new()
        }
        Act::Release => {
            state.knobs.moved = None;
            Vec::new()
        }
        Act::Favour(id) => {
            let Some(path) = state.scenario.path(id) else { return Vec::new() };
            let favourites = &mut state.knobs.favourites;
            match favourites.iter().position(|f| *f == path) {
                Some(at) => drop(favourites.remove(at)),
                None if favourites.len() < MOST => favourites.push(path),
                None => {}
            }
            vec![Effect::KeepFavourites(favourites.join(" "))]
        }
    }
}

/// Takes over which knobs were kept on top.
pub(super) fn favour(state: &mut State, kept: &str) {
    state.knobs.favourites = kept.split_whitespace().take(MOST).map(str::to_owned).collect();
}

/// Puts parameters back to their defaults, in one step of undo.
pub(super) fn reset(state: &mut State, ids: &[ParamId]) -> Vec<Effect> {
    for &id in ids {
        draft::discard(state, id);
    }
    edit(state, false, |scenario| {
        for &id in ids {
            scenario.set_clamped(id, id.spec().map_or(0.0, |spec| spec.default));
        }
    })
}
