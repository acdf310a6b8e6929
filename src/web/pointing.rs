//! Where pointers and the focus are: capture, what lies under a place, wheels, focus by id. Not what any of it means.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::prelude::*;
use web_sys::{
    Element, Event, FocusOptions, HtmlElement, HtmlInputElement, Node, PointerEvent, SvgElement, WheelEvent,
};

/// The nearest element around the one that an event comes from that a CSS selector names.
fn closest(event: &Event, selector: &str) -> Option<Element> {
    let element = event.target().and_then(|t| t.dyn_into::<Element>().ok())?;
    element.closest(selector).ok().flatten()
}

/// The id of the nearest element around the one that an event comes from that a CSS selector names.
pub fn id_of(event: &Event, selector: &str) -> Option<String> {
    closest(event, selector).map(|e| e.id())
}

/// An attribute of the nearest element around the one that an event comes from that has it.
pub fn attribute_of(event: &Event, name: &str) -> Option<String> {
    closest(event, &format!("[{name}]")).and_then(|e| e.get_attribute(name))
}

/// Whether an event comes from within an element that a CSS selector names.
pub fn is_within(event: &Event, selector: &str) -> bool {
    closest(event, selector).is_some()
}

/// The id of what a CSS selector names under a pointer, whoever has captured it.
pub fn id_under(event: &PointerEvent, selector: &str) -> Option<String> {
    under(event, selector).map(|e| e.id())
}

/// Whether a pointer is over something that a CSS selector names, whoever has captured it.
pub fn is_over(event: &PointerEvent, selector: &str) -> bool {
    under(event, selector).is_some()
}

fn under(event: &PointerEvent, selector: &str) -> Option<Element> {
    let (x, y) = (event.client_x() as f32, event.client_y() as f32);
    gloo::utils::document().element_from_point(x, y)?.closest(selector).ok().flatten()
}

/// Where a pointer is, in pixels from the corner of an element.
pub fn place_in(node: &Node, x: i32, y: i32) -> Option<(f64, f64)> {
    let corner = node.dyn_ref::<Element>()?.get_bounding_client_rect();
    Some((f64::from(x) - corner.left(), f64::from(y) - corner.top()))
}

/// Hears a pointer at an element from now on, wherever it goes.
pub fn capture(node: &Node, pointer: i32) {
    if let Some(element) = node.dyn_ref::<Element>() {
        // The pointer may be gone already.
        let _ = element.set_pointer_capture(pointer);
    }
}

/// Gives the element of an id the focus. Of a box of text, all is selected.
pub fn focus_id(id: &str) {
    let Some(element) = gloo::utils::document().get_element_by_id(id) else { return };
    if let Some(svg) = element.dyn_ref::<SvgElement>() {
        let _ = svg.focus();
    } else if let Some(html) = element.dyn_ref::<HtmlElement>() {
        let _ = html.focus();
    }
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.select();
    }
}

/// Gives the element of an id a focus that was lost. Nothing moves for that.
pub fn refocus_id(id: &str) {
    let Some(element) = gloo::utils::document().get_element_by_id(id) else { return };
    let still = FocusOptions::new();
    still.set_prevent_scroll(true);
    if let Some(svg) = element.dyn_ref::<SvgElement>() {
        let _ = svg.focus_with_options(&still);
    } else if let Some(html) = element.dyn_ref::<HtmlElement>() {
        let _ = html.focus_with_options(&still);
    }
}

/// Turns of a wheel over an element; dropping it ends it.
#[derive(Debug)]
pub struct Wheel {
    _listener: EventListener,
}

/// Hears each turn of a wheel over an element, which may keep the page from scrolling.
pub fn listen_wheel(node: &Node, turned: impl Fn(&WheelEvent) + 'static) -> Wheel {
    let options = EventListenerOptions::enable_prevent_default();
    let listener = EventListener::new_with_options(node, "wheel", options, move |event| {
        if let Some(event) = event.dyn_ref() {
            turned(event);
        }
    });
    Wheel { _listener: listener }
}
