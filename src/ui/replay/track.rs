//! A slider over whole numbers, as the knobs have it. Not what the numbers mean.

use crate::web::dom;
use yew::prelude::*;

/// Props of [`Track`].
#[derive(Debug, Properties, PartialEq)]
pub struct TrackProps {
    /// Its name.
    pub name: AttrValue,
    /// What its value means, in words.
    pub text: AttrValue,
    /// Where it stands, from 0 to `most`.
    pub at: f64,
    /// Its upper end.
    pub most: f64,
    /// Hears where it is moved to.
    pub on_move: Callback<f64>,
}

/// A slider from 0 on.
#[component]
pub fn Track(props: &TrackProps) -> Html {
    let node = use_node_ref();
    let share = if props.most > 0.0 { props.at / props.most } else { 0.0 };
    // A variable, since the policy of the page refuses style attributes.
    use_effect_with((node.clone(), share), |(node, share)| {
        if let Some(node) = node.get() {
            dom::set_property(&node, "--at", &format!("{share:.4}"));
        }
    });
    let moved = {
        let on_move = props.on_move.clone();
        Callback::from(move |event: InputEvent| {
            if let Ok(at) = dom::value_of(&event).parse() {
                on_move.emit(at);
            }
        })
    };
    html! {
        <input ref={node} type="range" class="slider" min="0" max={format!("{:.0}", props.most)} step="1"
            aria-label={props.name.clone()} aria-valuetext={props.text.clone()} value={format!("{:.0}", props.at)}
            oninput={moved} />
    }
}
