//! The keys that the page hears wherever the focus is. Not those of its parts.

use crate::app::Msg;
use crate::web::dom;
use yew::prelude::*;

/// Undo and redo from the keyboard, except where text is typed: there the browser's own undo is meant. Nor behind a dialog.
pub fn undo(event: &KeyboardEvent, dispatch: &Callback<Msg>) {
    if !(event.ctrl_key() || event.meta_key())
        || event.alt_key()
        || dom::is_typing(event)
        || dom::open_dialog().is_some()
    {
        return;
    }
    let msg = match (event.key().to_lowercase().as_str(), event.shift_key()) {
        ("z", false) => Msg::Undo,
        ("z", true) | ("y", false) => Msg::Redo,
        _ => return,
    };
    event.prevent_default();
    dispatch.emit(msg);
}
