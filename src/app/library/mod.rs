//! The scenarios that the browser keeps for its visitor: which there are, which of them is open, and what happens when another
//! tab or a full storage gets in the way. Not the storage itself; the page has that from `web::store`.
//!
//! What is shown belongs to a sitting (`History::sitting`): from the opening of a document to the opening of the next. A
//! sitting is kept under one number from its first change on. Nothing is written over that is not what this tab last read or
//! wrote there, so that no tab writes over the work of another.

mod heard;
mod shelf;

pub use shelf::{Entry, Id, Library, Refusal, id};

use super::share::File;
use super::update::{arrive, link, open, show_name};
use super::{Banner, Effect, Msg, Origin, State, baseline, knob, work};
use crate::scenario::codec::{self, json};
use crate::scenario::work::Work;
use crate::scenario::{Scenario, limits, preset};
use heard::{elsewhere, heard, refused, waiting};
use std::rc::Rc;

/// Longest payload that is kept; what is longer goes into a file.
const MOST: usize = 200_000;

/// What the browser has kept from the last visit.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Kept {
    /// All scenarios.
    pub scenarios: Vec<(Id, String)>,
    /// What was open last: a number or a fragment.
    pub last: Option<String>,
    /// Which knobs are kept on top.
    pub favourites: String,
}

/// What is done with the scenarios that are kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// An empty one is opened.
    New,
    /// One is opened.
    Open(Id),
    /// One gets another name.
    Rename(Id, String),
    /// One is kept once more under another name.
    Duplicate(Id),
    /// One is deleted.
    Delete(Id),
    /// What was last deleted is had back.
    Restore,
    /// What is kept under a number is wanted as a file, as it is.
    Save(Id),
    /// The text of a file is opened, or why there is none.
    OpenFile(Result<String, String>),
    /// The browser has stored a text under a number, or removed what was there, or has not.
    Stored(Id, Option<String>, Stored),
    /// Another tab has done so.
    Elsewhere(Id, Option<String>),
}

/// What became of an attempt to store something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It is done.
    Done,
    /// It is not: this is there and not what was expected.
    Other(Option<String>),
    /// It is not, and why.
    Refused(Refusal),
}

/// What is open, if it is kept.
pub fn current(state: &State) -> Option<Id> {
    let id = state.library.sittings.get(&state.history.sitting()).copied();
    id.filter(|id| state.library.entries.contains_key(id))
}

fn say(state: &mut State, is_error: bool, text: String) {
    state.banner = Some(Banner { is_error, text });
}

/// Does what is asked of the scenarios that are kept.
pub(super) fn update(state: &mut State, act: Act) -> Vec<Effect> {
    match act {
        Act::New => kept(state, blank()),
        Act::Open(id) if current(state) == Some(id) => Vec::new(),
        Act::Open(id) => match state.library.entries.get(&id).map(Entry::scenario) {
            Some(Ok(scenario)) => opened(state, scenario, Some(id)),
            Some(Err(error)) => {
                say(state, true, format!("What the browser kept could not be opened: {error}"));
                Vec::new()
            }
            None => Vec::new(),
        },
        Act::Rename(id, name) if current(state) == Some(id) => {
            let mut effects = super::update(state, Msg::Rename(name));
            // Whoever looks at the list sees it there.
            effects.extend(settle(state));
            effects
        }
        Act::Rename(id, name) => {
            copy(state, id, |library, old| (id, old.stamp, library.unlike(&name, Some(id))))
        }
        Act::Duplicate(id) => {
            copy(state, id, |library, old| (library.free(), library.stamp(), library.unlike(&old.name, None)))
        }
        Act::Delete(id) => {
            let library = Rc::make_mut(&mut state.library);
            let Some(entry) = library.entries.get(&id).cloned() else { return Vec::new() };
            let was = Some(entry.text.clone());
            // What there was no room for is newer than what is there.
            library.deleted.push(library.waiting.remove(&id).map_or(entry, Entry::read));
            library.sittings.retain(|_, kept| *kept != id);
            vec![Effect::Store { id, was, text: None }]
        }
        Act::Restore => {
            let library = Rc::make_mut(&mut state.library);
            let Some(entry) = library.deleted.pop() else { return Vec::new() };
            let id = library.free();
            if entry.payload() == codec::encode_payload(&state.scenario) {
                library.sittings.insert(state.history.sitting(), id);
            }
            vec![Effect::Store { id, was: None, text: Some(entry.text) }]
        }
        Act::Save(id) => {
            let text = state.library.entries.get(&id).map(|entry| entry.text.clone());
            let file = |text| File { name: format!("headroom-{id}.txt"), media: "text/plain", text };
            text.map(|text| Effect::SaveFile(file(text))).into_iter().collect()
        }
        Act::OpenFile(text) => match text.and_then(|text| json::read(&text).map_err(|e| e.to_string())) {
            Ok(scenario) => kept(state, scenario),
            Err(error) => {
                say(state, true, format!("This file could not be opened: {error}"));
                Vec::new()
            }
        },
        Act::Stored(id, text, stored) => heard(state, id, text, stored),
        Act::Elsewhere(id, text) => elsewhere(state, id, text),
    }
}

