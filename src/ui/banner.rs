//! A message above the page. Not the failure card, which is there when the page has stopped.

use super::icon::{Icon, Shape};
use crate::app::{Banner as Message, Msg};
use yew::prelude::*;

/// Props of [`Banner`].
#[derive(Debug, Properties, PartialEq)]
pub struct BannerProps {
    /// What to say.
    pub message: Message,
    /// Hears that it was read.
    pub dispatch: Callback<Msg>,
}

/// A message with a button that puts it away.
#[component]
pub fn Banner(props: &BannerProps) -> Html {
    let dismiss = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::DismissBanner))
    };
    let error = props.message.is_error;
    html! {
        <div class={classes!("banner", error.then_some("is-error"))} role={if error { "alert" } else { "status" }}>
            <Icon shape={if error { Shape::Warning } else { Shape::Tick }} />
            <p>{ &props.message.text }</p>
            <button type="button" class="button quiet" aria-label="Dismiss" onclick={dismiss}>
                <Icon shape={Shape::Close} />
            </button>
        </div>
    }
}
