//! Messages above the page. Not the failure card, which is there when the page has stopped.

use super::icon::{Icon, Shape};
use crate::app::{Banner as Message, Msg, Newer};
use crate::web::dom;
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
        Callback::from(move |event: MouseEvent| {
            dom::focus_after(&event, ".banner");
            dispatch.emit(Msg::DismissBanner);
        })
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

/// Props of [`NewerNotice`].
#[derive(Debug, Properties, PartialEq)]
pub struct NewerNoticeProps {
    /// How it stands with the newer version.
    pub newer: Newer,
    /// Hears that it is wanted.
    pub dispatch: Callback<Msg>,
}

/// Says that there is a newer version, with a button that takes it.
#[component]
pub fn NewerNotice(props: &NewerNoticeProps) -> Html {
    let take = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::TakeNewer))
    };
    let (text, label) = match props.newer {
        Newer::Waits => ("A newer version of Headroom is here.", "Update now"),
        Newer::TakenElsewhere => {
            ("Another tab has updated Headroom; this one still shows the older version.", "Reload")
        }
    };
    html! {
        <div class="banner" role="status">
            <Icon shape={Shape::Help} />
            <p>{ text }</p>
            <button type="button" class="button link" onclick={take}>{ label }</button>
        </div>
    }
}
