//! The scenario's name, which can be typed over. Not its key in links; a scenario has none.

use crate::app::Msg;
use crate::scenario::limits;
use crate::web::dom;
use yew::prelude::*;

/// Props of [`Name`].
#[derive(Debug, Properties, PartialEq)]
pub struct NameProps {
    /// The name as it is.
    pub name: AttrValue,
    /// Hears the new one.
    pub dispatch: Callback<Msg>,
}

/// The name as a box that looks like text until it is touched.
#[component]
pub fn Name(props: &NameProps) -> Html {
    let draft = use_state_eq(|| None::<String>);
    let typed = {
        let draft = draft.setter();
        Callback::from(move |event: InputEvent| draft.set(Some(dom::value_of(&event))))
    };
    let left = {
        let (draft, dispatch) = (draft.clone(), props.dispatch.clone());
        Callback::from(move |_: FocusEvent| {
            if let Some(name) = (*draft).clone() {
                dispatch.emit(Msg::Rename(name.trim().to_owned()));
                draft.set(None);
            }
        })
    };
    let pressed = {
        let draft = draft.setter();
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" => dom::blur(&event),
            "Escape" => draft.set(None),
            _ => {}
        })
    };
    let value = (*draft).clone().map_or_else(|| props.name.clone(), AttrValue::from);
    html! {
        <input type="text" class="name" aria-label="Name of the scenario" placeholder="Unnamed scenario"
            maxlength={limits::NAME.to_string()} spellcheck="false" {value} oninput={typed} onblur={left}
            onkeydown={pressed} />
    }
}
