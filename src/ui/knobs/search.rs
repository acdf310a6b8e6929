//! Above the knobs: the box that filters them, and the button that puts back those that are shown. Not which ones are shown.

use crate::app::Msg;
use crate::app::knob::Act;
use crate::scenario::ParamId;
use crate::ui::icon::{Icon, Shape};
use crate::ui::live::Live;
use crate::ui::skip;
use crate::web::{dom, pointing};
use yew::prelude::*;

/// Props of [`Search`].
#[derive(Debug, Properties, PartialEq)]
pub struct SearchProps {
    /// The text the knobs are filtered by.
    pub filter: AttrValue,
    /// How many knobs are shown.
    pub count: usize,
    /// Those of them that are off their defaults.
    pub set: Vec<ParamId>,
    /// Hears what was done.
    pub dispatch: Callback<Msg>,
}

/// So many parameters.
fn parameters(count: usize) -> String {
    format!("{count} parameter{}", if count == 1 { "" } else { "s" })
}

/// The box that filters the knobs, with a button that empties it, and the one that resets what is shown.
#[component]
pub fn Search(props: &SearchProps) -> Html {
    let SearchProps { filter, count, set, dispatch } = props;
    let node = use_node_ref();
    use_effect_with((node.clone(), filter.clone()), |(node, filter)| {
        if let Some(node) = node.get().filter(|_| !filter.is_empty()) {
            dom::focus(&node);
        }
    });
    let typed = dispatch.reform(|event: InputEvent| Msg::Filter(dom::value_of(&event)));
    let pressed = {
        let (dispatch, is_empty) = (dispatch.clone(), filter.is_empty());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && !is_empty {
                event.prevent_default();
                dispatch.emit(Msg::Filter(String::new()));
            }
        })
    };
    let clear = {
        let (dispatch, node) = (dispatch.clone(), node.clone());
        Callback::from(move |_: MouseEvent| {
            // The button is about to go.
            if let Some(node) = node.get() {
                dom::focus(&node);
            }
            dispatch.emit(Msg::Filter(String::new()));
        })
    };
    // How many were reset under which filter, to be said until it is undone.
    let done = use_state_eq(|| (0, AttrValue::default()));
    let reset = {
        let (dispatch, done) = (dispatch.clone(), done.setter());
        let (filter, set) = (filter.clone(), set.clone());
        Callback::from(move |_: MouseEvent| {
            done.set((set.len(), filter.clone()));
            pointing::refocus_id(skip::PARAMETERS);
            dispatch.emit(Msg::Knob(Act::Reset(set.clone())));
        })
    };
    let said = if done.1 == *filter && set.len() < done.0 {
        format!("{} back to the default", parameters(done.0))
    } else if filter.is_empty() {
        String::new()
    } else if *count == 0 {
        "No parameter matches".to_owned()
    } else {
        parameters(*count)
    };
    html! {
        <div class="search-row">
            <span class="search-box">
                <input ref={node} type="search" class="search" placeholder="Filter parameters"
                    aria-label="Filter parameters" autocomplete="off" spellcheck="false" value={filter.clone()}
                    oninput={typed} onkeydown={pressed} />
                if !filter.is_empty() {
                    <button type="button" class="button" title="Clear the filter (Escape)" aria-label="Clear the filter"
                        onclick={clear}><Icon shape={Shape::Close} /></button>
                }
            </span>
            if !set.is_empty() {
                <button type="button" class="button link" title="Puts what is shown back to the defaults"
                    aria-label={format!("Reset {} to the default", parameters(set.len()))} onclick={reset}>
                    { format!("Reset {}", set.len()) }
                </button>
            }
            <Live text={said} />
        </div>
    }
}
