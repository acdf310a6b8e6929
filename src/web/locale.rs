//! What the browser knows of how people write where it is used. Not the words; the page has one language.

/// Whether numbers have a decimal comma there. `static/start.js` has asked while the module was on its way: the first
/// question to a browser's tables of languages takes longer than a step of a slider.
pub fn has_decimal_comma() -> bool {
    let root = gloo::utils::document().document_element();
    root.and_then(|root| root.get_attribute("data-decimal")).is_some_and(|mark| mark == "comma")
}
