//! The recorded requests, one button each. Not what their time was spent on.

use super::player::act;
use crate::app::Msg;
use crate::app::replay::Act;
use crate::report::format;
use crate::report::replay::{Order, Outcome, Replay, cause};
use crate::ui::same::Same;
use yew::prelude::*;

/// Props of [`List`].
#[derive(Debug, Properties, PartialEq)]
pub struct ListProps {
    /// The recording.
    pub replay: Same<Replay>,
    /// How its requests are listed.
    pub order: Order,
    /// The request that is laid out.
    pub picked: Option<usize>,
    /// The journey that is read.
    pub scope: Option<usize>,
    /// Hears which one was picked.
    pub dispatch: Callback<Msg>,
}

/// Requests that are listed; nobody reads further.
const MOST: usize = 200;

/// The list, in its order.
#[component]
pub fn List(props: &ListProps) -> Html {
    let listed = props.replay.listed(props.order, props.scope);
    let more = listed.len().saturating_sub(MOST);
    html! {
        <>
            <ul class="request-list" aria-label="Requests">
                { for listed.iter().take(MOST).map(|&number| {
                    let request = &props.replay.requests()[number];
                    let is_picked = props.picked == Some(number);
                    let next = if is_picked { None } else { Some(number) };
                    let (outcome, class) = match request.outcome {
                        Outcome::Answered => ("answered", None),
                        Outcome::Failed(why) => (cause(why), Some("is-failed")),
                        Outcome::UnderWay => ("under way", None),
                    };
                    let took = request.latency_s.map_or_else(|| "–".to_owned(), format::time);
                    html! {
                        <li key={number}>
                            <button type="button" class={classes!("request", class)} aria-pressed={is_picked.to_string()}
                                onclick={act(&props.dispatch, Act::Inspect(next))}>
                                <span>{ format!("Request {}", number + 1) }</span>
                                <b>{ took }</b>
                                <span class="request-outcome">{ outcome }</span>
                            </button>
                        </li>
                    }
                }) }
            </ul>
            if more > 0 { <p class="quiet request-more">{ format!("And {more} more.") }</p> }
        </>
    }
}
