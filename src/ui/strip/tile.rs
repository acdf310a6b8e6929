//! One tile of the strip. Not its numbers: they come as finished texts, so that a tile is drawn again only when one
//! of them changed.

use crate::report::provenance::Topic;
use crate::ui::icon::{Icon, Shape};
use crate::ui::words;
use yew::prelude::*;

/// What stands on a tile.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// What it opens.
    pub topic: Topic,
    /// Its name.
    pub label: &'static str,
    /// The number with its unit, or a name.
    pub value: String,
    /// Whether the value is a name and not a number.
    pub is_name: bool,
    /// Whether it holds its objective, and the objective in words.
    pub verdict: Option<(bool, String)>,
    /// What else there is to say.
    pub note: String,
    /// Whether that is about to change.
    pub is_stale: bool,
    /// How it changed against the baseline, and whether that is better.
    pub change: Option<(String, Option<bool>)>,
    /// What the simulation says.
    pub simulated: Simulated,
}

/// What the simulation says of a number.
#[derive(Clone, Debug, PartialEq)]
pub enum Simulated {
    /// It has no say.
    Silent,
    /// It has no answer yet, in words.
    Pending(String),
    /// Its value with the interval, and how far the model is from it.
    Says(String, Option<String>),
}

/// Props of [`Tile`].
#[derive(Debug, Properties, PartialEq)]
pub struct TileProps {
    /// What stands on it.
    pub fact: Fact,
    /// Hears that it was pressed.
    pub on_open: Callback<Topic>,
}

/// A tile: press it for its explanation.
#[component]
pub fn Tile(props: &TileProps) -> Html {
    let fact = &props.fact;
    let (number, unit) =
        if fact.is_name { (fact.value.as_str(), "") } else { words::split_unit(&fact.value) };
    let pressed = {
        let (on_open, topic) = (props.on_open.clone(), fact.topic);
        Callback::from(move |_: MouseEvent| on_open.emit(topic))
    };
    let state = fact.verdict.as_ref().map_or("none", |v| if v.0 { "pass" } else { "fail" });
    html! {
        <button type="button" class={classes!("tile", state)} onclick={pressed} aria-haspopup="dialog">
            <span class="tile-label">
                { fact.label }
                if let Some((holds, words)) = fact.verdict.as_ref().filter(|v| !v.1.is_empty()) {
                    <span class={classes!("chip", state)}>
                        <Icon shape={if *holds { Shape::Tick } else { Shape::Close }} />
                        { words }
                    </span>
                }
            </span>
            <span class={classes!("tile-value", fact.is_name.then_some("is-name"))}>
                <span class="number">{ number }</span>
                if !unit.is_empty() { <span class="unit">{ " " }{ unit }</span> }
            </span>
            <span class="tile-note">
                <span class={fact.is_stale.then_some("is-stale")} title={fact.note.clone()}>{ &fact.note }</span>
                if let Some((text, better)) = &fact.change {
                    <span class={classes!("change", better.map(|b| if b { "better" } else { "worse" }))}>
                        { text }
                        <span class="unseen">{ match better { Some(true) => " better", Some(false) => " worse", None => "" } }</span>
                    </span>
                }
            </span>
            <span class="tile-simulated">{ simulated(&fact.simulated) }</span>
        </button>
    }
}

fn simulated(says: &Simulated) -> Html {
    match says {
        Simulated::Silent => Html::default(),
        Simulated::Pending(words) => html! { <span class="pending">{ words }</span> },
        Simulated::Says(value, gap) => html! {
            <>
                <span title={format!("Simulated: {value}")}><span class="tag">{ "sim" }</span>{ " " }{ value }</span>
                if let Some(gap) = gap {
                    <span class="gap" title="How far the formula is from the simulation">{ gap }</span>
                }
            </>
        },
    }
}
