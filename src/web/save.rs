//! Hands the visitor a file, and takes one. Not what is in it.

use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, Event, FileReader, HtmlAnchorElement, HtmlInputElement, Url};

#[wasm_bindgen]
extern "C" {
    /// Given by `static/start.js`: makes the page as one file, and calls with it, or with none and why.
    #[wasm_bindgen(catch, js_namespace = headroom)]
    fn single(fragment: &str, done: &JsValue) -> Result<(), JsValue>;
}

/// Saves the whole page under a name, as one file that opens with this fragment; `done` hears why there is none.
pub fn page(name: &str, fragment: &str, done: impl FnOnce(Result<(), String>) + 'static) {
    let name = name.to_owned();
    let made = Closure::once_into_js(move |data: Option<Blob>, why: String| {
        done(data.map(|data| blob(&name, &data)).ok_or(why));
    });
    // Where it is missing nothing is saved, and nobody could say why.
    let _ = single(fragment, &made);
}

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

/// Reads the file that was chosen in the input that an event comes from, of at most so many bytes; `heard` hears its text, or
/// why there is none. Where none was chosen it hears nothing.
pub fn chosen(event: &Event, most: usize, heard: impl FnOnce(Result<String, String>) + 'static) {
    let input = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
    let file = input.as_ref().and_then(|i| i.files()?.get(0));
    let (Some(input), Some(file)) = (input, file) else { return };
    // The same file may be chosen again.
    input.set_value("");
    if file.size() > most as f64 {
        return heard(Err(format!("it has {} bytes; at most {most} are read", file.size())));
    }
    let Ok(reader) = FileReader::new() else { return heard(Err("the browser reads none".to_owned())) };
    let read = reader.clone();
    // It is let go when it has been called.
    let ended = Closure::once_into_js(move || {
        let text = read.result().ok().and_then(|text| text.as_string());
        heard(text.ok_or_else(|| "the browser could not read it".to_owned()));
    });
    reader.set_onloadend(Some(ended.unchecked_ref()));
    let _ = reader.read_as_text(&file);
}
