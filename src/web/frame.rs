//! The page that frames this one: whether there is one, and letters to and from it. Not what they say.

use gloo::events::EventListener;
use wasm_bindgen::prelude::*;
use web_sys::{Element, MessageEvent, Node, Window};

/// Whether this page is shown within another.
pub fn is_framed() -> bool {
    parent().is_some()
}

fn parent() -> Option<Window> {
    let window = gloo::utils::window();
    let parent = window.parent().ok().flatten()?;
    (parent != window).then_some(parent)
}

/// The host that frames this page. Dropping it ends the listening.
#[derive(Debug)]
pub struct Host {
    parent: Window,
    origin: String,
    _listener: EventListener,
}

impl Host {
    /// Listens to the page that frames this one, if it is of exactly this origin; `heard` hears what it says as JSON.
    pub fn new(origin: &str, heard: impl Fn(String) + 'static) -> Option<Self> {
        let parent = parent()?;
        let (only, from) = (parent.clone(), origin.to_owned());
        let listener = EventListener::new(&gloo::utils::window(), "message", move |event| {
            let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
            let is_parents = event.source().is_some_and(|source| js_sys::Object::is(&source, &only));
            if is_parents && event.origin() == from {
                // What JSON cannot say is an empty text, which is no message.
                let text = js_sys::JSON::stringify(&event.data()).ok().and_then(|text| text.as_string());
                heard(text.unwrap_or_default());
            }
        });
        Some(Self { parent, origin: origin.to_owned(), _listener: listener })
    }

    /// Says something, as JSON, to the page that frames this one, if it is of that origin still.
    pub fn say(&self, text: &str) {
        if let Ok(message) = js_sys::JSON::parse(text) {
            // A name that is no origin is refused here; then there is nobody to tell.
            let _ = self.parent.post_message(&message, &self.origin);
        }
    }
}

/// Watches the height of an element; dropping it ends it.
#[derive(Debug)]
pub struct HeightWatch {
    observer: web_sys::ResizeObserver,
    _closure: Closure<dyn Fn()>,
}

impl Drop for HeightWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Tells the height of an element in whole pixels of the page, now and whenever it changes.
pub fn watch_height(node: &Node, changed: impl Fn(f64) + 'static) -> Option<HeightWatch> {
    let element = node.dyn_ref::<Element>()?.clone();
    let watched = element.clone();
    let last = std::cell::Cell::new(0.0);
    let closure = Closure::<dyn Fn()>::new(move || {
        let height = watched.get_bounding_client_rect().height().ceil();
        if last.replace(height) != height {
            changed(height);
        }
    });
    let observer = web_sys::ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
    observer.observe(&element);
    Some(HeightWatch { observer, _closure: closure })
}
