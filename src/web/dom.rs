//! Small dealings with elements and events that Yew leaves to the browser. Not drawing.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::prelude::*;
use web_sys::{
    Element, Event, HtmlDialogElement, HtmlElement, HtmlInputElement, HtmlSelectElement, Node,
    ScrollIntoViewOptions, ScrollLogicalPosition,
};

/// The element of an id.
pub fn by_id(id: &str) -> Option<Element> {
    gloo::utils::document().get_element_by_id(id)
}

/// Whether the folded element that an event comes from, a `details`, is open now.
pub fn is_open(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| target.has_attribute("open"))
}

/// What stands in the input or select that an event comes from.
pub fn value_of(event: &Event) -> String {
    let target = event.target();
    let input = target.as_ref().and_then(|t| t.dyn_ref::<HtmlInputElement>()).map(HtmlInputElement::value);
    let select =
        || target.as_ref().and_then(|t| t.dyn_ref::<HtmlSelectElement>()).map(HtmlSelectElement::value);
    input.or_else(select).unwrap_or_default()
}

/// Whether the checkbox that an event comes from is ticked.
pub fn is_checked(event: &Event) -> bool {
    let target = event.target();
    target.and_then(|t| t.dyn_into::<HtmlInputElement>().ok()).is_some_and(|input| input.checked())
}

/// Sets what stands in the input or select that an event comes from.
pub fn set_value(event: &Event, value: &str) {
    let target = event.target();
    if let Some(input) = target.as_ref().and_then(|t| t.dyn_ref::<HtmlInputElement>()) {
        input.set_value(value);
    }
    if let Some(select) = target.as_ref().and_then(|t| t.dyn_ref::<HtmlSelectElement>()) {
        select.set_value(value);
    }
}

/// Takes the focus from the element that an event comes from.
pub fn blur(event: &Event) {
    if let Some(element) = event.target().and_then(|t| t.dyn_into::<HtmlElement>().ok()) {
        let _ = element.blur();
    }
}

/// Whether an event comes from a place where text is typed, which has an undo of its own.
pub fn is_typing(event: &Event) -> bool {
    let Some(element) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else { return false };
    element.matches("input[type=text], input[type=search], textarea").unwrap_or(false)
}

/// Whether an event comes from an element that a CSS selector names.
pub fn is_from(event: &Event, selector: &str) -> bool {
    let element = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    element.is_some_and(|e| e.matches(selector).unwrap_or(false))
}

/// Opens a dialog over the page; the browser keeps the focus in it and closes it on Escape.
pub fn show_modal(node: &Node) {
    if let Some(dialog) = node.dyn_ref::<HtmlDialogElement>().filter(|d| !d.open()) {
        let _ = dialog.show_modal();
    }
}

/// Closes a dialog as its visitor does, so that the browser gives the focus back.
pub fn close(node: &Node) {
    if let Some(dialog) = node.dyn_ref::<HtmlDialogElement>().filter(|d| d.open()) {
        dialog.close();
    }
}

/// The dialog that is open over the page, if one is.
pub fn open_dialog() -> Option<Element> {
    gloo::utils::document().query_selector("dialog[open]").ok().flatten()
}

/// Whether nothing has the focus, since what had it is gone.
pub fn is_focus_lost() -> bool {
    let document = gloo::utils::document();
    document.active_element().is_none_or(|active| active.matches("body").unwrap_or(false))
}

/// Gives an element the focus.
pub fn focus(node: &Node) {
    if let Some(element) = node.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// Gives the focus to what follows the element around an event that a CSS selector names: that one is about to go.
pub fn focus_after(event: &Event, selector: &str) {
    let element = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    let around = element.and_then(|e| e.closest(selector).ok().flatten());
    if let Some(next) = around.and_then(|e| e.next_element_sibling()) {
        let _ = next.set_attribute("tabindex", "-1");
        focus(&next);
    }
}

/// Brings what a CSS selector names into view, if it is not, by as little as that takes.
pub fn reveal(selector: &str) {
    if let Ok(Some(element)) = gloo::utils::document().query_selector(selector) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Whether an element, or something in it, has the focus.
pub fn has_focus(node: &Node) -> bool {
    let focused = gloo::utils::document().active_element();
    focused.is_some_and(|focused| node.contains(Some(&focused)))
}

/// Sets a CSS property or variable of an element; the policy of the page refuses `style` attributes.
pub fn set_property(node: &Node, name: &str, value: &str) {
    if let Some(element) = node.dyn_ref::<HtmlElement>() {
        let _ = element.style().set_property(name, value);
    }
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    gloo::utils::document().set_title(title);
}

/// Opens the browser's dialog for printing the page.
pub fn print() {
    let _ = gloo::utils::window().print();
}

/// Listens to the page being left or put away; dropping it ends it.
#[derive(Debug)]
pub struct Leaving {
    _listeners: [EventListener; 2],
}

/// Tells that the page is left or put away, which may be the last that is heard of it.
pub fn listen_leaving(leaves: impl Fn() + Clone + 'static) -> Leaving {
    let again = leaves.clone();
    Leaving {
        _listeners: [
            EventListener::new(&gloo::utils::window(), "pagehide", move |_| {
                // What is half typed is heard of when its box is left.
                let active = gloo::utils::document().active_element();
                if let Some(active) = active.and_then(|a| a.dyn_into::<HtmlElement>().ok()) {
                    let _ = active.blur();
                }
                leaves();
            }),
            EventListener::new(&gloo::utils::document(), "visibilitychange", move |_| again()),
        ],
    }
}

/// A listener to the keys of the whole page; dropping it ends it.
#[derive(Debug)]
pub struct Keys {
    _listener: EventListener,
}

/// Hears each key that is pressed anywhere on the page, and may prevent what the browser would do.
pub fn listen_keys(pressed: impl Fn(&web_sys::KeyboardEvent) + 'static) -> Keys {
    let options = EventListenerOptions::enable_prevent_default();
    let listener =
        EventListener::new_with_options(&gloo::utils::window(), "keydown", options, move |event| {
            if let Some(event) = event.dyn_ref() {
                pressed(event);
            }
        });
    Keys { _listener: listener }
}

/// Watches the size of an element; dropping it ends it.
#[derive(Debug)]
pub struct SizeWatch {
    observer: web_sys::ResizeObserver,
    _closure: Closure<dyn Fn()>,
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Tells the inner width and height of an element in CSS pixels, now and whenever they change.
pub fn watch_size(node: &Node, changed: impl Fn((f64, f64)) + 'static) -> Option<SizeWatch> {
    let element = node.dyn_ref::<Element>()?.clone();
    let watched = element.clone();
    let closure = Closure::<dyn Fn()>::new(move || {
        changed((f64::from(watched.client_width()), f64::from(watched.client_height())));
    });
    let observer = web_sys::ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
    observer.observe(&element);
    Some(SizeWatch { observer, _closure: closure })
}
