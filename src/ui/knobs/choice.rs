//! Knobs that are no numbers: one of a list, or yes and no. Not the lists; they stand in the rows.

use super::favourites::pin;
use super::section::{KnobProps, notice, release, touch};
use crate::app::Msg;
use crate::scenario::param::Kind;
use crate::web::dom;
use yew::prelude::*;

/// One of a closed list.
#[component]
pub fn Choice(props: &KnobProps) -> Html {
    let Some(spec) = props.id.spec() else { return Html::default() };
    let Kind::Choice(choices) = spec.kind else { return Html::default() };
    let chosen = {
        let (dispatch, id) = (props.dispatch.clone(), props.id);
        Callback::from(move |event: Event| {
            if let Some(place) = choices.iter().position(|c| c.key == dom::value_of(&event)) {
                dispatch.emit(Msg::Set(id, place as f64));
                dispatch.emit(Msg::Settle);
            }
        })
    };
    let now = choices.get(props.value as usize);
    let control = props.element("choice");
    html! {
        <div class="knob knob-row" onfocusin={touch(props)} onfocusout={release(props)}>
            <label for={control.clone()} title={spec.doc}>{ spec.label }</label>
            { pin(props, &format!("{}: {}", props.object, spec.label)) }
            <select id={control} title={now.map(|c| c.doc)} onchange={chosen}
                aria-label={format!("{}: {}", props.object, spec.label)}>
                { for choices.iter().enumerate().map(|(i, choice)| html! {
                    <option value={choice.key} title={choice.doc} selected={i == props.value as usize}>
                        { choice.label }
                    </option>
                }) }
            </select>
            if let Some((severity, text)) = &props.finding {
                { notice(props.element("finding"), *severity, text) }
            }
        </div>
    }
}

/// Yes or no.
#[component]
pub fn Switch(props: &KnobProps) -> Html {
    let Some(spec) = props.id.spec() else { return Html::default() };
    let changed = {
        let (dispatch, id) = (props.dispatch.clone(), props.id);
        Callback::from(move |event: Event| {
            dispatch.emit(Msg::Set(id, f64::from(u8::from(dom::is_checked(&event)))));
            dispatch.emit(Msg::Settle);
        })
    };
    let control = props.element("switch");
    html! {
        <div class="knob knob-row" onfocusin={touch(props)} onfocusout={release(props)}>
            <label for={control.clone()} title={spec.doc}>{ spec.label }</label>
            { pin(props, &format!("{}: {}", props.object, spec.label)) }
            <input type="checkbox" role="switch" class="switch" id={control} checked={props.value != 0.0}
                aria-label={format!("{}: {}", props.object, spec.label)} onchange={changed} />
            if let Some((severity, text)) = &props.finding {
                { notice(props.element("finding"), *severity, text) }
            }
        </div>
    }
}
