//! What becomes of a scenario that is kept when the browser has answered or another tab was there first. Not what is asked of
//! the browser; that is the module above.

use super::{Id, Library, Refusal, Stored, current, last, say, store};
use crate::app::update::link;
use crate::app::{Effect, State};
use std::rc::Rc;

fn apart(name: &str) -> String {
    format!(
        "“{name}” was changed in another tab. What you change here is kept as a scenario of its own; both are under Scenarios."
    )
}

fn gone(name: &str) -> String {
    format!(
        "“{name}” was deleted in another tab. It is still open here, and is kept again once you change it."
    )
}

/// Another tab has stored a text under a number, or removed what was there.
pub(super) fn elsewhere(state: &mut State, id: Id, text: Option<String>) -> Vec<Effect> {
    let (mine, is_there) = (current(state) == Some(id), text.is_some());
    let library = Rc::make_mut(&mut state.library);
    let name = library.entries.get(&id).map(|e| e.name.clone()).unwrap_or_default();
    library.learn(id, text);
    if let Some(text) = library.waiting.remove(&id) {
        let free = library.free();
        library.waiting.insert(free, text);
        library.carry(id, free);
    }
    library.sittings.retain(|_, kept| *kept != id);
    let effects = if is_there { Vec::new() } else { waiting(library) };
    if mine {
        say(state, false, if is_there { apart(&name) } else { gone(&name) });
    }
    effects
}

/// The browser has answered.
pub(super) fn heard(state: &mut State, id: Id, text: Option<String>, stored: Stored) -> Vec<Effect> {
    let library = Rc::make_mut(&mut state.library);
    let known = library.entries.get(&id).map(|e| e.name.clone());
    match stored {
        Stored::Done => {
            let is_room_made = text.is_none();
            library.waiting.remove(&id);
            library.learn(id, text);
            let mut effects = if is_room_made { waiting(library) } else { Vec::new() };
            if library.waiting.is_empty() {
                library.refusal = None;
            }
            effects.push(last(state));
            effects
        }
        Stored::Refused(why) => {
            if let Some(text) = text {
                library.waiting.insert(id, text);
            }
            refused(state, why)
        }
        Stored::Other(there) => {
            let is_there = there.is_some();
            let mine = library.sittings.get(&state.history.sitting()) == Some(&id);
            let has_waited = library.waiting.remove(&id).is_some();
            library.learn(id, there);
            let Some(name) = known.filter(|_| mine || !has_waited) else {
                // Another tab was there first. Its text is known now, so the next free number is another one.
                let free = library.free();
                library.carry(id, free);
                let again = text.map(|text| Effect::Store { id: free, was: None, text: Some(text) });
                return again.into_iter().collect();
            };
            library.sittings.retain(|_, kept| *kept != id);
            if !mine {
                say(
                    state,
                    false,
                    format!("“{name}” was changed in another tab meanwhile, so nothing was done to it."),
                );
                return Vec::new();
            }
            if is_there {
                say(state, false, apart(&name));
            }
            let mut effects = store(state);
            effects.push(Effect::ReplaceAddress(link(state)));
            effects
        }
    }
}

/// Tries again what there was no room for.
pub(super) fn waiting(library: &Library) -> Vec<Effect> {
    let again = |(&id, text): (&Id, &String)| {
        let was = library.entries.get(&id).map(|entry| entry.text.clone());
        Effect::Store { id, was, text: Some(text.clone()) }
    };
    library.waiting.iter().map(again).collect()
}

/// Says once that nothing is kept any more; what is shown is then to be there after leaving all the same, if that much is kept.
pub(super) fn refused(state: &mut State, why: Refusal) -> Vec<Effect> {
    let said = Rc::make_mut(&mut state.library).refusal.replace(why);
    if said.is_none() {
        let text = match why {
            Refusal::Full => {
                "There is no room left in the browser's storage, so changes are no longer kept here. Save this scenario as a file or \
                 a link, or delete others under Scenarios."
            }
            Refusal::Forbidden => {
                "This browser keeps nothing for this page, so scenarios are gone when it is closed. Save them as files or links."
            }
        };
        say(state, true, text.to_owned());
    }
    vec![last(state)]
}
