//! Hands the visitor a file. Not what is in it.

use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Saves a text under a name, as a type of media.
pub fn text(name: &str, media: &str, text: &str) {
    let options = BlobPropertyBag::new();
    options.set_type(media);
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    if let Ok(data) = Blob::new_with_str_sequence_and_options(&parts, &options) {
        blob(name, &data);
    }
}

/// Saves a blob under a name.
pub fn blob(name: &str, data: &Blob) {
    let Ok(address) = Url::create_object_url_with_blob(data) else { return };
    let link = gloo::utils::document().create_element("a").ok();
    if let Some(link) = link.and_then(|a| a.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // The browser has to have read it before it is let go; a minute is ample.
    gloo::timers::callback::Timeout::new(60_000, move || {
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
}
