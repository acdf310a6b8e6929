//! What an architect does to the diagram by hand: the shape of the document changes, one step of undo an edit, or the
//! reason why not is kept to be said. Not the edits themselves; they are the document's.

use super::update::replace;
use super::{Effect, Selection, State, folding};
use crate::scenario::edit::kind::Kind;
use crate::scenario::edit::{EditError, Side};
use crate::scenario::{Scenario, Target, limits};

/// One change of the shape of the document.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Something of a kind is added near something: called by the service there, or a cache in front of the call there.
    Add(Kind, Selection),
    /// One operation calls another.
    Connect(Target, Target),
    /// A call goes to another operation.
    Retarget(usize, Target),
    /// A journey enters at another operation.
    EnterAt(usize, Target),
    /// Another journey enters at an operation.
    AddJourney(Target),
    /// A cache that is there already stands in front of a call too: call, cache.
    PutCache(usize, usize),
    /// A cache no longer stands in front of a call: call, cache.
    TakeCache(usize, usize),
    /// An object gets another name; its key in links stays.
    Rename(Selection, String),
    /// An object is copied.
    Duplicate(Selection),
    /// An object is taken away, with everything that points at it.
    Delete(Selection),
    /// A call is made sooner or later than it is.
    Move(usize, Side),
    /// A service makes all its calls at the same time.
    AtOnce(usize),
    /// A service makes its calls one after another.
    InTurn(usize),
}

/// Changes the document, or keeps the reason why it cannot be.
pub(super) fn update(state: &mut State, edit: Edit) -> Vec<Effect> {
    let mut scenario = (*state.scenario).clone();
    match apply(&mut scenario, edit) {
        Ok(selection) => {
            state.refused = None;
            let effects = replace(state, scenario, false);
            state.selection = selection;
            folding::reveal(state);
            effects
        }
        Err(why) => {
            state.refused = Some(format!("Not done: {why}."));
            Vec::new()
        }
    }
}

/// Carries an edit out and says what is chosen then.
///
/// # Errors
/// Says why not; the document may then be changed in part and is not to be used.
pub fn apply(s: &mut Scenario, edit: Edit) -> Result<Selection, EditError> {
    Ok(match edit {
        Edit::Add(Kind::Cache, Selection::Call(call)) => Selection::Cache(s.add_cache_to(call)?),
        Edit::Add(kind, near) => {
            let added = s.add_kind(kind)?;
            if let Selection::Service(service) = near {
                s.connect(first_operation(service), added)?;
            }
            Selection::Service(added.service)
        }
        Edit::Connect(from, to) => Selection::Call(s.connect(from, to)?),
        Edit::Retarget(call, to) => {
            s.retarget(call, to)?;
            Selection::Call(call)
        }
        Edit::EnterAt(journey, entry) => {
            s.enter_at(journey, entry)?;
            Selection::Journey(journey)
        }
        Edit::AddJourney(entry) => {
            Selection::Journey(s.add_journey(&s.free_journey_name("Requests"), entry)?)
        }
        Edit::PutCache(call, cache) => {
            s.share_cache(call, cache)?;
            Selection::Call(call)
        }
        Edit::TakeCache(call, cache) => {
            s.take_cache(call, cache)?;
            Selection::Call(call)
        }
        Edit::Rename(what, name) => {
            rename(s, what, &name)?;
            what
        }
        Edit::Duplicate(Selection::Service(i)) => Selection::Service(s.duplicate_service(i)?),
        Edit::Duplicate(Selection::Call(i)) => Selection::Call(s.duplicate_call(i)?),
        Edit::Duplicate(Selection::Cache(i)) => Selection::Cache(s.duplicate_cache(i)?),
        Edit::Duplicate(Selection::Journey(i)) => Selection::Journey(s.duplicate_journey(i)?),
        Edit::Delete(what) => {
            match what {
                Selection::Service(i) => s.remove_service(i)?,
                Selection::Call(i) => s.remove_call(i)?,
                Selection::Cache(i) => s.remove_cache(i)?,
                Selection::Journey(i) => s.remove_journey(i)?,
                Selection::None => {}
            }
            Selection::None
        }
        Edit::Duplicate(Selection::None) => Selection::None,
        Edit::Move(call, side) => {
            s.move_call(call, side)?;
            Selection::Call(call)
        }
        Edit::AtOnce(service) => each_operation(s, service, Scenario::call_at_once)?,
        Edit::InTurn(service) => each_operation(s, service, Scenario::call_in_turn)?,
    })
}

/// Where a service is entered that is pointed at as a whole.
pub fn first_operation(service: usize) -> Target {
    Target { service, operation: 0 }
}

fn each_operation(
    s: &mut Scenario,
    service: usize,
    change: fn(&mut Scenario, Target) -> Result<(), EditError>,
) -> Result<Selection, EditError> {
    let operations = s.services.get(service).ok_or(EditError::Missing("service"))?.operations.len();
    for operation in 0..operations {
        change(s, Target { service, operation })?;
    }
    Ok(Selection::Service(service))
}

/// Gives an object another name, as much of it as a name may have. Calls have none of their own.
fn rename(s: &mut Scenario, what: Selection, name: &str) -> Result<(), EditError> {
    let place = match what {
        Selection::Service(i) => s.services.get_mut(i).map(|x| &mut x.name),
        Selection::Cache(i) => s.caches.get_mut(i).map(|x| &mut x.name),
        Selection::Journey(i) => s.journeys.get_mut(i).map(|x| &mut x.name),
        Selection::Call(_) | Selection::None => None,
    };
    let place = place.ok_or(EditError::Missing("name"))?;
    let name: String = name.trim().chars().filter(|c| !c.is_control()).take(limits::NAME).collect();
    if name.is_empty() {
        return Err(EditError::NoName);
    }
    *place = name;
    Ok(())
}
