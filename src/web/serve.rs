//! The inside of a worker: bytes come in, work is done in steps, bytes go out. Not what the work is.
//!
//! Between two steps the worker looks for messages. It calls itself by a message channel and not by a timer, since
//! browsers hold back timers that call each other.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent};

/// Work that is done in steps.
pub trait Work {
    /// Takes a message.
    fn hear(&mut self, bytes: &[u8]);
    /// Works a little, and may have something to say.
    fn step(&mut self) -> Option<Vec<u8>>;
    /// Whether another step would do anything.
    fn has_work(&self) -> bool;
}

/// Serves a worker for ever.
///
/// # Panics
/// Outside a worker, and in a browser without message channels.
pub fn serve(work: impl Work + 'static) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let channel = MessageChannel::new().expect("every browser has message channels");
    let work = Rc::new(RefCell::new(work));
    let stepping = Rc::new(Cell::new(false));

    let step = {
        let (work, stepping, scope, next) =
            (Rc::clone(&work), Rc::clone(&stepping), scope.clone(), channel.port2());
        Closure::<dyn Fn()>::new(move || {
            if let Some(reply) = work.borrow_mut().step() {
                let _ = scope.post_message(&js_sys::Uint8Array::from(reply.as_slice()));
            }
            stepping.set(work.borrow().has_work());
            if stepping.get() {
                let _ = next.post_message(&JsValue::NULL);
            }
        })
    };
    channel.port1().set_onmessage(Some(step.as_ref().unchecked_ref()));
    step.forget();

    let first = channel.port2();
    let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let Ok(bytes) = event.data().dyn_into::<js_sys::Uint8Array>() else { return };
        work.borrow_mut().hear(&bytes.to_vec());
        // One step at a time is asked for, however many messages come before it.
        if !stepping.replace(true) {
            let _ = first.post_message(&JsValue::NULL);
        }
    });
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
}
