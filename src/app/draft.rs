//! What stands typed in number boxes, so that what is no value is there again wherever its box is. Not what a text means; the row
//! of its parameter says that.

use super::update::{edit, restore};
use super::{Effect, State};
use crate::scenario::{ParamId, Scenario};
use std::rc::Rc;

/// Most texts that are kept; the oldest gives way.
const MOST: usize = 100;
/// Most characters of one.
const LONGEST: usize = 1000;

/// A text in a number box.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The parameter.
    pub id: ParamId,
    /// The text, as it was typed.
    pub text: String,
    /// What Escape gives back.
    before: f64,
}

impl Draft {
    /// Whether the text is no value, so that the document has another.
    pub fn is_refused(&self) -> bool {
        self.id.spec().is_some_and(|spec| spec.parse_typed(&self.text).is_err())
    }
}

/// A text is typed: it is applied while it is a value.
pub(super) fn write(state: &mut State, id: ParamId, text: &str) -> Vec<Effect> {
    let (Some(spec), Some(value)) = (id.spec(), state.scenario.get(id)) else { return Vec::new() };
    let before = discard(state, id).map_or(value, |draft| draft.before);
    let text: String = text.chars().take(LONGEST).collect();
    let typed = spec.parse_typed(&text);
    let effects = typed.map_or_else(|_| Vec::new(), |value| edit(state, true, |s| s.set_clamped(id, value)));
    let drafts = Rc::make_mut(&mut state.knobs.drafts);
    if drafts.len() == MOST {
        drafts.remove(0);
    }
    drafts.push(Draft { id, text, before });
    effects
}

/// The box is left: what is a value is written as values are, what is none stays.
pub(super) fn leave(state: &mut State, id: ParamId) {
    state.history.settle();
    let Some(value) = state.scenario.get(id) else { return };
    if let Some(draft) = discard(state, id).filter(Draft::is_refused) {
        Rc::make_mut(&mut state.knobs.drafts).push(Draft { before: value, ..draft });
    }
}

/// What was typed is taken back.
pub(super) fn give_back(state: &mut State, id: ParamId) -> Vec<Effect> {
    discard(state, id).map_or_else(Vec::new, |draft| restore(state, id, draft.before))
}

/// Forgets the text of a parameter, and gives it.
pub(super) fn discard(state: &mut State, id: ParamId) -> Option<Draft> {
    let at = state.knobs.drafts.iter().position(|draft| draft.id == id)?;
    Some(Rc::make_mut(&mut state.knobs.drafts).remove(at))
}

/// The document changes: a text follows its parameter by its path, and is of the past once the value is another.
pub(super) fn follow(drafts: &mut Rc<Vec<Draft>>, before: &Scenario, after: &Scenario) {
    let there = |draft: &Draft| {
        let id = after.find(&before.path(draft.id)?).ok()?;
        (before.get(draft.id) == after.get(id)).then(|| Draft { id, ..draft.clone() })
    };
    let now: Vec<Draft> = drafts.iter().filter_map(there).collect();
    if now != **drafts {
        *drafts = Rc::new(now);
    }
}
