//! What becomes of a scenario that is kept when the browser has answered or another tab was there first. Not what is asked of
//! the browser; that is the module above.

use super::{Id, Stored, current, say, store};
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
pub(super) fn elsewhere(state: &mut State, id: Id, text: Option<String>) {
    let (mine, is_there) = (current(state) == Some(id), text.is_some());
    let library = Rc::make_mut(&mut state.library);
    let name = library.entries.get(&id).map(|e| e.name.clone()).unwrap_or_default();
    library.learn(id, text);
    library.sittings.retain(|_, kept| *kept != id);
    if mine {
        library.is_apart = is_there;
        say(state, false, if is_there { apart(&name) } else { gone(&name) });
    }
}

/// The browser has answered.
pub(super) fn heard(state: &mut State, id: Id, text: Option<String>, stored: Stored) -> Vec<Effect> {
    let library = Rc::make_mut(&mut state.library);
    let was_known = library.entries.contains_key(&id);
    match stored {
        Stored::Done => {
            library.is_said = false;
            library.learn(id, text);
            Vec::new()
        }
        Stored::Full | Stored::Forbidden => refused(state, &stored),
        Stored::Other(there) => {
            let name = library.entries.get(&id).map(|e| e.name.clone()).unwrap_or_default();
            let sittings: Vec<u32> = library
                .sittings
                .iter()
                .filter(|(_, kept)| **kept == id)
                .map(|(&sitting, _)| sitting)
                .collect();
            library.learn(id, there.clone());
            // A number is never used for something else, whatever is there.
            let free = library.free().max(id.wrapping_add(1));
            if !was_known {
                // Another tab took the number first.
                for sitting in sittings {
                    library.sittings.insert(sitting, free);
                }
                return text
                    .map(|text| Effect::Store { id: free, was: None, text: Some(text) })
                    .into_iter()
                    .collect();
            }
            let mine = sittings.contains(&state.history.sitting());
            let library = Rc::make_mut(&mut state.library);
            library.sittings.retain(|_, kept| *kept != id);
            if !mine {
                say(
                    state,
                    false,
                    format!("“{name}” was changed in another tab meanwhile, so nothing was done to it."),
                );
                return Vec::new();
            }
            library.is_apart = there.is_some();
            if there.is_some() {
                say(state, false, apart(&name));
            }
            let mut effects = store(state);
            effects.push(Effect::ReplaceAddress(link(state)));
            effects
        }
    }
}

/// Says once that nothing is kept any more.
pub(super) fn refused(state: &mut State, why: &Stored) -> Vec<Effect> {
    if !std::mem::replace(&mut Rc::make_mut(&mut state.library).is_said, true) {
        let text = if *why == Stored::Full {
            "There is no room left in the browser's storage, so changes are no longer kept here. Save this scenario as a file or a \
             link, or delete others under Scenarios."
        } else {
            "This browser keeps nothing for this page, so scenarios are gone when it is closed. Save them as files or links."
        };
        say(state, true, text.to_owned());
    }
    Vec::new()
}
