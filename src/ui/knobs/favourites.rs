//! The knobs that are kept on top, each with the name of its object, and the button that keeps one there. Not which ones; the
//! page knows that.

use super::outline::object_name;
use super::section::{self, KnobProps};
use crate::app::{Msg, knob};
use crate::report::prices::Book;
use crate::scenario::check::Finding;
use crate::scenario::{ParamId, Scenario};
use crate::ui::icon::{Icon, Shape};
use crate::ui::same::Same;
use yew::prelude::*;

/// Props of [`Favourites`].
#[derive(Debug, Properties, PartialEq)]
pub struct FavouritesProps {
    /// The document.
    pub scenario: Same<Scenario>,
    /// Which parameters.
    pub ids: Vec<ParamId>,
    /// What is wrong or doubtful.
    pub findings: Same<Vec<Finding>>,
    /// The price book, once it was fetched.
    pub book: Option<Same<Book>>,
    /// Hears what was done.
    pub dispatch: Callback<Msg>,
}

/// The knobs that are kept on top.
#[component]
pub fn Favourites(props: &FavouritesProps) -> Html {
    let mut last = String::new();
    let each = props.ids.iter().map(|&id| {
        let object = object_name(&props.scenario, id);
        let heading = (object != last).then(|| html! { <h5>{ &object }</h5> });
        last.clone_from(&object);
        let finding = props.findings.iter().find(|f| f.at == id);
        let pinned = Some(true);
        let one = section::knob(
            &props.scenario,
            id,
            object.into(),
            finding,
            props.book.as_deref(),
            pinned,
            &props.dispatch,
        );
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
    let favour = {
        let (dispatch, id) = (props.dispatch.clone(), props.id);
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Knob(knob::Act::Favour(id))))
    };
    html! {
        <button type="button" class={classes!("button", "pin", pinned.then_some("is-pinned"))} title="Keep on top"
            aria-label={format!("Keep {name} on top")} aria-pressed={if pinned { "true" } else { "false" }} onclick={favour}>
            <Icon shape={Shape::Pin} />
        </button>
    }
}
