//! What the browser knows of how people write where it is used. Not the words; the page has one language.

use gloo::utils::window;
use js_sys::Number;

/// Whether numbers have a decimal comma there, by the browser's first language.
pub fn has_decimal_comma() -> bool {
    let language = window().navigator().language();
    language.is_some_and(|language| String::from(Number::from(1.5).to_locale_string(&language)).contains(','))
}
