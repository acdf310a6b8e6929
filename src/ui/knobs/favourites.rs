//! The knobs that are kept on top, each with the name of its object, and the button that keeps one there. Not which ones; the
//! page knows that.

use super::outline::object_name;
use super::section::{self, Given, KnobProps};
use crate::app::{Msg, knob};
use crate::scenario::ParamId;
use crate::ui::icon::{Icon, Shape};
use crate::ui::skip;
use crate::web::{clock, pointing};
use yew::prelude::*;

/// Props of [`Favourites`].
#[derive(Debug, Properties, PartialEq)]
pub struct FavouritesProps {
    /// Which parameters.
    pub ids: Vec<ParamId>,
    /// What their knobs are drawn from.
    pub given: Given,
}

/// The knobs that are kept on top.
#[component]
pub fn Favourites(props: &FavouritesProps) -> Html {
    let mut last = String::new();
    let each = props.ids.iter().map(|&id| {
        let object = object_name(&props.given.scenario, id);
        let heading = (object != last).then(|| html! { <h5>{ &object }</h5> });
        last.clone_from(&object);
        let one = section::knob(&props.given, id, object.into(), Some(true));
        html! { <>{ for heading }{ one }</> }
    });
    html! {
        <section class="favourites">
            <h3 class="knobs-heading">{ "Favourites" }</h3>
            <div class="block">{ for each }</div>
        </section>
    }
}

/// The button that keeps a knob on top, or lets it go back to its place.
pub fn pin(props: &KnobProps, name: &str) -> Html {
    let Some(pinned) = props.pinned else { return Html::default() };
    let place = props.element("pin");
    let favour = {
        let (dispatch, id, place) = (props.dispatch.clone(), props.id, place.clone());
        Callback::from(move |_: MouseEvent| {
            dispatch.emit(Msg::Knob(knob::Act::Favour(id)));
            // The knob is drawn elsewhere now, or lies in a folded section: the focus follows as far as it can.
            let place = place.clone();
            clock::soon(move || {
                pointing::refocus_id(skip::PARAMETERS);
                pointing::refocus_id(&place);
            });
        })
    };
    html! {
        <button type="button" id={place} class={classes!("button", "pin", pinned.then_some("is-pinned"))} title="Keep on top"
            aria-label={format!("Keep {name} on top")} aria-pressed={if pinned { "true" } else { "false" }} onclick={favour}>
            <Icon shape={Shape::Pin} />
        </button>
    }
}
