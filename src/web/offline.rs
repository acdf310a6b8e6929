//! The version of the page that is kept for times without a network, and a newer one that waits. Not which files it has;
//! that is `static/sw.js`.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Given by `static/start.js`.
    #[wasm_bindgen(catch, js_namespace = headroom, js_name = onUpdate)]
    fn on_update(hear: &Closure<dyn Fn(String)>) -> Result<(), JsValue>;
    /// Given by `static/start.js`: hears that the page stands.
    #[wasm_bindgen(catch, js_namespace = headroom, js_name = started)]
    fn say_started() -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_namespace = headroom, js_name = takeUpdate)]
    fn take_update() -> Result<(), JsValue>;
}

/// Hears of newer versions until it is dropped.
#[derive(Debug)]
pub struct Listener {
    _hear: Closure<dyn Fn(String)>,
}

/// Tells of a newer version: whether it waits to be taken, or was taken in another tab.
pub fn listen(newer: impl Fn(bool) + 'static) -> Listener {
    let hear = Closure::<dyn Fn(String)>::new(move |what: String| newer(what == "ready"));
    let _ = on_update(&hear);
    Listener { _hear: hear }
}

/// Takes the version that waits: the page is loaded anew.
pub fn take() {
    let _ = take_update();
}

/// Says that the page stands: what is kept for times without a network is fetched from then on, and not while the page is
/// built.
pub fn begin() {
    let _ = say_started();
}
