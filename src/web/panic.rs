//! What is seen when the program has stopped: a card of plain elements outside Yew's root, with ways back. Not the
//! reasons for stopping.
//!
//! After a panic nothing of the page's state can be trusted, so the last fragment that was written to the address
//! is kept here, apart from it.

use super::{address, clipboard, store};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

thread_local! {
    static LAST_GOOD: RefCell<String> = const { RefCell::new(String::new()) };
}

#[wasm_bindgen]
extern "C" {
    /// Given by `static/start.js`: shows the failure card of `index.html`.
    #[wasm_bindgen(catch, js_namespace = headroom, js_name = panicked)]
    fn show_card(message: &str) -> Result<(), JsValue>;
}

/// Keeps the fragment of a state that was shown without trouble.
pub fn remember(fragment: &str) {
    LAST_GOOD.with(|last| fragment.clone_into(&mut last.borrow_mut()));
}

/// Shows a panic on the page; to be set as the panic hook.
pub fn show(info: &std::panic::PanicHookInfo<'_>) {
    let _ = show_card(&info.to_string());
    let _ = offer_ways_back();
}

/// Adds to the card what helps besides reloading.
fn offer_ways_back() -> Option<()> {
    let last = LAST_GOOD.with(|last| last.try_borrow().map(|l| l.clone()).unwrap_or_default());
    let document = gloo::utils::document();
    let row = document.get_element_by_id("failure-reload")?.parent_element()?;

    let home = document.create_element("a").ok()?;
    home.set_text_content(Some("Open the default scenario"));
    home.set_attribute("href", "./").ok()?;
    append(&row, &home)?;
    // What was open last may be what cannot be shown. It stays kept, and is not opened by itself.
    let home = home.dyn_into::<HtmlElement>().ok()?;
    let forget = Closure::<dyn Fn()>::new(|| store::write(store::LAST, ""));
    home.set_onclick(Some(forget.as_ref().unchecked_ref()));
    forget.forget();

    if !last.is_empty() {
        let button = document.create_element("button").ok()?.dyn_into::<HtmlElement>().ok()?;
        button.set_attribute("type", "button").ok()?;
        button.set_text_content(Some("Copy the link of the last state"));
        let (link, said) = (address::link(&last), button.clone());
        let copy = Closure::<dyn Fn()>::new(move || {
            let said = said.clone();
            clipboard::copy(&link, move |done| {
                said.set_text_content(Some(if done { "Copied" } else { "The browser did not allow it" }));
            });
        });
        button.set_onclick(Some(copy.as_ref().unchecked_ref()));
        copy.forget();
        append(&row, &button)?;
    }
    Some(())
}

fn append(row: &Element, child: &Element) -> Option<()> {
    row.append_with_str_1(" ").ok()?;
    row.append_child(child).ok().map(|_| ())
}
