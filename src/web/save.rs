//! Hands the visitor a file, and takes one. Not what is in it.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::prelude::*;
use web_sys::{
    Blob, BlobPropertyBag, DataTransfer, DragEvent, Event, File, FileReader, HtmlAnchorElement,
    HtmlInputElement, Url,
};

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
    read(&file, most, heard);
}

/// Listens to files that are dropped on the page; dropping it ends it.
#[derive(Debug)]
pub struct Drops {
    _listeners: [EventListener; 2],
}

/// Hears the text of a file of at most so many bytes that is dropped anywhere on the page, or why there is none.
pub fn listen_drops(most: usize, heard: impl Fn(Result<String, String>) + Clone + 'static) -> Drops {
    /// What is dragged, if it is files; what else is dragged over the page is none of ours.
    fn files(event: &Event) -> Option<DataTransfer> {
        let dragged = event.dyn_ref::<DragEvent>()?.data_transfer()?;
        dragged.types().includes(&"Files".into(), 0).then_some(dragged)
    }
    let (window, options) = (gloo::utils::window(), EventListenerOptions::enable_prevent_default());
    let over = EventListener::new_with_options(&window, "dragover", options, |event| {
        if let Some(dragged) = files(event) {
            // Otherwise the browser would leave the page for the file.
            event.prevent_default();
            dragged.set_drop_effect("copy");
        }
    });
    let dropped = EventListener::new_with_options(&window, "drop", options, move |event| {
        let Some(dragged) = files(event) else { return };
        event.prevent_default();
        let list = dragged.files();
        match list.as_ref().and_then(|list| list.get(0)) {
            Some(file) if list.is_some_and(|list| list.length() == 1) => read(&file, most, heard.clone()),
            _ => heard(Err("one file at a time can be opened".to_owned())),
        }
    });
    Drops { _listeners: [over, dropped] }
}

/// Reads a file that is text.
fn read(file: &File, most: usize, heard: impl FnOnce(Result<String, String>) + 'static) {
    if file.size() > most as f64 {
        return heard(Err(format!("it has {} bytes; at most {most} are read", file.size())));
    }
    let Ok(reader) = FileReader::new() else { return heard(Err("the browser reads none".to_owned())) };
    let done = reader.clone();
    // It is let go when it has been called.
    let ended = Closure::once_into_js(move || {
        let bytes = done.result().ok().filter(|bytes| !bytes.is_null());
        let bytes = bytes.map(|bytes| js_sys::Uint8Array::new(&bytes).to_vec());
        heard(bytes.ok_or("the browser could not read it".to_owned()).and_then(text_of));
    });
    reader.set_onloadend(Some(ended.unchecked_ref()));
    let _ = reader.read_as_array_buffer(file);
}

/// Bytes as the text they are; the browser itself would put other letters in place of what it cannot read.
fn text_of(bytes: Vec<u8>) -> Result<String, String> {
    let text =
        String::from_utf8(bytes).map_err(|_| "it is no text in UTF-8; save it as such and try again")?;
    Ok(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned))
}
