//! The box in which the name of what is chosen is typed over. Not what becomes of the name.

use crate::scenario::limits;
use crate::web::dom;
use yew::prelude::*;

/// The id of the box with the name of what is chosen.
pub const NAME_ID: &str = "object-name";

/// Props of [`NameBox`].
#[derive(Debug, Properties, PartialEq)]
pub struct NameBoxProps {
    /// What it is the name of.
    pub label: AttrValue,
    /// The name.
    pub name: AttrValue,
    /// Hears the new name, and whether Enter ended it.
    pub renamed: Callback<(String, bool)>,
    /// Hears that the typing is over without a change.
    pub back: Callback<()>,
}

/// A name that can be typed over. Escape leaves it as it was.
#[component]
pub fn NameBox(props: &NameBoxProps) -> Html {
    let draft = use_state_eq(|| None::<String>);
    // Enter and Escape have said already what comes of the typing when the box is left.
    let settled = use_mut_ref(|| false);
    let typed = {
        let (draft, settled) = (draft.setter(), settled.clone());
        Callback::from(move |event: InputEvent| {
            settled.replace(false);
            draft.set(Some(dom::value_of(&event)));
        })
    };
    let end = {
        let (draft, renamed, name) = (draft.clone(), props.renamed.clone(), props.name.clone());
        move |done: bool| {
            let typed = (*draft).clone().filter(|typed| typed.trim() != name.as_str());
            draft.set(None);
            typed.map(|typed| renamed.emit((typed, done))).is_some()
        }
    };
    let left = {
        let (end, settled) = (end.clone(), settled.clone());
        Callback::from(move |_: FocusEvent| {
            if !settled.take() {
                end(false);
            }
        })
    };
    let pressed = {
        let (draft, back, settled) = (draft.setter(), props.back.clone(), settled.clone());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" => {
                settled.replace(true);
                if !end(true) {
                    back.emit(());
                }
            }
            "Escape" => {
                settled.replace(true);
                draft.set(None);
                back.emit(());
            }
            _ => {}
        })
    };
    let value = (*draft).clone().map_or_else(|| props.name.clone(), AttrValue::from);
    html! {
        <input type="text" id={NAME_ID} class="tools-name" aria-label={props.label.clone()} title="Rename (F2)" {value}
            placeholder="Unnamed" maxlength={limits::NAME.to_string()} spellcheck="false" autocomplete="off"
            oninput={typed} onblur={left} onkeydown={pressed} />
    }
}
