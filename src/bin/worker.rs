//! Serves the worker.

use wasm_bindgen::prelude::*;

/// A trial: answers every message.
fn main() {
    let scope: web_sys::DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let answering = scope.clone();
    let listener = Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
        let heard = event.data().as_string().unwrap_or_default();
        drop(answering.post_message(&JsValue::from_str(&format!("the worker heard: {heard}"))));
    });
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
}
