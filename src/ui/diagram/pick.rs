//! A list to choose an edit from, which goes back to its first line. Not a value that is kept.

use crate::app::editing::Edit;
use crate::web::dom;
use yew::prelude::*;

/// One line of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The heading it stands under.
    pub group: Option<String>,
    /// What it says.
    pub label: String,
    /// What it does; a line that does nothing cannot be chosen, and its heading says why.
    pub edit: Option<Edit>,
}

/// Props of [`Pick`].
#[derive(Debug, Properties, PartialEq)]
pub struct PickProps {
    /// Its id.
    pub id: &'static str,
    /// Its first line, which is its name.
    pub label: &'static str,
    /// What can be chosen.
    pub choices: Vec<Choice>,
    /// Hears what was.
    pub picked: Callback<Edit>,
}

/// The browser's own list: complete by keys, by typing and by touch.
#[component]
pub fn Pick(props: &PickProps) -> Html {
    // A key in a closed list changes what it says at once, on the way to what is meant: there Enter ends the choice. Who
    // points at a line means it.
    let by_keys = use_mut_ref(|| false);
    let take = {
        let (choices, picked) = (props.choices.clone(), props.picked.clone());
        move |event: &Event| {
            let chosen = dom::value_of(event).parse::<usize>().ok().and_then(|i| choices.get(i));
            let edit = chosen.and_then(|choice| choice.edit.clone());
            dom::set_value(event, "");
            if let Some(edit) = edit {
                picked.emit(edit);
            }
        }
    };
    let changed = {
        let (take, by_keys) = (take.clone(), by_keys.clone());
        Callback::from(move |event: Event| {
            if !*by_keys.borrow() {
                take(&event);
            }
        })
    };
    let pressed = {
        let by_keys = by_keys.clone();
        Callback::from(move |event: KeyboardEvent| {
            by_keys.replace(true);
            if event.key() == "Enter" && !dom::value_of(&event).is_empty() {
                event.prevent_default();
                take(&event);
            }
        })
    };
    let pointed = Callback::from(move |_: PointerEvent| {
        by_keys.replace(false);
    });
    let left = Callback::from(|event: FocusEvent| dom::set_value(&event, ""));
    let mut parts: Vec<Html> = Vec::new();
    let mut rest = props.choices.iter().enumerate().peekable();
    while let Some(&(_, first)) = rest.peek() {
        let mut lines = Vec::new();
        while let Some((i, choice)) = rest.next_if(|(_, c)| c.group == first.group) {
            lines.push(html! {
                <option value={i.to_string()} disabled={choice.edit.is_none()}>{ &choice.label }</option>
            });
        }
        parts.push(match &first.group {
            Some(group) => html! { <optgroup label={group.clone()}>{ for lines }</optgroup> },
            None => html! { <>{ for lines }</> },
        });
    }
    let is_empty = props.choices.iter().all(|c| c.edit.is_none());
    html! {
        <select id={props.id} class="tools-pick" aria-label={props.label} disabled={is_empty}
            title="Choose; by keys, Enter ends the choice" onchange={changed} onkeydown={pressed} onpointerdown={pointed}
            onblur={left}>
            <option value="" selected=true>{ props.label }</option>
            { for parts }
        </select>
    }
}
