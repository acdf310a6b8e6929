//! A worker that takes and gives bytes. Not what the bytes mean.

use wasm_bindgen::prelude::*;
use web_sys::{Event, MessageEvent};

#[wasm_bindgen]
extern "C" {
    /// Given by `static/start.js`, which alone knows the name of the worker that was built with this page.
    #[wasm_bindgen(catch, js_namespace = headroom, js_name = newWorker)]
    fn new_worker() -> Result<web_sys::Worker, JsValue>;
}

/// A running worker; dropping it ends it.
#[derive(Debug)]
pub struct Worker {
    inner: web_sys::Worker,
    _message: Closure<dyn Fn(MessageEvent)>,
    _error: Closure<dyn Fn(Event)>,
}

impl Worker {
    /// Starts the worker of this build.
    ///
    /// # Errors
    /// Says why the browser starts none.
    pub fn start(
        heard: impl Fn(Vec<u8>) + 'static,
        failed: impl Fn(String) + 'static,
    ) -> Result<Self, String> {
        let inner = new_worker().map_err(|e| describe(&e))?;
        let message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Ok(bytes) = event.data().dyn_into::<js_sys::Uint8Array>() {
                heard(bytes.to_vec());
            }
        });
        let error = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            event.prevent_default();
            // An `ErrorEvent` has words; a script that could not be loaded gives a plain event.
            let words = js_sys::Reflect::get(&event, &"message".into()).ok().and_then(|m| m.as_string());
            failed(words.unwrap_or_else(|| "its script could not be loaded".to_owned()));
        });
        inner.set_onmessage(Some(message.as_ref().unchecked_ref()));
        inner.set_onerror(Some(error.as_ref().unchecked_ref()));
        Ok(Self { inner, _message: message, _error: error })
    }

    /// Hands bytes to the worker.
    ///
    /// # Errors
    /// Says why the browser did not take them.
    pub fn post(&self, bytes: &[u8]) -> Result<(), String> {
        self.inner.post_message(&js_sys::Uint8Array::from(bytes)).map_err(|e| describe(&e))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.inner.set_onmessage(None);
        self.inner.set_onerror(None);
        self.inner.terminate();
    }
}

fn describe(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| format!("{error:?}"), |e| String::from(e.message()))
}
