//! The clipboard, where the browser gives it. Not what is put there.

use super::dom;
use wasm_bindgen::prelude::*;

/// Puts a text on the clipboard and says whether that was done.
pub fn copy(text: &str, done: impl FnOnce(bool) + 'static) {
    let navigator = gloo::utils::window().navigator();
    // Absent where the page was not loaded over a secure connection.
    let present = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|c| c.is_object());
    if !present {
        return done(copy_by_selection(text));
    }
    // Whichever is called drops both: the other must not be called any more, and is not.
    let done = std::rc::Rc::new(std::cell::Cell::new(Some(done)));
    let answer = |said: bool, fallback: Option<String>| {
        let done = std::rc::Rc::clone(&done);
        Closure::once_into_js(move |_: JsValue| {
            if let Some(done) = done.take() {
                done(said || fallback.is_some_and(|text| copy_by_selection(&text)));
            }
        })
    };
    let (yes, no) = (answer(true, None), answer(false, Some(text.to_owned())));
    let promise = navigator.clipboard().write_text(text);
    let then = js_sys::Reflect::get(&promise, &"then".into()).and_then(JsCast::dyn_into::<js_sys::Function>);
    if let Ok(then) = then {
        let _ = then.call2(&promise, &yes, &no);
    }
}

/// The old way: select a text on the page and copy the selection.
fn copy_by_selection(text: &str) -> bool {
    let document = gloo::utils::document();
    let copied = || {
        let area =
            document.create_element("textarea").ok()?.dyn_into::<web_sys::HtmlTextAreaElement>().ok()?;
        area.set_value(text);
        area.set_class_name("unseen");
        let before = document.active_element();
        // Beside an open dialog nothing can be selected.
        dom::open_dialog().unwrap_or_else(|| gloo::utils::body().into()).append_child(&area).ok()?;
        area.select();
        let command = js_sys::Reflect::get(&document, &"execCommand".into()).ok()?;
        let done = command.dyn_into::<js_sys::Function>().ok()?.call1(&document, &"copy".into()).ok()?;
        area.remove();
        if let Some(before) = before {
            dom::focus(&before);
        }
        done.as_bool()
    };
    copied().unwrap_or(false)
}
