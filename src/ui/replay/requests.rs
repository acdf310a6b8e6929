//! The card below the picture while there is a recording: which requests there are, and one of them laid out.

use super::list::List;
use super::player::act;
use super::waterfall::Fall;
use crate::app::Msg;
use crate::app::replay::Act;
use crate::report::format;
use crate::report::replay::{Order, Pick, Replay};
use crate::scenario::Scenario;
use crate::ui::same::Same;
use crate::web::dom;
use yew::prelude::*;

/// Props of [`Requests`].
#[derive(Debug, Properties, PartialEq)]
pub struct RequestsProps {
    /// The document, for the names.
    pub scenario: Same<Scenario>,
    /// The recording.
    pub replay: Same<Replay>,
    /// How its requests are listed.
    pub order: Order,
    /// The request that is laid out.
    pub picked: Option<usize>,
    /// The journey that is read.
    pub scope: Option<usize>,
    /// Hears what was done.
    pub dispatch: Callback<Msg>,
}

const ORDERS: [(Order, &str, &str); 3] = [
    (Order::Slowest, "slowest", "Slowest first"),
    (Order::Failed, "failed", "Failed first"),
    (Order::Arrival, "arrival", "As they arrived"),
];

const PICKS: [(Pick, &str); 4] = [
    (Pick::P50, "A P50 request"),
    (Pick::P99, "A P99 request"),
    (Pick::Slowest, "The slowest"),
    (Pick::Failed, "One that failed"),
];

/// The card.
#[component]
pub fn Requests(props: &RequestsProps) -> Html {
    let RequestsProps { replay, dispatch, .. } = props;
    let ordered = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: Event| {
            let value = dom::value_of(&event);
            if let Some(order) = ORDERS.iter().find(|o| o.1 == value) {
                dispatch.emit(Msg::Replay(Act::List(order.0)));
            }
        })
    };
    html! {
        <section class="card is-wide requests" aria-labelledby="requests-title">
            <header class="card-head">
                <h2 id="requests-title">{ "Single requests" }</h2>
                <p class="quiet">
                    { format!("The {} requests that arrived within {} after the warm-up of the first simulated run.",
                        replay.requests().len(), format::time(replay.length_s())) }
                </p>
            </header>
            <div class="requests-tools" role="group" aria-label="Find a request">
                { for PICKS.iter().map(|&(pick, words)| html! {
                    <button type="button" class="button framed" disabled={replay.pick(pick).is_none()}
                        onclick={act(dispatch, Act::Find(pick))}>{ words }</button>
                }) }
                <select aria-label="Order of the requests" onchange={ordered}>
                    { for ORDERS.iter().map(|&(order, key, words)| html! {
                        <option value={key} selected={order == props.order}>{ words }</option>
                    }) }
                </select>
            </div>
            <div class="requests-body">
                <div class="requests-list">
                    <List replay={replay.clone()} order={props.order} picked={props.picked} scope={props.scope}
                        dispatch={dispatch.clone()} />
                </div>
                <div class="requests-fall">
                    if let Some(request) = props.picked {
                        <Fall scenario={props.scenario.clone()} replay={replay.clone()} {request} dispatch={dispatch.clone()} />
                    } else {
                        <p class="empty">{ "Pick a request to see what its time was spent on." }</p>
                    }
                </div>
            </div>
        </section>
    }
}
