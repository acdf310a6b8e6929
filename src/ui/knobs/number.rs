//! A knob for a number: a slider beside a box that takes typed units. Not the number's range, scale or unit; the row
//! has those.

use super::favourites::pin;
use super::section::{KnobProps, notice, release, touch};
use super::steps::{self, POSITIONS};
use crate::app::Msg;
use crate::app::knob::Act;
use crate::report::prices;
use crate::scenario::check::Severity;
use crate::scenario::param::Spec;
use crate::ui::icon::{Icon, Shape};
use crate::ui::live::Live;
use crate::web::dom;
use yew::prelude::*;

/// A slider with a number box.
#[component]
pub fn Number(props: &KnobProps) -> Html {
    let Some(spec) = props.id.spec() else { return Html::default() };
    let control = props.element("number");
    let name = format!("{}: {}", props.object, spec.label);
    let at_default = props.value == spec.default;
    let reset = {
        let (dispatch, id) = (props.dispatch.clone(), props.id);
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Reset(id)))
    };
    html! {
        <div class="knob" onfocusin={touch(props)} onfocusout={release(props)}>
            <div class="knob-head">
                <label for={control.clone()} title={spec.doc} ondblclick={reset.clone()}>{ spec.label }</label>
                <button type="button" class={classes!("button", "reset", at_default.then_some("is-idle"))}
                    title={format!("Back to the default, {}", spec.format(spec.default))}
                    aria-label={format!("Reset {name}")} disabled={at_default} onclick={reset}>
                    <Icon shape={Shape::Reset} />
                </button>
                { pin(props, &name) }
                <NumberBox id={control} name={name.clone()} knob={props.clone()} />
            </div>
            <Slider {name} knob={props.clone()} />
            { list_price(props) }
            if let Some((severity, text)) = &props.finding {
                { notice(props.element("finding"), *severity, text) }
            }
        </div>
    }
}

/// Below a price: where it comes from, and the way to list prices.
fn list_price(props: &KnobProps) -> Html {
    if prices::row_unit(props.id).is_none() {
        return Html::default();
    }
    let look_up = {
        let (dispatch, id) = (props.dispatch.clone(), props.id);
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::PickPrice(Some(id))))
    };
    let label = props.id.spec().map_or("", |spec| spec.label);
    html! {
        <p class="price-origin">
            if let Some(origin) = &props.origin { <span>{ origin }</span> }
            <button type="button" class="button link" aria-haspopup="dialog"
                aria-label={format!("List prices for {}: {label}", props.object)} onclick={look_up}>{ "List prices…" }</button>
        </p>
    }
}

#[derive(Debug, Properties, PartialEq)]
struct SliderProps {
    name: AttrValue,
    knob: KnobProps,
}

fn position(spec: &Spec, value: f64) -> String {
    format!("{:.0}", spec.position(value) * POSITIONS)
}

/// The slider, which runs over positions and not over values.
#[component]
fn Slider(props: &SliderProps) -> Html {
    let KnobProps { id, value, ref dispatch, ref finding, .. } = props.knob;
    let node = use_node_ref();
    let at = id.spec().map_or(0.0, |spec| spec.position(value));
    // The part of the track that is filled; a variable, since the policy of the page refuses style attributes.
    use_effect_with((node.clone(), at), |(node, at)| {
        if let Some(node) = node.get() {
            dom::set_property(&node, "--at", &format!("{at:.4}"));
        }
    });
    let Some(spec) = id.spec() else { return Html::default() };
    let moved = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: InputEvent| {
            if let Ok(at) = dom::value_of(&event).parse::<f64>() {
                dispatch.emit(Msg::Set(id, spec.at(at / POSITIONS)));
            }
        })
    };
    let settled = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: Event| {
            // The thumb may stand between two whole numbers.
            if let Ok(at) = dom::value_of(&event).parse::<f64>() {
                dom::set_value(&event, &position(spec, spec.at(at / POSITIONS)));
            }
            dispatch.emit(Msg::Settle);
        })
    };
    // Where the value was at the last two touches: a finger that turns out to scroll the page leaves it where it was at the last,
    // and a double-click is of what was before the first.
    let touched = use_mut_ref(|| [None::<f64>; 2]);
    let touch = {
        let touched = touched.clone();
        Callback::from(move |_: PointerEvent| {
            let last = touched.borrow()[1];
            *touched.borrow_mut() = [last, Some(value)];
        })
    };
    let reset = {
        let (dispatch, touched) = (dispatch.clone(), touched.clone());
        Callback::from(move |_: MouseEvent| {
            let before = touched.borrow()[0].unwrap_or(value);
            dispatch.emit(Msg::Knob(Act::ResetFrom(id, before)));
        })
    };
    let given_up = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: PointerEvent| {
            if let Some(before) = touched.borrow_mut()[1].take() {
                dispatch.emit(Msg::Set(id, before));
                dispatch.emit(Msg::Settle);
            }
        })
    };
    let pressed = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            if let Some(next) = steps::key_value(spec, value, &event.key()) {
                event.prevent_default();
                dispatch.emit(Msg::Set(id, next));
            }
        })
    };
    let released = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: KeyboardEvent| {
            if steps::steps_of(&event.key()).is_some() {
                dispatch.emit(Msg::Settle);
            }
        })
    };
    html! {
        <input ref={node} type="range" class="slider" min="0" max={POSITIONS.to_string()} step="1" title={spec.doc}
            aria-label={props.name.clone()} aria-valuetext={spec.format(value)}
            aria-describedby={finding.as_ref().map(|_| props.knob.element("finding"))}
            value={position(spec, value)} oninput={moved} onchange={settled} onkeydown={pressed}
            onkeyup={released} onpointerdown={touch} onpointercancel={given_up} ondblclick={reset} />
    }
}

#[derive(Debug, Properties, PartialEq)]
struct NumberBoxProps {
    id: AttrValue,
    name: AttrValue,
    knob: KnobProps,
}

/// The box. What is typed stays as it is typed; it is applied while it is a value, and says why while it is none.
#[component]
fn NumberBox(props: &NumberBoxProps) -> Html {
    let KnobProps { id, value, ref draft, ref dispatch, .. } = props.knob;
    let Some(spec) = id.spec() else { return Html::default() };
    let refusal = draft.as_ref().and_then(|text| spec.parse_typed(text).err());
    let refusal = refusal.map(|why| AttrValue::from(format!("Not applied: {}.", spec.refusal(&why))));
    let typed = dispatch.reform(move |event: InputEvent| Msg::Knob(Act::Write(id, dom::value_of(&event))));
    let left = dispatch.reform(move |_: FocusEvent| Msg::Knob(Act::Leave(id)));
    let pressed = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" => dom::blur(&event),
            "Escape" => dispatch.emit(Msg::Knob(Act::GiveBack(id))),
            _ => {}
        })
    };
    let text = draft.clone().unwrap_or_else(|| spec.format(value).into());
    let why = props.knob.element("why");
    let said = refusal.as_ref().map_or_else(String::new, |refusal| format!("{}: {refusal}", props.name));
    html! {
        <>
            <input type="text" class="box" id={props.id.clone()} inputmode="text" autocomplete="off"
                spellcheck="false" aria-label={props.name.clone()} value={text}
                aria-invalid={refusal.as_ref().map(|_| "true")}
                aria-describedby={refusal.as_ref().map(|_| why.clone())}
                oninput={typed} onblur={left} onkeydown={pressed} />
            if let Some(refusal) = &refusal {
                { notice(why, Severity::Wrong, refusal) }
            }
            if draft.is_some() {
                <Live text={said} />
            }
        </>
    }
}
