//! What the browser keeps between visits, for all tabs. Not relied on: a sandboxed frame has no storage at all.

use gloo::events::EventListener;
use wasm_bindgen::prelude::*;
use web_sys::{Storage, StorageEvent};

/// What became of an attempt to keep something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// It is not: this is there and not what was expected.
    Other(Option<String>),
    /// There is no room.
    Full,
    /// Nothing may be kept.
    Forbidden,
}

/// The name that is kept under what is to be opened when the page comes back; an empty text is nothing.
pub const LAST: &str = "headroom.last";

fn storage() -> Option<Storage> {
    gloo::utils::window().local_storage().ok().flatten()
}

/// What was kept under a name, if anything was and may be read.
pub fn read(name: &str) -> Option<String> {
    storage()?.get_item(name).ok().flatten()
}

/// Keeps a text under a name, where that is allowed.
pub fn write(name: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(name, text);
    }
}

/// Everything that is kept under names that begin so: the rest of each name, and the text.
pub fn all(prefix: &str) -> Vec<(String, String)> {
    let Some(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    let names = (0..count).filter_map(|i| storage.key(i).ok().flatten());
    names
        .filter_map(|name| Some((name.strip_prefix(prefix)?.to_owned(), storage.get_item(&name).ok()??)))
        .collect()
}

/// Keeps a text under a name, or removes what is there, provided that what is there is what is expected: the browser lets one
/// tab at a time do so.
pub fn swap(name: &str, was: Option<&str>, text: Option<&str>) -> Outcome {
    let Some(storage) = storage() else { return Outcome::Forbidden };
    let Ok(now) = storage.get_item(name) else { return Outcome::Forbidden };
    if now.as_deref() != was {
        return Outcome::Other(now);
    }
    match text.map_or_else(|| storage.remove_item(name), |text| storage.set_item(name, text)) {
        Ok(()) => Outcome::Done,
        Err(error) => {
            let name = js_sys::Reflect::get(&error, &"name".into()).ok().and_then(|n| n.as_string());
            if name.is_some_and(|n| n.contains("Quota")) { Outcome::Full } else { Outcome::Forbidden }
        }
    }
}

/// Tells what other tabs keep or remove, until it is dropped.
#[derive(Debug)]
pub struct Listener {
    _listener: EventListener,
}

/// Hears of names that begin so: the rest of the name, and the text that is there now.
pub fn listen(prefix: &'static str, changed: impl Fn(String, Option<String>) + 'static) -> Listener {
    let listener = EventListener::new(&gloo::utils::window(), "storage", move |event| {
        let Some(event) = event.dyn_ref::<StorageEvent>() else { return };
        if let Some(rest) = event.key().as_deref().and_then(|name| name.strip_prefix(prefix)) {
            changed(rest.to_owned(), event.new_value());
        }
    });
    Listener { _listener: listener }
}
