//! Light or dark: the attribute the style sheet reads, and what the system prefers. Not the choice.

use gloo::events::EventListener;

const DARK: &str = "(prefers-color-scheme: dark)";

/// Shows the page light or dark whatever the system says; `None` follows the system.
pub fn apply(dark: Option<bool>) {
    let Some(root) = gloo::utils::document().document_element() else { return };
    let _ = match dark {
        None => root.remove_attribute("data-theme"),
        Some(dark) => root.set_attribute("data-theme", if dark { "dark" } else { "light" }),
    };
}

/// Whether the system prefers dark.
pub fn system_is_dark() -> bool {
    query().is_some_and(|q| q.matches())
}

/// Hears of each change of what the system prefers, until it is dropped.
#[derive(Debug)]
pub struct Listener {
    _listener: Option<EventListener>,
}

/// Tells of each change of what the system prefers.
pub fn listen(changed: impl Fn(bool) + 'static) -> Listener {
    let listener =
        query().map(|query| EventListener::new(&query, "change", move |_| changed(system_is_dark())));
    Listener { _listener: listener }
}

fn query() -> Option<web_sys::MediaQueryList> {
    gloo::utils::window().match_media(DARK).ok().flatten()
}
