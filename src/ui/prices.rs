//! The dialog that offers list prices for a price row: filtered, with source and date. Not the prices or their units;
//! those are of `report::prices`.

use super::dialog::Dialog;
use super::same::Same;
use crate::app::knob::Act;
use crate::app::{Msg, Prices, Shelf};
use crate::report::prices::{Book, Offer};
use crate::scenario::{ParamId, Scenario};
use crate::web::dom;
use yew::prelude::*;

/// Rows that are shown at most; a filter finds the rest.
const MOST: usize = 100;

/// The book as the dialog takes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Listed {
    /// It is on its way.
    Coming,
    /// It is here.
    Here(Same<Book>),
    /// It could not be had, and why.
    Missing(AttrValue),
}

impl Listed {
    /// How far the book of the state has come.
    pub fn of(prices: &Prices) -> Self {
        match &prices.book {
            Shelf::Untouched | Shelf::Fetching => Self::Coming,
            Shelf::Here(book) => Self::Here(Same::from(book)),
            Shelf::Missing(why) => Self::Missing(why.clone().into()),
        }
    }
}

/// Props of [`PricePicker`].
#[derive(Debug, Properties, PartialEq)]
pub struct PricePickerProps {
    /// The price that is looked up.
    pub id: ParamId,
    /// The document.
    pub scenario: Same<Scenario>,
    /// The book.
    pub prices: Listed,
    /// Hears what was done.
    pub dispatch: Callback<Msg>,
}

/// List prices for one row.
#[component]
pub fn PricePicker(props: &PricePickerProps) -> Html {
    let filter = use_state_eq(String::new);
    let typed = {
        let filter = filter.setter();
        Callback::from(move |event: InputEvent| filter.set(dom::value_of(&event)))
    };
    let on_close = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |()| dispatch.emit(Msg::PickPrice(None)))
    };
    let label = props.id.spec().map_or("", |spec| spec.label);
    let body = match &props.prices {
        Listed::Coming => html! { <p role="status">{ "Fetching the price book…" }</p> },
        Listed::Missing(why) => html! {
            <p role="alert">{ format!("The price book could not be had: {why}. Prices can be typed all the same.") }</p>
        },
        Listed::Here(book) => html! {
            <>
                <p>{ &book.about }</p>
                <input type="search" class="search" placeholder="Filter by provider, size or region"
                    aria-label="Filter prices" autocomplete="off" spellcheck="false" value={(*filter).clone()} oninput={typed} />
                { offers(props, book, &filter) }
            </>
        },
    };
    html! {
        <Dialog title={format!("List prices: {label}")} {on_close}>
            <div class="prose">{ body }</div>
        </Dialog>
    }
}

fn offers(props: &PricePickerProps, book: &Book, filter: &str) -> Html {
    let all = book.offers(props.id, props.scenario.cost.currency);
    if all.is_empty() {
        return html! { <p>{ "The book has no price for this in the scenario's currency. Prices are not converted." }</p> };
    }
    let found: Vec<&Offer> = all.iter().filter(|o| o.has(filter)).collect();
    if found.is_empty() {
        return html! { <p class="empty">{ "No price has that in its name." }</p> };
    }
    html! {
        <ul class="offers">
            { for found.iter().take(MOST).map(|o| offer(props, o)) }
        </ul>
    }
}

fn offer(props: &PricePickerProps, offer: &Offer) -> Html {
    let (id, price) = (props.id, offer.price);
    let take = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            let take_back = Msg::Knob(Act::GiveBack(id));
            for msg in [take_back, Msg::Set(id, price), Msg::Settle, Msg::PickPrice(None)] {
                dispatch.emit(msg);
            }
        })
    };
    let entry = offer.entry;
    let is_chosen = props.scenario.get(id) == Some(price);
    let comes_to = id.spec().map_or_else(String::new, |spec| spec.format(price));
    html! {
        <li key={entry.id.clone()} class={classes!("offer", is_chosen.then_some("is-chosen"))}>
            <button type="button" class="preset" onclick={take}>
                <strong>{ entry.name() }</strong>
                <span>{ format!("{} · sets {comes_to}", offer.listed()) }</span>
            </button>
            <p class="offer-source">
                { format!("{}, {}. ", entry.dated(), entry.agreement) }
                { for entry.sources.iter().enumerate().map(|(i, address)| html! {
                    <a href={address.clone()} target="_blank" rel="noopener noreferrer">{ format!("Source {}", i + 1) }</a>
                }) }
                if let Some(note) = &entry.note { <span>{ note }</span> }
            </p>
        </li>
    }
}
