//! A file of the page that is fetched when it is wanted, or stands in the page already. Not what is in it.

use wasm_bindgen::prelude::*;
use web_sys::XmlHttpRequest;

#[wasm_bindgen]
extern "C" {
    /// Given by `static/start.js`: what the planner of one file has under this name.
    #[wasm_bindgen(catch, js_namespace = headroom)]
    fn carried(name: &str) -> Result<Option<String>, JsValue>;
}

/// Fetches a file beside the page; `heard` hears its text once, or why there is none.
pub fn text(name: &str, heard: impl FnOnce(Result<String, String>) + 'static) {
    if let Ok(Some(text)) = carried(name) {
        return heard(Ok(text));
    }
    let Ok(request) = XmlHttpRequest::new() else {
        return heard(Err("the browser fetches nothing".to_owned()));
    };
    if request.open("GET", name).is_err() {
        return heard(Err("the browser does not fetch it".to_owned()));
    }
    let asked = request.clone();
    // It is let go when it has been called.
    let ended = Closure::once_into_js(move || {
        heard(match (asked.status(), asked.response_text()) {
            (Ok(200), Ok(Some(text))) => Ok(text),
            (Ok(status), _) if status > 0 => Err(format!("the server answered {status}")),
            _ => Err("the server did not answer".to_owned()),
        });
    });
    request.set_onloadend(Some(ended.unchecked_ref()));
    // What goes wrong now ends the load too.
    let _ = request.send();
}
