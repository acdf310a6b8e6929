//! The fragment of the page's address. Not its meaning.
//!
//! Browsers refuse an address that changes too often, some by an error and some silently; neither may stop the
//! page, so errors of writing are ignored.

use super::panic;
use gloo::events::EventListener;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// The address of the page, as it was last read or written here.
#[derive(Debug)]
pub struct Address {
    last: Rc<RefCell<String>>,
    _listeners: [EventListener; 2],
}

impl Address {
    /// Listens to the address: `changed` hears each fragment that was not written here.
    pub fn new(changed: impl Fn(String) + 'static) -> Self {
        let last = Rc::new(RefCell::new(fragment()));
        let changed = Rc::new(changed);
        let listen = |event| {
            let (last, changed) = (Rc::clone(&last), Rc::clone(&changed));
            EventListener::new(&gloo::utils::window(), event, move |_| {
                let now = fragment();
                // Going back tells of itself twice.
                if last.replace(now.clone()) != now {
                    changed(now);
                }
            })
        };
        let listeners = [listen("popstate"), listen("hashchange")];
        Self { last, _listeners: listeners }
    }

    /// Puts another fragment in place of the present one.
    pub fn replace(&self, fragment: &str) {
        self.note(fragment);
        let _ =
            gloo::utils::history().replace_state_with_url(&JsValue::NULL, "", Some(&format!("#{fragment}")));
    }

    /// Adds a fragment to the history, so that going back returns to the present one.
    pub fn push(&self, fragment: &str) {
        self.note(fragment);
        let _ = gloo::utils::history().push_state_with_url(&JsValue::NULL, "", Some(&format!("#{fragment}")));
    }

    fn note(&self, fragment: &str) {
        fragment.clone_into(&mut self.last.borrow_mut());
        panic::remember(fragment);
    }
}

/// The fragment as it stands in the address bar, without `#`; empty if there is none.
pub fn fragment() -> String {
    let hash = gloo::utils::window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// The whole address with another fragment.
pub fn link(fragment: &str) -> String {
    let href = gloo::utils::window().location().href().unwrap_or_default();
    let page = href.split('#').next().unwrap_or_default();
    format!("{page}#{fragment}")
}