/// What was open last is there again, unless the address names something else.
pub(super) fn begin(state: &mut State, kept: Kept, fragment: &str) -> Vec<Effect> {
    knob::favour(state, &kept.favourites);
    let library = Rc::make_mut(&mut state.library);
    for (id, text) in kept.scenarios {
        library.learn(id, Some(text));
    }
    let (mut restored, mut baseline) = (None, None);
    if fragment.is_empty() || codec::decode(fragment).is_err() {
        let (last, pinned) = kept.last.as_deref().map_or(("", None), baseline::parted);
        baseline = pinned;
        let id = shelf::id(last).filter(|id| library.entries.contains_key(id));
        let entry = id.and_then(|id| library.entries[&id].scenario().ok());
        restored = entry.or_else(|| Some(codec::decode(last).ok()?.scenario));
    }
    let is_restored = restored.is_some();
    if let Some(scenario) = restored {
        open(state, scenario, Origin::Link);
        // What was kept and cannot be read is not missed by anybody.
        let _ = baseline::follow(state, baseline);
    }
    let effects = if is_restored && fragment.is_empty() {
        vec![Effect::ReplaceAddress(link(state))]
    } else {
        arrive(state, fragment)
    };
    // There was nothing before.
    state.history.forget();
    effects
}

/// One service and a journey to it: where a system of one's own begins.
fn blank() -> Scenario {
    let mut s = Scenario { name: "New scenario".to_owned(), ..Scenario::default() };
    if let Ok(service) = s.add_service("Service") {
        let _ = s.add_work(service, Work::default());
        let _ = s.add_journey("Requests", service);
    }
    s
}

/// Opens a document in place of what is shown, which is stored before.
fn opened(state: &mut State, scenario: Scenario, id: Option<Id>) -> Vec<Effect> {
    let mut effects = settle(state);
    open(state, scenario, Origin::Link);
    if let Some(id) = id {
        let sitting = state.history.sitting();
        Rc::make_mut(&mut state.library).sittings.insert(sitting, id);
    }
    effects.extend([Effect::PushAddress(link(state)), last(state), work::ask(state)]);
    effects
}

/// Opens a document that is kept from the first.
fn kept(state: &mut State, scenario: Scenario) -> Vec<Effect> {
    let mut effects = opened(state, scenario, None);
    effects.extend(store(state));
    // It may have got another name.
    effects.push(Effect::ReplaceAddress(link(state)));
    effects
}

/// A document was opened: until it is changed there is nothing to store, and it may be one that is kept already.
pub(super) fn adopt(state: &mut State) {
    let payload = codec::encode_payload(&state.scenario);
    let same = state.library.entries.iter().find(|(_, e)| e.payload() == payload).map(|(&id, _)| id);
    let (sitting, shown) = (state.history.sitting(), Rc::clone(&state.scenario));
    let library = Rc::make_mut(&mut state.library);
    library.settled = shown;
    if let Some(id) = same {
        library.sittings.entry(sitting).or_insert(id);
    }
}

/// What is to be there again after leaving.
pub(super) fn last(state: &State) -> Effect {
    let id = current(state).filter(|id| !state.library.waiting.contains_key(id));
    let text = id.map_or_else(|| codec::encode(&state.scenario), |id| id.to_string());
    Effect::StoreLast(baseline::with(state.compared(), text))
}

/// Stores what is shown, if it was changed since that was last done.
pub(super) fn stored(state: &mut State) -> Vec<Effect> {
    if state.library.settled == state.scenario { Vec::new() } else { store(state) }
}

/// Brings address and storage up to date with what is shown.
pub(super) fn settle(state: &mut State) -> Vec<Effect> {
    if state.library.settled == state.scenario {
        return Vec::new();
    }
    let stored = store(state);
    let mut effects = vec![Effect::ReplaceAddress(link(state))];
    effects.extend(stored);
    effects
}

/// Stores what is shown, and what waits for room. Examples as they are need not be.
fn store(state: &mut State) -> Vec<Effect> {
    let sitting = state.history.sitting();
    let known = state.library.sittings.get(&sitting).copied();
    if known.is_none() && preset::find(&codec::encode(&state.scenario)).is_some() {
        Rc::make_mut(&mut state.library).settled = Rc::clone(&state.scenario);
        return vec![last(state)];
    }
    // No two that are kept look the same.
    let name = state.library.unlike(&state.scenario.name, known);
    if name != state.scenario.name {
        show_name(state, name);
    }
    let library = Rc::make_mut(&mut state.library);
    library.settled = Rc::clone(&state.scenario);
    let id = known.unwrap_or_else(|| library.free());
    library.sittings.insert(sitting, id);
    let was = library.entries.get(&id);
    // What was changed last stays first; a stamp need not rise while it is.
    let newest = library.stamp();
    let stamp = was.map(|e| e.stamp).filter(|s| s.saturating_add(1) == newest).unwrap_or(newest);
    let entry = Entry::new(stamp, &state.scenario);
    let was = was.map(|e| e.text.clone());
    if entry.payload().len() > MOST {
        return refused(state, Refusal::Full);
    }
    library.waiting.remove(&id);
    let mut effects = waiting(library);
    if was.as_ref() == Some(&entry.text) {
        effects.push(last(state));
    } else {
        effects.insert(0, Effect::Store { id, was, text: Some(entry.text) });
    }
    effects
}

/// Stores a kept scenario under another name, and maybe another number.
fn copy(state: &mut State, id: Id, to: impl FnOnce(&Library, &Entry) -> (Id, u32, String)) -> Vec<Effect> {
    let library = &state.library;
    let Some(entry) = library.entries.get(&id) else { return Vec::new() };
    let Ok(mut scenario) = entry.scenario() else { return Vec::new() };
    let (id, stamp, name) = to(library, entry);
    scenario.name = name.chars().take(limits::NAME).collect();
    let was = library.entries.get(&id).map(|e| e.text.clone());
    vec![Effect::Store { id, was, text: Some(Entry::new(stamp, &scenario).text) }]
}
