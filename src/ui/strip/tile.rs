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
    /// How it changed against the baseline.
    pub change: Option<Change>,
    /// What the simulation says of that change.
    pub paired: Option<Paired>,
    /// What the simulation says.
    pub simulated: Simulated,
}

/// How a number changed against the baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// By how much, with its sign.
    pub text: String,
    /// What it was.
    pub before: String,
    /// Whether it is better, if it is a change.
    pub better: Option<bool>,
}

/// What the simulation says of a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Paired {
    /// In few words.
    pub text: String,
    /// With its interval.
    pub words: String,
    /// Whether it is better, if it is a change.
    pub better: Option<bool>,
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
    /// Whether the knob in hand moves it more than any other.
    #[prop_or_default]
    pub is_moved: bool,
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
        <button type="button" class={classes!("tile", state, props.is_moved.then_some("is-moved"))} onclick={pressed} aria-haspopup="dialog"
            aria-description={props.is_moved.then_some("What the parameter in hand moves most")}>
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
                { note(fact) }
                if let Some(Change { text, before, better }) = &fact.change {
                    <span class={classes!("change", fact.is_name.then_some("is-name"), better.map(|b| if b { "better" } else { "worse" }))} title={before.clone()}>
                        { text }
                        <span class="unseen">
                            { match better { Some(true) => " better, ", Some(false) => " worse, ", None => ", " } }{ before }
                        </span>
                    </span>
                }
            </span>
            <span class="tile-simulated">{ simulated(&fact.simulated) }</span>
        </button>
    }
}

/// What there is to say besides; where that is nothing, what the simulation says of the change.
fn note(fact: &Fact) -> Html {
    match &fact.paired {
        Some(Paired { text, words, better }) if fact.note.is_empty() => {
            let class = classes!("paired", better.map(|b| if b { "better" } else { "worse" }));
            html! { <span {class} title={words.clone()}><span class="tag">{ "sim" }</span>{ " " }{ text }</span> }
        }
        _ => {
            html! { <span class={fact.is_stale.then_some("is-stale")} title={fact.note.clone()}>{ &fact.note }</span> }
        }
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
